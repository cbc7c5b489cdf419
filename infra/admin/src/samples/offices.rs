//! Who works in the organisations: each has a clerk, a head and executors, the big ones more of them.

use chrono::{DateTime, Utc};
use rand::{SeedableRng as _, rngs::StdRng};
use zvarot_domain::{AccountId, Locale, OrganisationId, Role};
use zvarot_store::samples::SampleOrganisation;

use super::{batch::Batch, chance::id_at, people::Names};

/// So many appeals at least fall to an organisation on the average: a few appeals are not spread over thousands.
const APPEALS_EACH: usize = 40;
/// The biggest organisation has so many executors.
const EXECUTORS: usize = 60;

/// An organisation with everybody who is needed.
#[derive(Clone, Debug)]
pub struct Office {
    pub id: OrganisationId,
    pub name_ru: String,
    pub name_be: String,
    pub index_template: String,
    pub collective_sign: String,
    pub clerk: AccountId,
    pub head: AccountId,
    /// With their names.
    pub executors: Vec<(AccountId, String)>,
}

/// Staffs the organisations to which so many appeals go; who is not there yet is written into the batch.
pub fn staff(
    batch: &mut Batch,
    names: &Names,
    organisations: Vec<SampleOrganisation>,
    appeals: usize,
    (seed, since): (u64, DateTime<Utc>),
) -> Vec<Office> {
    let count = organisations.len().min((appeals / APPEALS_EACH).max(5));
    let mut lot = StdRng::seed_from_u64(seed ^ 0x0FF1_CE);
    let mut hired = 0_u32;
    let mut hire = |batch: &mut Batch, organisation: OrganisationId, role: Role| {
        hired += 1;
        let (surname, name, patronymic) = names.draw(&mut lot);
        let (account, name) = (AccountId(id_at(&mut lot, since)), format!("{surname} {name} {patronymic}"));
        // The id makes the login another one each time.
        let login = format!("sample-{hired}-{}", account.0.simple());
        batch.account(account.0, &login, &name, Locale::Ru.code(), since);
        batch.roles.plain(account).plain(role).plain(organisation).end();
        (account, name)
    };
    let mut offices = Vec::new();
    for (place, organisation) in organisations.into_iter().take(count).enumerate() {
        let id = organisation.id;
        let clerk = organisation.clerk.unwrap_or_else(|| hire(batch, id, Role::Clerk).0);
        let head = organisation.head.unwrap_or_else(|| hire(batch, id, Role::OrganisationHead).0);
        let SampleOrganisation { name_ru, name_be, index_template, collective_sign, mut executors, .. } = organisation;
        while executors.len() < (EXECUTORS / (place + 1)).max(2) {
            executors.push(hire(batch, id, Role::Executor));
        }
        offices.push(Office { id, name_ru, name_be, index_template, collective_sign, clerk, head, executors });
    }
    offices
}
