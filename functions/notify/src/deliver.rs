//! One message to one person: is it still due, what does it say, and the hand-over that happens at most once (NOT-02).
//! The step to "handing over" is committed right before the bytes leave; the code of a confirmation is made in that very
//! transaction, so no plain code is stored anywhere (NOT-03).

use chrono::{DateTime, TimeDelta, Utc};
use zvarot_actions::confirm;
use zvarot_domain::{DeliveryId, MessageKind, message::CODE_WORTH_SENDING_SECONDS};
use zvarot_integrations::{
    SendError,
    email::{Email, Handed},
    sms::Sms,
};
use zvarot_locale::Texts;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    PgConnection,
    accounts::Account,
    confirmations,
    deliveries::{self, Channel, Delivery, DeliveryState, End},
};

use crate::{Examined, Notify, letter, record};

/// How long after the hand-over a message without an outcome counts as lost: longer than a mail server may think.
const HANDOVER_GIVEN_UP_AFTER: TimeDelta = TimeDelta::minutes(15);
/// When to look again at a message that another worker seems to hand over now.
const LOOK_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);

/// A message that is to be sent now.
pub(crate) struct Due {
    delivery: Delivery,
    kind: MessageKind,
    account: Account,
    /// The address or the phone.
    target: String,
}

/// What examining a message has found.
pub(crate) enum Finding {
    Due(Box<Due>),
    /// Nothing to do: it came to its end before.
    Ended,
    /// It is to be ended without being sent.
    End(DeliveryState, &'static str),
    /// Another worker may be handing it over at this moment.
    Busy,
}

/// What came of the hand-over.
enum Outcome {
    /// Taken, with the other side's reference.
    Sent(Option<String>),
    /// Another worker took it, or it was not wanted any more: nothing left.
    Withheld,
}

impl Notify {
    /// Sends one message, or finds out why it must not be sent.
    pub(crate) async fn deliver(&self, held: &Held, id: DeliveryId) -> Result<Finished, JobError> {
        match self.examine(held, id).await? {
            Finding::Ended => held.finish_without_writing().await,
            Finding::End(state, reason) => {
                let result = match state {
                    DeliveryState::Unknown => "unknown",
                    _ => "cancelled",
                };
                let end = End { state, result: Some(result), reason: reason.to_owned(), reference: None };
                record::end(self, held, id, &end).await
            }
            Finding::Busy => Err(look_again()),
            Finding::Due(due) => {
                let outcome = match due.delivery.channel {
                    Channel::Email => self.send_email(held, &due).await,
                    Channel::Sms => self.send_sms(held, &due).await,
                };
                self.conclude(held, &due, outcome).await
            }
        }
    }

    /// Whether the message is still due, and where it goes.
    async fn examine(&self, held: &Held, id: DeliveryId) -> Result<Finding, JobError> {
        let now = held.cause().now;
        let found = self.examined.ask(id).await.map_err(|error| JobError::from(error.as_ref()))?;
        let (delivery, account) = match found {
            Examined::None => return Ok(Finding::Ended),
            Examined::Twice => return Ok(Finding::Busy),
            Examined::Found(found) => (*found)?,
        };
        match delivery.state {
            DeliveryState::Waiting => {}
            DeliveryState::HandingOver => return Ok(handing_over(&delivery, now)),
            _ => return Ok(Finding::Ended),
        }
        let Some(kind) = MessageKind::from_code(&delivery.kind) else {
            // A newer version wrote it: wait for a worker that knows it.
            return Err(JobError::retry(held, "an unknown kind of message"));
        };
        let cancel = |reason| Ok(Finding::End(DeliveryState::Cancelled, reason));
        if delivery.channel == Channel::Sms && self.sms.is_none() {
            return cancel("SMS are switched off");
        }
        if account.blocked_at.is_some() {
            return cancel("the account is blocked");
        }
        if delivery.confirmation_id.is_some() {
            let mut connection = held.connection().await?;
            return of_confirmation(&mut connection, now, delivery, kind, account).await;
        }
        let target = match delivery.channel {
            Channel::Email => account
                .email
                .clone()
                .filter(|_| account.email_confirmed_at.is_some()),
            Channel::Sms => account
                .phone
                .clone()
                .filter(|_| account.phone_confirmed_at.is_some()),
        };
        match target {
            Some(target) => Ok(Finding::Due(Box::new(Due {
                delivery,
                kind,
                account,
                target,
            }))),
            None => cancel("there is no confirmed address"),
        }
    }

    async fn send_email(&self, held: &Held, due: &Due) -> Result<Outcome, SendError> {
        let delivery = &due.delivery;
        let locale = due.account.locale;
        let compose = |code: Option<&str>, at| {
            let texts = Texts::of(locale);
            let letter = letter::letter(texts, due.kind, &delivery.data, code, &self.links)?;
            Ok(Email {
                subject: letter.subject,
                text: letter.text,
                html: letter.html,
                attachments: Vec::new(),
                message_id: delivery.id.0,
                locale,
                at,
            })
        };
        let taking = async || self.take(held, due, compose).await;
        match self.mailer.send(&due.target, taking).await? {
            Handed::Accepted { reference } => Ok(Outcome::Sent(Some(reference))),
            Handed::Withheld => Ok(Outcome::Withheld),
        }
    }

