//! `/templates`: letter templates (REV-11) of the operator, for all, and of an organisation, by its clerk or administrator.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;
use zvarot_actions::letter_templates::{self, TemplateForm};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::letter::LetterField;
use zvarot_domain::{Actor, Locale};
use zvarot_store::letter_templates::LetterTemplate;
use zvarot_web::{Choice, FormState, FormValues, Page, PageError, ProtectedForm, SignedIn, Visit, show, show_failed};

const PATH: &str = "/templates";
const LABELS: &[(&str, &str)] = &[("name", "letter-name"), ("locale", "letter-locale"), ("text", "letter-text")];

#[derive(Template)]
#[template(path = "templates/list.html")]
struct ListPage {
    page: Page,
    /// For all organisations: the operator's.
    for_all: bool,
    templates: Vec<LetterTemplate>,
}

#[derive(Template)]
#[template(path = "templates/form.html")]
struct FormPage {
    page: Page,
    form: FormState,
    /// Where it is sent.
    action: String,
    /// Of one that is there already.
    removable: bool,
    languages: Vec<Choice>,
    /// The fields with what they stand for.
    fields: Vec<(String, String)>,
}

/// `GET /templates`
pub async fn list(visit: Visit, SignedIn { actor }: SignedIn, State(actions): State<Actions>) -> Result<Response, PageError> {
    let for_all = letter_templates::owner(&actor)?.is_none();
    let mut connection = actions.store.pool().acquire().await?;
    let templates = letter_templates::own(&mut connection, &actor).await?;
    show(&ListPage { page: Page::new(&visit), for_all, templates })
}

/// `GET /templates/new`
pub async fn new(visit: Visit, SignedIn { actor }: SignedIn) -> Result<Response, PageError> {
    letter_templates::owner(&actor)?;
    let form = FormState::new(FormValues::default().with("locale", visit.locale().code()));
    show(&form_page(&visit, Page::new(&visit), form, None))
}

/// `GET /templates/{id}`
pub async fn one(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let found = letter_templates::own(&mut connection, &actor).await?.into_iter().find(|template| template.id == id);
    let template = found.ok_or(PageError::NotFound)?;
    let values = FormValues::default().with("name", template.name).with("locale", template.locale.code()).with("text", template.text);
    show(&form_page(&visit, Page::new(&visit), FormState::new(values), Some(id)))
}

/// `POST /templates/new`
pub async fn add(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    put(&visit, &actions, &actor, None, values).await
}

/// `POST /templates/{id}`
pub async fn change(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    put(&visit, &actions, &actor, Some(id), values).await
}

async fn put(visit: &Visit, actions: &Actions, actor: &Actor, id: Option<Uuid>, values: FormValues) -> Result<Response, PageError> {
    let text = |name: &str| values.get(name).to_owned();
    let form = TemplateForm { name: text("name"), locale: text("locale"), text: text("text") };
    let unreadable = values.unreadable();
    let done = if unreadable.is_empty() {
        letter_templates::put(actions, &visit.cause(), actor, id, &form).await
    } else {
        letter_templates::owner(actor).and(Err(ActionError::Invalid(unreadable)))
    };
    match done {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = FormState::failed(values, &faults, visit.texts()).labelled(LABELS, visit.texts());
            show_failed(&form_page(visit, Page::failed(visit), form, id))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /templates/{id}/remove`
pub async fn remove(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    letter_templates::remove(&actions, &visit.cause(), &actor, id).await?;
    Ok(Redirect::to(PATH))
}

fn form_page(visit: &Visit, page: Page, form: FormState, id: Option<Uuid>) -> FormPage {
    let texts = visit.texts();
    FormPage {
        page,
        form,
        action: id.map_or_else(|| format!("{PATH}/new"), |id| format!("{PATH}/{id}")),
        removable: id.is_some(),
        languages: Locale::ALL.map(|locale| Choice::new(locale.code(), texts.get(&format!("language-{}", locale.code())))).into(),
        fields: LetterField::ALL.map(|field| (format!("{{{field}}}"), texts.get(&format!("letter-field-{field}")).into_owned())).into(),
    }
}
