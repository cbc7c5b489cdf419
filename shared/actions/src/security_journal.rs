//! Entries of the security journal (SEC-02): what somebody who is signed in has done, and from where.

use serde_json::Value;
use zvarot_domain::AccountId;
use zvarot_store::{
    Work,
    security::{self, SecurityEvent},
};

use crate::{Client, Result};

/// Appends an entry, in the transaction of what it tells of. `data` holds nobody's name.
pub(crate) async fn record(work: &mut Work, client: &Client, by: AccountId, kind: &str, data: Value) -> Result<()> {
    let now = work.now();
    let event = SecurityEvent {
        kind,
        account_id: Some(by),
        address: client.network(),
        computer: &client.computer,
        succeeded: true,
        data,
    };
    Ok(security::append(work.connection(), event, now).await?)
}
