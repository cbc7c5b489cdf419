//! `/organisation/hours` (REG-07): the working week of an organisation, its days off and days of other hours. Each change is
//! looked at first: how many terms of open appeals it would move. `?unp=`: the chief administrator sets another one's.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use zvarot_actions::{ActionError, Actions, hours};
use zvarot_domain::OrganisationId;
use zvarot_domain::calendar::{Exception, Schedule, ScheduleChange, ScheduleForm};
use zvarot_domain::minsk;
use zvarot_store::{PgConnection, organisations};
use zvarot_web::{Choice, FormState, FormValues, Page, PageError, ProtectedForm, SignedIn, Visit, show, show_failed};

use super::look::{Look, LookPage};

const PATH: &str = "/organisation/hours";
const LABELS: &[(&str, &str)] = &[
    ("mon", "hours-mon"),
    ("tue", "hours-tue"),
    ("wed", "hours-wed"),
    ("thu", "hours-thu"),
    ("fri", "hours-fri"),
    ("sat", "hours-sat"),
    ("sun", "hours-sun"),
    ("first", "hours-first"),
    ("last", "hours-last"),
    ("hours", "hours-of-day"),
    ("kind", "hours-kind"),
];
/// The fields that the look gives on.
const FIELDS: [&str; 13] =
    ["version", "unp", "kind", "first", "last", "hours", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A version in words.
struct Version {
    number: i32,
    at: DateTime<Utc>,
    by: Option<String>,
}

/// A day that is not as the week and the national calendar say.
struct OwnDay {
    /// `yyyy-mm-dd`
    day: String,
    short: String,
    words: String,
    /// None: not worked.
    hours: Option<String>,
}

#[derive(Template)]
#[template(path = "hours/page.html")]
struct HoursPage {
    page: Page,
    /// Whose hours.
    name: String,
    /// Empty: the own organisation's.
    unp: String,
    version: i32,
    /// The field of each weekday and the key of its name.
    week: Vec<(String, String)>,
    /// From today on.
    exceptions: Vec<OwnDay>,
    versions: Vec<Version>,
    /// The week.
    form: FormState,
    /// New days.
    days: FormState,
    kinds: Vec<Choice>,
    changed: bool,
}

#[derive(Template)]
#[template(path = "hours/choose.html")]
struct ChoosePage {
    page: Page,
    form: FormState,
}

/// Whose, and what was just done.
#[derive(Default, Deserialize)]
pub struct Shown {
    #[serde(default)]
    unp: String,
    #[serde(default)]
    done: String,
}

/// `GET /organisation/hours?unp=`
pub async fn page(visit: Visit, person: SignedIn, State(actions): State<Actions>, Query(shown): Query<Shown>) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let named = named(&mut connection, &shown.unp).await?;
    let unp = shown.unp.trim();
    if named.is_none() && hours::may_name(&person.actor) {
        let form = FormState::new(FormValues::default().with("unp", unp));
        let form = if unp.is_empty() { form } else { unknown(&visit, unp) };
        let page = ChoosePage { page: if form.has_faults() { Page::failed(&visit) } else { Page::new(&visit) }, form };
        return if page.form.has_faults() { show_failed(&page) } else { show(&page) };
    }
    let organisation = hours::owner(&person.actor, named)?;
    show(&hours_page(&visit, &mut connection, organisation, unp, None, shown.done == "changed").await?)
}

