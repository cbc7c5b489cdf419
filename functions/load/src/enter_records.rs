//! Batch after batch of records into appeals. While one batch is written, the next is checked by the rules, and the one after
//! it is read from the storage and parsed.

use bytes::Bytes;
use futures_util::{TryStreamExt, future::join};
use serde_json::json;
use tokio::sync::mpsc;
use uuid::Uuid;
use zvarot_actions::{
    ActionError,
    appeals::enter::{self, Announce, Checked, Entered},
};
use zvarot_domain::{Actor, Fault, FaultCode, Faults, FileId, entry::Record};
use zvarot_objects::keys;
use zvarot_platform::queue::{Held, JobError};
use zvarot_store::{
    Work, accounts,
    loads::{self, Load, RecordResult},
    notices::{self, NewNotice},
};

use crate::{
    Loader, Stop,
    split::{Layout, Piece, RECORD_SIZE_AT_MOST, Splitter},
    storage_error,
};

/// Records of one transaction at most.
const BATCH: usize = 1000;
/// Bytes of one batch at most: two of them are in memory at a time.
const BATCH_BYTES: u64 = 4 * 1024 * 1024;
/// How often a batch is begun anew when somebody else enters the same meanwhile.
const ATTEMPTS: usize = 5;
/// The notice that tells of a load's end.
const NOTICE: &str = "load_done";

/// Records that are written together.
struct Batch {
    /// Where each stands in the file; their bytes are parsed already.
    pieces: Vec<Piece>,
    records: Vec<Result<Record, Fault>>,
    /// The place of the first, from 1.
    first: u64,
    /// The byte after the last.
    end: u64,
}

