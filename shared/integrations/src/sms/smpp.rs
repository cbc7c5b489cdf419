//! An operator's SMSC over SMPP 3.4: one bound line kept open, tried before each message and opened again when it died.

use std::{str::FromStr, sync::Arc};

use async_trait::async_trait;
use futures_util::{Stream, StreamExt};
use rusmpp::{
    Command, CommandId, CommandStatus,
    pdus::{BindTransceiver, DeliverSmResp, SubmitSm},
    tlvs::MessageSubmissionRequestTlvValue,
    types::{AnyOctetString, COctetString, OctetString},
    values::{DataCoding, EsmClass, InterfaceVersion, MessagePayload, Npi, Ton},
};
use rusmppc::{Client, ConnectionBuilder, Event, error::Error as SmppError};
use secrecy::ExposeSecret;
use tokio::{
    net::TcpStream,
    sync::Mutex,
    task::JoinHandle,
    time::{sleep, timeout},
};
use uuid::Uuid;

use crate::{SendError, SettingError};

use super::{
    LongMessages, SmppSettings, Sms, SmsProvider, SmsReceipt, digits,
    parts::{Alphabet, Encoded},
};

/// The SMPP gateway.
pub struct SmppGateway {
    settings: SmppSettings,
    sender: Sender,
    line: Mutex<Option<Arc<Line>>>,
}

/// More parts than any text of ours has: a wrong text, not a long one.
const MOST_PARTS: usize = 10;

struct Sender {
    address: COctetString<1, 21>,
    ton: Ton,
    npi: Npi,
}

/// A bound connection and the task that answers what the SMSC asks by itself.
struct Line {
    client: Client,
    answering: JoinHandle<()>,
}

impl Drop for Line {
    fn drop(&mut self) {
        // With the last handle gone the connection closes.
        self.answering.abort();
    }
}

impl SmppGateway {
    /// Connects nowhere yet.
    ///
    /// # Errors
    /// A name, a password or a sender is longer than SMPP's fields.
    pub fn new(settings: SmppSettings) -> Result<Self, SettingError> {
        let gateway = Self {
            sender: sender(&settings.sender)?,
            settings,
            line: Mutex::new(None),
        };
        gateway.introduction()?;
        Ok(gateway)
    }

    fn introduction(&self) -> Result<BindTransceiver, SettingError> {
        let settings = &self.settings;
        Ok(BindTransceiver::builder()
            .system_id(field("SMPP_SYSTEM_ID", &settings.system_id)?)
            .password(field("SMPP_PASSWORD", settings.password.expose_secret())?)
            .system_type(field("SMPP_SYSTEM_TYPE", &settings.system_type)?)
            .interface_version(InterfaceVersion::Smpp3_4)
            .build())
    }

    /// The open line, proven alive. A dead one is noticed here, before a text is on it: otherwise each restart of the
    /// SMSC would leave a message of which nobody knows whether it was taken.
    async fn line(&self) -> Result<Arc<Line>, SendError> {
        let mut kept = self.line.lock().await;
        if let Some(line) = kept.as_ref() {
            if line.client.is_active() && line.client.enquire_link().await.is_ok() {
                return Ok(Arc::clone(line));
            }
            *kept = None;
        }
        let line = Arc::new(self.open().await?);
        *kept = Some(Arc::clone(&line));
        Ok(line)
    }

    async fn open(&self) -> Result<Line, SendError> {
        let settings = &self.settings;
        let stream = timeout(settings.patience, TcpStream::connect(&settings.address))
            .await
            .map_err(|_| SendError::Retry("connect: no answer in time".into()))?
            .map_err(|error| SendError::Retry(format!("connect: {error}")))?;
        let (client, events) = ConnectionBuilder::new()
            .disable_interface_version_check()
            .enquire_link_interval(settings.enquire_every)
            .enquire_link_response_timeout(settings.patience)
            .response_timeout(settings.patience)
            .connected(stream);
        let introduction = self
            .introduction()
            .map_err(|error| SendError::Retry(error.to_string()))?;
        client
            .bind_transceiver(introduction)
            .await
            .map_err(|error| SendError::Retry(format!("bind: {}", reason(&error))))?;
        Ok(Line {
            answering: tokio::spawn(answer(client.clone(), events)),
            client,
        })
    }

