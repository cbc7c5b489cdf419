//! Letter templates (REV-11): text with fields in braces that an appeal's card fills in. A field that there is not is a
//! fault of the template, told when it is written and never in a letter.

use crate::{Fault, FaultCode, coded::coded_enum};

coded_enum! {
    /// What a template may ask of the card: `{number}`.
    pub enum LetterField {
        /// № в СО.
        Number = "number",
        /// Registration index.
        Index = "index",
        /// The applicant's name.
        Applicant = "applicant",
        /// The applicant's address.
        Address = "address",
        /// The day of submission.
        Submitted = "submitted",
        /// The day of registration.
        Registered = "registered",
        /// The last day of the review term.
        Due = "due",
        /// The topic's name.
        Topic = "topic",
        /// The organisation's name.
        Organisation = "organisation",
        /// The official who writes.
        Official = "official",
        /// The present day.
        Today = "today",
    }
}

/// Characters of a template's text.
pub const LETTER_LENGTH: usize = 20_000;
/// Characters of a template's name.
pub const LETTER_NAME_LENGTH: usize = 200;

/// A piece of a template.
enum Piece<'a> {
    Text(&'a str),
    Field(LetterField),
    /// In braces and no field.
    Unknown(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(Piece::Text(before));
        let Some((name, behind)) = after.split_once('}') else {
            pieces.push(Piece::Unknown(after));
            return pieces;
        };
        pieces.push(LetterField::from_code(name.trim()).map_or(Piece::Unknown(name), Piece::Field));
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// Looks whether every brace of a template holds a field.
///
/// # Errors
/// [`FaultCode::UnknownField`] with the `name` of the first that does not.
pub fn check(field: &str, text: &str) -> Result<(), Fault> {
    let unknown = pieces(text).into_iter().find_map(|piece| match piece {
        Piece::Unknown(name) => Some(name.chars().take(30).collect::<String>()),
        Piece::Text(_) | Piece::Field(_) => None,
    });
    match unknown {
        Some(name) => Err(Fault::new(field, FaultCode::UnknownField).with("name", format!("{{{name}}}"))),
        None => Ok(()),
    }
}

/// The letter. What the card does not have is a line to be filled by hand.
pub fn fill(text: &str, value: impl Fn(LetterField) -> String) -> String {
    let filled = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Field(field) => Some(value(field)).filter(|value| !value.is_empty()).unwrap_or_else(|| "________".to_owned()),
        Piece::Unknown(name) => format!("{{{name}}}"),
    });
    filled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REV-11
    #[test]
    fn fields_are_filled_and_what_fills_them_is_no_template_itself() {
        let filled = fill("Уважаемый {applicant}! На { index } от {due}.", |field| match field {
            LetterField::Applicant => "{number} Купава".to_owned(),
            LetterField::Index => "К-25".to_owned(),
            _ => String::new(),
        });
        assert_eq!(filled, "Уважаемый {number} Купава! На К-25 от ________.");
    }

    // REQ: REV-11
    #[test]
    fn an_unknown_field_is_named() {
        for field in LetterField::ALL {
            assert_eq!(check("text", &format!("Текст {{{field}}}.")), Ok(()));
        }
        for (text, name) in [("{surname}", "{surname}"), ("{}", "{}"), ("до {number", "{number}"), ("{number} {Index}", "{Index}")] {
            let fault = check("text", text).expect_err(text);
            assert_eq!((fault.code, &fault.params["name"]), (FaultCode::UnknownField, &name.into()), "{text}");
        }
    }
}
