//! Several identical appeals of an applicant, or such as clarify or add to the first one, that come before the answer to it:
//! one answer is given to all in the term of the first, and they count as one (BEY-02; law, art. 13). That they say the
//! same is the clerk's to judge; the rest is told from the cards.

use chrono::{DateTime, Utc};

use crate::{AccountId, Action, AppealId, FaultCode, Refusal, Status, coded::coded_enum};

coded_enum! {
    /// How a later appeal stands to the first one (РКК, line 6).
    pub enum MergeKind {
        /// Идентичное.
        Identical = "identical",
        /// Уточняющее (дополняющее).
        Clarifying = "clarifying",
    }
}

/// What the rules ask of each of the two appeals of an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    pub id: AppealId,
    /// The applicant's cabinet; none: entered by a clerk or a program.
    pub account: Option<AccountId>,
    /// The applicant's name, empty for anonymous ones.
    pub applicant: &'a str,
    pub submitted_at: DateTime<Utc>,
    pub status: Status,
    /// Whether it is joined to an earlier one itself.
    pub merged: bool,
    /// Whether later ones are joined to it.
    pub holds_others: bool,
}

/// Whether a later appeal can be joined to the first one.
///
/// # Errors
/// `AnotherApplicant`, `NotAnEarlierAppeal`, `FirstNotInWork`, `FirstIsMerged`, `HoldsOthers`.
pub fn compare(first: &Compared<'_>, later: &Compared<'_>) -> Result<(), FaultCode> {
    if !same_applicant((first.account, first.applicant), (later.account, later.applicant)) {
        return Err(FaultCode::AnotherApplicant);
    }
    // Of paper only the day is known, and what is sent on arrives in one moment: of two such either may be the first.
    if first.id == later.id || first.submitted_at > later.submitted_at {
        return Err(FaultCode::NotAnEarlierAppeal);
    }
    // After the answer a second one is a repeat (art. 1).
    if !matches!(first.status, Status::Registered | Status::InProgress) {
        return Err(FaultCode::FirstNotInWork);
    }
    if first.merged {
        return Err(FaultCode::FirstIsMerged);
    }
    if later.holds_others { Err(FaultCode::HoldsOthers) } else { Ok(()) }
}

/// Whether two appeals are of one applicant: by the cabinets; where one of the two came without a cabinet, by the names, whose
/// bearers the clerk compares.
#[must_use]
pub fn same_applicant(one: (Option<AccountId>, &str), other: (Option<AccountId>, &str)) -> bool {
    if let (Some(one), Some(other)) = (one.0, other.0) {
        return one == other;
    }
    let name = name_key(one.1);
    !name.is_empty() && name == name_key(other.1)
}

/// By what names are compared: case, spaces and the dots of «ё» do not count. The database has the same as `applicant_key`.
#[must_use]
pub fn name_key(name: &str) -> String {
    let name = name.to_lowercase().replace('ё', "е");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an action can be done with an appeal that is joined to an earlier one, or is not: the work is done on the first.
///
/// # Errors
/// [`Refusal::Merged`], [`Refusal::NotMerged`].
pub(crate) const fn check(action: Action, merged: bool) -> Result<(), Refusal> {
    match action {
        Action::Unmerge if merged => Ok(()),
        Action::Unmerge => Err(Refusal::NotMerged { action }),
        Action::ChangeTerm
        | Action::SetQuestions
        | Action::Complete
        | Action::Leave
        | Action::Redirect
        | Action::RedirectPart
        | Action::SendRequest
        | Action::SendOrder
        | Action::OrderAgain
        | Action::TakeNote
        | Action::MarkRepeat
        | Action::Merge
        | Action::SendMessage
        | Action::DraftResolution
        | Action::IssueResolution
            if merged =>
        {
            Err(Refusal::Merged { action })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    fn compared(account: u128, applicant: &str, minutes: i64) -> Compared<'_> {
        Compared {
            id: AppealId(Uuid::from_u128(minutes.unsigned_abs().into())),
            account: (account > 0).then_some(AccountId(Uuid::from_u128(account))),
            applicant,
            submitted_at: DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes),
            status: Status::Registered,
            merged: false,
            holds_others: false,
        }
    }

    // REQ: BEY-02
    #[test]
    fn later_appeals_of_the_same_applicant_are_joined_to_one_that_is_not_answered() {
        let (first, later) = (compared(1, "Купава Мария", 0), compared(1, "Купава Мария", 5));
        assert_eq!(compare(&first, &later), Ok(()));
        assert_eq!(compare(&first, &compared(0, " КУПАВА  мария", 5)), Ok(()), "on paper, by the name");
        let of_the_same_day = Compared { id: later.id, ..first };
        assert_eq!(compare(&first, &of_the_same_day), Ok(()));
        assert_eq!(compare(&of_the_same_day, &first), Ok(()));
        for (first, later, code) in [
            (first, compared(2, "Купава Мария", 5), FaultCode::AnotherApplicant),
            (first, compared(0, "Купава Марина", 5), FaultCode::AnotherApplicant),
            (compared(0, "", 0), compared(0, "", 5), FaultCode::AnotherApplicant),
            (later, first, FaultCode::NotAnEarlierAppeal),
            (first, first, FaultCode::NotAnEarlierAppeal),
            (Compared { status: Status::Answered, ..first }, later, FaultCode::FirstNotInWork),
            (Compared { status: Status::Submitted, ..first }, later, FaultCode::FirstNotInWork),
            (Compared { merged: true, ..first }, later, FaultCode::FirstIsMerged),
            (first, Compared { holds_others: true, ..later }, FaultCode::HoldsOthers),
        ] {
            assert_eq!(compare(&first, &later), Err(code));
        }
    }

    // REQ: BEY-02
    #[test]
    fn the_work_on_what_is_joined_is_done_on_the_first() {
        let stopped = Action::ALL.into_iter().filter(|action| check(*action, true).is_err());
        let names: Vec<&str> = stopped.map(Action::code).collect();
        let expected = "change_term set_questions complete leave redirect redirect_part send_request send_order order_again take_note mark_repeat \
                        merge send_message draft_resolution issue_resolution";
        assert_eq!(names.join(" "), expected);
        let stopped = Action::ALL.into_iter().filter(|action| check(*action, false).is_err());
        assert_eq!(stopped.collect::<Vec<_>>(), [Action::Unmerge]);
    }
}
