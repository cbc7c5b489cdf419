//! `/operator/system`: with what the system runs, what waits and what failed, who is locked out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use ipnetwork::IpNetwork;
use serde::Deserialize;
use zvarot_actions::{Actions, operator};
use zvarot_domain::permissions::Permission;
use zvarot_domain::{AccountId, JobId};
use zvarot_locale::Texts;
use zvarot_store::accounts::Account;
use zvarot_store::jobs::{self, FailedJob, Queue, QueueState};
use zvarot_store::versions::{Versions, versions};
use zvarot_store::{Store, accounts, security};
use zvarot_web::{Operator, Page, PageError, ProtectedForm, Visit, show};

use super::facts::{Antivirus, SystemFacts};

/// So many rows of failed jobs and of locks at most: more are a case for the database's own tools.
const SHOWN: i64 = 100;
/// What waits longer than this for a worker is not just being rung for.
const WAITS_LONG: TimeDelta = TimeDelta::minutes(5);

#[derive(Template)]
#[template(path = "operator/system.html")]
struct SystemPage {
    page: Page,
    facts: Arc<SystemFacts>,
    antivirus_off: bool,
    antivirus: String,
    versions: Versions,
    queues: Vec<ShownQueue>,
    failed: Vec<ShownJob>,
    accounts: Vec<Account>,
    addresses: Vec<(IpNetwork, i32, DateTime<Utc>)>,
    /// What was just done, in words.
    done: Option<String>,
}

/// A queue's jobs by state.
struct ShownQueue {
    name: String,
    waiting: i64,
    running: i64,
    failed: i64,
    /// How long the oldest due job has waited, in words.
    oldest: Option<String>,
    /// Longer than it should.
    slow: bool,
}

struct ShownJob {
    id: JobId,
    kind: String,
    queue: String,
    attempts: i32,
    reason: String,
    trace_id: String,
    created_at: DateTime<Utc>,
}

/// What was done before the redirect here.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /operator/system`
pub async fn page(
    visit: Visit,
    operator: Operator,
    State(store): State<Store>,
    State(facts): State<Arc<SystemFacts>>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    super::allow(&operator.actor, Permission::SeeSystemState)?;
    let (texts, now) = (visit.texts(), visit.now());
    let mut connection = store.pool().acquire().await?;
    let states = jobs::states(&mut connection).await?;
    let failed = jobs::failed(&mut connection, SHOWN).await?;
    let done = match query.done.as_str() {
        done @ ("unlocked" | "tried") => {
            Some(texts.get(&format!("system-done-{done}")).into_owned())
        }
        _ => None,
    };
    let antivirus = match facts.antivirus {
        Antivirus::On => "system-antivirus-on",
        Antivirus::Off => "system-antivirus-off",
        Antivirus::Elsewhere => "system-antivirus-elsewhere",
    };
    show(&SystemPage {
        page: Page::new(&visit),
        antivirus_off: facts.antivirus == Antivirus::Off,
        antivirus: texts.get(antivirus).into_owned(),
        versions: versions(&mut connection).await?,
        queues: queues(&states, texts, now),
        failed: failed
            .into_iter()
            .map(|job| shown_job(job, texts))
            .collect(),
        accounts: accounts::locked(&mut connection, now, SHOWN).await?,
        addresses: security::locked_addresses(&mut connection, now, SHOWN).await?,
        facts,
        done,
    })
}

/// `POST /operator/system/unlock-account`
pub async fn unlock_account(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let account: AccountId = form
        .get("account")
        .parse()
        .map_err(|_| PageError::BadRequest)?;
    let (cause, client) = (visit.cause(), visit.client());
    operator::unlock_account(&actions, &cause, &client, &operator.actor, account).await?;
    Ok(Redirect::to("/operator/system?done=unlocked#locks"))
}

/// `POST /operator/system/unlock-address`
pub async fn unlock_address(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let address: IpNetwork = form
        .get("address")
        .parse()
        .map_err(|_| PageError::BadRequest)?;
    let (cause, client) = (visit.cause(), visit.client());
    operator::unlock_address(&actions, &cause, &client, &operator.actor, address).await?;
    Ok(Redirect::to("/operator/system?done=unlocked#locks"))
}

/// `POST /operator/system/try-again`
pub async fn try_again(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let job: JobId = form.get("job").parse().map_err(|_| PageError::BadRequest)?;
    let (cause, client) = (visit.cause(), visit.client());
    operator::try_job_again(&actions, &cause, &client, &operator.actor, job).await?;
    Ok(Redirect::to("/operator/system?done=tried#failed"))
}

