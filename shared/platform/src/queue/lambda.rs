//! The queue's entry point on Lambda.

use std::sync::Arc;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use tokio::task::JoinSet;

use super::{Runner, Worker};
use crate::Platform;

/// Serves SQS events: as many records at once as there are slots; one that could not be worked on is reported alone.
pub(super) async fn run(platform: Platform, worker: Arc<dyn Worker>) -> anyhow::Result<()> {
    let runner = Runner::new(&platform, worker)?;
    lambda_runtime::run(lambda_runtime::service_fn(move |event: lambda_runtime::LambdaEvent<SqsEvent>| {
        let runner = runner.clone();
        async move { Ok::<_, std::convert::Infallible>(answer_event(&runner, event.payload).await) }
    }))
    .await
    .map_err(|error| anyhow::anyhow!("{error}"))
}

pub(crate) async fn answer_event(runner: &Runner, event: SqsEvent) -> SqsBatchResponse {
    let mut answering = JoinSet::new();
    for record in event.records {
        let runner = runner.clone();
        answering.spawn(async move {
            let _slot = runner.slots.acquire().await;
            let job = record
                .body
                .as_deref()
                .and_then(|body| body.trim().parse().ok());
            let spent = runner.answer_ring(job).await;
            (!spent).then(|| record.message_id.unwrap_or_default())
        });
    }
    let mut response = SqsBatchResponse::default();
    for unspent in answering.join_all().await.into_iter().flatten() {
        response.add_failure(unspent);
    }
    response
}
