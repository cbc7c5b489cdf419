//! `/work/assignments/{id}`: what was asked or ordered, all that was said since, and what the reader's side does next
//! (CTL-01, CTL-02, CTL-04, CTL-07). The receiver reads what was sent to it, never the card.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use zvarot_actions::appeals::{self, StepForm, Thread};
use zvarot_domain::{Action, AssignmentId, Faults};
use zvarot_store::assignments::Side;
use zvarot_store::files::Holder;
use zvarot_web::{FormState, FormValues, FormWithFiles, Official, Page, PageError, Visit};

use super::super::frame::{self, Back};
use super::super::letters::{self, Letters};
use super::{ShownAssignment, ShownStep, path, shown};
use crate::context::Front;
use crate::pages::uploads::ShownFile;

/// The fields, with the keys of their labels.
const LABELS: &[(&str, &str)] =
    &[("text", "assignment-text"), ("due_on", "assignment-new-term"), ("files", "work-files")];

/// A step with its files.
struct StepWithFiles {
    step: ShownStep,
    files: Vec<ShownFile>,
}

/// A button: the code of the action and the key of its words.
struct Button {
    code: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "work/assignments/one.html")]
struct OnePage {
    page: Page,
    thread: Thread,
    shown: ShownAssignment,
    sender: String,
    receiver: String,
    steps: Vec<StepWithFiles>,
    form: FormState,
    letters: Letters,
    buttons: Vec<Button>,
    /// A new term can be set.
    may_order_again: bool,
    /// Where the reader's own card of the appeal is.
    card: Option<String>,
    /// The other side, or a colleague, was faster.
    conflict: bool,
    /// Why it is not possible.
    refused: Option<String>,
}

/// `GET /work/assignments/{id}`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<AssignmentId>,
) -> Result<Response, PageError> {
    let thread =
        appeals::assignment(&front.actions, &visit.cause(), &official.actor, id).await?;
    let version = thread.assignment.version.to_string();
    let values = FormValues::default().with("version", version);
    show(&visit, thread, values, Back::Faults(Faults::new()))
}

/// `POST /work/assignments/{id}`: every button of the page; files come with it where scripts are off.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(id): Path<AssignmentId>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let (actions, actor, cause) = (&front.actions, &official.actor, visit.cause());
    let holder = Holder::Assignment(id);
    let mut faults = letters::receive_as(&visit, actor, &front, holder, &mut posted).await?;
    let mut values = posted.into_values();
    letters::remove(&visit, actor, &front, &values).await?;
    faults.extend(values.unreadable());
    let mut back = Back::Faults(faults);
    let nothing_wrong = matches!(&back, Back::Faults(faults) if faults.is_empty());
    if let Some(action) = Action::from_code(values.get("send")).filter(|_| nothing_wrong) {
        let form = StepForm {
            action,
            text: values.get("text").to_owned(),
            due_on: values.get("due_on").to_owned(),
        };
        let version = frame::version(&values)?;
        match appeals::take_step(actions, &cause, actor, id, version, &form).await {
            Ok(()) => {
                return Ok(Redirect::to(&format!("/work/assignments/{id}")).into_response());
            }
            Err(error) => back = frame::back(error)?,
        }
    }
    let thread = appeals::assignment(actions, &cause, actor, id).await?;
    if matches!(back, Back::Conflict) {
        values.set("version", thread.assignment.version.to_string());
    }
    show(&visit, thread, values, back)
}

fn show(
    visit: &Visit,
    thread: Thread,
    values: FormValues,
    back: Back,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let (mut faults, mut refused) = (Faults::new(), None);
    let conflict = matches!(back, Back::Conflict);
    match back {
        Back::Faults(found) => faults = found,
        Back::Refused(key) => refused = Some(texts.get(&key).into_owned()),
        Back::Conflict => {}
    }
    let status = match (conflict || refused.is_some(), faults.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let failed = status != StatusCode::OK;
    let of = &thread.assignment;
    let file = |file: &_| ShownFile::new(file, texts);
    let shown = shown(of, &thread.steps, thread.side, visit.now(), texts);
    let shown = shown.explained(of, &thread.calendar, visit.now(), texts);
    let steps = super::steps(of, &thread.steps, texts).into_iter().map(|step| {
        let files = thread.files.iter().filter(|(of, _)| *of == step.id);
        StepWithFiles { files: files.map(|(_, of)| file(of)).collect(), step }
    });
    let steps = steps.collect();
    let uploaded = thread.uploaded.iter().map(file).collect();
    let buttons = thread.may.iter().map(|action| Button {
        code: action.code(),
        text: texts.get(&format!("assignment-do-{}", super::key(action.code()))).into_owned(),
    });
    let card = frame::card_path(of.number);
    let page = OnePage {
        page: if failed { Page::failed(visit) } else { Page::new(visit) },
        sender: of.sender_in(texts.locale()).to_owned(),
        receiver: of.receiver_in(texts.locale()).to_owned(),
        form: FormState::failed(values, &faults, texts).labelled(LABELS, texts),
        letters: Letters::held(uploaded, Holder::Assignment(of.id), texts),
        buttons: buttons.collect(),
        may_order_again: thread.may.contains(&Action::OrderAgain),
        card: thread.has_appeal.then_some(card),
        shown,
        steps,
        conflict,
        refused,
        thread,
    };
    frame::show(status, &page)
}

impl OnePage {
    /// Where the form is sent.
    fn path(&self) -> String {
        path(&self.thread.assignment)
    }

    /// The list that the reader comes from.
    const fn list(&self) -> &'static str {
        match self.thread.side {
            Side::Received => "/work/incoming",
            Side::Sent => "/work/control",
        }
    }
}
