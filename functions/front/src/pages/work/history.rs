//! The history of an appeal in plain words: who, when, what (REG-09).

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use zvarot_domain::actor::SMDO;
use zvarot_domain::{AssignmentKind, AssignmentStep, EventKind, Status, machine};
use zvarot_locale::{Texts, Value};
use zvarot_store::appeals::Event;

use super::{answered, assignments, resolutions};

mod corrected;

/// An entry.
pub struct Entry {
    pub at: DateTime<Utc>,
    pub what: String,
    /// What belongs to it, line by line.
    pub details: Vec<String>,
    /// Who did it; nothing: the system itself.
    pub who: Option<String>,
}

/// Whether an event came with a change of the card itself.
pub fn changes_the_card(event: &Event) -> bool {
    match event.kind {
        EventKind::Registered
        | EventKind::PassedToHead
        | EventKind::TakenIntoProcessing
        | EventKind::CardCorrected
        | EventKind::QuestionsSet
        | EventKind::TermChanged
        | EventKind::NoticeTermChanged
        | EventKind::Completed
        | EventKind::LeftWithoutConsideration
        | EventKind::Redirected
        | EventKind::RedirectedPart
        | EventKind::TakenNote
        | EventKind::RepeatMarked
        | EventKind::Merged
        | EventKind::OtherMerged
        | EventKind::Unmerged
        | EventKind::CorrespondenceStopped
        | EventKind::CorrespondenceResumed
        | EventKind::ControlMarked
        | EventKind::AnswerPublished
        | EventKind::PublicationWithdrawn
        | EventKind::ResolutionIssued
        | EventKind::Withdrawn => true,
        // BEY-02: a withdrawal of what was joined leaves the first as it was.
        EventKind::OtherUnmerged => event.data["withdrawn"] != true,
        EventKind::Submitted
        | EventKind::MessageSent
        | EventKind::ReplyReceived
        | EventKind::Entered
        | EventKind::AssignmentSent
        | EventKind::AssignmentReported
        | EventKind::ReportAccepted
        | EventKind::OrderedAgain
        | EventKind::AssignmentCalledOff
        | EventKind::Arrived
        | EventKind::Exported
        | EventKind::Exchanged
        | EventKind::AnswerReceived
        | EventKind::ResolutionDrafted
        | EventKind::DraftReturned
        | EventKind::ResolutionCancelled
        | EventKind::ResultEntered
        | EventKind::ResultAccepted
        | EventKind::ResultReturned
        | EventKind::ResultsConsolidated
        | EventKind::ResultConfirmed
        | EventKind::ConsolidatedReturned
        | EventKind::ResolutionFinished
        | EventKind::AnswerMailed
        | EventKind::AnswerNotMailed
        | EventKind::ExchangeFaulted => {
            false
        }
    }
}

/// An event in words.
pub fn entry(event: &Event, texts: &Texts) -> Entry {
    Entry {
        at: event.at,
        what: what(event, texts),
        details: details(event, texts),
        who: who(event, texts),
    }
}

/// What happened; between organisations in the words of what one wants of the other (CTL-01, CTL-02, CTL-04).
fn what(event: &Event, texts: &Texts) -> String {
    let step = match event.kind {
        EventKind::AssignmentSent => AssignmentStep::Sent,
        EventKind::AssignmentReported => AssignmentStep::Reported,
        EventKind::ReportAccepted => AssignmentStep::Accepted,
        EventKind::OrderedAgain => AssignmentStep::OrderedAgain,
        EventKind::AssignmentCalledOff => AssignmentStep::CalledOff,
        EventKind::QuestionsSet if event.data["questions"].as_array().is_some_and(Vec::is_empty) => {
            return texts.get("work-event-questions-united").into_owned();
        }
        _ => return texts.get(&format!("work-event-{}", event.kind.code().replace('_', "-"))).into_owned(),
    };
    let kind = AssignmentKind::from_code(&text(&event.data, "assignment_kind"));
    assignments::step(step, kind.unwrap_or(AssignmentKind::Request), texts)
}

/// Who did it. The exchange by СМДО has a name in both languages, people have one of their own.
fn who(event: &Event, texts: &Texts) -> Option<String> {
    if event.account_id == Some(SMDO) {
        return Some(texts.get("exchange-card").into_owned());
    }
    event.account_name.clone()
}

