//! The card of an own appeal: what was written, where it stands, what was answered (SUB-09).

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, Card, Clocks};
use zvarot_domain::{Action, EventKind, minsk};
use zvarot_locale::Texts;
use zvarot_store::appeals::Event;
use zvarot_web::{Page, PageError, show};

use super::Own;
use super::documents::ShownDocument;
use crate::pages::messages::{self, ShownTalk};
use crate::pages::uploads::ShownFile;
use crate::pages::work::clocks;

/// What an executed resolution has answered before the end (REV-06).
struct ShownInterim {
    at: chrono::DateTime<chrono::Utc>,
    text: String,
    files: Vec<ShownFile>,
}

/// How a date was found, in plain words and then day by day (BEY-06).
struct Explained {
    lead: String,
    steps: Vec<String>,
    /// The calendar has changed since.
    differs: bool,
}

/// A step of the way, in words.
pub struct Step {
    pub at: chrono::DateTime<chrono::Utc>,
    pub text: String,
    /// Whose step it is, where several organisations consider the appeal.
    pub organisation: Option<String>,
}

#[derive(Template)]
#[template(path = "appeals/card.html")]
struct CardPage {
    page: Page,
    card: Card,
    files: Vec<ShownFile>,
    answer_files: Vec<ShownFile>,
    documents: Vec<ShownDocument>,
    steps: Vec<Step>,
    talks: Vec<ShownTalk>,
    interim: Vec<ShownInterim>,
    may_withdraw: bool,
    /// How the limit of registration and the term of the answer were found (BEY-06).
    registration: Option<Explained>,
    due: Option<Explained>,
    may_repeat: bool,
}

/// `GET /appeals/{number}`
pub async fn page(own: Own) -> Result<Response, PageError> {
    let card = own.card().await?;
    let clocks = appeals::clocks(&own.actions, &own.visit.cause(), &card.appeal).await?;
    let visit = own.visit;
    let texts = visit.texts();
    let (answers, own): (Vec<_>, Vec<_>) =
        card.files.iter().filter(|file| file.message_id.is_none()).partition(|file| file.answer_id.is_some() || file.letter);
    let shown = |files: Vec<&_>| {
        files
            .into_iter()
            .map(|file| ShownFile::new(file, texts))
            .collect()
    };
    show(&CardPage {
        page: Page::new(&visit),
        files: shown(own),
        answer_files: shown(answers),
        documents: ShownDocument::of_card(&card, texts),
        steps: steps(&card, texts),
        talks: messages::talks(&card, texts),
        interim: interim(&card, texts),
        may_repeat: super::again::may_be_repeated(&card, &visit),
        registration: registration(&card, &clocks, texts),
        due: due(&card, &clocks, texts),
        may_withdraw: card.allowed.contains(&Action::Withdraw),
        card,
    })
}

/// How the limit of registration was found; what is registered has none any more.
fn registration(card: &Card, clocks: &Clocks, texts: &Texts) -> Option<Explained> {
    let appeal = &card.appeal;
    let waits = appeal.registered_at.is_none() && appeal.completed_at.is_none();
    waits.then(|| Explained {
        lead: texts.get("appeal-term-registration").into_owned(),
        steps: clocks::limit_words(&clocks.limit, texts),
        differs: clocks.limit.until.date() != minsk::date(appeal.registration_limit_at),
    })
}

/// How the term of the answer was found.
fn due(card: &Card, clocks: &Clocks, texts: &Texts) -> Option<Explained> {
    let (appeal, found) = (&card.appeal, clocks.due.as_ref()?);
    let key = match appeal.term.as_deref() {
        Some("15d") => "appeal-term-15d",
        Some("1m") => "appeal-term-1m",
        _ => "appeal-term-set",
    };
    Some(Explained {
        lead: texts.get(key).into_owned(),
        steps: clocks::words(found, texts),
        differs: appeal.due_on.is_some_and(|due| due != found.date),
    })
}

fn interim(card: &Card, texts: &Texts) -> Vec<ShownInterim> {
    let answers = card.interim.iter().map(|interim| {
        let files = card.interim_files.iter();
        let own = files.filter(|file| file.resolution.is_some_and(|(of, _)| of == interim.id));
        ShownInterim {
            at: interim.finished_at,
            text: interim.text.clone(),
            files: own.map(|file| ShownFile::new(file, texts)).collect(),
        }
    });
    answers.collect()
}

fn told(event: &Event, texts: &Texts) -> String {
    let mut key = format!("event-{}", event.kind.code().replace('_', "-"));
    // Who has not signed in is told neither the question nor the address.
    let personal = match event.kind {
        EventKind::CorrespondenceStopped | EventKind::CorrespondenceResumed => Some("question"),
        EventKind::AnswerMailed | EventKind::AnswerNotMailed => Some("mailed_to"),
        _ => None,
    };
    if personal.is_some_and(|name| !event.data[name].is_string()) {
        key.push_str("-briefly");
    }
    match texts.reason_of(event.kind, &event.data) {
        None => texts.about(&key, &event.data),
        Some(reason) => {
            let mut data = event.data.clone();
            data["reason_text"] = reason.into();
            texts.about(&key, &data)
        }
    }
}

/// The history as the applicant reads it: what is only the organisation's own business is left out.
pub fn steps(card: &Card, texts: &Texts) -> Vec<Step> {
    let whose = |event: &Event| {
        let instance = card.instances.iter().find(|(appeal, _)| *appeal == event.appeal_id);
        // To whom it was submitted, withdrawn from or sent on says the step itself.
        let said = matches!(event.kind, EventKind::Submitted | EventKind::Withdrawn);
        instance.filter(|_| !said).map(|(_, organisation)| organisation.name(texts.locale()).to_owned())
    };
    let known = card
        .history
        .iter()
        .filter(|event| {
            !matches!(
                event.kind,
                EventKind::CardCorrected
                    | EventKind::NoticeTermChanged
                    | EventKind::QuestionsSet
                    | EventKind::Exported
                    | EventKind::RepeatMarked
                    | EventKind::AnswerPublished
                    | EventKind::PublicationWithdrawn
                    | EventKind::ControlMarked
                    | EventKind::AssignmentSent
                    | EventKind::AssignmentReported
                    | EventKind::ReportAccepted
                    | EventKind::OrderedAgain
                    | EventKind::AssignmentCalledOff
                    | EventKind::Exchanged
                    | EventKind::AnswerReceived
                    | EventKind::ExchangeFaulted
                    | EventKind::ResolutionDrafted
                    | EventKind::DraftReturned
                    | EventKind::ResolutionCancelled
                    | EventKind::ResultEntered
                    | EventKind::ResultAccepted
                    | EventKind::ResultReturned
                    | EventKind::ResultsConsolidated
                    | EventKind::ResultConfirmed
                    | EventKind::ConsolidatedReturned
            ) && (event.kind != EventKind::ResolutionIssued || event.data["first"] == true)
        });
    known
        .map(|event| Step {
            at: event.at,
            text: told(event, texts),
            organisation: whose(event),
        })
        .collect()
}
