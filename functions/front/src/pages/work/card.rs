//! The card of an appeal as officials see it (REG-09): registration, applicant, content, files, clocks, answers,
//! documents, history, and what may be done now, or why not.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use zvarot_actions::Actions;
use zvarot_actions::appeals::{self, Card};
use zvarot_domain::appeal::PersonalState;
use zvarot_domain::machine::{self, Standing};
use zvarot_domain::permissions::Permission;
use zvarot_domain::{Action, Actor, AnswerWay, EventKind, Form, LeaveReason, Refusal, Status, minsk};
use zvarot_locale::Texts;
use zvarot_store::accounts::{self, Account};
use zvarot_store::appeals::{self as store_appeals, Answer};
use zvarot_store::assignments::Side;
use zvarot_store::cards::{self, CardDetails};
use zvarot_store::documents::{Document, DocumentKind, DocumentState};
use zvarot_store::publications::{self, Publication};
use zvarot_web::{Official, Page, PageError, Visit, show};

use super::answered;
use super::assignments::{self, ShownAssignment};
use super::clocks::{self, ShownClock};
use super::entered::{self, Entered};
use super::frame::{card_path, number};
use super::history::{self, Entry};
use super::merged::{self, Merged};
use super::resolutions::part::{self, Part};
use super::result::{self, Links};
use super::similar::{self, ShownSimilar};
use super::stopped::part::{self as stopped, Stopped};
use crate::pages::exchange::{self, Summary};
use crate::pages::messages::{self, ShownMessage};
use crate::pages::uploads::ShownFile;

/// What is done with a card, in the order of the buttons, with the last part of its address.
const DOABLE: [(Action, &str); 18] = [
    (Action::PassToHead, "moderate"),
    (Action::Register, "register"),
    (Action::Complete, "answer"),
    (Action::SendMessage, "message"),
    (Action::Redirect, "redirect"),
    (Action::SendRequest, "request"),
    (Action::SendOrder, "order"),
    (Action::Leave, "leave"),
    (Action::TakeNote, "take-note"),
    (Action::RecordWithdrawal, "withdraw"),
    (Action::ChangeTerm, "term"),
    (Action::CorrectCard, "correct"),
    (Action::SetQuestions, "questions"),
    (Action::MarkRepeat, "repeat"),
    (Action::Merge, "merge"),
    (Action::Unmerge, "unmerge"),
    (Action::MarkControl, "control"),
    (Action::PublishAnswer, "publish"),
];

/// An action as a button.
struct ShownAction {
    path: String,
    name: String,
    /// The next step of the usual way.
    main: bool,
}

/// Why actions are not possible: the reason and their names.
type Reasons = Vec<(String, String)>;

/// An answer with its files and its letter.
struct ShownAnswer {
    answer: Answer,
    files: Vec<ShownFile>,
    letter: Option<ShownDocument>,
}

/// A formed document.
struct ShownDocument {
    path: String,
    name: String,
    note: String,
    ready: bool,
    forming: bool,
}

#[derive(Template)]
#[template(path = "work/card.html")]
struct CardPage {
    page: Page,
    card: Card,
    path: String,
    /// The list that the reader comes from: who sees no appeals but for tasks has the list of those.
    list: &'static str,
    contacts: Option<Account>,
    /// What an appeal entered by record has besides.
    entered: Option<Entered>,
    clocks: Vec<ShownClock>,
    actions: Vec<ShownAction>,
    reasons: Reasons,
    files: Vec<ShownFile>,
    answers: Vec<ShownAnswer>,
    /// Answered after the term.
    late: bool,
    /// What is published of the answer, or was (BEY-01); of joined appeals, of their common answer.
    published: Option<Publication>,
    links: Links,
    similar: Vec<ShownSimilar>,
    merged: Merged,
    stopped: Stopped,
    /// Where a resolution on one of its questions begins; empty: not by this reader.
    resolve: String,
    resolutions: Part,
    messages: Vec<ShownMessage>,
    assignments: Vec<ShownAssignment>,
    /// Where an appeal to the head personally is (SUB-07).
    to_head: Option<PersonalState>,
    details: CardDetails,
    exports: Vec<ShownDocument>,
    may_export: bool,
    history: Vec<Entry>,
    /// The day on which an appeal on paper or of a reception came; electronic ones have a moment.
    received_on: Option<NaiveDate>,
    exchange: Option<Summary>,
    /// What was just done, in words.
    done: Option<String>,
    /// An export is being formed: this part of the page is asked for again.
    waits: bool,
    is_final: bool,
    /// Law, art. 22: considered with a visit.
    visit_needed: bool,
    /// Nobody is named as the applicant.
    anonymous: bool,
}

