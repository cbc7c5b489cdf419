//! The operator's pages: how the system is, and what became of messages (NOT-03). Nothing of appeals' contents.

mod calendar;
mod deliveries;
mod facts;
mod settings;
mod system;

use axum::response::Redirect;
pub use calendar::{change as change_calendar, page as calendar};
pub use deliveries::{list as deliveries, one as delivery};
pub use facts::SystemFacts;
pub use settings::{page as settings, submit as set_settings};
pub use system::{page as system, try_again, unlock_account, unlock_address};
use zvarot_domain::Actor;
use zvarot_domain::permissions::Permission;
use zvarot_web::{Operator, PageError};

/// `GET /operator`
pub async fn start(_: Operator) -> Redirect {
    Redirect::to("/operator/system")
}

/// For others the pages do not exist.
fn allow(actor: &Actor, permission: Permission) -> Result<(), PageError> {
    permission.require(actor).map_err(|_| PageError::NotFound)
}
