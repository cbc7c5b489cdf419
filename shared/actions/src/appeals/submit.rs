//! Submission of an electronic appeal from a draft (SUB-02 to SUB-04, SUB-08).

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    AccessCode, Action, Actor, AppealId, AppealNumber, DraftId, Faults, Form, Locale, Role,
    alphabet::Strictness,
    appeal::{AppealForm, AttachedFile, FormContext, NewAppeal, PersonalState},
    applicant::ApplicantProfile,
    machine, registration,
};
use zvarot_store::{
    Work, accounts,
    appeals::{self, NewAppealRow},
    documents::{self, DocumentKind, NewDocument},
    drafts, files,
    jobs::Job,
    organisations, settings, topics,
};

use super::terms;
use crate::{ActionError, Actions, Cause, Result, secrets};

/// The setting by which an operator relaxes the alphabet of contents (SUB-03).
const RELAX_ALPHABET: &str = "relax_content_alphabet";
/// The setting by which collective appeals of legal entities are let in (SUB-05).
const ALLOW_COLLECTIVE: &str = "allow_collective_of_legal_entity";

/// Submits a draft. The reply lost and the request repeated: the same appeal comes back (the draft is its key).
///
/// # Errors
/// [`ActionError::Invalid`] with every fault by field; [`ActionError::NotFound`]: not the actor's draft.
pub async fn submit(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    draft_id: DraftId,
    page_locale: Locale,
) -> Result<AppealNumber> {
    let _ = machine::decide(None, Action::Submit, actor)?;
    let mut work = actions.store.begin(cause).await?;
    let Some(draft) = drafts::lock(work.connection(), draft_id, actor.account()).await? else {
        let submitted = appeals::of_draft(work.connection(), draft_id, actor.account())
            .await?
            .ok_or(ActionError::NotFound)?;
        return Ok(submitted.number);
    };
    let form: AppealForm = serde_json::from_value(draft.form).map_err(ActionError::internal)?;
    let (profile, has_email) = profile_of(&mut work, actor).await?;
    let appeal = decide(
        &mut work,
        actor,
        draft_id,
        &form,
        &profile,
        has_email,
        page_locale,
    )
    .await?;
    let action = if appeal.to_head { Action::SubmitToHead } else { Action::Submit };
    let transition = machine::decide(None, action, actor)?;
    let calendar = terms::calendar_of(&mut work, appeal.organisation).await?;
    let number = appeals::next_number(work.connection()).await?;
    let access_code = AccessCode::from_random(secrets::random());
    let id = AppealId(Uuid::now_v7());
    let row = NewAppealRow {
        id,
        number,
        access_code: access_code.as_str(),
        draft_id: Some(draft_id),
        organisation_id: appeal.organisation,
        account_id: Some(actor.account()),
        kind: appeal.kind,
        form: Form::Electronic,
        status: transition.to(),
        topic_code: &appeal.topic_code,
        subtopic_code: appeal.subtopic_code.as_deref(),
        content: &appeal.content,
        locale: appeal.locale,
        answer_way: appeal.answer_way,
        collective: appeal.participants.is_some(),
        participants_count: appeal.participants.map(|count| count.cast_signed()),
        against_employee: appeal.against_employee.as_deref(),
        against_unp: appeal.against_unp.as_ref().map(|unp| unp.as_str()),
        applicant_kind: profile.kind(),
        applicant_name: &profile.display_name(),
        applicant: serde_json::to_value(&profile).map_err(ActionError::internal)?,
        address: &appeal.address.line(),
        registration_limit_at: registration::limit(cause.now, &calendar.calendar).until_instant(),
    };
    appeals::insert(work.connection(), &row, cause.now).await?;
    if appeal.to_head {
        appeals::set_to_head(work.connection(), id, PersonalState::Addressed).await?;
    }
    files::give_to_appeal(work.connection(), draft_id, id, cause.now).await?;
    drafts::remove(work.connection(), draft_id, actor.account()).await?;
    let event_id = appeals::append_event(
        work.connection(),
        id,
        transition.event(),
        Some(actor.account()),
        json!({ "visit": appeal.needs_visit() }),
        cause.now,
    )
    .await?;
    work.enqueue(Job::Announce { event_id }).await?;
    ask_receipt(&mut work, id, page_locale, actor).await?;
    work.commit().await?;
    Ok(number)
}

