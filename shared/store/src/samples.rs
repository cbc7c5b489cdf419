//! What `zvarot-admin generate` needs of the database: rows for load tests, written by COPY past the application, as many as
//! wanted. Everything stands in the caller's transaction: whatever goes wrong, tables and indexes are as they were.

use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealNumber, OrganisationId};

use crate::Result;

/// Tables whose indexes are made when all rows are there: in one go that is many times faster than row by row.
const INDEXED_AFTERWARDS: [&str; 5] = ["appeals", "appeal_events", "appeal_search", "resolutions", "resolution_tasks"];

/// A table with the columns that are written, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static str,
}

/// Accounts of applicants and officials; nobody can sign in to them.
pub const ACCOUNTS: Table = Table { name: "accounts", columns: "id, login, password_hash, display_name, locale, created_at" };
pub const APPLICANTS: Table = Table { name: "applicants", columns: "id, account_id, kind, profile, created_at, updated_at" };
pub const ROLES: Table = Table { name: "account_roles", columns: "account_id, role, organisation_id" };
pub const APPEALS: Table = Table {
    name: "appeals",
    columns: "id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way, \
        collective, participants_count, applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at, registered_at, \
        registered_on, registered_by, registration_index, journal_year, term, due_on, notice_due_on, calendar_version, completed_at, outcome, \
        version, redirected_from, origin_id, to_head",
};
pub const EVENTS: Table = Table { name: "appeal_events", columns: "appeal_id, organisation_id, at, kind, account_id, data" };
pub const SEARCH: Table = Table { name: "appeal_search", columns: "appeal_id, organisation_id, words" };
pub const CARDS: Table = Table { name: "appeal_cards", columns: "appeal_id, sheets, annex_sheets, controlled_since, control_lifted_on" };
pub const ANSWERS: Table = Table { name: "answers", columns: "id, appeal_id, text, outcome, number, dated, created_by, created_at" };
pub const COMPLETIONS: Table =
    Table { name: "completions", columns: "appeal_id, result, reason, explanation, executed_on, redirected_on, completed_by, created_at" };
pub const MESSAGES: Table = Table { name: "appeal_messages", columns: "id, appeal_id, kind, text, author_id, created_at" };
pub const RESOLUTIONS: Table = Table {
    name: "resolutions",
    columns: "id, appeal_id, number, state, text, author_id, head_id, created_at, issued_at, result, consolidated_at, finished_by, ended_at",
};
pub const TASKS: Table = Table {
    name: "resolution_tasks",
    columns: "id, resolution_id, appeal_id, home_id, account_id, organisation_id, position, responsible, due_on, state, confirmed, result, \
        entered_at, assigned_by, assigned_at, visible, active",
};

/// An organisation with its journals and those who work there.
#[derive(Clone, Debug)]
pub struct SampleOrganisation {
    pub id: OrganisationId,
    pub name_ru: String,
    pub name_be: String,
    pub index_template: String,
    pub collective_sign: String,
    pub clerk: Option<AccountId>,
    pub head: Option<AccountId>,
    /// With their names.
    pub executors: Vec<(AccountId, String)>,
}

/// The organisations that can be addressed: those with officials first, then in the order of their УНП.
pub async fn organisations(connection: &mut PgConnection) -> Result<Vec<SampleOrganisation>> {
    let rows = sqlx::query!(
        r#"SELECT organisations.id, name_ru, name_be, index_template, collective_sign,
               (array_agg(account_id ORDER BY account_id) FILTER (WHERE role = 'clerk'))[1] AS clerk,
               (array_agg(account_id ORDER BY account_id) FILTER (WHERE role = 'organisation_head'))[1] AS head,
               array_agg(account_id ORDER BY account_id) FILTER (WHERE role = 'executor') AS executors,
               array_agg(display_name ORDER BY account_id) FILTER (WHERE role = 'executor') AS names
           FROM organisations LEFT JOIN account_roles ON organisation_id = organisations.id LEFT JOIN accounts ON accounts.id = account_id
           WHERE active AND is_state AND NOT is_test
           GROUP BY organisations.id ORDER BY count(account_id) DESC, unp"#
    )
    .fetch_all(connection)
    .await?;
    let of = |row: Option<Uuid>| row.map(AccountId);
    Ok(rows
        .into_iter()
        .map(|row| SampleOrganisation {
            id: OrganisationId(row.id),
            name_ru: row.name_ru,
            name_be: row.name_be,
            index_template: row.index_template,
            collective_sign: row.collective_sign,
            clerk: of(row.clerk),
            head: of(row.head),
            executors: row.executors.unwrap_or_default().into_iter().map(AccountId).zip(row.names.unwrap_or_default()).collect(),
        })
        .collect())
}

/// Whether there is any appeal.
pub async fn has_appeals(connection: &mut PgConnection) -> Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM appeals) AS "any!""#).fetch_one(connection).await
}

/// The last numbers of journals: organisation, year, number. Series by letters are not among them.
pub async fn journals(connection: &mut PgConnection) -> Result<Vec<(OrganisationId, i16, i32)>> {
    let rows = sqlx::query!("SELECT organisation_id, year, last_number FROM journals WHERE series = ''").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (OrganisationId(row.organisation_id), row.year, row.last_number)).collect())
}

