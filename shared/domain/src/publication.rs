//! Publishing an answer for whoever has the same question (BEY-01): what is typed, and that it is nobody's personal data
//! (law, art. 5). What looks like personal data is not published; whoever publishes has read the text besides.

use crate::{Fault, FaultCode, Faults, answer_check::personal_data};

/// Characters of a title at most.
pub const TITLE_LENGTH: usize = 150;
/// Characters of a question at most.
pub const QUESTION_LENGTH: usize = 5_000;
/// Characters of an answer at most.
pub const ANSWER_LENGTH: usize = 20_000;

/// A surname's ending, which declension changes.
const ENDING: usize = 2;

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct PublicationForm {
    pub title: String,
    pub question: String,
    pub answer: String,
    /// Whether the official says that the text was read and holds nobody's personal data.
    pub reviewed: bool,
}

/// A text that may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub title: String,
    pub question: String,
    pub answer: String,
}

/// What the text must not give away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Private<'a> {
    /// Surnames: of the applicant, of whom the appeal complains about.
    pub surnames: &'a [&'a str],
    /// Texts whose telephone numbers and addresses are everybody's: the organisation's own contacts.
    pub public: &'a [&'a str],
}

impl PublicationForm {
    /// The text, read for the look at it before; the confirmation is not asked for yet.
    ///
    /// # Errors
    /// Faults of `title`, `question`, `answer`; [`FaultCode::PersonalData`] names what was found.
    pub fn read(&self, private: &Private<'_>) -> Result<Published, Faults> {
        let mut faults = Faults::new();
        let mut text = |field: &str, typed: &str, longest: usize| {
            let text = typed.trim().replace("\r\n", "\n");
            if let Some(fault) = fault(field, &text, longest, private) {
                faults.push(fault);
            }
            text
        };
        let published = Published {
            title: text("title", &self.title, TITLE_LENGTH),
            question: text("question", &self.question, QUESTION_LENGTH),
            answer: text("answer", &self.answer, ANSWER_LENGTH),
        };
        if faults.is_empty() { Ok(published) } else { Err(faults) }
    }

    /// The text, to be published now.
    ///
    /// # Errors
    /// As [`PublicationForm::read`]; [`FaultCode::Required`] of `reviewed`.
    pub fn reviewed(&self, private: &Private<'_>) -> Result<Published, Faults> {
        let published = self.read(private)?;
        if self.reviewed { Ok(published) } else { Err(vec![Fault::new("reviewed", FaultCode::Required)]) }
    }
}

fn fault(field: &str, text: &str, longest: usize, private: &Private<'_>) -> Option<Fault> {
    let length = text.chars().count();
    let control = text.chars().filter(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')).count();
    if text.is_empty() {
        return Some(Fault::new(field, FaultCode::Required));
    }
    if length > longest {
        return Some(Fault::new(field, FaultCode::TooLong).with("max", longest).with("over", length - longest));
    }
    if control > 0 {
        return Some(Fault::new(field, FaultCode::ControlCharacters).with("count", control));
    }
    let found = found_in(text, private);
    (!found.is_empty()).then(|| Fault::new(field, FaultCode::PersonalData).with("found", found.join(", ")))
}

/// What in a text looks like somebody's personal data, as it is written.
fn found_in(text: &str, private: &Private<'_>) -> Vec<String> {
    let data = personal_data(text, private.public);
    let mut found: Vec<String> =
        [data.phones, data.emails, data.identification_numbers, data.names].into_iter().flatten().collect();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter(|word| !word.is_empty()).collect();
    for word in &words {
        let named = private.surnames.iter().any(|surname| is_surname(word, surname));
        let known = found.iter().any(|one| one.contains(word));
        if named && !known {
            found.push((*word).to_owned());
        }
    }
    found.extend(words.windows(2).filter(|pair| is_flat(pair[0]) && begins_with_digit(pair[1])).map(|pair| pair.join(" ")));
    found
}

/// Whether a word is a form of a surname: a capital letter, the same but for the ending.
fn is_surname(word: &str, surname: &str) -> bool {
    let lower = |text: &str| text.to_lowercase().replace('ё', "е");
    let (word_lower, surname) = (lower(word), lower(surname.trim()));
    let length = surname.chars().count();
    if length < 3 || !word.chars().next().is_some_and(char::is_uppercase) {
        return false;
    }
    let stem: String = surname.chars().take(length.saturating_sub(ENDING).max(3)).collect();
    word_lower.strip_prefix(&stem).is_some_and(|ending| ending.chars().count() <= ENDING + 2)
}

/// «кв. 12», «квартира 12», «в квартире 12»; Belarusian «кватэра».
fn is_flat(word: &str) -> bool {
    let word = word.to_lowercase();
    word == "кв" || (word.starts_with("квартир") || word.starts_with("кватэр")) && word.chars().count() <= 10
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(question: &str) -> PublicationForm {
        let (title, answer) = ("Ремонт крыш".to_owned(), "Крыша будет отремонтирована до зимы.".to_owned());
        PublicationForm { title, question: question.to_owned(), answer, reviewed: true }
    }

    // REQ: BEY-01
    #[test]
    fn nobodys_personal_data_are_published() {
        let private = Private { surnames: &["Купава", "Ёлкин"], public: &["Телефон +375 29 111-22-33"] };
        for (question, found) in [
            ("Звоните мне: +375 29 765-43-21.", "+375 29 765-43-21"),
            ("Пишите на kupava@people.example.", "kupava@people.example"),
            ("Мой номер 3140583A001PB7.", "3140583A001PB7"),
            ("Сосед Иванов Пётр Сергеевич шумит.", "Иванов Пётр Сергеевич"),
            ("Обращается Купава: течет крыша.", "Купава"),
            ("У Купавы течет крыша.", "Купавы"),
            ("Инспектор Елкиным назвался.", "Елкиным"),
            ("В квартире 12 течет потолок.", "квартире 12"),
            ("Садовая, 7, кв. 12.", "кв 12"),
        ] {
            let faults = form(question).reviewed(&private).unwrap_err();
            let fault = Fault::new("question", FaultCode::PersonalData).with("found", found);
            assert_eq!(faults, [fault], "{question}");
        }
        for question in ["Когда отремонтируют крышу?", "Телефон справок +375 29 111-22-33 не отвечает.", "Купил квартиру, когда газ?"] {
            assert!(form(question).reviewed(&private).is_ok(), "{question}");
        }
    }

    // REQ: BEY-01
    #[test]
    fn a_text_is_published_whole_and_after_somebody_has_read_it() {
        let private = Private::default();
        let unread = PublicationForm { reviewed: false, ..form("Когда?") };
        assert!(unread.read(&private).is_ok());
        assert_eq!(unread.reviewed(&private), Err(vec![Fault::new("reviewed", FaultCode::Required)]));
        let wrong = |form: PublicationForm| form.read(&private).unwrap_err().into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>();
        let empty = wrong(PublicationForm::default());
        assert_eq!(empty, ["title", "question", "answer"].map(|field| (field.to_owned(), FaultCode::Required)));
        assert_eq!(wrong(form("а\0б")), [("question".to_owned(), FaultCode::ControlCharacters)]);
        assert_eq!(wrong(form(&"а".repeat(QUESTION_LENGTH + 1))), [("question".to_owned(), FaultCode::TooLong)]);
    }
}
