//! The organisations' systems of documents: they know a document by its message id, acknowledge it, register it, and answer it
//! as they were told.

use serde_json::{Value, json};

use crate::{Answers, Received, State, new_id};

/// A document that every check of files lets through.
const ANSWER_FILE: &[u8] = br"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\f0 The answer of the organisation.\par}";

impl State {
    /// A sent package arrives at its receiver; one that is known by its message arrives in vain.
    pub(crate) fn deliver(&mut self, package: &str) {
        let Some(made) = self.made.get(package) else { return };
        let to = text(&made.package["to"][0]["idAbonent"]);
        let envelope = made.package["body"]["envelop"].clone();
        let mut files: Vec<(String, usize)> = made.attachments.iter().map(|(_, name, bytes)| (name.clone(), bytes.len())).collect();
        files.sort();
        let msg_id = text(&envelope["msg_id"]);
        if envelope["header"]["msg_type"] == 0 {
            self.take_word(&msg_id, &envelope["body"]["acknowledgement"]);
            return;
        }
        if let Some(known) = self.received.get_mut(&msg_id) {
            known.times += 1;
            self.acknowledge(&msg_id, 1, 0, "Документ доставлен в систему документооборота", None);
            return;
        }
        let package = package.to_owned();
        let received = Received {
            msg_id: msg_id.clone(),
            to,
            envelope,
            package,
            files,
            times: 1,
            told: Vec::new(),
            answers: Vec::new(),
            refused: false,
        };
        self.received.insert(msg_id.clone(), received);
        self.order.push(msg_id.clone());
        self.acknowledge(&msg_id, 1, 0, "Документ доставлен в систему документооборота", None);
        if self.behaviour.registers {
            self.register(&msg_id);
        }
        self.answer(&msg_id, self.behaviour.answers);
    }

    fn take_word(&mut self, msg_id: &str, word: &Value) {
        if !self.acknowledged.insert(msg_id.to_owned()) {
            return;
        }
        let about = text(&word["msg_id"]);
        let results = word["ackResult"].as_array().into_iter().flatten();
        let told: Vec<String> = results
            .map(|result| format!("{} {} {}", word["ack_type"], result["errorcode"], text(&result["value"])))
            .collect();
        if let Some(received) = self.received.values_mut().find(|received| received.answers.contains(&about)) {
            received.told.extend(told);
        }
    }

    /// Says that the organisation has registered it. False: it got no such message.
    pub(crate) fn register(&mut self, msg_id: &str) -> bool {
        let Some(received) = self.received.get(msg_id) else { return false };
        let document = &received.envelope["body"]["document"];
        let number: String = text(&document["regNumber"]["value"]).chars().filter(char::is_ascii_digit).collect();
        let number = json!({ "value": format!("ЭД-{number}"), "regdate": document["regNumber"]["regdate"] });
        let words = format!("Документ зарегистрирован в системе документооборота № {}", text(&number["value"]));
        self.acknowledge(msg_id, 2, 0, &words, Some(number));
        true
    }

    pub(crate) fn refuse_registration(&mut self, msg_id: &str) -> bool {
        let Some(received) = self.received.get_mut(msg_id) else { return false };
        received.refused = true;
        self.acknowledge(msg_id, 2, 2, "Отказ в регистрации: документ прочитать нельзя", None);
        true
    }

    fn acknowledge(&mut self, msg_id: &str, ack_type: i64, code: i64, words: &str, number: Option<Value>) {
        let Some(received) = self.received.get(msg_id).filter(|_| self.behaviour.acknowledges) else { return };
        let acknowledgement = json!({
            "msg_id": msg_id,
            "ack_type": ack_type,
            "ackResult": [{ "errorcode": code, "value": words }],
            "regNumber": received.envelope["body"]["document"]["regNumber"],
            "incNumber": number,
        });
        let envelope = envelope(received, &new_id(), 0, json!({ "acknowledgement": acknowledgement }));
        let from = received.to.clone();
        self.put(&from, &envelope, Vec::new());
    }

    pub(crate) fn answer(&mut self, msg_id: &str, how: Answers) -> bool {
        let Some(received) = self.received.get(msg_id).filter(|_| how != Answers::None) else {
            return false;
        };
        let document = &received.envelope["body"]["document"];
        let date = document["regNumber"]["regdate"].clone();
        let mut body = json!({
            "document": {
                "idnumber": format!("{}_{}", received.to, received.answers.len() + 1),
                "type": 0,
                "kind": "Письмо",
                "pages": 1,
                "title": "Ответ на обращение",
                "regNumber": { "value": "01-15/7", "regdate": date },
                "confident": { "flag": 0 },
                "docParent": {
                    "idnumber": document["idnumber"],
                    "parmsg_id": msg_id,
                    "lastmsg_id": msg_id,
                    "delivery_type": 1,
                    "parorg_id": received.envelope["header"]["sender"]["id"],
                    "regNumber": document["regNumber"],
                },
                "docTransfer": [{ "name": "Ответ.rtf", "data": { "referenceid": "answer1" } }],
            },
        });
        if how != Answers::Plain {
            body["expansion"] = zone(received, how == Answers::Faulty, &date, self.behaviour.registers);
        }
        let id = new_id();
        let envelope = envelope(received, &id, 3, body);
        let from = received.to.clone();
        if let Some(received) = self.received.get_mut(msg_id) {
            received.answers.push(id);
        }
        self.put(&from, &envelope, vec![("answer1".to_owned(), ANSWER_FILE.into())]);
        true
    }
}

/// The block by which an appeal is completed.
fn zone(received: &Received, faulty: bool, date: &Value, registered: bool) -> Value {
    let mut zone = json!({
        "schema": "obr.expansion/1",
        "appealNumber": received.envelope["body"]["document"]["regNumber"]["value"],
        "result": "answer_given",
        "outcome": "explained",
        "answerNumber": "01-15/7",
        "answerDate": date,
        "answerForm": "electronic",
        "signatoryPosition": "Председатель",
        "signatoryName": "И. П. Кравцов",
        "executor": ["Новик А. С."],
        "resolution": "Рассмотреть и ответить.",
        "caseNumber": "01-15",
    });
    if !registered {
        let number: String = text(&zone["appealNumber"]).chars().filter(char::is_ascii_digit).collect();
        zone["regIndex"] = json!(format!("ЭД-{number}"));
        zone["regDate"] = date.clone();
    }
    if faulty {
        zone["answerDate"] = json!("31.02.2026");
        zone["outcome"] = json!("very_satisfied");
        zone["executor"] = json!([]);
        zone["signatoryPosition"] = json!("");
    }
    zone
}

fn envelope(received: &Received, msg_id: &str, msg_type: i64, body: Value) -> Value {
    json!({
        "type": "SDIP-2.1.1",
        "msg_id": msg_id,
        "dtstamp": received.envelope["dtstamp"],
        "subject": received.envelope["subject"],
        "header": {
            "sender": { "id": received.to, "name": received.envelope["header"]["receiver"][0]["name"], "sys_id": "", "system": "office" },
            "msg_type": msg_type,
            "msg_acknow": if msg_type == 0 { 0 } else { 2 },
            "receiver": [received.envelope["header"]["sender"]],
        },
        "body": body,
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
