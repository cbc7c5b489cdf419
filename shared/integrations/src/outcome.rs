//! What may go wrong between handing a message over and knowing that it was taken (NOT-02).

/// Why a message was not (or may not have been) accepted by the other side.
///
/// The text is for operators: a step and a code, never an address, a number or a content.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Surely not accepted; the same message may be sent again later.
    #[error("not accepted now: {0}")]
    Retry(String),
    /// Surely not accepted, and asking again would change nothing.
    #[error("refused: {0}")]
    Refused(String),
    /// It left and nothing came back: it may have been accepted, so it must not be sent again by itself.
    #[error("accepted or not is unknown: {0}")]
    Unknown(String),
    /// The caller could not record that it hands over; nothing was sent.
    #[error("the handing over was not recorded")]
    NotRecorded(#[source] anyhow::Error),
}

impl SendError {
    /// The reason alone, for the delivery record.
    pub fn reason(&self) -> &str {
        match self {
            Self::Retry(reason) | Self::Refused(reason) | Self::Unknown(reason) => reason,
            Self::NotRecorded(_) => "the handing over was not recorded",
        }
    }
}
