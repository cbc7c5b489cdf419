//! `GET /v1/appeals/{number}`: an appeal of the client's organisation, whole, with links to its files.

use std::collections::HashMap;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use zvarot_domain::{AppealId, AppealNumber, CompletionResult, EventKind, Form, Kind, Signatory, Status, machine};
use zvarot_locale::{Locale, Texts};
use zvarot_store::{
    appeals::{self, Answer, CompletionRecord, Event, Ties},
    entries,
    files::{self, File},
};

use crate::{
    access::Caller,
    applicants::{Applicant, Contacts, contacts, others},
    body::{NOT_A_NUMBER, Number},
    context::Api,
    files::FileEntry,
    questions::QuestionEntry,
    names::{
        AnswerWayName, ApplicantKindName, EventName, FormName, KindName, OutcomeName, ReasonName,
        ResultName, StatusName,
    },
    problem::{self, ApiError, Problem, ProblemDocument, Refusals},
};

/// An appeal.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Appeal {
    /// № в СО: ten digits, the last one a check.
    #[schema(pattern = r"^[0-9]{10}$")]
    number: String,
    kind: KindName,
    form: FormName,
    status: StatusName,
    /// A code of the dictionary `topics`.
    topic_code: String,
    /// A code of the dictionary `topics`.
    subtopic_code: Option<String>,
    content: String,
    /// The language of the content: `ru` or `be`; the answer is given in it (law, art. 18).
    language: &'static str,
    answer_way: AnswerWayName,
    collective: bool,
    participants_count: Option<i32>,
    /// Whom of the employees a complaint is against.
    against_employee: Option<String>,
    /// The УНП of the organisation that a complaint is against.
    against_unp: Option<String>,
    applicant: Applicant,
    /// When it was handed in, or arrived from another organisation.
    submitted_at: DateTime<Utc>,
    /// Whether another organisation has sent it on.
    redirected_here: bool,
    /// The number of the earlier appeal with which the organisation that sent both on considered it as one (law, art. 13); it is
    /// the same number here.
    arrived_with: Option<String>,
    /// The number of the earlier appeal with which this one is considered and answered.
    merged_into: Option<String>,
    /// When it was registered.
    registered_at: Option<DateTime<Utc>>,
    /// The day of registration in Minsk, from which the terms are counted.
    registered_on: Option<NaiveDate>,
    /// The registration index.
    registration_index: Option<String>,
    /// The number of the case (дело).
    case_number: Option<String>,
    terms: Terms,
    /// How an answered appeal ended.
    outcome: Option<OutcomeName>,
    completed_at: Option<DateTime<Utc>>,
    /// The applicant's files and letters that came along.
    files: Vec<FileEntry>,
}

/// The terms of an appeal. Whether they are kept follows from them and from the present moment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// Until when it had to be registered.
    registration_limit_at: DateTime<Utc>,
    /// The length of consideration: `15d` (days), `1m` (months), `5wd` (working days), `changed` where the day was set by hand.
    term: Option<String>,
    /// The last day of consideration; of an appeal that is considered with an earlier one, that one's.
    due_on: Option<NaiveDate>,
    /// The last day to redirect it or to tell the applicant that it is left without consideration.
    notice_due_on: Option<NaiveDate>,
}

/// An appeal with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppealCard {
    #[serde(flatten)]
    appeal: Appeal,
    /// The applicants of a collective appeal after the first, as far as it names them.
    co_applicants: Vec<Applicant>,
    /// The number of the earlier appeal that this one repeats.
    repeat_of: Option<String>,
    /// The numbers of later appeals that are considered and answered with this one.
    merged: Vec<String>,
    /// The questions that it was split into; none: it was not. Where it is considered with an earlier one, that one's come
    /// first: the results are of them.
    questions: Vec<QuestionEntry>,
    answers: Vec<AnswerEntry>,
    completion: Option<CompletionEntry>,
    /// What happened, oldest first.
    history: Vec<HistoryEntry>,
}

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerEntry {
    number: String,
    dated: NaiveDate,
    outcome: OutcomeName,
    /// Empty: the answer is in its files.
    text: String,
    /// Who signed it; nobody was named where it is `null`.
    signatory: Option<SignatoryEntry>,
    files: Vec<FileEntry>,
}

