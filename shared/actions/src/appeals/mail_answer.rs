//! The answer goes to the applicant by e-mail where that was asked for (REV-10, SUB-02): the letter is written in the
//! transaction of the answer and leaves when its document is formed.

use uuid::Uuid;
use zvarot_domain::{AnswerWay, EventId};
use zvarot_store::{
    Work,
    appeals::Appeal,
    deliveries::{self, AnswerLetter, Carried},
    jobs::Job,
};

use crate::Result;

/// What answers an appeal, for all that are joined to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mailed {
    pub carried: Carried,
    /// What is formed for it; none: nothing has to be waited for.
    pub document: Option<Uuid>,
}

/// Has an answer sent by e-mail if the applicant asked for it. `event` is by what it was given: whoever has a cabinet gets no
/// other letter of it.
pub(super) async fn mail(work: &mut Work, appeal: &Appeal, event: EventId, mailed: Mailed) -> Result<()> {
    if appeal.answer_way != AnswerWay::Email {
        return Ok(());
    }
    let letter = AnswerLetter {
        event,
        appeal: appeal.id,
        account: appeal.account_id,
        carried: mailed.carried,
        document: mailed.document,
    };
    let now = work.now();
    let delivery_id = deliveries::insert_answer_letter(work.connection(), &letter, now).await?;
    // Whoever forms the document writes the job.
    if mailed.document.is_none() {
        work.enqueue(Job::SendAnswer { delivery_id }).await?;
    }
    Ok(())
}

/// Whether the letter to the first one's applicant is this one's too: the common answer goes once to each address (BEY-02).
pub(super) fn is_reached_with(first: &Appeal, other: &Appeal) -> bool {
    first.answer_way == AnswerWay::Email
        && match (first.account_id, other.account_id) {
            (None, None) => first.applicant["email"] == other.applicant["email"],
            (first, other) => first == other,
        }
}
