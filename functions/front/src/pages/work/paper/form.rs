//! The form of a card: saved as it is typed, resumed on another device, entered with its scans (REG-02, REG-08).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use zvarot_actions::appeals::enter::paper;
use zvarot_actions::{ActionError, Actions, drafts, files as file_actions};
use zvarot_domain::entry::ANONYMOUS;
use zvarot_domain::{AnswerWay, ApplicantKind, DraftId, Faults, Form, minsk};
use zvarot_locale::Texts;
use zvarot_store::files::{self, Holder};
use zvarot_web::{
    Choice, FormState, FormValues, FormWithFiles, Official, Page, PageError, ProtectedForm, Visit,
};

use super::super::frame;
use super::fields;
use crate::context::Front;
use crate::pages::appeals::new::kinds;
use crate::pages::drafting;
use crate::pages::pickers::{self, Picker};
use crate::pages::uploads::{self, ShownFile};

#[derive(Template)]
#[template(path = "work/paper/form.html")]
struct FormPage {
    page: Page,
    path: String,
    form: FormState,
    forms: Vec<Choice>,
    kinds: Vec<Choice>,
    applicant_kinds: Vec<Choice>,
    answer_ways: Vec<Choice>,
    topic: Picker,
    files: Vec<ShownFile>,
    holder: String,
    accepted: String,
    upload_texts: String,
    /// Files may come as part of the form.
    files_by_form: bool,
    /// Whether it was saved from elsewhere meanwhile.
    conflict: bool,
    /// Whether what is shown has just been saved by its button.
    saved: bool,
}

/// `GET /work/paper/{id}`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<DraftId>,
) -> Result<Response, PageError> {
    let (draft, form) = match paper::open(&front.actions, &visit.cause(), &official.actor, id).await {
        Err(ActionError::NotFound) => return entered(&visit, &front, &official, id).await,
        opened => opened?,
    };
    let mut values = fields::write(&form, draft.version);
    if values.trimmed("received_on").is_empty() {
        values.set("received_on", minsk::date(visit.now()).to_string());
    }
    show(&visit, &front, &official, id, values, Shown::default()).await
}

/// The way to the card of the appeal that was entered from the draft.
async fn entered(visit: &Visit, front: &Front, official: &Official, id: DraftId) -> Result<Response, PageError> {
    let number = paper::entered(&front.actions, &visit.cause(), &official.actor, id).await?;
    let number = number.ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&frame::card_path(number)).into_response())
}

/// What is shown besides the values.
#[derive(Default)]
struct Shown {
    faults: Faults,
    conflict: bool,
    saved: bool,
}

