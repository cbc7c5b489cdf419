//! Opening files: short-lived links to the storage, after the right to read was checked (SEC-01, SEC-04).

use axum::extract::{Path, State};
use axum::response::Redirect;
use zvarot_actions::{Actions, files};
use zvarot_domain::FileId;
use zvarot_objects::{Disposition, Objects, keys};
use zvarot_web::{PageError, SignedIn, Visit};

use crate::pages::appeals::documents::LINK_LIVES;
use crate::pages::uploads::of_storage;

/// `GET /files/{id}`: goes on to the checked bytes.
pub async fn open(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    State(objects): State<Objects>,
    Path(id): Path<FileId>,
) -> Result<Redirect, PageError> {
    let file = files::readable(&actions, &visit.cause(), &actor, id).await?;
    let digest = file
        .sha256
        .as_deref()
        .and_then(|digest| digest.try_into().ok());
    let key = keys::checked(id, digest.ok_or(PageError::NotFound)?);
    let attachment = Disposition::Attachment;
    let kind = file.content_type.as_str();
    let link = objects
        .presign_download(&key, &file.name, kind, attachment, LINK_LIVES)
        .await;
    Ok(Redirect::to(&link.map_err(of_storage)?))
}

/// `GET /files/{id}/preview`: goes on to the small picture.
pub async fn preview(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    State(objects): State<Objects>,
    Path(id): Path<FileId>,
) -> Result<Redirect, PageError> {
    let file = files::readable(&actions, &visit.cause(), &actor, id).await?;
    if !file.has_preview {
        return Err(PageError::NotFound);
    }
    let key = keys::preview(id);
    let (name, kind, inline) = ("preview.jpg", "image/jpeg", Disposition::Inline);
    let link = objects
        .presign_download(&key, name, kind, inline, LINK_LIVES)
        .await;
    Ok(Redirect::to(&link.map_err(of_storage)?))
}
