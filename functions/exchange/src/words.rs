//! The other side's words: an acknowledgement of receipt, of registration, a refusal, an error by its code. It moves the
//! package it is about, is kept and shown, and a registration with number and date registers the appeal here too.

use serde_json::json;
use zvarot_actions::{ActionError, appeals::{AcknowledgementForm, acknowledge_in}};
use zvarot_domain::{Actor, EventKind, PackageState, Status};
use zvarot_integrations::smdo::{AckMeaning, Acknowledgement, Envelope, ROUTER, meaning};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, appeals,
    jobs::Job,
    smdo::{self, IncomingFault, IncomingMessage, NewWord, Package},
};

use crate::{Exchange, again, incoming::refuse};

/// «получатель не является организацией, осуществившей прием сообщения».
const NOT_THE_RECEIVER: i32 = 11;

impl Exchange {
    // REQ: SMD-02
    pub(crate) async fn word(&self, held: &Held, message: &IncomingMessage, envelope: &Envelope) -> Result<Finished, JobError> {
        let Some(told) = &envelope.body.acknowledgement else {
            return held.finish_without_writing().await;
        };
        // The appeal is registered first, in a transaction of its own: what the rules refuse must not undo the rest.
        let registered = self.register(held, message, told).await?;
        let mut work = held.begin().await?;
        let package = match told.msg_id.parse() {
            Ok(msg_id) => smdo::lock_by_message(work.connection(), msg_id).await?,
            Err(_) => None,
        };
        let package = package.filter(|package| may_speak_of(message, package));
        let Some(package) = package else {
            let fault = IncomingFault { code: NOT_THE_RECEIVER, place: "body/acknowledgement/msg_id".to_owned(), fault: None };
            refuse(&mut work, message, Some(0), None, std::slice::from_ref(&fault)).await?;
            return held.finish(work).await;
        };
        self.apply(&mut work, message, told, &package, registered).await?;
        held.finish(work).await
    }

    async fn apply(
        &self,
        work: &mut Work,
        message: &IncomingMessage,
        told: &Acknowledgement,
        package: &Package,
        not_registered: Option<Vec<String>>,
    ) -> Result<(), JobError> {
        let now = work.now();
        let meaning = meaning(told, &message.sender_code);
        let results = told.ack_result.iter().filter(|result| !result.value.is_empty());
        let text: Vec<&str> = results.map(|result| result.value.as_str()).collect();
        let text = text.join("; ");
        let code = match meaning {
            AckMeaning::Refused(code) | AckMeaning::Failed(code) => i32::try_from(code).unwrap_or(i32::MAX),
            _ => 0,
        };
        let number = told.inc_number.as_ref().filter(|_| meaning == AckMeaning::Registered);
        let (reg_number, reg_date) = (number.map(|number| number.value.as_str()), number.map(|number| number.regdate.as_str()));
        let to = match meaning {
            AckMeaning::Delivered => Some(PackageState::Delivered),
            AckMeaning::Registered => Some(PackageState::Registered),
            AckMeaning::Refused(_) => Some(PackageState::Refused),
            AckMeaning::Failed(_) => Some(PackageState::Failed),
            AckMeaning::OnItsWay | AckMeaning::Told => None,
        };
        let to = to.and_then(|to| package.state.after(to));
        let word = NewWord {
            incoming: message.id,
            package,
            ack_type: i32::try_from(told.ack_type).unwrap_or(i32::MAX),
            error_code: code,
            text: &text,
            reg_number,
            reg_date,
            to,
        };
        smdo::take_word(work.connection(), &word, now).await?;
        let Some((to, appeal)) = to.zip(package.appeal_id) else {
            return Ok(());
        };
        let bad = matches!(to, PackageState::Refused | PackageState::Failed);
        // Registered there, but not here: the clerk is to look at it.
        let faulted = bad || not_registered.is_some();
        let kind = if faulted { EventKind::ExchangeFaulted } else { EventKind::Exchanged };
        let data = json!({
            "state": to.code(), "code": bad.then_some(code), "text": bad.then_some(&text),
            "number": reg_number, "date": reg_date, "not_registered": not_registered,
        });
        let event_id = appeals::append_event(work.connection(), appeal, kind, None, data, now).await?;
        if faulted {
            work.enqueue(Job::Announce { event_id }).await?;
        }
        Ok(())
    }

    /// Registers the appeal with the organisation's own number and date, where the acknowledgement says them and the appeal
    /// is not registered yet. Gives the fields for which the rules refuse it; the clerk registers it then.
    async fn register(&self, held: &Held, message: &IncomingMessage, told: &Acknowledgement) -> Result<Option<Vec<String>>, JobError> {
        if meaning(told, &message.sender_code) != AckMeaning::Registered {
            return Ok(None);
        }
        let (Some(number), Ok(msg_id)) = (&told.inc_number, told.msg_id.parse()) else {
            return Ok(None);
        };
        let mut work = held.begin().await?;
        let package = smdo::lock_by_message(work.connection(), msg_id).await?;
        let package = package.filter(|package| may_speak_of(message, package));
        let Some((appeal, organisation)) = package.and_then(|package| Some((package.appeal_id?, package.organisation_id?))) else {
            return Ok(None);
        };
        let appeal = appeals::get(work.connection(), appeal).await?;
        let Some(appeal) = appeal.filter(|appeal| appeal.status == Status::Submitted) else {
            return Ok(None);
        };
        let actor = Actor::smdo(organisation);
        let form = AcknowledgementForm {
            registered_on: Some(number.regdate.clone()),
            registration_index: Some(number.value.clone()).filter(|value| !value.trim().is_empty()),
            ..AcknowledgementForm::default()
        };
        match acknowledge_in(&mut work, &actor, appeal.number, &form).await {
            Ok(_) => {
                work.commit().await?;
                Ok(None)
            }
            Err(ActionError::Invalid(faults)) => Ok(Some(faults.into_iter().map(|fault| fault.field).collect())),
            // Not by its fields: what it has become does not let it be registered by a program.
            Err(ActionError::Refused(_)) => Ok(Some(Vec::new())),
            Err(ActionError::NotFound) => Ok(None),
            Err(error) => Err(again(held, error)),
        }
    }
}

/// Only the receiver of a package and the router itself have a word on it.
pub(crate) fn may_speak_of(message: &IncomingMessage, package: &Package) -> bool {
    message.sender_code == ROUTER || message.sender_code == package.receiver_code
}