impl CardPage {
    /// Whether a clock runs: such are said above all else, however long the list of actions is.
    fn has_running(&self) -> bool {
        self.clocks.iter().any(|clock| clock.runs)
    }
}

/// What was done before the redirect here.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /work/appeals/{number}`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let (cause, texts) = (visit.cause(), visit.texts());
    let card = appeals::card(&actions, &cause, &official.actor, number(&path)?).await?;
    let clocks = appeals::clocks(&actions, &cause, &card.appeal).await?;
    let mut connection = actions.store.pool().acquire().await?;
    let contacts = match card.appeal.account_id {
        Some(account) => accounts::get(&mut connection, account).await?,
        None => None,
    };
    let entered = entered::of_card(&mut connection, &card).await?;
    let actor = &official.actor;
    let exchange = exchange::summary(&mut connection, actor, card.appeal.id, texts).await?;
    let links = result::of_card(&mut connection, &card, texts).await?;
    let similar = similar::of_card(&mut connection, &card, actor).await?;
    let merged = merged::of_card(&mut connection, &card, actor, texts).await?;
    let to_head = store_appeals::to_head(&mut connection, card.appeal.id).await?;
    let details = cards::get(&mut connection, card.appeal.id).await?;
    let published = match card.appeal.status {
        Status::Answered => publications::of_appeal(&mut connection, card.appeal.considered_as()).await?,
        _ => None,
    };
    drop(connection);
    let stopped = stopped::of_card(&actions, &cause, &card, actor).await?;
    // What the organisation asks of others is none of a foreign executor's business.
    let assignments = if card.standing.is_some_and(|standing| standing.is_at_home()) {
        appeals::assignments_of(&actions, &cause, card.appeal.id).await?
    } else {
        Vec::new()
    };
    let assignments = assignments.iter().map(|(one, steps)| {
        let own = one.appeal == card.appeal.id;
        let side = if own { Side::Sent } else { Side::Received };
        let shown = assignments::shown(one, steps, side, visit.now(), texts);
        shown.explained(one, &clocks.calendar, visit.now(), texts)
    });
    let assignments: Vec<_> = assignments.collect();
    let exports = exports(&card, texts);
    let answers = answers(&card, texts);
    let waits = exports.iter().any(|export| export.forming);
    let done = done(&card, &query.done, texts);
    let status = card.appeal.status;
    let (doable, reasons) = doable(&card, &official.actor, texts);
    let may_resolve = card.allowed.contains(&Action::DraftResolution) || card.allowed.contains(&Action::IssueResolution);
    let resolve = if may_resolve { format!("{}/resolutions/new", card_path(card.appeal.number)) } else { String::new() };
    show(&CardPage {
        page: Page::new(&visit),
        path: card_path(card.appeal.number),
        list: if Permission::SeeAppeals.is_given_to(actor) { "/work" } else { "/work/tasks" },
        clocks: clocks::of_card(&card.appeal, &clocks, visit.now(), texts),
        actions: doable,
        reasons,
        files: files_of(&card, None, texts),
        answers,
        late: answered::is_late(&card.appeal),
        published,
        links,
        similar,
        merged,
        stopped,
        resolve,
        resolutions: part::of_card(&card, actor, &clocks.calendar, visit.now(), texts),
        messages: messages::shown(&card, texts),
        to_head,
        details,
        exports,
        may_export: card.allowed.contains(&Action::Export),
        history: history_of(&card, &assignments, texts),
        received_on: (card.appeal.form != Form::Electronic).then(|| minsk::date(card.appeal.submitted_at)),
        exchange,
        done,
        waits,
        is_final: status.is_final(),
        visit_needed: card
            .appeal
            .participants_count
            .is_some_and(|count| count >= 30),
        anonymous: card.appeal.account_id.is_none() && card.appeal.applicant_name.is_empty(),
        contacts,
        entered,
        assignments,
        card,
    })
}

/// The newest first. What organisations wrote to one another stands with the step in which they did: both have one moment.
fn history_of(card: &Card, assignments: &[ShownAssignment], texts: &Texts) -> Vec<Entry> {
    let entries = card.history.iter().rev().map(|event| {
        let mut entry = history::entry(event, texts);
        if event.data["assignment"].is_string() {
            let taken = assignments.iter().flat_map(|of| &of.steps).filter(|step| step.at == event.at && step.what == entry.what);
            entry.details.extend(taken.map(|step| step.text.clone()).filter(|text| !text.is_empty()));
        }
        entry
    });
    entries.collect()
}

fn files_of(card: &Card, answer: Option<uuid::Uuid>, texts: &Texts) -> Vec<ShownFile> {
    let files = card.files.iter().filter(|file| {
        file.answer_id == answer && !file.letter && file.message_id.is_none()
    });
    files.map(|file| ShownFile::new(file, texts)).collect()
}

