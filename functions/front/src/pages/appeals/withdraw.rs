//! Withdrawing an appeal by an electronic statement (SUB-10; law, art. 7 and 16).

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals;
use zvarot_domain::{Action, AppealNumber};
use zvarot_web::{Page, PageError, ProtectedForm, show};

use super::Own;

#[derive(Template)]
#[template(path = "appeals/withdraw.html")]
struct WithdrawPage {
    page: Page,
    number: AppealNumber,
}

/// `GET /appeals/{number}/withdraw`: asks once more.
pub async fn page(own: Own) -> Result<Response, PageError> {
    if !own.card().await?.allowed.contains(&Action::Withdraw) {
        return Err(PageError::Refused("refusal-already-final".into()));
    }
    show(&WithdrawPage { page: Page::new(&own.visit), number: own.number })
}

/// `POST /appeals/{number}/withdraw`
pub async fn submit(own: Own, ProtectedForm(_): ProtectedForm) -> Result<Response, PageError> {
    appeals::withdraw(&own.actions, &own.visit.cause(), &own.applicant.actor, own.number).await?;
    Ok(own.to_card())
}
