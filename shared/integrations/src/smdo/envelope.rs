//! The envelope SDIP-2.1.1 as a value. Field names are the format's own; JSON is what the router's REST calls carry, the
//! same value is read from and written to XML in [`super::xml`]. What other systems add is passed over.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{ENVELOPE_LIMIT, xml};

/// The one version that is spoken here.
pub const ENVELOPE_TYPE: &str = "SDIP-2.1.1";
/// The place of the fault of an envelope that is larger than [`ENVELOPE_LIMIT`].
pub const TOO_LONG: &str = "envelop/size";
/// JSON nested deeper than this is refused.
const DEPTH: usize = 32;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageType {
    Acknowledgement = 0,
    Document = 1,
    Additional = 2,
    Answer = 3,
    AdditionalToAnswer = 4,
}

impl MessageType {
    /// The type of a number 0 to 4.
    #[must_use]
    pub const fn of(number: i64) -> Option<Self> {
        Some(match number {
            0 => Self::Acknowledgement,
            1 => Self::Document,
            2 => Self::Additional,
            3 => Self::Answer,
            4 => Self::AdditionalToAnswer,
            _ => return None,
        })
    }
}

/// Whether the sender wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Never = 0,
    OnError = 1,
    Always = 2,
}

macro_rules! zones {
    ($( $(#[$attribute:meta])* $name:ident { $( $(#[$field_attribute:meta])* $field:ident: $kind:ty, )+ } )+) => {
        $(
            $(#[$attribute])*
            #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
            #[serde(default)]
            pub struct $name {
                $( $(#[$field_attribute])* pub $field: $kind, )+
            }
        )+
    };
}

zones! {
    /// The whole message.
    Envelope {
        #[serde(rename = "type")] kind: String,
        msg_id: String,
        dtstamp: String,
        subject: String,
        header: Header,
        body: EnvelopeBody,
    }
    Header {
        sender: Sender,
        #[serde(deserialize_with = "number")] msg_type: i64,
        #[serde(deserialize_with = "number")] msg_acknow: i64,
        #[serde(skip_serializing_if = "Vec::is_empty")] receiver: Vec<Receiver>,
    }
    Sender { id: String, name: String, sys_id: String, system: String, system_details: String, }
    Receiver { id: String, name: String, }
    EnvelopeBody {
        #[serde(skip_serializing_if = "Option::is_none")] document: Option<Document>,
        #[serde(rename = "addDocuments", skip_serializing_if = "Option::is_none")] add_documents: Option<AddDocuments>,
        #[serde(skip_serializing_if = "Option::is_none")] expansion: Option<Value>,
        #[serde(skip_serializing_if = "Option::is_none")] acknowledgement: Option<Acknowledgement>,
    }
    Document {
        idnumber: String,
        #[serde(rename = "type", deserialize_with = "number")] kind_of_flow: i64,
        kind: String,
        #[serde(deserialize_with = "number")] pages: i64,
        title: String,
        #[serde(skip_serializing_if = "String::is_empty")] annotation: String,
        #[serde(rename = "regNumber")] reg_number: RegNumber,
        confident: Confident,
        #[serde(rename = "docParent", skip_serializing_if = "Option::is_none")] doc_parent: Option<DocParent>,
        #[serde(rename = "docTransfer", skip_serializing_if = "Vec::is_empty")] doc_transfer: Vec<DocTransfer>,
        #[serde(skip_serializing_if = "Vec::is_empty")] author: Vec<Author>,
    }
    /// A number and its date, `yyyy-mm-dd`.
    RegNumber { value: String, regdate: String, }
    /// 0: open, 1: of limited distribution.
    Confident { #[serde(deserialize_with = "number")] flag: i64, #[serde(skip_serializing_if = "String::is_empty")] value: String, }
    /// The document that this one answers.
    DocParent {
        idnumber: String,
        lastmsg_id: String,
        parmsg_id: String,
        #[serde(deserialize_with = "number")] delivery_type: i64,
        parorg_id: String,
        #[serde(rename = "regNumber")] reg_number: RegNumber,
    }
    DocTransfer {
        name: String,
        #[serde(skip_serializing_if = "String::is_empty")] description: String,
        data: DataReference,
    }
    DataReference { referenceid: String, }
    Author { #[serde(rename = "organizationWithSign")] organization_with_sign: OrganizationWithSign, }
    OrganizationWithSign {
        organization_string: String,
        #[serde(rename = "officialPersonWithSign", skip_serializing_if = "Vec::is_empty")] official_person_with_sign: Vec<OfficialPerson>,
    }
    OfficialPerson { name: PersonName, #[serde(skip_serializing_if = "String::is_empty")] official: String, }
    PersonName { value: String, }
    AddDocuments { #[serde(skip_serializing_if = "Vec::is_empty")] folder: Vec<Folder>, }
    Folder {
        contents: String,
        #[serde(deserialize_with = "number")] add_type: i64,
        #[serde(rename = "docTransfer", skip_serializing_if = "Vec::is_empty")] doc_transfer: Vec<DocTransfer>,
    }
    Acknowledgement {
        msg_id: String,
        #[serde(deserialize_with = "number")] ack_type: i64,
        #[serde(rename = "ackResult")] ack_result: Vec<AckResult>,
        #[serde(rename = "regNumber", skip_serializing_if = "Option::is_none")] reg_number: Option<RegNumber>,
        #[serde(rename = "incNumber", skip_serializing_if = "Option::is_none")] inc_number: Option<AckNumber>,
    }
    AckResult { value: String, #[serde(deserialize_with = "number")] errorcode: i64, }
    /// The receiver's number and date.
    AckNumber { value: String, regdate: String, }
}

/// What is wrong with an envelope: the format's error code, and the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeFault {
    /// The code of the format: −1 not readable, 1 a wrong value in the header, 3 a wrong kind of message, 12 a missing
    /// attribute, 20 a missing zone.
    pub code: i64,
    /// What of the envelope: `header/msg_type`.
    pub place: &'static str,
}

impl Envelope {
    /// Reads an envelope out of what a package carries: a JSON object, or a string of XML.
    ///
    /// # Errors
    /// All faults; −1 alone where it cannot be read at all.
    pub fn read(carried: &Value) -> Result<Self, Vec<EnvelopeFault>> {
        let unreadable = || vec![EnvelopeFault { code: -1, place: "envelop" }];
        let value = match carried {
            Value::String(text) if text.len() <= ENVELOPE_LIMIT => xml::to_value(text).ok_or_else(unreadable)?,
            Value::Object(_) if length(carried) <= ENVELOPE_LIMIT => carried.clone(),
            Value::String(_) | Value::Object(_) => return Err(vec![EnvelopeFault { code: -1, place: TOO_LONG }]),
            _ => return Err(unreadable()),
        };
        if depth(&value) > DEPTH {
            return Err(unreadable());
        }
        let envelope: Self = serde_json::from_value(cleaned(value)).map_err(|_| unreadable())?;
        let faults = envelope.faults();
        if faults.is_empty() { Ok(envelope) } else { Err(faults) }
    }

    /// The same message as XML.
    #[must_use]
    pub fn to_xml(&self) -> String {
        xml::of_value(&serde_json::to_value(self).unwrap_or_default())
    }

    /// What it is; [`Envelope::read`] lets no other number in.
    #[must_use]
    pub fn message_type(&self) -> Option<MessageType> {
        MessageType::of(self.header.msg_type)
    }

    /// Whether its sender wants to be told how it went.
    #[must_use]
    pub const fn wanted(&self) -> Wanted {
        match self.header.msg_acknow {
            0 => Wanted::Never,
            1 => Wanted::OnError,
            _ => Wanted::Always,
        }
    }

    /// All files that the envelope names, in order.
    pub fn transfers(&self) -> impl Iterator<Item = &DocTransfer> {
        let document = self.body.document.iter().flat_map(|document| &document.doc_transfer);
        let folders = self.body.add_documents.iter().flat_map(|added| &added.folder);
        document.chain(folders.flat_map(|folder| &folder.doc_transfer))
    }

    fn faults(&self) -> Vec<EnvelopeFault> {
        let mut faults = Vec::new();
        let mut check = |holds: bool, code: i64, place: &'static str| {
            if !holds {
                faults.push(EnvelopeFault { code, place });
            }
        };
        check(self.kind == ENVELOPE_TYPE, 1, "type");
        check(is_name(&self.msg_id), 12, "msg_id");
        check(is_name(&self.header.sender.id), 12, "header/sender/id");
        check((0..=2).contains(&self.header.msg_acknow), 1, "header/msg_acknow");
        let kind = self.message_type();
        check(kind.is_some(), 3, "header/msg_type");
        match kind {
            Some(MessageType::Acknowledgement) => check(self.body.acknowledgement.is_some(), 20, "body/acknowledgement"),
            Some(MessageType::Document | MessageType::Answer) => check(self.body.document.is_some(), 20, "body/document"),
            Some(MessageType::Additional | MessageType::AdditionalToAnswer) => {
                check(self.body.add_documents.is_some() || self.body.document.is_some(), 20, "body/addDocuments");
            }
            None => {}
        }
        faults
    }
}

/// Something that can be a key: not empty, of a bearable length, printable.
pub(super) fn is_name(text: &str) -> bool {
    (1..=200).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// A number that some systems write as a string.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(i64),
        Text(String),
    }
    match Written::deserialize(deserializer)? {
        Written::Number(number) => Ok(number),
        Written::Text(text) if text.trim().is_empty() => Ok(0),
        Written::Text(text) => text.trim().parse().map_err(serde::de::Error::custom),
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Bytes of all texts and names of members.
fn length(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| 1 + length(item)).sum(),
        Value::Object(members) => members.iter().map(|(name, member)| name.len() + 1 + length(member)).sum(),
        Value::String(text) => text.len(),
        _ => 1,
    }
}

/// A member that is null is one that is not there. U+0000 is left out of texts, for no database takes it; but of ids it is
/// not, since another id would be another message's or sender's.
fn cleaned(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| {
                let is_id = member.is_string() && ["id", "msg_id"].contains(&name.as_str());
                (name.replace('\0', ""), if is_id { member } else { cleaned(member) })
            })
            .collect(),
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(cleaned).collect(),
        Value::String(text) if text.contains('\0') => Value::String(text.replace('\0', "")),
        other => other,
    }
}
