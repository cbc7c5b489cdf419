//! The registration index (REG-03): the sign of the applicant and the number in the organisation's journal,
//! written by the organisation's template. Numbers are given out in the registering transaction, one counter
//! a journal, year and series.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{ApplicantKind, FaultCode, coded::coded_enum};

/// What an index begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign(String);

impl Sign {
    /// The sign of a legal entity (EDMS guide).
    const LEGAL_ENTITY: &'static str = "Ю";

    /// The sign of an individual appeal: «Ю» for a legal entity, else the first letter of the surname as a capital.
    /// `None` if the surname has no letter: the appeal is anonymous (law, art. 23).
    #[must_use]
    pub fn of_applicant(kind: ApplicantKind, surname: &str) -> Option<Self> {
        match kind {
            ApplicantKind::LegalEntity => Some(Self(Self::LEGAL_ENTITY.to_owned())),
            // Law, art. 1 and 3: an entrepreneur applies as a citizen.
            ApplicantKind::Person | ApplicantKind::Entrepreneur => {
                let letter = surname
                    .chars()
                    .find(|character| character.is_alphabetic())?;
                Some(Self(letter.to_uppercase().collect()))
            }
        }
    }

    /// The sign that the organisation has set for collective or anonymous appeals.
    #[must_use]
    pub fn of_office(sign: &str) -> Self {
        Self(sign.trim().to_owned())
    }

    /// The sign.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

coded_enum! {
    /// What is numbered together.
    #[derive(Default)]
    pub enum Series {
        /// The whole journal of the year: К-1, П-2, Ю-3.
        #[default]
        Journal = "journal",
        /// Each sign of the year by itself: К-1, П-1, К-2.
        Sign = "sign",
    }
}

impl Series {
    /// The name of the counter that a sign draws its number from.
    #[must_use]
    pub fn counter(self, sign: &Sign) -> &str {
        match self {
            Self::Journal => "",
            Self::Sign => sign.as_str(),
        }
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Letter,
    /// Filled up with zeros to so many digits.
    Number(usize),
    Year,
    YearOfTwoDigits,
}

/// How an organisation writes its indexes: text with `{letter}`, `{number}` or `{number:4}`, `{year}`, `{year2}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTemplate {
    parts: Vec<Part>,
}

/// The template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexTemplateError {
    /// Indexes would not differ.
    #[error("the template needs {{number}}: without it indexes would not differ")]
    NoNumber,
    /// A brace is not closed.
    #[error("a brace of the template is not closed")]
    NotClosed,
    /// Not one of the fields.
    #[error(
        "«{{{0}}}» is not a field: {{letter}}, {{number}}, {{number:4}}, {{year}}, {{year2}}"
    )]
    UnknownField(String),
    /// The text has characters that an index may not have, or is too long.
    #[error(
        "the text of the template may have letters, digits, spaces and the signs - / . № only, {TEMPLATE_AT_MOST} characters at most"
    )]
    Text,
}

const TEMPLATE_AT_MOST: usize = 60;

impl IndexTemplate {
    /// The index of the appeal that drew `number` in the journal of `year`.
    ///
    /// # Errors
    /// [`FaultCode::NotARegistrationIndex`] if the sign makes it something that is no index.
    pub fn fill(&self, sign: &Sign, number: u32, year: i32) -> Result<RegistrationIndex, FaultCode> {
        RegistrationIndex::parse(&self.text(sign, number, year))
    }

    /// The same, however long it gets.
    pub(super) fn text(&self, sign: &Sign, number: u32, year: i32) -> String {
        let mut index = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => index.push_str(text),
                Part::Letter => index.push_str(sign.as_str()),
                Part::Number(digits) => index.push_str(&format!("{number:0digits$}")),
                Part::Year => index.push_str(&year.to_string()),
                Part::YearOfTwoDigits => index.push_str(&format!("{:02}", year.rem_euclid(100))),
            }
        }
        index
    }
}

impl Default for IndexTemplate {
    /// `{letter}-{number}`, as the resolution on record keeping has it: К-25.
    fn default() -> Self {
        Self {
            parts: vec![Part::Letter, Part::Text("-".to_owned()), Part::Number(1)],
        }
    }
}

impl FromStr for IndexTemplate {
    type Err = IndexTemplateError;

    fn from_str(template: &str) -> Result<Self, IndexTemplateError> {
        if template.chars().count() > TEMPLATE_AT_MOST {
            return Err(IndexTemplateError::Text);
        }
        let mut parts = Vec::new();
        let mut rest = template.trim();
        while !rest.is_empty() {
            let (text, after) = rest.split_once('{').unwrap_or((rest, ""));
            if !text.chars().all(is_index_character) {
                return Err(IndexTemplateError::Text);
            }
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
            if text.len() == rest.len() {
                break;
            }
            let (field, after) = after.split_once('}').ok_or(IndexTemplateError::NotClosed)?;
            parts.push(field_part(field)?);
            rest = after;
        }
        if parts.iter().any(|part| matches!(part, Part::Number(_))) {
            Ok(Self { parts })
        } else {
            Err(IndexTemplateError::NoNumber)
        }
    }
}

