//! How an appeal ended besides by an answer, what it came with from another organisation, and which one it repeats: what
//! the card says beside the history (REG-09).

use zvarot_actions::appeals::Card;
use zvarot_domain::{AppealNumber, CompletionResult, EventKind, Status};
use zvarot_locale::Texts;
use zvarot_store::PgConnection;
use zvarot_store::appeals::{self, CompletionRecord, Event, Station};
use zvarot_web::PageError;

use super::frame::card_path;
use crate::pages::uploads::ShownFile;

/// A result in words.
pub struct ShownResult {
    pub name: String,
    pub reason: Option<String>,
    /// Of which part of the appeal it is.
    pub questions: Option<String>,
    pub explanation: String,
    pub letters: Vec<ShownFile>,
}

/// An appeal that another one repeats.
pub struct First {
    pub number: AppealNumber,
    pub path: String,
}

/// What belongs to the card besides.
pub struct Links {
    /// Not for an answer, which is shown by itself.
    pub result: Option<ShownResult>,
    /// What the organisation that sent it on wrote.
    pub covering: Option<ShownResult>,
    /// The organisations that have or had it, if there are several.
    pub way: Vec<Station>,
    pub repeats: Option<First>,
}

/// Reads what belongs to a card of the actor's.
pub async fn of_card(
    connection: &mut PgConnection,
    card: &Card,
    texts: &Texts,
) -> Result<Links, PageError> {
    let appeal = &card.appeal;
    let result = match appeal.status {
        Status::LeftWithoutConsideration | Status::Redirected | Status::TakenNote | Status::Withdrawn => {
            appeals::completion(&mut *connection, appeal.id).await?
        }
        _ => None,
    };
    let covering = match appeal.redirected_from {
        Some(sender) => appeals::completion(&mut *connection, sender).await?,
        None => None,
    };
    let partial = appeals::partial(&mut *connection, appeal.id).await?;
    let mut way = Vec::new();
    // Sent on as a whole or in part.
    let sent_on = |event: &Event| matches!(event.kind, EventKind::Redirected | EventKind::RedirectedPart);
    if appeal.redirected_from.is_some() || card.history.iter().any(sent_on) {
        way = appeals::way(&mut *connection, appeal.number).await?;
    }
    let sender = appeal.redirected_from.unwrap_or(appeal.id);
    let repeats = match appeal.repeat_of {
        Some(first) => appeals::get(connection, first).await?,
        None => None,
    };
    Ok(Links {
        result: result.map(|result| shown(result, letters_of(card, appeal.merged_into.unwrap_or(appeal.id), texts), texts)),
        covering: match (partial, covering) {
            (Some((questions, explanation)), _) => Some(ShownResult {
                name: String::new(),
                reason: None,
                questions: Some(questions),
                explanation,
                letters: letters_of(card, sender, texts),
            }),
            (None, covering) => {
                covering.map(|covering| shown(covering, letters_of(card, sender, texts), texts))
            }
        },
        way: if way.len() > 1 { way } else { Vec::new() },
        repeats: repeats.map(|first| First { number: first.number, path: card_path(first.number) }),
    })
}

fn letters_of(card: &Card, appeal: zvarot_domain::AppealId, texts: &Texts) -> Vec<ShownFile> {
    let letters = card.files.iter().filter(|file| file.letter && file.appeal_id == Some(appeal));
    letters.map(|file| ShownFile::new(file, texts)).collect()
}

fn shown(record: CompletionRecord, letters: Vec<ShownFile>, texts: &Texts) -> ShownResult {
    let name = texts.get(&format!("result-{}", record.result.code().replace('_', "-")));
    let event = match record.result {
        CompletionResult::TakenNote => EventKind::TakenNote,
        _ => EventKind::LeftWithoutConsideration,
    };
    let reason = record.reason.as_ref();
    let reason =
        reason.and_then(|code| texts.reason_of(event, &serde_json::json!({ "reason_code": code })));
    ShownResult { name: name.into_owned(), reason, questions: None, explanation: record.explanation, letters }
}
