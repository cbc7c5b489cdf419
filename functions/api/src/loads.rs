//! `/v1/loads`: appeals from files, thousands each (EDM-03). The file goes straight to the storage by a presigned request;
//! what became of it and of each of its records is asked for here.

use std::time::Duration;

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use zvarot_actions::loads::{self, SIZE_AT_MOST};
use zvarot_domain::{AppealNumber, Fault, FaultCode, FileId};
use zvarot_locale::Texts;
use zvarot_objects::{Disposition, PresignedRequest, keys};
use zvarot_store::loads::{Load, LoadState, RecordResult};
use zvarot_web::{Visit, fault_text};

use crate::{
    access::Caller,
    acting::{begin_or_kept, replayed},
    body::{self, Asked, Body},
    context::Api,
    problem::{self, ApiError, BodyRefusals, Refusals},
};

/// How long a presigned upload can be begun.
const UPLOAD_LIVES: Duration = Duration::from_secs(60 * 60);
/// How long a link to a file of wrong records lives.
const LINK_LIVES: Duration = Duration::from_secs(15 * 60);
const KIND: &str = "application/octet-stream";
/// Characters of a file's name.
const NAME_AT_MOST: usize = 200;
/// Records of a page where nothing else is asked for, and at most.
const SHOWN: i64 = 100;
const SHOWN_AT_MOST: i64 = 1000;

/// A file of records that is to be loaded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "name": "appeals-2026-04.json", "size": 48_211_004 }))]
pub struct NewLoad {
    /// What the file is called; shown in the list of loads.
    #[schema(max_length = 200, example = "appeals-2026-04.json")]
    name: String,
    /// Bytes of the file, exactly.
    #[schema(minimum = 1, maximum = 209_715_200, example = 48_211_004)]
    #[serde(deserialize_with = "body::whole")]
    size: u64,
}

/// A load that waits for its file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncedLoad {
    #[serde(flatten)]
    load: LoadShown,
    /// None: a repeated call, and the load was started meanwhile.
    upload: Option<LoadUpload>,
}

/// The request by which the file is put into the storage: as it is, with these headers and no others, by one PUT of exactly
/// the announced number of bytes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LoadUpload {
    method: String,
    url: String,
    headers: Vec<UploadHeader>,
    /// Until when it can be begun.
    expires_at: DateTime<Utc>,
}

/// A header to be sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadHeader {
    name: String,
    value: String,
}

/// How far a load is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LoadShown {
    id: Uuid,
    name: String,
    size: i64,
    state: LoadStateName,
    /// Why the file as a whole was refused: nothing of it was entered.
    fault: Option<FaultShown>,
    /// Records in the file; none until it was looked through as a whole.
    total: Option<i32>,
    /// Records worked on.
    done: i32,
    /// Appeals created.
    entered: i32,
    /// Records whose appeal was there before.
    repeated: i32,
    /// Records with faults: not entered.
    wrong: i32,
    /// Files with the wrong records as they came, to be corrected and loaded again: JSON Lines where they came so, else JSON.
    wrong_records: Vec<String>,
    /// Wrong records of more than 1 MB: they are not in these files, `records` name them by `record_too_large`.
    omitted: i32,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

/// The state of a load.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadStateName {
    /// `uploading`, `checking` (the file as a whole; nothing is entered yet), `entering`, `done`, `refused`.
    #[schema(example = "entering")]
    code: &'static str,
    /// In the language asked for by `Accept-Language`.
    name: String,
}

/// What is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaultShown {
    /// JSON pointer within the record; empty: the record or the file as a whole.
    #[schema(example = "/topicCode")]
    pointer: String,
    /// Stable, to be compared by programs.
    #[schema(example = "unknown_topic")]
    code: String,
    /// In the language asked for by `Accept-Language`.
    detail: String,
}

/// Records of a load in the order of the file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordPage {
    records: Vec<RecordShown>,
    /// `after` of the next page; none: this is the last one so far.
    next: Option<i32>,
}

/// What came of one record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordShown {
    /// Its place in the file, from 1.
    place: i32,
    external_id: String,
    /// № в СО of its appeal; none: it was not entered.
    #[schema(pattern = r"^[0-9]{10}$")]
    number: Option<String>,
    /// The appeal was there before.
    repeated: bool,
    /// All that is wrong with it.
    faults: Vec<FaultShown>,
}

