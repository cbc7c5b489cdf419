//! How the dates of an appeal were found, for "how was this date computed?" (BEY-06).

use zvarot_domain::{
    Calendar,
    deadlines::Deadline,
    registration::{self, Limit},
};
use zvarot_store::appeals::Appeal;

use super::terms;
use crate::{Actions, Cause, Result};

/// The clocks of an appeal, computed from the calendar of today. Where a date differs from the stored one, the calendar
/// has changed since or the term was set by hand.
#[derive(Clone, Debug)]
pub struct Clocks {
    pub limit: Limit,
    /// None: not registered, or set by hand.
    pub due: Option<Deadline>,
    /// None: not registered.
    pub notice: Option<Deadline>,
    /// The longest term that a clerk can set (REG-06). None: not registered.
    pub latest: Option<Deadline>,
    /// The law's month (art. 17, item 2), which can end before that. None: not registered.
    pub month: Option<Deadline>,
    /// By what chosen terms of the appeal are explained too.
    pub calendar: Calendar,
}

/// The clocks of an appeal that the caller has read within its scope.
///
/// # Errors
/// No calendar is loaded.
pub async fn clocks(actions: &Actions, cause: &Cause, appeal: &Appeal) -> Result<Clocks> {
    let mut work = actions.store.begin(cause).await?;
    let calendar = terms::calendar_of(&mut work, appeal.organisation_id).await?;
    let registered_on = appeal.registered_on;
    Ok(Clocks {
        limit: registration::limit(appeal.submitted_at, &calendar.calendar),
        due: terms::due_explained(appeal, &calendar),
        notice: registered_on.map(|day| terms::notice_due(day, &calendar)),
        latest: registered_on
            .map(|day| zvarot_domain::deadlines::latest_term(day, &calendar.calendar)),
        month: registered_on.map(|day| zvarot_domain::deadlines::one_month(day, &calendar.calendar)),
        calendar: calendar.calendar,
    })
}
