//! Telling one person of something: the notice in the cabinet and, by the ways that the person chose, messages (NOT-01).

use serde_json::Value;
use zvarot_domain::{AccountId, AppealId, EventId, MessageKind};
use zvarot_store::{
    Result, Work, accounts,
    deliveries::{self, Channel, NewDelivery},
    jobs::Job,
    notices::{self, NewNotice},
};

/// What is told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub kind: MessageKind,
    /// The event that it is about: nobody is told twice of one.
    pub event: Option<EventId>,
    pub appeal: Option<AppealId>,
    /// What the notice says.
    pub notice: &'a Value,
    /// What messages say.
    pub message: &'a Value,
}

/// Tells a person. Notice, messages and their jobs are written into the transaction.
///
/// # Errors
/// The database's.
pub async fn tell(work: &mut Work, account: AccountId, told: &Told<'_>) -> Result<()> {
    let now = work.now();
    let notice = NewNotice {
        account,
        event: told.event,
        appeal: told.appeal,
        kind: told.kind.code(),
        data: told.notice.clone(),
    };
    notices::insert(work.connection(), &notice, now).await?;
    for channel in wanted(work, account, told.kind).await? {
        let delivery = NewDelivery {
            account,
            channel,
            kind: told.kind.code(),
            event: told.event,
            appeal: told.appeal,
            confirmation: None,
            data: told.message.clone(),
        };
        if let Some(delivery_id) = deliveries::insert(work.connection(), &delivery, now).await? {
            work.enqueue(Job::Deliver { delivery_id }).await?;
        }
    }
    Ok(())
}

/// The channels by which the person wants this kind and can be reached: only a confirmed address or phone gets messages
/// about appeals.
async fn wanted(work: &mut Work, account: AccountId, kind: MessageKind) -> Result<Vec<Channel>> {
    let Some(found) = accounts::get(work.connection(), account).await? else {
        return Ok(Vec::new());
    };
    let choices = notices::choices(work.connection(), account).await?;
    let wants = |channel: Channel, unless_chosen: bool| {
        choices
            .iter()
            .find(|(of, by, _)| of == kind.code() && by == channel.code())
            .map_or(unless_chosen, |(_, _, wanted)| *wanted)
    };
    let mut channels = Vec::new();
    if found.email_confirmed_at.is_some()
        && kind.has_email()
        && wants(Channel::Email, kind.email_unless_chosen())
    {
        channels.push(Channel::Email);
    }
    if found.phone_confirmed_at.is_some()
        && kind.has_sms()
        && wants(Channel::Sms, kind.sms_unless_chosen())
    {
        channels.push(Channel::Sms);
    }
    Ok(channels)
}
