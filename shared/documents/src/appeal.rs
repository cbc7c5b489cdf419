//! A registered appeal with all that its card holds, for the organisation's local system (REG-10). The fields are those
//! of the official registration form (resolution № 1786); what an appeal does not have is left out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use zvarot_domain::Locale;
use zvarot_locale::Texts;

use crate::labels::{self, Labels};
use crate::model::{self, AttachedFile, FileView};
use crate::press::{self, DocumentError, Imprint, Template};

/// The whole card of one appeal. Names of kinds, forms, statuses and outcomes come in the document's language.
#[derive(Clone, Debug, Default)]
pub struct AppealDocument {
    /// № в СО, grouped.
    pub number: String,
    /// The organisation that considers it.
    pub organisation: String,
    /// Status now.
    pub status: String,
    /// Moment of submission or arrival.
    pub received_at: DateTime<Utc>,
    /// Absent until registered.
    pub registration: Option<Registration>,
    /// Form of submission.
    pub form: String,
    /// Application, proposal or complaint.
    pub kind: String,
    /// Individual or collective.
    pub collectivity: String,
    /// Topic and sub-topic.
    pub topic: String,
    /// Sheets of the appeal and of its attachments, if on paper.
    pub sheets: Option<(u32, u32)>,
    /// Dates of identical appeals and of papers that make it more precise.
    pub related: Vec<NaiveDate>,
    /// Dates and indices of repeated appeals.
    pub repeated: Vec<String>,
    /// Who forwarded it, date and index of the covering letter.
    pub correspondent: Option<String>,
    /// Who appeals.
    pub applicant: ApplicantCard,
    /// Others of a collective appeal.
    pub participants: Vec<String>,
    /// How the applicant wants to be answered.
    pub answer_way: String,
    /// Whom a complaint is about: a name or an organisation with its УНП.
    pub against: Option<String>,
    /// Short content, if kept apart.
    pub summary: Option<String>,
    /// What the applicant wrote; each line is a paragraph.
    pub content: String,
    /// The appeal's files.
    pub files: Vec<AttachedFile>,
    /// Terms; absent until registered.
    pub deadlines: Option<Deadlines>,
    /// Resolutions, oldest first.
    pub resolutions: Vec<Resolution>,
    /// Copies directed to others for execution.
    pub directed: Vec<Directed>,
    /// Mark on an order issued and carried out (law art. 20).
    pub order: Option<String>,
    /// Outcome.
    pub outcome: Option<String>,
    /// Date and number of the answer or notice.
    pub answer: Option<(NaiveDate, String)>,
    /// Mark that the answer was announced at a personal reception.
    pub announced: Option<String>,
    /// Mark that control is lifted.
    pub control: Option<String>,
    /// Case number, volume, sheets.
    pub case: Option<String>,
    /// The clerk's note.
    pub note: Option<String>,
    /// Course of consideration, oldest first.
    pub history: Vec<HistoryEntry>,
    /// When this copy is made.
    pub made_at: DateTime<Utc>,
}

/// Registration data.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Registration index.
    pub index: String,
    /// Date of registration.
    pub date: NaiveDate,
    /// Who registered it.
    pub registrar: String,
}

/// The applicant's side of the card.
#[derive(Clone, Debug, Default)]
pub struct ApplicantCard {
    /// Citizen, entrepreneur or legal entity, with the social category if any.
    pub kind: String,
    /// Name of the person or organisation.
    pub name: String,
    /// Who acts for the applicant.
    pub representative: Option<String>,
    /// Place of residence, stay or location.
    pub address: String,
    /// Phone as E.164.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// Both terms that run from registration (REG-06, REG-06a).
#[derive(Clone, Debug)]
pub struct Deadlines {
    /// The last day of consideration.
    pub review_by: NaiveDate,
    /// The last day for redirecting or leaving without consideration with notice.
    pub notice_by: Option<NaiveDate>,
    /// How the term was computed, sentence by sentence.
    pub basis: Vec<String>,
}

/// A resolution.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// Its text.
    pub text: String,
    /// Who gave it.
    pub author: String,
    /// Who carries it out.
    pub executor: String,
    /// Until when.
    pub term: Option<NaiveDate>,
}

