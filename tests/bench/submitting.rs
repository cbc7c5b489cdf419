//! Submitting: the form posted without files, beside the same SQL under pgbench, at 32 clients; then 200 a second with
//! the time until the letters reach the mail server.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use reqwest::{Client, header};
use sqlx::Row as _;
use uuid::Uuid;
use zvarot_tests::{Function, PASSWORD, Person, System};

use crate::{Line, capture, cpu, letters::Sink, line};

const CLIENTS: usize = 32;
const POSTS: usize = 4000;
const PER_SECOND: u64 = 200;
const SECONDS: u64 = 20;

/// Someone who is signed in: the cookie and a token for forms.
struct Submitter {
    cookie: String,
    token: String,
    account: Uuid,
    organisation: Uuid,
}

pub async fn measure(system: &System, sink: &Sink) -> Vec<Line> {
    let submitters = Arc::new(sign_in(system).await);
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(CLIENTS).build().expect("a client");
    // Nobody but the pages writes to the log or takes from the measured processor.
    for other in [Function::Notify, Function::Files, Function::Clock] {
        system.kill(other);
    }
    // Prepares every statement on the connections before they are looked at.
    let drafts = make_drafts(system, &submitters, 4 * CLIENTS).await;
    post_all(system, &submitters, &client, &drafts).await;
    capture::log_statements(system.data(), true).await;
    let mut scripts = Vec::new();
    for submitter in submitters.iter() {
        scripts.push(record(system, submitter, &client).await);
    }
    capture::log_statements(system.data(), false).await;

    let drafts = make_drafts(system, &submitters, POSTS).await;
    post_all(system, &submitters, &client, &drafts[..200]).await;
    let ours = {
        let (front, database) = (cpu::of(system.id("front")), cpu::of_postgres(&system.data().join("postgres")));
        let took = post_all(system, &submitters, &client, &drafts[200..]).await;
        let used = cpu::of(system.id("front")) - front;
        (took, used + cpu::between(&database, &cpu::of_postgres(&system.data().join("postgres"))))
    };
    let posts = drafts.len() - 200;
    let bench = pgbench(system, &submitters, &scripts).await;
    let per = |used: Duration, count: usize| used.as_secs_f64() * 1000.0 / count as f64;
    let (our_cost, bench_cost) = (per(ours.1, posts), per(bench.cpu, bench.transactions));
    let (our_rate, bench_rate) = (posts as f64 / ours.0.as_secs_f64(), bench.transactions as f64 / bench.took.as_secs_f64());

    // The letters of what was posted till now are no part of what is measured next.
    sqlx::raw_sql("DELETE FROM jobs; DELETE FROM deliveries").execute(&system.database).await.expect("the queue is emptied");
    for other in [Function::Notify, Function::Files, Function::Clock] {
        system.start(other);
    }
    let steady = steadily(system, &submitters, &client).await;
    let letters = letter_times(system, sink, steady.began).await;
    vec![
        line(
            "submitting: CPU beside the same SQL",
            format!("{:.2} ({our_cost:.2} / {bench_cost:.2} ms)", our_cost / bench_cost),
            "<= 1.6",
            bench.transactions > 0 && our_cost <= 1.6 * bench_cost,
        ),
        line(
            "submitting: rate at 32 clients",
            format!("{:.2} ({our_rate:.0} / {bench_rate:.0} a second)", our_rate / bench_rate),
            ">= 0.6",
            bench.transactions > 0 && our_rate >= 0.6 * bench_rate,
        ),
        line(
            "submitting at 200 a second: p50, p99",
            format!("{:.0} ms, {:.0} ms ({:.0} a second)", steady.p50, steady.p99, steady.rate),
            "p99 < 300 ms",
            steady.p99 < 300.0,
        ),
        line(
            "commit to the mail server under that load",
            format!("p50 {:.0} ms, p99 {:.0} ms ({} letters)", letters.0, letters.1, letters.2),
            "p99 < 2 s",
            letters.1 < 2000.0,
        ),
    ]
}

/// Submits so many appeals to the organisation whose list is measured.
pub async fn fill(system: &System, count: usize) {
    let submitters = sign_in(system).await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let drafts = make_drafts(system, &submitters, count).await;
    post_all(system, &submitters, &client, &drafts).await;
}

async fn sign_in(system: &System) -> Vec<Submitter> {
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    let mut submitters = Vec::new();
    for account in system.applicants(u32::try_from(CLIENTS).expect("few"), "ru").await {
        // All come from one address: more of them at once than one address is allowed.
        sqlx::query("DELETE FROM rate_limits").execute(&system.database).await.expect("limits can be lifted");
        let person = Person::new(system);
        person.sign_in(&account.login, PASSWORD).await;
        let form = person.open("/appeals/new").await.form("/appeals/new");
        submitters.push(Submitter { cookie: person.cookie_line(), token: form.value("csrf"), account: account.id, organisation });
    }
    submitters
}

