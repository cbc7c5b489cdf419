//! The rules of a record (EDM-03, REG-08; EDMS guide, item 3): all that is wrong with it at once.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use super::{
    ANONYMOUS, Applicant, CONTENT_LENGTH, Context, EXTERNAL_ID_LENGTH, Entry, EntryApplicant,
    EntryFile, EntryRegistration, File, FileSource, Record, Registration, SUMMARY_LENGTH,
};
use crate::{
    AnswerWay, ApplicantKind, EmailAddress, Fault, FaultCode, Faults, FileId, FileName, Form, Kind,
    Locale, Phone, PostalCode, RegistrationIndex, TaxpayerNumber, Term,
    alphabet::{self, Lines, Strictness},
    appeal::EMPLOYEE_LENGTH,
    applicant::{
        ADDRESS_PART_LENGTH, Address, ApplicantProfile, NAME_LENGTH, ORGANISATION_NAME_LENGTH,
    },
    attachment::{self, Upload},
    minsk, registration,
    text_field::read_parsed,
    topics::TopicChoice,
};

/// Faults of one record that are told; the rest of a heap of rubbish helps nobody.
const FAULTS_AT_MOST: usize = 100;
/// Characters of a case number and of a note at most, as on the card.
const CASE_NUMBER_LENGTH: usize = 50;
const NOTE_LENGTH: usize = 2_000;
/// Appeals before this day belong to the archive: the law is of 2011.
pub(super) const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar");

impl Record {
    /// Reads the record by the rules.
    ///
    /// # Errors
    /// All that is wrong, by the pointer of each field.
    pub fn validate(&self, context: &Context<'_>) -> Result<Entry, Faults> {
        let mut check = Check { faults: self.misshapen.clone(), marks: Faults::new() };
        let entry = check.record(self, context);
        match entry {
            Some(entry) if check.faults.is_empty() => Ok(Entry { marks: check.marks, ..entry }),
            _ => {
                check.faults.truncate(FAULTS_AT_MOST);
                Err(check.faults)
            }
        }
    }
}

impl Applicant {
    /// Reads an applicant by the rules of a record.
    ///
    /// # Errors
    /// All that is wrong, under `applicants/0`.
    pub(super) fn validate(&self) -> Result<EntryApplicant, Faults> {
        let mut check = Check { faults: Faults::new(), marks: Faults::new() };
        match check.applicant("applicants/0", self) {
            Some(applicant) if check.faults.is_empty() => Ok(applicant),
            _ => Err(check.faults),
        }
    }
}

/// What was found so far.
struct Check {
    faults: Faults,
    marks: Faults,
}

/// How a text is read.
#[derive(Clone, Copy)]
struct Rule {
    required: bool,
    longest: usize,
    lines: Lines,
}

const fn line(longest: usize) -> Rule {
    Rule { required: true, longest, lines: Lines::One }
}

impl Rule {
    const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    const fn of_lines(mut self) -> Self {
        self.lines = Lines::Many;
        self
    }
}

impl Check {
    /// Adds a fault unless the field's shape is faulty already: a number where text belongs is not "missing" as well.
    fn fault(&mut self, fault: Fault) {
        if !self.faults.iter().any(|known| known.field == fault.field) {
            self.faults.push(fault);
        }
    }

    fn wrong(&mut self, field: &str, code: FaultCode) {
        self.fault(Fault::new(field, code));
    }

    /// A text tidied. Control characters cannot be kept; other alphabets and emoji are marks (law, art. 13).
    fn text(&mut self, field: &str, written: &str, rule: Rule) -> String {
        let text = alphabet::clean(written, rule.lines);
        let length = text.chars().count();
        if text.is_empty() {
            if rule.required {
                self.wrong(field, FaultCode::Required);
            }
        } else if length > rule.longest {
            let fault = Fault::new(field, FaultCode::TooLong);
            self.fault(fault.with("max", rule.longest).with("over", length - rule.longest));
        } else {
            let findings = alphabet::examine(field, written, Strictness::Warn);
            self.marks.extend(findings.marks);
            for fault in findings.faults {
                if fault.code == FaultCode::Emoji {
                    self.marks.push(fault);
                } else {
                    self.fault(fault);
                }
            }
        }
        text
    }

    fn optional(&mut self, field: &str, written: &str, rule: Rule) -> Option<String> {
        Some(self.text(field, written, rule.optional())).filter(|text| !text.is_empty())
    }

