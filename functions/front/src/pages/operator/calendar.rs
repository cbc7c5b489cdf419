//! `/operator/calendar`: the national calendar of working days (REG-07), year by year. Each change is a version of its own;
//! the terms of open appeals follow it in the background.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use zvarot_actions::{ActionError, Actions, operator};
use zvarot_domain::calendar::{ChangeForm, ChangeKind, Transfer};
use zvarot_domain::permissions::Permission;
use zvarot_domain::{NationalCalendar, minsk};
use zvarot_store::calendars::{self, NationalVersion};
use zvarot_store::{PgConnection, appeals};
use zvarot_web::{Choice, FormState, FormValues, Operator, Page, PageError, ProtectedForm, Visit, show, show_failed};

const PATH: &str = "/operator/calendar";
const LABELS: &[(&str, &str)] =
    &[("kind", "calendar-change"), ("day", "calendar-day"), ("working", "calendar-working"), ("act", "calendar-act")];
/// What is offered besides the year before.
const YEARS_AHEAD: i32 = 3;
/// Terms that wait are counted to this.
const COUNTED: i64 = 10_000;

#[derive(Template)]
#[template(path = "operator/calendar.html")]
struct CalendarPage {
    page: Page,
    year: i32,
    years: Vec<i32>,
    version: NationalVersion,
    /// Otherwise the permanent rules hold.
    published: bool,
    /// Each with its words.
    holidays: Vec<(NaiveDate, String)>,
    transfers: Vec<Transfer>,
    /// Open appeals whose terms are still to be computed anew.
    waiting: Option<String>,
    changed: bool,
    form: FormState,
    kinds: Vec<Choice>,
}

/// Which year, and what was just done.
#[derive(Default, Deserialize)]
pub struct Shown {
    year: Option<i32>,
    #[serde(default)]
    done: String,
}

/// `GET /operator/calendar?year=`
pub async fn page(visit: Visit, operator: Operator, State(actions): State<Actions>, Query(shown): Query<Shown>) -> Result<Response, PageError> {
    super::allow(&operator.actor, Permission::ManageNationalCalendar)?;
    let mut connection = actions.store.pool().acquire().await?;
    let form = FormState::new(FormValues::default().with("kind", ChangeKind::AddHoliday.code()));
    let changed = shown.done == "changed";
    show(&calendar(&visit, &mut connection, shown.year, form, changed).await?)
}

/// `POST /operator/calendar`
pub async fn change(
    visit: Visit,
    operator: Operator,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let text = |name: &str| values.get(name).to_owned();
    let form = ChangeForm { kind: text("kind"), day: text("day"), working: text("working"), act: text("act") };
    let version = values.get("version").parse().map_err(|_| PageError::BadRequest)?;
    let year = values.get("year").parse().ok();
    let unreadable = values.unreadable();
    let done = if unreadable.is_empty() {
        operator::change_calendar(&actions, &visit.cause(), &visit.client(), &operator.actor, version, &form).await
    } else {
        super::allow(&operator.actor, Permission::ManageNationalCalendar)?;
        Err(ActionError::Invalid(unreadable))
    };
    match done {
        Ok(()) => {
            let of_day = form.day.parse::<NaiveDate>().ok().map(|day| day.year()).or(year);
            let year = of_day.map_or_else(String::new, |year| format!("&year={year}"));
            Ok(Redirect::to(&format!("{PATH}?done=changed{year}")).into_response())
        }
        Err(ActionError::Invalid(faults)) => {
            let mut connection = actions.store.pool().acquire().await?;
            let form = FormState::failed(values, &faults, visit.texts()).labelled(LABELS, visit.texts());
            show_failed(&calendar(&visit, &mut connection, year, form, false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn calendar(visit: &Visit, connection: &mut PgConnection, year: Option<i32>, form: FormState, changed: bool) -> Result<CalendarPage, PageError> {
    let texts = visit.texts();
    let version = calendars::national(&mut *connection).await?.ok_or(PageError::NotFound)?;
    let national = NationalCalendar::from_value(version.data.clone()).map_err(anyhow::Error::from)?;
    let this_year = minsk::date(visit.now()).year();
    let years: Vec<i32> = (this_year - 1..=this_year + YEARS_AHEAD).collect();
    let year = year.filter(|year| years.contains(year)).unwrap_or(this_year);
    let waiting = appeals::outdated_count(connection, COUNTED).await?;
    Ok(CalendarPage {
        page: if form.has_faults() { Page::failed(visit) } else { Page::new(visit) },
        published: national.is_published(year),
        holidays: national.holidays(year).into_iter().map(|day| (day, texts.date_with_weekday(day))).collect(),
        transfers: national.transfers(year).cloned().collect(),
        waiting: (waiting > 0).then(|| texts.with("calendar-waiting", &[("count", waiting)])),
        kinds: [ChangeKind::AddHoliday, ChangeKind::AddTransfer].map(|kind| Choice::new(kind.code(), texts.get(&format!("calendar-{}", kind.code().replace('_', "-"))))).into(),
        year,
        years,
        version,
        changed,
        form,
    })
}