/// `POST /work/paper/{id}`: every button of the page; files come with it where scripts are off.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<DraftId>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let (actions, actor, cause) = (&front.actions, &official.actor, visit.cause());
    let mut faults = Faults::new();
    while let Some(file) = posted.next_file().await? {
        let holder = Holder::Draft(id);
        let objects = &front.objects;
        faults.extend(uploads::receive(actions, objects, &cause, actor, holder, file).await?);
    }
    let mut values = posted.into_values();
    match save(&visit, actions, &official, id, &values).await {
        Ok(version) => values.set("version", version.to_string()),
        Err(ActionError::Conflict) => {
            let (draft, _) = paper::open(actions, &cause, actor, id).await?;
            values.set("version", draft.version.to_string());
            let shown = Shown { conflict: true, ..Shown::default() };
            return show(&visit, &front, &official, id, values, shown).await;
        }
        // Entered before, and the reply was lost: the action knows its number.
        Err(ActionError::NotFound) if values.has("submit") => {}
        Err(ActionError::NotFound) => return entered(&visit, &front, &official, id).await,
        Err(error) => return Err(error.into()),
    }
    if values.has("remove") {
        let file = values.get("remove").parse().map_err(|_| PageError::BadRequest)?;
        file_actions::remove(actions, &cause, actor, file).await?;
    }
    faults.extend(values.unreadable());
    if !values.has("submit") || !faults.is_empty() {
        let saved = values.has("save") && faults.is_empty();
        let shown = Shown { faults, saved, ..Shown::default() };
        return show(&visit, &front, &official, id, values, shown).await;
    }
    match paper::enter(actions, &cause, actor, id).await {
        Ok(number) => Ok(frame::done(number, "entered")),
        Err(ActionError::Invalid(faults)) => {
            let shown = Shown { faults, ..Shown::default() };
            show(&visit, &front, &official, id, values, shown).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn save(
    visit: &Visit,
    actions: &Actions,
    official: &Official,
    id: DraftId,
    values: &FormValues,
) -> Result<i32, ActionError> {
    let topics = pickers::classifier(visit, &actions.store).await;
    let topics = topics.map_err(|_| ActionError::internal("the classifier cannot be read"))?;
    let form = fields::read(values, &topics);
    let version = values.get("version").parse().map_err(|_| ActionError::Conflict)?;
    drafts::save(actions, &visit.cause(), &official.actor, id, version, &form).await
}

/// `POST /work/paper/{id}/autosave`: asked by the script while one types.
pub async fn autosave(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(id): Path<DraftId>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let version = match save(&visit, &actions, &official, id, &values).await {
        Ok(version) => version,
        Err(ActionError::Conflict) => return Ok(drafting::saved_elsewhere(&visit)),
        Err(error) => return Err(error.into()),
    };
    let faults = paper::check(&actions, &visit.cause(), &official.actor, id).await?;
    Ok(drafting::saved(&visit, version, values, &faults, fields::LABELS))
}

/// `POST /work/paper/{id}/remove`
pub async fn remove(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(id): Path<DraftId>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    drafts::remove(&actions, &visit.cause(), &official.actor, id).await?;
    Ok(Redirect::to("/work/paper"))
}

async fn show(
    visit: &Visit,
    front: &Front,
    official: &Official,
    id: DraftId,
    values: FormValues,
    shown: Shown,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let topics = pickers::classifier(visit, &front.store).await?;
    let mut connection = front.store.pool().acquire().await?;
    let search = values.filled("topic_query").filter(|_| values.trimmed("topic").is_empty());
    let search = if values.has("find") { Some(values.get("topic_query").to_owned()) } else { search };
    let topic = pickers::topic(&topics, texts, values.get("topic"), search.as_deref());
    let files = files::of_draft(&mut connection, id, official.actor.account()).await?;
    drop(connection);
    let wrong = !shown.faults.is_empty();
    let status = match (wrong, shown.conflict) {
        (_, true) => StatusCode::CONFLICT,
        (true, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    };
    let page = FormPage {
        page: if wrong { Page::failed(visit) } else { Page::new(visit) },
        path: super::path(id),
        form: FormState::failed(values, &shown.faults, texts).labelled(fields::LABELS, texts),
        forms: coded([Form::Written, Form::Oral].map(Form::code), "form", texts),
        kinds: kinds(visit),
        applicant_kinds: applicant_kinds(texts),
        answer_ways: coded([AnswerWay::Post, AnswerWay::Email].map(AnswerWay::code), "answer-way", texts),
        topic,
        files: files.iter().map(|file| ShownFile::new(file, texts)).collect(),
        holder: uploads::holder_text(Holder::Draft(id)),
        accepted: uploads::accepted(),
        upload_texts: uploads::script_texts(texts),
        files_by_form: true,
        conflict: shown.conflict,
        saved: shown.saved,
    };
    frame::show(status, &page)
}

fn coded<const N: usize>(codes: [&'static str; N], key: &str, texts: &Texts) -> Vec<Choice> {
    codes.map(|code| Choice::new(code, texts.get(&format!("{key}-{}", code.replace('_', "-"))))).into()
}

fn applicant_kinds(texts: &Texts) -> Vec<Choice> {
    let mut choices = coded(ApplicantKind::ALL.map(ApplicantKind::code), "applicant-kind", texts);
    let hint = texts.get("paper-anonymous-hint");
    choices.push(Choice::new(ANONYMOUS, texts.get("entered-anonymous")).hint(hint));
    choices
}