    fn parsed<T>(
        &mut self,
        field: &str,
        written: &str,
        required: bool,
        parse: impl Fn(&str) -> Result<T, FaultCode>,
    ) -> Option<T> {
        let mut faults = Faults::new();
        let value = read_parsed(field, written, required, parse, &mut faults);
        faults.into_iter().for_each(|fault| self.fault(fault));
        value
    }

    fn choice<T>(
        &mut self,
        field: &str,
        written: &str,
        required: bool,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        self.parsed(field, written, required, |code| {
            from_code(code).ok_or(FaultCode::UnknownChoice)
        })
    }

    fn record(&mut self, record: &Record, context: &Context<'_>) -> Option<Entry> {
        let external_id = self.external_id(&record.external_id);
        let kind = self.choice("kind", &record.kind, true, Kind::from_code);
        let form = self.choice("form", &record.form, true, Form::from_code);
        let received_at = self.received_at(&record.received_at, context.now);
        let topic = self.topic(record, context);
        let content = self.text("content", &record.content, line(CONTENT_LENGTH).of_lines());
        let summary = self.optional("summary", &record.summary, line(SUMMARY_LENGTH).of_lines());
        let language = self.choice("language", &record.language, false, Locale::from_code);
        let mut applicants = self.applicants(record, context);
        let participants = self.participants(record);
        let answer_way = self.answer_way(record);
        let (against_employee, against_unp) = self.against(record, kind);
        let received_on = received_at.map_or_else(|| minsk::date(context.now), minsk::date);
        let registration = record
            .registration
            .as_ref()
            .map(|registration| self.registration(registration, received_on, context.now));
        let case_number =
            self.optional("caseNumber", &record.case_number, line(CASE_NUMBER_LENGTH));
        let note = self.text("note", &record.note, line(NOTE_LENGTH).of_lines().optional());
        let files = self.files(record);
        let registration = match registration {
            Some(registration) => Some(registration?),
            None => None,
        };
        let applicant = (!applicants.is_empty()).then(|| applicants.remove(0))?;
        Some(Entry {
            external_id,
            kind: kind?,
            form: form?,
            received_at,
            topic: topic?,
            locale: language.unwrap_or_else(|| alphabet::language(&content, Locale::Ru)),
            content,
            summary,
            answer_way: answer_way?,
            applicant,
            others: applicants,
            participants,
            against_employee,
            against_unp,
            registration,
            case_number,
            note,
            files,
            marks: Faults::new(),
        })
    }

    /// Any signs: it is the other system's own.
    fn external_id(&mut self, written: &str) -> String {
        let id = written.trim();
        let length = id.chars().count();
        if id.is_empty() {
            self.wrong("externalId", FaultCode::Required);
        } else if length > EXTERNAL_ID_LENGTH {
            let fault = Fault::new("externalId", FaultCode::TooLong);
            let over = length - EXTERNAL_ID_LENGTH;
            self.fault(fault.with("max", EXTERNAL_ID_LENGTH).with("over", over));
        } else if id.chars().any(char::is_control) {
            self.fault(Fault::new("externalId", FaultCode::ControlCharacters).with("count", 1_usize));
        }
        id.to_owned()
    }

    fn received_at(&mut self, written: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = self.parsed("receivedAt", written, false, |text| {
            moment(text).ok_or(FaultCode::NotADate)
        })?;
        if at > now {
            self.wrong("receivedAt", FaultCode::DateInFuture);
        } else if minsk::date(at) < EARLIEST {
            let fault = Fault::new("receivedAt", FaultCode::DateTooEarly);
            self.fault(fault.with("min", EARLIEST.to_string()));
        }
        Some(at)
    }

    fn topic(&mut self, record: &Record, context: &Context<'_>) -> Option<TopicChoice> {
        let chosen = context.topics.choose(&record.topic_code, &record.subtopic_code);
        chosen
            .map_err(|fault| {
                let field = match fault.field.as_str() {
                    "subtopic_code" => "subtopicCode",
                    _ => "topicCode",
                };
                self.fault(Fault { field: field.to_owned(), ..fault });
            })
            .ok()
    }

    fn applicants(&mut self, record: &Record, context: &Context<'_>) -> Vec<EntryApplicant> {
        if record.applicants.is_empty() {
            self.wrong("applicants", FaultCode::Required);
        }
        if !record.collective && record.applicants.len() > 1 {
            // EDMS guide: a person and a legal entity in one individual appeal are refused, and so is any second applicant.
            self.wrong("applicants", FaultCode::SeveralApplicants);
        }
        let is_legal_entity = |applicant: &Applicant| {
            ApplicantKind::from_code(applicant.kind.trim()) == Some(ApplicantKind::LegalEntity)
        };
        if record.collective
            && context.refuse_collective_of_legal_entity
            && record.applicants.iter().any(is_legal_entity)
        {
            self.wrong("collective", FaultCode::CollectiveOfLegalEntity);
        }
        let read = record.applicants.iter().enumerate();
        read.filter_map(|(index, applicant)| self.applicant(&format!("applicants/{index}"), applicant))
            .collect()
    }

