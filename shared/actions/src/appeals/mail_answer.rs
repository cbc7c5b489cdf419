//! The answer goes to the applicant by e-mail where that was asked for (REV-10, SUB-02): the letter is written in the
//! transaction of the answer and leaves when its document is formed.

use uuid::Uuid;
use zvarot_domain::{AnswerWay, EventId};
use zvarot_store::{
    Work, accounts,
    appeals::Appeal,
    conformance,
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
    // What is tried out reaches nobody real.
    if appeal.answer_way != AnswerWay::Email || conformance::is_test(work.connection(), appeal.organisation_id).await? {
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

/// Whom a letter to the applicant reaches, the same for each appeal whose letter would go there: the common answer goes to each
/// once (BEY-02). None: it was not asked for, or there is no address.
pub(super) async fn reached(work: &mut Work, appeal: &Appeal) -> Result<Option<String>> {
    if appeal.answer_way != AnswerWay::Email {
        return Ok(None);
    }
    let address = match appeal.account_id {
        Some(account) => {
            let held = accounts::get(work.connection(), account).await?;
            let confirmed = held.and_then(|held| held.email.filter(|_| held.email_confirmed_at.is_some()));
            Some(confirmed.unwrap_or_else(|| account.to_string()))
        }
        None => appeal.applicant["email"].as_str().map(str::to_owned),
    };
    Ok(address.map(|address| address.trim().to_lowercase()).filter(|address| !address.is_empty()))
}
