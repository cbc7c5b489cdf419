//! Documents of the system: data in, bytes out. Letters, receipts and cards are typeset from templates as tagged
//! PDF/A-2a in Russian or Belarusian; archives and tables are written as a stream. Nothing here reads or writes files or the network.

mod answer;
mod appeal;
mod archive;
mod fonts;
mod labels;
mod list;
mod model;
mod press;
mod qr;
mod receipt;
mod report;
#[cfg(test)]
mod tests;
mod text;

pub use answer::{AnswerDocument, Signatory, answer_pdf};
pub use appeal::{
    AppealDocument, ApplicantCard, Deadlines, Directed, HistoryEntry, Registration, Resolution,
    appeal_pdf,
};
pub use archive::{ArchiveError, ArchiveWriter};
pub use list::{ListDocument, list_xlsx};
pub use model::{AttachedFile, Letterhead};
pub use press::{DocumentError, LARGEST_DOCUMENT};
pub use receipt::{Receipt, receipt_pdf};
pub use report::{LINES_IN_PDF_AT_MOST, ReportDocument, report_csv, report_pdf, report_xlsx};
pub use rust_xlsxwriter::XlsxError;
