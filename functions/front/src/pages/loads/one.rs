//! One load: how far it is, and record by record what came of it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;
use zvarot_actions::loads;
use zvarot_domain::Permission;
use zvarot_locale::Texts;
use zvarot_objects::{Disposition, keys};
use zvarot_store::loads::{LoadState, RecordResult};
use zvarot_web::{FormState, FormValues, Official, Page, PageError, Visit, show};

use super::{PATH, ShownLoad, allow};
use crate::context::Front;
use crate::pages::appeals::documents::LINK_LIVES;
use crate::pages::uploads::of_storage;

const SHOWN: usize = 100;

/// A record's result in words.
struct ShownRecord {
    place: i32,
    external_id: String,
    number: Option<String>,
    /// The card, for those who may open it.
    card: Option<String>,
    state: String,
    tone: &'static str,
    /// Pointer and words of each fault.
    faults: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "loads/one.html")]
struct LoadPage {
    page: Page,
    shown: ShownLoad,
    /// Whether something will still happen.
    running: bool,
    wrong_only: bool,
    records: Vec<ShownRecord>,
    first: Option<String>,
    next: Option<String>,
}

/// Which records are shown.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    after: i32,
}

/// `GET /loads/{id}?all=&after=`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    let actor = &official.actor;
    let load = loads::get(&front.actions, actor, id).await?;
    // Those with faults first of all: they are what there is to do.
    let wrong_only = !asked.all && load.wrong > 0;
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let after = asked.after.max(0);
    let mut found = loads::results(&front.actions, actor, id, after, wrong_only, limit).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let path = if asked.all { format!("{PATH}/{id}?all=true") } else { format!("{PATH}/{id}") };
    let mark = if asked.all { '&' } else { '?' };
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| format!("{path}{mark}after={}", last.place));
    let opens = Permission::SeeAppeals.is_given_to(actor);
    let texts = visit.texts();
    show(&LoadPage {
        page: Page::new(&visit),
        running: matches!(load.state, LoadState::Checking | LoadState::Entering),
        wrong_only,
        records: found.into_iter().map(|record| shown(record, opens, texts)).collect(),
        first: (after > 0).then_some(path),
        next,
        shown: ShownLoad::new(load, texts),
    })
}

fn shown(record: RecordResult, opens: bool, texts: &Texts) -> ShownRecord {
    let (state, tone) = match (&record.number, record.repeated) {
        (None, _) => ("load-record-wrong", "bad"),
        (Some(_), true) => ("load-record-repeated", "calm"),
        (Some(_), false) => ("load-record-entered", "good"),
    };
    let faults = record.faults.into_iter().map(|fault| {
        let pointer = match fault.field.as_str() {
            "" => texts.get("load-whole").into_owned(),
            field => format!("/{field}"),
        };
        let form = FormState::failed(FormValues::default(), &vec![fault], texts);
        let text = form.summary().map(|fault| fault.text.clone()).collect::<Vec<_>>().join(" ");
        (pointer, text)
    });
    ShownRecord {
        place: record.place,
        external_id: record.external_id,
        card: record
            .number
            .filter(|_| opens)
            .map(|number| format!("/work/appeals/{}", number.digits())),
        number: record.number.map(|number| number.to_string()),
        state: texts.get(state).into_owned(),
        tone,
        faults: faults.collect(),
    }
}

/// `GET /loads/{id}/wrong/{part}`: the wrong records as a file to be corrected.
pub async fn wrong(
    official: Official,
    State(front): State<Front>,
    Path((id, part)): Path<(Uuid, i32)>,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    let load = loads::get(&front.actions, &official.actor, id).await?;
    if !(1..=load.wrong_parts).contains(&part) {
        return Err(PageError::NotFound);
    }
    let (key, (name, kind)) = (keys::wrong_records(id, part), load.wrong_records_file(part));
    let link = front.objects.presign_download(&key, &name, kind, Disposition::Attachment, LINK_LIVES);
    let link = link.await.map_err(of_storage)?;
    Ok(Redirect::to(&link).into_response())
}
