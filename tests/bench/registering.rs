//! Registering: the clerk's form posted by several clients into one journal, beside the same SQL under pgbench.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use reqwest::{Client, header};
use uuid::Uuid;
use zvarot_store::samples::Numbers;
use zvarot_tests::{Person, System};

use crate::{Line, capture, line, submitting};

const CLIENTS: usize = 8;
const POSTS: usize = 3000;

/// An appeal that waits for its registration.
#[derive(Clone, Copy)]
struct Waiting {
    id: Uuid,
    number: i64,
}

/// Who posts the form.
struct Clerk<'a> {
    system: &'a System,
    client: Client,
    cookie: String,
    token: String,
}

pub async fn measure(system: &System, clerk: &Person) -> Line {
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    let waiting = fill(system, organisation, 2 * POSTS + 100).await;
    let form = clerk.open(&format!("/work/appeals/{:010}/register", waiting[0].number)).await.form("/work/appeals/");
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(CLIENTS).build().expect("a client");
    let clerk = Clerk { system, client, cookie: clerk.cookie_line(), token: form.value("csrf") };
    clerk.post_all(&waiting[..80]).await;
    let script = clerk.record(&waiting[80], &waiting[81]).await;
    clerk.post_all(&waiting[82..100]).await;
    let ours = POSTS as f64 / clerk.post_all(&waiting[100..100 + POSTS]).await.as_secs_f64();
    let theirs = alone(system, &waiting[100 + POSTS..], &script).await;
    let ratio = ours / theirs;
    line("registering: transactions a second beside the same writes", format!("{ratio:.2} ({ours:.0} / {theirs:.0} a second)"), ">= 0.5", ratio >= 0.5)
}

/// Appeals that were just submitted to the organisation.
async fn fill(system: &System, organisation: Uuid, count: usize) -> Vec<Waiting> {
    let mut connection = system.database.acquire().await.expect("connected");
    let reserved = Numbers::reserve(&mut connection, u32::try_from(count).expect("few")).await.expect("numbers");
    let numbers = (0..count as u64).map(|place| reserved.at(place).expect("a number").as_i64());
    let waiting: Vec<Waiting> = numbers.map(|number| Waiting { id: Uuid::now_v7(), number }).collect();
    sqlx::query(
        "INSERT INTO appeals (id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale, answer_way,
             applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at)
         SELECT made.id, made.number, access_code, organisation_id, account_id, kind, form, 'submitted', topic_code, subtopic_code, content, locale, answer_way,
             applicant_kind, applicant_name, applicant, address, now() - interval '1 hour', now() + interval '1 day'
         FROM UNNEST($2::uuid[], $3::bigint[]) AS made (id, number),
             (SELECT * FROM appeals WHERE organisation_id = $1 AND status = 'registered' AND form = 'electronic' LIMIT 1) AS model",
    )
    .bind(organisation)
    .bind(waiting.iter().map(|one| one.id).collect::<Vec<_>>())
    .bind(waiting.iter().map(|one| one.number).collect::<Vec<_>>())
    .execute(&mut *connection)
    .await
    .expect("appeals can be written");
    sqlx::raw_sql("VACUUM ANALYZE appeals").execute(&mut *connection).await.expect("tidied");
    waiting
}

impl Clerk<'_> {
    async fn post(&self, appeal: &Waiting) {
        let fields = [("csrf", self.token.as_str()), ("version", "1"), ("registered_on", ""), ("registration_index", ""), ("term", "15d")];
        let mut address = reqwest::Url::parse("http://127.0.0.1/").expect("an address");
        address.query_pairs_mut().extend_pairs(fields);
        let answer = self
            .client
            .post(format!("{}/work/appeals/{:010}/register", self.system.address(), appeal.number))
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(address.query().unwrap_or_default().to_owned())
            .send()
            .await
            .expect("an answer");
        let status = answer.status().as_u16();
        let words = answer.text().await.unwrap_or_default();
        assert_eq!(status, 303, "{words}");
    }

    async fn post_all(&self, appeals: &[Waiting]) -> Duration {
        let next = AtomicUsize::new(0);
        let began = Instant::now();
        let each = (0..CLIENTS).map(|_| async {
            while let Some(appeal) = appeals.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.post(appeal).await;
            }
        });
        futures_util::future::join_all(each).await;
        began.elapsed()
    }

    /// The statements of one registration as a script: the appeal and its index are other ones each time.
    async fn record(&self, one: &Waiting, other: &Waiting) -> String {
        capture::log_statements(self.system.data(), true).await;
        let mut recorded = Vec::new();
        for appeal in [one, other] {
            let from = capture::log_length(self.system.data());
            self.post(appeal).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            recorded.push(submitting::of_the_request(capture::statements(&capture::read_log(self.system.data(), from))));
        }
        capture::log_statements(self.system.data(), false).await;
        let index: String = sqlx::query_scalar("SELECT registration_index FROM appeals WHERE id = $1").bind(one.id).fetch_one(&self.system.database).await.expect("registered");
        let known = BTreeMap::from([(one.id.to_string(), "id".to_owned()), (one.number.to_string(), "number".to_owned()), (index, "index".to_owned())]);
        let begin = "SELECT id, number FROM bench_appeals WHERE place = (SELECT nextval('bench_place')) \\gset\n\
            SELECT 'B-' || nextval('bench_index') AS index \\gset\n";
        capture::script_of(&self.system.database, &recorded[0], &recorded[1], known, begin).await
    }
}

/// Transactions a second of pgbench.
async fn alone(system: &System, appeals: &[Waiting], script: &str) -> f64 {
    sqlx::raw_sql(
        "CREATE TABLE bench_appeals (place bigint PRIMARY KEY, id uuid NOT NULL, number bigint NOT NULL);
         CREATE SEQUENCE bench_place; CREATE SEQUENCE bench_index",
    )
    .execute(&system.database)
    .await
    .expect("tables of the measurement");
    sqlx::query("INSERT INTO bench_appeals (place, id, number) SELECT place, id, number FROM UNNEST($1::uuid[], $2::bigint[]) WITH ORDINALITY AS made (id, number, place)")
        .bind(appeals.iter().map(|one| one.id).collect::<Vec<_>>())
        .bind(appeals.iter().map(|one| one.number).collect::<Vec<_>>())
        .execute(&system.database)
        .await
        .expect("the appeals are listed");
    let path = system.data().join("register.sql");
    std::fs::write(&path, script).expect("the script can be written");
    let each = appeals.len() / CLIENTS;
    let mut command = Command::new(zvarot_machine::postgres::installed().expect("PostgreSQL is installed").join("pgbench"));
    command.args(["-n", "-M", "prepared", "-j", "2", "-c"]).arg(CLIENTS.to_string()).arg("-t").arg(each.to_string()).arg("-f").arg(path);
    let began = Instant::now();
    let output = command.arg(system.variable("DATABASE_URL")).output().expect("pgbench is part of PostgreSQL");
    let took = began.elapsed();
    assert!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr).chars().take(4000).collect::<String>());
    let registered: i64 = sqlx::query_scalar("SELECT count(*) FROM appeals JOIN bench_appeals USING (id) WHERE status = 'registered'").fetch_one(&system.database).await.expect("counted");
    // What fails in a script changes nothing and costs little: then there is no ceiling.
    assert_eq!(usize::try_from(registered), Ok(each * CLIENTS), "pgbench registers each: {}", String::from_utf8_lossy(&output.stderr).chars().take(2000).collect::<String>());
    each as f64 * CLIENTS as f64 / took.as_secs_f64()
}
