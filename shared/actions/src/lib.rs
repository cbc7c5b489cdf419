//! What can be done: one file an action. Each authorises, decides by the domain, then writes its rows,
//! its events and its jobs in one transaction.
//!
//! Every action takes an [`Actions`] (the database), a [`Cause`] (when, by which request) and an `Actor`, without whom
//! nothing is authorised; those before sign-in take a [`Client`] instead.

mod error;
pub mod access;
pub mod passwords;
pub mod secrets;
mod security_journal;

pub mod api_access;
pub mod api_keys;
pub mod api_once;
pub mod appeals;
pub mod cabinet;
pub mod confirm;
pub mod conformance;
pub mod drafts;
pub mod employees;
pub mod exchange;
pub mod files;
pub mod hours;
pub mod journal;
pub mod letter_templates;
pub mod lists;
pub mod loads;
pub mod messages;
pub mod new_password;
pub mod operator;
pub mod reminders;
pub mod reports;
pub mod sign_in;
pub mod sign_up;
pub mod switches;
pub mod webhooks;

use std::net::IpAddr;

pub use error::{ActionError, Result};
use ipnetwork::IpNetwork;
use secrecy::SecretString;
use zvarot_domain::{AccountId, Actor, permissions::Permission};
pub use zvarot_store::{
    Cause,
    appeals::{Scope, View},
};
use zvarot_store::{PgConnection, Store, accounts};

/// What actions work on. Cheap to clone.
#[derive(Clone)]
pub struct Actions {
    pub store: Store,
    /// The key under which short codes are hashed (`SECRET_KEY`).
    pub secret: SecretString,
}

/// Who calls, before and besides any account: for locks, limits and the security journal.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub address: Option<IpAddr>,
    /// The browser's user agent.
    pub computer: String,
}

impl Client {
    fn network(&self) -> Option<IpNetwork> {
        self.address.map(IpNetwork::from)
    }
}

/// The actor of an account: its applicant, or its roles. An official of several organisations acts in the first
/// one, until another is chosen.
///
/// # Errors
/// [`ActionError::NotFound`]: an account with neither (its roles were taken away).
pub async fn actor(connection: &mut PgConnection, account: AccountId) -> Result<Actor> {
    if let Some(applicant) = accounts::applicant(connection, account).await? {
        return Ok(Actor::Applicant {
            account,
            applicant: applicant.id,
        });
    }
    let roles = accounts::roles(connection, account).await?;
    if let Some(organisation) = roles.iter().find_map(|(_, organisation)| *organisation) {
        let roles = roles
            .iter()
            .filter(|(_, of)| *of == Some(organisation))
            .map(|(role, _)| *role)
            .collect();
        return Ok(Actor::Official {
            account,
            organisation,
            roles,
        });
    }
    if roles.is_empty() {
        return Err(ActionError::NotFound);
    }
    Ok(Actor::Operator {
        account,
        roles: roles.into_iter().map(|(role, _)| role).collect(),
    })
}

/// Which appeals an actor may see (SEC-01): an applicant the own ones, a program the organisation's, an official those too
/// where the roles show them, and those on which a resolution gives a task (REV-02).
///
/// # Errors
/// [`ActionError::NotFound`] for an operator, who reads no appeals.
pub fn scope(actor: &Actor) -> Result<Scope> {
    match actor {
        Actor::Applicant { account, .. } => Ok(Scope::Account(*account)),
        Actor::Official { account, .. } => Ok(Scope::Official { account: *account, view: view(actor) }),
        Actor::Client { organisation, .. } => Ok(Scope::Organisation(*organisation)),
        Actor::Operator { .. } => Err(ActionError::NotFound),
    }
}

/// What an official sees of the own organisation's appeals; none: nothing but by tasks (ORG-02, SUB-07).
pub fn view(actor: &Actor) -> Option<View> {
    let organisation = actor.organisation().filter(|_| Permission::SeeAppeals.is_given_to(actor))?;
    Some(View { organisation, unmoderated: Permission::SeeUnmoderatedAppeals.is_given_to(actor) })
}
