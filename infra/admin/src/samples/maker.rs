//! Makes appeals one after the other, from the oldest to the newest.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AccessCode, AnswerWay, AppealNumber, Calendar, CompletionResult, EventKind, Form, Kind, Locale, OrganisationId,
    Status, minsk, registration,
    registration::{IndexTemplate, Sign},
    search::name_keys,
};
use zvarot_store::{samples::{Numbers, SampleOrganisation}, topics::Topic};

use super::{
    Order,
    batch::Batch,
    chance::{Skewed, happens, hours, id, id_at, one_of},
    life::{Life, Registration},
    offices::{self, Office},
    people::{Names, Person},
    words::{Text, Words},
};

/// Appeals of one batch.
const AT_ONCE: u32 = 4000;
/// Appeals are of so many days.
const DAYS: i64 = 365;
/// An applicant writes so many on the average.
const OF_ONE: u32 = 3;

/// What appeals refer to.
pub struct Dictionaries {
    pub topics: Vec<Topic>,
    pub calendar: Calendar,
    pub calendar_version: i32,
    pub numbers: Numbers,
    /// The last numbers that were given before.
    pub journals: Vec<(OrganisationId, i16, i32)>,
}

/// Makes them.
pub struct Maker {
    order: Order,
    words: Words,
    dictionaries: Dictionaries,
    names: Names,
    offices: Vec<Office>,
    office: Skewed,
    /// Sub-topics, and sections that have none.
    topics: Vec<Topic>,
    topic: Skewed,
    journals: BTreeMap<(OrganisationId, i16), i32>,
    keys: BTreeSet<String>,
    lot: StdRng,
    made: u32,
}

/// What all rows of one number share.
struct Letter {
    number: AppealNumber,
    access_code: AccessCode,
    person: Person,
    text: Text,
    locale: Locale,
    kind: Kind,
    form: Form,
    answer_way: AnswerWay,
    topic: (String, Option<String>),
    participants: Option<i32>,
}

/// An appeal in one organisation.
#[derive(Clone, Copy)]
struct Instance {
    id: Uuid,
    /// The place of the organisation.
    office: usize,
    at: DateTime<Utc>,
    /// The row that it was sent on from.
    from: Option<(Uuid, usize)>,
    /// The organisation to which it may be sent on.
    next: Option<usize>,
    /// To the head personally.
    addressed: bool,
}

/// How far the work has come by the end of time.
struct Now {
    status: Status,
    registration: Option<(Registration, String)>,
    ended: bool,
}

impl Maker {
    /// Who makes them, and the people as the first batch.
    pub fn new(order: Order, words: Words, organisations: Vec<SampleOrganisation>, dictionaries: Dictionaries) -> anyhow::Result<(Self, Batch)> {
        let names = Names::read()?;
        let mut batch = Batch::default();
        let since = order.until - TimeDelta::days(DAYS + 30);
        let offices = offices::staff(&mut batch, &names, organisations, order.appeals as usize, (order.seed, since));
        let parents: BTreeSet<&String> = dictionaries.topics.iter().filter_map(|topic| topic.parent_code.as_ref()).collect();
        let topics: Vec<Topic> = dictionaries.topics.iter().filter(|topic| !parents.contains(&topic.code)).cloned().collect();
        let journals = dictionaries.journals.iter().map(|(organisation, year, last)| ((*organisation, *year), *last)).collect();
        let maker = Self {
            order,
            names,
            office: Skewed::new(offices.len()),
            offices,
            topic: Skewed::new(topics.len()),
            topics,
            journals,
            keys: BTreeSet::new(),
            lot: StdRng::seed_from_u64(order.seed),
            made: 0,
            words,
            dictionaries,
        };
        for place in 0..maker.people() {
            let person = maker.person(place)?;
            let (account, locale) = (person.account, person.locale.code());
            batch.account(account, &format!("sample-{}", account.simple()), &person.name, locale, since);
            let row = batch.applicants.plain(person.applicant).plain(account).plain(person.kind);
            row.text(&person.profile).plain(since).plain(since).end();
        }
        Ok((maker, batch))
    }

    /// The next appeals; None: all were made.
    pub fn next(&mut self) -> Option<anyhow::Result<Batch>> {
        let end = self.order.appeals.min(self.made + AT_ONCE);
        (self.made < end).then(|| {
            let mut batch = Batch::default();
            while self.made < end {
                self.appeal(&mut batch)?;
            }
            Ok(batch)
        })
    }

    /// Every word of the names that were used, as the search compares them.
    pub fn names(&self) -> Vec<String> {
        self.keys.iter().cloned().collect()
    }

    /// The last numbers of all journals.
    pub fn journals(&self) -> Vec<(OrganisationId, i16, i32)> {
        self.journals.iter().map(|((organisation, year), last)| (*organisation, *year, *last)).collect()
    }

