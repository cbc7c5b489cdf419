//! `/v1/conformance`: the check of an EDMS in the technological environment (EDM-02). Appeals are made for it, it works on
//! them by the same calls as on real ones, and the report says which steps the server has seen done.

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use zvarot_actions::{ActionError, conformance};
use zvarot_domain::conformance::{Outcome, Step, Task};
use zvarot_locale::Texts;
use zvarot_store::conformance::ADDRESSEE;

use crate::{
    access::Caller,
    acting,
    body::{self, Keyed},
    context::Api,
    problem::{self, ApiError, ProblemDocument, Refusals},
};

/// A check of the program.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConformanceRun {
    id: Uuid,
    began_at: DateTime<Utc>,
    /// Whether every step is passed.
    passed: bool,
    /// How many steps are passed.
    passed_steps: usize,
    /// The organisation to which appeals are sent on in the check.
    redirect_to: Uuid,
    /// The appeals made for the check and what to do with each.
    tasks: Vec<ConformanceTask>,
    steps: Vec<ConformanceStep>,
}

/// An appeal of the check.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConformanceTask {
    #[schema(example = "answer")]
    code: &'static str,
    /// № в СО.
    #[schema(pattern = r"^[0-9]{10}$")]
    number: String,
    /// What is to be done with it.
    text: String,
}

/// A step of the check.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConformanceStep {
    #[schema(example = "acknowledgement")]
    code: &'static str,
    name: String,
    /// What is expected.
    expected: String,
    passed: bool,
    /// How often it was done so far.
    done: i64,
    /// How often it is to be done.
    wanted: i64,
    /// The status of the last call by which it could have been done.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_status: Option<u16>,
}

impl ConformanceRun {
    fn new(report: &conformance::Report, texts: &Texts) -> Self {
        let say = |key: String| texts.get(&key.replace('_', "-")).into_owned();
        let step = |outcome: Outcome| ConformanceStep {
            code: outcome.step.code(),
            name: say(format!("conformance-step-{}", outcome.step.code())),
            expected: say(format!("conformance-step-{}-expected", outcome.step.code())),
            passed: outcome.passed,
            done: outcome.done,
            wanted: outcome.wanted,
            last_status: outcome.last_status,
        };
        let steps: Vec<ConformanceStep> = report.facts.judge().into_iter().map(step).collect();
        let passed_steps = steps.iter().filter(|step| step.passed).count();
        let task = |task: Task, number: &str| ConformanceTask {
            code: task.code(),
            number: number.to_owned(),
            text: say(format!("conformance-task-{}", task.code())),
        };
        Self {
            id: report.run.id,
            began_at: report.run.began_at,
            passed: passed_steps == Step::ALL.len(),
            passed_steps,
            redirect_to: ADDRESSEE.0,
            tasks: report.facts.appeals.iter().map(|appeal| task(appeal.task, &appeal.number)).collect(),
            steps,
        }
    }
}

/// Begin a check
///
/// For programs of the technological environment only. Appeals are made that look like electronic ones; the program does
/// with them what `tasks` say, by the calls of this API. Add an address for events before, so that messages about them are
/// sent. One message has a wrong signature and is to be refused with 400 or 401. Ask for the report whenever you like.
#[utoipa::path(
    post,
    path = "/v1/conformance",
    operation_id = "beginConformance",
    tag = "Conformance",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "The call is done once, and its answer is given again for two days.", min_length = 1, max_length = 200),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 201, description = "The check with its tasks.", body = ConformanceRun),
        (status = 403, description = "The program works on real appeals.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The `Idempotency-Key` was used for another request.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn begin(caller: Caller, State(api): State<Api>, Keyed(key): Keyed) -> Result<Response, ApiError> {
    let planned = conformance::plan(&api.actions, &caller.visit.cause(), &caller.actor).await;
    let planned = planned.map_err(|error| match error {
        ActionError::NotFound => ApiError::NotTest,
        error => error.into(),
    })?;
    let mut call = match acting::begin_or_kept(&api, &caller, key).await? {
        Ok(call) => call,
        Err((status, kept)) => return at_its_place(acting::replayed(&caller, status, &kept), &kept),
    };
    let report = conformance::begin_in(call.work(), &caller.actor, planned).await?;
    let shown = body::json(&ConformanceRun::new(&report, caller.visit.texts()))?;
    call.end(201, &shown).await?;
    let mut response = body::answer(201, &shown);
    problem::speak(response.headers_mut(), &caller.visit);
    at_its_place(response, &shown)
}

/// Says where the report is asked for.
fn at_its_place(mut response: Response, run: &Value) -> Result<Response, ApiError> {
    let place = HeaderValue::from_str(&format!("/v1/conformance/{}", body::kept_id(run)?));
    response.headers_mut().insert(http::header::LOCATION, place.expect("an id is ASCII"));
    Ok(response)
}

/// Get the report of a check
///
/// Each step with what is expected and what came, as the server has seen it up to now.
#[utoipa::path(
    get,
    path = "/v1/conformance/{id}",
    operation_id = "getConformance",
    tag = "Conformance",
    params(
        ("id" = Uuid, Path, description = "The check."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 200, description = "The check so far.", body = ConformanceRun),
        (status = 404, description = "The program has no such check.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn get(caller: Caller, State(api): State<Api>, Path(id): Path<String>) -> Result<Response, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let report = conformance::of_program(&api.actions, &caller.actor, id).await?;
    let mut response = Json(ConformanceRun::new(&report, caller.visit.texts())).into_response();
    problem::speak(response.headers_mut(), &caller.visit);
    Ok(response)
}
