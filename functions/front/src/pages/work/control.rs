//! Control and filing (REG-12, REG-13): under control and off it, case, volume and sheets, the answer announced at a
//! reception.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, ControlForm};
use zvarot_domain::{Action, Form};
use zvarot_store::cards::{self, CardDetails};
use zvarot_web::{FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/control.html")]
struct ControlPage {
    page: Page,
    frame: Frame,
    /// An answer is announced at a reception only.
    oral: bool,
}

/// `GET /work/appeals/{number}/control`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let card = desk.card().await?;
    let mut connection = desk.front.store.pool().acquire().await?;
    let details = cards::get(&mut connection, card.appeal.id).await?;
    drop(connection);
    let case_number = card.appeal.case_number;
    let values = |_: &_| write(&details, case_number.as_deref());
    show(&desk, desk.open(Action::MarkControl, values).await?)
}

/// `POST /work/appeals/{number}/control`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let text = |name: &str| values.get(name).to_owned();
    let form = ControlForm {
        controlled: values.get("controlled") == "yes",
        control_lifted_on: text("control_lifted_on"),
        case_number: text("case_number"),
        case_volume: text("case_volume"),
        case_sheets: text("case_sheets"),
        announced_on: text("announced_on"),
    };
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let marked = appeals::mark_control(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out(values, "control", marked).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame),
    }
}

fn write(details: &CardDetails, case_number: Option<&str>) -> FormValues {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let controlled = if details.controlled_since.is_some() { "yes" } else { "" };
    FormValues::default()
        .with("controlled", controlled)
        .with("control_lifted_on", day(details.control_lifted_on))
        .with("case_number", text(case_number))
        .with("case_volume", text(details.case_volume.as_deref()))
        .with("case_sheets", text(details.case_sheets.as_deref()))
        .with("announced_on", day(details.announced_on))
}

fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let status = frame.status();
    let page = ControlPage {
        page: frame.page(&desk.visit),
        oral: frame.card.appeal.form == Form::Oral,
        frame,
    };
    frame::show(status, &page)
}
