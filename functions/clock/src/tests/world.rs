//! A small world: organisations with their officials, appeals with terms, schedulers with clocks of their own.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, Locale, NationalCalendar, OrganisationId, Role,
};
use zvarot_platform::{Clock, Environment, Platform, schedule::Task};
use zvarot_store::{
    Store,
    accounts::{self, NewAccount},
    calendars,
    doorbell::SilentDoorbell,
};

use crate::remind::Remind;

pub fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().expect("a moment")
}

/// A scheduler of its own: connections and a clock that nobody else has.
pub async fn scheduler(pool: &PgPool, now: &str) -> Platform {
    let own = sqlx::postgres::PgPoolOptions::new().max_connections(4);
    let own = own.connect_with((*pool.connect_options()).clone());
    let store = Store::new(own.await.expect("connected"), Arc::new(SilentDoorbell));
    Platform::of_parts("clock", Environment::from_map(std::collections::HashMap::new()), store, Clock::frozen(at(now)))
}

pub struct World {
    pub pool: PgPool,
    pub platform: Platform,
    pub organisation: OrganisationId,
    pub clerk: AccountId,
    pub head: AccountId,
    made: u64,
}

impl World {
    /// An organisation with a clerk, a head and an external administrator; the clock stands at `now`.
    pub async fn new(pool: PgPool, now: &str) -> Self {
        let platform = scheduler(&pool, now).await;
        let mut world = Self {
            pool,
            platform,
            organisation: OrganisationId(Uuid::nil()),
            clerk: AccountId(Uuid::nil()),
            head: AccountId(Uuid::nil()),
            made: 0,
        };
        let calendar = serde_json::from_str(NationalCalendar::SEED).expect("JSON");
        let mut connection = world.pool.acquire().await.expect("connected");
        calendars::add_national(&mut connection, &calendar).await.expect("written");
        drop(connection);
        world.sql("INSERT INTO topics (code, name_ru, name_be) VALUES ('01', 'Жилье', 'Жыллё')").await;
        world.organisation = world.organisation("100000001").await;
        world.clerk = world.official("clerk", Role::Clerk).await;
        world.head = world.official("head", Role::OrganisationHead).await;
        world.official("administrator", Role::ExternalAdministrator).await;
        world.official("executor", Role::Executor).await;
        world
    }

    pub async fn organisation(&self, unp: &str) -> OrganisationId {
        let id = Uuid::now_v7();
        sqlx::query("INSERT INTO organisations (id, name_ru, name_be, unp) VALUES ($1, 'Исполком', 'Выканкам', $2)")
            .bind(id)
            .bind(unp)
            .execute(&self.pool)
            .await
            .expect("written");
        // What is silent is told where a test asks for it.
        self.silence(None).await;
        OrganisationId(id)
    }

    /// After how many working days of silence the organisation's officials are told.
    pub async fn silence(&self, days: Option<u16>) {
        sqlx::query(
            "INSERT INTO reminder_ladders (organisation_id, clock, days_before, every_days_after, changed_at)
             SELECT id, 'silence', '{}', $1, now() FROM organisations
             ON CONFLICT (organisation_id, clock) DO UPDATE SET every_days_after = EXCLUDED.every_days_after",
        )
        .bind(days.map(u16::cast_signed))
        .execute(&self.pool)
        .await
        .expect("written");
    }

    pub async fn official(&self, login: &str, role: Role) -> AccountId {
        let mut connection = self.pool.acquire().await.expect("connected");
        let email = format!("{login}@example.by");
        let account = NewAccount {
            login,
            password_hash: "",
            display_name: login,
            locale: Locale::Be,
            phone: None,
            email: Some(&email),
        };
        let now = self.platform.clock.now();
        let id = accounts::insert(&mut connection, &account, now).await.expect("written");
        accounts::confirm_email(&mut connection, id, &email, now).await.expect("written");
        accounts::grant(&mut connection, id, role, Some(self.organisation)).await.expect("written");
        id
    }

    /// A registered appeal whose review term ends on a day; registered and both terms set at `registered`.
    pub async fn appeal(&mut self, registered: &str, due_on: &str, notice_due_on: Option<&str>) -> AppealId {
        let id = self.arrived(registered, &format!("{}T20:59:59.999Z", &registered[..10])).await;
        let date = |day: &str| day.parse::<chrono::NaiveDate>().expect("a day");
        sqlx::query(
            "UPDATE appeals SET status = 'registered', registered_at = $2, registered_on = $2::date, registration_index = 'К-' || number,
                 journal_year = 2026, due_on = $3, notice_due_on = $4 WHERE id = $1",
        )
        .bind(id.0)
        .bind(at(registered))
        .bind(date(due_on))
        .bind(notice_due_on.map(date))
        .execute(&self.pool)
        .await
        .expect("written");
        self.event(id, "registered", registered).await;
        id
    }

    /// An appeal that waits to be registered by a moment.
    pub async fn arrived(&mut self, submitted: &str, limit: &str) -> AppealId {
        let id = AppealId(Uuid::now_v7());
        self.made += 1;
        let number = AppealNumber::from_sequence(self.made, &[7; 16]).expect("there are numbers");
        sqlx::query(
            "INSERT INTO appeals (id, number, access_code, organisation_id, kind, form, status, topic_code, content, locale, answer_way,
                 applicant_kind, applicant_name, applicant, address, submitted_at, registration_limit_at)
             VALUES ($1, $2, '', $3, 'complaint', 'electronic', 'submitted', '01', 'Секретный текст', 'be', 'cabinet',
                 'person', 'Іваноў Іван', '{}', 'Мінск', $4, $5)",
        )
        .bind(id.0)
        .bind(number.as_i64())
        .bind(self.organisation.0)
        .bind(at(submitted))
        .bind(at(limit))
        .execute(&self.pool)
        .await
        .expect("written");
        self.event(id, "submitted", submitted).await;
        id
    }

    pub async fn event(&self, appeal: AppealId, kind: &str, moment: &str) {
        sqlx::query("INSERT INTO appeal_events (appeal_id, at, kind) VALUES ($1, $2, $3)")
            .bind(appeal.0)
            .bind(at(moment))
            .bind(kind)
            .execute(&self.pool)
            .await
            .expect("written");
    }

    /// Sets the clock and lets the scheduler run.
    pub async fn run_at(&self, moment: &str) {
        self.platform.clock.set(at(moment));
        Remind.run(&self.platform).await.expect("it runs");
    }

    /// What was said so far, in the order of the days: `2026-11-24 review -2`.
    pub async fn said(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT sent_on || ' ' || clock || ' ' || step FROM reminders ORDER BY sent_at, clock, due_on, step")
            .fetch_all(&self.pool)
            .await
            .expect("read")
    }

    /// The messages to an official, oldest first.
    pub async fn letters(&self, account: AccountId) -> Vec<serde_json::Value> {
        sqlx::query_scalar("SELECT data FROM deliveries WHERE account_id = $1 AND kind = 'deadline_reminder' AND channel = 'email' ORDER BY created_at, id")
            .bind(account.0)
            .fetch_all(&self.pool)
            .await
            .expect("read")
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.expect("it counts")
    }

    pub async fn sql(&self, sql: &'static str) {
        sqlx::query(sql).execute(&self.pool).await.expect("it runs");
    }
}
