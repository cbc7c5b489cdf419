//! Whose numbers a person may see: decided by the database from the roles as they are now, whenever numbers are read,
//! so that a report formed later, or by a schedule, obeys a right that was taken away meanwhile (SEC-01).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{
    AccountId, OrganisationId, Permission,
    report::{Level, Region},
};

use crate::{Result, read_code};

/// Proof that a person may see the numbers of a level: only [`grant`] makes it, and no number is read without it.
#[derive(Clone, Copy, Debug)]
pub struct Granted {
    level: Level,
}

impl Granted {
    /// The level that may be seen.
    pub fn level(&self) -> Level {
        self.level
    }
}

fn codes(permission: Permission) -> Vec<String> {
    permission.roles().iter().map(|role| role.code().to_owned()).collect()
}

/// Whether the account may see the numbers of this level.
pub async fn grant(connection: &mut PgConnection, account: AccountId, level: Level) -> Result<Option<Granted>> {
    let (region, organisation, alone) = match level {
        Level::Republic => (None, None, false),
        Level::Region(region) => (Some(region.code()), None, false),
        Level::Branch(id) => (None, Some(id.0), false),
        Level::Organisation(id) => (None, Some(id.0), true),
    };
    let granted = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM account_roles WHERE account_id = $1 AND organisation_id IS NULL AND role = ANY ($5))
           OR EXISTS (
               SELECT FROM report_rights WHERE account_id = $1 AND (region IS NULL OR region = $2
                   OR region = (SELECT region FROM organisations WHERE id = $3 AND $4)))
           OR ($4 AND EXISTS (
               SELECT FROM account_roles WHERE account_id = $1 AND organisation_id = $3 AND role = ANY ($6)))
           OR EXISTS (
               SELECT FROM account_roles JOIN report_superiors ON superior_id = account_roles.organisation_id
               WHERE account_id = $1 AND report_superiors.organisation_id = $3 AND role = ANY ($7)) AS "granted!""#,
        account.0,
        region,
        organisation,
        alone,
        &codes(Permission::MakeRepublicReports),
        &codes(Permission::MakeReports),
        &codes(Permission::MakeBranchReports),
    )
    .fetch_one(connection)
    .await?;
    Ok(granted.then_some(Granted { level }))
}

/// What a person can choose from.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// All of the republic.
    pub republic: bool,
    /// Regions; all of them with the republic.
    pub regions: Vec<Region>,
    /// Organisations, each with its subordinate ones.
    pub branches: Vec<OrganisationId>,
    /// Organisations by themselves.
    pub organisations: Vec<OrganisationId>,
}

/// The levels that an account has a right to; of branches and organisations the highest only.
pub async fn reach(connection: &mut PgConnection, account: AccountId) -> Result<Reach> {
    let rights = sqlx::query_scalar!("SELECT region FROM report_rights WHERE account_id = $1", account.0)
        .fetch_all(&mut *connection)
        .await?;
    let roles = sqlx::query!(
        r#"SELECT DISTINCT organisation_id, role = ANY ($2) AS "republic!", role = ANY ($3) AS "own!", role = ANY ($4) AS "branch!"
           FROM account_roles WHERE account_id = $1"#,
        account.0,
        &codes(Permission::MakeRepublicReports),
        &codes(Permission::MakeReports),
        &codes(Permission::MakeBranchReports),
    )
    .fetch_all(connection)
    .await?;
    let mut reach = Reach {
        republic: rights.contains(&None) || roles.iter().any(|role| role.republic && role.organisation_id.is_none()),
        ..Reach::default()
    };
    for region in rights.into_iter().flatten() {
        reach.regions.push(read_code("region", &region, Region::from_code)?);
    }
    if reach.republic {
        reach.regions = Region::ALL.into();
    }
    for role in roles {
        let Some(organisation) = role.organisation_id.map(OrganisationId) else { continue };
        if role.branch && !reach.branches.contains(&organisation) {
            reach.branches.push(organisation);
        }
        if role.own && !reach.organisations.contains(&organisation) {
            reach.organisations.push(organisation);
        }
    }
    Ok(reach)
}

/// Lets an account see the numbers of a region, or of the republic.
pub async fn give(connection: &mut PgConnection, account: AccountId, region: Option<Region>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO report_rights (account_id, region, granted_at) VALUES ($1, $2, $3) ON CONFLICT (account_id, region) DO NOTHING",
        account.0,
        region.map(Region::code),
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes such a right away. False: there was none.
pub async fn take(connection: &mut PgConnection, account: AccountId, region: Option<Region>) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM report_rights WHERE account_id = $1 AND region IS NOT DISTINCT FROM $2",
        account.0,
        region.map(Region::code),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
