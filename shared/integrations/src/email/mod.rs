//! E-mail over SMTP, step by step: the caller learns the moment right before the text leaves, so that it can commit
//! "handing over" first, and learns afterwards whether the relay took the message, refused it, or fell silent (NOT-02).

mod conversation;
mod lines;
mod message;
mod settings;
#[cfg(test)]
mod tests;

pub use conversation::{Handed, Mailer, Patience};
pub use message::{Attachment, Email};
pub use settings::{Encryption, MailSettings};
