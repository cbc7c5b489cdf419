//! An answer that was given: what the history says of it and whether it came after the term (REG-09, REV-10), and the page of
//! whoever comes to send another one.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use serde_json::Value as Json;
use zvarot_domain::deadlines::{TermState, term_state};
use zvarot_domain::{Outcome, Status, machine};
use zvarot_locale::Texts;
use zvarot_store::appeals::Appeal;
use zvarot_web::{Page, PageError};

use super::desk::Desk;
use super::frame::{self, card_path};
use super::history::{self, Entry, date, text};

#[derive(Template)]
#[template(path = "work/answer_gone.html")]
struct GonePage {
    page: Page,
    /// The key of the heading.
    title: &'static str,
    /// What was done instead, and by whom.
    done: Option<Entry>,
    card_path: String,
}

/// What an event of an answer says.
pub fn told(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    let outcome_of = |data: &Json| {
        let outcome = Outcome::from_code(&text(data, "outcome"))?;
        Some(texts.get(&format!("outcome-{}", outcome.code().replace('_', "-"))).into_owned())
    };
    if let Some(outcome) = outcome_of(data) {
        lines.push(texts.with("work-event-outcome", &[("value", outcome)]));
    }
    let variables = [("number", text(data, "number")), ("date", date(data, "dated", texts))];
    lines.push(texts.with("work-event-answer", &variables));
    if data["late"] == true {
        lines.push(texts.get("work-event-answered-late").into_owned());
    }
    let signatory = &data["signatory"];
    if signatory.is_object() {
        let variables = [("position", text(signatory, "position")), ("name", text(signatory, "name"))];
        lines.push(texts.with("answer-signatory", &variables));
    }
    // BEY-09: what each question came to.
    for (row, question) in data["questions"].as_array().into_iter().flatten().enumerate() {
        lines.push(format!("{}. {}: {}", row + 1, text(question, "text"), outcome_of(question).unwrap_or_default()));
    }
}

/// Whether an appeal was answered after its term, which joined ones have in common (BEY-02).
pub fn is_late(appeal: &Appeal) -> bool {
    let due = appeal.due_on.or(appeal.common_due_on);
    let answered = due.zip(appeal.completed_at).filter(|_| appeal.status == Status::Answered);
    answered.is_some_and(|(due, at)| matches!(term_state(due, Some(at), at, 0), TermState::Missed { .. }))
}

/// Instead of an answer to an appeal that is considered already: what was done and by whom.
///
/// # Errors
/// What has refused it, where the appeal is still considered.
pub async fn instead_of(desk: &Desk, refused: PageError) -> Result<Response, PageError> {
    let card = match desk.card().await {
        Ok(card) if card.appeal.status.is_final() => card,
        _ => return Err(refused),
    };
    let ended = card.history.iter().rfind(|event| machine::status_after(event.kind) == Some(card.appeal.status));
    let page = GonePage {
        page: Page::new(&desk.visit),
        title: if card.appeal.status == Status::Answered { "work-answer-gone-title" } else { "work-answer-gone-ended" },
        done: ended.map(|event| history::entry(event, desk.texts())),
        card_path: card_path(card.appeal.number),
    };
    frame::show(StatusCode::CONFLICT, &page)
}
