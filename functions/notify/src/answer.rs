//! An answer goes to the applicant by e-mail, with its document and its files (REV-10, SUB-02): once, like every message, and
//! the history of the appeal says what came of it.

mod attached;
mod subject;
mod told;

use zvarot_domain::{DeliveryId, MessageKind};
use zvarot_integrations::{SendError, email::{Email, Handed}};
use zvarot_locale::Texts;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::deliveries::{DeliveryState, End};

use self::{attached::Attached, subject::{Found, Subject}, told::Told};
use crate::{
    Notify,
    deliver::{Finding, handing_over, look_again},
    letter::{self, AnswerWords},
    record,
};

pub(crate) use told::tell;

/// Bytes of files in memory at once.
pub(crate) const IN_MEMORY: usize = attached::IN_MEMORY as usize;

impl Notify {
    /// Sends one letter with an answer, or finds out why it must not be sent.
    pub(crate) async fn send_answer(&self, held: &Held, id: DeliveryId) -> Result<Finished, JobError> {
        let found = subject::read(&mut *held.connection().await?, id).await?;
        let Some((delivery, found)) = found else {
            return held.finish_without_writing().await;
        };
        match delivery.state {
            DeliveryState::Waiting => {}
            DeliveryState::HandingOver => {
                return match handing_over(&delivery, held.cause().now) {
                    Finding::End(state, reason) => {
                        let end = End { state, result: Some("unknown"), reason: reason.to_owned(), reference: None };
                        self.end_answer(held, id, &end, Told::default()).await
                    }
                    _ => Err(look_again()),
                };
            }
            // It ended, and whoever ended it may not have come to say so.
            _ => return told::finish(held, id, Told::default()).await,
        }
        match found {
            Found::Subject(subject) => self.mail_answer(held, id, *subject).await,
            // Whoever forms the document will ask again.
            Found::Forming => held.finish_without_writing().await,
            Found::Cancelled(reason) => {
                let end = End {
                    state: DeliveryState::Cancelled,
                    result: Some("cancelled"),
                    reason: reason.to_owned(),
                    reference: None,
                };
                self.end_answer(held, id, &end, Told::default()).await
            }
        }
    }

    async fn mail_answer(&self, held: &Held, id: DeliveryId, subject: Subject) -> Result<Finished, JobError> {
        // Large ones wait for each other; the many small ones keep no place of other messages.
        let _room = self.attaching.acquire_many(attached::weight(&subject)).await.map_err(JobError::fail)?;
        let attached = attached::read(&self.objects, &subject).await;
        let attached = attached.map_err(|error| JobError::retry_by(held, MessageKind::AnswerLetter.delays(), error))?;
        let told = Told::of(&subject, &attached);
        let Attached { parts, left_out } = attached;
        let words = AnswerWords {
            facts: subject.facts(),
            said: subject.said(),
            attached: parts.iter().map(|part| part.name.clone()).collect(),
            left_out,
        };
        let link = self.links.answer(subject.number(), subject.code());
        let compose = || -> anyhow::Result<Email> {
            let letter = letter::answer(Texts::of(subject.locale), &words, &link)?;
            Ok(Email {
                subject: letter.subject,
                text: letter.text,
                html: letter.html,
                attachments: parts,
                message_id: id.0,
                locale: subject.locale,
                at: held.cause().now,
            })
        };
        let taking = async || {
            let email = compose()?;
            Ok(self.taken.ask(id).await?.then_some(email))
        };
        let end = |state, result, reason, reference| End { state, result: Some(result), reason, reference };
        let end = match self.mailer.send(&subject.target, taking).await {
            Ok(Handed::Accepted { reference }) => end(DeliveryState::Sent, "sent", String::new(), Some(reference)),
            Ok(Handed::Withheld) => return Err(look_again()),
            Err(SendError::Refused(reason)) => end(DeliveryState::Failed, "refused", reason, None),
            Err(SendError::Unknown(reason)) => end(DeliveryState::Unknown, "unknown", reason, None),
            Err(SendError::Retry(reason)) => {
                let error = JobError::retry_by(held, MessageKind::AnswerLetter.delays(), &reason);
                record::put_back(held, id, &reason, &error).await?;
                return Err(error);
            }
            // Whether the step was committed is not known either: the next look finds out.
            Err(SendError::NotRecorded(error)) => {
                tracing::warn!(reason = error.root_cause().to_string(), "an answer could not be taken");
                return Err(JobError::retry_by(held, MessageKind::AnswerLetter.delays(), "the hand-over was not recorded"));
            }
        };
        self.end_answer(held, id, &end, told).await
    }

    /// Writes how the letter ended, then that the history says so.
    async fn end_answer(&self, held: &Held, id: DeliveryId, end: &End, told: Told) -> Result<Finished, JobError> {
        record::write_end(self, id, end).await?;
        told::finish(held, id, told).await
    }
}
