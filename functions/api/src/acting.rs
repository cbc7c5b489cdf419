//! What a program does with an appeal of its organisation: acknowledgement, term, completion, withdrawal, repeat-of
//! (EDM-04, EDM-05). A call with an `Idempotency-Key` is done once, however often it is repeated.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use zvarot_actions::{
    api_once::{self, Begun, Call, Key},
    appeals::{self as acts, AcknowledgementForm, TermForm},
};
use zvarot_domain::{
    AppealNumber, CompletionResult, LeaveReason, Outcome,
    answer_check::{Purpose, Warned},
    completion::{CompletionForm, SignatoryForm},
};
use zvarot_locale::{Locale, Texts};
use zvarot_store::{Work, appeals};

use crate::{
    access::Caller,
    body::{self, Body, Number},
    context::Api,
    names::{OutcomeName, StatusName},
    problem::{self, ApiError, BodyRefusals, ProblemDocument, Refusals},
};

/// Where an appeal stands after a call.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppealState {
    /// № в СО.
    #[schema(pattern = r"^[0-9]{10}$")]
    number: String,
    status: StatusName,
    registration_index: Option<String>,
    registered_on: Option<NaiveDate>,
    case_number: Option<String>,
    /// The last day of consideration.
    due_on: Option<NaiveDate>,
    /// The last day to redirect it or to tell the applicant that it is left without consideration.
    notice_due_on: Option<NaiveDate>,
    outcome: Option<OutcomeName>,
    completed_at: Option<DateTime<Utc>>,
    /// What may be wrong with the answer that the call gave: it was accepted and sent all the same.
    warnings: Vec<WarningEntry>,
}

/// Something about an answer that an official would have been asked about before sending it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarningEntry {
    /// Which rule: `other_language`, `no_order_of_appealing`, `unanswered_question`, `foreign_phone`, `foreign_email`,
    /// `foreign_identification`, `foreign_name`.
    code: &'static str,
    /// The same in words.
    text: String,
    /// The places of the texts that it is about; empty: the whole answer.
    found: Vec<String>,
}

impl WarningEntry {
    fn new(warned: Warned, texts: &Texts) -> Self {
        let code = warned.warning.code();
        Self { code, text: texts.get(&format!("answer-warning-{}", code.replace('_', "-"))).into_owned(), found: warned.found }
    }
}

impl AppealState {
    /// Of an appeal, in the words of a language.
    pub fn new(appeal: appeals::Appeal, texts: &Texts) -> Self {
        Self {
            number: appeal.number.digits(),
            status: StatusName::new(appeal.status, texts),
            registration_index: appeal.registration_index,
            registered_on: appeal.registered_on,
            case_number: appeal.case_number,
            due_on: appeal.due_on.or(appeal.common_due_on),
            notice_due_on: appeal.notice_due_on,
            outcome: appeal
                .outcome
                .map(|outcome| OutcomeName::new(outcome, texts)),
            completed_at: appeal.completed_at,
            warnings: Vec::new(),
        }
    }
}

/// What is to be said of what the applicant reads when an appeal is completed (BEY-08).
async fn warnings_of(work: &mut Work, appeal: &appeals::Appeal, form: &CompletionForm) -> Result<Vec<Warned>, ApiError> {
    let outcome = form.outcome.as_deref().and_then(|outcome| Outcome::from_code(outcome.trim()));
    match (form.meant(), outcome) {
        (Some(CompletionResult::AnswerGiven), Some(outcome)) => {
            Ok(acts::warnings(work, appeal, Purpose::Answer(outcome), form.answer_text.as_deref().unwrap_or_default()).await?)
        }
        (Some(CompletionResult::LeftWithoutConsideration), _) => {
            let reason = form.reason.as_deref().and_then(|reason| LeaveReason::from_code(reason.trim()));
            let purpose = Purpose::Leaving { told: reason.is_some_and(LeaveReason::must_be_told) };
            Ok(acts::warnings(work, appeal, purpose, form.explanation.as_deref().unwrap_or_default()).await?)
        }
        _ => Ok(Vec::new()),
    }
}

