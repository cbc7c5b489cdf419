//! The part «Резолюции» of the card (CTL-08): a tree with states and terms, who is to do what next, what the reader may do
//! and what stands in the way.

use chrono::{DateTime, Utc};
use zvarot_actions::appeals::Card;
use zvarot_actions::appeals::resolutions::{Branch, Possible};
use zvarot_domain::resolution::{Awaited, ResolutionPart, ResolutionState, Step, TaskState};
use zvarot_domain::{AccountId, Action, Actor, Calendar, Refusal, Status};
use zvarot_locale::Texts;
use zvarot_store::files::File;
use zvarot_store::resolutions::{Resolution, Task};

use super::path_of;
use crate::pages::uploads::ShownFile;
use crate::pages::work::clocks::{self, ShownTerm};
use crate::pages::work::frame::card_path;
use crate::pages::work::titled;

/// A link to what may be done.
pub struct Doable {
    pub path: String,
    pub name: String,
    /// The reader is who goes on.
    pub main: bool,
}

pub struct ShownTask {
    pub name: String,
    /// What the executor is called there.
    pub title: Option<String>,
    /// Where the executor serves, if not in the organisation of the appeal.
    pub organisation: Option<String>,
    pub responsible: bool,
    pub term: ShownTerm,
    /// How the term stands in the calendar (BEY-06).
    pub how: Vec<String>,
    pub state: String,
    pub tone: &'static str,
    pub confirmed: bool,
    pub result: String,
    pub files: Vec<ShownFile>,
    pub return_reason: String,
    pub actions: Vec<Doable>,
}

/// The consolidated result.
pub struct ShownResult {
    pub text: String,
    pub files: Vec<ShownFile>,
    /// Whether the applicant reads it.
    pub note: String,
    /// The head who signs it, or has signed it.
    pub signer: Option<String>,
}

pub struct ShownBranch {
    pub anchor: String,
    pub name: String,
    pub state: String,
    pub tone: &'static str,
    /// Who, when, for whom, with which new term.
    pub about: Vec<String>,
    pub text: String,
    pub files: Vec<ShownFile>,
    pub tasks: Vec<ShownTask>,
    pub result: Option<ShownResult>,
    pub next: Vec<String>,
    pub actions: Vec<Doable>,
    /// What the reader cannot do yet, with the reason.
    pub reasons: Vec<(String, String)>,
}

/// The whole part.
pub struct Part {
    pub branches: Vec<ShownBranch>,
    /// Creating one, or preparing a draft.
    pub new: Option<Doable>,
    /// Everything is executed; the appeal itself is left.
    pub then_complete: bool,
    /// The organisation of the appeal, for a reader from another.
    pub outside: Option<String>,
}

/// What the card shows of resolutions.
pub fn of_card(card: &Card, actor: &Actor, calendar: &Calendar, now: DateTime<Utc>, texts: &Texts) -> Part {
    let branches: Vec<ShownBranch> =
        card.tree.branches.iter().map(|branch| shown(card, branch, actor, calendar, now, texts)).collect();
    let key = if card.allowed.contains(&Action::IssueResolution) {
        Some("resolution-do-new")
    } else {
        card.allowed.contains(&Action::DraftResolution).then_some("resolution-do-draft")
    };
    let new = key.map(|key| Doable {
        path: format!("{}/resolutions/new", card_path(card.appeal.number)),
        name: texts.get(key).into_owned(),
        main: card.tree.branches.is_empty() && key == "resolution-do-new",
    });
    let states = || card.tree.branches.iter().map(|branch| branch.resolution.state);
    let home = card.standing.is_some_and(|standing| standing.is_at_home());
    Part {
        then_complete: card.appeal.status == Status::InProgress
            && home
            && states().all(ResolutionState::is_over)
            && states().any(|state| state == ResolutionState::Finished),
        outside: (!home).then(|| card.organisation.name(texts.locale()).to_owned()),
        branches,
        new,
    }
}

