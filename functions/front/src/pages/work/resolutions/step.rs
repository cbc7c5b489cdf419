//! Steps that need a look and perhaps a reason: returning a draft, taking a resolution back, accepting and returning a
//! result, confirming, finishing, signing a consolidated result or returning it (REV-03, REV-05, REV-06).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use zvarot_actions::ActionError;
use zvarot_actions::appeals::{self, Card};
use zvarot_actions::appeals::resolutions::{
    Branch, accept_result, cancel_resolution, confirm_result, finish_resolution, return_consolidated, return_draft, return_result,
};
use zvarot_domain::answer_check::{Purpose, Warned};
use zvarot_domain::resolution::Step;
use zvarot_domain::{Action, Refusal, ResolutionId, TaskId};
use zvarot_store::resolutions::Task;
use zvarot_web::{FormValues, Page, PageError, ProtectedForm};

use super::{Parts, branch, labelled, resolution_of, seen, task_of, version_at};
use crate::pages::work::desk::Desk;
use crate::pages::work::frame::{self, Frame};

/// What is done, by the last part of the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ReturnDraft,
    Cancel,
    Confirm,
    Finish,
    ReturnConsolidated,
    Accept,
    Return,
}

impl Kind {
    fn of(end: &str) -> Result<Self, PageError> {
        Ok(match end {
            "return-draft" => Self::ReturnDraft,
            "cancel" => Self::Cancel,
            "confirm" => Self::Confirm,
            "finish" => Self::Finish,
            "return-consolidated" => Self::ReturnConsolidated,
            "accept" => Self::Accept,
            "return" => Self::Return,
            _ => return Err(PageError::NotFound),
        })
    }

    const fn end(self) -> &'static str {
        match self {
            Self::ReturnDraft => "return-draft",
            Self::Cancel => "cancel",
            Self::Confirm => "confirm",
            Self::Finish => "finish",
            Self::ReturnConsolidated => "return-consolidated",
            Self::Accept => "accept",
            Self::Return => "return",
        }
    }

    const fn needs_reason(self) -> bool {
        matches!(self, Self::ReturnDraft | Self::ReturnConsolidated | Self::Cancel | Self::Return)
    }
}

/// A step with what it is taken on.
#[derive(Clone, Copy)]
struct Place {
    kind: Kind,
    resolution: ResolutionId,
    task: Option<TaskId>,
}

impl Place {
    fn of(parts: &std::collections::HashMap<String, String>, of_task: bool) -> Result<Self, PageError> {
        let kind = Kind::of(parts.get("step").map_or("", String::as_str))?;
        if of_task != matches!(kind, Kind::Accept | Kind::Return) {
            return Err(PageError::NotFound);
        }
        let task = if of_task { Some(task_of(parts)?) } else { None };
        Ok(Self { kind, resolution: resolution_of(parts)?, task })
    }

    fn task(self, branch: &Branch) -> Option<&Task> {
        branch.resolution.tasks.iter().find(|task| Some(task.id) == self.task)
    }

    /// The version that the step stands on.
    fn version(self, branch: &Branch) -> i32 {
        self.task(branch).map_or(branch.resolution.version, |task| task.version)
    }

    /// The step of the resolution, as the reader would take it.
    fn step(self, branch: &Branch) -> Result<Step, PageError> {
        let whose = self.task(branch).map(|task| task.account_id);
        let meant = branch.steps.iter().map(|possible| possible.step).find(|step| match (self.kind, step) {
            (Kind::ReturnDraft, Step::ReturnDraft)
            | (Kind::Cancel, Step::Cancel { .. })
            | (Kind::Confirm, Step::Confirm)
            | (Kind::Finish, Step::Finish)
            | (Kind::ReturnConsolidated, Step::ReturnConsolidated) => true,
            (Kind::Accept, Step::Accept(of)) | (Kind::Return, Step::ReturnResult(of)) => whose == Some(*of),
            _ => false,
        });
        let by_head = false;
        Ok(match (meant, self.kind) {
            (Some(step), _) => step,
            (None, Kind::ReturnDraft) => Step::ReturnDraft,
            (None, Kind::Cancel) => Step::Cancel { by_head },
            (None, Kind::Confirm) => Step::Confirm,
            (None, Kind::Finish) => Step::Finish,
            (None, Kind::ReturnConsolidated) => Step::ReturnConsolidated,
            (None, Kind::Accept) => Step::Accept(whose.ok_or(PageError::NotFound)?),
            (None, Kind::Return) => Step::ReturnResult(whose.ok_or(PageError::NotFound)?),
        })
    }
}

#[derive(Template)]
#[template(path = "work/resolutions/step.html")]
struct StepPage {
    page: Page,
    frame: Frame,
    /// The keys of the heading, which is the button's too, and of what will happen.
    title: String,
    lead: String,
    resolution: String,
    /// Whose words are decided on, and the words.
    words: Option<(String, String)>,
    needs_reason: bool,
}

/// `GET /work/appeals/{number}/resolutions/{resolution}/{step}`
pub async fn page(desk: Desk, Path(parts): Parts) -> Result<Response, PageError> {
    show_fresh(&desk, Place::of(&parts, false)?).await
}

/// `GET /work/appeals/{number}/resolutions/{resolution}/tasks/{task}/{step}`
pub async fn judge(desk: Desk, Path(parts): Parts) -> Result<Response, PageError> {
    show_fresh(&desk, Place::of(&parts, true)?).await
}

/// `POST /work/appeals/{number}/resolutions/{resolution}/{step}`
pub async fn submit(
    desk: Desk,
    Path(parts): Parts,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    carry_out(&desk, Place::of(&parts, false)?, values).await
}

