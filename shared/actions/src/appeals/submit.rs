//! Submission of an electronic appeal from a draft (SUB-02 to SUB-04, SUB-08).

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    AccessCode, Action, Actor, AppealId, AppealNumber, DraftId, Faults, Form, Locale, Role, Switch,
    alphabet::Strictness,
    appeal::{AppealForm, AttachedFile, FormContext, NewAppeal, PersonalState},
    applicant::ApplicantProfile,
    machine, registration,
    topics::Topics,
};
use zvarot_store::{
    Work, accounts,
    appeals::{self, NewAppealRow},
    documents::{self, DocumentKind, NewDocument},
    drafts, files,
    jobs::Job,
    organisations, settings,
};

use super::terms;
use crate::{ActionError, Actions, Cause, Result, secrets};

/// The setting by which an operator relaxes the alphabet of contents (SUB-03).
const RELAX_ALPHABET: &str = Switch::RelaxContentAlphabet.code();
/// The setting by which collective appeals of legal entities are let in (SUB-05).
const ALLOW_COLLECTIVE: &str = Switch::AllowCollectiveOfLegalEntity.code();

/// What stands in the form at the moment of submission, and the version of the draft that it was shown with.
pub struct Typed {
    pub version: i32,
    pub form: AppealForm,
}

/// Submits a draft as it is typed. The reply lost and the request repeated: the same appeal comes back (the draft is its key).
///
/// # Errors
/// [`ActionError::Invalid`] with every fault by field: what was typed is not saved; [`ActionError::NotFound`]: not the actor's
/// draft; [`ActionError::Conflict`]: it was saved from elsewhere since the version that was shown.
pub async fn submit(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    draft_id: DraftId,
    typed: &Typed,
    page_locale: Locale,
) -> Result<AppealNumber> {
    let _ = machine::decide(None, Action::Submit, actor)?;
    let classifier = actions.store.classifier(terms::minsk_date(cause.now)).await?;
    let mut work = actions.store.begin(cause).await?;
    let Some(draft) = drafts::lock(work.connection(), draft_id, actor.account()).await? else {
        let submitted = appeals::of_draft(work.connection(), draft_id, actor.account())
            .await?
            .ok_or(ActionError::NotFound)?;
        return Ok(submitted.number);
    };
    let form = &typed.form;
    // Saved as it is typed under the next version already: the reply to that was lost.
    if draft.version != typed.version && draft.form != serde_json::to_value(form).map_err(ActionError::internal)? {
        return Err(ActionError::Conflict);
    }
    let (profile, has_email) = profile_of(&mut work, actor).await?;
    let attached = attached(&mut work, actor, draft_id).await?;
    let applicant = Writer { profile: &profile, has_email, page_locale };
    let appeal = decide(&mut work, form, &applicant, &classifier, &attached).await?;
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
    // The draft is locked: no file comes to it meanwhile.
    if !attached.is_empty() {
        files::give_to_appeal(work.connection(), draft_id, id, cause.now).await?;
    }
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
    let document_id = ask_receipt(&mut work, id, page_locale, actor).await?;
    work.enqueue_all(&[Job::Announce { event_id }, Job::FormDocument { document_id }]).await?;
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
    let classifier = actions.store.classifier(terms::minsk_date(cause.now)).await?;
    let mut work = actions.store.begin(cause).await?;
    let draft = drafts::get(work.connection(), draft_id, actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let form: AppealForm = serde_json::from_value(draft.form).map_err(ActionError::internal)?;
    let (profile, has_email) = profile_of(&mut work, actor).await?;
    let attached = attached(&mut work, actor, draft_id).await?;
    let applicant = Writer { profile: &profile, has_email, page_locale };
    match decide(&mut work, &form, &applicant, &classifier, &attached).await {
        Ok(_) => Ok(Faults::new()),
        Err(ActionError::Invalid(faults)) => Ok(faults),
        Err(error) => Err(error),
    }
}

async fn ask_receipt(work: &mut Work, appeal: AppealId, locale: Locale, actor: &Actor) -> Result<Uuid> {
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
    Ok(document_id)
}

/// Who writes, and in which language of the pages.
struct Writer<'a> {
    profile: &'a ApplicantProfile,
    has_email: bool,
    page_locale: Locale,
}

async fn profile_of(work: &mut Work, actor: &Actor) -> Result<(ApplicantProfile, bool)> {
    let applicant = accounts::applicant(work.connection(), actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let profile = serde_json::from_value(applicant.profile).map_err(ActionError::internal)?;
    Ok((profile, applicant.email_confirmed))
}

async fn attached(work: &mut Work, actor: &Actor, draft: DraftId) -> Result<Vec<AttachedFile>> {
    let files = files::of_draft(work.connection(), draft, actor.account()).await?;
    let attached = files.into_iter().map(|file| AttachedFile {
        name: file.name,
        state: file.state,
        participants_list: file.participants_list,
    });
    Ok(attached.collect())
}

/// Reads what the rules ask of the database, then lets them decide.
async fn decide(
    work: &mut Work,
    form: &AppealForm,
    applicant: &Writer<'_>,
    classifier: &Topics,
    attached: &[AttachedFile],
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
    let (topic, subtopic) = (form.topic_code.trim(), form.subtopic_code.trim());
    let is_section = classifier.get(topic).is_some_and(|found| found.parent_code.is_none());
    let switches = settings::flags(work.connection(), &[RELAX_ALPHABET, ALLOW_COLLECTIVE]).await?;
    let on = |name: &str| switches.iter().any(|switch| switch == name);
    let context = FormContext {
        applicant_kind: applicant.profile.kind(),
        applicant_has_email: applicant.has_email,
        organisation_accepts: organisation
            .is_some_and(|organisation| organisation.active && organisation.is_state),
        moderates,
        topic_has_subtopics: is_section.then(|| classifier.subtopics(topic).next().is_some()),
        subtopic_fits: classifier.get(subtopic).is_some_and(|found| found.parent_code.as_deref() == Some(topic)),
        files: attached,
        strictness: if on(RELAX_ALPHABET) {
            Strictness::Warn
        } else {
            Strictness::Strict
        },
        refuse_collective_of_legal_entity: !on(ALLOW_COLLECTIVE),
        page_locale: applicant.page_locale,
    };
    form.validate(&context).map_err(ActionError::Invalid)
}
