//! `/work`: the organisation's appeals (REG-01) by what has to be done with them or by a filter (REG-11), newest first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use url::form_urlencoded;
use zvarot_domain::search::Filter;
use zvarot_domain::{Action, AppealNumber, Faults, OrganisationId, Status, machine, minsk};
use zvarot_locale::Texts;
use zvarot_store::appeals::{self, AppealLine, Shelf, View};
use zvarot_store::{PgConnection, Store, searches};
use zvarot_web::{After, FormState, FormValues, Official, Page, PageError, Position, Visit, show, show_failed};

use super::clocks::ShownTerm;
use super::filter::{self, Asked, FilterForm, PATH};
use super::frame::card_path;

const SHOWN: usize = 50;
/// What an action on several appeals wants, with the keys of its labels.
const BULK_LABELS: &[(&str, &str)] = &[("number", "bulk-appeals"), ("action", "bulk-action")];
/// So much of the content the store gives with a line.
const BEGINNING_LENGTH: usize = 160;

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
    filter: FilterForm,
    /// Whether the reader enters what comes on paper (REG-02).
    may_enter: bool,
    /// Whether the reader acts on several appeals at once (BEY-14).
    may_mark: bool,
    /// The list of what is to be registered has other columns than the rest.
    new: bool,
    /// The query of the filter, where there is one: to keep it.
    kept: Option<String>,
    /// The query of the whole list.
    query: String,
    /// The key of the text that stands for an empty list.
    empty: String,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    /// What was ticked and chosen for several appeals at once, where that comes back with faults.
    bulk: FormState,
    /// What was ticked and is not on this page of the list.
    elsewhere: Vec<AppealNumber>,
    /// The query of this page of the list, which the action on several appeals comes back to.
    place: String,
}

impl ListPage {
    fn is_ticked(&self, number: &AppealNumber) -> bool {
        let digits = number.digits();
        self.bulk.values().all("number").any(|item| item.split(':').next() == Some(digits.as_str()))
    }
}

/// The list again, with what was ticked on it, where an action on several appeals has `faults` (BEY-14).
pub async fn again(
    visit: &Visit,
    official: &Official,
    store: &Store,
    values: FormValues,
    faults: &Faults,
) -> Result<Response, PageError> {
    let view = zvarot_actions::view(&official.actor).ok_or(PageError::NotFound)?;
    let asked = Asked::new(form_urlencoded::parse(values.get("list").as_bytes()).into_owned().collect());
    let after = After::new(asked.get("after"));
    let mut connection = store.pool().acquire().await?;
    let read = asked.read();
    let found = match &read {
        Ok(filter) => Found::read(visit, &mut connection, view, filter, &after).await?,
        Err(_) => Found::default(),
    };
    let texts = visit.texts();
    let mut page = list(visit, &mut connection, (official, view), &asked, &read, found).await?;
    page.page = Page::failed(visit);
    let ticked = values.all("number").filter_map(|item| item.split(':').next()?.parse::<AppealNumber>().ok());
    page.elsewhere = ticked.filter(|number| page.rows.iter().all(|row| row.line.number != *number)).collect();
    page.bulk = FormState::failed(values, faults, texts).labelled(BULK_LABELS, texts);
    show_failed(&page)
}

/// `GET /work?shelf=&find=&…&after=`: the fields of [`Filter`]. Without a query the filter used last.
pub async fn page(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
    Query(fields): Query<Vec<(String, String)>>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let view = zvarot_actions::view(&official.actor).ok_or(PageError::NotFound)?;
    let asked = Asked::new(fields);
    let mut connection = store.pool().acquire().await?;
    let account = official.actor.account();
    if asked.is_bare()
        && let Some(query) = searches::last(&mut connection, account).await?
    {
        return Ok(Redirect::to(&format!("{PATH}?{query}")).into_response());
    }
    let read = asked.read();
    let Ok(filter) = &read else {
        let page = list(&visit, &mut connection, (&official, view), &asked, &read, Found::default()).await?;
        return show_failed(&page);
    };
    if let Some(path) = shortcut(&visit, &mut connection, &official, filter).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    if filter.is_plain() {
        if !asked.is_bare() {
            searches::forget(&mut connection, account).await?;
        }
    } else {
        searches::remember(&mut connection, account, &filter::query(filter)).await?;
    }
    let found = Found::read(&visit, &mut connection, view, filter, &after).await?;
    show(&list(&visit, &mut connection, (&official, view), &asked, &read, found).await?)
}

