//! The access matrix and the journal of looks at others' appeals (CTL-06). The caller has authorised the actor.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, AppealNumber, Locale, OrganisationId, access::AccessState};

use crate::{
    Result,
    appeals::{Position, read_number},
    organisations::Organisation,
    read_code,
};

/// A cell of the matrix, as it stands or stood.
#[derive(Clone, Debug)]
pub struct Access {
    pub id: Uuid,
    pub viewer: OrganisationId,
    /// In Russian and Belarusian.
    pub viewer_name: [String; 2],
    pub owner: OrganisationId,
    pub owner_name: [String; 2],
    pub state: AccessState,
    pub reason: String,
    pub asked_by: AccountId,
    pub asked_by_name: String,
    pub asked_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub answer: String,
}

impl Access {
    /// Who looks, in a language.
    #[must_use]
    pub fn viewer_in(&self, locale: Locale) -> &str {
        of_locale(&self.viewer_name, locale)
    }

    /// Whose appeals, in a language.
    #[must_use]
    pub fn owner_in(&self, locale: Locale) -> &str {
        of_locale(&self.owner_name, locale)
    }
}

fn of_locale([ru, be]: &[String; 2], locale: Locale) -> &str {
    match locale {
        Locale::Ru => ru,
        Locale::Be => be,
    }
}

struct Row {
    id: Uuid,
    viewer_id: Uuid,
    viewer_ru: String,
    viewer_be: String,
    owner_id: Uuid,
    owner_ru: String,
    owner_be: String,
    state: String,
    reason: String,
    asked_by: Uuid,
    asked_by_name: String,
    asked_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    answer: String,
}

impl TryFrom<Row> for Access {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            viewer: OrganisationId(row.viewer_id),
            viewer_name: [row.viewer_ru, row.viewer_be],
            owner: OrganisationId(row.owner_id),
            owner_name: [row.owner_ru, row.owner_be],
            state: read_code("state", &row.state, AccessState::from_code)?,
            reason: row.reason,
            asked_by: AccountId(row.asked_by),
            asked_by_name: row.asked_by_name,
            asked_at: row.asked_at,
            decided_at: row.decided_at,
            answer: row.answer,
        })
    }
}

macro_rules! select_access {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT appeal_access.id, viewer_id, viewer.name_ru AS viewer_ru, viewer.name_be AS viewer_be, owner_id, owner.name_ru AS owner_ru,
                 owner.name_be AS owner_be, state, reason, asked_by, asker.display_name AS asked_by_name, asked_at, decided_at, answer
             FROM appeal_access JOIN organisations viewer ON viewer.id = viewer_id JOIN organisations owner ON owner.id = owner_id
             JOIN accounts asker ON asker.id = asked_by " + $rest,
            $($argument),*
        )
    };
}

/// What is asked for, or opened at once.
#[derive(Clone, Debug)]
pub struct NewAccess<'a> {
    pub viewer: OrganisationId,
    pub owner: OrganisationId,
    pub state: AccessState,
    pub reason: &'a str,
    pub by: AccountId,
}

/// Writes it. None: one is asked for or open already.
pub async fn insert(connection: &mut PgConnection, new: &NewAccess<'_>, now: DateTime<Utc>) -> Result<Option<Uuid>> {
    let row = sqlx::query!(
        "INSERT INTO appeal_access (id, viewer_id, owner_id, state, reason, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (viewer_id, owner_id) WHERE state IN ('requested', 'open') DO NOTHING RETURNING id",
        Uuid::now_v7(),
        new.viewer.0,
        new.owner.0,
        new.state.code(),
        new.reason,
        new.by.0,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.id))
}

/// One by its id.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Access>> {
    select_access!("WHERE appeal_access.id = $1", id).fetch_optional(connection).await?.map(Access::try_from).transpose()
}

/// Writes a decision. False: it does not stand as it did.
pub async fn decide(
    connection: &mut PgConnection,
    access: &Access,
    state: AccessState,
    by: AccountId,
    answer: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeal_access SET state = $3, decided_by = $4, decided_at = $5, answer = $6 WHERE id = $1 AND state = $2",
        access.id,
        access.state.code(),
        state.code(),
        by.0,
        now,
        answer,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What others asked of an organisation and have there, the newest first.
pub async fn of_owner(connection: &mut PgConnection, owner: OrganisationId) -> Result<Vec<Access>> {
    let rows = select_access!("WHERE owner_id = $1 ORDER BY asked_at DESC, appeal_access.id DESC LIMIT 200", owner.0);
    rows.fetch_all(connection).await?.into_iter().map(Access::try_from).collect()
}

/// What an organisation asked of others and has there: of each the newest, by name.
pub async fn of_viewer(connection: &mut PgConnection, viewer: OrganisationId) -> Result<Vec<Access>> {
    let rows = select_access!(
        "WHERE viewer_id = $1 AND appeal_access.id IN (
             SELECT DISTINCT ON (owner_id) id FROM appeal_access WHERE viewer_id = $1 ORDER BY owner_id, asked_at DESC, id DESC)
         ORDER BY owner.name_ru LIMIT 500",
        viewer.0
    );
    rows.fetch_all(connection).await?.into_iter().map(Access::try_from).collect()
}