/// Every queue, also one with nothing in it.
fn queues(states: &[QueueState], texts: &Texts, now: DateTime<Utc>) -> Vec<ShownQueue> {
    let of = |queue: Queue, state: &str| {
        let mut states = states.iter();
        states.find(|entry| entry.queue == queue.code() && entry.state == state)
    };
    let jobs = |queue, state| of(queue, state).map_or(0, |entry| entry.jobs);
    Queue::ALL
        .map(|queue| {
            let oldest = of(queue, "waiting").and_then(|entry| entry.oldest);
            let age = oldest
                .map(|oldest| now - oldest)
                .filter(|age| *age > TimeDelta::zero());
            ShownQueue {
                name: texts.get(&format!("queue-{}", queue.code())).into_owned(),
                waiting: jobs(queue, "waiting"),
                running: jobs(queue, "running"),
                failed: jobs(queue, "failed"),
                oldest: age.map(|age| duration(age, texts)),
                slow: age.is_some_and(|age| age > WAITS_LONG),
            }
        })
        .into()
}

fn duration(length: TimeDelta, texts: &Texts) -> String {
    let (key, count) = match length.num_seconds() {
        seconds if seconds < 120 => ("duration-seconds", seconds),
        seconds if seconds < 7200 => ("duration-minutes", seconds / 60),
        seconds if seconds < 172_800 => ("duration-hours", seconds / 3600),
        seconds => ("duration-days", seconds / 86_400),
    };
    texts.with(key, &[("count", count)])
}

fn shown_job(job: FailedJob, texts: &Texts) -> ShownJob {
    let named = |list: &str, code: &str| {
        let key = format!("{list}-{}", code.replace('_', "-"));
        // A newer version may have written what this one has no words for.
        if texts.has(&key) {
            texts.get(&key).into_owned()
        } else {
            code.to_owned()
        }
    };
    ShownJob {
        id: job.id,
        kind: named("job", &job.kind),
        queue: named("queue", &job.queue),
        attempts: job.attempts,
        reason: job.last_error.unwrap_or_default(),
        trace_id: job.trace_id,
        created_at: job.created_at,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use zvarot_domain::{DeliveryId, EventId, FileId, Locale};
    use zvarot_store::jobs::Job;

    use super::*;

    #[test]
    fn an_empty_queue_is_shown_and_one_that_waits_long_stands_out() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let waiting = QueueState {
            queue: "notify".to_owned(),
            state: "waiting".to_owned(),
            jobs: 3,
            oldest: Some(now - TimeDelta::minutes(6)),
        };
        for locale in Locale::ALL {
            let shown = queues(&[], Texts::of(locale), now);
            assert_eq!(shown.len(), Queue::ALL.len());
            assert!(
                shown
                    .iter()
                    .all(|queue| !queue.slow && queue.oldest.is_none())
            );
        }
        let shown = queues(&[waiting], Texts::of(Locale::Ru), now);
        let notify = shown
            .iter()
            .find(|queue| queue.waiting == 3)
            .expect("it waits");
        assert!(notify.slow && notify.oldest.as_deref() == Some("6 минут"));
    }

    /// One job of each kind: a new kind does not compile before it stands here.
    fn every_job() -> Vec<Job> {
        let id = Uuid::nil();
        let all = vec![
            Job::CheckFile { file_id: FileId(id) },
            Job::RemoveFile { file_id: FileId(id) },
            Job::Announce { event_id: EventId(1) },
            Job::Deliver { delivery_id: DeliveryId(id) },
            Job::SendAnswer { delivery_id: DeliveryId(id) },
            Job::SendWebhook { delivery_id: id },
            Job::FormDocument { document_id: id },
            Job::Load { load_id: id },
            Job::FormReport { report_id: id },
            Job::FoldSummaries {},
            Job::AnnounceReport { report_id: id },
            Job::SendPackage { package_id: id },
            Job::HandleIncoming { incoming_id: id },
        ];
        for job in &all {
            match job {
                Job::CheckFile { .. }
                | Job::RemoveFile { .. }
                | Job::Announce { .. }
                | Job::Deliver { .. }
                | Job::SendAnswer { .. }
                | Job::SendWebhook { .. }
                | Job::FormDocument { .. }
                | Job::Load { .. }
                | Job::FormReport { .. }
                | Job::FoldSummaries {}
                | Job::AnnounceReport { .. }
                | Job::SendPackage { .. }
                | Job::HandleIncoming { .. } => {}
            }
        }
        all
    }

    #[test]
    fn every_job_and_queue_has_a_name_in_both_languages() {
        for locale in Locale::ALL {
            for job in every_job() {
                let kind = serde_json::to_value(&job).expect("plain data")["kind"].clone();
                let key = format!("job-{}", kind.as_str().expect("a tag").replace('_', "-"));
                assert!(Texts::of(locale).has(&key), "{key}");
            }
            for queue in Queue::ALL {
                let key = format!("queue-{}", queue.code());
                assert!(Texts::of(locale).has(&key), "{key}");
            }
        }
    }
}
