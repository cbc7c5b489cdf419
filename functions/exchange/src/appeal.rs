//! An appeal as a message: the envelope with its card in the zone «Expansion», its text as a file that a person can read, its
//! checked files. And our acknowledgement of what came.

use bytes::Bytes;
use serde_json::{Value, json};
use zvarot_domain::{ApplicantKind, FileState, minsk, topics::Topics};
use zvarot_integrations::smdo::{
    AppealZone, ApplicantZone, Author, Confident, DataReference, DocTransfer, Document,
    ENVELOPE_TYPE, Envelope, EnvelopeBody, Header, OfficialPerson, OrganizationWithSign,
    PersonName, Receiver, RegNumber, SCHEMA, Sender, TopicZone,
};
use zvarot_locale::{Locale, Texts};
use zvarot_objects::keys;
use zvarot_platform::queue::{Held, JobError};
use zvarot_store::{
    PgConnection, accounts,
    appeals::{self, Appeal},
    files::{self, File},
    smdo::{self, Package, PackageFile},
    topics,
};

use crate::{Exchange, again, send::Formed};

/// Letters of the content that the field of the short contents takes.
const ANNOTATION: usize = 500;

impl Exchange {
    /// `object_key`: where the envelope will be, from which the text of the appeal can be had again.
    pub(crate) async fn form_appeal(&self, held: &Held, package: &Package, object_key: &str) -> Result<Formed, JobError> {
        let id = package.appeal_id.ok_or_else(|| JobError::fail("a package of an appeal without one"))?;
        // Before a connection is held: it may need one of its own.
        let classifier = held.store().classifier(minsk::date(held.cause().now)).await?;
        let mut connection = held.connection().await?;
        let appeal = appeals::get(&mut connection, id)
            .await?
            .ok_or_else(|| JobError::fail("the appeal is missing"))?;
        // The applicant's files belong to the appeal's first instance where it was sent on.
        let owner = appeal.origin_id.unwrap_or(id);
        let mut attached = files::of_appeal(&mut connection, owner).await?;
        attached.retain(|file| file.answer_id.is_none() && !file.letter);
        let topic = topic_zone(&mut connection, &classifier, &appeal.topic_code).await?;
        let subtopic = match &appeal.subtopic_code {
            Some(code) => Some(topic_zone(&mut connection, &classifier, code).await?),
            None => None,
        };
        let contacts = match appeal.account_id {
            Some(account) => accounts::contacts(&mut connection, &[account]).await?.pop().map(|(_, contacts)| contacts),
            None => None,
        };
        drop(connection);
        if attached.iter().any(|file| !file.state.is_final()) {
            return Err(again(held, "a file of the appeal is still being checked"));
        }
        // SEC-04: what was not found clean goes to nobody.
        attached.retain(|file| file.state == FileState::Clean);
        let zone = zone(&appeal, topic, subtopic, applicant(&appeal, contacts.unwrap_or_default()));
        let files = package_files(&zone, object_key, &attached)?;
        let mut envelope = self.envelope(held, package, 1, 2);
        let subject = [
            ("number", zone.appeal_number.to_string()),
            ("date", minsk::date(appeal.submitted_at).to_string()),
        ];
        envelope.subject = Texts::of(Locale::Ru).with("exchange-subject", &subject);
        envelope.body = EnvelopeBody {
            document: Some(self.document(&appeal, &zone.applicant, &files)),
            expansion: Some(serde_json::to_value(&zone).map_err(JobError::fail)?),
            ..EnvelopeBody::default()
        };
        let names: Vec<&str> = attached.iter().map(|file| file.name.as_str()).collect();
        let letter = Some(Bytes::from(letter(&zone, &names)));
        Ok(Formed { envelope, parent: None, files, letter })
    }

