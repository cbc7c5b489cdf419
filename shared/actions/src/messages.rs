//! Telling people of something: the notice in the cabinet and, by the ways that each person chose, messages (NOT-01).

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use zvarot_domain::{AccountId, AppealId, EventId, MessageKind, message::GATHERED_MINUTES, minsk};
use zvarot_store::{
    Cause, Result, Store, Work,
    deliveries::{self, Channel, NewDelivery},
    gathered::{self, Item},
    jobs::Job,
    notices::{self, NewNotice, Reach},
};

/// So many of the gathered appeals stand in a letter; the rest is behind its button.
const LISTED: i64 = 20;

/// What is told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub kind: MessageKind,
    /// The event that it is about: nobody is told twice of one.
    pub event: Option<EventId>,
    pub appeal: Option<AppealId>,
    /// What the notice says.
    pub notice: &'a Value,
    /// What messages say.
    pub message: &'a Value,
    /// What the messages' jobs are followed by in the logs. None: what the transaction is.
    pub trace_id: Option<&'a str>,
}

/// Tells a person. Notice, messages and their jobs are written into the transaction.
///
/// # Errors
/// The database's.
pub async fn tell(work: &mut Work, account: AccountId, told: &Told<'_>) -> Result<()> {
    tell_all(work, &[(account, *told)]).await
}

