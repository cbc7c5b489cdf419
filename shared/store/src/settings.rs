//! Settings that operators change while the system runs.

use sqlx::PgConnection;

use crate::Result;

/// The value of a setting.
pub async fn get(connection: &mut PgConnection, name: &str) -> Result<Option<serde_json::Value>> {
    Ok(
        sqlx::query!("SELECT value FROM settings WHERE name = $1", name)
            .fetch_optional(connection)
            .await?
            .map(|row| row.value),
    )
}

/// A switch; absent means off.
pub async fn flag(connection: &mut PgConnection, name: &str) -> Result<bool> {
    let row = sqlx::query!("SELECT value FROM settings WHERE name = $1", name)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some_and(|row| row.value == serde_json::Value::Bool(true)))
}

/// Sets a setting.
pub async fn set(
    connection: &mut PgConnection,
    name: &str,
    value: &serde_json::Value,
) -> Result<()> {
    sqlx::query!("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value", name, value)
        .execute(connection)
        .await?;
    Ok(())
}
