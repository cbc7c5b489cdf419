//! Applicants beside those of the demo, made in the database: as many as a test needs, each with a phone and an
//! address of their own, so that what reached them can be counted.

use sqlx::Row as _;
use uuid::Uuid;

use crate::system::System;

/// The password of all of them: that of the demo's `person1`.
pub const PASSWORD: &str = "Berezina-tihaya-17";

/// An applicant with an active cabinet.
#[derive(Debug, Clone)]
pub struct Account {
    /// The account's id.
    pub id: Uuid,
    /// The login; the password is [`PASSWORD`].
    pub login: String,
    /// Where SMS go.
    pub phone: String,
    /// Where letters go.
    pub email: String,
}

impl System {
    /// Makes applicants who speak `locale`, like `person1` in all but name and addresses.
    ///
    /// # Panics
    /// When the demo data are not there.
    pub async fn applicants(&self, count: u32, locale: &str) -> Vec<Account> {
        let before = self.count("SELECT count(*) FROM accounts WHERE login LIKE 'test-%'").await;
        let before = u32::try_from(before).expect("a few people");
        let mut made = Vec::new();
        for number in before..before + count {
            let account = Account {
                id: Uuid::new_v4(),
                login: format!("test-{locale}-{number}"),
                phone: format!("+3752960{}{number:04}", if locale == "be" { 1 } else { 0 }),
                email: format!("test-{locale}-{number}@people.example"),
            };
            sqlx::query(
                "WITH model AS (SELECT * FROM accounts WHERE login = 'person1'), made AS (
                    INSERT INTO accounts (id, login, password_hash, display_name, locale, phone, phone_confirmed_at, email, email_confirmed_at, created_at)
                    SELECT $1, $2, password_hash, display_name, $3, $4, now(), $5, now(), now() FROM model RETURNING id)
                 INSERT INTO applicants (id, account_id, kind, profile, created_at, updated_at)
                 SELECT gen_random_uuid(), made.id, kind, profile, now(), now() FROM made, applicants
                 WHERE applicants.account_id = (SELECT id FROM model)",
            )
            .bind(account.id)
            .bind(&account.login)
            .bind(locale)
            .bind(&account.phone)
            .bind(&account.email)
            .execute(&self.database)
            .await
            .expect("an applicant can be made");
            made.push(account);
        }
        made
    }

    /// The organisation whose clerk has this login: its id and name.
    ///
    /// # Panics
    /// When there is none.
    pub async fn organisation_of(&self, login: &str) -> (Uuid, String) {
        let row = sqlx::query(
            "SELECT organisations.id, name_ru FROM organisations JOIN account_roles ON organisation_id = organisations.id
             JOIN accounts ON accounts.id = account_id WHERE login = $1",
        )
        .bind(login)
        .fetch_one(&self.database)
        .await
        .expect("the demo has this clerk");
        (row.get(0), row.get(1))
    }
}