fn shown(
    card: &Card,
    branch: &Branch,
    actor: &Actor,
    calendar: &Calendar,
    now: DateTime<Utc>,
    texts: &Texts,
) -> ShownBranch {
    let resolution = &branch.resolution;
    let code = resolution.state.code();
    let files = |part: ResolutionPart, owner: Option<AccountId>| {
        let belongs = move |file: &&File| {
            file.resolution.is_some_and(|(_, of)| of == part)
                && owner.is_none_or(|owner| file.owner_id == owner)
        };
        branch.files.iter().filter(belongs).map(|file| ShownFile::new(file, texts)).collect::<Vec<_>>()
    };
    let path = path_of(card, resolution.id);
    let tasks = resolution.tasks.iter().map(|task| {
        let alone = resolution.tasks.len() == 1;
        ShownTask {
            name: task.account_name.clone(),
            title: task.account_title.as_ref().map(|title| title.after_a_name(texts.locale())),
            organisation: (task.organisation_id != card.appeal.organisation_id)
                .then(|| texts.choose(&task.organisation_name_ru, &task.organisation_name_be).to_owned()),
            responsible: task.responsible && !alone,
            term: term_of(task, resolution, now, texts),
            how: clocks::chosen(task.due_on, task.state.runs() && resolution.ended_at.is_none(), calendar, now, texts),
            state: texts.get(&format!("task-state-{}", task.state.code())).into_owned(),
            tone: tone_of_task(task.state),
            confirmed: task.confirmed && !alone,
            // An only executor's result is the resolution's, which is shown below.
            result: if alone { String::new() } else { task.result.clone() },
            files: files(ResolutionPart::Result, Some(task.account_id)),
            return_reason: texts_of_return(task, texts),
            actions: judging(branch, task, &path, texts),
        }
    });
    let result = (!resolution.result.is_empty()).then(|| ShownResult {
        text: resolution.result.clone(),
        files: files(ResolutionPart::Consolidated, None),
        note: match (resolution.state, resolution.ended_at) {
            (ResolutionState::Finished, Some(at)) => {
                texts.with("resolution-result-shown", &[("date", texts.moment_short(at))])
            }
            _ => texts.get("resolution-result-hidden").into_owned(),
        },
        signer: resolution.signer.as_ref().filter(|_| resolution.state != ResolutionState::Cancelled).map(|(_, name)| {
            let finished = resolution.state == ResolutionState::Finished;
            let name = titled::alone(name, resolution.signer_title.as_ref(), texts);
            texts.with(if finished { "resolution-signed-by" } else { "resolution-signs" }, &[("name", name)])
        }),
    });
    let (actions, reasons) = doable(branch, actor, &path, texts);
    ShownBranch {
        anchor: format!("resolution-{}", resolution.number),
        name: texts.with("resolution-name", &[("number", i64::from(resolution.number))]),
        state: texts.get(&format!("resolution-state-{code}")).into_owned(),
        tone: tone_of(resolution.state),
        about: about(resolution, texts),
        text: resolution.text.clone(),
        files: files(ResolutionPart::Text, None),
        tasks: tasks.collect(),
        result,
        next: resolution.rules().awaits().into_iter().map(|awaited| next(resolution, awaited, texts)).collect(),
        actions,
        reasons,
    }
}

fn texts_of_return(task: &Task, texts: &Texts) -> String {
    if task.return_reason.is_empty() {
        return String::new();
    }
    texts.with("resolution-return-reason", &[("reason", task.return_reason.as_str())])
}

/// The own term of an executor: met by entering the result, over with the resolution.
pub fn term_of(task: &Task, resolution: &Resolution, now: DateTime<Utc>, texts: &Texts) -> ShownTerm {
    let entered = if task.state.runs() { None } else { task.entered_at };
    ShownTerm::of_review(task.due_on, entered.or(resolution.ended_at), now, texts)
}

fn about(resolution: &Resolution, texts: &Texts) -> Vec<String> {
    let mut lines = Vec::new();
    let head = titled::alone(&resolution.head_name, resolution.head_title.as_ref(), texts);
    match resolution.issued_at {
        Some(at) => {
            let variables = [("head", head), ("date", texts.moment_short(at))];
            lines.push(texts.with("resolution-by", &variables));
        }
        None => lines.push(texts.with("resolution-for", &[("head", head)])),
    }
    if resolution.author_id != resolution.head_id {
        lines.push(texts.with("resolution-drafted-by", &[("name", resolution.author_name.as_str())]));
    }
    if let Some(date) = resolution.new_due_on {
        let variables = [("date", texts.date_short(date)), ("reason", resolution.new_due_reason.clone())];
        lines.push(texts.with("resolution-new-term", &variables));
    }
    let reason = [("reason", resolution.reason.as_str())];
    match resolution.state {
        ResolutionState::Returned => lines.push(texts.with("resolution-reason-returned", &reason)),
        ResolutionState::Executing if !resolution.reason.is_empty() => {
            lines.push(texts.with("resolution-reason-consolidated", &reason));
        }
        ResolutionState::Cancelled if resolution.reason.is_empty() => {
            lines.push(texts.get("resolution-ended-with-appeal").into_owned());
        }
        ResolutionState::Cancelled => lines.push(texts.with("resolution-reason-cancelled", &reason)),
        _ => {}
    }
    lines
}

