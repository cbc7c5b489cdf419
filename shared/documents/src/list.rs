//! A list of appeals as XLSX (REG-11): written line by line as the lines come, so that memory does not grow with them.

use std::io::{Seek, Write};

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use zvarot_domain::Locale;
use zvarot_locale::Texts;

use crate::labels;

/// What stands above the lines.
#[derive(Clone, Debug)]
pub struct ListDocument {
    pub title: String,
    /// What the list is of, a sentence each.
    pub facts: Vec<String>,
    /// The heads of the columns.
    pub columns: Vec<String>,
    pub made_at: DateTime<Utc>,
}

/// Width of a column, characters; the last one holds the contents.
const WIDTH: f64 = 18.0;
const LAST_WIDTH: f64 = 80.0;

/// Writes the list; text is never read as a formula, the head is frozen and filters its columns. Gives how many lines came.
///
/// # Errors
/// What the writer or the temporary file refuses.
// REQ: REG-11
pub fn list_xlsx<W: Write + Seek + Send>(
    list: &ListDocument,
    lines: impl Iterator<Item = Vec<String>>,
    locale: Locale,
    out: W,
) -> Result<usize, XlsxError> {
    let texts = Texts::of(locale);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    let last = u16::try_from(list.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for place in 0..=last {
        sheet.set_column_width(place, if place == last { LAST_WIDTH } else { WIDTH })?;
    }
    sheet.write_string_with_format(0, 0, &list.title, &Format::new().set_bold().set_font_size(14))?;
    let made = labels::label_with(texts, "report-made", "moment", &texts.moment_short(list.made_at));
    let mut row = 0;
    for fact in list.facts.iter().chain([&made]) {
        row += 1;
        sheet.write_string(row, 0, fact)?;
    }
    row += 2;
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin);
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let first = row;
    let mut count = 0;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    for (names, format) in std::iter::once((list.columns.clone(), &head)).chain(lines.map(|line| (line, &cell))) {
        for (place, name) in (0..).zip(&names) {
            sheet.write_string_with_format(row, place, name, format)?;
        }
        row += 1;
        count += 1;
    }
    sheet.set_freeze_panes(first + 1, 0)?;
    sheet.autofilter(first, 0, row - 1, last)?;
    workbook.save_to_writer(out)?;
    Ok(count - 1)
}
