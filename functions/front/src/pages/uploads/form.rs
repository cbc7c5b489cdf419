//! A file without scripts where requests are too small for it (Lambda): its name and format are asked first, then
//! a form posts it straight to the storage, under a signed policy that bounds its size.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::files::{self, Declared};
use zvarot_actions::{ActionError, drafts};
use zvarot_domain::attachment::{FILE_SIZE_AT_MOST, FileFormat};
use zvarot_domain::{DraftId, Fault, FaultCode, Faults, FileId, FileState};
use zvarot_objects::{FormType, PostForm};
use zvarot_store::files::{File, Holder};
use zvarot_web::{
    Applicant, Choice, FormState, FormValues, Page, PageError, ProtectedForm, SignedIn, Visit,
    show, show_failed,
};

use super::chunks::of_storage;
use crate::context::Front;

/// How long the form can be sent: a file of 15 MB takes eight minutes on a 256 kbit/s line.
const LIVES: Duration = Duration::from_secs(60 * 60);

#[derive(Template)]
#[template(path = "uploads/choose.html")]
struct ChoosePage {
    page: Page,
    id: DraftId,
    draft: String,
    form: FormState,
    formats: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "uploads/form.html")]
struct UploadPage {
    page: Page,
    file: File,
    form: PostForm,
    /// Whether a file was sent already and did not arrive.
    empty: bool,
}

/// Whether the file lists the participants of a collective appeal.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    list: String,
    empty: bool,
}

/// `GET /drafts/{id}/file`: asks for the name and the format.
pub async fn choose(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(id): Path<DraftId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    drafts::open(&front.actions, &visit.cause(), &applicant.actor, id).await?;
    let form = FormState::new(FormValues::default().with("list", asked.list));
    show(&ChoosePage {
        page: Page::new(&visit),
        id,
        draft: format!("/drafts/{id}"),
        form,
        formats: formats(),
    })
}

fn formats() -> Vec<Choice> {
    let extensions = FileFormat::ALL.into_iter().flat_map(FileFormat::extensions);
    extensions
        .map(|extension| Choice::new(*extension, *extension))
        .collect()
}

/// `POST /drafts/{id}/file`
pub async fn declare(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(id): Path<DraftId>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let Some(name) = form.filled("name") else {
        return failed(
            &visit,
            id,
            form,
            vec![Fault::new("name", FaultCode::Required)],
        );
    };
    let name = format!("{name}.{}", form.trimmed("format"));
    let declared = Declared {
        name: &name,
        content_type: "",
        // The policy's bound stands for the size until the storage says it.
        size: FILE_SIZE_AT_MOST,
        fingerprint: "",
        participants_list: form.get("list") == "yes",
    };
    let holder = Holder::Draft(id);
    match files::declare(
        &front.actions,
        &visit.cause(),
        &applicant.actor,
        holder,
        &declared,
    )
    .await
    {
        Ok(file) => Ok(Redirect::to(&format!("/uploads/{}/form", file.id)).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let faults = faults.into_iter().map(|fault| Fault {
                field: "name".to_owned(),
                ..fault
            });
            failed(&visit, id, form, faults.collect())
        }
        Err(error) => Err(error.into()),
    }
}

fn failed(
    visit: &Visit,
    id: DraftId,
    form: FormValues,
    faults: Faults,
) -> Result<Response, PageError> {
    let form = FormState::failed(form, &faults, visit.texts());
    show_failed(&ChoosePage {
        page: Page::failed(visit),
        id,
        draft: format!("/drafts/{id}"),
        form,
        formats: formats(),
    })
}

/// `GET /uploads/{id}/form`: the form that posts to the storage.
pub async fn page(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(front): State<Front>,
    Path(id): Path<FileId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let file = files::own(&front.actions, &visit.cause(), &actor, id).await?;
    if file.state != FileState::Uploading {
        return Ok(Redirect::to(&back(&file)).into_response());
    }
    let after = visit
        .web()
        .public_url()
        .join(&format!("/uploads/{id}/posted"));
    let after = after.map_err(anyhow::Error::from)?;
    let kind = FormType::Exact("application/octet-stream");
    let (bound, now) = (FILE_SIZE_AT_MOST, visit.now());
    let form = front
        .objects
        .presigned_post(id, bound, kind, after.as_str(), LIVES, now)
        .await;
    let form = form.map_err(of_storage)?;
    show(&UploadPage {
        page: Page::new(&visit),
        file,
        form,
        empty: asked.empty,
    })
}

/// `GET /uploads/{id}/posted`: where the storage leads back to. What arrived is asked of the storage itself.
pub async fn posted(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(front): State<Front>,
    Path(id): Path<FileId>,
) -> Result<Redirect, PageError> {
    let (actions, cause) = (&front.actions, visit.cause());
    let file = files::own(actions, &cause, &actor, id).await?;
    let size = front.objects.stored_length(id).await.map_err(of_storage)?;
    if size == 0 {
        return Ok(Redirect::to(&format!("/uploads/{id}/form?empty=true")));
    }
    files::finish_of_size(actions, &cause, &actor, id, size).await?;
    Ok(Redirect::to(&back(&file)))
}

/// The page that the file belongs to.
fn back(file: &File) -> String {
    file.draft_id
        .map_or_else(|| "/".to_owned(), |draft| format!("/drafts/{draft}#files"))
}
