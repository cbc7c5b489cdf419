//! Files of drafts, answers and of all else that is written about an appeal: declaring, finishing, removing (SUB-04, REV-12). The bytes go straight to the storage.

use zvarot_domain::{
    Actor, AppealId, Fault, FaultCode, FileId, FileName, FileState, OrganisationId, Permission, ResolutionId,
    attachment::{self, Upload},
    resolution::{ResolutionPart, ResolutionState},
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, Scope},
    assignments, drafts,
    files::{self, File, Holder, NewFile},
    jobs::Job,
    resolutions, smdo,
};

use crate::{ActionError, Actions, Cause, Result, access, appeals::resolutions::sees, scope};

/// What the browser declares of a file before its bytes go to the storage.
#[derive(Clone, Debug)]
pub struct Declared<'a> {
    pub name: &'a str,
    pub content_type: &'a str,
    /// Bytes.
    pub size: u64,
    /// The browser's mark of the same file: an unfinished upload with this mark is resumed instead of begun anew.
    pub fingerprint: &'a str,
    pub participants_list: bool,
}

/// Declares a file for a draft or for a form about an appeal. The same file declared again (fingerprint) is the same upload.
///
/// # Errors
/// Faults of `files` (kind, size, more than five); [`ActionError::NotFound`] where the holder is not the actor's.
pub async fn declare(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    holder: Holder,
    declared: &Declared<'_>,
) -> Result<File> {
    let upload = announce(declared)?;
    let mut work = actions.store.begin(cause).await?;
    let present = held(&mut work, actor, holder).await?;
    if !declared.fingerprint.is_empty()
        && let Some(same) = present.iter().find(|file| {
            file.fingerprint == declared.fingerprint && file.state == FileState::Uploading
        })
    {
        return Ok(same.clone());
    }
    check_room(&present)?;
    let file = new_file(actor, holder, &upload, declared);
    let id = files::insert(work.connection(), &file, cause.now).await?;
    let file = files::get(work.connection(), id)
        .await?
        .ok_or(ActionError::NotFound)?;
    work.commit().await?;
    Ok(file)
}

/// Whether a file may be declared at all: by its name, type and size.
///
/// # Errors
/// A fault of `files`.
pub fn check_declared(declared: &Declared<'_>) -> Result<()> {
    announce(declared).map(drop)
}

/// Declares a program's file under `id` in a transaction of the caller's: nobody holds it until a call names it. Where
/// its bytes lie in the storage already it goes to be checked.
///
/// # Errors
/// Faults of `files` (kind, size).
pub async fn declare_in(
    work: &mut Work,
    actor: &Actor,
    id: FileId,
    declared: &Declared<'_>,
    received: bool,
) -> Result<File> {
    let upload = announce(declared)?;
    let now = work.now();
    let file = new_file(actor, Holder::Nobody, &upload, declared);
    files::insert_under(work.connection(), id, &file, now).await?;
    if received && files::begin_check(work.connection(), id, actor.account(), now).await? {
        work.enqueue(Job::CheckFile { file_id: id }).await?;
    }
    files::get(work.connection(), id)
        .await?
        .ok_or(ActionError::NotFound)
}

/// Removes a program's file that nobody holds.
///
/// # Errors
/// [`ActionError::NotFound`]: not the actor's, or held by an appeal, or removed before.
pub async fn discard(actions: &Actions, cause: &Cause, actor: &Actor, id: FileId) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    if !files::forget(work.connection(), id, actor.account()).await? {
        return Err(ActionError::NotFound);
    }
    work.enqueue(Job::RemoveFile { file_id: id }).await?;
    Ok(work.commit().await?)
}

/// Takes a file whose bytes have come already (through the front, without scripts) and lie under `id` in the storage:
/// it goes to be checked at once. The same file there already (name and fingerprint): false, nothing is written. The
/// caller removes the bytes when it was not taken.
///
/// # Errors
/// As [`declare`].
pub async fn received(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    holder: Holder,
    id: FileId,
    declared: &Declared<'_>,
) -> Result<bool> {
    let mut work = actions.store.begin(cause).await?;
    let present = held(&mut work, actor, holder).await?;
    let upload = announce(declared)?;
    let is_same = |file: &File| {
        let known = matches!(file.state, FileState::Checking | FileState::Clean);
        known && file.fingerprint == declared.fingerprint && file.name == upload.name().as_str()
    };
    if !declared.fingerprint.is_empty() && present.iter().any(is_same) {
        return Ok(false);
    }
    check_room(&present)?;
    let file = new_file(actor, holder, &upload, declared);
    files::insert_under(work.connection(), id, &file, cause.now).await?;
    if files::begin_check(work.connection(), id, actor.account(), cause.now).await? {
        work.enqueue(Job::CheckFile { file_id: id }).await?;
    }
    work.commit().await?;
    Ok(true)
}