/// The EDMS's registration data; what is left out the system proposes itself.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "registrationIndex": "В-25", "registeredOn": "2026-04-16", "term": "15d" }))]
pub struct Acknowledgement {
    /// Not before the day of submission, not in the future; none: today.
    #[schema(format = "date")]
    registered_on: Option<String>,
    /// The index of the EDMS's journal, unique in the organisation and year; none: the next one of the system's journal.
    #[schema(max_length = 50)]
    registration_index: Option<String>,
    /// `15d`, or `1m` where additional study is needed (law, art. 17); none: `15d`.
    #[schema(pattern = "^(15d|1m)$")]
    term: Option<String>,
    /// Дело №.
    #[schema(max_length = 50)]
    case_number: Option<String>,
}

/// A new term.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "dueOn": "2026-05-15", "reason": "Нужна проверка на месте." }))]
pub struct Term {
    /// A working day, 31 calendar days after the registration at the latest; where the 31st is a day off, the next working day.
    /// The month of the law, art. 17, may end some days before it.
    #[schema(format = "date")]
    due_on: String,
    /// The applicant reads it.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

/// Who signs an answer: the head of the organisation or an authorised official.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "position": "Председатель", "name": "И. П. Кравцов" }))]
pub struct SignatoryRequest {
    /// As it stands before the name.
    #[schema(min_length = 1, max_length = 200, required)]
    position: Option<String>,
    /// Initials and surname. A whole name is written so in the PDF.
    #[schema(min_length = 1, max_length = 200, required)]
    name: Option<String>,
}

impl From<SignatoryRequest> for SignatoryForm {
    fn from(request: SignatoryRequest) -> Self {
        Self { position: request.position, name: request.name }
    }
}

/// A result of consideration. Which fields it must have and may have follows from `result`; all faults are told at once.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "result": "answer_given", "outcome": "satisfied", "answerText": "Лифт отремонтирован.", "answerNumber": "07-12/В-25",
    "answerDate": "2026-04-27", "signatory": { "position": "Председатель", "name": "И. П. Кравцов" }, "executors": ["Новик А. С."],
    "resolution": "Отремонтировать, ответить. Исполнено.", "caseNumber": "07-12" }))]
pub struct CompletionRequest {
    /// A code of the dictionary `results`.
    #[schema(
        pattern = "^(answer_given|left_without_consideration|withdrawn|redirected|taken_note)$",
        required
    )]
    result: Option<String>,
    /// `answer_given`: a code of the dictionary `outcomes`.
    outcome: Option<String>,
    /// `answer_given`: codes of the dictionary `outcomes`, one for each of the appeal's `questions` that was not sent on, in their
    /// order; none: `outcome` is of all of them.
    #[schema(max_items = 20, example = json!(["satisfied", "refused"]))]
    question_outcomes: Vec<String>,
    /// `left_without_consideration`: a code of `leave-reasons`; `taken_note`: of `note-reasons`.
    reason: Option<String>,
    /// The reason in words, for the applicant; mandatory for `left_without_consideration`.
    #[schema(max_length = 20000)]
    explanation: Option<String>,
    /// `answer_given`: the answer, unless it is in `files`.
    #[schema(max_length = 20000)]
    answer_text: Option<String>,
    /// `answer_given`: № ответа.
    #[schema(max_length = 50)]
    answer_number: Option<String>,
    /// `answer_given`: from the day of registration to today.
    #[schema(format = "date")]
    answer_date: Option<String>,
    /// `answer_given`: a code of the dictionary `forms`.
    answer_form: Option<String>,
    /// `answer_given`: who signs the answer (law, art. 18); it stands under the answer's PDF.
    signatory: Option<SignatoryRequest>,
    /// Исполнители; mandatory for `answer_given`.
    #[schema(max_items = 50)]
    executors: Vec<String>,
    /// Дата исполнения.
    #[schema(format = "date")]
    executed_on: Option<String>,
    /// Резолюция, with what its tasks reported; mandatory for `answer_given`.
    #[schema(max_length = 20000)]
    resolution: Option<String>,
    /// Дело №; mandatory for `answer_given`.
    #[schema(max_length = 50)]
    case_number: Option<String>,
    /// `redirected`: the organisations, by id or by УНП; each gets the appeal as «Подано» under the same number.
    #[schema(max_items = 20)]
    redirected_to: Vec<String>,
    /// `redirected`: дата направления.
    #[schema(format = "date")]
    redirect_date: Option<String>,
    /// Ids of files that were uploaded by `POST /v1/files` and have passed the check: the answer's, or the letter's.
    #[schema(max_items = 5)]
    files: Vec<String>,
}

