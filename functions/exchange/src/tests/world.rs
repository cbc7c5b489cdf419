//! A small world: two organisations that take part, a clerk, a router that can be spoilt; a clock that is moved by hand.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde_json::json;
use sqlx::PgPool;
use tokio::net::TcpListener;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AnswerWay, AppealId, AppealNumber, ApplicantKind, EventKind, Form, Kind, Locale, OrganisationId, Role, Status,
};
use zvarot_platform::{
    Clock, Environment, Platform,
    queue::{self, Worker},
    schedule::Task,
};
use zvarot_router::{Behaviour, Simulator};
use zvarot_store::{
    Store, accounts::{self, NewAccount}, appeals::{self, Appeal, NewAppealRow}, calendars, doorbell::SilentDoorbell,
    files::{self, CheckResult}, jobs, organisations::{self, Organisation}, smdo, topics::{self, Topic},
};
use zvarot_testkit::storage::Storage;

pub const CODE: &str = "Org0001";
pub const OTHER: &str = "Org0002";

pub struct World {
    pub platform: Platform,
    pub simulator: Simulator,
    pub organisation: OrganisationId,
    pub clerk: AccountId,
    applicant: AccountId,
    worker: Arc<dyn Worker>,
    tasks: Vec<Arc<dyn Task>>,
    _storage: Storage,
}

impl World {
    pub async fn new(pool: PgPool, behaviour: Behaviour) -> Self {
        let simulator = Simulator::new("key", "secret");
        simulator.set(behaviour);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = simulator.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let storage = Storage::start().await.unwrap();
        let objects = storage.objects().await;
        let variables = [
            ("SMDO_URL", format!("http://{address}/api")),
            ("SMDO_KEY", "key".to_owned()),
            ("SMDO_SECRET", "secret".to_owned()),
            ("SMDO_CODE", "Obr0001".to_owned()),
        ];
        let variables: HashMap<_, _> = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let start = Utc.with_ymd_and_hms(2026, 11, 23, 7, 0, 0).unwrap();
        let store = Store::new(pool, Arc::new(SilentDoorbell));
        let platform = Platform::of_parts("exchange", Environment::from_map(variables), store, Clock::frozen(start));
        let (worker, tasks) = crate::start(&platform, objects).unwrap();
        let nobody = AccountId(Uuid::nil());
        let mut world = Self {
            platform,
            simulator,
            organisation: OrganisationId(Uuid::nil()),
            clerk: nobody,
            applicant: nobody,
            worker,
            tasks,
            _storage: storage,
        };
        world.populate().await;
        world
    }

    async fn populate(&mut self) {
        let now = self.now();
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        let calendar = serde_json::from_str(zvarot_domain::NationalCalendar::SEED).unwrap();
        calendars::add_national(&mut connection, &calendar).await.unwrap();
        let topic = Topic { code: "07".into(), parent_code: None, name_ru: "Жилье".into(), name_be: "Жыллё".into() };
        topics::upsert(&mut connection, &topic).await.unwrap();
        for (login, unp, code) in [("clerk", "100000001", CODE), ("other", "100000002", OTHER)] {
            let organisation = Organisation {
                id: OrganisationId(Uuid::now_v7()),
                name_ru: format!("Исполком {unp}"),
                name_be: format!("Выканкам {unp}"),
                unp: unp.into(),
                address_ru: String::new(),
                address_be: String::new(),
                phone: String::new(),
                is_state: true,
                active: true,
                index_template: "{letter}-{number}".into(),
                collective_sign: "Кол".into(),
                anonymous_sign: "А".into(),
            };
            let organisation = organisations::upsert(&mut connection, &organisation).await.unwrap();
            let account = NewAccount { login, password_hash: "", display_name: login, locale: Locale::Ru, phone: None, email: None };
            let clerk = accounts::insert(&mut connection, &account, now).await.unwrap();
            accounts::grant(&mut connection, clerk, Role::Clerk, Some(organisation)).await.unwrap();
            smdo::subscribe(&mut connection, organisation, code, true, clerk, now).await.unwrap();
            if code == CODE {
                (self.organisation, self.clerk) = (organisation, clerk);
            }
        }
        let phone = Some("+375291234567");
        let account = NewAccount { login: "person", password_hash: "", display_name: "person", locale: Locale::Ru, phone, email: None };
        self.applicant = accounts::insert(&mut connection, &account, now).await.unwrap();
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.platform.clock.now()
    }

