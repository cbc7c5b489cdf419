//! Correction of what the card says of the appeal itself (REG-08): the topic and the mark of a prescription of any, and of what
//! officials entered their own mistakes in copying it, and how it came in. What an applicant typed in a cabinet stays as it was typed.

use chrono::NaiveDate;
use serde_json::{Value, json};
use zvarot_domain::{
    Action, Actor, AppealNumber, Fault, Topics,
    appeal::AttachedFile,
    applicant::ApplicantForm,
    entry::{Arrival, CoverLetter, Correction, EntryApplicant, Standing, short},
    minsk, registration,
};
use zvarot_store::{
    appeals::{self, Appeal, CorrectedRow},
    cards::{self, CardDetails},
    entries,
    files::{self, File},
    publications,
};

use super::{lock_for, record, terms, written};
use crate::{ActionError, Actions, Cause, Result};

/// Characters of the mark of a prescription at most.
const PRESCRIPTION_LENGTH: usize = 1000;

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct DetailsForm {
    /// A sub-topic's code, or that of a section without any.
    pub topic: String,
    /// Отметка о выдаче предписания и его исполнении; may be empty.
    pub prescription: String,
    /// Read only where the appeal came from no cabinet.
    pub entered: Correction,
}

/// The details as the card would fill the form in; `entered` stays empty where the appeal came from a cabinet.
///
/// # Errors
/// The database's.
pub async fn details_form(actions: &Actions, cause: &Cause, appeal: &Appeal) -> Result<DetailsForm> {
    let mut work = actions.store.begin(cause).await?;
    let card = cards::get(work.connection(), appeal.id).await?;
    let entered = entries::details(work.connection(), appeal.id).await?;
    let topic = appeal.subtopic_code.as_ref().unwrap_or(&appeal.topic_code);
    let mut form =
        DetailsForm { topic: topic.clone(), prescription: card.prescription.clone(), entered: Correction::default() };
    if let Some(entered) = entered {
        let first: Option<EntryApplicant> = serde_json::from_value(entered.applicant).ok();
        let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        form.entered = Correction {
            kind: appeal.kind.code().to_owned(),
            applicant: first.as_ref().map_or_else(ApplicantForm::default, |first| first.profile.form()),
            phone: first.as_ref().and_then(|first| first.phone.clone()).unwrap_or_default(),
            email: first.and_then(|first| first.email).unwrap_or_default(),
            sheets: number(card.sheets),
            annex_sheets: number(card.annex_sheets),
            summary: entered.summary.unwrap_or_default(),
            form: appeal.form.code().to_owned(),
            received_on: minsk::date(appeal.submitted_at).to_string(),
            reception_by: card.reception_by.unwrap_or_default(),
            reception_on: day(card.reception_on),
            cover_from: card.cover_from.unwrap_or_default(),
            cover_on: day(card.cover_on),
            cover_index: card.cover_index.unwrap_or_default(),
            reason: String::new(),
        };
    }
    Ok(form)
}

/// How an appeal came in, as its card stands.
fn arrival(appeal: &Appeal, card: &CardDetails) -> Arrival {
    Arrival {
        form: appeal.form,
        received_on: minsk::date(appeal.submitted_at),
        reception_by: card.reception_by.clone(),
        reception_on: card.reception_on,
        cover: card.cover_from.clone().map(|from| CoverLetter { from, on: card.cover_on, index: card.cover_index.clone() }),
    }
}

