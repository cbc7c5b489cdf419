//! A database, a storage and the API over them, with two organisations, each with a program of its own.

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body};
use chrono::{DateTime, TimeZone as _, Utc};
use http::{Request, header};
use http_body_util::BodyExt as _;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use sqlx::PgPool;
use tower::ServiceExt as _;
use url::Url;
use uuid::Uuid;
use zvarot_actions::{Actions, Client, api_access};
use zvarot_domain::{
    AccountId, AnswerWay, AppealId, AppealNumber, ApplicantKind, EventKind, FileId, Form, Kind,
    Locale, NationalCalendar, OrganisationId, Status,
};
use zvarot_objects::{Objects, keys};
use zvarot_platform::Clock;
use zvarot_store::{
    Cause, Store,
    accounts::{self, NewAccount},
    appeals::{self, NewAppealRow},
    calendars,
    doorbell::SilentDoorbell,
    files::{self, CheckResult},
    organisations::{self, Organisation},
    topics::{self, Topic},
};
use zvarot_testkit::storage::Storage;
use zvarot_web::{Style, Web, WebConfig};

use crate::{
    body::BODY_AT_MOST,
    context::Api,
    quota::{Bucket, STRANGERS},
    room::Room,
    router::of_api,
    versions::{VERSIONS, Version},
};

/// Thursday, 16 April 2026, noon in Minsk.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 16, 9, 0, 0).unwrap()
}

pub struct Program {
    pub organisation: OrganisationId,
    pub id: zvarot_domain::ApiClientId,
    pub token: String,
}

pub struct Place {
    _storage: Storage,
    pub objects: Objects,
    pub actions: Actions,
    pub clock: Clock,
    pub applicant: AccountId,
    /// For the bodies of calls; nobody waits for it.
    pub room: Room,
    /// Of the executive committee, and of the hospital.
    pub committee: Program,
    pub hospital: Program,
    router: Router,
}

pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub json: Value,
}

impl Answer {
    /// Pointers and codes of what is wrong.
    pub fn errors(&self) -> Vec<(String, String)> {
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        errors
            .iter()
            .map(|error| (text(&error["pointer"]), text(&error["code"])))
            .collect()
    }
}

async fn organisation(pool: &PgPool, name: &str, unp: &str) -> OrganisationId {
    let mut connection = pool.acquire().await.unwrap();
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: name.to_owned(),
        name_be: format!("{name} (бел.)"),
        unp: unp.to_owned(),
        address_ru: String::new(),
        address_be: String::new(),
        phone: String::new(),
        is_state: true,
        active: true,
        index_template: "{letter}-{number}".to_owned(),
        collective_sign: "Кол".to_owned(),
        anonymous_sign: "А".to_owned(),
    };
    organisations::upsert(&mut connection, &organisation)
        .await
        .unwrap()
}

impl Place {
    pub async fn new(pool: PgPool) -> Self {
        Self::with_versions(pool, VERSIONS).await
    }

    pub async fn with_versions(pool: PgPool, versions: &'static [Version]) -> Self {
        let storage = Storage::start().await.unwrap();
        let objects = storage.objects().await;
        let store = Store::new(pool.clone(), Arc::new(SilentDoorbell));
        let clock = Clock::frozen(now());
        let told = clock.clone();
        let config = WebConfig {
            style: Style::Json,
            public_url: Url::parse("https://zvarot.example").unwrap(),
            secret_key: "secret".into(),
            storage_origin: None,
            trusted_proxies: Vec::new(),
            local_stack: None,
            menu: |_| Vec::new(),
            subject: |_| None,
            now: Arc::new(move || told.now()),
        };
        let actions = Actions {
            store: store.clone(),
            secret: "secret".into(),
        };
        let room = Room::new(2 * BODY_AT_MOST, Duration::ZERO);
        let api = Api {
            web: Web::new(config, store),
            actions: actions.clone(),
            objects: objects.clone(),
            webhooks_private: false,
            versions,
            strangers: STRANGERS,
            room: room.clone(),
            bucket: Bucket {
                burst: 1000,
                per_second: 50,
            },
        };
        let mut connection = pool.acquire().await.unwrap();
        let national = serde_json::from_str(NationalCalendar::SEED).unwrap();
        calendars::add_national(&mut connection, &national)
            .await
            .unwrap();
        let topic = Topic {
            code: "07".to_owned(),
            parent_code: None,
            name_ru: "Ремонт".to_owned(),
            name_be: "Рамонт".to_owned(),
        };
        topics::upsert(&mut connection, &topic).await.unwrap();
        let account = NewAccount {
            login: "alena",
            password_hash: "",
            display_name: "Вярба Алёна",
            locale: Locale::Be,
            phone: Some("+375291234567"),
            email: None,
        };
        let applicant = accounts::insert(&mut connection, &account, now())
            .await
            .unwrap();
        drop(connection);
        let committee = organisation(&pool, "Исполком", "100000007").await;
        let hospital = organisation(&pool, "Больница", "100000015").await;
        Self {
            committee: program(&actions, committee).await,
            hospital: program(&actions, hospital).await,
            _storage: storage,
            objects,
            actions,
            clock,
            applicant,
            room,
            router: of_api(api, BODY_AT_MOST),
        }
    }

    pub fn cause(&self) -> Cause {
        cause(self.clock.now())
    }

