//! Resolutions on the officials' pages (REV-02 to REV-06): the part of the card, the forms, «Задачи» and the words of the
//! history.

mod form;
pub mod part;
mod result;
mod step;
mod tasks;

use std::collections::HashMap;

use axum::extract::Path;
pub use form::{edit, new, submit_edit, submit_new};
pub use result::{consolidated, result, submit_consolidated, submit_result};
use serde_json::Value as Json;
pub use step::{judge, page as step, submit as submit_step, submit_judge};
pub use tasks::page as tasks;
use zvarot_actions::ActionError;
use zvarot_actions::appeals::Card;
use zvarot_actions::appeals::resolutions::Branch;
use zvarot_domain::resolution::Step;
use zvarot_domain::{Refusal, ResolutionId, TaskId};
use zvarot_locale::Texts;
use zvarot_web::{FormValues, PageError};

use super::desk::Desk;
use super::frame::{self, Frame};
use super::history::{date, pair, text};

/// The parts of the address of a form.
pub type Parts = Path<HashMap<String, String>>;

fn resolution_of(parts: &HashMap<String, String>) -> Result<ResolutionId, PageError> {
    let id = parts.get("resolution").and_then(|id| id.parse().ok());
    id.ok_or(PageError::NotFound)
}

fn task_of(parts: &HashMap<String, String>) -> Result<TaskId, PageError> {
    let id = parts.get("task").and_then(|id| id.parse().ok());
    id.ok_or(PageError::NotFound)
}

/// A resolution of the card's that the official sees.
fn branch(card: &Card, id: ResolutionId) -> Result<&Branch, PageError> {
    let found = card.tree.branches.iter().find(|branch| branch.resolution.id == id);
    found.ok_or(PageError::NotFound)
}

/// The form of a step on a fresh page; `version` is what the step stands on. Error: what is in the way.
async fn open(
    desk: &Desk,
    id: ResolutionId,
    step: Step,
    values: impl FnOnce(&Branch) -> FormValues,
    version: fn(&Branch, &Desk) -> Option<i32>,
) -> Result<Frame, PageError> {
    let card = desk.card().await?;
    let found = branch(&card, id)?;
    let values = values(found);
    let values = values.with("at", version(found, desk).unwrap_or_default().to_string());
    let rules = found.resolution.rules();
    let frame = desk.open(step.action(), |card| seen(card, values)).await?;
    let after = rules.after(step, desk.actor().account());
    after.map_err(|why| ActionError::from(Refusal::Resolution { action: step.action(), why }))?;
    Ok(frame)
}

/// With what the official has seen of the history, so that a conflict shows what came since.
fn seen(card: &Card, values: FormValues) -> FormValues {
    let last = card.history.last().map_or(0, |event| event.id.0);
    values.with("seen", last.to_string())
}

/// The version that the form was opened at.
fn version_at(values: &FormValues) -> Result<i32, PageError> {
    values.get("at").parse().map_err(|_| PageError::BadRequest)
}

/// After a conflict the form stands under the present version.
fn renew(
    desk: &Desk,
    id: ResolutionId,
    version: fn(&Branch, &Desk) -> Option<i32>,
) -> impl FnOnce(&Card, &mut FormValues) {
    move |card, values| {
        if let Ok(found) = branch(card, id) {
            values.set("at", version(found, desk).unwrap_or_default().to_string());
        }
        let last = card.history.last().map_or(0, |event| event.id.0);
        values.set("seen", last.to_string());
    }
}

/// The version of the resolution.
fn of_resolution(branch: &Branch, _: &Desk) -> Option<i32> {
    Some(branch.resolution.version)
}

/// The version of the reader's own task.
fn of_own_task(branch: &Branch, desk: &Desk) -> Option<i32> {
    branch.resolution.task_of(desk.actor().account()).map(|task| task.version)
}

/// With labels of the forms here.
fn labelled(frame: &mut Frame, texts: &Texts) {
    const LABELS: &[(&str, &str)] = &[
        ("text", "resolution-text"),
        ("executors", "resolution-executors"),
        ("responsible", "resolution-responsible-choose"),
        ("new_due_on", "resolution-new-due-on"),
        ("new_due_reason", "resolution-new-due-reason"),
        ("head", "resolution-head"),
        ("signer", "resolution-signer"),
        ("files", "work-files"),
        ("reason", "work-reason"),
    ];
    frame.form = std::mem::take(&mut frame.form).labelled(LABELS, texts);
}

/// `/work/appeals/1234567890/resolutions/…`
fn path_of(card: &Card, id: ResolutionId) -> String {
    format!("{}/resolutions/{id}", frame::card_path(card.appeal.number))
}

/// What belongs to an entry of the history about a resolution.
pub fn told(data: &Json, texts: &Texts, lines: &mut Vec<String>) {
    let line = |key: &str, value: String| texts.with(key, &[("value", value)]);
    lines.push(line("work-event-resolution-number", data["no"].to_string()));
    for executor in data["executors"].as_array().into_iter().flatten() {
        let mut name = text(executor, "name");
        if executor["outside"] == true {
            name = format!("{name}, {}", pair(executor, "organisation", texts));
        }
        let key = if executor["responsible"] == true {
            "work-event-resolution-responsible"
        } else {
            "work-event-resolution-executor"
        };
        lines.push(texts.with(key, &[("name", name), ("date", date(executor, "due_on", texts))]));
    }
    for (name, key) in [
        ("head", "work-event-resolution-head"),
        ("drafted_by", "work-event-resolution-drafted-by"),
        ("signer", "work-event-resolution-signer"),
        ("executor", "work-event-resolution-whose"),
        ("reason", "work-event-reason"),
    ] {
        let value = text(data, name);
        if !value.is_empty() {
            lines.push(line(key, value));
        }
    }
    if data["signed"] == true {
        lines.push(texts.get("work-event-resolution-signed").into_owned());
    }
    let words = text(data, "text");
    if !words.is_empty() {
        lines.push(words);
    }
}