/// A page of the list.
#[derive(Default)]
struct Found {
    lines: Vec<AppealLine>,
    first: Option<String>,
    next: Option<String>,
}

impl Found {
    async fn read(
        visit: &Visit,
        connection: &mut PgConnection,
        view: View,
        filter: &Filter,
        after: &After,
    ) -> Result<Self, PageError> {
        let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        let mut lines = if filter.is_plain() {
            appeals::of_organisation(connection, view, filter.shelf, after.pair(), limit).await?
        } else {
            let today = minsk::date(visit.now());
            appeals::filtered(connection, view, filter, today, after.pair(), limit).await?
        };
        let path = filter::path(filter);
        let next = After::next(&path, &mut lines, SHOWN, |line| {
            let (at, id) = appeals::position_in(line, filter.order);
            Position { at, id }
        });
        Ok(Self { lines, first: after.first(&path), next })
    }
}

async fn list(
    visit: &Visit,
    connection: &mut PgConnection,
    (official, view): (&Official, View),
    asked: &Asked,
    read: &Result<Filter, Faults>,
    found: Found,
) -> Result<ListPage, PageError> {
    let plain = read.as_ref().ok().filter(|filter| filter.is_plain());
    let shelf = plain.map(|filter| filter.shelf);
    let query = read.as_ref().map(filter::query).unwrap_or_default();
    let kept = read.as_ref().ok().filter(|filter| !filter.is_plain()).map(filter::query);
    Ok(ListPage {
        page: if read.is_err() { Page::failed(visit) } else { Page::new(visit) },
        shelves: shelves(visit, connection, official.organisation, shelf).await?,
        filter: FilterForm::new(visit, connection, view, asked, read).await?,
        may_enter: may_enter(official),
        may_mark: machine::decide(Some(Status::Registered), Action::MarkControl, &official.actor).is_ok(),
        new: shelf == Some(Shelf::New),
        kept,
        query,
        empty: shelf.map_or_else(|| "work-empty-find".to_owned(), |shelf| format!("work-empty-{}", shelf.code())),
        rows: rows(found.lines, visit.now(), visit.texts()),
        first: found.first,
        next: found.next,
        bulk: FormState::default(),
        elsewhere: Vec::new(),
        place: asked.query(),
    })
}

/// A number, or an index that one year only has, leads to its card.
async fn shortcut(
    visit: &Visit,
    connection: &mut PgConnection,
    official: &Official,
    filter: &Filter,
) -> Result<Option<String>, PageError> {
    let alone = Filter { shelf: filter.shelf, find: filter.find.clone(), ..Filter::default() };
    let Some(typed) = filter.find.as_deref().filter(|_| *filter == alone) else {
        return Ok(None);
    };
    let scope = zvarot_actions::scope(&official.actor)?;
    if let Ok(number) = typed.parse::<AppealNumber>()
        && appeals::by_number(connection, number, scope).await?.is_some()
    {
        return Ok(Some(card_path(number)));
    }
    let hits = appeals::exactly(connection, official.organisation, typed, minsk::date(visit.now())).await?;
    match hits.as_slice() {
        // SUB-07: of what the reader sees alone.
        [(_, number)] if appeals::by_number(connection, *number, scope).await?.is_some() => Ok(Some(card_path(*number))),
        // Several years have the index: the list shows them.
        _ => Ok(None),
    }
}

fn may_enter(official: &Official) -> bool {
    machine::decide(None, Action::Enter, &official.actor).is_ok()
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
        filter::bounded(sum, visit.texts())
    };
    let shown = Shelf::ALL.map(|shelf| ShownShelf {
        path: format!("{PATH}?shelf={shelf}"),
        name: visit
            .texts()
            .get(&format!("work-shelf-{shelf}"))
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
