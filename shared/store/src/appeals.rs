//! Appeals with their events and answers. Every list and card is scoped by the account or the organisation.

mod answers;
mod changes;
mod completions;
mod earlier;
mod events;
mod feed;
mod filtered;
mod lists;
mod merges;
mod messages;
mod outdated;
mod silent;
mod similar;
mod writers;

use chrono::{DateTime, NaiveDate, Utc};
pub use answers::*;
pub use changes::*;
pub use completions::*;
pub use earlier::*;
pub use events::*;
pub use feed::*;
pub use filtered::{deadline_counts, filtered, position_in};
pub use lists::*;
pub use merges::*;
pub use messages::*;
pub use outdated::*;
pub use silent::*;
pub use similar::*;
pub use writers::*;
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AnswerWay, AppealId, AppealNumber, ApplicantKind, DraftId, Form, Kind, Locale,
    OrganisationId, Outcome, Status,
};

use crate::{Result, read_code};

/// A whole appeal.
#[derive(Clone, Debug)]
pub struct Appeal {
    pub id: AppealId,
    pub number: AppealNumber,
    pub access_code: String,
    pub organisation_id: OrganisationId,
    pub account_id: Option<AccountId>,
    pub kind: Kind,
    pub form: Form,
    pub status: Status,
    pub topic_code: String,
    pub subtopic_code: Option<String>,
    pub content: String,
    pub locale: Locale,
    pub answer_way: AnswerWay,
    pub collective: bool,
    pub participants_count: Option<i32>,
    pub against_employee: Option<String>,
    pub against_unp: Option<String>,
    pub applicant_kind: ApplicantKind,
    pub applicant_name: String,
    /// The domain's `ApplicantProfile` with contacts, as at submission.
    pub applicant: serde_json::Value,
    pub address: String,
    pub submitted_at: DateTime<Utc>,
    pub registration_limit_at: DateTime<Utc>,
    pub registered_at: Option<DateTime<Utc>>,
    pub registered_on: Option<NaiveDate>,
    pub registration_index: Option<String>,
    pub journal_year: Option<i16>,
    pub term: Option<String>,
    pub due_on: Option<NaiveDate>,
    /// The day that was set by hand; `due_on` is the first working day on or after it.
    pub set_due_on: Option<NaiveDate>,
    pub notice_due_on: Option<NaiveDate>,
    pub calendar_version: Option<i32>,
    pub case_number: Option<String>,
    pub note: String,
    pub completed_at: Option<DateTime<Utc>>,
    pub outcome: Option<Outcome>,
    pub version: i32,
    /// The same appeal in the organisation that sent it on (EDM-05).
    pub redirected_from: Option<AppealId>,
    /// The first row of the number, to which the applicant's files belong; none: this one.
    pub origin_id: Option<AppealId>,
    /// The earlier appeal that this one repeats (SUB-12).
    pub repeat_of: Option<AppealId>,
    /// The earlier appeal with which this one is considered and answered (BEY-02).
    pub merged_into: Option<AppealId>,
    /// The last day of that one, in which the common answer is given.
    pub common_due_on: Option<NaiveDate>,
}

impl Appeal {
    /// The appeal that this one is considered as: the first one where it is joined to it (BEY-02).
    #[must_use]
    pub fn considered_as(&self) -> AppealId {
        self.merged_into.unwrap_or(self.id)
    }

    /// The first one, whose answer or decision is this one's too, where there is one already.
    #[must_use]
    pub fn ended_with(&self) -> Option<AppealId> {
        self.merged_into.filter(|_| self.status.is_final())
    }

    /// The last day of consideration, the common one of joined appeals.
    #[must_use]
    pub fn answer_by(&self) -> Option<NaiveDate> {
        self.due_on.or(self.common_due_on)
    }
}

