//! A small world: an organisation with a clerk, an applicant, one appeal; a relay and a gateway; a clock that stands.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};
use zvarot_actions::{Actions, Client, confirm};
use zvarot_domain::{
    AccountId, Actor, AnswerWay, AppealId, AppealNumber, ApplicantKind, DeliveryId, EventId,
    EventKind, Form, Kind, Locale, OrganisationId, Role, Status,
};
use zvarot_platform::{
    Clock, Environment, Platform,
    queue::{self, Worker},
};
use zvarot_store::{
    Cause, Store,
    accounts::{self, NewAccount},
    appeals::{self, NewAppealRow},
    deliveries::{self, Delivery, DeliveryState},
    doorbell::SilentDoorbell,
    jobs::Job,
    organisations::{self, Organisation},
    topics::{self, Topic},
};
use zvarot_testkit::{
    relay::{Relay, Script},
    storage::Storage,
};

use crate::worker;

pub const EMAIL: &str = "applicant@example.by";
pub const PHONE: &str = "+375291234567";

pub struct World {
    pub platform: Platform,
    pub worker: Arc<dyn Worker>,
    pub storage: Storage,
    pub relay: Relay,
    pub gateway: MockServer,
    pub applicant: AccountId,
    pub clerk: AccountId,
    pub organisation: OrganisationId,
    pub appeal: AppealId,
}

impl World {
    pub async fn new(pool: PgPool) -> Self {
        Self::new_with(pool, &[]).await
    }

