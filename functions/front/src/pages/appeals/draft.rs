//! The draft of an appeal (SUB-02, SUB-04, SUB-11): one form with files; each of its buttons saves what is typed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::{
    ActionError, Actions,
    appeals::{self, Typed},
    drafts, files as file_actions,
};
use zvarot_domain::{AnswerWay, ApplicantKind, DraftId, Faults, alphabet};
use zvarot_objects::Objects;
use zvarot_store::files::{self, Holder};
use zvarot_store::{PgConnection, accounts};
use zvarot_web::{
    Applicant, Choice, FormState, FormValues, FormWithFiles, Page, PageError, ProtectedForm, Visit,
    show, show_failed,
};

use super::similar::Similar;
use super::{draft_form, new};
use crate::context::Front;
use crate::pages::{drafting, person};
use crate::pages::pickers::{self, Picker};
use crate::pages::uploads::{self, ShownFile};

#[derive(Template)]
#[template(path = "appeals/draft.html")]
struct DraftPage {
    page: Page,
    /// Where the draft is.
    path: String,
    /// Who holds the files, for the script.
    holder: String,
    form: FormState,
    kinds: Vec<Choice>,
    answer_ways: Vec<Choice>,
    organisation: Picker,
    topic: Picker,
    files: Vec<ShownFile>,
    accepted: String,
    upload_texts: String,
    may_be_collective: bool,
    /// Whether files may come as part of the form.
    files_by_form: bool,
    /// Whether what is shown has just been saved.
    saved: bool,
    /// Whether it was saved from elsewhere meanwhile.
    conflict: bool,
    /// What others asked and what the applicant has written about the same (BEY-01).
    similar: Similar,
}

/// The query of the page: a search without scripts, or that something was saved.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    find: String,
    q: String,
    saved: bool,
}

/// What is shown besides the stored draft.
#[derive(Default)]
struct Shown {
    asked: Asked,
    faults: Faults,
    conflict: bool,
}

/// `GET /drafts/{id}`
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(id): Path<DraftId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let (draft, form) = match drafts::open(&front.actions, &visit.cause(), &applicant.actor, id).await {
        Err(ActionError::NotFound) => return submitted(&front, &applicant, id).await,
        opened => opened?,
    };
    let values = draft_form::write(&form, draft.version);
    let shown = Shown {
        asked,
        ..Shown::default()
    };
    draft_page(&visit, &front, &applicant, id, values, shown).await
}

/// The way to the appeal that the applicant's draft has become.
pub(super) async fn submitted(front: &Front, applicant: &Applicant, id: DraftId) -> Result<Response, PageError> {
    let mut connection = front.store.pool().acquire().await?;
    let appeal = zvarot_store::appeals::of_draft(&mut connection, id, applicant.account).await?;
    let number = appeal.ok_or(PageError::NotFound)?.number;
    Ok(Redirect::to(&format!("/appeals/{}", number.digits())).into_response())
}

async fn draft_page(
    visit: &Visit,
    front: &Front,
    applicant: &Applicant,
    id: DraftId,
    values: FormValues,
    shown: Shown,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let topics = pickers::classifier(visit, &front.store).await?;
    let mut connection = front.store.pool().acquire().await?;
    let search = |name: &str| search_for(&values, &shown, name);
    let organisation = search("organisation_id");
    let organisation = pickers::organisation(
        &mut connection,
        texts,
        values.get("organisation_id"),
        organisation.as_deref(),
    )
    .await?;
    let topic = pickers::topic(
        &topics,
        texts,
        values.get("topic"),
        search("topic").as_deref(),
    );
    let kind = kind_of(&mut connection, applicant).await?;
    let files = files::of_draft(&mut connection, id, applicant.account).await?;
    let (topic_code, content) = (values.get("topic"), values.get("content"));
    let similar = Similar::of(visit, &mut connection, applicant.account, topic_code, content).await?;
    drop(connection);
    let wrong = !shown.faults.is_empty();
    let page = DraftPage {
        page: if wrong {
            Page::failed(visit)
        } else {
            Page::new(visit)
        },
        path: format!("/drafts/{id}"),
        holder: uploads::holder_text(Holder::Draft(id)),
        form: FormState::failed(values, &draft_form::faults_of_page(shown.faults), texts)
            .labelled(person::LABELS, visit.texts()),
        kinds: new::kinds(visit),
        answer_ways: answer_ways(visit),
        organisation,
        topic,
        files: files
            .iter()
            .map(|file| ShownFile::new(file, texts))
            .collect(),
        accepted: uploads::accepted(),
        upload_texts: uploads::script_texts(texts),
        files_by_form: front.files_by_form,
        may_be_collective: kind != ApplicantKind::LegalEntity,
        saved: shown.asked.saved,
        conflict: shown.conflict,
        similar,
    };
    if wrong || page.conflict {
        show_failed(&page)
    } else {
        show(&page)
    }
}