fn answers(card: &Card, texts: &Texts) -> Vec<ShownAnswer> {
    let answers = card.answers.iter().map(|answer| {
        let letter = card
            .documents
            .iter()
            .find(|document| document.answer_id == Some(answer.id));
        ShownAnswer {
            files: files_of(card, Some(answer.id), texts),
            letter: letter.map(|document| shown_document(card, document, texts)),
            answer: answer.clone(),
        }
    });
    answers.collect()
}

fn exports(card: &Card, texts: &Texts) -> Vec<ShownDocument> {
    let exports = card
        .documents
        .iter()
        .filter(|document| document.kind == DocumentKind::AppealExport);
    exports
        .map(|document| shown_document(card, document, texts))
        .collect()
}

fn shown_document(card: &Card, document: &Document, texts: &Texts) -> ShownDocument {
    let key = if document.kind == DocumentKind::AppealExport {
        "work-document-export"
    } else {
        "work-document-answer"
    };
    let note = match (document.state, document.size) {
        (DocumentState::Ready, Some(size)) => {
            let size = texts.size(size.unsigned_abs());
            format!("{}, {size}", texts.moment_short(document.created_at))
        }
        (DocumentState::Failed, _) => texts.get("work-document-failed").into_owned(),
        _ => texts.get("work-document-forming").into_owned(),
    };
    ShownDocument {
        path: format!(
            "{}/documents/{}",
            card_path(card.appeal.number),
            document.id
        ),
        name: texts.get(key).into_owned(),
        note,
        ready: document.state == DocumentState::Ready,
        forming: document.state == DocumentState::Forming,
    }
}

/// The buttons, and why there are not more of them. What is past by its nature (registering the registered) is left out.
fn doable(card: &Card, actor: &Actor, texts: &Texts) -> (Vec<ShownAction>, Reasons) {
    let status = card.appeal.status;
    let (mut shown, mut reasons) = (Vec::new(), Reasons::new());
    for (action, path) in DOABLE {
        let name = texts.get(&format!("work-do-{path}")).into_owned();
        let standing = card.standing.unwrap_or(Standing::own(*actor));
        let refusal = machine::decide_in(Some(status), action, &standing).err();
        let waits = refusal.is_none() && card.waits_for_resolutions(action);
        let refusal = if waits { Some(Refusal::OpenResolutions { action }) } else { refusal };
        match reason(action, status, refusal) {
            None => {}
            Some(None) => shown.push(ShownAction {
                path: format!("{}/{path}", card_path(card.appeal.number)),
                name,
                main: matches!(action, Action::PassToHead | Action::Register | Action::Complete),
            }),
            Some(Some(key)) => {
                let why = texts.get(key);
                match reasons.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, names)) => names.push_str(&format!(", {}", name.to_lowercase())),
                    None => reasons.push((why.into_owned(), name)),
                }
            }
        }
    }
    (shown, reasons)
}

/// Why an action is not possible: the key of the reason, `Some(None)` where it is possible, nothing where there is
/// no point in naming it.
fn reason(
    action: Action,
    status: Status,
    refusal: Option<Refusal>,
) -> Option<Option<&'static str>> {
    match refusal {
        None => Some(None),
        Some(Refusal::AlreadyFinal { .. }) => None,
        // What is not addressed to the head needs no moderation, and once moderated it is past.
        Some(Refusal::WrongStatus { .. }) if action == Action::PassToHead => None,
        // Whoever has a cabinet withdraws there, nobody withdraws what is anonymous; others' officials do not record it.
        Some(Refusal::OwnCabinet { .. } | Refusal::Anonymous { .. }) => None,
        Some(_) if action == Action::RecordWithdrawal => None,
        // There is nothing to undo, whoever asks.
        Some(_) if action == Action::Unmerge => None,
        // Before the answer there is nothing to publish.
        Some(_) if action == Action::PublishAnswer => None,
        Some(Refusal::WrongRole { .. }) => Some(Some(match action {
            Action::PassToHead => "work-why-role-moderate",
            Action::Leave => "work-why-role-leave",
            Action::Redirect => "work-why-role-redirect",
            Action::SendRequest | Action::SendOrder => "work-why-role-request",
            Action::SendMessage => "work-why-role-message",
            Action::Complete if status == Status::InProgress => "work-why-role-complete",
            _ => "work-why-role",
        })),
        Some(Refusal::OpenResolutions { .. }) => Some(Some("work-why-open-resolutions")),
        Some(Refusal::Merged { .. }) => Some(Some("work-why-merged")),
        Some(Refusal::Resolution { .. } | Refusal::NotMerged { .. }) => None,
        Some(Refusal::WrongStatus { .. }) => match (action, status) {
            (Action::Register, Status::InModeration) => Some(Some("work-why-moderation")),
            (Action::Register, _) => None,
            (_, Status::Submitted | Status::InModeration) => Some(Some("work-why-unregistered")),
            (_, _) => Some(Some("work-why-resolution")),
        },
    }
}

