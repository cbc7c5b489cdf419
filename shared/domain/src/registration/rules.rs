//! How an organisation numbers its appeals (REG-03): what its clerk or administrator sets.

use super::{IndexTemplate, IndexTemplateError, Series, Sign, index::INDEX_AT_MOST};
use crate::{Fault, FaultCode, Faults};

/// Characters of a sign at most.
const SIGN_LENGTH: usize = 5;
/// The highest number that an index may go on from.
const LAST_NUMBER: u32 = 9_999_999;

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct JournalForm {
    pub template: String,
    pub collective_sign: String,
    pub anonymous_sign: String,
    /// A code of [`Series`].
    pub series: String,
}

/// How indexes are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRules {
    /// As it was typed; it can be read as an [`IndexTemplate`].
    pub template: String,
    pub collective_sign: String,
    pub anonymous_sign: String,
    pub series: Series,
}

impl JournalRules {
    /// The template; one that was written past the rules counts as the usual one.
    #[must_use]
    pub fn template(&self) -> IndexTemplate {
        self.template.parse().unwrap_or_default()
    }
}

impl JournalForm {
    /// The rules.
    ///
    /// # Errors
    /// Faults of `template`, `collective_sign`, `anonymous_sign`, `series`.
    pub fn read(&self) -> Result<JournalRules, Faults> {
        let mut faults = Faults::new();
        let series = Series::from_code(&self.series);
        if series.is_none() {
            faults.push(Fault::new("series", FaultCode::UnknownChoice));
        }
        let series = series.unwrap_or_default();
        let template = self.template.trim().to_owned();
        let mut sign = |field: &str, typed: &str| {
            let sign = typed.trim().to_owned();
            let length = sign.chars().count();
            if sign.is_empty() {
                faults.push(Fault::new(field, FaultCode::Required));
            } else if length > SIGN_LENGTH {
                faults.push(Fault::new(field, FaultCode::TooLong).with("max", SIGN_LENGTH).with("over", length - SIGN_LENGTH));
            } else if !sign.chars().all(char::is_alphanumeric) {
                faults.push(Fault::new(field, FaultCode::NotASign));
            }
            sign
        };
        let (collective_sign, anonymous_sign) = (sign("collective_sign", &self.collective_sign), sign("anonymous_sign", &self.anonymous_sign));
        faults.extend(wrong_template(&template, series, &[&collective_sign, &anonymous_sign]));
        if faults.is_empty() { Ok(JournalRules { template, collective_sign, anonymous_sign, series }) } else { Err(faults) }
    }
}

fn wrong_template(template: &str, series: Series, signs: &[&str]) -> Option<Fault> {
    let wrong = |code| Some(Fault::new("template", code));
    if template.is_empty() {
        return wrong(FaultCode::Required);
    }
    let read: IndexTemplate = match template.parse() {
        Ok(read) => read,
        Err(IndexTemplateError::NoNumber) => return wrong(FaultCode::IndexTemplateWithoutNumber),
        Err(_) => return wrong(FaultCode::NotAnIndexTemplate),
    };
    // Each sign by itself gives the same number to several: the letter alone tells their indexes apart.
    let (one, other) = (Sign::of_office("К"), Sign::of_office("П"));
    let same = |sign: &Sign| read.fill(sign, 1, 2026);
    if series == Series::Sign && same(&one) == same(&other) {
        return wrong(FaultCode::IndexTemplateWithoutLetter);
    }
    // What a journal cannot reach today it reaches one day: then nothing could be registered.
    let longest = signs.iter().map(|sign| read.text(&Sign::of_office(sign), LAST_NUMBER, 2026).chars().count()).max().unwrap_or_default();
    let too_long = Fault::new("template", FaultCode::TooLong).with("max", INDEX_AT_MOST).with("over", longest.saturating_sub(INDEX_AT_MOST));
    (longest > INDEX_AT_MOST).then_some(too_long)
}

impl JournalRules {
    /// The sign whose journal is to go on, as it was typed: a letter of a surname, or a sign of the office.
    ///
    /// # Errors
    /// A fault of `sign`: no appeal would ever draw a number from it.
    pub fn read_sign(&self, typed: &str) -> Result<Sign, Fault> {
        let typed = typed.trim();
        let alike = |sign: &&String| sign.to_lowercase() == typed.to_lowercase();
        if let Some(sign) = [&self.collective_sign, &self.anonymous_sign].into_iter().find(alike) {
            return Ok(Sign::of_office(sign));
        }
        let mut letters = typed.chars();
        match (letters.next(), letters.next()) {
            (None, _) => Err(Fault::new("sign", FaultCode::Required)),
            (Some(letter), None) if is_cyrillic(letter) => Ok(Sign::of_office(&letter.to_uppercase().to_string())),
            _ => Err(Fault::new("sign", FaultCode::NotASign)),
        }
    }
}

