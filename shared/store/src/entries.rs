//! Appeals entered by record (EDM-03): many at once, each column as one array, so that a batch is a handful of statements.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AnswerWay, AppealId, AppealNumber, ApplicantKind, EventId, EventKind, Form, Kind,
    Locale, OrganisationId, Status,
};

use crate::{Result, appeals::read_number, search};

/// An appeal to be written, decided by the domain.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub id: AppealId,
    pub number: AppealNumber,
    pub access_code: String,
    pub external_id: String,
    pub digest: [u8; 32],
    pub kind: Kind,
    pub form: Form,
    pub status: Status,
    pub topic_code: String,
    pub subtopic_code: Option<String>,
    pub content: String,
    pub summary: Option<String>,
    pub locale: Locale,
    pub answer_way: AnswerWay,
    pub participants: Option<i32>,
    pub against_employee: Option<String>,
    pub against_unp: Option<String>,
    pub applicant_kind: ApplicantKind,
    pub applicant_name: String,
    pub applicant: serde_json::Value,
    pub co_applicants: Option<serde_json::Value>,
    pub address: String,
    pub submitted_at: DateTime<Utc>,
    pub registration_limit_at: DateTime<Utc>,
    pub registration: Option<NewRegistration>,
    pub case_number: Option<String>,
    pub note: String,
}

/// Registration that an entered appeal has from the beginning.
#[derive(Clone, Debug)]
pub struct NewRegistration {
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub index: String,
    pub journal_year: i16,
    /// None: the day was given instead.
    pub term: Option<String>,
    pub due_on: NaiveDate,
    pub notice_due_on: NaiveDate,
    pub calendar_version: i32,
}

/// What was entered under an external id before.
#[derive(Clone, Debug)]
pub struct Known {
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub status: Status,
    pub digest: Vec<u8>,
}

/// What an entered appeal has besides the fields of all, also where it was sent on since.
#[derive(Clone, Debug)]
pub struct Details {
    /// The other system's own id; none: that is known in another organisation.
    pub external_id: Option<String>,
    pub summary: Option<String>,
    /// The first applicant with contacts, as entered.
    pub applicant: serde_json::Value,
    /// The applicants after the first.
    pub co_applicants: Option<serde_json::Value>,
    /// Fields in which other alphabets stood when it was entered, as a list.
    pub foreign: Option<serde_json::Value>,
}

/// The details of an appeal that came from no cabinet. None: it did. The caller has authorised the appeal.
pub async fn details(connection: &mut PgConnection, appeal: AppealId) -> Result<Option<Details>> {
    sqlx::query_as!(
        Details,
        r#"SELECT external_id, summary, applicant, co_applicants,
               (SELECT data -> 'foreign_characters' FROM appeal_events WHERE appeal_id = COALESCE(appeals.origin_id, appeals.id) AND kind = $2
                ORDER BY id LIMIT 1) AS "foreign"
           FROM appeals WHERE id = $1 AND account_id IS NULL"#,
        appeal.0,
        EventKind::Entered.code(),
    )
    .fetch_optional(connection)
    .await
}

/// Of the ids of a source, those under which an appeal was entered.
pub async fn known(
    connection: &mut PgConnection,
    source: Uuid,
    external_ids: &[String],
) -> Result<HashMap<String, Known>> {
    let rows = sqlx::query!(
        r#"SELECT external_id AS "external_id!", id, number, status, record_digest AS "digest!" FROM appeals
           WHERE source_id = $1 AND external_id = ANY ($2) AND external_id IS NOT NULL"#,
        source,
        external_ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let known = Known {
                appeal: AppealId(row.id),
                number: read_number(row.number)?,
                status: crate::read_code("status", &row.status, Status::from_code)?,
                digest: row.digest,
            };
            Ok((row.external_id, known))
        })
        .collect()
}

/// So many next numbers: values of the sequence that nobody waits for, through the keyed permutation.
pub async fn numbers(connection: &mut PgConnection, count: usize) -> Result<Vec<AppealNumber>> {
    let row = sqlx::query!(
        r#"SELECT ARRAY(SELECT nextval('appeal_numbers') FROM generate_series(1, $1)) AS "values!", key FROM number_key"#,
        i32::try_from(count).unwrap_or(i32::MAX),
    )
    .fetch_one(connection)
    .await?;
    row.values
        .into_iter()
        .map(|value| {
            AppealNumber::from_sequence(value.unsigned_abs(), row.key.as_bytes())
                .map_err(|error| sqlx::Error::Encode(error.into()))
        })
        .collect()
}

