//! The one error of actions: few kinds, each of which the edge shows in its own way.

use chrono::{DateTime, Utc};
use zvarot_domain::{Fault, FaultCode, Faults, Refusal};

/// What actions return.
pub type Result<T> = std::result::Result<T, ActionError>;

/// Why an action did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// What was typed is wrong, field by field; it goes back to the page with the faults.
    #[error("the input has faults")]
    Invalid(Faults),
    /// The rules do not allow it now or to this actor (REV-13).
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It does not exist, or is none of the actor's business: the two look the same (SEC-01).
    #[error("not found")]
    NotFound,
    /// Somebody changed it meanwhile; nothing was overwritten.
    #[error("changed meanwhile")]
    Conflict,
    /// Login and password do not belong together; which of them is wrong is not said.
    #[error("wrong login or password")]
    WrongCredentials,
    /// Locked after failed sign-ins (IDN-04) until this moment.
    #[error("locked")]
    Locked(DateTime<Utc>),
    /// Asked for too often; again possible after this moment.
    #[error("too often")]
    TooOften(DateTime<Utc>),
    /// Our fault, or the database's: logged with an id, nothing shown.
    #[error("internal: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl ActionError {
    /// One field's fault.
    pub fn field(field: &str, code: FaultCode) -> Self {
        Self::Invalid(vec![Fault::new(field, code)])
    }

    /// Something that cannot be unless a program or the data is wrong.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
}

impl From<sqlx_error::Error> for ActionError {
    fn from(error: sqlx_error::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

use zvarot_store::sqlx_error;
