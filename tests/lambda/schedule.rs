//! The clock behind EventBridge.

use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::runtime::Function;

// REQ: OPS-01 SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_clock_does_the_task_that_the_schedule_names_or_all(pool: PgPool) {
    // A job whose worker died: its lease ran out.
    sqlx::query(
        "INSERT INTO jobs (id, queue, kind, payload, state, attempts, run_at, lease, leased_until, created_at)
         VALUES ($1, 'files', 'remove_file', '{}', 'running', 1, now() - interval '1 hour', $1, now() - interval '1 minute', now())",
    )
    .bind(Uuid::now_v7())
    .execute(&pool)
    .await
    .expect("inserted");
    let mut clock = Function::start("clock", &pool, &[]).await;

    let measured = clock
        .call(json!({ "task": "measure" }))
        .await
        .expect("an answer");
    assert_eq!(measured, json!({ "ran": ["measure"] }));
    let state = || async {
        let state: String = sqlx::query_scalar("SELECT state FROM jobs")
            .fetch_one(&pool)
            .await
            .expect("it is kept");
        state
    };
    assert_eq!(state().await, "running", "that was another task");
    let swept = clock
        .call(json!({ "task": "sweep" }))
        .await
        .expect("an answer");
    assert_eq!(swept, json!({ "ran": ["sweep"] }));
    assert_eq!(state().await, "waiting", "it may be taken again");

    let event = json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-21T09:41:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:events:eu-central-1:123456789012:rule/zvarot-clock"],
        "detail": {},
    });
    let all = clock.call(event).await.expect("an answer");
    let ran = all["ran"].as_array().expect("a list");
    for task in ["sweep", "clean_up", "measure", "remind"] {
        assert!(ran.contains(&json!(task)), "{ran:?}");
    }
}

// REQ: OPS-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_task_that_fails_or_is_not_known_is_an_error_for_the_alarm(pool: PgPool) {
    let mut clock = Function::start("clock", &pool, &[]).await;
    let unknown = clock
        .call(json!({ "task": "sweeep" }))
        .await
        .expect_err("no such task");
    assert!(
        unknown["errorMessage"]
            .as_str()
            .is_some_and(|text| text.contains("no task")),
        "{unknown}"
    );
    clock.storage.stop().await;
    let failed = clock
        .call(json!({ "task": "clean_up" }))
        .await
        .expect_err("the storage is away");
    assert!(
        failed["errorMessage"]
            .as_str()
            .is_some_and(|text| text.contains("clean_up")),
        "{failed}"
    );
    // The same program goes on.
    assert!(clock.call(json!({ "task": "sweep" })).await.is_ok());
}