/// Drafts that can be submitted as they are, dealt out to the submitters in turn.
async fn make_drafts(system: &System, submitters: &[Submitter], count: usize) -> Vec<(usize, Uuid)> {
    let mut drafts = Vec::new();
    for index in 0..count {
        drafts.push((index % submitters.len(), Uuid::now_v7()));
    }
    for some in drafts.chunks(1000) {
        let ids: Vec<Uuid> = some.iter().map(|(_, id)| *id).collect();
        let accounts: Vec<Uuid> = some.iter().map(|(owner, _)| submitters[*owner].account).collect();
        sqlx::query(
            "INSERT INTO drafts (id, account_id, form, created_at, updated_at) SELECT id, account, '{}', now(), now() FROM UNNEST($1, $2) AS made (id, account)",
        )
        .bind(&ids)
        .bind(&accounts)
        .execute(&system.database)
        .await
        .expect("drafts can be made");
    }
    drafts
}

const CONTENT: &str = "Прошу отремонтировать освещение во дворе нашего дома: фонари не горят с марта, вечером двор совсем темный, \
    дети и пожилые люди боятся выходить. Мы звонили в диспетчерскую три раза, каждый раз обещали прислать мастера, но никто не пришел. ";

/// Posts one draft's form as the page does. True: accepted.
async fn post(system: &System, submitter: &Submitter, client: &Client, draft: Uuid) -> bool {
    let fields = [
        ("csrf", submitter.token.as_str()),
        ("version", "1"),
        ("organisation_id", &submitter.organisation.to_string()),
        ("topic", "07-08"),
        ("kind", "application"),
        ("content", &CONTENT.repeat(3)),
        ("answer_way", "cabinet"),
        ("address/settlement", "г. Заречье"),
        ("address/street", "ул. Садовая"),
        ("address/house", "7"),
        ("submit", "yes"),
    ];
    let boundary = "----------------bench";
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    let answer = client
        .post(format!("{}/drafts/{draft}", system.address()))
        .header(header::COOKIE, &submitter.cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
        .body(body)
        .send()
        .await;
    match answer {
        Ok(answer) => {
            let accepted = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).is_some_and(|to| to.ends_with("/receipt"));
            // The whole answer is read, so that the connection is used again.
            let _ = answer.bytes().await;
            accepted
        }
        Err(_) => false,
    }
}

async fn post_all(system: &System, submitters: &[Submitter], client: &Client, drafts: &[(usize, Uuid)]) -> Duration {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    let each = (0..CLIENTS).map(|_| async {
        while let Some((owner, draft)) = drafts.get(next.fetch_add(1, Ordering::Relaxed)) {
            assert!(post(system, &submitters[*owner], client, *draft).await, "a submission was not accepted");
        }
    });
    futures_util::future::join_all(each).await;
    began.elapsed()
}

/// The statements of one submission as a script for pgbench: each submitter has its own, so that clients meet in the same
/// rows as ours do and in no others.
async fn record(system: &System, submitter: &Submitter, client: &Client) -> String {
    let alone = std::slice::from_ref(submitter);
    let drafts = make_drafts(system, alone, 2).await;
    let mut recorded = Vec::new();
    for (_, draft) in &drafts {
        let from = capture::log_length(system.data());
        assert!(post(system, submitter, client, *draft).await, "a submission was not accepted");
        tokio::time::sleep(Duration::from_millis(100)).await;
        let all = capture::statements(&capture::read_log(system.data(), from));
        recorded.push(of_the_request(all));
    }
    capture::script(&system.database, &recorded[0], &recorded[1], &drafts[0].1.to_string(), submitter.account).await
}

/// From the first look-up of the session to the last commit of the submission.
pub fn of_the_request(all: Vec<capture::Statement>) -> Vec<capture::Statement> {
    let begins = |statement: &capture::Statement| statement.sql.contains("FROM sessions");
    let start = all.iter().position(begins).unwrap_or(0);
    let ours = all.into_iter().skip(start).filter(|statement| !statement.sql.contains("pg_notify"));
    let mut kept = Vec::new();
    let mut open = false;
    for statement in ours {
        let word = statement.sql.trim().to_uppercase();
        if word.starts_with("BEGIN") {
            open = true;
        } else if word.starts_with("COMMIT") || word.starts_with("ROLLBACK") {
            if !open {
                continue;
            }
            open = false;
        }
        kept.push(statement);
    }
    kept
}

struct Ceiling {
    transactions: usize,
    took: Duration,
    cpu: Duration,
}

