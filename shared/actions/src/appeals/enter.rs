//! Entering appeals by record (EDM-03, REG-02): one for the API, hundreds at once for loads. First each record is read by
//! the rules ([`check`]), then the bytes that came in the records are put into the storage, then all right ones are
//! written ([`write`]): no transaction waits for the storage. The same record again is the same appeal.

pub mod paper;
mod rows;

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use uuid::Uuid;
use zvarot_domain::{
    Action, Actor, AppealId, AppealNumber, Fault, FaultCode, Faults, FileId, FileState,
    OrganisationId, Permission, Status, Switch, Upload,
    entry::{Context, Entry, FileSource, Record},
    machine::{self, Party, Transition},
};
use zvarot_store::{
    Work,
    entries::{self, Known},
    files::{self, Holder, NewFile},
    jobs::Job,
    organisations, settings,
};

use super::terms;
use crate::{ActionError, Actions, Cause, Result};

/// The setting by which collective appeals of legal entities are let in from other systems (SUB-05).
const ALLOW_COLLECTIVE: &str = Switch::AllowCollectiveOfLegalEntityByEdms.code();

/// Whether people are told of each appeal entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announce {
    /// As of any appeal that arrives (REG-01).
    Each,
    /// One message tells people of the whole load instead. Programs are told of each (EDM-07): none needs to poll.
    Programs,
}

/// What was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub status: Status,
    /// It was there before: the same record had come already.
    pub repeated: bool,
}

/// A record read by the rules.
pub enum Checked {
    /// To be written.
    New(Box<NewAppeal>),
    /// Entered before.
    Known(Entered),
    /// Not to be entered.
    Wrong(Faults),
}

/// An appeal to be written.
pub struct NewAppeal {
    entry: Entry,
    digest: [u8; 32],
    inline: Vec<InlineFile>,
}

/// A file whose bytes came in the record.
struct InlineFile {
    id: FileId,
    upload: Upload,
    bytes: Vec<u8>,
    participants_list: bool,
}

impl Checked {
    /// The bytes to be put into the storage under these ids before the appeal is written.
    pub fn inline_files(&self) -> impl Iterator<Item = (FileId, &[u8])> {
        let files = match self {
            Self::New(appeal) => appeal.inline.as_slice(),
            Self::Known(_) | Self::Wrong(_) => &[],
        };
        files.iter().map(|file| (file.id, file.bytes.as_slice()))
    }
}

/// Whether somebody else has entered the same meanwhile: beginning anew finds it.
#[must_use]
pub fn is_race(error: &ActionError) -> bool {
    let ActionError::Internal(error) = error else { return false };
    error.downcast_ref::<zvarot_store::sqlx_error::Error>().is_some_and(|error| {
        ["appeals_external_id", "appeals_index"]
            .iter()
            .any(|constraint| zvarot_store::violates(error, constraint))
    })
}

/// In whose name records are entered, and whose their external ids are.
pub(crate) struct Author {
    pub organisation: OrganisationId,
    pub source: Uuid,
    pub entering: Transition,
    pub registering: Transition,
}

/// A program of the organisation, or an official who may load files: he stands for the organisation's system then.
///
/// # Errors
/// [`ActionError::Refused`].
pub(crate) fn author(actor: &Actor) -> Result<Author> {
    let (organisation, source) = match actor {
        Actor::Client { account, organisation } => (*organisation, account.0),
        Actor::Official { organisation, .. } if Permission::LoadAppeals.is_given_to(actor) => {
            (*organisation, organisation.0)
        }
        _ => return Err(machine::Refusal::WrongRole { action: Action::Enter }.into()),
    };
    let entering = machine::decide_for(None, Action::Enter, Party::Client)?;
    let registering =
        machine::decide_for(Some(entering.to()), Action::Register, Party::Client)?;
    Ok(Author { organisation, source, entering, registering })
}