struct Row {
    id: Uuid,
    number: i64,
    access_code: String,
    organisation_id: Uuid,
    account_id: Option<Uuid>,
    kind: String,
    form: String,
    status: String,
    topic_code: String,
    subtopic_code: Option<String>,
    content: String,
    locale: String,
    answer_way: String,
    collective: bool,
    participants_count: Option<i32>,
    against_employee: Option<String>,
    against_unp: Option<String>,
    applicant_kind: String,
    applicant_name: String,
    applicant: serde_json::Value,
    address: String,
    submitted_at: DateTime<Utc>,
    registration_limit_at: DateTime<Utc>,
    registered_at: Option<DateTime<Utc>>,
    registered_on: Option<NaiveDate>,
    registration_index: Option<String>,
    journal_year: Option<i16>,
    term: Option<String>,
    due_on: Option<NaiveDate>,
    set_due_on: Option<NaiveDate>,
    notice_due_on: Option<NaiveDate>,
    calendar_version: Option<i32>,
    case_number: Option<String>,
    note: String,
    completed_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    version: i32,
    redirected_from: Option<Uuid>,
    origin_id: Option<Uuid>,
    repeat_of: Option<Uuid>,
    merged_into: Option<Uuid>,
    common_due_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Appeal {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: AppealId(row.id),
            number: read_number(row.number)?,
            access_code: row.access_code,
            organisation_id: OrganisationId(row.organisation_id),
            account_id: row.account_id.map(AccountId),
            kind: read_code("kind", &row.kind, Kind::from_code)?,
            form: read_code("form", &row.form, Form::from_code)?,
            status: read_code("status", &row.status, Status::from_code)?,
            topic_code: row.topic_code,
            subtopic_code: row.subtopic_code,
            content: row.content,
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            answer_way: read_code("answer_way", &row.answer_way, AnswerWay::from_code)?,
            collective: row.collective,
            participants_count: row.participants_count,
            against_employee: row.against_employee,
            against_unp: row.against_unp,
            applicant_kind: read_code(
                "applicant_kind",
                &row.applicant_kind,
                ApplicantKind::from_code,
            )?,
            applicant_name: row.applicant_name,
            applicant: row.applicant,
            address: row.address,
            submitted_at: row.submitted_at,
            registration_limit_at: row.registration_limit_at,
            registered_at: row.registered_at,
            registered_on: row.registered_on,
            registration_index: row.registration_index,
            journal_year: row.journal_year,
            term: row.term,
            due_on: row.due_on,
            set_due_on: row.set_due_on,
            notice_due_on: row.notice_due_on,
            calendar_version: row.calendar_version,
            case_number: row.case_number,
            note: row.note,
            completed_at: row.completed_at,
            outcome: row
                .outcome
                .map(|code| read_code("outcome", &code, Outcome::from_code))
                .transpose()?,
            version: row.version,
            redirected_from: row.redirected_from.map(AppealId),
            origin_id: row.origin_id.map(AppealId),
            repeat_of: row.repeat_of.map(AppealId),
            merged_into: row.merged_into.map(AppealId),
            common_due_on: row.common_due_on,
        })
    }
}

/// The number of a row; one that fails its check digit is a fault of the database.
pub(crate) fn read_number(number: i64) -> Result<AppealNumber> {
    read_code("number", &format!("{number:010}"), |text| text.parse().ok())
}

macro_rules! select_appeals {
    ($($rest:literal)+, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way,
                 collective, participants_count, against_employee, against_unp, applicant_kind, applicant_name, applicant, address, submitted_at,
                 registration_limit_at, registered_at, registered_on, registration_index, journal_year, term, due_on, set_due_on, notice_due_on, calendar_version,
                 case_number, note, completed_at, outcome, version, redirected_from, origin_id, repeat_of, merged_into,
                 (SELECT first.due_on FROM appeals AS first WHERE first.id = appeals.merged_into) AS common_due_on FROM appeals " $(+ $rest)+,
            $($argument),*
        )
    };
}

/// What is seen of an organisation's appeals. One addressed to the head personally is hidden until it is moderated, and for
/// good if it was withdrawn before (SUB-07): lists, cards and files all ask here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    pub organisation: OrganisationId,
    /// Whether what is not moderated yet is seen too.
    pub unmoderated: bool,
}

impl View {
    /// Without what is not moderated.
    pub const fn moderated(organisation: OrganisationId) -> Self {
        Self { organisation, unmoderated: false }
    }
}

/// Whose appeals a query may see (SEC-01).
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// The applicant's own.
    Account(AccountId),
    /// Those addressed to an organisation, as its own system sees them: whoever reads there, the head among them, reads
    /// all that it holds, so it gets an appeal to the head after moderation only (SUB-07).
    Organisation(OrganisationId),
    /// Those addressed to the official's organisation, if the roles show them, and those on which a resolution of
    /// whichever organisation gives this account a task (REV-02).
    Official { account: AccountId, view: Option<View> },
}