/// `POST /work/appeals/{number}/resolutions/{resolution}/tasks/{task}/{step}`
pub async fn submit_judge(
    desk: Desk,
    Path(parts): Parts,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    carry_out(&desk, Place::of(&parts, true)?, values).await
}

async fn show_fresh(desk: &Desk, place: Place) -> Result<Response, PageError> {
    let card = desk.card().await?;
    let found = branch(&card, place.resolution)?;
    let (step, version) = (place.step(found)?, place.version(found));
    let values = FormValues::default().with("at", version.to_string());
    let after = found.resolution.rules().after(step, desk.actor().account());
    let frame = desk.open(step.action(), |card| seen(card, values)).await?;
    after.map_err(|why| ActionError::from(Refusal::Resolution { action: step.action(), why }))?;
    let frame = match unread(desk, place, &card, &FormValues::default()).await? {
        Some((warnings, text)) => frame.warned_of(warnings, &text),
        None => frame,
    };
    show(desk, frame, place)
}

/// The warnings of an intermediate answer that the applicant would read after this step and whose sender has not seen them
/// (BEY-08), with its text.
async fn unread(desk: &Desk, place: Place, card: &Card, values: &FormValues) -> Result<Option<(Vec<Warned>, String)>, PageError> {
    if place.kind != Kind::Finish {
        return Ok(None);
    }
    let resolution = &branch(card, place.resolution)?.resolution;
    let (text, signer) = (resolution.result.clone(), resolution.signer.as_ref().map(|(account, _)| *account));
    let (actions, cause, actor) = (desk.actions(), &desk.cause, desk.actor());
    let check = appeals::look_over(actions, cause, actor, desk.number, Action::FinishResolution, Purpose::Interim, &text, signer);
    let warnings = frame::unseen(values, &text, check).await;
    Ok((!warnings.is_empty()).then_some((warnings, text)))
}

async fn carry_out(desk: &Desk, place: Place, values: FormValues) -> Result<Response, PageError> {
    if place.kind == Kind::Finish
        && let Some((warnings, text)) = unread(desk, place, &desk.card().await?, &values).await?
    {
        return show(desk, desk.again(values).await?.warned_of(warnings, &text), place);
    }
    let (at, reason) = (version_at(&values)?, values.get("reason").to_owned());
    let done = act(desk, place, at, &reason);
    let renew = |card: &Card, values: &mut FormValues| {
        if let Ok(found) = branch(card, place.resolution) {
            values.set("at", place.version(found).to_string());
        }
    };
    match desk.carry_out_merged(values, place.kind.end(), done, renew).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(desk, *frame, place),
    }
}

async fn act(desk: &Desk, place: Place, at: i32, reason: &str) -> Result<(), ActionError> {
    let (actions, cause, actor, id) = (desk.actions(), &desk.cause, desk.actor(), place.resolution);
    let task = || place.task.ok_or(ActionError::NotFound);
    match place.kind {
        Kind::ReturnDraft => return_draft(actions, cause, actor, id, at, reason).await,
        Kind::Cancel => cancel_resolution(actions, cause, actor, id, at, reason).await,
        Kind::Confirm => confirm_result(actions, cause, actor, id, at).await,
        Kind::Finish => finish_resolution(actions, cause, actor, id, at).await,
        Kind::ReturnConsolidated => return_consolidated(actions, cause, actor, id, at, reason).await,
        Kind::Accept => accept_result(actions, cause, actor, id, task()?, at).await,
        Kind::Return => return_result(actions, cause, actor, id, task()?, at, reason).await,
    }
}

fn show(desk: &Desk, mut frame: Frame, place: Place) -> Result<Response, PageError> {
    let texts = desk.texts();
    labelled(&mut frame, texts);
    let found = branch(&frame.card, place.resolution)?;
    let resolution = &found.resolution;
    let words = match place.kind {
        Kind::Accept | Kind::Return => {
            place.task(found).map(|task| (task.account_name.clone(), task.result.clone()))
        }
        Kind::Confirm | Kind::Finish | Kind::ReturnConsolidated => {
            Some((texts.get("resolution-result").into_owned(), resolution.result.clone()))
        }
        Kind::ReturnDraft | Kind::Cancel => None,
    };
    let end = match place.kind {
        Kind::Cancel if resolution.state.is_draft() => "cancel-draft",
        // REV-06: the chosen head signs.
        Kind::Finish if resolution.signer.is_some() => "sign",
        kind => kind.end(),
    };
    let text = resolution.text.clone();
    let status = frame.status();
    let page = StepPage {
        page: frame.page(&desk.visit),
        title: format!("resolution-do-{end}"),
        lead: format!("resolution-step-{end}-lead"),
        resolution: text,
        words,
        needs_reason: place.kind.needs_reason(),
        frame,
    };
    frame::show(status, &page)
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;
    use zvarot_locale::Texts;

    use super::*;

    #[test]
    fn every_step_has_words() {
        for locale in Locale::ALL {
            for end in ["return-draft", "cancel", "cancel-draft", "confirm", "finish", "sign", "return-consolidated", "accept", "return"] {
                let texts = Texts::of(locale);
                assert!(texts.has(&format!("resolution-do-{end}")), "{end}");
                assert!(texts.has(&format!("resolution-step-{end}-lead")), "{end}");
                if !matches!(end, "cancel-draft" | "sign") {
                    assert!(Kind::of(end).is_ok_and(|kind| kind.end() == end));
                    assert!(texts.has(&format!("work-done-{end}")), "{end}");
                }
            }
        }
    }
}
