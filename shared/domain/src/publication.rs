//! Publishing an answer for whoever has the same question (BEY-01): what is typed, and that it is nobody's personal data
//! (law, art. 5). What looks like personal data is not published; whoever publishes has read the text besides.

mod compared;
mod forms;
mod names;
mod private;

pub use compared::{Compared, asked, general};
pub(crate) use forms::Name;
pub(crate) use names::words;
pub use private::Private;

use crate::{Fault, FaultCode, Faults, read_free};

/// Characters of a title at most.
pub const TITLE_LENGTH: usize = 150;
/// Characters of a question at most.
pub const QUESTION_LENGTH: usize = 5_000;
/// Characters of an answer at most.
pub const ANSWER_LENGTH: usize = 20_000;
/// Characters of what may be said in the text at most.
pub const OFFICIAL_LENGTH: usize = 1_000;

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct PublicationForm {
    pub title: String,
    pub question: String,
    pub answer: String,
    /// Names, telephone numbers and addresses of offices and officials that may stand in the text; none of the applicant's.
    pub official: String,
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

impl PublicationForm {
    /// The text, read for the look at it before; the confirmation is not asked for yet.
    ///
    /// # Errors
    /// Faults of `title`, `question`, `answer`, `official`; [`FaultCode::PersonalData`] names what was found.
    pub fn read(&self, private: &Private) -> Result<Published, Faults> {
        let mut faults = Faults::new();
        let official = match self.official.trim() {
            "" => String::new(),
            typed => read_free("official", typed, OFFICIAL_LENGTH, &mut faults),
        };
        let mut text = |field: &str, typed: &str, longest: usize| {
            let before = faults.len();
            let text = read_free(field, typed, longest, &mut faults);
            if faults.len() == before {
                let found = private.found_in(&text, &official);
                faults.extend((!found.is_empty()).then(|| Fault::new(field, FaultCode::PersonalData).with("found", found.join(", "))));
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
    /// As [`PublicationForm::read`]; [`FaultCode::NotTicked`] of `reviewed`.
    pub fn reviewed(&self, private: &Private) -> Result<Published, Faults> {
        let published = self.read(private)?;
        if self.reviewed { Ok(published) } else { Err(vec![Fault::new("reviewed", FaultCode::NotTicked)]) }
    }
}

#[cfg(test)]
mod tests;