fn field_part(field: &str) -> Result<Part, IndexTemplateError> {
    let digits = field
        .strip_prefix("number:")
        .and_then(|digits| digits.parse().ok());
    match field {
        "letter" => Ok(Part::Letter),
        "number" => Ok(Part::Number(1)),
        "year" => Ok(Part::Year),
        "year2" => Ok(Part::YearOfTwoDigits),
        _ => match digits {
            Some(digits @ 1..=9) => Ok(Part::Number(digits)),
            _ => Err(IndexTemplateError::UnknownField(field.to_owned())),
        },
    }
}

/// A registration index, given out or corrected by the clerk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RegistrationIndex(String);

/// Characters of an index at most.
pub(super) const INDEX_AT_MOST: usize = 50;

impl RegistrationIndex {
    /// Reads an index as the clerk typed it. Small letters stay: some journals use them.
    ///
    /// # Errors
    /// [`FaultCode::NotARegistrationIndex`] if it has no digit, other characters than letters, digits, spaces and the
    /// signs - / . №, or too many of them.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = crate::alphabet::clean(text, crate::alphabet::Lines::One);
        let fits = text.chars().count() <= INDEX_AT_MOST
            && text.chars().all(is_index_character)
            && text.chars().any(|character| character.is_ascii_digit());
        if fits {
            Ok(Self(text))
        } else {
            Err(FaultCode::NotARegistrationIndex)
        }
    }

    /// The index.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_index_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '–' | '/' | '.' | '№' | ' ')
}

impl fmt::Display for RegistrationIndex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index(template: &str, sign: &Sign, number: u32) -> String {
        let template: IndexTemplate = template.parse().unwrap();
        template
            .fill(sign, number, 2026)
            .unwrap()
            .to_string()
    }

    // REQ: REG-03
    #[test]
    fn an_index_is_the_first_letter_and_the_number() {
        let sign = |kind, surname| Sign::of_applicant(kind, surname).unwrap();
        let ivanova = sign(ApplicantKind::Person, "иванова");
        assert_eq!(index("{letter}-{number}", &ivanova, 25), "И-25");
        assert_eq!(
            IndexTemplate::default(),
            "{letter}-{number}".parse().unwrap()
        );
        assert_eq!(sign(ApplicantKind::Entrepreneur, "Ёлкин").as_str(), "Ё");
        assert_eq!(sign(ApplicantKind::LegalEntity, "").as_str(), "Ю");
        assert_eq!(sign(ApplicantKind::Person, "’Аль-Сайед").as_str(), "А");
        assert_eq!(Sign::of_applicant(ApplicantKind::Person, " - "), None);
        assert_eq!(
            index("{letter}-{number}", &Sign::of_office(" Кол "), 7),
            "Кол-7"
        );
    }

    // REQ: REG-03
    #[test]
    fn an_organisation_writes_its_indexes_by_its_own_template() {
        let sign = Sign::of_office("К");
        assert_eq!(
            index("04-12/{letter}-{number:4}", &sign, 25),
            "04-12/К-0025"
        );
        assert_eq!(
            index("№ {number}.{year2}", &sign, 1_234_567),
            "№ 1234567.26"
        );
        assert_eq!(index("{letter}{number}/{year}", &sign, 1), "К1/2026");
        for (template, error) in [
            ("{letter}", IndexTemplateError::NoNumber),
            ("", IndexTemplateError::NoNumber),
            ("{letter}-{number", IndexTemplateError::NotClosed),
            (
                "{сurname}-{number}",
                IndexTemplateError::UnknownField("сurname".into()),
            ),
            (
                "{number:99}",
                IndexTemplateError::UnknownField("number:99".into()),
            ),
            ("<{number}>", IndexTemplateError::Text),
            ("}{number}", IndexTemplateError::Text),
        ] {
            assert_eq!(template.parse::<IndexTemplate>(), Err(error), "{template}");
        }
    }

    // REQ: REG-03
    #[test]
    fn a_counter_is_the_journals_or_the_signs() {
        let sign = Sign::of_office("К");
        assert_eq!(
            (Series::Journal.counter(&sign), Series::Sign.counter(&sign)),
            ("", "К")
        );
        assert_eq!(Series::default(), Series::Journal);
    }

    // REQ: REG-03
    #[test]
    fn the_clerk_can_correct_an_index_into_another_index() {
        assert_eq!(
            RegistrationIndex::parse("  К-25/1 ").unwrap().as_str(),
            "К-25/1"
        );
        for wrong in ["", "К", "К-25;", "К-25\0", "К-25🙂", &"1".repeat(51)] {
            assert_eq!(
                RegistrationIndex::parse(wrong),
                Err(FaultCode::NotARegistrationIndex),
                "{wrong}"
            );
        }
    }

    const TEMPLATES: [&str; 5] = ["{letter}-{number}", "{number:4}/{year2}", "{letter}{number}{year}", "№ {number}.{year2}", "04-12/{number}"];

    proptest! {
        // REQ: REG-03
        #[test]
        fn two_numbers_of_a_journal_never_give_one_index(one in 1_u32..3_000_000, other in 1_u32..3_000_000, year in 2019_i32..2100, place in 0_usize..5) {
            prop_assume!(one != other);
            let template: IndexTemplate = TEMPLATES[place].parse().unwrap();
            let fill = |number| template.fill(&Sign::of_office("К"), number, year);
            prop_assert_ne!(fill(one).unwrap(), fill(other).unwrap());
        }
    }
}
