//! What a letter with an answer is about: the appeal, whom it goes to, what was answered.

use serde_json::{Value, json};
use zvarot_domain::{AppealNumber, DeliveryId, EventId, EventKind, Locale, resolution::ResolutionPart};
use zvarot_locale::Texts;
use zvarot_store::{
    PgConnection, accounts,
    appeals::{self, Appeal},
    deliveries::{self, Carried, Delivery},
    documents::{self, Document, DocumentState},
    files::{self, File},
    organisations::{self, Organisation},
    resolutions,
};

/// What is to be sent and to whom.
pub struct Subject {
    pub appeal: Appeal,
    pub organisation: Organisation,
    /// The reader's language: of the cabinet, or of the appeal.
    pub locale: Locale,
    pub target: String,
    carried: Carried,
    /// What the organisation said in words; empty where a document says it.
    words: String,
    /// Why the appeal was left, a code of the law's list.
    reason: Option<String>,
    pub files: Vec<File>,
    /// The numbers of the applicant's other appeals that it answers (BEY-02).
    also: Vec<String>,
    /// The answer as it was formed; one that could not be formed has no bytes.
    pub document: Option<Document>,
}

/// What reading a letter has found.
pub enum Found {
    Subject(Box<Subject>),
    /// What it has to wait for is being formed.
    Forming,
    /// Nobody can get it.
    Cancelled(&'static str),
}

/// Reads a letter. None: there is no such one.
pub async fn read(connection: &mut PgConnection, id: DeliveryId) -> zvarot_store::Result<Option<(Delivery, Found)>> {
    let Some(delivery) = deliveries::get(&mut *connection, id).await? else {
        return Ok(None);
    };
    let appeal = match delivery.appeal_id {
        Some(appeal) => appeals::get(&mut *connection, appeal).await?,
        None => None,
    };
    let (Some(appeal), Ok(carried)) = (appeal, serde_json::from_value::<Carried>(delivery.data.clone())) else {
        return Ok(Some((delivery, Found::Cancelled("there is nothing to be sent"))));
    };
    let found = read_of(connection, &delivery, appeal, carried).await?;
    Ok(Some((delivery, found)))
}

async fn read_of(connection: &mut PgConnection, delivery: &Delivery, appeal: Appeal, carried: Carried) -> zvarot_store::Result<Found> {
    let document = match deliveries::document_of(&mut *connection, delivery.id).await? {
        Some(document) => documents::get(&mut *connection, document).await?,
        None => None,
    };
    if document.as_ref().is_some_and(|document| document.state == DocumentState::Forming) {
        return Ok(Found::Forming);
    }
    let (target, locale) = match address(&mut *connection, delivery, &appeal).await? {
        Ok(address) => address,
        Err(reason) => return Ok(Found::Cancelled(reason)),
    };
    let Some(organisation) = organisations::get(&mut *connection, appeal.organisation_id).await? else {
        return Ok(Found::Cancelled("there is nothing to be sent"));
    };
    let also = also(&mut *connection, delivery, &appeal).await?;
    let (mut words, reason, files) = contents(connection, &appeal, carried).await?;
    // The letter says what the document that could not be formed would have said.
    if document.as_ref().is_none_or(|document| document.state == DocumentState::Ready) && matches!(carried, Carried::Answer(_)) {
        words.clear();
    }
    Ok(Found::Subject(Box::new(Subject { appeal, organisation, locale, target, carried, words, reason, files, also, document })))
}

/// The confirmed address of the cabinet, or the one that the appeal holds where there is no cabinet.
async fn address(
    connection: &mut PgConnection,
    delivery: &Delivery,
    appeal: &Appeal,
) -> zvarot_store::Result<Result<(String, Locale), &'static str>> {
    let Some(account) = delivery.account_id else {
        let email = appeal.applicant["email"].as_str().map(str::trim).filter(|email| !email.is_empty());
        return Ok(email.map(|email| (email.to_owned(), appeal.locale)).ok_or("the appeal holds no address"));
    };
    let Some(account) = accounts::get(connection, account).await? else {
        return Ok(Err("there is no confirmed address"));
    };
    if account.blocked_at.is_some() {
        return Ok(Err("the account is blocked"));
    }
    let confirmed = account.email.filter(|_| account.email_confirmed_at.is_some());
    Ok(confirmed.map(|email| (email, account.locale)).ok_or("there is no confirmed address"))
}

