//! `zvarot-admin api-client`: registers a program of an organisation, so that it may call the API (EDM-01).

use std::io::Write;

use anyhow::Context;
use clap::Args;
use secrecy::ExposeSecret;
use zvarot_actions::{Actions, api_access};
use zvarot_domain::TaxpayerNumber;
use zvarot_platform::{Clock, Environment, http::new_trace_id};
use zvarot_store::{Cause, Store, doorbell::SilentDoorbell, organisations};

use crate::database;

#[derive(Debug, Args)]
pub struct ApiClient {
    /// The organisation, by its УНП: the client will see and do what is this organisation's.
    #[arg(long, value_name = "УНП", value_parser = taxpayer_number)]
    organisation: TaxpayerNumber,
    /// What the client is called in lists.
    #[arg(long)]
    name: String,
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
        let actions = Actions {
            store: Store::new(pool, std::sync::Arc::new(SilentDoorbell)),
            secret: Environment::from_process()
                .get("SECRET_KEY")
                .unwrap_or_default()
                .into(),
        };
        let cause = Cause {
            now: Clock::system().now(),
            trace_id: new_trace_id(),
        };
        let credentials =
            api_access::register_client(&actions, &cause, organisation, &self.name, None).await?;
        writeln!(out, "client_id={}", credentials.client)?;
        writeln!(out, "client_secret={}", credentials.secret.expose_secret())?;
        Ok(())
    }
}

fn taxpayer_number(text: &str) -> Result<TaxpayerNumber, String> {
    TaxpayerNumber::parse(text)
        .map_err(|_| "nine characters, the last one a check digit".to_owned())
}
