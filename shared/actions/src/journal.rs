//! The registration journals of an organisation (REG-03): how its indexes are made, what comes next, where a journal goes on.

use chrono::Datelike;
use serde_json::json;
use zvarot_domain::{
    Actor, ApplicantKind, Fault, FaultCode, OrganisationId, Permission, minsk,
    registration::{JournalForm, JournalRules, Series, Sign, read_next},
};
use zvarot_store::{
    PgConnection,
    journals::{self, Journal},
};

use crate::{ActionError, Actions, Cause, Client, Result, security_journal};

/// The index that somebody's appeal would get next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextIndex {
    pub whose: Sample,
    /// None: sign and template make nothing that is an index.
    pub index: Option<String>,
}

/// Of whom an index is an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    Person,
    LegalEntity,
    Collective,
    Anonymous,
}

impl Sample {
    const ALL: [Self; 4] = [Self::Person, Self::LegalEntity, Self::Collective, Self::Anonymous];

    fn sign(self, rules: &JournalRules) -> Sign {
        let applicant = |kind| Sign::of_applicant(kind, "К").unwrap_or_else(|| Sign::of_office(&rules.anonymous_sign));
        match self {
            Self::Person => applicant(ApplicantKind::Person),
            Self::LegalEntity => applicant(ApplicantKind::LegalEntity),
            Self::Collective => Sign::of_office(&rules.collective_sign),
            Self::Anonymous => Sign::of_office(&rules.anonymous_sign),
        }
    }
}

/// Whose journals the actor keeps.
///
/// # Errors
/// [`ActionError::NotFound`]: nobody's.
pub fn owner(actor: &Actor) -> Result<OrganisationId> {
    let organisation = actor.organisation().filter(|_| Permission::ManageJournal.is_given_to(actor));
    organisation.ok_or(ActionError::NotFound)
}

/// How the actor's organisation makes its indexes, and its journals, the newest year first.
///
/// # Errors
/// [`ActionError::NotFound`] without the right.
pub async fn open(connection: &mut PgConnection, actor: &Actor) -> Result<(JournalRules, Vec<Journal>)> {
    let organisation = owner(actor)?;
    let rules = journals::rules(&mut *connection, organisation).await?.ok_or(ActionError::NotFound)?;
    Ok((rules, journals::list(connection, organisation).await?))
}

/// The indexes that would come next by some rules, of each sort of applicants.
#[must_use]
pub fn preview(rules: &JournalRules, journals: &[Journal], year: i32) -> Vec<NextIndex> {
    let next = |sign: &Sign| {
        let series = rules.series.counter(sign);
        let known = journals.iter().find(|journal| i32::from(journal.year) == year && journal.series == series);
        known.map_or(1, |journal| journal.last_number.unsigned_abs() + 1)
    };
    let template = rules.template();
    let samples = Sample::ALL.map(|whose| {
        let sign = whose.sign(rules);
        let index = template.fill(&sign, next(&sign), year, None).ok();
        NextIndex { whose, index: index.map(|index| index.as_str().to_owned()) }
    });
    samples.into()
}

/// Sets how indexes are made from now on; what was registered keeps its own. The journal of security keeps who did it.
///
/// # Errors
/// Faults by field; [`ActionError::NotFound`] without the right.
pub async fn set_rules(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, form: &JournalForm) -> Result<()> {
    let organisation = owner(actor)?;
    let rules = form.read().map_err(ActionError::Invalid)?;
    let mut work = actions.store.begin(cause).await?;
    let was = journals::rules(work.connection(), organisation).await?.ok_or(ActionError::NotFound)?;
    journals::set_rules(work.connection(), organisation, &rules).await?;
    let data = json!({ "organisation": organisation, "was": facts(&was), "is": facts(&rules) });
    security_journal::record(&mut work, client, actor.account(), "journal_rules_changed", data).await?;
    Ok(work.commit().await?)
}

/// Has a journal of this year go on from a number: it was kept on paper, or in another system, until now.
///
/// # Errors
/// Faults of `next` and `sign`; [`ActionError::NotFound`] without the right.
pub async fn go_on(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, sign: &str, next: &str) -> Result<()> {
    let organisation = owner(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let rules = journals::rules(work.connection(), organisation).await?.ok_or(ActionError::NotFound)?;
    let sign = Sign::of_office(sign);
    let length = sign.as_str().chars().count();
    if rules.series == Series::Sign && (length == 0 || length > 5 || !sign.as_str().chars().all(char::is_alphanumeric)) {
        let code = if length == 0 { FaultCode::Required } else { FaultCode::NotASign };
        return Err(ActionError::Invalid(vec![Fault::new("sign", code)]));
    }
    let year = i16::try_from(minsk::date(cause.now).year()).unwrap_or(i16::MAX);
    let series = rules.series.counter(&sign);
    let last = journals::lock_last(work.connection(), organisation, year, series).await?;
    let next = read_next(next, last.unsigned_abs()).map_err(ActionError::Invalid)?;
    journals::set_last(work.connection(), organisation, year, series, next.cast_signed() - 1).await?;
    let data = json!({ "organisation": organisation, "year": year, "series": series, "last": last, "next": next });
    security_journal::record(&mut work, client, actor.account(), "journal_went_on", data).await?;
    Ok(work.commit().await?)
}

fn facts(rules: &JournalRules) -> serde_json::Value {
    json!({
        "template": rules.template, "collective_sign": rules.collective_sign,
        "anonymous_sign": rules.anonymous_sign, "series": rules.series,
    })
}
