//! `/work/tasks`, «Задачи» (CTL-05, CTL-08): what executors have to do, by four lists, the earliest term first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, NaiveTime, Utc};
use serde::Deserialize;
use zvarot_domain::resolution::{ResolutionState, TaskState};
use zvarot_domain::{Permission, Status};
use zvarot_locale::Texts;
use zvarot_store::appeals;
use zvarot_store::assignments::{self, Assignment, Side};
use zvarot_store::{PgConnection, Store};
use zvarot_store::resolutions::{self, TaskLine, Tasks, WaitingLine};
use zvarot_web::{After, Official, Page, PageError, Position, Visit, show};

use crate::pages::work::clocks::ShownTerm;
use crate::pages::work::filter;
use crate::pages::work::frame::card_path;

const PATH: &str = "/work/tasks";
const SHOWN: usize = 50;
/// Decisions that wait for one person are few.
const WAITING: i64 = 50;

struct Tab {
    path: String,
    name: &'static str,
    current: bool,
}

struct Row {
    line: TaskLine,
    /// Where the card is, if the reader sees it.
    path: Option<String>,
    term: ShownTerm,
    next: String,
}

/// A draft or a consolidated result that the reader decides on.
struct Waiting {
    line: WaitingLine,
    path: String,
    what: String,
    term: Option<ShownTerm>,
}

/// What the organisation has to do besides the tasks of resolutions (regulation 4.9: out of appeals too), and where it is.
struct Besides {
    path: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "work/resolutions/tasks.html")]
struct TasksPage {
    page: Page,
    tabs: Vec<Tab>,
    waiting: Vec<Waiting>,
    besides: Vec<Besides>,
    rows: Vec<Row>,
    /// Those done are shown.
    done: bool,
    /// The other half of the list.
    other: String,
    /// The key of the text that stands for an empty list.
    empty: String,
    first: Option<String>,
    next: Option<String>,
}

/// Which list.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    list: String,
    #[serde(default)]
    done: String,
}

/// The lists that the official sees, with the word in the address: an executor the own tasks and those that the executor
/// gave, whoever answers for the organisation's appeals all (regulation 4.9).
fn lists(official: &Official) -> Vec<(&'static str, &'static str, Tasks)> {
    let (account, organisation) = (official.actor.account(), official.organisation);
    let mut lists = vec![
        ("mine", "tasks-mine", Tasks::Mine(account)),
        ("given", "tasks-given", Tasks::GivenBy(account)),
    ];
    if Permission::SeeAllTasks.is_given_to(&official.actor) {
        lists.push(("organisation", "tasks-organisation", Tasks::OfOrganisation(organisation)));
        lists.push(("controlled", "tasks-controlled", Tasks::Controlled(organisation)));
    }
    lists
}

/// `GET /work/tasks?list=&done=&after=`
pub async fn page(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let permission = Permission::SeeTasks.require(&official.actor);
    permission.map_err(|_| PageError::NotFound)?;
    let lists = lists(&official);
    let asked_for = if asked.list.is_empty() { "mine" } else { asked.list.as_str() };
    let found = lists.iter().find(|(code, _, _)| *code == asked_for);
    // A list that the role does not show is not there.
    let (code, _, tasks) = *found.ok_or(PageError::NotFound)?;
    let done = asked.done == "yes";
    let mut connection = store.pool().acquire().await?;
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let position = after.pair().map(|(at, id)| (at.date_naive(), id));
    let mut lines = resolutions::tasks(&mut connection, tasks, done, position, limit).await?;
    let account = official.actor.account();
    let shows_waiting = code == "mine" && !done && position.is_none();
    let waiting = if shows_waiting {
        resolutions::waiting_for(&mut connection, account, WAITING).await?
    } else {
        Vec::new()
    };
    let besides = if done || position.is_some() {
        Vec::new()
    } else {
        besides(&mut connection, tasks, visit.texts()).await?
    };
    drop(connection);
    let path = path_of(code, done);
    let next = After::next(&path, &mut lines, SHOWN, |line| Position {
        at: line.due_on.and_time(NaiveTime::MIN).and_utc(),
        id: line.id,
    });
    let texts = visit.texts();
    let tabs = lists.iter().map(|(of, name, _)| Tab { path: path_of(of, false), name, current: *of == code });
    let sees = |line: &TaskLine| {
        line.account == account
            || line.home == official.organisation && Permission::SeeAppeals.is_given_to(&official.actor)
    };
    show(&TasksPage {
        page: Page::new(&visit),
        tabs: tabs.collect(),
        besides,
        waiting: waiting.into_iter().map(|line| shown_waiting(line, visit.now(), texts)).collect(),
        rows: lines
            .into_iter()
            .map(|line| Row {
                path: sees(&line).then(|| card_path(line.number)),
                term: term(&line, visit.now(), texts),
                next: awaited(&line, texts),
                line,
            })
            .collect(),
        done,
        other: path_of(code, !done),
        empty: if done { "tasks-empty-done".to_owned() } else { format!("tasks-empty-{code}") },
        first: after.first(&path),
        next,
    })
}

