//! An event of an appeal becomes notices and messages: one to each person and channel, whatever happens twice.

use serde_json::{Value, json};
use zvarot_actions::messages::{self, Told};
use zvarot_domain::{AccountId, EventId, EventKind, OrganisationId, Role, message, minsk};
use zvarot_locale::Locale;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, accounts,
    appeals::{self, Appeal},
    organisations,
};

use crate::webhooks;

/// Tells everyone whom the event concerns (NOT-01). The unique keys of notices and messages make it harmless twice.
pub async fn announce(held: &Held, event_id: EventId) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    if let Some(event) = appeals::event(work.connection(), event_id).await?
        && let Some(appeal) = appeals::get(work.connection(), event.appeal_id).await?
    {
        let mut told = message::told(event.kind, appeal.status);
        // REV-04: the applicant is told once that the appeal is being executed, not of each resolution.
        if event.kind == EventKind::ResolutionIssued && event.data["first"] != true {
            told.applicant = None;
        }
        // BEY-02: whose both appeals are is told once; who withdrew one of them knows.
        let told_once = matches!(event.kind, EventKind::OtherMerged | EventKind::OtherUnmerged) && event.data["same_applicant"] != false;
        let parted_by_withdrawal = event.kind == EventKind::Unmerged && event.data["withdrawn"] == true;
        if told_once || parted_by_withdrawal {
            told.applicant = None;
        }
        let mut facts = facts(&mut work, &appeal).await?;
        for name in ["first", "other"] {
            if event.data[name].is_string() {
                facts["other"] = event.data[name].clone();
            }
        }
        if matches!(event.kind, EventKind::CorrespondenceStopped | EventKind::CorrespondenceResumed) {
            facts["question"] = event.data["question"].clone();
        }
        if matches!(event.kind, EventKind::Merged | EventKind::OtherMerged) {
            facts["due_on"] = event.data["due_on"].clone();
        }
        // What organisations want of one another is told with its own term and its own page.
        for fact in ["assignment", "sender", "receiver", "due_on"] {
            if event.data["assignment"].is_string() {
                facts[fact] = event.data[fact].clone();
            }
        }
        let of = |kind| Told {
            kind,
            event: Some(event_id),
            appeal: Some(appeal.id),
            notice: &facts,
            message: &facts,
        };
        webhooks::expect(&mut work, appeal.organisation_id, appeal.id, event_id).await?;
        // No account: a clerk entered the appeal for somebody without a cabinet.
        let applicant = told.applicant.zip(appeal.account_id).map(|(kind, account)| (account, of(kind)));
        let mut all: Vec<(AccountId, Told<'_>)> = applicant.into_iter().collect();
        if let Some(kind) = told.clerks {
            let clerks = clerks(&mut work, appeal.organisation_id).await?;
            all.extend(clerks.into_iter().map(|account| (account, of(kind))));
        }
        if let Some((role, kind)) = told.holders {
            let holders = accounts::holders(work.connection(), appeal.organisation_id, role).await?;
            let known: Vec<AccountId> = all.iter().map(|(account, _)| *account).collect();
            let others = holders.into_iter().filter(|account| !known.contains(account));
            all.extend(others.map(|account| (account, of(kind))));
        }
        let receiver = event.data["receiver_id"].as_str().and_then(|id| id.parse().ok());
        if let Some((kind, receiver)) = told.receivers.zip(receiver) {
            let clerks = clerks(&mut work, receiver).await?;
            let told = |account| (account, Told { appeal: None, ..of(kind) });
            let others = clerks.into_iter().map(told);
            let known: Vec<AccountId> = all.iter().map(|(account, _)| *account).collect();
            all.extend(others.filter(|(account, _)| !known.contains(account)));
        }
        messages::tell_all(&mut work, &all).await?;
    }
    held.finish(work).await
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
