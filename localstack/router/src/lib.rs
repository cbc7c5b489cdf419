//! A router of СМДО for tests and for the local stack: OAuth, packages, attachments, sending, listing, confirming, and behind
//! it the organisations' systems of documents, which acknowledge, register and answer. It can lose calls and replies,
//! repeat, delay and refuse, by given rates with a seeded generator. What it has taken it keeps in memory only.

mod calls;
mod faults;
mod office;
mod page;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the router and the organisations behind it behave; what `POST /control` sets. Rates are parts of all calls, 0 to 1.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Where the generator of chances begins.
    pub seed: u64,
    /// Calls that are lost: by half before they are done, by half after.
    pub lose: f64,
    /// Calls that are done twice, and messages that are listed again after they were confirmed.
    pub repeat: f64,
    /// Calls and messages that are late, and by how many milliseconds at most.
    pub delay: f64,
    pub delay_milliseconds: u64,
    /// Calls that are refused.
    pub refuse: f64,
    /// Whether organisations say that they have got something.
    pub acknowledges: bool,
    /// Whether organisations register what they get.
    pub registers: bool,
    /// How organisations answer by themselves.
    pub answers: Answers,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            seed: 1,
            lose: 0.0,
            repeat: 0.0,
            delay: 0.0,
            delay_milliseconds: 0,
            refuse: 0.0,
            acknowledges: true,
            registers: true,
            answers: Answers::None,
        }
    }
}

/// What an organisation answers to an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// Nothing.
    None,
    /// A document with a file.
    Plain,
    /// The same with a zone «Expansion» that completes the appeal.
    Completing,
    /// The same with a zone that has faults.
    Faulty,
}

/// A document that an organisation's system has got: once in effect, however often it came.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Received {
    pub msg_id: String,
    /// The organisation's code.
    pub to: String,
    pub envelope: Value,
    /// The router's id of the package.
    pub package: String,
    /// Names by which the envelope refers to its files, with their sizes in bytes.
    pub files: Vec<(String, usize)>,
    /// How often it came.
    pub times: u32,
    /// Our acknowledgements of its answers, in words: `ack_type errorcode text`.
    pub told: Vec<String>,
    /// The answers that its system has sent: their ids.
    pub answers: Vec<String>,
    pub refused: bool,
}

/// The whole router. Cheap to clone.
#[derive(Clone)]
pub struct Simulator(Arc<Mutex<State>>);

struct State {
    behaviour: Behaviour,
    chances: StdRng,
    key: String,
    secret: String,
    tokens: HashSet<String>,
    /// Packages that the system of appeals has made.
    made: HashMap<String, Made>,
    /// What organisations have, by the id of the message.
    received: BTreeMap<String, Received>,
    /// The order in which it came.
    order: Vec<String>,
    /// What waits for the system of appeals.
    waiting: Vec<Waiting>,
    /// Acknowledgements by us: ids of messages, so that each counts once.
    acknowledged: HashSet<String>,
    calls: u64,
}

struct Made {
    package: Value,
    attachments: Vec<(String, String, Bytes)>,
}

struct Waiting {
    package: String,
    confirm: String,
    /// The package as it is listed: JSON, unless somebody put something else there.
    text: String,
    /// It was listed once more after it was confirmed.
    repeated: bool,
    attachments: Vec<(String, String, Bytes)>,
    confirmed: bool,
    from: Instant,
}

impl Simulator {
    /// A router that gives tokens for this key and secret.
    #[must_use]
    pub fn new(key: &str, secret: &str) -> Self {
        let behaviour = Behaviour::default();
        Self(Arc::new(Mutex::new(State {
            chances: StdRng::seed_from_u64(behaviour.seed),
            behaviour,
            key: key.to_owned(),
            secret: secret.to_owned(),
            tokens: HashSet::new(),
            made: HashMap::new(),
            received: BTreeMap::new(),
            order: Vec::new(),
            waiting: Vec::new(),
            acknowledged: HashSet::new(),
            calls: 0,
        })))
    }

