//! Leaving an appeal without consideration on the merits (REV-07; law, art. 15): the law's list of reasons, the
//! explanation, and the five working days in which the applicant is told.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;
use zvarot_domain::{Action, CompletionResult, LeaveReason, UploadPurpose, completion::CompletionForm};
use zvarot_store::stops;
use zvarot_web::{Choice, FormValues, FormWithFiles, Page, PageError};

use super::clocks::ShownTerm;
use super::desk::Desk;
use super::frame::{self, Frame};
use super::letter_picker;
use super::letters::{self, Letters};

#[derive(Template)]
#[template(path = "work/leave.html")]
struct LeavePage {
    page: Page,
    frame: Frame,
    /// Those that the law has for an appeal of this kind and form.
    reasons: Vec<Choice>,
    letters: Letters,
    /// Until when the applicant must be told.
    notice: Option<ShownTerm>,
    /// How that day was found (BEY-06).
    how: Vec<String>,
    /// How it gets to whoever does not read it in the cabinet.
    told: Option<String>,
    /// Letter templates of the appeal's language (REV-11).
    templates: Vec<Choice>,
}

/// `GET /work/appeals/{number}/leave?reason=`
pub async fn page(desk: Desk, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let values = FormValues::default().with("reason", asked.reason);
    let frame = desk.open(Action::Leave, |_| values).await?;
    show(&desk, frame).await
}

/// What the link to the form proposes.
#[derive(Deserialize)]
pub struct Asked {
    /// A code of [`LeaveReason`].
    #[serde(default)]
    reason: String,
}

/// `POST /work/appeals/{number}/leave`
pub async fn submit(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    let values = match desk.receive(UploadPurpose::Leaving, posted, |_| {}).await? {
        Ok(values) => values,
        Err(frame) => return show(&desk, letter_picker::again(&desk, *frame, "explanation").await?).await,
    };
    let result = CompletionResult::LeftWithoutConsideration;
    let text = format!("{}\n{}", values.get("reason"), values.get("explanation"));
    let warnings = frame::unseen(&values, &text, desk.check_leaving(&values, CompletionForm::of(result))).await;
    if !warnings.is_empty() {
        return show(&desk, desk.again(values).await?.warned_of(warnings, &text)).await;
    }
    match desk.conclude(values, "left", CompletionForm::of(result)).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let (visit, texts) = (&desk.visit, desk.texts());
    let appeal = &frame.card.appeal;
    let repeated = appeal.repeat_of.is_some();
    let mut connection = desk.front.store.pool().acquire().await?;
    let stopped = !stops::concerning(&mut connection, appeal).await?.is_empty();
    drop(connection);
    let fits = |reason: &LeaveReason| reason.check(appeal.kind, appeal.form, repeated, stopped).is_ok();
    let reasons = LeaveReason::ALL.into_iter().filter(fits).map(|reason| {
        let name = texts.get(&format!("leave-reason-{}", reason.code().replace('_', "-")));
        let hint = match (reason.says_where_to_apply(), reason.must_be_told()) {
            (true, _) => texts.get("work-leave-where").into_owned(),
            (false, false) => texts.get("work-leave-untold").into_owned(),
            (false, true) => String::new(),
        };
        Choice::new(reason.code(), name).hint(hint)
    });
    let notice = appeal.notice_due_on;
    let status = frame.status();
    let page = LeavePage {
        page: frame.page(visit),
        reasons: reasons.collect(),
        letters: desk.letters(&frame, UploadPurpose::Leaving).await?,
        notice: notice.map(|due| ShownTerm::of_notice(due, visit.now(), texts)),
        how: desk.notice_how(&frame).await?,
        told: letters::note(&frame, "work-leave", texts),
        templates: letter_picker::choices(desk, &frame).await?,
        frame,
    };
    frame::show(status, &page)
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;
    use zvarot_locale::Texts;

    use super::*;

    // REQ: REV-07
    #[test]
    fn every_reason_of_the_law_has_words() {
        for locale in Locale::ALL {
            for reason in LeaveReason::ALL {
                let key = format!("leave-reason-{}", reason.code().replace('_', "-"));
                assert!(Texts::of(locale).has(&key), "{key}");
            }
        }
    }
}
