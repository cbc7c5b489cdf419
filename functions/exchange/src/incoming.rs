//! A kept message is looked at: read, its sender checked against what the router vouches for, and given to the one that
//! knows its type. What is wrong is told to the sender, unless the sender wants nothing told or is only acknowledging.

use serde_json::Value;
use uuid::Uuid;
use zvarot_domain::{IncomingState, OrganisationId};
use zvarot_integrations::smdo::{Envelope, EnvelopeFault, MessageType, ROUTER, TOO_LARGE, TOO_LONG, Wanted};
use zvarot_locale::{Locale, Texts};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work,
    jobs::Job,
    smdo::{self, Finding, IncomingFault, IncomingMessage, NewAcknowledgement},
};

use crate::{Exchange, appeal::acknowledgement, room::Roomed};

/// «XML не разобран»: not to be read.
const UNREADABLE: i64 = -1;
/// «Недопустимое значение атрибута»: a wrong value in the header.
const WRONG_VALUE: i64 = 1;
/// Refused: not to be registered here (`ack_type` 2).
const NOT_REGISTRABLE: i64 = 1;

impl Exchange {
    pub(crate) async fn handle_incoming(&self, held: &Held, id: Uuid) -> Result<Finished, JobError> {
        let message = smdo::incoming(&mut *held.connection().await?, id).await?;
        let Some(message) = message.filter(|message| message.state.is_open()) else {
            return held.finish_without_writing().await;
        };
        match self.envelope_of(held, &message).await? {
            Err(faults) => self.not_understood(held, &message, &faults).await,
            Ok(envelope) => match envelope.message_type() {
                Some(MessageType::Acknowledgement) => self.word(held, &message, &envelope).await,
                Some(MessageType::Answer | MessageType::AdditionalToAnswer) => self.answer(held, &message, &envelope).await,
                _ => self.not_for_us(held, &message, &envelope).await,
            },
        }
    }

    /// The envelope of a kept message; Ok(Err): what is wrong with it.
    pub(crate) async fn envelope_of(&self, held: &Held, message: &IncomingMessage) -> Result<Result<Envelope, Vec<EnvelopeFault>>, JobError> {
        let raw = match self.recent.take(&message.object_key) {
            Some(raw) => Roomed::small(raw),
            None => self.bytes(held, &message.object_key).await?,
        };
        let raw: Value = serde_json::from_slice(&raw.bytes).unwrap_or_default();
        if raw[TOO_LARGE] == true {
            return Ok(Err(vec![EnvelopeFault { code: UNREADABLE, place: TOO_LONG }]));
        }
        Ok(Envelope::read(&raw["body"]["envelop"]).and_then(|envelope| {
            // Who the router says it is, and who the envelope says, must be one.
            let honest = message.sender_code == ROUTER || envelope.header.sender.id == message.sender_code;
            let fault = EnvelopeFault { code: WRONG_VALUE, place: "header/sender/id" };
            if honest { Ok(envelope) } else { Err(vec![fault]) }
        }))
    }

    /// Not an envelope of this format: its faults by the format's codes go back.
    async fn not_understood(&self, held: &Held, message: &IncomingMessage, faults: &[EnvelopeFault]) -> Result<Finished, JobError> {
        let kept: Vec<IncomingFault> = faults
            .iter()
            .map(|fault| IncomingFault {
                code: i32::try_from(fault.code).unwrap_or_default(),
                place: fault.place.to_owned(),
                fault: None,
            })
            .collect();
        let mut work = held.begin().await?;
        refuse(&mut work, message, None, None, &kept).await?;
        let results: Vec<(i64, String)> = kept.iter().map(|fault| (i64::from(fault.code), in_words(fault))).collect();
        tell(&mut work, message, None, acknowledgement(&message.msg_id, 1, &results, None)).await?;
        held.finish(work).await
    }

    /// A document of another organisation's: this system registers appeals, and those have ways of their own.
    async fn not_for_us(&self, held: &Held, message: &IncomingMessage, envelope: &Envelope) -> Result<Finished, JobError> {
        let mut work = held.begin().await?;
        let kind = i16::try_from(envelope.header.msg_type).ok();
        let fault = IncomingFault { code: 1, place: "header/msg_type".to_owned(), fault: None };
        refuse(&mut work, message, kind, None, std::slice::from_ref(&fault)).await?;
        if envelope.wanted() != Wanted::Never {
            let text = Texts::of(Locale::Ru).get("exchange-ack-not-registrable").into_owned();
            let words = acknowledgement(&message.msg_id, 2, &[(NOT_REGISTRABLE, text)], None);
            tell(&mut work, message, None, words).await?;
        }
        held.finish(work).await
    }
}

/// Writes that a message is not taken.
pub(crate) async fn refuse(
    work: &mut Work,
    message: &IncomingMessage,
    msg_type: Option<i16>,
    organisation: Option<OrganisationId>,
    faults: &[IncomingFault],
) -> Result<(), JobError> {
    let now = work.now();
    let finding = Finding { state: IncomingState::Refused, msg_type, organisation, appeal: None, faults };
    Ok(smdo::found(work.connection(), message.id, &finding, now).await?)
}

/// Has an acknowledgement sent to the sender of a message. The router itself is not answered.
pub(crate) async fn tell(
    work: &mut Work,
    message: &IncomingMessage,
    organisation: Option<OrganisationId>,
    acknowledgement: Value,
) -> zvarot_store::Result<()> {
    if message.sender_code == ROUTER || message.sender_code.is_empty() {
        return Ok(());
    }
    let now = work.now();
    let new = NewAcknowledgement {
        incoming: message.id,
        organisation,
        acknowledgement,
        receiver_code: &message.sender_code,
        receiver_name: &message.sender_name,
    };
    if let Some(package_id) = smdo::insert_acknowledgement(work.connection(), &new, now).await? {
        work.enqueue(Job::SendPackage { package_id }).await?;
    }
    Ok(())
}

/// A fault as the sender reads it: the format's words for its code, the place, and what is wrong with the field.
pub(crate) fn in_words(fault: &IncomingFault) -> String {
    let texts = Texts::of(Locale::Ru);
    let code = texts.get(&code_key(fault.code)).into_owned();
    let mut words = format!("{code}: {}", fault.place);
    if let Some(field) = &fault.fault {
        let params = serde_json::to_value(&field.params).unwrap_or_default();
        words.push_str(&format!(". {}", texts.about(&field.code.locale_key(), &params)));
    }
    words
}

/// The key of the text of a code: `exchange-code-12`, `exchange-code-minus-1`.
fn code_key(code: i32) -> String {
    let known = [-23, -22, -21, -1, 1, 2, 3, 10, 11, 12, 20, 21, 22, 30, 31, 32, 33, 34, 35];
    match code {
        code if !known.contains(&code) => "exchange-code-other".to_owned(),
        code if code < 0 => format!("exchange-code-minus-{}", -code),
        code => format!("exchange-code-{code}"),
    }
}
