//! `/exchange`: packages that went out and that came, newest first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;
use zvarot_actions::exchange::may_see;
use zvarot_domain::permissions::Permission;
use zvarot_domain::{AppealNumber, IncomingState, PackageState};
use zvarot_locale::Texts;
use zvarot_store::Store;
use zvarot_store::smdo::{self, IncomingRecord, PackageRecord, Subscription, Wanted};
use zvarot_web::{
    After, Choice, FormState, FormValues, Page, PageError, Position, SignedIn, Visit, show,
};

use super::{incoming_text, incoming_tone, state_text, tone, trouble_text};

const PATH: &str = "/exchange";
const SHOWN: usize = 50;

/// A package in words.
struct Shown {
    path: String,
    at: DateTime<Utc>,
    number: String,
    organisation: String,
    other_side: String,
    state: String,
    tone: &'static str,
    error: String,
    count: i64,
}

#[derive(Template)]
#[template(path = "exchange/list.html")]
struct ListPage {
    page: Page,
    form: FormState,
    states: Vec<Choice>,
    incoming: bool,
    /// The consent was changed just now.
    saved: bool,
    /// All organisations' packages are shown.
    all: bool,
    may_subscribe: bool,
    subscription: Option<Subscription>,
    entries: Vec<Shown>,
    first: Option<String>,
    next: Option<String>,
}

/// The filter.
#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    side: String,
    #[serde(default)]
    state: String,
    /// What was done before the redirect here.
    #[serde(default)]
    done: String,
}

/// `GET /exchange?side=&state=&after=`
pub async fn page(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(store): State<Store>,
    Query(filter): Query<Filter>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    let (texts, organisation) = (visit.texts(), actor.organisation());
    may_see(&actor, organisation)?;
    let all = Permission::SeeAllExchange.is_given_to(&actor);
    let mut connection = store.pool().acquire().await?;
    let wanted = Wanted {
        organisation: organisation.filter(|_| !all),
        before: after.pair(),
        limit: i64::try_from(SHOWN + 1).unwrap_or(i64::MAX),
    };
    let incoming = filter.side == "incoming";
    let path = format!("{PATH}?side={}&state={}", if incoming { "incoming" } else { "" }, known(&filter));
    let (entries, next) = if incoming {
        let state = IncomingState::from_code(&filter.state);
        let mut records = smdo::incoming_records(&mut connection, wanted, state).await?;
        let next = After::next(&path, &mut records, SHOWN, |record| Position { at: record.received_at, id: record.id });
        (records.iter().map(|record| came(record, texts)).collect(), next)
    } else {
        let state = PackageState::from_code(&filter.state);
        let mut records = smdo::package_records(&mut connection, wanted, state).await?;
        let next = After::next(&path, &mut records, SHOWN, |record| Position { at: record.created_at, id: record.id });
        (records.iter().map(|record| went(record, texts)).collect(), next)
    };
    let subscription = match organisation {
        Some(organisation) => smdo::subscription(&mut connection, organisation).await?,
        None => None,
    };
    let subscription = subscription.filter(|subscription| subscription.active);
    let values = FormValues::default().with("state", known(&filter));
    show(&ListPage {
        page: Page::new(&visit),
        form: FormState::new(values),
        states: states(incoming, texts),
        incoming,
        saved: filter.done == "saved",
        all,
        may_subscribe: Permission::ManageExchange.is_given_to(&actor),
        subscription,
        entries,
        first: after.first(&path),
        next,
    })
}

/// The state asked for, if there is one; what goes into links is nothing that somebody typed.
fn known(filter: &Filter) -> &'static str {
    let incoming = IncomingState::from_code(&filter.state).map(IncomingState::code);
    let outgoing = PackageState::from_code(&filter.state).map(PackageState::code);
    if filter.side == "incoming" { incoming.unwrap_or("") } else { outgoing.unwrap_or("") }
}

fn states(incoming: bool, texts: &Texts) -> Vec<Choice> {
    let any = Choice::new("", texts.get("exchange-any-state"));
    let mut states = vec![any];
    if incoming {
        let shown = IncomingState::ALL.into_iter().filter(|state| *state != IncomingState::Applied);
        states.extend(shown.map(|state| Choice::new(state.code(), incoming_text(state, texts))));
    } else {
        states.extend(PackageState::ALL.map(|state| Choice::new(state.code(), state_text(state, texts))));
    }
    states
}

fn number(number: Option<i64>) -> String {
    let number = number.and_then(|number| AppealNumber::from_i64(number).ok());
    number.map_or_else(String::new, |number| number.to_string())
}

/// The organisation in the reader's language.
fn name(russian: &Option<String>, belarusian: &Option<String>, texts: &Texts) -> String {
    let (russian, belarusian) = (russian.as_deref(), belarusian.as_deref());
    texts.choose(russian.unwrap_or_default(), belarusian.unwrap_or_default()).to_owned()
}

fn went(record: &PackageRecord, texts: &Texts) -> Shown {
    let state = PackageState::from_code(&record.state);
    Shown {
        path: link("packages", record.id),
        at: record.created_at,
        number: match record.kind.as_str() {
            "acknowledgement" => texts.get("exchange-acknowledgement").into_owned(),
            _ => number(record.appeal_number),
        },
        organisation: name(&record.organisation_ru, &record.organisation_be, texts),
        other_side: record.receiver_code.clone(),
        state: state.map_or_else(|| record.state.clone(), |state| state_text(state, texts)),
        tone: state.map_or("", tone),
        error: record.last_error.as_deref().map(|error| trouble_text(error, texts)).unwrap_or_default(),
        count: record.attempts,
    }
}

fn came(record: &IncomingRecord, texts: &Texts) -> Shown {
    let state = IncomingState::from_code(&record.state);
    Shown {
        path: link("incoming", record.id),
        at: record.received_at,
        number: number(record.appeal_number),
        organisation: name(&record.organisation_ru, &record.organisation_be, texts),
        other_side: record.sender_code.clone(),
        state: state.map_or_else(|| record.state.clone(), |state| incoming_text(state, texts)),
        tone: state.map_or("", incoming_tone),
        error: String::new(),
        count: i64::from(record.faults),
    }
}

fn link(kind: &str, id: Uuid) -> String {
    format!("{PATH}/{kind}/{id}")
}
