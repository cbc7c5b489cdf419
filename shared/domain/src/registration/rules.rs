//! How an organisation numbers its appeals (REG-03): what its clerk or administrator sets.

use super::{IndexTemplate, IndexTemplateError, Series, Sign};
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
        faults.extend(wrong_template(&template, series).map(|code| Fault::new("template", code)));
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
        if faults.is_empty() { Ok(JournalRules { template, collective_sign, anonymous_sign, series }) } else { Err(faults) }
    }
}

fn wrong_template(template: &str, series: Series) -> Option<FaultCode> {
    if template.is_empty() {
        return Some(FaultCode::Required);
    }
    let read: IndexTemplate = match template.parse() {
        Ok(read) => read,
        Err(IndexTemplateError::NoNumber) => return Some(FaultCode::IndexTemplateWithoutNumber),
        Err(_) => return Some(FaultCode::NotAnIndexTemplate),
    };
    // Each sign by itself gives the same number to several: the letter alone tells their indexes apart.
    let (one, other) = (Sign::of_office("К"), Sign::of_office("П"));
    let same = |sign: &Sign| read.fill(sign, 1, 2026, None);
    (series == Series::Sign && same(&one) == same(&other)).then_some(FaultCode::IndexTemplateWithoutLetter)
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
        assert_eq!(rules.template().fill(&sign, 7, 2026, None).unwrap().as_str(), "К-0007/26");
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
        let wrong = JournalForm { collective_sign: "Кол!".into(), anonymous_sign: String::new(), ..form("{number}", "x") };
        let faults: Vec<_> = wrong.read().unwrap_err().into_iter().map(|fault| (fault.field, fault.code)).collect();
        let expected = [("series", FaultCode::UnknownChoice), ("collective_sign", FaultCode::NotASign), ("anonymous_sign", FaultCode::Required)];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
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
