//! What an official is called (должность): it belongs to the place in an organisation and stands under letters (REV-10).

use crate::{
    Faults, Locale,
    signatory::SIGNATORY_LENGTH,
    text_field::{TextRule, read_text},
};

/// A job title, given in one of the two languages at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobTitle {
    ru: String,
    be: String,
}

impl JobTitle {
    /// Of what is kept of it; empty: not given in this language. None: not given at all.
    #[must_use]
    pub fn of(ru: String, be: String) -> Option<Self> {
        (!ru.is_empty() || !be.is_empty()).then_some(Self { ru, be })
    }

    /// In this language, if it was given in it.
    #[must_use]
    pub fn given_in(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.ru,
            Locale::Be => &self.be,
        }
    }

    /// As it stands under a letter in this language; where it was not given in it, in the other.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        match self.given_in(locale) {
            "" => self.given_in(locale.other()),
            given => given,
        }
    }

    /// As it stands after a name and a comma: it begins with a small letter, if it does not begin with an abbreviation.
    #[must_use]
    pub fn after_a_name(&self, locale: Locale) -> String {
        let name = self.name(locale);
        let mut letters = name.chars();
        match (letters.next(), letters.next()) {
            (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(name.chars().skip(1)).collect(),
            _ => name.to_owned(),
        }
    }
}

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct JobTitleForm {
    pub title_ru: String,
    pub title_be: String,
}

impl JobTitleForm {
    /// None: both are empty.
    ///
    /// # Errors
    /// `title_ru` or `title_be` is too long, or has characters that do not belong to the two languages.
    pub fn read(&self) -> Result<Option<JobTitle>, Faults> {
        let (mut faults, rule) = (Faults::new(), TextRule::line(SIGNATORY_LENGTH).optional());
        let ru = read_text("title_ru", &self.title_ru, rule, &mut faults);
        let be = read_text("title_be", &self.title_be, rule, &mut faults);
        if faults.is_empty() { Ok(JobTitle::of(ru, be)) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FaultCode;

    fn read(ru: &str, be: &str) -> Result<Option<JobTitle>, Faults> {
        JobTitleForm { title_ru: ru.to_owned(), title_be: be.to_owned() }.read()
    }

    // REQ: REV-10
    // REQ: REF-03
    #[test]
    fn a_title_missing_in_one_language_is_that_of_the_other() {
        let both = read(" Председатель  исполкома ", "Старшыня выканкама").unwrap().unwrap();
        assert_eq!(Locale::ALL.map(|locale| both.name(locale).to_owned()), ["Председатель исполкома", "Старшыня выканкама"]);
        let one = read("", "Старшыня выканкама").unwrap().unwrap();
        assert_eq!((one.name(Locale::Ru), one.given_in(Locale::Ru)), ("Старшыня выканкама", ""));
        let one = read("Председатель", "").unwrap().unwrap();
        assert_eq!(one.name(Locale::Be), "Председатель");
        assert_eq!(read(" ", "").unwrap(), None);
    }

    // REQ: ORG-03
    #[test]
    fn what_is_too_long_or_of_another_alphabet_is_named_by_its_field() {
        let faults = |ru: &str, be: &str| -> Vec<(String, FaultCode)> {
            read(ru, be).unwrap_err().into_iter().map(|fault| (fault.field, fault.code)).collect()
        };
        let long = "Я".repeat(SIGNATORY_LENGTH + 1);
        assert_eq!(faults(&long, "Director"), [
            ("title_ru".to_owned(), FaultCode::TooLong),
            ("title_be".to_owned(), FaultCode::ForeignCharacters)
        ]);
        assert_eq!(faults("12 - 7", ""), [("title_ru".to_owned(), FaultCode::NoLetters)]);
        assert!(read(&long[..SIGNATORY_LENGTH * 2], "").is_ok());
    }

    #[test]
    fn after_a_name_it_begins_small_unless_it_is_an_abbreviation() {
        for (title, written) in [
            ("Начальник управления ЖКХ", "начальник управления ЖКХ"),
            ("ИТ-директор", "ИТ-директор"),
            ("врач", "врач"),
            ("И. о. директора", "И. о. директора"),
            ("Я", "Я"),
        ] {
            assert_eq!(JobTitle::of(title.to_owned(), String::new()).unwrap().after_a_name(Locale::Ru), written);
        }
    }
}