/// Corrects the details; the history keeps what was and what is. The day on which it came in decides until when it had to be
/// registered (REG-04), which is found anew; the terms run from the registration and stay (law, art. 17).
///
/// # Errors
/// Faults by field; refusals; a conflict.
pub async fn correct_details(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &DetailsForm,
) -> Result<()> {
    let classifier = actions.store.classifier(terms::minsk_date(cause.now)).await?;
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) = lock_for(&mut work, actor, number, Some(version), Action::CorrectCard).await?;
    let card = cards::get(work.connection(), appeal.id).await?;
    let entered = entries::details(work.connection(), appeal.id).await?;
    let scans = match &entered {
        Some(_) => files::scans_for(work.connection(), appeal.id, actor.account()).await?,
        None => Vec::new(),
    };
    let attached: Vec<AttachedFile> = scans
        .iter()
        .map(|file| AttachedFile { name: file.name.clone(), state: file.state, participants_list: file.participants_list })
        .collect();
    let came = arrival(&appeal, &card);
    let mut faults = Vec::new();
    let topic = topic(&appeal, &form.topic, &classifier).map_err(|fault| faults.push(fault)).ok();
    let prescription = short("prescription", &form.prescription, PRESCRIPTION_LENGTH, &mut faults).unwrap_or_default();
    let has_scans = match &entered {
        Some(_) => files::of_appeal(work.connection(), appeal.id).await?.iter().any(File::is_applicants),
        None => false,
    };
    let corrected = entered.as_ref().map(|entered| {
        let standing = Standing {
            applicant_kind: appeal.applicant_kind,
            was_anonymous: appeal.applicant_name.is_empty(),
            arrival: &came,
            sent_on: appeal.redirected_from.is_some(),
            registered_on: appeal.registered_on,
            has_scans,
            scans: &attached,
            today: terms::minsk_date(cause.now),
        };
        (form.entered.validate(&standing), entered)
    });
    let corrected = match corrected {
        None => None,
        Some((Ok(corrected), entered)) => Some((corrected, entered)),
        Some((Err(found), _)) => {
            faults.extend(found);
            None
        }
    };
    let Some((topic_code, subtopic_code)) = topic.filter(|_| faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let mut new = appeal.clone();
    let mut is = CardDetails { prescription, ..card.clone() };
    let (mut was_summary, mut summary, mut reason) = (None, None, String::new());
    if let Some((corrected, entered)) = corrected {
        let profile = &corrected.applicant.profile;
        new.kind = corrected.kind;
        new.applicant_name = profile.display_name();
        new.address = profile.address().line();
        new.applicant = json!(corrected.applicant);
        is.sheets = corrected.sheets.map(u32::cast_signed);
        is.annex_sheets = corrected.annex_sheets.map(u32::cast_signed);
        was_summary.clone_from(&entered.summary);
        summary = corrected.summary;
        let arrival = corrected.arrival;
        new.form = arrival.form;
        if arrival.received_on != came.received_on {
            // Of paper the day is known and no hour.
            new.submitted_at = minsk::start_of(arrival.received_on);
            let calendar = terms::calendar_of(&mut work, appeal.organisation_id).await?.calendar;
            new.registration_limit_at = registration::limit(new.submitted_at, &calendar).until_instant();
        }
        (is.reception_by, is.reception_on) = (arrival.reception_by, arrival.reception_on);
        (is.cover_from, is.cover_on, is.cover_index) = match arrival.cover {
            Some(cover) => (Some(cover.from), cover.on, cover.index),
            None => (None, None, None),
        };
        reason = corrected.reason;
    }
    (new.topic_code, new.subtopic_code) = (topic_code, subtopic_code);
    let row = CorrectedRow {
        topic_code: &new.topic_code,
        subtopic_code: new.subtopic_code.as_deref(),
        kind: new.kind,
        applicant_name: &new.applicant_name,
        applicant: &new.applicant,
        address: &new.address,
        summary: summary.as_deref(),
        form: new.form,
        submitted_at: new.submitted_at,
        registration_limit_at: new.registration_limit_at,
    };
    written(appeals::correct_details(work.connection(), appeal.id, version, &row).await?)?;
    cards::correct(work.connection(), appeal.id, &is).await?;
    files::give_scans(work.connection(), appeal.id, actor.account(), cause.now).await?;
    publications::compare_anew(work.connection(), appeal.considered_as()).await?;
    let data = json!({
        "was": facts(&appeal, &card, was_summary.as_deref(), &classifier),
        "is": facts(&new, &is, summary.as_deref(), &classifier),
        "scans": scans.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        "reason": reason,
    });
    record(&mut work, actor, &appeal, &transition, data).await?;
    Ok(work.commit().await?)
}

/// The topic as two codes. One that is not changed is not asked whether it is still in force.
fn topic(appeal: &Appeal, typed: &str, classifier: &Topics) -> std::result::Result<(String, Option<String>), Fault> {
    let typed = typed.trim();
    if typed == appeal.subtopic_code.as_deref().unwrap_or(&appeal.topic_code) {
        return Ok((appeal.topic_code.clone(), appeal.subtopic_code.clone()));
    }
    let (topic, subtopic) = match classifier.get(typed) {
        Some(topic) => match &topic.parent_code {
            Some(parent) => (parent.as_str(), topic.code.as_str()),
            None => (topic.code.as_str(), ""),
        },
        None => (typed, ""),
    };
    let chosen = classifier.choose(topic, subtopic).map_err(|fault| Fault { field: "topic".to_owned(), ..fault })?;
    Ok((chosen.topic, chosen.subtopic))
}

/// What the history keeps; numbers as text, the topic by its names.
fn facts(appeal: &Appeal, card: &CardDetails, summary: Option<&str>, classifier: &Topics) -> Value {
    let code = appeal.subtopic_code.as_ref().unwrap_or(&appeal.topic_code);
    let topic = classifier.get(code);
    let contact = |name: &str| appeal.applicant[name].as_str().map(str::to_owned);
    let entered = appeal.account_id.is_none();
    json!({
        "topic": { "ru": topic.map_or(code.as_str(), |topic| &topic.name_ru), "be": topic.map_or(code.as_str(), |topic| &topic.name_be) },
        "kind": appeal.kind,
        "applicant": appeal.applicant_name,
        "address": appeal.address,
        "phone": contact("phone").filter(|_| entered),
        "email": contact("email").filter(|_| entered),
        "sheets": card.sheets.map(|sheets| sheets.to_string()),
        "annex_sheets": card.annex_sheets.map(|sheets| sheets.to_string()),
        "summary": summary,
        "prescription": card.prescription,
        "form": appeal.form,
        "received_on": minsk::date(appeal.submitted_at),
        "reception_by": card.reception_by,
        "reception_on": card.reception_on,
        "cover_from": card.cover_from,
        "cover_on": card.cover_on,
        "cover_index": card.cover_index,
    })
}
