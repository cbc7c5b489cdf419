//! The API as the programs of organisations use it: by a vendor's script with curl alone, and tried over its whole document.

use std::path::Path;
use std::process::{Command, Output};

use zvarot_machine::http;
use zvarot_tests::{Function, System, until};

/// Of the executive committee: localstack/demo-api-clients.csv.
const CLIENT: (&str, &str) = ("5a1f0b52-3c1e-4f0e-8d5a-0a3f5f7c1e01", "Zarechny-API-klyuch-64");

async fn start() -> System {
    let functions = [Function::Api, Function::Files, Function::Notify, Function::Load, Function::Reports, Function::Clock];
    // As often as one likes: what is tried here is not the limit.
    let system = System::builder().functions(&functions).set("API_BURST", "100000").set("API_PER_SECOND", "10000").set("API_STRANGER_BURST", "100000").start().await;
    until("the API is ready", async || matches!(http::get(system.ports.api, "/health/ready"), Some((200, _)))).await;
    system
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

async fn vendor(system: &System) -> Output {
    let mut script = Command::new("bash");
    script.arg(here().join("edms.sh"));
    script.env("API", format!("http://127.0.0.1:{}", system.ports.api));
    script.env("CLIENT_ID", CLIENT.0).env("CLIENT_SECRET", CLIENT.1);
    tokio::task::spawn_blocking(move || script.output()).await.expect("it ran").expect("bash can be started")
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

// REQ: EDM-01
// REQ: EDM-02
// REQ: EDM-03
// REQ: EDM-04
// REQ: EDM-05
#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_gets_along_with_curl_and_the_document() {
    let system = start().await;
    let done = vendor(&system).await;
    assert!(done.status.success(), "{}", words(&done));
    let calls = system.count("SELECT count(*) FROM api_calls WHERE client_id IS NOT NULL AND path LIKE '/v1/appeals/%/completion'").await;
    assert_eq!(calls, 2, "every call is in the journal");
}

/// The operations of a document, as `GET /v1/appeals`.
fn operations(document: &str) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(document).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let found = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods").keys().filter(|name| ["get", "post", "put", "patch", "delete"].contains(&name.as_str()));
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    let found: Vec<String> = found.collect();
    assert!(found.len() > 20, "{found:?}");
    found
}

/// Whether a report of tests (JUnit) has the operation and does not say that it was passed over.
fn was_tried(report: &str, operation: &str) -> bool {
    let mut cases = report.split("<testcase ").skip(1);
    cases.any(|case| case.contains(&format!("name=\"{operation}\"")) && !case.contains("<skipped"))
}

// REQ: EDM-02
#[tokio::test(flavor = "multi_thread")]
async fn the_whole_document_is_kept_whatever_is_sent() {
    let system = start().await;
    let done = vendor(&system).await;
    assert!(done.status.success(), "{}", words(&done));
    let number = String::from_utf8_lossy(&done.stdout).trim().to_owned();
    let address = format!("http://127.0.0.1:{}", system.ports.api);
    let token = Command::new("curl")
        .args(["--silent", "--fail", "--user", &format!("{}:{}", CLIENT.0, CLIENT.1)])
        .args(["--data", "grant_type=client_credentials", &format!("{address}/oauth/token")])
        .output()
        .expect("curl can be started");
    let token: serde_json::Value = serde_json::from_slice(&token.stdout).expect("a token");
    let token = token["access_token"].as_str().expect("a token").to_owned();
    let program = here().join("openapi/.venv/bin/schemathesis");
    assert!(program.is_file(), "{} is not installed: run `cargo xtask test`", program.display());
    let mut tried = Command::new(program);
    tried.current_dir(system.data()).env("NUMBER", number).env("NO_COLOR", "1");
    tried.arg("--config-file").arg(here().join("openapi/schemathesis.toml"));
    tried.args(["run", &format!("{address}/openapi.json"), "--checks", "all", "--max-time", "240", "--request-timeout", "30"]);
    let report = system.data().join("tried.xml");
    tried.arg("--report-junit-path").arg(&report);
    tried.args(["--header", &format!("Authorization: Bearer {token}")]);
    let output = tokio::task::spawn_blocking(move || tried.output()).await.expect("it ran").expect("schemathesis can be started");
    assert!(output.status.success(), "{}", words(&output));
    let report = std::fs::read_to_string(report).expect("a report");
    let (status, document) = http::get(system.ports.api, "/openapi.json").expect("the document");
    assert_eq!(status, 200);
    let untried: Vec<String> = operations(&document).into_iter().filter(|operation| !was_tried(&report, operation)).collect();
    assert_eq!(untried, Vec::<String>::new(), "each operation was tried within the time");
    assert_eq!(system.count("SELECT count(*) FROM api_calls WHERE status >= 500").await, 0);
}
