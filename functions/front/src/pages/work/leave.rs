//! Leaving an appeal without consideration on the merits (REV-07; law, art. 15): the law's list of reasons, the
//! explanation, and the five working days in which the applicant is told.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::appeals;
use zvarot_domain::{Action, AppealNumber, CompletionResult, LeaveReason, completion::CompletionForm};
use zvarot_web::{Choice, FormValues, FormWithFiles, Official, Page, PageError, Visit};

use super::clocks::ShownTerm;
use super::frame::{self, Back, Frame};
use super::letters::{self, Letters};
use crate::context::Front;

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
    /// Nobody reads it in a cabinet: the notice goes by post.
    by_post: bool,
}

/// `GET /work/appeals/{number}/leave`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let values = |_: &_| FormValues::default();
    let frame = frame::open(&visit, &front.actions, actor, number, Action::Leave, values).await?;
    show(&visit, &front, &official, frame).await
}

/// `POST /work/appeals/{number}/leave`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let faults = letters::receive(&visit, actor, &front, number, &mut posted).await?;
    let values = posted.into_values();
    letters::remove(&visit, actor, &front, &values).await?;
    if !faults.is_empty() || !values.has("send") || frame::readable(&values).is_err() {
        return reopen(&visit, &front, &official, number, values, Back::Faults(faults)).await;
    }
    let form = CompletionForm {
        result: Some(CompletionResult::LeftWithoutConsideration.code().to_owned()),
        reason: values.filled("reason"),
        explanation: values.filled("explanation"),
        ..CompletionForm::default()
    };
    let (cause, version) = (visit.cause(), frame::version(&values)?);
    match appeals::conclude(&front.actions, &cause, actor, number, version, &form).await {
        Ok(_) => Ok(frame::done(number, "left")),
        Err(error) => {
            let back = frame::back(error)?;
            reopen(&visit, &front, &official, number, values, back).await
        }
    }
}

async fn reopen(
    visit: &Visit,
    front: &Front,
    official: &Official,
    number: AppealNumber,
    values: FormValues,
    back: Back,
) -> Result<Response, PageError> {
    let (actions, actor) = (&front.actions, &official.actor);
    let frame = frame::reopen(visit, actions, actor, number, values, back).await?;
    show(visit, front, official, frame).await
}

async fn show(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: Frame,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let appeal = &frame.card.appeal;
    let repeated = appeal.repeat_of.is_some();
    let fits = |reason: &LeaveReason| reason.check(appeal.kind, appeal.form, repeated).is_ok();
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
        letters: Letters::of(visit, front, official, &frame).await?,
        notice: notice.map(|due| ShownTerm::of_notice(due, visit.now(), texts)),
        by_post: letters::by_post(&frame),
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
