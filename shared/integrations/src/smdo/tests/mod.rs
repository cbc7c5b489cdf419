//! Envelopes that are read, those that are not, and what codes mean together.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zvarot_domain::FaultCode;

use super::{AckMeaning, Acknowledgement, AppealZone, Envelope, TOO_LONG, MessageType, ROUTER, ResultZone, RouterError, meaning};

const ANSWER: &str = include_str!("../../../smdo/samples/answer.json");
const ANSWER_XML: &str = include_str!("../../../smdo/samples/answer.xml");
const CARD: &str = include_str!("../../../smdo/obr.expansion-1.appeal.schema.json");
const SCHEMA: &str = include_str!("../../../smdo/obr.expansion-1.schema.json");

fn sample() -> Value {
    serde_json::from_str(ANSWER).unwrap()
}

// REQ: SMD-04
#[test]
fn the_published_samples_are_read_and_both_forms_say_the_same() {
    let from_json = Envelope::read(&sample()).unwrap();
    let from_xml = Envelope::read(&json!(ANSWER_XML)).unwrap();
    assert_eq!(from_json, from_xml);
    assert_eq!(from_json.message_type(), Some(MessageType::Answer));
    assert_eq!(from_json.transfers().count(), 1);
    let zone = ResultZone::read(from_json.body.expansion.as_ref().unwrap()).unwrap();
    assert_eq!((zone.result.as_str(), zone.executors.len()), ("answer_given", 1));
    assert_eq!((zone.signatory_position.as_str(), zone.signatory_name.as_str()), ("Председатель", "И. П. Кравцов"));
}

#[test]
fn what_is_written_as_xml_is_read_back() {
    let envelope = Envelope::read(&sample()).unwrap();
    let text = envelope.to_xml();
    assert_eq!(Envelope::read(&json!(text)).unwrap(), envelope, "{text}");
    let mut odd = envelope;
    odd.subject = "<b>\"А\" & 'Б'</b>".to_owned();
    assert_eq!(Envelope::read(&json!(odd.to_xml())).unwrap(), odd);
}

// REQ: SMD-04
#[test]
fn every_member_of_the_published_schema_is_known_and_no_other() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let members: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    for member in &members {
        let zone = json!({ *member: 7 });
        let faults = ResultZone::read(&zone).unwrap_err();
        assert!(faults.iter().any(|fault| fault.field == format!("expansion/{member}")), "{member} is read");
    }
    let mut zone = sample()["body"]["expansion"].clone();
    zone["answerNo"] = json!("1");
    let faults = ResultZone::read(&zone).unwrap_err();
    assert_eq!((faults.len(), faults[0].field.as_str()), (1, "expansion/answerNo"));
    assert_eq!(members.len(), 21);
}

// REQ: SMD-02
#[test]
fn the_published_schema_of_a_card_has_the_members_that_are_sent() {
    let schema: Value = serde_json::from_str(CARD).unwrap();
    let topic = json!({ "code": "07", "name": "Жилье" });
    let card = json!({
        "schema": "obr.expansion/1", "appealNumber": "7309664485", "submittedAt": "2026-11-23T09:00:00Z", "registerBy": "2026-11-24T09:00:00Z",
        "kind": "complaint", "form": "electronic", "topic": topic, "subtopic": topic, "locale": "ru", "answerWay": "post", "collective": true,
        "participants": 3, "againstEmployee": "Новик", "againstUnp": "100000001", "content": "Текст",
        "applicant": { "kind": "legal_entity", "name": "ООО", "address": "Минск", "unp": "190000018", "headName": "Купава М. И.",
            "phone": "+375291234567", "email": "a@b.example" },
    });
    let sent = serde_json::to_value(serde_json::from_value::<AppealZone>(card).unwrap()).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>();
    assert_eq!(names(&sent), names(&schema["properties"]));
    assert_eq!(names(&sent["applicant"]), names(&schema["properties"]["applicant"]["properties"]));
    let earlier = json!({ "kind": "person", "name": "Купава", "address": "Минск" });
    let mut old = sent;
    old["applicant"] = earlier.clone();
    let read: AppealZone = serde_json::from_value(old).unwrap();
    assert_eq!(serde_json::to_value(read.applicant).unwrap(), earlier, "what was formed by an earlier version is read");
}

// REQ: SMD-04
#[test]
fn a_zone_with_faults_names_them_all() {
    let zone = json!({ "schema": "obr.expansion/2", "appealNumber": "1", "result": "taken_note", "leaveReason": "anonymous", "regIndex": "К-1" });
    let faults = ResultZone::read(&zone).unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    assert_eq!(
        found,
        [
            ("expansion/schema", FaultCode::UnknownChoice),
            ("expansion/appealNumber", FaultCode::UnknownAppeal),
            ("expansion/regDate", FaultCode::Required),
            ("expansion/leaveReason", FaultCode::NotOfThisResult),
        ]
    );
    assert!(ResultZone::read(&json!("text")).is_err() && ResultZone::read(&json!([])).is_err());
}

