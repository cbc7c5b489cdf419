//! A report over many appeals from the summaries beside the direct query; a long table as XLSX and the memory that its
//! worker takes; letters as PDF beside one warm headless Chromium that prints the same words one after another.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use uuid::Uuid;
use zvarot_domain::report::{Counted, Grouping, Level, Period, Question};
use zvarot_domain::{AccountId, AppealNumber};
use zvarot_store::reports::{self, Source, rights, summaries};
use zvarot_tests::{Function, System, setting, wait_for};

use crate::{Line, line};

/// Appeals to count; `ZVAROT_BENCH_APPEALS` makes them fewer, to see that it works.
const APPEALS: i64 = 5_000_000;
/// Lines of the long table.
const LINES: i64 = 100_000;
const MEMORY: u64 = 64 * 1024 * 1024;
const LETTERS: i64 = 200;
/// What Chromium prints of them once it is warm.
const PRINTED: u32 = 100;
const ROUNDS: usize = 5;

pub async fn measure(system: &System) -> Vec<Line> {
    let appeals = setting("ZVAROT_BENCH_APPEALS").and_then(|count| count.parse().ok()).unwrap_or(APPEALS);
    fill(system, appeals).await;
    let mut lines = counting(system, appeals).await;
    lines.push(table(system, appeals).await);
    lines.push(letters(system).await);
    lines
}

/// Appeals of a year as they would be, spread over all organisations and topics. Their triggers rest meanwhile: the
/// summaries are made from all at once.
async fn fill(system: &System, appeals: i64) {
    let run = async |statement: String| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&system.database).await.expect("the appeals can be written");
    };
    run("ALTER TABLE appeals DISABLE TRIGGER report_inserted".to_owned()).await;
    for begin in (0..appeals).step_by(100_000) {
        let end = (begin + 100_000).min(appeals);
        run(format!(
            "INSERT INTO appeals (id, number, access_code, organisation_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way,
                 applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at, registered_at, registered_on, due_on, completed_at, outcome)
             SELECT gen_random_uuid(), 20000000000 + place, '0123456789', organisations.ids[1 + floor(random() * cardinality(organisations.ids))::int],
                 (ARRAY['application', 'proposal', 'complaint'])[1 + floor(random() * 3)::int], (ARRAY['electronic', 'electronic', 'written', 'oral'])[1 + floor(random() * 4)::int],
                 status, topic.topic, topic.subtopic, repeat('Прошу рассмотреть обращение и сообщить о принятом решении. ', 8), 'ru', 'cabinet',
                 (ARRAY['person', 'entrepreneur', 'legal_entity'])[1 + floor(random() * 3)::int], 'Ковальчук Ганна Петровна', '{{\"surname\": \"Ковальчук\", \"name\": \"Ганна\"}}',
                 '220030, г. Минск, ул. Немига, д. 12', at, at, at, at::date, at::date + 15,
                 CASE WHEN status <> 'registered' THEN at + random() * interval '20 days' END,
                 CASE WHEN status = 'answered' THEN (ARRAY['satisfied', 'refused', 'explained'])[1 + floor(random() * 3)::int] END
             FROM (SELECT place, timestamptz '2025-01-01' + place * interval '365 days' / {appeals} AS at,
                       (ARRAY['answered', 'answered', 'answered', 'answered', 'registered', 'redirected', 'withdrawn'])[1 + floor(random() * 7)::int] AS status,
                       1 + floor(random() * (SELECT count(*) FROM topics))::int AS chosen
                   FROM generate_series({begin}::bigint, {end} - 1) AS place) AS made
             JOIN (SELECT row_number() OVER () AS chosen, coalesce(parent_code, code) AS topic, CASE WHEN parent_code IS NOT NULL THEN code END AS subtopic FROM topics) AS topic USING (chosen),
                 (SELECT array_agg(id) AS ids FROM organisations) AS organisations"
        ))
        .await;
    }
    run("ALTER TABLE appeals ENABLE TRIGGER report_inserted; ANALYZE appeals".to_owned()).await;
    let mut connection = system.database.acquire().await.expect("connected");
    let begun = Instant::now();
    wait_for("the summaries are made", async || {
        summaries::rebuild(&mut connection, chrono::Utc::now()).await.expect("they can be made").then_some(())
    })
    .await;
    println!("summaries of {appeals} appeals made in {:.1} s", begun.elapsed().as_secs_f64());
    for tidying in ["VACUUM ANALYZE report_pairs", "VACUUM ANALYZE report_organisations"] {
        sqlx::raw_sql(tidying).execute(&mut *connection).await.expect("tidied");
    }
}

