//! How the file gets into the storage: by the script of uploads in chunks; without scripts as part of the form, cut into
//! the same chunks on its way; on Lambda by a form that goes straight to the storage.

use std::time::Duration;

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::{Bytes, BytesMut};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use zvarot_actions::ActionError;
use zvarot_actions::loads::{self, SIZE_AT_MOST};
use zvarot_domain::attachment::{CHUNK_SIZE, chunk_count, chunk_length};
use zvarot_domain::{Actor, Fault, FaultCode, FileId};
use zvarot_objects::{Chunk, FormType, Objects, PostForm};
use zvarot_store::loads::{Load, LoadState};
use zvarot_web::{FormWithFiles, Official, Page, PageError, PostedFile, ProtectedForm, Visit, show};

use super::{PATH, ShownLoad, allow, failed, text_of};
use crate::context::Front;
use crate::pages::uploads::{of_storage, read_on};

/// How many presigned requests are given out at once.
const AT_ONCE: usize = 8;
/// How long a presigned request can be begun.
const LIVES: Duration = Duration::from_secs(15 * 60);
/// How long the form to the storage can be sent: 200 MB on a slow line.
const FORM_LIVES: Duration = Duration::from_secs(4 * 60 * 60);
const KIND: &str = "application/octet-stream";

/// `POST /loads/upload`: announces a file.
pub async fn declare(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    let size = form.get("size").parse().map_err(|_| PageError::BadRequest)?;
    let (actions, cause) = (&front.actions, visit.cause());
    match loads::announce(actions, &cause, &official.actor, form.get("name"), size).await {
        Ok(load) => Ok(Json(told(load, &visit)).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let body = Json(json!({ "detail": text_of(faults, visit.texts()) }));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// What the script is told of a load.
fn told(load: Load, visit: &Visit) -> Value {
    let texts = visit.texts();
    let shown = ShownLoad::new(load, texts);
    json!({
        "id": shown.load.id, "name": shown.load.name, "size": texts.size(shown.load.size.unsigned_abs()),
        "state": shown.load.state.code(), "text": shown.state, "tone": shown.tone, "detail": shown.fault,
        "location": (shown.load.state != LoadState::Uploading).then(|| shown.path()),
    })
}

/// `GET /loads/upload/{id}`
pub async fn state(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
) -> Result<Json<Value>, PageError> {
    allow(&official.actor)?;
    Ok(Json(told(loads::get(&front.actions, &official.actor, id).await?, &visit)))
}

/// `POST /loads/upload/{id}/next`: the requests for the next chunks that are missing; when none is, the load begins.
pub async fn next(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Json<Value>, PageError> {
    allow(&official.actor)?;
    let load = loads::get(&front.actions, &official.actor, id).await?;
    if load.state != LoadState::Uploading {
        return Ok(Json(told(load, &visit)));
    }
    let size = load.size.unsigned_abs();
    let stored = front.objects.chunks(FileId(id)).await.map_err(of_storage)?;
    let missing = missing(size, &stored);
    if missing.is_empty() {
        let load = loads::start(&front.actions, &visit.cause(), &official.actor, id, size).await?;
        return Ok(Json(told(load, &visit)));
    }
    let mut answer = told(load, &visit);
    let left: u64 = missing.iter().map(|chunk| chunk.length).sum();
    answer["done"] = json!(size - left);
    answer["chunks"] = requests(&front.objects, FileId(id), &missing).await?;
    Ok(Json(answer))
}

/// The chunks that are not stored, or not whole.
fn missing(size: u64, stored: &[Chunk]) -> Vec<Chunk> {
    let count = u32::try_from(chunk_count(size)).unwrap_or(u32::MAX);
    let expected = (0..count).filter_map(|index| {
        Some(Chunk { index, length: chunk_length(size, u64::from(index))? })
    });
    expected.filter(|chunk| !stored.contains(chunk)).collect()
}

async fn requests(objects: &Objects, id: FileId, missing: &[Chunk]) -> Result<Value, PageError> {
    let mut requests = Vec::new();
    for chunk in missing.iter().take(AT_ONCE) {
        let request = objects.presign_chunk(id, chunk.index, chunk.length, KIND, LIVES).await;
        let request = request.map_err(of_storage)?;
        requests.push(json!({
            "start": u64::from(chunk.index) * CHUNK_SIZE, "length": chunk.length,
            "method": request.method, "url": request.url, "headers": request.headers,
        }));
    }
    Ok(Value::Array(requests))
}

/// `POST /loads/upload/{id}/remove`
pub async fn remove(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<StatusCode, PageError> {
    allow(&official.actor)?;
    loads::forget(&front.actions, &visit.cause(), &official.actor, id).await?;
    // What this does not reach, the periodic clean-up does.
    let _ = front.objects.delete_upload(FileId(id)).await;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /loads`: the file as part of the form, without scripts.
pub async fn receive(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    mut form: FormWithFiles,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    let actor = &official.actor;
    let fault = match form.next_file().await? {
        None => Fault::new("file", FaultCode::Required),
        Some(mut file) => match take(&visit, actor, &front, &mut file).await? {
            Ok(load) => return Ok(Redirect::to(&format!("{PATH}/{load}")).into_response()),
            Err(fault) => fault,
        },
    };
    failed(&visit, actor, &front, &vec![fault]).await
}

async fn take(
    visit: &Visit,
    actor: &Actor,
    front: &Front,
    file: &mut PostedFile,
) -> Result<Result<Uuid, Fault>, PageError> {
    let (id, cause) = (Uuid::now_v7(), visit.cause());
    let size = match store(&front.objects, FileId(id), file).await? {
        Some(size) => size,
        None => {
            let _ = front.objects.delete_upload(FileId(id)).await;
            read_on(file).await?;
            SIZE_AT_MOST + 1
        }
    };
    let name = file.name.clone();
    match loads::announce_under(&front.actions, &cause, actor, id, &name, size).await {
        Ok(load) => {
            loads::start(&front.actions, &cause, actor, load.id, size).await?;
            Ok(Ok(load.id))
        }
        Err(ActionError::Invalid(faults)) => {
            let fault = faults.into_iter().next();
            let fault = fault.unwrap_or_else(|| Fault::new("file", FaultCode::Required));
            Ok(Err(Fault { field: "file".to_owned(), ..fault }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Stores the bytes as chunks; gives their number, or nothing when there are too many.
async fn store(
    objects: &Objects,
    id: FileId,
    file: &mut PostedFile,
) -> Result<Option<u64>, PageError> {
    let chunk_size = usize::try_from(CHUNK_SIZE).expect("half a megabyte fits");
    let mut chunk = BytesMut::with_capacity(chunk_size);
    let (mut index, mut size) = (0, 0_u64);
    while let Some(mut bytes) = file.chunk().await? {
        size += bytes.len() as u64;
        if size > SIZE_AT_MOST {
            return Ok(None);
        }
        while !bytes.is_empty() {
            let part = bytes.split_to(bytes.len().min(chunk_size - chunk.len()));
            chunk.extend_from_slice(&part);
            if chunk.len() == chunk_size {
                put(objects, id, index, chunk.split().freeze()).await?;
                chunk.reserve(chunk_size);
                index += 1;
            }
        }
    }
    if !chunk.is_empty() {
        put(objects, id, index, chunk.freeze()).await?;
    }
    Ok(Some(size))
}

async fn put(objects: &Objects, id: FileId, index: u32, bytes: Bytes) -> Result<(), PageError> {
    objects.put_chunk(id, index, bytes).await.map_err(of_storage)
}

#[derive(Template)]
#[template(path = "loads/form.html")]
struct FormPage {
    page: Page,
    form: PostForm,
    /// A file was sent already and did not arrive.
    empty: bool,
}

/// `POST /loads/form`: begins the way of a form straight to the storage.
pub async fn chosen(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    // The bound stands for the size until the storage says it; the file's name stays with the browser.
    let name = format!("{}.json", visit.now().format("%Y-%m-%d"));
    let (actions, cause) = (&front.actions, visit.cause());
    let load = loads::announce(actions, &cause, &official.actor, &name, SIZE_AT_MOST).await?;
    Ok(Redirect::to(&format!("{PATH}/form/{}", load.id)).into_response())
}

/// Whether a file was sent already and did not arrive.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    empty: bool,
}

/// `GET /loads/form/{id}`: the form that posts to the storage.
pub async fn form(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
    Query(sent): Query<Sent>,
) -> Result<Response, PageError> {
    allow(&official.actor)?;
    let load = loads::get(&front.actions, &official.actor, id).await?;
    if load.state != LoadState::Uploading {
        return Ok(Redirect::to(&format!("{PATH}/{id}")).into_response());
    }
    let after = visit.web().public_url().join(&format!("{PATH}/form/{id}/posted"));
    let after = after.map_err(anyhow::Error::from)?;
    let form = front
        .objects
        .presigned_post(
            FileId(id),
            SIZE_AT_MOST,
            FormType::Exact(KIND),
            after.as_str(),
            FORM_LIVES,
            visit.now(),
        )
        .await
        .map_err(of_storage)?;
    show(&FormPage { page: Page::new(&visit), form, empty: sent.empty })
}

/// `GET /loads/form/{id}/posted`: where the storage leads back to. What arrived is asked of the storage itself.
pub async fn posted(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
) -> Result<Redirect, PageError> {
    allow(&official.actor)?;
    let size = front.objects.stored_length(FileId(id)).await.map_err(of_storage)?;
    if size == 0 {
        return Ok(Redirect::to(&format!("{PATH}/form/{id}?empty=true")));
    }
    let (actions, cause) = (&front.actions, visit.cause());
    loads::start_of_size(actions, &cause, &official.actor, id, size).await?;
    Ok(Redirect::to(&format!("{PATH}/{id}")))
}
