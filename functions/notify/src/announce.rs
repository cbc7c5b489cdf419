//! An event of an appeal becomes notices and messages: one to each person and channel, whatever happens twice.

use serde_json::{Value, json};
use zvarot_domain::{AccountId, EventId, MessageKind, OrganisationId, Role, message, minsk};
use zvarot_locale::Locale;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, accounts,
    appeals::{self, Appeal},
    deliveries::{self, Channel, NewDelivery},
    jobs::Job,
    notices::{self, NewNotice},
    organisations,
};

/// Tells everyone whom the event concerns (NOT-01). The unique keys of notices and messages make it harmless twice.
pub async fn announce(held: &Held, event_id: EventId) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    if let Some(event) = appeals::event(work.connection(), event_id).await?
        && let Some(appeal) = appeals::get(work.connection(), event.appeal_id).await?
    {
        let told = message::told(event.kind, appeal.status);
        let about = About {
            event: event_id,
            appeal: &appeal,
            facts: &facts(&mut work, &appeal).await?,
        };
        // No account: a clerk entered the appeal for somebody without a cabinet.
        if let (Some(kind), Some(account)) = (told.applicant, appeal.account_id) {
            tell(&mut work, account, kind, &about).await?;
        }
        if let Some(kind) = told.clerks {
            for account in clerks(&mut work, appeal.organisation_id).await? {
                tell(&mut work, account, kind, &about).await?;
            }
        }
    }
    held.finish(work).await
}

/// What all messages of one event share.
struct About<'a> {
    event: EventId,
    appeal: &'a Appeal,
    facts: &'a Value,
}

/// What texts may say of an appeal: nothing that it contains, nobody's name.
async fn facts(work: &mut Work, appeal: &Appeal) -> zvarot_store::Result<Value> {
    let organisation = organisations::get(work.connection(), appeal.organisation_id).await?;
    let name = |locale| organisation.as_ref().map_or("", |found| found.name(locale));
    Ok(json!({
        "number": appeal.number.to_string(),
        "organisation": { "ru": name(Locale::Ru), "be": name(Locale::Be) },
        "index": appeal.registration_index,
        "due_on": appeal.due_on,
        "register_by": minsk::date(appeal.registration_limit_at),
    }))
}

async fn clerks(
    work: &mut Work,
    organisation: OrganisationId,
) -> zvarot_store::Result<Vec<AccountId>> {
    accounts::holders(work.connection(), organisation, Role::Clerk).await
}

async fn tell(
    work: &mut Work,
    account: AccountId,
    kind: MessageKind,
    about: &About<'_>,
) -> zvarot_store::Result<()> {
    let now = work.now();
    let notice = NewNotice {
        account,
        event: Some(about.event),
        appeal: Some(about.appeal.id),
        kind: kind.code(),
        data: about.facts.clone(),
    };
    notices::insert(work.connection(), &notice, now).await?;
    for channel in wanted(work, account, kind).await? {
        let delivery = NewDelivery {
            account,
            channel,
            kind: kind.code(),
            event: Some(about.event),
            appeal: Some(about.appeal.id),
            confirmation: None,
            data: about.facts.clone(),
        };
        if let Some(delivery_id) = deliveries::insert(work.connection(), &delivery, now).await? {
            work.enqueue(Job::Deliver { delivery_id }).await?;
        }
    }
    Ok(())
}

/// The channels by which the person wants this kind and can be reached: only a confirmed address or phone gets messages
/// about appeals.
async fn wanted(
    work: &mut Work,
    account: AccountId,
    kind: MessageKind,
) -> zvarot_store::Result<Vec<Channel>> {
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
