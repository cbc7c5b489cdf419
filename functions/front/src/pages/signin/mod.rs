//! Signing in by login and password (IDN-01).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use serde::Deserialize;
use zvarot_actions::{ActionError, Actions, actor, sign_in};
use zvarot_web::{
    FormState, FormValues, Limit, Page, PageError, ProtectedForm, Visit, begin_session, own_path,
    show, show_failed,
};

use crate::menu;

/// Guessing is slowed by IDN-04's locks; this keeps password hashing from eating the processor. Who signs in does not
/// count, since a whole office has one address, unless one account does it more often than people do.
const ATTEMPTS: Limit = Limit {
    name: "sign_in",
    burst: 30,
    per_hour: 300,
};
/// So often the sign-ins of one account do not count against its address.
const OF_ONE_ACCOUNT: Limit = Limit {
    name: "sign_in_of",
    burst: 15,
    per_hour: 30,
};

#[derive(Template)]
#[template(path = "signin/page.html")]
struct SignInPage {
    page: Page,
    form: FormState,
    /// What went wrong, as no field's fault.
    problem: Option<String>,
    ended: bool,
    /// Whether a new password was set just now.
    changed: bool,
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
    #[serde(default)]
    changed: bool,
}

/// `GET /sign-in?back=`
pub async fn page(visit: Visit, Query(query): Query<Back>) -> Result<Response, PageError> {
    if let Some(actor) = visit.actor() {
        return Ok(Redirect::to(menu::start(&actor)).into_response());
    }
    let form = FormState::new(FormValues::default().with("back", query.back));
    let ended = visit.session_ended() && !query.changed;
    show(&SignInPage {
        page: Page::new(&visit),
        form,
        problem: None,
        ended,
        changed: query.changed,
    })
}

/// `POST /sign-in`
pub async fn submit(
    visit: Visit,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    ATTEMPTS.take_for_address(&visit).await?;
    let password = SecretString::from(form.get("password"));
    let (cause, client) = (visit.cause(), visit.client());
    let result = sign_in::sign_in(&actions, &cause, &client, form.trimmed("login"), password).await;
    let texts = visit.texts();
    let problem = match result {
        Ok(account) => {
            match OF_ONE_ACCOUNT.take(&visit, &account.to_string()).await {
                Ok(()) => ATTEMPTS.give_back_to_address(&visit).await?,
                Err(PageError::TooMany(_)) => {}
                Err(error) => return Err(error),
            }
            let mut connection = actions.store.pool().acquire().await?;
            let actor = actor(&mut connection, account).await?;
            begin_session(&visit, &mut connection, account).await?;
            let back = own_path(form.get("back"));
            let to = if back == "/" {
                menu::start(&actor)
            } else {
                back
            };
            return Ok(Redirect::to(to).into_response());
        }
        Err(ActionError::WrongCredentials) => texts.get("sign-in-wrong").into_owned(),
        Err(ActionError::Locked(until)) => {
            let minutes = (until - visit.now())
                .num_seconds()
                .max(1)
                .unsigned_abs()
                .div_ceil(60);
            texts.with("sign-in-locked", &[("minutes", minutes)])
        }
        Err(error) => return Err(error.into()),
    };
    let form = FormState::failed(form, &Vec::new(), texts);
    show_failed(&SignInPage {
        page: Page::failed(&visit),
        form,
        problem: Some(problem),
        ended: false,
        changed: false,
    })
}