/// Of the lists of the whole organisation: what waits to be registered and what others want of it, what it wants of others.
async fn besides(connection: &mut PgConnection, tasks: Tasks, texts: &Texts) -> Result<Vec<Besides>, PageError> {
    let waiting = match tasks {
        Tasks::Mine(_) | Tasks::GivenBy(_) => return Ok(Vec::new()),
        Tasks::OfOrganisation(organisation) => {
            let counts = appeals::open_counts(&mut *connection, organisation).await?;
            let new = counts.iter().find(|(status, _)| *status == Status::Submitted).map_or(0, |(_, count)| *count);
            let received = assignments::waiting(connection, organisation, Side::Received, None, appeals::COUNTED_AT_MOST).await?;
            vec![("/work?shelf=new", "tasks-to-register", new), ("/work/incoming", "tasks-to-answer", count(&received))]
        }
        Tasks::Controlled(organisation) => {
            let sent = assignments::waiting(connection, organisation, Side::Sent, None, appeals::COUNTED_AT_MOST).await?;
            vec![("/work/control", "tasks-of-others", count(&sent))]
        }
    };
    let shown = waiting.into_iter().filter(|(_, _, count)| *count > 0);
    Ok(shown.map(|(path, key, count)| Besides { path, text: texts.with(key, &[("count", filter::bounded(count, texts))]) }).collect())
}

fn count(found: &[Assignment]) -> i64 {
    i64::try_from(found.len()).unwrap_or(i64::MAX)
}

fn path_of(code: &str, done: bool) -> String {
    let done = if done { "&done=yes" } else { "" };
    format!("{PATH}?list={code}{done}")
}

fn term(line: &TaskLine, now: DateTime<Utc>, texts: &Texts) -> ShownTerm {
    let entered = if line.state.runs() { None } else { line.entered_at };
    let over = line.resolution_state.is_over().then_some(line.ended_at).flatten();
    ShownTerm::of_review(line.due_on, entered.or(over), now, texts)
}

fn shown_waiting(line: WaitingLine, now: DateTime<Utc>, texts: &Texts) -> Waiting {
    let (key, name, end) = match line.state {
        ResolutionState::Returned => ("tasks-draft-rework", line.head_name.as_str(), "edit"),
        ResolutionState::Confirmed => ("tasks-sign", line.responsible_name.as_str(), "finish"),
        _ => ("tasks-draft-approve", line.author_name.as_str(), "edit"),
    };
    Waiting {
        path: format!("{}/resolutions/{}/{end}", card_path(line.number), line.resolution),
        what: texts.with(key, &[("name", name)]),
        term: line.due_on.map(|due| ShownTerm::of_review(due, None, now, texts)),
        line,
    }
}

/// What is to be done next with the task.
fn awaited(line: &TaskLine, texts: &Texts) -> String {
    let counted = |key: &str, count: i64| texts.with(key, &[("count", count)]);
    let key = match (line.resolution_state, line.state) {
        (ResolutionState::Finished, _) => "task-next-finished",
        (ResolutionState::Cancelled, _) => "task-next-cancelled",
        (_, TaskState::Assigned) => "task-next-result",
        (_, TaskState::Returned) => "task-next-returned",
        (_, TaskState::Entered) => "task-next-judged",
        (ResolutionState::Confirmed, _) if line.signed_by_head => "task-next-signature",
        (ResolutionState::Confirmed, _) if line.responsible => "task-next-finish",
        (ResolutionState::Confirmed, _) => "task-next-all-confirmed",
        (ResolutionState::Consolidated, _) if line.confirmed => "task-next-confirmed",
        (ResolutionState::Consolidated, _) => "task-next-confirm",
        _ if line.responsible && line.to_judge > 0 => return counted("task-next-judge", line.to_judge),
        _ if line.responsible && line.missing > 0 => return counted("task-next-missing", line.missing),
        _ if line.responsible => "task-next-consolidate",
        _ => "task-next-accepted",
    };
    texts.get(key).into_owned()
}
