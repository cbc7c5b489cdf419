//! Appeals joined to an earlier one of the same applicant (BEY-02): the link, and the own terms kept for the way back.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AnswerWay, AppealId, AppealNumber, Locale, OrganisationId, Status, merging::MergeKind};

use super::{Appeal, read_number};
use crate::{Result, read_code};

/// One of the two sides of a link, as the other one's card shows it.
#[derive(Clone, Debug)]
pub struct MergedAppeal {
    pub id: AppealId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    pub status: Status,
    pub submitted_at: DateTime<Utc>,
    pub account_id: Option<AccountId>,
    pub content: String,
    pub locale: Locale,
    /// The term in which the common answer is given: of the first one.
    pub due_on: Option<NaiveDate>,
    pub kind: MergeKind,
    /// Whether it is the first one, to which the asked one is joined.
    pub is_first: bool,
}

/// What an appeal is joined to, and what is joined to it, oldest first, 100 at most: to be shown. The caller has authorised the appeal.
pub async fn merged_with(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<MergedAppeal>> {
    let rows = sqlx::query!(
        r#"SELECT id, number, registration_index, status, submitted_at, account_id, content, locale, due_on, link.kind AS "kind!",
               appeals.id = link.first_id AS "is_first!"
           FROM appeal_merges AS link JOIN appeals ON appeals.id = CASE WHEN link.appeal_id = $1 THEN link.first_id ELSE link.appeal_id END
           WHERE link.appeal_id = $1 OR link.first_id = $1 ORDER BY submitted_at, id LIMIT 100"#,
        appeal.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MergedAppeal {
                id: AppealId(row.id),
                number: read_number(row.number)?,
                registration_index: row.registration_index,
                status: read_code("status", &row.status, Status::from_code)?,
                submitted_at: row.submitted_at,
                account_id: row.account_id.map(AccountId),
                content: row.content,
                locale: read_code("locale", &row.locale, Locale::from_code)?,
                due_on: row.due_on,
                kind: read_code("kind", &row.kind, MergeKind::from_code)?,
                is_first: row.is_first,
            })
        })
        .collect()
}

