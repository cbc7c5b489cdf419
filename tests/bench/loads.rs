//! A load of 50,000 records through the worker's program, beside one transaction that is fed the same rows by COPY into
//! the same tables; and the memory that the worker takes. The clock, which makes rows of either kind findable by their
//! words afterwards, rests in both.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use sqlx::{Acquire, Executor};
use uuid::Uuid;
use zvarot_domain::{FileId, attachment::CHUNK_SIZE};
use zvarot_objects::{Objects, StorageConfig};
use zvarot_tests::{Function, System, wait_for};

use crate::{Line, line};

/// Records of the file; `ZVAROT_BENCH_RECORDS` makes it smaller, to see that it works.
const RECORDS: usize = 50_000;
const MEMORY: u64 = 120 * 1024 * 1024;

/// The columns of a table in their order, and what stands in each for a copy of the same rows under other keys.
struct Copied {
    table: &'static str,
    columns: &'static str,
    select: &'static str,
}

/// The same rows once more: ids keep their order, so that the indexes grow as they did.
const TABLES: [Copied; 3] = [
    Copied {
        table: "appeals",
        columns: "id, number, access_code, organisation_id, source_id, external_id, record_digest, kind, form, status, topic_code, subtopic_code, content, \
            summary, locale, answer_way, collective, participants_count, against_employee, against_unp, applicant_kind, applicant_name, applicant, \
            co_applicants, address, submitted_at, registration_limit_at, registered_at, registered_on, registered_by, registration_index, journal_year, \
            term, due_on, notice_due_on, calendar_version, case_number, note",
        select: "SELECT ('11111111' || substr(id::text, 9))::uuid, number + 10000000000, access_code, organisation_id, source_id, external_id || '-2', \
            record_digest, kind, form, status, topic_code, subtopic_code, content, summary, locale, answer_way, collective, participants_count, \
            against_employee, against_unp, applicant_kind, applicant_name, applicant, co_applicants, address, submitted_at, registration_limit_at, \
            registered_at, registered_on, registered_by, registration_index || '/2', journal_year, term, due_on, notice_due_on, calendar_version, \
            case_number, note FROM appeals WHERE external_id IS NOT NULL ORDER BY id",
    },
    Copied {
        table: "appeal_events",
        columns: "appeal_id, organisation_id, at, kind, account_id, data",
        select: "SELECT ('11111111' || substr(appeal_id::text, 9))::uuid, organisation_id, at, kind, account_id, data FROM appeal_events \
            WHERE appeal_id IN (SELECT id FROM appeals WHERE external_id IS NOT NULL) ORDER BY id",
    },
    Copied {
        table: "load_records",
        columns: "load_id, place, begins, length, external_id, number, repeated, faults",
        select: "SELECT load_id, place + 1000000, begins, length, external_id, number, repeated, faults FROM load_records ORDER BY place",
    },
];

pub async fn measure(system: &System) -> Vec<Line> {
    let count = zvarot_tests::setting("ZVAROT_BENCH_RECORDS").and_then(|count| count.parse().ok()).unwrap_or(RECORDS);
    let file = records(count);
    system.kill(Function::Clock);
    system.start(Function::Load);
    let ours = load(system, &file).await;
    let memory = system.peak_memory("load");
    system.kill(Function::Load);
    let copied = copy(system).await;
    system.start(Function::Clock);
    let rate = |took: Duration| count as f64 / took.as_secs_f64();
    let ratio = rate(ours) / rate(copied);
    let megabytes = memory / (1024 * 1024);
    vec![
        line(
            "a load of records: rows a second beside COPY",
            format!("{ratio:.2} ({:.0} / {:.0} a second)", rate(ours), rate(copied)),
            ">= 0.5",
            ratio >= 0.5,
        ),
        line("its memory", format!("{megabytes} MB ({count} records, {} MB)", file.len() / (1024 * 1024)), "< 120 MB", memory < MEMORY),
    ]
}

