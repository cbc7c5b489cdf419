//! Words, files and the signer of a result: what was uploaded for it joins what it has, at most five together, all checked.

use zvarot_domain::{
    AccountId, Actor, Fault, FaultCode, Faults, FileId, ResolutionId, UploadPurpose, read_free,
    resolution::{self as rules, ResolutionPart},
};
use zvarot_store::{
    Work,
    appeals::Appeal,
    files::{self, File},
    jobs::Job,
    resolutions,
};

use super::HEADS;
use crate::{ActionError, Result, appeals::uploads};

/// A result as typed.
#[derive(Clone, Debug, Default)]
pub struct WorkForm {
    pub text: String,
    /// Of the files that it has already, those that stay.
    pub keep: Vec<FileId>,
    /// Of a consolidated result: the account of the head who signs it; empty: the responsible executor finishes the resolution.
    pub signer: String,
}

impl WorkForm {
    /// Reads the words.
    pub(super) fn read(&self) -> Result<String> {
        let mut faults = Faults::new();
        let text = read_free("text", &self.text, rules::TEXT_LENGTH, &mut faults);
        if faults.is_empty() { Ok(text) } else { Err(ActionError::Invalid(faults)) }
    }

    /// Reads the words of a consolidated result and which head of the appeal's organisation signs it (REV-06).
    pub(super) async fn read_consolidated(
        &self,
        work: &mut Work,
        actor: &Actor,
        appeal: &Appeal,
    ) -> Result<(String, Option<(AccountId, String)>)> {
        let mut faults = Faults::new();
        let text = read_free("text", &self.text, rules::TEXT_LENGTH, &mut faults);
        let typed = self.signer.trim();
        let mut signer = None;
        if !typed.is_empty() {
            let heads = resolutions::holders_of(work.connection(), appeal.organisation_id, &HEADS).await?;
            signer = heads.into_iter().find(|(head, _)| head.to_string() == typed && *head != actor.account());
            if signer.is_none() {
                faults.push(Fault::new("signer", FaultCode::UnknownChoice));
            }
        }
        if faults.is_empty() { Ok((text, signer)) } else { Err(ActionError::Invalid(faults)) }
    }
}

/// Gives what the actor has uploaded for a form to a part of a resolution. Of the files that the actor gave to it before only those of `keep`
/// stay; `None`: all of them. Returns how many the part has.
pub(super) async fn attach(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    resolution: ResolutionId,
    (purpose, part): (UploadPurpose, ResolutionPart),
    keep: Option<&[FileId]>,
) -> Result<usize> {
    let (now, owner) = (work.now(), actor.account());
    let present = files::of_resolutions(work.connection(), &[resolution]).await?;
    let of_part = present.into_iter().filter(|file| {
        let own = part == ResolutionPart::Text || file.owner_id == owner;
        own && file.resolution.is_some_and(|(_, of)| of == part)
    });
    let stays = |file: &File| keep.is_none_or(|keep| keep.contains(&file.id));
    let (mut all, dropped): (Vec<File>, Vec<File>) = of_part.partition(stays);
    all.extend(files::for_form(work.connection(), appeal.id, purpose, owner).await?);
    let mut faults = Faults::new();
    uploads::check(&all, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let dropped: Vec<FileId> = dropped.iter().map(|file| file.id).collect();
    files::take_from_resolution(work.connection(), resolution, &dropped, now).await?;
    for file_id in dropped {
        work.enqueue(Job::RemoveFile { file_id }).await?;
    }
    files::give_to_resolution(work.connection(), (appeal.id, purpose), owner, resolution, part, now).await?;
    Ok(all.len())
}
