//! Reading one appeal with all that its card shows, within the actor's scope (SUB-09, REG-09, SEC-01).

use serde_json::Value;
use zvarot_domain::{
    AccessCode, Action, Actor, AnswerWay, AppealId, AppealNumber, EventKind, Permission,
    appeal::CorrespondenceKind,
    machine::{self, Party, Standing},
    resolution::ResolutionPart,
};
use zvarot_store::{
    Work,
    appeals::{self, Answer, Appeal, Event, MergedAppeal, Message},
    documents::{self, Document, DocumentKind},
    files::{self, File},
    organisations::{self, Organisation},
    questions::{self, Question},
    resolutions::{self as stored, Interim},
    topics::{self, Topic},
};

use super::{resolutions::{self, Tree}, standing};
use crate::{ActionError, Actions, Cause, Result, scope, secrets};

/// An appeal with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Card {
    pub appeal: Appeal,
    pub organisation: Organisation,
    pub topic: Option<Topic>,
    pub subtopic: Option<Topic>,
    pub files: Vec<File>,
    pub answers: Vec<Answer>,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// For the applicant: with whom they were exchanged.
    pub talks: Vec<Talk>,
    /// For the applicant: the organisations that have or had it, where it was sent on.
    pub instances: Vec<(AppealId, Organisation)>,
    pub documents: Vec<Document>,
    /// Oldest first.
    pub history: Vec<Event>,
    /// What the actor may do now.
    pub allowed: Vec<Action>,
    /// How the actor stands to it; none: nobody has signed in.
    pub standing: Option<Standing>,
    /// The resolutions that the actor sees.
    pub tree: Tree,
    /// What executed resolutions have answered so far (REV-06), newest first.
    pub interim: Vec<Interim>,
    /// The files that came with it.
    pub interim_files: Vec<File>,
    /// The questions that are answered (BEY-09), of a joined one those of the first; for the applicant those of all
    /// organisations that have it.
    pub questions: Vec<Question>,
    /// The own questions of what is joined to it, or of itself where it is joined.
    pub joined_questions: Vec<Question>,
    /// How the answer goes out: the way that all asked for who get it (REV-08).
    pub answer_way: AnswerWay,
    /// What it is joined to, and what is joined to it (BEY-02), oldest first.
    pub merged: Vec<MergedAppeal>,
}

/// What one organisation and the applicant write to each other: of a number that was sent on in part several have their own (REV-09).
#[derive(Clone, Debug)]
pub struct Talk {
    /// The organisation's instance of the number.
    pub appeal: AppealId,
    pub organisation: Organisation,
    pub may_reply: bool,
}

impl Card {
    /// The own questions of one of those that are joined.
    #[must_use]
    pub fn joined_questions_of(&self, appeal: &AppealId) -> Vec<&Question> {
        self.joined_questions.iter().filter(|question| question.appeal == *appeal).collect()
    }

    /// Whether this action has to wait until resolutions and drafts that the actor sees are over (REV-01, REV-06).
    #[must_use]
    pub fn waits_for_resolutions(&self, action: Action) -> bool {
        matches!(action, Action::Complete | Action::TakeNote | Action::Merge)
            && self.tree.branches.iter().any(|branch| !branch.resolution.state.is_over())
    }
}

/// The card of an appeal of the actor's.
///
/// # Errors
/// [`ActionError::NotFound`] outside the scope.
pub async fn card(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
) -> Result<Card> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::by_number(work.connection(), number, scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    let standing = standing(&mut work, actor, &appeal).await?;
    let allowed = Action::ALL
        .into_iter()
        .filter(|action| machine::decide_in(Some(appeal.status), *action, &standing).is_ok())
        .collect();
    let mut card = read(&mut work, appeal).await?;
    card.standing = Some(standing);
    card.tree = resolutions::tree(work.connection(), actor, &card.appeal, &standing).await?;
    if !(standing.is_at_home() && Permission::SeeAppeals.is_given_to(actor)) {
        keep_own_history(&mut card, actor);
    }
    if actor.applicant().is_some() {
        join_instances(&mut work, &mut card).await?;
        card.merged.retain(|other| other.account_id == Some(actor.account()));
    }
    card.allowed = allowed;
    card.documents
        .retain(|document| is_given_to(document.kind, actor, &card.appeal));
    Ok(card)
}