impl Loader {
    /// Enters what is left of the file.
    pub(crate) async fn enter_records(&self, held: &Held, load: &Load) -> Result<(), Stop> {
        if load.total == Some(load.done) {
            return Ok(());
        }
        let actor = self.actor(load).await?;
        let position = load.position.unsigned_abs();
        let stream = self
            .objects
            .read_upload_from(FileId(load.id), position)
            .await
            .map_err(|error| storage_error(held, &error))?;
        let layout = load.layout.as_deref().and_then(Layout::from_code).unwrap_or(Layout::Lines);
        let splitter = match load.done {
            0 => Splitter::new(true),
            done => Splitter::resume(layout, position, u64::from(done.unsigned_abs())),
        };
        let (sender, mut batches) = mpsc::channel(1);
        let reading = tokio::spawn(read(stream, splitter, sender));
        let mut from = load.position;
        let mut next = self.next(held, &actor, &mut batches).await?;
        while let Some((batch, checked)) = next {
            let to = batch.end.cast_signed();
            let (entered, following) =
                join(self.enter_batch(held, load, &actor, from, &batch, checked), self.next(held, &actor, &mut batches)).await;
            entered?;
            next = following?;
            from = to;
        }
        match reading.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Broken::File(fault))) => Err(fault.into()),
            Ok(Err(Broken::Storage(error))) => Err(storage_error(held, &error)),
            Err(_) => Err(JobError::retry(held, "reading the file failed").into()),
        }
    }

    /// Whoever uploaded the file, with the rights of today.
    async fn actor(&self, load: &Load) -> Result<Actor, Stop> {
        let mut connection =
            self.actions.store.pool().acquire().await.map_err(JobError::from)?;
        // A program acts in the name of the organisation; what an official may do is asked anew.
        if load.source_id == load.created_by.0 {
            return Ok(Actor::Client {
                account: load.created_by,
                organisation: load.organisation_id,
            });
        }
        let roles = accounts::roles(&mut connection, load.created_by).await.map_err(JobError::from)?;
        let here = roles.into_iter().filter(|(_, of)| *of == Some(load.organisation_id));
        Ok(Actor::Official {
            account: load.created_by,
            organisation: load.organisation_id,
            roles: here.map(|(role, _)| role).collect(),
        })
    }

    /// The next batch, read by the rules. What the batch before it is just entering is not known to this reading: the writing
    /// meets it then, and the batch is read anew.
    async fn next(
        &self,
        held: &Held,
        actor: &Actor,
        batches: &mut mpsc::Receiver<Batch>,
    ) -> Result<Option<(Batch, Vec<Checked>)>, Stop> {
        let Some(batch) = batches.recv().await else { return Ok(None) };
        let checked = self.check(held, actor, &batch).await.map_err(|error| stop(held, error))?;
        Ok(Some((batch, checked)))
    }

    async fn check(&self, held: &Held, actor: &Actor, batch: &Batch) -> Result<Vec<Checked>, ActionError> {
        enter::check(&self.actions, &held.cause(), actor, batch.records.iter().flatten()).await
    }

    /// One transaction: appeals, results, the place in the file.
    async fn enter_batch(
        &self,
        held: &Held,
        load: &Load,
        actor: &Actor,
        from: i64,
        batch: &Batch,
        checked: Vec<Checked>,
    ) -> Result<(), Stop> {
        let mut checked = Some(checked);
        for attempt in 1.. {
            let checked = match checked.take() {
                Some(checked) => checked,
                None => self.check(held, actor, batch).await.map_err(|error| stop(held, error))?,
            };
            match self.try_batch(held, load, actor, from, batch, checked).await {
                Err(Trouble::Action(error)) if enter::is_race(&error) && attempt < ATTEMPTS => {}
                Err(Trouble::Action(error)) => return Err(stop(held, error)),
                Err(Trouble::Stop(stop)) => return Err(stop),
                Ok(()) => return Ok(()),
            }
        }
        Ok(())
    }

    async fn try_batch(
        &self,
        held: &Held,
        load: &Load,
        actor: &Actor,
        from: i64,
        batch: &Batch,
        checked: Vec<Checked>,
    ) -> Result<(), Trouble> {
        for (id, bytes) in checked.iter().flat_map(Checked::inline_files) {
            let put = self
                .objects
                .put_bytes(&keys::whole(id), "application/octet-stream", Bytes::copy_from_slice(bytes))
                .await;
            put.map_err(|error| storage_error(held, &error))?;
        }
        let mut work = held.begin().await.map_err(Stop::from)?;
        let entered = enter::write(&mut work, actor, checked, Announce::Programs).await?;
        let results = results(batch, entered);
        let to = batch.end.cast_signed();
        let kept = loads::record_batch(work.connection(), load.id, from, to, &results)
            .await
            .map_err(ActionError::from)?;
        if !kept {
            // Another worker is past this place.
            return Err(Stop::from(JobError::LeaseLost).into());
        }
        work.commit().await.map_err(ActionError::from)?;
        Ok(())
    }
}

/// Why a batch was not written.
enum Trouble {
    Action(ActionError),
    Stop(Stop),
}

impl From<ActionError> for Trouble {
    fn from(error: ActionError) -> Self {
        Self::Action(error)
    }
}

impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

fn stop(held: &Held, error: ActionError) -> Stop {
    match error {
        ActionError::Internal(error) => internal(held, error).into(),
        error => JobError::fail(error).into(),
    }
}

/// The database's trouble passes.
fn internal(held: &Held, error: Box<dyn std::error::Error + Send + Sync>) -> JobError {
    match error.downcast::<zvarot_store::sqlx_error::Error>() {
        Ok(error) => JobError::from(*error),
        Err(error) => JobError::retry(held, error),
    }
}

/// Why reading broke off.
enum Broken {
    File(Fault),
    Storage(zvarot_objects::ObjectsError),
}

