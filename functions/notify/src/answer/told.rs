//! What the history says of a letter with an answer: where it went, masked, and what came of it.

use serde_json::{Value, json};
use zvarot_domain::{DeliveryId, EmailAddress, EventKind};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, appeals,
    deliveries::{self, DeliveryState},
    jobs::Job,
};

use super::{attached::Attached, subject::Subject};

/// What is known of a letter by whoever sent it.
#[derive(Default)]
pub struct Told {
    facts: Value,
}

impl Told {
    pub fn of(subject: &Subject, attached: &Attached) -> Self {
        let masked = EmailAddress::parse(&subject.target).ok().map(|address| address.masked());
        Self {
            facts: json!({ "mailed_to": masked, "attached": attached.parts.len(), "left_out": attached.left_out.len() }),
        }
    }
}

/// Writes the event of an ended letter, if it is not there, and ends the job.
pub async fn finish(held: &Held, id: DeliveryId, told: Told) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    write(&mut work, id, told).await?;
    held.finish(work).await
}

/// Writes the event of a letter that was given up.
pub async fn tell(work: &mut Work, id: DeliveryId) -> zvarot_store::Result<()> {
    write(work, id, Told::default()).await
}

async fn write(work: &mut Work, id: DeliveryId, told: Told) -> zvarot_store::Result<()> {
    let Some(delivery) = deliveries::lock(work.connection(), id).await? else {
        return Ok(());
    };
    let Some(appeal) = delivery.appeal_id else {
        return Ok(());
    };
    let kind = match delivery.state {
        DeliveryState::Waiting | DeliveryState::HandingOver => return Ok(()),
        DeliveryState::Sent => EventKind::AnswerMailed,
        DeliveryState::Failed | DeliveryState::Unknown | DeliveryState::Cancelled => EventKind::AnswerNotMailed,
    };
    if deliveries::is_told(work.connection(), appeal, id).await? {
        return Ok(());
    }
    let mut data = json!({ "delivery": id });
    if kind == EventKind::AnswerNotMailed {
        data["state"] = json!(delivery.state.code());
    }
    // What did not leave had nothing with it.
    let facts = told.facts.as_object().into_iter().flatten();
    for (name, value) in facts.filter(|(name, _)| kind == EventKind::AnswerMailed || *name == "mailed_to") {
        data[name] = value.clone();
    }
    let now = work.now();
    let event_id = appeals::append_event(work.connection(), appeal, kind, None, data, now).await?;
    work.enqueue(Job::Announce { event_id }).await?;
    Ok(())
}
