//! Organisations: the addressees of appeals.

use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{Locale, OrganisationId};

use crate::Result;

/// An organisation.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name_ru: String,
    pub name_be: String,
    pub unp: String,
    pub address_ru: String,
    pub address_be: String,
    pub phone: String,
    pub is_state: bool,
    pub active: bool,
    pub index_template: String,
    pub collective_sign: String,
    pub anonymous_sign: String,
}

impl Organisation {
    /// The name in a language.
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.name_ru,
            Locale::Be => &self.name_be,
        }
    }

    /// The address in a language.
    pub fn address(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.address_ru,
            Locale::Be => &self.address_be,
        }
    }
}

struct Row {
    id: Uuid,
    name_ru: String,
    name_be: String,
    unp: String,
    address_ru: String,
    address_be: String,
    phone: String,
    is_state: bool,
    active: bool,
    index_template: String,
    collective_sign: String,
    anonymous_sign: String,
}

impl From<Row> for Organisation {
    fn from(row: Row) -> Self {
        Self {
            id: OrganisationId(row.id),
            name_ru: row.name_ru,
            name_be: row.name_be,
            unp: row.unp,
            address_ru: row.address_ru,
            address_be: row.address_be,
            phone: row.phone,
            is_state: row.is_state,
            active: row.active,
            index_template: row.index_template,
            collective_sign: row.collective_sign,
            anonymous_sign: row.anonymous_sign,
        }
    }
}

/// The organisation.
pub async fn get(
    connection: &mut PgConnection,
    id: OrganisationId,
) -> Result<Option<Organisation>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, name_ru, name_be, unp, address_ru, address_be, phone, is_state, active, index_template, collective_sign, anonymous_sign
         FROM organisations WHERE id = $1",
        id.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Organisation::from))
}

/// The organisations with these ids, by name.
pub async fn by_ids(connection: &mut PgConnection, ids: &[OrganisationId]) -> Result<Vec<Organisation>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, name_ru, name_be, unp, address_ru, address_be, phone, is_state, active, index_template, collective_sign, anonymous_sign
         FROM organisations WHERE id = ANY ($1) ORDER BY name_ru, id",
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// The active organisations, by name: the dictionary of those who exchange data with the system.
pub async fn active(connection: &mut PgConnection, limit: i64) -> Result<Vec<Organisation>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, name_ru, name_be, unp, address_ru, address_be, phone, is_state, active, index_template, collective_sign, anonymous_sign
         FROM organisations WHERE active ORDER BY name_ru, id LIMIT $1",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Active state organisations whose name or УНП holds every one of the typed words; best first:
/// those that begin with the typed text, then shorter names. `words` are lower case, ё as е, without `%` and `_`.
pub async fn suggest(
    connection: &mut PgConnection,
    words: &[String],
    limit: i64,
) -> Result<Vec<Organisation>> {
    let patterns: Vec<String> = words.iter().map(|word| format!("%{word}%")).collect();
    let beginning = format!("{}%", words.join(" "));
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, name_ru, name_be, unp, address_ru, address_be, phone, is_state, active, index_template, collective_sign, anonymous_sign
         FROM organisations WHERE active AND is_state AND search_text LIKE ALL ($1)
         ORDER BY search_text NOT LIKE $2, length(name_ru), name_ru LIMIT $3",
        &patterns,
        beginning,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Writes an organisation; one with the same УНП is brought up to date. Returns its id.
pub async fn upsert(
    connection: &mut PgConnection,
    organisation: &Organisation,
) -> Result<OrganisationId> {
    let row = sqlx::query!(
        "INSERT INTO organisations (id, name_ru, name_be, unp, address_ru, address_be, phone, is_state, active, index_template, collective_sign, anonymous_sign)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (unp) DO UPDATE SET name_ru = EXCLUDED.name_ru, name_be = EXCLUDED.name_be, address_ru = EXCLUDED.address_ru,
             address_be = EXCLUDED.address_be, phone = EXCLUDED.phone, is_state = EXCLUDED.is_state, active = EXCLUDED.active
         RETURNING id",
        organisation.id.0,
        organisation.name_ru,
        organisation.name_be,
        organisation.unp,
        organisation.address_ru,
        organisation.address_be,
        organisation.phone,
        organisation.is_state,
        organisation.active,
        organisation.index_template,
        organisation.collective_sign,
        organisation.anonymous_sign,
    )
    .fetch_one(connection)
    .await?;
    Ok(OrganisationId(row.id))
}

/// An organisation as a national list gives it; how it writes its indexes is left to its own settings.
#[derive(Clone, Debug)]
pub struct ListedOrganisation {
    pub id: OrganisationId,
    pub name_ru: String,
    pub name_be: String,
    pub unp: String,
    pub address_ru: String,
    pub address_be: String,
    pub phone: String,
}

/// Writes many state organisations at once; those with the same УНП are brought up to date, those that are equal already
/// are not touched.
pub async fn upsert_all(connection: &mut PgConnection, organisations: &[ListedOrganisation]) -> Result<()> {
    let texts = |field: fn(&ListedOrganisation) -> &String| -> Vec<String> { organisations.iter().map(|one| field(one).clone()).collect() };
    let ids: Vec<Uuid> = organisations.iter().map(|one| one.id.0).collect();
    sqlx::query!(
        "INSERT INTO organisations (id, name_ru, name_be, unp, address_ru, address_be, phone)
         SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         ON CONFLICT (unp) DO UPDATE SET name_ru = EXCLUDED.name_ru, name_be = EXCLUDED.name_be, address_ru = EXCLUDED.address_ru,
             address_be = EXCLUDED.address_be, phone = EXCLUDED.phone
         WHERE (organisations.name_ru, organisations.name_be, organisations.address_ru, organisations.address_be, organisations.phone)
             IS DISTINCT FROM (EXCLUDED.name_ru, EXCLUDED.name_be, EXCLUDED.address_ru, EXCLUDED.address_be, EXCLUDED.phone)",
        &ids,
        &texts(|one| &one.name_ru),
        &texts(|one| &one.name_be),
        &texts(|one| &one.unp),
        &texts(|one| &one.address_ru),
        &texts(|one| &one.address_be),
        &texts(|one| &one.phone),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A territory of statistical reports (REP-01).
#[derive(Clone, Debug)]
pub struct Territory {
    pub code: String,
    /// The code of its region.
    pub region: String,
    pub name_ru: String,
    pub name_be: String,
}

/// All of them.
pub async fn territories(connection: &mut PgConnection) -> Result<Vec<Territory>> {
    sqlx::query_as!(Territory, "SELECT code, region, name_ru, name_be FROM territories ORDER BY code")
        .fetch_all(connection)
        .await
}

/// Writes a territory that the country's list does not have.
pub async fn add_territory(connection: &mut PgConnection, territory: &Territory) -> Result<()> {
    sqlx::query!(
        "INSERT INTO territories (code, region, name_ru, name_be, centre_ru) VALUES ($1, $2, $3, $4, '') ON CONFLICT (code) DO NOTHING",
        territory.code,
        territory.region,
        territory.name_ru,
        territory.name_be,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says where organisations are, by УНП and the name of a territory; without a name they are in none.
pub async fn set_territories(connection: &mut PgConnection, places: &[(String, Option<String>)]) -> Result<()> {
    let (organisations, names): (Vec<String>, Vec<Option<String>>) = places.iter().cloned().unzip();
    sqlx::query!(
        "UPDATE organisations SET territory_code = territories.code
         FROM UNNEST($1::text[], $2::text[]) AS place (unp, name) LEFT JOIN territories ON territories.name_ru = place.name
         WHERE organisations.unp = place.unp AND organisations.territory_code IS DISTINCT FROM territories.code",
        &organisations,
        &names as &[Option<String>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says to which organisation each is subordinate, both by УНП.
pub async fn set_parents(connection: &mut PgConnection, links: &[(String, String)]) -> Result<()> {
    let (children, parents): (Vec<String>, Vec<String>) = links.iter().cloned().unzip();
    sqlx::query!(
        "UPDATE organisations AS child SET parent_id = parent.id
         FROM UNNEST($1::text[], $2::text[]) AS link (unp, parent_unp) JOIN organisations AS parent ON parent.unp = link.parent_unp
         WHERE child.unp = link.unp AND child.parent_id IS DISTINCT FROM parent.id",
        &children,
        &parents,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The active organisation that bears exactly this name in Russian.
pub async fn by_name(connection: &mut PgConnection, name_ru: &str) -> Result<Option<OrganisationId>> {
    Ok(sqlx::query!("SELECT id FROM organisations WHERE name_ru = $1 AND active ORDER BY created_at LIMIT 1", name_ru)
        .fetch_optional(connection)
        .await?
        .map(|row| OrganisationId(row.id)))
}

/// The organisation of a УНП.
pub async fn by_unp(connection: &mut PgConnection, unp: &str) -> Result<Option<OrganisationId>> {
    Ok(
        sqlx::query!("SELECT id FROM organisations WHERE unp = $1", unp)
            .fetch_optional(connection)
            .await?
            .map(|row| OrganisationId(row.id)),
    )
}

/// The names of organisations, in Russian and Belarusian.
pub async fn names(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<(OrganisationId, String, String)>> {
    let rows = sqlx::query!("SELECT id, name_ru, name_be FROM organisations WHERE id = ANY ($1)", ids)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (OrganisationId(row.id), row.name_ru, row.name_be)).collect())
}

/// Has whoever sets something else of an organisation wait until the transaction ends.
pub async fn lock(connection: &mut PgConnection, organisation: OrganisationId) -> Result<()> {
    sqlx::query!("SELECT id FROM organisations WHERE id = $1 FOR NO KEY UPDATE", organisation.0).fetch_optional(connection).await?;
    Ok(())
}
