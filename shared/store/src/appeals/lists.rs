//! Lists of appeals, paged by keyset on (submitted_at, id), newest first.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, AppealNumber, Form, Kind, OrganisationId, Status};
use zvarot_domain::search::index_spellings;
pub use zvarot_domain::search::Shelf;

use super::{View, read_number};
use crate::{Result, read_code};

/// A row of a list.
#[derive(Clone, Debug)]
pub struct AppealLine {
    pub id: AppealId,
    pub number: AppealNumber,
    pub kind: Kind,
    pub form: Form,
    pub status: Status,
    pub organisation_name_ru: String,
    pub organisation_name_be: String,
    pub topic_name_ru: String,
    pub topic_name_be: String,
    pub applicant_name: String,
    /// The first 160 characters of the content.
    pub beginning: String,
    pub submitted_at: DateTime<Utc>,
    pub registration_limit_at: DateTime<Utc>,
    pub registration_index: Option<String>,
    pub registered_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub notice_due_on: Option<NaiveDate>,
    pub completed_at: Option<DateTime<Utc>>,
    /// Whether it is considered with an earlier one (BEY-02).
    pub merged: bool,
}

/// Where a page begins: after this row.
pub type Position = (DateTime<Utc>, Uuid);

/// As it comes out of the database.
#[derive(sqlx::FromRow)]
pub(super) struct LineRow {
    id: Uuid,
    number: i64,
    kind: String,
    form: String,
    status: String,
    organisation_name_ru: String,
    organisation_name_be: String,
    topic_name_ru: String,
    topic_name_be: String,
    applicant_name: String,
    beginning: String,
    submitted_at: DateTime<Utc>,
    registration_limit_at: DateTime<Utc>,
    registration_index: Option<String>,
    registered_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    notice_due_on: Option<NaiveDate>,
    completed_at: Option<DateTime<Utc>>,
    merged: bool,
}

impl TryFrom<LineRow> for AppealLine {
    type Error = sqlx::Error;

    fn try_from(row: LineRow) -> Result<Self> {
        Ok(Self {
            id: AppealId(row.id),
            number: read_number(row.number)?,
            kind: read_code("kind", &row.kind, Kind::from_code)?,
            form: read_code("form", &row.form, Form::from_code)?,
            status: read_code("status", &row.status, Status::from_code)?,
            organisation_name_ru: row.organisation_name_ru,
            organisation_name_be: row.organisation_name_be,
            topic_name_ru: row.topic_name_ru,
            topic_name_be: row.topic_name_be,
            applicant_name: row.applicant_name,
            beginning: row.beginning,
            submitted_at: row.submitted_at,
            registration_limit_at: row.registration_limit_at,
            registration_index: row.registration_index,
            registered_on: row.registered_on,
            due_on: row.due_on,
            notice_due_on: row.notice_due_on,
            completed_at: row.completed_at,
            merged: row.merged,
        })
    }
}

/// Lines from `$from`, the rest of a query from its tables on.
macro_rules! lines_from {
    ([$($from:tt)+], $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            LineRow,
            r#"SELECT appeals.id, number, kind, form, status, organisations.name_ru AS organisation_name_ru, organisations.name_be AS organisation_name_be,
                   topics.name_ru AS topic_name_ru, topics.name_be AS topic_name_be, applicant_name, left(content, 160) AS "beginning!",
                   submitted_at, registration_limit_at, registration_index, registered_on, due_on, notice_due_on, completed_at,
                   merged_into IS NOT NULL AS "merged!"
               FROM "# + $($from)+,
            $($argument),*
        )
    };
}

/// Lines of the appeals that `$rest` chooses, newest first: a page is cut off before its names are read. A plan for any
/// organisation takes it for a small one, reads the names of all its appeals and sorts them.
macro_rules! select_lines {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        lines_from!(
            ["(SELECT * FROM appeals " + $rest + r#") AS appeals
                   JOIN organisations ON organisations.id = organisation_id JOIN topics ON topics.code = topic_code
               ORDER BY submitted_at DESC, appeals.id DESC"#],
            $($argument),*
        )
    };
}

mod own;
mod personal;
pub use own::own_similar;
pub use personal::*;

