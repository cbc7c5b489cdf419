//! The statuses of an appeal (REV-13), in the words that users see.

use crate::coded::coded_enum;

coded_enum! {
    /// Where an appeal stands.
    pub enum Status {
        /// Подано.
        Submitted = "submitted",
        /// На модерации: addressed to the head personally (SUB-07).
        InModeration = "in_moderation",
        /// Зарегистрировано.
        Registered = "registered",
        /// На исполнении.
        InProgress = "in_progress",
        /// Исполнено: an answer was given.
        Answered = "answered",
        /// Оставлено без рассмотрения по существу (law, art. 15).
        LeftWithoutConsideration = "left_without_consideration",
        /// Отозвано (law, art. 16).
        Withdrawn = "withdrawn",
        /// Перенаправлено (law, art. 10).
        Redirected = "redirected",
        /// Принято к сведению (law, art. 14).
        TakenNote = "taken_note",
    }
}

impl Status {
    /// Whether the appeal's life in this organisation is over: nothing leaves a final status.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Answered
                | Self::LeftWithoutConsideration
                | Self::Withdrawn
                | Self::Redirected
                | Self::TakenNote
        )
    }

    /// Whether the organisation has registered the appeal and still works on it: its terms run.
    #[must_use]
    pub const fn is_under_review(self) -> bool {
        matches!(self, Self::Registered | Self::InProgress)
    }

    /// Whether the appeal waits to be registered: the registration limit runs (REG-04).
    #[must_use]
    pub const fn is_before_registration(self) -> bool {
        matches!(self, Self::Submitted | Self::InModeration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REV-13
    #[test]
    fn every_status_is_in_exactly_one_part_of_the_life() {
        for status in Status::ALL.into_iter() {
            let parts = [
                status.is_before_registration(),
                status.is_under_review(),
                status.is_final(),
            ];
            assert_eq!(parts.iter().filter(|part| **part).count(), 1, "{status}");
        }
        assert_eq!(Status::ALL.len(), 9);
    }
}
