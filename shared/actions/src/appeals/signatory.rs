//! Who signs an answer (REV-10; law, art. 18): chosen among the officials of the organisation that answers, kept with the words
//! that stand under the answer. Where the organisation has nobody who may, the answer goes out all the same: the law's term
//! does not wait for an account.

use zvarot_domain::{
    AccountId, Actor, Fault, FaultCode, Faults, Locale, Signatory,
    signatory::{self as rules, Official, SIGNATORIES},
};
use zvarot_locale::Texts;
use zvarot_store::{
    PgConnection,
    appeals::{self, Appeal},
};

use crate::Result;

/// Among whom an official chooses who signs.
#[derive(Clone, Debug)]
pub struct Signatories {
    /// The head first.
    pub officials: Vec<Official>,
    /// None: there is nobody.
    pub proposed: Option<AccountId>,
}

/// Who may sign the actor's answer to an appeal; the caller has authorised the appeal.
///
/// # Errors
/// The database's.
pub async fn signatories(connection: &mut PgConnection, actor: &Actor, appeal: &Appeal) -> Result<Signatories> {
    let officials = appeals::officials(&mut *connection, appeal.organisation_id, &SIGNATORIES).await?;
    let resolved = appeals::resolved_by(connection, appeal.id).await?;
    let proposed = rules::proposed(&officials, actor.account(), resolved).map(|official| official.account);
    Ok(Signatories { officials, proposed })
}

/// What stands before the name under an answer: the job title, or what the role is called there.
#[must_use]
pub fn position_of(official: &Official, texts: &Texts) -> String {
    match &official.title {
        Some(title) => title.name(texts.locale()).to_owned(),
        None => texts.get(&format!("signatory-{}", official.role.code().replace('_', "-"))).into_owned(),
    }
}

impl Signatories {
    /// Reads who was chosen, an account; nothing: who is proposed. The words are those of the answer's language.
    pub(super) fn choose(&self, typed: &str, locale: Locale, faults: &mut Faults) -> Option<Signatory> {
        let typed = typed.trim();
        let chosen = |official: &&Official| match typed {
            "" => Some(official.account) == self.proposed,
            typed => official.account.to_string() == typed,
        };
        let official = self.officials.iter().find(chosen);
        if official.is_none() && !typed.is_empty() {
            faults.push(Fault::new("signatory", FaultCode::UnknownChoice));
        }
        official.map(|official| Signatory {
            account: Some(official.account),
            position: position_of(official, Texts::of(locale)),
            name: official.name.clone(),
        })
    }
}
