//! Messages between an organisation and an applicant, as both sides see them (REV-09).

use chrono::{DateTime, Utc};
use zvarot_actions::appeals::Card;
use zvarot_domain::AppealId;
use zvarot_locale::Texts;
use zvarot_store::appeals::Message;

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

/// What one organisation and the applicant have written to each other.
pub struct ShownTalk {
    pub appeal: AppealId,
    pub organisation: String,
    pub messages: Vec<ShownMessage>,
    pub may_reply: bool,
}

/// The messages of an applicant's card by organisations.
pub fn talks(card: &Card, texts: &Texts) -> Vec<ShownTalk> {
    let talks = card.talks.iter().map(|talk| ShownTalk {
        appeal: talk.appeal,
        organisation: talk.organisation.name(texts.locale()).to_owned(),
        messages: listed(card, card.messages.iter().filter(|message| message.appeal == talk.appeal), texts),
        may_reply: talk.may_reply,
    });
    talks.collect()
}

/// The messages of a card, oldest first.
pub fn shown(card: &Card, texts: &Texts) -> Vec<ShownMessage> {
    listed(card, card.messages.iter(), texts)
}

fn listed<'a>(card: &Card, messages: impl Iterator<Item = &'a Message>, texts: &Texts) -> Vec<ShownMessage> {
    let messages = messages.map(|message| {
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
