//! Withdrawing an appeal by an electronic statement (SUB-10; law, art. 7 and 16).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::Actions;
use zvarot_actions::appeals;
use zvarot_domain::{Action, AppealNumber};
use zvarot_web::{Applicant, Page, PageError, ProtectedForm, Visit, show};

#[derive(Template)]
#[template(path = "appeals/withdraw.html")]
struct WithdrawPage {
    page: Page,
    number: AppealNumber,
}

/// `GET /appeals/{number}/withdraw`: asks once more.
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let card = appeals::card(&actions, &visit.cause(), &applicant.actor, number).await?;
    if !card.allowed.contains(&Action::Withdraw) {
        return Err(PageError::Refused("refusal-already-final".into()));
    }
    show(&WithdrawPage {
        page: Page::new(&visit),
        number,
    })
}

/// `POST /appeals/{number}/withdraw`
pub async fn submit(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    Path(number): Path<String>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    appeals::withdraw(&actions, &visit.cause(), &applicant.actor, number).await?;
    Ok(Redirect::to(&format!("/appeals/{}", number.digits())).into_response())
}
