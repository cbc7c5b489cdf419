//! What a clerk corrects of an appeal that officials entered (REG-08): their own mistakes in copying it, by the rules of
//! entering. What an applicant typed in a cabinet is not theirs to change.

use super::{
    ANONYMOUS, Applicant, EntryApplicant, SUMMARY_LENGTH,
    paper::{number, of_page},
};
use crate::{ApplicantKind, Fault, FaultCode, Faults, Kind, applicant::ApplicantForm, text_field::read_parsed};

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
}

/// What may be written.
#[derive(Clone, Debug)]
pub struct Corrected {
    pub kind: Kind,
    pub applicant: EntryApplicant,
    pub sheets: Option<u32>,
    pub annex_sheets: Option<u32>,
    pub summary: Option<String>,
}

impl Correction {
    /// Reads what was typed of an applicant of this kind; one who stood without a name may go on so (law, art. 23).
    ///
    /// # Errors
    /// Every fault, by the names of the page's fields.
    pub fn validate(&self, kind: ApplicantKind, was_anonymous: bool) -> Result<Corrected, Faults> {
        let mut faults = Faults::new();
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
        let sheets = number("sheets", &self.sheets, &mut faults);
        let annex_sheets = number("annex_sheets", &self.annex_sheets, &mut faults);
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
                sheets,
                annex_sheets,
                summary: Some(summary).filter(|summary| !summary.is_empty()),
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applicant::AddressForm;

    // REQ: REG-08
    #[test]
    fn a_name_is_corrected_but_not_taken_away_and_nobody_must_be_given_one() {
        let typed = |surname: &str, sheets: &str| Correction {
            kind: "complaint".into(),
            applicant: ApplicantForm {
                surname: surname.into(),
                name: if surname.is_empty() { "" } else { "А." }.into(),
                address: AddressForm { settlement: "д. Заречье".into(), ..AddressForm::default() },
                ..ApplicantForm::default()
            },
            sheets: sheets.into(),
            ..Correction::default()
        };
        let read = typed("Вярба", "3").validate(ApplicantKind::Person, false).unwrap();
        assert_eq!((read.kind, read.sheets), (Kind::Complaint, Some(3)));
        assert_eq!(read.applicant.profile.display_name(), "Вярба А.");
        let fields = |read: Result<Corrected, Faults>| {
            read.unwrap_err().into_iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(typed("", "много").validate(ApplicantKind::Person, false)), ["surname", "name", "sheets"]);
        assert!(typed("", "").validate(ApplicantKind::Person, true).unwrap().applicant.is_anonymous());
        assert!(!typed("Вярба", "").validate(ApplicantKind::Person, true).unwrap().applicant.is_anonymous());
    }
}