    fn envelope(&self, message: &Sms) -> Result<SubmitSm, SendError> {
        Ok(SubmitSm::builder()
            .source_addr_ton(self.sender.ton)
            .source_addr_npi(self.sender.npi)
            .source_addr(self.sender.address.clone())
            .dest_addr_ton(Ton::International)
            .dest_addr_npi(Npi::Isdn)
            .destination_addr(
                COctetString::from_str(digits(&message.to)?)
                    .map_err(|_| SendError::Refused("the number is too long".into()))?,
            )
            .build())
    }

    /// Every PDU of the message, in order.
    fn submissions(&self, message: &Sms) -> Result<Vec<SubmitSm>, SendError> {
        let text = Encoded::new(&message.text);
        let parts = text.split();
        if parts.is_empty() || parts.len() > MOST_PARTS {
            return Err(SendError::Refused(format!(
                "a text of {} parts",
                parts.len()
            )));
        }
        let envelope = self
            .envelope(message)?
            .with_data_coding(match text.alphabet {
                Alphabet::Gsm7 => DataCoding::McSpecific,
                Alphabet::Ucs2 => DataCoding::Ucs2,
            });
        if parts.len() > 1 && self.settings.long == LongMessages::Payload {
            let mut whole = envelope;
            whole.push_tlv(MessageSubmissionRequestTlvValue::MessagePayload(
                MessagePayload::new(AnyOctetString::from_vec(text.bytes)),
            ));
            return Ok(vec![whole]);
        }
        let count = parts.len();
        parts
            .into_iter()
            .enumerate()
            .map(|(index, part)| {
                if count == 1 {
                    return short(envelope.clone(), part.to_vec());
                }
                let header = concatenation(message.delivery_id, count, index + 1);
                let mut one = envelope.clone();
                one.esm_class = EsmClass::default().with_udhi_indicator();
                short(one, [header.as_slice(), part].concat())
            })
            .collect()
    }

    async fn submit(&self, line: &Line, part: SubmitSm) -> Result<Option<String>, SendError> {
        match line.client.submit_sm(part).await {
            Ok(answer) => {
                let id = answer.message_id().as_str().trim();
                Ok((!id.is_empty()).then(|| id.to_owned()))
            }
            Err(error) => Err(outcome(&error)),
        }
    }

    /// A part after the first: the SMSC has begun to take the message, so a wish to go slower is met here, and what
    /// cannot be completed is not begun again by itself.
    async fn submit_further(&self, line: &Line, part: SubmitSm) -> Result<(), SendError> {
        let mut pauses = self.settings.pauses.iter();
        loop {
            match (self.submit(line, part.clone()).await, pauses.next()) {
                (Ok(_), _) => return Ok(()),
                (Err(SendError::Retry(_)), Some(pause)) => sleep(*pause).await,
                (Err(error), _) => {
                    return Err(SendError::Unknown(format!(
                        "only a part of the text was taken: {}",
                        error.reason()
                    )));
                }
            }
        }
    }
}

#[async_trait]
impl SmsProvider for SmppGateway {
    async fn send(&self, message: &Sms) -> Result<SmsReceipt, SendError> {
        let mut parts = self.submissions(message)?.into_iter();
        let line = self.line().await?;
        let mut reference = None;
        if let Some(first) = parts.next() {
            reference = self.submit(&line, first).await?;
        }
        for part in parts {
            self.submit_further(&line, part).await?;
        }
        Ok(SmsReceipt { reference })
    }
}

fn field<const MAX: usize>(
    variable: &'static str,
    value: &str,
) -> Result<COctetString<1, MAX>, SettingError> {
    COctetString::from_str(value).map_err(|_| {
        SettingError::new(
            variable,
            format!("must be at most {} ASCII characters", MAX - 1),
        )
    })
}

