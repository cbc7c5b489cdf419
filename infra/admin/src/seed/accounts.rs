//! The accounts of the demonstration, ready to be used at once: telephone and e-mail address are confirmed,
//! applicants have a whole profile, officials a job title. An account that exists already is left as its owner made it, and so is a
//! title that somebody has set.

use anyhow::Context;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::Deserialize;
use zvarot_actions::passwords;
use zvarot_domain::{
    AccountId, ApplicantKind, JobTitle, Locale, Phone, Role,
    applicant::{AddressForm, ApplicantForm, ApplicantProfile},
    job_title::JobTitleForm,
};
use zvarot_store::{
    PgConnection,
    accounts::{self, NewAccount},
    employees, organisations,
};

const PEOPLE: &str = include_str!("../../data/people.csv");
const APPLICANTS: &str = include_str!("../../data/applicants.csv");
const JOB_TITLES: &str = include_str!("../../data/job_titles.csv");
/// What the accounts are made of besides their table.
pub const SOURCES: [&str; 4] = [PEOPLE, APPLICANTS, JOB_TITLES, include_str!("accounts.rs")];

/// A line of the table of accounts.
#[derive(Deserialize)]
struct Line {
    role: String,
    organisation: String,
    login: String,
    password: String,
}

/// Who the account is for.
#[derive(Debug)]
enum Holder {
    Applicant(ApplicantProfile),
    /// In an organisation of this name, or of the system itself.
    Official {
        role: Role,
        organisation: Option<String>,
        name: String,
        title: Option<JobTitle>,
    },
}

/// An account to be made.
#[derive(Debug)]
pub struct DemoAccount {
    login: String,
    password: SecretString,
    phone: String,
    holder: Holder,
}

#[derive(Clone, Debug, Deserialize)]
struct PersonName {
    surname: String,
    name: String,
    patronymic: String,
}

/// What an official of the demonstration is called.
#[derive(Debug, Deserialize)]
struct DemoTitle {
    login: String,
    title_ru: String,
    title_be: String,
}

impl DemoTitle {
    fn read(self) -> anyhow::Result<Option<JobTitle>> {
        let form = JobTitleForm { title_ru: self.title_ru, title_be: self.title_be };
        form.read().map_err(|faults| anyhow::anyhow!("the job title of {} has faults: {faults:?}", self.login))
    }
}

/// An applicant of the demonstration: the form's fields by name.
#[derive(Clone, Debug, Deserialize)]
struct DemoApplicant {
    kind: String,
    organisation_name: String,
    head_name: String,
    unp: String,
    postal_code: String,
    region: String,
    district: String,
    settlement: String,
    street: String,
    house: String,
    flat: String,
}

/// Reads the table: `role` is an applicant's kind or an official's role.
///
/// # Errors
/// A line that names no role, or data beside this crate that do not fit.
pub fn read(table: &str) -> anyhow::Result<Vec<DemoAccount>> {
    let people: Vec<PersonName> = super::table(PEOPLE)?;
    let applicants: Vec<DemoApplicant> = super::table(APPLICANTS)?;
    let mut titles: Vec<DemoTitle> = super::table(JOB_TITLES)?;
    let lines: Vec<Line> = super::table(table).context("the table of accounts")?;
    let mut used = std::collections::HashMap::new();
    lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let person = people[index % people.len()].clone();
            let holder = match ApplicantKind::from_code(&line.role) {
                Some(kind) => {
                    let of_kind: Vec<&DemoApplicant> = applicants
                        .iter()
                        .filter(|one| one.kind == line.role)
                        .collect();
                    let count: &mut usize = used.entry(kind).or_default();
                    let applicant = *of_kind
                        .get(*count % of_kind.len().max(1))
                        .context("an applicant of each kind")?;
                    *count += 1;
                    Holder::Applicant(applicant.profile(kind, &person)?)
                }
                None => Holder::Official {
                    role: Role::from_code(&line.role)
                        .with_context(|| format!("no role {}", line.role))?,
                    organisation: Some(line.organisation).filter(|name| !name.is_empty()),
                    name: format!("{} {} {}", person.surname, person.name, person.patronymic),
                    title: match titles.iter().position(|title| title.login == line.login) {
                        Some(place) => titles.swap_remove(place).read()?,
                        None => None,
                    },
                },
            };
            // Of a mobile network, but nobody's: subscribers' numbers do not begin with zeros.
            let phone = Phone::parse(&format!("+37533{:07}", index + 1))
                .map_err(|code| anyhow::anyhow!("{code}"))?;
            Ok(DemoAccount {
                login: line.login,
                password: line.password.into(),
                phone: phone.as_str().to_owned(),
                holder,
            })
        })
        .collect()
}

impl DemoApplicant {
    fn profile(
        &self,
        kind: ApplicantKind,
        person: &PersonName,
    ) -> anyhow::Result<ApplicantProfile> {
        let natural = kind != ApplicantKind::LegalEntity;
        let of_person = |part: &String| if natural { part.clone() } else { String::new() };
        let form = ApplicantForm {
            surname: of_person(&person.surname),
            name: of_person(&person.name),
            patronymic: of_person(&person.patronymic),
            organisation_name: self.organisation_name.clone(),
            unp: self.unp.clone(),
            head_name: self.head_name.clone(),
            address: AddressForm {
                postal_code: self.postal_code.clone(),
                region: self.region.clone(),
                district: self.district.clone(),
                settlement: self.settlement.clone(),
                street: self.street.clone(),
                house: self.house.clone(),
                building: String::new(),
                flat: self.flat.clone(),
            },
        };
        form.validate(kind).map_err(|faults| {
            anyhow::anyhow!("an applicant of the demonstration has faults: {faults:?}")
        })
    }
}

