//! The rows of entered appeals: numbers, indexes, terms, events.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;
use zvarot_domain::{
    AccessCode, Actor, AppealId, AppealNumber, EventId, Fault, FaultCode, Faults, OrganisationId, Status,
    appeal::VISIT_FROM,
    deadlines,
    entry::{Entry, EntryRegistration},
    minsk,
    registration::{self, Sign},
};
use zvarot_store::{
    Work,
    entries::{self, NewEntry, NewEvent, NewRegistration},
    jobs::Job,
    journals,
    organisations::Organisation,
    webhooks,
};

use super::{Announce, Author, Entered, NewAppeal, bind_files};
use crate::{
    ActionError, Result,
    appeals::terms::{self, OrganisationCalendar},
    secrets,
};

type Written = HashMap<usize, std::result::Result<Entered, Faults>>;

/// Writes the appeals; each result stands under the place that the appeal came with.
pub(super) async fn write(
    work: &mut Work,
    actor: &Actor,
    author: &Author,
    organisation: &Organisation,
    calendar: &OrganisationCalendar,
    appeals: Vec<(usize, NewAppeal)>,
    announce: Announce,
) -> Result<Written> {
    let mut written = Written::new();
    let mut indexes = indexes(work, organisation, &appeals, &mut written).await?;
    let appeals: Vec<_> =
        appeals.into_iter().filter(|(place, _)| !written.contains_key(place)).collect();
    if appeals.is_empty() {
        return Ok(written);
    }
    let numbers = entries::numbers(work.connection(), appeals.len()).await?;
    let now = work.now();
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    for ((place, appeal), number) in appeals.iter().zip(numbers) {
        let id = AppealId(Uuid::now_v7());
        let entry = &appeal.entry;
        let received_at = entry.received_at.unwrap_or(now);
        let limit = registration::limit(received_at, &calendar.calendar);
        let registered = entry.registration.as_ref().map(|registration| {
            let index = indexes.remove(place).expect("each registered appeal was given an index");
            registered(registration, index, received_at, calendar, now)
        });
        let status = match registered {
            Some(_) => author.registering.to(),
            None => author.entering.to(),
        };
        events.push(NewEvent { appeal: id, kind: author.entering.event(), data: entered_data(entry) });
        if let Some(registered) = &registered {
            let late = limit.is_late(registered.at);
            let kind = author.registering.event();
            events.push(NewEvent { appeal: id, kind, data: registered_data(registered, late) });
        }
        rows.push(row(appeal, id, number, status, received_at, limit.until_instant(), registered));
        let entered = Entered { appeal: id, number, status, repeated: false };
        written.insert(*place, Ok(entered));
    }
    entries::insert(
        work.connection(),
        author.organisation,
        author.source,
        actor.account(),
        &rows,
    )
    .await?;
    let ids = entries::append_events(
        work.connection(),
        author.organisation,
        actor.account(),
        &events,
        now,
    )
    .await?;
    for ((_, appeal), row) in appeals.iter().zip(&rows) {
        if !appeal.entry.files.is_empty() {
            bind_files(work, actor, row.id, appeal).await?;
        }
    }
    match announce {
        Announce::Each => {
            let jobs: Vec<Job> = ids.into_iter().map(|event_id| Job::Announce { event_id }).collect();
            work.enqueue_all(&jobs).await?;
        }
        Announce::Programs => tell_programs(work, author.organisation, &events, &ids).await?,
    }
    Ok(written)
}

/// Messages of the events to the addresses that the organisation has named, if it has any.
async fn tell_programs(work: &mut Work, organisation: OrganisationId, events: &[NewEvent], ids: &[EventId]) -> Result<()> {
    if !webhooks::any_takes(work.connection(), organisation).await? {
        return Ok(());
    }
    let announced: Vec<_> = events.iter().zip(ids).map(|(event, id)| (organisation, event.appeal, *id)).collect();
    let now = work.now();
    let new = webhooks::expect(work.connection(), &announced, now).await?;
    let jobs: Vec<Job> = new.into_iter().map(|(delivery_id, _)| Job::SendWebhook { delivery_id }).collect();
    Ok(work.enqueue_all(&jobs).await?)
}

fn row(
    appeal: &NewAppeal,
    id: AppealId,
    number: AppealNumber,
    status: Status,
    submitted_at: DateTime<Utc>,
    registration_limit_at: DateTime<Utc>,
    registration: Option<NewRegistration>,
) -> NewEntry {
    let entry = &appeal.entry;
    let profile = &entry.applicant.profile;
    NewEntry {
        id,
        number,
        access_code: AccessCode::from_random(secrets::random()).as_str().to_owned(),
        external_id: entry.external_id.clone(),
        digest: appeal.digest,
        kind: entry.kind,
        form: entry.form,
        status,
        topic_code: entry.topic.topic.clone(),
        subtopic_code: entry.topic.subtopic.clone(),
        content: entry.content.clone(),
        summary: entry.summary.clone(),
        locale: entry.locale,
        answer_way: entry.answer_way,
        participants: entry.participants.map(u32::cast_signed),
        against_employee: entry.against_employee.clone(),
        against_unp: entry.against_unp.as_ref().map(|unp| unp.as_str().to_owned()),
        applicant_kind: profile.kind(),
        applicant_name: profile.display_name(),
        applicant: json!(entry.applicant),
        co_applicants: (!entry.others.is_empty()).then(|| json!(entry.others)),
        address: profile.address().line(),
        submitted_at,
        registration_limit_at,
        registration,
        case_number: entry.case_number.clone(),
        note: entry.note.clone(),
    }
}

