//! A small SMSC on the protocol's own codec: answers each submission by its script and keeps what it took.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use futures_util::{SinkExt, StreamExt};
use rusmpp::{
    Command, CommandStatus, Pdu,
    pdus::{BindTransceiver, BindTransceiverResp, DeliverSm, SubmitSm, SubmitSmResp},
    tokio_codec::CommandCodec,
    types::COctetString,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::codec::Framed;

/// What the SMSC does with a submission.
#[derive(Clone, Copy)]
pub enum Act {
    Answer(CommandStatus),
    /// Takes it and closes the line without an answer.
    Drop,
    /// Takes it and says nothing.
    Silence,
}

#[derive(Default)]
struct Kept {
    binds: Vec<BindTransceiver>,
    submissions: Vec<SubmitSm>,
    receipts_confirmed: usize,
}

#[derive(Clone)]
pub struct Smsc {
    pub address: String,
    kept: Arc<Mutex<Kept>>,
    script: Arc<Mutex<VecDeque<Act>>>,
    bind_status: CommandStatus,
    /// Sends a receipt after each bind, to be confirmed.
    receipt: bool,
    /// Closes the line when the first submission has been answered.
    short_lived: bool,
}

impl Smsc {
    pub async fn start(script: &[Act]) -> Self {
        Self::start_as(script, |smsc| smsc).await
    }

    pub async fn refusing(status: CommandStatus) -> Self {
        Self::start_as(&[], |smsc| Self {
            bind_status: status,
            ..smsc
        })
        .await
    }

    pub async fn with_receipt() -> Self {
        Self::start_as(&[], |smsc| Self {
            receipt: true,
            ..smsc
        })
        .await
    }

    pub async fn short_lived() -> Self {
        Self::start_as(&[], |smsc| Self {
            short_lived: true,
            ..smsc
        })
        .await
    }

    /// Submissions beyond the script are taken.
    async fn start_as(script: &[Act], change: impl FnOnce(Self) -> Self) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let smsc = change(Self {
            address: listener.local_addr().expect("it is bound").to_string(),
            kept: Arc::default(),
            script: Arc::new(Mutex::new(script.iter().copied().collect())),
            bind_status: CommandStatus::EsmeRok,
            receipt: false,
            short_lived: false,
        });
        let serving = smsc.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        smsc
    }

    async fn serve(self, stream: TcpStream) -> Option<()> {
        let mut line = Framed::new(stream, CommandCodec::new());
        while let Some(Ok(command)) = line.next().await {
            let number = command.sequence_number();
            match command.pdu()?.clone() {
                Pdu::BindTransceiver(bind) => {
                    self.keep(|kept| kept.binds.push(bind));
                    let answer = BindTransceiverResp::default();
                    line.send(Command::new(self.bind_status, number, answer))
                        .await
                        .ok()?;
                    if self.receipt {
                        let receipt = DeliverSm::default();
                        line.send(Command::new(CommandStatus::EsmeRok, 1, receipt))
                            .await
                            .ok()?;
                    }
                }
                Pdu::DeliverSmResp(_) => self.keep(|kept| kept.receipts_confirmed += 1),
                Pdu::EnquireLink => {
                    line.send(Command::new(
                        CommandStatus::EsmeRok,
                        number,
                        Pdu::EnquireLinkResp,
                    ))
                    .await
                    .ok()?;
                }
                Pdu::SubmitSm(submission) => {
                    let act = self
                        .script
                        .lock()
                        .expect("no test panics with it")
                        .pop_front();
                    let status = match act.unwrap_or(Act::Answer(CommandStatus::EsmeRok)) {
                        Act::Answer(status) => status,
                        Act::Drop => return None,
                        Act::Silence => continue,
                    };
                    self.keep(|kept| kept.submissions.push(submission));
                    let id = COctetString::from_static_slice(b"5F3A\0").expect("it ends with zero");
                    let answer = SubmitSmResp::new(id, vec![]);
                    line.send(Command::new(status, number, answer)).await.ok()?;
                    if self.short_lived {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn keep<T>(&self, change: impl FnOnce(&mut Kept) -> T) -> T {
        change(&mut self.kept.lock().expect("no test panics with it"))
    }

    pub fn binds(&self) -> Vec<BindTransceiver> {
        self.keep(|kept| kept.binds.clone())
    }

    /// All that was answered, in order, refused ones too.
    pub fn submissions(&self) -> Vec<SubmitSm> {
        self.keep(|kept| kept.submissions.clone())
    }

    pub fn receipts_confirmed(&self) -> usize {
        self.keep(|kept| kept.receipts_confirmed)
    }
}
