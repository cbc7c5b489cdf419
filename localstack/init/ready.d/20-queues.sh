#!/usr/bin/env bash
# Makes the queues, each with a queue for messages that failed too often. LocalStack runs this each time it has started.
set -euo pipefail
python - <<'PYTHON'
import json
import os
import boto3

QUEUES = ["files", "notify", "reports", "load", "exchange"]
# Seconds a worker has before a message is handed out again; workers prolong it while they work.
VISIBILITY = 60
DELIVERIES = 5
KEPT = 14 * 24 * 60 * 60

prefix = os.environ.get("SQS_PREFIX", "zvarot-")
sqs = boto3.client(
    "sqs",
    endpoint_url=os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
for name in QUEUES:
    dead = sqs.create_queue(QueueName=f"{prefix}{name}-dead", Attributes={"MessageRetentionPeriod": str(KEPT)})
    dead_arn = sqs.get_queue_attributes(QueueUrl=dead["QueueUrl"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.create_queue(
        QueueName=f"{prefix}{name}",
        Attributes={
            "VisibilityTimeout": str(VISIBILITY),
            "ReceiveMessageWaitTimeSeconds": "20",
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": DELIVERIES}),
        },
    )
PYTHON
