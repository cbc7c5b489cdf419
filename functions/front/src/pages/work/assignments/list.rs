//! `/work/incoming`, what others want of the organisation; `/work/control`, what it wants of others, with every step
//! (CTL-04). What waits stands by its term, what is over by when it ended.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveTime;
use serde::Deserialize;
use zvarot_actions::Actions;
use zvarot_actions::appeals::{self, AssignmentPage};
use zvarot_domain::AssignmentId;
use zvarot_store::assignments::{self, Assignment, Side};
use zvarot_web::{After, Official, Page, PageError, Position, Visit, show};

use super::{ShownAssignment, shown};

const SHOWN: usize = 50;

/// A tab of the page.
struct Tab {
    path: &'static str,
    /// The key of its name.
    name: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "work/assignments/list.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    /// Whether each row shows its steps.
    steps: bool,
    /// The key of the other side's name.
    other: &'static str,
    empty: &'static str,
    rows: Vec<ShownAssignment>,
    first: Option<String>,
    next: Option<String>,
}

/// Which part of the list.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    closed: bool,
}

const TABS: [(Side, bool, &str, &str); 4] = [
    (Side::Received, false, "/work/incoming", "assignments-incoming"),
    (Side::Received, true, "/work/incoming?closed=true", "assignments-incoming-closed"),
    (Side::Sent, false, "/work/control", "assignments-control"),
    (Side::Sent, true, "/work/control?closed=true", "assignments-control-closed"),
];

/// `GET /work/incoming?closed=&after=`
pub async fn incoming(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    list(&visit, &official, &actions, Side::Received, asked.closed, &after).await
}

/// `GET /work/control?closed=&after=`
pub async fn control(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    list(&visit, &official, &actions, Side::Sent, asked.closed, &after).await
}

async fn list(
    visit: &Visit,
    official: &Official,
    actions: &Actions,
    side: Side,
    closed: bool,
    after: &After,
) -> Result<Response, PageError> {
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let from = if closed {
        AssignmentPage::Closed(after.pair())
    } else {
        AssignmentPage::Waiting(after.pair().map(|(at, id)| (at.date_naive(), id)))
    };
    let (cause, actor) = (visit.cause(), &official.actor);
    let mut found =
        appeals::assignments_list(actions, &cause, actor, side, from, limit).await?;
    let path = TABS.iter().find(|tab| tab.0 == side && tab.1 == closed);
    let path = path.map_or("/work", |tab| tab.2);
    let next = After::next(path, &mut found, SHOWN, |one| position(one, closed));
    let mut connection = actions.store.pool().acquire().await?;
    let ids: Vec<AssignmentId> = found.iter().map(|one| one.id).collect();
    let steps = assignments::steps(&mut connection, &ids).await?;
    drop(connection);
    let (now, texts) = (visit.now(), visit.texts());
    show(&ListPage {
        page: Page::new(visit),
        tabs: TABS.map(|tab| Tab { path: tab.2, name: tab.3, current: tab.2 == path }).into(),
        steps: side == Side::Sent,
        other: match side {
            Side::Received => "assignment-sender",
            Side::Sent => "assignment-receiver",
        },
        empty: match (side, closed) {
            (_, true) => "assignments-empty-closed",
            (Side::Received, false) => "assignments-empty-incoming",
            (Side::Sent, false) => "assignments-empty-control",
        },
        rows: found.iter().map(|one| shown(one, &steps, side, now, texts)).collect(),
        first: after.first(path),
        next,
    })
}

fn position(one: &Assignment, closed: bool) -> Position {
    let due = one.due_on.and_time(NaiveTime::MIN).and_utc();
    let at = if closed { one.closed_at.unwrap_or(due) } else { due };
    Position { at, id: one.id.0 }
}