/// A scope as queries ask for it.
struct Parts {
    account: Option<Uuid>,
    organisation: Option<Uuid>,
    /// Whose tasks.
    tasked: Option<Uuid>,
    unmoderated: bool,
}

impl Scope {
    fn parts(self) -> Parts {
        let (account, view, tasked) = match self {
            Self::Account(id) => (Some(id), None, None),
            Self::Organisation(id) => (None, Some(View::moderated(id)), None),
            Self::Official { account, view } => (None, view, Some(account)),
        };
        Parts {
            account: account.map(|id| id.0),
            organisation: view.map(|view| view.organisation.0),
            tasked: tasked.map(|id| id.0),
            unmoderated: view.is_some_and(|view| view.unmoderated),
        }
    }
}

/// Appeals of a scope: `$which` names `$1`.
macro_rules! select_scoped {
    ($which:literal, $rest:literal, $key:expr, $scope:expr) => {{
        let parts = $scope.parts();
        select_appeals!(
            "WHERE " $which " AND (account_id = $2 OR organisation_id = $3 AND (to_head IS DISTINCT FROM 'addressed' OR $5) OR EXISTS (
                 SELECT FROM resolution_tasks WHERE appeal_id = appeals.id AND resolution_tasks.account_id = $4 AND visible)) " $rest,
            $key,
            parts.account,
            parts.organisation,
            parts.tasked,
            parts.unmoderated,
        )
    }};
}

/// The next number: a value of the sequence that nobody waits for, through the keyed permutation.
pub async fn next_number(connection: &mut PgConnection) -> Result<AppealNumber> {
    let row = sqlx::query!(r#"SELECT nextval('appeal_numbers') AS "value!", key FROM number_key"#)
        .fetch_one(connection)
        .await?;
    AppealNumber::from_sequence(row.value.unsigned_abs(), row.key.as_bytes())
        .map_err(|error| sqlx::Error::Encode(error.into()))
}

/// An appeal to be written, already decided by the domain.
pub struct NewAppealRow<'a> {
    pub id: AppealId,
    pub number: AppealNumber,
    pub access_code: &'a str,
    pub draft_id: Option<DraftId>,
    pub organisation_id: OrganisationId,
    pub account_id: Option<AccountId>,
    pub kind: Kind,
    pub form: Form,
    pub status: Status,
    pub topic_code: &'a str,
    pub subtopic_code: Option<&'a str>,
    pub content: &'a str,
    pub locale: Locale,
    pub answer_way: AnswerWay,
    pub collective: bool,
    pub participants_count: Option<i32>,
    pub against_employee: Option<&'a str>,
    pub against_unp: Option<&'a str>,
    pub applicant_kind: ApplicantKind,
    pub applicant_name: &'a str,
    pub applicant: serde_json::Value,
    pub address: &'a str,
    pub registration_limit_at: DateTime<Utc>,
}

/// Writes an appeal. A second one from the same draft violates `appeals_draft_id_key`.
pub async fn insert(
    connection: &mut PgConnection,
    appeal: &NewAppealRow<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "WITH made AS (
             INSERT INTO appeals (id, number, access_code, draft_id, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale,
                 answer_way, collective, participants_count, against_employee, against_unp, applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at,
                 calendar_version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
                 (SELECT max(version) FROM national_calendars)) RETURNING id)
         INSERT INTO appeal_search_waiting (appeal_id) SELECT id FROM made",
        appeal.id.0,
        appeal.number.as_i64(),
        appeal.access_code,
        appeal.draft_id.map(|id| id.0),
        appeal.organisation_id.0,
        appeal.account_id.map(|id| id.0),
        appeal.kind.code(),
        appeal.form.code(),
        appeal.status.code(),
        appeal.topic_code,
        appeal.subtopic_code,
        appeal.content,
        appeal.locale.code(),
        appeal.answer_way.code(),
        appeal.collective,
        appeal.participants_count,
        appeal.against_employee,
        appeal.against_unp,
        appeal.applicant_kind.code(),
        appeal.applicant_name,
        appeal.applicant,
        appeal.address,
        now,
        appeal.registration_limit_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The appeal made of a draft of the account: what a repeated submission gets.
