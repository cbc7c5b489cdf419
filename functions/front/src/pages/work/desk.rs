//! An official at a form about one appeal: opened, sent with its files, and shown again with all that was typed where it
//! could not be carried out. Each form adds its fields and its action.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::response::Response;
use http::request::Parts;
use zvarot_actions::appeals::{self, Card};
use zvarot_actions::{ActionError, Actions, Cause};
use zvarot_domain::{Action, Actor, AppealNumber, Faults, UploadPurpose, answer_check::Warned, completion::CompletionForm};
use zvarot_locale::Texts;
use zvarot_web::{FormValues, FormWithFiles, Official, PageError, Visit};

use super::clocks;
use super::frame::{self, Back, Frame};
use super::letters::{self, Letters};
use crate::context::Front;

/// Who works on which appeal. Rejections: those of [`Official`]; a number that is none is no page.
pub struct Desk {
    pub visit: Visit,
    pub official: Official,
    pub front: Front,
    pub number: AppealNumber,
    /// For the actions: when and which request.
    pub cause: Cause,
}

/// How far a form got: done, or to be shown again.
pub type Outcome<T> = Result<T, Box<Frame>>;

impl FromRequestParts<Front> for Desk {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, PageError> {
        let official = Official::from_request_parts(parts, front).await?;
        let Ok(visit) = Visit::from_request_parts(parts, front).await;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, front).await;
        let number = path.ok().and_then(|Path(path)| path.get("number")?.parse().ok());
        Ok(Self {
            number: number.ok_or(PageError::NotFound)?,
            cause: visit.cause(),
            front: front.clone(),
            official,
            visit,
        })
    }
}

impl Desk {
    pub fn actions(&self) -> &Actions {
        &self.front.actions
    }

    pub fn actor(&self) -> &Actor {
        &self.official.actor
    }

    pub fn texts(&self) -> &'static Texts {
        self.visit.texts()
    }

    /// The appeal's card.
    pub async fn card(&self) -> Result<Card, PageError> {
        Ok(appeals::card(self.actions(), &self.cause, self.actor(), self.number).await?)
    }

    /// The form on a fresh page. Error: the refusal, where the action is not possible.
    pub async fn open(
        &self,
        action: Action,
        values: impl FnOnce(&Card) -> FormValues,
    ) -> Result<Frame, PageError> {
        let (actions, actor) = (self.actions(), self.actor());
        frame::open(&self.visit, actions, actor, self.number, action, values).await
    }

    /// The form with all that was typed.
    pub async fn reopen(&self, values: FormValues, back: Back) -> Result<Frame, PageError> {
        self.reopen_merged(values, back, |_, _| {}).await
    }

    /// The same; after a conflict `merge` brings in what others wrote.
    pub async fn reopen_merged(
        &self,
        values: FormValues,
        back: Back,
        merge: impl FnOnce(&Card, &mut FormValues),
    ) -> Result<Frame, PageError> {
        let (actions, actor) = (self.actions(), self.actor());
        frame::reopen_merged(&self.visit, actions, actor, self.number, values, back, merge).await
    }

    /// The form as it was typed, where nothing is wrong with it: a button only changed it.
    pub async fn again(&self, values: FormValues) -> Result<Frame, PageError> {
        self.reopen(values, Back::Faults(Faults::new())).await
    }

    /// Takes a form with the files for it: the button `send` goes on with the values, any other and whatever is wrong shows the
    /// form again. `edit` does what the form's own buttons mean.
    pub async fn receive(
        &self,
        purpose: UploadPurpose,
        mut posted: FormWithFiles,
        edit: impl FnOnce(&mut FormValues),
    ) -> Result<Outcome<FormValues>, PageError> {
        let (visit, actor, front) = (&self.visit, self.actor(), &self.front);
        let faults = letters::receive(visit, actor, front, (self.number, purpose), &mut posted).await?;
        let mut values = posted.into_values();
        letters::remove(visit, actor, front, &values).await?;
        edit(&mut values);
        if !faults.is_empty() || !values.has("send") || frame::readable(&values).is_err() {
            let frame = self.reopen(values, Back::Faults(faults)).await?;
            return Ok(Err(Box::new(frame)));
        }
        Ok(Ok(values))
    }

    /// Acts, unless what was typed cannot be read; goes back to the card and says what was done, or shows the form again.
    pub async fn carry_out<T>(
        &self,
        values: FormValues,
        done: &str,
        action: impl Future<Output = Result<T, ActionError>>,
    ) -> Result<Outcome<Response>, PageError> {
        self.carry_out_merged(values, done, action, |_, _| {}).await
    }

    /// The same; after a conflict `merge` brings in what others wrote.
    pub async fn carry_out_merged<T>(
        &self,
        values: FormValues,
        done: &str,
        action: impl Future<Output = Result<T, ActionError>>,
        merge: impl FnOnce(&Card, &mut FormValues),
    ) -> Result<Outcome<Response>, PageError> {
        let result = match frame::readable(&values) {
            Ok(()) => action.await,
            Err(error) => Err(error),
        };
        match result {
            Ok(_) => Ok(Ok(frame::done(self.number, done))),
            Err(error) => {
                Ok(Err(Box::new(self.reopen_merged(values, frame::back(error)?, merge).await?)))
            }
        }
    }

    /// Ends the work on the appeal with a result whose reason and explanation were typed; `form` has what else it says.
    pub async fn conclude(
        &self,
        values: FormValues,
        done: &str,
        form: CompletionForm,
    ) -> Result<Outcome<Response>, PageError> {
        let form = concluding(&values, form);
        let (actions, cause, actor) = (self.actions(), &self.cause, self.actor());
        let version = frame::version(&values)?;
        let ended = appeals::conclude(actions, cause, actor, self.number, version, &form);
        self.carry_out(values, done, ended).await
    }

    /// How the five working days of the form's appeal were found (BEY-06).
    pub async fn notice_how(&self, frame: &Frame) -> Result<Vec<String>, PageError> {
        let clocks = appeals::clocks(self.actions(), &self.cause, &frame.card.appeal).await?;
        Ok(clocks.notice.map_or_else(Vec::new, |found| clocks::words(&found, self.texts())))
    }

    /// What the official is warned of before the appeal is left without consideration (BEY-08).
    pub async fn check_leaving(&self, values: &FormValues, form: CompletionForm) -> Result<Vec<Warned>, ActionError> {
        let (actions, cause, actor, form) = (self.actions(), &self.cause, self.actor(), concluding(values, form));
        // A version that is no number is told by the action itself.
        let version = values.get("version").parse().map_err(|_| ActionError::Conflict)?;
        appeals::check_leaving(actions, cause, actor, self.number, version, &form).await
    }

    /// The files that go with what is written.
    pub async fn letters(&self, frame: &Frame, purpose: UploadPurpose) -> Result<Letters, PageError> {
        Letters::of(&self.visit, &self.front, &self.official, frame, purpose).await
    }
}

/// A result with its reason and its explanation as typed.
fn concluding(values: &FormValues, form: CompletionForm) -> CompletionForm {
    CompletionForm { reason: values.filled("reason"), explanation: values.filled("explanation"), ..form }
}
