//! The feed of changes of an organisation's appeals (EDM-04): by the order of transactions, up to the oldest one that
//! still runs, so that what is committed late is never skipped.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AppealId, EventId, EventKind, OrganisationId};

use crate::{Result, read_code};

/// A place in the feed: after this event of this transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedPosition {
    pub transaction: u64,
    pub event: i64,
}

/// A change of an appeal.
#[derive(Clone, Debug)]
pub struct FeedEvent {
    pub position: FeedPosition,
    pub id: EventId,
    pub appeal: AppealId,
    pub at: DateTime<Utc>,
    pub kind: EventKind,
}

/// The changes after a position, oldest first. Fewer than `limit`: these are the last that have happened.
pub async fn feed(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    after: FeedPosition,
    limit: i64,
) -> Result<Vec<FeedEvent>> {
    // A transaction's number is given to it before it writes its first event: whatever commits from now on has one that
    // is not below the oldest of those that run.
    let rows = sqlx::query!(
        r#"SELECT id, appeal_id, at, kind, transaction_id::text AS "transaction!" FROM appeal_events
           WHERE organisation_id = $1 AND (transaction_id, id) > ($2::text::xid8, $3)
               AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
           ORDER BY transaction_id, id LIMIT $4"#,
        organisation.0,
        after.transaction.to_string(),
        after.event,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let transaction =
                read_code("transaction_id", &row.transaction, |text| text.parse().ok())?;
            Ok(FeedEvent {
                position: FeedPosition {
                    transaction,
                    event: row.id,
                },
                id: EventId(row.id),
                appeal: AppealId(row.appeal_id),
                at: row.at,
                kind: read_code("kind", &row.kind, EventKind::from_code)?,
            })
        })
        .collect()
}