fn details(event: &Event, texts: &Texts) -> Vec<String> {
    let data = &event.data;
    let line = |key: &str, value: String| texts.with(key, &[("value", value)]);
    let mut lines = Vec::new();
    match event.kind {
        EventKind::Submitted | EventKind::Entered => {
            let form = text(data, "form");
            if !form.is_empty() {
                lines.push(texts.get(&format!("form-{form}")).into_owned());
            }
            if let Some(count) = data["participants"].as_i64() {
                lines.push(texts.with("work-participants", &[("count", count)]));
            }
            if data["visit"] == true {
                lines.push(texts.get("work-visit").into_owned());
            }
        }
        EventKind::Registered => {
            lines.push(line("work-event-index", text(data, "index")));
            lines.push(line("work-event-date", date(data, "registered_on", texts)));
            lines.push(line("work-event-due", date(data, "due_on", texts)));
            if data["late"] == true {
                lines.push(texts.get("work-event-late").into_owned());
            }
            named(data, "reason", "work-event-reason", texts, &mut lines);
            beyond_month(data, texts, &mut lines);
        }
        EventKind::PassedToHead | EventKind::TakenIntoProcessing => {
            let remark = text(data, "remark");
            if !remark.is_empty() {
                lines.push(remark);
            }
        }
        EventKind::CardCorrected => {
            corrected::lines(data, texts, &mut lines);
        }
        EventKind::QuestionsSet => {
            let questions = data["questions"].as_array().into_iter().flatten().filter_map(Json::as_str);
            lines.extend(questions.enumerate().map(|(row, question)| match data["topics"][row].as_str() {
                Some(topic) => format!("{}. {question} ({topic})", row + 1),
                None => format!("{}. {question}", row + 1),
            }));
        }
        EventKind::ControlMarked => {
            for field in ["controlled_since", "control_lifted_on", "announced_on"] {
                let (was, is) =
                    (date(&data["was"], field, texts), date(&data["is"], field, texts));
                if was != is {
                    lines.push(change(field, was, is, texts));
                }
            }
            for field in ["case_number", "case_volume", "case_sheets"] {
                let (was, is) = (text(&data["was"], field), text(&data["is"], field));
                if was != is {
                    lines.push(change(field, was, is, texts));
                }
            }
        }
        EventKind::TermChanged | EventKind::NoticeTermChanged => {
            let (was, is) = (date(data, "from", texts), date(data, "due_on", texts));
            lines.push(change(if event.kind == EventKind::TermChanged { "due" } else { "notice_due" }, was, is, texts));
            lines.push(line("work-event-reason", text(data, "reason")));
            beyond_month(data, texts, &mut lines);
            named(data, "first", "work-event-common-term", texts, &mut lines);
        }
        EventKind::Completed => answered::told(data, texts, &mut lines),
        EventKind::LeftWithoutConsideration | EventKind::TakenNote => {
            let reason = texts.reason_of(event.kind, data).unwrap_or_default();
            lines.push(line("work-event-reason", reason));
            let explanation = text(data, "explanation");
            if !explanation.is_empty() {
                lines.push(line("work-event-explanation", explanation));
            }
        }
        EventKind::Redirected | EventKind::RedirectedPart => {
            lines.push(line("work-event-receivers", pair(data, "receivers", texts)));
            sent_on(data, texts, &mut lines);
            let explanation = text(data, "explanation");
            if !explanation.is_empty() {
                lines.push(line("work-event-letter", explanation));
            }
        }
        EventKind::Arrived => {
            lines.push(line("work-event-sender", pair(data, "sender", texts)));
            sent_on(data, texts, &mut lines);
            named(data, "joined_to", "work-event-arrived-joined", texts, &mut lines);
        }
        EventKind::Merged | EventKind::OtherMerged | EventKind::Unmerged | EventKind::OtherUnmerged => {
            merged(data, texts, &mut lines);
        }
        EventKind::CorrespondenceStopped | EventKind::CorrespondenceResumed => {
            named(data, "question", "work-event-questions", texts, &mut lines);
            named(data, "reason", "work-event-reason", texts, &mut lines);
        }
        EventKind::RepeatMarked => {
            lines.push(line("work-event-first", text(data, "first")));
        }
        EventKind::AssignmentSent
        | EventKind::AssignmentReported
        | EventKind::ReportAccepted
        | EventKind::OrderedAgain
        | EventKind::AssignmentCalledOff => assigned(event.kind, data, texts, &mut lines),
        EventKind::Exchanged | EventKind::ExchangeFaulted => exchanged(data, texts, &mut lines),
        EventKind::AnswerMailed | EventKind::AnswerNotMailed => mailed(data, texts, &mut lines),
        EventKind::MessageSent => {
            let kind = text(data, "message_kind");
            if !kind.is_empty() {
                lines.push(texts.get(&format!("message-kind-{kind}")).into_owned());
            }
        }
        EventKind::ResolutionDrafted
        | EventKind::DraftReturned
        | EventKind::ResolutionIssued
        | EventKind::ResolutionCancelled
        | EventKind::ResultEntered
        | EventKind::ResultAccepted
        | EventKind::ResultReturned
        | EventKind::ResultsConsolidated
        | EventKind::ResultConfirmed
        | EventKind::ConsolidatedReturned
        | EventKind::ResolutionFinished => resolutions::told(data, texts, &mut lines),
        EventKind::AnswerPublished => lines.extend([text(data, "title")]),
        EventKind::AnswerReceived | EventKind::ReplyReceived | EventKind::PublicationWithdrawn => {}
        EventKind::Withdrawn => {
            let on = date(data, "on", texts);
            if !on.is_empty() {
                lines.push(line("work-event-statement", on));
            }
            named(data, "explanation", "work-event-explanation", texts, &mut lines);
        }
        EventKind::Exported => {}
    }
    // BEY-02: what was decided on the first one is for all that are joined to it.
    if machine::status_after(event.kind).is_some_and(Status::is_final) {
        named(data, "first", "work-event-common", texts, &mut lines);
    }
    lines
}

