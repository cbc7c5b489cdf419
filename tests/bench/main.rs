//! `cargo xtask bench`: what the pages cost beside their ceilings, measured in the same run on the same machine.
//! Every figure is a ratio to something that does only the unavoidable part; machines are noisy, ratios less so.

mod bare;
mod capture;
mod cpu;
mod desk;
mod draining;
mod feed;
mod letters;
mod lists;
mod loads;
mod packages;
mod registering;
mod reports;
mod starting;
mod submitting;
mod transfer;

use zvarot_tests::{Function, System};

/// One line of the closing table.
pub struct Line {
    pub what: String,
    pub measured: String,
    pub goal: &'static str,
    pub reached: bool,
}

fn line(what: &str, measured: String, goal: &'static str, reached: bool) -> Line {
    // At once as well: a later measure that fails does not take the figures of the earlier ones with it.
    println!("{what}: {measured} (goal {goal})");
    Line { what: what.to_owned(), measured, goal, reached }
}

/// The measures that share one system.
const TOGETHER: [&str; 7] = ["submitting", "lists", "transfer", "draining", "feed", "loads", "reports"];

#[tokio::main]
async fn main() {
    if zvarot_tests::setting("ZVAROT_BENCH_BARE").is_some() {
        return bare::serve().await;
    }
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|one| one == name);
    let mut lines = Vec::new();
    if asked("starting") {
        lines.extend(starting::measure().await);
    }
    if TOGETHER.iter().any(|name| asked(name)) {
        lines.extend(together(&asked).await);
    }
    if asked("desk") {
        lines.extend(desk::measure().await);
    }
    if asked("packages") {
        lines.extend(packages::measure().await);
    }
    let width = lines.iter().map(|line| line.what.chars().count()).max().unwrap_or(0);
    println!();
    for line in &lines {
        let mark = if line.reached { "reached" } else { "NOT reached" };
        println!("{:width$}  {:>34}  goal {:<22} {mark}", line.what, line.measured, line.goal);
    }
}

async fn together(asked: &impl Fn(&str) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let sink = letters::Sink::start().await;
    let system = System::builder()
        .functions(&[Function::Front, Function::Notify, Function::Files, Function::Clock])
        .set("SMTP_URL", &sink.address())
        .set("LOG", "warn")
        .set("DATABASE_CONNECTIONS", "16")
        .set("JOB_CONCURRENCY", &zvarot_tests::setting("JOB_CONCURRENCY").unwrap_or_default())
        .start()
        .await;
    if asked("submitting") {
        lines.extend(submitting::measure(&system, &sink).await);
    }
    if asked("lists") {
        lines.extend(lists::measure(&system).await);
    }
    if asked("transfer") {
        lines.extend(transfer::measure(&system).await);
    }
    if asked("draining") {
        lines.extend(draining::measure(&system).await);
    }
    if asked("feed") {
        lines.extend(feed::measure(&system).await);
    }
    if asked("loads") {
        lines.extend(loads::measure(&system).await);
    }
    if asked("reports") {
        lines.extend(reports::measure(&system).await);
    }
    lines
}
