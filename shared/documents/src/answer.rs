//! The official answer to an appeal as a letter (REV-10, without the signature; law 300-З art. 18).

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use zvarot_domain::Locale;
use zvarot_locale::Texts;

use crate::labels::{self, Labels};
use crate::model::{self, AttachedFile, FileView, Letterhead};
use crate::press::{self, DocumentError, Imprint, Template};

/// Who puts a name under a letter.
#[derive(Clone, Debug)]
pub struct Signatory {
    /// Position, as it stands before the name.
    pub position: String,
    /// Initials and surname: `И. И. Иванов`.
    pub name: String,
}

/// An answer as it leaves the organisation.
#[derive(Clone, Debug)]
pub struct AnswerDocument {
    /// № в СО, grouped.
    pub appeal_number: String,
    /// The organisation that answers.
    pub organisation: Letterhead,
    /// The answer's outgoing number.
    pub number: String,
    /// The answer's date.
    pub date: NaiveDate,
    /// Registration index of the appeal («На № …»).
    pub appeal_index: String,
    /// Registration date of the appeal («от …»).
    pub appeal_date: NaiveDate,
    /// Lines of the addressee: name, then postal address if the answer goes on paper.
    pub addressee: Vec<String>,
    /// Heading of the text; the usual one if absent.
    pub subject: Option<String>,
    /// The answer; each line is a paragraph.
    pub text: String,
    /// Files attached to the answer.
    pub files: Vec<AttachedFile>,
    /// Head or authorised official.
    pub signatory: Option<Signatory>,
    /// Who prepared it: name and phone.
    pub executor: Option<String>,
    /// When the document is made, for its metadata.
    pub made_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct View<'a> {
    lang: &'static str,
    title: String,
    labels: Labels,
    head: Vec<HeadView<'a>>,
    number: &'a str,
    date: String,
    index: &'a str,
    registered: String,
    appeal_number: &'a str,
    addressee: &'a [String],
    subject: String,
    paragraphs: Vec<&'a str>,
    files: Vec<FileView<'a>>,
    position: Option<&'a str>,
    signatory: Option<&'a str>,
    executor: Option<&'a str>,
}

#[derive(Serialize)]
struct HeadView<'a> {
    lang: &'static str,
    name: &'a str,
    requisites: Vec<String>,
}

/// The answer as a letter, PDF/A-2a; `locale` is the language of the answer (that of the appeal).
///
/// # Errors
/// [`DocumentError::TooLarge`] above two megabytes of text.
// REQ: REV-10
pub fn answer_pdf(answer: &AnswerDocument, locale: Locale) -> Result<Vec<u8>, DocumentError> {
    let imprint = Imprint {
        identity: format!("answer {} {}", answer.appeal_number, answer.number),
        made_at: answer.made_at,
    };
    press::print(Template::Answer, &view(answer, Texts::of(locale)), &imprint)
}

fn view<'a>(answer: &'a AnswerDocument, texts: &Texts) -> View<'a> {
    let usual_subject = || labels::label(texts, "answer-subject");
    let signatory = answer.signatory.as_ref();
    View {
        lang: texts.locale().code(),
        title: labels::label_with(texts, "answer-title", "number", &answer.appeal_number),
        labels: labels::labels(
            texts,
            &[
                "number-sign",
                "reply-to-number",
                "reply-to-date",
                "system-number",
                "attachments",
                "executor",
            ],
        ),
        head: head(&answer.organisation),
        number: &answer.number,
        date: texts.date_short(answer.date),
        index: &answer.appeal_index,
        registered: texts.date_short(answer.appeal_date),
        appeal_number: &answer.appeal_number,
        addressee: &answer.addressee,
        subject: answer.subject.clone().unwrap_or_else(usual_subject),
        paragraphs: answer
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect(),
        files: model::file_views(&answer.files, texts),
        position: signatory.map(|signatory| signatory.position.as_str()),
        signatory: signatory.map(|signatory| signatory.name.as_str()),
        executor: answer.executor.as_deref(),
    }
}

/// Both languages side by side, Belarusian first; a language without a name is left out.
fn head(organisation: &Letterhead) -> Vec<HeadView<'_>> {
    let sides = [
        (Locale::Be, &organisation.name_be, &organisation.address_be),
        (Locale::Ru, &organisation.name_ru, &organisation.address_ru),
    ];
    let named = sides
        .into_iter()
        .filter(|(_, name, _)| !name.trim().is_empty());
    named
        .map(|(locale, name, address)| HeadView {
            lang: locale.code(),
            name,
            requisites: requisites(organisation, address, Texts::of(locale)),
        })
        .collect()
}

fn requisites(organisation: &Letterhead, address: &str, texts: &Texts) -> Vec<String> {
    let labelled = |key: &str, value: &Option<String>| {
        value
            .as_ref()
            .map(|value| format!("{} {value}", labels::label(texts, key)))
    };
    let phone = organisation.phone.as_ref().map(|phone| texts.phone(phone));
    let lines = [
        Some(address.to_owned()).filter(|address| !address.trim().is_empty()),
        labelled("phone", &phone),
        labelled("email", &organisation.email),
        organisation.site.clone(),
    ];
    lines.into_iter().flatten().collect()
}
