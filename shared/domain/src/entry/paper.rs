//! An appeal on paper or at a personal reception, as a clerk types it into the registration-control card (REG-02, REG-08):
//! the fields of a [`Record`] and those that only the card has. Field names are the page's; choices hold codes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ANONYMOUS, Against, Applicant, Context, Entry, File, Record};
use crate::{AnswerWay, Fault, FaultCode, Faults, FileState, Form, alphabet::Lines, appeal::AttachedFile, applicant::AddressForm, minsk, text_field::read_bounded};

/// Sheets of an appeal or of its annexes at most.
const SHEETS_AT_MOST: u32 = 10_000;
/// Characters of a correspondent's and of an official's name at most, and of the index of a letter.
const NAME_LENGTH: usize = 300;
const INDEX_LENGTH: usize = 50;

/// The card as typed; everything may be empty or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperForm {
    /// Written or oral: electronic ones come through this system by themselves (law, art. 1).
    pub form: String,
    /// Дата поступления, `yyyy-mm-dd`; empty: today.
    pub received_on: String,
    pub kind: String,
    pub topic_code: String,
    pub subtopic_code: String,
    pub content: String,
    pub applicant_kind: String,
    pub surname: String,
    pub name: String,
    pub patronymic: String,
    pub organisation_name: String,
    pub unp: String,
    pub head_name: String,
    pub address: AddressForm,
    pub phone: String,
    pub email: String,
    pub answer_way: String,
    pub collective: bool,
    pub participants_count: String,
    pub against_employee: String,
    pub against_unp: String,
    /// Количество листов обращения.
    pub sheets: String,
    /// Количество листов приложений.
    pub annex_sheets: String,
    /// Корреспондент сопроводительного письма: who sent the appeal on, by letter.
    pub cover_from: String,
    pub cover_on: String,
    pub cover_index: String,
    /// Who held the personal reception.
    pub reception_by: String,
    pub reception_on: String,
    pub case_number: String,
    pub note: String,
    /// Взято на контроль (REG-13).
    pub controlled: bool,
}

/// What only the card has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperDetails {
    pub sheets: Option<u32>,
    pub annex_sheets: Option<u32>,
    pub cover: Option<CoverLetter>,
    pub reception_by: Option<String>,
    pub reception_on: Option<NaiveDate>,
    pub controlled: bool,
}

/// The letter with which another body sent the appeal on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverLetter {
    pub from: String,
    pub on: Option<NaiveDate>,
    pub index: Option<String>,
}

impl PaperForm {
    /// Reads the card. `key` is the id under which the same card entered again is the same appeal; `files` are its scans.
    ///
    /// # Errors
    /// Every fault, by the names of the form's fields.
    pub fn validate(
        &self,
        key: &str,
        files: &[AttachedFile],
        context: &Context<'_>,
    ) -> Result<(Entry, PaperDetails), Faults> {
        let mut faults = Faults::new();
        let entry = self.record(key, files).validate(context);
        let entry = entry.map_err(|found| faults.extend(found.into_iter().map(of_page))).ok();
        self.own_faults(files, &mut faults);
        let today = minsk::date(context.now);
        let details = self.details(today, &mut faults);
        match entry {
            Some(mut entry) if faults.is_empty() => {
                // The scans are handed over by themselves: the record named them for its rules only.
                entry.files.clear();
                Ok((entry, details))
            }
            _ => Err(faults),
        }
    }

    /// The same as a record, whose rules hold for every way of entering.
    #[must_use]
    pub fn record(&self, key: &str, files: &[AttachedFile]) -> Record {
        let text = |value: &str| value.trim().to_owned();
        let applicant = Applicant {
            kind: text(&self.applicant_kind),
            surname: text(&self.surname),
            name: text(&self.name),
            patronymic: text(&self.patronymic),
            organisation_name: text(&self.organisation_name),
            unp: text(&self.unp),
            head_name: text(&self.head_name),
            address: (&self.address).into(),
            phone: text(&self.phone),
            email: text(&self.email),
        };
        // Any id will do: that the files are the clerk's own is known already.
        let file = |file: &AttachedFile| File {
            id: uuid::Uuid::nil().to_string(),
            participants_list: file.participants_list,
            ..File::default()
        };
        Record {
            external_id: key.to_owned(),
            kind: self.kind.clone(),
            form: self.form.clone(),
            received_at: self.received_on.clone(),
            topic_code: self.topic_code.clone(),
            subtopic_code: self.subtopic_code.clone(),
            content: self.content.clone(),
            answer_way: if self.is_anonymous() { String::new() } else { self.answer_way.clone() },
            applicants: vec![applicant],
            collective: self.collective,
            participants_count: self.participants_count.trim().parse().ok(),
            against: Against {
                employee: self.against_employee.clone(),
                unp: self.against_unp.clone(),
            },
            case_number: self.case_number.clone(),
            note: self.note.clone(),
            files: files.iter().map(file).collect(),
            ..Record::default()
        }
    }

