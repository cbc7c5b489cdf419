//! The same programs behind cargo-lambda's own emulator: an implementation of Lambda that is not ours, with real events.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::process::{Child, Command};
use uuid::Uuid;
use zvarot_testkit::storage::Storage;

use crate::{gateway::Request, messages::record, runtime};

/// `cargo lambda watch` with one of our programs behind it. Both are killed when this is dropped.
struct Emulator {
    port: u16,
    folder: tempfile::TempDir,
    _watch: Child,
    _program: Child,
    _storage: Storage,
}

/// What `cargo xtask test` installs.
fn cargo_lambda() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = here.join("../infra/aws/.venv/bin/cargo-lambda");
    assert!(program.is_file(), "cargo-lambda is not installed: run `cargo xtask test`");
    program
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("its address").port()
}

impl Emulator {
    async fn start(name: &str, pool: &PgPool, more: &[(&str, &str)]) -> Self {
        let storage = Storage::start().await.expect("a storage");
        let port = free_port();
        let watch = Command::new(cargo_lambda())
            .args(["lambda", "watch", "--only-lambda-apis", "--invoke-address", "127.0.0.1"])
            .args(["--invoke-port", &port.to_string()])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("cargo-lambda starts");
        zvarot_tests::until("cargo-lambda listens", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
        })
        .await;
        let address = format!("http://127.0.0.1:{port}/.rt");
        let program = runtime::command(name, pool, &address, &storage, more).spawn().expect("the program starts");
        let folder = tempfile::tempdir().expect("a folder");
        Self { port, folder, _watch: watch, _program: program, _storage: storage }
    }

    /// `cargo lambda invoke` with the event: what the function answered.
    async fn invoke(&self, event: &Value) -> Value {
        let file = self.folder.path().join("event.json");
        std::fs::write(&file, event.to_string()).expect("written");
        let output = Command::new(cargo_lambda())
            .args(["lambda", "invoke", "--invoke-address", "127.0.0.1", "--invoke-port", &self.port.to_string()])
            .arg("--data-file")
            .arg(&file)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .await
            .expect("cargo-lambda runs");
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told} {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}"))
    }
}

// REQ: OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_pages_answer_an_event_of_api_gateway_under_cargo_lambda(pool: PgPool) {
    let front = Emulator::start("front", &pool, &[]).await;
    let answer = front.invoke(&Request::get("/health/ready").event()).await;
    assert_eq!(answer["statusCode"], 200, "{answer}");
    let home = front.invoke(&Request::get("/").event()).await;
    let body = home["body"].as_str().unwrap_or_default();
    assert!(body.contains("lang=\"be\""), "{body}");
    let lost = front.invoke(&Request::get("/nowhere").event()).await;
    assert_eq!(lost["statusCode"], 404);
}

// REQ: OPS-01 SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_checker_of_files_answers_a_batch_with_a_poisoned_record_under_cargo_lambda(pool: PgPool) {
    let files = Emulator::start("files", &pool, &[("ANTIVIRUS", "off")]).await;
    let batch = json!({ "Records": [
        record("stale", &Uuid::now_v7().to_string()),
        record("poisoned", "{\"not\": \"a job\"}"),
    ] });
    let answer = files.invoke(&batch).await;
    assert_eq!(answer, json!({ "batchItemFailures": [{ "itemIdentifier": "poisoned" }] }));
}

// REQ: OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_clock_answers_an_event_of_a_schedule_under_cargo_lambda(pool: PgPool) {
    let clock = Emulator::start("clock", &pool, &[]).await;
    let answer = clock.invoke(&json!({ "task": "sweep" })).await;
    assert_eq!(answer, json!({ "ran": ["sweep"] }));
}
