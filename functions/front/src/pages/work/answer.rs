//! Completing an appeal with an answer (REV-01, REV-07, REV-10, REV-12): text, outcome, who signs it, up to five files; a look
//! at it before it is sent, since what was sent is not taken back.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::appeals::{self, AnswerForm, Card};
use zvarot_actions::exchange;
use zvarot_domain::questions::QUESTIONS_AT_MOST;
use zvarot_domain::{Action, AnswerWay, Outcome, UploadPurpose, minsk};
use zvarot_store::files::{self, Holder};
use zvarot_store::smdo;
use zvarot_web::{Choice, FormState, FormValues, FormWithFiles, Page, PageError};

use super::desk::Desk;
use super::frame::{self, Back, Frame};
use super::{answered, letter_picker, letters, preview, questions, titled};
use crate::pages::uploads::{self, ShownFile};

#[derive(Template)]
#[template(path = "work/answer.html")]
struct AnswerPage {
    page: Page,
    frame: Frame,
    outcomes: Vec<Choice>,
    /// Who may sign it (REV-10); empty: nobody.
    signatories: Vec<Choice>,
    /// The fields of the questions' results (BEY-09).
    results: Vec<String>,
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
    /// Letter templates of the appeal's language (REV-11).
    templates: Vec<Choice>,
}

/// `GET /work/appeals/{number}/answer`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let today = minsk::date(desk.visit.now()).to_string();
    let values = |card: &Card| {
        let index = card.appeal.registration_index.as_deref();
        let values = FormValues::default().with("number", index.unwrap_or_default()).with("dated", today);
        values.with(questions::ASKED, questions::asked(card))
    };
    let mut frame = match desk.open(Action::Complete, values).await {
        Ok(frame) => frame,
        Err(refused) => return answered::instead_of(&desk, refused).await,
    };
    let kept = kept(&desk, &mut frame).await?;
    show_form(&desk, frame, kept).await
}

/// Puts what the official typed before into the form; gives the moment when it was kept, for the reader.
async fn kept(desk: &Desk, frame: &mut Frame) -> Result<Option<String>, PageError> {
    let appeal = frame.card.appeal.id;
    let kept = appeals::kept_answer(desk.actions(), &desk.cause, desk.actor(), appeal).await?;
    let Some(kept) = kept else {
        return Ok(None);
    };
    frame.form = FormState::new(typed(frame.form.values().clone(), &kept.form));
    Ok(Some(desk.texts().moment_short(kept.saved_at)))
}

/// The fields of the form with what was typed.
pub fn typed(mut values: FormValues, form: &AnswerForm) -> FormValues {
    for (row, outcome) in form.questions.iter().enumerate() {
        values.set(&questions::result_field(row), outcome.as_str());
    }
    values
        .with("text", form.text.as_str())
        .with("outcome", form.outcome.as_str())
        .with("number", form.number.as_str())
        .with("dated", form.dated.as_str())
        .with("signatory", form.signatory.as_str())
}

/// `POST /work/appeals/{number}/answer`: every button of the form and of the look before sending. Files come with it
/// where scripts are off.
pub async fn submit(desk: Desk, mut posted: FormWithFiles) -> Result<Response, PageError> {
    let (visit, actor, front) = (&desk.visit, desk.actor(), &desk.front);
    let faults = letters::receive(visit, actor, front, (desk.number, UploadPurpose::Answer), &mut posted).await?;
    let mut values = posted.into_values();
    if !faults.is_empty() || frame::readable(&values).is_err() {
        return reopen(&desk, values, Back::Faults(faults)).await;
    }
    let (actions, cause, number) = (desk.actions(), &desk.cause, desk.number);
    if values.has("send") {
        return send(&desk, values).await;
    }
    if values.has("add_file") {
        // The way over the storage leads through other pages: what was typed is kept for the return.
        appeals::keep_answer(actions, cause, actor, number, frame::version(&values)?, &read(&values)).await?;
        let path = format!("{}/file", frame::card_path(number));
        return Ok(Redirect::to(&path).into_response());
    }
    if values.has("preview") {
        return look(&desk, values).await;
    }
    if values.has("take") {
        let file = values.get("take").parse();
        let file = file.map_err(|_| PageError::BadRequest)?;
        exchange::take_offered(actions, cause, actor, number, file).await?;
    }
    letters::remove(visit, actor, front, &values).await?;
    letter_picker::insert(&desk, &mut values, "text").await?;
    show_form(&desk, desk.again(values).await?, None).await
}

