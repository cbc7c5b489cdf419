//! A message that came and could not be handled after all attempts: it stands as failed with the reason, the clerks of its appeal
//! are told, the sender too where it wants to be, and a person may have it tried again.

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{AppealId, EventKind, IncomingState, OrganisationId};
use zvarot_integrations::smdo::{Envelope, MessageType, Wanted};
use zvarot_locale::{Locale, Texts};
use zvarot_platform::queue::{Held, JobError};
use zvarot_store::{
    Work, appeals,
    jobs::Job,
    smdo::{self, Finding, IncomingFault, IncomingMessage, NOT_HANDLED},
};

use crate::{Exchange, answer::find, appeal::acknowledgement, incoming::tell, words::may_speak_of};

/// A word to be read by people (`ack_type` 4): the message is kept and neither taken nor refused.
const TOLD: i64 = 4;

/// What a message is about, as far as can be found out.
#[derive(Default)]
struct About {
    envelope: Option<Envelope>,
    organisation: Option<OrganisationId>,
    appeal: Option<AppealId>,
}

impl Exchange {
    // REQ: SMD-03
    pub(crate) async fn incoming_failed(&self, held: &Held, work: &mut Work, id: Uuid, reason: &str) -> zvarot_store::Result<()> {
        let message = smdo::lock_incoming(work.connection(), id).await?;
        let Some(message) = message.filter(|message| message.state.is_open()) else {
            return Ok(());
        };
        // Whatever made it fail may make this fail as well: then less is known.
        let about = self.about(held, &message).await.unwrap_or_default();
        let organisation = match about.organisation.or(message.organisation_id) {
            Some(organisation) => Some(organisation),
            None => smdo::organisation_of_code(work.connection(), &message.sender_code).await?,
        };
        let (now, appeal) = (work.now(), about.appeal.or(message.appeal_id));
        let place = reason.chars().filter(|letter| !letter.is_control()).take(200).collect();
        let finding = Finding {
            state: IncomingState::Failed,
            msg_type: about.envelope.as_ref().and_then(|envelope| i16::try_from(envelope.header.msg_type).ok()).or(message.msg_type),
            organisation,
            appeal,
            faults: &[IncomingFault { code: NOT_HANDLED, place, fault: None }],
        };
        smdo::found(work.connection(), id, &finding, now).await?;
        if let Some(appeal) = appeal {
            let (data, connection) = (json!({ "state": "incoming_failed" }), work.connection());
            let event_id = appeals::append_event(connection, appeal, EventKind::ExchangeFaulted, None, data, now).await?;
            work.enqueue(Job::Announce { event_id }).await?;
        }
        if about.envelope.is_some_and(|envelope| is_to_be_told(&envelope)) {
            let text = Texts::of(Locale::Ru).get("exchange-ack-not-handled").into_owned();
            tell(work, &message, organisation, acknowledgement(&message.msg_id, TOLD, &[(0, text)], None)).await?;
        }
        Ok(())
    }

    async fn about(&self, held: &Held, message: &IncomingMessage) -> Result<About, JobError> {
        let Ok(envelope) = self.envelope_of(held, message).await? else {
            return Ok(About::default());
        };
        let mut work = held.begin().await?;
        let (organisation, appeal) = match envelope.message_type() {
            Some(MessageType::Answer | MessageType::AdditionalToAnswer) => {
                find(&mut work, message, &envelope).await?.map(|(organisation, appeal)| (Some(organisation), Some(appeal.id)))
            }
            Some(MessageType::Acknowledgement) => {
                let told = envelope.body.acknowledgement.as_ref().and_then(|told| told.msg_id.parse().ok());
                let package = match told {
                    Some(msg_id) => smdo::lock_by_message(work.connection(), msg_id).await?,
                    None => None,
                };
                let package = package.filter(|package| may_speak_of(message, package));
                package.map(|package| (package.organisation_id, package.appeal_id))
            }
            _ => None,
        }
        .unwrap_or_default();
        Ok(About { envelope: Some(envelope), organisation, appeal })
    }
}

/// An acknowledgement is answered by none.
fn is_to_be_told(envelope: &Envelope) -> bool {
    envelope.wanted() != Wanted::Never && envelope.message_type() != Some(MessageType::Acknowledgement)
}
