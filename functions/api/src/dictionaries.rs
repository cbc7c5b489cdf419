//! `/v1/dictionaries`: organisations, topics and the closed lists, each with a version, so that an EDMS keeps its own copy
//! and asks only whether it is still right (EDM-04).

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use zvarot_actions::appeals::minsk_date;
use zvarot_domain::{
    AnswerWay, ApplicantKind, CompletionResult, EventKind, FileFault, FileState, Form, Kind,
    LeaveReason, NoteReason, Outcome, Status,
};
use zvarot_locale::{Locale, Texts};
use zvarot_store::{PgConnection, conformance, organisations, topics};

use crate::{
    access::Caller,
    context::Api,
    names::named,
    problem::{ApiError, ProblemDocument, Refusals},
};

/// Organisations in the dictionary at most: several times as many as there are.
const ORGANISATIONS: i64 = 20_000;

/// The dictionaries' names.
const NAMES: [&str; 14] = [
    "answer-ways",
    "applicant-kinds",
    "events",
    "file-faults",
    "file-states",
    "forms",
    "kinds",
    "leave-reasons",
    "note-reasons",
    "organisations",
    "outcomes",
    "results",
    "statuses",
    "topics",
];

/// The dictionaries there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dictionaries {
    dictionaries: Vec<DictionaryVersion>,
}

/// A dictionary without its entries.
#[derive(Debug, Serialize, ToSchema)]
pub struct DictionaryVersion {
    name: &'static str,
    /// Changes with the entries.
    version: String,
}

/// A dictionary.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dictionary {
    name: &'static str,
    /// Changes with the entries; also the `ETag`.
    version: String,
    entries: Vec<DictionaryEntry>,
}

/// An entry.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DictionaryEntry {
    /// What the API takes and gives; never changes.
    code: String,
    name_ru: String,
    name_be: String,
    /// Of a sub-topic: its topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_code: Option<String>,
    /// Of an organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    unp: Option<String>,
}

/// List the dictionaries
///
/// Names and versions: what has changed is read anew.
#[utoipa::path(
    get,
    path = "/v1/dictionaries",
    operation_id = "listDictionaries",
    tag = "Dictionaries",
    responses((status = 200, description = "All dictionaries.", body = Dictionaries), Refusals),
    security(("oauth" = [])),
)]
pub async fn list(caller: Caller, State(api): State<Api>) -> Result<Json<Dictionaries>, ApiError> {
    let mut connection = api.web.store().pool().acquire().await?;
    let mut dictionaries = Vec::with_capacity(NAMES.len());
    for name in NAMES {
        let entries = entries(name, &mut connection, &caller).await?;
        dictionaries.push(DictionaryVersion {
            name,
            version: version(&entries),
        });
    }
    Ok(Json(Dictionaries { dictionaries }))
}