/// What a picker is to search for: asked by its button, or typed and nothing chosen.
fn search_for(values: &FormValues, shown: &Shown, name: &str) -> Option<String> {
    if shown.asked.find == name {
        return Some(shown.asked.q.clone());
    }
    let typed = values.filled(&format!("{name}_query"))?;
    values.trimmed(name).is_empty().then_some(typed)
}

fn answer_ways(visit: &Visit) -> Vec<Choice> {
    let texts = visit.texts();
    let ways = AnswerWay::ALL.iter().map(|way| {
        let hint = texts.get(&format!("answer-way-{}-hint", way.code()));
        Choice::new(way.code(), texts.get(&format!("answer-way-{}", way.code()))).hint(hint)
    });
    ways.collect()
}

async fn kind_of(
    connection: &mut PgConnection,
    applicant: &Applicant,
) -> Result<ApplicantKind, PageError> {
    let stored = accounts::applicant(connection, applicant.account).await?;
    Ok(stored.ok_or(PageError::NotFound)?.kind)
}

/// `POST /drafts/{id}`: every button of the page. Files come with it where scripts are off.
pub async fn submit(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(id): Path<DraftId>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let actions = &front.actions;
    let received = receive_files(&visit, &applicant, &front, id, &mut posted).await?;
    let mut values = posted.into_values();
    correct(&mut values);
    if received.faults.is_empty() && is_last_step(&values) {
        return submit_typed(&visit, &front, &applicant, id, values).await;
    }
    match save(&visit, actions, &applicant, id, &values).await? {
        Saved::As(version) => values.set("version", version.to_string()),
        Saved::Elsewhere => return conflict(&visit, &front, &applicant, id, values).await,
        Saved::Gone => return submitted(&front, &applicant, id).await,
    }
    let (file_faults, any) = (received.faults, received.any);
    if !file_faults.is_empty() {
        let shown = Shown {
            faults: file_faults,
            ..Shown::default()
        };
        return draft_page(&visit, &front, &applicant, id, values, shown).await;
    }
    if values.has("remove") {
        let file = values
            .get("remove")
            .parse()
            .map_err(|_| PageError::BadRequest)?;
        file_actions::remove(actions, &visit.cause(), &applicant.actor, file).await?;
        return Ok(Redirect::to(&format!("/drafts/{id}#files")).into_response());
    }
    if values.has("add_file") {
        let list = if values.get("add_file") == "list" {
            "?list=yes"
        } else {
            ""
        };
        return Ok(Redirect::to(&format!("/drafts/{id}/file{list}")).into_response());
    }
    if values.has("find") {
        return Ok(Redirect::to(&search_path(id, &values)).into_response());
    }
    if values.has("look") {
        let faults = appeals::check(actions, &visit.cause(), &applicant.actor, id, visit.locale()).await?;
        if faults.is_empty() {
            return Ok(Redirect::to(&format!("/drafts/{id}/before")).into_response());
        }
        let shown = Shown { faults, ..Shown::default() };
        return draft_page(&visit, &front, &applicant, id, values, shown).await;
    }
    let part = if any { "#files" } else { "" };
    Ok(Redirect::to(&format!("/drafts/{id}?saved=true{part}")).into_response())
}

/// Whether the form is sent off, not asked for something on the way.
fn is_last_step(values: &FormValues) -> bool {
    values.has("submit") && !["remove", "add_file", "find", "look"].iter().any(|other| values.has(other))
}

/// Submits what is typed; what is not accepted is saved as a draft. Where the reply was lost and the form is sent again, the
/// draft is not there any more, and its appeal is what comes back.
async fn submit_typed(
    visit: &Visit,
    front: &Front,
    applicant: &Applicant,
    id: DraftId,
    mut values: FormValues,
) -> Result<Response, PageError> {
    let (actions, cause) = (&front.actions, visit.cause());
    let typed = typed(visit, actions, &values).await?;
    let error = match appeals::submit(actions, &cause, &applicant.actor, id, &typed, visit.locale()).await {
        Ok(number) => {
            let path = format!("/appeals/{}/receipt", number.digits());
            return Ok(Redirect::to(&path).into_response());
        }
        Err(ActionError::Conflict) => return conflict(visit, front, applicant, id, values).await,
        Err(ActionError::NotFound) => return Err(PageError::NotFound),
        Err(error) => error,
    };
    match (save(visit, actions, applicant, id, &values).await?, error) {
        (Saved::As(version), ActionError::Invalid(faults)) => {
            values.set("version", version.to_string());
            let shown = Shown { faults, ..Shown::default() };
            draft_page(visit, front, applicant, id, values, shown).await
        }
        (Saved::Elsewhere, _) => conflict(visit, front, applicant, id, values).await,
        (Saved::Gone, _) => submitted(front, applicant, id).await,
        (Saved::As(_), error) => Err(error.into()),
    }
}

