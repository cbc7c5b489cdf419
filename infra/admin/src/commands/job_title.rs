//! `zvarot-admin job-title`: what an employee of an organisation is called under letters (ORG-03, REV-10).

use std::io::Write;

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::json;
use zvarot_domain::{Locale, TaxpayerNumber, job_title::JobTitleForm};
use zvarot_platform::Clock;
use zvarot_store::{PgConnection, accounts, employees, organisations, security};

use super::api_client::taxpayer_number;
use crate::database;

#[derive(Debug, Args)]
pub struct JobTitle {
    /// The organisation, by its УНП.
    #[arg(long, value_name = "УНП", value_parser = taxpayer_number)]
    organisation: TaxpayerNumber,
    /// The employee's login.
    #[arg(long)]
    login: String,
    /// The title in Russian; empty: none.
    #[arg(long, value_name = "TITLE")]
    ru: Option<String>,
    /// The title in Belarusian; empty: none.
    #[arg(long, value_name = "TITLE")]
    be: Option<String>,
}

impl JobTitle {
    /// What is not named stays; without a title it prints what there is.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        let mut transaction = zvarot_store::begin(&mut connection).await?;
        for line in self.set(&mut transaction, &Clock::system()).await? {
            writeln!(out, "{line}")?;
        }
        Ok(transaction.commit().await?)
    }

    pub(super) async fn set(self, connection: &mut PgConnection, clock: &Clock) -> anyhow::Result<[String; 2]> {
        let now = clock.now();
        let organisation = organisations::by_unp(connection, self.organisation.as_str()).await?;
        let organisation = organisation.with_context(|| format!("no organisation has the УНП {}", self.organisation))?;
        let account = accounts::by_login(connection, &self.login).await?.map(|(account, _)| account);
        let employee = match account {
            Some(account) => employees::employee(connection, organisation, account).await?,
            None => None,
        };
        let employee = employee.with_context(|| format!("{} holds no role in the organisation", self.login))?;
        let given = |locale| employee.title.as_ref().map_or("", |title| title.given_in(locale)).to_owned();
        let changes = self.ru.is_some() || self.be.is_some();
        let form = JobTitleForm {
            title_ru: self.ru.unwrap_or_else(|| given(Locale::Ru)),
            title_be: self.be.unwrap_or_else(|| given(Locale::Be)),
        };
        let title = form.read().map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.field, fault.code)).collect();
            anyhow::anyhow!("{}", faults.join("; "))
        })?;
        if changes {
            let account = employee.account;
            let set = employees::set_job_title(connection, organisation, account, title.as_ref(), employee.version, now).await?;
            ensure!(set, "somebody is setting it at this moment: try again");
            let event = security::SecurityEvent {
                kind: "job_title_changed",
                account_id: None,
                address: None,
                computer: "",
                succeeded: true,
                data: json!({ "organisation": organisation, "account": account }),
            };
            security::append(connection, event, now).await?;
        }
        let shown = |locale| title.as_ref().map_or("", |title| title.given_in(locale)).to_owned();
        Ok([format!("ru={}", shown(Locale::Ru)), format!("be={}", shown(Locale::Be))])
    }
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use zvarot_domain::Role;
    use zvarot_store::accounts::NewAccount;

    use super::*;

    // REQ: ORG-03
    #[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
    async fn a_title_is_set_in_one_language_and_then_the_other(pool: PgPool) {
        let mut connection = pool.acquire().await.unwrap();
        let clock = Clock::system();
        sqlx::query("INSERT INTO organisations (id, name_ru, name_be, unp) VALUES (gen_random_uuid(), 'Исполком', 'Выканкам', '190000018')")
            .execute(&mut *connection)
            .await
            .unwrap();
        let organisation = organisations::by_unp(&mut connection, "190000018").await.unwrap();
        let account =
            NewAccount { login: "head", password_hash: "", display_name: "Мазур Татьяна", locale: Locale::Ru, phone: None, email: None };
        let account = accounts::insert(&mut connection, &account, clock.now()).await.unwrap();
        let order = |login: &str, ru: Option<&str>, be: Option<&str>| JobTitle {
            organisation: taxpayer_number("190000018").unwrap(),
            login: login.to_owned(),
            ru: ru.map(str::to_owned),
            be: be.map(str::to_owned),
        };
        let error = order("head", Some("Председатель"), None).set(&mut connection, &clock).await.unwrap_err();
        assert!(error.to_string().contains("holds no role"), "{error}");
        accounts::grant(&mut connection, account, Role::OrganisationHead, organisation).await.unwrap();
        let error = order("head", Some("Director"), None).set(&mut connection, &clock).await.unwrap_err();
        assert_eq!(error.to_string(), "title_ru: foreign_characters");
        for (ru, be, printed) in [
            (None, None, ["ru=", "be="]),
            (Some("Председатель"), None, ["ru=Председатель", "be="]),
            (None, Some("Старшыня"), ["ru=Председатель", "be=Старшыня"]),
            (None, None, ["ru=Председатель", "be=Старшыня"]),
            (Some(""), None, ["ru=", "be=Старшыня"]),
        ] {
            assert_eq!(order("HEAD", ru, be).set(&mut connection, &clock).await.unwrap(), printed);
        }
        let journal: i64 =
            sqlx::query_scalar("SELECT count(*) FROM security_events WHERE kind = 'job_title_changed'").fetch_one(&mut *connection).await.unwrap();
        assert_eq!(journal, 3, "looking is not written down");
    }
}
