//! Appeals for load tests, as many as wanted: texts in both languages, few big organisations and many small ones, all
//! statuses with the history that leads to them, cards, answers, messages, resolutions with executors, words of the search.
//! The same seed makes the same appeals; only their numbers follow the database's own key.

mod batch;
mod chance;
mod life;
mod maker;
mod offices;
mod people;
mod rows;
mod words;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use zvarot_domain::{Calendar, NationalCalendar, OrganisationId};
use zvarot_store::{PgConnection, calendars, reports::summaries, samples, topics};

use self::{
    batch::Batch,
    maker::{Dictionaries, Maker},
};

/// Batches that are made while another one is being written.
const AHEAD: usize = 2;

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// How many appeals; one that was sent on counts once for each organisation that has it.
    pub appeals: u32,
    pub seed: u64,
    /// The newest appeal is of this moment, the oldest of a year before.
    pub until: DateTime<Utc>,
}

/// Makes appeals and writes them in one transaction, then makes the summaries behind reports anew.
///
/// # Errors
/// There is no organisation or calendar; the database's.
pub async fn generate(connection: &mut PgConnection, order: Order) -> anyhow::Result<()> {
    let mut transaction = zvarot_store::begin(connection).await?;
    let (mut maker, first) = prepare(&mut transaction, order).await?;
    let indexes = samples::begin(&mut transaction).await?;
    first.write(&mut transaction).await?;
    let (sender, mut receiver) = mpsc::channel(AHEAD);
    let making = std::thread::spawn(move || {
        while let Some(batch) = maker.next().transpose()? {
            if sender.blocking_send(batch).is_err() {
                break;
            }
        }
        anyhow::Ok(maker)
    });
    while let Some(batch) = receiver.recv().await {
        batch.write(&mut transaction).await?;
    }
    // It has ended: nothing more came.
    let maker = making.join().map_err(|_| anyhow::anyhow!("the maker of appeals broke off"))??;
    samples::add_names(&mut transaction, &maker.names()).await?;
    samples::set_journals(&mut transaction, &maker.journals()).await?;
    samples::finish(&mut transaction, &indexes).await?;
    transaction.commit().await?;
    samples::settle(connection).await?;
    // False: somebody else makes them.
    while !summaries::rebuild(connection, order.until).await? {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    Ok(())
}

/// Reads what appeals refer to; gives who makes them, and officials and applicants as the first batch.
async fn prepare(connection: &mut PgConnection, order: Order) -> anyhow::Result<(Maker, Batch)> {
    let mut words = words::Words::read()?;
    let russian = words.russian_words();
    let stems = samples::stems(connection, &russian).await?;
    words.learn(russian, stems);
    let organisations = samples::organisations(connection).await?;
    let first = organisations.first().context("there is no organisation: load the demonstration or register some")?.id;
    let calendar = calendars::of(connection, OrganisationId(first.0)).await?.context("there is no national calendar")?;
    let national = NationalCalendar::from_json(&calendar.national.to_string())?;
    let dictionaries = Dictionaries {
        topics: topics::all(connection).await?,
        calendar: Calendar::usual(national),
        calendar_version: calendar.version,
        numbers: samples::Numbers::reserve(connection, order.appeals).await?,
        journals: samples::journals(connection).await?,
    };
    Maker::new(order, words, organisations, dictionaries)
}

#[cfg(test)]
mod tests;
