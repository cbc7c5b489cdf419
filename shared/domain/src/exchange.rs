//! The life of messages exchanged by СМДО (SMD-02 to SMD-04): where an outgoing package and an incoming one stand, and which
//! word of the other side moves them where. Words come late, twice and out of order; a state never goes back because of that.

use crate::coded::coded_enum;

coded_enum! {
    /// Where an outgoing package stands.
    pub enum PackageState {
        /// Its envelope is being formed; its appeal's files may still be checked.
        Forming = "forming",
        /// The router has made it.
        Created = "created",
        /// All its files are at the router.
        Attached = "attached",
        /// The router was told to send it.
        Sent = "sent",
        /// It was sent long ago and nobody has said a word of it; a person may have it sent again, a late word still counts.
        Silent = "silent",
        /// The receiver's system has it.
        Delivered = "delivered",
        /// The receiver has registered it.
        Registered = "registered",
        /// The receiver does not register it.
        Refused = "refused",
        /// It did not go through; a person looks at it and may have it tried again.
        Failed = "failed",
    }
}

impl PackageState {
    /// Whether the way of the package is over, unless a person has it tried again.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Registered | Self::Refused | Self::Failed)
    }

    /// Whether work is still to be done for it here.
    #[must_use]
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Forming | Self::Created | Self::Attached)
    }

    /// Whether a person may have it tried again.
    #[must_use]
    pub const fn can_be_retried(self) -> bool {
        matches!(self, Self::Silent | Self::Refused | Self::Failed)
    }

    /// The state after the other side's word; none where the word says nothing new. A word proves that the package had been
    /// sent, even where our own note of that is still to come.
    #[must_use]
    pub fn after(self, word: Self) -> Option<Self> {
        let rank = |state: Self| match state {
            Self::Forming => 0,
            Self::Created => 1,
            Self::Attached => 2,
            Self::Sent => 3,
            Self::Silent => 4,
            // A fault of delivery gives way to the news that it was delivered or registered after all.
            Self::Failed => 5,
            Self::Delivered => 6,
            Self::Refused => 7,
            Self::Registered => 8,
        };
        (rank(word) > rank(self)).then_some(word)
    }
}

coded_enum! {
    /// What an outgoing package carries.
    pub enum PackageKind {
        /// An appeal with its files.
        Appeal = "appeal",
        /// A word on a message that came.
        Acknowledgement = "acknowledgement",
    }
}

coded_enum! {
    /// Where an incoming package stands.
    pub enum IncomingState {
        /// Its bytes are kept; it is to be looked at.
        Stored = "stored",
        /// An answer whose files are being checked.
        Checking = "checking",
        /// An acknowledgement: taken into account.
        Applied = "applied",
        /// An answer that is offered to the clerk.
        Offered = "offered",
        /// An answer that has completed its appeal by itself.
        Completed = "completed",
        /// An answer whose zone «Expansion» has faults: offered to the clerk, completed nothing.
        Faulty = "faulty",
        /// Not for us, not to be understood, or about nothing we know.
        Refused = "refused",
        /// It could not be looked at after all attempts; a person may have it tried again.
        Failed = "failed",
    }
}

impl IncomingState {
    /// Whether it is still to be looked at.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Stored | Self::Checking)
    }

    /// Whether a person may have it tried again.
    #[must_use]
    pub const fn can_be_retried(self) -> bool {
        matches!(self, Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SMD-02
    #[test]
    fn words_that_come_late_or_twice_never_take_a_package_back() {
        use PackageState as S;
        assert_eq!(S::Sent.after(S::Delivered), Some(S::Delivered));
        assert_eq!(S::Sent.after(S::Registered), Some(S::Registered), "registered before delivered");
        assert_eq!(S::Registered.after(S::Delivered), None);
        assert_eq!(S::Registered.after(S::Refused), None);
        assert_eq!(S::Attached.after(S::Delivered), Some(S::Delivered), "the reply to sending was lost");
        assert_eq!(S::Delivered.after(S::Failed), None);
        assert_eq!(S::Failed.after(S::Registered), Some(S::Registered));
        assert_eq!(S::Silent.after(S::Delivered), Some(S::Delivered), "a late word counts");
        assert!(S::Silent.can_be_retried() && !S::Sent.can_be_retried());
        for state in S::ALL {
            assert_eq!(state.after(state), None, "{state}");
            assert!(!(state.is_final() && state.is_ours()), "{state}");
        }
    }
}