/// Who signed an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignatoryEntry {
    /// As it was when the answer was given.
    position: String,
    name: String,
}

/// What the result says besides the answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletionEntry {
    result: ResultName,
    reason: Option<ReasonName>,
    explanation: String,
    resolution: String,
    executors: Vec<String>,
    executed_on: Option<NaiveDate>,
    answer_form: Option<FormName>,
    redirect_date: Option<NaiveDate>,
    redirected_to: Vec<Receiver>,
}

/// An organisation that an appeal was sent on to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receiver {
    id: uuid::Uuid,
    name: String,
}

/// An entry of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    at: DateTime<Utc>,
    event: EventName,
    /// The status that the appeal had from then on, where the event changed it.
    status: Option<StatusName>,
}

/// Get an appeal
///
/// Contents, applicant, terms, files, answers, result and history of an appeal that is addressed to the client's
/// organisation. Another organisation's appeal looks like one that does not exist. Only files that passed the check
/// have a `link`; it holds for five minutes.
#[utoipa::path(
    get,
    path = "/v1/appeals/{number}",
    operation_id = "getAppeal",
    tag = "Appeals",
    params(
        ("number" = String, Path, description = "№ в СО: ten digits; dashes as it is printed are allowed.",
            pattern = r"^[0-9]{3}-?[0-9]{3}-?[0-9]{3}-?[0-9]$", example = "1234567894"),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`: the language of names and problems.", example = "be"),
    ),
    responses(
        (status = 200, description = "The appeal.", body = AppealCard, example = json!(example())),
        (status = 404, description = "The organisation has no such appeal; also where the check digit shows that the number is mistyped.",
            body = ProblemDocument, content_type = "application/problem+json", example = json!(problem_example(&NOT_A_NUMBER))),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn get(
    caller: Caller,
    State(api): State<Api>,
    Number(number): Number,
) -> Result<Response, ApiError> {
    let Caller { actor, visit } = caller;
    let texts = visit.texts();
    let mut work = api.actions.store.begin(&visit.cause()).await?;
    let connection = work.connection();
    let appeal = appeals::by_number(&mut *connection, number, actor.scope())
        .await?
        .ok_or(ApiError::NotFound)?;
    let mut all = files::of_appeal(&mut *connection, appeal.id).await?;
    let merged = appeals::merged_with(&mut *connection, appeal.id).await?;
    // BEY-02: the common answer is the first one's.
    let answers = appeals::answers(&mut *connection, appeal.ended_with().unwrap_or(appeal.id)).await?;
    if let Some(first) = appeal.ended_with() {
        all.extend(files::of_answer(&mut *connection, first).await?);
    }
    let questions = zvarot_store::questions::of_appeals(&mut *connection, &[appeal.considered_as(), appeal.id]).await?;
    let completion = appeals::completion(&mut *connection, appeal.id).await?;
    let receivers = appeals::redirected_to(&mut *connection, appeal.id).await?;
    let history = appeals::history(&mut *connection, appeal.id).await?;
    let contacts = contacts(&mut *connection, std::slice::from_ref(&appeal)).await?;
    let details = entries::details(&mut *connection, appeal.id).await?;
    let ties = appeals::ties(&mut *connection, &[appeal.id]).await?.pop().map(|(_, ties)| ties).unwrap_or_default();
    let first = match appeal.repeat_of {
        Some(first) => appeals::get(&mut *connection, first).await?,
        None => None,
    };
    // No connection is held while links are made.
    drop(work);
    let mut entries = Vec::with_capacity(all.len());
    for file in &all {
        entries.push((
            file.answer_id,
            FileEntry::with_link(file, &api.objects, texts).await?,
        ));
    }
    let of = |answer| {
        let entries = entries.iter().filter(move |(of, _)| *of == answer);
        entries.map(|(_, entry)| entry.clone()).collect()
    };
    let receivers = receivers.into_iter().map(|(id, ru, be)| Receiver {
        id: id.0,
        name: texts.choose(&ru, &be).to_owned(),
    });
    let card = AppealCard {
        co_applicants: others(details.and_then(|details| details.co_applicants), texts),
        repeat_of: first.map(|first| first.number.digits()),
        merged: merged.iter().filter(|link| !link.is_first).map(|link| link.number.digits()).collect(),
        questions: questions.into_iter().map(|question| QuestionEntry::new(question, texts)).collect(),
        answers: answers
            .into_iter()
            .map(|answer| AnswerEntry::new(answer.id, answer, &of, texts))
            .collect(),
        completion: completion
            .map(|completion| CompletionEntry::new(completion, receivers.collect(), texts)),
        history: history
            .iter()
            .map(|event| HistoryEntry::of(event, texts))
            .collect(),
        appeal: Appeal::new(appeal, &ties, of(None), &contacts, texts),
    };
    let mut response = Json(card).into_response();
    problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

impl Appeal {
    /// The appeal in the words of the caller's language.
    pub fn new(
        appeal: appeals::Appeal,
        ties: &Ties,
        files: Vec<FileEntry>,
        contacts: &Contacts,
        texts: &Texts,
    ) -> Self {
        let applicant = Applicant::new(&appeal, contacts, texts);
        Self {
            number: appeal.number.digits(),
            kind: KindName::new(appeal.kind, texts),
            form: FormName::new(appeal.form, texts),
            status: StatusName::new(appeal.status, texts),
            topic_code: appeal.topic_code,
            subtopic_code: appeal.subtopic_code,
            content: appeal.content,
            language: appeal.locale.code(),
            answer_way: AnswerWayName::new(appeal.answer_way, texts),
            collective: appeal.collective,
            participants_count: appeal.participants_count,
            against_employee: appeal.against_employee,
            against_unp: appeal.against_unp,
            applicant,
            submitted_at: appeal.submitted_at,
            redirected_here: appeal.redirected_from.is_some(),
            arrived_with: ties.arrived_with.map(AppealNumber::digits),
            merged_into: ties.merged_into.map(AppealNumber::digits),
            registered_at: appeal.registered_at,
            registered_on: appeal.registered_on,
            registration_index: appeal.registration_index,
            case_number: appeal.case_number,
            terms: Terms {
                registration_limit_at: appeal.registration_limit_at,
                term: appeal.term,
                due_on: appeal.due_on.or(appeal.common_due_on),
                notice_due_on: appeal.notice_due_on,
            },
            outcome: appeal
                .outcome
                .map(|outcome| OutcomeName::new(outcome, texts)),
            completed_at: appeal.completed_at,
            files,
        }
    }
}

impl AnswerEntry {
    fn new(
        id: uuid::Uuid,
        answer: Answer,
        files: &impl Fn(Option<uuid::Uuid>) -> Vec<FileEntry>,
        texts: &Texts,
    ) -> Self {
        Self {
            number: answer.number,
            dated: answer.dated,
            outcome: OutcomeName::new(answer.outcome, texts),
            text: answer.text,
            signatory: answer.signatory.map(|Signatory { position, name, .. }| SignatoryEntry { position, name }),
            files: files(Some(id)),
        }
    }
}

impl CompletionEntry {
    fn new(record: CompletionRecord, redirected_to: Vec<Receiver>, texts: &Texts) -> Self {
        let result: CompletionResult = record.result;
        Self {
            result: ResultName::new(result, texts),
            reason: record
                .reason
                .map(|code| ReasonName::new(result, code, texts)),
            explanation: record.explanation,
            resolution: record.resolution,
            executors: record.executors,
            executed_on: record.executed_on,
            answer_form: record.answer_form.map(|form| FormName::new(form, texts)),
            redirect_date: record.redirected_on,
            redirected_to,
        }
    }
}

impl HistoryEntry {
    fn of(event: &Event, texts: &Texts) -> Self {
        Self::new(event.at, event.kind, texts)
    }

    fn new(at: DateTime<Utc>, kind: EventKind, texts: &Texts) -> Self {
        Self {
            at,
            event: EventName::new(kind, texts),
            status: machine::status_after(kind).map(|status| StatusName::new(status, texts)),
        }
    }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment written here")
}

/// What the document shows: made by the same code as answers are.
pub fn example_appeal() -> Appeal {
    let texts = Texts::of(Locale::Ru);
    let day = |day: &str| day.parse::<NaiveDate>().expect("a day written here");
    Appeal {
        number: "1234567894".to_owned(),
        kind: KindName::new(Kind::Application, texts),
        form: FormName::new(Form::Electronic, texts),
        status: StatusName::new(Status::Registered, texts),
        topic_code: "07".to_owned(),
        subtopic_code: Some("07-03".to_owned()),
        content: "Прошу отремонтировать лифт в третьем подъезде.".to_owned(),
        language: "ru",
        answer_way: AnswerWayName::new(zvarot_domain::AnswerWay::Cabinet, texts),
        collective: false,
        participants_count: None,
        against_employee: None,
        against_unp: None,
        applicant: Applicant {
            kind: ApplicantKindName::new(zvarot_domain::ApplicantKind::Person, texts),
            name: "Вярба Алёна Пятровна".to_owned(),
            address: "220030, г. Минск, ул. Мира, 5-12".to_owned(),
            unp: None,
            head_name: None,
            phone: Some("+375291234567".to_owned()),
            email: None,
        },
        submitted_at: moment("2026-04-16T09:12:45Z"),
        redirected_here: false,
        arrived_with: None,
        merged_into: None,
        registered_at: Some(moment("2026-04-16T12:30:00Z")),
        registered_on: Some(day("2026-04-16")),
        registration_index: Some("В-25".to_owned()),
        case_number: None,
        terms: Terms {
            registration_limit_at: moment("2026-04-16T20:59:59.999Z"),
            term: Some("15d".to_owned()),
            due_on: Some(day("2026-05-04")),
            notice_due_on: Some(day("2026-04-25")),
        },
        outcome: None,
        completed_at: None,
        files: vec![FileEntry::example()],
    }
}

fn example() -> AppealCard {
    let texts = Texts::of(Locale::Ru);
    AppealCard {
        appeal: Appeal { collective: true, participants_count: Some(2), ..example_appeal() },
        co_applicants: vec![Applicant {
            kind: ApplicantKindName::new(zvarot_domain::ApplicantKind::Person, texts),
            name: "Новик Андрей Сергеевич".to_owned(),
            address: "220030, г. Минск, ул. Мира, 5-14".to_owned(),
            unp: None,
            head_name: None,
            phone: None,
            email: None,
        }],
        repeat_of: None,
        merged: Vec::new(),
        questions: Vec::new(),
        answers: Vec::new(),
        completion: None,
        history: vec![
            HistoryEntry::new(moment("2026-04-16T09:12:45Z"), EventKind::Submitted, texts),
            HistoryEntry::new(moment("2026-04-16T12:30:00Z"), EventKind::Registered, texts),
        ],
    }
}

/// A problem as the document shows it.
pub fn problem_example(error: &ApiError) -> ProblemDocument {
    let trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
    Problem::from(error).document(Texts::of(Locale::Ru), trace_id)
}

/// The files of each appeal, as entries without links.
pub fn grouped(files: Vec<(AppealId, File)>, texts: &Texts) -> HashMap<AppealId, Vec<FileEntry>> {
    let mut groups: HashMap<AppealId, Vec<FileEntry>> = HashMap::new();
    for (appeal, file) in files {
        groups
            .entry(appeal)
            .or_default()
            .push(FileEntry::new(&file, texts));
    }
    groups
}