/// Which records are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecordQuery {
    /// The place after which the page begins.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i32,
    /// Those with faults only.
    #[serde(default)]
    wrong: bool,
    /// Records of the page at most.
    #[serde(default = "shown")]
    #[param(minimum = 1, maximum = 1000)]
    limit: i64,
}

const fn shown() -> i64 {
    SHOWN
}

/// Announce a file of appeals
///
/// A JSON array or JSON Lines, UTF-8, up to 50,000 records and 200 MB. Put the file by the request of `upload`, then call
/// `start`. The records are those of `POST /v1/appeals`.
#[utoipa::path(
    post,
    path = "/v1/loads",
    operation_id = "announceLoad",
    tag = "Loads",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key again gives the same load, as it is then, with `upload` made anew.", min_length = 1, max_length = 200)),
    request_body(content = NewLoad),
    responses(
        (status = 201, description = "Announced; the file may come.", body = AnnouncedLoad),
        (status = 404, description = "A repeated call, and the load was removed meanwhile.", body = problem::ProblemDocument, content_type = "application/problem+json"),
        Refusals, BodyRefusals,
    ),
    security(("oauth" = [])),
)]
pub async fn announce(
    caller: Caller,
    State(api): State<Api>,
    body: Body<NewLoad>,
) -> Result<Response, ApiError> {
    let (value, actor) = (body.value, caller.actor.actor());
    let mut call = match begin_or_kept(&api, &caller, body.key).await? {
        Ok(call) => call,
        Err((status, kept)) => {
            let load = loads::get(&api.actions, &actor, body::kept_id(&kept)?).await?;
            let shown = AnnouncedLoad::new(load, &api, &caller.visit).await?;
            return Ok(replayed(&caller, status, &body::json(&shown)?));
        }
    };
    let size = value.size.min(SIZE_AT_MOST + 1);
    let over = value.name.chars().count().saturating_sub(NAME_AT_MOST);
    if over > 0 {
        let fault = Fault::new("name", FaultCode::TooLong).with("max", NAME_AT_MOST).with("over", over);
        return Err(ApiError::Invalid(vec![fault]));
    }
    let id = Uuid::now_v7();
    let load = loads::announce_in(call.work(), &actor, id, &value.name, size).await?;
    call.end(201, &body::id_alone(id)).await?;
    let shown = AnnouncedLoad::new(load, &api, &caller.visit).await?;
    let mut response = body::answer(201, &body::json(&shown)?);
    problem::speak(response.headers_mut(), &caller.visit);
    Ok(response)
}