    /// An appeal that a citizen has just submitted.
    pub async fn appeal(&self, sequence: u64) -> AppealId {
        let (id, now) = (AppealId(Uuid::now_v7()), self.now());
        let row = NewAppealRow {
            id,
            number: AppealNumber::from_sequence(sequence, &[7; 16]).unwrap(),
            access_code: "0123456789",
            draft_id: None,
            organisation_id: self.organisation,
            account_id: Some(self.applicant),
            kind: Kind::Application,
            form: Form::Electronic,
            status: Status::Submitted,
            topic_code: "07",
            subtopic_code: None,
            content: "Прошу отремонтировать подъезд.",
            locale: Locale::Ru,
            answer_way: AnswerWay::Cabinet,
            collective: false,
            participants_count: None,
            against_employee: None,
            against_unp: None,
            applicant_kind: ApplicantKind::LegalEntity,
            applicant_name: "ООО «Ромашка»",
            applicant: json!({ "kind": "legal_entity", "unp": "190000018", "head_name": "Купава Мария", "email": "office@romashka.example" }),
            address: "г. Минск, ул. Мира, 1",
            registration_limit_at: now + TimeDelta::hours(14),
        };
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        appeals::insert(&mut connection, &row, now).await.unwrap();
        id
    }

    /// A minute of work: the tasks, the jobs, and what the files function would find of the files.
    pub async fn minute(&self) {
        for _ in 0..3 {
            self.tasks().await;
            self.jobs().await;
            self.find_files_clean().await;
            self.platform.clock.advance(TimeDelta::seconds(20));
        }
    }

    /// Four hours in which no file is checked.
    pub async fn hours_without_checks(&self) {
        self.tasks().await;
        self.jobs().await;
        self.platform.clock.advance(TimeDelta::hours(4));
    }

    /// The tasks once. What the router spoils is met again.
    pub async fn tasks(&self) {
        for task in &self.tasks {
            let _ = task.run(&self.platform).await;
        }
    }

    /// All jobs that are due; gives how many.
    pub async fn jobs(&self) -> usize {
        queue::run_waiting(&self.platform, &self.worker).await.unwrap()
    }

    async fn find_files_clean(&self) {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        let checking: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM files WHERE state = 'checking'").fetch_all(&mut *connection).await.unwrap();
        for id in checking {
            let clean = CheckResult::Clean { content_type: "application/rtf", sha256: &[7; 32], flags: &[], has_preview: false };
            files::record_check(&mut connection, zvarot_domain::FileId(id), clean, self.now()).await.unwrap();
        }
        sqlx::query("DELETE FROM jobs WHERE queue = 'files'").execute(&mut *connection).await.unwrap();
    }

    pub async fn get(&self, id: AppealId) -> Appeal {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        appeals::get(&mut connection, id).await.unwrap().unwrap()
    }

    pub async fn package(&self, id: AppealId) -> smdo::Package {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        smdo::package_of_appeal(&mut connection, id).await.unwrap().unwrap()
    }

    pub async fn answers(&self, id: AppealId) -> Vec<smdo::IncomingMessage> {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        smdo::incoming_of_appeal(&mut connection, id).await.unwrap()
    }

    pub async fn events(&self, id: AppealId) -> Vec<EventKind> {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        let history = appeals::history(&mut connection, id).await.unwrap();
        history.into_iter().map(|event| event.kind).collect()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(self.platform.store.pool()).await.unwrap()
    }

    /// How many jobs of this function wait or have failed.
    pub async fn open_jobs(&self) -> i64 {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        let states = jobs::states(&mut connection).await.unwrap();
        states.iter().filter(|state| state.queue == "exchange").map(|state| state.jobs).sum()
    }
}
