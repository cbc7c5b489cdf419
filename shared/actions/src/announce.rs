//! Telling people of an appeal's event: makes the cabinet notices and the messages by the domain's table (NOT-01).
//! Run by the notify function; running it twice makes nothing twice.

use serde_json::json;
use zvarot_domain::{
    AccountId, EventId,
    notification::{self, NotificationKind, Recipient, Telling},
};
use zvarot_store::{
    Work, accounts, appeals,
    appeals::{Appeal, Event},
    deliveries::{self, Channel, NewDelivery},
    jobs::Job,
    notices::{self, NewNotice},
};

use crate::Result;

/// Makes all notices and messages of an event. An event that does not exist was rolled back: nothing is to be told.
pub async fn announce(work: &mut Work, event: EventId) -> Result<()> {
    let Some(event) = appeals::event(work.connection(), event).await? else { return Ok(()) };
    let Some(appeal) = appeals::get(work.connection(), event.appeal_id).await? else { return Ok(()) };
    for telling in notification::of(event.kind) {
        let recipients = match telling.recipient {
            Recipient::Applicant => appeal.account_id.into_iter().collect(),
            Recipient::Holders(role) => accounts::holders(work.connection(), appeal.organisation_id, role).await?,
        };
        for account in recipients {
            tell(work, &event, &appeal, telling, account).await?;
        }
    }
    Ok(())
}

async fn tell(work: &mut Work, event: &Event, appeal: &Appeal, telling: &Telling, account: AccountId) -> Result<()> {
    let now = work.now();
    let data = json!({
        "number": appeal.number.to_string(),
        "index": appeal.registration_index,
        "due_on": appeal.due_on,
        "reason": event.data.get("reason"),
    });
    let notice = NewNotice { account, event: Some(event.id), appeal: Some(appeal.id), kind: telling.kind.code(), data: data.clone() };
    notices::insert(work.connection(), &notice, now).await?;
    let person = accounts::get(work.connection(), account).await?;
    let Some(person) = person.filter(|person| person.blocked_at.is_none()) else { return Ok(()) };
    let choices = notices::choices(work.connection(), account).await?;
    let chosen = |channel: Channel| choices.iter().find(|(kind, of, _)| kind == telling.kind.code() && of == channel.code()).map(|(_, _, wanted)| *wanted);
    let email = chosen(Channel::Email).unwrap_or(telling.email) && person.email_confirmed_at.is_some();
    let sms = chosen(Channel::Sms).unwrap_or(telling.sms) && person.phone_confirmed_at.is_some();
    for (channel, wanted) in [(Channel::Email, email), (Channel::Sms, sms)] {
        if !wanted {
            continue;
        }
        let delivery = NewDelivery {
            account,
            channel,
            kind: telling.kind.code(),
            event: Some(event.id),
            appeal: Some(appeal.id),
            confirmation: None,
            data: data.clone(),
        };
        if let Some(delivery_id) = deliveries::insert(work.connection(), &delivery, now).await? {
            work.enqueue(Job::Deliver { delivery_id }).await?;
        }
    }
    Ok(())
}

/// Tells one person of something that is not an appeal's event: a refused file, a finished document. In the cabinet only.
pub async fn notice(work: &mut Work, account: AccountId, kind: NotificationKind, appeal: Option<zvarot_domain::AppealId>, data: serde_json::Value) -> Result<()> {
    let now = work.now();
    let notice = NewNotice { account, event: None, appeal, kind: kind.code(), data };
    Ok(notices::insert(work.connection(), &notice, now).await?)
}
