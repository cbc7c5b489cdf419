//! The cabinet: language, notices read, choices of channels (NOT-01).

use chrono::{DateTime, Utc};
use zvarot_domain::{Actor, Locale};
use zvarot_store::{accounts, deliveries::Channel, notices};

use crate::{Actions, Cause, Result};

/// Sets the language of pages and messages (REF-03).
pub async fn set_locale(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    locale: Locale,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    accounts::set_locale(work.connection(), actor.account(), locale).await?;
    Ok(work.commit().await?)
}

/// Marks the notices made up to a moment as read: those that came since stay new.
pub async fn mark_notices_read(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    up_to: DateTime<Utc>,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    notices::mark_read(work.connection(), actor.account(), up_to, cause.now).await?;
    Ok(work.commit().await?)
}

/// Chooses whether messages of a kind come by a channel.
pub async fn choose(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    kind: &str,
    channel: Channel,
    wanted: bool,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    notices::choose(
        work.connection(),
        actor.account(),
        kind,
        channel.code(),
        wanted,
    )
    .await?;
    Ok(work.commit().await?)
}
