//! `/organisation/journal` (REG-03): how registration indexes are made, what comes next, the journals of each year.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Datelike;
use serde::Deserialize;
use zvarot_actions::journal::{self, Sample};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::registration::{JournalForm, JournalRules, Series};
use zvarot_domain::{Faults, minsk};
use zvarot_store::journals::Journal;
use zvarot_web::{Choice, FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

const PATH: &str = "/organisation/journal";
const LABELS: &[(&str, &str)] = &[
    ("template", "journal-template"),
    ("series", "journal-series"),
    ("collective_sign", "journal-collective"),
    ("anonymous_sign", "journal-anonymous"),
    ("sign", "journal-sign"),
    ("next", "journal-next"),
];

const FIELDS: [(&str, &str); 5] = [
    ("{letter}", "journal-field-letter"),
    ("{number}", "journal-field-number"),
    ("{number:4}", "journal-field-digits"),
    ("{year}", "journal-field-year"),
    ("{year2}", "journal-field-year2"),
];

#[derive(Template)]
#[template(path = "journal/page.html")]
struct JournalPage {
    page: Page,
    form: FormState,
    /// Where a journal goes on.
    going: FormState,
    series: Vec<Choice>,
    /// Whether each sign is numbered by itself: then a journal is named by its sign.
    by_sign: bool,
    /// What can stand in a template, and the keys of what it means.
    fields: [(&'static str, &'static str); 5],
    /// Of whom an index is, and the index.
    next: Vec<(&'static str, Option<String>)>,
    /// That the next year begins anew, and with which index.
    restart: Option<String>,
    journals: Vec<Journal>,
    done: bool,
}

/// What was done just now.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /organisation/journal`
pub async fn page(visit: Visit, official: Official, State(actions): State<Actions>, Query(query): Query<Done>) -> Result<Response, PageError> {
    let opened = open(&actions, &official).await?;
    let form = FormState::new(values(&opened.0));
    show(&shown(&visit, &official, &actions, opened, form, FormState::default(), !query.done.is_empty()).await?)
}

/// `POST /organisation/journal`: the button `look` shows what would come next, the other one sets it.
pub async fn submit(visit: Visit, official: Official, State(actions): State<Actions>, ProtectedForm(posted): ProtectedForm) -> Result<Response, PageError> {
    let opened = open(&actions, &official).await?;
    let text = |name: &str| posted.get(name).to_owned();
    let form = JournalForm {
        template: text("template"),
        collective_sign: text("collective_sign"),
        anonymous_sign: text("anonymous_sign"),
        series: text("series"),
    };
    let set = match posted.unreadable() {
        faults if !faults.is_empty() => Err(ActionError::Invalid(faults)),
        _ if posted.has("look") => form.read().map(Some).map_err(ActionError::Invalid),
        _ => journal::set_rules(&actions, &visit.cause(), &visit.client(), &official.actor, posted.get("version"), &form).await.map(|()| None),
    };
    match set {
        Ok(None) => Ok(Redirect::to(&format!("{PATH}?done=saved")).into_response()),
        Ok(Some(rules)) => show(&shown(&visit, &official, &actions, (rules, opened.1), FormState::new(posted), FormState::default(), false).await?),
        Err(ActionError::Invalid(faults)) => {
            let form = failed(&visit, posted, &faults);
            show_failed(&shown(&visit, &official, &actions, opened, form, FormState::default(), false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /organisation/journal/next`: where a journal goes on.
pub async fn go_on(visit: Visit, official: Official, State(actions): State<Actions>, ProtectedForm(posted): ProtectedForm) -> Result<Response, PageError> {
    let opened = open(&actions, &official).await?;
    let (sign, next) = (posted.get("sign"), posted.get("next"));
    let done = match posted.unreadable() {
        faults if !faults.is_empty() => Err(ActionError::Invalid(faults)),
        _ => journal::go_on(&actions, &visit.cause(), &visit.client(), &official.actor, sign, next).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{PATH}?done=saved")).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let (form, going) = (FormState::new(values(&opened.0)), failed(&visit, posted, &faults));
            show_failed(&shown(&visit, &official, &actions, opened, form, going, false).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn open(actions: &Actions, official: &Official) -> Result<(JournalRules, Vec<Journal>), PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    Ok(journal::open(&mut connection, &official.actor).await?)
}

fn failed(visit: &Visit, posted: FormValues, faults: &Faults) -> FormState {
    FormState::failed(posted, faults, visit.texts()).labelled(LABELS, visit.texts())
}

fn values(rules: &JournalRules) -> FormValues {
    FormValues::default()
        .with("template", rules.template.as_str())
        .with("collective_sign", rules.collective_sign.as_str())
        .with("anonymous_sign", rules.anonymous_sign.as_str())
        .with("series", rules.series.code())
        .with("version", journal::version_of(rules))
}

async fn shown(
    visit: &Visit,
    official: &Official,
    actions: &Actions,
    (rules, journals): (JournalRules, Vec<Journal>),
    form: FormState,
    going: FormState,
    done: bool,
) -> Result<JournalPage, PageError> {
    let (texts, year) = (visit.texts(), minsk::date(visit.now()).year());
    let mut connection = actions.store.pool().acquire().await?;
    let next = journal::preview(&mut connection, &official.actor, &rules, &journals, year).await?;
    let of_next_year = journal::preview(&mut connection, &official.actor, &rules, &journals, year + 1).await?;
    let failed = form.has_faults() || going.has_faults();
    Ok(JournalPage {
        page: if failed { Page::failed(visit) } else { Page::new(visit) },
        form,
        going,
        series: Series::ALL.map(|series| Choice::new(series.code(), texts.get(&format!("journal-series-{series}")))).into(),
        by_sign: rules.series == Series::Sign,
        fields: FIELDS,
        next: next.into_iter().map(|next| (key_of(next.whose), next.index)).collect(),
        restart: of_next_year.into_iter().next().and_then(|next| next.index).map(|index| {
            texts.with("journal-restart", &[("year", (year + 1).to_string()), ("index", index)])
        }),
        journals,
        done,
    })
}

fn key_of(whose: Sample) -> &'static str {
    match whose {
        Sample::Person => "journal-of-person",
        Sample::LegalEntity => "journal-of-legal-entity",
        Sample::Collective => "journal-of-collective",
        Sample::Anonymous => "journal-of-anonymous",
    }
}
