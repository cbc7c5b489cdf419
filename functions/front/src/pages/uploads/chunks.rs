//! Uploading by script. A file is declared, then its chunks are put straight to the storage by presigned
//! requests that enforce length and type; which chunks are there is asked of the storage itself, so an upload
//! goes on after a broken line, a reload or on another day.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};
use zvarot_actions::files::{self, Declared};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::attachment::{CHUNK_SIZE, chunk_count, chunk_length};
use zvarot_domain::{FileId, FileState, UploadPurpose};
use zvarot_objects::{Chunk, Objects, ObjectsError};
use zvarot_store::files::{File, Holder};
use zvarot_web::{FormState, FormValues, PageError, ProtectedForm, SignedIn, Visit};

use super::ShownFile;

/// How many presigned requests are given out at once: about a minute of work on a 256 kbit/s line.
const AT_ONCE: usize = 4;
/// How long a presigned request can be begun.
const LIVES: Duration = Duration::from_secs(15 * 60);

/// `POST /uploads`: announces a file. The same file announced again is the same upload.
pub async fn declare(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let holder = read_holder(form.get("holder"))?;
    let declared = Declared {
        name: form.get("name"),
        content_type: form.get("type"),
        size: form
            .get("size")
            .parse()
            .map_err(|_| PageError::BadRequest)?,
        fingerprint: form
            .get("fingerprint")
            .get(..300)
            .unwrap_or(form.get("fingerprint")),
        participants_list: form.get("list") == "yes",
    };
    match files::declare(&actions, &visit.cause(), &actor, holder, &declared).await {
        Ok(file) => Ok(Json(ShownFile::new(&file, visit.texts()).json()).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = FormState::failed(FormValues::default(), &faults, visit.texts());
            let texts: Vec<&str> = form.summary().map(|fault| fault.text.as_str()).collect();
            let body = Json(json!({ "detail": texts.join(" ") }));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The holder as the script is told it: what it is and its id; of a form about an appeal its purpose, the appeal and, where
/// it is about one, the resolution.
pub fn holder_text(holder: Holder) -> String {
    match holder {
        Holder::Draft(id) => format!("draft:{id}"),
        Holder::ScanOf(appeal) => format!("scan:{appeal}"),
        Holder::Assignment(id) => format!("assignment:{id}"),
        Holder::Form(appeal, purpose) => match purpose.resolution() {
            None => format!("{}:{appeal}", purpose.code()),
            Some(resolution) => format!("{}:{appeal}:{resolution}", purpose.code()),
        },
        Holder::Nobody => String::new(),
    }
}

fn read_holder(text: &str) -> Result<Holder, PageError> {
    let mut parts = text.splitn(3, ':');
    let (kind, id, resolution) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let holder = match (kind, resolution) {
        ("draft", None) => id.parse().ok().map(Holder::Draft),
        ("scan", None) => id.parse().ok().map(Holder::ScanOf),
        ("assignment", None) => id.parse().ok().map(Holder::Assignment),
        (code, resolution) => {
            let resolution = resolution.map(str::parse).transpose().map_err(|_| PageError::BadRequest)?;
            let purpose = UploadPurpose::from_code(code, resolution);
            purpose.and_then(|purpose| Some(Holder::Form(id.parse().ok()?, purpose)))
        }
    };
    holder.ok_or(PageError::BadRequest)
}

/// `GET /uploads/{id}`: how far the file is.
pub async fn state(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<FileId>,
) -> Result<Json<Value>, PageError> {
    let file = files::own(&actions, &visit.cause(), &actor, id).await?;
    Ok(Json(ShownFile::new(&file, visit.texts()).json()))
}

/// `POST /uploads/{id}/next`: the requests for the next chunks that are missing; when none is, the file goes to
/// be checked.
pub async fn next(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    State(objects): State<Objects>,
    Path(id): Path<FileId>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Json<Value>, PageError> {
    let cause = visit.cause();
    let file = files::own(&actions, &cause, &actor, id).await?;
    if file.state != FileState::Uploading {
        return Ok(Json(ShownFile::new(&file, visit.texts()).json()));
    }
    let stored = objects.chunks(id).await.map_err(of_storage)?;
    let missing = missing(&file, &stored);
    if missing.is_empty() {
        files::finish(&actions, &cause, &actor, id).await?;
        let file = files::own(&actions, &cause, &actor, id).await?;
        return Ok(Json(ShownFile::new(&file, visit.texts()).json()));
    }
    let mut answer = ShownFile::new(&file, visit.texts()).json();
    let left: u64 = missing.iter().map(|chunk| chunk.length).sum();
    answer["done"] = json!(file.size.unsigned_abs() - left);
    answer["chunks"] = requests(&objects, id, &missing).await?;
    Ok(Json(answer))
}

/// The chunks that are not stored, or not whole.
fn missing(file: &File, stored: &[Chunk]) -> Vec<Chunk> {
    let size = file.size.unsigned_abs();
    let count = u32::try_from(chunk_count(size)).unwrap_or(u32::MAX);
    let expected = (0..count).filter_map(|index| {
        Some(Chunk {
            index,
            length: chunk_length(size, u64::from(index))?,
        })
    });
    expected.filter(|chunk| !stored.contains(chunk)).collect()
}

async fn requests(objects: &Objects, id: FileId, missing: &[Chunk]) -> Result<Value, PageError> {
    let mut requests = Vec::new();
    for chunk in missing.iter().take(AT_ONCE) {
        let kind = "application/octet-stream";
        let request = objects
            .presign_chunk(id, chunk.index, chunk.length, kind, LIVES)
            .await;
        let request = request.map_err(of_storage)?;
        requests.push(json!({
            "start": u64::from(chunk.index) * CHUNK_SIZE,
            "length": chunk.length,
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
        }));
    }
    Ok(Value::Array(requests))
}

/// `POST /uploads/{id}/remove`
pub async fn remove(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<FileId>,
    ProtectedForm(_): ProtectedForm,
) -> Result<StatusCode, PageError> {
    files::remove(&actions, &visit.cause(), &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The storage's errors as ours.
pub(crate) fn of_storage(error: ObjectsError) -> PageError {
    match error {
        ObjectsError::NotFound => PageError::NotFound,
        error if error.is_retryable() => PageError::Unavailable(error.into()),
        error => PageError::Internal(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use zvarot_domain::{AppealId, ResolutionId};

    use super::*;

    // REQ: REV-12
    #[test]
    fn a_holder_is_read_as_it_was_written_and_nothing_else_is() {
        let (appeal, resolution) = (AppealId(Uuid::from_u128(1)), ResolutionId(Uuid::from_u128(2)));
        let purposes = [
            UploadPurpose::Answer,
            UploadPurpose::Message,
            UploadPurpose::Reply,
            UploadPurpose::Leaving,
            UploadPurpose::Redirection,
            UploadPurpose::Withdrawal,
            UploadPurpose::Request,
            UploadPurpose::Order,
            UploadPurpose::Resolution(None),
            UploadPurpose::Resolution(Some(resolution)),
            UploadPurpose::Result(resolution),
            UploadPurpose::Consolidated(resolution),
        ];
        for purpose in purposes {
            let text = holder_text(Holder::Form(appeal, purpose));
            let Ok(Holder::Form(of, read)) = read_holder(&text) else { panic!("{text}") };
            assert_eq!((of, read), (appeal, purpose), "{text}");
        }
        for wrong in [
            String::new(),
            format!("result:{appeal}"),
            format!("answer:{appeal}:{resolution}"),
            format!("resolution:{appeal}:x"),
            format!("draft:{appeal}:{resolution}"),
            format!("message:{resolution}x"),
            format!("letter:{appeal}"),
        ] {
            assert!(read_holder(&wrong).is_err(), "{wrong}");
        }
    }
}
