//! Accounts, applicants' profiles and officials' roles.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, ApplicantId, ApplicantKind, Locale, OrganisationId, Role};

use crate::{Result, read_code};

/// An account as sign-in and the cabinet need it.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub login: String,
    pub display_name: String,
    pub locale: Locale,
    pub phone: Option<String>,
    pub phone_confirmed_at: Option<DateTime<Utc>>,
    pub email: Option<String>,
    pub email_confirmed_at: Option<DateTime<Utc>>,
    pub failed_sign_ins: i32,
    pub locked_until: Option<DateTime<Utc>>,
    pub blocked_at: Option<DateTime<Utc>>,
}

/// An account to be made.
pub struct NewAccount<'a> {
    pub login: &'a str,
    pub password_hash: &'a str,
    pub display_name: &'a str,
    pub locale: Locale,
    /// E.164
    pub phone: Option<&'a str>,
    pub email: Option<&'a str>,
}

struct AccountRow {
    id: Uuid,
    login: String,
    display_name: String,
    locale: String,
    phone: Option<String>,
    phone_confirmed_at: Option<DateTime<Utc>>,
    email: Option<String>,
    email_confirmed_at: Option<DateTime<Utc>>,
    failed_sign_ins: i32,
    locked_until: Option<DateTime<Utc>>,
    blocked_at: Option<DateTime<Utc>>,
}

impl TryFrom<AccountRow> for Account {
    type Error = sqlx::Error;

    fn try_from(row: AccountRow) -> Result<Self> {
        Ok(Self {
            id: AccountId(row.id),
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            login: row.login,
            display_name: row.display_name,
            phone: row.phone,
            phone_confirmed_at: row.phone_confirmed_at,
            email: row.email,
            email_confirmed_at: row.email_confirmed_at,
            failed_sign_ins: row.failed_sign_ins,
            locked_until: row.locked_until,
            blocked_at: row.blocked_at,
        })
    }
}

/// Makes an account. A login already taken is a violation of `accounts_login`.
pub async fn insert(
    connection: &mut PgConnection,
    account: &NewAccount<'_>,
    now: DateTime<Utc>,
) -> Result<AccountId> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO accounts (id, login, password_hash, display_name, locale, phone, email, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        account.login,
        account.password_hash,
        account.display_name,
        account.locale.code(),
        account.phone,
        account.email,
        now,
    )
    .execute(connection)
    .await?;
    Ok(AccountId(id))
}

/// The account.
pub async fn get(connection: &mut PgConnection, id: AccountId) -> Result<Option<Account>> {
    sqlx::query_as!(
        AccountRow,
        "SELECT id, login, display_name, locale, phone, phone_confirmed_at, email, email_confirmed_at, failed_sign_ins, locked_until, blocked_at
         FROM accounts WHERE id = $1",
        id.0,
    )
    .fetch_optional(connection)
    .await?
    .map(Account::try_from)
    .transpose()
}

/// Phone and confirmed e-mail of accounts.
pub async fn contacts(
    connection: &mut PgConnection,
    ids: &[AccountId],
) -> Result<Vec<(AccountId, (Option<String>, Option<String>))>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT id, phone, CASE WHEN email_confirmed_at IS NOT NULL THEN email END AS email FROM accounts WHERE id = ANY ($1)",
        &ids
    )
    .fetch_all(connection)
    .await?;
    let contacts = rows.into_iter();
    Ok(contacts.map(|row| (AccountId(row.id), (row.phone, row.email))).collect())
}

/// The account of a login (letter case does not matter) and its password hash.
pub async fn by_login(
    connection: &mut PgConnection,
    login: &str,
) -> Result<Option<(AccountId, String)>> {
    let row = sqlx::query!(
        "SELECT id, password_hash FROM accounts WHERE lower(login) = lower($1)",
        login
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (AccountId(row.id), row.password_hash)))
}

/// The password hash of an account.
pub async fn password_hash(
    connection: &mut PgConnection,
    id: AccountId,
) -> Result<Option<String>> {
    let row = sqlx::query!("SELECT password_hash FROM accounts WHERE id = $1", id.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.password_hash))
}

