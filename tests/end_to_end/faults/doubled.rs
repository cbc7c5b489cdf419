//! Things that happen twice and must have their effect once: requests, workers, clocks.

use std::time::Duration;

use zvarot_tests::{Function, Part, System, Upload, filled, letters, picture, rtf, until, wait_for};

use super::{appeal, signed_in, until_all_is_done};

// REQ: SUB-08
// REQ: BEY-15
#[tokio::test]
async fn a_submission_whose_reply_was_lost_and_that_is_sent_again_makes_one_appeal() {
    let system = System::builder().start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let person = signed_in(&system, &account).await;
    let about = appeal(&system, "потерянный ответ").await;
    let files = [
        Upload::new("снимок.png", "image/png", picture(1)),
        Upload::new("письмо.rtf", "application/rtf", rtf(2, 600_000)),
    ];
    let draft = person.begin_draft("application").await;
    let form = filled(&draft.form(&draft.path()), &about).press("submit", "yes");
    person.send_and_lose_the_answer(&form, &files).await;
    let mut numbers = Vec::new();
    for again in [&files[..], &files[..], &[]] {
        let page = person.send_with(&form, again).await.good();
        numbers.push(zvarot_tests::Receipt::of(&page).unwrap_or_else(|| panic!("no receipt: {}", page.words())));
    }
    numbers.dedup();
    assert_eq!(numbers.len(), 1, "the same receipt each time");
    until_all_is_done(&system).await;
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 1);
    assert_eq!(system.count("SELECT count(*) FROM files WHERE appeal_id IS NOT NULL").await, 2, "no file is there twice");
    assert_eq!(system.count("SELECT count(*) FROM files WHERE appeal_id IS NULL").await, 0);
    assert_eq!(system.count("SELECT count(*) FROM notices WHERE kind = 'submitted'").await, 1);
    assert_eq!(letters(&system, Some(&account.email)).await.len(), 1);
}

// REQ: SEC-05
// REQ: NOT-02
#[tokio::test]
async fn a_worker_held_beyond_its_lease_has_no_double_effect() {
    let system = System::builder().set("JOB_LEASE_SECONDS", "2").start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let person = signed_in(&system, &account).await;

    // Both workers are caught in the middle: one waits for the scanner, the other for the mail server.
    system.freeze_part(Part::Antivirus);
    system.freeze_part(Part::Mail);
    let file = Upload::new("снимок.png", "image/png", picture(3));
    person.hand_in(&appeal(&system, "замершие").await, std::slice::from_ref(&file)).await;
    for kind in ["files", "notify"] {
        wait_for("the worker has begun", async || (running(&system, kind).await > 0).then_some(())).await;
    }
    // The mail server has been called when the line is open; a moment is enough, and no less than that matters.
    tokio::time::sleep(Duration::from_millis(500)).await;
    system.freeze("files");
    system.freeze("notify");
    system.start_as(Function::Files, "files-2", &[]);
    system.start_as(Function::Notify, "notify-2", &[]);
    until("the leases have run out and others have begun", async || {
        system.count("SELECT count(*) FROM jobs WHERE attempts > 1").await >= 2
    })
    .await;
    system.thaw_part(Part::Antivirus);
    system.thaw_part(Part::Mail);
    until("the second worker has found the file clean", async || {
        system.count("SELECT count(*) FROM files WHERE state = 'clean'").await == 1
    })
    .await;
    let before = checked_at(&system).await;
    system.thaw("files");
    system.thaw("notify");
    until("the first worker has learnt that its lease is lost", async || {
        system.log("files").contains("lease_lost")
    })
    .await;
    until_all_is_done(&system).await;
    assert_eq!(checked_at(&system).await, before, "what the second one wrote was left alone");
    assert_eq!(system.count("SELECT count(*) FROM notices WHERE kind = 'submitted'").await, 1);
    let letters = letters(&system, Some(&account.email)).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let files = person.open(&card_of(&system).await).await.good().links_to("/files/");
    assert_eq!(person.open(&files[0]).await.good().body, file.bytes);
}

async fn running(system: &System, queue: &str) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM jobs WHERE queue = $1 AND lease IS NOT NULL")
        .bind(queue)
        .fetch_one(&system.database)
        .await
        .expect("a count")
}

async fn checked_at(system: &System) -> String {
    sqlx::query_scalar("SELECT checked_at::text || updated_at::text FROM files").fetch_one(&system.database).await.expect("a file")
}

async fn card_of(system: &System) -> String {
    let number: i64 = sqlx::query_scalar("SELECT number FROM appeals").fetch_one(&system.database).await.expect("an appeal");
    format!("/appeals/{number:010}")
}

// REQ: OPS-02
#[tokio::test]
async fn of_two_clocks_only_one_acts_and_the_other_follows_when_it_dies() {
    let system = System::builder().functions(&[Function::Front, Function::Clock]).set("JOB_LEASE_SECONDS", "2").start().await;
    system.start_as(Function::Clock, "clock-2", &[]);
    let first = leader(&system).await;
    // Work that only a clock frees: a job whose worker is gone.
    abandon_a_job(&system).await;
    until("the clock has freed the job", async || waiting(&system).await == 1).await;
    assert_eq!(leader(&system).await, first, "one leads all the time");
    let freed = |name: &str| system.log(name).matches("workers left work unfinished").count();
    until("it has told of it", async || freed("clock") + freed("clock-2") > 0).await;
    assert_eq!(freed("clock") + freed("clock-2"), 1, "one of them has acted, once");
    let (leading, other) = if freed("clock") == 1 { ("clock", "clock-2") } else { ("clock-2", "clock") };
    system.kill_named(leading);
    abandon_a_job(&system).await;
    until("the other clock has freed the next job", async || waiting(&system).await == 2).await;
    until("it has told of it", async || freed(other) > 0).await;
    assert_eq!(freed(other), 1);
    assert_ne!(leader(&system).await, first);
}

/// The one database connection that holds the clock's lock.
async fn leader(system: &System) -> i32 {
    wait_for("a clock leads", async || {
        let holders: Vec<i32> = sqlx::query_scalar("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted")
            .fetch_all(&system.database)
            .await
            .expect("locks");
        assert!(holders.len() <= 1, "two lead");
        holders.first().copied()
    })
    .await
}

async fn abandon_a_job(system: &System) {
    sqlx::query(
        "INSERT INTO jobs (id, queue, kind, payload, state, attempts, run_at, lease, leased_until, created_at)
         VALUES (gen_random_uuid(), 'reports', 'form_document', jsonb_build_object('document_id', gen_random_uuid()), 'waiting', 1, now(),
                 gen_random_uuid(), now(), now())",
    )
    .execute(&system.database)
    .await
    .expect("a job");
}

async fn waiting(system: &System) -> i64 {
    system.count("SELECT count(*) FROM jobs WHERE state = 'waiting' AND lease IS NULL").await
}