    fn people(&self) -> u64 {
        u64::from(self.order.appeals / OF_ONE).max(1)
    }

    fn person(&self, place: u64) -> anyhow::Result<Person> {
        self.names.person(&self.words, self.order.seed, place, self.order.until - TimeDelta::days(DAYS + 30))
    }

    /// One appeal, with the rows of all organisations that it goes to.
    fn appeal(&mut self, batch: &mut Batch) -> anyhow::Result<()> {
        let share = f64::from(self.made) / f64::from(self.order.appeals);
        let begin = self.order.until - TimeDelta::days(DAYS);
        let at = begin + TimeDelta::milliseconds((share * (DAYS * 24 * 3_600_000) as f64) as i64);
        let letter = self.letter()?;
        let office = self.office.pick(&mut self.lot);
        // No more rows are made than were asked for.
        let next = Some(self.office.pick(&mut self.lot)).filter(|next| *next != office && self.made + 1 < self.order.appeals);
        let addressed = letter.form == Form::Electronic && happens(&mut self.lot, 1);
        let first = Instance { id: id_at(&mut self.lot, at), office, at, from: None, next, addressed };
        let sent_on_at = self.instance(batch, &letter, first)?;
        if let (Some(at), Some(office)) = (sent_on_at, next) {
            let from = Some((first.id, first.office));
            let second = Instance { id: id_at(&mut self.lot, at), office, at, from, next: None, addressed: false };
            self.instance(batch, &letter, second)?;
        }
        Ok(())
    }

    fn letter(&mut self) -> anyhow::Result<Letter> {
        let number = self.dictionaries.numbers.at(u64::from(self.made)).context("the numbers are used up")?;
        // Few write much.
        let place = self.lot.random::<f64>().powi(2) * self.people() as f64;
        let person = self.person(place as u64)?;
        let lot = &mut self.lot;
        let topic = &self.topics[self.topic.pick(lot)];
        let subject = topic.code.bytes().fold(0, |sum, byte| sum * 31 + usize::from(byte)) % self.words.subjects();
        let text = self.words.text(lot, person.locale, subject, &person.name)?;
        self.keys.extend(name_keys(&person.name));
        let form = match lot.random_range(0..100) {
            0..75 => Form::Electronic,
            75..93 => Form::Written,
            _ => Form::Oral,
        };
        Ok(Letter {
            number,
            access_code: AccessCode::from_random(lot.random()),
            locale: person.locale,
            kind: *one_of(lot, &[Kind::Application, Kind::Application, Kind::Application, Kind::Complaint, Kind::Proposal]),
            answer_way: if form == Form::Electronic { AnswerWay::Cabinet } else { AnswerWay::Post },
            form,
            topic: match &topic.parent_code {
                Some(section) => (section.clone(), Some(topic.code.clone())),
                None => (topic.code.clone(), None),
            },
            participants: happens(lot, 2).then(|| lot.random_range(2..60)),
            person,
            text,
        })
    }

    /// The row of one organisation with all that belongs to it; gives when it was sent on.
    fn instance(&mut self, batch: &mut Batch, letter: &Letter, of: Instance) -> anyhow::Result<Option<DateTime<Utc>>> {
        self.made += 1;
        let until = self.order.until;
        let life = Life::draw(&mut self.lot, of.at, &self.dictionaries.calendar, of.next.is_some());
        let now = self.now(&life, letter, of)?;
        let place = &self.offices[of.office];
        let key = (of.id, place.id);
        let words = &self.words;
        let applicant = (letter.form == Form::Electronic).then_some(AccountId(letter.person.account));
        self.came(batch, letter, of);
        if of.addressed && now.status != Status::InModeration {
            batch.event(key, of.at + TimeDelta::minutes(40), EventKind::PassedToHead, Some(place.head), &json!({ "remark": "" }));
        }
        if let Some((registration, index)) = &now.registration {
            let data = json!({
                "index": index, "registered_on": registration.on, "term": registration.term.to_string(), "due_on": registration.due_on,
                "notice_due_on": registration.notice_due_on, "late": false,
            });
            batch.event(key, registration.at, EventKind::Registered, Some(place.clerk), &data);
            let sheets = applicant.is_none().then(|| self.lot.random_range(1..6));
            if life.controlled || sheets.is_some() {
                let controlled = life.controlled.then_some(registration.on);
                let lifted = controlled.filter(|_| now.ended).map(|_| minsk::date(life.end.at));
                batch.cards.plain(of.id).option(sheets).option(None::<i32>).option(controlled).option(lifted).end();
            }
        }
        if let Some(at) = life.message_at.filter(|at| *at <= until) {
            let row = batch.messages.plain(id_at(&mut self.lot, at)).plain(of.id).plain("answer").text(words.phrase("message"));
            row.plain(place.clerk).plain(at).end();
            batch.event(key, at, EventKind::MessageSent, Some(place.clerk), &json!({ "message_kind": "answer", "files": 0 }));
        }
        if let Some(at) = life.resolved_at.filter(|at| *at <= until) {
            resolve(&mut self.lot, batch, words, (key, place), &life, (at, now.ended));
        }
        if now.ended {
            let receiver = of.next.map(|next| &self.offices[next]);
            end(&mut self.lot, batch, words, (key, place), &life, (applicant, receiver));
        }
        self.row(batch, letter, of, &life, &now);
        batch.search.plain(of.id).plain(place.id).text(&letter.text.words).end();
        let goes_on = now.ended && life.end.result == CompletionResult::Redirected;
        Ok(goes_on.then_some(life.end.at))
    }