/// An applicant's own appeals; one that was sent on stands there once for each organisation that has it now.
pub async fn of_account(
    connection: &mut PgConnection,
    account: AccountId,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<AppealLine>> {
    let rows = match after {
        None => select_lines!("WHERE account_id = $1 AND NOT (status = 'redirected' AND EXISTS (SELECT FROM appeals next WHERE next.redirected_from = appeals.id)) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $2", account.0, limit).fetch_all(connection).await?,
        Some((at, id)) => {
            select_lines!(
                "WHERE account_id = $1 AND NOT (status = 'redirected' AND EXISTS (SELECT FROM appeals next WHERE next.redirected_from = appeals.id)) AND (submitted_at, appeals.id) < ($3, $4) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $2",
                account.0,
                limit,
                at,
                id,
            )
            .fetch_all(connection)
            .await?
        }
    };
    rows.into_iter().map(AppealLine::try_from).collect()
}

/// A moment after every appeal's: the place before the first row.
fn beginning() -> Position {
    let far = DateTime::from_timestamp(32_503_680_000, 0).expect("the year 3000");
    (far, Uuid::max())
}

/// An organisation's appeals on a shelf. The statuses stand in the text of each query, so that the planner knows
/// whether they are few (read by the index of statuses) or many (read in order). What is
/// new or registered is moderated.
pub async fn of_organisation(
    connection: &mut PgConnection,
    view: View,
    shelf: Shelf,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<AppealLine>> {
    let (at, id) = after.unwrap_or_else(beginning);
    let (organisation, unmoderated) = (view.organisation.0, view.unmoderated);
    let rows = match shelf {
        Shelf::New => {
            select_lines!(
                "WHERE organisation_id = $1 AND status = 'submitted' AND (submitted_at, appeals.id) < ($3, $4) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $2",
                organisation, limit, at, id,
            )
            .fetch_all(connection)
            .await?
        }
        Shelf::Registered => {
            select_lines!(
                "WHERE organisation_id = $1 AND status IN ('registered', 'in_progress') AND (submitted_at, appeals.id) < ($3, $4) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $2",
                organisation, limit, at, id,
            )
            .fetch_all(connection)
            .await?
        }
        Shelf::Done => {
            select_lines!(
                "WHERE organisation_id = $1 AND status NOT IN ('submitted', 'in_moderation', 'registered', 'in_progress') AND (to_head IS DISTINCT FROM 'addressed' OR $5) AND (submitted_at, appeals.id) < ($3, $4) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $2",
                organisation, limit, at, id, unmoderated,
            )
            .fetch_all(connection)
            .await?
        }
        Shelf::All => {
            select_lines!(
                "WHERE organisation_id = $1 AND (to_head IS DISTINCT FROM 'addressed' OR $5) AND (submitted_at, appeals.id) < ($3, $4) ORDER BY submitted_at DESC, appeals.id DESC LIMIT $2",
                organisation, limit, at, id, unmoderated,
            )
            .fetch_all(connection)
            .await?
        }
    };
    rows.into_iter().map(AppealLine::try_from).collect()
}

/// Indexes repeat from year to year: those of so many past years are searched.
const YEARS_SEARCHED: i32 = 5;

/// The appeals of an organisation whose number or registration index was typed (REG-11), newest first.
pub async fn exactly(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    typed: &str,
    today: NaiveDate,
) -> Result<Vec<(AppealId, AppealNumber)>> {
    let number = typed.parse::<AppealNumber>().ok().map(AppealNumber::as_i64);
    let years: Vec<i16> =
        (today.year() - YEARS_SEARCHED..=today.year()).filter_map(|year| i16::try_from(year).ok()).collect();
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", number AS "number!" FROM (
               SELECT id, number, submitted_at FROM appeals WHERE organisation_id = $1 AND number = $2
               UNION SELECT id, number, submitted_at FROM appeals
               WHERE organisation_id = $1 AND journal_year = ANY ($3) AND registration_index = ANY ($4)) AS found
           ORDER BY submitted_at DESC, id DESC LIMIT 50"#,
        organisation.0,
        number,
        &years,
        &index_spellings(typed),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok((AppealId(row.id), read_number(row.number)?))).collect()
}

/// Open appeals of one status are counted up to this: a list of thousands is not walked for a number.
pub const COUNTED_AT_MOST: i64 = 200;

/// How many of an organisation's appeals stand in each open status, each at most [`COUNTED_AT_MOST`]. Each status stands in
/// the text and in the order of an index: otherwise the whole table may be walked for a status that this organisation lacks.
/// The bound stands in the text too: with a parameter there the server plans the statement anew each time, for more than it costs.
pub async fn open_counts(
    connection: &mut PgConnection,
    organisation: OrganisationId,
) -> Result<Vec<(Status, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT 'submitted' AS "status!", count(*) AS "count!" FROM (
               SELECT FROM appeals WHERE organisation_id = $1 AND status = 'submitted' ORDER BY submitted_at DESC, id DESC LIMIT 200) AS bounded
           UNION ALL SELECT 'in_moderation', count(*) FROM (
               SELECT FROM appeals WHERE organisation_id = $1 AND status = 'in_moderation' ORDER BY submitted_at DESC, id DESC LIMIT 200) AS bounded
           UNION ALL SELECT 'registered', count(*) FROM (
               SELECT FROM appeals WHERE organisation_id = $1 AND status = 'registered' ORDER BY submitted_at DESC, id DESC LIMIT 200) AS bounded
           UNION ALL SELECT 'in_progress', count(*) FROM (
               SELECT FROM appeals WHERE organisation_id = $1 AND status = 'in_progress' ORDER BY submitted_at DESC, id DESC LIMIT 200) AS bounded"#,
        organisation.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                read_code("status", &row.status, Status::from_code)?,
                row.count,
            ))
        })
        .collect()
}
