//! How somebody stands to an appeal: as which parties of the table, and what the appeal itself has against an action.

use super::{Action, Party, Refusal};
use crate::{Actor, OrganisationId, merging};

/// How an actor stands to one appeal: roles count in the organisation that the appeal is in and nowhere else (ORG-07);
/// whoever a resolution names acts as its executor, from whichever organisation (REV-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    actor: Actor,
    at_home: bool,
    /// Has a task of a resolution: whether as the responsible executor.
    task: Option<bool>,
    /// Whether the appeal is joined to an earlier one.
    merged: bool,
    /// Whether the appeal came from a cabinet, where its applicant acts himself.
    cabinet: bool,
    /// Whether nobody is named as the applicant.
    anonymous: bool,
}

impl Standing {
    /// Of somebody whose own appeal it is, or whose organisation's, without a task.
    #[must_use]
    pub const fn own(actor: Actor) -> Self {
        Self { actor, at_home: true, task: None, merged: false, cabinet: false, anonymous: false }
    }

    /// To an appeal that is in this organisation.
    #[must_use]
    pub fn to_appeal_in(actor: Actor, organisation: OrganisationId) -> Self {
        let at_home = actor.organisation().is_none_or(|own| own == organisation);
        Self { actor, at_home, task: None, merged: false, cabinet: false, anonymous: false }
    }

    /// The same with a task of a resolution on the appeal.
    #[must_use]
    pub const fn with_task(mut self, task: Option<bool>) -> Self {
        self.task = task;
        self
    }

    /// The same to an appeal that is joined to an earlier one, or not.
    #[must_use]
    pub const fn with_merged(mut self, merged: bool) -> Self {
        self.merged = merged;
        self
    }

    /// The same to an appeal that came from a cabinet, or not.
    #[must_use]
    pub const fn with_cabinet(mut self, cabinet: bool) -> Self {
        self.cabinet = cabinet;
        self
    }

    /// The same to an appeal whose applicant is not named, or is.
    #[must_use]
    pub const fn with_anonymous(mut self, anonymous: bool) -> Self {
        self.anonymous = anonymous;
        self
    }

    /// Whether it is an official or a program of the organisation that the appeal is in, or the applicant.
    #[must_use]
    pub const fn is_at_home(&self) -> bool {
        self.at_home
    }

    /// What the appeal itself has against an action that the table allows.
    pub(super) fn check(&self, action: Action) -> Result<(), Refusal> {
        merging::check(action, self.merged)?;
        if self.cabinet && action == Action::RecordWithdrawal {
            return Err(Refusal::OwnCabinet { action });
        }
        if self.anonymous && action == Action::RecordWithdrawal {
            return Err(Refusal::Anonymous { action });
        }
        Ok(())
    }

    pub(super) fn parties(&self) -> Vec<Party> {
        let mut parties = Vec::new();
        if self.at_home {
            if self.actor.applicant().is_some() {
                parties.push(Party::Applicant);
            } else if self.actor.is_client() {
                parties.push(Party::Client);
            }
            parties.extend(self.actor.roles().iter().map(Party::Official));
        }
        if let Some(responsible) = self.task {
            parties.push(Party::Tasked);
            if responsible {
                parties.push(Party::Responsible);
            }
            if responsible && self.at_home {
                parties.push(Party::OwnResponsible);
            }
        }
        parties
    }
}