fn next(resolution: &Resolution, awaited: Awaited, texts: &Texts) -> String {
    let name = |account: AccountId| {
        resolution.task_of(account).map_or(String::new(), |task| task.account_name.clone())
    };
    let responsible = || resolution.rules().responsible().map(name).unwrap_or_default();
    let (key, who) = match awaited {
        Awaited::Approval => ("approval", resolution.head_name.clone()),
        Awaited::Rework => ("rework", resolution.author_name.clone()),
        Awaited::Result(account) => ("result", name(account)),
        Awaited::Judgement(account) => {
            let variables = [("name", responsible()), ("whose", name(account))];
            return texts.with("resolution-awaits-judgement", &variables);
        }
        Awaited::Consolidation => ("consolidation", responsible()),
        Awaited::Confirmation(account) => ("confirmation", name(account)),
        Awaited::Signature(_) => ("signature", resolution.signer.as_ref().map_or(String::new(), |(_, name)| name.clone())),
        Awaited::Finish => ("finish", responsible()),
    };
    texts.with(&format!("resolution-awaits-{key}"), &[("name", who)])
}

/// The last part of the address and the words of a step. Nothing: it stands with its task.
fn words(step: Step, resolution: &Resolution, by_head: bool) -> Option<(&'static str, &'static str)> {
    let written = !resolution.result.is_empty();
    Some(match step {
        Step::Issue => ("edit", "resolution-do-approve"),
        // A head approves on the same page.
        Step::Rework if by_head => return None,
        Step::Rework => ("edit", "resolution-do-edit"),
        Step::ReturnDraft => ("return-draft", "resolution-do-return-draft"),
        Step::Cancel { .. } if resolution.state.is_draft() => ("cancel", "resolution-do-cancel-draft"),
        Step::Cancel { .. } => ("cancel", "resolution-do-cancel"),
        Step::EnterResult => ("result", "resolution-do-result"),
        Step::Consolidate if written => ("consolidated", "resolution-do-consolidated-again"),
        Step::Consolidate => ("consolidated", "resolution-do-consolidated"),
        Step::Confirm => ("confirm", "resolution-do-confirm"),
        Step::Finish if resolution.signer.is_some() => ("finish", "resolution-do-sign"),
        Step::Finish => ("finish", "resolution-do-finish"),
        Step::ReturnConsolidated => ("return-consolidated", "resolution-do-return-consolidated"),
        Step::Accept(_) | Step::ReturnResult(_) => return None,
    })
}

fn doable(branch: &Branch, actor: &Actor, path: &str, texts: &Texts) -> (Vec<Doable>, Vec<(String, String)>) {
    let resolution = &branch.resolution;
    let (mut actions, mut reasons) = (Vec::new(), Vec::new());
    let by_head = branch.may(Step::Issue);
    let awaited = resolution.rules().awaits();
    let by = actor.account();
    let own_turn = |step: Step| match step {
        Step::Issue => true,
        Step::Rework => awaited.contains(&Awaited::Rework),
        Step::EnterResult => awaited.contains(&Awaited::Result(by)),
        Step::Consolidate => awaited.contains(&Awaited::Consolidation),
        Step::Confirm => awaited.contains(&Awaited::Confirmation(by)),
        Step::Finish => awaited.iter().any(|awaited| matches!(awaited, Awaited::Finish | Awaited::Signature(_))),
        _ => false,
    };
    for Possible { step, refusal } in &branch.steps {
        let Some((end, key)) = words(*step, resolution, by_head) else { continue };
        let entered = resolution.task_of(by).is_some_and(|task| !task.state.runs());
        let key = if *step == Step::EnterResult && entered { "resolution-do-result-again" } else { key };
        let name = texts.get(key).into_owned();
        match refusal {
            None => actions.push(Doable { path: format!("{path}/{end}"), name, main: own_turn(*step) }),
            Some(Refusal::Resolution { why, .. }) => {
                let why = texts.get(&format!("refusal-{}", why.code().replace('_', "-")));
                reasons.push((name, why.into_owned()));
            }
            Some(_) => {}
        }
    }
    (actions, reasons)
}

/// Accepting and returning stand with the task.
fn judging(branch: &Branch, task: &Task, path: &str, texts: &Texts) -> Vec<Doable> {
    let steps = [
        (Step::Accept(task.account_id), "accept", "resolution-do-accept"),
        (Step::ReturnResult(task.account_id), "return", "resolution-do-return"),
    ];
    let steps = steps.into_iter().filter(|(step, _, _)| branch.may(*step));
    let shown = steps.map(|(_, end, key)| Doable {
        path: format!("{path}/tasks/{}/{end}", task.id),
        name: texts.get(key).into_owned(),
        main: end == "accept",
    });
    shown.collect()
}

const fn tone_of(state: ResolutionState) -> &'static str {
    match state {
        ResolutionState::Draft | ResolutionState::Returned => "warn",
        ResolutionState::Finished => "good",
        ResolutionState::Cancelled => "",
        _ => "calm",
    }
}

const fn tone_of_task(state: TaskState) -> &'static str {
    match state {
        TaskState::Assigned => "",
        TaskState::Entered => "calm",
        TaskState::Returned => "warn",
        TaskState::Accepted => "good",
    }
}
