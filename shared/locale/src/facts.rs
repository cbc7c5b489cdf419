//! Texts about stored facts: a notice and a message keep what happened as JSON, and it is written out in the language of
//! whoever reads it, when it is read.

use chrono::{DateTime, NaiveDate, Utc};
use fluent_bundle::FluentValue;
use serde_json::Value;
use zvarot_domain::EventKind;

use crate::Texts;

impl Texts {
    /// The message `key` with the members of a JSON object as its variables. A date (`2026-04-20`) becomes
    /// `20 апреля 2026 г.`, and `<name>_short` gives it as `20.04.2026`; a moment (RFC 3339) likewise with the time in
    /// Minsk; `{"ru": …, "be": …}` becomes the one of this language; other words and numbers stay.
    pub fn about(&self, key: &str, facts: &Value) -> String {
        let mut variables = Vec::new();
        for (name, fact) in facts.as_object().into_iter().flatten() {
            let (long, short) = self.written(fact);
            variables.push((name.clone(), long));
            if let Some(short) = short {
                variables.push((format!("{name}_short"), short));
            }
        }
        let variables: Vec<(&str, FluentValue<'_>)> = variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        self.with(key, &variables)
    }

    /// How many of the appeals that a reminder is about are silent (BEY-07); none: nothing is said of it.
    pub fn silent(&self, facts: &Value) -> Option<String> {
        let count = facts.get("silent")?.as_i64().filter(|count| *count > 0)?;
        Some(self.with("reminder-silent-count", &[("count", count)]))
    }

    /// The numbers of the other appeals of the same applicant that are considered with the one that is told of (BEY-02); none: it
    /// is told of one.
    pub fn also(&self, facts: &Value) -> Option<String> {
        facts.get("also")?.as_str()?;
        Some(self.about("notice-also", facts))
    }

    /// The reason of the law that an event names by its code: of leaving without consideration or of taking note.
    pub fn reason_of(&self, event: EventKind, data: &Value) -> Option<String> {
        let list = match event {
            EventKind::LeftWithoutConsideration => "leave-reason",
            EventKind::TakenNote => "note-reason",
            _ => return None,
        };
        let code = data.get("reason_code")?.as_str()?.replace('_', "-");
        Some(self.get(&format!("{list}-{code}")).into_owned())
    }

    fn written(&self, fact: &Value) -> (FluentValue<'static>, Option<FluentValue<'static>>) {
        match fact {
            Value::String(text) => self.written_text(text),
            Value::Number(number) => (number.as_f64().unwrap_or_default().into(), None),
            Value::Object(pair) => {
                let name = |language: &str| {
                    pair.get(language)
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                };
                (self.choose(name("ru"), name("be")).to_owned().into(), None)
            }
            _ => ("".into(), None),
        }
    }

    fn written_text(&self, text: &str) -> (FluentValue<'static>, Option<FluentValue<'static>>) {
        if let Ok(date) = text.parse::<NaiveDate>() {
            return (self.date(date).into(), Some(self.date_short(date).into()));
        }
        if let Ok(moment) = text.parse::<DateTime<Utc>>() {
            return (
                self.moment(moment).into(),
                Some(self.moment_short(moment).into()),
            );
        }
        (text.to_owned().into(), None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Locale, Texts};

    // REQ: REF-03
    #[test]
    fn one_stored_fact_is_read_in_both_languages() {
        let facts = json!({
            "number": "123-456-789-0",
            "index": "2-15/123",
            "organisation": {"ru": "Минский горисполком", "be": "Мінскі гарвыканкам"},
            "due_on": "2026-04-20",
        });
        let ru = Texts::of(Locale::Ru).about("sms-registered", &facts);
        assert!(
            ru.contains("123-456-789-0") && ru.contains("20.04.2026") && ru.contains("2-15/123"),
            "{ru}"
        );
        let ru = Texts::of(Locale::Ru).about("mail-registered-text", &facts);
        assert!(
            ru.contains("20 апреля 2026 г.") && ru.contains("Минский горисполком"),
            "{ru}"
        );
        let be = Texts::of(Locale::Be).about("mail-registered-text", &facts);
        assert!(
            be.contains("20 красавіка 2026 г.") && be.contains("Мінскі гарвыканкам"),
            "{be}"
        );
        // what is missing is seen, not passed over
        let missing = Texts::of(Locale::Be).about("mail-registered-text", &json!({}));
        assert!(missing.starts_with('⟦'), "{missing}");
    }

    #[test]
    fn a_moment_is_written_in_minsk() {
        let facts = json!({"until": "2026-04-20T21:05:00Z"});
        let text = Texts::of(Locale::Ru).about("mail-sign-in-locked-text", &facts);
        assert!(text.contains("21 апреля 2026 г., 00:05"), "{text}");
    }
}
