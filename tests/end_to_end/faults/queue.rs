//! The queue is only a doorbell: emptied, doubled, shuffled, poisoned or gone altogether, all work is done once.

use std::time::Duration;

use zvarot_tests::{Part, Person, Queue, Receipt, Stack, System, Upload, letters, messages, picture, rtf, until};

use super::{appeal, clerk, signed_in, until_all_is_done};

const QUEUES: [&str; 4] = ["files", "notify", "reports", "load"];

/// Hands in, registers and answers `count` appeals.
async fn work(system: &System, person: &Person, clerk: &Person, count: u64) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for number in 0..count {
        let files = [
            Upload::new("фото.png", "image/png", picture(number)),
            Upload::new("письмо.rtf", "application/rtf", rtf(number, 20_000)),
        ];
        let receipt = person.hand_in(&appeal(system, &format!("очередь {number}")).await, &files).await;
        clerk.register(&receipt.number).await;
        receipts.push(receipt);
    }
    for receipt in &receipts {
        clerk.answer(&receipt.number, "Всё сделано, подъезд в порядке.", &[]).await;
    }
    receipts
}

/// Rings for every job that there is three times, the newest first, among rubbish; now and then empties a queue.
async fn spoil(system: &System, round: u32) {
    let jobs: Vec<(String, String)> =
        sqlx::query_as("SELECT id::text, queue FROM jobs ORDER BY created_at DESC LIMIT 50").fetch_all(&system.database).await.expect("jobs");
    if round % 5 == 4 {
        for queue in QUEUES {
            Queue::of(system, queue).purge().await;
        }
    }
    for (id, queue) in jobs {
        for _ in 0..3 {
            Queue::of(system, &queue).send(&id).await;
        }
    }
    let nobody = uuid::Uuid::new_v4().to_string();
    for queue in QUEUES {
        let queue = Queue::of(system, queue);
        for rubbish in ["rubbish", "{\"job\": 1}", "'; DROP TABLE jobs; --", &nobody] {
            queue.send(rubbish).await;
        }
    }
}

// REQ: SEC-05
// REQ: NOT-02
#[tokio::test]
async fn messages_doubled_shuffled_poisoned_or_thrown_away_change_nothing() {
    let system = System::builder().stack(Stack::Localstack).set("JOB_LEASE_SECONDS", "5").start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let (person, clerk) = (signed_in(&system, &account).await, clerk(&system).await);
    let count = 5;
    let spoiling = async {
        for round in 0.. {
            spoil(&system, round).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    let receipts = tokio::select! {
        receipts = work(&system, &person, &clerk, count) => receipts,
        () = spoiling => unreachable!("it is spoiled without end"),
    };
    until_all_is_done(&system).await;
    everything_happened_once(&system, &account.email, &account.phone, i64::try_from(count).expect("a count")).await;
    for receipt in receipts {
        let card = person.open(&format!("/appeals/{}", receipt.number)).await.good();
        assert_eq!(card.links_to("/files/").len(), 2, "{}", card.words());
    }
}

async fn everything_happened_once(system: &System, email: &str, phone: &str, count: i64) {
    for kind in ["submitted", "registered", "completed"] {
        let notices: i64 = sqlx::query_scalar("SELECT count(*) FROM notices WHERE kind = $1")
            .bind(kind)
            .fetch_one(&system.database)
            .await
            .expect("a count");
        assert_eq!(notices, count, "{kind}");
    }
    assert_eq!(system.count("SELECT count(*) FROM deliveries WHERE state <> 'sent'").await, 0);
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state <> 'clean'").await, 0);
    assert_eq!(system.count("SELECT count(*) FROM documents WHERE state <> 'ready'").await, 0);
    let (letters, messages) = (letters(system, Some(email)).await, messages(system, Some(phone)).await);
    assert_eq!(i64::try_from(letters.len()).expect("a count"), 3 * count, "one for each event");
    assert_eq!(i64::try_from(messages.len()).expect("a count"), 2 * count, "registration and answer");
}

// REQ: SEC-05
// REQ: OPS-02
#[tokio::test]
async fn when_localstack_dies_and_forgets_its_queues_all_work_is_done_all_the_same() {
    let system = System::builder().stack(Stack::Localstack).set("JOB_LEASE_SECONDS", "5").start().await;
    let account = system.applicants(1, "ru").await.remove(0);
    let (person, clerk) = (signed_in(&system, &account).await, clerk(&system).await);
    let mut receipts = vec![person.hand_in(&appeal(&system, "до").await, &[]).await];
    system.take_down(&[Part::Localstack]);
    // Neither handing in nor registering needs the queue.
    receipts.push(person.hand_in(&appeal(&system, "во время").await, &[]).await);
    for receipt in &receipts {
        clerk.register(&receipt.number).await;
    }
    system.bring_back(&[Part::Localstack]).await;
    receipts.push(person.hand_in(&appeal(&system, "после").await, &[]).await);
    clerk.register(&receipts[2].number).await;
    for receipt in &receipts {
        clerk.answer(&receipt.number, "Подъезд отремонтируют.", &[]).await;
    }
    until_all_is_done(&system).await;
    let (letters, messages) = (letters(&system, Some(&account.email)).await, messages(&system, Some(&account.phone)).await);
    assert_eq!((letters.len(), messages.len()), (9, 6));
    assert_eq!(system.count("SELECT count(*) FROM notices WHERE kind <> 'appeal_arrived'").await, 9);
    for queue in QUEUES {
        until("the queue was made anew and is worked off", async || Queue::of(&system, queue).length().await == 0).await;
    }
}
