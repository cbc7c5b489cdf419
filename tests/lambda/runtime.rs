//! A stand-in for Lambda itself: the Runtime API that each program polls for its next event and posts its answer to.

use std::{
    collections::HashMap,
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
    response::IntoResponse,
    routing::{get, post},
};
use serde_json::Value;
use sqlx::ConnectOptions as _;
use tokio::{
    net::TcpListener,
    process::{Child, Command},
    sync::{Mutex as AsyncMutex, mpsc, oneshot},
};
use zvarot_objects::StorageConfig;
use zvarot_testkit::storage::Storage;

/// Far longer than anything here takes: a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a program said to an event: its answer, or the error it reported.
type Outcome = Result<Value, Value>;

/// A program that runs as a Lambda function. It is killed when this is dropped.
pub struct Function {
    program: Child,
    events: mpsc::UnboundedSender<(String, Value)>,
    desk: Arc<Desk>,
    /// Files of the system.
    pub storage: Storage,
}

struct Desk {
    coming: AsyncMutex<mpsc::UnboundedReceiver<(String, Value)>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
}

impl Function {
    /// Starts the program `zvarot-{name}` over the database of `pool` and a storage of its own.
    pub async fn start(name: &str, pool: &sqlx::PgPool, more: &[(&str, &str)]) -> Self {
        let storage = Storage::start().await.expect("a storage");
        let (events, coming) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk {
            coming: AsyncMutex::new(coming),
            waiting: Mutex::default(),
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let router = router(desk.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let program = command(name, pool, &address.to_string(), &storage, more)
            .spawn()
            .expect("the program starts");
        Self {
            program,
            events,
            desk,
            storage,
        }
    }

    /// Hands over an event and waits for the answer. `Err` holds the error that the program reported.
    pub async fn call(&mut self, event: Value) -> Outcome {
        let id = uuid::Uuid::new_v4().to_string();
        let (answer, outcome) = oneshot::channel();
        self.desk
            .waiting
            .lock()
            .expect("nobody panics holding it")
            .insert(id.clone(), answer);
        self.events.send((id, event)).expect("the desk is open");
        let outcome = tokio::select! {
            outcome = tokio::time::timeout(PATIENCE, outcome) => outcome,
            died = self.program.wait() => panic!("the program ended: {died:?}"),
        };
        outcome
            .expect("an answer in time")
            .expect("the desk is open")
    }
}

/// The program `zvarot-{name}` as Lambda would start it, with its Runtime API at `address`; killed with its handle.
pub fn command(
    name: &str,
    pool: &sqlx::PgPool,
    address: &str,
    storage: &Storage,
    more: &[(&str, &str)],
) -> Command {
    let database = pool.connect_options().to_url_lossy();
    let mut command = Command::new(zvarot_tests::program(&format!("zvarot-{name}")));
    command
        .env_clear()
        .envs(of_lambda(name, address))
        .envs(of_storage(&storage.config()))
        .env("DATABASE_URL", database.as_str())
        .env("PUBLIC_URL", "https://zvarot.example")
        .env("SECRET_KEY", "0123456789abcdef0123456789abcdef")
        .env("UPLOADS", "storage")
        .envs(more.iter().copied())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// The variables that Lambda sets.
fn of_lambda(name: &str, address: &str) -> [(&'static str, String); 6] {
    [
        ("AWS_LAMBDA_RUNTIME_API", address.to_owned()),
        ("AWS_LAMBDA_FUNCTION_NAME", format!("zvarot-{name}")),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024".to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_REGION", "eu-central-1".to_owned()),
        ("TMPDIR", std::env::temp_dir().display().to_string()),
    ]
}

fn of_storage(config: &StorageConfig) -> Vec<(&'static str, String)> {
    use secrecy::ExposeSecret as _;
    let (id, secret) = config.credentials.clone().expect("a key of its own");
    let endpoint = config.endpoint.clone().expect("an address of its own");
    vec![
        ("STORAGE_ENDPOINT", endpoint.to_string()),
        ("STORAGE_BUCKET", config.bucket.clone()),
        ("STORAGE_ACCESS_KEY_ID", id),
        (
            "STORAGE_SECRET_ACCESS_KEY",
            secret.expose_secret().to_owned(),
        ),
    ]
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route(
            "/2018-06-01/runtime/invocation/{id}/response",
            post(response),
        )
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .layer(DefaultBodyLimit::disable())
        .with_state(desk)
}

async fn next(State(desk): State<Arc<Desk>>) -> impl IntoResponse {
    let event = desk.coming.lock().await.recv().await;
    let Some((id, event)) = event else {
        // The test is over; the program is about to be killed.
        return std::future::pending().await;
    };
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let deadline = (now + PATIENCE).as_millis().to_string();
    let arn = "arn:aws:lambda:eu-central-1:123456789012:function:zvarot";
    let trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1";
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", deadline),
        ("lambda-runtime-invoked-function-arn", arn.to_owned()),
        ("lambda-runtime-trace-id", trace.to_owned()),
    ];
    (headers, Json(event))
}

async fn response(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    // Lambda takes no longer answer.
    if body.len() > 6 * 1024 * 1024 {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    desk.tell(
        &id,
        Ok(serde_json::from_slice(&body).expect("an answer in JSON")),
    )
}

async fn error(State(desk): State<Arc<Desk>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    desk.tell(
        &id,
        Err(serde_json::from_slice(&body).expect("an error in JSON")),
    )
}

impl Desk {
    fn tell(&self, id: &str, outcome: Outcome) -> StatusCode {
        let waiting = self
            .waiting
            .lock()
            .expect("nobody panics holding it")
            .remove(id);
        match waiting.map(|waiting| waiting.send(outcome)) {
            Some(_) => StatusCode::ACCEPTED,
            None => StatusCode::NOT_FOUND,
        }
    }
}