/// Whoever sees an appeal for a task alone reads nothing of others' resolutions.
fn keep_own_history(card: &mut Card, actor: &Actor) {
    if actor.organisation().is_none() || actor.is_client() {
        return;
    }
    let own: Vec<String> =
        card.tree.branches.iter().map(|branch| branch.resolution.id.to_string()).collect();
    card.history.retain(|event| {
        let resolution = event.data["resolution"].as_str();
        resolution.is_none_or(|id| own.iter().any(|own| own == id))
    });
}

/// The way of an appeal by its number and the code of its receipt, without signing in (BEY-15).
/// The caller limits how often it may be tried and shows no content and no personal data.
///
/// # Errors
/// [`ActionError::NotFound`]: no such number, or another code; the two look the same.
pub async fn follow_up(
    actions: &Actions,
    cause: &Cause,
    number: AppealNumber,
    code: &AccessCode,
) -> Result<Card> {
    let mut work = actions.store.begin(cause).await?;
    let found = appeals::by_number_unscoped(work.connection(), number).await?;
    let appeal = found
        .filter(|appeal| secrets::equal(appeal.access_code.as_bytes(), code.as_str().as_bytes()))
        .ok_or(ActionError::NotFound)?;
    let mut card = read(&mut work, appeal).await?;
    join_instances(&mut work, &mut card).await?;
    // What the head has called the question tells of the content, and an address is somebody's.
    for event in &mut card.history {
        if matches!(
            event.kind,
            EventKind::CorrespondenceStopped
                | EventKind::CorrespondenceResumed
                | EventKind::AnswerMailed
                | EventKind::AnswerNotMailed
        ) {
            event.data = Value::Null;
        }
    }
    Ok(card)
}

/// The formed documents of an appeal of the actor's.
///
/// # Errors
/// [`ActionError::NotFound`] outside the scope.
pub async fn own_documents(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
) -> Result<Vec<Document>> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::by_number(work.connection(), number, scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    let mut documents = documents::of_appeal(work.connection(), appeal.id).await?;
    if let Some(first) = appeal.ended_with() {
        documents.extend(answer_documents(documents::of_appeal(work.connection(), first).await?));
    }
    if actor.applicant().is_some() {
        for id in others(&mut work, &appeal).await? {
            documents.extend(documents::of_appeal(work.connection(), id).await?);
        }
    }
    documents.retain(|document| is_given_to(document.kind, actor, &appeal));
    Ok(documents)
}

/// The receipt carries the code by which the applicant follows the appeal up; the export is the organisation's.
fn is_given_to(kind: DocumentKind, actor: &Actor, appeal: &Appeal) -> bool {
    match kind {
        DocumentKind::AnswerPdf => true,
        DocumentKind::ReceiptPdf => actor.applicant().is_some(),
        DocumentKind::AppealExport => actor.organisation() == Some(appeal.organisation_id),
    }
}

