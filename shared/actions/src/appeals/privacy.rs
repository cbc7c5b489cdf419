//! Whose data a text of the organisation may and may not hold: of all who wrote the appeal and those merged with it.

use zvarot_domain::{applicant::ApplicantProfile, entry::EntryApplicant, publication::Private};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, Writer},
    organisations,
};

use crate::{ActionError, Result};

/// What a published text must not give away (BEY-01).
///
/// # Errors
/// [`ActionError::NotFound`]: no such organisation.
pub(super) async fn private_of(work: &mut Work, appeal: &Appeal) -> Result<Private> {
    let mut private = Private::default();
    for writer in appeals::writers(work.connection(), appeal.id).await? {
        let (first, others) = people(&writer);
        for person in first.iter().chain(&others) {
            private.add_applicant(&person.profile);
            let contacts = [&person.phone, &person.email];
            contacts.into_iter().flatten().for_each(|contact| private.add_contact(contact));
        }
        [&writer.phone, &writer.email].into_iter().flatten().for_each(|contact| private.add_contact(contact));
        private.add_employee(writer.against_employee.as_deref().unwrap_or_default());
    }
    let organisation = organisations::get(work.connection(), appeal.organisation_id).await?.ok_or(ActionError::NotFound)?;
    private.allow(&organisation.phone);
    Ok(private)
}

/// The texts that the answer of an appeal answers: its own and those of what is joined to it.
///
/// # Errors
/// The database's.
pub(super) async fn answered_texts(work: &mut Work, appeal: &Appeal) -> Result<Vec<String>> {
    let writers = appeals::writers(work.connection(), appeal.id).await?;
    Ok(writers.into_iter().flat_map(|writer| [Some(writer.content), writer.summary]).flatten().collect())
}

/// What the applicants know besides the appeal (BEY-08): own names, addresses, contacts, whom they complain about, the
/// organisation's contacts.
///
/// # Errors
/// The database's.
pub(super) async fn known(work: &mut Work, appeal: &Appeal) -> Result<Vec<String>> {
    let mut known = Vec::new();
    for writer in appeals::writers(work.connection(), appeal.id).await? {
        let Writer { applicant_name, applicant, co_applicants, address, content, summary: _, against_employee, phone, email } = writer;
        known.extend([applicant_name, address, content, applicant.to_string()]);
        known.extend(co_applicants.map(|others| others.to_string()));
        known.extend([against_employee, phone, email].into_iter().flatten());
    }
    let organisation = organisations::get(work.connection(), appeal.organisation_id).await?;
    known.extend(organisation.map(|organisation| organisation.phone));
    Ok(known)
}

/// The first of those who wrote, and the others.
fn people(writer: &Writer) -> (Option<EntryApplicant>, Vec<EntryApplicant>) {
    let whole = serde_json::from_value(writer.applicant.clone()).ok();
    let first = whole.or_else(|| {
        let profile: ApplicantProfile = serde_json::from_value(writer.applicant.clone()).ok()?;
        Some(EntryApplicant { profile, phone: None, email: None })
    });
    let others = writer.co_applicants.clone().and_then(|others| serde_json::from_value(others).ok());
    (first, others.unwrap_or_default())
}