impl From<CompletionRequest> for CompletionForm {
    fn from(request: CompletionRequest) -> Self {
        Self {
            result: request.result,
            outcome: request.outcome,
            question_outcomes: request.question_outcomes,
            reason: request.reason,
            explanation: request.explanation,
            answer_text: request.answer_text,
            answer_number: request.answer_number,
            answer_date: request.answer_date,
            answer_form: request.answer_form,
            signatory: request.signatory.map(SignatoryForm::from),
            executors: request.executors,
            executed_on: request.executed_on,
            resolution: request.resolution,
            case_number: request.case_number,
            redirected_to: request.redirected_to,
            redirect_date: request.redirect_date,
            files: request.files,
            // What the pages alone have.
            ..Self::default()
        }
    }
}

/// A withdrawal that came to the organisation on paper.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "explanation": "Письменное заявление об отзыве от 20.04.2026." }))]
pub struct Withdrawal {
    /// By what the applicant withdrew it.
    #[schema(max_length = 20000)]
    explanation: Option<String>,
    /// Дело №.
    #[schema(max_length = 50)]
    case_number: Option<String>,
    /// Ids of checked files: the scanned statement.
    #[schema(max_items = 5)]
    files: Vec<String>,
}

/// Which appeal is repeated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "firstNumber": "1234567894" }))]
pub struct RepeatOf {
    /// № в СО of the first appeal.
    #[schema(pattern = r"^[0-9]{3}-?[0-9]{3}-?[0-9]{3}-?[0-9]$")]
    first_number: String,
}

/// Describes a call on one appeal: all of them are alike.
macro_rules! call {
    ($(#[$attribute:meta])* $name:ident, $path:literal, $id:literal, $body:ty, |$work:ident, $caller:ident, $number:ident, $value:ident| $act:expr) => {
        $(#[$attribute])*
        #[utoipa::path(
            post,
            path = $path,
            operation_id = $id,
            tag = "Appeals",
            params(
                ("number" = String, Path, description = "№ в СО.", pattern = r"^[0-9]{3}-?[0-9]{3}-?[0-9]{3}-?[0-9]$", example = "1234567894"),
                ("Idempotency-Key" = Option<String>, Header, description = "The call is done once, and its answer is given again for two days.", min_length = 1, max_length = 200),
                ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
            ),
            request_body = $body,
            responses(
                (status = 200, description = "Done.", body = AppealState, example = json!(example())),
                (status = 404, description = "The organisation has no such appeal.", body = ProblemDocument, content_type = "application/problem+json"),
                Refusals, BodyRefusals,
            ),
            security(("oauth" = [])),
        )]
        pub async fn $name(
            $caller: Caller,
            State(api): State<Api>,
            Number($number): Number,
            body: Body<$body>,
        ) -> Result<Response, ApiError> {
            let $value = body.value;
            let mut call = match begin(&api, &$caller, body.key).await? {
                Ok(call) => call,
                Err(before) => return Ok(before),
            };
            let $work = call.work();
            let warned: Vec<Warned> = $act.await?;
            end(call, &$caller, $number, warned).await
        }
    };
}

call! {
    /// Acknowledge the receipt
    ///
    /// The appeal was received and registered in the EDMS: «Подано» becomes «Зарегистрировано», the terms begin.
    acknowledge, "/v1/appeals/{number}/acknowledgement", "acknowledgeAppeal", Acknowledgement,
    |work, caller, number, value| async {
        let form = AcknowledgementForm {
            registered_on: value.registered_on,
            registration_index: value.registration_index,
            term: value.term,
            case_number: value.case_number,
        };
        acts::acknowledge_in(work, &caller.actor.actor(), number, &form).await.map(|_| Vec::new())
    }
}

call! {
    /// Change the term
    ///
    /// With a reason, which the applicant is told.
    term, "/v1/appeals/{number}/term", "changeTerm", Term,
    |work, caller, number, value| async {
        let form = TermForm { due_on: value.due_on, reason: value.reason };
        acts::change_term_in(work, &caller.actor.actor(), number, None, &form).await.map(|_| Vec::new())
    }
}