async fn chief(system: &System) -> AccountId {
    let id: Uuid = sqlx::query_scalar("SELECT id FROM accounts WHERE login = 'chief1'").fetch_one(&system.database).await.expect("the demo has a chief");
    AccountId(id)
}

fn year() -> Period {
    let day = |text: &str| text.parse().expect("a day");
    Period::new(day("2025-01-01"), day("2025-12-31")).expect("a year")
}

async fn counting(system: &System, appeals: i64) -> Vec<Line> {
    let mut connection = system.database.acquire().await.expect("connected");
    let granted = rights::grant(&mut connection, chief(system).await, Level::Republic).await.expect("asked").expect("the chief sees all");
    let today = "2026-11-22".parse().expect("a day");
    let mut lines = Vec::new();
    for (first, second) in [
        (Grouping::Topic, Grouping::Keeping),
        (Grouping::Subtopic, Grouping::Outcome),
        (Grouping::Region, Grouping::Status),
        (Grouping::Organisation, Grouping::Kind),
    ] {
        let question = Question { level: Level::Republic, first, second: Some(second), filters: Vec::new(), counted: Counted::Appeals };
        let mut times = [Vec::new(), Vec::new()];
        let mut results = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for (place, source) in [Source::Appeals, Source::Summaries].into_iter().enumerate() {
                let begun = Instant::now();
                let mut counts = reports::count(&mut connection, &granted, &question, year(), today, source).await.expect("counted");
                times[place].push(begun.elapsed());
                counts.sort();
                results[place] = counts;
            }
        }
        assert_eq!(results[0], results[1], "the summary equals the direct count");
        let [direct, summary] = times.map(|mut times| {
            times.sort();
            times[ROUNDS / 2].as_secs_f64() * 1000.0
        });
        let ratio = summary / direct;
        lines.push(line(
            &format!("report {first} by {second} over {appeals}: summary beside direct"),
            format!("1/{:.0} ({summary:.0} / {direct:.0} ms)", 1.0 / ratio),
            "<= 1/20",
            ratio <= 1.0 / 20.0,
        ));
    }
    lines
}

/// A table of a hundred thousand lines, formed by the worker's own program.
async fn table(system: &System, appeals: i64) -> Line {
    // So many days hold enough combinations of organisation and sub-topic.
    let days = (LINES * 365 * 3 / 2 / appeals).clamp(1, 364);
    let question = serde_json::json!({ "level": { "kind": "republic" }, "first": "organisation", "second": "subtopic" });
    // What other measures left waiting is not this one's.
    sqlx::raw_sql("DELETE FROM jobs WHERE queue = 'reports'").execute(&system.database).await.expect("cleared");
    let id = Uuid::now_v7();
    let insert = "INSERT INTO reports (id, account_id, question, from_day, to_day, format, locale, state, created_at)
        VALUES ($1, $2, $3, '2025-01-01', date '2025-01-01' + $4::int, 'xlsx', 'ru', 'waiting', now())";
    sqlx::query(insert).bind(id).bind(chief(system).await.0).bind(question).bind(i32::try_from(days).expect("few")).execute(&system.database).await.expect("asked");
    job(system, "form_report", serde_json::json!({ "report_id": id })).await;
    system.start(Function::Reports);
    let lines = wait_for("the long table", async || {
        sqlx::query_scalar::<_, i32>("SELECT lines FROM reports WHERE id = $1 AND state = 'ready'").bind(id).fetch_optional(&system.database).await.expect("read")
    })
    .await;
    // Fewer appeals, to see that it works, have fewer combinations.
    let wanted = if appeals < APPEALS { 1 } else { LINES };
    assert!(i64::from(lines) >= wanted, "the table has {lines} lines, {wanted} are to be measured");
    let memory = system.peak_memory("reports");
    system.kill(Function::Reports);
    line(
        &format!("XLSX of {lines} lines: memory of the worker"),
        format!("{:.0} MB", memory as f64 / 1024.0 / 1024.0),
        "< 64 MB",
        memory < MEMORY,
    )
}

