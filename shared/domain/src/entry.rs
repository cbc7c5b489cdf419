//! An appeal entered by record (EDM-03): what an EDMS or a load file says of one appeal, as JSON. [`Record`] is what was
//! written, [`Entry`] what may be entered. Every fault is named by the JSON pointer of its field. What comes this way is
//! never refused for its letters (law, art. 13): foreign ones are marks for the official.

mod correction;
mod json;
mod paper;
mod read;
mod validate;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    AnswerWay, ApplicantKind, Faults, FileId, Form, Kind, Locale, RegistrationIndex, Term, Topics,
    applicant::{AddressForm, ApplicantProfile}, attachment::Upload, identifiers::TaxpayerNumber,
    topics::TopicChoice,
};

pub use correction::{Arrival, Corrected, Correction, Standing};
pub use json::{DEPTH_AT_MOST, NotJson, escaped as pointer_part};
pub use paper::{CoverLetter, PaperDetails, PaperForm, past_day, short};

/// Characters of the content at most: what was written on paper may be long, and it is not refused for that.
pub const CONTENT_LENGTH: usize = 50_000;
/// Characters of the summary at most.
pub const SUMMARY_LENGTH: usize = 2_000;
/// Characters of the EDMS's own id at most.
pub const EXTERNAL_ID_LENGTH: usize = 100;
/// Applicants that one record names at most; more stand in the attached list.
pub const APPLICANTS_AT_MOST: usize = 100;
/// What an applicant without a name is called in `kind`.
pub const ANONYMOUS: &str = "anonymous";

/// The JSON Schema of a record, for those who make them.
pub const SCHEMA: &str = include_str!("../data/appeal-record.schema.json");
/// A sample file of records.
pub const SAMPLE: &str = include_str!("../data/appeal-records.sample.json");

/// One appeal as it was written; choices hold codes, dates text. Everything may be empty or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The EDMS's own id of the appeal: the same id again is the same appeal.
    pub external_id: String,
    pub kind: String,
    pub form: String,
    /// When it was received: a moment (RFC 3339) or a day; empty: now.
    pub received_at: String,
    pub topic_code: String,
    pub subtopic_code: String,
    pub content: String,
    pub summary: String,
    /// Language of the content; empty: told from its letters.
    pub language: String,
    /// Empty: by post.
    pub answer_way: String,
    pub applicants: Vec<Applicant>,
    pub collective: bool,
    pub participants_count: Option<u64>,
    pub against: Against,
    /// Present: it is registered in the EDMS already.
    pub registration: Option<Registration>,
    pub case_number: String,
    pub note: String,
    pub files: Vec<File>,
    /// What is wrong with its shape: fields of no such name, of another type, given twice.
    #[serde(skip)]
    pub misshapen: Faults,
}

/// An applicant as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Applicant {
    /// A code of [`ApplicantKind`], or [`ANONYMOUS`].
    pub kind: String,
    pub surname: String,
    pub name: String,
    pub patronymic: String,
    pub organisation_name: String,
    pub unp: String,
    pub head_name: String,
    pub address: Address,
    pub phone: String,
    pub email: String,
}

/// An address as written: its parts, or all of it in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    pub line: String,
    pub postal_code: String,
    pub region: String,
    pub district: String,
    pub settlement: String,
    pub street: String,
    pub house: String,
    pub building: String,
    pub flat: String,
}

impl From<&AddressForm> for Address {
    /// Its parts, tidied.
    fn from(form: &AddressForm) -> Self {
        let text = |value: &str| value.trim().to_owned();
        Self {
            line: String::new(),
            postal_code: text(&form.postal_code),
            region: text(&form.region),
            district: text(&form.district),
            settlement: text(&form.settlement),
            street: text(&form.street),
            house: text(&form.house),
            building: text(&form.building),
            flat: text(&form.flat),
        }
    }
}

/// Whom a complaint is against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Against {
    pub employee: String,
    pub unp: String,
}

/// Registration in the EDMS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// Empty: the next one of the organisation's journal here.
    pub index: String,
    pub date: String,
    /// `15d`, `1m`; empty: 15 days.
    pub term: String,
    /// The last day of the review; empty: computed from the term.
    pub due_on: String,
}

/// A file: uploaded before (`id`), or in the record itself (`name`, `content` in base64).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    pub id: String,
    pub name: String,
    pub content: String,
    /// The scan that lists the participants (SUB-05).
    pub participants_list: bool,
}

/// What the rules must know besides the record.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The classifier in force.
    pub topics: &'a Topics,
    pub now: DateTime<Utc>,
    /// SUB-05: on by default, a setting of this channel.
    pub refuse_collective_of_legal_entity: bool,
}

/// An appeal that may be entered.
#[derive(Clone, Debug)]
pub struct Entry {
    pub external_id: String,
    pub kind: Kind,
    pub form: Form,
    /// None: now.
    pub received_at: Option<DateTime<Utc>>,
    pub topic: TopicChoice,
    pub content: String,
    pub summary: Option<String>,
    pub locale: Locale,
    pub answer_way: AnswerWay,
    /// The first applicant: whose name the card bears.
    pub applicant: EntryApplicant,
    /// The others of a collective appeal, as far as they are named.
    pub others: Vec<EntryApplicant>,
    /// None: individual.
    pub participants: Option<u32>,
    pub against_employee: Option<String>,
    pub against_unp: Option<TaxpayerNumber>,
    pub registration: Option<EntryRegistration>,
    pub case_number: Option<String>,
    pub note: String,
    pub files: Vec<EntryFile>,
    /// Characters of other alphabets and emoji: for the official, not against the appeal.
    pub marks: Faults,
}

/// An applicant of an [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryApplicant {
    /// An anonymous one is a person without a name.
    #[serde(flatten)]
    pub profile: ApplicantProfile,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl EntryApplicant {
    /// Law, art. 23: without a name.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.profile.kind() == ApplicantKind::Person && self.profile.display_name().is_empty()
    }
}

/// Registration of an [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRegistration {
    /// None: the next one of the journal.
    pub index: Option<RegistrationIndex>,
    pub date: NaiveDate,
    /// None: the last day was given instead.
    pub term: Option<Term>,
    /// The last day as given.
    pub due_on: Option<NaiveDate>,
}

/// A file of an [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFile {
    pub source: FileSource,
    pub participants_list: bool,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileSource {
    /// Uploaded before, by the same client.
    Uploaded(FileId),
    /// In the record.
    Inline {
        upload: Upload,
        bytes: Vec<u8>,
    },
}

impl Record {
    /// Reads one record. Doubled names are seen here: later they would be lost.
    ///
    /// # Errors
    /// [`NotJson`]: no JSON at all, deeper than [`DEPTH_AT_MOST`], or not UTF-8.
    pub fn parse(text: &[u8]) -> Result<Self, NotJson> {
        let (value, doubled) = json::parse(text)?;
        let mut record = Self::read(&value);
        record.misshapen.extend(doubled);
        Ok(record)
    }
}

impl<'de> Deserialize<'de> for Record {
    /// Any JSON will do: what is wrong with its shape is told by [`Record::validate`] with all the rest.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (value, doubled) = json::read(deserializer)?;
        let mut record = Self::read(&value);
        record.misshapen.extend(doubled);
        Ok(record)
    }
}

#[cfg(test)]
mod tests;
