//! What a clerk corrects of an appeal that officials entered (REG-08): their own mistakes in copying it, by the rules of
//! entering. What an applicant typed in a cabinet is not theirs to change.

use chrono::NaiveDate;

use super::{
    ANONYMOUS, Applicant, CoverLetter, EntryApplicant, PaperForm, SUMMARY_LENGTH,
    paper::{of_page, scan_faults},
    validate::EARLIEST,
};
use crate::{
    ApplicantKind, Fault, FaultCode, Faults, Form, Kind,
    alphabet::Lines,
    appeal::AttachedFile,
    applicant::ApplicantForm,
    text_field::{read_bounded, read_parsed},
};

/// Characters of the reason at most.
const REASON_LENGTH: usize = 1000;

/// The details as typed; everything may be empty or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    pub kind: String,
    pub applicant: ApplicantForm,
    pub phone: String,
    pub email: String,
    pub sheets: String,
    pub annex_sheets: String,
    pub summary: String,
    /// Written or oral; not read where a program entered the appeal as an electronic one.
    pub form: String,
    /// `yyyy-mm-dd`; not read where the appeal was sent on to the organisation.
    pub received_on: String,
    pub reception_by: String,
    pub reception_on: String,
    pub cover_from: String,
    pub cover_on: String,
    pub cover_index: String,
    /// Why; needed where how it came in is corrected.
    pub reason: String,
}

/// How an appeal came in: its entry in the journal (REG-02, REG-08).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub form: Form,
    pub received_on: NaiveDate,
    pub reception_by: Option<String>,
    pub reception_on: Option<NaiveDate>,
    pub cover: Option<CoverLetter>,
}

/// The card as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub applicant_kind: ApplicantKind,
    pub was_anonymous: bool,
    pub arrival: &'a Arrival,
    /// Another organisation of the system sent it on: when it came in is known.
    pub sent_on: bool,
    pub registered_on: Option<NaiveDate>,
    pub has_scans: bool,
    /// Those that are added.
    pub scans: &'a [AttachedFile],
    pub today: NaiveDate,
}

/// What may be written.
#[derive(Clone, Debug)]
pub struct Corrected {
    pub kind: Kind,
    pub applicant: EntryApplicant,
    pub sheets: Option<u32>,
    pub annex_sheets: Option<u32>,
    pub summary: Option<String>,
    pub arrival: Arrival,
    /// Empty: none was given and none was needed.
    pub reason: String,
}

impl Correction {
    /// Reads what was typed; an applicant who stood without a name may go on so (law, art. 23).
    ///
    /// # Errors
    /// Every fault, by the names of the page's fields.
    pub fn validate(&self, standing: &Standing<'_>) -> Result<Corrected, Faults> {
        let mut faults = Faults::new();
        let (kind, was_anonymous) = (standing.applicant_kind, standing.was_anonymous);
        let form = &self.applicant;
        let nameless = [&form.surname, &form.name, &form.patronymic].into_iter().all(|name| name.trim().is_empty());
        let address = &form.address;
        let text = |value: &str| value.trim().to_owned();
        let applicant = Applicant {
            kind: if was_anonymous && nameless { ANONYMOUS } else { kind.code() }.to_owned(),
            surname: text(&form.surname),
            name: text(&form.name),
            patronymic: text(&form.patronymic),
            organisation_name: text(&form.organisation_name),
            unp: text(&form.unp),
            head_name: text(&form.head_name),
            address: address.into(),
            phone: text(&self.phone),
            email: text(&self.email),
        };
        let applicant = applicant.validate().map_err(|found| faults.extend(found.into_iter().map(of_page))).ok();
        let code = |code: &str| Kind::from_code(code).ok_or(FaultCode::UnknownChoice);
        let kind = read_parsed("kind", &self.kind, true, code, &mut faults);
        let own = self.paper().details(standing.today, &mut faults);
        let arrival = Arrival {
            form: self.form(standing, &mut faults),
            received_on: self.received_on(standing, &mut faults),
            reception_by: own.reception_by,
            reception_on: own.reception_on,
            cover: own.cover,
        };
        // REG-02: what is on paper is attached as a scan.
        if arrival.form == Form::Written && standing.arrival.form != Form::Written && !standing.has_scans && standing.scans.is_empty() {
            faults.push(Fault::new("files", FaultCode::Required));
        }
        scan_faults(standing.scans, &mut faults);
        let reason = read_bounded("reason", &self.reason, REASON_LENGTH, Lines::Many, &mut faults);
        if reason.is_empty() && (arrival != *standing.arrival || !standing.scans.is_empty()) {
            faults.push(Fault::new("reason", FaultCode::Required));
        }
        let summary = self.summary.trim().replace("\r\n", "\n");
        let length = summary.chars().count();
        if length > SUMMARY_LENGTH {
            let fault = Fault::new("summary", FaultCode::TooLong).with("max", SUMMARY_LENGTH);
            faults.push(fault.with("over", length - SUMMARY_LENGTH));
        } else if summary.contains('\0') {
            faults.push(Fault::new("summary", FaultCode::ControlCharacters).with("count", 1_usize));
        }
        match (kind, applicant) {
            (Some(kind), Some(applicant)) if faults.is_empty() => Ok(Corrected {
                kind,
                applicant,
                sheets: own.sheets,
                annex_sheets: own.annex_sheets,
                arrival,
                reason,
                summary: Some(summary).filter(|summary| !summary.is_empty()),
            }),
            _ => Err(faults),
        }
    }

