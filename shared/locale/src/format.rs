//! Dates, times, sizes, numbers and phones as both languages write them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Minsk;
use fluent_bundle::FluentValue;

use crate::Texts;

/// Keeps a number and what belongs to it on one line.
const NO_BREAK_SPACE: char = '\u{a0}';

impl Texts {
    /// `20 апреля 2026 г.`
    pub fn date(&self, date: NaiveDate) -> String {
        self.with("date-long", &date_parts(date))
    }

    /// `понедельник, 20 апреля 2026 г.`
    pub fn date_with_weekday(&self, date: NaiveDate) -> String {
        let weekday = date.weekday().number_from_monday();
        let weekday = self.with("weekday", &[("number", weekday)]);
        format!("{weekday}, {}", self.date(date))
    }

    /// `понедельника, 20 апреля 2026 г.`: what stands after "until".
    pub fn date_after_until(&self, date: NaiveDate) -> String {
        let weekday = date.weekday().number_from_monday();
        let weekday = self.with("weekday-until", &[("number", weekday)]);
        format!("{weekday}, {}", self.date(date))
    }

    /// `20.04.2026`
    pub fn date_short(&self, date: NaiveDate) -> String {
        // Lists are full of dates: no pattern is read for each of them.
        format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
    }

    /// `14:05` in Minsk.
    pub fn time(&self, moment: DateTime<Utc>) -> String {
        let local = moment.with_timezone(&Minsk);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// The date in Minsk at that moment: `20 апреля 2026 г.`
    pub fn day_of(&self, moment: DateTime<Utc>) -> String {
        self.date(moment.with_timezone(&Minsk).date_naive())
    }

    /// `20 апреля 2026 г., 14:05` in Minsk.
    pub fn moment(&self, moment: DateTime<Utc>) -> String {
        format!("{}, {}", self.day_of(moment), self.time(moment))
    }

    /// `20.04.2026, 14:05` in Minsk.
    pub fn moment_short(&self, moment: DateTime<Utc>) -> String {
        let local = moment.with_timezone(&Minsk).naive_local();
        let day = self.date_short(local.date());
        format!("{day}, {:02}:{:02}", local.hour(), local.minute())
    }

    /// `12 500`, with spaces that do not break.
    pub fn number(&self, number: i64) -> String {
        grouped(&number.to_string())
    }

    /// A size in bytes as `512 байт`, `300 КБ`, `2,4 МБ` (1 МБ = 1024 × 1024 bytes).
    pub fn size(&self, bytes: u64) -> String {
        const KIB: u64 = 1024;
        const MIB: u64 = 1024 * 1024;
        if bytes < KIB {
            return self.with("size-bytes", &[("count", bytes)]);
        }
        if bytes < MIB {
            return self.with("size-kilobytes", &[("count", bytes.div_ceil(KIB))]);
        }
        // One decimal, cut and not rounded up: 15 МБ + 1 byte must not look like more than it is.
        let tenths = bytes * 10 / MIB;
        let count = format!("{},{}", tenths / 10, tenths % 10);
        let count = count.strip_suffix(",0").unwrap_or(&count);
        self.with("size-megabytes", &[("count", count)])
    }

    /// A phone kept as E.164 in groups: `+375 29 123-45-67`. Other countries' stay as they are.
    pub fn phone(&self, phone: &str) -> String {
        let Some(national) = phone.strip_prefix("+375") else {
            return phone.to_owned();
        };
        if national.len() != 9 || !national.bytes().all(|byte| byte.is_ascii_digit()) {
            return phone.to_owned();
        }
        let (code, number) = national.split_at(2);
        let (first, rest) = number.split_at(3);
        let (second, third) = rest.split_at(2);
        format!("+375{NO_BREAK_SPACE}{code}{NO_BREAK_SPACE}{first}\u{2011}{second}\u{2011}{third}")
    }
}

fn date_parts(date: NaiveDate) -> [(&'static str, FluentValue<'static>); 3] {
    [
        ("day", FluentValue::from(date.day())),
        ("month", FluentValue::from(date.month())),
        // As a string: a year has no thousands separator.
        ("year", FluentValue::from(date.year().to_string())),
    ]
}

/// A number for a message: comma for decimals, thousands apart from 10 000 on.
pub(crate) fn decimal(number: f64) -> String {
    let written = number.to_string();
    match written.split_once('.') {
        Some((whole, fraction)) => format!("{},{fraction}", grouped(whole)),
        None => grouped(&written),
    }
}

fn grouped(whole: &str) -> String {
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("\u{2212}", digits),
        None => ("", whole),
    };
    let mut written = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len() - index;
        if index > 0 && left % 3 == 0 && digits.len() > 4 {
            written.push(NO_BREAK_SPACE);
        }
        written.push(digit);
    }
    written
}
