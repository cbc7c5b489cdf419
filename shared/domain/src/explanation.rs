//! Turns a step of an explanation into what its text is filled in with: members of a JSON object, dates as
//! `2026-04-20`, moments as RFC 3339, so that each language writes them its own way.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;

/// The members of a step, with the `weekday` of its date (from Monday, 1) and whether an act is named (`has_act`).
pub(crate) fn facts(step: &impl Serialize) -> Value {
    let mut facts = serde_json::to_value(step).expect("steps are plain data");
    let Some(members) = facts.as_object_mut() else {
        return facts;
    };
    let date = members
        .get("date")
        .and_then(Value::as_str)
        .and_then(|date| date.parse::<NaiveDate>().ok());
    if let Some(date) = date {
        members.insert(
            "weekday".to_owned(),
            date.weekday().number_from_monday().into(),
        );
    }
    let act = members
        .get("act")
        .and_then(Value::as_str)
        .is_some_and(|act| !act.is_empty());
    members.insert("has_act".to_owned(), if act { "yes" } else { "no" }.into());
    facts
}
