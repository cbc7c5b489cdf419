//! What the pickers' script asks while one types.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use zvarot_store::Store;
use zvarot_web::{Choice, PageError, SignedIn, Visit};

use crate::pages::pickers;

/// What is typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// `GET /suggest/organisations?q=`
pub async fn organisations(
    visit: Visit,
    _: SignedIn,
    State(store): State<Store>,
    Query(query): Query<Typed>,
) -> Result<Json<Value>, PageError> {
    let mut connection = store.pool().acquire().await?;
    let found = pickers::find_organisations(&mut connection, visit.texts(), &query.q).await?;
    Ok(answer(&found))
}

/// `GET /suggest/topics?q=`
pub async fn topics(
    visit: Visit,
    _: SignedIn,
    State(store): State<Store>,
    Query(query): Query<Typed>,
) -> Result<Json<Value>, PageError> {
    let topics = pickers::classifier(&visit, &store).await?;
    Ok(answer(&pickers::find_topics(
        &topics,
        visit.texts(),
        &query.q,
    )))
}

fn answer(found: &[Choice]) -> Json<Value> {
    let found = found
        .iter()
        .map(|choice| json!({ "value": choice.value, "text": choice.text, "hint": choice.hint }));
    Json(found.collect())
}
