//! Correcting the registration card: index, case number, note (REG-03, REG-12, REG-13).

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, Card, CardForm};
use zvarot_domain::Action;
use zvarot_web::{FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/correct.html")]
struct CorrectPage {
    page: Page,
    frame: Frame,
}

/// `GET /work/appeals/{number}/correct`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::CorrectCard, write).await?)
}

/// `POST /work/appeals/{number}/correct`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let form = CardForm {
        registration_index: values.get("registration_index").to_owned(),
        case_number: values.get("case_number").to_owned(),
        note: values.get("note").to_owned(),
    };
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let corrected = appeals::correct_card(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out_merged(values, "corrected", corrected, merge).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame),
    }
}

/// The fields of the form.
const FIELDS: [&str; 3] = ["registration_index", "case_number", "note"];

fn present<'a>(card: &'a Card, field: &str) -> &'a str {
    let appeal = &card.appeal;
    match field {
        "registration_index" => appeal.registration_index.as_deref().unwrap_or_default(),
        "case_number" => appeal.case_number.as_deref().unwrap_or_default(),
        _ => &appeal.note,
    }
}

/// What a field held when the form was opened, as a field of its own.
fn was(field: &str) -> String {
    format!("was_{field}")
}

fn write(card: &Card) -> FormValues {
    FIELDS.iter().fold(FormValues::default(), |values, field| {
        let value = present(card, field);
        values.with(field, value).with(&was(field), value)
    })
}

/// A field that was not touched here takes what others wrote; one that was keeps what was typed.
fn merge(card: &Card, values: &mut FormValues) {
    merge_with(values, |field| present(card, field).to_owned());
}

fn merge_with(values: &mut FormValues, present: impl Fn(&str) -> String) {
    for field in FIELDS {
        let now = present(field);
        if values.trimmed(field) == values.trimmed(&was(field)) {
            values.set(field, &*now);
        }
        values.set(&was(field), now);
    }
}

fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let status = frame.status();
    let page = CorrectPage {
        page: frame.page(&desk.visit),
        frame,
    };
    frame::show(status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form opened when the card held `was`, in which `typed` was typed.
    fn form(was_value: &str, typed: &str) -> FormValues {
        FIELDS.iter().fold(FormValues::default(), |values, field| {
            values.with(field, typed).with(&was(field), was_value)
        })
    }

    // REQ: REG-12
    #[test]
    fn after_a_conflict_only_what_was_typed_here_differs_from_the_card() {
        for (was_value, typed, now, expected) in [
            ("", "", "02-15", "02-15"),
            ("01", "01", "02-15", "02-15"),
            ("01", "03", "02-15", "03"),
            ("01", "", "02-15", ""),
        ] {
            let mut values = form(was_value, typed);
            merge_with(&mut values, |_| now.to_owned());
            for field in FIELDS {
                assert_eq!(values.get(field), expected, "{was_value} {typed}");
                assert_eq!(values.get(&was(field)), now);
            }
        }
    }
}
