//! Events in words, for the course of consideration.

use chrono::NaiveDate;
use serde_json::Value;
use zvarot_documents::HistoryEntry;
use zvarot_locale::Texts;
use zvarot_store::appeals::Event;

/// The facts of events that a reader of the card needs, in the order in which they are told.
const FACTS: [&str; 8] = ["first", "other", "index", "came_on", "due_on", "number", "mailed_to", "reason"];

/// One event as the card's history shows it.
pub(crate) fn entry(event: &Event, texts: &Texts) -> HistoryEntry {
    let by_system = || texts.get("document-by-system").into_owned();
    let kind = event.kind.code().replace('_', "-");
    let mut sentences = vec![texts.get(&format!("document-event-{kind}")).into_owned()];
    sentences.extend(
        FACTS
            .iter()
            .filter_map(|fact| told(fact, &event.data, texts)),
    );
    if let Some(reason) = texts.reason_of(event.kind, &event.data) {
        sentences.push(texts.with("document-fact-reason", &[("value", reason)]));
    }
    HistoryEntry {
        at: event.at,
        who: event.account_name.clone().unwrap_or_else(by_system),
        what: sentences.join(". "),
    }
}

fn told(fact: &str, data: &Value, texts: &Texts) -> Option<String> {
    let value = data.get(fact)?.as_str()?.trim_end_matches('.');
    let value = match value.parse::<NaiveDate>() {
        Ok(date) => texts.date_short(date),
        Err(_) => value.to_owned(),
    };
    let key = format!("document-fact-{}", fact.replace('_', "-"));
    (!value.is_empty()).then(|| texts.with(&key, &[("value", value)]))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use serde_json::json;
    use uuid::Uuid;
    use zvarot_domain::{AppealId, EventId, EventKind, Locale};

    use super::*;

    fn event(kind: EventKind, data: Value) -> Event {
        Event {
            id: EventId(1),
            appeal_id: AppealId(Uuid::nil()),
            at: Utc.with_ymd_and_hms(2026, 3, 10, 6, 0, 0).unwrap(),
            kind,
            account_id: None,
            account_name: None,
            data,
        }
    }

    #[test]
    fn every_event_has_words_in_both_languages() {
        for (kind, locale) in EventKind::ALL
            .into_iter()
            .flat_map(|kind| Locale::ALL.map(|locale| (kind, locale)))
        {
            let said = entry(&event(kind, json!({})), Texts::of(locale));
            assert!(
                !said.what.contains('⟦') && !said.who.contains('⟦'),
                "{kind}: {}",
                said.what
            );
        }
    }

    // REQ: REG-06
    #[test]
    fn a_changed_term_is_told_with_its_reason() {
        let data =
            json!({ "due_on": "2026-04-10", "reason": "Нужен запрос в архив.", "unknown": 1 });
        let said = entry(&event(EventKind::TermChanged, data), Texts::of(Locale::Ru));
        assert_eq!(
            said.what,
            "Срок рассмотрения изменен. Срок рассмотрения: до 10.04.2026. Причина: Нужен запрос в архив"
        );
    }
}
