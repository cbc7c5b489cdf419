//! The SMS gateway of the local stack. It keeps every message in a file, shows them on
//! an inbox page, and can be told to fail, be slow, refuse, deliver twice or lose its
//! answer. Two ways in: JSON over HTTP (`http`) and SMPP 3.4 (`smpp`), one inbox.

mod gateway;
mod inbox;
mod page;
mod parts;
mod smpp;

pub use gateway::router;
pub use inbox::{Control, Inbox, Message, Mode};
pub use smpp::serve as serve_smpp;

/// Who may hand in messages.
#[derive(Debug, Clone)]
pub struct SmsAccess {
    /// The bearer token of the HTTP way.
    pub token: String,
    /// The system id of the SMPP way, at most 15 characters.
    pub system_id: String,
    /// The password of the SMPP way, at most 8 characters.
    pub password: String,
}
