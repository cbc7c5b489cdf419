//! `/operator/deliveries`: every message to a person, by which way, how often tried and with what result (NOT-03).
//! Who it went to is the login; neither addresses nor contents are shown.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use zvarot_domain::permissions::Permission;
use zvarot_domain::{AppealNumber, DeliveryId, MessageKind};
use zvarot_locale::Texts;
use zvarot_store::deliveries::{self, Attempt, Channel, DeliveryRecord, DeliveryState};
use zvarot_store::{Store, accounts};
use zvarot_web::{
    After, Choice, FormState, FormValues, Operator, Page, PageError, Position, Visit, show,
};

const PATH: &str = "/operator/deliveries";
const SHOWN: usize = 50;

/// A record in words.
struct Shown {
    id: DeliveryId,
    /// Or that there is no cabinet.
    login: String,
    channel: String,
    kind: String,
    state: String,
    tone: &'static str,
    number: Option<String>,
    attempts: i64,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

#[derive(Template)]
#[template(path = "operator/deliveries.html")]
struct DeliveriesPage {
    page: Page,
    form: FormState,
    states: Vec<Choice>,
    /// A login was asked for that nobody has.
    unknown_login: bool,
    entries: Vec<Shown>,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "operator/delivery.html")]
struct DeliveryPage {
    page: Page,
    entry: Shown,
    handed_over_at: Option<DateTime<Utc>>,
    attempts: Vec<ShownAttempt>,
    /// It was handed over and nobody knows what became of it.
    unknown: bool,
}

struct ShownAttempt {
    at: DateTime<Utc>,
    result: String,
    reason: String,
    next_attempt_at: Option<DateTime<Utc>>,
}

/// The filter.
#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    login: String,
}

/// `GET /operator/deliveries?state=&login=&after=`
pub async fn list(
    visit: Visit,
    operator: Operator,
    State(store): State<Store>,
    Query(filter): Query<Filter>,
    Query(after): Query<After>,
) -> Result<Response, PageError> {
    super::allow(&operator.actor, Permission::SeeDeliveries)?;
    let texts = visit.texts();
    let state = DeliveryState::from_code(&filter.state);
    let login = filter.login.trim();
    let mut connection = store.pool().acquire().await?;
    let account = match login {
        "" => None,
        login => accounts::by_login(&mut connection, login).await?,
    };
    let unknown_login = !login.is_empty() && account.is_none();
    let mut records = Vec::new();
    if !unknown_login {
        let account = account.map(|(id, _)| id);
        let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        records = deliveries::records(&mut connection, state, account, after.pair(), limit).await?;
    }
    let path = path(&filter);
    let next = After::next(&path, &mut records, SHOWN, |record| Position {
        at: record.created_at,
        id: record.id.0,
    });
    let states =
        DeliveryState::ALL.map(|state| Choice::new(state.code(), texts.get(&state_key(state))));
    let any = Choice::new("", texts.get("deliveries-any-state"));
    let values = FormValues::default()
        .with("state", state.map_or("", DeliveryState::code))
        .with("login", login);
    show(&DeliveriesPage {
        page: Page::new(&visit),
        form: FormState::new(values),
        states: std::iter::once(any).chain(states).collect(),
        unknown_login,
        entries: records.iter().map(|record| shown(record, texts)).collect(),
        first: after.first(&path),
        next,
    })
}

/// `GET /operator/deliveries/{id}`
pub async fn one(
    visit: Visit,
    operator: Operator,
    State(store): State<Store>,
    Path(id): Path<DeliveryId>,
) -> Result<Response, PageError> {
    super::allow(&operator.actor, Permission::SeeDeliveries)?;
    let mut connection = store.pool().acquire().await?;
    let record = deliveries::record(&mut connection, id).await?;
    let record = record.ok_or(PageError::NotFound)?;
    let attempts = deliveries::attempts(&mut connection, id).await?;
    let texts = visit.texts();
    show(&DeliveryPage {
        page: Page::new(&visit),
        entry: shown(&record, texts),
        handed_over_at: record.handed_over_at,
        attempts: attempts
            .into_iter()
            .map(|attempt| shown_attempt(attempt, texts))
            .collect(),
        unknown: record.state == DeliveryState::Unknown.code(),
    })
}

fn path(filter: &Filter) -> String {
    let encode = |text: &str| utf8_percent_encode(text.trim(), NON_ALPHANUMERIC).to_string();
    let given = [("state", &filter.state), ("login", &filter.login)];
    let given = given
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty());
    let query: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if query.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}?{}", query.join("&"))
    }
}

fn state_key(state: DeliveryState) -> String {
    format!("delivery-state-{}", state.code().replace('_', "-"))
}

fn shown(record: &DeliveryRecord, texts: &Texts) -> Shown {
    let state = DeliveryState::from_code(&record.state);
    let kind = MessageKind::from_code(&record.kind);
    let channel = Channel::from_code(&record.channel);
    // A newer version may have written what this one has no words for.
    let words = |key: Option<String>, code: &str| {
        key.map_or_else(|| code.to_owned(), |key| texts.get(&key).into_owned())
    };
    Shown {
        id: record.id,
        login: record.login.clone().unwrap_or_else(|| texts.get("deliveries-no-cabinet").into_owned()),
        channel: words(
            channel.map(|channel| format!("delivery-channel-{}", channel.code())),
            &record.channel,
        ),
        kind: words(
            kind.map(|kind| format!("delivery-kind-{}", kind.key())),
            &record.kind,
        ),
        state: words(state.map(state_key), &record.state),
        tone: match state {
            Some(DeliveryState::Sent) => "good",
            Some(DeliveryState::Failed) => "bad",
            Some(DeliveryState::Unknown) => "warn",
            Some(DeliveryState::Cancelled) => "calm",
            _ => "",
        },
        number: record
            .appeal_number
            .and_then(|number| AppealNumber::from_i64(number).ok())
            .map(|number| number.to_string()),
        attempts: record.attempts,
        created_at: record.created_at,
        finished_at: record.finished_at,
    }
}

fn shown_attempt(attempt: Attempt, texts: &Texts) -> ShownAttempt {
    let key = format!("delivery-result-{}", attempt.result);
    ShownAttempt {
        at: attempt.at,
        result: if texts.has(&key) {
            texts.get(&key).into_owned()
        } else {
            attempt.result
        },
        reason: attempt.reason,
        next_attempt_at: attempt.next_attempt_at,
    }
}
