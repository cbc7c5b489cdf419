//! Schedule entry point: periodic tasks that take no input, find their work by a query and may run at any time, twice.
//!
//! In containers a loop ticks, and of several instances the one that holds the advisory lock acts; on Lambda EventBridge calls.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::Connection as _;

use crate::Platform;

/// A periodic task.
#[async_trait::async_trait]
pub trait Task: Send + Sync + 'static {
    /// Its name in logs and in the schedule's event.
    fn name(&self) -> &'static str;

    /// How often it runs in a container. On Lambda the schedule says it.
    fn period(&self) -> Duration;

    /// Does what is due now.
    async fn run(&self, platform: &Platform) -> anyhow::Result<()>;
}

/// The key of the clock's advisory lock: "zvarot" in ASCII.
const LOCK: i64 = 0x7a76_6172_6f74;

/// The key of the lock for which the instances of one function contend: each function has its own.
pub(crate) fn lock_of(function: &str) -> i64 {
    let sum = |sum: i64, byte: u8| (sum * 31 + i64::from(byte)) % 0x7fff;
    LOCK + (1 + function.bytes().fold(0, sum)) * 0x1_0000_0000_0000
}

/// Runs the tasks until the process is told to stop, or as a Lambda function.
///
/// # Errors
/// On Lambda, what the runtime reports. In a container a task's error is logged and the next tick tries again.
pub async fn run(platform: &Platform, tasks: Vec<Arc<dyn Task>>) -> anyhow::Result<()> {
    if platform.on_lambda() {
        return Box::pin(run_on_lambda(platform.clone(), tasks)).await;
    }
    crate::http::serve_metrics(platform).await?;
    tokio::select! {
        () = Box::pin(tick(platform, &tasks, LOCK)) => {}
        () = crate::http::stop_signal() => {}
    }
    Ok(())
}

pub(crate) async fn tick(platform: &Platform, tasks: &[Arc<dyn Task>], lock: i64) {
    let mut due: Vec<Instant> = vec![Instant::now(); tasks.len()];
    let mut leader: Option<sqlx::PgConnection> = None;
    loop {
        if !still_leads(&mut leader).await {
            leader = become_leader(platform, lock).await;
        }
        if leader.is_some() {
            for (task, next) in tasks.iter().zip(&mut due) {
                if Instant::now() < *next {
                    continue;
                }
                *next = Instant::now() + task.period();
                perform(platform, task).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Runs one task. False: it failed, which the log and the metrics tell.
async fn perform(platform: &Platform, task: &Arc<dyn Task>) -> bool {
    let result = task.run(platform).await;
    metrics::counter!("tasks", "task" => task.name(), "outcome" => if result.is_ok() { "done" } else { "failed" }).increment(1);
    if let Err(error) = &result {
        tracing::warn!(
            task = task.name(),
            reason = error.to_string(),
            "periodic task failed, the next tick tries again"
        );
    }
    result.is_ok()
}

/// The lock lives as long as its own connection: a dead leader is followed at once.
async fn become_leader(platform: &Platform, lock: i64) -> Option<sqlx::PgConnection> {
    let pooled = platform.store.pool().acquire().await.ok()?;
    let mut connection = pooled.detach();
    let (taken,): (bool,) = sqlx::query_as("SELECT pg_try_advisory_lock($1)")
        .bind(lock)
        .fetch_one(&mut connection)
        .await
        .ok()?;
    if taken {
        return Some(connection);
    }
    let _ = connection.close().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    None
}

async fn still_leads(leader: &mut Option<sqlx::PgConnection>) -> bool {
    match leader {
        None => false,
        Some(connection) => connection.ping().await.is_ok(),
    }
}

/// EventBridge calls with `{"task": "sweep"}` for one task, or with an event of its own for all. A task that failed, or
/// that is not known, makes the call fail: Lambda's count of errors is what an alarm watches.
async fn run_on_lambda(platform: Platform, tasks: Vec<Arc<dyn Task>>) -> anyhow::Result<()> {
    let tasks = Arc::new(tasks);
    lambda_runtime::run(lambda_runtime::service_fn(
        move |event: lambda_runtime::LambdaEvent<serde_json::Value>| {
            let (platform, tasks) = (platform.clone(), tasks.clone());
            async move {
                answer_event(&platform, &tasks, &event.payload)
                    .await
                    .map_err(|error| error.to_string())
            }
        },
    ))
    .await
    .map_err(|error| anyhow::anyhow!("{error}"))
}

pub(crate) async fn answer_event(
    platform: &Platform,
    tasks: &[Arc<dyn Task>],
    event: &serde_json::Value,
) -> anyhow::Result<serde_json::Value> {
    let wanted = event.get("task").and_then(|task| task.as_str());
    let (mut ran, mut failed) = (Vec::new(), Vec::new());
    for task in tasks {
        if wanted.is_some_and(|wanted| wanted != task.name()) {
            continue;
        }
        let outcome = if perform(platform, task).await {
            &mut ran
        } else {
            &mut failed
        };
        outcome.push(task.name());
    }
    anyhow::ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    anyhow::ensure!(!ran.is_empty(), "the event names no task of this function");
    Ok(serde_json::json!({ "ran": ran }))
}