fn records(count: usize) -> Bytes {
    let mut file = BytesMut::from(&b"[\n"[..]);
    let content = "Прошу отремонтировать освещение во дворе нашего дома: фонари не горят с марта, вечером двор совсем темный. ".repeat(5);
    for number in 0..count {
        let separator = if number == 0 { "" } else { ",\n" };
        let registration = match number % 2 {
            0 => format!(r#","registration":{{"index":"И-{number}/м","date":"2026-04-16","dueOn":"2026-05-04"}}"#),
            _ => String::new(),
        };
        file.extend_from_slice(
            format!(
                r#"{separator}{{"externalId":"bench-{number}","kind":"application","form":"written","receivedAt":"2026-04-16","topicCode":"07","subtopicCode":"07-07","content":"{content}","answerWay":"post","applicants":[{{"kind":"person","surname":"Иванова","name":"Мария","patronymic":"Петровна","address":{{"postalCode":"220030","settlement":"г. Минск","street":"ул. Советская","house":"{number}"}}}}]{registration}}}"#
            )
            .as_bytes(),
        );
    }
    file.extend_from_slice(b"\n]\n");
    file.freeze()
}

/// Puts the file where uploads lie and has the worker load it; gives how long that took.
async fn load(system: &System, file: &Bytes) -> Duration {
    let config = StorageConfig::from_env(|name| Some(system.variable(name).to_owned()).filter(|value| !value.is_empty())).expect("the storage's settings");
    let objects = Objects::connect(&config).await;
    let id = Uuid::now_v7();
    let chunk = usize::try_from(CHUNK_SIZE).expect("half a megabyte");
    for (index, start) in (0..).zip((0..file.len()).step_by(chunk)) {
        let bytes = file.slice(start..file.len().min(start + chunk));
        objects.put_chunk(FileId(id), index, bytes).await.expect("a chunk can be stored");
    }
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    sqlx::query(
        "INSERT INTO loads (id, organisation_id, created_by, source_id, name, size, state, created_at, started_at)
         SELECT $1, $2, id, $2, 'bench.json', $3, 'checking', now(), now() FROM accounts WHERE login = 'clerk-zarechny'",
    )
    .bind(id)
    .bind(organisation)
    .bind(i64::try_from(file.len()).expect("a file"))
    .execute(&system.database)
    .await
    .expect("a load can be announced");
    let began = Instant::now();
    sqlx::query(
        "WITH job AS (INSERT INTO jobs (id, queue, kind, payload, run_at, rung_at, created_at)
             VALUES (gen_random_uuid(), 'load', 'load', jsonb_build_object('load_id', $1), now(), now(), now()) RETURNING id)
         SELECT pg_notify('zvarot_load', '') FROM job",
    )
    .bind(id)
    .execute(&system.database)
    .await
    .expect("a job can be written");
    wait_for("the load is done", async || {
        let state: String = sqlx::query_scalar("SELECT state FROM loads WHERE id = $1").bind(id).fetch_one(&system.database).await.ok()?;
        assert_ne!(state, "refused");
        (state == "done").then_some(())
    })
    .await;
    let took = began.elapsed();
    let wrong: i32 = sqlx::query_scalar("SELECT wrong FROM loads WHERE id = $1").bind(id).fetch_one(&system.database).await.expect("the load");
    assert_eq!(wrong, 0, "every record is right");
    took
}

/// One transaction fed by COPY with the rows that the load made, under other keys.
async fn copy(system: &System) -> Duration {
    let mut rows = Vec::new();
    for table in &TABLES {
        let mut connection = system.database.acquire().await.expect("a connection");
        let statement = format!("COPY ({}) TO STDOUT", table.select);
        let pieces: Vec<Bytes> =
            connection.copy_out_raw(&statement).await.expect("rows can be read").try_collect().await.expect("all of them");
        rows.push(pieces.concat());
    }
    let mut connection = system.database.acquire().await.expect("a connection");
    let began = Instant::now();
    let mut transaction = connection.begin().await.expect("a transaction");
    for (table, rows) in TABLES.iter().zip(rows) {
        let statement = format!("COPY {} ({}) FROM STDIN", table.table, table.columns);
        let mut copy = transaction.copy_in_raw(&statement).await.expect("COPY can begin");
        for piece in rows.chunks(256 * 1024) {
            copy.send(piece).await.expect("rows are taken");
        }
        copy.finish().await.expect("rows are right");
    }
    transaction.execute("SELECT 1").await.expect("the transaction is whole");
    transaction.commit().await.expect("a commit");
    began.elapsed()
}
