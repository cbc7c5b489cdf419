//! What browsers are allowed, and what they are refused, by a server that verifies signatures.

use std::time::Duration;

use bytes::Bytes;
use chrono::Utc;
use futures_util::TryStreamExt;
use reqwest::{Client, Method, StatusCode};
use uuid::Uuid;
use zvarot_domain::FileId;
use zvarot_objects::{
    Chunk, Disposition, FormType, Objects, ObjectsError, PostForm, PresignedRequest, keys,
};
use zvarot_testkit::storage::Storage;

const MINUTE: Duration = Duration::from_secs(60);

struct Trial {
    storage: Storage,
    objects: Objects,
    browser: Client,
    file: FileId,
}

impl Trial {
    async fn new() -> Self {
        let storage = Storage::start().await.expect("storage starts");
        let objects = storage.objects().await;
        Self {
            storage,
            objects,
            browser: Client::new(),
            file: FileId(Uuid::now_v7()),
        }
    }

    async fn send(&self, request: &PresignedRequest, body: &[u8]) -> StatusCode {
        let method: Method = request.method.parse().expect("a method");
        let mut sent = self
            .browser
            .request(method, &request.url)
            .body(body.to_vec());
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        sent.send().await.expect("an answer").status()
    }

    async fn post(&self, form: &PostForm, bytes: &[u8]) -> reqwest::Response {
        let boundary = "----boundary";
        let mut body = Vec::new();
        for (name, value) in &form.fields {
            let part = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let browser = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a browser");
        let sent = browser.post(&form.url).header(
            "content-type",
            format!("multipart/form-data; boundary={boundary}"),
        );
        sent.body(body).send().await.expect("an answer")
    }

    async fn read(&self) -> Result<Vec<u8>, ObjectsError> {
        gather(self.objects.read_upload(self.file).await?).await
    }
}

async fn gather(stream: zvarot_objects::ObjectStream) -> Result<Vec<u8>, ObjectsError> {
    stream
        .try_fold(Vec::new(), |mut all, bytes| async move {
            all.extend_from_slice(&bytes);
            Ok(all)
        })
        .await
}

// REQ: SUB-04
#[tokio::test]
async fn chunks_go_straight_to_the_storage_and_are_resumed() {
    let trial = Trial::new().await;
    for (index, body) in [(0, b"aaaa".as_slice()), (2, b"c")] {
        let length = body.len() as u64;
        let request = trial
            .objects
            .presign_chunk(trial.file, index, length, "image/png", MINUTE)
            .await
            .expect("signed");
        assert_eq!(trial.send(&request, body).await, StatusCode::OK);
    }
    let stored = trial.objects.chunks(trial.file).await.expect("a listing");
    assert_eq!(
        stored,
        [
            Chunk {
                index: 0,
                length: 4
            },
            Chunk {
                index: 2,
                length: 1
            }
        ]
    );
    assert!(matches!(
        trial.read().await,
        Err(ObjectsError::Incomplete(1))
    ));

    trial
        .objects
        .put_chunk(trial.file, 1, Bytes::from_static(b"bbbb"))
        .await
        .expect("stored");
    assert_eq!(trial.read().await.expect("all chunks"), b"aaaabbbbc");
    assert_eq!(
        trial
            .objects
            .stored_length(trial.file)
            .await
            .expect("a listing"),
        9
    );
}

// REQ: SUB-04
#[tokio::test]
async fn an_altered_presigned_request_is_refused() {
    let trial = Trial::new().await;
    let good = trial
        .objects
        .presign_chunk(trial.file, 3, 4, "image/png", MINUTE)
        .await
        .expect("signed");
    let header = |name: &str, value: &str| {
        let mut altered = good.clone();
        altered
            .headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        altered.headers.push((name.to_owned(), value.to_owned()));
        altered
    };
    let address = |from: &str, to: &str| {
        assert!(good.url.contains(from), "{from} in {}", good.url);
        PresignedRequest {
            url: good.url.replace(from, to),
            ..good.clone()
        }
    };
    let other = Uuid::now_v7().to_string();
    let refused = [
        ("longer", good.clone(), b"12345".as_slice()),
        ("shorter", good.clone(), b"123"),
        ("empty", good.clone(), b""),
        ("other type", header("content-type", "text/html"), b"1234"),
        ("other index", address("/00003", "/00004"), b"1234"),
        (
            "other upload",
            address(&trial.file.to_string(), &other),
            b"1234",
        ),
        (
            "key of a checked file",
            address("uploads/", "files/"),
            b"1234",
        ),
        (
            "longer term",
            address("X-Amz-Expires=60", "X-Amz-Expires=6000"),
            b"1234",
        ),
        (
            "other method",
            PresignedRequest {
                method: "DELETE".to_owned(),
                ..good.clone()
            },
            b"",
        ),
        (
            "reading",
            PresignedRequest {
                method: "GET".to_owned(),
                ..good.clone()
            },
            b"",
        ),
    ];
    for (what, request, body) in refused {
        let status = trial.send(&request, body).await;
        assert!(status.is_client_error(), "{what}: {status}");
    }
    assert_eq!(
        trial.objects.chunks(trial.file).await.expect("a listing"),
        []
    );
    assert_eq!(
        trial.send(&good, b"1234").await,
        StatusCode::OK,
        "unaltered"
    );
}

// REQ: SUB-04
#[tokio::test]
async fn an_expired_request_is_refused() {
    let trial = Trial::new().await;
    let second = Duration::from_secs(1);
    let put = trial
        .objects
        .presign_chunk(trial.file, 0, 4, "image/png", second)
        .await
        .expect("signed");
    let past = Utc::now() - chrono::Duration::seconds(120);
    let form = trial
        .objects
        .presigned_post(
            trial.file,
            10,
            FormType::Exact("image/png"),
            "http://127.0.0.1/done",
            MINUTE,
            past,
        )
        .await
        .expect("signed");
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(trial.send(&put, b"1234").await, StatusCode::FORBIDDEN);
    assert!(trial.post(&form, b"1234").await.status().is_client_error());
    assert!(matches!(trial.read().await, Err(ObjectsError::NotFound)));
}

// REQ: SUB-04
#[tokio::test]
async fn a_form_stores_exactly_what_its_policy_allows() {
    let trial = Trial::new().await;
    let redirect = "http://127.0.0.1:8080/appeals/new?stored=1";
    let sign = |content_type| {
        trial
            .objects
            .presigned_post(trial.file, 10, content_type, redirect, MINUTE, Utc::now())
    };
    let form = sign(FormType::Exact("application/octet-stream"))
        .await
        .expect("signed");

    let altered = |name: &str, value: &str| {
        let mut altered = form.clone();
        let field = altered
            .fields
            .iter_mut()
            .find(|(known, _)| known == name)
            .expect("a field");
        field.1 = value.to_owned();
        altered
    };
    let signature = "0".repeat(64);
    let refused = [
        ("too long", form.clone(), b"12345678901".as_slice()),
        ("empty", form.clone(), b""),
        ("other key", altered("key", "files/x"), b"1234"),
        ("other type", altered("Content-Type", "text/html"), b"1234"),
        (
            "other redirect",
            altered("success_action_redirect", "http://evil.example/"),
            b"1234",
        ),
        (
            "other signature",
            altered("x-amz-signature", &signature),
            b"1234",
        ),
    ];
    for (what, form, bytes) in refused {
        let status = trial.post(&form, bytes).await.status();
        assert!(status.is_client_error(), "{what}: {status}");
    }
    assert!(matches!(trial.read().await, Err(ObjectsError::NotFound)));

    let answer = trial.post(&form, b"1234567890").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(
        answer.headers()["location"]
            .to_str()
            .expect("text")
            .starts_with(redirect)
    );
    assert_eq!(trial.read().await.expect("the object"), b"1234567890");

    let starting = sign(FormType::StartsWith("image/", "image/tiff"))
        .await
        .expect("signed");
    assert_eq!(
        trial.post(&starting, b"12").await.status(),
        StatusCode::SEE_OTHER
    );
    let mut other = starting.clone();
    other
        .fields
        .iter_mut()
        .find(|(name, _)| name == "Content-Type")
        .expect("a field")
        .1 = "text/html".to_owned();
    assert!(trial.post(&other, b"12").await.status().is_client_error());
}

// REQ: SUB-09
#[tokio::test]
async fn a_download_has_the_user_s_file_name_and_nothing_else_can_be_read_with_it() {
    let trial = Trial::new().await;
    let digest = [7; 32];
    let key = keys::checked(trial.file, &digest);
    trial
        .objects
        .put_bytes(&key, "application/pdf", Bytes::from_static(b"%PDF"))
        .await
        .expect("stored");
    let name = "Жалоба на ЖЭС № 5.pdf";
    let address = trial
        .objects
        .presign_download(
            &key,
            name,
            "application/pdf",
            Disposition::Attachment,
            MINUTE,
        )
        .await
        .expect("signed");
    let answer = trial.browser.get(&address).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let disposition = answer.headers()["content-disposition"]
        .to_str()
        .expect("ASCII");
    assert!(disposition.starts_with("attachment; "), "{disposition}");
    assert!(
        disposition.ends_with("%D0%96%D0%AD%D0%A1%20%E2%84%96%205.pdf"),
        "{disposition}"
    );
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.headers()["cache-control"], "private, no-store");

