//! Entering the own result, and writing the consolidated one with the choice of the head who signs it (REV-05, REV-06).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use zvarot_actions::appeals;
use zvarot_actions::appeals::resolutions::{self, Branch, WorkForm, consolidate_results, enter_result};
use zvarot_domain::answer_check::Purpose;
use zvarot_domain::resolution::{ResolutionPart, Step};
use zvarot_domain::{AccountId, Action, FileId, ResolutionId, UploadPurpose};
use zvarot_store::files::File;
use zvarot_web::{Choice, FormValues, FormWithFiles, Page, PageError};

use super::{Parts, branch, labelled, of_own_task, of_resolution, open, renew, resolution_of, version_at};
use crate::pages::work::desk::Desk;
use crate::pages::work::frame::{self, Frame};
use crate::pages::work::letters::Letters;
use crate::pages::work::titled;

/// A file that was given before.
struct Kept {
    id: FileId,
    name: String,
    checked: bool,
}

/// What another executor wrote.
struct Written {
    name: String,
    result: String,
}

#[derive(Template)]
#[template(path = "work/resolutions/result.html")]
struct ResultPage {
    page: Page,
    frame: Frame,
    /// The key of the heading and of the label of the text.
    title: &'static str,
    label: &'static str,
    hint: &'static str,
    resolution: String,
    return_reason: String,
    /// What the executors wrote, beside the consolidated result.
    written: Vec<Written>,
    kept: Vec<Kept>,
    /// The heads who can sign a consolidated result, after nobody; empty: it is none.
    signers: Vec<Choice>,
    letters: Letters,
}

/// `GET /work/appeals/{number}/resolutions/{resolution}/result`
pub async fn result(desk: Desk, Path(parts): Parts) -> Result<Response, PageError> {
    show_fresh(&desk, resolution_of(&parts)?, Step::EnterResult).await
}

/// `GET /work/appeals/{number}/resolutions/{resolution}/consolidated`
pub async fn consolidated(desk: Desk, Path(parts): Parts) -> Result<Response, PageError> {
    show_fresh(&desk, resolution_of(&parts)?, Step::Consolidate).await
}

/// `POST /work/appeals/{number}/resolutions/{resolution}/result`
pub async fn submit_result(desk: Desk, Path(parts): Parts, posted: FormWithFiles) -> Result<Response, PageError> {
    let id = resolution_of(&parts)?;
    let values = match desk.receive(UploadPurpose::Result(id), posted, |_| {}).await? {
        Ok(values) => values,
        Err(frame) => return show(&desk, *frame, id, Step::EnterResult).await,
    };
    let (actions, actor, version, form) = (desk.actions(), desk.actor(), version_at(&values)?, form_of(&values));
    // The result of an only executor is the applicant's at once.
    if part_of(branch(&desk.card().await?, id)?, Step::EnterResult) == ResolutionPart::Consolidated
        && let Some(frame) = warned(&desk, &values, Action::EnterResult).await?
    {
        return show(&desk, frame, id, Step::EnterResult).await;
    }
    let entered = enter_result(actions, &desk.cause, actor, id, version, &form);
    match desk.carry_out_merged(values, "result", entered, renew(&desk, id, of_own_task)).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame, id, Step::EnterResult).await,
    }
}

/// `POST /work/appeals/{number}/resolutions/{resolution}/consolidated`
pub async fn submit_consolidated(
    desk: Desk,
    Path(parts): Parts,
    posted: FormWithFiles,
) -> Result<Response, PageError> {
    let id = resolution_of(&parts)?;
    let values = match desk.receive(UploadPurpose::Consolidated(id), posted, |_| {}).await? {
        Ok(values) => values,
        Err(frame) => return show(&desk, *frame, id, Step::Consolidate).await,
    };
    let (actions, actor, version, form) = (desk.actions(), desk.actor(), version_at(&values)?, form_of(&values));
    if let Some(frame) = warned(&desk, &values, Action::ConsolidateResults).await? {
        return show(&desk, frame, id, Step::Consolidate).await;
    }
    let written = consolidate_results(actions, &desk.cause, actor, id, version, &form);
    match desk.carry_out_merged(values, "consolidated", written, renew(&desk, id, of_resolution)).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame, id, Step::Consolidate).await,
    }
}

/// The form with what the text and who signs it are to be looked at for before the applicant reads it (BEY-08, BEY-05). None: go on.
async fn warned(desk: &Desk, values: &FormValues, action: Action) -> Result<Option<Frame>, PageError> {
    let (actions, cause, actor, text) = (desk.actions(), &desk.cause, desk.actor(), values.get("text"));
    let signer = values.get("signer");
    let check = appeals::look_over(actions, cause, actor, desk.number, action, Purpose::Interim, text, signer.parse().ok());
    let seen = format!("{signer}\n{text}");
    let warnings = frame::unseen(values, &seen, check).await;
    if warnings.is_empty() {
        return Ok(None);
    }
    Ok(Some(desk.again(values.clone()).await?.warned_of(warnings, &seen)))
}