    fn applicant(&mut self, at: &str, applicant: &Applicant) -> Option<EntryApplicant> {
        let field = |name: &str| format!("{at}/{name}");
        let is_anonymous = applicant.kind.trim() == ANONYMOUS;
        let kind = if is_anonymous {
            Some(ApplicantKind::Person)
        } else {
            self.choice(&field("kind"), &applicant.kind, true, ApplicantKind::from_code)
        };
        let address = self.address(&field("address"), &applicant.address, !is_anonymous);
        let phone = self.parsed(&field("phone"), &applicant.phone, false, Phone::parse);
        let email = self.parsed(&field("email"), &applicant.email, false, EmailAddress::parse);
        let name = line(NAME_LENGTH);
        let person = |check: &mut Self| {
            let rule = if is_anonymous { name.optional() } else { name };
            (
                check.text(&field("surname"), &applicant.surname, rule),
                check.text(&field("name"), &applicant.name, rule),
                check.text(&field("patronymic"), &applicant.patronymic, name.optional()),
            )
        };
        let profile = match kind? {
            ApplicantKind::Person => {
                let (surname, name, patronymic) = person(self);
                ApplicantProfile::Person { surname, name, patronymic, address }
            }
            ApplicantKind::Entrepreneur => {
                let (surname, name, patronymic) = person(self);
                let unp = self.unp(&field("unp"), &applicant.unp)?;
                ApplicantProfile::Entrepreneur { surname, name, patronymic, unp, address }
            }
            ApplicantKind::LegalEntity => {
                let rule = line(ORGANISATION_NAME_LENGTH);
                let organisation_name =
                    self.text(&field("organisationName"), &applicant.organisation_name, rule);
                let head_name =
                    self.text(&field("headName"), &applicant.head_name, line(3 * NAME_LENGTH));
                let unp = self.unp(&field("unp"), &applicant.unp)?;
                if unp.has_letters() {
                    self.wrong(&field("unp"), FaultCode::TaxpayerNumberOfOtherKind);
                }
                ApplicantProfile::LegalEntity { organisation_name, unp, head_name, address }
            }
        };
        Some(EntryApplicant {
            profile,
            phone: phone.map(|phone| phone.as_str().to_owned()),
            email: email.map(|email| email.as_str().to_owned()),
        })
    }

    fn unp(&mut self, field: &str, written: &str) -> Option<TaxpayerNumber> {
        self.parsed(field, written, true, TaxpayerNumber::parse)
    }

    /// By its parts, or in one line as many systems keep it.
    fn address(&mut self, at: &str, address: &super::Address, required: bool) -> Address {
        let field = |name: &str| format!("{at}/{name}");
        let part = line(ADDRESS_PART_LENGTH).optional();
        let whole = self.optional(&field("line"), &address.line, line(4 * ADDRESS_PART_LENGTH));
        let read = Address {
            postal_code: self.parsed(
                &field("postalCode"),
                &address.postal_code,
                false,
                PostalCode::parse,
            ),
            region: self.text(&field("region"), &address.region, part),
            district: self.text(&field("district"), &address.district, part),
            settlement: self.text(&field("settlement"), &address.settlement, part),
            street: self.text(&field("street"), &address.street, part),
            house: self.text(&field("house"), &address.house, part),
            building: self.text(&field("building"), &address.building, part),
            flat: self.text(&field("flat"), &address.flat, part),
        };
        match whole {
            Some(whole) => Address { settlement: whole, ..Address::default() },
            None => {
                if required && read.settlement.is_empty() {
                    self.wrong(&field("settlement"), FaultCode::Required);
                }
                read
            }
        }
    }

    fn participants(&mut self, record: &Record) -> Option<u32> {
        if !record.collective {
            return None;
        }
        // SUB-05: whoever else signed stands in the scan.
        if !record.files.iter().any(|file| file.participants_list) {
            self.wrong("files", FaultCode::ParticipantsListRequired);
        }
        let field = "participantsCount";
        match record.participants_count {
            None => self.wrong(field, FaultCode::Required),
            Some(count) if count < 2 => {
                self.fault(Fault::new(field, FaultCode::TooFewParticipants).with("min", 2_usize));
            }
            Some(count) if count > 1_000_000 => {
                let fault = Fault::new(field, FaultCode::OutOfRange);
                self.fault(fault.with("min", 2_usize).with("max", 1_000_000_usize));
            }
            Some(_) => {}
        }
        record.participants_count.and_then(|count| u32::try_from(count).ok())
    }

