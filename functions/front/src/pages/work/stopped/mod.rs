//! The register of stopped correspondence (BEY-04; law, art. 21): the list with its search, an entry and its annulment, the
//! head's decision on an appeal, and what the card says of it.

pub mod part;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use url::form_urlencoded;
use uuid::Uuid;
use zvarot_actions::{ActionError, Actions, appeals};
use zvarot_domain::machine;
use zvarot_domain::permissions::Permission;
use zvarot_domain::{Action, Faults, Status};
use zvarot_store::Store;
use zvarot_store::stops::{self, StopFilter};
use zvarot_web::{After, FormState, FormValues, Official, Page, PageError, Position, ProtectedForm, Visit, show};

use super::desk::Desk;
use super::frame::{self, Frame};
use part::ShownStop;

const PATH: &str = "/work/stopped";
const SHOWN: usize = 50;
/// Characters of what is looked for at most.
const FIND_LENGTH: usize = 200;

#[derive(Template)]
#[template(path = "work/stopped/list.html")]
struct ListPage {
    page: Page,
    find: String,
    ended: bool,
    /// The two tabs: those that hold, those that were ended.
    tabs: [(String, &'static str, bool); 2],
    rows: Vec<ShownStop>,
    first: Option<String>,
    next: Option<String>,
}

/// Which part of the register.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    find: String,
    #[serde(default)]
    ended: bool,
}

fn path_of(find: &str, ended: bool) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !find.is_empty() {
        query.append_pair("find", find);
    }
    if ended {
        query.append_pair("ended", "true");
    }
    let query = query.finish();
    if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
}

/// `GET /work/stopped?find=&ended=&after=`
pub async fn list(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let permission = Permission::SeeAppeals.require(&official.actor);
    permission.map_err(|_| PageError::NotFound)?;
    let find: String = asked.find.trim().chars().filter(|letter| !letter.is_control()).take(FIND_LENGTH).collect();
    let filter = StopFilter { organisation: official.organisation, ended: asked.ended, find: &find };
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut connection = store.pool().acquire().await?;
    let mut found = stops::list(&mut connection, &filter, after.pair(), limit).await?;
    drop(connection);
    let path = path_of(&find, asked.ended);
    let next = After::next(&path, &mut found, SHOWN, |stop| Position { at: stop.stopped_at, id: stop.id });
    let tab = |ended: bool, name| (path_of(&find, ended), name, ended == asked.ended);
    show(&ListPage {
        page: Page::new(&visit),
        tabs: [tab(false, "stopped-holding"), tab(true, "stopped-ended")],
        ended: asked.ended,
        rows: found.into_iter().map(ShownStop::of).collect(),
        first: after.first(&path),
        find,
        next,
    })
}

#[derive(Template)]
#[template(path = "work/stopped/one.html")]
struct OnePage {
    page: Page,
    row: ShownStop,
    form: FormState,
    /// Whether the reader may annul it.
    may_end: bool,
}

/// `GET /work/stopped/{id}`
pub async fn page(visit: Visit, official: Official, State(store): State<Store>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    show(&one(&visit, &official, &store, id, FormState::default()).await?)
}

async fn one(visit: &Visit, official: &Official, store: &Store, id: Uuid, form: FormState) -> Result<OnePage, PageError> {
    let permission = Permission::SeeAppeals.require(&official.actor);
    permission.map_err(|_| PageError::NotFound)?;
    let mut connection = store.pool().acquire().await?;
    let stop = stops::get(&mut connection, id, official.organisation).await?.ok_or(PageError::NotFound)?;
    let left = Some(Status::LeftWithoutConsideration);
    let allowed = machine::decide(left, Action::ResumeCorrespondence, &official.actor).is_ok();
    let page = if form.has_faults() { Page::failed(visit) } else { Page::new(visit) };
    Ok(OnePage { page, may_end: allowed && stop.ended_at.is_none(), row: ShownStop::of(stop), form })
}

/// `POST /work/stopped/{id}`: annuls it.
pub async fn end(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    State(store): State<Store>,
    Path(id): Path<Uuid>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let ended = match frame::readable(&values) {
        Ok(()) => {
            let (cause, client) = (visit.cause(), visit.client());
            appeals::resume_correspondence(&actions, &cause, &client, &official.actor, id, values.get("reason")).await
        }
        Err(error) => Err(error),
    };
    match ended {
        Ok(()) => Ok(Redirect::to(&format!("{PATH}/{id}")).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = failed(values, &faults, &visit);
            let page = one(&visit, &official, &store, id, form).await?;
            frame::show(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn failed(values: FormValues, faults: &Faults, visit: &Visit) -> FormState {
    let texts = visit.texts();
    FormState::failed(values, faults, texts).labelled(&[("reason", "work-reason")], texts)
}

#[derive(Template)]
#[template(path = "work/stopped/stop.html")]
struct StopPage {
    page: Page,
    frame: Frame,
}

/// `GET /work/appeals/{number}/stop`
pub async fn decide(desk: Desk) -> Result<Response, PageError> {
    let texts = desk.texts();
    let frame = desk.open(Action::StopCorrespondence, |card| {
        let topic = card.subtopic.as_ref().or(card.topic.as_ref());
        let name = topic.map(|topic| texts.choose(&topic.name_ru, &topic.name_be)).unwrap_or_default();
        FormValues::default().with("question", name)
    });
    show_decision(&desk, frame.await?)
}

/// `POST /work/appeals/{number}/stop`
pub async fn submit_decision(desk: Desk, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    let (actions, cause, actor, version) = (desk.actions(), &desk.cause, desk.actor(), frame::version(&values)?);
    let (question, client) = (values.get("question").to_owned(), desk.visit.client());
    let stopped = appeals::stop_correspondence(actions, cause, &client, actor, desk.number, version, &question);
    match desk.carry_out(values, "stopped", stopped).await? {
        Ok(done) => Ok(done),
        Err(frame) => show_decision(&desk, *frame),
    }
}

fn show_decision(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let status = frame.status();
    frame::show(status, &StopPage { page: frame.page(&desk.visit), frame })
}
