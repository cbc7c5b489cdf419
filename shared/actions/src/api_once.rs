//! Calls that do something once, however often they are repeated: the answer to a call with an `Idempotency-Key` is
//! written in the call's own transaction, and given again to the same call (style 18).

use serde_json::Value;
use zvarot_domain::ApiClientId;
use zvarot_store::{Work, api_calls};

use crate::{Actions, Cause, Result};

/// A call's key with the digest of the request that it stands for.
#[derive(Clone, Debug)]
pub struct Key {
    /// As the client wrote it.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: [u8; 32],
}

/// How a call begins.
pub enum Begun {
    /// It is new: to be done in this transaction and ended by [`Call::end`].
    Now(Call),
    /// It was done before: its answer.
    Before { status: u16, response: Value },
    /// The key was used for another request.
    KeyOfOther,
}

/// A call under way; dropped, it has not happened and its key is free again.
pub struct Call {
    work: Work,
    client: ApiClientId,
    key: Option<String>,
}

/// Begins a call; without a key it is always new.
///
/// # Errors
/// Only the database's.
pub async fn begin(
    actions: &Actions,
    cause: &Cause,
    client: ApiClientId,
    key: Option<Key>,
) -> Result<Begun> {
    let mut work = actions.store.begin(cause).await?;
    if let Some(Key { key, request_hash }) = &key {
        let connection = work.connection();
        let kept = api_calls::take_key(connection, client, key, request_hash, cause.now).await?;
        if let Some(kept) = kept {
            if kept.request_hash != request_hash {
                return Ok(Begun::KeyOfOther);
            }
            return Ok(Begun::Before {
                status: kept.status.unsigned_abs(),
                response: kept.response,
            });
        }
    }
    Ok(Begun::Now(Call {
        work,
        client,
        key: key.map(|key| key.key),
    }))
}

impl Call {
    /// The transaction in which everything is done.
    pub fn work(&mut self) -> &mut Work {
        &mut self.work
    }

    /// Keeps the answer and commits.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn end(mut self, status: u16, response: &Value) -> Result<()> {
        if let Some(key) = &self.key {
            let status = status.cast_signed();
            let connection = self.work.connection();
            api_calls::keep_answer(connection, self.client, key, status, response).await?;
        }
        Ok(self.work.commit().await?)
    }
}
