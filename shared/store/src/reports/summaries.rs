//! Keeping the summaries: folding what changed, making them anew, proving that they equal the appeals.
//!
//! Only one at a time writes summaries (an advisory lock of the transaction); whoever changes appeals never waits for it.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, PgConnection};

use super::facts::Fact;
use crate::Result;

/// The key of the lock: "report" in ASCII.
const LOCK: i64 = 0x7265_706f_7274;

/// What a round of folding did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// Somebody else is at it.
    Busy,
    /// The summaries must be made anew: see [`rebuild`].
    Stale,
    /// So many changes went into the summaries; fewer than the limit: nothing more waits.
    Changes(i64),
}

/// Whether there is anything to fold or to make anew.
pub async fn due(connection: &mut PgConnection) -> Result<bool> {
    sqlx::query_scalar!(r#"SELECT (SELECT stale FROM report_state) OR EXISTS (SELECT FROM report_changes) AS "due!""#)
        .fetch_one(connection)
        .await
}

/// Moves up to `limit` changes into the summaries, in a transaction of its own.
pub async fn fold(connection: &mut PgConnection, limit: i64, now: DateTime<Utc>) -> Result<Folded> {
    let mut transaction = crate::begin(connection).await?;
    if !lock(&mut transaction).await? {
        return Ok(Folded::Busy);
    }
    if sqlx::query_scalar!("SELECT stale FROM report_state").fetch_one(&mut *transaction).await? {
        return Ok(Folded::Stale);
    }
    // Removing the rows is what takes them: one that commits later is still there for the next round.
    let statement = format!(
        "WITH taken AS (
             DELETE FROM report_changes WHERE id = ANY (ARRAY(SELECT id FROM report_changes ORDER BY id LIMIT $1)) RETURNING *),
         {},
         {}
         SELECT count(*) FROM taken",
        sums("taken"),
        WRITTEN
    );
    let taken: i64 = sqlx::query_scalar(AssertSqlSafe(statement)).bind(limit).fetch_one(&mut *transaction).await?;
    sqlx::query!("UPDATE report_state SET folded_at = $1", now).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(Folded::Changes(taken))
}