/// `POST /organisation/hours`: a look at the change first, then the change.
pub async fn submit(visit: Visit, person: SignedIn, State(actions): State<Actions>, ProtectedForm(values): ProtectedForm) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let unp = values.get("unp").trim().to_owned();
    let named = named(&mut connection, &unp).await?;
    let organisation = hours::owner(&person.actor, named)?;
    let form = read(&values);
    let version = values.get("version").parse().map_err(|_| PageError::BadRequest)?;
    let unreadable = values.unreadable();
    let (cause, actor) = (visit.cause(), &person.actor);
    let done = match unreadable.is_empty() {
        false => Err(ActionError::Invalid(unreadable)),
        true if values.has("send") => hours::change(&actions, &cause, &visit.client(), actor, named, version, &form).await.map(|()| None),
        true => hours::look(&actions, &cause, actor, named, &form).await.map(Some),
    };
    match done {
        Ok(None) => {
            let of = if unp.is_empty() { String::new() } else { format!("&unp={unp}") };
            Ok(Redirect::to(&format!("{PATH}?done=changed{of}")).into_response())
        }
        Ok(Some(moved)) => show(&LookPage::new(&visit, look(&visit, &values, &form), moved)),
        Err(ActionError::Invalid(faults)) => {
            let state = FormState::failed(values, &faults, visit.texts()).labelled(LABELS, visit.texts());
            show_failed(&hours_page(&visit, &mut connection, organisation, &unp, Some(state), false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn unknown(visit: &Visit, unp: &str) -> FormState {
    let faults = vec![zvarot_domain::Fault::new("unp", zvarot_domain::FaultCode::UnknownChoice)];
    FormState::failed(FormValues::default().with("unp", unp), &faults, visit.texts()).labelled(&[("unp", "hours-unp")], visit.texts())
}

/// The organisation of a УНП. None: none is named, or there is no such one.
async fn named(connection: &mut PgConnection, unp: &str) -> Result<Option<OrganisationId>, PageError> {
    match unp.trim() {
        unp if unp.len() == 9 && unp.bytes().all(|byte| byte.is_ascii_digit()) => Ok(organisations::by_unp(connection, unp).await?),
        _ => Ok(None),
    }
}

fn read(values: &FormValues) -> ScheduleForm {
    let text = |name: &str| values.get(name).to_owned();
    ScheduleForm { kind: text("kind"), week: Schedule::WEEKDAYS.map(text), first: text("first"), last: text("last"), hours: text("hours") }
}

/// What is about to be done, in words.
fn look(visit: &Visit, values: &FormValues, form: &ScheduleForm) -> Look {
    let texts = visit.texts();
    let lines = if form.kind == ScheduleChange::SetWeek.code() {
        let off = texts.get("hours-day-off").into_owned();
        let line = |(day, typed): (&str, &String)| {
            let hours = if typed.trim().is_empty() { off.clone() } else { typed.trim().to_owned() };
            format!("{}: {hours}", texts.get(&format!("hours-{day}")))
        };
        Schedule::WEEKDAYS.into_iter().zip(&form.week).map(line).collect()
    } else {
        let day = |typed: &str| typed.trim().parse().map_or_else(|_| typed.trim().to_owned(), |day: NaiveDate| texts.date_short(day));
        let last = if form.last.trim().is_empty() { &form.first } else { &form.last };
        let key = format!("hours-look-{}", form.kind.replace('_', "-"));
        vec![texts.with(&key, &[("first", day(&form.first)), ("last", day(last)), ("hours", form.hours.trim().to_owned())])]
    };
    let kept = FIELDS.iter().map(|name| (*name, values.get(name).to_owned())).collect();
    let back = match values.get("unp").trim() {
        "" => PATH.to_owned(),
        unp if unp.bytes().all(|byte| byte.is_ascii_digit()) => format!("{PATH}?unp={unp}"),
        _ => PATH.to_owned(),
    };
    Look { action: PATH, back, title: "nav-hours", lines, kept }
}

async fn hours_page(
    visit: &Visit,
    connection: &mut PgConnection,
    organisation: OrganisationId,
    unp: &str,
    failed: Option<FormState>,
    changed: bool,
) -> Result<HoursPage, PageError> {
    let texts = visit.texts();
    let (schedule, version, versions) = hours::open(&mut *connection, organisation).await?;
    let owner = organisations::get(connection, organisation).await?.ok_or(PageError::NotFound)?;
    let today = minsk::date(visit.now());
    let week = schedule.week();
    let now = Schedule::WEEKDAYS.iter().zip(week).fold(FormValues::default(), |values, (day, hours)| {
        values.with(day, hours.map_or_else(String::new, |hours| hours.to_string()))
    });
    let usual = || FormState::new(FormValues::default().with("kind", ScheduleChange::AddDaysOff.code()));
    let page = if failed.is_some() { Page::failed(visit) } else { Page::new(visit) };
    let (form, days) = match failed {
        Some(failed) if failed.value("kind") == ScheduleChange::SetWeek.code() => (failed, usual()),
        Some(failed) => (FormState::new(now), failed),
        None => (FormState::new(now), usual()),
    };
    let coming = schedule.exceptions().range(today..);
    let exceptions = coming.map(|(day, exception)| {
        let hours = match exception {
            Exception::DayOff => None,
            Exception::Hours(hours) => Some(hours.to_string()),
        };
        OwnDay { day: day.to_string(), short: texts.date_short(*day), words: texts.date_with_weekday(*day), hours }
    });
    Ok(HoursPage {
        page,
        name: owner.name(visit.locale()).to_owned(),
        unp: unp.to_owned(),
        version,
        week: Schedule::WEEKDAYS.map(|day| (day.to_owned(), format!("hours-{day}"))).into(),
        exceptions: exceptions.collect(),
        versions: versions.into_iter().map(|one| Version { number: one.version, at: one.created_at, by: one.created_by }).collect(),
        form,
        days,
        kinds: [ScheduleChange::AddDaysOff, ScheduleChange::AddHours]
            .map(|kind| Choice::new(kind.code(), texts.get(&format!("hours-{}", kind.code().replace('_', "-")))))
            .into(),
        changed,
    })
}
