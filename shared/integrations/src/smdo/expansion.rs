//! Our block in the zone «Expansion», `obr.expansion/1`: with an appeal its card, with an answer the fields by which its
//! consideration is completed here (SMD-04). Published in `shared/integrations/smdo/` for those who make systems of documents.
//! A block with any fault completes nothing; all its faults are told at once.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zvarot_domain::{
    AnswerWay, AppealNumber, ApplicantKind, Fault, FaultCode, Faults, Form, Kind, Locale,
};

/// The name and version of the block.
pub const SCHEMA: &str = "obr.expansion/1";

/// The card of an appeal that is sent to its organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppealZone {
    pub schema: Cow<'static, str>,
    /// № в СО.
    pub appeal_number: AppealNumber,
    pub submitted_at: DateTime<Utc>,
    /// Until when it is to be registered.
    pub register_by: DateTime<Utc>,
    pub kind: Kind,
    pub form: Form,
    pub topic: TopicZone,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtopic: Option<TopicZone>,
    pub locale: Locale,
    pub answer_way: AnswerWay,
    pub collective: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participants: Option<i32>,
    pub applicant: ApplicantZone,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_employee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_unp: Option<String>,
    pub content: String,
}

/// A line of the classifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicZone {
    pub code: String,
    pub name: String,
}

/// Who appeals, as a card of registration needs it: an envelope of an earlier version has but the first three.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicantZone {
    pub kind: ApplicantKind,
    pub name: String,
    pub address: String,
    /// УНП of an entrepreneur or a legal entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unp: Option<String>,
    /// Surname, name and patronymic of a legal entity's head or representative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_name: Option<String>,
    /// `+375…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A confirmed address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// By what the consideration of an appeal is completed: what was written, of the right shape and length. What each result
/// needs, the completion itself decides; its form has the same fields as the API's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResultZone {
    pub appeal_number: Option<AppealNumber>,
    /// The organisation's index and date of registration, for an appeal that is not registered here yet.
    pub reg_index: String,
    pub reg_date: String,
    /// The code of one of the five results.
    pub result: String,
    pub outcome: String,
    pub leave_reason: String,
    pub note_reason: String,
    pub explanation: String,
    pub answer_number: String,
    pub answer_date: String,
    pub answer_form: String,
    pub answer_text: String,
    /// Who signs the answer (REV-10): both or neither.
    pub signatory_position: String,
    pub signatory_name: String,
    pub executors: Vec<String>,
    pub executed_on: String,
    pub resolution: String,
    pub case_number: String,
    pub redirected_to: Vec<String>,
    pub redirect_date: String,
}

/// Every member that the block may have, with the most characters of its text.
const MEMBERS: [(&str, usize); 21] = [
    ("schema", 40),
    ("appealNumber", 40),
    ("regIndex", 60),
    ("regDate", 10),
    ("result", 40),
    ("outcome", 40),
    ("leaveReason", 60),
    ("noteReason", 60),
    ("explanation", 20_000),
    ("answerNumber", 50),
    ("answerDate", 10),
    ("answerForm", 40),
    ("answerText", 20_000),
    ("signatoryPosition", 200),
    ("signatoryName", 200),
    ("executor", 200),
    ("executedOn", 10),
    ("resolution", 20_000),
    ("caseNumber", 50),
    ("redirectedTo", 500),
    ("redirectDate", 10),
];
/// Members that may hold a list of texts, and how many at most.
const LISTS: [&str; 2] = ["executor", "redirectedTo"];
const LIST_LENGTH: usize = 50;

impl ResultZone {
    /// The number of the appeal that a block is about, were all else wrong.
    #[must_use]
    pub fn number_of(zone: &Value) -> Option<AppealNumber> {
        zone.get("appealNumber")?.as_str()?.parse().ok()
    }