/// What came of the files that were posted with the form.
#[derive(Default)]
struct Received {
    faults: Faults,
    any: bool,
    /// The draft is not there: submitted before, or removed.
    gone: bool,
}

/// Takes the files that came with the form.
async fn receive_files(
    visit: &Visit,
    applicant: &Applicant,
    front: &Front,
    id: DraftId,
    posted: &mut FormWithFiles,
) -> Result<Received, PageError> {
    let mut received = Received::default();
    let (actions, objects): (&Actions, &Objects) = (&front.actions, &front.objects);
    let (cause, actor) = (visit.cause(), &applicant.actor);
    while let Some(mut file) = posted.next_file().await? {
        received.any = true;
        if received.gone {
            uploads::read_on(&mut file).await?;
            continue;
        }
        let holder = Holder::Draft(id);
        match uploads::receive(actions, objects, &cause, actor, holder, file).await {
            Ok(faults) => received.faults.extend(faults),
            Err(PageError::NotFound) => received.gone = true,
            Err(error) => return Err(error),
        }
    }
    Ok(received)
}

/// The one-click correction of look-alike letters where scripts are off (SUB-03).
fn correct(values: &mut FormValues) {
    let field = values.get("correct").to_owned();
    if let Some(better) = alphabet::corrected(values.get(&field)) {
        values.set(&field, better);
    }
}

/// What came of saving a draft.
enum Saved {
    /// Under this version.
    As(i32),
    /// It was saved from elsewhere since the page was made; nothing was overwritten.
    Elsewhere,
    /// It is not there any more.
    Gone,
}

/// Saves what is typed.
async fn save(
    visit: &Visit,
    actions: &Actions,
    applicant: &Applicant,
    id: DraftId,
    values: &FormValues,
) -> Result<Saved, PageError> {
    let typed = typed(visit, actions, values).await?;
    match drafts::save(actions, &visit.cause(), &applicant.actor, id, typed.version, &typed.form).await {
        Ok(version) => Ok(Saved::As(version)),
        Err(ActionError::Conflict) => Ok(Saved::Elsewhere),
        Err(ActionError::NotFound) => Ok(Saved::Gone),
        Err(error) => Err(error.into()),
    }
}

async fn typed(visit: &Visit, actions: &Actions, values: &FormValues) -> Result<Typed, PageError> {
    let classifier = pickers::classifier(visit, &actions.store).await?;
    Ok(Typed {
        version: values.get("version").parse().map_err(|_| PageError::BadRequest)?,
        form: draft_form::read(values, &classifier),
    })
}

/// The page with what was typed here, under the version of what was saved elsewhere: the next saving replaces it.
async fn conflict(
    visit: &Visit,
    front: &Front,
    applicant: &Applicant,
    id: DraftId,
    mut values: FormValues,
) -> Result<Response, PageError> {
    let (draft, _) = drafts::open(&front.actions, &visit.cause(), &applicant.actor, id).await?;
    values.set("version", draft.version.to_string());
    let shown = Shown {
        conflict: true,
        ..Shown::default()
    };
    draft_page(visit, front, applicant, id, values, shown).await
}

fn search_path(id: DraftId, values: &FormValues) -> String {
    let name = values.get("find");
    let typed = values.get(&format!("{name}_query"));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("find", name)
        .append_pair("q", typed)
        .finish();
    format!("/drafts/{id}?{query}#{name}")
}

/// `POST /drafts/{id}/autosave`: asked by the script while one types. Answers with the new version and with what is
/// wrong so far.
pub async fn autosave(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    Path(id): Path<DraftId>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let version = match save(&visit, &actions, &applicant, id, &values).await? {
        Saved::As(version) => version,
        Saved::Elsewhere => return Ok(drafting::saved_elsewhere(&visit)),
        Saved::Gone => return Err(PageError::NotFound),
    };
    let cause = visit.cause();
    let faults = appeals::check(&actions, &cause, &applicant.actor, id, visit.locale()).await?;
    let faults = draft_form::faults_of_page(faults);
    Ok(drafting::saved(&visit, version, values, &faults, person::LABELS))
}

/// `POST /drafts/{id}/remove`
pub async fn remove(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    Path(id): Path<DraftId>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    drafts::remove(&actions, &visit.cause(), &applicant.actor, id).await?;
    Ok(Redirect::to("/appeals"))
}