    fn is_anonymous(&self) -> bool {
        self.applicant_kind.trim() == ANONYMOUS
    }

    /// What the page asks besides the rules of records.
    fn own_faults(&self, files: &[AttachedFile], faults: &mut Faults) {
        let form = Form::from_code(self.form.trim());
        if form == Some(Form::Electronic) {
            faults.push(Fault::new("form", FaultCode::UnknownChoice));
        }
        // Nobody has a cabinet here, and how to answer is asked, not guessed.
        match AnswerWay::from_code(self.answer_way.trim()) {
            // Nobody gets an answer to what is anonymous (law, art. 23).
            _ if self.is_anonymous() => {}
            None if self.answer_way.trim().is_empty() => {
                faults.push(Fault::new("answer_way", FaultCode::Required));
            }
            Some(AnswerWay::Cabinet) => {
                faults.push(Fault::new("answer_way", FaultCode::UnknownChoice));
            }
            _ => {}
        }
        // REG-02: what is on paper is attached as a scan.
        if form == Some(Form::Written) && files.is_empty() {
            faults.push(Fault::new("files", FaultCode::Required));
        }
        scan_faults(files, faults);
    }

    pub(super) fn details(&self, today: NaiveDate, faults: &mut Faults) -> PaperDetails {
        let sheets = number("sheets", &self.sheets, faults);
        let annex_sheets = number("annex_sheets", &self.annex_sheets, faults);
        let from = short("cover_from", &self.cover_from, NAME_LENGTH, faults);
        let on = past_day("cover_on", &self.cover_on, today, faults);
        let index = short("cover_index", &self.cover_index, INDEX_LENGTH, faults);
        if from.is_none() && (on.is_some() || index.is_some()) {
            faults.push(Fault::new("cover_from", FaultCode::Required));
        }
        let reception_by = short("reception_by", &self.reception_by, NAME_LENGTH, faults);
        let reception_on = past_day("reception_on", &self.reception_on, today, faults);
        PaperDetails {
            sheets,
            annex_sheets,
            cover: from.map(|from| CoverLetter { from, on, index }),
            reception_by,
            reception_on,
            controlled: self.controlled,
        }
    }
}

/// Scans that are not there yet, or never will be.
pub(super) fn scan_faults(files: &[AttachedFile], faults: &mut Faults) {
    for file in files {
        let code = match file.state {
            FileState::Checking | FileState::Clean => continue,
            FileState::Uploading => FaultCode::FileNotUploaded,
            FileState::Infected | FileState::Broken => FaultCode::FileRefused,
        };
        faults.push(Fault::new("files", code).with("name", file.name.as_str()));
    }
}

pub(super) fn number(field: &str, typed: &str, faults: &mut Faults) -> Option<u32> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    match typed.parse::<u32>() {
        Ok(number) if number <= SHEETS_AT_MOST => Some(number),
        Ok(_) => {
            let fault = Fault::new(field, FaultCode::OutOfRange).with("min", 0_usize);
            faults.push(fault.with("max", SHEETS_AT_MOST as usize));
            None
        }
        Err(_) => {
            faults.push(Fault::new(field, FaultCode::NotANumber));
            None
        }
    }
}

/// A line of text, none where nothing was typed.
pub fn short(
    field: &str,
    typed: &str,
    longest: usize,
    faults: &mut Faults,
) -> Option<String> {
    let text = read_bounded(field, typed, longest, Lines::One, faults);
    (!text.is_empty()).then_some(text)
}

/// A day not after today, none where nothing was typed.
pub fn past_day(
    field: &str,
    typed: &str,
    today: NaiveDate,
    faults: &mut Faults,
) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse::<NaiveDate>();
    match day {
        Err(_) => faults.push(Fault::new(field, FaultCode::NotADate)),
        Ok(day) if day > today => faults.push(Fault::new(field, FaultCode::DateInFuture)),
        Ok(_) => {}
    }
    day.ok()
}

