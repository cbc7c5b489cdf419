//! `/v1/files`: what a program uploads before it names it in a call — in parts straight to the storage, or in the call
//! itself — and how far the check is (SUB-04, REV-12).

use std::time::Duration;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use zvarot_actions::{ActionError, files as acts};
use zvarot_domain::{
    Fault, FaultCode, FileFault, FileId, FileState,
    attachment::{CHUNK_SIZE, chunk_count, chunk_length},
};
use zvarot_locale::{Locale, Texts};
use zvarot_objects::{Chunk, Disposition, Objects, keys};
use zvarot_store::files::File;

use crate::{
    access::Caller,
    acting::{begin_or_kept, replayed},
    body::{self, Body},
    context::Api,
    names::FileStateName,
    problem::{self, ApiError, BodyRefusals, ProblemDocument, Refusals},
};

/// How long a link to a file and a request to upload a part hold.
const LIVES: Duration = Duration::from_secs(5 * 60);
const UPLOAD_LIVES: Duration = Duration::from_secs(30 * 60);
/// Bytes that may come in a call itself.
pub const IN_CALL_AT_MOST: usize = 4 * 1024 * 1024;

/// A file.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileEntry {
    id: Uuid,
    name: String,
    content_type: String,
    /// In bytes.
    size: i64,
    state: FileStateName,
    /// The list of participants of a collective appeal.
    participants_list: bool,
    /// A letter of an organisation, not the applicant's file.
    letter: bool,
    /// Lower case hexadecimal; of checked files.
    sha256: Option<String>,
    /// Of checked files, where it was asked for: holds for five minutes.
    link: Option<String>,
}

/// A file that is being uploaded or was.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileUpload {
    #[serde(flatten)]
    file: FileEntry,
    /// Why it was refused.
    fault: Option<FileFaultName>,
    /// The parts that are missing in the storage, each with the request that brings it.
    parts: Vec<Part>,
}

/// Why a file was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileFaultName {
    code: String,
    detail: String,
}

/// A part of a file and the request that puts it into the storage.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Part {
    /// The first byte of it.
    start: u64,
    /// Bytes; exactly so many are taken.
    length: u64,
    method: String,
    url: String,
    headers: Vec<Header>,
}

/// A header to be sent as it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Header {
    name: String,
    value: String,
}

/// A file to be uploaded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "name": "Ответ.pdf", "contentType": "application/pdf", "size": 183402 }))]
pub struct NewUpload {
    /// With an extension that is accepted: jpg, jpeg, png, pdf, doc, docx, xls, xlsx, tif, tiff, rtf.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// None: by the extension.
    #[serde(default)]
    content_type: Option<String>,
    /// Bytes, 15 MB at most; not where `content` is given.
    #[schema(minimum = 1, maximum = 15728640)]
    #[serde(default, deserialize_with = "body::whole_or_none")]
    size: Option<u64>,
    /// The bytes themselves in base64, 4 MB at most.
    #[serde(default)]
    content: Option<String>,
    /// The scan that lists the participants of a collective appeal.
    #[serde(default)]
    participants_list: bool,
}

impl FileEntry {
    /// The file in the words of a language, without a link.
    pub fn new(file: &File, texts: &Texts) -> Self {
        Self {
            id: file.id.0,
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            size: file.size,
            state: FileStateName::new(file.state, texts),
            participants_list: file.participants_list,
            letter: file.letter,
            sha256: file.sha256.as_deref().map(hex),
            link: None,
        }
    }

    /// The same with a link, if the file has passed the check (SEC-04). The caller has authorised it.
    ///
    /// # Errors
    /// The storage cannot sign.
    pub async fn with_link(
        file: &File,
        objects: &Objects,
        texts: &Texts,
    ) -> Result<Self, ApiError> {
        let mut entry = Self::new(file, texts);
        let digest: Option<[u8; 32]> = file
            .sha256
            .as_deref()
            .and_then(|digest| digest.try_into().ok());
        if let Some(digest) = digest.filter(|_| file.state.is_downloadable()) {
            let key = keys::checked(file.id, &digest);
            let (name, kind) = (file.name.as_str(), file.content_type.as_str());
            let link = objects.presign_download(&key, name, kind, Disposition::Attachment, LIVES);
            entry.link = Some(link.await?);
        }
        Ok(entry)
    }

