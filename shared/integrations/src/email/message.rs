//! One letter as RFC 5322 bytes: text and HTML as alternatives, all of it ASCII on the wire, so any relay takes it.

use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    message::{
        Attachment as Part, Body, Mailbox, MultiPart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use url::Host;
use uuid::Uuid;
use zvarot_domain::Locale;

use crate::SendError;

/// What a letter says.
#[derive(Clone)]
pub struct Email {
    /// One line; line breaks and control characters become spaces.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part: a whole document that needs nothing from outside.
    pub html: String,
    /// Files that go along, in their order.
    pub attachments: Vec<Attachment>,
    /// The delivery's id: becomes `Message-ID`, the same on each try, so that a relay or a mailbox can drop a double.
    pub message_id: Uuid,
    /// Said in `Content-Language`.
    pub locale: Locale,
    /// The moment of sending, for `Date`.
    pub at: DateTime<Utc>,
}

/// A file of a letter.
#[derive(Clone)]
pub struct Attachment {
    /// As the reader's program saves it.
    pub name: String,
    /// `application/pdf`; what is no such type goes as plain bytes.
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// From whom and to whom.
pub(super) struct Envelope {
    pub from: Mailbox,
    pub to: Address,
}

impl Envelope {
    /// # Errors
    /// `Refused` where an address is none.
    pub fn new(from: &Mailbox, to: &str) -> Result<Self, SendError> {
        let refused = |reason: &str| SendError::Refused(reason.to_owned());
        let to = address(to).ok_or_else(|| refused("the address is not an e-mail address"))?;
        let email =
            address(from.email.as_ref()).ok_or_else(|| refused("the sender's address is wrong"))?;
        Ok(Self {
            from: Mailbox::new(from.name.clone(), email),
            to,
        })
    }
}

impl Email {
    /// The bytes of the letter.
    ///
    /// # Errors
    /// `Refused` where it cannot be put together.
    pub(super) fn compose(self, envelope: &Envelope) -> Result<Vec<u8>, SendError> {
        let sender = &envelope.from;
        let identifier = format!("<{}@{}>", self.message_id, sender.email.domain());
        let words = MultiPart::alternative_plain_html(self.text, self.html);
        let body = if self.attachments.is_empty() {
            words
        } else {
            let mixed = MultiPart::mixed().multipart(words);
            self.attachments.into_iter().fold(mixed, |parts, attachment| parts.singlepart(attachment.part()))
        };
        let message = Message::builder()
            .date(self.at.into())
            .from(sender.clone())
            .to(Mailbox::new(None, envelope.to.clone()))
            .subject(one_line(&self.subject))
            .message_id(Some(identifier))
            .raw_header(header("Content-Language", self.locale.code()))
            // So that holiday answers and ticket systems do not answer a machine (RFC 3834; the second is Exchange's).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Auto-Response-Suppress", "All"))
            .multipart(body)
            .map_err(|_| SendError::Refused("the letter cannot be composed".into()))?;
        Ok(message.formatted())
    }
}

impl Attachment {
    fn part(self) -> lettre::message::SinglePart {
        let content_type = ContentType::parse(&self.content_type);
        let content_type = content_type.unwrap_or_else(|_| ContentType::parse("application/octet-stream").expect("a type"));
        // Whatever the bytes are: as text they would be sent by lines, and altered.
        let body = Body::new_with_encoding(self.bytes, ContentTransferEncoding::Base64).expect("any bytes can be written so");
        Part::new(one_line(&self.name)).body(body, content_type)
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The address with its domain in ASCII letters (`пошта.бел` is `xn--80a1acny.xn--90ais` on the wire).
fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let Host::Domain(domain) = Host::parse(domain).ok()? else {
        return None;
    };
    Address::new(local, domain).ok()
}

/// A header's value can never begin another header.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