impl DemoAccount {
    /// Makes the account, unless its login is taken.
    ///
    /// # Errors
    /// The database's, and an organisation that does not exist.
    pub async fn load(
        &self,
        connection: &mut PgConnection,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        if let Some((known, _)) = accounts::by_login(connection, &self.login).await? {
            return self.give_title(connection, known, now).await;
        }
        let display_name = match &self.holder {
            Holder::Applicant(profile) => profile.display_name(),
            Holder::Official { name, .. } => name.clone(),
        };
        let email = format!("{}@zvarot.example", self.login);
        let account = NewAccount {
            login: &self.login,
            password_hash: &passwords::hash(self.password.clone()).await?,
            display_name: &display_name,
            locale: Locale::Ru,
            phone: Some(&self.phone),
            email: Some(&email),
        };
        let id = accounts::insert(connection, &account, now).await?;
        accounts::confirm_phone(connection, id, &self.phone, now).await?;
        accounts::confirm_email(connection, id, &email, now).await?;
        self.give_place(connection, id, now).await?;
        self.give_title(connection, id, now).await
    }

    /// Unless it was set before.
    async fn give_title(&self, connection: &mut PgConnection, account: AccountId, now: DateTime<Utc>) -> anyhow::Result<()> {
        let Holder::Official { organisation: Some(name), title: Some(title), .. } = &self.holder else {
            return Ok(());
        };
        if let Some(organisation) = organisations::by_name(connection, name).await? {
            employees::set_job_title(connection, organisation, account, Some(title), 0, now).await?;
        }
        Ok(())
    }

    async fn give_place(
        &self,
        connection: &mut PgConnection,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        match &self.holder {
            Holder::Applicant(profile) => {
                accounts::insert_applicant(
                    connection,
                    account,
                    profile.kind(),
                    &serde_json::to_value(profile)?,
                    now,
                )
                .await?;
            }
            Holder::Official {
                role,
                organisation: None,
                ..
            } => {
                anyhow::ensure!(
                    role.is_of_the_system(),
                    "{}: the role {role} belongs to an organisation",
                    self.login
                );
                accounts::grant(connection, account, *role, None).await?;
            }
            Holder::Official {
                role,
                organisation: Some(name),
                ..
            } => {
                let organisation = organisations::by_name(connection, name).await?;
                let organisation =
                    organisation.with_context(|| format!("no organisation is called {name}"))?;
                accounts::grant(connection, account, *role, Some(organisation)).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_applicant_has_a_valid_profile() {
        let kinds = ApplicantKind::ALL.map(|kind| kind.code());
        let table: String = (0..6)
            .map(|index| format!("{},,login{index},password,/sign-in\n", kinds[index % 3]))
            .collect();
        let accounts = read(&format!(
            "role,organisation,login,password,sign_in_page\n{table}"
        ))
        .unwrap();
        let names: Vec<String> = accounts
            .iter()
            .map(|account| match &account.holder {
                Holder::Applicant(profile) => profile.display_name(),
                Holder::Official { name, .. } => name.clone(),
            })
            .collect();
        assert_eq!(
            names.iter().collect::<std::collections::HashSet<_>>().len(),
            6,
            "{names:?}"
        );
    }

    #[test]
    fn the_readme_calls_each_account_by_its_name() {
        let readme = include_str!("../../../../README.md");
        let accounts = read(include_str!("../../../../localstack/demo-accounts.csv")).unwrap();
        for account in &accounts {
            let login = format!("`{}`", account.login);
            let line = readme.lines().find(|line| line.starts_with("| `") && line.contains(&login)).expect(&login);
            let named = match &account.holder {
                Holder::Applicant(profile) => profile.display_name(),
                Holder::Official { name, .. } => name.clone(),
            };
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let place = cells[1].split(", ").position(|one| one == login).expect(&login);
            let name = cells[2].split(", ").nth(place).expect(&login);
            assert!(named.contains(name), "{login} is {named}");
        }
    }

    #[test]
    fn every_official_of_an_organisation_has_a_job_title_in_both_languages() {
        let accounts = read(include_str!("../../../../localstack/demo-accounts.csv")).unwrap();
        let mut titled = 0;
        for account in &accounts {
            if let Holder::Official { organisation: Some(_), title, .. } = &account.holder {
                let title = title.as_ref().expect(&account.login);
                assert!(Locale::ALL.iter().all(|locale| !title.given_in(*locale).is_empty()), "{}", account.login);
                titled += 1;
            }
        }
        assert_eq!(super::super::table::<DemoTitle>(JOB_TITLES).unwrap().len(), titled, "each title is somebody's");
    }

    #[test]
    fn a_role_that_does_not_exist_is_named() {
        let error =
            read("role,organisation,login,password,sign_in_page\nkcerk,X,clerk,pw,/sign-in\n")
                .unwrap_err();
        assert!(error.to_string().contains("kcerk"));
    }
}
