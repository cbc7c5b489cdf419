//! Two organisations with officials, two applicants, a clock that stands; people who open pages and send their forms.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use chrono::{DateTime, TimeZone, Utc};
use http::{HeaderMap, Method, Request, header};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sqlx::PgPool;
use tower::ServiceExt as _;
use uuid::Uuid;
use zvarot_actions::passwords;
use zvarot_domain::topics::Topics;
use zvarot_domain::{AccountId, ApplicantKind, Locale, NationalCalendar, OrganisationId, Role};
use zvarot_platform::{Clock, Environment, Platform};
use zvarot_store::accounts::{self, NewAccount};
use zvarot_store::doorbell::SilentDoorbell;
use zvarot_store::organisations::{self, Organisation};
use zvarot_store::topics::{self, Topic};
use zvarot_store::{PgConnection, Store, calendars};
use zvarot_testkit::storage::Storage;

/// Everyone's.
pub const PASSWORD: &str = "Berezina-tihaya-17";
/// A sub-topic of the classifier.
const TOPIC: &str = "07-08";

pub struct World {
    pub pool: PgPool,
    pub platform: Platform,
    /// Holds the files while the test runs.
    _storage: Storage,
    router: Router,
    /// Of `clerk`, `head`, `executor`, `authorised` and `external`.
    pub council: OrganisationId,
}

