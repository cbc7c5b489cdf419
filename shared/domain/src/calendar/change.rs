//! Changes of the national calendar (REG-07): a holiday, or a working day transferred by an act of the Council of Ministers,
//! added or taken back. The result is a new version of the data; the version before stays as it was.

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};

use super::{CalendarError, NationalCalendar};
use crate::{Fault, FaultCode, Faults, coded::coded_enum};

/// Characters of the name of an act at most.
const ACT_LENGTH: usize = 200;

coded_enum! {
    /// What is done to the calendar.
    pub enum ChangeKind {
        AddHoliday = "add_holiday",
        RemoveHoliday = "remove_holiday",
        AddTransfer = "add_transfer",
        RemoveTransfer = "remove_transfer",
    }
}

/// A change as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeForm {
    /// A code of [`ChangeKind`].
    pub kind: String,
    /// The holiday, or the day off of a transfer: `yyyy-mm-dd`.
    pub day: String,
    /// The Saturday that is worked for it: `yyyy-mm-dd`.
    pub working: String,
    /// The act that transfers the day.
    pub act: String,
}

/// A change of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    AddHoliday(NaiveDate),
    RemoveHoliday(NaiveDate),
    AddTransfer { day_off: NaiveDate, working: NaiveDate, act: String },
    /// By its day off.
    RemoveTransfer(NaiveDate),
}

impl Change {
    /// The first and the last of the days that become others.
    #[must_use]
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::AddHoliday(day) | Self::RemoveHoliday(day) | Self::RemoveTransfer(day) => (*day, *day),
            Self::AddTransfer { day_off, working, .. } => (*day_off.min(working), *day_off.max(working)),
        }
    }
}

impl ChangeForm {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Faults of `day`, `working`, `act`; an unknown kind is a fault of `kind`.
    pub fn read(&self) -> Result<Change, Faults> {
        let mut faults = Faults::new();
        let day = date("day", &self.day, &mut faults);
        let kind = ChangeKind::from_code(&self.kind);
        if kind.is_none() {
            faults.push(Fault::new("kind", FaultCode::UnknownChoice));
        }
        let (mut working, act) = (None, self.act.trim());
        if kind == Some(ChangeKind::AddTransfer) {
            working = date("working", &self.working, &mut faults);
            let length = act.chars().count();
            if act.is_empty() {
                faults.push(Fault::new("act", FaultCode::Required));
            } else if length > ACT_LENGTH {
                faults.push(Fault::new("act", FaultCode::TooLong).with("max", ACT_LENGTH).with("over", length - ACT_LENGTH));
            }
        }
        match (kind, day, working) {
            _ if !faults.is_empty() => Err(faults),
            (Some(ChangeKind::AddHoliday), Some(day), _) => Ok(Change::AddHoliday(day)),
            (Some(ChangeKind::RemoveHoliday), Some(day), _) => Ok(Change::RemoveHoliday(day)),
            (Some(ChangeKind::RemoveTransfer), Some(day), _) => Ok(Change::RemoveTransfer(day)),
            (Some(ChangeKind::AddTransfer), Some(day_off), Some(working)) => {
                Ok(Change::AddTransfer { day_off, working, act: act.to_owned() })
            }
            _ => Err(faults),
        }
    }
}

fn date(field: &str, typed: &str, faults: &mut Faults) -> Option<NaiveDate> {
    let typed = typed.trim();
    let read = typed.parse().ok();
    if read.is_none() {
        let code = if typed.is_empty() { FaultCode::Required } else { FaultCode::NotADate };
        faults.push(Fault::new(field, code));
    }
    read
}

/// The data of a calendar after a change. A year whose holidays were not published gets those of the permanent rules first.
///
/// # Errors
/// Faults of `day` and `working`: the day is, or is not, what the change needs.
pub fn changed(data: &Value, change: &Change) -> Result<Value, Faults> {
    let unreadable = |_: CalendarError| vec![Fault::new("day", FaultCode::CalendarUnfit)];
    let before = NationalCalendar::from_value(data.clone()).map_err(unreadable)?;
    let mut data = data.clone();
    match change {
        Change::AddHoliday(day) => {
            if before.is_holiday(*day) {
                return Err(vec![Fault::new("day", FaultCode::AlreadyDayOff)]);
            }
            holidays(&mut data, &before, day.year()).push(month_and_day(*day));
        }
        Change::RemoveHoliday(day) => {
            if !before.is_holiday(*day) {
                return Err(vec![Fault::new("day", FaultCode::NotInCalendar)]);
            }
            let gone = month_and_day(*day);
            holidays(&mut data, &before, day.year()).retain(|kept| *kept != gone);
        }
        Change::AddTransfer { day_off, working, act } => {
            transfers(&mut data).push(json!({ "day_off": day_off, "working_saturday": working, "act": act }));
            forget_count(&mut data, working.year());
        }
        Change::RemoveTransfer(day_off) => {
            let day = json!(day_off);
            let transfers = transfers(&mut data);
            let count = transfers.len();
            transfers.retain(|transfer| transfer["day_off"] != day);
            if transfers.len() == count {
                return Err(vec![Fault::new("day", FaultCode::NotInCalendar)]);
            }
        }
    }
    let (Change::AddHoliday(day) | Change::RemoveHoliday(day) | Change::AddTransfer { day_off: day, .. } | Change::RemoveTransfer(day)) = change;
    forget_count(&mut data, day.year());
    NationalCalendar::from_value(data.clone()).map_err(|error| vec![fault(&error, *day)])?;
    Ok(data)
}

