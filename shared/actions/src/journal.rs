//! The registration journals of an organisation (REG-03): how its indexes are made, what comes next, where a journal goes on.

use chrono::Datelike;
use serde_json::json;
use zvarot_domain::{
    Actor, ApplicantKind, OrganisationId, Permission, minsk,
    registration::{JournalForm, JournalRules, Series, Sign, read_next},
};
use zvarot_store::{
    PgConnection, appeals,
    journals::{self, Journal},
};

use crate::{ActionError, Actions, Cause, Client, Result, secrets::fingerprint, security_journal};

/// Indexes that were given by hand are passed over, so many in a row at most when one is shown.
const PASSED_OVER: u32 = 100;

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

/// The indexes that would come next by some rules, of each sort of applicants; one that was given by hand is passed over.
///
/// # Errors
/// The database's; [`ActionError::NotFound`] without the right.
pub async fn preview(connection: &mut PgConnection, actor: &Actor, rules: &JournalRules, journals: &[Journal], year: i32) -> Result<Vec<NextIndex>> {
    let (organisation, template) = (owner(actor)?, rules.template());
    let mut samples = Vec::new();
    for whose in Sample::ALL {
        let sign = whose.sign(rules);
        let first = next_number(rules, journals, year, &sign);
        let index = free_index(connection, organisation, first, year, |number| Some(template.fill(&sign, number, year).ok()?.as_str().to_owned())).await?;
        samples.push(NextIndex { whose, index });
    }
    Ok(samples)
}

/// The number that comes next: the sign's own, or the first one after the highest that was given otherwise.
fn next_number(rules: &JournalRules, journals: &[Journal], year: i32, sign: &Sign) -> u32 {
    let of_year = || journals.iter().filter(|journal| i32::from(journal.year) == year);
    let series = rules.series.counter(sign);
    let own = of_year().filter(|journal| journal.series == series);
    let others = of_year().filter(|journal| rules.series == Series::Journal || journal.series.is_empty());
    own.chain(others).map(|journal| journal.last_number.unsigned_abs()).max().unwrap_or_default() + 1
}

/// The first index from a number on that nobody has. None: it is no index, or too many in a row are taken.
pub(crate) async fn free_index(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    first: u32,
    year: i32,
    index: impl Fn(u32) -> Option<String>,
) -> Result<Option<String>> {
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    for number in first..first.saturating_add(PASSED_OVER) {
        let Some(index) = index(number) else { return Ok(None) };
        if !appeals::index_is_taken(&mut *connection, organisation, year, &index).await? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// Sets how indexes are made from now on; what was registered keeps its own. The journal of security keeps who did it.
///
/// # Errors
/// Faults by field; [`ActionError::NotFound`] without the right; a conflict: they are not those of `version` any more.
pub async fn set_rules(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, version: &str, form: &JournalForm) -> Result<()> {
    let organisation = owner(actor)?;
    let rules = form.read().map_err(ActionError::Invalid)?;
    let mut work = actions.store.begin(cause).await?;
    let was = journals::rules(work.connection(), organisation).await?.ok_or(ActionError::NotFound)?;
    if version != version_of(&was) || !journals::set_rules(work.connection(), organisation, &was, &rules).await? {
        return Err(ActionError::Conflict);
    }
    if rules.series != was.series {
        let year = i16::try_from(minsk::date(cause.now).year()).unwrap_or(i16::MAX);
        journals::carry_on(work.connection(), organisation, year, rules.series).await?;
    }
    let data = json!({ "organisation": organisation, "was": facts(&was), "is": facts(&rules) });
    security_journal::record(&mut work, client, actor.account(), "journal_rules_changed", data).await?;
    Ok(work.commit().await?)
}

/// Which rules somebody has seen: other ones have another version.
#[must_use]
pub fn version_of(rules: &JournalRules) -> String {
    fingerprint(&facts(rules))
}

/// Has a journal of this year go on from a number: it was kept on paper, or in another system, until now.
///
/// # Errors
/// Faults of `next` and `sign`; [`ActionError::NotFound`] without the right.
pub async fn go_on(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, sign: &str, next: &str) -> Result<()> {
    let organisation = owner(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let rules = journals::rules(work.connection(), organisation).await?.ok_or(ActionError::NotFound)?;
    let sign = match rules.series {
        Series::Sign => rules.read_sign(sign).map_err(|fault| ActionError::Invalid(vec![fault]))?,
        Series::Journal => Sign::of_office(""),
    };
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
