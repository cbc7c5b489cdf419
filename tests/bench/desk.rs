//! The officials' desk on a million appeals: lists, pages far down, cards, searches. Each page through HTTP, and the very
//! statements of the same pages, taken from PostgreSQL's log, alone under pgbench, by turns in one run.
//!
//! `ZVAROT_BENCH_APPEALS`: how many appeals; `ZVAROT_BENCH_PLANS`: a file for the plans of all statements.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    process::Command,
    time::{Duration, Instant},
};

use reqwest::{Client, header, redirect};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;
use zvarot_tests::{Function, Person, System, setting};

use crate::{Line, capture, line, registering, submitting};

const APPEALS: u32 = 1_000_000;
/// Requests of a case, and transactions of its statements, in so many turns.
const ROUNDS: usize = 3;
const OF_A_ROUND: usize = 150;
/// The page far down.
const FAR: usize = 1000;
const ON_A_PAGE: usize = 50;
/// What the pages may take beside the same statements alone.
const GOAL: &str = "<= 2 x or + 3 ms";
const SEARCH: f64 = 500.0;

/// What is measured: addresses of one sort, asked for in turn.
struct Case {
    what: &'static str,
    paths: Vec<String>,
}

/// Milliseconds.
#[derive(Clone, Copy)]
struct Times {
    p50: f64,
    p99: f64,
}

impl Times {
    fn of(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        let at = |part: f64| all[((all.len() - 1) as f64 * part) as usize];
        Self { p50: at(0.5), p99: at(0.99) }
    }
}

/// Somebody at the desk.
struct Reader<'a> {
    system: &'a System,
    client: Client,
    cookie: String,
}

pub async fn measure() -> Vec<Line> {
    let appeals = setting("ZVAROT_BENCH_APPEALS").and_then(|count| count.parse().ok()).unwrap_or(APPEALS);
    let system = System::builder().functions(&[Function::Front]).set("LOG", "warn").set("DATABASE_CONNECTIONS", "16").start().await;
    // Whoever works meanwhile would wait for the tables.
    system.kill(Function::Front);
    let began = Instant::now();
    system.administer(&["generate", "--appeals", &appeals.to_string(), "--beside-others"]);
    println!("{appeals} appeals made in {:.0} s", began.elapsed().as_secs_f64());
    system.start(Function::Front);
    system.until_front_is_ready().await;
    let clerk = Person::new(&system);
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    let client = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
    let reader = Reader { system: &system, client, cookie: clerk.cookie_line() };
    let mut lines = Vec::new();
    let mut plans = String::new();
    let mut near = None;
    let scans = index_scans(&system).await;
    for case in cases(&system, &clerk).await {
        let (ours, alone) = reader.by_turns(&case, &mut plans).await;
        lines.push(beside(&format!("{} of {appeals}", case.what), ours, alone));
        match case.what {
            "page 1" => near = Some(ours),
            what if what.starts_with("page ") => lines.extend(near.map(|near| far(what, near, ours))),
            what if what.starts_with("search") => {
                lines.push(line(&format!("{what}: p99"), format!("{:.0} ms", ours.p99), "< 500 ms", ours.p99 < SEARCH));
            }
            _ => {}
        }
    }
    let everywhere = everywhere(&reader, &mut plans).await;
    let reached = everywhere.p99 < SEARCH;
    lines.push(line("search by words in all organisations, SQL alone", format!("p50 {:.1}, p99 {:.0} ms", everywhere.p50, everywhere.p99), "p99 < 500 ms", reached));
    if let Some(path) = setting("ZVAROT_BENCH_PLANS") {
        plans.push_str(&unused(&system, &scans).await);
        std::fs::write(path, plans).expect("the plans can be written");
    }
    lines.push(registering::measure(&system, &clerk).await);
    lines
}

/// How often each index of `appeals` was read.
async fn index_scans(system: &System) -> BTreeMap<String, i64> {
    let rows = sqlx::query_as("SELECT indexrelname::text, idx_scan FROM pg_stat_user_indexes WHERE relname = 'appeals'").fetch_all(&system.database).await;
    rows.expect("read").into_iter().collect()
}

/// Those that no page has read meanwhile.
async fn unused(system: &System, before: &BTreeMap<String, i64>) -> String {
    let mut names = String::from("== indexes of appeals that no page has read\n");
    for (name, scans) in index_scans(system).await {
        if before.get(&name) == Some(&scans) {
            let _ = writeln!(names, "{name}");
        }
    }
    names
}

fn beside(what: &str, ours: Times, alone: Times) -> Line {
    let measured = format!("{:.1} / {:.1} ms, p99 {:.1} / {:.1}", ours.p50, alone.p50, ours.p99, alone.p99);
    line(&format!("{what}: HTTP beside its SQL, p50"), measured, GOAL, ours.p50 <= (2.0 * alone.p50).max(alone.p50 + 3.0))
}

