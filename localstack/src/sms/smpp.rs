//! The SMPP 3.4 way in: bind as transceiver or transmitter, `submit_sm`, `enquire_link`,
//! `unbind`. Parts of a long message are put together; the last one is answered when the whole is kept.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, Utc};
use futures_util::{SinkExt, StreamExt};
use rusmpp::pdus::{BindTransceiverResp, BindTransmitterResp, SubmitSm, SubmitSmResp};
use rusmpp::tlvs::TlvValue;
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::COctetString;
use rusmpp::values::{DataCoding, GsmFeatures};
use rusmpp::{Command, CommandStatus, Pdu};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::codec::Framed;
use uuid::Uuid;

use super::SmsAccess;
use super::gateway::keep;
use super::inbox::{Inbox, Message, Mode};
use super::parts::{Unfinished, ucs2, without_header};

/// Serves SMPP on `listener` until the task is dropped.
pub async fn serve(listener: TcpListener, inbox: Arc<Inbox>, access: SmsAccess) {
    let access = Arc::new(access);
    loop {
        match listener.accept().await {
            Ok((connection, _)) => {
                let session = Session {
                    inbox: Arc::clone(&inbox),
                    access: Arc::clone(&access),
                    bound: false,
                    unfinished: Unfinished::default(),
                };
                tokio::spawn(async move {
                    if let Err(error) = session.converse(connection).await {
                        tracing::debug!(%error, "SMPP connection broken off");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "connection not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

struct Session {
    inbox: Arc<Inbox>,
    access: Arc<SmsAccess>,
    bound: bool,
    unfinished: Unfinished,
}

/// What to do about one request.
enum Answer {
    Send(CommandStatus, Pdu),
    SendAndClose(CommandStatus, Pdu),
    Nothing,
    Close,
}

impl Session {
    async fn converse(mut self, connection: TcpStream) -> Result<()> {
        connection.set_nodelay(true)?;
        let mut line = Framed::new(connection, CommandCodec::new());
        while let Some(request) = line.next().await {
            let request = request?;
            let sequence = request.sequence_number();
            let (status, answer, close) = match self.answer(request).await {
                Answer::Send(status, answer) => (status, answer, false),
                Answer::SendAndClose(status, answer) => (status, answer, true),
                Answer::Nothing => continue,
                Answer::Close => break,
            };
            line.send(Command::builder().status(status).sequence_number(sequence).pdu(answer)).await?;
            if close {
                break;
            }
        }
        Ok(())
    }

    async fn answer(&mut self, request: Command) -> Answer {
        match request.pdu() {
            Some(Pdu::BindTransceiver(bind)) => {
                let status = self.bind(bind.system_id.as_str(), bind.password.as_str());
                Answer::Send(status, BindTransceiverResp::default().into())
            }
            Some(Pdu::BindTransmitter(bind)) => {
                let status = self.bind(bind.system_id.as_str(), bind.password.as_str());
                Answer::Send(status, BindTransmitterResp::default().into())
            }
            Some(Pdu::EnquireLink) => Answer::Send(CommandStatus::EsmeRok, Pdu::EnquireLinkResp),
            Some(Pdu::Unbind) => Answer::SendAndClose(CommandStatus::EsmeRok, Pdu::UnbindResp),
            Some(Pdu::SubmitSm(_)) if !self.bound => refused(CommandStatus::EsmeRinvbndsts),
            Some(Pdu::SubmitSm(message)) => self.submit(message).await,
            Some(Pdu::EnquireLinkResp | Pdu::UnbindResp | Pdu::GenericNack) => Answer::Nothing,
            _ => Answer::Send(CommandStatus::EsmeRinvcmdid, Pdu::GenericNack),
        }
    }

    fn bind(&mut self, system_id: &str, password: &str) -> CommandStatus {
        self.bound = system_id == self.access.system_id && password == self.access.password;
        if self.bound { CommandStatus::EsmeRok } else { CommandStatus::EsmeRinvpaswd }
    }

    async fn submit(&mut self, message: &SubmitSm) -> Answer {
        let behaviour = self.inbox.behaviour();
        match behaviour.mode {
            Mode::Fail => return refused(CommandStatus::EsmeRsyserr),
            Mode::Refuse => return refused(CommandStatus::EsmeRinvdstadr),
            _ => {}
        }
        let to = message.destination_addr.as_str();
        let payload = message.tlvs().iter().find_map(|tlv| match tlv.value() {
            Some(TlvValue::MessagePayload(payload)) => Some(payload.value.as_ref().to_vec()),
            _ => None,
        });
        let bytes: Vec<u8> = payload.unwrap_or_else(|| message.short_message().as_ref().to_vec());
        let has_header = matches!(
            message.esm_class.gsm_features,
            GsmFeatures::UdhiIndicator | GsmFeatures::SetUdhiAndReplyPath
        );
        let whole = if has_header {
            match without_header(&bytes) {
                None => return refused(CommandStatus::EsmeRinvesmclass),
                Some((None, text)) => Some(text.to_vec()),
                Some((Some(place), text)) => self.unfinished.add(to, place, text),
            }
        } else {
            Some(bytes)
        };
        let id = Uuid::new_v4();
        if let Some(whole) = whole {
            let Some(text) = decoded(message.data_coding, &whole) else {
                return refused(CommandStatus::EsmeRsubmitfail);
            };
            let message = Message {
                id,
                at: now(),
                way: "smpp".to_owned(),
                to: to.to_owned(),
                sender: message.source_addr.as_str().to_owned(),
                text,
                idempotency_key: None,
            };
            let copies = if behaviour.mode == Mode::Twice { 2 } else { 1 };
            if let Err(error) = keep(Arc::clone(&self.inbox), message, copies).await {
                tracing::error!(error = format!("{error:#}"), "message not kept");
                return refused(CommandStatus::EsmeRsyserr);
            }
        }
        match behaviour.mode {
            Mode::Slow => tokio::time::sleep(Duration::from_millis(behaviour.delay)).await,
            Mode::Silent => return Answer::Close,
            _ => {}
        }
        let id = COctetString::from_str(&id.simple().to_string()).expect("32 hexadecimal digits fit into 64");
        Answer::Send(CommandStatus::EsmeRok, SubmitSmResp::builder().message_id(id).build().into())
    }
}

fn refused(status: CommandStatus) -> Answer {
    Answer::Send(status, SubmitSmResp::default().into())
}

fn decoded(coding: DataCoding, bytes: &[u8]) -> Option<String> {
    match coding {
        DataCoding::Ucs2 => ucs2(bytes),
        DataCoding::Latin1 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        // The default alphabet, of which Latin letters, digits and most punctuation stand where ASCII has them.
        DataCoding::McSpecific | DataCoding::Ia5 => {
            bytes.is_ascii().then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
        }
        _ => None,
    }
}

/// The moment a message came in; the gateway stands for a system of someone else, with a clock of its own.
pub(super) fn now() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now())
}
