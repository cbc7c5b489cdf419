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

/// The switches among `names` that are on; absent means off.
pub async fn flags(connection: &mut PgConnection, names: &[&str]) -> Result<Vec<String>> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let rows = sqlx::query!(
        "SELECT name FROM settings WHERE name = ANY ($1) AND value = 'true'::jsonb",
        &names
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
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
