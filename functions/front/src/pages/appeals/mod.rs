//! The applicant's appeals: beginning one, its draft, the list, the card, the receipt, withdrawal (SUB-02 to SUB-11).

pub mod again;
pub mod card;
pub mod documents;
pub mod draft;
mod draft_form;
pub mod list;
pub mod new;
pub mod receipt;
pub mod reply;
pub mod similar;
pub mod withdraw;

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use zvarot_actions::appeals::{self, Card};
use zvarot_actions::Actions;
use zvarot_domain::AppealNumber;
use zvarot_web::{Applicant, PageError, Visit};

use crate::context::Front;

/// An applicant at one of the own appeals. Rejections: those of [`Applicant`]; a number that is none is no page.
pub struct Own {
    pub visit: Visit,
    pub applicant: Applicant,
    pub actions: Actions,
    pub number: AppealNumber,
}

impl FromRequestParts<Front> for Own {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, PageError> {
        let applicant = Applicant::from_request_parts(parts, front).await?;
        let Ok(visit) = Visit::from_request_parts(parts, front).await;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, front).await;
        let number = path.ok().and_then(|Path(path)| path.get("number")?.parse().ok());
        Ok(Self { number: number.ok_or(PageError::NotFound)?, actions: front.actions.clone(), applicant, visit })
    }
}

impl Own {
    /// The appeal's card.
    pub async fn card(&self) -> Result<Card, PageError> {
        Ok(appeals::card(&self.actions, &self.visit.cause(), &self.applicant.actor, self.number).await?)
    }

    /// The way to the card.
    pub fn to_card(&self) -> Response {
        Redirect::to(&format!("/appeals/{}", self.number.digits())).into_response()
    }
}

/// The number in a path; one that is no number is no page.
pub fn number(path: &str) -> Result<AppealNumber, PageError> {
    path.parse().map_err(|_| PageError::NotFound)
}