impl World {
    /// A system where files come by the form.
    pub async fn new(pool: PgPool) -> Self {
        let storage = Storage::start().await.expect("a storage");
        let config = storage.config();
        let (id, secret) = config.credentials.clone().expect("a key");
        let endpoint = config.endpoint.clone().expect("an address");
        let variables = [
            ("PUBLIC_URL", "https://zvarot.example".to_owned()),
            ("SECRET_KEY", "a key for tests".to_owned()),
            ("STORAGE_ENDPOINT", endpoint.to_string()),
            ("STORAGE_BUCKET", config.bucket.clone()),
            ("STORAGE_ACCESS_KEY_ID", id),
            (
                "STORAGE_SECRET_ACCESS_KEY",
                secret.expose_secret().to_owned(),
            ),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value));
        // Monday, ten o'clock in Minsk.
        let start = Utc.with_ymd_and_hms(2026, 11, 23, 7, 0, 0).single();
        let clock = Clock::frozen(start.expect("it exists"));
        let store = Store::new(pool.clone(), Arc::new(SilentDoorbell));
        let environment = Environment::from_map(variables.into());
        let platform = Platform::of_parts("front", environment, store, clock);
        let router = crate::router(&platform)
            .await
            .expect("the settings are right");
        let mut world = Self {
            pool,
            platform,
            _storage: storage,
            router,
            council: OrganisationId(Uuid::nil()),
        };
        world.populate().await;
        world
    }

    async fn populate(&mut self) {
        let now = self.now();
        let password = passwords::hash(SecretString::from(PASSWORD)).await;
        let password = password.expect("hashed");
        let mut connection = self.pool.acquire().await.expect("connected");
        let national = serde_json::from_str(NationalCalendar::SEED).expect("JSON");
        let done = calendars::add_national(&mut connection, &national).await;
        done.expect("written");
        for topic in Topics::seed().all() {
            let topic = Topic {
                code: topic.code.clone(),
                parent_code: topic.parent_code.clone(),
                name_ru: topic.name_ru.clone(),
                name_be: topic.name_be.clone(),
            };
            let done = topics::upsert(&mut connection, &topic).await;
            done.expect("written");
        }
        self.council = organisation(&mut connection, "Заречненский райисполком", "100000001").await;
        let hospital = organisation(&mut connection, "Заречненская больница", "100000002").await;
        for name in ["ivan", "maria"] {
            let id = account(&mut connection, name, &password, now).await;
            applicant(&mut connection, id, now).await;
        }
        let council = Some(self.council);
        for (login, role, place) in [
            ("clerk", Role::Clerk, council),
            ("head", Role::OrganisationHead, council),
            ("executor", Role::Executor, council),
            ("authorised", Role::AuthorisedPerson, council),
            ("external", Role::ExternalAdministrator, council),
            ("hospital-clerk", Role::Clerk, Some(hospital)),
            ("operator", Role::Operator, None),
            ("chief", Role::ChiefAdministrator, None),
        ] {
            let id = account(&mut connection, login, &password, now).await;
            let done = accounts::grant(&mut connection, id, role, place).await;
            done.expect("written");
        }
    }

    /// An official of an organisation, with everyone's password.
    pub async fn hire(&self, login: &str, role: Role, organisation: OrganisationId) -> AccountId {
        let mut connection = self.pool.acquire().await.expect("connected");
        let password: String = sqlx::query_scalar("SELECT password_hash FROM accounts WHERE login = 'clerk'")
            .fetch_one(&mut *connection)
            .await
            .expect("one");
        let id = account(&mut connection, login, &password, self.now()).await;
        accounts::grant(&mut connection, id, role, Some(organisation)).await.expect("written");
        let done = sqlx::query("UPDATE accounts SET display_name = $2 WHERE id = $1");
        done.bind(id.0).bind(login).execute(&mut *connection).await.expect("written");
        id
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.platform.clock.now()
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Person<'_> {
        Person {
            world: self,
            address: "192.0.2.1".to_owned(),
            cookies: Mutex::default(),
        }
    }

    /// Somebody who has.
    pub async fn person(&self, login: &str) -> Person<'_> {
        let person = self.visitor();
        let answer = person.sign_in(login, PASSWORD).await;
        assert_eq!(answer.status, 303, "{login}: {}", answer.body);
        person
    }

    /// A number out of the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let count = sqlx::query_scalar(sql).fetch_one(&self.pool).await;
        count.expect("counted")
    }

    /// All rows of a query whose one column is text, in the order of the texts.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut texts: Vec<String> = sqlx::query_scalar(sql)
            .fetch_all(&self.pool)
            .await
            .expect("read");
        texts.sort();
        texts
    }

    /// Everything that says how appeals stand: to see that nothing has changed.
    pub async fn state_of_appeals(&self) -> Vec<String> {
        self.texts(
            "SELECT to_jsonb(appeals)::text FROM appeals
             UNION ALL SELECT to_jsonb(appeal_events)::text FROM appeal_events
             UNION ALL SELECT to_jsonb(answers)::text FROM answers
             UNION ALL SELECT to_jsonb(appeal_cards)::text FROM appeal_cards
             UNION ALL SELECT to_jsonb(appeal_messages)::text FROM appeal_messages
             UNION ALL SELECT to_jsonb(assignments)::text FROM assignments
             UNION ALL SELECT to_jsonb(assignment_steps)::text FROM assignment_steps
             UNION ALL SELECT to_jsonb(completions)::text FROM completions
             UNION ALL SELECT to_jsonb(documents)::text FROM documents
             UNION ALL SELECT to_jsonb(resolutions)::text FROM resolutions
             UNION ALL SELECT to_jsonb(resolution_tasks)::text FROM resolution_tasks
             UNION ALL SELECT to_jsonb(jobs)::text FROM jobs
             UNION ALL SELECT to_jsonb(drafts)::text FROM drafts
             UNION ALL SELECT to_jsonb(published_answers)::text FROM published_answers
             UNION ALL SELECT to_jsonb(saved_searches)::text FROM saved_searches
             UNION ALL SELECT to_jsonb(letter_templates)::text FROM letter_templates
             UNION ALL SELECT to_jsonb(reports)::text FROM reports
             UNION ALL SELECT to_jsonb(files)::text FROM files",
        )
        .await
    }
}

/// One more organisation.
pub async fn organisation(connection: &mut PgConnection, name: &str, unp: &str) -> OrganisationId {
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: name.into(),
        name_be: name.into(),
        unp: unp.into(),
        address_ru: String::new(),
        address_be: String::new(),
        phone: String::new(),
        is_state: true,
        active: true,
        index_template: "{letter}-{number}".into(),
        collective_sign: "К".into(),
        anonymous_sign: "А".into(),
    };
    organisations::upsert(connection, &organisation)
        .await
        .expect("written")
}

