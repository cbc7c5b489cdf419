//! A statistical report as PDF, XLSX and CSV (REP-04): the same lines, names and numbers in each.

use std::io::{Seek, Write};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use serde::Serialize;
use zvarot_domain::Locale;
use zvarot_locale::Texts;

use crate::labels::{self, Labels};
use crate::press::{self, DocumentError, Imprint, Template};

/// More lines than this are for a spreadsheet, not for paper.
pub const LINES_IN_PDF_AT_MOST: usize = 3000;
/// With more columns of numbers than this the page lies on its side.
const COLUMNS_UPRIGHT: usize = 4;
/// Widths in XLSX, characters.
const NAME_WIDTH: f64 = 60.0;
const NUMBER_WIDTH: f64 = 18.0;

/// A finished report.
#[derive(Clone, Debug)]
pub struct ReportDocument {
    /// What is counted.
    pub title: String,
    /// Level, period and filters, a sentence each.
    pub facts: Vec<String>,
    /// The names of the columns of names.
    pub heads: Vec<String>,
    /// The names of the columns of numbers.
    pub columns: Vec<String>,
    /// Names and numbers of each line.
    pub lines: Vec<(Vec<Arc<str>>, Vec<i64>)>,
    /// The sums of the columns.
    pub totals: Vec<i64>,
    /// Name, amount and thousandths of the longest bar.
    pub bars: Vec<(String, i64, i64)>,
    /// When it is made.
    pub made_at: DateTime<Utc>,
    /// What tells it from all others, for the PDF's metadata.
    pub identity: String,
}

#[derive(Serialize)]
struct View<'a> {
    lang: &'static str,
    title: &'a str,
    labels: Labels,
    facts: &'a [String],
    made: String,
    heads: &'a [String],
    columns: &'a [String],
    lines: Vec<(Vec<&'a str>, Vec<String>)>,
    totals: Vec<String>,
    total: String,
    bars: Vec<(&'a str, String, i64)>,
    chart: String,
    flipped: bool,
    page: String,
}

/// Marks in the page number's sentence that the template replaces: only it knows the numbers.
const PAGE_MARKS: [(&str, &str); 2] = [("page", "{page}"), ("pages", "{pages}")];

/// The report as PDF/A-2a with chart and table; the table's head stands on each page.
///
/// # Errors
/// [`DocumentError::TooManyLines`] above [`LINES_IN_PDF_AT_MOST`], [`DocumentError::TooLarge`].
// REQ: REP-04
pub fn report_pdf(report: &ReportDocument, locale: Locale) -> Result<Vec<u8>, DocumentError> {
    if report.lines.len() > LINES_IN_PDF_AT_MOST {
        return Err(DocumentError::TooManyLines { lines: report.lines.len() });
    }
    let imprint = Imprint { identity: format!("report {}", report.identity), made_at: report.made_at };
    press::print(Template::Report, &view(report, Texts::of(locale)), &imprint)
}

fn view<'a>(report: &'a ReportDocument, texts: &Texts) -> View<'a> {
    let written = |numbers: &[i64]| -> Vec<String> { numbers.iter().map(|number| texts.number(*number)).collect() };
    let moment = texts.moment_short(report.made_at);
    View {
        lang: texts.locale().code(),
        title: &report.title,
        labels: labels::labels(texts, &["report-system", "report-chart", "report-table"]),
        facts: &report.facts,
        made: labels::label_with(texts, "report-made", "moment", &moment),
        heads: &report.heads,
        columns: &report.columns,
        lines: report.lines.iter().map(|(names, numbers)| (names.iter().map(|name| &**name).collect(), written(numbers))).collect(),
        totals: written(&report.totals),
        total: texts.get("report-total").into_owned(),
        bars: report.bars.iter().map(|(name, amount, length)| (name.as_str(), texts.number(*amount), *length)).collect(),
        chart: texts.with("report-chart", &[("title", report.title.as_str())]),
        flipped: report.columns.len() > COLUMNS_UPRIGHT,
        page: texts.with("document-page", &PAGE_MARKS),
    }
}

