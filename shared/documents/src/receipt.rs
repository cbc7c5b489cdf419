//! The receipt of a submitted appeal: one page with its number, the follow-up code and a QR code (BEY-15).

use chrono::{DateTime, Utc};
use serde::Serialize;
use zvarot_domain::Locale;
use zvarot_locale::Texts;

use crate::labels::{self, Labels};
use crate::model::{AttachedFile, FileView};
use crate::press::{self, DocumentError, Imprint, Template};
use crate::qr::{self, Matrix};
use crate::text::shortened;

/// The most signs of a name or topic on the receipt: it stays on one page whatever was entered.
const LONGEST_LINE: usize = 180;

/// The most signs of a file's name there.
const LONGEST_FILE_NAME: usize = 80;

/// What an applicant gets on submitting.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// № в СО, grouped.
    pub number: String,
    /// When it was accepted.
    pub submitted_at: DateTime<Utc>,
    /// The addressee's name in the receipt's language.
    pub organisation: String,
    /// Kind of the appeal in the receipt's language.
    pub kind: String,
    /// Topic and sub-topic in the receipt's language.
    pub topic: String,
    /// At most five.
    pub files: Vec<AttachedFile>,
    /// The code that opens the status page together with the number.
    pub code: String,
    /// The status page's full address, drawn as the QR code.
    pub status_url: String,
    /// The status page's address as a person types it, without what the QR code adds.
    pub status_page: String,
}

#[derive(Serialize)]
struct View<'a> {
    lang: &'static str,
    title: String,
    labels: Labels,
    number: &'a str,
    submitted: String,
    organisation: String,
    kind: &'a str,
    topic: String,
    files: Vec<FileView<'a>>,
    code: &'a str,
    address: &'a str,
    link: &'a str,
    qr: Matrix,
}

const LABELS: [&str; 18] = [
    "receipt-heading",
    "receipt-number",
    "receipt-submitted",
    "receipt-minsk-time",
    "receipt-organisation",
    "receipt-kind",
    "receipt-topic",
    "receipt-files",
    "receipt-no-files",
    "receipt-code",
    "receipt-qr",
    "receipt-follow",
    "receipt-follow-scan",
    "receipt-follow-enter",
    "receipt-follow-keep",
    "receipt-follow-term",
    "digest",
    "system-name",
];

/// The receipt, one page A4, PDF/A-2a.
///
/// # Errors
/// [`DocumentError::QrCode`] if the status page's address is longer than a QR code holds.
// REQ: BEY-15
pub fn receipt_pdf(receipt: &Receipt, locale: Locale) -> Result<Vec<u8>, DocumentError> {
    let imprint = Imprint {
        identity: format!("receipt {}", receipt.number),
        made_at: receipt.submitted_at,
    };
    press::print(
        Template::Receipt,
        &view(receipt, Texts::of(locale))?,
        &imprint,
    )
}

fn view<'a>(receipt: &'a Receipt, texts: &Texts) -> Result<View<'a>, DocumentError> {
    let file = |file: &'a AttachedFile| FileView {
        name: shortened(&file.name, LONGEST_FILE_NAME),
        size: texts.size(file.size),
        sha256: file.sha256.as_deref(),
        note: file.note.as_deref(),
    };
    Ok(View {
        lang: texts.locale().code(),
        title: labels::label_with(texts, "receipt-title", "number", &receipt.number),
        labels: labels::labels(texts, &LABELS),
        number: &receipt.number,
        submitted: texts.moment(receipt.submitted_at),
        organisation: shortened(&receipt.organisation, LONGEST_LINE),
        kind: &receipt.kind,
        topic: shortened(&receipt.topic, LONGEST_LINE),
        files: receipt.files.iter().map(file).collect(),
        code: &receipt.code,
        address: &receipt.status_page,
        link: &receipt.status_url,
        qr: qr::matrix(&receipt.status_url)?,
    })
}