/// A fault under the name that the page's field has.
pub(super) fn of_page(fault: Fault) -> Fault {
    let field = fault.field.as_str();
    let field = match field {
        "receivedAt" => "received_on",
        "topicCode" | "subtopicCode" => "topic",
        "answerWay" => "answer_way",
        "participantsCount" => "participants_count",
        "against/employee" | "against" => "against_employee",
        "against/unp" => "against_unp",
        "caseNumber" => "case_number",
        "applicants/0/kind" => "applicant_kind",
        "applicants/0/organisationName" => "organisation_name",
        "applicants/0/headName" => "head_name",
        "applicants/0/address/postalCode" => "address/postal_code",
        _ => field.strip_prefix("applicants/0/").unwrap_or(field),
    };
    Fault { field: field.to_owned(), ..fault }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApplicantKind, Topics};

    fn form() -> PaperForm {
        PaperForm {
            form: "written".into(),
            received_on: "2026-04-09".into(),
            kind: "application".into(),
            topic_code: "07".into(),
            subtopic_code: "07-07".into(),
            content: "Прошу починить крышу.".into(),
            applicant_kind: "person".into(),
            surname: "Вярба".into(),
            name: "А.".into(),
            address: AddressForm { settlement: "д. Заречье".into(), ..AddressForm::default() },
            answer_way: "post".into(),
            sheets: "2".into(),
            ..PaperForm::default()
        }
    }

    fn scan(participants_list: bool) -> AttachedFile {
        AttachedFile { name: "скан.pdf".into(), state: FileState::Clean, participants_list }
    }

    fn read(form: &PaperForm, files: &[AttachedFile]) -> Result<(Entry, PaperDetails), Vec<(String, FaultCode)>> {
        let topics = Topics::seed();
        let context = Context {
            topics: &topics,
            now: "2026-04-10T09:00:00Z".parse().unwrap(),
            refuse_collective_of_legal_entity: true,
        };
        let read = form.validate("card:1", files, &context);
        read.map_err(|faults| faults.into_iter().map(|fault| (fault.field, fault.code)).collect())
    }

    // REQ: REG-02
    #[test]
    fn a_letter_on_paper_becomes_an_appeal_with_what_only_the_card_has() {
        let (entry, details) = read(&form(), &[scan(false)]).unwrap();
        assert_eq!((entry.form, entry.applicant.profile.kind()), (Form::Written, ApplicantKind::Person));
        assert!(entry.files.is_empty());
        assert_eq!(details, PaperDetails { sheets: Some(2), ..PaperDetails::default() });
        let forwarded = PaperForm {
            cover_from: "Администрация Президента".into(),
            cover_on: "2026-04-01".into(),
            cover_index: "09/15-к".into(),
            controlled: true,
            ..form()
        };
        let (_, details) = read(&forwarded, &[scan(false)]).unwrap();
        assert_eq!(details.cover.unwrap().index.as_deref(), Some("09/15-к"));
        assert!(details.controlled);
    }

    // REQ: REG-08
    #[test]
    fn each_fault_is_named_by_the_field_of_the_page() {
        let empty = read(&PaperForm::default(), &[]).unwrap_err();
        let fields: Vec<&str> = empty.iter().map(|(field, _)| field.as_str()).collect();
        for field in ["form", "kind", "topic", "content", "applicant_kind", "address/settlement", "answer_way"] {
            assert!(fields.contains(&field), "{field} of {fields:?}");
        }
        let wrong = PaperForm {
            received_on: "2026-04-11".into(),
            surname: " ".into(),
            sheets: "-1".into(),
            annex_sheets: "20000".into(),
            cover_on: "2026-04-30".into(),
            cover_index: "5".into(),
            reception_on: "вчера".into(),
            ..form()
        };
        let faults = read(&wrong, &[]).unwrap_err();
        for (field, code) in [
            ("received_on", FaultCode::DateInFuture),
            ("surname", FaultCode::Required),
            ("files", FaultCode::Required),
            ("sheets", FaultCode::NotANumber),
            ("annex_sheets", FaultCode::OutOfRange),
            ("cover_on", FaultCode::DateInFuture),
            ("cover_from", FaultCode::Required),
            ("reception_on", FaultCode::NotADate),
        ] {
            assert!(faults.contains(&(field.to_owned(), code)), "{field} of {faults:?}");
        }
    }

    // REQ: REG-02
    #[test]
    fn an_oral_appeal_needs_no_scan_and_an_electronic_one_is_not_entered_by_hand() {
        let oral = PaperForm { form: "oral".into(), reception_by: "Кот П. С.".into(), ..form() };
        assert!(read(&oral, &[]).is_ok());
        let electronic = PaperForm { form: "electronic".into(), answer_way: "cabinet".into(), ..form() };
        let faults = read(&electronic, &[scan(false)]).unwrap_err();
        for field in ["form", "answer_way"] {
            assert!(faults.contains(&(field.to_owned(), FaultCode::UnknownChoice)), "{field} of {faults:?}");
        }
    }

    // REQ: SUB-05
    #[test]
    fn a_collective_letter_has_its_list_and_from_thirty_a_visit() {
        let collective =
            PaperForm { collective: true, participants_count: "35".into(), ..form() };
        let faults = read(&collective, &[scan(false)]).unwrap_err();
        assert_eq!(faults, [("files".to_owned(), FaultCode::ParticipantsListRequired)]);
        let (entry, _) = read(&collective, &[scan(true)]).unwrap();
        assert_eq!(entry.participants, Some(35));
    }
}