async fn job(system: &System, kind: &str, payload: serde_json::Value) {
    sqlx::query("INSERT INTO jobs (id, queue, kind, payload, run_at, created_at) VALUES (gen_random_uuid(), 'reports', $1, $2, now(), now())")
        .bind(kind)
        .bind(payload)
        .execute(&system.database)
        .await
        .expect("a job can be written");
}

const LETTER: &str = "Ваше обращение рассмотрено. Кровля отремонтирована, работы приняты комиссией с участием жильцов. ";

/// Answers become letters by the worker, storage and database included; Chromium is started once and only prints.
async fn letters(system: &System) -> Line {
    sqlx::raw_sql("DELETE FROM jobs WHERE queue = 'reports'").execute(&system.database).await.expect("cleared");
    let chosen: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM appeals WHERE number >= 20000000000 AND status = 'answered' LIMIT $1")
        .bind(LETTERS)
        .fetch_all(&system.database)
        .await
        .expect("read");
    for (place, appeal) in chosen.iter().enumerate() {
        let number = AppealNumber::from_sequence(u64::try_from(place).expect("few") + 500_000, &[9; 16]).expect("a number");
        let (answer, document) = (Uuid::now_v7(), Uuid::now_v7());
        sqlx::query("UPDATE appeals SET number = $2, registration_index = 'К-' || $3::text WHERE id = $1")
            .bind(appeal).bind(number.digits().parse::<i64>().expect("digits")).bind(i64::try_from(place).expect("few"))
            .execute(&system.database).await.expect("numbered");
        sqlx::query("INSERT INTO answers (id, appeal_id, text, outcome, number, dated, created_by, created_at) VALUES ($1, $2, $3, 'satisfied', '5-14', '2025-12-20', $4, now())")
            .bind(answer).bind(appeal).bind(LETTER.repeat(20)).bind(chief(system).await.0).execute(&system.database).await.expect("answered");
        sqlx::query("INSERT INTO documents (id, appeal_id, answer_id, kind, locale, state, created_at) VALUES ($1, $2, $3, 'answer_pdf', 'ru', 'forming', now())")
            .bind(document).bind(appeal).bind(answer).execute(&system.database).await.expect("asked");
        job(system, "form_document", serde_json::json!({ "document_id": document })).await;
    }
    system.start(Function::Reports);
    let mut begun = None;
    let formed = |state: &'static str| async move {
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM documents WHERE kind = 'answer_pdf' AND state = $1").bind(state).fetch_one(&system.database).await.expect("read")
    };
    // The clock starts with the first letter: starting a program is not printing.
    let (first, took) = loop {
        let ready = formed("ready").await;
        assert_eq!(formed("failed").await, 0, "a letter could not be formed");
        match begun {
            None if ready > 0 => begun = Some((ready, Instant::now())),
            Some((first, since)) if ready == LETTERS => break (first, since.elapsed()),
            _ => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    };
    system.kill(Function::Reports);
    let ours = (LETTERS - first) as f64 / took.as_secs_f64();
    let Printed { cold, per_second } = chromium(system);
    println!("headless Chromium: {cold:.2} s from its start to the first letter, {per_second:.1} letters a second once it is warm");
    let ratio = ours / per_second;
    line("letters as PDF a second, beside one warm headless Chromium", format!("{ratio:.1} ({ours:.1} / {per_second:.1})"), ">= 10", ratio >= 10.0)
}

/// What Chromium did.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Printed {
    /// Seconds from its start to the first letter.
    cold: f64,
    /// Letters a second, one after another, after that.
    per_second: f64,
}

/// The same words printed by headless Chromium.
fn chromium(system: &System) -> Printed {
    let page = system.data().join("letter.html");
    let paragraphs = format!("<p>{}</p>", LETTER.repeat(20));
    let html = format!("<!DOCTYPE html><html lang=\"ru\"><meta charset=\"utf-8\"><title>Ответ</title><h1>Об ответе на обращение</h1>{paragraphs}</html>");
    std::fs::write(&page, html).expect("the page can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/printing.mjs");
    let done = Command::new("node").arg(script).arg(&page).arg(PRINTED.to_string()).output().expect("node can be started");
    assert!(done.status.success(), "Chromium prints: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("two figures")
}
