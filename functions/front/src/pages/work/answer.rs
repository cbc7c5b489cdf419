//! Completing an appeal with an answer (REV-01, REV-07, REV-12): text, outcome, up to five files; a look at it
//! before it is sent, since what was sent is not taken back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::appeals::{self, AnswerForm, Card, CheckedAnswer};
use zvarot_actions::exchange;
use zvarot_domain::{Action, AnswerWay, AppealNumber, Faults, Outcome, minsk};
use zvarot_store::files;
use zvarot_store::smdo;
use zvarot_web::{Choice, FormState, FormValues, FormWithFiles, Official, Page, PageError, Visit, show};

use super::frame::{self, Back, Frame};
use super::letters;
use crate::context::Front;
use crate::pages::uploads::{self, ShownFile};

#[derive(Template)]
#[template(path = "work/answer.html")]
struct AnswerPage {
    page: Page,
    frame: Frame,
    outcomes: Vec<Choice>,
    /// The key of the hint that names the language of the appeal: the answer is in it (law, art. 18).
    language_hint: String,
    files: Vec<ShownFile>,
    /// Files that came by СМДО and are not in the answer yet (SMD-03).
    offered: Vec<ShownFile>,
    /// Who holds the files, for the script.
    holder: String,
    accepted: String,
    upload_texts: String,
    by_post: bool,
    /// Whether files may come with the form, where scripts are off.
    files_by_form: bool,
    /// What is shown was typed before, at this moment.
    kept: Option<String>,
}

#[derive(Template)]
#[template(path = "work/preview.html")]
struct PreviewPage {
    page: Page,
    frame: Frame,
    answer: CheckedAnswer,
    files: Vec<ShownFile>,
    by_post: bool,
}

/// `GET /work/appeals/{number}/answer`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let today = minsk::date(visit.now()).to_string();
    let values = |card: &Card| {
        let index = card.appeal.registration_index.as_deref();
        FormValues::default()
            .with("number", index.unwrap_or_default())
            .with("dated", today)
    };
    let action = Action::Complete;
    let mut frame = frame::open(&visit, &front.actions, actor, number, action, values).await?;
    let kept = kept(&visit, &front, &official, &mut frame).await?;
    show_form(&visit, &front, &official, frame, kept).await
}

/// Puts what the official typed before into the form; gives the moment when it was kept, for the reader.
async fn kept(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: &mut Frame,
) -> Result<Option<String>, PageError> {
    let (actions, actor, appeal) = (&front.actions, &official.actor, frame.card.appeal.id);
    let kept = appeals::kept_answer(actions, &visit.cause(), actor, appeal).await?;
    let Some((kept, at)) = kept else {
        return Ok(None);
    };
    let values = frame.form.values().clone();
    let values = values
        .with("text", kept.text)
        .with("outcome", kept.outcome)
        .with("number", kept.number)
        .with("dated", kept.dated);
    frame.form = FormState::new(values);
    Ok(Some(visit.texts().moment_short(at)))
}

/// `POST /work/appeals/{number}/answer`: every button of the form and of the look before sending. Files come with it
/// where scripts are off.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let number = frame::number(&path)?;
    let faults = letters::receive(&visit, &official.actor, &front, number, &mut posted).await?;
    let values = posted.into_values();
    if !faults.is_empty() {
        return reopen(
            &visit,
            &front,
            &official,
            number,
            values,
            Back::Faults(faults),
        )
        .await;
    }
    if frame::readable(&values).is_err() {
        let back = Back::Faults(Faults::new());
        return reopen(&visit, &front, &official, number, values, back).await;
    }
    if values.has("send") {
        return send(&visit, &front, &official, number, values).await;
    }
    if values.has("add_file") {
        // The way over the storage leads through other pages: what was typed is kept for the return.
        let form = read(&values);
        appeals::keep_answer(&front.actions, &visit.cause(), &official.actor, number, &form).await?;
        let path = format!("{}/file", frame::card_path(number));
        return Ok(Redirect::to(&path).into_response());
    }
    if values.has("preview") {
        return preview(&visit, &front, &official, number, values).await;
    }
    if values.has("take") {
        let file = values.get("take").parse();
        let file = file.map_err(|_| PageError::BadRequest)?;
        let (actions, actor) = (&front.actions, &official.actor);
        exchange::take_offered(actions, &visit.cause(), actor, number, file).await?;
    }
    letters::remove(&visit, &official.actor, &front, &values).await?;
    let back = Back::Faults(Faults::new());
    reopen(&visit, &front, &official, number, values, back).await
}