/// The bytes came by a form straight to the storage, which did not say beforehand how many: `size` is what the storage
/// has. The file goes to be checked. Saying it twice changes nothing.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn finish_of_size(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: FileId,
    size: u64,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let owner = actor.account();
    files::of_owner(work.connection(), id, owner)
        .await?
        .ok_or(ActionError::NotFound)?;
    if files::set_size(work.connection(), id, owner, size.cast_signed()).await?
        && files::begin_check(work.connection(), id, owner, cause.now).await?
    {
        work.enqueue(Job::CheckFile { file_id: id }).await?;
    }
    Ok(work.commit().await?)
}

/// A checked file that the actor may read: an own one, or one of an appeal or answer in the actor's scope (SEC-01, SEC-04).
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn readable(actions: &Actions, cause: &Cause, actor: &Actor, id: FileId) -> Result<File> {
    let mut work = actions.store.begin(cause).await?;
    let file = files::get(work.connection(), id).await?;
    let file = file
        .filter(|file| file.state.is_downloadable())
        .ok_or(ActionError::NotFound)?;
    if let Some((resolution, part)) = file.resolution {
        return readable_by_resolution(&mut work, actor, resolution, part).await.map(|()| file);
    }
    let Some(appeal) = file.appeal_id else {
        if file.owner_id == actor.account() {
            return Ok(file);
        }
        // It was sent with a request, an order or a report: both sides read it, nobody else (CTL-01).
        if let Some((sender, receiver)) = assignments::sides_of_file(work.connection(), id).await? {
            return if is_side(actor, sender, receiver) { Ok(file) } else { Err(ActionError::NotFound) };
        }
        // It came by СМДО: the organisation's officials look at it before they answer with it (SMD-03).
        let came_for = smdo::appeal_of_file(work.connection(), id).await?;
        let (Some(appeal), Some(organisation)) = (came_for, actor.organisation()) else {
            return Err(ActionError::NotFound);
        };
        if !(actor.is_client() || Permission::SeeAppeals.is_given_to(actor)) {
            return Err(ActionError::NotFound);
        }
        let found = appeals::lock_by_id(work.connection(), appeal, scope(actor)?).await?;
        return match found {
            Some(found) if found.organisation_id == organisation => Ok(file),
            _ => Err(ActionError::NotFound),
        };
    };
    let found = appeals::get(work.connection(), appeal)
        .await?
        .ok_or(ActionError::NotFound)?;
    let scope = scope(actor)?;
    let Some(seen) = appeals::by_number(work.connection(), found.number, scope).await? else {
        if shared_by_merging(&mut work, scope, appeal, &file).await? {
            return Ok(file);
        }
        return readable_by_access(work, actor, &found, file).await;
    };
    if seen.id == appeal || came_with(&file, appeal, &seen) || matches!(scope, Scope::Account(_)) {
        Ok(file)
    } else {
        Err(ActionError::NotFound)
    }
}

/// Who has an appeal that was sent on reads what came with it, not what others answer to it.
fn came_with(file: &File, appeal: AppealId, seen: &Appeal) -> bool {
    file.answer_id.is_none()
        && file.message_id.is_none()
        && !(file.letter && file.updated_at > seen.submitted_at)
        && [seen.origin_id, seen.redirected_from].contains(&Some(appeal))
}

/// Who looks at others' appeals reads their files too, and each look is journaled (CTL-06).
async fn readable_by_access(mut work: Work, actor: &Actor, of: &Appeal, file: File) -> Result<File> {
    if !Permission::LookAtOthers.is_given_to(actor) {
        return Err(ActionError::NotFound);
    }
    for instance in appeals::instances(work.connection(), of.number).await? {
        let Some(instance) = appeals::get(work.connection(), instance).await? else { continue };
        if (instance.id == of.id || came_with(&file, of.id, &instance))
            && access::look_at(&mut work, actor, instance.organisation_id, instance.number).await?.is_some()
        {
            work.commit().await?;
            return Ok(file);
        }
    }
    Err(ActionError::NotFound)
}