async fn send(desk: &Desk, values: FormValues) -> Result<Response, PageError> {
    let (actor, version, form) = (desk.actor(), frame::version(&values)?, read(&values));
    if !values.has("warned") {
        let checked = appeals::check_answer(desk.actions(), &desk.cause, actor, desk.number, version, &form).await;
        if checked.is_ok_and(|(_, warnings)| !warnings.is_empty()) {
            return look(desk, values).await;
        }
        // What is wrong with it is told by the action itself.
    }
    let sent = appeals::complete(desk.actions(), &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out_merged(values, "answered", sent, questions::forget_others).await? {
        Ok(done) => Ok(done),
        Err(frame) => show_form(desk, *frame, None).await,
    }
}

/// Keeps an answer that nothing is wrong with and goes to the look at it.
async fn look(desk: &Desk, values: FormValues) -> Result<Response, PageError> {
    let (actions, cause, actor, number) = (desk.actions(), &desk.cause, desk.actor(), desk.number);
    let (version, form) = (frame::version(&values)?, read(&values));
    let kept = match appeals::check_answer(actions, cause, actor, number, version, &form).await {
        Ok(_) => appeals::keep_answer(actions, cause, actor, number, version, &form).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(Redirect::to(&preview::path(number)).into_response()),
        Err(error) => reopen(desk, values, frame::back(error)?).await,
    }
}

async fn reopen(desk: &Desk, values: FormValues, back: Back) -> Result<Response, PageError> {
    show_form(desk, desk.reopen_merged(values, back, questions::forget_others).await?, None).await
}

/// The form as an answer.
pub async fn show_form(
    desk: &Desk,
    mut frame: Frame,
    kept: Option<String>,
) -> Result<Response, PageError> {
    let (visit, front, texts) = (&desk.visit, &desk.front, desk.texts());
    let outcomes = Outcome::ALL.map(|outcome| {
        let code = outcome.code().replace('_', "-");
        let text = texts.get(&format!("outcome-{code}"));
        Choice::new(outcome.code(), text).hint(texts.get(&format!("work-outcome-{code}-hint")))
    });
    let status = frame.status();
    let signatories = signatories(desk, &mut frame).await?;
    let page = AnswerPage {
        page: frame.page(visit),
        outcomes: outcomes.into(),
        signatories,
        results: questions::result_fields(&frame.card),
        language_hint: format!("work-answer-text-hint-{}", frame.card.appeal.locale.code()),
        files: letters::own(visit, front, &desk.official, &frame, UploadPurpose::Answer).await?,
        offered: offered_files(desk, &frame).await?,
        holder: uploads::holder_text(Holder::Form(frame.card.appeal.id, UploadPurpose::Answer)),
        accepted: uploads::accepted(),
        upload_texts: uploads::script_texts(texts),
        by_post: by_post(&frame),
        files_by_form: front.files_by_form,
        kept,
        templates: letter_picker::choices(desk, &frame).await?,
        frame,
    };
    frame::show(status, &page)
}

// REQ: REV-10
/// Those who may sign the answer, with their positions; on a fresh form who is proposed is chosen.
async fn signatories(desk: &Desk, frame: &mut Frame) -> Result<Vec<Choice>, PageError> {
    let mut connection = desk.front.store.pool().acquire().await?;
    let known = appeals::signatories(&mut connection, desk.actor(), &frame.card.appeal).await?;
    if let Some(proposed) = known.proposed
        && frame.form.value("signatory").is_empty()
        && !frame.form.has_faults()
    {
        frame.form = FormState::new(frame.form.values().clone().with("signatory", proposed.to_string()));
    }
    Ok(known.officials.iter().map(|official| titled::official(official, desk.texts())).collect())
}

// REQ: SMD-03
/// What came by СМДО for this appeal and is not among the official's own files.
async fn offered_files(desk: &Desk, frame: &Frame) -> Result<Vec<ShownFile>, PageError> {
    let mut connection = desk.front.store.pool().acquire().await?;
    let (appeal, owner) = (frame.card.appeal.id, desk.actor().account());
    let own = files::for_form(&mut connection, appeal, UploadPurpose::Answer, owner).await?;
    let offered = smdo::offered(&mut connection, appeal).await?;
    let offered = offered.iter().filter(|file| own.iter().all(|own| own.id != file.id));
    Ok(offered.map(|file| ShownFile::new(file, desk.texts())).collect())
}

fn by_post(frame: &Frame) -> bool {
    frame.card.answer_way == AnswerWay::Post
}

fn read(values: &FormValues) -> AnswerForm {
    let text = |name: &str| values.get(name).to_owned();
    AnswerForm {
        text: text("text"),
        outcome: text("outcome"),
        number: text("number"),
        dated: text("dated"),
        signatory: text("signatory"),
        questions: (0..QUESTIONS_AT_MOST).map(|row| text(&questions::result_field(row))).collect(),
    }
}
