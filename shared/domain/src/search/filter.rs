//! The filter of a list of appeals (REG-11): read from the fields of a form or of an address, and written back, so that
//! a filter can be kept, sent and used again by whatever works on a list.

use chrono::{Days as CalendarDays, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Typed;
use crate::{AccountId, Fault, FaultCode, Faults, Form, Kind, OrganisationId, Status, coded::coded_enum};

coded_enum! {
    /// Which of an organisation's appeals a list shows.
    pub enum Shelf {
        /// Submitted, to be registered.
        New = "new",
        /// Registered and under consideration.
        Registered = "registered",
        /// With a final status.
        Done = "done",
        /// All of them.
        All = "all",
    }
}

coded_enum! {
    /// How an appeal stands to its term today: what has to be looked at (REG-11).
    pub enum DeadlineState {
        /// Came in today or in the two days before, and is open.
        Fresh = "fresh",
        /// Its term ends within the next days, today left out.
        DueSoon = "due_soon",
        /// Its term ends today.
        DueToday = "due_today",
        /// Its term is over and it is open.
        Overdue = "overdue",
        /// Marked as under control, and not taken off it.
        Controlled = "controlled",
        /// Under review, and nothing has happened to it for the organisation's number of working days (BEY-07).
        Silent = "silent",
    }
}

coded_enum! {
    /// The order of a list.
    pub enum Order {
        /// What came last stands first.
        Newest = "newest",
        /// What came first stands first.
        Oldest = "oldest",
        /// The nearest term first: of appeals whose term runs.
        Due = "due",
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self::New
    }
}

impl Default for Order {
    fn default() -> Self {
        Self::Newest
    }
}

/// Days during which what came in counts as fresh, the present one among them.
pub const FRESH_DAYS: u64 = 3;
/// "Soon" where no number of days is given.
pub const SOON_DAYS: u16 = 3;
/// The longest "soon".
const SOON_AT_MOST: u16 = 31;
/// Characters of a text field.
const LONGEST_TEXT: usize = 200;

/// Days from one to another, both included, each of which may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// A list that is asked for as a file: at most [`LISTED_AT_MOST`] appeals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListOrder {
    pub organisation: OrganisationId,
    pub filter: Filter,
}

/// Appeals of a list that is a file.
pub const LISTED_AT_MOST: usize = 100_000;

/// What a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub shelf: Shelf,
    /// Words of the content, or of the applicant's name.
    pub find: Option<String>,
    /// Words of the applicant's name, perhaps mistyped.
    pub applicant: Option<String>,
    pub status: Option<Status>,
    pub kind: Option<Kind>,
    pub form: Option<Form>,
    /// A section `07` or a sub-topic `07-08`.
    pub topic: Option<String>,
    /// Whom a resolution on it gives or gave a task.
    pub executor: Option<AccountId>,
    pub submitted: Days,
    pub registered: Days,
    pub due: Days,
    pub state: Option<DeadlineState>,
    /// How many days are "soon".
    pub days: Option<u16>,
    pub order: Order,
}

impl Filter {
    /// The names of its fields, in the order of the form.
    pub const FIELDS: [&str; 17] = [
        "shelf", "find", "applicant", "status", "kind", "form", "topic", "executor", "state", "days", "submitted_from", "submitted_to",
        "registered_from", "registered_to", "due_from", "due_to", "order",
    ];

    /// Out of the fields of a form; missing ones are empty. Where no shelf is named, a filter is about all of them.
    ///
    /// # Errors
    /// Faults of the fields that make no sense.
    pub fn read<'a>(field: impl Fn(&str) -> &'a str) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let asks = Self::FIELDS.iter().any(|name| !field(name).trim().is_empty());
        let usual = if asks { Shelf::All } else { Shelf::default() };
        let filter = Self {
            shelf: choice(&field, "shelf", Shelf::from_code, &mut faults).unwrap_or(usual),
            find: words(&field, "find", &mut faults),
            applicant: words(&field, "applicant", &mut faults),
            status: choice(&field, "status", Status::from_code, &mut faults),
            kind: choice(&field, "kind", Kind::from_code, &mut faults),
            form: choice(&field, "form", Form::from_code, &mut faults),
            topic: choice(&field, "topic", topic, &mut faults),
            executor: choice(&field, "executor", |id| id.parse().ok(), &mut faults),
            submitted: days(&field, "submitted", &mut faults),
            registered: days(&field, "registered", &mut faults),
            due: days(&field, "due", &mut faults),
            state: choice(&field, "state", DeadlineState::from_code, &mut faults),
            days: soon(field("days").trim(), &mut faults),
            order: choice(&field, "order", Order::from_code, &mut faults).unwrap_or_default(),
        };
        if faults.is_empty() { Ok(filter) } else { Err(faults) }
    }

    /// The fields that say something, for an address: [`Filter::read`] makes the same filter of them.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let code = |code: Option<&str>| code.map(str::to_owned);
        let values = [
            (*self != Self::default()).then(|| self.shelf.code().to_owned()),
            self.find.clone(),
            self.applicant.clone(),
            code(self.status.map(Status::code)),
            code(self.kind.map(Kind::code)),
            code(self.form.map(Form::code)),
            self.topic.clone(),
            self.executor.map(|id| id.to_string()),
            code(self.state.map(DeadlineState::code)),
            self.days.map(|days| days.to_string()),
            day(self.submitted.from),
            day(self.submitted.to),
            day(self.registered.from),
            day(self.registered.to),
            day(self.due.from),
            day(self.due.to),
            (self.order != Order::default()).then(|| self.order.code().to_owned()),
        ];
        let all = Self::FIELDS.into_iter().zip(values);
        all.filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Whether it leaves nothing of its shelf out and keeps the usual order.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self { shelf: self.shelf, ..Self::default() }
    }

    /// How many days are "soon".
    #[must_use]
    pub fn soon(&self) -> u16 {
        self.days.unwrap_or(SOON_DAYS)
    }

    /// The first day of what is fresh on a day.
    #[must_use]
    pub fn fresh_since(today: NaiveDate) -> NaiveDate {
        today - CalendarDays::new(FRESH_DAYS - 1)
    }
}