async fn send(
    visit: &Visit,
    front: &Front,
    official: &Official,
    number: AppealNumber,
    values: FormValues,
) -> Result<Response, PageError> {
    let (cause, version, form) = (visit.cause(), frame::version(&values)?, read(&values));
    let actor = &official.actor;
    match appeals::complete(&front.actions, &cause, actor, number, version, &form).await {
        Ok(()) => Ok(frame::done(number, "answered")),
        Err(error) => {
            let back = frame::back(error)?;
            reopen(visit, front, official, number, values, back).await
        }
    }
}

async fn preview(
    visit: &Visit,
    front: &Front,
    official: &Official,
    number: AppealNumber,
    values: FormValues,
) -> Result<Response, PageError> {
    let (actions, actor, cause) = (&front.actions, &official.actor, visit.cause());
    let (version, form) = (frame::version(&values)?, read(&values));
    let answer = appeals::check_answer(actions, &cause, actor, number, version, &form).await;
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let back = frame::back(error)?;
            return reopen(visit, front, official, number, values, back).await;
        }
    };
    let back = Back::Faults(Faults::new());
    let frame = frame::reopen(visit, actions, actor, number, values, back).await?;
    show(&PreviewPage {
        page: frame.page(visit),
        files: letters::own(visit, front, official, &frame).await?,
        by_post: by_post(&frame),
        frame,
        answer,
    })
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
    show_form(visit, front, official, frame, None).await
}

async fn show_form(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: Frame,
    kept: Option<String>,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let outcomes = Outcome::ALL.map(|outcome| {
        let code = outcome.code().replace('_', "-");
        let text = texts.get(&format!("outcome-{code}"));
        Choice::new(outcome.code(), text).hint(texts.get(&format!("work-outcome-{code}-hint")))
    });
    let status = frame.status();
    let page = AnswerPage {
        page: frame.page(visit),
        outcomes: outcomes.into(),
        language_hint: format!("work-answer-text-hint-{}", frame.card.appeal.locale.code()),
        files: letters::own(visit, front, official, &frame).await?,
        offered: offered_files(visit, front, official, &frame).await?,
        holder: format!("answer:{}", frame.card.appeal.id),
        accepted: uploads::accepted(),
        upload_texts: uploads::script_texts(texts),
        by_post: by_post(&frame),
        files_by_form: front.files_by_form,
        kept,
        frame,
    };
    frame::show(status, &page)
}

// REQ: SMD-03
/// What came by СМДО for this appeal and is not among the official's own files.
async fn offered_files(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: &Frame,
) -> Result<Vec<ShownFile>, PageError> {
    let mut connection = front.store.pool().acquire().await?;
    let owner = official.actor.account();
    let own = files::for_answer(&mut connection, frame.card.appeal.id, owner).await?;
    let offered = smdo::offered(&mut connection, frame.card.appeal.id).await?;
    let offered = offered
        .iter()
        .filter(|file| own.iter().all(|own| own.id != file.id));
    Ok(offered
        .map(|file| ShownFile::new(file, visit.texts()))
        .collect())
}

fn by_post(frame: &Frame) -> bool {
    frame.card.appeal.answer_way == AnswerWay::Post
}

fn read(values: &FormValues) -> AnswerForm {
    let text = |name: &str| values.get(name).to_owned();
    AnswerForm {
        text: text("text"),
        outcome: text("outcome"),
        number: text("number"),
        dated: text("dated"),
    }
}
