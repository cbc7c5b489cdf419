//! Letter templates (REV-11): the operator's for all, and each organisation's own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, Locale, OrganisationId};

use crate::{Result, read_code};

/// A template.
#[derive(Clone, Debug)]
pub struct LetterTemplate {
    pub id: Uuid,
    /// None: the operator's.
    pub organisation_id: Option<OrganisationId>,
    pub locale: Locale,
    pub name: String,
    pub text: String,
}

struct Row {
    id: Uuid,
    organisation_id: Option<Uuid>,
    locale: String,
    name: String,
    text: String,
}

impl TryFrom<Row> for LetterTemplate {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            organisation_id: row.organisation_id.map(OrganisationId),
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            name: row.name,
            text: row.text,
        })
    }
}

/// The templates of an owner (none: the operator) by name.
pub async fn own(connection: &mut PgConnection, owner: Option<OrganisationId>) -> Result<Vec<LetterTemplate>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, organisation_id, locale, name, text FROM letter_templates WHERE organisation_id IS NOT DISTINCT FROM $1 ORDER BY name, locale LIMIT 500",
        owner.map(|owner| owner.0)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(LetterTemplate::try_from).collect()
}

/// What an organisation may use in a language: its own first, then the operator's.
pub async fn usable(connection: &mut PgConnection, organisation: OrganisationId, locale: Locale) -> Result<Vec<LetterTemplate>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, organisation_id, locale, name, text FROM letter_templates WHERE (organisation_id = $1 OR organisation_id IS NULL) AND locale = $2
         ORDER BY organisation_id IS NULL, name LIMIT 500",
        organisation.0,
        locale.code()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(LetterTemplate::try_from).collect()
}

/// Writes a template of an owner, under a new id or instead of what it has under it. Another of the same name violates
/// `letter_templates_name`. False: the id is another owner's.
pub async fn put(connection: &mut PgConnection, template: &LetterTemplate, by: AccountId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO letter_templates AS kept (id, organisation_id, locale, name, text, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET locale = EXCLUDED.locale, name = EXCLUDED.name, text = EXCLUDED.text, changed_by = EXCLUDED.changed_by,
             changed_at = EXCLUDED.changed_at WHERE kept.organisation_id IS NOT DISTINCT FROM EXCLUDED.organisation_id",
        template.id,
        template.organisation_id.map(|owner| owner.0),
        template.locale.code(),
        template.name,
        template.text,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a template of an owner. False: it has none of this id.
pub async fn remove(connection: &mut PgConnection, owner: Option<OrganisationId>, id: Uuid) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM letter_templates WHERE id = $1 AND organisation_id IS NOT DISTINCT FROM $2",
        id,
        owner.map(|owner| owner.0)
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