    async fn send_sms(&self, held: &Held, due: &Due) -> Result<Outcome, SendError> {
        let delivery = &due.delivery;
        let compose = |code: Option<&str>, _| {
            letter::sms(
                Texts::of(due.account.locale),
                due.kind,
                &delivery.data,
                code,
            )
        };
        let Some(provider) = &self.sms else {
            return Ok(Outcome::Withheld);
        };
        let taken = self.take(held, due, compose).await;
        let Some(text) = taken.map_err(SendError::NotRecorded)? else {
            return Ok(Outcome::Withheld);
        };
        let message = Sms {
            to: due.target.clone(),
            text,
            delivery_id: delivery.id.0,
        };
        let receipt = provider.send(&message).await?;
        Ok(Outcome::Sent(receipt.reference))
    }

    /// Takes the message for handing over: makes the code of its confirmation, composes it, commits. `None`: another
    /// worker was first, or it is not wanted any more; nothing is changed.
    async fn take<T>(
        &self,
        held: &Held,
        due: &Due,
        compose: impl FnOnce(Option<&str>, DateTime<Utc>) -> anyhow::Result<T>,
    ) -> anyhow::Result<Option<T>> {
        let Some(confirmation) = due.delivery.confirmation_id else {
            let now = held.cause().now;
            let composed = compose(None, now)?;
            let taken = self.taken.ask(due.delivery.id).await?;
            return Ok(taken.then_some(composed));
        };
        let mut work = self.actions.store.begin(&held.cause()).await?;
        let now = work.now();
        if !deliveries::begin_handover(work.connection(), due.delivery.id, now).await? {
            return Ok(None);
        }
        let Some((_, code)) = confirm::make_code(&self.actions, &mut work, confirmation).await? else {
            return Ok(None);
        };
        let composed = compose(Some(&code), now)?;
        work.commit().await?;
        Ok(Some(composed))
    }

    /// Records what came of an attempt.
    async fn conclude(&self, held: &Held, due: &Due, outcome: Result<Outcome, SendError>) -> Result<Finished, JobError> {
        let id = due.delivery.id;
        let (state, result, reason, reference) = match outcome {
            Ok(Outcome::Sent(reference)) => (DeliveryState::Sent, "sent", String::new(), reference),
            Err(SendError::Refused(reason)) => (DeliveryState::Failed, "refused", reason, None),
            Err(SendError::Unknown(reason)) => (DeliveryState::Unknown, "unknown", reason, None),
            Ok(Outcome::Withheld) => return Err(look_again()),
            Err(SendError::Retry(reason)) => {
                let error = JobError::retry_by(held, due.kind.delays(), &reason);
                record::put_back(held, id, &reason, &error).await?;
                return Err(error);
            }
            // Whether the step was committed is not known either: the next look finds out.
            Err(SendError::NotRecorded(error)) => {
                tracing::warn!(reason = error.root_cause().to_string(), "a message could not be taken");
                return Err(JobError::retry_by(held, due.kind.delays(), "the hand-over was not recorded"));
            }
        };
        record::end(self, held, id, &End { state, result: Some(result), reason, reference }).await
    }
}

pub(crate) fn handing_over(delivery: &Delivery, now: DateTime<Utc>) -> Finding {
    match delivery.handed_over_at {
        Some(at) if at + HANDOVER_GIVEN_UP_AFTER > now => Finding::Busy,
        _ => Finding::End(
            DeliveryState::Unknown,
            "the worker that handed it over did not say what came of it",
        ),
    }
}

/// A code or a link: due while it is the newest of its kind and its address is still the account's.
async fn of_confirmation(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    delivery: Delivery,
    kind: MessageKind,
    account: Account,
) -> Result<Finding, JobError> {
    let cancel = |reason| Ok(Finding::End(DeliveryState::Cancelled, reason));
    let found = match delivery.confirmation_id {
        Some(id) => confirmations::get(connection, id).await?,
        None => None,
    };
    let Some(found) = found.filter(|found| found.used_at.is_none()) else {
        return cancel("it was confirmed already");
    };
    let newest = confirmations::newest(connection, account.id, found.purpose).await?;
    if newest.is_some_and(|newest| newest.id != found.id) {
        return cancel("a newer code was asked for");
    }
    let current = match delivery.channel {
        Channel::Email => &account.email,
        Channel::Sms => &account.phone,
    };
    if current.as_ref() != Some(&found.target) {
        return cancel("the address was changed");
    }
    let worth_sending = TimeDelta::seconds(CODE_WORTH_SENDING_SECONDS);
    if kind == MessageKind::PhoneCode && delivery.created_at + worth_sending < now {
        return cancel("too late for a code");
    }
    Ok(Finding::Due(Box::new(Due {
        delivery,
        kind,
        account,
        target: found.target,
    })))
}

pub(crate) fn look_again() -> JobError {
    JobError::Retry {
        after: LOOK_AGAIN_AFTER,
        reason: "another worker seems to have it".to_owned(),
    }
}