/// Sets the last numbers of journals.
pub async fn set_journals(connection: &mut PgConnection, last: &[(OrganisationId, i16, i32)]) -> Result<()> {
    let organisations: Vec<Uuid> = last.iter().map(|(organisation, _, _)| organisation.0).collect();
    let years: Vec<i16> = last.iter().map(|(_, year, _)| *year).collect();
    let numbers: Vec<i32> = last.iter().map(|(_, _, number)| *number).collect();
    sqlx::query!(
        "INSERT INTO journals (organisation_id, year, series, last_number)
         SELECT organisation_id, year, '', last_number FROM UNNEST($1::uuid[], $2::smallint[], $3::integer[]) AS new (organisation_id, year, last_number)
         ON CONFLICT (organisation_id, year, series) DO UPDATE SET last_number = EXCLUDED.last_number",
        &organisations,
        &years,
        &numbers,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Numbers of appeals for ever taken from the sequence.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    first: u64,
    key: Uuid,
}

impl Numbers {
    /// Takes so many.
    pub async fn reserve(connection: &mut PgConnection, count: u32) -> Result<Self> {
        let row = sqlx::query!(
            r#"SELECT setval('appeal_numbers', nextval('appeal_numbers') + $1) AS "last!", key FROM number_key"#,
            i64::from(count)
        )
        .fetch_one(connection)
        .await?;
        Ok(Self { first: row.last.unsigned_abs() - u64::from(count), key: row.key })
    }

    /// The one of this place, from 0. None: all numbers that there are have been used up.
    #[must_use]
    pub fn at(&self, place: u64) -> Option<AppealNumber> {
        AppealNumber::from_sequence(self.first + place, self.key.as_bytes()).ok()
    }
}

/// The stem that the Russian full-text search has of each word; None: it is not searched by.
pub async fn stems(connection: &mut PgConnection, words: &[String]) -> Result<Vec<Option<String>>> {
    sqlx::query_scalar!(
        r#"SELECT (tsvector_to_array(to_tsvector('russian', word)))[1] FROM UNNEST($1::text[]) WITH ORDINALITY AS asked (word, place) ORDER BY place"#,
        words
    )
    .fetch_all(connection)
    .await
}

/// Adds what is not there yet of the names that typed ones are compared with.
pub async fn add_names(connection: &mut PgConnection, names: &[String]) -> Result<()> {
    sqlx::query!(
        "INSERT INTO search_names (word) SELECT word FROM UNNEST($1::text[]) AS new (word)
         WHERE NOT EXISTS (SELECT FROM search_names AS known WHERE known.word = new.word)",
        names
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Prepares for many rows: the indexes that no constraint needs are taken away, and the summaries behind reports are to be
/// made anew instead of being told of each row. Gives what [`finish`] makes the indexes of.
pub async fn begin(connection: &mut PgConnection) -> Result<Vec<String>> {
    let tables = INDEXED_AFTERWARDS.map(str::to_owned);
    let indexes = sqlx::query!(
        r#"SELECT indexrelid::regclass::text AS "name!", pg_get_indexdef(indexrelid) AS "definition!" FROM pg_index
           WHERE indrelid = ANY ($1::text[]::regclass[]) AND NOT indisunique"#,
        &tables
    )
    .fetch_all(&mut *connection)
    .await?;
    for index in &indexes {
        run(&mut *connection, format!("DROP INDEX {}", index.name)).await?;
    }
    run(&mut *connection, "ALTER TABLE appeals DISABLE TRIGGER report_inserted".to_owned()).await?;
    sqlx::query!("UPDATE report_state SET stale = true").execute(&mut *connection).await?;
    Ok(indexes.into_iter().map(|index| index.definition).collect())
}

/// Writes rows: lines of COPY's text format.
pub async fn copy(connection: &mut PgConnection, table: Table, rows: &str) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut copy = connection.copy_in_raw(&format!("COPY {} ({}) FROM STDIN", table.name, table.columns)).await?;
    for piece in rows.as_bytes().chunks(256 * 1024) {
        copy.send(piece).await?;
    }
    copy.finish().await?;
    Ok(())
}

/// Makes the indexes again.
pub async fn finish(connection: &mut PgConnection, indexes: &[String]) -> Result<()> {
    // An index of words is sorted in memory: with little of it, it is written in many passes.
    run(&mut *connection, "SET LOCAL maintenance_work_mem = '512MB'".to_owned()).await?;
    for definition in indexes {
        run(&mut *connection, definition.clone()).await?;
    }
    run(connection, "ALTER TABLE appeals ENABLE TRIGGER report_inserted".to_owned()).await
}

/// Has the planner know what was written; outside of a transaction.
pub async fn settle(connection: &mut PgConnection) -> Result<()> {
    let tables = "accounts, applicants, account_roles, appeals, appeal_events, appeal_search, search_names, appeal_cards, answers, completions, \
        appeal_messages, resolutions, resolution_tasks, journals";
    run(connection, format!("VACUUM (ANALYZE) {tables}")).await
}

async fn run(connection: &mut PgConnection, statement: String) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}