/// The other appeals that the event of a letter tells its reader of (NOT-02).
async fn also(connection: &mut PgConnection, delivery: &Delivery, appeal: &Appeal) -> zvarot_store::Result<Vec<String>> {
    let events: Vec<EventId> = delivery.event_id.into_iter().collect();
    let Some(event) = appeals::events(&mut *connection, &events).await?.pop() else {
        return Ok(Vec::new());
    };
    let told_of = event.data["told_of"].as_array().into_iter().flatten().filter_map(|number| number.as_str().map(str::to_owned));
    let mut all: Vec<String> = told_of.collect();
    if !all.is_empty() && event.appeal_id != appeal.id {
        let teller = appeals::get(connection, event.appeal_id).await?;
        all.splice(0..0, teller.map(|teller| teller.number.to_string()));
    }
    let own = appeal.number.to_string();
    all.retain(|number| *number != own);
    Ok(all)
}

/// The words, the reason and the files of what was answered. The common answer is the first one's (BEY-02).
async fn contents(
    connection: &mut PgConnection,
    appeal: &Appeal,
    carried: Carried,
) -> zvarot_store::Result<(String, Option<String>, Vec<File>)> {
    let first = appeal.considered_as();
    match carried {
        Carried::Answer(answer) => {
            let mut files = files::of_answer(&mut *connection, first).await?;
            files.retain(|file| file.answer_id == Some(answer));
            let all = appeals::answers(connection, first).await?;
            let text = all.into_iter().find(|one| one.id == answer).map(|one| one.text);
            Ok((text.unwrap_or_default(), None, files))
        }
        Carried::Message(message) => {
            let mut files = files::of_appeal(&mut *connection, appeal.id).await?;
            files.retain(|file| file.message_id == Some(message));
            let all = appeals::messages(connection, appeal.id).await?;
            let text = all.into_iter().find(|one| one.id == message).map(|one| one.text);
            Ok((text.unwrap_or_default(), None, files))
        }
        Carried::Interim(resolution) => {
            let mut files = files::of_resolutions(&mut *connection, &[resolution]).await?;
            files.retain(|file| file.resolution.is_some_and(|(_, part)| part == ResolutionPart::Consolidated));
            let all = resolutions::interim(connection, &[appeal.id]).await?;
            let text = all.into_iter().find(|one| one.id == resolution).map(|one| one.text);
            Ok((text.unwrap_or_default(), None, files))
        }
        Carried::Left => {
            let mut files = files::of_answer(&mut *connection, first).await?;
            files.retain(|file| file.letter);
            let kept = appeals::completion(connection, appeal.id).await?;
            let (words, reason) = kept.map(|kept| (kept.explanation, kept.reason)).unwrap_or_default();
            Ok((words, reason, files))
        }
    }
}

impl Subject {
    /// The number of the appeal.
    pub fn number(&self) -> AppealNumber {
        self.appeal.number
    }

    /// The code by which whoever has no cabinet follows the appeal up.
    pub fn code(&self) -> Option<&str> {
        self.appeal.account_id.is_none().then_some(self.appeal.access_code.as_str())
    }

    /// What the texts of the letter name.
    pub fn facts(&self) -> Value {
        let carries = match self.carried {
            Carried::Answer(_) => "answer",
            Carried::Message(_) => "message",
            Carried::Interim(_) => "interim",
            Carried::Left => "left",
        };
        let mut facts = json!({
            "number": self.appeal.number.to_string(),
            "organisation": { "ru": self.organisation.name(Locale::Ru), "be": self.organisation.name(Locale::Be) },
            "carries": carries,
            "cabinet": if self.appeal.account_id.is_some() { "yes" } else { "no" },
        });
        if !self.also.is_empty() {
            facts["also"] = json!(self.also.join(", "));
            facts["also_count"] = json!(self.also.len());
        }
        facts
    }

    /// What the organisation said, in paragraphs.
    pub fn said(&self) -> Vec<String> {
        let texts = Texts::of(self.locale);
        let reason = self.reason.as_ref().and_then(|code| {
            texts.reason_of(EventKind::LeftWithoutConsideration, &json!({ "reason_code": code }))
        });
        let reason = reason.map(|reason| texts.with("mail-answer-letter-reason", &[("reason", reason)]));
        let lines = self.words.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        reason.into_iter().chain(lines).collect()
    }
}