/// What is still wrong with a draft: the same rules as at submission, shown while it is written (SUB-02).
///
/// # Errors
/// [`ActionError::NotFound`]: not the actor's draft.
pub async fn check(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    draft_id: DraftId,
    page_locale: Locale,
) -> Result<Faults> {
    let mut work = actions.store.begin(cause).await?;
    let draft = drafts::get(work.connection(), draft_id, actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let form: AppealForm = serde_json::from_value(draft.form).map_err(ActionError::internal)?;
    let (profile, has_email) = profile_of(&mut work, actor).await?;
    match decide(
        &mut work,
        actor,
        draft_id,
        &form,
        &profile,
        has_email,
        page_locale,
    )
    .await
    {
        Ok(_) => Ok(Faults::new()),
        Err(ActionError::Invalid(faults)) => Ok(faults),
        Err(error) => Err(error),
    }
}

async fn ask_receipt(
    work: &mut Work,
    appeal: AppealId,
    locale: Locale,
    actor: &Actor,
) -> Result<()> {
    let now = work.now();
    let receipt = NewDocument {
        appeal,
        answer: None,
        kind: DocumentKind::ReceiptPdf,
        locale,
        appeal_version: 0,
        requested_by: Some(actor.account()),
    };
    let (document_id, _) = documents::ask(work.connection(), &receipt, now).await?;
    work.enqueue(Job::FormDocument { document_id }).await?;
    Ok(())
}

async fn profile_of(work: &mut Work, actor: &Actor) -> Result<(ApplicantProfile, bool)> {
    let applicant = accounts::applicant(work.connection(), actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let account = accounts::get(work.connection(), actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let profile = serde_json::from_value(applicant.profile).map_err(ActionError::internal)?;
    Ok((profile, account.email_confirmed_at.is_some()))
}

/// Reads what the rules ask of the database, then lets them decide.
async fn decide(
    work: &mut Work,
    actor: &Actor,
    draft: DraftId,
    form: &AppealForm,
    profile: &ApplicantProfile,
    has_email: bool,
    page_locale: Locale,
) -> Result<NewAppeal> {
    let organisation = match form.organisation() {
        Some(id) => organisations::get(work.connection(), id).await?,
        None => None,
    };
    let moderates = match (form.to_head, &organisation) {
        (true, Some(found)) => {
            let role = Role::AuthorisedPerson;
            !accounts::holders(work.connection(), found.id, role).await?.is_empty()
        }
        _ => false,
    };
    let today = terms::minsk_date(work.now());
    let chosen = topics::choice(
        work.connection(),
        form.topic_code.trim(),
        form.subtopic_code.trim(),
        today,
    )
    .await?;
    let attached: Vec<AttachedFile> = files::of_draft(work.connection(), draft, actor.account())
        .await?
        .into_iter()
        .map(|file| AttachedFile {
            name: file.name,
            state: file.state,
            participants_list: file.participants_list,
        })
        .collect();
    let switches = settings::flags(work.connection(), &[RELAX_ALPHABET, ALLOW_COLLECTIVE]).await?;
    let on = |name: &str| switches.iter().any(|switch| switch == name);
    let context = FormContext {
        applicant_kind: profile.kind(),
        applicant_has_email: has_email,
        organisation_accepts: organisation
            .is_some_and(|organisation| organisation.active && organisation.is_state),
        moderates,
        topic_has_subtopics: chosen.has_subtopics,
        subtopic_fits: chosen.subtopic_fits,
        files: &attached,
        strictness: if on(RELAX_ALPHABET) {
            Strictness::Warn
        } else {
            Strictness::Strict
        },
        refuse_collective_of_legal_entity: !on(ALLOW_COLLECTIVE),
        page_locale,
    };
    form.validate(&context).map_err(ActionError::Invalid)
}