/// A copy directed to someone for execution.
#[derive(Clone, Debug)]
pub struct Directed {
    /// To whom.
    pub to: String,
    /// Date of sending.
    pub on: NaiveDate,
    /// Until when.
    pub term: Option<NaiveDate>,
    /// Date of execution.
    pub done: Option<NaiveDate>,
}

/// One entry of the course of consideration.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: position and name.
    pub who: String,
    /// What happened.
    pub what: String,
}

#[derive(Serialize)]
struct View<'a> {
    lang: &'static str,
    title: String,
    labels: Labels,
    number: &'a str,
    organisation: &'a str,
    made: String,
    groups: Vec<Group>,
    summary: Option<&'a str>,
    paragraphs: Vec<&'a str>,
    files: Vec<FileView<'a>>,
    directed: Vec<[String; 4]>,
    history: Vec<[String; 3]>,
    page: String,
}

/// A headed table of names and values.
#[derive(Serialize)]
struct Group {
    heading: String,
    rows: Vec<[String; 2]>,
}

const LABELS: [&str; 17] = [
    "number-sign",
    "system-name",
    "digest",
    "appeal-heading",
    "appeal-content",
    "appeal-summary",
    "appeal-files",
    "appeal-no-files",
    "appeal-directed",
    "appeal-directed-to",
    "appeal-directed-on",
    "appeal-directed-term",
    "appeal-directed-done",
    "appeal-history",
    "appeal-history-when",
    "appeal-history-who",
    "appeal-history-what",
];

/// Marks in the page number's sentence that the template replaces: only it knows the numbers.
const PAGE_MARKS: [(&str, &str); 2] = [("page", "{page}"), ("pages", "{pages}")];

/// The card as PDF/A-2a.
///
/// # Errors
/// [`DocumentError::TooLarge`] above two megabytes of text.
// REQ: REG-10
pub fn appeal_pdf(appeal: &AppealDocument, locale: Locale) -> Result<Vec<u8>, DocumentError> {
    let imprint = Imprint {
        identity: format!("appeal {}", appeal.number),
        made_at: appeal.made_at,
    };
    press::print(Template::Appeal, &view(appeal, Texts::of(locale)), &imprint)
}

fn view<'a>(appeal: &'a AppealDocument, texts: &Texts) -> View<'a> {
    View {
        lang: texts.locale().code(),
        title: labels::label_with(texts, "appeal-title", "number", &appeal.number),
        labels: labels::labels(texts, &LABELS),
        number: &appeal.number,
        organisation: &appeal.organisation,
        made: labels::label_with(
            texts,
            "appeal-made",
            "moment",
            &texts.moment_short(appeal.made_at),
        ),
        groups: groups(appeal, texts),
        summary: appeal.summary.as_deref(),
        paragraphs: appeal
            .content
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect(),
        files: model::file_views(&appeal.files, texts),
        directed: appeal
            .directed
            .iter()
            .map(|row| directed(row, texts))
            .collect(),
        history: appeal
            .history
            .iter()
            .map(|entry| history(entry, texts))
            .collect(),
        page: texts.with("document-page", &PAGE_MARKS),
    }
}

fn directed(row: &Directed, texts: &Texts) -> [String; 4] {
    let day = |date| labels::day(texts, date).unwrap_or_default();
    [
        row.to.clone(),
        day(Some(row.on)),
        day(row.term),
        day(row.done),
    ]
}

fn history(entry: &HistoryEntry, texts: &Texts) -> [String; 3] {
    [
        texts.moment_short(entry.at),
        entry.who.clone(),
        entry.what.clone(),
    ]
}

/// Collects rows whose value is there.
struct Rows<'t> {
    texts: &'t Texts,
    rows: Vec<[String; 2]>,
}

impl Rows<'_> {
    fn add(&mut self, key: &str, value: impl Into<Option<String>>) {
        if let Some(value) = value.into().filter(|value| !value.trim().is_empty()) {
            let name = labels::label(self.texts, &format!("appeal-{key}"));
            self.rows.push([name, value]);
        }
    }
}

