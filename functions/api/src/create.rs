//! `POST /v1/appeals`: one appeal entered on someone's behalf (EDM-03): written, oral, or electronic elsewhere. The
//! record is that of bulk loads, with the same rules; the EDMS's own id makes it harmless twice.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema, schema::ObjectBuilder},
};
use zvarot_actions::appeals::enter::{self, Announce, Checked};
use zvarot_domain::{Fault, FaultCode, entry::Record};
use zvarot_locale::Texts;
use zvarot_store::appeals;

use crate::{
    access::Caller,
    acting::{AppealState, begin},
    body::{self, RawBody},
    context::Api,
    files::{IN_CALL_AT_MOST, store},
    problem::{self, ApiError, BodyRefusals, Refusals},
};

/// How often a call is begun anew when the same record is entered by another one meanwhile.
const ATTEMPTS: usize = 5;

/// An appeal to be entered: the JSON Schema of the records of bulk loads, which `document` puts in its place.
pub struct AppealRecord;

impl PartialSchema for AppealRecord {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().into()
    }
}

impl ToSchema for AppealRecord {}

/// An appeal that was entered.
#[derive(Debug, Serialize, ToSchema)]
struct Entered {
    #[serde(flatten)]
    state: AppealState,
    /// It was there before: the same record had come already.
    repeated: bool,
}

/// Enter an appeal
///
/// A written or oral appeal, or an electronic one entered for somebody: it gets its № в СО and, where the record has
/// registration data, is registered at once. The same record again (by `externalId`) is the same appeal: 200 instead of
/// 201; another record under the same id is refused. Files: uploaded before by `POST /v1/files` (`id`), or in the record
/// (`content` in base64, 4 MB in all). Faults are told all at once.
#[utoipa::path(
    post,
    path = "/v1/appeals",
    operation_id = "enterAppeal",
    tag = "Appeals",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "The call is done once, and its answer is given again for two days.", min_length = 1, max_length = 200),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    request_body(content = AppealRecord, example = json!(example())),
    responses(
        (status = 201, description = "Entered.", body = Entered),
        (status = 200, description = "It was entered before.", body = Entered),
        Refusals, BodyRefusals,
    ),
    security(("oauth" = [])),
)]
pub async fn create(
    caller: Caller,
    State(api): State<Api>,
    raw: RawBody,
) -> Result<Response, ApiError> {
    let wrong = || ApiError::Wrong(String::new(), "api-malformed");
    let record = Record::parse(&raw.bytes).map_err(|_| wrong())?;
    let (actor, cause) = (caller.actor.actor(), caller.visit.cause());
    for attempt in 1.. {
        let records = std::slice::from_ref(&record);
        let checked = enter::check(&api.actions, &cause, &actor, records).await?;
        let inline: usize = checked.iter().flat_map(Checked::inline_files).map(|(_, bytes)| bytes.len()).sum();
        if inline > IN_CALL_AT_MOST {
            let fault = Fault::new("files", FaultCode::FilesTooLarge).with("max", IN_CALL_AT_MOST);
            return Err(ApiError::InvalidBody(vec![fault]));
        }
        // Before the transaction: none is held while the storage works.
        for (id, bytes) in checked.iter().flat_map(Checked::inline_files) {
            store(&api.objects, id, &Bytes::copy_from_slice(bytes)).await?;
        }
        let mut call = match begin(&api, &caller, raw.key.clone()).await? {
            Ok(call) => call,
            Err(before) => return Ok(before),
        };
        let written = enter::write(call.work(), &actor, checked, Announce::Each).await;
        let entered = match written {
            Err(error) if enter::is_race(&error) && attempt < ATTEMPTS => continue,
            written => written?.pop().ok_or_else(wrong)?,
        };
        let entered = entered.map_err(ApiError::InvalidBody)?;
        let texts: &Texts = caller.visit.texts();
        let row = appeals::get(call.work().connection(), entered.appeal).await?;
        let view = body::json(&Entered {
            state: AppealState::new(row.ok_or(ApiError::NotFound)?, texts),
            repeated: entered.repeated,
        })?;
        let status = if entered.repeated { 200 } else { 201 };
        call.end(status, &view).await?;
        let mut response = body::answer(status, &view).into_response();
        problem::speak(response.headers_mut(), &caller.visit);
        return Ok(response);
    }
    Err(ApiError::Conflict)
}

fn example() -> serde_json::Value {
    serde_json::json!({
        "externalId": "СЭД-2026-00142",
        "kind": "application",
        "form": "written",
        "receivedAt": "2026-04-16",
        "topicCode": "07",
        "subtopicCode": "07-03",
        "content": "Прошу отремонтировать лифт в третьем подъезде.",
        "applicants": [{ "kind": "person", "surname": "Вярба", "name": "Алёна", "address": { "line": "г. Минск, ул. Мира, 5-12" } }],
        "registration": { "index": "В-25", "date": "2026-04-16" },
    })
}