fn far(what: &str, near: Times, far: Times) -> Line {
    let ratio = far.p50 / near.p50;
    line(&format!("{what} beside page 1"), format!("{ratio:.2} ({:.1} / {:.1} ms)", far.p50, near.p50), "<= 2.5", ratio <= 2.5)
}

async fn cases(system: &System, clerk: &Person) -> Vec<Case> {
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    let paths = |all: &[&str]| all.iter().map(|query| format!("/work?{}", encoded(query))).collect::<Vec<_>>();
    // The list as it opens goes first: a filter that was used would open instead.
    let mut cases = vec![Case { what: "the clerk's list", paths: vec!["/work".to_owned()] }];
    let (page, path) = walk(system, clerk, organisation).await;
    cases.push(Case { what: "page 1", paths: vec!["/work?shelf=all".to_owned()] });
    cases.push(Case { what: if page == FAR { "page 1000" } else { "page far down" }, paths: vec![path] });
    println!("the page far down is page {page}");
    cases.push(Case {
        what: "a filtered list",
        paths: paths(&["shelf=registered&kind=complaint", "shelf=all&state=overdue&order=due", "shelf=all&status=in_progress&topic=07", "shelf=done&form=oral&order=oldest", "shelf=all&state=due_soon&days=5"]),
    });
    let cards = "SELECT number FROM appeals WHERE organisation_id = $1 ORDER BY md5(id::text) LIMIT 40";
    let numbers: Vec<i64> = sqlx::query_scalar(cards).bind(organisation).fetch_all(&system.database).await.expect("read");
    cases.push(Case { what: "the card", paths: numbers.iter().map(|number| format!("/work/appeals/{number:010}")).collect() });
    cases.push(Case {
        what: "search by words",
        paths: paths(&[
            "shelf=all&find=крыши", "shelf=all&find=«капитального ремонта»", "shelf=all&find=ржавая вода колодец", "shelf=all&find=ліхтароў",
            "shelf=all&find=скорой помощи дороги", "shelf=all&find=талоны врача", "shelf=all&find=рассмотреть обращение",
        ]),
    });
    let surnames = "SELECT DISTINCT split_part(applicant_name, ' ', 1) FROM (SELECT applicant_name FROM appeals WHERE organisation_id = $1
        AND applicant_kind = 'person' ORDER BY md5(id::text) LIMIT 40) AS drawn WHERE length(applicant_name) > 20 LIMIT 12";
    let surnames: Vec<String> = sqlx::query_scalar(surnames).bind(organisation).fetch_all(&system.database).await.expect("read");
    let mistyped = surnames.iter().filter(|name| name.chars().count() > 4).map(|name| encoded(&format!("shelf=all&applicant={}", mistyped(name))));
    cases.push(Case { what: "search by a mistyped surname", paths: mistyped.map(|query| format!("/work?{query}")).collect() });
    cases
}

/// One letter is left out.
fn mistyped(name: &str) -> String {
    name.chars().enumerate().filter(|(place, _)| *place != 3).map(|(_, letter)| letter).collect()
}

/// The fields of a query, as a form sends them.
fn encoded(query: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut address = reqwest::Url::parse("http://127.0.0.1/").expect("an address");
    address.query_pairs_mut().extend_pairs(pairs);
    address.query().unwrap_or_default().to_owned()
}

/// Goes from page to page of the whole list; gives how far it came and the address of the last page that was full.
async fn walk(system: &System, clerk: &Person, organisation: Uuid) -> (usize, String) {
    let all: i64 = sqlx::query_scalar("SELECT count(*) FROM appeals WHERE organisation_id = $1").bind(organisation).fetch_one(&system.database).await.expect("counted");
    let last = FAR.min(usize::try_from(all).unwrap_or_default() / ON_A_PAGE);
    let mut path = "/work?shelf=all".to_owned();
    for _ in 1..last {
        let next = clerk.open(&path).await.links().into_iter().map(|(target, _)| target).find(|target| target.contains("after="));
        path = next.expect("there is a page more").replace("&amp;", "&");
    }
    (last, path)
}

