//! Sends events of appeals to the addresses that organisations named (EDM-07): signed, in the order of each appeal, for a
//! day. A message is taken by a committed lease, the call is made with no transaction open, what came of it is written
//! together with the job that follows. So each message arrives at least once, and never before an earlier one of its appeal.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;
use zvarot_actions::{
    messages::{self, Told},
    webhooks::sign,
};
use zvarot_domain::{
    AppealId, EventId, MessageKind, OrganisationId, Role, machine, retry,
    webhooks::{AT_ONCE, DISABLED_AFTER, EndpointUrl, TRIED_FOR, event_type, pause},
};
use zvarot_integrations::webhook::{WebhookAnswer, WebhookMessage};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, accounts,
    jobs::Job,
    webhooks::{self, Attempt, Due},
};

use crate::Notify;

/// A worker has to be done with a call by then; longer than any call may last.
const TAKEN_FOR: TimeDelta = TimeDelta::seconds(40);

/// What is signed in the place of the body where a program is to find out that a signature is wrong.
const FORGED: &str = "another body";

/// Makes the messages of events, in the transaction that announces them. `traces`: what each event is followed by in the logs.
pub async fn expect(
    work: &mut Work,
    announced: &[(OrganisationId, AppealId, EventId)],
    traces: &HashMap<EventId, &str>,
) -> zvarot_store::Result<()> {
    let now = work.now();
    let new = webhooks::expect(work.connection(), announced, now).await?;
    let jobs: Vec<(Job, Option<&str>)> = new
        .into_iter()
        .map(|(delivery_id, event)| (Job::SendWebhook { delivery_id }, traces.get(&event).copied()))
        .collect();
    work.enqueue_traced(&jobs).await
}

/// What is to be done with a message now.
enum Now {
    /// Nothing: it is over, its address is stopped, or an earlier one brings it along.
    Nothing,
    /// Look again then.
    At(DateTime<Utc>),
    /// The address has not answered for so long that there is no use in trying.
    GiveUp,
    Send,
}

fn judge(due: &Due, now: DateTime<Utc>) -> Now {
    let waits = due.state == "waiting" || due.state == "sending";
    if !waits || due.webhook.state != "active" || due.must_wait {
        return Now::Nothing;
    }
    let busy = due.taken_until.filter(|_| due.state == "sending");
    let later = [busy, due.next_attempt_at, due.webhook.resume_at];
    if let Some(at) = later.into_iter().flatten().filter(|at| *at > now).max() {
        let failing = due.webhook.failing_since.is_some() && due.attempts > 0;
        if due.state == "waiting" && failing && due.due_since + TRIED_FOR < now {
            return Now::GiveUp;
        }
        return Now::At(at);
    }
    if due.others >= AT_ONCE {
        // Other organisations' messages, letters and SMS are not to wait for a slow address.
        return Now::At(now + TimeDelta::seconds(1));
    }
    Now::Send
}

impl Notify {
    /// Sends one message, if it is its turn.
    pub(crate) async fn send_webhook(&self, held: &Held, id: Uuid) -> Result<Finished, JobError> {
        let mut work = held.begin().await?;
        let now = work.now();
        let Some(due) = webhooks::due(work.connection(), id, now).await? else {
            return held.finish(work).await;
        };
        match judge(&due, now) {
            Now::Nothing => held.finish(work).await,
            Now::At(at) => {
                work.enqueue_at(Job::SendWebhook { delivery_id: id }, at).await?;
                held.finish(work).await
            }
            Now::GiveUp => {
                webhooks::conclude(work.connection(), id, None, "failed", None, now).await?;
                bring_next(&mut work, &due).await?;
                held.finish(work).await
            }
            Now::Send => {
                let lease = Uuid::new_v4();
                let until = now + TAKEN_FOR;
                if !webhooks::take(work.connection(), id, lease, until, now).await? {
                    return held.finish(work).await;
                }
                work.commit().await?;
                let answer = self.call(&due, now).await;
                conclude(held, &due, lease, &answer).await
            }
        }
    }

    async fn call(&self, due: &Due, now: DateTime<Utc>) -> WebhookAnswer {
        let Ok(url) = EndpointUrl::parse(&due.webhook.url, self.webhooks.private()) else {
            return WebhookAnswer {
                status: None,
                reason: "the address is not allowed any more",
                milliseconds: 0,
            };
        };
        let (id, body) = (due.id.to_string(), body(due).to_string());
        let signed = if due.forged { FORGED } else { body.as_str() };
        let signature = sign(&self.actions, &due.webhook, &id, now, signed);
        let timestamp = now.timestamp();
        let message = WebhookMessage { id, timestamp, signature, body };
        self.webhooks.call(&url, &message).await
    }
}

