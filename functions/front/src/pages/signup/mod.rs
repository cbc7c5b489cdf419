//! Registration of an applicant (SUB-01): the kind is chosen first, each has its own form.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use zvarot_actions::sign_up::{SignUpForm, sign_up};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::ApplicantKind;
use zvarot_web::{
    FormState, FormValues, Limit, Page, PageError, ProtectedForm, Visit, begin_session, show,
    show_failed,
};

use crate::menu;
use crate::pages::person;

/// A family or a library signs up from one address; a program does not.
const SIGN_UPS: Limit = Limit {
    name: "sign_up",
    burst: 10,
    per_hour: 20,
};

#[derive(Template)]
#[template(path = "signup/kinds.html")]
struct KindsPage {
    page: Page,
    kinds: [ApplicantKind; ApplicantKind::ALL.len()],
}

#[derive(Template)]
#[template(path = "signup/form.html")]
struct SignUpPage {
    page: Page,
    form: FormState,
    kind: &'static str,
}

/// `GET /sign-up`
pub async fn kinds(visit: Visit) -> Result<Response, PageError> {
    if let Some(actor) = visit.actor() {
        return Ok(Redirect::to(menu::start(&actor)).into_response());
    }
    show(&KindsPage {
        page: Page::new(&visit),
        kinds: ApplicantKind::ALL,
    })
}

/// `GET /sign-up/{kind}`
pub async fn page(visit: Visit, Path(kind): Path<String>) -> Result<Response, PageError> {
    let kind = ApplicantKind::from_code(&kind).ok_or(PageError::NotFound)?;
    let form = FormState::default();
    show(&SignUpPage {
        page: Page::new(&visit),
        form,
        kind: kind.code(),
    })
}

/// `POST /sign-up/{kind}`: makes the account, signs in and goes on to activating it.
pub async fn submit(
    visit: Visit,
    State(actions): State<Actions>,
    Path(kind): Path<String>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let kind = ApplicantKind::from_code(&kind).ok_or(PageError::NotFound)?;
    SIGN_UPS.take_for_address(&visit).await?;
    let typed = read(kind, &form);
    match sign_up(
        &actions,
        &visit.cause(),
        &visit.client(),
        &typed,
        visit.locale(),
    )
    .await
    {
        Ok(account) => {
            let mut connection = actions.store.pool().acquire().await?;
            begin_session(&visit, &mut connection, account).await?;
            Ok(Redirect::to("/activate").into_response())
        }
        Err(ActionError::Invalid(faults)) => {
            let form = FormState::failed(form, &faults, visit.texts())
                .labelled(person::LABELS, visit.texts());
            show_failed(&SignUpPage {
                page: Page::failed(&visit),
                form,
                kind: kind.code(),
            })
        }
        Err(error) => Err(error.into()),
    }
}

fn read(kind: ApplicantKind, form: &FormValues) -> SignUpForm {
    SignUpForm {
        kind: kind.code().to_owned(),
        login: form.get("login").to_owned(),
        password: SecretString::from(form.get("password")),
        password_again: SecretString::from(form.get("password_again")),
        phone: form.get("phone").to_owned(),
        email: form.get("email").to_owned(),
        consent: form.get("consent") == "yes",
        applicant: person::read(form),
    }
}