    /// The router's calls under `/api/`, and beside them the page, the list of what came, and the control.
    pub fn router(&self) -> Router {
        let calls = faults::between(self.clone(), calls::router(self.clone()));
        Router::new()
            .route("/", get(page::show))
            .route("/answer", post(page::answer))
            .route("/packages", get(page::packages))
            .route("/control", post(page::control))
            .with_state(self.clone())
            .nest_service("/api", calls)
    }

    /// Sets the behaviour from now on; the generator begins anew.
    pub fn set(&self, behaviour: Behaviour) {
        let mut state = self.state();
        state.chances = StdRng::seed_from_u64(behaviour.seed);
        state.behaviour = behaviour;
    }

    /// What organisations have got, the oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        let state = self.state();
        state.order.iter().filter_map(|id| state.received.get(id)).cloned().collect()
    }

    /// The bytes of a package's attachment, by the name that the envelope has for it.
    #[must_use]
    pub fn attachment(&self, package: &str, name: &str) -> Option<Bytes> {
        let state = self.state();
        let attached = &state.made.get(package)?.attachments;
        attached.iter().find(|(_, attached, _)| attached == name).map(|(_, _, bytes)| bytes.clone())
    }

    /// How many messages wait for the system of appeals and are not confirmed.
    #[must_use]
    pub fn unconfirmed(&self) -> usize {
        self.state().waiting.iter().filter(|waiting| !waiting.confirmed).count()
    }

    /// How many calls came.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Puts a package before the system of appeals as it is, as if `from` had sent it.
    pub fn put(&self, from: &str, envelope: Value, files: &[(&str, &[u8])]) {
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::copy_from_slice(bytes))).collect();
        self.state().put(from, &envelope, files);
    }

    /// The same with an envelope of any text: what a broken system may send.
    pub fn put_text(&self, from: &str, envelope: &str) {
        self.state().put_text(from, envelope, Vec::new());
    }

    /// Has the organisation that got a message answer it.
    pub fn answer(&self, msg_id: &str, how: Answers) -> bool {
        self.state().answer(msg_id, how)
    }

    /// Has the organisation that got a message say that it registered it.
    pub fn register(&self, msg_id: &str) -> bool {
        self.state().register(msg_id)
    }

    /// Has the organisation refuse to register a message.
    pub fn refuse(&self, msg_id: &str) -> bool {
        self.state().refuse_registration(msg_id)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(&mut self, from: &str, envelope: &Value, files: Vec<(String, Bytes)>) {
        self.put_text(from, &envelope.to_string(), files);
    }

    fn put_text(&mut self, from: &str, envelope: &str, files: Vec<(String, Bytes)>) {
        let rate = self.behaviour.delay;
        let late = self.chance(rate);
        let wait = Duration::from_millis(if late { self.behaviour.delay_milliseconds } else { 0 });
        let attachments: Vec<_> = files.into_iter().map(|(name, bytes)| (new_id(), name, bytes)).collect();
        let listed: Vec<Value> = attachments
            .iter()
            .map(|(id, name, _)| serde_json::json!({ "id": id, "name": name }))
            .collect();
        let (package, confirm) = (new_id(), new_id());
        let sender = serde_json::json!({ "idAbonent": from, "typeAbonent": "SMDO", "name": from });
        let text = format!(
            r#"{{"body":{{"envelop":{envelope}}},"packageId":"{package}","confirmId":"{confirm}","from":{sender},"attachments":{}}}"#,
            Value::from(listed),
        );
        let from = Instant::now() + wait;
        self.waiting.push(Waiting { package, confirm, text, repeated: false, attachments, confirmed: false, from });
    }

    fn chance(&mut self, rate: f64) -> bool {
        use rand::RngExt as _;
        rate > 0.0 && self.chances.random::<f64>() < rate
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
