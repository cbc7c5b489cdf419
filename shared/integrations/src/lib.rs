//! The other sides we talk to: the mail relay, the SMS operators, the router of СМДО, the antivirus, organisations'
//! programs.
//! Each module holds its settings, the conversation and tests against a real peer.
//! Reasons in errors never hold an address, a number or a text: they go to logs and to the delivery record (NOT-03).

pub mod antivirus;
pub mod email;
mod outcome;
mod settings;
pub mod sms;
pub mod smdo;
pub mod webhook;

pub use outcome::SendError;
pub use settings::{Lookup, SettingError};