/// The accounts that are not blocked and have this login (letter case does not matter) or this confirmed e-mail address, the
/// oldest first. An address may belong to several: a person's and a firm's.
pub async fn by_login_or_email(
    connection: &mut PgConnection,
    typed: &str,
    limit: i64,
) -> Result<Vec<Account>> {
    let rows = sqlx::query_as!(
        AccountRow,
        "SELECT id, login, display_name, locale, phone, phone_confirmed_at, email, email_confirmed_at, failed_sign_ins, locked_until, blocked_at
         FROM accounts
         WHERE (lower(login) = lower($1) OR lower(email) = lower($1)) AND email_confirmed_at IS NOT NULL AND blocked_at IS NULL
         ORDER BY created_at, id LIMIT $2",
        typed,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Counts a failed sign-in of the account and locks it from the one that exceeds `allowed` (IDN-04). Returns the lock's end.
pub async fn count_failure(
    connection: &mut PgConnection,
    id: AccountId,
    allowed: i32,
    locked_until: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query!(
        "UPDATE accounts SET failed_sign_ins = failed_sign_ins + 1,
             locked_until = CASE WHEN failed_sign_ins + 1 > $2 THEN $3 ELSE locked_until END
         WHERE id = $1 RETURNING CASE WHEN failed_sign_ins > $2 THEN locked_until END AS locked_until",
        id.0,
        allowed,
        locked_until,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| row.locked_until))
}

/// Forgets the failed sign-ins: after a good one, and when a lock has run out or an administrator lifts it.
pub async fn clear_failures(connection: &mut PgConnection, id: AccountId) -> Result<()> {
    sqlx::query!("UPDATE accounts SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1 AND (failed_sign_ins > 0 OR locked_until IS NOT NULL)", id.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Accounts that are locked now after failed sign-ins, the latest lock first.
pub async fn locked(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Account>> {
    let rows = sqlx::query_as!(
        AccountRow,
        "SELECT id, login, display_name, locale, phone, phone_confirmed_at, email, email_confirmed_at, failed_sign_ins, locked_until, blocked_at
         FROM accounts WHERE locked_until > $1 ORDER BY locked_until DESC LIMIT $2",
        now,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Replaces the password's hash (a change, or the same password under newer parameters).
pub async fn set_password_hash(
    connection: &mut PgConnection,
    id: AccountId,
    password_hash: &str,
) -> Result<()> {
    sqlx::query!(
        "UPDATE accounts SET password_hash = $2 WHERE id = $1",
        id.0,
        password_hash
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the language of the account's messages and pages.
pub async fn set_locale(
    connection: &mut PgConnection,
    id: AccountId,
    locale: Locale,
) -> Result<()> {
    sqlx::query!(
        "UPDATE accounts SET locale = $2 WHERE id = $1",
        id.0,
        locale.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Changes phone and e-mail; what changed is unconfirmed again (ORG-06).
pub async fn set_contacts(
    connection: &mut PgConnection,
    id: AccountId,
    phone: Option<&str>,
    email: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE accounts SET
             phone_confirmed_at = CASE WHEN phone IS DISTINCT FROM $2 THEN NULL ELSE phone_confirmed_at END,
             email_confirmed_at = CASE WHEN email IS DISTINCT FROM $3 THEN NULL ELSE email_confirmed_at END,
             phone = $2, email = $3
         WHERE id = $1",
        id.0,
        phone,
        email,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks the phone as confirmed, if it is still the one the code was sent to.
pub async fn confirm_phone(
    connection: &mut PgConnection,
    id: AccountId,
    phone: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE accounts SET phone_confirmed_at = $3 WHERE id = $1 AND phone = $2",
        id.0,
        phone,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks the e-mail address as confirmed, if it is still the one the link was sent to.
pub async fn confirm_email(
    connection: &mut PgConnection,
    id: AccountId,
    email: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE accounts SET email_confirmed_at = $3 WHERE id = $1 AND email = $2",
        id.0,
        email,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An applicant: its profile is the domain's `ApplicantProfile` as JSON.
#[derive(Clone, Debug)]
pub struct Applicant {
    pub id: ApplicantId,
    pub account_id: AccountId,
    pub kind: ApplicantKind,
    pub profile: serde_json::Value,
    /// Whether the account has an e-mail address that was confirmed.
    pub email_confirmed: bool,
}

/// Makes the applicant of an account.
pub async fn insert_applicant(
    connection: &mut PgConnection,
    account: AccountId,
    kind: ApplicantKind,
    profile: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<ApplicantId> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO applicants (id, account_id, kind, profile, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)",
        id,
        account.0,
        kind.code(),
        profile,
        now,
    )
    .execute(connection)
    .await?;
    Ok(ApplicantId(id))
}

/// The applicant of an account.
pub async fn applicant(
    connection: &mut PgConnection,
    account: AccountId,
) -> Result<Option<Applicant>> {
    let row = sqlx::query!(
        r#"SELECT applicants.id, kind, profile, email_confirmed_at IS NOT NULL AS "email_confirmed!"
           FROM applicants JOIN accounts ON accounts.id = account_id WHERE account_id = $1"#,
        account.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Applicant {
            id: ApplicantId(row.id),
            account_id: account,
            kind: read_code("kind", &row.kind, ApplicantKind::from_code)?,
            profile: row.profile,
            email_confirmed: row.email_confirmed,
        })
    })
    .transpose()
}

/// Replaces the profile and the name shown; the kind never changes.
pub async fn set_profile(
    connection: &mut PgConnection,
    account: AccountId,
    profile: &serde_json::Value,
    display_name: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "WITH changed AS (UPDATE applicants SET profile = $2, updated_at = $4 WHERE account_id = $1 RETURNING account_id)
         UPDATE accounts SET display_name = $3 FROM changed WHERE accounts.id = changed.account_id",
        account.0,
        profile,
        display_name,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The roles of an account, each with the organisation where it holds.
pub async fn roles(
    connection: &mut PgConnection,
    account: AccountId,
) -> Result<Vec<(Role, Option<OrganisationId>)>> {
    let rows = sqlx::query!(
        "SELECT role, organisation_id FROM account_roles WHERE account_id = $1",
        account.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                read_code("role", &row.role, Role::from_code)?,
                row.organisation_id.map(OrganisationId),
            ))
        })
        .collect()
}

/// Gives a role; giving it again changes nothing.
pub async fn grant(
    connection: &mut PgConnection,
    account: AccountId,
    role: Role,
    organisation: Option<OrganisationId>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO account_roles (account_id, role, organisation_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        account.0,
        role.code(),
        organisation.map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The accounts that hold a role in an organisation and are not blocked.
pub async fn holders(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    role: Role,
) -> Result<Vec<AccountId>> {
    let held = holders_of(connection, &[(organisation, role)]).await?;
    Ok(held.into_iter().map(|(_, account)| account).collect())
}

/// The accounts that hold roles in organisations and are not blocked: each with the place in `asked`.
pub async fn holders_of(connection: &mut PgConnection, asked: &[(OrganisationId, Role)]) -> Result<Vec<(usize, AccountId)>> {
    let organisations: Vec<Uuid> = asked.iter().map(|(organisation, _)| organisation.0).collect();
    let roles: Vec<&str> = asked.iter().map(|(_, role)| role.code()).collect();
    let rows = sqlx::query!(
        r#"SELECT place AS "place!", account_id
           FROM UNNEST($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (organisation_id, role, place)
               JOIN account_roles USING (organisation_id, role) JOIN accounts ON accounts.id = account_id
           WHERE blocked_at IS NULL ORDER BY place, account_id"#,
        &organisations,
        &roles as &[&str],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((usize::try_from(row.place - 1).ok()?, AccountId(row.account_id)))).collect())
}

/// Names of those who hold a role in an organisation and are not blocked.
pub async fn names_in(connection: &mut PgConnection, organisation: OrganisationId) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT DISTINCT display_name FROM account_roles JOIN accounts ON accounts.id = account_id
         WHERE organisation_id = $1 AND blocked_at IS NULL",
        organisation.0,
    )
    .fetch_all(connection)
    .await
}

/// The names of accounts.
pub async fn names_of(connection: &mut PgConnection, accounts: &[AccountId]) -> Result<Vec<String>> {
    let accounts: Vec<Uuid> = accounts.iter().map(|id| id.0).collect();
    sqlx::query_scalar!("SELECT display_name FROM accounts WHERE id = ANY ($1) ORDER BY display_name, id", &accounts)
        .fetch_all(connection)
        .await
}
