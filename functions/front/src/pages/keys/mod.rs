//! «Ключи API» of the external administrator (EDM-01): the organisation's programs, new ones, renewed and revoked ones.
//! A secret is shown in the answer to the form that made it and nowhere else; each form carries a mark of its own, so that
//! one that is sent again makes nothing.

pub mod conformance;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use uuid::Uuid;
use zvarot_actions::api_keys::{self, By};
use zvarot_actions::conformance as checks;
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::{ApiClientId, Faults};
use zvarot_store::api_clients::ApiClient;
use zvarot_store::conformance::Run;
use zvarot_web::{
    FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed,
};

#[derive(Template)]
#[template(path = "keys/page.html")]
struct KeysPage {
    page: Page,
    clients: Vec<ApiClient>,
    runs: Vec<Run>,
    form: FormState,
    /// Just given: to be copied now.
    given: Option<Given>,
    /// The program whose key a form that came again was given before.
    repeated: Option<String>,
    /// What was just done, in words.
    done: Option<String>,
}

impl KeysPage {
    /// A mark for one form.
    #[expect(clippy::unused_self, reason = "templates call it as a method")]
    fn mark(&self) -> Uuid {
        Uuid::now_v7()
    }
}

struct Given {
    client: String,
    secret: String,
}

/// What was done before the redirect here.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /services/keys`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let clients = api_keys::list(&actions, &visit.cause(), &official.actor).await?;
    let runs = checks::list(&actions, &official.actor).await?;
    let done = (query.done == "revoked").then(|| visit.texts().get("keys-revoked").into_owned());
    show(&KeysPage {
        page: Page::new(&visit),
        clients,
        runs,
        form: FormState::new(FormValues::default()),
        given: None,
        repeated: None,
        done,
    })
}

/// `POST /services/keys`: a new program.
pub async fn create(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let (cause, client) = (visit.cause(), visit.client());
    let by = By {
        actor: &official.actor,
        client: &client,
    };
    let mark = mark(&form)?;
    match api_keys::create(&actions, &cause, by, form.get("name"), form.filled("test").is_some(), mark).await {
        Ok(credentials) => {
            let given = Given {
                client: credentials.client.to_string(),
                secret: credentials.secret.expose_secret().to_owned(),
            };
            shown(&visit, &official, &actions, given).await
        }
        Err(ActionError::Invalid(faults)) => failed(&visit, &official, &actions, form, faults).await,
        Err(ActionError::Conflict) => repeated(&visit, &official, &actions, mark).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /services/keys/rotate`: another secret; the one so far holds for a week more, or, where it got into other hands, no
/// longer (`old=ends`).
pub async fn rotate(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let (cause, client) = (visit.cause(), visit.client());
    let by = By {
        actor: &official.actor,
        client: &client,
    };
    let id = program(&form)?;
    let overlap = match form.get("old") {
        "ends" => TimeDelta::zero(),
        "" | "holds" => api_keys::OVERLAP,
        _ => return Err(PageError::BadRequest),
    };
    let mark = mark(&form)?;
    match api_keys::rotate(&actions, &cause, Some(by), id, overlap, mark).await {
        Ok(secret) => {
            let given = Given {
                client: id.to_string(),
                secret: secret.expose_secret().to_owned(),
            };
            shown(&visit, &official, &actions, given).await
        }
        Err(ActionError::Conflict) => repeated(&visit, &official, &actions, mark).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /services/keys/revoke`
pub async fn revoke(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let (cause, client) = (visit.cause(), visit.client());
    let by = By {
        actor: &official.actor,
        client: &client,
    };
    api_keys::revoke(&actions, &cause, Some(by), program(&form)?).await?;
    Ok(Redirect::to("/services/keys?done=revoked").into_response())
}

fn program(form: &FormValues) -> Result<ApiClientId, PageError> {
    form.get("client").parse().map_err(|_| PageError::BadRequest)
}

fn mark(form: &FormValues) -> Result<Uuid, PageError> {
    form.get("mark").parse().map_err(|_| PageError::BadRequest)
}

/// The page where a form came again: nothing was made, the secret is not shown anew.
async fn repeated(visit: &Visit, official: &Official, actions: &Actions, mark: Uuid) -> Result<Response, PageError> {
    let given = api_keys::of_mark(actions, &visit.cause(), &official.actor, mark).await?.ok_or(PageError::NotFound)?;
    let clients = api_keys::list(actions, &visit.cause(), &official.actor).await?;
    let runs = checks::list(actions, &official.actor).await?;
    let page = show(&KeysPage {
        page: Page::new(visit),
        clients,
        runs,
        form: FormState::new(FormValues::default()),
        given: None,
        repeated: Some(given.name),
        done: None,
    })?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The page with a secret. It is an answer to a form, not a page of its own: who comes back to it finds no secret.
async fn shown(
    visit: &Visit,
    official: &Official,
    actions: &Actions,
    given: Given,
) -> Result<Response, PageError> {
    let clients = api_keys::list(actions, &visit.cause(), &official.actor).await?;
    let runs = checks::list(actions, &official.actor).await?;
    show(&KeysPage {
        page: Page::new(visit),
        clients,
        runs,
        form: FormState::new(FormValues::default()),
        given: Some(given),
        repeated: None,
        done: None,
    })
}

async fn failed(
    visit: &Visit,
    official: &Official,
    actions: &Actions,
    form: FormValues,
    faults: Faults,
) -> Result<Response, PageError> {
    let clients = api_keys::list(actions, &visit.cause(), &official.actor).await?;
    let runs = checks::list(actions, &official.actor).await?;
    show_failed(&KeysPage {
        page: Page::failed(visit),
        clients,
        runs,
        form: FormState::failed(form, &faults, visit.texts()),
        given: None,
        repeated: None,
        done: None,
    })
}
