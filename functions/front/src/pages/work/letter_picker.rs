//! Letter templates in the forms of answers, messages, notices and covering letters (REV-11): chosen from a list and put behind what is typed already. The button
//! sends the form, so it works without scripts and nothing typed is lost.

use zvarot_actions::letter_templates;
use zvarot_web::{Choice, FormValues, PageError};

use super::desk::Desk;
use super::frame::Frame;

/// The templates of the appeal's language; empty: there are none.
pub async fn choices(desk: &Desk, frame: &Frame) -> Result<Vec<Choice>, PageError> {
    let mut connection = desk.front.store.pool().acquire().await?;
    let templates = letter_templates::usable(&mut connection, &frame.card).await?;
    let for_all = desk.texts().get("letter-of-operator");
    let named = templates.into_iter().map(|template| {
        let name = if template.organisation_id.is_some() { template.name } else { format!("{} ({for_all})", template.name) };
        Choice::new(template.id.to_string(), name)
    });
    Ok(named.collect())
}

/// The form again; with the chosen template behind what was typed in a field, where its button was pressed.
pub async fn again(desk: &Desk, frame: Frame, field: &str) -> Result<Frame, PageError> {
    if frame.form.has_faults() || !frame.form.values().has("insert") {
        return Ok(frame);
    }
    let mut values = frame.form.values().clone();
    insert(desk, &mut values, field).await?;
    desk.again(values).await
}

/// Puts the chosen template behind the typed text of a field, where the button was pressed.
pub async fn insert(desk: &Desk, values: &mut FormValues, field: &str) -> Result<(), PageError> {
    if !values.has("insert") {
        return Ok(());
    }
    let id = values.get("template").parse().map_err(|_| PageError::BadRequest)?;
    let card = desk.card().await?;
    let mut connection = desk.front.store.pool().acquire().await?;
    let letter = letter_templates::filled(&mut connection, &desk.cause, desk.actor(), &card, id).await?;
    let typed = values.get(field).trim_end().to_owned();
    let text = if typed.is_empty() { letter } else { format!("{typed}\n\n{letter}") };
    values.set(field, text);
    Ok(())
}
