//! The embedded storage as a browser and the AWS client see it.

use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use zvarot_localstack::storage::{Origins, StorageSettings, serve};

const PAGES: &str = "http://127.0.0.1:8080";
const KEY: &str = "uploads/0198/00000";

struct Storage {
    address: String,
    client: Client,
    task: JoinHandle<anyhow::Result<()>>,
}

async fn start(directory: &Path) -> Storage {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let settings = StorageSettings {
        directory: directory.to_owned(),
        bucket: "zvarot".into(),
        access_key: ("id".into(), "secret".into()),
        origins: Origins::new([PAGES]),
    };
    let client = client(&address, "secret");
    Storage { address, client, task: tokio::spawn(serve(listener, settings)) }
}

fn client(address: &str, secret: &str) -> Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(address)
        .credentials_provider(Credentials::new("id", secret, None, None, "test"))
        .force_path_style(true)
        .build();
    Client::from_conf(config)
}

fn for_a_minute() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(60)).unwrap()
}

/// A presigned PUT of exactly `length` bytes of `kind`: its address.
async fn presigned_put(storage: &Storage, length: i64, kind: &str) -> String {
    let request = storage.client.put_object().bucket("zvarot").key(KEY).content_length(length).content_type(kind);
    request.presigned(for_a_minute()).await.unwrap().uri().to_owned()
}

async fn put(address: &str, body: &str, kind: &str) -> StatusCode {
    let request = reqwest::Client::new().put(address).header("content-type", kind).body(body.to_owned());
    request.send().await.unwrap().status()
}

// REQ: SUB-04
#[tokio::test]
async fn a_presigned_put_takes_the_signed_length_and_type_only() {
    let folder = tempfile::tempdir().unwrap();
    let storage = start(folder.path()).await;
    let address = presigned_put(&storage, 5, "image/png").await;

    assert_eq!(put(&address, "longer", "image/png").await, StatusCode::FORBIDDEN);
    assert_eq!(put(&address, "four", "image/png").await, StatusCode::FORBIDDEN);
    assert_eq!(put(&address, "bytes", "text/html").await, StatusCode::FORBIDDEN);
    let other_key = address.replace("00000?", "00001?");
    assert_eq!(put(&other_key, "bytes", "image/png").await, StatusCode::FORBIDDEN);
    let unsigned = address.split('?').next().unwrap();
    assert_eq!(put(unsigned, "bytes", "image/png").await, StatusCode::FORBIDDEN);
    assert!(storage.client.head_object().bucket("zvarot").key(KEY).send().await.is_err());

    assert_eq!(put(&address, "bytes", "image/png").await, StatusCode::OK);
    let kept = storage.client.get_object().bucket("zvarot").key(KEY).send().await.unwrap();
    assert_eq!(kept.content_type(), Some("image/png"));
    assert_eq!(kept.body.collect().await.unwrap().into_bytes(), "bytes");
}

#[tokio::test]
async fn a_wrong_secret_and_a_past_address_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let storage = start(folder.path()).await;
    let stranger = client(&storage.address, "guess");
    assert!(stranger.list_objects_v2().bucket("zvarot").send().await.is_err());

    let past = PresigningConfig::builder()
        .start_time(std::time::SystemTime::now() - Duration::from_secs(600))
        .expires_in(Duration::from_secs(60))
        .build()
        .unwrap();
    let request = storage.client.put_object().bucket("zvarot").key(KEY).presigned(past).await.unwrap();
    assert_eq!(put(request.uri(), "bytes", "").await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_the_pages_of_the_front_may_use_it_from_a_script() {
    let folder = tempfile::tempdir().unwrap();
    let storage = start(folder.path()).await;
    let http = reqwest::Client::new();
    let preflight = |origin: &'static str, method: &'static str| {
        http.request(reqwest::Method::OPTIONS, format!("{}/zvarot/{KEY}", storage.address))
            .header("origin", origin)
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "content-type")
            .send()
    };
    let allowed = preflight(PAGES, "PUT").await.unwrap();
    assert_eq!(allowed.status(), StatusCode::NO_CONTENT);
    assert_eq!(header(allowed.headers(), "access-control-allow-origin"), PAGES);
    assert_eq!(header(allowed.headers(), "access-control-allow-headers"), "content-type");
    for (origin, method) in [("https://elsewhere.example", "PUT"), (PAGES, "DELETE")] {
        let refused = preflight(origin, method).await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert!(!refused.headers().contains_key("access-control-allow-origin"));
    }

    let address = presigned_put(&storage, 5, "text/plain").await;
    for (origin, expected) in [(PAGES, Some(PAGES)), ("https://elsewhere.example", None)] {
        let request = http.put(&address).header("origin", origin).header("content-type", "text/plain");
        let answer = request.body("bytes").send().await.unwrap();
        let given = answer.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap());
        assert_eq!(given, expected);
        assert!(answer.headers().contains_key("etag"));
    }
    let exposed = http.get(&storage.address).header("origin", PAGES).send().await.unwrap();
    assert!(header(exposed.headers(), "access-control-expose-headers").contains("ETag"));
}