    /// What the document shows.
    pub fn example() -> Self {
        Self {
            id: Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001),
            name: "Фото подъезда.jpg".to_owned(),
            content_type: "image/jpeg".to_owned(),
            size: 183_402,
            state: FileStateName::new(FileState::Clean, Texts::of(Locale::Ru)),
            participants_list: false,
            letter: false,
            sha256: None,
            link: None,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn upload_view(file: &File, api: &Api, texts: &Texts) -> Result<FileUpload, ApiError> {
    let fault = match file.state {
        FileState::Infected => Some(("infected", "file-infected".to_owned())),
        FileState::Broken => {
            let fault = file.fault.as_deref().and_then(FileFault::from_code);
            fault.map(|fault| (fault.code(), fault.locale_key()))
        }
        _ => None,
    };
    let mut parts = Vec::new();
    if file.state == FileState::Uploading {
        for chunk in missing(file, &api.objects).await? {
            parts.push(Part::new(file.id, &chunk, &api.objects).await?);
        }
    }
    Ok(FileUpload {
        file: FileEntry::with_link(file, &api.objects, texts).await?,
        fault: fault.map(|(code, key)| FileFaultName {
            code: code.to_owned(),
            detail: texts.get(&key).into_owned(),
        }),
        parts,
    })
}

/// The chunks that are not stored, or not whole.
async fn missing(file: &File, objects: &Objects) -> Result<Vec<Chunk>, ApiError> {
    let stored = objects.chunks(file.id).await?;
    let size = file.size.unsigned_abs();
    let count = u32::try_from(chunk_count(size)).unwrap_or(u32::MAX);
    let expected = (0..count).filter_map(|index| {
        let length = chunk_length(size, u64::from(index))?;
        Some(Chunk { index, length })
    });
    Ok(expected.filter(|chunk| !stored.contains(chunk)).collect())
}

impl Part {
    async fn new(file: FileId, chunk: &Chunk, objects: &Objects) -> Result<Self, ApiError> {
        let kind = "application/octet-stream";
        let request = objects.presign_chunk(file, chunk.index, chunk.length, kind, UPLOAD_LIVES);
        let request = request.await?;
        let headers = request.headers.into_iter();
        Ok(Self {
            start: u64::from(chunk.index) * CHUNK_SIZE,
            length: chunk.length,
            method: request.method,
            url: request.url,
            headers: headers
                .map(|(name, value)| Header { name, value })
                .collect(),
        })
    }
}

/// Upload a file
///
/// Either say its `size`, bring each of the `parts` by the request given with it, then call
/// `POST /v1/files/{id}/check`; or give the bytes as `content`, then it is checked at once. A file that no call names
/// within a day is removed.
#[utoipa::path(
    post,
    path = "/v1/files",
    operation_id = "uploadFile",
    tag = "Files",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "The call is done once; repeated within two days it gives the same file, as it is then.", min_length = 1, max_length = 200),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    request_body = NewUpload,
    responses(
        (status = 201, description = "The file is awaited, or being checked.", body = FileUpload),
        (status = 404, description = "A repeated call, and the file was removed meanwhile.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals, BodyRefusals,
    ),
    security(("oauth" = [])),
)]
pub async fn create(
    caller: Caller,
    State(api): State<Api>,
    body: Body<NewUpload>,
) -> Result<Response, ApiError> {
    let upload = body.value;
    let actor = caller.actor.actor();
    let bytes = upload.content.as_deref().map(decoded).transpose()?;
    let size = match (upload.size, &bytes) {
        (_, Some(bytes)) => bytes.len() as u64,
        (Some(size), None) => size,
        (None, None) => {
            return Err(ActionError::field("size", FaultCode::Required).into());
        }
    };
    let declared = acts::Declared {
        name: &upload.name,
        content_type: upload.content_type.as_deref().unwrap_or_default(),
        size,
        fingerprint: "",
        participants_list: upload.participants_list,
    };
    acts::check_declared(&declared)?;
    let id = FileId(Uuid::now_v7());
    if let Some(bytes) = &bytes {
        // Before the transaction: none is held while the storage works.
        store(&api.objects, id, bytes).await?;
    }
    let mut call = match begin_or_kept(&api, &caller, body.key).await? {
        Ok(call) => call,
        Err((status, kept)) => {
            api.objects.delete_upload(id).await?;
            let file = found(&api, &caller, FileId(body::kept_id(&kept)?)).await?;
            let view = upload_view(&file, &api, caller.visit.texts()).await?;
            return Ok(replayed(&caller, status, &body::json(&view)?));
        }
    };
    let file = acts::declare_in(call.work(), &actor, id, &declared, bytes.is_some()).await?;
    call.end(201, &body::id_alone(id.0)).await?;
    let view = upload_view(&file, &api, caller.visit.texts()).await?;
    let mut response = body::answer(201, &body::json(&view)?);
    problem::speak(response.headers_mut(), &caller.visit);
    Ok(response)
}