call! {
    /// Complete the appeal
    ///
    /// One of the five results ends the work on an appeal, once and for all: the applicant is told. `warnings` name what an
    /// official would have been asked about before sending the answer.
    complete, "/v1/appeals/{number}/completion", "completeAppeal", CompletionRequest,
    |work, caller, number, value| async {
        let form: CompletionForm = value.into();
        acts::complete_by_client_in(work, &caller.actor.actor(), number, &form).await?;
        let appeal = appeals::by_number(work.connection(), number, caller.actor.scope()).await?;
        match appeal {
            Some(appeal) => warnings_of(work, &appeal, &form).await,
            None => Ok(Vec::new()),
        }
    }
}

call! {
    /// Withdraw the appeal
    ///
    /// The applicant's statement came on paper (law, art. 16). What the applicant withdraws in the cabinet comes as a change.
    withdraw, "/v1/appeals/{number}/withdrawal", "withdrawAppeal", Withdrawal,
    |work, caller, number, value| async {
        let form = CompletionForm {
            result: Some("withdrawn".to_owned()),
            explanation: value.explanation,
            case_number: value.case_number,
            files: value.files,
            ..CompletionForm::default()
        };
        acts::complete_by_client_in(work, &caller.actor.actor(), number, &form).await.map(|_| Vec::new())
    }
}

call! {
    /// Mark as a repeat
    ///
    /// The appeal repeats an earlier one of the same organisation that came within three years before (law, art. 1).
    repeat_of, "/v1/appeals/{number}/repeat-of", "markRepeat", RepeatOf,
    |work, caller, number, value| async {
        acts::mark_repeat_in(work, &caller.actor.actor(), number, None, &value.first_number).await.map(|()| Vec::new())
    }
}

/// Begins a call that is done once; or the answer that it had before.
///
/// # Errors
/// [`ApiError::KeyOfOther`].
pub async fn begin(
    api: &Api,
    caller: &Caller,
    key: Option<Key>,
) -> Result<Result<Call, Response>, ApiError> {
    let begun = begin_or_kept(api, caller, key).await?;
    Ok(begun.map_err(|(status, kept)| replayed(caller, status, &kept)))
}

/// The same, or the status of the answer before and what was kept of it.
///
/// # Errors
/// [`ApiError::KeyOfOther`].
pub async fn begin_or_kept(
    api: &Api,
    caller: &Caller,
    key: Option<Key>,
) -> Result<Result<Call, (u16, Value)>, ApiError> {
    let cause = caller.visit.cause();
    match api_once::begin(&api.actions, &cause, caller.actor.client(), key).await? {
        Begun::Now(call) => Ok(Ok(call)),
        Begun::KeyOfOther => Err(ApiError::KeyOfOther),
        Begun::Before { status, response } => Ok(Err((status, response))),
    }
}

/// The answer to a call that was done before.
pub fn replayed(caller: &Caller, status: u16, value: &Value) -> Response {
    let mut response = body::answer(status, value);
    let name = HeaderName::from_static("idempotency-replayed");
    response.headers_mut().insert(name, HeaderValue::from_static("true"));
    problem::speak(response.headers_mut(), &caller.visit);
    response
}

async fn end(mut call: Call, caller: &Caller, number: AppealNumber, warned: Vec<Warned>) -> Result<Response, ApiError> {
    let connection = call.work().connection();
    let appeal = appeals::by_number(connection, number, caller.actor.scope())
        .await?
        .ok_or(ApiError::NotFound)?;
    let texts = caller.visit.texts();
    let warnings = warned.into_iter().map(|warned| WarningEntry::new(warned, texts)).collect();
    let state = body::json(&AppealState { warnings, ..AppealState::new(appeal, texts) })?;
    call.end(200, &state).await?;
    let mut response = body::answer(200, &state).into_response();
    problem::speak(response.headers_mut(), &caller.visit);
    Ok(response)
}

fn example() -> AppealState {
    let day = |day: &str| day.parse::<NaiveDate>().expect("a day written here");
    AppealState {
        number: "1234567894".to_owned(),
        status: StatusName::new(zvarot_domain::Status::Registered, Texts::of(Locale::Ru)),
        registration_index: Some("В-25".to_owned()),
        registered_on: Some(day("2026-04-16")),
        case_number: None,
        due_on: Some(day("2026-05-04")),
        notice_due_on: Some(day("2026-04-25")),
        outcome: None,
        completed_at: None,
        warnings: Vec::new(),
    }
}
