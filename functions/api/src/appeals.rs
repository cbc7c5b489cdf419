//! `GET /v1/appeals/{number}`: where an appeal of the client's organisation stands.

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};
use zvarot_actions::api_access;
use zvarot_domain::{AppealNumber, EventKind, Form, Kind, Outcome, Status, machine};
use zvarot_locale::{Locale, Texts};
use zvarot_store::appeals::{Appeal, Event};

use crate::{
    access::Caller,
    context::Api,
    problem::{self, ApiError, Problem, ProblemDocument},
};

/// Where an appeal stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppealStatus {
    /// № в СО: ten digits, the last one a check.
    #[schema(pattern = r"^[0-9]{10}$")]
    number: String,
    kind: KindName,
    form: FormName,
    status: StatusName,
    /// When it was handed in.
    submitted_at: DateTime<Utc>,
    /// When it was registered.
    registered_at: Option<DateTime<Utc>>,
    /// The day of registration in Minsk, from which the terms are counted.
    registered_on: Option<NaiveDate>,
    /// The registration index.
    registration_index: Option<String>,
    /// The number of the case.
    case_number: Option<String>,
    terms: Terms,
    /// How it ended.
    outcome: Option<OutcomeName>,
    completed_at: Option<DateTime<Utc>>,
    /// What happened, oldest first.
    history: Vec<HistoryEntry>,
}

/// The terms of an appeal. Whether they are kept follows from them and from the present moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Terms {
    /// Until when it had to be registered.
    registration_limit_at: DateTime<Utc>,
    /// The length of consideration: `15d` (days), `1m` (months), `5wd` (working days); none where the day was set by hand.
    #[schema(pattern = "^[0-9]+(d|m|wd)$")]
    term: Option<String>,
    /// The last day of consideration.
    due_on: Option<NaiveDate>,
    /// The last day to tell the applicant if consideration takes longer.
    notice_due_on: Option<NaiveDate>,
}

/// An entry of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    at: DateTime<Utc>,
    event: EventName,
    /// The status that the appeal had from then on, where the event changed it.
    status: Option<StatusName>,
}

