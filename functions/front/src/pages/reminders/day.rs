//! `/work/reminders`: of what the organisation was reminded on a day, with the state of each term now.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use zvarot_domain::deadlines::{SOON_DAYS, TermState, term_state};
use zvarot_domain::permissions::Permission;
use zvarot_domain::reminders::TermClock;
use zvarot_locale::Texts;
use zvarot_store::Store;
use zvarot_store::reminders::{self, Said};
use zvarot_web::{Official, Page, PageError, Visit, show};

const PATH: &str = "/work/reminders";
/// A day's list beyond this is cut: nobody works through more in a day.
const SHOWN: usize = 500;

struct Row {
    said: Said,
    path: String,
    state: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "reminders/day.html")]
struct DayPage {
    page: Page,
    /// None: there were no reminders yet.
    day: Option<NaiveDate>,
    rows: Vec<Row>,
    cut: Option<String>,
    before: Option<String>,
    after: Option<String>,
    may_set: bool,
}

/// Which day.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
}

/// `GET /work/reminders?day=`: without a day the newest one with reminders.
pub async fn page(
    visit: Visit,
    official: Official,
    State(store): State<Store>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let view = zvarot_actions::view(&official.actor).ok_or(PageError::NotFound)?;
    let asked = match asked.day.as_str() {
        "" => None,
        day => Some(day.parse::<NaiveDate>().map_err(|_| PageError::NotFound)?),
    };
    let organisation = view.organisation;
    let mut connection = store.pool().acquire().await?;
    let day = match asked {
        Some(day) => Some(day),
        None => reminders::days_around(&mut connection, organisation, None).await?.0,
    };
    let (mut said, mut around) = (Vec::new(), (None, None));
    if let Some(day) = day {
        let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        said = reminders::said_on(&mut connection, view, day, limit).await?;
        around = reminders::days_around(&mut connection, organisation, Some(day)).await?;
    }
    drop(connection);
    let cut = (said.len() > SHOWN).then(|| visit.texts().with("reminders-first", &[("count", SHOWN)]));
    said.truncate(SHOWN);
    let rows = said.into_iter().map(|said| row(said, visit.now(), visit.texts()));
    let link = |day: Option<NaiveDate>| day.map(|day| format!("{PATH}?day={day}"));
    show(&DayPage {
        page: Page::new(&visit),
        day,
        rows: rows.collect(),
        cut,
        before: link(around.0),
        after: link(around.1),
        may_set: Permission::ManageReminders.is_given_to(&official.actor),
    })
}

fn row(said: Said, now: DateTime<Utc>, texts: &Texts) -> Row {
    let counted = |key: &str, days: i64| texts.with(key, &[("days", days)]);
    // A term of five days ends with the status that it was for; what was redirected in time is done.
    let over = said.clock == TermClock::Registration && !said.status.is_before_registration();
    // What another organisation is to answer is wanted when the appeal is over here too.
    let ended = said.assignment.is_none() && (over || said.status.is_final());
    let done = said.done_at.is_some() || ended;
    let silent = said.clock == TermClock::Silence;
    let (state, tone) = match term_state(said.due_on, None, now, SOON_DAYS) {
        _ if done => (texts.get("reminder-done").into_owned(), "good"),
        _ if silent => (texts.get("reminder-silent").into_owned(), "bad"),
        TermState::Today => (texts.get("term-today").into_owned(), "warn"),
        TermState::Overdue { days } => (counted("term-overdue", days), "bad"),
        TermState::Fresh { days } | TermState::Soon { days } => (counted("term-soon", days), "warn"),
        TermState::Met | TermState::Missed { .. } => (String::new(), ""),
    };
    Row {
        path: match said.assignment {
            Some(id) => format!("/work/assignments/{id}"),
            None => format!("/work/appeals/{}", said.number.digits()),
        },
        said,
        state,
        tone,
    }
}
