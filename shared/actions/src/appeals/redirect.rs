//! Sending an appeal on to the organisations that are competent (law, art. 10): each gets it as «Подано» under the same
//! № в СО, with terms of its own.

use serde_json::{Value, json};
use zvarot_domain::{
    Action, Actor, Fault, FaultCode, Faults, Form, OrganisationId, machine, registration,
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal},
    conformance,
    organisations::{self, Organisation},
};

use super::{record, terms};
use crate::{ActionError, Result};

/// Makes the instances of the receivers, who are written by id or УНП. Gives their names as one pair of texts.
///
/// # Errors
/// Faults of `redirected_to/…`.
pub(super) async fn send_on(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    to: &[String],
) -> Result<Value> {
    let mut faults = Faults::new();
    let mut receivers: Vec<Organisation> = Vec::new();
    let tried_out = conformance::is_test(work.connection(), appeal.organisation_id).await?;
    for (index, written) in to.iter().enumerate() {
        let found = find(work, written).await?;
        // What is tried out reaches nobody real.
        let found = found.filter(|found| if tried_out { found.id == conformance::ADDRESSEE } else { found.active });
        match allowed(appeal, found, &receivers) {
            Ok(receiver) => receivers.push(receiver),
            Err(code) => faults.push(Fault::new(format!("redirected_to/{index}"), code)),
        }
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    for (index, receiver) in receivers.iter().enumerate() {
        if !arrive(work, actor, appeal, receiver).await? {
            let field = format!("redirected_to/{index}");
            faults.push(Fault::new(field, FaultCode::RedirectedBefore));
        }
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let names = |name: fn(&Organisation) -> &str| {
        let names: Vec<&str> = receivers.iter().map(name).collect();
        names.join("; ")
    };
    Ok(json!({ "ru": names(|found| &found.name_ru), "be": names(|found| &found.name_be) }))
}

async fn find(work: &mut Work, written: &str) -> Result<Option<Organisation>> {
    let id = match written.parse::<OrganisationId>() {
        Ok(id) => Some(id),
        Err(_) => organisations::by_unp(work.connection(), written).await?,
    };
    match id {
        Some(id) => Ok(organisations::get(work.connection(), id).await?),
        None => Ok(None),
    }
}

fn allowed(
    appeal: &Appeal,
    found: Option<Organisation>,
    before: &[Organisation],
) -> std::result::Result<Organisation, FaultCode> {
    // Law, art. 3: electronic appeals go to state organisations only.
    let receiver = found
        .filter(|found| found.is_state || appeal.form != Form::Electronic)
        .ok_or(FaultCode::UnknownOrganisation)?;
    if receiver.id == appeal.organisation_id {
        return Err(FaultCode::RedirectedToItself);
    }
    if appeal.against_unp.as_deref() == Some(receiver.unp.as_str()) {
        return Err(FaultCode::RedirectedToComplained);
    }
    if before.iter().any(|other| other.id == receiver.id) {
        return Err(FaultCode::RedirectedBefore);
    }
    Ok(receiver)
}

/// False: the organisation has, or had, the appeal already.
async fn arrive(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    receiver: &Organisation,
) -> Result<bool> {
    let transition = machine::decide(None, Action::Redirect, actor)?;
    let calendar = terms::calendar_of(work, receiver.id).await?;
    let now = work.now();
    let limit = registration::limit(now, &calendar.calendar).until_instant();
    let connection = work.connection();
    let made = appeals::insert_instance(
        connection,
        appeal.id,
        receiver.id,
        transition.to(),
        limit,
        now,
    )
    .await?;
    let Some(id) = made else { return Ok(false) };
    let sender = organisations::get(work.connection(), appeal.organisation_id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let instance = appeals::get(work.connection(), id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let data = json!({ "sender": { "ru": sender.name_ru, "be": sender.name_be } });
    record(work, actor, &instance, &transition, data).await?;
    Ok(true)
}
