//! The feed of changes, read by one program page by page, every appeal whole.

use std::time::{Duration, Instant};

use serde::Deserialize;
use zvarot_store::entries;
use zvarot_tests::{Call, Function, System, setting, until};

use crate::{Line, cpu, line};

/// Appeals to read; `ZVAROT_BENCH_CHANGES` makes them fewer, to see that it works.
const APPEALS: i64 = 50_000;
const GOAL: f64 = 5000.0;
/// Changes on a page: as many as the API gives.
const PAGE: usize = 1000;

/// What the reader looks at: that the page is whole JSON, how many changes it has and where to go on.
#[derive(Deserialize)]
struct Page {
    changes: Vec<serde::de::IgnoredAny>,
    cursor: String,
    more: bool,
}

pub async fn measure(system: &System) -> Vec<Line> {
    let count = setting("ZVAROT_BENCH_CHANGES").and_then(|count| count.parse().ok()).unwrap_or(APPEALS);
    let unp = fill(system, count).await;
    system.start(Function::Api);
    until("the API is ready", async || matches!(zvarot_machine::http::get(system.ports.api, "/health/ready"), Some((200, _)))).await;
    let program = system.api_client(&unp, "bench", 0);
    // The second reading counts: pages of the database that the filling left dirty are written during the first.
    read(&program, count).await;
    let before = cpu::of(system.id("api"));
    let (took, bytes) = read(&program, count).await;
    let spent = cpu::of(system.id("api")).saturating_sub(before);
    system.kill(Function::Api);
    let rate = count as f64 / took.as_secs_f64();
    let each = spent.as_secs_f64() * 1e6 / count as f64;
    vec![line(
        "the feed of changes: appeals a second to one client",
        format!("{rate:.0} ({:.0} MB/s, {each:.0} us CPU of the API each)", bytes as f64 / 1e6 / took.as_secs_f64()),
        ">= 5000",
        rate >= GOAL,
    )]
}

/// Reads everything; gives how long that took and how many bytes came.
async fn read(program: &zvarot_tests::ApiClient, count: i64) -> (Duration, usize) {
    let begun = Instant::now();
    let (mut seen, mut bytes, mut after) = (0, 0, String::new());
    loop {
        let (status, body) = program.bytes(&Call::get(&format!("/v1/appeals?limit={PAGE}{after}"))).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let page: Page = serde_json::from_slice(&body).expect("a page");
        (seen, bytes) = (seen + page.changes.len(), bytes + body.len());
        if !page.more {
            break;
        }
        after = format!("&after={}", page.cursor);
    }
    assert_eq!(i64::try_from(seen).expect("a count"), count, "every change came");
    (begun.elapsed(), bytes)
}

/// Appeals of one organisation as citizens submit them, each with its event; gives the organisation's УНП.
async fn fill(system: &System, count: i64) -> String {
    let unp: String = sqlx::query_scalar("SELECT unp FROM organisations WHERE active ORDER BY unp DESC LIMIT 1").fetch_one(&system.database).await.expect("one");
    let content = "Прошу отремонтировать освещение во дворе нашего дома: фонари не горят с марта, вечером двор совсем темный. ".repeat(5);
    let mut connection = system.database.acquire().await.expect("connected");
    let numbers = entries::numbers(&mut connection, usize::try_from(count).expect("a count")).await.expect("numbers of the scheme");
    let numbers: Vec<i64> = numbers.into_iter().map(|number| number.as_i64()).collect();
    sqlx::query(
        "WITH made AS (
             INSERT INTO appeals (id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way,
                 applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at)
             SELECT gen_random_uuid(), number, '0123456789', organisation.id, account.id, 'application', 'electronic', 'submitted', '07', '07-07', $3, 'ru', 'cabinet',
                 'person', 'Ковальчук Ганна Петровна', '{\"surname\": \"Ковальчук\", \"name\": \"Ганна\"}', '220030, г. Минск, ул. Немига, д. 12', now(), now() + interval '14 hours'
             FROM UNNEST($2::bigint[]) AS number, (SELECT id FROM organisations WHERE unp = $1) AS organisation, (SELECT id FROM accounts WHERE login = 'person1') AS account
             RETURNING id, organisation_id)
         INSERT INTO appeal_events (appeal_id, organisation_id, at, kind, account_id, data) SELECT id, organisation_id, now(), 'submitted', NULL, '{}' FROM made",
    )
    .bind(&unp)
    .bind(&numbers)
    .bind(content)
    .execute(&system.database)
    .await
    .expect("the appeals can be written");
    sqlx::raw_sql("VACUUM ANALYZE appeals, appeal_events").execute(&system.database).await.expect("tidied");
    unp
}
