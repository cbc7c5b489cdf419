//! The check of a program in the technological environment (EDM-02): appeals are made for it, the program works on them as
//! on real ones, and what it did is judged by `zvarot_domain::conformance`. All of it is in the twin of the organisation.

use chrono::TimeDelta;
use uuid::Uuid;
use zvarot_domain::{
    Actor, OrganisationId, Permission,
    conformance::{Facts, Task},
    entry::{Address, Applicant, Record},
};
use zvarot_locale::{Locale, Texts};
use zvarot_store::{
    PgConnection, Work,
    conformance::{self, Run},
};

use crate::{
    ActionError, Actions, Cause, Result,
    api_access::ApiActor,
    appeals::{
        enter::{self, Announce, Checked},
        minsk_date,
    },
};

/// A run with what is known of it.
pub struct Report {
    pub run: Run,
    pub facts: Facts,
}

/// The twin of an organisation, made where there is none.
pub(crate) async fn twin(work: &mut Work, organisation: OrganisationId) -> Result<OrganisationId> {
    let note = |locale| Texts::of(locale).get("conformance-twin").into_owned();
    let (russian, belarusian) = (note(Locale::Ru), note(Locale::Be));
    Ok(conformance::twin(work.connection(), organisation, (&russian, &belarusian)).await?)
}

/// The same in a transaction of its own: for the command line.
///
/// # Errors
/// The database's.
pub async fn twin_of(actions: &Actions, cause: &Cause, organisation: OrganisationId) -> Result<OrganisationId> {
    let mut work = actions.store.begin(cause).await?;
    let twin = twin(&mut work, organisation).await?;
    work.commit().await?;
    Ok(twin)
}

/// Whether a program works in the technological environment.
///
/// # Errors
/// The database's.
pub async fn is_tried_out(actions: &Actions, actor: &ApiActor) -> Result<bool> {
    let mut connection = actions.store.pool().acquire().await?;
    Ok(conformance::is_test(&mut connection, actor.organisation()).await?)
}

/// A run that is to begin.
pub struct Planned {
    id: Uuid,
    appeals: Vec<Checked>,
}

/// Plans a run: one appeal for each task.
///
/// # Errors
/// [`ActionError::NotFound`]: the program is not tried out. [`ActionError::Internal`]: there is no topic to be named.
pub async fn plan(actions: &Actions, cause: &Cause, actor: &ApiActor) -> Result<Planned> {
    if !is_tried_out(actions, actor).await? {
        return Err(ActionError::NotFound);
    }
    let id = Uuid::now_v7();
    let topic = {
        let classifier = actions.store.classifier(minsk_date(cause.now)).await?;
        let entry = classifier.all().iter().find(|topic| topic.parent_code.is_some()).or(classifier.all().first());
        let entry = entry.ok_or_else(|| ActionError::internal(std::io::Error::other("the classifier is empty")))?;
        (entry.parent_code.clone().unwrap_or_else(|| entry.code.clone()), entry.parent_code.is_some().then(|| entry.code.clone()))
    };
    let records = Task::ALL.map(|task| record(id, task, &topic, cause));
    Ok(Planned { id, appeals: enter::check(actions, cause, &actor.actor(), &records).await? })
}

/// Begins a run in the caller's own transaction.
///
/// # Errors
/// Only the database's.
pub async fn begin_in(work: &mut Work, actor: &ApiActor, planned: Planned) -> Result<Report> {
    let (id, now) = (planned.id, work.now());
    let entered = enter::write(work, &actor.actor(), planned.appeals, Announce::Each).await?;
    let mut appeals = Vec::with_capacity(entered.len());
    for (task, entered) in Task::ALL.into_iter().zip(entered) {
        let entered = entered.map_err(ActionError::Invalid)?;
        appeals.push((task, entered.appeal));
    }
    conformance::insert(work.connection(), id, actor.client(), actor.organisation(), &appeals, now).await?;
    report(work.connection(), actor, id).await
}

/// An appeal made up for a task.
fn record(run: Uuid, task: Task, (topic, subtopic): &(String, Option<String>), cause: &Cause) -> Record {
    let texts = Texts::of(Locale::Ru);
    let say = |key: &str| texts.get(key).into_owned();
    // A repeated appeal has an earlier one.
    let ago = if task == Task::Acknowledge { TimeDelta::minutes(1) } else { TimeDelta::zero() };
    Record {
        external_id: format!("conformance/{run}/{}", task.code()),
        kind: "application".to_owned(),
        form: "electronic".to_owned(),
        received_at: (cause.now - ago).to_rfc3339(),
        topic_code: topic.clone(),
        subtopic_code: subtopic.clone().unwrap_or_default(),
        content: say(&format!("conformance-task-{}", task.code())),
        language: Locale::Ru.code().to_owned(),
        applicants: vec![Applicant {
            kind: "person".to_owned(),
            surname: say("conformance-surname"),
            name: say("conformance-name"),
            address: Address { line: say("conformance-address"), ..Address::default() },
            ..Applicant::default()
        }],
        ..Record::default()
    }
}

/// A run of the program's own.
///
/// # Errors
/// [`ActionError::NotFound`]: another program's, or none.
pub async fn of_program(actions: &Actions, actor: &ApiActor, id: Uuid) -> Result<Report> {
    let mut connection = actions.store.pool().acquire().await?;
    report(&mut connection, actor, id).await
}

async fn report(connection: &mut PgConnection, actor: &ApiActor, id: Uuid) -> Result<Report> {
    let run = conformance::get(connection, id, actor.organisation()).await?;
    let run = run.filter(|run| run.client == actor.client()).ok_or(ActionError::NotFound)?;
    let facts = conformance::facts(connection, &run).await?;
    Ok(Report { run, facts })
}

fn organisation(actor: &Actor) -> Result<OrganisationId> {
    let organisation = actor.organisation().filter(|_| Permission::ManageApiClients.is_given_to(actor));
    organisation.ok_or(ActionError::NotFound)
}

/// A run of one of the organisation's programs, for its administrator.
///
/// # Errors
/// [`ActionError::NotFound`]: another organisation's, or no permission.
pub async fn of_organisation(actions: &Actions, actor: &Actor, id: Uuid) -> Result<Report> {
    let organisation = organisation(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    let run = conformance::get(&mut connection, id, organisation).await?.ok_or(ActionError::NotFound)?;
    let facts = conformance::facts(&mut connection, &run).await?;
    Ok(Report { run, facts })
}

/// The latest runs of the organisation's programs, for its administrator.
///
/// # Errors
/// [`ActionError::NotFound`]: no permission.
pub async fn list(actions: &Actions, actor: &Actor) -> Result<Vec<Run>> {
    let organisation = organisation(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    Ok(conformance::list(&mut connection, organisation).await?)
}
