#!/usr/bin/env bash
# Makes the bucket and lets the pages of the front use it. LocalStack runs this each time it has started.
set -euo pipefail
python - <<'PYTHON'
import os
import boto3

bucket = os.environ.get("STORAGE_BUCKET", "zvarot")
origins = os.environ.get("STORAGE_ORIGINS", "http://127.0.0.1:8080,http://localhost:8080").split(",")
storage = boto3.client(
    "s3",
    endpoint_url=os.environ.get("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
storage.create_bucket(Bucket=bucket)
storage.put_bucket_cors(
    Bucket=bucket,
    CORSConfiguration={
        "CORSRules": [
            {
                "AllowedOrigins": origins,
                "AllowedMethods": ["GET", "HEAD", "PUT", "POST"],
                "AllowedHeaders": ["*"],
                "ExposeHeaders": ["ETag", "Content-Length", "Content-Range", "Accept-Ranges"],
                "MaxAgeSeconds": 3600,
            }
        ]
    },
)
PYTHON
