//! Who applies: the applicant whose name the card bears, and the others whom a collective appeal names.

use std::collections::HashMap;

use serde::{Deserialize as _, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use zvarot_actions::ActionError;
use zvarot_domain::{AccountId, entry::EntryApplicant};
use zvarot_locale::Texts;
use zvarot_store::{accounts, appeals};

use crate::names::ApplicantKindName;

/// Who applies. An anonymous appeal has no name or no address.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Applicant {
    pub kind: ApplicantKindName,
    /// Surname, name and patronymic, or the full name of a legal entity.
    pub name: String,
    pub address: String,
    pub unp: Option<String>,
    /// The head or representative of a legal entity.
    pub head_name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Phone and confirmed e-mail of those who have a cabinet.
pub type Contacts = HashMap<AccountId, (Option<String>, Option<String>)>;

/// The contacts of the applicants of appeals, by one query.
///
/// # Errors
/// Only the database's.
pub async fn contacts(
    connection: &mut zvarot_store::PgConnection,
    appeals: &[appeals::Appeal],
) -> Result<Contacts, ActionError> {
    let accounts: Vec<AccountId> = appeals
        .iter()
        .filter_map(|appeal| appeal.account_id)
        .collect();
    if accounts.is_empty() {
        return Ok(Contacts::new());
    }
    Ok(accounts::contacts(connection, &accounts)
        .await?
        .into_iter()
        .collect())
}

/// The applicants after the first, as they were entered.
pub fn others(kept: Option<Value>, texts: &Texts) -> Vec<Applicant> {
    let kept = kept.as_ref().and_then(Value::as_array).into_iter().flatten();
    kept.filter_map(|kept| Some((EntryApplicant::deserialize(kept).ok()?, kept)))
        .map(|(other, kept)| Applicant {
            kind: ApplicantKindName::new(other.profile.kind(), texts),
            name: other.profile.display_name(),
            address: other.profile.address().line(),
            unp: stored(kept, "unp"),
            head_name: stored(kept, "head_name"),
            phone: other.phone,
            email: other.email,
        })
        .collect()
}

/// A text of an applicant as kept.
fn stored(applicant: &Value, name: &str) -> Option<String> {
    let text = applicant.get(name).and_then(Value::as_str);
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

impl Applicant {
    /// The applicant whose name the card bears, with the contacts of the cabinet where there is one.
    pub fn new(appeal: &appeals::Appeal, contacts: &Contacts, texts: &Texts) -> Self {
        let stored = |name| stored(&appeal.applicant, name);
        let (phone, email) = appeal
            .account_id
            .and_then(|account| contacts.get(&account).cloned())
            .unwrap_or_default();
        Self {
            kind: ApplicantKindName::new(appeal.applicant_kind, texts),
            name: appeal.applicant_name.clone(),
            address: appeal.address.clone(),
            unp: stored("unp"),
            head_name: stored("head_name"),
            phone: phone.or_else(|| stored("phone")),
            email: email.or_else(|| stored("email")),
        }
    }
}
