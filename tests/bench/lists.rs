//! The clerk's list: processor time of a page beside that of a bare handler with the queries of what the page shows (rows, counts of tabs, counts by terms).

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use reqwest::{Client, header};
use zvarot_tests::{Person, System, until};

use crate::{Line, cpu, line, submitting};

const PAGES: usize = 3000;
const CLIENTS: usize = 8;
/// More appeals than a page and than the counts of the tabs show.
const FULL: usize = 512;

pub async fn measure(system: &System) -> Vec<Line> {
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;
    if system.count("SELECT count(*) FROM appeals").await < i64::try_from(FULL).expect("few") {
        submitting::fill(system, FULL).await;
    }
    let clerk = Person::new(system);
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    let page = format!("{}/work", system.address());
    let ours = cost(system, &page, &clerk.cookie_line(), || cpu::of(system.id("front"))).await;

    let port = system.ports.api;
    let mut bare = Command::new(std::env::current_exe().expect("this program"))
        .env("ZVAROT_BENCH_BARE", organisation.to_string())
        .env("HTTP_ADDRESS", format!("127.0.0.1:{port}"))
        .env("DATABASE_URL", system.variable("DATABASE_URL"))
        .stdin(Stdio::null())
        .spawn()
        .expect("this program can be started again");
    let address = format!("http://127.0.0.1:{port}/");
    until("the bare handler answers", async || reqwest::get(&address).await.is_ok()).await;
    let id = bare.id();
    let ceiling = cost(system, &address, "", || cpu::of(id)).await;
    let _ = bare.kill();
    let _ = bare.wait();
    let ratio = ours.as_secs_f64() / ceiling.as_secs_f64();
    vec![line(
        "the clerk's list: CPU beside a bare handler",
        format!("{ratio:.2} ({:.2} / {:.2} ms)", ours.as_secs_f64() * 1000.0, ceiling.as_secs_f64() * 1000.0),
        "<= 2",
        ratio <= 2.0,
    )]
}

/// Processor time of one page, server and database together.
async fn cost(system: &System, address: &str, cookie: &str, server: impl Fn() -> Duration) -> Duration {
    let client = Client::new();
    let folder = system.data().join("postgres");
    ask(&client, address, cookie, PAGES / 10).await;
    let before = (server(), cpu::of_postgres(&folder));
    ask(&client, address, cookie, PAGES).await;
    let used = (server() - before.0) + cpu::between(&before.1, &cpu::of_postgres(&folder));
    used / u32::try_from(PAGES).expect("few")
}

async fn ask(client: &Client, address: &str, cookie: &str, count: usize) {
    let each = (0..CLIENTS).map(|_| async {
        for _ in 0..count / CLIENTS {
            let answer = client.get(address).header(header::COOKIE, cookie).send().await.expect("an answer");
            assert!(answer.status().is_success(), "{}", answer.status());
            let _ = answer.bytes().await;
        }
    });
    futures_util::future::join_all(each).await;
}
