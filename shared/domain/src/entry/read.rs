//! The shape of a record: which names it may have and of which type each is. Nothing stops at the first fault.

use serde_json::{Map, Value};

use super::{
    APPLICANTS_AT_MOST, Address, Against, Applicant, File, Record, Registration, json::{shortened, under},
};
use crate::{Fault, FaultCode, Faults, attachment::FILES_AT_MOST};

impl Record {
    /// Reads a value; what does not fit is in [`Record::misshapen`].
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let mut faults = Faults::new();
        let mut fields = Fields::of(Some(value), String::new(), &mut faults);
        let mut record = Self {
            external_id: fields.text("externalId"),
            kind: fields.text("kind"),
            form: fields.text("form"),
            received_at: fields.text("receivedAt"),
            topic_code: fields.text("topicCode"),
            subtopic_code: fields.text("subtopicCode"),
            content: fields.text("content"),
            summary: fields.text("summary"),
            language: fields.text("language"),
            answer_way: fields.text("answerWay"),
            applicants: fields.list("applicants", APPLICANTS_AT_MOST, applicant),
            collective: fields.flag("collective"),
            participants_count: fields.number("participantsCount"),
            against: fields.part("against", against).unwrap_or_default(),
            registration: fields.part("registration", registration),
            case_number: fields.text("caseNumber"),
            note: fields.text("note"),
            files: fields.list("files", FILES_AT_MOST, file),
            misshapen: Faults::new(),
        };
        fields.end();
        record.misshapen = faults;
        record
    }
}

fn applicant(fields: &mut Fields<'_>) -> Applicant {
    Applicant {
        kind: fields.text("kind"),
        surname: fields.text("surname"),
        name: fields.text("name"),
        patronymic: fields.text("patronymic"),
        organisation_name: fields.text("organisationName"),
        unp: fields.text("unp"),
        head_name: fields.text("headName"),
        address: fields.part("address", address).unwrap_or_default(),
        phone: fields.text("phone"),
        email: fields.text("email"),
    }
}

fn address(fields: &mut Fields<'_>) -> Address {
    Address {
        line: fields.text("line"),
        postal_code: fields.text("postalCode"),
        region: fields.text("region"),
        district: fields.text("district"),
        settlement: fields.text("settlement"),
        street: fields.text("street"),
        house: fields.text("house"),
        building: fields.text("building"),
        flat: fields.text("flat"),
    }
}

fn against(fields: &mut Fields<'_>) -> Against {
    Against { employee: fields.text("employee"), unp: fields.text("unp") }
}

fn registration(fields: &mut Fields<'_>) -> Registration {
    Registration {
        index: fields.text("index"),
        date: fields.text("date"),
        term: fields.text("term"),
        due_on: fields.text("dueOn"),
    }
}

fn file(fields: &mut Fields<'_>) -> File {
    File {
        id: fields.text("id"),
        name: fields.text("name"),
        content: fields.text("content"),
        participants_list: fields.flag("participantsList"),
    }
}

/// The fields of one object while they are read.
struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    path: String,
    known: Vec<&'static str>,
    faults: &'a mut Faults,
}

impl<'a> Fields<'a> {
    fn of(value: Option<&'a Value>, path: String, faults: &'a mut Faults) -> Self {
        let object = value.and_then(Value::as_object);
        if object.is_none() && value.is_some() {
            faults.push(wrong_type(&path, "object"));
        }
        Self { object, path, known: Vec::new(), faults }
    }

    /// The value of a name; null is the same as none.
    fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.object?.get(name).filter(|value| !value.is_null())
    }

    fn wrong(&mut self, name: &str, expected: &str) {
        self.faults.push(wrong_type(&under(&self.path, name), expected));
    }

    fn text(&mut self, name: &'static str) -> String {
        match self.value(name) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(_) => {
                self.wrong(name, "string");
                String::new()
            }
        }
    }

    fn flag(&mut self, name: &'static str) -> bool {
        match self.value(name) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.wrong(name, "boolean");
                false
            }
        }
    }

    fn number(&mut self, name: &'static str) -> Option<u64> {
        let value = self.value(name)?;
        let number = value.as_u64();
        if number.is_none() {
            self.wrong(name, "integer");
        }
        number
    }

    fn part<T>(&mut self, name: &'static str, read: fn(&mut Fields<'_>) -> T) -> Option<T> {
        let value = self.value(name)?;
        Some(read_object(value, under(&self.path, name), self.faults, read))
    }

    fn list<T>(
        &mut self,
        name: &'static str,
        at_most: usize,
        read: fn(&mut Fields<'_>) -> T,
    ) -> Vec<T> {
        let path = under(&self.path, name);
        match self.value(name) {
            None => Vec::new(),
            Some(Value::Array(values)) => {
                if values.len() > at_most {
                    let fault = Fault::new(path.as_str(), FaultCode::TooManyItems);
                    self.faults.push(fault.with("max", at_most));
                }
                values
                    .iter()
                    .take(at_most)
                    .enumerate()
                    .map(|(index, value)| {
                        let path = under(&path, &index.to_string());
                        read_object(value, path, self.faults, read)
                    })
                    .collect()
            }
            Some(_) => {
                self.wrong(name, "array");
                Vec::new()
            }
        }
    }

    /// Names that no field has are faults: a misspelt one would otherwise be lost without a word.
    fn end(self) {
        let Some(object) = self.object else { return };
        for name in object.keys().filter(|name| !self.known.contains(&name.as_str())) {
            let name = shortened(name);
            let fault = Fault::new(under(&self.path, &name), FaultCode::UnknownField);
            self.faults.push(fault.with("name", name));
        }
    }
}

fn read_object<T>(
    value: &Value,
    path: String,
    faults: &mut Faults,
    read: fn(&mut Fields<'_>) -> T,
) -> T {
    let mut fields = Fields::of(Some(value), path, faults);
    let read = read(&mut fields);
    fields.end();
    read
}

fn wrong_type(path: &str, expected: &str) -> Fault {
    Fault::new(path, FaultCode::WrongType).with("expected", expected)
}
