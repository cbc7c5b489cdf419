//! Some appeals with all that belongs to them, as rows of each table.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;
use zvarot_domain::{AccountId, EventKind, OrganisationId};
use zvarot_store::{
    PgConnection,
    samples::{self, Table},
};

use super::rows::Rows;

/// Rows in the order in which tables refer to one another.
#[derive(Debug, Default)]
pub struct Batch {
    pub accounts: Rows,
    pub applicants: Rows,
    pub roles: Rows,
    pub appeals: Rows,
    pub events: Rows,
    pub search: Rows,
    pub cards: Rows,
    pub answers: Rows,
    pub completions: Rows,
    pub messages: Rows,
    pub resolutions: Rows,
    pub tasks: Rows,
}

impl Batch {
    /// Each table with its rows.
    pub fn tables(&self) -> [(Table, &Rows); 12] {
        [
            (samples::ACCOUNTS, &self.accounts),
            (samples::APPLICANTS, &self.applicants),
            (samples::ROLES, &self.roles),
            (samples::APPEALS, &self.appeals),
            (samples::EVENTS, &self.events),
            (samples::SEARCH, &self.search),
            (samples::CARDS, &self.cards),
            (samples::ANSWERS, &self.answers),
            (samples::COMPLETIONS, &self.completions),
            (samples::MESSAGES, &self.messages),
            (samples::RESOLUTIONS, &self.resolutions),
            (samples::TASKS, &self.tasks),
        ]
    }

    /// Writes all of them.
    ///
    /// # Errors
    /// The database's: a row that it does not take is a fault of what made it.
    pub async fn write(&self, connection: &mut PgConnection) -> anyhow::Result<()> {
        for (table, rows) in self.tables() {
            samples::copy(connection, table, rows.as_str()).await?;
        }
        Ok(())
    }

    /// An account of somebody who never signs in.
    pub fn account(&mut self, id: Uuid, login: &str, name: &str, locale: &str, at: DateTime<Utc>) {
        // No password has this hash.
        self.accounts.plain(id).plain(login).text("").text(name).plain(locale).plain(at).end();
    }

    /// An entry of the history of the appeal.
    pub fn event(
        &mut self,
        (appeal, organisation): (Uuid, OrganisationId),
        at: DateTime<Utc>,
        kind: EventKind,
        who: Option<AccountId>,
        data: &Value,
    ) {
        self.events.plain(appeal).plain(organisation).plain(at).plain(kind).option(who).text(&data.to_string()).end();
    }

    /// A result that is no answer.
    pub fn completion(&mut self, appeal: Uuid, result: &str, reason: Option<&str>, words: &str, on: NaiveDate, by: AccountId, at: DateTime<Utc>) {
        let redirected = (result == "redirected").then_some(on);
        let row = self.completions.plain(appeal).plain(result).option(reason).text(words);
        row.plain(on).option(redirected).plain(by).plain(at).end();
    }
}