    for altered in [
        address.replace(&trial.file.to_string(), &Uuid::now_v7().to_string()),
        address.replace("attachment", "inline"),
        address.split('?').next().expect("an address").to_owned(),
    ] {
        let status = trial
            .browser
            .get(&altered)
            .send()
            .await
            .expect("an answer")
            .status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{altered}");
    }
}

#[tokio::test]
async fn files_are_stored_read_and_removed() {
    let trial = Trial::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("checked");
    let bytes: Vec<u8> = (0..3_000_000u32)
        .map(|number| (number % 251) as u8)
        .collect();
    std::fs::write(&path, &bytes).expect("written");
    let key = keys::checked(trial.file, &[1; 32]);
    trial
        .objects
        .put_file_from_path(&key, &path, "image/png")
        .await
        .expect("stored");
    let object = trial.objects.get(&key).await.expect("there");
    assert_eq!(
        (object.length, object.content_type.as_str()),
        (3_000_000, "image/png")
    );
    assert!(gather(object.stream).await.expect("read") == bytes);
    assert_eq!(
        trial.objects.length(&key).await.expect("asked"),
        Some(3_000_000)
    );

    trial
        .objects
        .put_chunk(trial.file, 0, Bytes::from_static(b"old"))
        .await
        .expect("stored");
    let later = Utc::now() + chrono::Duration::hours(1);
    let old = trial
        .objects
        .list_older_than(keys::UPLOADS, later, 10)
        .await
        .expect("listed");
    assert_eq!(
        old.iter()
            .map(|object| object.key.clone())
            .collect::<Vec<_>>(),
        [keys::chunk(trial.file, 0)]
    );
    let earlier = Utc::now() - chrono::Duration::hours(1);
    assert_eq!(
        trial
            .objects
            .list_older_than(keys::UPLOADS, earlier, 10)
            .await
            .expect("listed"),
        []
    );

    trial
        .objects
        .delete_upload(trial.file)
        .await
        .expect("removed");
    trial
        .objects
        .delete_upload(trial.file)
        .await
        .expect("twice is harmless");
    trial.objects.delete(&key).await.expect("removed");
    assert_eq!(trial.objects.length(&key).await.expect("asked"), None);
    assert!(matches!(
        trial.objects.get(&key).await,
        Err(ObjectsError::NotFound)
    ));
    assert!(matches!(trial.read().await, Err(ObjectsError::NotFound)));
}