    /// The same with other variables.
    pub async fn new_with(pool: PgPool, others: &[(&'static str, &str)]) -> Self {
        let relay = Relay::start(Script::default()).await;
        let gateway = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(202).set_body_json(json!({"id": "msg-1"})))
            .mount(&gateway)
            .await;
        let variables = [
            ("SMTP_URL", format!("smtp://127.0.0.1:{}", relay.port)),
            ("MAIL_FROM", "Зварот <no-reply@zvarot.example>".to_owned()),
            ("SMS", "http".to_owned()),
            ("SMS_HTTP_URL", gateway.uri()),
            ("SMS_HTTP_TIMEOUT", "2".to_owned()),
            ("PUBLIC_URL", "https://zvarot.example".to_owned()),
            ("SECRET_KEY", "a key for tests".to_owned()),
            ("WEBHOOKS_PRIVATE", "1".to_owned()),
            ("WEBHOOKS_TIMEOUT", "2".to_owned()),
        ];
        let others = others.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let variables = variables.into_iter().chain(others);
        let environment =
            Environment::from_map(variables.map(|(name, value)| (name.to_owned(), value)).collect());
        let start = Utc
            .with_ymd_and_hms(2026, 11, 23, 7, 0, 0)
            .single()
            .expect("it exists");
        let store = Store::new(pool, Arc::new(SilentDoorbell));
        let platform = Platform::of_parts("notify", environment, store, Clock::frozen(start));
        let storage = Storage::start().await.expect("it starts");
        let worker = worker(&platform, storage.objects().await).expect("the settings are right");
        let mut world = Self {
            platform,
            worker,
            storage,
            relay,
            gateway,
            applicant: AccountId(Uuid::nil()),
            clerk: AccountId(Uuid::nil()),
            organisation: OrganisationId(Uuid::nil()),
            appeal: AppealId(Uuid::now_v7()),
        };
        world.populate().await;
        world
    }

    async fn populate(&mut self) {
        let organisation = self.organisation().await;
        self.organisation = organisation;
        self.applicant = self
            .account("applicant", Locale::Be, EMAIL, Some(PHONE))
            .await;
        self.clerk = self
            .account("clerk", Locale::Ru, "clerk@example.by", None)
            .await;
        let now = self.now();
        let mut work = self
            .platform
            .store
            .begin(&self.cause())
            .await
            .expect("it begins");
        let connection = work.connection();
        accounts::grant(connection, self.clerk, Role::Clerk, Some(organisation))
            .await
            .expect("written");
        let topic = Topic {
            code: "01".into(),
            parent_code: None,
            name_ru: "Жилье".into(),
            name_be: "Жыллё".into(),
        };
        topics::upsert(connection, &topic).await.expect("written");
        let row = NewAppealRow {
            id: self.appeal,
            number: AppealNumber::from_sequence(1, &[7; 16]).expect("there are numbers"),
            access_code: "0123456789",
            draft_id: None,
            organisation_id: organisation,
            account_id: Some(self.applicant),
            kind: Kind::Application,
            form: Form::Electronic,
            status: Status::Submitted,
            topic_code: "01",
            subtopic_code: None,
            content: "Секретный текст обращения",
            locale: Locale::Be,
            answer_way: AnswerWay::Cabinet,
            collective: false,
            participants_count: None,
            against_employee: None,
            against_unp: None,
            applicant_kind: ApplicantKind::Person,
            applicant_name: "Іваноў Іван",
            applicant: json!({}),
            address: "Мінск",
            registration_limit_at: now + TimeDelta::hours(14),
        };
        appeals::insert(connection, &row, now)
            .await
            .expect("written");
        work.commit().await.expect("committed");
    }

    async fn organisation(&self) -> OrganisationId {
        let mut connection = self
            .platform
            .store
            .pool()
            .acquire()
            .await
            .expect("connected");
        let organisation = Organisation {
            id: OrganisationId(Uuid::now_v7()),
            name_ru: "Минский горисполком".into(),
            name_be: "Мінскі гарвыканкам".into(),
            unp: "100000001".into(),
            address_ru: String::new(),
            address_be: String::new(),
            phone: String::new(),
            is_state: true,
            active: true,
            index_template: String::new(),
            collective_sign: "К".into(),
            anonymous_sign: "А".into(),
        };
        organisations::upsert(&mut connection, &organisation)
            .await
            .expect("written")
    }

    async fn account(
        &self,
        login: &str,
        locale: Locale,
        email: &str,
        phone: Option<&str>,
    ) -> AccountId {
        let mut connection = self
            .platform
            .store
            .pool()
            .acquire()
            .await
            .expect("connected");
        let account = NewAccount {
            login,
            password_hash: "",
            display_name: login,
            locale,
            phone,
            email: Some(email),
        };
        let now = self.now();
        let id = accounts::insert(&mut connection, &account, now)
            .await
            .expect("written");
        accounts::confirm_email(&mut connection, id, email, now)
            .await
            .expect("written");
        if let Some(phone) = phone {
            accounts::confirm_phone(&mut connection, id, phone, now)
                .await
                .expect("written");
        }
        id
    }

    /// Somebody with a role in the organisation and a confirmed address.
    pub async fn official(&self, login: &str, role: Role) -> AccountId {
        let email = format!("{login}@example.by");
        let id = self.account(login, Locale::Ru, &email, None).await;
        let mut connection = self.platform.store.pool().acquire().await.expect("connected");
        accounts::grant(&mut connection, id, role, Some(self.organisation)).await.expect("written");
        id
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.platform.clock.now()
    }

    pub fn cause(&self) -> Cause {
        self.platform.cause()
    }

    pub fn actions(&self) -> Actions {
        Actions {
            store: self.platform.store.clone(),
            secret: self
                .platform
                .environment
                .secret("SECRET_KEY")
                .expect("it is set"),
        }
    }

    /// An event of the appeal and the job that tells of it.
    pub async fn happen(&self, kind: EventKind) -> EventId {
        self.happen_with(kind, json!({})).await
    }

    /// The same with what the event holds.
    pub async fn happen_with(&self, kind: EventKind, data: serde_json::Value) -> EventId {
        let now = self.now();
        let mut work = self
            .platform
            .store
            .begin(&self.cause())
            .await
            .expect("it begins");
        let event_id =
            appeals::append_event(work.connection(), self.appeal, kind, None, data, now)
                .await
                .expect("written");
        work.enqueue(Job::Announce { event_id })
            .await
            .expect("written");
        work.commit().await.expect("committed");
        event_id
    }

    /// The applicant asks for a code; the phone must not be confirmed by then.
    pub async fn ask_code(&self) {
        let asked = confirm::ask_phone_code(&self.actions(), &self.cause(), &self.actor()).await;
        asked.expect("it may be asked for");
    }

    pub fn actor(&self) -> Actor {
        Actor::Applicant {
            account: self.applicant,
            applicant: zvarot_domain::ApplicantId(Uuid::nil()),
        }
    }

    pub fn client(&self) -> Client {
        Client::default()
    }

    /// Does all that is due; returns how many jobs were done.
    pub async fn run(&self) -> usize {
        queue::run_waiting(&self.platform, &self.worker)
            .await
            .expect("the database is there")
    }

    pub async fn pass(&self, time: TimeDelta) {
        self.platform.clock.advance(time);
        self.run().await;
    }

    /// All messages, oldest first.
    pub async fn deliveries(&self) -> Vec<Delivery> {
        let mut connection = self
            .platform
            .store
            .pool()
            .acquire()
            .await
            .expect("connected");
        let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM deliveries ORDER BY id")
            .fetch_all(&mut *connection)
            .await
            .expect("read");
        let mut all = Vec::new();
        for id in ids {
            let found = deliveries::get(&mut connection, DeliveryId(id))
                .await
                .expect("read");
            all.extend(found);
        }
        all
    }

    /// The states of all messages to the applicant by e-mail or SMS.
    pub async fn states(&self) -> Vec<DeliveryState> {
        self.deliveries()
            .await
            .into_iter()
            .map(|delivery| delivery.state)
            .collect()
    }

    /// The results of all attempts of a message, with their reasons.
    pub async fn attempts(&self, id: DeliveryId) -> Vec<String> {
        let mut connection = self
            .platform
            .store
            .pool()
            .acquire()
            .await
            .expect("connected");
        let attempts = deliveries::attempts(&mut connection, id)
            .await
            .expect("read");
        attempts
            .into_iter()
            .map(|attempt| {
                format!("{} {}", attempt.result, attempt.reason)
                    .trim()
                    .to_owned()
            })
            .collect()
    }

    /// What the gateway was asked to send.
    pub async fn sms(&self) -> Vec<serde_json::Value> {
        let requests = self.gateway.received_requests().await.unwrap_or_default();
        requests
            .iter()
            .map(|request| request.body_json().expect("it is JSON"))
            .collect()
    }

    /// Runs SQL that a test needs and the store has no function for.
    pub async fn sql(&self, sql: &'static str) {
        sqlx::query(sql)
            .execute(self.platform.store.pool())
            .await
            .expect("it runs");
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(self.platform.store.pool())
            .await
            .expect("it counts")
    }
}
