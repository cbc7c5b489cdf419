//! The exchange by СМДО from outside: an organisation that takes part, appeals that have arrived for it, the simulated
//! router and what it says of them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;
use zvarot_domain::{AccountId, AnswerWay, AppealId, ApplicantKind, EventKind, Form, Kind, Locale, OrganisationId, Status};
use zvarot_store::appeals::{self, NewAppealRow};
use zvarot_store::smdo;

use crate::system::System;

/// An organisation with a system of documents behind the simulated router.
pub struct Office<'a> {
    system: &'a System,
    organisation: OrganisationId,
    client: reqwest::Client,
}

impl<'a> Office<'a> {
    /// The demo's first organisation takes part from now on, under this code.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn taking_part(system: &'a System, code: &str) -> Self {
        let (organisation, _) = system.organisation_of("clerk-zarechny").await;
        let organisation = OrganisationId(organisation);
        let mut connection = system.database.acquire().await.expect("a connection");
        let by: Uuid = sqlx::query_scalar("SELECT id FROM accounts WHERE login = 'admin-zarechny'").fetch_one(&mut *connection).await.expect("the administrator");
        let now = moment(&mut connection).await - TimeDelta::minutes(1);
        smdo::subscribe(&mut connection, organisation, code, true, AccountId(by), now).await.expect("the consent is written");
        Self { system, organisation, client: reqwest::Client::new() }
    }

    /// Appeals of one citizen arrive, all at once.
    ///
    /// # Panics
    /// When they cannot be written.
    pub async fn appeals(&self, count: u32) {
        let mut connection = self.system.database.acquire().await.expect("a connection");
        let account: Uuid = sqlx::query_scalar("SELECT id FROM accounts WHERE login = 'person1'").fetch_one(&mut *connection).await.expect("an applicant");
        let topic: String = sqlx::query_scalar("SELECT min(code) FROM topics WHERE parent_code IS NULL").fetch_one(&mut *connection).await.expect("a topic");
        let now = moment(&mut connection).await;
        let mut work = zvarot_store::begin(&mut connection).await.expect("a transaction");
        for number in 0..count {
            let id = AppealId(Uuid::now_v7());
            let content = format!("Прошу отремонтировать подъезд: дом {number}.");
            let row = NewAppealRow {
                id,
                number: appeals::next_number(&mut work).await.expect("a number"),
                access_code: "0123456789",
                draft_id: None,
                organisation_id: self.organisation,
                account_id: Some(AccountId(account)),
                kind: Kind::Application,
                form: Form::Electronic,
                status: Status::Submitted,
                topic_code: &topic,
                subtopic_code: None,
                content: &content,
                locale: Locale::Ru,
                answer_way: AnswerWay::Cabinet,
                collective: false,
                participants_count: None,
                against_employee: None,
                against_unp: None,
                applicant_kind: ApplicantKind::Person,
                applicant_name: "Ковалёв Иван Петрович",
                applicant: json!({}),
                address: "г. Минск, ул. Мира, 1",
                registration_limit_at: now + TimeDelta::hours(14),
            };
            appeals::insert(&mut work, &row, now).await.expect("an appeal is written");
            appeals::append_event(&mut work, id, EventKind::Submitted, Some(AccountId(account)), json!({}), now).await.expect("its event is written");
        }
        work.commit().await.expect("all of them");
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.system.ports.router)
    }

    /// How the router behaves from now on.
    ///
    /// # Panics
    /// When it does not take it.
    pub async fn behave(&self, behaviour: Value) {
        let answer = self.client.post(self.address("/control")).json(&behaviour).send().await.expect("the router answers");
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    /// What the organisations have got, each message once with how often it came.
    ///
    /// # Panics
    /// When the router does not answer.
    pub async fn received(&self) -> Vec<Value> {
        let answer = self.client.get(self.address("/packages")).send().await.expect("the router answers");
        answer.json().await.expect("a list")
    }
}

async fn moment(connection: &mut sqlx::PgConnection) -> DateTime<Utc> {
    sqlx::query_scalar("SELECT now()").fetch_one(connection).await.expect("the time")
}
