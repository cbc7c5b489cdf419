//! A function with both a queue and periodic tasks: in a container the two loops side by side, on Lambda one handler that
//! tells an SQS event from a schedule's.

use std::sync::Arc;

use aws_lambda_events::sqs::SqsEvent;

use crate::{
    Platform,
    queue::{self, Worker},
    schedule::{self, Task},
};

/// Runs the worker and the tasks until the process is told to stop (jobs in hand are finished first), or as a Lambda function.
///
/// # Errors
/// The configuration is wrong; on Lambda, what the runtime reports.
pub async fn run(
    platform: &Platform,
    worker: Arc<dyn Worker>,
    tasks: Vec<Arc<dyn Task>>,
) -> anyhow::Result<()> {
    if platform.on_lambda() {
        return Box::pin(run_on_lambda(platform.clone(), worker, tasks)).await;
    }
    crate::http::serve_metrics(platform).await?;
    let runner = queue::Runner::new(platform, worker)?.with_ends_together();
    tokio::select! {
        () = Box::pin(runner.clone().take_jobs(platform)) => {}
        () = Box::pin(schedule::tick(platform, &tasks, schedule::lock_of(platform.name))) => {}
        () = crate::http::stop_signal() => {}
    }
    runner.drain().await;
    Ok(())
}

async fn run_on_lambda(
    platform: Platform,
    worker: Arc<dyn Worker>,
    tasks: Vec<Arc<dyn Task>>,
) -> anyhow::Result<()> {
    let (runner, tasks) = (queue::Runner::new(&platform, worker)?, Arc::new(tasks));
    lambda_runtime::run(lambda_runtime::service_fn(
        move |event: lambda_runtime::LambdaEvent<serde_json::Value>| {
            let (platform, runner, tasks) = (platform.clone(), runner.clone(), tasks.clone());
            async move {
                let answered = async {
                    if event.payload["Records"].is_array() {
                        let event: SqsEvent = serde_json::from_value(event.payload)?;
                        let response = queue::answer_event(&runner, event).await;
                        return anyhow::Ok(serde_json::to_value(response)?);
                    }
                    if tasks.is_empty() {
                        return Ok(serde_json::json!({ "ran": [] }));
                    }
                    schedule::answer_event(&platform, &tasks, &event.payload).await
                };
                answered.await.map_err(|error| error.to_string())
            }
        },
    ))
    .await
    .map_err(|error| anyhow::anyhow!("{error}"))
}
