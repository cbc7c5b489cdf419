//! The function that tells people: queue `notify`. An event of an appeal becomes notices in cabinets and messages
//! ([`Job::Announce`]); a message leaves by e-mail or SMS once, with every attempt on record ([`Job::Deliver`]).
//! Events also go to organisations' programs ([`Job::SendWebhook`]).

mod announce;
mod deliver;
mod letter;
mod record;
mod report;
mod webhooks;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::Context as _;
use zvarot_actions::Actions;
use zvarot_integrations::{
    email::{MailSettings, Mailer},
    sms::{self, SmsProvider, SmsSettings},
    webhook::{WebhookCaller, WebhookSettings},
};
use zvarot_platform::{
    Platform,
    queue::{Finished, Held, JobError, Worker},
};
use zvarot_store::{
    Work,
    jobs::{Job, Queue},
};

use letter::Links;

/// The worker of the queue `notify`, set up by `SMTP_URL`, `MAIL_FROM`, `SMS` and what belongs to it, `PUBLIC_URL` and
/// `SECRET_KEY`.
///
/// # Errors
/// A variable that is missing or wrong, by name.
pub fn worker(platform: &Platform) -> anyhow::Result<Arc<dyn Worker>> {
    let environment = &platform.environment;
    let lookup = environment.lookup();
    Ok(Arc::new(Notify {
        actions: Actions {
            store: platform.store.clone(),
            secret: environment.secret("SECRET_KEY")?,
        },
        mailer: Mailer::new(MailSettings::from_env(&lookup)?)?,
        sms: sms::provider(SmsSettings::from_env(&lookup)?)?,
        webhooks: WebhookCaller::new(WebhookSettings::from_env(&lookup)?),
        links: Links::new(&environment.required("PUBLIC_URL")?)
            .context("the variable PUBLIC_URL")?,
    }))
}

struct Notify {
    actions: Actions,
    mailer: Mailer,
    /// `None`: `SMS=off`.
    sms: Option<Arc<dyn SmsProvider>>,
    webhooks: WebhookCaller,
    links: Links,
}

#[async_trait::async_trait]
impl Worker for Notify {
    fn queue(&self) -> Queue {
        Queue::Notify
    }

    /// They wait for relays, gateways and the disk most of the time.
    fn at_once(&self) -> u32 {
        24
    }

    fn ahead(&self) -> usize {
        64
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        match held.job()? {
            Job::Announce { event_id } => announce::announce(held, *event_id).await,
            Job::AnnounceReport { report_id } => report::announce(held, *report_id).await,
            Job::Deliver { delivery_id } => self.deliver(held, *delivery_id).await,
            Job::SendWebhook { delivery_id } => self.send_webhook(held, *delivery_id).await,
            _ => Err(JobError::fail("not a job of this queue")),
        }
    }

    async fn failed(&self, held: &Held, work: &mut Work, _: &str) -> zvarot_store::Result<()> {
        match held.job() {
            Ok(Job::Deliver { delivery_id }) => record::give_up(work, *delivery_id).await,
            _ => Ok(()),
        }
    }
}