fn choice<'a, T>(
    field: &impl Fn(&str) -> &'a str,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
    faults: &mut Faults,
) -> Option<T> {
    let typed = field(name).trim();
    if typed.is_empty() {
        return None;
    }
    let value = read(typed);
    if value.is_none() {
        faults.push(Fault::new(name, FaultCode::UnknownChoice));
    }
    value
}

fn words<'a>(field: &impl Fn(&str) -> &'a str, name: &str, faults: &mut Faults) -> Option<String> {
    let typed = field(name).trim();
    let length = typed.chars().count();
    if typed.is_empty() {
        return None;
    }
    if length > LONGEST_TEXT {
        let fault = Fault::new(name, FaultCode::TooLong).with("max", LONGEST_TEXT).with("over", length - LONGEST_TEXT);
        faults.push(fault);
    } else if Typed::read(typed).is_none() {
        faults.push(Fault::new(name, FaultCode::NoLetters));
    }
    Some(typed.to_owned())
}

/// `07` or `07-08`; whether there is such a topic only the classifier knows.
fn topic(code: &str) -> Option<String> {
    let well_formed = code.len() <= 16 && code.chars().all(|sign| sign.is_ascii_digit() || sign == '-');
    well_formed.then(|| code.to_owned())
}

fn days<'a>(field: &impl Fn(&str) -> &'a str, name: &str, faults: &mut Faults) -> Days {
    let mut day = |end: &str| {
        let name = format!("{name}_{end}");
        let typed = field(&name).trim();
        let read = typed.parse::<NaiveDate>();
        if read.is_err() && !typed.is_empty() {
            faults.push(Fault::new(name, FaultCode::NotADate));
        }
        read.ok()
    };
    let days = Days { from: day("from"), to: day("to") };
    if let (Some(from), Some(to)) = (days.from, days.to)
        && to < from
    {
        let fault = Fault::new(format!("{name}_to"), FaultCode::DateTooEarly);
        faults.push(fault.with("min", from.format("%d.%m.%Y").to_string()));
    }
    days
}

fn soon(typed: &str, faults: &mut Faults) -> Option<u16> {
    if typed.is_empty() {
        return None;
    }
    let days = typed.parse().ok().filter(|days| (1..=SOON_AT_MOST).contains(days));
    if days.is_none() {
        let fault = Fault::new("days", FaultCode::OutOfRange);
        faults.push(fault.with("min", 1_i64).with("max", i64::from(SOON_AT_MOST)));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(fields: &'a [(&str, &str)]) -> impl Fn(&str) -> &'a str {
        |name| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    }

    // REQ: REG-11
    #[test]
    fn a_filter_goes_into_an_address_and_back() {
        let fields = [
            ("shelf", "all"),
            ("find", "крыша \"во дворе\""),
            ("applicant", "Купава"),
            ("status", "registered"),
            ("kind", "complaint"),
            ("form", "oral"),
            ("topic", "07-08"),
            ("executor", "0190a8f0-0000-7000-8000-000000000001"),
            ("state", "due_soon"),
            ("days", "5"),
            ("submitted_from", "2026-01-01"),
            ("submitted_to", "2026-01-31"),
            ("registered_from", "2026-01-01"),
            ("registered_to", "2026-02-01"),
            ("due_from", "2026-02-01"),
            ("due_to", "2026-02-01"),
            ("order", "due"),
        ];
        let filter = Filter::read(of(&fields)).expect("all is well");
        let pairs = filter.pairs();
        let again: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(again, fields);
        assert_eq!(Filter::read(of(&again)), Ok(filter.clone()));
        assert!(!filter.is_plain());
        assert!(Filter::default().is_plain() && Filter::default().pairs().is_empty());
    }

    // REQ: REG-11
    #[test]
    fn each_wrong_field_is_named() {
        let long = "а".repeat(LONGEST_TEXT + 1);
        let fields = [
            ("shelf", "x"),
            ("find", "-"),
            ("applicant", long.as_str()),
            ("status", "x"),
            ("kind", "x"),
            ("form", "x"),
            ("topic", "тема"),
            ("executor", "Ковалев"),
            ("state", "x"),
            ("days", "0"),
            ("submitted_from", "2026-02-30"),
            ("registered_from", "2026-02-03"),
            ("registered_to", "2026-02-01"),
            ("order", "x"),
        ];
        let faults = Filter::read(of(&fields)).expect_err("nothing is well");
        let named: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        for (name, _) in fields {
            assert_eq!(named.contains(&name), name != "registered_from", "{name}: {named:?}");
        }
    }
}
