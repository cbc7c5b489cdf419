//! The exchange by СМДО while the router loses, repeats, delays and refuses calls, and the worker is killed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use zvarot_tests::{Function, Office, System, setting, until};

/// How many appeals are exchanged; `ZVAROT_FAULT_APPEALS` says otherwise. All that was promised, on a machine that does nothing else:
/// `ZVAROT_FAULT_APPEALS=2000 cargo test -p zvarot-tests --test end_to_end each_appeal_is_delivered_acknowledged -- --nocapture`.
const APPEALS: u32 = 60;

// REQ: SMD-02
// REQ: SMD-04
// REQ: SEC-05
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_appeal_is_delivered_acknowledged_and_answered_once_whatever_the_router_does() {
    let count = setting("ZVAROT_FAULT_APPEALS").map_or(APPEALS, |count| count.parse().expect("a number of appeals"));
    let seed = setting("ZVAROT_FAULT_SEED").map_or(20_261_122, |seed| seed.parse().expect("a number"));
    let functions = [Function::Front, Function::Files, Function::Exchange, Function::Clock];
    let system = System::builder()
        .functions(&functions)
        .set("SMDO_PERIOD_SECONDS", "1")
        .set("SMDO_TIMEOUT", "5")
        .set("JOB_LEASE_SECONDS", "3")
        .start()
        .await;
    let system = Arc::new(system);
    let office = Office::taking_part(&system, "Org0001").await;
    office
        .behave(json!({
            "seed": seed, "lose": 0.10, "repeat": 0.10, "delay": 0.10, "delay_milliseconds": 400, "refuse": 0.05,
            "registers": true, "answers": "completing",
        }))
        .await;
    let begun = Instant::now();
    office.appeals(count).await;
    let stop = Arc::new(AtomicBool::new(false));
    let killing = tokio::spawn(kill_the_worker(Arc::clone(&system), seed, Arc::clone(&stop)));
    until_answered(&system, i64::from(count) * 2 / 3).await;
    stop.store(true, Ordering::SeqCst);
    let deaths = killing.await.expect("the killing ends");
    until_answered(&system, i64::from(count)).await;
    until("all acknowledgements have left", async || {
        system.count("SELECT count(*) FROM smdo_packages WHERE kind = 'acknowledgement' AND state NOT IN ('sent', 'delivered')").await == 0
    })
    .await;
    println!("{count} appeals exchanged in {:.0} s; the worker was killed {deaths} times", begun.elapsed().as_secs_f32());

    let received = office.received().await;
    let numbers: BTreeSet<&str> = received.iter().filter_map(|message| message["envelope"]["body"]["document"]["regNumber"]["value"].as_str()).collect();
    assert_eq!((received.len(), numbers.len()), (count as usize, count as usize), "one message for each appeal");
    let twice = received.iter().filter(|message| message["times"] != 1).count();
    for message in &received {
        assert_eq!(message["told"].as_array().map(Vec::len), Some(1), "the organisation was told once: {}", message["told"]);
    }
    let count = i64::from(count);
    for (what, query) in [
        ("packages", "SELECT count(*) FROM smdo_packages WHERE kind = 'appeal' AND state = 'registered'"),
        ("indexes", "SELECT count(DISTINCT registration_index) FROM appeals WHERE status = 'answered'"),
        ("answers", "SELECT count(*) FROM answers"),
        ("answers that completed", "SELECT count(*) FROM smdo_incoming WHERE state = 'completed'"),
        ("registrations in the history", "SELECT count(*) FROM appeal_events WHERE kind = 'registered'"),
        ("completions in the history", "SELECT count(*) FROM appeal_events WHERE kind = 'completed'"),
        ("files of answers", "SELECT count(*) FROM files WHERE answer_id IS NOT NULL AND state = 'clean'"),
    ] {
        assert_eq!(system.count(query).await, count, "{what}");
    }
    let spoilt = system.count("SELECT count(*) FROM smdo_attempts WHERE result = 'retry'").await;
    assert!(spoilt > 0, "the router spoilt nothing");
    assert_eq!(system.count("SELECT count(*) FROM jobs WHERE state = 'failed'").await, 0, "no job has failed for good");
    println!("{spoilt} calls were repeated, {twice} messages came more than once and counted once");
}

/// As long as it takes while more and more are answered.
async fn until_answered(system: &System, wanted: i64) {
    loop {
        let before = answered(system).await;
        if before >= wanted {
            return;
        }
        until("more appeals are answered", async || answered(system).await > before).await;
    }
}

async fn answered(system: &System) -> i64 {
    system.count("SELECT count(*) FROM appeals WHERE status = 'answered'").await
}

async fn kill_the_worker(system: Arc<System>, seed: u64, stop: Arc<AtomicBool>) -> u32 {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut deaths = 0;
    while !stop.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(random.random_range(5_000..12_000))).await;
        system.kill(Function::Exchange);
        tokio::time::sleep(Duration::from_millis(random.random_range(0..300))).await;
        system.start(Function::Exchange);
        deaths += 1;
    }
    deaths
}
