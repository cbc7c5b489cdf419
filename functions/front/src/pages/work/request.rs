//! Asking another organisation about an appeal, and ordering a subordinate one (CTL-01, CTL-02, CTL-07): text, files and term,
//! and what of the appeal the other side may read.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, RequestForm};
use zvarot_domain::{Action, AssignmentKind, UploadPurpose, assignment::AssignmentForm, minsk};
use zvarot_web::{FormValues, FormWithFiles, Page, PageError};

use super::desk::Desk;
use super::frame::{self, Frame};
use super::letters::Letters;
use crate::pages::pickers::{self, Picker};

/// The field of the receiver.
const RECEIVER: &str = "receiver";

#[derive(Template)]
#[template(path = "work/request.html")]
struct RequestPage {
    page: Page,
    frame: Frame,
    /// An order goes to subordinate organisations of the system only.
    order: bool,
    picker: Picker,
    letters: Letters,
    /// The last day that the term may be; none: the appeal has no term.
    limit: Option<String>,
}

/// `GET /work/appeals/{number}/request`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    open(&desk, AssignmentKind::Request).await
}

/// `GET /work/appeals/{number}/order`
pub async fn order(desk: Desk) -> Result<Response, PageError> {
    open(&desk, AssignmentKind::Order).await
}

/// `POST /work/appeals/{number}/request`
pub async fn submit(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    send(&desk, AssignmentKind::Request, posted).await
}

/// `POST /work/appeals/{number}/order`
pub async fn submit_order(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    send(&desk, AssignmentKind::Order, posted).await
}

/// For which of the two forms the files are uploaded.
const fn purpose_of(kind: AssignmentKind) -> UploadPurpose {
    match kind {
        AssignmentKind::Order => UploadPurpose::Order,
        _ => UploadPurpose::Request,
    }
}

async fn open(desk: &Desk, kind: AssignmentKind) -> Result<Response, PageError> {
    let action = match kind {
        AssignmentKind::Order => Action::SendOrder,
        _ => Action::SendRequest,
    };
    show(desk, kind, desk.open(action, |_| FormValues::default()).await?).await
}

async fn send(
    desk: &Desk,
    kind: AssignmentKind,
    posted: FormWithFiles,
) -> Result<Response, PageError> {
    let values = match desk.receive(purpose_of(kind), posted, |_| {}).await? {
        Ok(values) => values,
        Err(frame) => return show(desk, kind, *frame).await,
    };
    let text = |name: &str| values.get(name).to_owned();
    let form = RequestForm {
        kind,
        receiver: text(RECEIVER),
        typed: AssignmentForm {
            text: text("text"),
            due_on: text("due_on"),
            outside: text("outside"),
        },
        shows_content: values.get("shows_content") == "yes",
        shows_applicant: values.get("shows_applicant") == "yes",
    };
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let sent = appeals::send_assignment(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out(values, kind.code(), sent).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(desk, kind, *frame).await,
    }
}

async fn show(desk: &Desk, kind: AssignmentKind, frame: Frame) -> Result<Response, PageError> {
    let values = frame.form.values();
    let search = values.filled(&format!("{RECEIVER}_query"));
    let search = search.filter(|_| values.trimmed(RECEIVER).is_empty() || values.has("find"));
    let mut connection = desk.front.store.pool().acquire().await?;
    let chosen = values.get(RECEIVER);
    let picker =
        pickers::organisation(&mut connection, desk.texts(), chosen, search.as_deref()).await?;
    drop(connection);
    let status = frame.status();
    let (texts, today) = (desk.texts(), minsk::date(desk.visit.now()));
    let due = frame.card.appeal.answer_by();
    let page = RequestPage {
        page: frame.page(&desk.visit),
        limit: due.map(|due| texts.date_with_weekday(due.max(today))),
        order: kind == AssignmentKind::Order,
        picker,
        letters: desk.letters(&frame, purpose_of(kind)).await?,
        frame,
    };
    frame::show(status, &page)
}