/// Joins an appeal to an earlier one: its own terms stop. False: the appeal has changed since `version`.
pub async fn merge(
    connection: &mut PgConnection,
    appeal: AppealId,
    version: i32,
    first: AppealId,
    kind: MergeKind,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    sqlx::query!(
        "INSERT INTO appeal_merges (appeal_id, first_id, kind, own_due_on, own_notice_due_on, merged_by, merged_at)
         SELECT id, $2, $3, due_on, notice_due_on, $4, $5 FROM appeals WHERE id = $1",
        appeal.0,
        first.0,
        kind.code(),
        by.0,
        now,
    )
    .execute(&mut *connection)
    .await?;
    let done = sqlx::query!(
        "UPDATE appeals SET merged_into = $3, due_on = NULL, notice_due_on = NULL, version = version + 1 WHERE id = $1 AND version = $2",
        appeal.0,
        version,
        first.0,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has what an appeal and the one that it was joined to have become in the organisations that both were sent on to joined there
/// when both are registered.
pub async fn merge_when_registered(connection: &mut PgConnection, appeal: AppealId, first: AppealId) -> Result<()> {
    sqlx::query!(
        "INSERT INTO appeal_merges_to_come (appeal_id, first_id, kind)
         SELECT later.id, first.id, link.kind
         FROM appeals AS later JOIN appeals AS first ON first.organisation_id = later.organisation_id AND first.redirected_from = $2
         JOIN appeal_merges AS link ON link.appeal_id = $1
         WHERE later.redirected_from = $1
         ON CONFLICT (appeal_id) DO NOTHING",
        appeal.0,
        first.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Two that came joined.
#[derive(Clone, Copy, Debug)]
pub struct Arrived {
    pub appeal: AppealId,
    pub first: AppealId,
    pub kind: MergeKind,
}

/// What came joined with an appeal and is still to be joined here; taken out where both are registered. Of two that are registered
/// at once whoever comes second sees the first.
pub async fn arrived_merged(connection: &mut PgConnection, registered: AppealId) -> Result<Vec<Arrived>> {
    sqlx::query!("SELECT appeal_id FROM appeal_merges_to_come WHERE appeal_id = $1 OR first_id = $1 ORDER BY appeal_id FOR UPDATE", registered.0)
        .fetch_all(&mut *connection)
        .await?;
    let rows = sqlx::query!(
        "DELETE FROM appeal_merges_to_come AS arrived USING appeals AS later, appeals AS first
         WHERE (arrived.appeal_id = $1 OR arrived.first_id = $1) AND later.id = arrived.appeal_id AND first.id = arrived.first_id
             AND later.status NOT IN ('submitted', 'in_moderation') AND first.status NOT IN ('submitted', 'in_moderation')
         RETURNING arrived.appeal_id, arrived.first_id, arrived.kind",
        registered.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = read_code("kind", &row.kind, MergeKind::from_code)?;
            Ok(Arrived { appeal: AppealId(row.appeal_id), first: AppealId(row.first_id), kind })
        })
        .collect()
}

/// The last day that a joined appeal gets back where it goes its own way again.
pub async fn own_term(connection: &mut PgConnection, appeal: AppealId) -> Result<Option<NaiveDate>> {
    let row = sqlx::query!("SELECT own_due_on FROM appeal_merges WHERE appeal_id = $1", appeal.0).fetch_optional(connection).await?;
    Ok(row.and_then(|row| row.own_due_on))
}

/// Lets an appeal that the transaction has locked go its own way again, in its own terms.
pub async fn unmerge(connection: &mut PgConnection, appeal: AppealId) -> Result<()> {
    sqlx::query!(
        "WITH own AS (DELETE FROM appeal_merges WHERE appeal_id = $1 RETURNING own_due_on, own_notice_due_on)
         UPDATE appeals SET merged_into = NULL, due_on = own_due_on, notice_due_on = own_notice_due_on, version = version + 1
         FROM own WHERE id = $1",
        appeal.0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Joins an appeal that the transaction has locked, and that is joined, to another first one.
pub async fn move_to(connection: &mut PgConnection, appeal: AppealId, first: AppealId) -> Result<()> {
    sqlx::query!("UPDATE appeal_merges SET first_id = $2 WHERE appeal_id = $1", appeal.0, first.0)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("UPDATE appeals SET merged_into = $2, version = version + 1 WHERE id = $1", appeal.0, first.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// With which earlier appeals one is, or was elsewhere, considered as one.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// That of the organisation.
    pub merged_into: Option<AppealNumber>,
    /// That with which another organisation sent it on.
    pub arrived_with: Option<AppealNumber>,
}

/// With which earlier appeals some are, or were where they came from, considered as one; those that stand alone are left out.
pub async fn ties(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<Vec<(AppealId, Ties)>> {
    let ids: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT appeals.id AS "id!", first.number AS "merged_into?", arrived.data ->> 'joined_to' AS arrived_with
           FROM appeals LEFT JOIN appeals AS first ON first.id = appeals.merged_into
               LEFT JOIN appeal_events AS arrived ON appeals.redirected_from IS NOT NULL AND arrived.appeal_id = appeals.id AND arrived.kind = 'arrived'
           WHERE appeals.id = ANY ($1) AND (first.id IS NOT NULL OR arrived.data ->> 'joined_to' IS NOT NULL)"#,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let merged_into = row.merged_into.map(read_number).transpose()?;
            let arrived_with = row.arrived_with.map(|number| read_code("joined_to", &number, |number| number.parse().ok())).transpose()?;
            Ok((AppealId(row.id), Ties { merged_into, arrived_with }))
        })
        .collect()
}

/// An appeal that is joined to another, with that one's number and cabinet.
#[derive(Clone, Debug)]
pub struct Joined {
    pub id: AppealId,
    pub number: AppealNumber,
    pub account_id: Option<AccountId>,
    pub locale: Locale,
    pub first: AppealId,
    pub first_number: AppealNumber,
    pub first_account_id: Option<AccountId>,
}

struct JoinedRow {
    id: Uuid,
    number: i64,
    account_id: Option<Uuid>,
    locale: String,
    first_id: Uuid,
    first_number: i64,
    first_account_id: Option<Uuid>,
}

impl TryFrom<JoinedRow> for Joined {
    type Error = sqlx::Error;

    fn try_from(row: JoinedRow) -> Result<Self> {
        Ok(Self {
            id: AppealId(row.id),
            number: read_number(row.number)?,
            account_id: row.account_id.map(AccountId),
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            first: AppealId(row.first_id),
            first_number: read_number(row.first_number)?,
            first_account_id: row.first_account_id.map(AccountId),
        })
    }
}

/// All that are joined to some first ones, oldest first.
pub async fn joined(connection: &mut PgConnection, firsts: &[AppealId]) -> Result<Vec<Joined>> {
    let firsts: Vec<Uuid> = firsts.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        JoinedRow,
        r#"SELECT appeals.id, appeals.number, appeals.account_id, appeals.locale, first.id AS first_id, first.number AS first_number,
               first.account_id AS first_account_id
           FROM appeals JOIN appeals AS first ON first.id = appeals.merged_into
           WHERE appeals.merged_into = ANY ($1) ORDER BY appeals.submitted_at, appeals.id"#,
        &firsts,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Joined::try_from).collect()
}

/// Marks the cards of all that are joined to some first ones, which the transaction has locked, as changed: their common terms
/// are other ones now. In one order whenever they are asked for.
pub async fn touch_joined(connection: &mut PgConnection, firsts: &[AppealId]) -> Result<Vec<Joined>> {
    let firsts: Vec<Uuid> = firsts.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        JoinedRow,
        r#"UPDATE appeals SET version = appeals.version + 1 FROM appeals AS first
           WHERE appeals.merged_into = first.id AND first.id = ANY ($1)
           RETURNING appeals.id, appeals.number, appeals.account_id, appeals.locale, first.id AS "first_id!", first.number AS "first_number!",
               first.account_id AS first_account_id"#,
        &firsts,
    )
    .fetch_all(connection)
    .await?;
    let mut joined: Vec<Joined> = rows.into_iter().map(Joined::try_from).collect::<Result<_>>()?;
    joined.sort_by_key(|other| other.id);
    Ok(joined)
}

/// How many appeals are joined to each of some, by their numbers, in an organisation; those to which none is are left out.
pub async fn joined_counts(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    firsts: &[AppealNumber],
) -> Result<Vec<(AppealNumber, i64)>> {
    let numbers: Vec<i64> = firsts.iter().map(|number| number.as_i64()).collect();
    let rows = sqlx::query!(
        r#"SELECT first.number, count(*) AS "count!" FROM appeals AS first JOIN appeals AS later ON later.merged_into = first.id
           WHERE first.number = ANY ($1) AND first.organisation_id = $2 GROUP BY first.number"#,
        &numbers,
        organisation.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok((read_number(row.number)?, row.count))).collect()
}

/// How the common answer to an appeal and to those that are joined to it goes out: by post if any of them asked for it (REV-08).
pub async fn answer_way(connection: &mut PgConnection, appeal: &Appeal) -> Result<AnswerWay> {
    let row = sqlx::query!(
        r#"SELECT EXISTS (SELECT FROM appeals WHERE merged_into = $1 AND answer_way = 'post') AS "by_post!""#,
        appeal.id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(if row.by_post { AnswerWay::Post } else { appeal.answer_way })
}
