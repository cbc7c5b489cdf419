//! Sending an appeal on to the organisations that are competent (law, art. 10): each gets it as «Подано» under the same
//! № в СО, with terms of its own.

use chrono::NaiveDate;
use serde_json::{Value, json};
use zvarot_domain::{
    Action, Actor, AppealNumber, Fault, FaultCode, Faults, Form, OrganisationId, Role,
    complained::{self, Named},
    machine::{self, Party},
    registration,
};
use zvarot_store::{
    Work, accounts,
    appeals::{self, Appeal},
    conformance,
    organisations::{self, Organisation},
};

use super::{assignments::begin_control, record, terms};
use crate::{ActionError, Result};

/// How an appeal is sent on.
#[derive(Clone, Copy)]
pub(super) struct Redirection<'a> {
    /// By id or УНП.
    pub to: &'a [String],
    /// An organisation outside of the system.
    pub outside: Option<&'a str>,
    /// The covering letter.
    pub letter: &'a str,
    pub control_until: Option<NaiveDate>,
    /// Only these questions; none: the whole appeal.
    pub questions: Option<&'a str>,
    /// The appeal with which it goes on as one (BEY-02).
    pub joined_to: Option<AppealNumber>,
}

/// Makes the instances of the receivers. Gives the names of all whom it is sent to as one pair of texts.
///
/// # Errors
/// Faults of `redirected_to/…`.
pub(super) async fn send_on(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    redirection: &Redirection<'_>,
) -> Result<Value> {
    let mut faults = Faults::new();
    let mut receivers: Vec<Organisation> = Vec::new();
    for (index, written) in redirection.to.iter().enumerate() {
        let found = find(work, appeal, written).await?;
        match allowed(appeal, found, &receivers) {
            Ok(receiver) if employs_complained(work, appeal, receiver.id).await? => {
                faults.push(Fault::new(format!("redirected_to/{index}"), FaultCode::RedirectedToComplainedEmployee));
            }
            Ok(receiver) => receivers.push(receiver),
            Err(code) => faults.push(Fault::new(format!("redirected_to/{index}"), code)),
        }
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    for (index, receiver) in receivers.iter().enumerate() {
        let arrived = arrive(work, actor, appeal, receiver, redirection).await?;
        if !arrived {
            let field = format!("redirected_to/{index}");
            faults.push(Fault::new(field, FaultCode::RedirectedBefore));
        }
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let names = |name: fn(&Organisation) -> &str| {
        let names: Vec<&str> = receivers.iter().map(name).chain(redirection.outside).collect();
        names.join("; ")
    };
    Ok(json!({ "ru": names(|found| &found.name_ru), "be": names(|found| &found.name_be) }))
}

/// The organisation that something about an appeal can be sent to, written by id or УНП.
///
/// # Errors
/// The database's.
pub(super) async fn find(
    work: &mut Work,
    appeal: &Appeal,
    written: &str,
) -> Result<Option<Organisation>> {
    let id = match written.parse::<OrganisationId>() {
        Ok(id) => Some(id),
        Err(_) => organisations::by_unp(work.connection(), written).await?,
    };
    let Some(id) = id else { return Ok(None) };
    let found = organisations::get(work.connection(), id).await?;
    // What is tried out reaches nobody real.
    let tried_out = conformance::is_test(work.connection(), appeal.organisation_id).await?;
    Ok(found.filter(|found| if tried_out { found.id == conformance::ADDRESSEE } else { found.active }))
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

/// Whether the official whom a complaint names in full works there (BEY-05; law, art. 10): by a name alone nobody else can be
/// known.
async fn employs_complained(work: &mut Work, appeal: &Appeal, receiver: OrganisationId) -> Result<bool> {
    let Some(against) = appeal.against_employee.as_deref() else {
        return Ok(false);
    };
    let names = accounts::names_in(work.connection(), receiver).await?;
    Ok(names.iter().any(|name| complained::named(against, name) == Named::InFull))
}

/// False: the organisation has, or had, the appeal already.
async fn arrive(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    receiver: &Organisation,
    redirection: &Redirection<'_>,
) -> Result<bool> {
    let action = if redirection.questions.is_some() { Action::RedirectPart } else { Action::Redirect };
    // Who may send it on was decided on the sender's card.
    let transition = machine::decide_for(None, action, Party::Official(Role::Clerk))?;
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
    let letter = redirection.letter;
    if let Some(questions) = redirection.questions {
        appeals::insert_partial(work.connection(), id, questions, letter).await?;
    }
    if let Some(due_on) = redirection.control_until {
        let text = redirection.questions.unwrap_or(letter);
        begin_control(work, actor, appeal, (id, receiver.id), text, due_on).await?;
    }
    let data = json!({
        "sender": { "ru": sender.name_ru, "be": sender.name_be },
        "questions": redirection.questions,
        "control_until": redirection.control_until,
        "joined_to": redirection.joined_to.map(|first| first.to_string()),
    });
    record(work, actor, &instance, &transition, data).await?;
    Ok(true)
}
