//! The function that tells people: queue `notify`. An event of an appeal becomes notices in cabinets and messages
//! ([`Job::Announce`]); a message leaves by e-mail or SMS once, with every attempt on record ([`Job::Deliver`]).
//! The answer itself goes to whoever asked for it by e-mail ([`Job::SendAnswer`]). Events also go to organisations'
//! programs ([`Job::SendWebhook`]).

mod announce;
mod answer;
mod deliver;
mod letter;
mod record;
mod report;
mod webhooks;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use tokio::sync::Semaphore;
use zvarot_actions::Actions;
use zvarot_domain::DeliveryId;
use zvarot_integrations::{
    email::{MailSettings, Mailer},
    sms::{self, SmsProvider, SmsSettings},
    webhook::{WebhookCaller, WebhookSettings},
};
use zvarot_objects::Objects;
use zvarot_platform::{
    Clock, Platform,
    together::Together,
    queue::{Finished, Held, JobError, Worker},
};
use zvarot_store::{
    Store, Work,
    accounts::Account,
    deliveries::{self, Delivery, End},
    jobs::{Job, Queue},
};

use letter::Links;

/// The worker of the queue `notify`, set up by `SMTP_URL`, `MAIL_FROM`, `SMS` and what belongs to it, `PUBLIC_URL` and
/// `SECRET_KEY`. `objects` is where the files of answers lie.
///
/// # Errors
/// A variable that is missing or wrong, by name.
pub fn worker(platform: &Platform, objects: Objects) -> anyhow::Result<Arc<dyn Worker>> {
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
        examined: examined(platform.store.clone()),
        taken: taken(platform.store.clone(), platform.clock.clone()),
        ended: ended(platform.store.clone(), platform.clock.clone()),
        links: Links::new(&environment.required("PUBLIC_URL")?)
            .context("the variable PUBLIC_URL")?,
        objects,
        attaching: Semaphore::new(answer::IN_MEMORY),
    }))
}

struct Notify {
    actions: Actions,
    mailer: Mailer,
    /// `None`: `SMS=off`.
    sms: Option<Arc<dyn SmsProvider>>,
    webhooks: WebhookCaller,
    links: Links,
    objects: Objects,
    /// A permit is a byte of a file that goes with a letter.
    attaching: Semaphore,
    /// Messages, each with whom it goes to.
    examined: Together<DeliveryId, Examined>,
    /// Messages taken for handing over. False: somebody else took it.
    taken: Together<DeliveryId, bool>,
    /// Messages ended.
    ended: Together<(DeliveryId, End), ()>,
}

/// What is known of a message.
enum Examined {
    /// There is no such message.
    None,
    /// Another job of the same message asks at the same moment.
    Twice,
    /// The message with whom it goes to.
    Found(Box<zvarot_store::Result<(Delivery, Account)>>),
}

fn examined(store: Store) -> Together<DeliveryId, Examined> {
    Together::new(move |ids: Vec<DeliveryId>| {
        let store = store.clone();
        async move {
            let found = deliveries::with_accounts(&mut *store.pool().acquire().await?, &ids).await?;
            let mut found: HashMap<DeliveryId, _> = found.into_iter().map(|(id, found)| (id, Some(found))).collect();
            let examined = |id: &DeliveryId| match found.get_mut(id).map(Option::take) {
                None => Examined::None,
                Some(None) => Examined::Twice,
                Some(Some(found)) => Examined::Found(Box::new(found)),
            };
            Ok(ids.iter().map(examined).collect())
        }
    })
}

fn taken(store: Store, clock: Clock) -> Together<DeliveryId, bool> {
    Together::new(move |ids: Vec<DeliveryId>| {
        let (store, now) = (store.clone(), clock.now());
        async move {
            let mut taken = deliveries::begin_handovers(&mut *store.pool().acquire().await?, &ids, now).await?;
            // A message that was asked for twice at once is taken by one of them.
            let mut is_taken = |id: &DeliveryId| taken.iter().position(|one| one == id).map(|place| taken.swap_remove(place)).is_some();
            Ok(ids.iter().map(&mut is_taken).collect())
        }
    })
}

fn ended(store: Store, clock: Clock) -> Together<(DeliveryId, End), ()> {
    Together::new(move |ends: Vec<(DeliveryId, End)>| {
        let (store, now) = (store.clone(), clock.now());
        async move {
            deliveries::end_all(&mut *store.pool().acquire().await?, &ends, now).await?;
            Ok(vec![(); ends.len()])
        }
    })
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
            Job::Announce { .. } => announce::announce(std::slice::from_ref(held), held.begin().await?).await,
            Job::AnnounceReport { report_id } => report::announce(held, *report_id).await,
            Job::Deliver { delivery_id } => self.deliver(held, *delivery_id).await,
            Job::SendAnswer { delivery_id } => self.send_answer(held, *delivery_id).await,
            Job::SendWebhook { delivery_id } => self.send_webhook(held, *delivery_id).await,
            _ => Err(JobError::fail("not a job of this queue")),
        }
    }

    fn is_done_together(&self, job: &Job) -> bool {
        matches!(job, Job::Announce { .. })
    }

    async fn handle_together(&self, several: &[Held], work: Work) -> Result<Finished, JobError> {
        announce::announce(several, work).await
    }

    async fn failed(&self, held: &Held, work: &mut Work, _: &str) -> zvarot_store::Result<()> {
        match held.job() {
            Ok(Job::Deliver { delivery_id }) => record::give_up(work, *delivery_id).await,
            Ok(Job::SendAnswer { delivery_id }) => {
                record::give_up(work, *delivery_id).await?;
                answer::tell(work, *delivery_id).await
            }
            _ => Ok(()),
        }
    }
}
