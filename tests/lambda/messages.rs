//! A worker behind SQS: batches with partial failures.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{FileId, JobId};
use zvarot_objects::keys;
use zvarot_store::jobs::{self, Job};

use crate::runtime::Function;

/// A message as the event source mapping hands it over.
pub fn record(id: &str, body: &str) -> Value {
    json!({
        "messageId": id,
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1795254064000",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1795254064001",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:zvarot-files",
        "awsRegion": "eu-central-1",
    })
}

async fn removal_of(pool: &PgPool, file: FileId) -> JobId {
    let mut connection = pool.acquire().await.expect("a connection");
    let now = zvarot_platform::Clock::system().now();
    let job = Job::RemoveFile { file_id: file };
    jobs::insert(&mut connection, &job, now, now, "")
        .await
        .expect("inserted")
}

async fn jobs_left(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM jobs")
        .fetch_one(pool)
        .await
        .expect("counted")
}

// REQ: OPS-01 SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_poisoned_message_is_reported_alone_and_the_others_are_done(pool: PgPool) {
    let mut worker = Function::start("files", &pool, &[("ANTIVIRUS", "off")]).await;
    let objects = worker.storage.objects().await;
    let mut batch = Vec::new();
    let mut files = Vec::new();
    for number in 0..4 {
        let file = FileId(Uuid::now_v7());
        objects
            .put_chunk(file, 0, "chunk".into())
            .await
            .expect("stored");
        let job = removal_of(&pool, file).await;
        batch.push(record(&format!("good-{number}"), &job.to_string()));
        files.push(file);
    }
    batch.insert(2, record("poisoned", "{\"not\": \"a job\"}"));
    // A ring for what is done already is nothing to do, not a failure.
    batch.push(record("stale", &Uuid::now_v7().to_string()));

    let answer = worker
        .call(json!({ "Records": batch }))
        .await
        .expect("an answer");
    assert_eq!(
        answer,
        json!({ "batchItemFailures": [{ "itemIdentifier": "poisoned" }] })
    );
    assert_eq!(jobs_left(&pool).await, 0, "a job that is done is removed");
    for file in files {
        assert_eq!(
            objects.length(&keys::chunk(file, 0)).await.expect("asked"),
            None
        );
    }

    // The queue hands the batch over once more: twice changes nothing.
    let again = worker
        .call(json!({ "Records": batch }))
        .await
        .expect("an answer");
    assert_eq!(again, answer);
}

// REQ: OPS-01 SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn without_storage_a_message_is_spent_and_its_job_waits_for_its_next_time(pool: PgPool) {
    let mut worker = Function::start("files", &pool, &[("ANTIVIRUS", "off")]).await;
    worker.storage.stop().await;
    let job = removal_of(&pool, FileId(Uuid::now_v7())).await;
    let answer = worker
        .call(json!({ "Records": [record("only", &job.to_string())] }))
        .await;
    assert_eq!(
        answer.expect("an answer"),
        json!({ "batchItemFailures": [] })
    );
    let (state, attempts): (String, i32) = sqlx::query_as("SELECT state, attempts FROM jobs")
        .fetch_one(&pool)
        .await
        .expect("it is kept");
    assert_eq!((state.as_str(), attempts), ("waiting", 1));
}