async fn pgbench(system: &System, submitters: &[Submitter], scripts: &[String]) -> Ceiling {
    let drafts = make_drafts(system, submitters, 60_000).await;
    sqlx::raw_sql(
        "CREATE TABLE bench_drafts (id uuid NOT NULL, account uuid NOT NULL, place bigint NOT NULL, PRIMARY KEY (account, place));
         CREATE SEQUENCE bench_number START 5000000000;",
    )
    .execute(&system.database)
    .await
    .expect("tables of the measurement");
    let ids: Vec<Uuid> = drafts.iter().map(|(_, id)| *id).collect();
    let owners: Vec<Uuid> = drafts.iter().map(|(owner, _)| submitters[*owner].account).collect();
    sqlx::query(
        "INSERT INTO bench_drafts SELECT id, account, row_number() OVER (PARTITION BY account) FROM UNNEST($1::uuid[], $2::uuid[]) AS made (id, account)",
    )
    .bind(&ids)
    .bind(&owners)
    .execute(&system.database)
    .await
    .expect("the drafts are listed");
    for submitter in submitters {
        let sequence = format!("CREATE SEQUENCE {}", capture::place_of(submitter.account));
        sqlx::query(sqlx::AssertSqlSafe(sequence)).execute(&system.database).await.expect("a sequence for each submitter");
    }
    sqlx::raw_sql("VACUUM ANALYZE").execute(&system.database).await.expect("vacuumed");
    let mut command = Command::new(zvarot_machine::postgres::installed().expect("PostgreSQL is installed").join("pgbench"));
    command.args(["-n", "-M", "prepared", "-c", "32", "-j", "2", "-T", "15"]);
    for (index, script) in scripts.iter().enumerate() {
        let path = system.data().join(format!("submit{index}.sql"));
        std::fs::write(&path, script).expect("the script can be written");
        command.arg("-f").arg(path);
    }
    let folder = system.data().join("postgres");
    let before = cpu::of_postgres(&folder);
    let own = cpu::of(std::process::id());
    let began = Instant::now();
    let output = command.arg(system.variable("DATABASE_URL")).output().expect("pgbench is part of PostgreSQL");
    let took = began.elapsed();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    let trouble = String::from_utf8_lossy(&output.stderr).into_owned();
    let transactions: usize = words
        .lines()
        .find_map(|line| line.strip_prefix("number of transactions actually processed: "))
        .and_then(|number| number.split('/').next()?.trim().parse().ok())
        .unwrap_or_else(|| panic!("pgbench: {words} {trouble}"));
    // A client that breaks off leaves the others more room: then there is no ceiling.
    assert!(transactions > 0 && output.status.success(), "pgbench: {}", trouble.chars().take(4000).collect::<String>());
    let used = cpu::between(&before, &cpu::of_postgres(&folder));
    let pgbench = cpu::of(std::process::id()).saturating_sub(own);
    Ceiling { transactions, took, cpu: used + pgbench }
}

struct Steady {
    began: DateTime<Utc>,
    p50: f64,
    p99: f64,
    rate: f64,
}

/// Posts at an even pace, each at its own moment whether or not the one before has been answered.
async fn steadily(system: &System, submitters: &Arc<Vec<Submitter>>, client: &Client) -> Steady {
    let drafts = make_drafts(system, submitters, usize::try_from(PER_SECOND * SECONDS).expect("some thousand")).await;
    #[expect(clippy::disallowed_methods, reason = "compared with the real times of letters")]
    let began = Utc::now();
    let start = tokio::time::Instant::now();
    let each = drafts.into_iter().enumerate().map(|(index, (owner, draft))| {
        let due = start + Duration::from_micros(1_000_000 / PER_SECOND * index as u64);
        async move {
            tokio::time::sleep_until(due).await;
            let accepted = post(system, &submitters[owner], client, draft).await;
            assert!(accepted, "a submission was not accepted");
            due.elapsed()
        }
    });
    let mut times = futures_util::future::join_all(each).await;
    let rate = times.len() as f64 / start.elapsed().as_secs_f64();
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    Steady { began, p50: at(0.5), p99: at(0.99), rate }
}

/// From the commit of an event to the arrival of the letter of it: (p50, p99) in milliseconds and how many.
async fn letter_times(system: &System, sink: &Sink, since: DateTime<Utc>) -> (f64, f64, usize) {
    zvarot_tests::until("all letters are sent", async || {
        system.count("SELECT count(*) FROM jobs WHERE queue = 'notify' AND state <> 'failed'").await == 0
    })
    .await;
    let rows = sqlx::query(
        "SELECT deliveries.id, appeal_events.at FROM deliveries JOIN appeal_events ON appeal_events.id = event_id WHERE channel = 'email' AND appeal_events.at >= $1",
    )
    .bind(since)
    .fetch_all(&system.database)
    .await
    .expect("deliveries can be read");
    let taken: BTreeMap<String, Vec<DateTime<Utc>>> = sink.taken();
    let mut times: Vec<f64> = rows
        .iter()
        .filter_map(|row| {
            let (id, at): (Uuid, DateTime<Utc>) = (row.get(0), row.get(1));
            let arrived = taken.get(&id.to_string())?.first()?;
            Some((*arrived - at).num_microseconds()? as f64 / 1000.0)
        })
        .collect();
    assert!(!times.is_empty(), "no letter came");
    assert!(taken.values().all(|times| times.len() == 1), "a letter came twice");
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    (at(0.5), at(0.99), times.len())
}