/// Where a letter with an answer went, what it carried and how it ended (REV-10).
fn mailed(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    named(data, "mailed_to", "work-event-mailed-to", texts, lines);
    if let Some(attached) = data["attached"].as_i64() {
        lines.push(texts.with("work-event-mailed-attached", &[("count", attached)]));
    }
    if let Some(left_out) = data["left_out"].as_i64().filter(|count| *count > 0) {
        lines.push(texts.with("work-event-mailed-left-out", &[("count", left_out)]));
    }
    let state = text(data, "state");
    if !state.is_empty() {
        lines.push(texts.get(&format!("work-event-mailed-{state}")).into_owned());
    }
}

fn named(data: &Json, name: &str, key: &str, texts: &Texts, lines: &mut Vec<String>) {
    let value = text(data, name);
    if !value.is_empty() {
        lines.push(texts.with(key, &[("value", value)]));
    }
}

/// That a term is after the law's month (REG-06).
fn beyond_month(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    let month = date(data, "law_month", texts);
    if !month.is_empty() {
        lines.push(texts.with("work-event-beyond-month", &[("value", month)]));
    }
}

/// Which appeals were joined or parted, and in which term they are answered (BEY-02).
fn merged(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    for (name, key) in [("first", "work-event-first"), ("other", "work-event-other"), ("index", "work-event-index")] {
        named(data, name, key, texts, lines);
    }
    let kind = text(data, "merge_kind");
    if !kind.is_empty() {
        lines.push(texts.get(&format!("merge-kind-{kind}")).into_owned());
    }
    for (name, key) in [("came_on", "work-event-came-on"), ("due_on", "work-event-due")] {
        let value = date(data, name, texts);
        if !value.is_empty() {
            lines.push(texts.with(key, &[("value", value)]));
        }
    }
    if data["withdrawn"] == true {
        lines.push(texts.get("work-event-parted-by-withdrawal").into_owned());
    }
    named(data, "reason", "work-event-reason", texts, lines);
}

/// Which questions went on, and until when their receiver reports (CTL-03, CTL-04).
fn sent_on(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    let (questions, until) = (text(data, "questions"), date(data, "control_until", texts));
    for (key, value) in [("work-event-questions", questions), ("work-event-control-until", until)] {
        if !value.is_empty() {
            lines.push(texts.with(key, &[("value", value)]));
        }
    }
}

/// What one organisation wanted of another, and until when where a term was set (CTL-01, CTL-02, CTL-04).
fn assigned(kind: EventKind, data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    // What comes back comes from those to whom it was sent.
    let key = match kind {
        EventKind::AssignmentReported | EventKind::ReportAccepted => "work-event-sender",
        _ => "work-event-receivers",
    };
    lines.push(texts.with(key, &[("value", pair(data, "receiver", texts))]));
    if matches!(kind, EventKind::AssignmentSent | EventKind::OrderedAgain) {
        lines.push(texts.with("work-event-due", &[("value", date(data, "due_on", texts))]));
    }
}