/// A name is alphanumeric, four to six digits are a short number of the operator, more are a whole number.
fn sender(text: &str) -> Result<Sender, SettingError> {
    let number = text.strip_prefix('+').unwrap_or(text);
    let (ton, npi, address) = if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        if text.len() > 11 {
            return Err(SettingError::new(
                "SMS_SENDER",
                "a name has at most 11 Latin characters",
            ));
        }
        (Ton::Alphanumeric, Npi::Unknown, text)
    } else if number.len() <= 6 {
        (Ton::NetworkSpecific, Npi::Unknown, number)
    } else {
        (Ton::International, Npi::Isdn, number)
    };
    Ok(Sender {
        address: field("SMS_SENDER", address)?,
        ton,
        npi,
    })
}

fn short(envelope: SubmitSm, bytes: Vec<u8>) -> Result<SubmitSm, SendError> {
    let text = OctetString::from_vec(bytes)
        .map_err(|_| SendError::Refused("a part is too long".into()))?;
    Ok(envelope.with_short_message(text))
}

/// The user data header of a part (3GPP TS 23.040, 9.2.3.24.1). Its reference comes from the delivery, so the parts of a
/// repeated message join those that already arrived instead of making a second one.
fn concatenation(delivery_id: Uuid, count: usize, number: usize) -> [u8; 6] {
    let reference = delivery_id
        .as_bytes()
        .iter()
        .fold(0, |sum, byte| sum ^ byte);
    // both fit: there are at most MOST_PARTS
    [5, 0, 3, reference, count as u8, number as u8]
}

fn outcome(error: &SmppError) -> SendError {
    let reason = format!("submit: {}", reason(error));
    match error {
        SmppError::UnexpectedResponse { response } => match response.status() {
            // The SMSC's state or our line's, not this message.
            CommandStatus::EsmeRthrottled
            | CommandStatus::EsmeRmsgqful
            | CommandStatus::EsmeRsyserr
            | CommandStatus::EsmeRinvbndsts
            | CommandStatus::EsmeRxTAppn => SendError::Retry(reason),
            CommandStatus::EsmeRok => SendError::Unknown(reason),
            _ => SendError::Refused(reason),
        },
        SmppError::Encode(_) => SendError::Refused(reason),
        // It may have left.
        _ => SendError::Unknown(reason),
    }
}

/// Never the error's own words: they show whole PDUs.
fn reason(error: &SmppError) -> String {
    match error {
        SmppError::UnexpectedResponse { response } => status_name(response.status()),
        SmppError::ResponseTimeout { .. } => "no answer in time".into(),
        SmppError::ConnectionClosed | SmppError::ConnectionClosedByPeer => "the line closed".into(),
        SmppError::Io(error) => format!("{}", error.kind()),
        SmppError::Encode(_) => "cannot be written as SMPP".into(),
        SmppError::Decode(_) => "an answer that is not SMPP".into(),
        _ => "the line failed".into(),
    }
}

/// `EsmeRthrottled` as operators' papers have it: `0x00000058`.
fn status_name(status: CommandStatus) -> String {
    format!("{status:?} (0x{:08X})", u32::from(status))
}

/// What the SMSC asks by itself: receipts and incoming messages are confirmed (unconfirmed ones stop the line), an
/// unbind is agreed to.
async fn answer(client: Client, mut events: impl Stream<Item = Event> + Unpin) {
    while let Some(event) = events.next().await {
        let Event::Incoming(command) = event else {
            continue;
        };
        if confirm(&client, &command).await.is_err() {
            return;
        }
    }
}

async fn confirm(client: &Client, command: &Command) -> Result<(), SmppError> {
    let number = command.sequence_number();
    match command.id() {
        CommandId::DeliverSm => {
            client
                .deliver_sm_resp(number, DeliverSmResp::default())
                .await
        }
        CommandId::Unbind => {
            client.unbind_resp(number).await?;
            client.close().await
        }
        // an answer that came too late for its question
        id if u32::from(id) & 0x8000_0000 != 0 => Ok(()),
        _ => client.generic_nack(number).await,
    }
}