    /// The fields that only a card has, by the rules of entering.
    fn paper(&self) -> PaperForm {
        PaperForm {
            sheets: self.sheets.clone(),
            annex_sheets: self.annex_sheets.clone(),
            reception_by: self.reception_by.clone(),
            reception_on: self.reception_on.clone(),
            cover_from: self.cover_from.clone(),
            cover_on: self.cover_on.clone(),
            cover_index: self.cover_index.clone(),
            ..PaperForm::default()
        }
    }

    fn form(&self, standing: &Standing<'_>, faults: &mut Faults) -> Form {
        let was = standing.arrival.form;
        if was == Form::Electronic {
            return was;
        }
        let paper = |code: &str| Form::from_code(code).filter(|form| *form != Form::Electronic).ok_or(FaultCode::UnknownChoice);
        read_parsed("form", &self.form, true, paper, faults).unwrap_or(was)
    }

    fn received_on(&self, standing: &Standing<'_>, faults: &mut Faults) -> NaiveDate {
        let was = standing.arrival.received_on;
        if standing.sent_on {
            return was;
        }
        let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| FaultCode::NotADate);
        let Some(day) = read_parsed("received_on", &self.received_on, true, day, faults).filter(|day| *day != was) else {
            return was;
        };
        let fault = |code| Fault::new("received_on", code);
        if day > standing.today {
            faults.push(fault(FaultCode::DateInFuture));
        } else if day < EARLIEST {
            faults.push(fault(FaultCode::DateTooEarly).with("min", EARLIEST.to_string()));
        } else if let Some(registered) = standing.registered_on.filter(|registered| day > *registered) {
            // REG-05: nothing is registered before it has come in.
            faults.push(fault(FaultCode::ReceiptAfterRegistration).with("max", registered.to_string()));
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FileState, applicant::AddressForm};

    fn arrival() -> Arrival {
        Arrival { form: Form::Oral, received_on: day("2026-04-09"), reception_by: None, reception_on: None, cover: None }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn standing(arrival: &Arrival) -> Standing<'_> {
        Standing {
            applicant_kind: ApplicantKind::Person,
            was_anonymous: false,
            arrival,
            sent_on: false,
            registered_on: Some(day("2026-04-10")),
            has_scans: false,
            scans: &[],
            today: day("2026-04-14"),
        }
    }

    fn typed(surname: &str) -> Correction {
        Correction {
            kind: "complaint".into(),
            applicant: ApplicantForm {
                surname: surname.into(),
                name: if surname.is_empty() { "" } else { "А." }.into(),
                address: AddressForm { settlement: "д. Заречье".into(), ..AddressForm::default() },
                ..ApplicantForm::default()
            },
            form: "oral".into(),
            received_on: "2026-04-09".into(),
            ..Correction::default()
        }
    }

