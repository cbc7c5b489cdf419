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

/// What of the classifier is looked through.
#[derive(Deserialize)]
pub struct Within {
    #[serde(default)]
    of: String,
}

/// `GET /suggest/topics/sections?of=`: the sections, or what can be chosen in one of them.
pub async fn sections(
    visit: Visit,
    _: SignedIn,
    State(store): State<Store>,
    Query(query): Query<Within>,
) -> Result<Json<Value>, PageError> {
    let topics = pickers::classifier(&visit, &store).await?;
    let mut sections = pickers::sections(&topics, visit.texts(), "");
    if let Some(section) = sections.iter().position(|section| section.code == query.of) {
        return Ok(answer(&sections.swap_remove(section).choices));
    }
    let sections = sections.into_iter().map(|section| {
        if section.alone {
            json!({ "value": section.code, "text": section.name, "hint": "" })
        } else {
            json!({ "value": "", "text": section.name, "hint": "", "of": section.code })
        }
    });
    Ok(Json(sections.collect()))
}

fn answer(found: &[Choice]) -> Json<Value> {
    let found = found
        .iter()
        .map(|choice| json!({ "value": choice.value, "text": choice.text, "hint": choice.hint }));
    Json(found.collect())
}