fn form_of(values: &FormValues) -> WorkForm {
    WorkForm {
        text: values.get("text").to_owned(),
        keep: values.all("keep").filter_map(|id| id.parse().ok()).collect(),
        signer: values.get("signer").to_owned(),
    }
}

/// For which of the two forms the files are uploaded.
const fn purpose_of(id: ResolutionId, step: Step) -> UploadPurpose {
    match step {
        Step::Consolidate => UploadPurpose::Consolidated(id),
        _ => UploadPurpose::Result(id),
    }
}

/// To which part of the resolution the files of this form belong.
fn part_of(branch: &Branch, step: Step) -> ResolutionPart {
    let alone = branch.resolution.tasks.len() == 1;
    if step == Step::Consolidate || alone { ResolutionPart::Consolidated } else { ResolutionPart::Result }
}

fn own_files(branch: &Branch, step: Step, owner: AccountId) -> impl Iterator<Item = &File> {
    let part = part_of(branch, step);
    let own = move |file: &&File| file.owner_id == owner && file.resolution.is_some_and(|(_, of)| of == part);
    branch.files.iter().filter(own)
}

async fn show_fresh(desk: &Desk, id: ResolutionId, step: Step) -> Result<Response, PageError> {
    let account = desk.actor().account();
    let version = if step == Step::Consolidate { of_resolution } else { of_own_task };
    let values = |branch: &Branch| {
        let own = branch.resolution.task_of(account).map_or("", |task| task.result.as_str());
        let text = match step {
            Step::Consolidate if !branch.resolution.result.is_empty() => branch.resolution.result.as_str(),
            _ => own,
        };
        // The head whose resolution it is, until another or nobody was chosen.
        let signer = match &branch.resolution.signer {
            Some((chosen, _)) => Some(*chosen),
            None if branch.resolution.result.is_empty() => Some(branch.resolution.head_id),
            None => None,
        };
        let signer = signer.map(|account| account.to_string()).unwrap_or_default();
        FormValues::default().with("text", text).with("signer", signer).with("fresh", "yes")
    };
    let frame = open(desk, id, step, values, version).await?;
    show(desk, frame, id, step).await
}

async fn show(desk: &Desk, mut frame: Frame, id: ResolutionId, step: Step) -> Result<Response, PageError> {
    let texts = desk.texts();
    labelled(&mut frame, texts);
    let account = desk.actor().account();
    let consolidating = step == Step::Consolidate;
    let found = branch(&frame.card, id)?;
    let values = frame.form.values();
    let fresh = values.get("fresh") == "yes";
    let kept = own_files(found, step, account).map(|file| Kept {
        id: file.id,
        name: file.name.clone(),
        checked: fresh || values.all("keep").any(|kept| kept == file.id.to_string()),
    });
    let kept: Vec<Kept> = kept.collect();
    let tasks = &found.resolution.tasks;
    let written = tasks.iter().filter(|task| consolidating && tasks.len() > 1 && !task.result.is_empty());
    let written = written.map(|task| Written { name: task.account_name.clone(), result: task.result.clone() });
    let written: Vec<Written> = written.collect();
    let own = found.resolution.task_of(account);
    let resolution = found.resolution.text.clone();
    let return_reason = own.filter(|_| !consolidating).map_or(String::new(), |task| task.return_reason.clone());
    let (title, label, hint) = match (consolidating, tasks.len()) {
        (true, _) => ("resolution-consolidated-text", "resolution-consolidated-text", "resolution-consolidated-hint"),
        (false, 1) => ("resolution-result-title", "resolution-result-text", "resolution-result-only-hint"),
        (false, _) => ("resolution-result-title", "resolution-result-text", "resolution-result-inside-hint"),
    };
    let signers = if consolidating || tasks.len() == 1 { signers(desk, &frame).await? } else { Vec::new() };
    let status = frame.status();
    let page = ResultPage {
        page: frame.page(&desk.visit),
        title,
        label,
        hint,
        resolution,
        return_reason,
        written,
        kept,
        signers,
        letters: desk.letters(&frame, purpose_of(id, step)).await?,
        frame,
    };
    frame::show(status, &page)
}

/// Nobody, and the heads of the appeal's organisation but the reader.
async fn signers(desk: &Desk, frame: &Frame) -> Result<Vec<Choice>, PageError> {
    let mut connection = desk.front.store.pool().acquire().await?;
    let heads = resolutions::heads(&mut connection, &frame.card.appeal).await?;
    let nobody = Choice::new("", desk.texts().get("resolution-signer-nobody").into_owned());
    let heads = heads.iter().filter(|head| head.account != desk.actor().account());
    Ok(std::iter::once(nobody).chain(heads.map(|head| titled::official(head, desk.texts()))).collect())
}