    /// How it came: by itself, on paper, from another organisation.
    fn came(&self, batch: &mut Batch, letter: &Letter, of: Instance) {
        let place = &self.offices[of.office];
        let (kind, who, data) = match of.from {
            Some((_, sender)) => {
                let sender = &self.offices[sender];
                (EventKind::Arrived, sender.clerk, json!({ "sender": { "ru": sender.name_ru, "be": sender.name_be } }))
            }
            None if letter.form == Form::Electronic => (EventKind::Submitted, AccountId(letter.person.account), json!({})),
            None => (EventKind::Entered, place.clerk, json!({ "form": letter.form, "participants": letter.participants })),
        };
        batch.event((of.id, place.id), of.at, kind, Some(who), &data);
    }

    /// How far a life has come.
    fn now(&mut self, life: &Life, letter: &Letter, of: Instance) -> anyhow::Result<Now> {
        let until = self.order.until;
        if life.registration.at > until {
            let status = if of.addressed { Status::InModeration } else { Status::Submitted };
            return Ok(Now { status, registration: None, ended: false });
        }
        let index = self.index(letter, of.office, &life.registration)?;
        let ended = life.end.at <= until;
        let status = match life.end.result {
            _ if !ended && life.resolved_at.is_some_and(|at| at <= until) => Status::InProgress,
            _ if !ended => Status::Registered,
            CompletionResult::AnswerGiven => Status::Answered,
            CompletionResult::LeftWithoutConsideration => Status::LeftWithoutConsideration,
            CompletionResult::Withdrawn => Status::Withdrawn,
            CompletionResult::Redirected => Status::Redirected,
            CompletionResult::TakenNote => Status::TakenNote,
        };
        Ok(Now { status, registration: Some((life.registration, index)), ended })
    }

    /// The next index of the organisation's journal.
    fn index(&mut self, letter: &Letter, office: usize, registration: &Registration) -> anyhow::Result<String> {
        let office = &self.offices[office];
        let sign = match letter.participants {
            Some(_) => Sign::of_office(&office.collective_sign),
            None => Sign::of_applicant(letter.person.kind, &letter.person.surname).context("a surname has letters")?,
        };
        let year = i16::try_from(registration.on.year()).context("a year")?;
        let last = self.journals.entry((office.id, year)).or_default();
        *last += 1;
        let template: IndexTemplate = office.index_template.parse().unwrap_or_default();
        let index = template.fill(&sign, last.unsigned_abs(), year.into());
        index.map(|index| index.as_str().to_owned()).map_err(|fault| anyhow::anyhow!("{fault:?}"))
    }

    fn row(&self, batch: &mut Batch, letter: &Letter, of: Instance, life: &Life, now: &Now) {
        let (person, place, at) = (&letter.person, &self.offices[of.office], of.at);
        let account = (letter.form == Form::Electronic).then_some(person.account);
        let row = batch.appeals.plain(of.id).plain(letter.number.digits()).plain(letter.access_code.as_str()).plain(place.id).option(account);
        let row = row.plain(letter.kind).plain(letter.form).plain(now.status).plain(&letter.topic.0).option(letter.topic.1.as_ref());
        let row = row.text(&letter.text.content).plain(letter.locale.code()).plain(letter.answer_way);
        let row = row.plain(letter.participants.is_some()).option(letter.participants).plain(person.kind).text(&person.name).text(&person.profile);
        let limit = registration::limit(at, &self.dictionaries.calendar).until_instant();
        let row = row.text(&person.address).plain(at).plain(limit);
        let registration = now.registration.as_ref();
        let (terms, index) = (registration.map(|(terms, _)| terms), registration.map(|(_, index)| index));
        let row = row.option(terms.map(|terms| terms.at)).option(terms.map(|terms| terms.on)).option(terms.map(|_| place.clerk));
        let row = row.option(index).option(terms.map(|terms| terms.on.year())).option(terms.map(|terms| terms.term));
        let row = row.option(terms.map(|terms| terms.due_on)).option(terms.map(|terms| terms.notice_due_on));
        let row = row.option(Some(self.dictionaries.calendar_version)).option(now.ended.then_some(life.end.at));
        let row = row.option(life.end.outcome.filter(|_| now.ended)).plain(1 + i32::from(terms.is_some()) + i32::from(now.ended));
        let from = of.from.map(|(appeal, _)| appeal);
        let to_head = of.addressed.then_some(if now.status == Status::InModeration { "addressed" } else { "passed" });
        row.option(from).option(from).option(to_head).end();
    }
}