/// Divides the stream, parses the records and hands batches on; waits while others are in hand.
async fn read(
    mut stream: zvarot_objects::ObjectStream,
    mut splitter: Splitter,
    batches: mpsc::Sender<Batch>,
) -> Result<(), Broken> {
    let mut waiting = Waiting { pieces: Vec::new(), bytes: 0, first: splitter.found() + 1 };
    let mut pieces = Vec::new();
    while let Some(bytes) = stream.try_next().await.map_err(Broken::Storage)? {
        // Small steps: a large answer of the storage is not turned into records all at once.
        for step in bytes.chunks(RECORD_SIZE_AT_MOST) {
            splitter.push(step, &mut pieces).map_err(Broken::File)?;
            for piece in pieces.drain(..) {
                if let Some(full) = waiting.add(piece)
                    && batches.send(full).await.is_err()
                {
                    return Ok(());
                }
            }
        }
    }
    splitter.finish(&mut pieces).map_err(Broken::File)?;
    for piece in pieces {
        if let Some(full) = waiting.add(piece)
            && batches.send(full).await.is_err()
        {
            return Ok(());
        }
    }
    if let Some(rest) = waiting.take() {
        let _ = batches.send(rest).await;
    }
    Ok(())
}

struct Waiting {
    pieces: Vec<Piece>,
    bytes: u64,
    first: u64,
}

impl Waiting {
    fn add(&mut self, piece: Piece) -> Option<Batch> {
        self.bytes += piece.text.as_ref().map_or(0, |text| text.len() as u64);
        self.pieces.push(piece);
        (self.pieces.len() >= BATCH || self.bytes >= BATCH_BYTES).then(|| self.take()).flatten()
    }

    fn take(&mut self) -> Option<Batch> {
        let last = self.pieces.last()?;
        let end = last.begins + last.length;
        let first = self.first;
        self.first += self.pieces.len() as u64;
        self.bytes = 0;
        let mut pieces = std::mem::take(&mut self.pieces);
        let records = pieces.iter_mut().map(parse).collect();
        Some(Batch { first, end, pieces, records })
    }
}

/// What a record's bytes say, or why they say nothing. The bytes are let go.
fn parse(piece: &mut Piece) -> Result<Record, Fault> {
    let Some(text) = piece.text.take() else {
        let fault = Fault::new("", FaultCode::RecordTooLarge);
        return Err(fault.with("max", RECORD_SIZE_AT_MOST));
    };
    Record::parse(&text).map_err(|error| {
        Fault::new("", FaultCode::NotJson).with("line", error.line).with("column", error.column)
    })
}

/// The results in the order of the file.
fn results(batch: &Batch, entered: Vec<Result<Entered, Faults>>) -> Vec<RecordResult> {
    let mut entered = entered.into_iter();
    batch
        .pieces
        .iter()
        .zip(&batch.records)
        .enumerate()
        .map(|(index, (piece, record))| {
            let result = match record {
                Ok(_) => entered.next().unwrap_or_else(|| Err(Faults::new())),
                Err(fault) => Err(vec![fault.clone()]),
            };
            let external_id = record.as_ref().map_or("", |record| record.external_id.trim());
            let number = result.as_ref().ok().map(|entered| entered.number);
            RecordResult {
                place: i32::try_from(batch.first + index as u64).unwrap_or(i32::MAX),
                begins: piece.begins.cast_signed(),
                length: piece.length.cast_signed(),
                external_id: kept_id(external_id),
                number,
                repeated: result.as_ref().is_ok_and(|entered| entered.repeated),
                faults: result.err().unwrap_or_default(),
            }
        })
        .collect()
}

/// An id as it can be kept and shown: a megabyte of rubbish cannot, nor a zero byte.
fn kept_id(id: &str) -> String {
    id.chars().filter(|character| !character.is_control()).take(100).collect()
}

/// One notice tells whoever loaded of the end, instead of one for each appeal.
pub(crate) async fn tell(work: &mut Work, id: Uuid) -> zvarot_store::Result<()> {
    let now = work.now();
    let Some(load) = loads::get(work.connection(), id).await? else { return Ok(()) };
    // A program asks by itself.
    if load.source_id == load.created_by.0 {
        return Ok(());
    }
    let notice = NewNotice {
        account: load.created_by,
        event: None,
        appeal: None,
        kind: NOTICE,
        data: json!({
            "load": load.id, "name": load.name, "entered": load.entered, "repeated": load.repeated, "wrong": load.wrong,
        }),
    };
    notices::insert(work.connection(), &notice, now).await
}