/// Reads records by the rules and looks which were entered before.
///
/// # Errors
/// [`ActionError::Refused`].
pub async fn check<'a>(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    records: impl IntoIterator<Item = &'a Record>,
) -> Result<Vec<Checked>> {
    let author = author(actor)?;
    let records: Vec<&Record> = records.into_iter().collect();
    let classifier = actions.store.classifier(terms::minsk_date(cause.now)).await?;
    let mut connection = actions.store.pool().acquire().await?;
    let switches = settings::flags(&mut connection, &[ALLOW_COLLECTIVE]).await?;
    // One with control characters is no id of anything: the rules name it, the database would refuse all of them for it.
    let ids = records.iter().map(|record| record.external_id.trim());
    let ids: Vec<String> = ids.filter(|id| !id.chars().any(char::is_control)).map(str::to_owned).collect();
    let known = entries::known(&mut connection, author.source, &ids).await?;
    let uploaded: Vec<FileId> = records.iter().flat_map(|record| uploaded_ids(record)).collect();
    let usable = usable_files(&mut connection, actor, &uploaded).await?;
    drop(connection);
    let context = Context {
        topics: &classifier,
        now: cause.now,
        refuse_collective_of_legal_entity: switches.is_empty(),
    };
    Ok(records.iter().map(|record| check_one(record, &context, &known, &usable)).collect())
}

fn uploaded_ids(record: &Record) -> impl Iterator<Item = FileId> {
    let ids = record.files.iter().filter_map(|file| file.id.trim().parse().ok());
    ids.map(FileId)
}

/// Of the ids, those that the actor has uploaded whole and that belong to nothing yet.
async fn usable_files(
    connection: &mut zvarot_store::PgConnection,
    actor: &Actor,
    ids: &[FileId],
) -> Result<HashSet<FileId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let unheld = files::lock_unheld(connection, ids, actor.account()).await?;
    let whole = |state| matches!(state, FileState::Checking | FileState::Clean);
    Ok(unheld.into_iter().filter(|file| whole(file.state)).map(|file| file.id).collect())
}

fn check_one(
    record: &Record,
    context: &Context<'_>,
    known: &HashMap<String, Known>,
    usable: &HashSet<FileId>,
) -> Checked {
    let digest = digest(record);
    // What was entered once is there, whatever the rules have become since.
    if let Some(known) = known.get(record.external_id.trim()) {
        return match same(known.number, &known.digest, &digest) {
            None => Checked::Known(Entered {
                appeal: known.appeal,
                number: known.number,
                status: known.status,
                repeated: true,
            }),
            Some(fault) => Checked::Wrong(vec![fault]),
        };
    }
    let mut entry = match record.validate(context) {
        Ok(entry) => entry,
        Err(faults) => return Checked::Wrong(faults),
    };
    let missing: Faults = entry
        .files
        .iter()
        .enumerate()
        .filter(|(_, file)| matches!(file.source, FileSource::Uploaded(id) if !usable.contains(&id)))
        .map(|(index, _)| Fault::new(format!("files/{index}/id"), FaultCode::FileUnknown))
        .collect();
    if !missing.is_empty() {
        return Checked::Wrong(missing);
    }
    let inline = take_inline(&mut entry);
    Checked::New(Box::new(NewAppeal { entry, digest, inline }))
}

/// Another content under the same id is a fault that names what is there.
fn same(number: AppealNumber, known: &[u8], digest: &[u8; 32]) -> Option<Fault> {
    let differs = known != digest;
    differs.then(|| {
        Fault::new("externalId", FaultCode::ExternalIdTaken).with("number", number.to_string())
    })
}

/// The record as it was read: the order of its fields and its spaces do not matter.
fn digest(record: &Record) -> [u8; 32] {
    let text = serde_json::to_vec(record).expect("a record is plain data");
    Sha256::digest(&text).into()
}