/// Whether a file is read by whoever sees an appeal that its own is joined with (BEY-02): who sees the first reads what came
/// with the later ones, who sees a later one reads the common answer.
async fn shared_by_merging(work: &mut Work, scope: Scope, appeal: AppealId, file: &File) -> Result<bool> {
    let answers = file.answer_id.is_some() || file.letter;
    for link in appeals::merged_with(work.connection(), appeal).await? {
        let shared = if link.is_first { !answers && file.message_id.is_none() } else { answers && link.status.is_final() };
        if shared && appeals::by_number(work.connection(), link.number, scope).await?.is_some_and(|seen| seen.id == link.id) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A resolution's file is read by whoever sees the resolution; the applicant reads what came with the result of an executed
/// one (REV-06).
async fn readable_by_resolution(
    work: &mut Work,
    actor: &Actor,
    id: ResolutionId,
    part: ResolutionPart,
) -> Result<()> {
    let appeal = resolutions::appeal_of(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    let appeal = appeals::lock_by_id(work.connection(), appeal, scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    let all = resolutions::of_appeal(work.connection(), appeal.id).await?;
    let resolution = all.into_iter().find(|one| one.id == id).ok_or(ActionError::NotFound)?;
    let seen = if actor.applicant().is_some() {
        resolution.state == ResolutionState::Finished && part == ResolutionPart::Consolidated
    } else {
        sees(actor, &appeal, &resolution)
    };
    if seen { Ok(()) } else { Err(ActionError::NotFound) }
}

fn announce(declared: &Declared<'_>) -> Result<Upload> {
    Upload::announce(declared.name, declared.content_type, declared.size).map_err(|fault| {
        let name = FileName::from_untrusted(declared.name);
        ActionError::Invalid(vec![attachment::form_fault("files", &name, fault)])
    })
}

fn check_room(present: &[File]) -> Result<()> {
    if present.len() < attachment::FILES_AT_MOST {
        return Ok(());
    }
    let fault = Fault::new("files", FaultCode::TooManyFiles).with("max", attachment::FILES_AT_MOST);
    Err(ActionError::Invalid(vec![fault]))
}

fn new_file<'a>(
    actor: &Actor,
    holder: Holder,
    upload: &'a Upload,
    declared: &'a Declared<'_>,
) -> NewFile<'a> {
    NewFile {
        owner: actor.account(),
        holder,
        participants_list: declared.participants_list,
        name: upload.name().as_str(),
        content_type: declared.content_type,
        size: declared.size.cast_signed(),
        fingerprint: declared.fingerprint,
    }
}

/// Whether an official reads what one of two organisations sends to the other.
fn is_side(actor: &Actor, sender: OrganisationId, receiver: Option<OrganisationId>) -> bool {
    let own = actor.organisation().filter(|_| Permission::SeeAppeals.is_given_to(actor));
    own.is_some_and(|own| own == sender || Some(own) == receiver)
}

/// The files that the holder has now; the holder is locked, so that two requests do not both add the fifth.
async fn held(work: &mut Work, actor: &Actor, holder: Holder) -> Result<Vec<File>> {
    match holder {
        Holder::Draft(draft) => {
            drafts::lock(work.connection(), draft, actor.account())
                .await?
                .ok_or(ActionError::NotFound)?;
            Ok(files::of_draft(work.connection(), draft, actor.account()).await?)
        }
        Holder::Form(appeal, purpose) => {
            appeals::lock_by_id(work.connection(), appeal, scope(actor)?)
                .await?
                .ok_or(ActionError::NotFound)?;
            if let Some(resolution) = purpose.resolution()
                && resolutions::appeal_of(work.connection(), resolution).await? != Some(appeal)
            {
                return Err(ActionError::NotFound);
            }
            Ok(files::for_form(work.connection(), appeal, purpose, actor.account()).await?)
        }
        // What an applicant typed in a cabinet is corrected by nobody (REG-08).
        Holder::ScanOf(appeal) => {
            let found = appeals::lock_by_id(work.connection(), appeal, scope(actor)?).await?;
            found.filter(|found| found.account_id.is_none() && Permission::SeeAppeals.is_given_to(actor)).ok_or(ActionError::NotFound)?;
            let mut present = files::of_appeal(work.connection(), appeal).await?;
            present.retain(File::is_applicants);
            present.extend(files::scans_for(work.connection(), appeal, actor.account()).await?);
            Ok(present)
        }
        Holder::Assignment(id) => {
            let found = assignments::lock(work.connection(), id).await?;
            let (sender, receiver) = found.ok_or(ActionError::NotFound)?;
            if !is_side(actor, sender, receiver) {
                return Err(ActionError::NotFound);
            }
            Ok(files::for_step(work.connection(), id, actor.account()).await?)
        }
        // Each call that uses such files counts them itself.
        Holder::Nobody => Ok(Vec::new()),
    }
}

/// A file that the actor uploaded and may still change.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn own(actions: &Actions, cause: &Cause, actor: &Actor, id: FileId) -> Result<File> {
    let mut work = actions.store.begin(cause).await?;
    files::of_owner(work.connection(), id, actor.account())
        .await?
        .ok_or(ActionError::NotFound)
}

/// All bytes are in the storage (the caller has compared them with the declared size): the file goes to be checked.
/// Saying it twice changes nothing.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn finish(actions: &Actions, cause: &Cause, actor: &Actor, id: FileId) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    files::of_owner(work.connection(), id, actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    if files::begin_check(work.connection(), id, actor.account(), cause.now).await? {
        work.enqueue(Job::CheckFile { file_id: id }).await?;
    }
    Ok(work.commit().await?)
}

/// Removes a file from a draft or from a form not sent yet.
///
/// # Errors
/// [`ActionError::NotFound`]: not the actor's, or already part of an appeal.
pub async fn remove(actions: &Actions, cause: &Cause, actor: &Actor, id: FileId) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    if !files::release(work.connection(), id, actor.account(), cause.now).await? {
        return Err(ActionError::NotFound);
    }
    work.enqueue(Job::RemoveFile { file_id: id }).await?;
    Ok(work.commit().await?)
}