    fn answer_way(&mut self, record: &Record) -> Option<AnswerWay> {
        if record.answer_way.trim().is_empty() {
            return Some(AnswerWay::Post);
        }
        let way = self.choice("answerWay", &record.answer_way, true, AnswerWay::from_code)?;
        let has_email =
            record.applicants.first().is_some_and(|first| !first.email.trim().is_empty());
        if way == AnswerWay::Email && !has_email {
            self.wrong("applicants/0/email", FaultCode::Required);
        }
        Some(way)
    }

    fn against(
        &mut self,
        record: &Record,
        kind: Option<Kind>,
    ) -> (Option<String>, Option<TaxpayerNumber>) {
        let against = &record.against;
        let employee =
            self.optional("against/employee", &against.employee, line(EMPLOYEE_LENGTH));
        let unp = self.parsed("against/unp", &against.unp, false, TaxpayerNumber::parse);
        if kind.is_some_and(|kind| kind != Kind::Complaint) && (employee.is_some() || unp.is_some())
        {
            self.wrong("against", FaultCode::OnlyForComplaints);
        }
        (employee, unp)
    }

    fn registration(
        &mut self,
        written: &Registration,
        received_on: NaiveDate,
        now: DateTime<Utc>,
    ) -> Option<EntryRegistration> {
        let index = self.parsed(
            "registration/index",
            &written.index,
            false,
            RegistrationIndex::parse,
        );
        let date = self.parsed("registration/date", &written.date, true, day);
        if let Some(date) = date
            && let Err(code) = registration::check_date(date, received_on, minsk::date(now))
        {
            self.wrong("registration/date", code);
        }
        let due_on = self.parsed("registration/dueOn", &written.due_on, false, day);
        // EDMS guide: not before the registration. How late is the EDMS's to answer for.
        if let (Some(date), Some(due_on)) = (date, due_on)
            && due_on < date
        {
            self.wrong("registration/dueOn", FaultCode::TermBeforeRegistration);
        }
        let term = self.parsed("registration/term", &written.term, false, |text| {
            let term = text.parse::<Term>().ok();
            let allowed = [Term::FIFTEEN_DAYS, Term::ONE_MONTH];
            term.filter(|term| allowed.contains(term)).ok_or(FaultCode::UnknownChoice)
        });
        let term = term.or(if due_on.is_none() { Some(Term::FIFTEEN_DAYS) } else { None });
        Some(EntryRegistration { index, date: date?, term, due_on })
    }

    fn files(&mut self, record: &Record) -> Vec<EntryFile> {
        let read = record.files.iter().enumerate();
        read.filter_map(|(index, file)| {
            let source = self.file(&format!("files/{index}"), file)?;
            Some(EntryFile { source, participants_list: file.participants_list })
        })
        .collect()
    }

    fn file(&mut self, at: &str, file: &File) -> Option<FileSource> {
        let id = file.id.trim();
        if !id.is_empty() {
            return self
                .parsed(&format!("{at}/id"), id, true, |id| {
                    id.parse::<Uuid>().map_err(|_| FaultCode::FileUnknown)
                })
                .map(|id| FileSource::Uploaded(FileId(id)));
        }
        if file.name.trim().is_empty() {
            self.wrong(&format!("{at}/name"), FaultCode::Required);
            return None;
        }
        let content = format!("{at}/content");
        let bytes = self.parsed(&content, &file.content, true, |text| {
            STANDARD.decode(text).map_err(|_| FaultCode::NotBase64)
        })?;
        match Upload::announce(&file.name, "", bytes.len() as u64) {
            Ok(upload) => Some(FileSource::Inline { upload, bytes }),
            Err(fault) => {
                let name = FileName::from_untrusted(&file.name);
                self.fault(attachment::form_fault(at, &name, fault));
                None
            }
        }
    }
}

fn day(text: &str) -> Result<NaiveDate, FaultCode> {
    text.parse().map_err(|_| FaultCode::NotADate)
}

/// A moment, or the beginning of a day in Minsk.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&Utc));
    }
    let day: NaiveDate = text.parse().ok()?;
    Some(minsk::instant(day.and_time(NaiveTime::MIN)))
}