/// Of the indexes (year, index), those that the organisation's journals have already.
pub async fn taken_indexes(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    indexes: &[(i16, String)],
) -> Result<HashSet<(i16, String)>> {
    let (years, texts): (Vec<i16>, Vec<String>) = indexes.iter().cloned().unzip();
    let rows = sqlx::query!(
        r#"SELECT journal_year AS "year!", registration_index AS "index!"
           FROM UNNEST($2::smallint[], $3::text[]) AS asked (year, index)
           JOIN appeals ON organisation_id = $1 AND journal_year = asked.year AND registration_index = asked.index"#,
        organisation.0,
        &years,
        &texts,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.year, row.index)).collect())
}

/// Draws so many numbers of a journal at once; gives the first. The row is locked until the transaction ends.
pub async fn draw(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    year: i16,
    series: &str,
    count: i32,
) -> Result<i32> {
    let row = sqlx::query!(
        "INSERT INTO journals AS journal (organisation_id, year, series, last_number) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation_id, year, series) DO UPDATE SET last_number = journal.last_number + $4
         RETURNING last_number",
        organisation.0,
        year,
        series,
        count,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.last_number - count + 1)
}

/// Writes the appeals. The same external id meanwhile violates `appeals_external_id`, the same index `appeals_index`.
pub async fn insert(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    source: Uuid,
    by: AccountId,
    entries: &[NewEntry],
) -> Result<()> {
    let texts = |field: fn(&NewEntry) -> &str| -> Vec<String> {
        entries.iter().map(|entry| field(entry).to_owned()).collect()
    };
    let options = |field: fn(&NewEntry) -> Option<&String>| -> Vec<Option<String>> {
        entries.iter().map(|entry| field(entry).cloned()).collect()
    };
    let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id.0).collect();
    let numbers: Vec<i64> = entries.iter().map(|entry| entry.number.as_i64()).collect();
    let digests: Vec<Vec<u8>> = entries.iter().map(|entry| entry.digest.to_vec()).collect();
    let participants: Vec<Option<i32>> = entries.iter().map(|entry| entry.participants).collect();
    let applicants: Vec<serde_json::Value> =
        entries.iter().map(|entry| entry.applicant.clone()).collect();
    let others: Vec<Option<serde_json::Value>> =
        entries.iter().map(|entry| entry.co_applicants.clone()).collect();
    let submitted: Vec<DateTime<Utc>> = entries.iter().map(|entry| entry.submitted_at).collect();
    let limits: Vec<DateTime<Utc>> =
        entries.iter().map(|entry| entry.registration_limit_at).collect();
    let registered = Registered::of(entries);
    sqlx::query!(
        "INSERT INTO appeals (id, number, access_code, organisation_id, source_id, external_id, record_digest, kind, form, status, topic_code, subtopic_code,
             content, summary, locale, answer_way, collective, participants_count, against_employee, against_unp, applicant_kind, applicant_name, applicant,
             co_applicants, address, submitted_at, registration_limit_at, registered_at, registered_on, registered_by, registration_index, journal_year, term,
             due_on, set_due_on, notice_due_on, calendar_version, case_number, note)
         SELECT id, number, access_code, $1, $2, external_id, digest, kind, form, status, topic, subtopic, content, summary, locale, answer_way,
             participants IS NOT NULL, participants, against_employee, against_unp, applicant_kind, applicant_name, applicant, others, address,
             submitted_at, limit_at, registered_at, registered_on, CASE WHEN registered_at IS NOT NULL THEN $3::uuid END, index, year, term,
             due_on, CASE WHEN term = 'given' THEN due_on END, notice_due_on, COALESCE(calendar_version, (SELECT max(version) FROM national_calendars)), case_number, note
         FROM UNNEST($4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
             $14::text[], $15::text[], $16::text[], $17::text[], $18::integer[], $19::text[], $20::text[], $21::text[], $22::text[], $23::jsonb[],
             $24::jsonb[], $25::text[], $26::timestamptz[], $27::timestamptz[], $28::timestamptz[], $29::date[], $30::text[], $31::smallint[], $32::text[],
             $33::date[], $34::date[], $35::integer[], $36::text[], $37::text[])
             AS entry (id, number, access_code, external_id, digest, kind, form, status, topic, subtopic, content, summary, locale, answer_way,
                 participants, against_employee, against_unp, applicant_kind, applicant_name, applicant, others, address, submitted_at, limit_at,
                 registered_at, registered_on, index, year, term, due_on, notice_due_on, calendar_version, case_number, note)",
        organisation.0,
        source,
        by.0,
        &ids,
        &numbers,
        &texts(|entry| &entry.access_code),
        &texts(|entry| &entry.external_id),
        &digests,
        &texts(|entry| entry.kind.code()),
        &texts(|entry| entry.form.code()),
        &texts(|entry| entry.status.code()),
        &texts(|entry| &entry.topic_code),
        &options(|entry| entry.subtopic_code.as_ref()) as &[Option<String>],
        &texts(|entry| &entry.content),
        &options(|entry| entry.summary.as_ref()) as &[Option<String>],
        &texts(|entry| entry.locale.code()),
        &texts(|entry| entry.answer_way.code()),
        &participants as &[Option<i32>],
        &options(|entry| entry.against_employee.as_ref()) as &[Option<String>],
        &options(|entry| entry.against_unp.as_ref()) as &[Option<String>],
        &texts(|entry| entry.applicant_kind.code()),
        &texts(|entry| &entry.applicant_name),
        &applicants,
        &others as &[Option<serde_json::Value>],
        &texts(|entry| &entry.address),
        &submitted,
        &limits,
        &registered.at as &[Option<DateTime<Utc>>],
        &registered.on as &[Option<NaiveDate>],
        &registered.index as &[Option<String>],
        &registered.year as &[Option<i16>],
        &registered.term as &[Option<String>],
        &registered.due_on as &[Option<NaiveDate>],
        &registered.notice_due_on as &[Option<NaiveDate>],
        &registered.calendar_version as &[Option<i32>],
        &options(|entry| entry.case_number.as_ref()) as &[Option<String>],
        &texts(|entry| &entry.note),
    )
    .execute(&mut *connection)
    .await?;
    let made: Vec<AppealId> = entries.iter().map(|entry| entry.id).collect();
    search::index_later(connection, &made).await
}

