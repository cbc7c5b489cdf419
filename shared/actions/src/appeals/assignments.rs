//! Requests, orders and controls between organisations (CTL-01, CTL-02, CTL-04, CTL-07). The sender acts from its card, the
//! receiver sees what was sent to it and nothing else of the appeal.

mod end;
mod read;
mod report;
mod send;

pub use read::{AssignmentPage, Shown, Thread, assignment, assignments_list, assignments_of};
pub use report::{StepForm, take_step};
pub use send::{RequestForm, send_assignment};
pub(super) use end::call_off_all;
pub(super) use send::begin_control;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use zvarot_domain::{AssignmentKind, Calendar, assignment::Window};
use zvarot_store::{appeals::Appeal, assignments::Assignment};

use super::terms;

/// The days that the term of what is wanted may be. What the sender's own answer waits for comes within its term; the report on
/// what was sent on does not, nor does anything once the answer is given.
fn window<'a>(now: DateTime<Utc>, calendar: &'a Calendar, appeal: &Appeal, kind: AssignmentKind) -> Window<'a> {
    let waits = kind != AssignmentKind::Control && !appeal.status.is_final();
    Window { today: terms::minsk_date(now), calendar, appeal_due_on: appeal.answer_by().filter(|_| waits) }
}

/// What every event of an assignment says; `receiver_id` names those who are told.
fn facts(assignment: &Assignment) -> Value {
    let [sender_ru, sender_be] = &assignment.sender_name;
    let [ru, be] = &assignment.receiver_name;
    json!({
        "assignment": assignment.id,
        "assignment_kind": assignment.kind,
        "sender": { "ru": sender_ru, "be": sender_be },
        "receiver": { "ru": ru, "be": be },
        "receiver_id": assignment.receiver,
        "due_on": assignment.due_on,
    })
}
