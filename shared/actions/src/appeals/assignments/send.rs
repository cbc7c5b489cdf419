//! Asking another organisation, ordering a subordinate one, putting what is sent on under control.

use chrono::NaiveDate;
use zvarot_domain::{
    Action, Actor, AppealId, AppealNumber, AssignmentId, AssignmentKind, AssignmentStep, Fault,
    FaultCode, Faults, OrganisationId, UploadPurpose, assignment::AssignmentForm,
};
use zvarot_store::{
    Work,
    appeals::Appeal,
    assignments::{self, NewAssignment},
    files,
};

use super::super::{lock_for, record, redirect, terms, uploads};
use super::window;
use crate::{ActionError, Actions, Cause, Result};

/// What is typed.
#[derive(Clone, Debug)]
pub struct RequestForm {
    /// A request or an order.
    pub kind: AssignmentKind,
    /// The id of an organisation of the system; empty: one outside of it.
    pub receiver: String,
    pub typed: AssignmentForm,
    /// The receiver reads what the appeal says.
    pub shows_content: bool,
    /// The receiver reads who the applicant is and where they live.
    pub shows_applicant: bool,
}

/// Sends a request or an order about an appeal, with the files that the official has uploaded for it.
///
/// # Errors
/// Faults of `receiver`, `outside`, `text`, `due_on`, `files`; refusals; a conflict.
pub async fn send_assignment(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &RequestForm,
) -> Result<AssignmentId> {
    let (action, purpose) = match form.kind {
        AssignmentKind::Request => (Action::SendRequest, UploadPurpose::Request),
        AssignmentKind::Order => (Action::SendOrder, UploadPurpose::Order),
        AssignmentKind::Control => return Err(ActionError::NotFound),
    };
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) =
        lock_for(&mut work, actor, number, Some(version), action).await?;
    let mut faults = Faults::new();
    let receiver = receiver(&mut work, &appeal, form, &mut faults).await?;
    let calendar = terms::calendar_of(&mut work, appeal.organisation_id).await?.calendar;
    let window = window(work.now(), &calendar, &appeal, form.kind);
    let chosen = !form.receiver.trim().is_empty();
    let typed = form.typed.validate(chosen, &window).map_err(|found| faults.extend(found)).ok();
    if form.kind == AssignmentKind::Order && !form.typed.outside.trim().is_empty() {
        faults.push(Fault::new("outside", FaultCode::NotSubordinate));
    }
    let uploaded = files::for_form(work.connection(), appeal.id, purpose, actor.account()).await?;
    uploads::check(&uploaded, &mut faults);
    let Some(typed) = typed.filter(|_| faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let new = NewAssignment {
        kind: form.kind,
        appeal: appeal.id,
        sender: appeal.organisation_id,
        receiver,
        outside: typed.outside.as_deref(),
        received_appeal: None,
        shows_content: form.shows_content,
        shows_applicant: form.shows_applicant,
        due_on: typed.due_on,
    };
    let (id, step) = begin(&mut work, actor, &new, &typed.text).await?;
    let (now, owner) = (work.now(), actor.account());
    let connection = work.connection();
    files::give_to_first_step(connection, (appeal.id, purpose), owner, id, step, now).await?;
    let written = assignments::get(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    record(&mut work, actor, &appeal, &transition, super::facts(&written)).await?;
    work.commit().await?;
    Ok(id)
}

async fn begin(
    work: &mut Work,
    actor: &Actor,
    new: &NewAssignment<'_>,
    text: &str,
) -> Result<(AssignmentId, uuid::Uuid)> {
    let now = work.now();
    let id = assignments::insert(work.connection(), new, now).await?;
    let (kind, due_on, by) = (AssignmentStep::Sent, Some(new.due_on), actor.account());
    let connection = work.connection();
    let step = assignments::add_step(connection, id, kind, text, due_on, by, now).await?;
    Ok((id, step))
}

/// Puts an instance that was just made under control: its organisation reports until then (CTL-04).
///
/// # Errors
/// The database's.
pub(in super::super) async fn begin_control(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    instance: (AppealId, OrganisationId),
    letter: &str,
    due_on: NaiveDate,
) -> Result<()> {
    let (received, receiver) = instance;
    let new = NewAssignment {
        kind: AssignmentKind::Control,
        appeal: appeal.id,
        sender: appeal.organisation_id,
        receiver: Some(receiver),
        outside: None,
        received_appeal: Some(received),
        // The receiver has the appeal itself.
        shows_content: false,
        shows_applicant: false,
        due_on,
    };
    begin(work, actor, &new, letter).await?;
    Ok(())
}

/// The organisation of the system that is chosen.
async fn receiver(
    work: &mut Work,
    appeal: &Appeal,
    form: &RequestForm,
    faults: &mut Faults,
) -> Result<Option<OrganisationId>> {
    let typed = form.receiver.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let found = redirect::find(work, appeal, typed).await?;
    let own = appeal.organisation_id;
    let code = match found {
        None => FaultCode::UnknownOrganisation,
        Some(found) if found.id == own => FaultCode::RedirectedToItself,
        Some(found) => {
            let orders = form.kind == AssignmentKind::Order;
            if !orders || assignments::is_subordinate(work.connection(), found.id, own).await? {
                return Ok(Some(found.id));
            }
            FaultCode::NotSubordinate
        }
    };
    faults.push(Fault::new("receiver", code));
    Ok(None)
}
