//! Events of appeals become notices and messages: one to each person and channel, whatever happens twice.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};
use zvarot_actions::messages::{self, Told};
use zvarot_domain::{
    AccountId, AppealId, EventId, EventKind, MessageKind, OrganisationId, Role,
    message::{self, Told as Whom},
    minsk,
};
use zvarot_locale::Locale;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, accounts,
    appeals::{self, Appeal, Event},
    jobs::Job,
    organisations::{self, Organisation},
};

use crate::webhooks;

/// Tells everyone whom the events of some jobs concern (NOT-01), by as many statements as for one. The unique keys of notices
/// and messages make it harmless twice.
pub async fn announce(several: &[Held], mut work: Work) -> Result<Finished, JobError> {
    let mut traces = HashMap::new();
    for held in several {
        let Job::Announce { event_id } = held.job()? else {
            return Err(JobError::fail("not an event to be announced"));
        };
        traces.insert(*event_id, held.trace_id());
    }
    let known = Known::read(&mut work, &traces).await?;
    let announced: Vec<(OrganisationId, AppealId, EventId)> =
        known.events.iter().map(|one| (one.appeal.organisation_id, one.appeal.id, one.event.id)).collect();
    webhooks::expect(&mut work, &announced, &traces).await?;
    let all: Vec<(AccountId, Told<'_>)> = known.events.iter().flat_map(|one| known.told(one)).collect();
    messages::tell_all(&mut work, &all).await?;
    Held::finish_together(several, work).await
}

/// An event with its appeal and what may be said of them.
struct Announced<'a> {
    event: Event,
    appeal: Appeal,
    whom: Whom,
    facts: Value,
    trace_id: Option<&'a str>,
}

impl Announced<'_> {
    /// The organisation that was sent something by this event.
    fn receiver(&self) -> Option<OrganisationId> {
        self.event.data["receiver_id"].as_str().and_then(|id| id.parse().ok())
    }

    /// The roles whose holders hear of it.
    fn roles(&self) -> impl Iterator<Item = (OrganisationId, Role)> {
        let own = self.appeal.organisation_id;
        let clerks = self.whom.clerks.map(|_| (own, Role::Clerk));
        let holders = self.whom.holders.map(|(role, _)| (own, role));
        let receivers = self.whom.receivers.and(self.receiver()).map(|receiver| (receiver, Role::Clerk));
        [clerks, holders, receivers].into_iter().flatten()
    }
}

/// Some events and everybody who may have to hear of them.
struct Known<'a> {
    events: Vec<Announced<'a>>,
    holders: HashMap<(OrganisationId, Role), Vec<AccountId>>,
}

impl<'a> Known<'a> {
    async fn read(work: &mut Work, traces: &HashMap<EventId, &'a str>) -> zvarot_store::Result<Self> {
        let ids: Vec<EventId> = traces.keys().copied().collect();
        let events = appeals::events(work.connection(), &ids).await?;
        let ids: Vec<AppealId> = distinct(events.iter().map(|event| event.appeal_id));
        let appeals = appeals::get_all(work.connection(), &ids).await?;
        let ids: Vec<OrganisationId> = distinct(appeals.iter().map(|appeal| appeal.organisation_id));
        let organisations = organisations::by_ids(work.connection(), &ids).await?;
        let appeals: HashMap<AppealId, Appeal> = appeals.into_iter().map(|appeal| (appeal.id, appeal)).collect();
        let mut announced = Vec::with_capacity(events.len());
        for event in events {
            if let Some(appeal) = appeals.get(&event.appeal_id) {
                let organisation = organisations.iter().find(|organisation| organisation.id == appeal.organisation_id);
                announced.push(Announced {
                    whom: whom(&event, appeal),
                    facts: facts(&event, appeal, organisation),
                    trace_id: traces.get(&event.id).copied(),
                    appeal: appeal.clone(),
                    event,
                });
            }
        }
        let asked = distinct(announced.iter().flat_map(Announced::roles));
        let mut holders: HashMap<(OrganisationId, Role), Vec<AccountId>> = HashMap::new();
        for (place, account) in accounts::holders_of(work.connection(), &asked).await? {
            holders.entry(asked[place]).or_default().push(account);
        }
        Ok(Self { events: announced, holders })
    }