fn header(headers: &HeaderMap, name: &'static str) -> String {
    headers[HeaderName::from_static(name)].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_download_has_the_name_and_type_it_was_signed_with_and_can_be_read_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let storage = start(folder.path()).await;
    let body = ByteStream::from_static(b"0123456789");
    storage.client.put_object().bucket("zvarot").key(KEY).content_type("text/html").body(body).send().await.unwrap();
    let request = storage
        .client
        .get_object()
        .bucket("zvarot")
        .key(KEY)
        .response_content_type("application/octet-stream")
        .response_content_disposition("attachment; filename*=UTF-8''%D0%B0.txt");
    let address = request.presigned(for_a_minute()).await.unwrap().uri().to_owned();

    let answer = reqwest::get(&address).await.unwrap();
    assert_eq!(header(answer.headers(), "content-type"), "application/octet-stream");
    assert_eq!(header(answer.headers(), "content-disposition"), "attachment; filename*=UTF-8''%D0%B0.txt");
    assert_eq!(answer.text().await.unwrap(), "0123456789");

    let part = reqwest::Client::new().get(&address).header("range", "bytes=3-5").send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(header(part.headers(), "content-range"), "bytes 3-5/10");
    assert_eq!(part.text().await.unwrap(), "345");
    let altered = address.replace("octet-stream", "xhtml");
    assert_eq!(reqwest::get(altered).await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn objects_outlive_the_server_and_deleted_ones_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let storage = start(folder.path()).await;
    for key in [KEY, "files/1/abc"] {
        let body = ByteStream::from_static(b"kept");
        let put = storage.client.put_object().bucket("zvarot").key(key).content_type("text/plain");
        put.body(body).send().await.unwrap();
    }
    storage.client.delete_object().bucket("zvarot").key(KEY).send().await.unwrap();
    storage.task.abort();
    let _ = storage.task.await;

    let storage = start(folder.path()).await;
    let kept = storage.client.get_object().bucket("zvarot").key("files/1/abc").send().await.unwrap();
    assert_eq!(kept.content_type(), Some("text/plain"));
    assert_eq!(kept.body.collect().await.unwrap().into_bytes(), "kept");
    let listed = storage.client.list_objects_v2().bucket("zvarot").send().await.unwrap();
    assert_eq!(listed.contents().len(), 1);
    assert!(!folder.path().join("zvarot/uploads").exists());
    let side_files = std::fs::read_dir(folder.path()).unwrap().flatten().filter(|entry| entry.path().is_file());
    assert_eq!(side_files.count(), 2);
}

#[tokio::test]
async fn a_write_that_cannot_reach_the_disk_is_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let storage = start(folder.path()).await;
    // A file where the key needs a folder: as good as a disk that refuses.
    storage.client.head_bucket().bucket("zvarot").send().await.unwrap();
    std::fs::write(folder.path().join("zvarot/uploads"), "").unwrap();
    let address = presigned_put(&storage, 5, "text/plain").await;
    assert_eq!(put(&address, "bytes", "text/plain").await, StatusCode::INTERNAL_SERVER_ERROR);
    let out = storage.client.put_object().bucket("zvarot").key("../escape").body(ByteStream::from_static(b"x"));
    assert!(out.send().await.is_err());
    assert!(!folder.path().join("escape").exists());
}
