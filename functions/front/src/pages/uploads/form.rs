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
use zvarot_domain::{Actor, DraftId, Fault, FaultCode, Faults, FileId, FileState};
use zvarot_objects::{FormType, PostForm};
use zvarot_store::files::{self as stored, File, Holder};
use zvarot_web::{
    Applicant, Choice, FormState, FormValues, Page, PageError, ProtectedForm, SignedIn, Visit,
    show, show_failed,
};

use super::chunks::of_storage;
use crate::context::Front;

/// How long the form can be sent: a file of 15 MB takes eight minutes on a 256 kbit/s line.
const LIVES: Duration = Duration::from_secs(60 * 60);

/// The page that a file is for.
pub struct Place {
    /// Where the form with the file's name is shown and sent to.
    pub path: String,
    /// The page itself, and the key of its name.
    pub back: String,
    pub back_text: &'static str,
    pub holder: Holder,
}

impl Place {
    fn draft(id: DraftId) -> Self {
        Self {
            path: format!("/drafts/{id}/file"),
            back: format!("/drafts/{id}"),
            back_text: "draft-title",
            holder: Holder::Draft(id),
        }
    }
}

#[derive(Template)]
#[template(path = "uploads/choose.html")]
struct ChoosePage {
    page: Page,
    place: Place,
    form: FormState,
    formats: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "uploads/form.html")]
struct UploadPage {
    page: Page,
    file: File,
    /// The page that the file is for, and the key of its name.
    back: String,
    back_text: &'static str,
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
    ask(&visit, Place::draft(id), &asked.list)
}

/// Asks for the name and the format of a file.
pub fn ask(visit: &Visit, place: Place, list: &str) -> Result<Response, PageError> {
    let form = FormState::new(FormValues::default().with("list", list));
    show(&ChoosePage {
        page: Page::new(visit),
        place,
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
    announce(&visit, &front, &applicant.actor, Place::draft(id), form).await
}

/// Announces the file and leads to the form that posts it to the storage; or asks again.
pub async fn announce(
    visit: &Visit,
    front: &Front,
    actor: &Actor,
    place: Place,
    form: FormValues,
) -> Result<Response, PageError> {
    let Some(name) = form.filled("name") else {
        let faults = vec![Fault::new("name", FaultCode::Required)];
        return ask_again(visit, place, form, &faults);
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
    let (actions, cause) = (&front.actions, visit.cause());
    match files::declare(actions, &cause, actor, place.holder, &declared).await {
        Ok(file) => Ok(Redirect::to(&format!("/uploads/{}/form", file.id)).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let faults = faults.into_iter().map(|fault| Fault {
                field: "name".to_owned(),
                ..fault
            });
            ask_again(visit, place, form, &faults.collect())
        }
        Err(error) => Err(error.into()),
    }
}

fn ask_again(
    visit: &Visit,
    place: Place,
    form: FormValues,
    faults: &Faults,
) -> Result<Response, PageError> {
    let labels = [("name", "upload-form-name"), ("format", "upload-form-format")];
    let form = FormState::failed(form, faults, visit.texts()).labelled(&labels, visit.texts());
    show_failed(&ChoosePage {
        page: Page::failed(visit),
        place,
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
        let (back, _) = belongs_to(&front, &file).await?;
        return Ok(Redirect::to(&back).into_response());
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
    let (back, back_text) = belongs_to(&front, &file).await?;
    show(&UploadPage {
        page: Page::new(&visit),
        file,
        back,
        back_text,
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
    let (back, _) = belongs_to(&front, &file).await?;
    Ok(Redirect::to(&back))
}

/// The page that the file belongs to, and the key of its name.
async fn belongs_to(front: &Front, file: &File) -> Result<(String, &'static str), PageError> {
    if let Some(draft) = file.draft_id {
        return Ok((format!("/drafts/{draft}#files"), "draft-title"));
    }
    let mut connection = front.store.pool().acquire().await?;
    let answered = stored::answered_with(&mut connection, file.id).await?;
    Ok(answered.map_or_else(
        || ("/".to_owned(), "nav-home"),
        |number| {
            let path = format!("/work/appeals/{}/answer#files", number.digits());
            (path, "work-do-answer")
        },
    ))
}