impl Reader<'_> {
    async fn get(&self, path: &str) -> Duration {
        let began = Instant::now();
        let answer = self.client.get(format!("{}{path}", self.system.address())).header(header::COOKIE, &self.cookie).send().await.expect("an answer");
        let status = answer.status();
        let _ = answer.bytes().await;
        assert_eq!(status, 200, "{path}");
        began.elapsed()
    }

    /// A case through HTTP and its statements alone, by turns.
    async fn by_turns(&self, case: &Case, plans: &mut String) -> (Times, Times) {
        let mut scripts = Vec::new();
        // Prepares the statements on the connections and brings what is read into memory.
        for path in case.paths.iter().cycle().take(case.paths.len().max(20) * 2) {
            self.get(path).await;
        }
        for statements in self.record(&case.paths).await {
            if setting("ZVAROT_BENCH_PLANS").is_some() {
                self.explain(case.what, &statements, plans).await;
            }
            scripts.push(capture::literal(&self.system.database, &statements).await);
        }
        let (mut ours, mut alone) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            for path in case.paths.iter().cycle().take(OF_A_ROUND) {
                ours.push(self.get(path).await.as_secs_f64() * 1000.0);
            }
            alone.extend(self.alone(&scripts));
        }
        (Times::of(ours), Times::of(alone))
    }

    /// The statements of each page.
    async fn record(&self, paths: &[String]) -> Vec<Vec<capture::Statement>> {
        capture::log_statements(self.system.data(), true).await;
        let mut all = Vec::new();
        for path in paths {
            let from = capture::log_length(self.system.data());
            self.get(path).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            let statements = submitting::of_the_request(capture::statements(&capture::read_log(self.system.data(), from)));
            assert!(!statements.is_empty(), "{path} has no statements in the log");
            all.push(statements);
        }
        capture::log_statements(self.system.data(), false).await;
        all
    }

    /// Milliseconds of each transaction of one client.
    fn alone(&self, scripts: &[String]) -> Vec<f64> {
        let folder = self.system.data().join(format!("pgbench-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).expect("a folder can be made");
        let mut command = Command::new(zvarot_machine::postgres::installed().expect("PostgreSQL is installed").join("pgbench"));
        command.args(["-n", "-M", "prepared", "-c", "1", "-t"]).arg((OF_A_ROUND + scripts.len() * 2).to_string()).arg("-l").current_dir(&folder);
        for (place, script) in scripts.iter().enumerate() {
            let path = folder.join(format!("{place}.sql"));
            std::fs::write(&path, script).expect("the script can be written");
            command.arg("-f").arg(path);
        }
        let output = command.arg(self.system.variable("DATABASE_URL")).output().expect("pgbench is part of PostgreSQL");
        assert!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr).chars().take(4000).collect::<String>());
        let logs = std::fs::read_dir(&folder).expect("the folder is there").flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("pgbench_log"));
        let text: String = logs.map(|entry| std::fs::read_to_string(entry.path()).expect("the log can be read")).collect();
        let micros = text.lines().filter_map(|line| line.split(' ').nth(2)?.parse::<f64>().ok());
        // The first ones prepare the statements.
        micros.skip(scripts.len() * 2).map(|micros| micros / 1000.0).collect()
    }

    /// Adds the plans of statements.
    async fn explain(&self, what: &str, statements: &[capture::Statement], plans: &mut String) {
        for statement in statements {
            let _ = writeln!(plans, "== {what}\n{}\n-- {:?}", statement.sql, statement.parameters.iter().map(|value| value.as_ref().map(|value| value.chars().take(80).collect::<String>())).collect::<Vec<_>>());
            let script = capture::literal(&self.system.database, std::slice::from_ref(statement)).await;
            let mut transaction = self.system.database.begin().await.expect("a transaction");
            let explained = sqlx::query(AssertSqlSafe(format!("EXPLAIN (ANALYZE, BUFFERS) {}", script.trim().trim_end_matches(';')))).persistent(false);
            // BEGIN and COMMIT have no plan.
            for row in explained.fetch_all(&mut *transaction).await.unwrap_or_default() {
                let _ = writeln!(plans, "{}", row.get::<String, _>(0));
            }
        }
    }
}

/// The same words in all organisations: nobody's page, since nobody reads all appeals; what one would cost.
async fn everywhere(reader: &Reader<'_>, plans: &mut String) -> Times {
    let mut scripts = Vec::new();
    for words in ["крыша", "капитальный ремонт", "ржавая вода колодец", "скорая помощь дорога", "рассмотреть обращение", "121212"] {
        let statement = capture::Statement {
            sql: "SELECT appeals.id, number, applicant_name, left(content, 160), submitted_at FROM appeals
                  WHERE id = ANY (ARRAY(SELECT appeal_id FROM appeal_search WHERE words @@ websearch_to_tsquery('russian', $1) LIMIT 2000))
                  ORDER BY submitted_at DESC, appeals.id DESC LIMIT 51"
                .to_owned(),
            parameters: vec![Some(words.to_owned())],
        };
        reader.explain("everywhere", std::slice::from_ref(&statement), plans).await;
        scripts.push(capture::literal(&reader.system.database, &[statement]).await);
    }
    let times = (0..ROUNDS).flat_map(|_| reader.alone(&scripts)).collect();
    Times::of(times)
}
