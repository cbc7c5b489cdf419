//! `/work`: the organisation's appeals (REG-01), by what has to be done with them, newest first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Datelike, Utc};
use serde::Deserialize;
use zvarot_domain::permissions::Permission;
use zvarot_domain::{Action, AppealNumber, OrganisationId, Status, machine, minsk};
use zvarot_locale::Texts;
use zvarot_store::appeals::{self, AppealLine, Scope, Shelf};
use zvarot_store::{PgConnection, Store};
use zvarot_web::{After, FormState, FormValues, Official, Page, PageError, Position, Visit, show};

use super::clocks::ShownTerm;
use super::frame::card_path;

const PATH: &str = "/work";
const SHOWN: usize = 50;
/// So much of the content the store gives with a line.
const BEGINNING_LENGTH: usize = 160;
/// Indexes repeat from year to year: those of so many past years are searched.
const YEARS_SEARCHED: i32 = 5;

/// The shelves in the order of the tabs, with the word in the address.
const SHELVES: [(Shelf, &str); 4] = [
    (Shelf::New, "new"),
    (Shelf::Registered, "registered"),
    (Shelf::Done, "done"),
    (Shelf::All, "all"),
];

struct ShownShelf {
    path: String,
    name: String,
    count: Option<String>,
    current: bool,
}

struct Row {
    line: AppealLine,
    path: String,
    /// The beginning of the content in one paragraph.
    beginning: String,
    /// The limit of registration, while it is to be done.
    registration: Option<ShownTerm>,
    due: Option<ShownTerm>,
    notice: Option<ShownTerm>,
}

#[derive(Template)]
#[template(path = "work/list.html")]
struct ListPage {
    page: Page,
    shelves: Vec<ShownShelf>,
    form: FormState,
    /// Whether the reader enters what comes on paper (REG-02).
    may_enter: bool,
    /// The list of what is to be registered has other columns than the rest.
    new: bool,
    /// What was searched for.
    find: Option<String>,
    /// The key of the text that stands for an empty list.
    empty: String,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// Which part of the list, or what is looked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    shelf: String,
    #[serde(default)]
    find: String,
}

/// `GET /work?shelf=&find=&after=`
pub async fn page(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let permission = Permission::SeeAppeals.require(&official.actor);
    permission.map_err(|_| PageError::NotFound)?;
    let organisation = official.organisation;
    let mut connection = store.pool().acquire().await?;
    let typed = asked.find.trim();
    if !typed.is_empty() {
        return find(&visit, &mut connection, &official, typed).await;
    }
    let shelf = SHELVES.iter().find(|(_, code)| *code == asked.shelf);
    let (shelf, code) = *shelf.unwrap_or(&SHELVES[0]);
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut lines =
        appeals::of_organisation(&mut connection, organisation, shelf, after.pair(), limit).await?;
    let path = shelf_path(code);
    let next = After::next(&path, &mut lines, SHOWN, |line| Position {
        at: line.submitted_at,
        id: line.id.0,
    });
    show(&ListPage {
        page: Page::new(&visit),
        shelves: shelves(&visit, &mut connection, organisation, Some(shelf)).await?,
        form: FormState::default(),
        may_enter: may_enter(&official),
        new: shelf == Shelf::New,
        find: None,
        empty: format!("work-empty-{code}"),
        rows: rows(lines, visit.now(), visit.texts()),
        first: after.first(&path),
        next,
    })
}

/// A number or an index leads to its card; an index that several years have, to a choice.
async fn find(
    visit: &Visit,
    connection: &mut PgConnection,
    official: &Official,
    typed: &str,
) -> Result<Response, PageError> {
    let organisation = official.organisation;
    if let Ok(number) = typed.parse::<AppealNumber>() {
        let scope = Scope::Organisation(organisation);
        if appeals::by_number(connection, number, scope)
            .await?
            .is_some()
        {
            return Ok(Redirect::to(&card_path(number)).into_response());
        }
    }
    let this_year = minsk::date(visit.now()).year();
    let years: Vec<i16> = (this_year - YEARS_SEARCHED..=this_year)
        .filter_map(|year| i16::try_from(year).ok())
        .collect();
    let (upper, title) = (typed.to_uppercase(), capitalised(typed));
    let spellings = [typed, upper.as_str(), title.as_str()];
    let lines = appeals::by_index(connection, organisation, &years, spellings).await?;
    if let [line] = lines.as_slice() {
        return Ok(Redirect::to(&card_path(line.number)).into_response());
    }
    show(&ListPage {
        page: Page::new(visit),
        shelves: shelves(visit, connection, organisation, None).await?,
        form: FormState::new(FormValues::default().with("find", typed)),
        may_enter: may_enter(official),
        new: false,
        find: Some(typed.to_owned()),
        empty: "work-empty-find".to_owned(),
        rows: rows(lines, visit.now(), visit.texts()),
        first: None,
        next: None,
    })
}

fn may_enter(official: &Official) -> bool {
    machine::decide(None, Action::Enter, &official.actor).is_ok()
}

fn capitalised(typed: &str) -> String {
    let mut letters = typed.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn shelf_path(code: &str) -> String {
    if code == SHELVES[0].1 {
        PATH.to_owned()
    } else {
        format!("{PATH}?shelf={code}")
    }
}

/// The tabs. Open appeals are counted: they are few; those with a final status are not.
async fn shelves(
    visit: &Visit,
    connection: &mut PgConnection,
    organisation: OrganisationId,
    current: Option<Shelf>,
) -> Result<Vec<ShownShelf>, PageError> {
    let counts = appeals::open_counts(connection, organisation).await?;
    let of = |statuses: &[Status]| {
        let counted = counts
            .iter()
            .filter(|(status, _)| statuses.contains(status));
        let sum = counted.map(|(_, count)| count).sum::<i64>();
        let shown = visit.texts().number(sum.min(appeals::COUNTED_AT_MOST));
        if sum < appeals::COUNTED_AT_MOST {
            shown
        } else {
            format!("{shown}+")
        }
    };
    let shown = SHELVES.map(|(shelf, code)| ShownShelf {
        path: shelf_path(code),
        name: visit
            .texts()
            .get(&format!("work-shelf-{code}"))
            .into_owned(),
        count: match shelf {
            Shelf::New => Some(of(&[Status::Submitted])),
            Shelf::Registered => Some(of(&[Status::Registered, Status::InProgress])),
            Shelf::Done | Shelf::All => None,
        },
        current: current == Some(shelf),
    });
    Ok(shown.into())
}

fn rows(lines: Vec<AppealLine>, now: DateTime<Utc>, texts: &Texts) -> Vec<Row> {
    lines
        .into_iter()
        .map(|line| row(line, now, texts))
        .collect()
}

fn row(line: AppealLine, now: DateTime<Utc>, texts: &Texts) -> Row {
    let done = line.completed_at;
    let limit = line.registration_limit_at;
    let waits = line.status == Status::Submitted;
    Row {
        path: card_path(line.number),
        beginning: beginning(&line.beginning),
        registration: waits.then(|| ShownTerm::of_registration(limit, None, now, texts)),
        due: line
            .due_on
            .map(|due| ShownTerm::of_review(due, done, now, texts)),
        notice: line
            .notice_due_on
            .filter(|_| done.is_none())
            .map(|due| ShownTerm::of_notice(due, now, texts)),
        line,
    }
}

/// Without line ends; what the store has cut off ends with dots.
fn beginning(content: &str) -> String {
    let mut words = String::with_capacity(content.len() + '…'.len_utf8());
    for word in content.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if content.chars().count() >= BEGINNING_LENGTH {
        words.push('…');
    }
    words
}