fn take_inline(entry: &mut Entry) -> Vec<InlineFile> {
    let mut inline = Vec::new();
    for file in &mut entry.files {
        let id = FileId(Uuid::now_v7());
        if let FileSource::Inline { .. } = file.source {
            let source = std::mem::replace(&mut file.source, FileSource::Uploaded(id));
            let FileSource::Inline { upload, bytes } = source else { continue };
            inline.push(InlineFile { id, upload, bytes, participants_list: file.participants_list });
        }
    }
    inline
}

/// Writes the right ones with their events, journals, files and jobs; the results are in the order given. The bytes of
/// inline files are in the storage already.
///
/// # Errors
/// One for which [`is_race`] holds: roll back and begin anew with [`check`].
pub async fn write(
    work: &mut Work,
    actor: &Actor,
    checked: Vec<Checked>,
    announce: Announce,
) -> Result<Vec<std::result::Result<Entered, Faults>>> {
    let author = author(actor)?;
    let organisation = organisations::get(work.connection(), author.organisation)
        .await?
        .ok_or(ActionError::NotFound)?;
    let calendar = terms::calendar_of(work, author.organisation).await?;
    let mut results = Vec::with_capacity(checked.len());
    let mut new = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, checked) in checked.into_iter().enumerate() {
        results.push(match checked {
            Checked::Known(entered) => Outcome::Is(Ok(entered)),
            Checked::Wrong(faults) => Outcome::Is(Err(faults)),
            Checked::New(appeal) => match seen.get(&appeal.entry.external_id) {
                Some(first) => Outcome::As(*first, appeal.digest),
                None => {
                    seen.insert(appeal.entry.external_id.clone(), index);
                    new.push((index, *appeal));
                    Outcome::As(index, [0; 32])
                }
            },
        });
    }
    let digests: HashMap<usize, [u8; 32]> =
        new.iter().map(|(index, appeal)| (*index, appeal.digest)).collect();
    let written = rows::write(work, actor, &author, &organisation, &calendar, new, announce).await?;
    Ok(results
        .into_iter()
        .enumerate()
        .map(|(index, outcome)| match outcome {
            Outcome::Is(result) => result,
            Outcome::As(first, _) if first == index => written[&index].clone(),
            Outcome::As(first, digest) => {
                let entered = written[&first].clone()?;
                match same(entered.number, &digests[&first], &digest) {
                    None => Ok(Entered { repeated: true, ..entered }),
                    Some(fault) => Err(vec![fault]),
                }
            }
        })
        .collect())
}

/// What a record's result comes from.
enum Outcome {
    /// Known already.
    Is(std::result::Result<Entered, Faults>),
    /// That of the record at this place, which has the same external id; and this one's digest.
    As(usize, [u8; 32]),
}

/// Binds the files of an appeal to it.
async fn bind_files(
    work: &mut Work,
    actor: &Actor,
    id: AppealId,
    appeal: &NewAppeal,
) -> Result<()> {
    let now = work.now();
    for file in &appeal.inline {
        let row = NewFile {
            owner: actor.account(),
            holder: Holder::Nobody,
            participants_list: file.participants_list,
            name: file.upload.name().as_str(),
            content_type: file.upload.format().content_type(),
            size: file.upload.size().cast_signed(),
            fingerprint: "",
        };
        files::insert_under(work.connection(), file.id, &row, now).await?;
        files::begin_check(work.connection(), file.id, actor.account(), now).await?;
        work.enqueue(Job::CheckFile { file_id: file.id }).await?;
    }
    let ids: Vec<FileId> = appeal
        .entry
        .files
        .iter()
        .filter_map(|file| match file.source {
            FileSource::Uploaded(id) => Some(id),
            FileSource::Inline { .. } => None,
        })
        .collect();
    if !ids.is_empty() {
        let locked = files::lock_unheld(work.connection(), &ids, actor.account()).await?;
        if locked.len() != ids.len() {
            return Err(ActionError::Conflict);
        }
        files::hand_over(work.connection(), &ids, id, None, false, now).await?;
    }
    Ok(())
}
