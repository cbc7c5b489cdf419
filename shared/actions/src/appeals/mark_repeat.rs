//! The mark of a repeated appeal with the number of the first one (SUB-12, EDM-05; law, art. 1).

use chrono::Months;
use serde_json::json;
use zvarot_domain::{Action, Actor, AppealNumber, FaultCode};
use zvarot_store::{Work, appeals};

use super::{lock_for, record, terms, written};
use crate::{ActionError, Result, scope};

/// Within three years of the first one's arrival (law, art. 1).
const YEARS: u32 = 3;

/// Marks an appeal as a repeat of an earlier one of the same organisation, in a transaction of the caller's. Marked so
/// already: nothing changes.
///
/// # Errors
/// Faults of `first_number`; refusals; [`ActionError::NotFound`].
pub async fn mark_repeat_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    first_number: &str,
) -> Result<()> {
    let fault = |code| ActionError::field("first_number", code);
    let (appeal, transition) = lock_for(work, actor, number, None, Action::MarkRepeat).await?;
    if first_number.trim().is_empty() {
        return Err(fault(FaultCode::Required));
    }
    let first = match first_number.parse::<AppealNumber>() {
        Ok(number) => appeals::by_number(work.connection(), number, scope(actor)?).await?,
        Err(_) => None,
    };
    let first = first.ok_or_else(|| fault(FaultCode::UnknownAppeal))?;
    if first.id == appeal.id || first.submitted_at >= appeal.submitted_at {
        return Err(fault(FaultCode::NotAnEarlierAppeal));
    }
    let last_day = terms::minsk_date(first.submitted_at) + Months::new(12 * YEARS);
    if terms::minsk_date(appeal.submitted_at) > last_day {
        return Err(fault(FaultCode::RepeatTooLate));
    }
    if appeal.repeat_of == Some(first.id) {
        return Ok(());
    }
    let (id, version) = (appeal.id, appeal.version);
    written(appeals::set_repeat_of(work.connection(), id, version, first.id).await?)?;
    let data = json!({ "first": first.number.to_string() });
    record(work, actor, &appeal, &transition, data).await
}