async fn account(
    connection: &mut PgConnection,
    login: &str,
    password: &str,
    now: DateTime<Utc>,
) -> AccountId {
    let (phone, email) = ("+375291234567", format!("{login}@people.example"));
    let account = NewAccount {
        login,
        password_hash: password,
        display_name: "Купава Мария",
        locale: Locale::Ru,
        phone: Some(phone),
        email: Some(&email),
    };
    let id = accounts::insert(&mut *connection, &account, now).await;
    let id = id.expect("written");
    let done = accounts::confirm_phone(&mut *connection, id, phone, now).await;
    assert!(done.expect("written"));
    let done = accounts::confirm_email(connection, id, &email, now).await;
    assert!(done.expect("written"));
    id
}

async fn applicant(connection: &mut PgConnection, account: AccountId, now: DateTime<Utc>) {
    let form = zvarot_domain::applicant::ApplicantForm {
        surname: "Купава".to_owned(),
        name: "Мария".to_owned(),
        address: zvarot_domain::applicant::AddressForm {
            settlement: "г. Заречье".to_owned(),
            house: "7".to_owned(),
            ..Default::default()
        },
        ..Default::default()
    };
    let profile = form.validate(ApplicantKind::Person).expect("valid");
    let profile = json!(profile);
    let kind = ApplicantKind::Person;
    let done = accounts::insert_applicant(connection, account, kind, &profile, now).await;
    done.expect("written");
}

/// An answer; redirects are not followed.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        location
            .and_then(|location| location.to_str().ok())
            .unwrap_or("")
    }

    /// The value of the first field of this name.
    pub fn value(&self, name: &str) -> String {
        let field = format!("name=\"{name}\"");
        let tag = self.body.split('<').find(|tag| tag.contains(&field));
        let value = tag.and_then(|tag| tag.split("value=\"").nth(1));
        let value = value.and_then(|rest| rest.split('"').next());
        value.unwrap_or_default().to_owned()
    }

    /// Whether the summary of faults leads to this field.
    pub fn blames(&self, field: &str) -> bool {
        self.body.contains(&format!("<a href=\"#{field}\">"))
    }
}

