//! Earlier appeals of the same applicant, proposed to the clerk: as the one that is repeated (SUB-12) or as the one to join
//! to (BEY-02).

use chrono::{Months, NaiveDate, TimeDelta};
use zvarot_domain::{Fault, FaultCode, minsk, repeats};
use zvarot_store::appeals::{Earlier, earlier, similar};
use zvarot_web::{PageError, fault_text};

use super::desk::Desk;
use super::frame::{Frame, card_path};

/// So many earlier appeals are proposed.
const PROPOSED: i64 = 20;

/// An earlier appeal that is proposed.
pub struct Proposed {
    pub earlier: Earlier,
    /// When it came, in Minsk.
    pub on: NaiveDate,
    pub path: String,
    /// Whether its words are much the same.
    pub similar: bool,
    /// Why it cannot be the first one.
    pub why_not: Option<String>,
}

/// Those of the last three years; `check` says what is wrong with one.
pub async fn proposed(
    desk: &Desk,
    frame: &Frame,
    check: impl Fn(&Earlier) -> Result<(), FaultCode>,
) -> Result<Vec<Proposed>, PageError> {
    let appeal = &frame.card.appeal;
    let mut connection = desk.front.store.pool().acquire().await?;
    // A day more, so that those of the last day are told why they do not count.
    let since = appeal.submitted_at - Months::new(12 * repeats::YEARS) - TimeDelta::days(1);
    let found = earlier(&mut connection, appeal, since, PROPOSED).await?;
    let alike = similar(&mut connection, appeal, PROPOSED).await?;
    let shown = found.into_iter().map(|earlier| Proposed {
        on: minsk::date(earlier.submitted_at),
        path: card_path(earlier.number),
        similar: alike.iter().any(|other| other.number == earlier.number),
        why_not: check(&earlier).err().map(|code| fault_text(&Fault::new("first_number", code), desk.texts())),
        earlier,
    });
    let mut shown: Vec<Proposed> = shown.collect();
    shown.sort_by_key(|one| !one.similar);
    Ok(shown)
}