/// A value of a dictionary: a stable code for programs and a name for people.
macro_rules! named {
    ($( $(#[$attribute:meta])* $name:ident of $type:ty, $prefix:literal; )+) => { $(
        $(#[$attribute])*
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $name {
            #[schema(schema_with = $name::codes)]
            code: &'static str,
            /// In the language asked for by `Accept-Language`.
            name: String,
        }

        impl $name {
            fn new(value: $type, texts: &Texts) -> Self {
                let code = value.code();
                let key = format!(concat!($prefix, "{}"), code.replace('_', "-"));
                Self { code, name: texts.get(&key).into_owned() }
            }

            fn codes() -> Object {
                let codes = <$type>::ALL.map(<$type>::code);
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build()
            }
        }
    )+ };
}

named! {
    /// A status (статус).
    StatusName of Status, "status-";
    /// A kind of appeal (вид).
    KindName of Kind, "kind-";
    /// A form of submission (форма подачи).
    FormName of Form, "form-";
    /// An outcome (результат рассмотрения).
    OutcomeName of Outcome, "outcome-";
    /// An event of the history (ход рассмотрения).
    EventName of EventKind, "document-event-";
}

/// Get the status of an appeal
///
/// Status, dates, registration index, terms, outcome and history of an appeal that is addressed to the client's
/// organisation. Another organisation's appeal looks like one that does not exist.
#[utoipa::path(
    get,
    path = "/v1/appeals/{number}",
    operation_id = "getAppealStatus",
    tag = "Appeals",
    params(
        ("number" = String, Path, description = "№ в СО: ten digits; dashes as it is printed are allowed.",
            pattern = r"^[0-9]{3}-?[0-9]{3}-?[0-9]{3}-?[0-9]$", example = "1234567894"),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`: the language of names and problems.", example = "be"),
    ),
    responses(
        (status = 200, description = "Where the appeal stands.", body = AppealStatus, example = json!(example())),
        (status = 400, description = "The number is mistyped: its check digit does not match.", body = ProblemDocument,
            content_type = "application/problem+json", example = json!(problem_example(&NOT_A_NUMBER))),
        (status = 401, description = "No token, or one that no longer holds.", body = ProblemDocument,
            content_type = "application/problem+json", example = json!(problem_example(&ApiError::InvalidToken))),
        (status = 404, description = "The organisation has no such appeal.", body = ProblemDocument,
            content_type = "application/problem+json", example = json!(problem_example(&ApiError::NotFound))),
        (status = 429, description = "Too many calls; `Retry-After` says for how long.", body = ProblemDocument,
            content_type = "application/problem+json", example = json!(problem_example(&ApiError::TooMany(2)))),
    ),
    security(("oauth" = [])),
)]
pub async fn status(
    caller: Caller,
    State(api): State<Api>,
    Path(number): Path<String>,
) -> Result<Response, ApiError> {
    let Caller { actor, visit } = caller;
    let number: AppealNumber = number.parse().map_err(|_| NOT_A_NUMBER)?;
    let (appeal, history) =
        api_access::appeal(&api.actions, &visit.cause(), &actor, number).await?;
    let status = AppealStatus::new(appeal, history, visit.texts());
    let mut response = Json(status).into_response();
    problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

const NOT_A_NUMBER: ApiError = ApiError::Wrong("number", "api-not-an-appeal-number");

impl AppealStatus {
    fn new(appeal: Appeal, history: Vec<Event>, texts: &Texts) -> Self {
        Self {
            number: appeal.number.digits(),
            kind: KindName::new(appeal.kind, texts),
            form: FormName::new(appeal.form, texts),
            status: StatusName::new(appeal.status, texts),
            submitted_at: appeal.submitted_at,
            registered_at: appeal.registered_at,
            registered_on: appeal.registered_on,
            registration_index: appeal.registration_index,
            case_number: appeal.case_number,
            terms: Terms {
                registration_limit_at: appeal.registration_limit_at,
                term: appeal.term,
                due_on: appeal.due_on,
                notice_due_on: appeal.notice_due_on,
            },
            outcome: appeal
                .outcome
                .map(|outcome| OutcomeName::new(outcome, texts)),
            completed_at: appeal.completed_at,
            history: history
                .iter()
                .map(|event| HistoryEntry::new(event.at, event.kind, texts))
                .collect(),
        }
    }
}

impl HistoryEntry {
    fn new(at: DateTime<Utc>, kind: EventKind, texts: &Texts) -> Self {
        Self {
            at,
            event: EventName::new(kind, texts),
            status: machine::status_after(kind).map(|status| StatusName::new(status, texts)),
        }
    }
}

/// What the document shows: made by the same code as answers are.
fn example() -> AppealStatus {
    let texts = Texts::of(Locale::Ru);
    let at = |moment: &str| {
        moment
            .parse::<DateTime<Utc>>()
            .expect("a moment written here")
    };
    let day = |day: &str| day.parse::<NaiveDate>().expect("a day written here");
    AppealStatus {
        number: "1234567894".to_owned(),
        kind: KindName::new(Kind::Application, texts),
        form: FormName::new(Form::Electronic, texts),
        status: StatusName::new(Status::Registered, texts),
        submitted_at: at("2026-04-16T09:12:45Z"),
        registered_at: Some(at("2026-04-16T12:30:00Z")),
        registered_on: Some(day("2026-04-16")),
        registration_index: Some("К-25".to_owned()),
        case_number: None,
        terms: Terms {
            registration_limit_at: at("2026-04-16T20:59:59.999Z"),
            term: Some("15d".to_owned()),
            due_on: Some(day("2026-05-04")),
            notice_due_on: Some(day("2026-04-25")),
        },
        outcome: None,
        completed_at: None,
        history: vec![
            HistoryEntry::new(at("2026-04-16T09:12:45Z"), EventKind::Submitted, texts),
            HistoryEntry::new(at("2026-04-16T12:30:00Z"), EventKind::Registered, texts),
        ],
    }
}

fn problem_example(error: &ApiError) -> ProblemDocument {
    let trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
    Problem::from(error).document(Texts::of(Locale::Ru), trace_id)
}