// REQ: SEC-05
#[test]
fn hostile_envelopes_are_refused() {
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    let many = format!("<Envelop>{}</Envelop>", "<a/>".repeat(30_000));
    let long = format!("<Envelop subject=\"{}\"/>", "a".repeat(2 * 1024 * 1024));
    for text in [
        "<!DOCTYPE Envelop [<!ENTITY a \"b\">]><Envelop>&a;</Envelop>",
        "<!DOCTYPE Envelop SYSTEM \"file:///etc/passwd\"><Envelop/>",
        "<Envelop>&unknown;</Envelop>",
        "<Envelop><Header></Envelop></Header>",
        "<Envelop><Header/><Header/></Envelop>",
        "<Envelop/><Envelop/>",
        "<Other/>",
        "<Envelop",
        "",
        &deep,
        &many,
        &long,
    ] {
        let faults = Envelope::read(&json!(text)).unwrap_err();
        let code = faults[0].code;
        assert_eq!((faults.len(), code), (1, -1), "{}", text.chars().take(60).collect::<String>());
    }
    let mut nested = json!(1);
    for _ in 0..60 {
        nested = json!([nested]);
    }
    let mut envelope = sample();
    envelope["body"]["expansion"] = nested;
    assert!(Envelope::read(&envelope).is_err());
    assert!(Envelope::read(&Value::Null).is_err());
}

// REQ: SEC-05
#[test]
fn an_envelope_of_json_is_limited_as_one_of_xml_and_zero_characters_are_left_out() {
    let mut large = sample();
    large["body"]["document"]["docTransfer"][0]["data"]["value"] = json!("A".repeat(1024 * 1024));
    let faults = Envelope::read(&large).unwrap_err();
    assert_eq!((faults.len(), faults[0].code, faults[0].place), (1, -1, TOO_LONG));
    let mut odd = sample();
    odd["body"]["document"]["docTransfer"][0]["name"] = json!("От\0вет.pdf");
    odd["body"]["expansion"]["resolution"] = json!("Рас\0смотреть");
    odd["body"]["expansion"]["odd\0"] = json!({ "deep": ["\0"] });
    let read = Envelope::read(&odd).unwrap();
    assert!(!serde_json::to_string(&read).unwrap().contains("\\u0000"));
    assert_eq!(read.transfers().next().unwrap().name, "Ответ.pdf");
    odd["msg_id"] = json!("a\0b");
    assert_eq!(Envelope::read(&odd).unwrap_err()[0].place, "msg_id", "it is not another message");
}

#[test]
fn faults_of_structure_have_the_formats_codes() {
    let codes = |change: fn(&mut Value)| {
        let mut envelope = sample();
        change(&mut envelope);
        let faults = Envelope::read(&envelope).err().unwrap_or_default();
        faults.iter().map(|fault| (fault.code, fault.place)).collect::<Vec<_>>()
    };
    assert_eq!(codes(|_| {}), []);
    assert_eq!(codes(|envelope| envelope["type"] = json!("SDIP-1.0")), [(1, "type")]);
    assert_eq!(codes(|envelope| envelope["msg_id"] = Value::Null), [(12, "msg_id")]);
    assert_eq!(codes(|envelope| envelope["header"]["msg_type"] = json!(9)), [(3, "header/msg_type")]);
    assert_eq!(codes(|envelope| envelope["header"]["msg_type"] = json!("0")), [(20, "body/acknowledgement")]);
    assert_eq!(codes(|envelope| envelope["body"]["document"] = Value::Null), [(20, "body/document")]);
}

// REQ: SMD-02
#[test]
fn codes_are_read_together_with_the_kind_of_acknowledgement() {
    let told = |ack_type: i64, code: i64, from: &str| {
        let acknowledgement = json!({ "ack_type": ack_type, "ackResult": [{ "errorcode": code }] });
        meaning(&serde_json::from_value::<Acknowledgement>(acknowledgement).unwrap(), from)
    };
    let table = [
        (1, 0, "Org1", AckMeaning::Delivered),
        (1, 2, "Org1", AckMeaning::Failed(2)),
        (1, -21, "Org1", AckMeaning::Failed(-21)),
        (2, 0, "Org1", AckMeaning::Registered),
        (2, 1, "Org1", AckMeaning::Refused(1)),
        (2, 2, "Org1", AckMeaning::Refused(2)),
        (2, 3, "Org1", AckMeaning::Refused(3)),
        (2, 12, "Org1", AckMeaning::Failed(12)),
        (4, 0, "Org1", AckMeaning::Told),
        (100, 0, ROUTER, AckMeaning::OnItsWay),
        (101, 0, ROUTER, AckMeaning::OnItsWay),
        (104, 0, ROUTER, AckMeaning::Failed(104)),
        (104, 0, "Org1", AckMeaning::Told),
    ];
    for (ack_type, code, from, expected) in table {
        assert_eq!(told(ack_type, code, from), expected, "{ack_type} {code} {from}");
    }
}

/// These words are kept with the package; the pages know them and tell them in the reader's language.
#[test]
fn troubles_are_noted_in_the_words_that_the_pages_know() {
    let noted = |error: RouterError| error.to_string();
    assert_eq!(noted(RouterError::Refused(503)), "refused: HTTP 503");
    assert_eq!(noted(RouterError::Unanswered("timed out".to_owned())), "no answer: timed out");
    assert_eq!(noted(RouterError::Unknown), "the router does not know the package");
    assert_eq!(noted(RouterError::Unreadable), "no answer: the list could not be understood");
    assert_eq!(noted(RouterError::TooLarge(10)), "larger than 10 bytes");
}
