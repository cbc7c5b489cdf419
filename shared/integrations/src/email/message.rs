//! One letter as RFC 5322 bytes: text and HTML as alternatives, all of it ASCII on the wire, so any relay takes it.

use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use url::Host;
use uuid::Uuid;
use zvarot_domain::Locale;

use crate::SendError;

/// A letter to one person.
#[derive(Clone)]
pub struct Email {
    /// The recipient's address, `local@domain`; the domain may be in national letters.
    pub to: String,
    /// One line; line breaks and control characters become spaces.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part: a whole document that needs nothing from outside.
    pub html: String,
    /// The delivery's id: becomes `Message-ID`, the same on each try, so that a relay or a mailbox can drop a double.
    pub message_id: Uuid,
    /// Said in `Content-Language`.
    pub locale: Locale,
    /// The moment of sending, for `Date`.
    pub at: DateTime<Utc>,
}

/// The bytes and whom they go to.
pub(super) struct Composed {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

impl Email {
    /// # Errors
    /// `Refused` where the address is none.
    pub(super) fn compose(&self, from: &Mailbox) -> Result<Composed, SendError> {
        let refused = |reason: &str| SendError::Refused(reason.to_owned());
        let to =
            address(&self.to).ok_or_else(|| refused("the address is not an e-mail address"))?;
        let sender = Mailbox::new(
            from.name.clone(),
            address(from.email.as_ref()).ok_or_else(|| refused("the sender's address is wrong"))?,
        );
        let identifier = format!("<{}@{}>", self.message_id, sender.email.domain());
        let message = Message::builder()
            .date(self.at.into())
            .from(sender.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(one_line(&self.subject))
            .message_id(Some(identifier))
            .raw_header(header("Content-Language", self.locale.code()))
            // So that holiday answers and ticket systems do not answer a machine (RFC 3834; the second is Exchange's).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Auto-Response-Suppress", "All"))
            .multipart(MultiPart::alternative_plain_html(
                self.text.clone(),
                self.html.clone(),
            ))
            .map_err(|_| refused("the letter cannot be composed"))?;
        Ok(Composed {
            from: sender.email,
            to,
            bytes: message.formatted(),
        })
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