/// The whole matrix, the newest first, after this one.
pub async fn list(connection: &mut PgConnection, after: Option<Position>, limit: i64) -> Result<Vec<Access>> {
    let (at, id) = after.unzip();
    let rows = select_access!(
        "WHERE $1::timestamptz IS NULL OR (asked_at, appeal_access.id) < ($1, $2) ORDER BY asked_at DESC, appeal_access.id DESC LIMIT $3",
        at,
        id,
        limit
    );
    rows.fetch_all(connection).await?.into_iter().map(Access::try_from).collect()
}

/// The access by which an organisation looks at another one's appeals now.
pub async fn open_between(connection: &mut PgConnection, viewer: OrganisationId, owner: OrganisationId) -> Result<Option<Uuid>> {
    let row = sqlx::query!("SELECT id FROM appeal_access WHERE viewer_id = $1 AND owner_id = $2 AND state = 'open'", viewer.0, owner.0);
    Ok(row.fetch_optional(connection).await?.map(|row| row.id))
}

/// The organisations under another one, directly or further down, that stand in no cell of the matrix with it which is asked
/// for or open; by name.
pub async fn subordinates_without(connection: &mut PgConnection, viewer: OrganisationId) -> Result<Vec<Organisation>> {
    let rows = sqlx::query!(
        "WITH RECURSIVE under AS (
             SELECT id FROM organisations WHERE parent_id = $1
             UNION SELECT organisations.id FROM under JOIN organisations ON organisations.parent_id = under.id)
         SELECT id FROM organisations JOIN under USING (id)
         WHERE active AND NOT EXISTS (SELECT FROM appeal_access WHERE viewer_id = $1 AND owner_id = under.id AND state IN ('requested', 'open'))
         ORDER BY name_ru LIMIT 500",
        viewer.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let ids: Vec<OrganisationId> = rows.into_iter().map(|row| OrganisationId(row.id)).collect();
    crate::organisations::by_ids(connection, &ids).await
}

/// Journals a look at the list of an organisation, or at one appeal.
pub async fn look(
    connection: &mut PgConnection,
    access: Uuid,
    owner: OrganisationId,
    by: AccountId,
    appeal: Option<AppealId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO appeal_looks (at, access_id, owner_id, account_id, appeal_id) VALUES ($1, $2, $3, $4, $5)",
        now,
        access,
        owner.0,
        by.0,
        appeal.map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A look.
#[derive(Clone, Debug)]
pub struct Look {
    pub at: DateTime<Utc>,
    pub account_name: String,
    /// In Russian and Belarusian.
    pub viewer_name: [String; 2],
    /// None: at the list.
    pub number: Option<AppealNumber>,
}

impl Look {
    /// Who looked, in a language.
    #[must_use]
    pub fn viewer_in(&self, locale: Locale) -> &str {
        of_locale(&self.viewer_name, locale)
    }
}

/// The last looks at an organisation's appeals, the newest first.
pub async fn looks(connection: &mut PgConnection, owner: OrganisationId, limit: i64) -> Result<Vec<Look>> {
    let rows = sqlx::query!(
        r#"SELECT appeal_looks.at, display_name, name_ru, name_be, appeals.number AS "number?"
           FROM appeal_looks JOIN accounts ON accounts.id = appeal_looks.account_id
           JOIN appeal_access ON appeal_access.id = access_id JOIN organisations ON organisations.id = viewer_id
           LEFT JOIN appeals ON appeals.id = appeal_looks.appeal_id
           WHERE appeal_looks.owner_id = $1 ORDER BY appeal_looks.id DESC LIMIT $2"#,
        owner.0,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Look {
                at: row.at,
                account_name: row.display_name,
                viewer_name: [row.name_ru, row.name_be],
                number: row.number.map(read_number).transpose()?,
            })
        })
        .collect()
}