    pub(crate) async fn form_acknowledgement(&self, held: &Held, package: &Package) -> Result<Formed, JobError> {
        let incoming = package.incoming_id.ok_or_else(|| JobError::fail("nothing to acknowledge"))?;
        let answered = smdo::incoming(&mut *held.connection().await?, incoming)
            .await?
            .ok_or_else(|| JobError::fail("what is acknowledged is missing"))?;
        let acknowledgement = package.acknowledgement.clone().unwrap_or_default();
        let mut envelope = self.envelope(held, package, 0, 0);
        envelope.subject = answered.msg_id;
        envelope.body.acknowledgement = Some(serde_json::from_value(acknowledgement).map_err(JobError::fail)?);
        Ok(Formed { envelope, parent: Some(answered.router_package_id), files: Vec::new(), letter: None })
    }

    fn envelope(&self, held: &Held, package: &Package, msg_type: i64, msg_acknow: i64) -> Envelope {
        let ours = &self.settings;
        Envelope {
            kind: ENVELOPE_TYPE.to_owned(),
            msg_id: package.msg_id.to_string(),
            dtstamp: held.cause().now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            header: Header {
                sender: Sender {
                    id: ours.code.clone(),
                    name: ours.name.clone(),
                    sys_id: ours.system_id.clone(),
                    system: "Zvarot".to_owned(),
                    system_details: env!("CARGO_PKG_VERSION").to_owned(),
                },
                msg_type,
                msg_acknow,
                receiver: vec![Receiver { id: package.receiver_code.clone(), name: package.receiver_name.clone() }],
            },
            ..Envelope::default()
        }
    }

    fn document(&self, appeal: &Appeal, applicant: &ApplicantZone, files: &[PackageFile]) -> Document {
        let texts = Texts::of(Locale::Ru);
        let person = |name: &String| OfficialPerson { name: PersonName { value: name.clone() }, ..OfficialPerson::default() };
        let (entity, people) = match applicant.kind {
            ApplicantKind::LegalEntity => (applicant.name.clone(), applicant.head_name.iter().map(person).collect()),
            _ => (String::new(), vec![person(&applicant.name)]),
        };
        let organisation = OrganizationWithSign { organization_string: entity, official_person_with_sign: people };
        Document {
            idnumber: format!("{}_{}", self.settings.code, plain_number(appeal)),
            kind: texts.get("exchange-document-kind").into_owned(),
            pages: 1,
            title: texts.with("exchange-document-title", &[("number", appeal.number.to_string())]),
            annotation: appeal.content.chars().take(ANNOTATION).collect(),
            reg_number: RegNumber {
                value: appeal.number.to_string(),
                regdate: minsk::date(appeal.submitted_at).to_string(),
            },
            confident: Confident::default(),
            author: vec![Author { organization_with_sign: organisation }],
            doc_transfer: files.iter().map(transfer).collect(),
            ..Document::default()
        }
    }
}

/// The number without its dashes, for keys.
pub(crate) fn plain_number(appeal: &Appeal) -> String {
    appeal.number.to_string().chars().filter(char::is_ascii_digit).collect()
}

fn transfer(file: &PackageFile) -> DocTransfer {
    DocTransfer {
        name: file.name.clone(),
        data: DataReference { referenceid: file.reference.clone() },
        ..DocTransfer::default()
    }
}

fn package_files(zone: &AppealZone, object_key: &str, attached: &[File]) -> Result<Vec<PackageFile>, JobError> {
    let name = Texts::of(zone.locale).with("exchange-file-appeal", &[("number", zone.appeal_number.to_string())]);
    let mut all = vec![PackageFile {
        position: 0,
        reference: "attach1".to_owned(),
        name,
        file_id: None,
        object_key: object_key.to_owned(),
        router_attachment_id: None,
    }];
    for (file, position) in attached.iter().zip(1..) {
        let sha256: [u8; 32] = file
            .sha256
            .as_deref()
            .and_then(|digest| digest.try_into().ok())
            .ok_or_else(|| JobError::fail("a clean file without its digest"))?;
        all.push(PackageFile {
            position,
            reference: format!("attach{}", position + 1),
            name: file.name.clone(),
            file_id: Some(file.id),
            object_key: keys::checked(file.id, &sha256),
            router_attachment_id: None,
        });
    }
    Ok(all)
}

