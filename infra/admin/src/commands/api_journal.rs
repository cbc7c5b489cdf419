//! `zvarot-admin api-journal`: who called the API, when, with which end (EDM-01).

use std::io::Write;

use clap::Args;
use zvarot_domain::ApiClientId;
use zvarot_store::api_calls;

use crate::database;

#[derive(Debug, Args)]
pub struct ApiJournal {
    /// Only the calls of this Client ID.
    #[arg(long)]
    client: Option<ApiClientId>,
    /// Calls before this one of an earlier list.
    #[arg(long, value_name = "ID")]
    before: Option<i64>,
    /// So many calls at most.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
}

impl ApiJournal {
    /// Prints a line a call, the newest first, its values between tabs.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        let calls = api_calls::list(&mut connection, self.client, self.before, self.limit).await?;
        for call in calls {
            let client = call.client.map_or_else(|| "-".to_owned(), |id| id.to_string());
            let address = call.address.map_or_else(|| "-".to_owned(), |net| net.ip().to_string());
            let at = call.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
            let (method, path, status) = (call.method, call.path, call.status);
            let (id, took, trace) = (call.id, call.milliseconds, call.trace_id);
            writeln!(out, "{id}\t{at}\t{client}\t{address}\t{method}\t{path}\t{status}\t{took} ms\t{trace}")?;
        }
        Ok(())
    }
}