/// Of the Russian and Belarusian alphabets.
fn is_cyrillic(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | 'і' | 'І' | 'ў' | 'Ў')
}

/// The number from which a journal is to go on, as it was typed: it was kept on paper until now. `last`: the last one given.
///
/// # Errors
/// Faults of `next`.
pub fn read_next(typed: &str, last: u32) -> Result<u32, Faults> {
    let Ok(next) = typed.trim().parse::<u32>() else {
        let code = if typed.trim().is_empty() { FaultCode::Required } else { FaultCode::NotANumber };
        return Err(vec![Fault::new("next", code)]);
    };
    if next <= last || next > LAST_NUMBER {
        let fault = Fault::new("next", FaultCode::OutOfRange).with("min", i64::from(last) + 1).with("max", i64::from(LAST_NUMBER));
        return Err(vec![fault]);
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(template: &str, series: &str) -> JournalForm {
        let text = |text: &str| text.to_owned();
        JournalForm { template: text(template), collective_sign: text(" Кол "), anonymous_sign: text("А"), series: text(series) }
    }

    // REQ: REG-03
    #[test]
    fn an_organisation_sets_how_its_indexes_are_made() {
        let rules = form(" {letter}-{number:4}/{year2} ", "sign").read().unwrap();
        assert_eq!((rules.template.as_str(), rules.collective_sign.as_str(), rules.series), ("{letter}-{number:4}/{year2}", "Кол", Series::Sign));
        let sign = Sign::of_office("К");
        assert_eq!(rules.template().fill(&sign, 7, 2026).unwrap().as_str(), "К-0007/26");
        for (template, series, code) in [
            ("", "journal", FaultCode::Required),
            ("{letter}", "journal", FaultCode::IndexTemplateWithoutNumber),
            ("{letter}-{num}", "journal", FaultCode::NotAnIndexTemplate),
            ("{letter-{number}", "journal", FaultCode::NotAnIndexTemplate),
            ("<{number}>", "journal", FaultCode::NotAnIndexTemplate),
            ("{number}", "sign", FaultCode::IndexTemplateWithoutLetter),
        ] {
            assert_eq!(form(template, series).read(), Err(vec![Fault::new("template", code)]), "{template}");
        }
        assert!(form("{number}", "journal").read().is_ok());
        // Accepted, it would let nothing be registered: the collective sign has three letters, the highest number seven digits.
        let long = |digits: usize| format!("{}{{letter}}{{number}}", "9".repeat(digits));
        assert!(form(&long(40), "journal").read().is_ok());
        let too_long = Fault::new("template", FaultCode::TooLong).with("max", 50_usize).with("over", 1_usize);
        assert_eq!(form(&long(41), "journal").read(), Err(vec![too_long]));
        let wrong = JournalForm { collective_sign: "Кол!".into(), anonymous_sign: String::new(), ..form("{number}", "x") };
        let faults: Vec<_> = wrong.read().unwrap_err().into_iter().map(|fault| (fault.field, fault.code)).collect();
        let expected = [("series", FaultCode::UnknownChoice), ("collective_sign", FaultCode::NotASign), ("anonymous_sign", FaultCode::Required)];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
    }

    // REQ: REG-03
    #[test]
    fn a_journal_that_goes_on_is_one_from_which_numbers_are_drawn() {
        let rules = form("{letter}-{number}", "sign").read().unwrap();
        for (typed, sign) in [(" к ", "К"), ("Ў", "Ў"), ("і", "І"), ("кол", "Кол"), ("А", "А")] {
            assert_eq!(rules.read_sign(typed), Ok(Sign::of_office(sign)), "{typed}");
        }
        for (typed, code) in [("", FaultCode::Required), ("K", FaultCode::NotASign), ("КК", FaultCode::NotASign), ("7", FaultCode::NotASign), ("?", FaultCode::NotASign)] {
            assert_eq!(rules.read_sign(typed), Err(Fault::new("sign", code)), "{typed}");
        }
    }

    // REQ: REG-03
    #[test]
    fn a_journal_goes_on_forwards_only() {
        assert_eq!(read_next(" 120 ", 119), Ok(120));
        for (typed, code) in [("", FaultCode::Required), ("много", FaultCode::NotANumber), ("119", FaultCode::OutOfRange), ("99999999", FaultCode::OutOfRange)] {
            assert_eq!(read_next(typed, 119).unwrap_err()[0].code, code, "{typed}");
        }
    }
}
