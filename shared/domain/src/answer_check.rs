//! What an official is warned of before a text goes to the applicant (BEY-08): warnings, never obstacles. Each rule says something only
//! where a text lets it be known; an answer that is in files alone has nothing to be read.

mod personal_data;
mod questions;

pub(crate) use personal_data::{email_addresses, is_capitalised, is_patronymic, phone_numbers};
pub use personal_data::{PersonalData, personal_data};
pub use questions::unanswered;

use crate::{Locale, Outcome, alphabet, coded::coded_enum};

coded_enum! {
    /// What may be wrong with an answer.
    pub enum AnswerWarning {
        /// It is not in the language of the appeal (law, art. 18, item 5).
        OtherLanguage = "other_language",
        /// It refuses, wholly or in part, and does not say how to appeal against it (law, art. 18).
        NoOrderOfAppealing = "no_order_of_appealing",
        /// It leaves the appeal without consideration and does not say how to appeal against that (law, art. 20).
        LeavingWithoutOrder = "leaving_without_order",
        /// Whoever is to consider a complaint may be the one it is about (BEY-05; law, art. 10).
        ComplainedExecutor = "complained_executor",
        /// The same of who gives the resolution on it.
        ComplainedHead = "complained_head",
        /// The same of who signs the answer or the result.
        ComplainedSignatory = "complained_signatory",
        /// A question of the appeal is not spoken of.
        UnansweredQuestion = "unanswered_question",
        /// A mobile or foreign phone number that is not the applicant's.
        ForeignPhone = "foreign_phone",
        /// An e-mail address that is not the applicant's.
        ForeignEmail = "foreign_email",
        /// An identification number that is not the applicant's.
        ForeignIdentification = "foreign_identification",
        /// A full name that is not the applicant's.
        ForeignName = "foreign_name",
    }
}

/// A warning with the places of the texts that it is about; none where it is about the whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    pub warning: AnswerWarning,
    pub found: Vec<String>,
}

/// What an answer is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The language of the appeal.
    pub locale: Locale,
    pub content: &'a str,
    /// What the applicant knows besides the appeal: the own name, address, contacts; the organisation's contacts.
    pub known: &'a [&'a str],
}

/// What a text is for the applicant: not every rule holds for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The answer, with its outcome.
    Answer(Outcome),
    /// An answer while the appeal is still considered: its questions may wait (REV-06, REV-09). Whether it refuses anything its
    /// words tell.
    Interim,
    /// A question to the applicant (REV-09).
    Question,
    /// Why the appeal is left without consideration (law, art. 15); `told`: the applicant is notified.
    Leaving {
        /// Law, art. 15, point 4.
        told: bool,
    },
}

/// Roots of the words of a refusal: Russian «отказано», «отказываем», «отказать»; Belarusian «адмоўлена», «адмаўляем», «адмовіць».
const REFUSING: [&str; 6] = ["отказано", "отказыва", "отказать", "адмоўлен", "адмаўля", "адмовіц"];

/// Roots of the words for appealing against a decision: Russian «обжаловать», «обжалование»; Belarusian «абскардзіць»,
/// «абскарджанне».
const APPEALING: [&str; 2] = ["обжал", "абскар"];

/// The warnings of a text, in the order in which they are shown.
#[must_use]
pub fn examine(appeal: &Answered<'_>, purpose: Purpose, answer: &str) -> Vec<Warned> {
    if answer.trim().is_empty() {
        return Vec::new();
    }
    let mut warned = Vec::new();
    let mut warn = |warning, found| warned.push(Warned { warning, found });
    if alphabet::language(answer, appeal.locale) != appeal.locale {
        warn(AnswerWarning::OtherLanguage, Vec::new());
    }
    let lower = answer.to_lowercase();
    let speaks_of = |roots: &[&str]| roots.iter().any(|root| lower.contains(root));
    let lacks_order = match purpose {
        Purpose::Answer(Outcome::Refused | Outcome::PartlySatisfied) => Some(AnswerWarning::NoOrderOfAppealing),
        Purpose::Interim if speaks_of(&REFUSING) => Some(AnswerWarning::NoOrderOfAppealing),
        Purpose::Leaving { told: true } => Some(AnswerWarning::LeavingWithoutOrder),
        _ => None,
    };
    if let Some(warning) = lacks_order.filter(|_| !speaks_of(&APPEALING)) {
        warn(warning, Vec::new());
    }
    let questions = match purpose {
        Purpose::Answer(_) => unanswered(appeal.content, answer),
        _ => Vec::new(),
    };
    if !questions.is_empty() {
        warn(AnswerWarning::UnansweredQuestion, questions);
    }
    let known: Vec<&str> = appeal.known.iter().copied().chain([appeal.content]).collect();
    let PersonalData { phones, emails, identification_numbers, names } = personal_data(answer, &known);
    for (warning, found) in [
        (AnswerWarning::ForeignPhone, phones),
        (AnswerWarning::ForeignEmail, emails),
        (AnswerWarning::ForeignIdentification, identification_numbers),
        (AnswerWarning::ForeignName, names),
    ] {
        if !found.is_empty() {
            warn(warning, found);
        }
    }
    warned
}

#[cfg(test)]
mod tests;
