//! Messages between an organisation and an applicant, as both sides see them (REV-09).

use chrono::{DateTime, Utc};
use zvarot_actions::appeals::Card;
use zvarot_domain::appeal::CorrespondenceKind;
use zvarot_locale::Texts;

use super::uploads::ShownFile;

/// A message with its files.
pub struct ShownMessage {
    pub at: DateTime<Utc>,
    /// What it is: a question, an answer before the last one, a reply.
    pub name: String,
    pub text: String,
    pub author: String,
    pub files: Vec<ShownFile>,
}

/// The messages of a card, oldest first.
pub fn shown(card: &Card, texts: &Texts) -> Vec<ShownMessage> {
    let messages = card.messages.iter().map(|message| {
        let files = card.files.iter().filter(|file| file.message_id == Some(message.id));
        ShownMessage {
            at: message.created_at,
            name: texts.get(&format!("message-kind-{}", message.kind.code())).into_owned(),
            text: message.text.clone(),
            author: message.author_name.clone(),
            files: files.map(|file| ShownFile::new(file, texts)).collect(),
        }
    });
    messages.collect()
}

/// Whether the applicant was asked something or told something: there is something to reply to.
pub fn can_be_replied_to(card: &Card) -> bool {
    card.messages.iter().any(|message| message.kind != CorrespondenceKind::Reply)
}
