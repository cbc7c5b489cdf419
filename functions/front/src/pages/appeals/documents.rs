//! Formed documents of an appeal: the receipt and the answer as PDF. They are made in the background; while one
//! is not ready its link says so.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;
use zvarot_actions::Actions;
use zvarot_actions::appeals::{self, Card};
use zvarot_domain::{Actor, AppealNumber};
use zvarot_locale::Texts;
use zvarot_objects::{Disposition, Objects};
use zvarot_store::documents::{Document, DocumentKind, DocumentState};
use zvarot_web::{Page, PageError, SignedIn, Visit, show};

use crate::pages::uploads::of_storage;

/// How long a link to a file lives: long enough to follow it.
pub const LINK_LIVES: Duration = Duration::from_secs(120);

/// A document as a link on a page.
pub struct ShownDocument {
    pub id: Uuid,
    pub name: String,
    /// Its size, or how far it is.
    pub note: String,
}

impl ShownDocument {
    /// The documents that an applicant is given.
    pub fn of_card(card: &Card, texts: &Texts) -> Vec<Self> {
        let given = card
            .documents
            .iter()
            .filter(|document| document.kind != DocumentKind::AppealExport);
        given.map(|document| Self::new(document, texts)).collect()
    }

    fn new(document: &Document, texts: &Texts) -> Self {
        let note = match (document.state, document.size) {
            (DocumentState::Ready, Some(size)) => texts.size(size.unsigned_abs()),
            (DocumentState::Failed, _) => texts.get("document-failed").into_owned(),
            _ => texts.get("document-forming").into_owned(),
        };
        let key = format!("document-{}", document.kind.code().replace('_', "-"));
        Self {
            id: document.id,
            name: texts.get(&key).into_owned(),
            note,
        }
    }
}

#[derive(Template)]
#[template(path = "appeals/forming.html")]
struct FormingPage {
    page: Page,
    /// The card of whoever waits.
    card: String,
    failed: bool,
}

/// `GET /appeals/{number}/documents/{id}`, and the same below `/work` for officials: goes on to the document, or says that it is not ready.
pub async fn open(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    State(objects): State<Objects>,
    Path((number, id)): Path<(String, Uuid)>,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let documents = appeals::own_documents(&actions, &visit.cause(), &actor, number).await?;
    let document = documents.into_iter().find(|document| document.id == id);
    let document = document.ok_or(PageError::NotFound)?;
    let key = match (document.state, document.object_key) {
        (DocumentState::Ready, Some(key)) => key,
        (state, _) => {
            let failed = state == DocumentState::Failed;
            return show(&FormingPage {
                page: Page::new(&visit),
                card: card_path(&actor, number),
                failed,
            });
        }
    };
    let (kind, extension, disposition) = match document.kind {
        DocumentKind::AppealExport => ("application/zip", "zip", Disposition::Attachment),
        _ => ("application/pdf", "pdf", Disposition::Inline),
    };
    let name = visit.texts().get(&format!(
        "document-{}",
        document.kind.code().replace('_', "-")
    ));
    let name = format!("{name} {number}.{extension}");
    let link = objects
        .presign_download(&key, &name, kind, disposition, LINK_LIVES)
        .await;
    Ok(Redirect::to(&link.map_err(of_storage)?).into_response())
}

fn card_path(actor: &Actor, number: AppealNumber) -> String {
    let place = if actor.applicant().is_some() {
        ""
    } else {
        "/work"
    };
    format!("{place}/appeals/{}", number.digits())
}
