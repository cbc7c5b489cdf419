//! The doorbell over SQS: a message holds a job's id and nothing else. A queue that is gone is made anew.

use std::{collections::HashMap, sync::Arc, time::Duration};

use aws_sdk_sqs::{
    Client,
    types::{QueueAttributeName, SendMessageBatchRequestEntry},
};
use tokio::sync::RwLock;
use zvarot_domain::JobId;
use zvarot_store::{doorbell::Doorbell, jobs::Queue};

use crate::Environment;

/// The queues of the worker functions, by name `SQS_PREFIX` + queue (`zvarot-files`); dead letters go to `…-dead`.
#[derive(Clone)]
pub struct SqsQueues {
    client: Client,
    prefix: String,
    addresses: Arc<RwLock<HashMap<Queue, String>>>,
}

/// A message taken from a queue.
pub struct Ring {
    pub job: Option<JobId>,
    pub receipt: String,
}

impl SqsQueues {
    /// Opens the client; `SQS_ENDPOINT` names another server than AWS, `SQS_ACCESS_KEY_ID` and `SQS_SECRET_ACCESS_KEY` its key.
    pub async fn open(environment: &Environment) -> anyhow::Result<Self> {
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest())
            .region(aws_config::Region::new(
                environment
                    .get("AWS_REGION")
                    .or_else(|| environment.get("STORAGE_REGION"))
                    .unwrap_or_else(|| "eu-central-1".to_owned()),
            ))
            .timeout_config(
                aws_config::timeout::TimeoutConfig::builder()
                    .connect_timeout(Duration::from_secs(3))
                    .operation_attempt_timeout(Duration::from_secs(30))
                    .build(),
            );
        if let Some(endpoint) = environment.get("SQS_ENDPOINT") {
            loader = loader.endpoint_url(endpoint);
        }
        if let (Some(id), Some(secret)) = (
            environment.get("SQS_ACCESS_KEY_ID"),
            environment.get("SQS_SECRET_ACCESS_KEY"),
        ) {
            loader = loader.credentials_provider(aws_credential_types::Credentials::new(
                id,
                secret,
                None,
                None,
                "environment",
            ));
        }
        Ok(Self {
            client: Client::new(&loader.load().await),
            prefix: environment
                .get("SQS_PREFIX")
                .unwrap_or_else(|| "zvarot-".to_owned()),
            addresses: Arc::default(),
        })
    }

    /// The queue's URL, looked up once; a queue that does not exist is made with its dead-letter queue.
    async fn address(&self, queue: Queue) -> anyhow::Result<String> {
        if let Some(address) = self.addresses.read().await.get(&queue) {
            return Ok(address.clone());
        }
        let name = format!("{}{}", self.prefix, queue.code());
        let found = self.client.get_queue_url().queue_name(&name).send().await;
        let address = match found {
            Ok(found) => found.queue_url.unwrap_or_default(),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_queue_does_not_exist()) =>
            {
                self.create(&name).await?
            }
            Err(error) => return Err(anyhow::Error::new(error).context("the queue was not found")),
        };
        self.addresses.write().await.insert(queue, address.clone());
        Ok(address)
    }

    async fn create(&self, name: &str) -> anyhow::Result<String> {
        let dead = self
            .client
            .create_queue()
            .queue_name(format!("{name}-dead"))
            .attributes(QueueAttributeName::MessageRetentionPeriod, "1209600")
            .send()
            .await?;
        let dead_attributes = self
            .client
            .get_queue_attributes()
            .queue_url(dead.queue_url.unwrap_or_default())
            .attribute_names(QueueAttributeName::QueueArn)
            .send()
            .await?;
        let arn = dead_attributes
            .attributes
            .and_then(|mut attributes| attributes.remove(&QueueAttributeName::QueueArn))
            .unwrap_or_default();
        let made = self
            .client
            .create_queue()
            .queue_name(name)
            .attributes(QueueAttributeName::VisibilityTimeout, "60")
            .attributes(
                QueueAttributeName::RedrivePolicy,
                serde_json::json!({ "deadLetterTargetArn": arn, "maxReceiveCount": "5" })
                    .to_string(),
            )
            .send()
            .await?;
        tracing::info!(queue = name, "queue made");
        Ok(made.queue_url.unwrap_or_default())
    }

    /// Forgets the queue's URL: it may have to be made anew.
    async fn forget(&self, queue: Queue) {
        self.addresses.write().await.remove(&queue);
    }

    /// Waits up to 20 seconds for messages.
    pub async fn receive(&self, queue: Queue, limit: i32) -> anyhow::Result<Vec<Ring>> {
        let address = self.address(queue).await?;
        let received = self
            .client
            .receive_message()
            .queue_url(&address)
            .max_number_of_messages(limit.clamp(1, 10))
            .wait_time_seconds(20)
            .send()
            .await;
        match received {
            Ok(received) => Ok(received
                .messages
                .unwrap_or_default()
                .into_iter()
                .map(|message| Ring {
                    job: message.body.as_deref().and_then(|body| body.parse().ok()),
                    receipt: message.receipt_handle.unwrap_or_default(),
                })
                .collect()),
            Err(error) => {
                self.forget(queue).await;
                Err(error.into())
            }
        }
    }

    /// Removes a message that is spent. A failure only means that it comes again.
    pub async fn remove(&self, queue: Queue, receipt: &str) {
        if let Ok(address) = self.address(queue).await
            && let Err(error) = self
                .client
                .delete_message()
                .queue_url(address)
                .receipt_handle(receipt)
                .send()
                .await
        {
            tracing::warn!(error = %aws_sdk_sqs::error::DisplayErrorContext(&error), "message not removed, it will come again");
        }
    }

    async fn send(&self, queue: Queue, jobs: &[JobId], delay: Duration) -> anyhow::Result<()> {
        let address = self.address(queue).await?;
        for ten in jobs.chunks(10) {
            let entries = ten
                .iter()
                .enumerate()
                .map(|(index, job)| {
                    SendMessageBatchRequestEntry::builder()
                        .id(index.to_string())
                        .message_body(job.to_string())
                        .delay_seconds(i32::try_from(delay.as_secs()).unwrap_or(900).min(900))
                        .build()
                })
                .collect::<Result<Vec<_>, _>>()?;
            if let Err(error) = self
                .client
                .send_message_batch()
                .queue_url(&address)
                .set_entries(Some(entries))
                .send()
                .await
            {
                self.forget(queue).await;
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Rings after a delay (at most 15 minutes; the sweep does the rest).
    pub async fn ring_later(&self, queue: Queue, job: JobId, delay: Duration) {
        if let Err(error) = self.send(queue, &[job], delay).await {
            tracing::warn!(%error, queue = queue.code(), "doorbell did not ring");
        }
    }
}

#[async_trait::async_trait]
impl Doorbell for SqsQueues {
    async fn ring(&self, rings: &[(Queue, JobId)]) {
        for queue in Queue::ALL {
            let jobs: Vec<JobId> = rings
                .iter()
                .filter(|(of, _)| *of == queue)
                .map(|(_, job)| *job)
                .collect();
            if jobs.is_empty() {
                continue;
            }
            // The caller's answer does not wait for the queue: the job is safe already.
            let queues = self.clone();
            let sending = async move {
                if let Err(error) = queues.send(queue, &jobs, Duration::ZERO).await {
                    tracing::warn!(%error, queue = queue.code(), "doorbell did not ring");
                }
            };
            if tokio::time::timeout(Duration::from_secs(2), sending)
                .await
                .is_err()
            {
                tracing::warn!(
                    queue = queue.code(),
                    "doorbell is slow, the sweep will ring"
                );
            }
        }
    }
}
