//! What every form about an appeal has alike: the card it belongs to, the version it was opened at, and the page
//! that comes back when somebody else was faster. Nothing typed is lost and nothing is overwritten.

use std::hash::{DefaultHasher, Hash, Hasher};

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use zvarot_actions::appeals::{self, Card};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::answer_check::Warned;
use zvarot_domain::machine::{self, Standing};
use zvarot_domain::{Action, Actor, AppealNumber, Faults, Refusal};
use zvarot_locale::Texts;
use zvarot_store::appeals::Event;
use zvarot_web::{FormState, FormValues, Page, PageError, Visit};

use super::history;

/// The fields of all these forms, with the keys of their labels: the summary of faults names them.
const LABELS: &[(&str, &str)] = &[
    ("registration_index", "work-index"),
    ("registered_on", "work-registered-on"),
    ("term", "work-term"),
    ("case_number", "work-case"),
    ("note", "work-note"),
    ("due_on", "work-term-new"),
    ("reason", "work-reason"),
    ("redirected_to", "work-redirect-to"),
    ("explanation", "work-explanation"),
    ("redirect_date", "work-redirect-date"),
    ("withdrawn_on", "work-withdrawn-on"),
    ("topic", "draft-topic"),
    ("surname", "person-surname"),
    ("name", "person-name"),
    ("patronymic", "person-patronymic"),
    ("organisation_name", "person-organisation-name"),
    ("unp", "person-unp"),
    ("head_name", "person-head-name"),
    ("address/settlement", "address-settlement"),
    ("address/postal_code", "address-postal-code"),
    ("phone", "work-phone"),
    ("email", "work-email"),
    ("sheets", "paper-sheets"),
    ("annex_sheets", "paper-annex-sheets"),
    ("summary", "work-summary"),
    ("prescription", "work-prescription"),
    ("controlled", "work-controlled"),
    ("control_lifted_on", "work-control-lifted"),
    ("announced_on", "work-announced"),
    ("case_volume", "work-case-volume"),
    ("case_sheets", "work-case-sheets"),
    ("first_number", "work-repeat-number"),
    ("kind", "merge-kind"),
    ("question", "stopped-question"),
    ("message_kind", "work-message-kind"),
    ("receiver", "assignment-receiver"),
    ("decision", "work-moderate-decision"),
    ("remark", "work-moderate-remark"),
    ("agreed", "work-moderate-agreed"),
    ("outside", "work-redirect-outside"),
    ("questions", "work-redirect-questions"),
    ("control_until", "work-redirect-control-until"),
    ("text", "work-answer-text"),
    ("outcome", "work-outcome"),
    ("number", "work-answer-number"),
    ("dated", "work-answer-dated"),
    ("signatory", "work-signatory"),
    ("files", "work-files"),
    ("title", "publish-title"),
    ("question", "publish-question"),
    ("answer", "publish-answer"),
    ("reviewed", "publish-reviewed"),
];

/// What a form's page shows besides its fields.
pub struct Frame {
    pub card: Card,
    pub form: FormState,
    /// Where the form is sent: the address it was opened at.
    pub action: String,
    /// Whether somebody changed the card since the form was opened.
    pub conflict: bool,
    /// What others did since the form was opened: who, when, what.
    pub meanwhile: Vec<history::Entry>,
    /// What may be wrong with the text that would go out (BEY-08), and what the form says when its reader has seen it.
    pub warnings: Vec<Warned>,
    pub warned: String,
    /// Why the action is not possible any more; what was typed is shown to be kept elsewhere.
    pub refused: Option<String>,
}

impl Frame {
    /// Where the card is.
    pub fn card_path(&self) -> String {
        card_path(self.card.appeal.number)
    }

    /// The page around it.
    pub fn page(&self, visit: &Visit) -> Page {
        if self.came_back() {
            Page::failed(visit)
        } else {
            Page::new(visit)
        }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        if self.conflict || self.refused.is_some() {
            StatusCode::CONFLICT
        } else if self.form.has_faults() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }

    /// The same with warnings of a text.
    pub fn warned_of(mut self, warnings: Vec<Warned>, text: &str) -> Self {
        self.warned = seen(text);
        self.warnings = warnings;
        self
    }

    /// Whether the form was sent and could not be carried out.
    fn came_back(&self) -> bool {
        self.form.has_faults() || self.conflict || self.refused.is_some()
    }
}

