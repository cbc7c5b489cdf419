//! `zvarot-admin api-client`: registers a program of an organisation, so that it may call the API (EDM-01).

use std::io::Write;

use anyhow::Context;
use chrono::TimeDelta;
use clap::Args;
use secrecy::ExposeSecret;
use zvarot_actions::{Actions, api_access, api_keys, conformance};
use zvarot_domain::{ApiClientId, TaxpayerNumber};
use zvarot_platform::{Clock, Environment, http::new_trace_id};
use zvarot_store::{Cause, PgPool, Store, doorbell::SilentDoorbell, organisations};

use crate::database;

#[derive(Debug, Args)]
pub struct ApiClient {
    /// The organisation, by its УНП: the client will see and do what is this organisation's.
    #[arg(long, value_name = "УНП", value_parser = taxpayer_number)]
    organisation: TaxpayerNumber,
    /// What the client is called in lists.
    #[arg(long)]
    name: String,
    /// It is tried out: it works in the technological environment, apart from real appeals.
    #[arg(long)]
    test: bool,
}

impl ApiClient {
    /// Prints the Client ID and the Secret Access Key: the one time that it can be seen.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let pool = database::connect().await?;
        let found = {
            let mut connection = pool.acquire().await?;
            organisations::by_unp(&mut connection, self.organisation.as_str()).await?
        };
        let organisation =
            found.with_context(|| format!("no organisation has the УНП {}", self.organisation))?;
        let (actions, cause) = (actions(pool), cause());
        let organisation = if self.test {
            conformance::twin_of(&actions, &cause, organisation).await?
        } else {
            organisation
        };
        let credentials =
            api_access::register_client(&actions, &cause, organisation, &self.name, None).await?;
        writeln!(out, "client_id={}", credentials.client)?;
        writeln!(out, "client_secret={}", credentials.secret.expose_secret())?;
        Ok(())
    }
}

/// Another secret for a program.
#[derive(Debug, Args)]
pub struct Rotate {
    /// The Client ID.
    client: ApiClientId,
    /// Days for which the secret so far still holds beside the new one; 0: not at all.
    #[arg(long, value_name = "DAYS", default_value_t = api_keys::OVERLAP.num_days(), value_parser = clap::value_parser!(i64).range(0..=90))]
    overlap: i64,
}

impl Rotate {
    /// Prints the new Secret Access Key: the one time that it can be seen.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let actions = actions(database::connect().await?);
        let overlap = TimeDelta::days(self.overlap);
        let secret = api_keys::rotate(&actions, &cause(), None, self.client, overlap, uuid::Uuid::now_v7()).await;
        let secret = secret.context("there is no such program, or it was revoked")?;
        writeln!(out, "client_id={}", self.client)?;
        writeln!(out, "client_secret={}", secret.expose_secret())?;
        Ok(())
    }
}

/// No access any more.
#[derive(Debug, Args)]
pub struct Revoke {
    /// The Client ID.
    client: ApiClientId,
}

impl Revoke {
    /// Says that it is done.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let actions = actions(database::connect().await?);
        let revoked = api_keys::revoke(&actions, &cause(), None, self.client).await;
        revoked.context("there is no such program, or it was revoked before")?;
        writeln!(out, "revoked {}", self.client)?;
        Ok(())
    }
}

fn actions(pool: PgPool) -> Actions {
    Actions {
        store: Store::new(pool, std::sync::Arc::new(SilentDoorbell)),
        secret: Environment::from_process()
            .get("SECRET_KEY")
            .unwrap_or_default()
            .into(),
    }
}

fn cause() -> Cause {
    Cause {
        now: Clock::system().now(),
        trace_id: new_trace_id(),
    }
}

pub(super) fn taxpayer_number(text: &str) -> Result<TaxpayerNumber, String> {
    TaxpayerNumber::parse(text)
        .map_err(|_| "nine characters, the last one a check digit".to_owned())
}