/// What the history keeps: how the appeal came, whether it is considered with a visit (law, art. 22), and which fields have
/// characters of other alphabets (law, art. 13: they are no reason to refuse).
fn entered_data(entry: &Entry) -> Value {
    let mut marked: Vec<&str> = entry.marks.iter().map(|mark| mark.field.as_str()).collect();
    marked.dedup();
    json!({
        "external_id": entry.external_id,
        "form": entry.form,
        "participants": entry.participants,
        "visit": entry.participants.is_some_and(|count| count >= VISIT_FROM),
        "foreign_characters": marked,
    })
}

fn registered_data(registered: &NewRegistration, late: bool) -> Value {
    json!({
        "index": registered.index, "registered_on": registered.on, "term": registered.term,
        "due_on": registered.due_on, "notice_due_on": registered.notice_due_on, "late": late,
    })
}

fn registered(
    registration: &EntryRegistration,
    index: String,
    received_at: DateTime<Utc>,
    calendar: &OrganisationCalendar,
    now: DateTime<Utc>,
) -> NewRegistration {
    let on = registration.date;
    let (term, due_on) = match registration.due_on {
        Some(due_on) => (terms::GIVEN.to_owned(), due_on),
        None => {
            let term = registration.term.unwrap_or(zvarot_domain::Term::FIFTEEN_DAYS);
            (term.to_string(), deadlines::of(on, term, &calendar.calendar).date)
        }
    };
    NewRegistration {
        at: registered_at(on, received_at, now),
        on,
        index,
        journal_year: year(on),
        term: Some(term),
        due_on,
        notice_due_on: terms::notice_due(on, calendar).date,
        calendar_version: calendar.version,
    }
}

/// The other system says the day only: its end, unless that is still to come, so that a registration of the right day
/// does not count as late because the record came later.
fn registered_at(on: NaiveDate, received_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let end = minsk::instant(on.and_time(NaiveTime::MIN)) + TimeDelta::days(1) - TimeDelta::seconds(1);
    end.min(now).max(received_at)
}

fn year(date: NaiveDate) -> i16 {
    i16::try_from(date.year()).unwrap_or(i16::MAX)
}

/// The index of each registered appeal by its place: the one given, or the journal's next. A given one that is taken is a
/// fault of its record.
async fn indexes(
    work: &mut Work,
    organisation: &Organisation,
    appeals: &[(usize, NewAppeal)],
    wrong: &mut Written,
) -> Result<HashMap<usize, String>> {
    let mut given: Vec<(usize, (i16, String))> = Vec::new();
    let mut asked: HashMap<(i16, String), Vec<usize>> = HashMap::new();
    let by_place: HashMap<usize, &NewAppeal> =
        appeals.iter().map(|(place, appeal)| (*place, appeal)).collect();
    let rules = journals::rules(work.connection(), organisation.id).await?.ok_or(ActionError::NotFound)?;
    for (place, appeal) in appeals {
        let Some(registration) = &appeal.entry.registration else { continue };
        let year = year(registration.date);
        match &registration.index {
            Some(index) => given.push((*place, (year, index.as_str().to_owned()))),
            None => {
                let sign = sign(&appeal.entry, organisation);
                let series = rules.series.counter(&sign).to_owned();
                asked.entry((year, series)).or_default().push(*place);
            }
        }
    }
    let keys: Vec<(i16, String)> = given.iter().map(|(_, key)| key.clone()).collect();
    let mut taken = if keys.is_empty() {
        Default::default()
    } else {
        entries::taken_indexes(work.connection(), organisation.id, &keys).await?
    };
    let mut indexes = HashMap::new();
    for (place, key) in given {
        if taken.insert(key.clone()) {
            indexes.insert(place, key.1);
        } else {
            let fault = Fault::new("registration/index", FaultCode::RegistrationIndexTaken);
            wrong.insert(place, Err(vec![fault]));
        }
    }
    for ((year, series), mut places) in asked {
        places.reverse();
        while !places.is_empty() {
            let count = i32::try_from(places.len()).unwrap_or(i32::MAX);
            let first =
                entries::draw(work.connection(), organisation.id, year, &series, count).await?;
            let mut drawn = Vec::new();
            for (place, number) in places.iter().rev().zip(first..) {
                let entry = &by_place[place].entry;
                let on = entry.registration.as_ref().map_or(NaiveDate::MIN, |of| of.date);
                let index = terms::index(organisation, &sign(entry, organisation), number, on)?;
                drawn.push((*place, (year, index)));
            }
            let keys: Vec<_> = drawn.iter().map(|(_, key)| key.clone()).collect();
            taken.extend(
                entries::taken_indexes(work.connection(), organisation.id, &keys).await?,
            );
            // One that a clerk has given by hand before is passed over.
            for (place, key) in drawn {
                if taken.insert(key.clone()) {
                    indexes.insert(place, key.1);
                    places.retain(|other| *other != place);
                }
            }
        }
    }
    Ok(indexes)
}

/// What the index begins with (REG-03).
fn sign(entry: &Entry, organisation: &Organisation) -> Sign {
    if entry.participants.is_some() {
        return Sign::of_office(&organisation.collective_sign);
    }
    let profile = &entry.applicant.profile;
    Sign::of_applicant(profile.kind(), profile.surname().unwrap_or_default())
        .unwrap_or_else(|| Sign::of_office(&organisation.anonymous_sign))
}
