//! Access of an organisation's people «для служебного пользования» to another organisation's appeals (CTL-06; law, art. 25):
//! asked for, granted or refused by the one asked, opened and closed by the operator.

use crate::{
    Faults,
    alphabet::{Lines, Strictness},
    coded::coded_enum,
    text_field::{TextRule, read_text},
};

/// Characters of a reason or an answer at most.
pub const TEXT_LENGTH: usize = 1000;

coded_enum! {
    /// How the access of one organisation to another stands.
    pub enum AccessState {
        /// The owner's external administrator is to decide.
        Requested = "requested",
        /// The appeals are looked at.
        Open = "open",
        /// Not granted; it can be asked for again.
        Refused = "refused",
        /// Open once, not any more.
        Closed = "closed",
    }
}

coded_enum! {
    /// What is decided.
    pub enum AccessStep {
        /// Открыть доступ.
        Grant = "grant",
        /// Отказать.
        Refuse = "refuse",
        /// Закрыть доступ.
        Close = "close",
    }
}

impl AccessState {
    /// The state after a decision; none: it is not possible now.
    #[must_use]
    pub const fn after(self, step: AccessStep) -> Option<Self> {
        match (self, step) {
            (Self::Requested, AccessStep::Grant) => Some(Self::Open),
            (Self::Requested, AccessStep::Refuse) => Some(Self::Refused),
            (Self::Open, AccessStep::Close) => Some(Self::Closed),
            _ => None,
        }
    }
}

/// Why access is wanted, or refused: officials' own words.
pub fn text(field: &str, typed: &str, required: bool, faults: &mut Faults) -> String {
    let rule = TextRule {
        required,
        longest: TEXT_LENGTH,
        lines: Lines::Many,
        letters: required,
        strictness: Some(Strictness::Warn),
    };
    read_text(field, typed, rule, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: CTL-06
    #[test]
    fn what_was_asked_for_is_decided_once_and_what_is_open_is_closed() {
        use AccessState::{Closed, Open, Refused, Requested};
        let all = AccessState::ALL.into_iter().flat_map(|state| AccessStep::ALL.map(|step| (state, step)));
        let allowed: Vec<_> = all.filter_map(|(state, step)| Some((state, step, state.after(step)?))).collect();
        let expected =
            [(Requested, AccessStep::Grant, Open), (Requested, AccessStep::Refuse, Refused), (Open, AccessStep::Close, Closed)];
        assert_eq!(allowed, expected);
    }
}