/// Makes the summaries anew from the appeals, in a transaction of its own with one snapshot: what commits meanwhile stays
/// a change to be folded. False: somebody else is at it, or an organisation was moved meanwhile; try again.
pub async fn rebuild(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<bool> {
    let mut transaction = crate::begin(connection).await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *transaction).await?;
    if !lock(&mut transaction).await? {
        return Ok(false);
    }
    let made = make_anew(&mut transaction, now).await;
    match made {
        Ok(()) => {
            transaction.commit().await?;
            Ok(true)
        }
        // An organisation was moved, or another maker had finished, after this snapshot was taken.
        Err(error) if is_serialization_failure(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn make_anew(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE report_state SET stale = false, folded_at = $1", now).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM report_changes").execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM report_pairs").execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM report_organisations").execute(&mut *connection).await?;
    // All appeals at once: grouping them in memory spares most of the time.
    sqlx::query("SET LOCAL work_mem = '192MB'").execute(&mut *connection).await?;
    let statement = format!("WITH {}, {} SELECT 1", sums(APPEALS), WRITTEN);
    sqlx::query(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

fn is_serialization_failure(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|database| database.code());
    code.as_deref() == Some("40001")
}

async fn lock(connection: &mut PgConnection) -> Result<bool> {
    sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "locked!""#, LOCK).fetch_one(connection).await
}

/// A sum that is not what the appeals say.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Difference {
    /// Which summary and which of its rows.
    pub place: String,
    /// What the appeals say.
    pub counted: i64,
    /// What the summary holds.
    pub kept: i64,
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Check {
    /// Stale summaries are not read; they are made anew by themselves.
    pub stale: bool,
    /// Rows of summaries looked at.
    pub sums: i64,
    /// Changes that wait to be folded.
    pub waiting: i64,
    /// The first hundred differences.
    pub differences: Vec<Difference>,
}

/// Counts the appeals and compares with every row of the summaries, in one snapshot, while others go on working.
pub async fn check(connection: &mut PgConnection) -> Result<Check> {
    let mut transaction = crate::begin(connection).await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *transaction).await?;
    let state = sqlx::query!(
        r#"SELECT stale, (SELECT count(*) FROM report_changes) AS "waiting!",
               (SELECT count(*) FROM report_pairs) + (SELECT count(*) FROM report_organisations) AS "sums!" FROM report_state"#
    )
    .fetch_one(&mut *transaction)
    .await?;
    let columns = Fact::columns();
    // What the summaries should hold: the appeals without what is not folded yet.
    let source = format!(
        "(SELECT organisation_id, day, {columns}, 1::bigint AS amount FROM report_facts
          UNION ALL SELECT organisation_id, day, {columns}, -amount FROM report_changes) AS folded"
    );
    let statement = format!("WITH {}, {} LIMIT 100", sums(&source), DIFFERENCES);
    let differences = sqlx::query_as(AssertSqlSafe(statement)).fetch_all(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(Check { stale: state.stale, sums: state.sums, waiting: state.waiting, differences })
}

/// Removes sums that have become nothing: last days of terms that nobody waits for any more.
pub async fn remove_nothings(connection: &mut PgConnection) -> Result<u64> {
    let mut transaction = crate::begin(connection).await?;
    if !lock(&mut transaction).await? {
        return Ok(0);
    }
    let pairs = sqlx::query!("DELETE FROM report_pairs WHERE amount = 0").execute(&mut *transaction).await?;
    let others = sqlx::query!("DELETE FROM report_organisations WHERE amount = 0").execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(pairs.rows_affected() + others.rows_affected())
}

/// The appeals, as a source of [`sums`].
const APPEALS: &str = "(SELECT *, 1::bigint AS amount FROM report_facts) AS appeals";

/// SQL: the common table expressions `new_organisations` and `new_pairs` with all sums of a source that has an
/// organisation, a day, the facts and an amount in each row.
fn sums(source: &str) -> String {
    let columns = Fact::columns();
    let facts: Vec<String> = Fact::ALL.map(|fact| format!("({}::smallint, {})", fact.number(), fact.column())).into();
    let pairs: Vec<String> = Fact::pairs()
        .map(|(number, one, other)| format!("({number}::smallint, {}, {})", one.column(), other.column()))
        .collect();
    format!(
        "facts AS MATERIALIZED (
             SELECT organisation_id, make_date(extract(year FROM day)::int, extract(month FROM day)::int, 1) AS begins, {columns},
                 sum(amount)::bigint AS amount
             FROM {source} GROUP BY organisation_id, 2, {columns} HAVING sum(amount) <> 0),
         organisation_months AS MATERIALIZED (
             SELECT fact, begins, organisation_id, value, sum(amount)::bigint AS amount
             FROM facts CROSS JOIN LATERAL (VALUES {}) AS one (fact, value)
             GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0),
         new_organisations AS (
             SELECT fact, 1::smallint AS span, begins, organisation_id, value, amount FROM organisation_months
             UNION ALL
             SELECT fact, 2::smallint, make_date(extract(year FROM begins)::int, 1, 1), organisation_id, value, sum(amount)::bigint
             FROM organisation_months GROUP BY 1, 3, 4, 5 HAVING sum(amount) <> 0),
         level_facts AS MATERIALIZED (
             SELECT level, begins, {columns}, sum(amount)::bigint AS amount
             FROM facts JOIN report_levels USING (organisation_id)
             GROUP BY level, begins, {columns} HAVING sum(amount) <> 0),
         pair_months AS MATERIALIZED (
             SELECT level, pair, begins, one, other, sum(amount)::bigint AS amount
             FROM level_facts CROSS JOIN LATERAL (VALUES {}) AS two (pair, one, other)
             GROUP BY 1, 2, 3, 4, 5 HAVING sum(amount) <> 0),
         new_pairs AS (
             SELECT level, pair, 1::smallint AS span, begins, one, other, amount FROM pair_months
             UNION ALL
             SELECT level, pair, 2::smallint, make_date(extract(year FROM begins)::int, 1, 1), one, other, sum(amount)::bigint
             FROM pair_months GROUP BY 1, 2, 4, 5, 6 HAVING sum(amount) <> 0)",
        facts.join(", "),
        pairs.join(", "),
    )
}

/// SQL: writes what [`sums`] has made into the summaries.
const WRITTEN: &str = "written_organisations AS (
    INSERT INTO report_organisations AS kept (fact, span, begins, organisation_id, value, amount)
    SELECT fact, span, begins, organisation_id, value, amount FROM new_organisations
    ON CONFLICT (fact, span, begins, organisation_id, value) DO UPDATE SET amount = kept.amount + EXCLUDED.amount),
written_pairs AS (
    INSERT INTO report_pairs AS kept (level, pair, span, begins, one, other, amount)
    SELECT level, pair, span, begins, one, other, amount FROM new_pairs
    ON CONFLICT (level, pair, span, begins, one, other) DO UPDATE SET amount = kept.amount + EXCLUDED.amount)";

/// SQL: where what [`sums`] has made differs from the summaries.
const DIFFERENCES: &str = "differing AS (
    SELECT concat_ws(' ', 'organisation', fact, span, begins, organisation_id, value) AS place,
        coalesce(made.amount, 0) AS counted, coalesce(kept.amount, 0) AS kept
    FROM new_organisations AS made FULL JOIN report_organisations AS kept USING (fact, span, begins, organisation_id, value)
    UNION ALL
    SELECT concat_ws(' ', 'pair', pair, span, begins, level, one, other), coalesce(made.amount, 0), coalesce(kept.amount, 0)
    FROM new_pairs AS made FULL JOIN report_pairs AS kept USING (level, pair, span, begins, one, other))
SELECT place, counted, kept FROM differing WHERE counted <> kept ORDER BY place";