    /// Whom an event concerns, each once, with what is told.
    fn told<'b>(&'b self, one: &'b Announced<'_>) -> Vec<(AccountId, Told<'b>)> {
        let of = |kind: MessageKind| Told {
            kind,
            event: Some(one.event.id),
            appeal: Some(one.appeal.id),
            notice: &one.facts,
            message: &one.facts,
            trace_id: one.trace_id,
        };
        let own = one.appeal.organisation_id;
        let holders = |organisation, role| self.holders.get(&(organisation, role)).into_iter().flatten().copied();
        let mut all: Vec<(AccountId, Told<'_>)> = Vec::new();
        let mut add = |account: AccountId, told: Told<'b>| {
            if !all.iter().any(|(known, _)| *known == account) {
                all.push((account, told));
            }
        };
        // No account: a clerk entered the appeal for somebody without a cabinet.
        if let Some((kind, account)) = one.whom.applicant.zip(one.appeal.account_id) {
            add(account, of(kind));
        }
        if let Some(kind) = one.whom.clerks {
            holders(own, Role::Clerk).for_each(|account| add(account, of(kind)));
        }
        if let Some((role, kind)) = one.whom.holders {
            holders(own, role).for_each(|account| add(account, of(kind)));
        }
        if let Some((kind, receiver)) = one.whom.receivers.zip(one.receiver()) {
            holders(receiver, Role::Clerk).for_each(|account| add(account, Told { appeal: None, ..of(kind) }));
        }
        all
    }
}

fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<T>>().into_iter().collect()
}

fn whom(event: &Event, appeal: &Appeal) -> Whom {
    let mut whom = message::told(event.kind, appeal.status);
    // REV-04: the applicant is told once that the appeal is being executed, not of each resolution.
    if event.kind == EventKind::ResolutionIssued && event.data["first"] != true {
        whom.applicant = None;
    }
    // BEY-02: whose both appeals are is told once; who withdrew one of them knows. Another one knows nothing of it.
    let of_the_other = matches!(event.kind, EventKind::OtherMerged | EventKind::OtherUnmerged);
    let parted_by_withdrawal = event.kind == EventKind::Unmerged && event.data["withdrawn"] == true;
    if (of_the_other || parted_by_withdrawal) && event.data["same_applicant"] != false {
        whom.applicant = None;
    }
    // Whose several joined appeals are hears of what becomes of them once, by the event of one of them (NOT-02).
    if event.data["told_with"].is_string() {
        whom.applicant = None;
    }
    whom
}

/// What texts may say of an appeal: nothing that it contains, nobody's name.
fn facts(event: &Event, appeal: &Appeal, organisation: Option<&Organisation>) -> Value {
    let name = |locale| organisation.map_or("", |found| found.name(locale));
    let mut facts = json!({
        "number": appeal.number.to_string(),
        "organisation": { "ru": name(Locale::Ru), "be": name(Locale::Be) },
        "index": appeal.registration_index,
        "due_on": appeal.due_on,
        "register_by": minsk::date(appeal.registration_limit_at),
    });
    for name in ["first", "other"] {
        if event.data[name].is_string() {
            facts["other"] = event.data[name].clone();
        }
    }
    if let Some(others) = event.data["told_of"].as_array().filter(|others| !others.is_empty()) {
        facts["also"] = json!(others.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "));
        facts["also_count"] = json!(others.len());
    }
    if matches!(event.kind, EventKind::CorrespondenceStopped | EventKind::CorrespondenceResumed) {
        facts["question"] = event.data["question"].clone();
    }
    // A joined appeal has no term of its own.
    let common = event.kind == EventKind::TermChanged && event.data["first"].is_string();
    if common || matches!(event.kind, EventKind::Merged | EventKind::OtherMerged) {
        facts["due_on"] = event.data["due_on"].clone();
    }
    // What organisations want of one another is told with its own term and its own page.
    if event.data["assignment"].is_string() {
        for fact in ["assignment", "sender", "receiver", "due_on"] {
            facts[fact] = event.data[fact].clone();
        }
    }
    facts
}
