//! What the card says of stopped correspondence (BEY-04): a warning on what came after, and what the decision was made by.

use chrono::NaiveDate;
use zvarot_actions::appeals::Card;
use zvarot_actions::{Actions, Cause, appeals};
use zvarot_domain::{machine, minsk};
use zvarot_domain::{Action, Actor, Status};
use zvarot_store::stops::{self, Stop};
use zvarot_web::PageError;

use super::super::frame::card_path;

/// An entry on a card.
pub struct ShownStop {
    pub stop: Stop,
    /// When it was stopped, in Minsk.
    pub on: NaiveDate,
    /// The entry in the register.
    pub path: String,
    /// The card of the appeal by which it was stopped.
    pub card: String,
}

impl ShownStop {
    /// With its links.
    pub fn of(stop: Stop) -> Self {
        let on = minsk::date(stop.stopped_at);
        Self { on, path: format!("/work/stopped/{}", stop.id), card: card_path(stop.number), stop }
    }
}

/// What concerns a card.
#[derive(Default)]
pub struct Stopped {
    /// Of the applicant of an appeal that is still to be decided on.
    pub concerning: Vec<ShownStop>,
    /// Where it is left for this reason, for those who may.
    pub leave: Option<String>,
    /// Whether it is left here at all: one that is joined to another ends with that one.
    pub left_here: bool,
    /// What this appeal itself has stopped.
    pub own: Option<ShownStop>,
    /// Where the correspondence can be stopped by it, for the head.
    pub decide: Option<String>,
}

/// Reads what concerns a card: the register is the organisation's, so a task alone shows none of it.
pub async fn of_card(actions: &Actions, cause: &Cause, card: &Card, actor: &Actor) -> Result<Stopped, PageError> {
    let (appeal, mut stopped) = (&card.appeal, Stopped::default());
    let Some(standing) = card.standing.filter(machine::Standing::is_at_home) else {
        return Ok(stopped);
    };
    if actor.applicant().is_some() {
        return Ok(stopped);
    }
    let mut work = actions.store.begin(cause).await?;
    let may = |action| machine::decide_in(Some(appeal.status), action, &standing).is_ok();
    if !appeal.status.is_final() {
        let found = stops::concerning(work.connection(), appeal).await?;
        stopped.concerning = found.into_iter().map(ShownStop::of).collect();
        stopped.left_here = appeal.merged_into.is_none();
        stopped.leave = may(Action::Leave).then(|| format!("{}/leave?reason=correspondence_stopped", card_path(appeal.number)));
    } else if appeal.status == Status::LeftWithoutConsideration {
        stopped.own = stops::of_appeal(work.connection(), appeal.id).await?.map(ShownStop::of);
        if stopped.own.is_none() && may(Action::StopCorrespondence) && appeals::may_stop(&mut work, appeal).await? {
            stopped.decide = Some(format!("{}/stop", card_path(appeal.number)));
        }
    }
    Ok(stopped)
}