    fn faults(read: Result<Corrected, Faults>) -> Vec<(String, FaultCode)> {
        read.unwrap_err().into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    // REQ: REG-08
    // REQ: REG-05
    #[test]
    fn how_it_came_in_is_corrected_with_a_reason() {
        let was = arrival();
        let scan = AttachedFile { name: "скан.pdf".into(), state: FileState::Clean, participants_list: false };
        let read = typed("Вярба").validate(&standing(&was)).unwrap();
        assert_eq!((&read.arrival, read.reason.as_str()), (&was, ""), "nothing of it was corrected");
        let other = Correction {
            form: "written".into(),
            received_on: "2026-04-08".into(),
            reception_by: "Кот П. С.".into(),
            cover_from: "Администрация".into(),
            reason: "Ошибка при внесении".into(),
            ..typed("Вярба")
        };
        let scans = std::slice::from_ref(&scan);
        let read = other.validate(&Standing { scans, ..standing(&was) }).unwrap();
        assert_eq!((read.arrival.form, read.arrival.received_on), (Form::Written, day("2026-04-08")));
        assert_eq!(read.arrival.cover.unwrap().from, "Администрация");
        for (wrong, expected) in [
            (Correction { reason: " ".into(), ..other.clone() }, vec![("files", FaultCode::Required), ("reason", FaultCode::Required)]),
            (Correction { form: "electronic".into(), ..other.clone() }, vec![("form", FaultCode::UnknownChoice)]),
            (Correction { form: "oral".into(), received_on: String::new(), ..other.clone() }, vec![("received_on", FaultCode::Required)]),
            (Correction { form: "oral".into(), received_on: "2026-04-11".into(), ..other.clone() }, vec![("received_on", FaultCode::ReceiptAfterRegistration)]),
            (Correction { form: "oral".into(), received_on: "2026-04-15".into(), ..other.clone() }, vec![("received_on", FaultCode::DateInFuture)]),
            (Correction { form: "oral".into(), received_on: "1999-12-31".into(), ..other.clone() }, vec![("received_on", FaultCode::DateTooEarly)]),
            (Correction { form: "oral".into(), cover_from: String::new(), cover_index: "5".into(), ..other.clone() }, vec![("cover_from", FaultCode::Required)]),
        ] {
            let expected: Vec<(String, FaultCode)> = expected.into_iter().map(|(field, code)| (field.to_owned(), code)).collect();
            assert_eq!(faults(wrong.validate(&standing(&was))), expected, "{wrong:?}");
        }
        let loading = [AttachedFile { state: FileState::Uploading, ..scan.clone() }];
        assert_eq!(faults(other.validate(&Standing { scans: &loading, ..standing(&was) })), [("files".to_owned(), FaultCode::FileNotUploaded)]);
        // What a program entered stays electronic, and when another organisation sent it on is known.
        let electronic = Arrival { form: Form::Electronic, ..arrival() };
        let read = other.validate(&Standing { sent_on: true, ..standing(&electronic) }).unwrap();
        assert_eq!((read.arrival.form, read.arrival.received_on), (Form::Electronic, day("2026-04-09")));
    }

    // REQ: REG-08
    #[test]
    fn a_name_is_corrected_but_not_taken_away_and_nobody_must_be_given_one() {
        let was = arrival();
        let (named, nameless) = (standing(&was), Standing { was_anonymous: true, ..standing(&was) });
        let typed = |surname: &str, sheets: &str| Correction { sheets: sheets.into(), ..typed(surname) };
        let read = typed("Вярба", "3").validate(&named).unwrap();
        assert_eq!((read.kind, read.sheets), (Kind::Complaint, Some(3)));
        assert_eq!(read.applicant.profile.display_name(), "Вярба А.");
        let fields = |read: Result<Corrected, Faults>| {
            read.unwrap_err().into_iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(typed("", "много").validate(&named)), ["surname", "name", "sheets"]);
        assert!(typed("", "").validate(&nameless).unwrap().applicant.is_anonymous());
        assert!(!typed("Вярба", "").validate(&nameless).unwrap().applicant.is_anonymous());
    }
}
