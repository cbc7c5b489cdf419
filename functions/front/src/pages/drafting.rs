//! What the forms that are saved while one types have alike: an applicant's appeal and a clerk's card.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;
use zvarot_domain::Faults;
use zvarot_web::{FormState, FormValues, Visit};

/// What the script is told after it saved: the new version and what is wrong so far.
pub fn saved(
    visit: &Visit,
    version: i32,
    values: FormValues,
    faults: &Faults,
    labels: &[(&str, &str)],
) -> Response {
    let texts = visit.texts();
    let state = FormState::failed(values, faults, texts).labelled(labels, texts);
    let faults: Vec<_> = state
        .summary()
        .map(|fault| json!({ "field": fault.anchor, "text": fault.text }))
        .collect();
    let text = texts.with("draft-saved-at", &[("time", texts.time(visit.now()))]);
    Json(json!({ "version": version, "text": text, "faults": faults })).into_response()
}

/// What the script is told where the form was saved from elsewhere: nothing was overwritten.
pub fn saved_elsewhere(visit: &Visit) -> Response {
    let text = visit.texts().get("draft-conflict");
    (StatusCode::CONFLICT, Json(json!({ "text": text }))).into_response()
}