    /// An electronic appeal of the applicant's, as its submission writes it.
    pub async fn submitted(&self, program: &Program) -> AppealNumber {
        let mut work = self.actions.store.begin(&self.cause()).await.unwrap();
        let connection = work.connection();
        let number = appeals::next_number(&mut *connection).await.unwrap();
        let id = AppealId(Uuid::now_v7());
        let row = NewAppealRow {
            id,
            number,
            access_code: "0123456789",
            draft_id: None,
            organisation_id: program.organisation,
            account_id: Some(self.applicant),
            kind: Kind::Complaint,
            form: Form::Electronic,
            status: Status::Submitted,
            topic_code: "07",
            subtopic_code: None,
            content: "Прашу адрамантаваць ліфт.",
            locale: Locale::Be,
            answer_way: AnswerWay::Cabinet,
            collective: false,
            participants_count: None,
            against_employee: None,
            against_unp: None,
            applicant_kind: ApplicantKind::Person,
            applicant_name: "Вярба Алёна",
            applicant: json!({ "kind": "person", "surname": "Вярба", "name": "Алёна", "patronymic": "",
                "address": { "postal_code": null, "region": "", "district": "", "settlement": "г. Минск", "street": "", "house": "5", "building": "", "flat": "" } }),
            address: "г. Минск, 5",
            registration_limit_at: self.clock.now(),
        };
        appeals::insert(&mut *connection, &row, self.clock.now())
            .await
            .unwrap();
        let (kind, data) = (EventKind::Submitted, json!({}));
        appeals::append_event(
            &mut *connection,
            id,
            kind,
            Some(self.applicant),
            data,
            self.clock.now(),
        )
        .await
        .unwrap();
        work.commit().await.unwrap();
        number
    }

    /// The same, acknowledged.
    pub async fn registered(&self, program: &Program) -> AppealNumber {
        let number = self.submitted(program).await;
        let answer = self
            .act(program, number, "acknowledgement", json!({}))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        number
    }

    /// Another program of the organisation, in the technological environment.
    pub async fn tried_out(&self, of: &Program) -> Program {
        let twin = zvarot_actions::conformance::twin_of(&self.actions, &self.cause(), of.organisation).await.unwrap();
        program(&self.actions, twin).await
    }

    pub async fn get(&self, program: &Program, path: &str) -> Answer {
        self.send(program, "GET", path, &[], None).await
    }

    /// A page of the feed that has at least so many changes. They may take a while: the feed waits for every transaction
    /// of the database server, other tests' too.
    pub async fn changes(&self, program: &Program, path: &str, wanted: usize) -> Value {
        for _ in 0..3000 {
            let page = self.get(program, path).await;
            assert_eq!(page.status, 200, "{}", page.json);
            if page.json["changes"].as_array().unwrap().len() >= wanted {
                return page.json;
            }
            sqlx::query("UPDATE rate_limits SET tokens = 1000")
                .execute(self.actions.store.pool())
                .await
                .unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("{path} does not come to {wanted} changes");
    }

    pub async fn act(
        &self,
        program: &Program,
        number: AppealNumber,
        act: &str,
        body: Value,
    ) -> Answer {
        let path = format!("/v1/appeals/{}/{act}", number.digits());
        self.send(program, "POST", &path, &[], Some(body.to_string()))
            .await
    }

    pub async fn send(
        &self,
        program: &Program,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", program.token));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, Body::from);
        self.answer(request.body(body).unwrap()).await
    }

    /// The answer to a request of any kind.
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }

    /// A page as a browser gets it, with the headers that keep it to its own server.
    pub async fn page(&self, path: &str, language: &str) -> String {
        let request = Request::builder().uri(path).header(header::ACCEPT_LANGUAGE, language);
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'") && !policy.contains("unsafe"), "{policy}");
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// A file that the program uploaded in a call and that has passed the check.
    pub async fn clean_file(&self, program: &Program) -> FileId {
        let body = json!({ "name": "Ответ.pdf", "content": "JVBERi0xLjQK" });
        let answer = self
            .send(program, "POST", "/v1/files", &[], Some(body.to_string()))
            .await;
        assert_eq!(answer.status, 201, "{}", answer.json);
        assert_eq!(answer.json["state"]["code"], "checking");
        let id: FileId = answer.json["id"].as_str().unwrap().parse().unwrap();
        let mut connection = self.actions.store.pool().acquire().await.unwrap();
        let digest = [7; 32];
        let bytes = "checked".into();
        self.objects
            .put_bytes(&keys::checked(id, &digest), "application/pdf", bytes)
            .await
            .unwrap();
        let clean = CheckResult::Clean {
            content_type: "application/pdf",
            sha256: &digest,
            flags: &[],
            has_preview: false,
        };
        assert!(
            files::record_check(&mut connection, id, clean, self.clock.now())
                .await
                .unwrap()
        );
        id
    }

    /// One number out of the database.
    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query)
            .fetch_one(self.actions.store.pool())
            .await
            .unwrap()
    }
}

pub fn cause(now: DateTime<Utc>) -> Cause {
    Cause {
        now,
        trace_id: "0123456789abcdef0123456789abcdef".to_owned(),
    }
}

async fn program(actions: &Actions, organisation: OrganisationId) -> Program {
    let cause = cause(now());
    let credentials = api_access::register_client(actions, &cause, organisation, "СЭД", None)
        .await
        .unwrap();
    let (id, secret) = (credentials.client, &credentials.secret);
    let token = api_access::issue_token(actions, &cause, &Client::default(), id, secret)
        .await
        .unwrap();
    Program {
        organisation,
        id,
        token: token.secret.expose_secret().to_owned(),
    }
}
