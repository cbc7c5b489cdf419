//! Statistical reports (REP-01): what may be asked, over which period, and when a schedule asks by itself (REP-06).
//! What is asked is plain data: it is kept with the report and asked again by a schedule.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{OrganisationId, coded::coded_enum};

coded_enum! {
    /// By what appeals are counted (regulation 4.10).
    pub enum Grouping {
        /// Section of the classifier.
        Topic = "topic",
        /// Entry of the classifier.
        Subtopic = "subtopic",
        /// Region of the organisation.
        Region = "region",
        /// District, city of a region's subordination or district of the capital where the organisation is.
        Territory = "territory",
        /// Organisation together with all that are subordinate to it.
        Branch = "branch",
        /// Each organisation by itself.
        Organisation = "organisation",
        /// Заявление, предложение, жалоба.
        Kind = "kind",
        /// Form of submission.
        Form = "form",
        /// Category of the applicant.
        ApplicantKind = "applicant_kind",
        /// State of consideration.
        Status = "status",
        /// What the answer said.
        Outcome = "outcome",
        /// Keeping of the term.
        Keeping = "keeping",
    }
}

impl Grouping {
    /// Whether its values are known to all and few: only such can be chosen from a list.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        !matches!(self, Self::Topic | Self::Subtopic | Self::Territory | Self::Branch | Self::Organisation)
    }
}

coded_enum! {
    /// How the term of an appeal was kept: of an open one, how it stands today.
    pub enum Keeping {
        /// Completed not later than on the last day.
        OnTime = "on_time",
        /// Completed after it.
        Late = "late",
        /// Open, the last day has not passed.
        InTerm = "in_term",
        /// Open, the last day has passed.
        Overdue = "overdue",
        /// No term runs: not registered (yet).
        NoTerm = "no_term",
    }
}

coded_enum! {
    /// Regions of the Republic of Belarus and its capital.
    pub enum Region {
        /// Брестская.
        Brest = "brest",
        /// Витебская.
        Vitebsk = "vitebsk",
        /// Гомельская.
        Gomel = "gomel",
        /// Гродненская.
        Grodno = "grodno",
        /// Минская.
        Minsk = "minsk",
        /// Минск.
        MinskCity = "minsk_city",
        /// Могилёвская.
        Mogilev = "mogilev",
    }
}

coded_enum! {
    /// As what a report is given out (REP-04).
    pub enum ReportFormat {
        /// Not editable, for printing.
        Pdf = "pdf",
        /// For further work in a spreadsheet.
        Xlsx = "xlsx",
        /// For programs.
        Csv = "csv",
    }
}

coded_enum! {
    /// How often a schedule gives a report (REP-06).
    pub enum Rhythm {
        /// Each day about the day before.
        Daily = "daily",
        /// Each Monday about the week before.
        Weekly = "weekly",
        /// On the first of each month about the month before.
        Monthly = "monthly",
    }
}

coded_enum! {
    /// What is one in a report.
    #[derive(Default)]
    pub enum Counted {
        /// An appeal, with all that is joined to it (law, art. 13).
        #[default]
        Appeals = "appeals",
        /// A question of an appeal that was split, with its own topic and result; one that was not is one question (BEY-09).
        Questions = "questions",
    }
}

impl Counted {
    /// Whether appeals are counted, as usual.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::Appeals
    }
}

/// Whose appeals are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Level {
    /// One organisation's own.
    Organisation(OrganisationId),
    /// An organisation's and those of all subordinate to it (ведомство).
    Branch(OrganisationId),
    /// A region's.
    Region(Region),
    /// All.
    Republic,
}

/// Only appeals with one of these values count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Of which grouping they are values.
    pub by: Grouping,
    /// Codes as counts have them; none: nothing passes.
    pub values: Vec<String>,
}

/// What a report counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Whose appeals.
    pub level: Level,
    /// Its lines.
    pub first: Grouping,
    /// What each line is divided by.
    pub second: Option<Grouping>,
    /// All of them hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// What is one.
    #[serde(default, skip_serializing_if = "Counted::is_usual")]
    pub counted: Counted,
}

impl Question {
    /// The groupings, one or two: the same one twice is one.
    pub fn groupings(&self) -> impl Iterator<Item = Grouping> {
        let second = self.second.filter(|second| *second != self.first);
        std::iter::once(self.first).chain(second)
    }
}

/// A period, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// The longest period of one report, days: ten years with their leap days.
pub const LONGEST_PERIOD_DAYS: i64 = 3653;

