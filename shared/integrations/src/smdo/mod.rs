//! СМДО, the exchange of documents between state bodies: the router's REST calls, the SDIP-2.1.1 envelope in JSON and
//! XML, what acknowledgements mean, and our own block in the zone «Expansion» (`expansion.md` beside this crate's manifest).
//! What comes from outside is limited in size and depth before it is read, and no entity is ever resolved (SMD-01 to SMD-04).

mod acknowledgement;
mod envelope;
mod expansion;
mod http;
mod listing;
mod settings;
mod skim;
#[cfg(test)]
mod tests;
mod xml;

use async_trait::async_trait;
use bytes::Bytes;

pub use acknowledgement::{AckMeaning, meaning};
pub use envelope::{
    AckNumber, AckResult, Acknowledgement, AddDocuments, Author, Confident, DataReference,
    DocParent, DocTransfer, Document, ENVELOPE_TYPE, Envelope, EnvelopeBody, EnvelopeFault, Folder,
    Header, MessageType, OfficialPerson, OrganizationWithSign, PersonName, Receiver, RegNumber,
    Sender, TOO_LONG, Wanted,
};
pub use expansion::{AppealZone, ApplicantZone, ResultZone, SCHEMA, TopicZone};
pub use http::HttpRouter;
pub use settings::SmdoSettings;

/// The largest envelope that is read, bytes.
pub const ENVELOPE_LIMIT: usize = 1024 * 1024;
/// The largest attachment that is fetched, bytes: what a file of an answer may have (REV-12), and one more to see that
/// it has more.
pub const ATTACHMENT_LIMIT: usize = 15 * 1024 * 1024;

/// The member of a kept package that says that it was too large to be kept whole.
pub const TOO_LARGE: &str = "tooLarge";

/// The router's code as a sender of messages of its own.
pub const ROUTER: &str = "ROUTER";

/// A package to be made at the router. Until it is sent it has no effect for anyone.
#[derive(Debug, Clone)]
pub struct NewPackage {
    /// The receiver's code in СМДО and its name.
    pub receiver_code: String,
    pub receiver_name: String,
    /// The package that this one answers, as the router calls it.
    pub parent: Option<String>,
    /// Whether it only acknowledges.
    pub acknowledges: bool,
    pub envelope: Envelope,
}

/// A package that waits for us.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The router's id of it.
    pub package: String,
    /// What says to the router that we have it.
    pub confirm: String,
    /// The sender's code in СМДО, [`ROUTER`] for the router's own words; as the router vouches for it.
    pub from: String,
    pub from_name: String,
    /// The attachments that the router has: id and name (the reference of the envelope).
    pub attachments: Vec<Attached>,
    /// The whole package as it came; of one that is too large its ids, and [`TOO_LARGE`].
    pub raw: Bytes,
    /// The envelope's id, where one can be read at all and can be a key.
    pub msg_id: Option<String>,
}

/// An attachment at the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    pub id: String,
    /// The `referenceid` by which the envelope names it.
    pub reference: String,
}

/// One page of what waits.
#[derive(Debug, Clone, Default)]
pub struct IncomingPage {
    pub packages: Vec<Incoming>,
    /// Packages without ids, which can be neither kept nor confirmed.
    pub unnamed: usize,
    pub has_next: bool,
}

/// The router's calls. Each may be repeated: a lost reply leaves at worst a package that was never sent, an attachment that
/// [`Router::attached`] shows, or a message that receivers know by its `msg_id`.
#[async_trait]
pub trait Router: Send + Sync {
    /// Makes a package and gives the router's id of it.
    async fn create(&self, package: &NewPackage) -> Result<String, RouterError>;
    /// The attachments that a package of ours has by now.
    async fn attached(&self, package: &str) -> Result<Vec<Attached>, RouterError>;
    /// Adds a file under the name by which the envelope refers to it; gives its id.
    async fn attach(
        &self,
        package: &str,
        reference: &str,
        bytes: Bytes,
    ) -> Result<String, RouterError>;
    /// Sends the package off.
    async fn send(&self, package: &str) -> Result<(), RouterError>;
    /// `size` packages of those that are not confirmed yet, after the first `from`, which is a multiple of `size`. One alone
    /// may be of any length; several that are too large together, or cannot be read, are to be asked for in smaller parts.
    async fn incoming(&self, from: u32, size: u32) -> Result<IncomingPage, RouterError>;
    /// The bytes of an attachment, at most [`ATTACHMENT_LIMIT`].
    async fn fetch(&self, package: &str, attachment: &str) -> Result<Bytes, RouterError>;
    /// Says that a package is kept here durably; the router then forgets it.
    async fn confirm(&self, confirm: &str) -> Result<(), RouterError>;
}

/// Why a call did nothing, or may have done something. Texts hold a step and a code, nothing of a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouterError {
    /// It left and no usable answer came: it may have been done. Repeating is right.
    #[error("no answer: {0}")]
    Unanswered(String),
    /// The router said no, with this status; it may say yes later.
    #[error("refused: HTTP {0}")]
    Refused(u16),
    /// The router knows no such package: it is to be made anew.
    #[error("the router does not know the package")]
    Unknown,
    /// A list of packages that is none.
    #[error("no answer: the list could not be understood")]
    Unreadable,
    /// More bytes than are taken.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
}
