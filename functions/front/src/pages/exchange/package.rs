//! One package: where it stands, each attempt, the other side's words, its files, and what it holds. Contents of appeals
//! are shown to those who may read appeals; a look at them from outside the organisation is noted in the security journal.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Redirect, Response};
use futures_util::TryStreamExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use zvarot_actions::exchange::{self, may_see};
use zvarot_actions::{Actions, ActionError};
use zvarot_domain::permissions::Permission;
use zvarot_domain::{Actor, AppealNumber};
use zvarot_locale::Texts;
use zvarot_objects::Objects;
use zvarot_store::appeals;
use zvarot_store::smdo::{self, IncomingFile, IncomingMessage, NOT_HANDLED, Package, PackageFile, StepRecord, WordRecord};
use zvarot_web::{Page, PageError, ProtectedForm, SignedIn, Visit, show};

use super::{incoming_text, incoming_tone, state_text, tone, trouble_text};
use crate::context::Front;

/// Bytes of an envelope that are shown.
const SHOWN: usize = 256 * 1024;

#[derive(Template)]
#[template(path = "exchange/package.html")]
struct PackagePage {
    page: Page,
    package: Package,
    state: String,
    tone: &'static str,
    number: Option<AppealNumber>,
    /// The appeal's card, for those who may open it.
    card: Option<String>,
    files: Vec<PackageFile>,
    error: Option<String>,
    /// The day of the receiver's registration, readable where it is a date.
    registered_on: String,
    steps: Vec<(StepRecord, String)>,
    words: Vec<(WordRecord, String)>,
    envelope: Option<String>,
    hidden: bool,
    done: bool,
}

#[derive(Template)]
#[template(path = "exchange/incoming.html")]
struct IncomingPage {
    page: Page,
    message: IncomingMessage,
    state: String,
    tone: &'static str,
    number: Option<AppealNumber>,
    card: Option<String>,
    files: Vec<IncomingFile>,
    faults: Vec<String>,
    envelope: Option<String>,
    hidden: bool,
    done: bool,
}

#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /exchange/packages/{id}`
pub async fn one(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let mut work = front.store.begin(&visit.cause()).await?;
    let package = exchange::package(&mut work, &actor, id).await?;
    let files = smdo::package_files(work.connection(), id).await?;
    let steps = smdo::steps(work.connection(), id).await?;
    let words = smdo::words(work.connection(), id).await?;
    let number = match package.appeal_id {
        Some(appeal) => appeals::get(work.connection(), appeal).await?.map(|appeal| appeal.number),
        None => None,
    };
    drop(work);
    let texts = visit.texts();
    let hidden = !may_read(&actor);
    let envelope = envelope(&front.objects, package.object_key.as_deref(), hidden).await;
    if envelope.is_some() && package.appeal_id.is_some() {
        note_look(&front.actions, &visit, &actor, json!({ "package": id })).await?;
    }
    show(&PackagePage {
        page: Page::new(&visit),
        state: state_text(package.state, texts),
        tone: tone(package.state),
        card: card(&actor, number),
        number,
        error: package.last_error.as_deref().map(|error| trouble_text(error, texts)),
        registered_on: readable_date(package.reg_date.as_deref(), texts),
        files,
        steps: steps.into_iter().map(|step| (step_words(&step, texts), step)).map(|(words, step)| (step, words)).collect(),
        words: words.into_iter().map(|word| (word_kind(&word, texts), word)).map(|(kind, word)| (word, kind)).collect(),
        envelope,
        hidden,
        done: query.done == "retry",
        package,
    })
}

/// `POST /exchange/packages/{id}/retry`
pub async fn send_anew(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    begun(exchange::send_anew(&actions, &visit.cause(), &visit.client(), &actor, id).await, &format!("/exchange/packages/{id}"))
}