/// A resolution with its executors.
fn resolve(
    lot: &mut StdRng,
    batch: &mut Batch,
    words: &Words,
    (key, office): ((Uuid, OrganisationId), &Office),
    life: &Life,
    (at, ended): (DateTime<Utc>, bool),
) {
    let id = id_at(lot, at);
    let first = lot.random_range(0..office.executors.len());
    let count = lot.random_range(1..3).min(office.executors.len());
    let due_on = life.registration.due_on;
    let done = ended.then(|| life.end.at - hours(lot, 1, 12));
    let (text, result) = (words.phrase("resolution"), if ended { words.phrase("result") } else { "" });
    let state = if ended { "finished" } else { "issued" };
    let row = batch.resolutions.plain(id).plain(key.0).plain(1).plain(state).text(text).plain(office.clerk).plain(office.head);
    row.plain(at).plain(at).text(result).option(done).option(done.map(|_| office.head)).option(done).end();
    let executors = office.executors.iter().cycle().skip(first).take(count).enumerate();
    let mut told = Vec::new();
    for (place, (account, name)) in executors {
        let row = batch.tasks.plain(id_at(lot, at)).plain(id).plain(key.0).plain(key.1).plain(account).plain(key.1);
        let row = row.plain(place + 1).plain(place == 0).plain(due_on).plain(if ended { "accepted" } else { "assigned" }).plain(ended);
        row.text(result).option(done).plain(office.head).plain(at).plain(true).plain(!ended).end();
        told.push(json!({ "name": name, "responsible": place == 0 && count > 1, "due_on": due_on }));
    }
    let data = json!({ "resolution": id, "no": 1, "text": text, "executors": told, "first": true });
    batch.event(key, at, EventKind::ResolutionIssued, Some(office.head), &data);
    if let Some(done) = done {
        let data = json!({ "resolution": id, "no": 1, "text": result });
        batch.event(key, done, EventKind::ResolutionFinished, Some(office.head), &data);
    }
}

/// The end of the work, with what it leaves behind.
fn end(
    lot: &mut StdRng,
    batch: &mut Batch,
    words: &Words,
    (key, office): ((Uuid, OrganisationId), &Office),
    life: &Life,
    (applicant, receiver): (Option<AccountId>, Option<&Office>),
) {
    let (at, on) = (life.end.at, minsk::date(life.end.at));
    let clerk = office.clerk;
    let (kind, who, data) = match life.end.result {
        CompletionResult::AnswerGiven => {
            let (answer, number) = (id(lot), format!("5-14/{}", lot.random_range(1..10_000)));
            let outcome = life.end.outcome;
            let row = batch.answers.plain(answer).plain(key.0).text(words.phrase("answer")).option(outcome).plain(&number).plain(on);
            row.plain(clerk).plain(at).end();
            (EventKind::Completed, clerk, json!({ "answer": answer, "outcome": outcome, "number": number, "dated": on, "files": 0 }))
        }
        CompletionResult::LeftWithoutConsideration => {
            let (reason, words) = ("other_legislation", words.phrase("leaving"));
            batch.completion(key.0, life.end.result.code(), Some(reason), words, on, office.head, at);
            (EventKind::LeftWithoutConsideration, office.head, json!({ "reason_code": reason, "explanation": words }))
        }
        CompletionResult::TakenNote => {
            let reason = "only_thanks";
            batch.completion(key.0, life.end.result.code(), Some(reason), "", on, clerk, at);
            (EventKind::TakenNote, clerk, json!({ "reason_code": reason, "explanation": "" }))
        }
        CompletionResult::Redirected => {
            let words = words.phrase("covering");
            let receivers = receiver.map(|office| json!({ "ru": office.name_ru, "be": office.name_be }));
            batch.completion(key.0, life.end.result.code(), None, words, on, clerk, at);
            (EventKind::Redirected, clerk, json!({ "explanation": words, "receivers": receivers }))
        }
        CompletionResult::Withdrawn => (EventKind::Withdrawn, applicant.unwrap_or(clerk), json!({})),
    };
    batch.event(key, at, kind, Some(who), &data);
}