/// An applicant has one appeal, whoever considers it: what the organisations did that it was sent on from and to is one
/// history, and all their answers are there (EDM-05).
async fn join_instances(work: &mut Work, card: &mut Card) -> Result<()> {
    let others = others(work, &card.appeal).await?;
    if !card.messages.is_empty() {
        card.talks.push(talk(&card.appeal, card.organisation.clone(), &card.messages));
    }
    let all: Vec<AppealId> = others.iter().copied().chain([card.appeal.id]).collect();
    card.interim = stored::interim(work.connection(), &all).await?;
    if !others.is_empty() {
        card.questions.extend(questions::of_appeals(work.connection(), &others).await?);
    }
    let ids: Vec<_> = card.interim.iter().map(|interim| interim.id).collect();
    card.interim_files = files::of_resolutions(work.connection(), &ids).await?;
    card.interim_files.retain(|file| {
        file.resolution.is_some_and(|(_, part)| part == ResolutionPart::Consolidated)
    });
    if !others.is_empty() {
        card.instances.push((card.appeal.id, card.organisation.clone()));
    }
    for id in others {
        let connection = work.connection();
        card.answers.extend(appeals::answers(&mut *connection, id).await?);
        let messages = appeals::messages(&mut *connection, id).await?;
        if let Some(appeal) = appeals::get(&mut *connection, id).await?
            && let Some(organisation) = organisations::get(&mut *connection, appeal.organisation_id).await?
        {
            if !messages.is_empty() {
                card.talks.push(talk(&appeal, organisation.clone(), &messages));
            }
            card.instances.push((id, organisation));
        }
        card.messages.extend(messages);
        card.history.extend(appeals::history(&mut *connection, id).await?);
        let documents = documents::of_appeal(&mut *connection, id).await?;
        card.documents.extend(documents);
        for file in files::of_appeal(&mut *connection, id).await? {
            if card.files.iter().all(|known| known.id != file.id) {
                card.files.push(file);
            }
        }
    }
    card.messages.sort_by_key(|message| message.created_at);
    card.history.sort_by_key(|event| event.id);
    Ok(())
}

fn talk(appeal: &Appeal, organisation: Organisation, messages: &[Message]) -> Talk {
    let allowed = machine::decide_for(Some(appeal.status), Action::Reply, Party::Applicant).is_ok();
    let asked = messages.iter().any(|message| message.kind != CorrespondenceKind::Reply);
    Talk { appeal: appeal.id, organisation, may_reply: allowed && asked }
}

async fn others(work: &mut Work, appeal: &Appeal) -> Result<Vec<AppealId>> {
    let mut ids = appeals::instances(work.connection(), appeal.number).await?;
    ids.retain(|id| *id != appeal.id);
    Ok(ids)
}

pub(super) async fn read(work: &mut Work, appeal: Appeal) -> Result<Card> {
    let connection = work.connection();
    let organisation = organisations::get(&mut *connection, appeal.organisation_id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let topic = topics::get(&mut *connection, &appeal.topic_code).await?;
    let subtopic = match &appeal.subtopic_code {
        Some(code) => topics::get(&mut *connection, code).await?,
        None => None,
    };
    let mut files = files::of_appeal(&mut *connection, appeal.id).await?;
    let mut answers = appeals::answers(&mut *connection, appeal.id).await?;
    let mut documents = documents::of_appeal(&mut *connection, appeal.id).await?;
    let answer_way = appeals::answer_way(&mut *connection, &appeal).await?;
    let merged = appeals::merged_with(&mut *connection, appeal.id).await?;
    let joined = merged.iter().filter(|link| !link.is_first).map(|link| link.id);
    let ids: Vec<AppealId> = joined.chain([appeal.id, appeal.considered_as()]).collect();
    let questions = questions::of_appeals(&mut *connection, &ids).await?;
    let (questions, joined_questions) = questions.into_iter().partition(|question| question.appeal == appeal.considered_as());
    // BEY-02: the common answer, or decision, with its letters.
    if let Some(first) = appeal.ended_with() {
        answers.extend(appeals::answers(&mut *connection, first).await?);
        documents.extend(answer_documents(documents::of_appeal(&mut *connection, first).await?));
        files.extend(files::of_answer(&mut *connection, first).await?);
    }
    let history = appeals::history(&mut *connection, appeal.id).await?;
    let messages = appeals::messages(&mut *connection, appeal.id).await?;
    Ok(Card {
        appeal,
        organisation,
        topic,
        subtopic,
        files,
        answers,
        messages,
        talks: Vec::new(),
        instances: Vec::new(),
        documents,
        history,
        allowed: Vec::new(),
        standing: None,
        tree: Tree::default(),
        interim: Vec::new(),
        interim_files: Vec::new(),
        answer_way,
        merged,
        questions,
        joined_questions,
    })
}

fn answer_documents(documents: Vec<Document>) -> impl Iterator<Item = Document> {
    documents.into_iter().filter(|document| document.kind == DocumentKind::AnswerPdf)
}