/// Writes the report as XLSX, row by row: memory does not grow with the lines. Numbers are numbers, text is never read as
/// a formula; the head is frozen and filters its columns.
///
/// # Errors
/// What the writer or the temporary file refuses.
// REQ: REP-04
pub fn report_xlsx<W: Write + Seek + Send>(report: &ReportDocument, locale: Locale, out: W) -> Result<(), XlsxError> {
    let texts = Texts::of(locale);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(texts.get("nav-reports").as_ref())?;
    let names = column(report.heads.len());
    for place in 0..names + column(report.columns.len()) {
        sheet.set_column_width(place, if place < names { NAME_WIDTH } else { NUMBER_WIDTH })?;
    }
    let bold = Format::new().set_bold();
    let mut row = 0;
    sheet.write_string_with_format(row, 0, &report.title, &Format::new().set_bold().set_font_size(14))?;
    let made = labels::label_with(texts, "report-made", "moment", &texts.moment_short(report.made_at));
    for fact in report.facts.iter().chain([&made]) {
        row += 1;
        sheet.write_string(row, 0, fact)?;
    }
    row += 2;
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin);
    let over_numbers = head.clone().set_align(FormatAlign::Right);
    for (place, name) in report.heads.iter().chain(&report.columns).enumerate() {
        let format = if column(place) < names { &head } else { &over_numbers };
        sheet.write_string_with_format(row, column(place), name, format)?;
    }
    let first = row;
    let number = Format::new().set_num_format("#,##0").set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    on_paper(sheet, first, report)?;
    for (line_names, numbers) in &report.lines {
        row += 1;
        for (place, name) in line_names.iter().enumerate() {
            sheet.write_string_with_format(row, column(place), &**name, &wrapped)?;
        }
        write_numbers(sheet, row, names, numbers, &number)?;
    }
    sheet.set_freeze_panes(first + 1, 0)?;
    sheet.autofilter(first, 0, row.max(first), names + column(report.columns.len()) - 1)?;
    row += 1;
    sheet.write_string_with_format(row, 0, texts.get("report-total").as_ref(), &bold)?;
    write_numbers(sheet, row, names, &report.totals, &Format::new().set_bold().set_num_format("#,##0"))?;
    workbook.save_to_writer(out)
}

/// How it is printed: A4, as wide as a page, the head on each of them.
fn on_paper(sheet: &mut Worksheet, head: u32, report: &ReportDocument) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&R&P / &N");
    if report.columns.len() + report.heads.len() > COLUMNS_UPRIGHT {
        sheet.set_landscape();
    }
    sheet.set_repeat_rows(head, head).map(drop)
}

fn write_numbers(sheet: &mut Worksheet, row: u32, from: u16, numbers: &[i64], format: &Format) -> Result<(), XlsxError> {
    for (place, number) in numbers.iter().enumerate() {
        // Counts of appeals are far below the integers that a double holds exactly.
        sheet.write_number_with_format(row, from + column(place), *number as f64, format)?;
    }
    Ok(())
}

fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// Writes the report as CSV: UTF-8 with its mark, semicolons, so that a spreadsheet of this country opens it as it is.
///
/// # Errors
/// The writer's.
// REQ: REP-04
pub fn report_csv(report: &ReportDocument, mut out: impl Write) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(report.heads.iter().chain(&report.columns).map(|name| harmless(name)))?;
    for (names, numbers) in &report.lines {
        let names = names.iter().map(|name| harmless(name));
        table.write_record(names.chain(numbers.iter().map(i64::to_string)))?;
    }
    table.flush()
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};
    use chrono::TimeZone as _;

    use super::*;

    fn report() -> ReportDocument {
        let line = |name: &str, numbers: &[i64]| (vec![name.into()], numbers.to_vec());
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        ReportDocument {
            title: "Обращения по тематикам и соблюдению сроков".to_owned(),
            facts: words(&["Республика Беларусь", "За период с 01.01.2026 по 31.12.2026"]),
            heads: words(&["Тематика"]),
            columns: words(&["Рассмотрено в срок", "Рассмотрено с нарушением срока", "Всего"]),
            lines: vec![
                line("01 Государство, общество, политика", &[12_500, 3, 12_503]),
                line("=cmd|' /C calc'!A0", &[1, 0, 1]),
                line("07 \"ЖКХ\"; жилье", &[20, 22, 42]),
            ],
            totals: vec![12_521, 25, 12_546],
            bars: vec![("01 Государство, общество, политика".to_owned(), 12_503, 1000), ("07 ЖКХ".to_owned(), 42, 3)],
            made_at: Utc.with_ymd_and_hms(2026, 11, 23, 7, 5, 0).unwrap(),
            identity: "1".to_owned(),
        }
    }

    // REQ: REP-04
    #[test]
    fn a_pdf_holds_every_line_and_number_in_both_languages() {
        for locale in Locale::ALL {
            let mut report = report();
            report.lines.extend((0..120).map(|number| (vec![format!("строка {number}").into()], vec![1, 2, 3])));
            let pdf = report_pdf(&report, locale).unwrap();
            let document = lopdf::Document::load_mem(&pdf).unwrap();
            let pages = document.get_pages().len();
            assert!(pages > 2, "{pages}");
            let words = crate::tests::printed::words(&pdf);
            let plain = words.replace('\n', " ").replace('\u{a0}', " ");
            for text in ["12 500", "12 546", "строка 119", "За период с 01.01.2026 по 31.12.2026"] {
                assert!(plain.contains(text), "{text}: {plain}");
            }
            // The head stands on each page with lines.
            assert!(plain.matches("Рассмотрено с").count() >= pages - 1, "{plain}");
        }
    }

    // REQ: REP-04
    #[test]
    fn a_pdf_reads_as_ever() {
        let words = crate::tests::printed::words(&report_pdf(&report(), Locale::Ru).unwrap());
        insta::assert_snapshot!(words);
    }

    #[test]
    fn too_many_lines_are_no_pdf() {
        let mut report = report();
        report.lines = vec![report.lines[0].clone(); LINES_IN_PDF_AT_MOST + 1];
        assert!(matches!(report_pdf(&report, Locale::Ru), Err(DocumentError::TooManyLines { .. })));
    }

    // REQ: REP-04
    #[test]
    fn xlsx_and_csv_hold_the_same_and_no_formula() {
        let report = report();
        let mut bytes = Cursor::new(Vec::new());
        report_xlsx(&report, Locale::Ru, &mut bytes).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.into_inner())).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(rows[0][0], Data::String(report.title.clone()));
        let head = rows.iter().position(|row| row[0] == Data::String("Тематика".to_owned())).unwrap();
        assert!(book.worksheet_formula(&book.sheet_names()[0].clone()).unwrap().is_empty(), "a text became a formula");

        let mut csv = Vec::new();
        report_csv(&report, &mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        let lines: Vec<&str> = csv.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
        assert_eq!(lines[0], "Тематика;Рассмотрено в срок;Рассмотрено с нарушением срока;Всего");
        assert_eq!(lines[2], "'=cmd|' /C calc'!A0;1;0;1");
        assert_eq!(lines[3], "\"07 \"\"ЖКХ\"\"; жилье\";20;22;42");
        for (place, (names, numbers)) in report.lines.iter().enumerate() {
            let row = &rows[head + 1 + place];
            assert_eq!(row[0], Data::String(names[0].to_string()));
            let kept: Vec<Data> = numbers.iter().map(|number| Data::Float(*number as f64)).collect();
            assert_eq!(row[1..], kept);
        }
        let last = rows.last().unwrap();
        assert_eq!(last[1..], [Data::Float(12_521.0), Data::Float(25.0), Data::Float(12_546.0)]);
    }
}