/// A line of the classifier; one that is not valid any more was chosen in an earlier edition.
async fn topic_zone(connection: &mut PgConnection, classifier: &Topics, code: &str) -> Result<TopicZone, JobError> {
    let name = match classifier.get(code) {
        Some(topic) => topic.name_ru.clone(),
        None => topics::get(connection, code).await?.map_or_else(String::new, |topic| topic.name_ru),
    };
    Ok(TopicZone { code: code.to_owned(), name })
}

// REQ: SMD-02
/// Who appeals, as at submission; the contacts as they are now, by which the applicant can be reached.
fn applicant(appeal: &Appeal, (phone, email): (Option<String>, Option<String>)) -> ApplicantZone {
    let stored = |name: &str| {
        let text = appeal.applicant.get(name).and_then(Value::as_str);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    ApplicantZone {
        kind: appeal.applicant_kind,
        name: appeal.applicant_name.clone(),
        address: appeal.address.clone(),
        unp: stored("unp"),
        head_name: stored("head_name"),
        phone: phone.or_else(|| stored("phone")),
        email: email.or_else(|| stored("email")),
    }
}

fn zone(appeal: &Appeal, topic: TopicZone, subtopic: Option<TopicZone>, applicant: ApplicantZone) -> AppealZone {
    AppealZone {
        schema: SCHEMA.into(),
        appeal_number: appeal.number,
        submitted_at: appeal.submitted_at,
        register_by: appeal.registration_limit_at,
        kind: appeal.kind,
        form: appeal.form,
        topic,
        subtopic,
        locale: appeal.locale,
        answer_way: appeal.answer_way,
        collective: appeal.collective,
        participants: appeal.participants_count,
        applicant,
        against_employee: appeal.against_employee.clone(),
        against_unp: appeal.against_unp.clone(),
        content: appeal.content.clone(),
    }
}

/// The text of an appeal by its stored envelope: the zone says all of it, the document which files follow.
pub(crate) fn stored_letter(envelope: &[u8]) -> Result<Bytes, JobError> {
    let mut envelope: Value = serde_json::from_slice(envelope).map_err(JobError::fail)?;
    let zone: AppealZone = serde_json::from_value(envelope["body"]["expansion"].take()).map_err(JobError::fail)?;
    let listed = envelope["body"]["document"]["docTransfer"].as_array().map_or(&[][..], Vec::as_slice);
    let names: Vec<&str> = listed.iter().skip(1).filter_map(|file| file["name"].as_str()).collect();
    Ok(Bytes::from(letter(&zone, &names)))
}

/// The appeal as a text, in its own language, with the names of its files.
fn letter(zone: &AppealZone, files: &[&str]) -> String {
    let texts = Texts::of(zone.locale);
    let mut lines = vec![
        texts.with("exchange-document-title", &[("number", zone.appeal_number.to_string())]),
        texts.moment(zone.submitted_at),
        String::new(),
        zone.applicant.name.clone(),
        zone.applicant.address.clone(),
    ];
    let applicant = &zone.applicant;
    for (key, value) in [
        ("exchange-letter-unp", &applicant.unp),
        ("exchange-letter-head", &applicant.head_name),
        ("exchange-letter-phone", &applicant.phone),
        ("exchange-letter-email", &applicant.email),
    ] {
        lines.extend(value.iter().map(|value| texts.with(key, &[("value", value.clone())])));
    }
    lines.extend([String::new(), zone.topic.name.clone()]);
    lines.extend(zone.subtopic.iter().map(|topic| topic.name.clone()));
    lines.extend([String::new(), zone.content.clone()]);
    if !files.is_empty() {
        lines.extend([String::new(), texts.get("exchange-letter-files").into_owned()]);
        lines.extend(files.iter().map(|name| (*name).to_owned()));
    }
    lines.join("\r\n")
}

/// An acknowledgement of what came, of the envelope's shape.
pub(crate) fn acknowledgement(msg_id: &str, ack_type: i64, results: &[(i64, String)], number: Option<(String, String)>) -> serde_json::Value {
    json!({
        "msg_id": msg_id,
        "ack_type": ack_type,
        "ackResult": results.iter().map(|(code, text)| json!({ "errorcode": code, "value": text })).collect::<Vec<_>>(),
        "incNumber": number.map(|(value, regdate)| json!({ "value": value, "regdate": regdate })),
    })
}