/// Get a dictionary
///
/// With `If-None-Match` the answer is 304 without a body while the copy with that `ETag` is still right.
#[utoipa::path(
    get,
    path = "/v1/dictionaries/{name}",
    operation_id = "getDictionary",
    tag = "Dictionaries",
    params(
        ("name" = String, Path, description = "A name of the list.", example = "topics"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the copy."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 200, description = "The dictionary.", body = Dictionary, example = json!(example())),
        (status = 304, description = "The copy is right."),
        (status = 404, description = "There is no such dictionary.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn get(
    caller: Caller,
    State(api): State<Api>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let name = NAMES
        .into_iter()
        .find(|known| *known == name)
        .ok_or(ApiError::NotFound)?;
    let mut connection = api.web.store().pool().acquire().await?;
    let entries = entries(name, &mut connection, &caller).await?;
    drop(connection);
    let version = version(&entries);
    let tag = format!("\"{version}\"");
    let asked = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let fresh = asked.is_some_and(|asked| {
        asked
            .split(',')
            .any(|one| one.trim().trim_start_matches("W/") == tag)
    });
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(Dictionary {
            name,
            version,
            entries,
        })
        .into_response()
    };
    let tag = HeaderValue::from_str(&tag).expect("digits and quotes are ASCII");
    response.headers_mut().insert(header::ETAG, tag);
    let kept = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(response)
}

fn version(entries: &[DictionaryEntry]) -> String {
    let text = serde_json::to_vec(entries).expect("entries are plain data");
    let digest = Sha256::digest(&text);
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

async fn entries(
    name: &str,
    connection: &mut PgConnection,
    caller: &Caller,
) -> Result<Vec<DictionaryEntry>, ApiError> {
    Ok(match name {
        "organisations" => {
            // A program that is tried out knows of those only that are there for it.
            let own = caller.actor.organisation();
            let all = if conformance::is_test(connection, own).await? {
                organisations::by_ids(connection, &[own, conformance::ADDRESSEE]).await?
            } else {
                organisations::active(connection, ORGANISATIONS).await?
            };
            let all = all.into_iter().map(|organisation| DictionaryEntry {
                code: organisation.id.to_string(),
                name_ru: organisation.name_ru,
                name_be: organisation.name_be,
                parent_code: None,
                unp: Some(organisation.unp),
            });
            all.collect()
        }
        "topics" => {
            let today = minsk_date(caller.visit.now());
            let all = topics::valid_on(connection, today).await?;
            let all = all.into_iter().map(|topic| DictionaryEntry {
                code: topic.code,
                name_ru: topic.name_ru,
                name_be: topic.name_be,
                parent_code: topic.parent_code,
                unp: None,
            });
            all.collect()
        }
        name => closed(name),
    })
}

/// A list of the law or of the system itself.
fn closed(name: &str) -> Vec<DictionaryEntry> {
    let (prefix, codes): (&str, Vec<&'static str>) = match name {
        "answer-ways" => ("answer-way-", AnswerWay::ALL.map(AnswerWay::code).to_vec()),
        "applicant-kinds" => (
            "applicant-kind-",
            ApplicantKind::ALL.map(ApplicantKind::code).to_vec(),
        ),
        "events" => (
            "document-event-",
            EventKind::ALL.map(EventKind::code).to_vec(),
        ),
        "file-faults" => ("file-fault-", FileFault::ALL.map(FileFault::code).to_vec()),
        "file-states" => ("file-state-", FileState::ALL.map(FileState::code).to_vec()),
        "forms" => ("form-", Form::ALL.map(Form::code).to_vec()),
        "kinds" => ("kind-", Kind::ALL.map(Kind::code).to_vec()),
        "leave-reasons" => (
            "leave-reason-",
            LeaveReason::ALL.map(LeaveReason::code).to_vec(),
        ),
        "note-reasons" => (
            "note-reason-",
            NoteReason::ALL.map(NoteReason::code).to_vec(),
        ),
        "outcomes" => ("outcome-", Outcome::ALL.map(Outcome::code).to_vec()),
        "results" => (
            "result-",
            CompletionResult::ALL.map(CompletionResult::code).to_vec(),
        ),
        "statuses" => ("status-", Status::ALL.map(Status::code).to_vec()),
        _ => return Vec::new(),
    };
    let name = |code: &str, locale| named(prefix, code, Texts::of(locale));
    let codes = codes.into_iter().map(|code| DictionaryEntry {
        code: code.to_owned(),
        name_ru: name(code, Locale::Ru),
        name_be: name(code, Locale::Be),
        parent_code: None,
        unp: None,
    });
    codes.collect()
}

fn example() -> Dictionary {
    let entries = closed("outcomes");
    Dictionary {
        name: "outcomes",
        version: version(&entries),
        entries,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: EDM-04
    // REQ: REF-03
    #[test]
    fn every_closed_list_has_its_names_in_both_languages() {
        for name in NAMES
            .into_iter()
            .filter(|name| !["organisations", "topics"].contains(name))
        {
            let entries = closed(name);
            assert!(!entries.is_empty(), "{name}");
            for entry in entries {
                let names = format!("{}{}", entry.name_ru, entry.name_be);
                assert!(!names.contains('⟦') && !names.is_empty(), "{name}: {names}");
            }
        }
    }
}