/// What a message says: what happened to which appeal. The rest is read by the API; nothing of the appeal's contents, no
/// personal data. The same at each attempt.
fn body(due: &Due) -> Value {
    json!({
        "type": event_type(due.kind),
        "timestamp": due.happened_at,
        "data": {
            "event_id": due.event,
            "number": due.number.digits(),
            "event": due.kind,
            "status": machine::status_after(due.kind),
            "at": due.happened_at,
            "path": format!("/v1/appeals/{}", due.number.digits()),
        },
    })
}

/// Writes down what came of a call, and the job that follows.
async fn conclude(
    held: &Held,
    due: &Due,
    lease: Uuid,
    answer: &WebhookAnswer,
) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    let now = work.now();
    // The attempt that was begun is counted already in the table, not yet in what was read before.
    let begun = u32::try_from(due.attempts + 1).unwrap_or(u32::MAX);
    let gone = answer.status == Some(410);
    // A forged message that was refused has come to its right end.
    let refused = due.forged && answer.status.is_some_and(|status| (400..500).contains(&status));
    let done = answer.is_taken() || refused;
    let wait = retry::delay(&retry::WEBHOOKS, begun).filter(|_| !gone && !done);
    let next = wait.map(|seconds| now + TimeDelta::seconds(seconds));
    let state = match (done, next) {
        (true, _) => "delivered",
        (false, Some(_)) => "waiting",
        (false, None) => "failed",
    };
    if !webhooks::conclude(work.connection(), due.id, Some(lease), state, next, now).await? {
        // It took too long: another worker has it and will write what comes of it.
        return held.finish_without_writing().await;
    }
    let attempt = Attempt {
        at: now,
        status: answer.status.and_then(|status| i16::try_from(status).ok()),
        reason: answer.reason.to_owned(),
        milliseconds: i32::try_from(answer.milliseconds).unwrap_or(i32::MAX),
        next_attempt_at: next,
    };
    webhooks::record_attempt(work.connection(), due.id, &attempt).await?;
    if done {
        webhooks::succeeded(work.connection(), due.webhook.id).await?;
    } else {
        failed(&mut work, due, gone).await?;
    }
    match next {
        Some(at) => {
            let again = Job::SendWebhook { delivery_id: due.id };
            work.enqueue_at(again, at).await?;
        }
        None => bring_next(&mut work, due).await?,
    }
    held.finish(work).await
}

/// The appeal's next message is to be sent now.
async fn bring_next(work: &mut Work, due: &Due) -> zvarot_store::Result<()> {
    let next = webhooks::next_of_appeal(work.connection(), due.webhook.id, due.appeal).await?;
    if let Some(delivery_id) = next {
        work.enqueue(Job::SendWebhook { delivery_id }).await?;
    }
    Ok(())
}

/// The address is left alone for a while; after days without success, or when it says that it is gone, for good, and its
/// administrators are told.
async fn failed(work: &mut Work, due: &Due, gone: bool) -> zvarot_store::Result<()> {
    let now = work.now();
    let webhook = &due.webhook;
    let failures = u32::try_from(webhook.failures + 1).unwrap_or(u32::MAX);
    let resume_at = now + TimeDelta::seconds(pause(failures));
    webhooks::failed(work.connection(), webhook.id, resume_at, now).await?;
    let long = webhook.failing_since.is_some_and(|since| since + DISABLED_AFTER <= now);
    if !(gone || long) || !webhooks::set_state(work.connection(), webhook.id, "disabled", now).await? {
        return Ok(());
    }
    tracing::warn!(webhook = %webhook.id, gone, "a webhook was disabled");
    let facts = json!({ "name": webhook.name, "since": webhook.failing_since.unwrap_or(now) });
    let role = Role::ExternalAdministrator;
    for account in accounts::holders(work.connection(), webhook.organisation_id, role).await? {
        let told = Told {
            kind: MessageKind::WebhookDisabled,
            event: None,
            appeal: None,
            notice: &facts,
            message: &facts,
            trace_id: None,
        };
        messages::tell(work, account, &told).await?;
    }
    Ok(())
}
