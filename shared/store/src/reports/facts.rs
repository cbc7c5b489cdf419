//! What of an appeal counts, by name and by the number under which the summaries keep it; and how a grouping's value is
//! read out of it. One place, so that summaries and a direct count cannot differ.

use chrono::NaiveDate;
use zvarot_domain::report::Grouping;

/// A stored fact. Its number is in the summaries' keys: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    Topic = 1,
    Kind = 2,
    Form = 3,
    ApplicantKind = 4,
    Status = 5,
    Outcome = 6,
    Keeping = 7,
}

impl Fact {
    pub const ALL: [Self; 7] = [
        Self::Topic,
        Self::Kind,
        Self::Form,
        Self::ApplicantKind,
        Self::Status,
        Self::Outcome,
        Self::Keeping,
    ];

    pub fn column(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Kind => "kind",
            Self::Form => "form",
            Self::ApplicantKind => "applicant_kind",
            Self::Status => "status",
            Self::Outcome => "outcome",
            Self::Keeping => "keeping",
        }
    }

    pub fn number(self) -> i16 {
        self as i16
    }

    /// The columns of all facts, for SQL.
    pub fn columns() -> String {
        Self::ALL.map(Self::column).join(", ")
    }

    /// All pairs: the number of a pair, the lower fact, the higher.
    pub fn pairs() -> impl Iterator<Item = (i16, Self, Self)> {
        Self::ALL.into_iter().flat_map(|one| {
            let higher = Self::ALL.into_iter().filter(move |other| one < *other);
            higher.map(move |other| (pair(one, other), one, other))
        })
    }
}

/// The number of a pair, lower fact first.
pub(super) fn pair(one: Fact, other: Fact) -> i16 {
    one.number() * 10 + other.number()
}

/// The fact that a grouping reads; none: it reads the organisation.
pub(super) fn fact(grouping: Grouping) -> Option<Fact> {
    match grouping {
        Grouping::Topic | Grouping::Subtopic => Some(Fact::Topic),
        Grouping::Kind => Some(Fact::Kind),
        Grouping::Form => Some(Fact::Form),
        Grouping::ApplicantKind => Some(Fact::ApplicantKind),
        Grouping::Status => Some(Fact::Status),
        Grouping::Outcome => Some(Fact::Outcome),
        Grouping::Keeping => Some(Fact::Keeping),
        Grouping::Region | Grouping::Territory | Grouping::Branch | Grouping::Organisation => None,
    }
}

/// SQL that gives a grouping's value out of a row with the facts' columns, as text. Dates and the like are our own words:
/// nothing that a person typed gets into it.
pub(super) fn value(grouping: Grouping, today: NaiveDate) -> String {
    match grouping {
        Grouping::Topic => "split_part(topic, '/', 1)".to_owned(),
        Grouping::Subtopic => "coalesce(nullif(split_part(topic, '/', 2), ''), split_part(topic, '/', 1))".to_owned(),
        Grouping::Region => "organisations.region".to_owned(),
        // Of an organisation without a district: its region.
        Grouping::Territory => "coalesce(organisations.territory_code, organisations.region)".to_owned(),
        Grouping::Branch => "coalesce(branches.branch, rows.organisation_id)::text".to_owned(),
        Grouping::Organisation => "rows.organisation_id::text".to_owned(),
        // Of an open appeal the fact is the last day of its term, `2026-11-30`: digits stand before letters.
        Grouping::Keeping => format!(
            "CASE WHEN keeping >= 'A' THEN keeping WHEN keeping < '{}' THEN 'overdue' ELSE 'in_term' END",
            today.format("%Y-%m-%d")
        ),
        Grouping::Kind => "kind".to_owned(),
        Grouping::Form => "form".to_owned(),
        Grouping::ApplicantKind => "applicant_kind".to_owned(),
        Grouping::Status => "status".to_owned(),
        Grouping::Outcome => "outcome".to_owned(),
    }
}