/// What became of a package in СМДО (SMD-02, SMD-04).
fn exchanged(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    let listed = |name: &str| {
        let items = data[name].as_array().into_iter().flatten();
        let items: Vec<&str> = items.filter_map(Json::as_str).collect();
        items.join(", ")
    };
    let state = text(data, "state");
    if state == "answer_faulty" {
        lines.push(texts.with("exchange-event-answer-faulty", &[("value", listed("places"))]));
    } else if state == "incoming_failed" {
        lines.push(texts.get("exchange-event-incoming-failed").into_owned());
    } else if !state.is_empty() {
        lines.push(texts.get(&format!("exchange-state-{state}")).into_owned());
    }
    if data["not_registered"].as_array().is_some_and(Vec::is_empty) {
        lines.push(texts.get("exchange-event-refused-here").into_owned());
    }
    let number = text(data, "number");
    if !number.is_empty() {
        let variables = [("number", number), ("date", date(data, "date", texts))];
        lines.push(texts.with("exchange-event-registered", &variables));
    }
    for (value, key) in [
        (text(data, "text"), "exchange-event-text"),
        (listed("not_registered"), "exchange-event-not-registered"),
    ] {
        if !value.is_empty() {
            lines.push(texts.with(key, &[("value", value)]));
        }
    }
}

fn change(field: &str, was: String, is: String, texts: &Texts) -> String {
    let nothing = || texts.get("work-event-nothing").into_owned();
    let or_nothing = |value: String| if value.is_empty() { nothing() } else { value };
    let variables = [
        ("was", Value::from(or_nothing(was))),
        ("is", Value::from(or_nothing(is))),
    ];
    let key = format!("work-event-changed-{}", field.replace('_', "-"));
    texts.with(&key, &variables)
}

pub(super) fn text(data: &Json, name: &str) -> String {
    data[name].as_str().unwrap_or_default().to_owned()
}

/// A name that is written in both languages.
pub(super) fn pair(data: &Json, name: &str, texts: &Texts) -> String {
    text(&data[name], texts.locale().code())
}

pub(super) fn date(data: &Json, name: &str, texts: &Texts) -> String {
    let date = data[name].as_str().and_then(|date| date.parse().ok());
    date.map(|date: NaiveDate| texts.date_short(date))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use zvarot_domain::{AppealId, EventId, Locale};

    use super::*;

    fn event(kind: EventKind, data: Json) -> Event {
        Event {
            id: EventId(1),
            appeal_id: AppealId(uuid::Uuid::nil()),
            at: DateTime::UNIX_EPOCH,
            kind,
            account_id: None,
            account_name: Some("Алёна Вярба".to_owned()),
            data,
        }
    }

    // REQ: REG-09
    #[test]
    fn every_event_has_words_in_both_languages() {
        let correction = json!({
            "was": { "index": "К-1", "case_number": null, "note": "" },
            "is": {
                "index": "К-2", "case_number": "02-15", "note": "проверено", "form": "oral", "received_on": "2026-04-20", "reception_by": "Кот П. С.",
                "reception_on": "2026-04-20", "cover_from": "Администрация", "cover_on": "2026-04-20", "cover_index": "5",
            },
            "scans": ["скан.pdf"],
            "reason": "Ошибка",
        });
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            for kind in EventKind::ALL {
                let data = match kind {
                    EventKind::CardCorrected => correction.clone(),
                    EventKind::ControlMarked => json!({
                        "was": {},
                        "is": {
                            "controlled_since": "2026-04-20", "control_lifted_on": "2026-05-04", "announced_on": "2026-05-04",
                            "case_number": "02-15", "case_volume": "2", "case_sheets": "3–7",
                        },
                    }),
                    EventKind::Completed => json!({
                        "outcome": "explained", "number": "К-1", "dated": "2026-04-20", "late": true,
                        "signatory": { "position": "Руководитель", "name": "Алёна Вярба" },
                    }),
                    _ => json!({ "late": true, "visit": true, "due_on": "2026-04-20" }),
                };
                let entry = entry(&event(kind, data), texts);
                let lines = entry.details.join("\n");
                assert!(!entry.what.contains('⟦') && !lines.contains('⟦'), "{lines}");
            }
        }
    }

    // REQ: REG-06
    #[test]
    fn a_changed_term_shows_both_dates_and_the_reason() {
        let data = json!({ "from": "2026-04-20", "due_on": "2026-05-04", "reason": "Запрос" });
        let entry = entry(&event(EventKind::TermChanged, data), Texts::of(Locale::Ru));
        let lines = entry.details.join("\n");
        for part in ["20.04.2026", "04.05.2026", "Запрос"] {
            assert!(lines.contains(part), "{lines}");
        }
    }

    #[test]
    fn what_was_not_corrected_is_not_listed() {
        let data = json!({
            "was": { "index": "К-1", "case_number": null, "note": "а" },
            "is": { "index": "К-1", "case_number": null, "note": "б" },
        });
        let entry = entry(
            &event(EventKind::CardCorrected, data),
            Texts::of(Locale::Ru),
        );
        assert_eq!(entry.details.len(), 1);
    }
}
