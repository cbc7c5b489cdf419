//! Loads of appeals from files (EDM-03): announcing, starting, following. The bytes go straight to the storage, the records
//! are entered by the function `load`.

use uuid::Uuid;
use zvarot_domain::{Actor, Fault, FaultCode, FileName, attachment::CHUNK_SIZE};
use zvarot_store::{
    Work,
    jobs::Job,
    loads::{self, Load, LoadState, NewLoad, RecordResult},
};

use crate::{ActionError, Actions, Cause, Result, appeals::enter};

/// Bytes of a load's file at most.
pub const SIZE_AT_MOST: u64 = 200 * 1024 * 1024;

/// How many chunks of an upload the largest file has.
pub const CHUNKS_AT_MOST: u64 = SIZE_AT_MOST.div_ceil(CHUNK_SIZE);

/// Announces a load; the bytes may be put into the storage then, under the load's id.
///
/// # Errors
/// [`ActionError::Refused`]: the actor may not load; faults of `size`.
pub async fn announce(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    name: &str,
    size: u64,
) -> Result<Load> {
    announce_under(actions, cause, actor, Uuid::now_v7(), name, size).await
}

/// The same under an id chosen before, when the bytes came first.
///
/// # Errors
/// As [`announce`].
pub async fn announce_under(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
    name: &str,
    size: u64,
) -> Result<Load> {
    let mut work = actions.store.begin(cause).await?;
    let load = announce_in(&mut work, actor, id, name, size).await?;
    work.commit().await?;
    Ok(load)
}

/// The same in the caller's own transaction.
///
/// # Errors
/// As [`announce`].
pub async fn announce_in(
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
    name: &str,
    size: u64,
) -> Result<Load> {
    let author = enter::author(actor)?;
    if size == 0 {
        return Err(ActionError::field("size", FaultCode::NoRecords));
    }
    if size > SIZE_AT_MOST {
        let fault = Fault::new("size", FaultCode::LoadTooLarge).with("max", SIZE_AT_MOST);
        return Err(ActionError::Invalid(vec![fault]));
    }
    let name = FileName::from_untrusted(name);
    let load = NewLoad {
        id,
        organisation: author.organisation,
        created_by: actor.account(),
        source: author.source,
        name: name.as_str(),
        size: size.cast_signed(),
    };
    let now = work.now();
    loads::insert(work.connection(), &load, now).await?;
    loads::get(work.connection(), id).await?.ok_or(ActionError::NotFound)
}

/// All bytes are in the storage: `stored` is how many it has. Saying it twice changes nothing.
///
/// # Errors
/// [`ActionError::NotFound`]; a fault of `file` where the storage has another number of bytes than was announced.
pub async fn start(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
    stored: u64,
) -> Result<Load> {
    let load = get(actions, actor, id).await?;
    if load.state == LoadState::Uploading && load.size.unsigned_abs() != stored {
        return Err(ActionError::field("file", FaultCode::FileChanged));
    }
    let mut work = actions.store.begin(cause).await?;
    if loads::start(work.connection(), id, cause.now).await? {
        work.enqueue(Job::Load { load_id: id }).await?;
    }
    work.commit().await?;
    get(actions, actor, id).await
}

/// The bytes came by a form straight to the storage, which did not say beforehand how many: `stored` is what it has.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn start_of_size(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
    stored: u64,
) -> Result<Load> {
    get(actions, actor, id).await?;
    let mut work = actions.store.begin(cause).await?;
    loads::set_size(work.connection(), id, stored.cast_signed()).await?;
    work.commit().await?;
    start(actions, cause, actor, id, stored).await
}

/// Forgets a load whose file was not uploaded to its end.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn forget(actions: &Actions, cause: &Cause, actor: &Actor, id: Uuid) -> Result<()> {
    get(actions, actor, id).await?;
    let mut work = actions.store.begin(cause).await?;
    loads::remove(work.connection(), id).await?;
    Ok(work.commit().await?)
}

/// A load of the actor's organisation; a program sees its own ones only.
///
/// # Errors
/// [`ActionError::NotFound`], also outside of the organisation (SEC-01); [`ActionError::Refused`].
pub async fn get(actions: &Actions, actor: &Actor, id: Uuid) -> Result<Load> {
    let author = enter::author(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    let load = loads::of_organisation(&mut connection, id, author.organisation).await?;
    load.filter(|load| !matches!(actor, Actor::Client { .. }) || load.source_id == author.source)
        .ok_or(ActionError::NotFound)
}

/// The organisation's loads, newest first.
///
/// # Errors
/// [`ActionError::Refused`]: the actor may not load.
pub async fn list(
    actions: &Actions,
    actor: &Actor,
    after: Option<(chrono::DateTime<chrono::Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Load>> {
    let author = enter::author(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    Ok(loads::list(&mut connection, author.organisation, after, limit).await?)
}

/// What came of the records after place `after`, in the order of the file.
///
/// # Errors
/// As [`get`].
pub async fn results(
    actions: &Actions,
    actor: &Actor,
    id: Uuid,
    after: i32,
    wrong_only: bool,
    limit: i64,
) -> Result<Vec<RecordResult>> {
    get(actions, actor, id).await?;
    let mut connection = actions.store.pool().acquire().await?;
    Ok(loads::results(&mut connection, id, after, wrong_only, limit).await?)
}