impl Period {
    /// None: it ends before it begins, or is longer than ten years.
    #[must_use]
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        let days = (to - from).num_days();
        (0..LONGEST_PERIOD_DAYS).contains(&days).then_some(Self { from, to })
    }

    /// The first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// The whole months in it: the first day of the first one and of the one after the last; `None` where there is none.
    #[must_use]
    pub fn whole_months(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = month_of(self.from);
        let begin = if first == self.from { first } else { first + Months::new(1) };
        let end = month_of(self.to + Days::new(1));
        (begin < end).then_some((begin, end))
    }

    /// The month before the one of this day.
    #[must_use]
    pub fn month_before(day: NaiveDate) -> Self {
        let end = month_of(day);
        Self { from: end - Months::new(1), to: end - Days::new(1) }
    }
}

/// The first day of the month of a day.
#[must_use]
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.day0()))
}

impl Rhythm {
    /// The first day after `day` on which a report is due.
    #[must_use]
    pub fn next_after(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Daily => day + Days::new(1),
            Self::Weekly => day + Days::new(7 - u64::from(day.weekday().num_days_from_monday())),
            Self::Monthly => month_of(day) + Months::new(1),
        }
    }

    /// What the report that is due on `day` is about.
    #[must_use]
    pub fn period(self, day: NaiveDate) -> Period {
        let to = day - Days::new(1);
        let from = match self {
            Self::Daily => to,
            Self::Weekly => day - Days::new(7),
            Self::Monthly => month_of(to),
        };
        Period { from, to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    // REQ: REP-06
    #[test]
    fn schedules_are_due_after_the_period_they_are_about() {
        for (rhythm, today, due, from, to) in [
            (Rhythm::Daily, "2026-12-31", "2027-01-01", "2026-12-31", "2026-12-31"),
            (Rhythm::Weekly, "2026-11-22", "2026-11-23", "2026-11-16", "2026-11-22"),
            (Rhythm::Weekly, "2026-11-23", "2026-11-30", "2026-11-23", "2026-11-29"),
            (Rhythm::Monthly, "2028-02-29", "2028-03-01", "2028-02-01", "2028-02-29"),
            (Rhythm::Monthly, "2026-12-01", "2027-01-01", "2026-12-01", "2026-12-31"),
        ] {
            assert_eq!(rhythm.next_after(day(today)), day(due), "{rhythm} {today}");
            assert_eq!(Some(rhythm.period(day(due))), Period::new(day(from), day(to)), "{rhythm} {due}");
        }
    }

    // REQ: REP-06
    #[test]
    fn periods_of_a_schedule_follow_one_another_without_gap() {
        for rhythm in Rhythm::ALL {
            let mut due = rhythm.next_after(day("2027-12-29"));
            for _ in 0..40 {
                let next = rhythm.next_after(due);
                assert_eq!(rhythm.period(next).from(), due, "{rhythm} {due}");
                due = next;
            }
        }
    }

    // REQ: REP-01
    #[test]
    fn whole_months_are_told_from_the_days_at_the_edges() {
        for (from, to, months) in [
            ("2026-01-01", "2026-12-31", Some(("2026-01-01", "2027-01-01"))),
            ("2026-01-02", "2026-02-28", Some(("2026-02-01", "2026-03-01"))),
            ("2026-01-02", "2026-02-27", None),
            ("2026-01-31", "2026-03-01", Some(("2026-02-01", "2026-03-01"))),
            ("2026-02-05", "2026-02-05", None),
            ("2028-02-01", "2028-02-28", None),
        ] {
            let period = Period::new(day(from), day(to)).unwrap();
            assert_eq!(period.whole_months(), months.map(|(from, to)| (day(from), day(to))), "{from} {to}");
        }
        assert_eq!(Period::new(day("2026-01-02"), day("2026-01-01")), None);
        assert_eq!(Period::new(day("2016-01-01"), day("2026-01-02")), None);
        assert_eq!(Period::month_before(day("2026-01-31")), Period::new(day("2025-12-01"), day("2025-12-31")).unwrap());
    }

    #[test]
    fn a_question_is_kept_as_it_was_asked() {
        let question = Question {
            level: Level::Region(Region::Brest),
            first: Grouping::Topic,
            second: Some(Grouping::Keeping),
            filters: vec![Filter { by: Grouping::Form, values: vec!["oral".to_owned()] }],
            counted: Counted::Appeals,
        };
        let json = serde_json::to_string(&question).unwrap();
        assert_eq!(
            json,
            r#"{"level":{"kind":"region","of":"brest"},"first":"topic","second":"keeping","filters":[{"by":"form","values":["oral"]}]}"#
        );
        assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), question);
        let by_question = Question { counted: Counted::Questions, ..question };
        let json = serde_json::to_string(&by_question).unwrap();
        assert!(json.ends_with(r#","counted":"questions"}"#), "{json}");
        assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), by_question);
    }
}
