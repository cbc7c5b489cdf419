//! Telling people of something: the notice in the cabinet and, by the ways that each person chose, messages (NOT-01).

use serde_json::Value;
use zvarot_domain::{AccountId, AppealId, EventId, MessageKind};
use zvarot_store::{
    Result, Work,
    deliveries::{self, Channel, NewDelivery},
    jobs::Job,
    notices::{self, NewNotice, Reach},
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
    tell_all(work, &[(account, *told)]).await
}

/// Tells several people, each what concerns him, by as many statements as for one.
///
/// # Errors
/// The database's.
pub async fn tell_all(work: &mut Work, all: &[(AccountId, Told<'_>)]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let now = work.now();
    let new: Vec<NewNotice<'_>> = all
        .iter()
        .map(|(account, told)| NewNotice {
            account: *account,
            event: told.event,
            appeal: told.appeal,
            kind: told.kind.code(),
            data: told.notice.clone(),
        })
        .collect();
    notices::insert_all(work.connection(), &new, now).await?;
    let whom: Vec<(AccountId, &str)> = all.iter().map(|(account, told)| (*account, told.kind.code())).collect();
    let reached = notices::reach(work.connection(), &whom).await?;
    let mut new = Vec::new();
    for ((account, told), reach) in all.iter().zip(&reached) {
        new.extend(channels(reach, told.kind).map(|channel| NewDelivery {
            account: *account,
            channel,
            kind: told.kind.code(),
            event: told.event,
            appeal: told.appeal,
            confirmation: None,
            data: told.message.clone(),
        }));
    }
    let made = deliveries::insert_all(work.connection(), &new, now).await?;
    let jobs: Vec<Job> = made.into_iter().map(|delivery_id| Job::Deliver { delivery_id }).collect();
    work.enqueue_all(&jobs).await
}

/// The channels by which the person wants this kind and can be reached: only a confirmed address or phone gets messages
/// about appeals.
fn channels(reach: &Reach, kind: MessageKind) -> impl Iterator<Item = Channel> {
    let email = reach.email && kind.has_email() && reach.wants_email.unwrap_or(kind.email_unless_chosen());
    let sms = reach.phone && kind.has_sms() && reach.wants_sms.unwrap_or(kind.sms_unless_chosen());
    [(Channel::Email, email), (Channel::Sms, sms)].into_iter().filter_map(|(channel, wanted)| wanted.then_some(channel))
}
