//! Records as EDMS make them, right and wrong.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::FaultCode;

fn now() -> DateTime<Utc> {
    "2026-04-20T09:00:00Z".parse().unwrap()
}

fn right() -> Value {
    json!({
        "externalId": "77/1", "kind": "application", "form": "written", "receivedAt": "2026-04-16", "topicCode": "07", "subtopicCode": "07-07",
        "content": "Нет отопления третий день.",
        "applicants": [{ "kind": "person", "surname": "Иванова", "name": "М.", "address": { "line": "г. Минск, ул. Советская, 11-5" } }],
    })
}

/// The right record with other values put at pointers.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut record = right();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        record.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(name.to_owned(), value.clone());
    }
    record
}

fn check(value: &Value) -> Result<Entry, Vec<(String, FaultCode)>> {
    check_text(&value.to_string())
}

fn check_text(text: &str) -> Result<Entry, Vec<(String, FaultCode)>> {
    let topics = Topics::seed();
    let context = Context { topics: &topics, now: now(), refuse_collective_of_legal_entity: true };
    let record = Record::parse(text.as_bytes()).unwrap();
    record.validate(&context).map_err(|faults| faults.into_iter().map(|fault| (fault.field, fault.code)).collect())
}

fn wrong(value: &Value) -> Vec<(String, FaultCode)> {
    check(value).unwrap_err()
}

fn one(field: &str, code: FaultCode) -> Vec<(String, FaultCode)> {
    vec![(field.to_owned(), code)]
}

// REQ: EDM-03
#[test]
fn a_record_with_what_the_guide_demands_becomes_an_entry() {
    let entry = check(&right()).unwrap();
    assert_eq!((entry.kind, entry.form, entry.answer_way), (Kind::Application, Form::Written, AnswerWay::Post));
    assert_eq!(entry.received_at.unwrap().to_rfc3339(), "2026-04-15T21:00:00+00:00");
    assert_eq!(entry.applicant.profile.display_name(), "Иванова М.");
    assert_eq!(entry.applicant.profile.address().line(), "г. Минск, ул. Советская, 11-5");
    assert_eq!((entry.locale, entry.participants, entry.registration), (Locale::Ru, None, None));
}

// REQ: EDM-03
#[test]
fn every_fault_is_told_at_once_by_its_pointer() {
    let faults = wrong(&json!({
        "externalId": 5, "kind": "petition", "form": "written", "receivedAt": "2027-01-01", "topicCode": "07", "subtopicCode": "08-01",
        "content": "", "collective": "yes", "priority": 1,
        "applicants": [{ "kind": "legal_entity", "organisationName": "ООО «Лён»", "unp": "200988540", "headName": "Кот П.", "address": { "city": "Минск" } }],
        "registration": { "index": "К", "date": "2026-02-30" },
    }));
    let expected: BTreeSet<(String, FaultCode)> = [
        ("externalId", FaultCode::WrongType),
        ("kind", FaultCode::UnknownChoice),
        ("receivedAt", FaultCode::DateInFuture),
        ("subtopicCode", FaultCode::SubtopicOfOtherTopic),
        ("content", FaultCode::Required),
        ("collective", FaultCode::WrongType),
        ("priority", FaultCode::UnknownField),
        ("applicants/0/unp", FaultCode::NotATaxpayerNumber),
        ("applicants/0/address/city", FaultCode::UnknownField),
        ("applicants/0/address/settlement", FaultCode::Required),
        ("registration/index", FaultCode::NotARegistrationIndex),
        ("registration/date", FaultCode::NotADate),
    ]
    .map(|(field, code)| (field.to_owned(), code))
    .into();
    assert_eq!(faults.into_iter().collect::<BTreeSet<_>>(), expected);
}

