//! The way of an appeal without signing in, by its number and the code of its receipt (BEY-15). Shows no content
//! and nobody's name.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use zvarot_actions::appeals::{self, Card};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::{AccessCode, AppealNumber};
use zvarot_web::{
    FormState, FormValues, Limit, Page, PageError, ProtectedForm, Visit, show, show_failed,
};

use crate::pages::appeals::card::{Step, steps};

/// Fifty bits are not guessed at this pace.
const BY_ADDRESS: Limit = Limit {
    name: "status",
    burst: 20,
    per_hour: 60,
};
const BY_NUMBER: Limit = Limit {
    name: "status_number",
    burst: 10,
    per_hour: 20,
};

#[derive(Template)]
#[template(path = "status/page.html")]
struct StatusPage {
    page: Page,
    form: FormState,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "status/found.html")]
struct FoundPage {
    page: Page,
    card: Card,
    steps: Vec<Step>,
}

/// What the link of the receipt's QR code carries.
#[derive(Deserialize)]
pub struct Given {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
}

/// `GET /status?number=&code=`: the form, filled in from the link.
pub async fn page(visit: Visit, Query(given): Query<Given>) -> Result<Response, PageError> {
    let values = FormValues::default()
        .with("number", given.number)
        .with("code", given.code);
    show(&StatusPage {
        page: Page::new(&visit),
        form: FormState::new(values),
        wrong: false,
    })
}

/// `POST /status`
pub async fn find(
    visit: Visit,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    BY_ADDRESS.take_for_address(&visit).await?;
    let number = form.get("number").parse::<AppealNumber>();
    let code = form.get("code").parse::<AccessCode>();
    let (Ok(number), Ok(code)) = (number, code) else {
        return not_found(&visit, form);
    };
    BY_NUMBER.take(&visit, &number.digits()).await?;
    match appeals::follow_up(&actions, &visit.cause(), number, &code).await {
        Ok(card) => {
            let steps = steps(&card, visit.texts());
            show(&FoundPage {
                page: Page::new(&visit),
                steps,
                card,
            })
        }
        Err(ActionError::NotFound) => not_found(&visit, form),
        Err(error) => Err(error.into()),
    }
}

fn not_found(visit: &Visit, form: FormValues) -> Result<Response, PageError> {
    let form = FormState::failed(form, &Vec::new(), visit.texts());
    show_failed(&StatusPage {
        page: Page::failed(visit),
        form,
        wrong: true,
    })
}