    /// Reads a block.
    ///
    /// # Errors
    /// Every fault, with the field `expansion/<member>`.
    pub fn read(zone: &Value) -> Result<Self, Faults> {
        let nothing = Map::new();
        let mut reading = Reading {
            members: zone.as_object().unwrap_or(&nothing),
            faults: Faults::new(),
        };
        reading.only_known();
        match reading.text("schema").as_str() {
            "" => reading.fault("schema", FaultCode::Required),
            SCHEMA => {}
            _ => reading.fault("schema", FaultCode::UnknownChoice),
        }
        let appeal_number = Self::number_of(zone);
        if appeal_number.is_none() {
            let missing = reading.text("appealNumber").is_empty();
            reading.fault("appealNumber", if missing { FaultCode::Required } else { FaultCode::UnknownAppeal });
        }
        for (one, other) in [("regIndex", "regDate"), ("regDate", "regIndex")] {
            if reading.text(one).is_empty() && !reading.text(other).is_empty() {
                reading.fault(one, FaultCode::Required);
            }
        }
        for (other, results) in [("leaveReason", "left_without_consideration"), ("noteReason", "taken_note")] {
            if !reading.text(other).is_empty() && reading.text("result") != results {
                reading.fault(other, FaultCode::NotOfThisResult);
            }
        }
        if !reading.faults.is_empty() {
            return Err(reading.faults);
        }
        Ok(Self {
            appeal_number,
            reg_index: reading.text("regIndex"),
            reg_date: reading.text("regDate"),
            result: reading.text("result"),
            outcome: reading.text("outcome"),
            leave_reason: reading.text("leaveReason"),
            note_reason: reading.text("noteReason"),
            explanation: reading.text("explanation"),
            answer_number: reading.text("answerNumber"),
            answer_date: reading.text("answerDate"),
            answer_form: reading.text("answerForm"),
            answer_text: reading.text("answerText"),
            signatory_position: reading.text("signatoryPosition"),
            signatory_name: reading.text("signatoryName"),
            executors: reading.texts("executor"),
            executed_on: reading.text("executedOn"),
            resolution: reading.text("resolution"),
            case_number: reading.text("caseNumber"),
            redirected_to: reading.texts("redirectedTo"),
            redirect_date: reading.text("redirectDate"),
        })
    }
}

struct Reading<'a> {
    members: &'a Map<String, Value>,
    faults: Faults,
}

impl Reading<'_> {
    fn fault(&mut self, member: &str, code: FaultCode) {
        self.faults.push(Fault::new(format!("expansion/{member}"), code));
    }

    /// Each member is known, a text (or a list of texts) and not too long. A misspelt name is told, not passed over.
    fn only_known(&mut self) {
        for (name, value) in self.members {
            let Some((known, max)) = MEMBERS.iter().find(|(known, _)| known == name) else {
                let shown: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
                self.fault(&shown, FaultCode::UnknownChoice);
                continue;
            };
            match value {
                Value::Array(items) if LISTS.contains(known) && items.len() <= LIST_LENGTH => {
                    for item in items {
                        self.one_text(known, *max, item);
                    }
                }
                other => self.one_text(known, *max, other),
            }
        }
    }

    fn one_text(&mut self, member: &str, max: usize, value: &Value) {
        let Some(text) = value.as_str() else {
            self.fault(member, FaultCode::UnknownChoice);
            return;
        };
        let length = text.chars().count();
        let control = text.chars().filter(|letter| letter.is_control() && !"\r\n\t".contains(*letter)).count();
        let field = format!("expansion/{member}");
        if length > max {
            let fault = Fault::new(field, FaultCode::TooLong);
            self.faults.push(fault.with("max", max).with("over", length - max));
        } else if control > 0 {
            self.faults.push(Fault::new(field, FaultCode::ControlCharacters).with("count", control));
        }
    }

    fn text(&self, member: &str) -> String {
        let text = self.members.get(member).and_then(Value::as_str);
        text.map_or("", str::trim).to_owned()
    }

    fn texts(&self, member: &str) -> Vec<String> {
        let texts: Vec<&str> = match self.members.get(member) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text],
            _ => Vec::new(),
        };
        let texts = texts.into_iter().map(str::trim).filter(|text| !text.is_empty());
        texts.map(str::to_owned).collect()
    }
}