/// The columns of registration.
struct Registered {
    at: Vec<Option<DateTime<Utc>>>,
    on: Vec<Option<NaiveDate>>,
    index: Vec<Option<String>>,
    year: Vec<Option<i16>>,
    term: Vec<Option<String>>,
    due_on: Vec<Option<NaiveDate>>,
    notice_due_on: Vec<Option<NaiveDate>>,
    calendar_version: Vec<Option<i32>>,
}

impl Registered {
    fn of(entries: &[NewEntry]) -> Self {
        fn column<T>(entries: &[NewEntry], field: fn(&NewRegistration) -> T) -> Vec<Option<T>> {
            entries.iter().map(|entry| entry.registration.as_ref().map(field)).collect()
        }
        Self {
            at: column(entries, |of| of.at),
            on: column(entries, |of| of.on),
            index: column(entries, |of| of.index.clone()),
            year: column(entries, |of| of.journal_year),
            term: entries
                .iter()
                .map(|entry| entry.registration.as_ref().and_then(|of| of.term.clone()))
                .collect(),
            due_on: column(entries, |of| of.due_on),
            notice_due_on: column(entries, |of| of.notice_due_on),
            calendar_version: column(entries, |of| of.calendar_version),
        }
    }
}

/// An event of an entered appeal.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub appeal: AppealId,
    pub kind: EventKind,
    pub data: serde_json::Value,
}

/// Appends events in their order; gives their ids in the same order.
pub async fn append_events(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    by: AccountId,
    events: &[NewEvent],
    now: DateTime<Utc>,
) -> Result<Vec<EventId>> {
    let appeals: Vec<Uuid> = events.iter().map(|event| event.appeal.0).collect();
    let kinds: Vec<String> = events.iter().map(|event| event.kind.code().to_owned()).collect();
    let data: Vec<serde_json::Value> = events.iter().map(|event| event.data.clone()).collect();
    let rows = sqlx::query!(
        "INSERT INTO appeal_events (appeal_id, organisation_id, at, kind, account_id, data)
         SELECT appeal, $1, $2, kind, $3, data FROM UNNEST($4::uuid[], $5::text[], $6::jsonb[]) WITH ORDINALITY AS event (appeal, kind, data, place)
         ORDER BY place RETURNING id",
        organisation.0,
        now,
        by.0,
        &appeals,
        &kinds,
        &data,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| EventId(row.id)).collect())
}