// REQ: EDM-03
#[test]
fn a_name_given_twice_is_told_wherever_it_stands() {
    let text = right().to_string().replacen('{', r#"{"kind":"proposal","#, 1).replace(r#""line""#, r#""line":"а","line""#);
    let faults = check_text(&text).unwrap_err();
    assert_eq!(faults, [("applicants/0/address/line".to_owned(), FaultCode::DoubledField), ("kind".to_owned(), FaultCode::DoubledField)]);
}

// REQ: EDM-03
#[test]
fn what_is_no_json_is_told_by_its_place() {
    for text in ["", "{", "[1", "{\"a\": }", "{} {}", "\u{feff}"] {
        assert!(Record::parse(text.as_bytes()).is_err(), "{text}");
    }
    assert!(Record::parse(b"\"\xff\"").is_err());
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert!(Record::parse(format!("{{\"a\": {deep}}}").as_bytes()).is_err());
    assert_eq!(check_text("[]").unwrap_err()[0], (String::new(), FaultCode::WrongType));
    assert_eq!(check_text("7").unwrap_err()[0], (String::new(), FaultCode::WrongType));
}

// REQ: SUB-03
// REQ: EDM-03
#[test]
fn other_alphabets_are_marked_and_not_refused() {
    let entry = check(&with(&[("/content", json!("Müller живёт в Минске 🙂")), ("/applicants/0/surname", json!("Müller"))])).unwrap();
    let fields: BTreeSet<_> = entry.marks.iter().map(|mark| mark.field.as_str()).collect();
    assert_eq!(fields, BTreeSet::from(["content", "applicants/0/surname"]));
    assert_eq!(wrong(&with(&[("/content", json!("а\u{0}б"))])), one("content", FaultCode::ControlCharacters));
}

// REQ: SUB-05
// REQ: EDM-03
#[test]
fn a_collective_appeal_brings_its_list_and_has_no_legal_entity() {
    let list = json!([{ "name": "список.pdf", "content": "JVBERi0=", "participantsList": true }]);
    let collective = [("/collective", json!(true)), ("/participantsCount", json!(35)), ("/files", list)];
    let entry = check(&with(&collective)).unwrap();
    assert_eq!((entry.participants, entry.files.len()), (Some(35), 1));
    assert_eq!(wrong(&with(&collective[..2])), one("files", FaultCode::ParticipantsListRequired));
    let company = json!({ "kind": "legal_entity", "organisationName": "ООО «Лён»", "unp": "200988541", "headName": "Кот П.", "address": { "line": "г. Минск" } });
    let person = right()["applicants"][0].clone();
    let both = ("/applicants", json!([person, company]));
    let mut mixed = collective.to_vec();
    mixed.push(both.clone());
    assert_eq!(wrong(&with(&mixed)), one("collective", FaultCode::CollectiveOfLegalEntity));
    assert_eq!(wrong(&with(&[both])), one("applicants", FaultCode::SeveralApplicants));
}

// REQ: EDM-03
#[test]
fn an_anonymous_appeal_needs_no_name_and_no_address() {
    let entry = check(&with(&[("/applicants", json!([{ "kind": "anonymous" }]))])).unwrap();
    assert!(entry.applicant.is_anonymous());
    assert!(!check(&right()).unwrap().applicant.is_anonymous());
}

// REQ: EDM-03
// REQ: REG-05
#[test]
fn registration_of_the_other_system_lies_between_receipt_and_today() {
    let registered = |registration: Value| check(&with(&[("/registration", registration)]));
    let entry = registered(json!({ "index": "И-5", "date": "2026-04-17", "dueOn": "2026-05-04" })).unwrap();
    let registration = entry.registration.unwrap();
    assert_eq!((registration.term, registration.due_on.unwrap().to_string().as_str()), (None, "2026-05-04"));
    assert_eq!(registered(json!({ "date": "2026-04-16" })).unwrap().registration.unwrap().term, Some(Term::FIFTEEN_DAYS));
    for (registration, field, code) in [
        (json!({ "index": "И-5" }), "registration/date", FaultCode::Required),
        (json!({ "date": "2026-04-15" }), "registration/date", FaultCode::RegistrationBeforeSubmission),
        (json!({ "date": "2026-04-21" }), "registration/date", FaultCode::RegistrationInFuture),
        (json!({ "date": "2026-04-17", "dueOn": "2026-04-16" }), "registration/dueOn", FaultCode::TermBeforeRegistration),
        (json!({ "date": "2026-04-17", "term": "5wd" }), "registration/term", FaultCode::UnknownChoice),
    ] {
        assert_eq!(registered(registration).unwrap_err(), one(field, code));
    }
}

// REQ: EDM-03
#[test]
fn files_stand_in_the_record_or_were_uploaded_before() {
    let files = |files: Value| check(&with(&[("/files", files)]));
    let id = "0190b6a0-0000-7000-8000-000000000001";
    let entry = files(json!([{ "id": id }, { "name": "скан.pdf", "content": "JVBERi0=" }])).unwrap();
    assert!(matches!(&entry.files[0].source, FileSource::Uploaded(file) if file.to_string() == id));
    assert!(matches!(&entry.files[1].source, FileSource::Inline { bytes, .. } if bytes == b"%PDF-"));
    for (file, field, code) in [
        (json!({}), "files/0/name", FaultCode::Required),
        (json!({ "id": "7" }), "files/0/id", FaultCode::FileUnknown),
        (json!({ "name": "скан.pdf", "content": "%" }), "files/0/content", FaultCode::NotBase64),
        (json!({ "name": "скан.exe", "content": "JVBERi0=" }), "files/0", FaultCode::FileKindNotAccepted),
    ] {
        assert_eq!(files(json!([file])).unwrap_err(), one(field, code));
    }
    assert_eq!(files(json!([{}, {}, {}, {}, {}, {}])).unwrap_err()[0], ("files".to_owned(), FaultCode::TooManyItems));
}

// REQ: EDM-03
#[test]
fn rubbish_is_told_in_bounds() {
    let mut record = right();
    for index in 0..5_000 {
        record.as_object_mut().unwrap().insert(format!("поле{index}"), json!(1));
    }
    assert_eq!(wrong(&record).len(), 100);
    let long = "я".repeat(CONTENT_LENGTH + 1);
    assert_eq!(wrong(&with(&[("/content", json!(long))])), one("content", FaultCode::TooLong));
}

// REQ: EDM-03
#[test]
fn the_published_schema_and_sample_are_those_of_the_code() {
    let sample: Vec<Value> = serde_json::from_str(SAMPLE).unwrap();
    for record in &sample {
        check(record).unwrap();
    }
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let whole = serde_json::to_value(Record {
        applicants: vec![Applicant::default()],
        registration: Some(Registration::default()),
        files: vec![File::default()],
        ..Record::default()
    })
    .unwrap();
    for (of_schema, of_record) in [
        ("/properties", ""),
        ("/properties/applicants/items/properties", "/applicants/0"),
        ("/properties/applicants/items/properties/address/properties", "/applicants/0/address"),
        ("/properties/against/properties", "/against"),
        ("/properties/registration/properties", "/registration"),
        ("/properties/files/items/properties", "/files/0"),
    ] {
        assert_eq!(names(schema.pointer(of_schema).unwrap()), names(whole.pointer(of_record).unwrap()), "{of_schema}");
    }
    for code in schema["required"].as_array().unwrap() {
        let mut record = right();
        record.as_object_mut().unwrap().remove(code.as_str().unwrap());
        assert!(check(&record).is_err(), "{code}");
    }
}