pub async fn of_draft(
    connection: &mut PgConnection,
    draft: DraftId,
    account: AccountId,
) -> Result<Option<Appeal>> {
    select_appeals!(
        "WHERE draft_id = $1 AND account_id = $2",
        draft.0,
        account.0
    )
    .fetch_optional(connection)
    .await?
    .map(Appeal::try_from)
    .transpose()
}

/// An appeal by id, for workers.
pub async fn get(connection: &mut PgConnection, id: AppealId) -> Result<Option<Appeal>> {
    select_appeals!("WHERE id = $1", id.0)
        .fetch_optional(connection)
        .await?
        .map(Appeal::try_from)
        .transpose()
}

/// Appeals by their ids, for workers.
pub async fn get_all(connection: &mut PgConnection, ids: &[AppealId]) -> Result<Vec<Appeal>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = select_appeals!("WHERE id = ANY ($1)", &ids).fetch_all(connection).await?;
    rows.into_iter().map(Appeal::try_from).collect()
}

/// Appeals of a scope by id, in no order.
pub async fn by_ids(
    connection: &mut PgConnection,
    ids: &[AppealId],
    scope: Scope,
) -> Result<Vec<Appeal>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = select_scoped!("id = ANY ($1)", "", &ids, scope)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Appeal::try_from).collect()
}

/// An appeal by its number within a scope; outside it looks like one that does not exist. An applicant's appeal that was
/// sent on to several organisations is the one still open that came last.
pub async fn by_number(
    connection: &mut PgConnection,
    number: AppealNumber,
    scope: Scope,
) -> Result<Option<Appeal>> {
    select_scoped!(
        "number = $1",
        "ORDER BY organisation_id IS NOT DISTINCT FROM $3 DESC, completed_at IS NOT NULL, submitted_at DESC, id DESC LIMIT 1",
        number.as_i64(),
        scope
    )
    .fetch_optional(connection)
    .await?
    .map(Appeal::try_from)
    .transpose()
}

/// The same, locked until the transaction ends: for actions. Rows that point to it, such as its events, may be written
/// meanwhile.
pub async fn lock(
    connection: &mut PgConnection,
    number: AppealNumber,
    scope: Scope,
) -> Result<Option<Appeal>> {
    select_scoped!(
        "number = $1",
        "ORDER BY organisation_id IS NOT DISTINCT FROM $3 DESC, completed_at IS NOT NULL, submitted_at DESC, id DESC LIMIT 1 FOR NO KEY UPDATE",
        number.as_i64(),
        scope
    )
    .fetch_optional(connection)
    .await?
    .map(Appeal::try_from)
    .transpose()
}

/// An appeal by id within a scope, locked until the transaction ends.
pub async fn lock_by_id(
    connection: &mut PgConnection,
    id: AppealId,
    scope: Scope,
) -> Result<Option<Appeal>> {
    select_scoped!(
        "id = $1",
        "FOR NO KEY UPDATE",
        id.0,
        scope
    )
    .fetch_optional(connection)
    .await?
    .map(Appeal::try_from)
    .transpose()
}

/// All that are joined to an appeal that the transaction has locked (BEY-02), oldest first, locked too. Whoever may end the
/// first ends them with it, so no scope is asked for; one that is parted meanwhile is left out.
pub async fn lock_merged(connection: &mut PgConnection, first: AppealId) -> Result<Vec<Appeal>> {
    let rows = select_appeals!("WHERE merged_into = $1 ORDER BY submitted_at, id FOR NO KEY UPDATE", first.0)
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(Appeal::try_from).collect()
}

/// An appeal by number alone: only for the status page, which then compares the access code.
pub async fn by_number_unscoped(
    connection: &mut PgConnection,
    number: AppealNumber,
) -> Result<Option<Appeal>> {
    select_appeals!("WHERE number = $1 ORDER BY completed_at IS NOT NULL, submitted_at DESC, id DESC LIMIT 1", number.as_i64())
        .fetch_optional(connection)
        .await?
        .map(Appeal::try_from)
        .transpose()
}

/// Whether an index is given already in an organisation's journal of a year.
pub async fn index_is_taken(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    year: i16,
    index: &str,
) -> Result<bool> {
    let row = sqlx::query!(
        r#"SELECT EXISTS (SELECT FROM appeals WHERE organisation_id = $1 AND journal_year = $2 AND registration_index = $3) AS "taken!""#,
        organisation.0,
        year,
        index,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.taken)
}