/// What a form says whose reader has seen the warnings of a text: of another text there are others.
fn seen(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The warnings that the reader of a form has not seen; what is wrong with the form is told by the action itself (BEY-08).
pub async fn unseen(
    values: &FormValues,
    text: &str,
    check: impl Future<Output = Result<Vec<Warned>, ActionError>>,
) -> Vec<Warned> {
    if values.get("warned") == seen(text) || readable(values).is_err() {
        return Vec::new();
    }
    check.await.unwrap_or_default()
}

/// The page as an answer.
pub fn show(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    Ok((status, Html(template.render()?)).into_response())
}

/// The address of this page without its query.
fn action_of(visit: &Visit) -> String {
    visit.path().split('?').next().unwrap_or_default().to_owned()
}

/// `/work/appeals/1234567890`
pub fn card_path(number: AppealNumber) -> String {
    format!("/work/appeals/{}", number.digits())
}

/// The number in a path; one that is no number is no page.
pub fn number(path: &str) -> Result<AppealNumber, PageError> {
    path.parse().map_err(|_| PageError::NotFound)
}

/// Goes back to the card and says what was done.
pub fn done(number: AppealNumber, what: &str) -> Response {
    Redirect::to(&format!("{}?done={what}", card_path(number))).into_response()
}

/// The form on a fresh page. Error: the refusal, where the action is not possible.
pub async fn open(
    visit: &Visit,
    actions: &Actions,
    actor: &Actor,
    number: AppealNumber,
    action: Action,
    values: impl FnOnce(&Card) -> FormValues,
) -> Result<Frame, PageError> {
    let card = appeals::card(actions, &visit.cause(), actor, number).await?;
    allowed(&card, action, actor, visit.texts())?;
    let values = values(&card).with("version", card.appeal.version.to_string());
    Ok(Frame {
        form: FormState::new(values),
        action: action_of(visit),
        card,
        conflict: false,
        meanwhile: Vec::new(),
        warnings: Vec::new(),
        warned: String::new(),
        refused: None,
    })
}

fn allowed(card: &Card, action: Action, actor: &Actor, texts: &Texts) -> Result<(), PageError> {
    let standing = card.standing.unwrap_or(Standing::own(*actor));
    let refusal = match machine::decide_in(Some(card.appeal.status), action, &standing) {
        // REV-01, REV-06: an answer waits for the resolutions.
        Ok(_) if card.waits_for_resolutions(action) => Refusal::OpenResolutions { action },
        Ok(_) => return Ok(()),
        Err(refusal) => refusal,
    };
    match ActionError::from(refusal).into() {
        PageError::Refused(key) => Err(match last_change(card, texts) {
            Some(last) => PageError::RefusedAfter(key, last),
            None => PageError::Refused(key),
        }),
        error => Err(error),
    }
}

/// What changed the card last, when and by whom.
fn last_change(card: &Card, texts: &Texts) -> Option<String> {
    let event = card.history.iter().rfind(|event| history::changes_the_card(event))?;
    let entry = history::entry(event, texts);
    let who = entry.who.map(|who| format!(", {who}")).unwrap_or_default();
    Some(format!("{}{who}, {}", entry.what, texts.moment_short(entry.at)))
}

/// The version of the card that the form was opened at.
pub fn version(values: &FormValues) -> Result<i32, PageError> {
    values
        .get("version")
        .parse()
        .map_err(|_| PageError::BadRequest)
}

/// What is to be shown instead of success.
pub enum Back {
    /// Faults in what was typed.
    Faults(Faults),
    /// Somebody changed the card since the form was opened.
    Conflict,
    /// The action is not possible any more: the key of the reason.
    Refused(String),
}

/// What was typed, if all of it is text. Bytes that are none are named at their fields and stored nowhere.
pub fn readable(values: &FormValues) -> Result<(), ActionError> {
    let faults = values.unreadable();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ActionError::Invalid(faults))
    }
}

/// Sorts an action's error: what goes back to the form, and what is an error of the page.
pub fn back(error: ActionError) -> Result<Back, PageError> {
    match error {
        ActionError::Invalid(faults) => Ok(Back::Faults(faults)),
        ActionError::Conflict => Ok(Back::Conflict),
        ActionError::Refused(refusal) => {
            let key = format!("refusal-{}", refusal.code().replace('_', "-"));
            Ok(Back::Refused(key))
        }
        error => Err(error.into()),
    }
}

/// The form with all that was typed. After a conflict it stands under the present version, so that sending it again
/// is a decision taken with the changes before one's eyes. `merge` brings in what others wrote.
pub async fn reopen_merged(
    visit: &Visit,
    actions: &Actions,
    actor: &Actor,
    number: AppealNumber,
    mut values: FormValues,
    back: Back,
    merge: impl FnOnce(&Card, &mut FormValues),
) -> Result<Frame, PageError> {
    let card = appeals::card(actions, &visit.cause(), actor, number).await?;
    let texts = visit.texts();
    let conflict = matches!(back, Back::Conflict);
    let mut meanwhile = Vec::new();
    let mut refused = None;
    let faults = match back {
        Back::Faults(faults) => faults,
        Back::Conflict => {
            meanwhile = since(&card, &values, texts);
            values.set("version", card.appeal.version.to_string());
            merge(&card, &mut values);
            Faults::new()
        }
        Back::Refused(key) => {
            meanwhile = since(&card, &values, texts);
            refused = Some(texts.get(&key).into_owned());
            Faults::new()
        }
    };
    Ok(Frame {
        form: FormState::failed(values, &faults, texts).labelled(LABELS, texts).named(|field| of_question(field, texts)),
        action: action_of(visit),
        card,
        conflict,
        meanwhile,
        warnings: Vec::new(),
        warned: String::new(),
        refused,
    })
}

/// Which question a field belongs to, and what of it (BEY-09).
fn of_question(field: &str, texts: &Texts) -> Option<String> {
    let (row, part) = field.strip_prefix("questions/")?.split_once('/')?;
    let key = match part {
        "text" => "question-field-text",
        "topic" => "question-field-topic",
        "outcome" => "question-field-outcome",
        _ => return None,
    };
    Some(texts.with(key, &[("number", row.parse::<usize>().ok()? + 1)]))
}

/// The changes of the card after the version that the form was opened at: each change is one event and one version,
/// only taking out and the like leave the version as it was.
fn since(card: &Card, values: &FormValues, texts: &Texts) -> Vec<history::Entry> {
    // What happens to resolutions is no change of the card: their forms say which entry they have seen last.
    if let Ok(seen) = values.get("seen").parse::<i64>() {
        let new = card.history.iter().filter(|event| event.id.0 > seen);
        return new.map(|event| history::entry(event, texts)).collect();
    }
    let opened: i32 = values.get("version").parse().unwrap_or(0);
    let changes = usize::try_from(card.appeal.version - opened).unwrap_or(0);
    let changing: Vec<&Event> = card
        .history
        .iter()
        .filter(|event| history::changes_the_card(event))
        .collect();
    let first = changing.len().saturating_sub(changes);
    changing[first..]
        .iter()
        .map(|event| history::entry(event, texts))
        .collect()
}
