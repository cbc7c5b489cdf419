//! Appeals addressed to the head personally (SUB-07).

use sqlx::PgConnection;
use zvarot_domain::{AppealId, OrganisationId, appeal::PersonalState};

use super::{AppealLine, LineRow, Position};
use crate::{Result, read_code};

/// Says where an appeal to the head is, within the transaction that moves it.
pub async fn set_to_head(
    connection: &mut PgConnection,
    appeal: AppealId,
    state: PersonalState,
) -> Result<()> {
    sqlx::query!("UPDATE appeals SET to_head = $2 WHERE id = $1", appeal.0, state.code())
        .execute(connection)
        .await?;
    Ok(())
}

/// Where an appeal to the head is; none: it is not addressed so. The caller has authorised the appeal.
pub async fn to_head(
    connection: &mut PgConnection,
    appeal: AppealId,
) -> Result<Option<PersonalState>> {
    let found = sqlx::query!("SELECT to_head FROM appeals WHERE id = $1", appeal.0)
        .fetch_optional(connection)
        .await?;
    let code = found.and_then(|row| row.to_head);
    code.map(|code| read_code("to_head", &code, PersonalState::from_code)).transpose()
}

/// An organisation's appeals to the head in one state, newest first; what was withdrawn before moderation is no more to be moderated.
pub async fn personal(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    state: PersonalState,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<AppealLine>> {
    let (at, id) = after.unwrap_or_else(super::beginning);
    let rows = select_lines!(
        "WHERE organisation_id = $1 AND to_head = $2 AND (to_head <> 'addressed' OR status = 'in_moderation') AND (submitted_at, appeals.id) < ($3, $4) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $5",
        organisation.0,
        state.code(),
        at,
        id,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(AppealLine::try_from).collect()
}
