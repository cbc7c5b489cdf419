//! What the applicant sees when an appeal was accepted: its number, the code for following it up, what comes
//! next (BEY-15).

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::Card;
use zvarot_web::{Page, PageError, show};

use super::Own;
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
pub async fn page(own: Own) -> Result<Response, PageError> {
    let (card, visit) = (own.card().await?, own.visit);
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