/// Back to the page. Pressed twice: it is on its way.
fn begun(done: Result<(), ActionError>, page: &str) -> Result<Redirect, PageError> {
    match done {
        Ok(()) | Err(ActionError::Conflict) => Ok(Redirect::to(&format!("{page}?done=retry"))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /exchange/incoming/{id}/retry`
pub async fn look_anew(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(actions): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Redirect, PageError> {
    begun(exchange::look_anew(&actions, &visit.cause(), &visit.client(), &actor, id).await, &format!("/exchange/incoming/{id}"))
}

/// `GET /exchange/incoming/{id}`
pub async fn incoming(
    visit: Visit,
    SignedIn { actor }: SignedIn,
    State(front): State<Front>,
    Path(id): Path<Uuid>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let mut work = front.store.begin(&visit.cause()).await?;
    let message = smdo::incoming(work.connection(), id).await?.ok_or(PageError::NotFound)?;
    may_see(&actor, message.organisation_id)?;
    let files = smdo::incoming_files(work.connection(), id).await?;
    let number = match message.appeal_id {
        Some(appeal) => appeals::get(work.connection(), appeal).await?.map(|appeal| appeal.number),
        None => None,
    };
    drop(work);
    let texts = visit.texts();
    let hidden = !may_read(&actor);
    let envelope = envelope(&front.objects, Some(&message.object_key), hidden).await;
    if envelope.is_some() {
        note_look(&front.actions, &visit, &actor, json!({ "incoming": id })).await?;
    }
    let faults = message.faults.iter().map(|fault| {
        if fault.code == NOT_HANDLED {
            return trouble_text(&fault.place, texts);
        }
        let words = fault.fault.as_ref().map(|fault| {
            let params = serde_json::to_value(&fault.params).unwrap_or_default();
            texts.about(&fault.code.locale_key(), &params)
        });
        let code = fault.code;
        words.map_or_else(|| format!("{code}: {}", fault.place), |words| format!("{code}: {}. {words}", fault.place))
    });
    show(&IncomingPage {
        page: Page::new(&visit),
        state: incoming_text(message.state, texts),
        tone: incoming_tone(message.state),
        card: card(&actor, number),
        number,
        files,
        faults: faults.collect(),
        envelope,
        hidden,
        done: query.done == "retry",
        message,
    })
}

fn card(actor: &Actor, number: Option<AppealNumber>) -> Option<String> {
    let number = number.filter(|_| Permission::SeeAppeals.is_given_to(actor))?;
    Some(format!("/work/appeals/{}", number.digits()))
}

/// Who reads the contents: whoever reads the organisation's appeals, and the chief administrator (regulation 4.12).
fn may_read(actor: &Actor) -> bool {
    Permission::SeeAppeals.is_given_to(actor) || Permission::SeeAllExchange.is_given_to(actor)
}

async fn note_look(actions: &Actions, visit: &Visit, actor: &Actor, what: Value) -> Result<(), PageError> {
    if Permission::SeeAllExchange.is_given_to(actor) {
        exchange::note_look(actions, &visit.cause(), &visit.client(), actor, what).await?;
    }
    Ok(())
}

/// The stored envelope, readable; without the document and the zones where the reader may not see them.
async fn envelope(objects: &Objects, key: Option<&str>, hidden: bool) -> Option<String> {
    let object = objects.get(key?).await.ok()?;
    let pieces: Vec<bytes::Bytes> = object.stream.try_collect().await.ok()?;
    let mut value: Value = serde_json::from_slice(&pieces.concat()).ok()?;
    if hidden {
        for path in ["/body", "/body/envelop/body"] {
            if let Some(body) = value.pointer_mut(path).and_then(Value::as_object_mut) {
                for zone in ["document", "addDocuments", "expansion"] {
                    if body.contains_key(zone) {
                        body.insert(zone.to_owned(), json!("…"));
                    }
                }
            }
        }
    }
    let mut text = serde_json::to_string_pretty(&value).ok()?;
    let mut end = text.len().min(SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    Some(text)
}

/// A date as the other side wrote it, in the usual form where it is one.
fn readable_date(written: Option<&str>, texts: &Texts) -> String {
    let written = written.unwrap_or_default();
    written.parse().map_or_else(|_| written.to_owned(), |date| texts.date_short(date))
}

/// What kind of acknowledgement it is, and the code of the fault if it tells of one.
fn word_kind(word: &WordRecord, texts: &Texts) -> String {
    let key = format!("exchange-word-{}", word.ack_type);
    let kind = if texts.has(&key) { texts.get(&key).into_owned() } else { word.ack_type.to_string() };
    if word.error_code == 0 {
        return kind;
    }
    texts.with("exchange-word-fault", &[("kind", kind), ("code", word.error_code.to_string())])
}

fn step_words(step: &StepRecord, texts: &Texts) -> String {
    let step_key = format!("exchange-step-{}", step.step);
    let result_key = format!("exchange-result-{}", step.result);
    let words = |key: &str, code: &str| if texts.has(key) { texts.get(key).into_owned() } else { code.to_owned() };
    let done = format!("{}: {}", words(&step_key, &step.step), words(&result_key, &step.result));
    match step.reason.as_str() {
        "" => done,
        reason => format!("{done}. {}", trouble_text(reason, texts)),
    }
}
