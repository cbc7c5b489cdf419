//! Another password: asked for by whoever forgot it and set by the link of a letter, or changed by the old one (IDN-01).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use zvarot_actions::new_password::{self, NewPassword};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::{FaultCode, Faults};
use zvarot_web::{
    FormState, FormValues, Limit, Page, PageError, ProtectedForm, SignedIn, Visit, show,
    show_failed,
};

use crate::menu;
use crate::pages::person;

/// Letters to a stranger's mailbox are no toy, and logins are not to be tried out.
const ASKED_BY_ADDRESS: Limit = Limit {
    name: "forgotten_password",
    burst: 10,
    per_hour: 20,
};
/// Whatever was typed, whether or not there is such an account.
const ASKED_FOR_ONE: Limit = Limit {
    name: "forgotten_password_of",
    burst: 3,
    per_hour: 3,
};
/// Each takes a hash of a password.
const SET: Limit = Limit {
    name: "new_password",
    burst: 10,
    per_hour: 30,
};
/// Whoever found an open session does not try out the password there.
const CHANGED: Limit = Limit {
    name: "change_password",
    burst: 5,
    per_hour: 20,
};

#[derive(Template)]
#[template(path = "password/forgotten.html")]
struct ForgottenPage {
    page: Page,
    form: FormState,
    sent: bool,
}

#[derive(Template)]
#[template(path = "password/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    token: String,
    login: String,
}

#[derive(Template)]
#[template(path = "password/change.html")]
struct ChangePage {
    page: Page,
    form: FormState,
    done: bool,
    /// The page before this one.
    back: &'static str,
}

/// Whether it is done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: bool,
}

/// `GET /forgotten-password`
pub async fn forgotten(visit: Visit, Query(query): Query<Done>) -> Result<Response, PageError> {
    show(&ForgottenPage {
        page: Page::new(&visit),
        form: FormState::default(),
        sent: query.done,
    })
}

/// `POST /forgotten-password`: the same answer whether or not there is such an account.
pub async fn ask(
    visit: Visit,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let typed = form.trimmed("who");
    let mut faults = Faults::new();
    if typed.is_empty() {
        faults.push(zvarot_domain::Fault::new("who", FaultCode::Required));
    }
    if !faults.is_empty() || !form.unreadable().is_empty() {
        let form = FormState::failed(form, &faults, visit.texts())
            .labelled(person::LABELS, visit.texts());
        return show_failed(&ForgottenPage {
            page: Page::failed(&visit),
            form,
            sent: false,
        });
    }
    ASKED_BY_ADDRESS.take_for_address(&visit).await?;
    // The bucket's key names nobody.
    let subject = hex::encode(Sha256::digest(typed.to_lowercase()));
    ASKED_FOR_ONE.take(&visit, &subject).await?;
    new_password::ask(&actions, &visit.cause(), &visit.client(), typed).await?;
    Ok(Redirect::to("/forgotten-password?done=true").into_response())
}

/// `GET /new-password/{token}`: opened from the letter. Looking does not use the link up: programs that look into letters
/// open links too.
pub async fn new(
    visit: Visit,
    State(actions): State<Actions>,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    SET.take_for_address(&visit).await?;
    let account = new_password::of_link(&actions, &visit.cause(), &token).await;
    show(&NewPage {
        page: Page::new(&visit),
        form: FormState::default(),
        login: account.map_err(gone)?.login,
        token,
    })
}

/// `POST /new-password/{token}`
pub async fn set(
    visit: Visit,
    State(actions): State<Actions>,
    Path(token): Path<String>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    SET.take_for_address(&visit).await?;
    let (cause, client) = (visit.cause(), visit.client());
    match new_password::set(&actions, &cause, &client, &token, read(&form)).await {
        Ok(()) => Ok(Redirect::to("/sign-in?changed=true").into_response()),
        Err(ActionError::Invalid(faults)) => {
            let account = new_password::of_link(&actions, &cause, &token).await;
            let form = failed(&visit, form, &faults);
            show_failed(&NewPage {
                page: Page::failed(&visit),
                form,
                login: account.map_err(gone)?.login,
                token,
            })
        }
        Err(error) => Err(gone(error)),
    }
}

/// `GET /password`
pub async fn page(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    show(&ChangePage {
        page: Page::new(&visit),
        form: FormState::default(),
        done: query.done,
        back: menu::own_page(&actor),
    })
}

/// `POST /password`
pub async fn change(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    CHANGED.take(&visit, &actor.account().to_string()).await?;
    let (cause, client) = (visit.cause(), visit.client());
    let old = SecretString::from(form.get("password_old"));
    let session = visit.session().ok_or(PageError::SignIn)?;
    let kept = session.token_hash();
    let result =
        new_password::change(&actions, &cause, &client, &actor, old, read(&form), kept).await;
    match result {
        Ok(()) => Ok(Redirect::to("/password?done=true").into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = failed(&visit, form, &faults);
            show_failed(&ChangePage {
                page: Page::failed(&visit),
                form,
                done: false,
                back: menu::own_page(&actor),
            })
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &FormValues) -> NewPassword {
    NewPassword {
        password: SecretString::from(form.get("password")),
        again: SecretString::from(form.get("password_again")),
    }
}

fn failed(visit: &Visit, form: FormValues, faults: &Faults) -> FormState {
    FormState::failed(form, faults, visit.texts()).labelled(person::LABELS, visit.texts())
}

fn gone(error: ActionError) -> PageError {
    match error {
        ActionError::NotFound => PageError::Refused("new-password-gone".into()),
        error => error.into(),
    }
}
