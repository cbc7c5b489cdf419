//! Activating the cabinet by a code sent to the phone, and confirming the e-mail address by a link (ORG-06).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use zvarot_actions::sign_up::{ContactsForm, change_contacts};
use zvarot_actions::{ActionError, Actions, confirm};
use zvarot_domain::Faults;
use zvarot_store::accounts::{self, Account};
use zvarot_web::{
    FormState, FormValues, Limit, Page, PageError, ProtectedForm, SignedIn, Visit, show,
    show_failed,
};

use crate::menu;
use crate::pages::person;

/// SMS cost money: beyond the minute between two there is a limit by day.
const CODES: Limit = Limit {
    name: "phone_code",
    burst: 8,
    per_hour: 4,
};

#[derive(Template)]
#[template(path = "activate/page.html")]
struct ActivatePage {
    page: Page,
    form: FormState,
    phone: String,
    /// Until when another code cannot be asked for, if one was asked for just now.
    wait: Option<DateTime<Utc>>,
}

#[derive(Template)]
#[template(path = "activate/email.html")]
struct EmailPage {
    page: Page,
    token: String,
    done: bool,
}

async fn account(visit: &Visit, actions: &Actions) -> Result<Account, PageError> {
    let actor = visit.actor().ok_or(PageError::SignIn)?;
    let mut connection = actions.store.pool().acquire().await?;
    accounts::get(&mut connection, actor.account())
        .await?
        .ok_or(PageError::NotFound)
}

async fn activate_page(
    visit: &Visit,
    actions: &Actions,
    form: FormValues,
    faults: Faults,
    wait: Option<DateTime<Utc>>,
) -> Result<Response, PageError> {
    let account = account(visit, actions).await?;
    let phone = account.phone.unwrap_or_default();
    let form = if form.has("phone") {
        form
    } else {
        form.with("phone", &*phone)
    };
    let form =
        FormState::failed(form, &faults, visit.texts()).labelled(person::LABELS, visit.texts());
    let phone = visit.texts().phone(&phone);
    if form.has_faults() {
        show_failed(&ActivatePage {
            page: Page::failed(visit),
            form,
            phone,
            wait,
        })
    } else {
        show(&ActivatePage {
            page: Page::new(visit),
            form,
            phone,
            wait,
        })
    }
}

/// `GET /activate`
pub async fn page(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
) -> Result<Response, PageError> {
    if visit.session().is_some_and(|session| session.activated) {
        return Ok(Redirect::to(menu::start(&actor)).into_response());
    }
    activate_page(&visit, &actions, FormValues::default(), Vec::new(), None).await
}

/// `POST /activate`: the code.
pub async fn submit(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let (cause, client) = (visit.cause(), visit.client());
    match confirm::confirm_phone(&actions, &cause, &client, &actor, form.get("code")).await {
        Ok(()) => Ok(Redirect::to(menu::start(&actor)).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let form = FormValues::default().with("code", form.get("code"));
            activate_page(&visit, &actions, form, faults, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /activate/again`: another code.
pub async fn again(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    CODES.take(&visit, &actor.account().to_string()).await?;
    match confirm::ask_phone_code(&actions, &visit.cause(), &actor).await {
        Ok(()) => Ok(Redirect::to("/activate").into_response()),
        Err(ActionError::TooOften(until)) => {
            activate_page(
                &visit,
                &actions,
                FormValues::default(),
                Vec::new(),
                Some(until),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /activate/phone`: the number was typed wrong.
pub async fn phone(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    CODES.take(&visit, &actor.account().to_string()).await?;
    let account = account(&visit, &actions).await?;
    let contacts = ContactsForm {
        phone: form.get("phone").to_owned(),
        email: account.email.unwrap_or_default(),
    };
    match change_contacts(&actions, &visit.cause(), &visit.client(), &actor, &contacts).await {
        Ok(()) => Ok(Redirect::to("/activate").into_response()),
        Err(ActionError::Invalid(faults)) => {
            activate_page(&visit, &actions, form, faults, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /confirm-email/{token}`: opened from the letter. Programs that look into letters open links too, so the
/// address is confirmed by the button.
pub async fn email(visit: Visit, Path(token): Path<String>) -> Result<Response, PageError> {
    show(&EmailPage {
        page: Page::new(&visit),
        token,
        done: false,
    })
}

/// `POST /confirm-email/{token}`
pub async fn confirm_email(
    visit: Visit,
    State(actions): State<Actions>,
    Path(token): Path<String>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    match confirm::confirm_email(&actions, &visit.cause(), &visit.client(), &token).await {
        Ok(()) => show(&EmailPage {
            page: Page::new(&visit),
            token,
            done: true,
        }),
        Err(ActionError::NotFound) => Err(PageError::Refused("confirm-email-gone".into())),
        Err(error) => Err(error.into()),
    }
}
