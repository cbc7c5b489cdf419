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

use crate::pages::look::{Look, LookPage};

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

/// `POST /operator/calendar`: a look at the change first, then the change.
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
    let cause = visit.cause();
    let done = if unreadable.is_empty() && values.has("send") {
        operator::change_calendar(&actions, &cause, &visit.client(), &operator.actor, version, &form).await.map(|()| None)
    } else if unreadable.is_empty() {
        operator::look_at_calendar(&actions, &cause, &operator.actor, &form).await.map(Some)
    } else {
        super::allow(&operator.actor, Permission::ManageNationalCalendar)?;
        Err(ActionError::Invalid(unreadable))
    };
    match done {
        Ok(Some(moved)) => show(&LookPage::new(&visit, look(&visit, &values, &form), moved)),
        Ok(None) => {
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

/// What is about to be done, in words.
fn look(visit: &Visit, values: &FormValues, form: &ChangeForm) -> Look {
    let texts = visit.texts();
    let day = |typed: &str| typed.trim().parse().map_or_else(|_| typed.trim().to_owned(), |day| texts.date_short(day));
    let key = format!("calendar-look-{}", form.kind.replace('_', "-"));
    let line = texts.with(&key, &[("day", day(&form.day)), ("working", day(&form.working)), ("act", form.act.trim().to_owned())]);
    let kept = ["version", "year", "kind", "day", "working", "act"].map(|name| (name, values.get(name).to_owned()));
    Look { action: PATH, back: PATH.to_owned(), title: "nav-calendar", lines: vec![line], kept: kept.into() }
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