/// A file of the program's own, or one that it may read.
async fn found(api: &Api, caller: &Caller, id: FileId) -> Result<File, ApiError> {
    let (actor, cause) = (caller.actor.actor(), caller.visit.cause());
    let file = match acts::own(&api.actions, &cause, &actor, id).await {
        Err(ActionError::NotFound) => acts::readable(&api.actions, &cause, &actor, id).await,
        own => own,
    };
    Ok(file?)
}

fn decoded(content: &str) -> Result<Bytes, ApiError> {
    let bytes = STANDARD
        .decode(content.trim())
        .map_err(|_| ActionError::field("content", FaultCode::NotBase64))?;
    if bytes.len() > IN_CALL_AT_MOST {
        let fault = Fault::new("content", FaultCode::FileTooLarge).with("name", "content");
        return Err(ApiError::Invalid(vec![fault.with("max", IN_CALL_AT_MOST)]));
    }
    if bytes.is_empty() {
        return Err(ActionError::field("content", FaultCode::Required).into());
    }
    Ok(bytes.into())
}

/// Puts bytes into the storage as an upload's chunks.
pub async fn store(objects: &Objects, id: FileId, bytes: &Bytes) -> Result<(), ApiError> {
    let chunk = usize::try_from(CHUNK_SIZE).expect("half a megabyte fits");
    for (index, start) in (0_u32..).zip((0..bytes.len()).step_by(chunk)) {
        let end = bytes.len().min(start + chunk);
        objects
            .put_chunk(id, index, bytes.slice(start..end))
            .await?;
    }
    Ok(())
}

/// Get a file
///
/// How far it is; a `link` where it has passed the check; the missing `parts` where it is still uploaded.
#[utoipa::path(
    get,
    path = "/v1/files/{id}",
    operation_id = "getFile",
    tag = "Files",
    params(
        ("id" = Uuid, Path, description = "The file's id."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 200, description = "The file.", body = FileUpload),
        (status = 404, description = "There is no such file.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn get(
    caller: Caller,
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let file = found(&api, &caller, file_id(&id)?).await?;
    shown(&file, &api, &caller).await
}

/// Have a file checked
///
/// All parts are in the storage: type, contents and viruses are checked. Ask `GET /v1/files/{id}` how far it is.
#[utoipa::path(
    post,
    path = "/v1/files/{id}/check",
    operation_id = "checkFile",
    tag = "Files",
    params(
        ("id" = Uuid, Path, description = "The file's id."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 200, description = "It is being checked, or was.", body = FileUpload),
        (status = 404, description = "There is no such upload.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Parts are missing in the storage.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn check(
    caller: Caller,
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = file_id(&id)?;
    let (actor, cause) = (caller.actor.actor(), caller.visit.cause());
    let mut file = acts::own(&api.actions, &cause, &actor, id).await?;
    if file.state == FileState::Uploading {
        if !missing(&file, &api.objects).await?.is_empty() {
            return Err(ApiError::NotUploaded);
        }
        acts::finish(&api.actions, &cause, &actor, id).await?;
        file = acts::own(&api.actions, &cause, &actor, id).await?;
    }
    shown(&file, &api, &caller).await
}

/// Remove a file
///
/// One that no call has named yet.
#[utoipa::path(
    delete,
    path = "/v1/files/{id}",
    operation_id = "removeFile",
    tag = "Files",
    params(
        ("id" = Uuid, Path, description = "The file's id."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "There is no such upload, or it belongs to an appeal.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn remove(
    caller: Caller,
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = file_id(&id)?;
    let (actor, cause) = (caller.actor.actor(), caller.visit.cause());
    acts::discard(&api.actions, &cause, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn shown(file: &File, api: &Api, caller: &Caller) -> Result<Response, ApiError> {
    let view = upload_view(file, api, caller.visit.texts()).await?;
    let mut response = body::answer(200, &body::json(&view)?);
    problem::speak(response.headers_mut(), &caller.visit);
    Ok(response)
}

/// What is no id is no file's.
fn file_id(text: &str) -> Result<FileId, ApiError> {
    text.parse().map_err(|_| ApiError::NotFound)
}
