//! What the applicant sees when an appeal was accepted: its number, the code for following it up, what comes
//! next (BEY-15).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::Actions;
use zvarot_actions::appeals::{self, Card};
use zvarot_web::{Applicant, Page, PageError, Visit, show};

use super::documents::ShownDocument;

#[derive(Template)]
#[template(path = "appeals/receipt.html")]
struct ReceiptPage {
    page: Page,
    card: Card,
    documents: Vec<ShownDocument>,
    code: String,
}

/// `GET /appeals/{number}/receipt`
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(actions): State<Actions>,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let card = appeals::card(&actions, &visit.cause(), &applicant.actor, number).await?;
    let (one, other) = card
        .appeal
        .access_code
        .split_at(card.appeal.access_code.len() / 2);
    show(&ReceiptPage {
        page: Page::new(&visit),
        documents: ShownDocument::of_card(&card, visit.texts()),
        code: format!("{one}-{other}"),
        card,
    })
}