fn groups(appeal: &AppealDocument, texts: &Texts) -> Vec<Group> {
    let group = |key: &str, fill: fn(&AppealDocument, &mut Rows<'_>)| {
        let mut rows = Rows {
            texts,
            rows: Vec::new(),
        };
        fill(appeal, &mut rows);
        Group {
            heading: labels::label(texts, &format!("appeal-{key}")),
            rows: rows.rows,
        }
    };
    let all = [
        group("registration", registration),
        group("applicant", applicant),
        group("deadlines", deadlines),
        group("consideration", consideration),
    ];
    all.into_iter()
        .filter(|group| !group.rows.is_empty())
        .collect()
}

fn registration(appeal: &AppealDocument, rows: &mut Rows<'_>) {
    let texts = rows.texts;
    rows.add("organisation", appeal.organisation.clone());
    rows.add("received", texts.moment_short(appeal.received_at));
    if let Some(registration) = &appeal.registration {
        rows.add("index", registration.index.clone());
        rows.add("registered", texts.date_short(registration.date));
        rows.add("registrar", registration.registrar.clone());
    }
    rows.add("status", appeal.status.clone());
    rows.add("form", appeal.form.clone());
    rows.add("kind", appeal.kind.clone());
    rows.add("collectivity", appeal.collectivity.clone());
    rows.add("topic", appeal.topic.clone());
    rows.add(
        "sheets",
        appeal.sheets.map(|(appeal, _)| appeal.to_string()),
    );
    rows.add(
        "attachment-sheets",
        appeal
            .sheets
            .map(|(_, attachments)| attachments.to_string()),
    );
    let related: Vec<String> = appeal
        .related
        .iter()
        .map(|date| texts.date_short(*date))
        .collect();
    rows.add("related", related.join(", "));
    rows.add("repeated", appeal.repeated.join("; "));
    rows.add("correspondent", appeal.correspondent.clone());
}

fn applicant(appeal: &AppealDocument, rows: &mut Rows<'_>) {
    let texts = rows.texts;
    let applicant = &appeal.applicant;
    rows.add("applicant-name", applicant.name.clone());
    rows.add("applicant-kind", applicant.kind.clone());
    rows.add("representative", applicant.representative.clone());
    rows.add("address", applicant.address.clone());
    rows.add(
        "phone",
        applicant.phone.as_ref().map(|phone| texts.phone(phone)),
    );
    rows.add("email", applicant.email.clone());
    rows.add("participants", appeal.participants.join("\n"));
    rows.add("against", appeal.against.clone());
    rows.add("answer-way", appeal.answer_way.clone());
}

fn deadlines(appeal: &AppealDocument, rows: &mut Rows<'_>) {
    let texts = rows.texts;
    let Some(deadlines) = &appeal.deadlines else {
        return;
    };
    rows.add("review-by", texts.date_with_weekday(deadlines.review_by));
    rows.add(
        "notice-by",
        deadlines
            .notice_by
            .map(|date| texts.date_with_weekday(date)),
    );
    rows.add("term-basis", deadlines.basis.join("\n"));
}

fn consideration(appeal: &AppealDocument, rows: &mut Rows<'_>) {
    let texts = rows.texts;
    for resolution in &appeal.resolutions {
        rows.add("resolution", resolution.text.clone());
        rows.add("resolution-author", resolution.author.clone());
        rows.add("resolution-executor", resolution.executor.clone());
        rows.add("resolution-term", labels::day(texts, resolution.term));
    }
    rows.add("order", appeal.order.clone());
    rows.add("outcome", appeal.outcome.clone());
    let answer = appeal.answer.as_ref();
    rows.add(
        "answer",
        answer.map(|(date, number)| format!("{}, № {number}", texts.date_short(*date))),
    );
    rows.add("announced", appeal.announced.clone());
    rows.add("control", appeal.control.clone());
    rows.add("case", appeal.case.clone());
    rows.add("note", appeal.note.clone());
}
