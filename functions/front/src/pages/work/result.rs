//! How an appeal ended besides by an answer, what it came with from another organisation, and which one it repeats: what
//! the card says beside the history (REG-09).

use zvarot_actions::appeals::Card;
use zvarot_domain::{AppealNumber, CompletionResult, EventKind, Status};
use zvarot_locale::Texts;
use zvarot_store::PgConnection;
use zvarot_store::appeals::{self, CompletionRecord, Station};
use zvarot_web::PageError;

use super::frame::card_path;
use crate::pages::uploads::ShownFile;

/// A result in words.
pub struct ShownResult {
    pub name: String,
    pub reason: Option<String>,
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
        Status::LeftWithoutConsideration | Status::Redirected | Status::TakenNote => {
            appeals::completion(&mut *connection, appeal.id).await?
        }
        _ => None,
    };
    let covering = match appeal.redirected_from {
        Some(sender) => appeals::completion(&mut *connection, sender).await?,
        None => None,
    };
    let mut way = Vec::new();
    if appeal.redirected_from.is_some() || appeal.status == Status::Redirected {
        way = appeals::way(&mut *connection, appeal.number).await?;
    }
    let repeats = match appeal.repeat_of {
        Some(first) => appeals::get(connection, first).await?,
        None => None,
    };
    Ok(Links {
        result: result.map(|result| shown(result, letters_of(card, appeal.id, texts), texts)),
        covering: covering.map(|covering| {
            let sender = appeal.redirected_from.unwrap_or(appeal.id);
            shown(covering, letters_of(card, sender, texts), texts)
        }),
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
    ShownResult { name: name.into_owned(), reason, explanation: record.explanation, letters }
}
