//! What was and what is on a corrected card (REG-08).

use serde_json::Value as Json;
use zvarot_locale::Texts;

use super::{change, date, named, pair, text};

/// The corrected fields that are text.
const TEXTS: [&str; 14] = [
    "index", "case_number", "note", "applicant", "address", "phone", "email", "sheets", "annex_sheets", "summary", "prescription", "reception_by",
    "cover_from", "cover_index",
];
const DAYS: [&str; 3] = ["received_on", "reception_on", "cover_on"];

/// A line for each field that was corrected, the scans that were added and the reason.
pub(super) fn lines(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    let (was, is) = (&data["was"], &data["is"]);
    let coded = |data: &Json, field: &str| match text(data, field) {
        code if code.is_empty() => code,
        code => texts.get(&format!("{field}-{code}")).into_owned(),
    };
    let topic = |data: &Json| pair(data, "topic", texts);
    let mut pairs = vec![("topic", topic(was), topic(is))];
    pairs.extend(["kind", "form"].map(|field| (field, coded(was, field), coded(is, field))));
    pairs.extend(DAYS.map(|field| (field, date(was, field, texts), date(is, field, texts))));
    pairs.extend(TEXTS.map(|field| (field, text(was, field), text(is, field))));
    let changed = pairs.into_iter().filter(|(_, was, is)| was != is);
    lines.extend(changed.map(|(field, was, is)| change(field, was, is, texts)));
    let scans: Vec<&str> = data["scans"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    if !scans.is_empty() {
        lines.push(texts.with("work-event-scans-added", &[("value", scans.join(", "))]));
    }
    named(data, "reason", "work-event-reason", texts, lines);
}