// REQ: SEC-05
#[tokio::test]
async fn nothing_is_acknowledged_while_the_storage_is_down() {
    let mut trial = Trial::new().await;
    trial.objects.ready().await.expect("ready");
    trial
        .objects
        .put_chunk(trial.file, 0, Bytes::from_static(b"kept"))
        .await
        .expect("stored");
    trial.storage.stop().await;
    let refused = trial
        .objects
        .put_chunk(trial.file, 1, Bytes::from_static(b"lost"))
        .await
        .expect_err("down");
    assert!(refused.is_retryable(), "{refused}");
    assert!(
        trial
            .objects
            .ready()
            .await
            .expect_err("down")
            .is_retryable()
    );
    assert!(
        trial
            .read()
            .await
            .err()
            .is_some_and(|error| error.is_retryable())
    );
    trial.storage.resume().await.expect("up again");
    assert_eq!(trial.read().await.expect("kept"), b"kept");
}

#[tokio::test]
async fn a_missing_bucket_is_not_ready_until_it_is_made() {
    let storage = Storage::start().await.expect("storage starts");
    let mut config = storage.config();
    config.bucket = "another".to_owned();
    let objects = Objects::connect(&config).await;
    assert!(matches!(
        objects.ready().await,
        Err(ObjectsError::Refused(_))
    ));
    objects.create_bucket().await.expect("made");
    objects.create_bucket().await.expect("twice is harmless");
    objects.ready().await.expect("ready");
}