/// Tells several people, each what concerns him, by as many statements as for one.
///
/// # Errors
/// The database's.
pub async fn tell_all(work: &mut Work, all: &[(AccountId, Told<'_>)]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let now = work.now();
    let new: Vec<NewNotice<'_>> = all
        .iter()
        .map(|(account, told)| NewNotice {
            account: *account,
            event: told.event,
            appeal: told.appeal,
            kind: told.kind.code(),
            data: told.notice.clone(),
        })
        .collect();
    notices::insert_all(work.connection(), &new, now).await?;
    let whom: Vec<(AccountId, &str)> = all.iter().map(|(account, told)| (*account, told.kind.code())).collect();
    let reached = notices::reach(work.connection(), &whom).await?;
    let mut letters = Letters::read(work, all).await?;
    let mut new = Vec::new();
    for ((account, told), reach) in all.iter().zip(&reached) {
        for channel in channels(reach, told.kind) {
            if channel == Channel::Email && letters.gather(*account, told) {
                continue;
            }
            new.push(NewDelivery {
                account: *account,
                channel,
                kind: told.kind.code(),
                event: told.event,
                appeal: told.appeal,
                confirmation: None,
                data: told.message.clone(),
            });
        }
    }
    gathered::add_all(work.connection(), &letters.gathered, now).await?;
    let made = deliveries::insert_all(work.connection(), &new, now).await?;
    let traces: HashMap<EventId, &str> = all.iter().filter_map(|(_, told)| Some((told.event?, told.trace_id?))).collect();
    let jobs: Vec<(Job, Option<&str>)> = made
        .into_iter()
        .map(|(delivery_id, event)| (Job::Deliver { delivery_id }, event.and_then(|event| traces.get(&event).copied())))
        .collect();
    work.enqueue_traced(&jobs).await
}

/// Which letters of which kinds people got a short while ago, and what is put aside because of it.
struct Letters<'a> {
    written: HashSet<(AccountId, &'static str)>,
    gathered: Vec<(AccountId, &'static str, Item<'a>)>,
}

impl<'a> Letters<'a> {
    async fn read(work: &mut Work, all: &[(AccountId, Told<'_>)]) -> Result<Self> {
        let asked: HashMap<(AccountId, &str), &str> = all
            .iter()
            .filter_map(|(account, told)| Some(((*account, told.kind.code()), told.kind.gathered()?.code())))
            .collect();
        let since = work.now() - TimeDelta::minutes(GATHERED_MINUTES);
        let asked: Vec<(AccountId, [&'static str; 2])> = asked.into_iter().map(|((account, kind), of_several)| (account, [kind, of_several])).collect();
        let written = gathered::were_written(work.connection(), &asked, since).await?;
        Ok(Self { written: written.into_iter().map(|place| (asked[place].0, asked[place].1[0])).collect(), gathered: Vec::new() })
    }

    /// Puts aside what comes soon after a letter of its kind. False: the letter is to be written now.
    fn gather(&mut self, account: AccountId, told: &Told<'a>) -> bool {
        let (Some(_), Some(event)) = (told.kind.gathered(), told.event) else {
            return false;
        };
        let first = self.written.insert((account, told.kind.code()));
        if !first {
            self.gathered.push((account, told.kind.code(), Item { event, appeal: told.appeal, data: Cow::Borrowed(told.message) }));
        }
        !first
    }
}

async fn was_written(work: &mut Work, account: AccountId, kind: MessageKind, of_several: MessageKind) -> Result<bool> {
    let since = work.now() - TimeDelta::minutes(GATHERED_MINUTES);
    let asked = [(account, [kind.code(), of_several.code()])];
    Ok(!gathered::were_written(work.connection(), &asked, since).await?.is_empty())
}

/// Writes the letters of what was gathered, for everybody whose last one is long enough ago. Gives how many.
///
/// # Errors
/// The database's.
pub async fn tell_gathered(store: &Store, cause: &Cause) -> Result<usize> {
    let waiting = gathered::waiting(&mut *store.pool().acquire().await?).await?;
    let mut written = 0;
    for (account, code) in waiting {
        let kind = MessageKind::from_code(&code);
        // A newer version wrote it and will tell it.
        let Some((kind, of_several)) = kind.and_then(|kind| Some((kind, kind.gathered()?))) else {
            continue;
        };
        let mut work = store.begin(cause).await?;
        if !was_written(&mut work, account, kind, of_several).await? {
            written += usize::from(write_gathered(&mut work, account, kind, of_several).await?);
            work.commit().await?;
        }
    }
    Ok(written)
}

/// The letter of all that was gathered for a person. False: nothing of it is to be told any more, or the person does not want
/// such letters by now.
async fn write_gathered(work: &mut Work, account: AccountId, kind: MessageKind, of_several: MessageKind) -> Result<bool> {
    let now = work.now();
    let (items, count) = gathered::take(work.connection(), account, kind.code(), LISTED).await?;
    let reached = notices::reach(work.connection(), &[(account, kind.code())]).await?;
    let wanted = reached.iter().any(|reach| channels(reach, kind).any(|channel| channel == Channel::Email));
    let Some(first) = items.first().filter(|_| wanted) else {
        return Ok(false);
    };
    let letter = if count == 1 {
        NewDelivery {
            account,
            channel: Channel::Email,
            kind: kind.code(),
            event: Some(first.event),
            appeal: first.appeal,
            confirmation: None,
            data: first.data.clone().into_owned(),
        }
    } else {
        NewDelivery {
            account,
            channel: Channel::Email,
            kind: of_several.code(),
            event: None,
            appeal: None,
            confirmation: None,
            data: facts_of_several(&items, count, minsk::date(now)),
        }
    };
    if let Some(delivery_id) = deliveries::insert(work.connection(), &letter, now).await? {
        work.enqueue(Job::Deliver { delivery_id }).await?;
    }
    Ok(true)
}

/// What one letter says of several appeals: how many, and the terms by which the first of them are to be registered.
fn facts_of_several(items: &[Item<'_>], count: i64, today: NaiveDate) -> Value {
    let terms = items.iter().map(|item| {
        let until: Option<NaiveDate> = serde_json::from_value(item.data["register_by"].clone()).ok();
        json!({
            "number": item.data["number"],
            "clock": "registration",
            "due_on": until,
            "days": until.map(|until| (until - today).num_days()),
        })
    });
    json!({
        "count": count,
        "organisation": items.last().map(|item| &item.data["organisation"]),
        "terms": terms.collect::<Vec<_>>(),
        "more": (count - LISTED).max(0),
    })
}

/// The channels by which the person wants this kind and can be reached: only a confirmed address or phone gets messages
/// about appeals.
fn channels(reach: &Reach, kind: MessageKind) -> impl Iterator<Item = Channel> {
    let email = reach.email && kind.has_email() && reach.wants_email.unwrap_or(kind.email_unless_chosen());
    let sms = reach.phone && kind.has_sms() && reach.wants_sms.unwrap_or(kind.sms_unless_chosen());
    [(Channel::Email, email), (Channel::Sms, sms)].into_iter().filter_map(|(channel, wanted)| wanted.then_some(channel))
}
