//! `/work/others`: what people «для служебного пользования» see (CTL-06): the organisations that are open to theirs, their
//! appeals, one appeal. Nothing can be done there but read, and every look is journaled.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use url::form_urlencoded;
use zvarot_actions::appeals::{self as acts, Card};
use zvarot_actions::{ActionError, Actions, access};
use zvarot_domain::permissions::Permission;
use zvarot_domain::search::{Filter, Shelf};
use zvarot_domain::{AppealNumber, OrganisationId, minsk};
use zvarot_store::access as store;
use zvarot_store::appeals::{AppealLine, filtered};
use zvarot_store::organisations;
use zvarot_web::{After, Choice, FormState, Official, Page, PageError, Position, ProtectedForm, Visit, show, show_failed};

use super::ShownAccess;
use crate::pages::uploads::ShownFile;
use crate::pages::work::history::{self, Entry};
use crate::pages::work::result::{self, Links};

pub const PATH: &str = "/work/others";
const SHOWN: usize = 50;
/// Characters of what is looked for at most.
const FIND_LENGTH: usize = 200;

#[derive(Template)]
#[template(path = "access/others.html")]
struct OthersPage {
    page: Page,
    form: FormState,
    rows: Vec<ShownAccess>,
    /// Subordinates of which access can be asked.
    askable: Vec<Choice>,
}

/// `GET /work/others`
pub async fn list(visit: Visit, official: Official, State(actions): State<Actions>) -> Result<Response, PageError> {
    show(&others(&visit, &official, &actions, FormState::default()).await?)
}

/// `POST /work/others`: asks a subordinate organisation for access.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let actor = &official.actor;
    Permission::LookAtOthers.require(actor).map_err(|_| PageError::NotFound)?;
    let done = if values.unreadable().is_empty() {
        access::ask(&actions, &visit.cause(), &visit.client(), actor, values.get("owner"), values.get("reason")).await
    } else {
        Err(ActionError::Invalid(values.unreadable()))
    };
    match done {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => show_failed(&others(&visit, &official, &actions, super::failed(&visit, values, error)?).await?),
    }
}

async fn others(visit: &Visit, official: &Official, actions: &Actions, form: FormState) -> Result<OthersPage, PageError> {
    Permission::LookAtOthers.require(&official.actor).map_err(|_| PageError::NotFound)?;
    let texts = visit.texts();
    let mut connection = actions.store.pool().acquire().await?;
    let cells = store::of_viewer(&mut connection, official.organisation).await?;
    let askable = store::subordinates_without(&mut connection, official.organisation).await?;
    let askable = askable.into_iter().map(|one| Choice::new(one.id.to_string(), one.name(texts.locale()).to_owned()));
    Ok(OthersPage {
        page: if form.has_faults() { Page::failed(visit) } else { Page::new(visit) },
        rows: ShownAccess::all(&cells, texts),
        askable: askable.collect(),
        form,
    })
}

struct Row {
    line: AppealLine,
    path: String,
}

#[derive(Template)]
#[template(path = "access/appeals.html")]
struct AppealsPage {
    page: Page,
    path: String,
    name: String,
    find: String,
    shelves: Vec<(String, String, bool)>,
    shelf: Shelf,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// Which part of the list.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    find: String,
    #[serde(default)]
    shelf: String,
}

/// `GET /work/others/{organisation}?shelf=&find=&after=`
pub async fn appeals(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(owner): Path<String>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let owner: OrganisationId = owner.parse().map_err(|_| PageError::NotFound)?;
    let view = access::look(&actions, &visit.cause(), &official.actor, owner).await?;
    let find: String = asked.find.trim().chars().filter(|letter| !letter.is_control()).take(FIND_LENGTH).collect();
    let shelf = Shelf::from_code(&asked.shelf).unwrap_or(Shelf::All);
    let filter = Filter { shelf, find: Some(find.clone()).filter(|find| !find.is_empty()), ..Filter::default() };
    let mut connection = actions.store.pool().acquire().await?;
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let today = minsk::date(visit.now());
    let mut lines = filtered(&mut connection, view, &filter, today, after.pair(), limit).await?;
    let organisation = organisations::get(&mut connection, owner).await?.ok_or(PageError::NotFound)?;
    drop(connection);
    let base = format!("{PATH}/{owner}");
    let here = path_of(&base, shelf, &find);
    let next = After::next(&here, &mut lines, SHOWN, |line| Position { at: line.submitted_at, id: line.id.0 });
    let texts = visit.texts();
    let shelves = Shelf::ALL.map(|other| {
        let name = texts.get(&format!("work-shelf-{other}")).into_owned();
        (path_of(&base, other, &find), name, other == shelf)
    });
    show(&AppealsPage {
        page: Page::new(&visit),
        name: organisation.name(texts.locale()).to_owned(),
        rows: lines
            .into_iter()
            .map(|line| Row { path: format!("{base}/{}", line.number.digits()), line })
            .collect(),
        first: after.first(&here),
        shelves: shelves.into(),
        path: base,
        shelf,
        find,
        next,
    })
}

fn path_of(base: &str, shelf: Shelf, find: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("shelf", shelf.code());
    if !find.is_empty() {
        query.append_pair("find", find);
    }
    format!("{base}?{}", query.finish())
}

struct ShownAnswer {
    number: String,
    dated: chrono::NaiveDate,
    text: String,
    files: Vec<ShownFile>,
}

#[derive(Template)]
#[template(path = "access/appeal.html")]
struct AppealPage {
    page: Page,
    list: String,
    card: Card,
    files: Vec<ShownFile>,
    answers: Vec<ShownAnswer>,
    links: Links,
    history: Vec<Entry>,
}

/// `GET /work/others/{organisation}/{number}`
pub async fn appeal(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path((owner, number)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let owner: OrganisationId = owner.parse().map_err(|_| PageError::NotFound)?;
    let number: AppealNumber = number.parse().map_err(|_| PageError::NotFound)?;
    let card = acts::others_card(&actions, &visit.cause(), &official.actor, owner, number).await?;
    let texts = visit.texts();
    let mut connection = actions.store.pool().acquire().await?;
    let links = result::of_card(&mut connection, &card, texts).await?;
    drop(connection);
    let files_of = |answer| {
        let files = card.files.iter().filter(move |file| file.answer_id == answer && !file.letter && file.message_id.is_none());
        files.map(|file| ShownFile::new(file, texts)).collect::<Vec<_>>()
    };
    show(&AppealPage {
        page: Page::new(&visit),
        list: format!("{PATH}/{owner}"),
        files: files_of(None),
        answers: card
            .answers
            .iter()
            .map(|answer| ShownAnswer {
                number: answer.number.clone(),
                dated: answer.dated,
                text: answer.text.clone(),
                files: files_of(Some(answer.id)),
            })
            .collect(),
        history: card.history.iter().rev().map(|event| history::entry(event, texts)).collect(),
        links,
        card,
    })
}