/// What is wrong with a calendar after a change of this day.
fn fault(error: &CalendarError, day: NaiveDate) -> Fault {
    let field = |of: &NaiveDate| if *of == day { "day" } else { "working" };
    match error {
        CalendarError::AlreadyDayOff(of) => Fault::new(field(of), FaultCode::AlreadyDayOff),
        CalendarError::AlreadyWorking(of) => Fault::new(field(of), FaultCode::AlreadyWorkingDay),
        CalendarError::Twice(of) => Fault::new(field(of), FaultCode::TransferredTwice),
        _ => Fault::new("day", FaultCode::CalendarUnfit),
    }
}

/// The holidays of a year, as they stand in the data.
fn holidays<'a>(data: &'a mut Value, before: &NationalCalendar, year: i32) -> &'a mut Vec<Value> {
    let years = object(&mut data["holidays"]);
    let of_year = years.entry(year.to_string()).or_insert_with(|| {
        before.holidays(year).into_iter().map(month_and_day).collect()
    });
    array(of_year)
}

fn transfers(data: &mut Value) -> &mut Vec<Value> {
    array(&mut data["transfers"])
}

/// The stated numbers of working days, which only prove the published calendar, are no longer those of the year.
fn forget_count(data: &mut Value, year: i32) {
    if let Some(counts) = data.get_mut("working_days_per_month").and_then(Value::as_object_mut) {
        counts.remove(&year.to_string());
    }
}

fn month_and_day(day: NaiveDate) -> Value {
    json!(day.format("%m-%d").to_string())
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("it was just made an object")
}

fn array(value: &mut Value) -> &mut Vec<Value> {
    if !value.is_array() {
        *value = json!([]);
    }
    value.as_array_mut().expect("it was just made a list")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Calendar;

    fn seed() -> Value {
        serde_json::from_str(NationalCalendar::SEED).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn is_working(data: &Value, text: &str) -> bool {
        Calendar::usual(NationalCalendar::from_value(data.clone()).unwrap()).is_working(day(text))
    }

    fn code(result: Result<Value, Faults>) -> (String, FaultCode) {
        let fault = result.unwrap_err().remove(0);
        (fault.field, fault.code)
    }

    // REQ: REG-07
    #[test]
    fn a_holiday_is_added_and_taken_back() {
        let change = Change::AddHoliday(day("2026-04-28"));
        let with = changed(&seed(), &change).unwrap();
        assert!(is_working(&seed(), "2026-04-28") && !is_working(&with, "2026-04-28"));
        assert_eq!(code(changed(&with, &change)), ("day".to_owned(), FaultCode::AlreadyDayOff));
        let without = changed(&with, &Change::RemoveHoliday(day("2026-04-28"))).unwrap();
        assert!(is_working(&without, "2026-04-28"));
        let gone = changed(&without, &Change::RemoveHoliday(day("2026-04-28")));
        assert_eq!(code(gone), ("day".to_owned(), FaultCode::NotInCalendar));
    }

    // REQ: REG-07
    #[test]
    fn a_year_that_was_not_published_keeps_its_permanent_holidays() {
        let with = changed(&seed(), &Change::AddHoliday(day("2031-09-17"))).unwrap();
        for holiday in ["2031-01-01", "2031-05-01", "2031-09-17", "2031-12-25"] {
            assert!(!is_working(&with, holiday), "{holiday}");
        }
    }

    // REQ: REG-07
    #[test]
    fn a_transfer_swaps_a_working_day_and_a_day_off() {
        let transfer = |off: &str, working: &str| Change::AddTransfer { day_off: day(off), working: day(working), act: "№ 1".to_owned() };
        let with = changed(&seed(), &transfer("2026-05-08", "2026-05-16")).unwrap();
        assert!(!is_working(&with, "2026-05-08") && is_working(&with, "2026-05-16"));
        for (change, field, fault) in [
            (transfer("2026-05-09", "2026-05-16"), "day", FaultCode::AlreadyDayOff),
            (transfer("2026-05-08", "2026-05-15"), "working", FaultCode::AlreadyWorkingDay),
        ] {
            assert_eq!(code(changed(&seed(), &change)), (field.to_owned(), fault));
        }
        let twice = changed(&with, &transfer("2026-05-07", "2026-05-16"));
        assert_eq!(code(twice), ("working".to_owned(), FaultCode::TransferredTwice));
        let back = changed(&with, &Change::RemoveTransfer(day("2026-05-08"))).unwrap();
        assert!(is_working(&back, "2026-05-08") && !is_working(&back, "2026-05-16"));
    }

    // REQ: REG-07
    #[test]
    fn what_is_typed_wrong_is_named() {
        let form = ChangeForm { kind: "add_transfer".to_owned(), day: "31.12".to_owned(), ..ChangeForm::default() };
        let faults = form.read().unwrap_err();
        let fields: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
        assert_eq!(fields, [("day", FaultCode::NotADate), ("working", FaultCode::Required), ("act", FaultCode::Required)]);
        assert!(ChangeForm::default().read().is_err());
    }
}