/// Start a load
///
/// All bytes are in the storage. Calling it again changes nothing.
#[utoipa::path(
    post,
    path = "/v1/loads/{id}/start",
    operation_id = "startLoad",
    tag = "Loads",
    params(("id" = Uuid, Path, description = "The load.")),
    responses(
        (status = 202, description = "It is worked on.", body = LoadShown),
        (status = 404, description = "The client has no such load.", body = problem::ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "The storage has not all bytes.", body = problem::ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn start(
    caller: Caller,
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let Caller { actor, visit } = caller;
    let id = read_id(&id)?;
    let load = loads::get(&api.actions, &actor.actor(), id).await?;
    let stored = api.objects.stored_length(FileId(id)).await?;
    if load.started_at.is_none() && stored != load.size.unsigned_abs() {
        return Err(ApiError::NotUploaded);
    }
    let load = loads::start(&api.actions, &visit.cause(), &actor.actor(), id, stored).await?;
    let shown = LoadShown::new(load, &api, visit.texts()).await?;
    let mut response = body::answer(202, &body::json(&shown)?);
    problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

/// Get how far a load is
#[utoipa::path(
    get,
    path = "/v1/loads/{id}",
    operation_id = "getLoad",
    tag = "Loads",
    params(("id" = Uuid, Path, description = "The load.")),
    responses(
        (status = 200, description = "How far it is.", body = LoadShown),
        (status = 404, description = "The client has no such load.", body = problem::ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn get(
    caller: Caller,
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let Caller { actor, visit } = caller;
    let load = loads::get(&api.actions, &actor.actor(), read_id(&id)?).await?;
    let shown = LoadShown::new(load, &api, visit.texts()).await?;
    let mut response = Json(shown).into_response();
    problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

/// Get what came of each record
///
/// In the order of the file, as far as the load is.
#[utoipa::path(
    get,
    path = "/v1/loads/{id}/records",
    operation_id = "getLoadRecords",
    tag = "Loads",
    params(("id" = Uuid, Path, description = "The load."), RecordQuery),
    responses(
        (status = 200, description = "Records with number or faults.", body = RecordPage),
        (status = 404, description = "The client has no such load.", body = problem::ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn records(
    caller: Caller,
    State(api): State<Api>,
    Path(id): Path<String>,
    Asked(query): Asked<RecordQuery>,
) -> Result<Response, ApiError> {
    let Caller { actor, visit } = caller;
    let id = read_id(&id)?;
    if query.after < 0 {
        return Err(ApiError::Wrong("after".to_owned(), "api-wrong-shape"));
    }
    if !(1..=SHOWN_AT_MOST).contains(&query.limit) {
        return Err(ApiError::Wrong("limit".to_owned(), "api-wrong-shape"));
    }
    let limit = query.limit + 1;
    let actor = actor.actor();
    let mut found =
        loads::results(&api.actions, &actor, id, query.after, query.wrong, limit).await?;
    let more = found.len() as i64 > query.limit;
    found.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|last| last.place);
    let texts = visit.texts();
    let records = found.into_iter().map(|result| RecordShown::new(result, texts)).collect();
    let mut response = Json(RecordPage { records, next }).into_response();
    problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

/// What is no id is that of no load.
fn read_id(text: &str) -> Result<Uuid, ApiError> {
    text.parse().map_err(|_| ApiError::NotFound)
}

impl AnnouncedLoad {
    async fn new(load: Load, api: &Api, visit: &Visit) -> Result<Self, ApiError> {
        // Nobody changes the file of a load that is worked on.
        let upload = if load.state == LoadState::Uploading {
            let size = load.size.unsigned_abs();
            let request = api.objects.presign_whole(FileId(load.id), size, KIND, UPLOAD_LIVES).await?;
            Some(LoadUpload::new(request, visit.now()))
        } else {
            None
        };
        Ok(Self { load: LoadShown::new(load, api, visit.texts()).await?, upload })
    }
}

impl LoadUpload {
    fn new(request: PresignedRequest, now: DateTime<Utc>) -> Self {
        let headers = request.headers.into_iter();
        Self {
            method: request.method,
            url: request.url,
            headers: headers.map(|(name, value)| UploadHeader { name, value }).collect(),
            expires_at: now + TimeDelta::from_std(UPLOAD_LIVES).unwrap_or_default(),
        }
    }
}

impl LoadShown {
    async fn new(load: Load, api: &Api, texts: &Texts) -> Result<Self, ApiError> {
        let mut wrong_records = Vec::new();
        for part in 1..=load.wrong_parts {
            let (key, (name, kind)) = (keys::wrong_records(load.id, part), load.wrong_records_file(part));
            wrong_records.push(api.objects.presign_download(&key, &name, kind, Disposition::Attachment, LINK_LIVES).await?);
        }
        let state = load.state.code();
        Ok(Self {
            id: load.id,
            name: load.name,
            size: load.size,
            state: LoadStateName {
                code: state,
                name: texts.get(&format!("load-state-{state}")).into_owned(),
            },
            fault: load.fault.map(|fault| FaultShown::new(&fault, texts)),
            total: load.total,
            done: load.done,
            entered: load.entered,
            repeated: load.repeated,
            wrong: load.wrong,
            wrong_records,
            omitted: load.omitted,
            created_at: load.created_at,
            finished_at: load.finished_at,
        })
    }
}

impl FaultShown {
    fn new(fault: &Fault, texts: &Texts) -> Self {
        let pointer = match fault.field.as_str() {
            "" => String::new(),
            field => format!("/{field}"),
        };
        Self {
            pointer,
            code: fault.code.code().to_owned(),
            detail: fault_text(fault, texts),
        }
    }
}

impl RecordShown {
    fn new(result: RecordResult, texts: &Texts) -> Self {
        Self {
            place: result.place,
            external_id: result.external_id,
            number: result.number.map(AppealNumber::digits),
            repeated: result.repeated,
            faults: result.faults.iter().map(|fault| FaultShown::new(fault, texts)).collect(),
        }
    }
}