/// What was just done. Where the applicant has no cabinet and no letter goes by itself, it says that the official tells him; where
/// nobody has to be told, that.
fn done(card: &Card, code: &str, texts: &Texts) -> Option<String> {
    let appeal = &card.appeal;
    let mailed = appeal.answer_way == AnswerWay::Email && ["answered", "left", "finish"].contains(&code);
    let ending = match appeal.account_id {
        Some(_) => "",
        None if code == "left" && left_silently(card) => "-silently",
        None if mailed => "-mailed",
        None => "-untold",
    };
    let key = Some(format!("work-done-{code}{ending}")).filter(|key| texts.has(key)).unwrap_or_else(|| format!("work-done-{code}"));
    texts.has(&key).then(|| texts.get(&key).into_owned())
}

/// Whether it was left for a reason of which the law has nobody told (art. 15, point 4).
fn left_silently(card: &Card) -> bool {
    let left = card.history.iter().rev().find(|event| event.kind == EventKind::LeftWithoutConsideration);
    let reason = left.and_then(|event| LeaveReason::from_code(event.data["reason_code"].as_str()?));
    reason.is_some_and(|reason| !reason.must_be_told())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use zvarot_domain::{AccountId, Locale, OrganisationId, Role};

    use super::*;

    fn official(role: Role) -> Actor {
        Actor::Official {
            account: AccountId(Uuid::nil()),
            organisation: OrganisationId(Uuid::nil()),
            roles: role.into(),
        }
    }

    fn reasons(status: Status, role: Role) -> Vec<(Action, Option<&'static str>)> {
        let actor = official(role);
        let reasons = DOABLE.iter().filter_map(|(action, _)| {
            let refusal = machine::decide(Some(status), *action, &actor).err();
            reason(*action, status, refusal).map(|reason| (*action, reason))
        });
        reasons.collect()
    }

    // REQ: REG-01
    // REQ: REV-13
    #[test]
    fn a_card_offers_what_the_machine_allows_and_says_why_not_where_it_does_not() {
        let unregistered = Some("work-why-unregistered");
        assert_eq!(
            reasons(Status::Submitted, Role::Clerk),
            [
                (Action::Register, None),
                (Action::Complete, unregistered),
                (Action::SendMessage, unregistered),
                (Action::Redirect, unregistered),
                (Action::SendRequest, unregistered),
                (Action::SendOrder, unregistered),
                (Action::Leave, unregistered),
                (Action::TakeNote, unregistered),
                (Action::RecordWithdrawal, None),
                (Action::ChangeTerm, unregistered),
                (Action::CorrectCard, unregistered),
                (Action::SetQuestions, unregistered),
                (Action::MarkRepeat, unregistered),
                (Action::Merge, unregistered),
                (Action::MarkControl, unregistered),
            ]
        );
        assert_eq!(
            reasons(Status::Registered, Role::Clerk),
            [
                (Action::Complete, None),
                (Action::SendMessage, None),
                (Action::Redirect, None),
                (Action::SendRequest, None),
                (Action::SendOrder, None),
                (Action::Leave, Some("work-why-role-leave")),
                (Action::TakeNote, None),
                (Action::RecordWithdrawal, None),
                (Action::ChangeTerm, None),
                (Action::CorrectCard, None),
                (Action::SetQuestions, None),
                (Action::MarkRepeat, None),
                (Action::Merge, None),
                (Action::MarkControl, None),
            ]
        );
        let registering = reasons(Status::Submitted, Role::OrganisationHead);
        assert_eq!(registering[0], (Action::Register, Some("work-why-role")));
        for status in Status::ALL.into_iter().filter(|status| status.is_final()) {
            let published = (status == Status::Answered).then_some((Action::PublishAnswer, None));
            let expected: Vec<_> = [(Action::MarkControl, None)].into_iter().chain(published).collect();
            assert_eq!(reasons(status, Role::Clerk), expected, "{status}");
        }
    }

    #[test]
    fn every_button_and_reason_has_words() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            for (_, path) in DOABLE {
                assert!(texts.has(&format!("work-do-{path}")), "{path}");
            }
            for key in ["merged", "open-resolutions", "role-complete", "role", "role-leave", "role-redirect", "role-moderate", "role-request", "role-message", "moderation", "unregistered", "resolution"] {
                assert!(texts.has(&format!("work-why-{key}")), "{key}");
            }
        }
    }
}