/// Somebody with a browser that runs no scripts.
pub struct Person<'a> {
    world: &'a World,
    pub address: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Person<'_> {
    /// The same person at another address.
    pub fn at(mut self, address: &str) -> Self {
        address.clone_into(&mut self.address);
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    /// As a page's script asks by itself.
    pub async fn get_passively(&self, path: &str) -> Answer {
        let passive = [("x-passive", "1")];
        self.send(Method::GET, path, &passive, Body::empty()).await
    }

    /// Sends fields with a token from the sign-in page or, for whoever has signed in, from a page of their own.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post_plainly(path, &all, &[]).await
    }

    /// Sends just these fields with these headers.
    pub async fn post_plainly(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers: Vec<_> = [kind].into_iter().chain(headers.iter().copied()).collect();
        self.send(Method::POST, path, &headers, Body::from(body))
            .await
    }

    /// Sends a form with files as a browser without scripts does: each by its name, with this content.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut body = String::new();
        for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
            body += &format!("--border\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        for (name, content) in files {
            let head = format!("content-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: application/rtf");
            body += &format!("--border\r\n{head}\r\n\r\n{content}\r\n");
        }
        body += "--border--\r\n";
        let kind = ("content-type", "multipart/form-data; boundary=border");
        self.send(Method::POST, path, &[kind], Body::from(body)).await
    }

    /// Sends a body as it is, from this address.
    pub async fn post_body(&self, path: &str, address: &str, body: String) -> Answer {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send_from(address, Method::POST, path, &[kind], Body::from(body))
            .await
    }

    /// A token for forms.
    pub async fn token(&self) -> String {
        // Every page of somebody who has signed in has the form for signing out; the others' have a form of their own.
        let signed_in = self.cookies().contains_key("__Host-zvarot");
        let page = if signed_in { "/" } else { "/sign-in" };
        let token = self.get(page).await.value("csrf");
        assert!(!token.is_empty(), "{page} has a form");
        token
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("login", login), ("password", password)])
            .await
    }

    /// Whether a page for those who have signed in opens.
    pub async fn is_in(&self) -> bool {
        self.get("/password").await.status == 200
    }

    fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies
            .lock()
            .expect("nobody panics holding it")
            .clone()
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        self.send_from(&self.address, method, path, headers, body)
            .await
    }

    async fn send_from(
        &self,
        address: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let cookies = self.cookies();
        let cookies: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "zvarot.example")
            .header(header::ACCEPT_LANGUAGE, "ru")
            .header(header::COOKIE, cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = SocketAddr::new(address.parse().expect("an address"), 50_000);
        let request = request.extension(ConnectInfo(peer)).body(body);
        let router = self.world.router.clone();
        let response = router.oneshot(request.expect("a request")).await;
        let (parts, body) = response.expect("an answer").into_parts();
        let mut kept = self.cookies.lock().expect("nobody panics holding it");
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("ASCII");
            let (pair, rest) = cookie.split_once(';').expect("with attributes");
            let (name, value) = pair.split_once('=').expect("a pair");
            if rest.contains("Max-Age=0") {
                kept.remove(name);
            } else {
                kept.insert(name.to_owned(), value.to_owned());
            }
        }
        drop(kept);
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Begins a draft and gives its path.
    pub async fn begin_draft(&self) -> String {
        let answer = self
            .post("/appeals/new", &[("kind", "application")])
            .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.location().to_owned()
    }

    /// Saves a draft opened at this version with this content, pressing this button.
    pub async fn save_draft(
        &self,
        path: &str,
        version: &str,
        content: &str,
        button: &str,
    ) -> Answer {
        let organisation = self.world.council.to_string();
        let fields = [
            ("version", version),
            ("kind", "application"),
            ("organisation_id", &organisation),
            ("topic", TOPIC),
            ("content", content),
            ("answer_way", "cabinet"),
            ("address/settlement", "г. Заречье"),
            ("address/house", "7"),
            (button, "yes"),
        ];
        self.post(path, &fields).await
    }

    /// Hands an appeal in to the council and gives its number.
    pub async fn hand_in(&self, content: &str) -> String {
        let path = self.begin_draft().await;
        let version = self.get(&path).await.value("version");
        let answer = self.save_draft(&path, &version, content, "submit").await;
        let number = answer.location().strip_prefix("/appeals/");
        let number = number.and_then(|rest| rest.strip_suffix("/receipt"));
        // As the clock does it soon.
        let mut connection = self.world.pool.acquire().await.expect("connected");
        zvarot_store::search::index_waiting(&mut connection, 100).await.expect("indexed");
        number
            .unwrap_or_else(|| panic!("{} {}", answer.status, answer.body))
            .to_owned()
    }

    /// A clerk registers an appeal as it is proposed.
    pub async fn register(&self, number: &str) -> Answer {
        let path = format!("/work/appeals/{number}/register");
        let page = self.get(&path).await;
        let (version, index) = (page.value("version"), page.value("proposed_index"));
        let fields = [
            ("version", version.as_str()),
            ("registration_index", &index),
            ("proposed_index", &index),
            ("registered_on", "2026-11-23"),
            ("term", "15d"),
        ];
        self.post(&path, &fields).await
    }

    /// A clerk answers an appeal.
    pub async fn answer(&self, number: &str, text: &str) -> Answer {
        let path = format!("/work/appeals/{number}/answer");
        let version = self.get(&path).await.value("version");
        let fields = [
            ("version", version.as_str()),
            ("text", text),
            ("outcome", "explained"),
            ("number", "1"),
            ("dated", "2026-11-23"),
            ("send", "yes"),
        ];
        self.post(&path, &fields).await
    }
}
