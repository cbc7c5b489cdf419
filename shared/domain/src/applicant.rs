//! The applicant's own data (SUB-01): one form for the three kinds, each with the fields that law 300-З (art. 12 and 25)
//! asks of it. What was typed stays in [`ApplicantForm`]; what is valid is an [`ApplicantProfile`].

use serde::{Deserialize, Serialize};

use crate::{
    ApplicantKind, Fault, FaultCode, Faults,
    identifiers::{PostalCode, TaxpayerNumber},
    text_field::{TextRule, read_parsed, read_text},
};

/// Characters of a surname, name or patronymic at most.
pub const NAME_LENGTH: usize = 100;
/// Characters of an organisation's full name at most.
pub const ORGANISATION_NAME_LENGTH: usize = 500;
/// Characters of one part of an address at most.
pub const ADDRESS_PART_LENGTH: usize = 150;

/// An address as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    pub postal_code: String,
    pub region: String,
    pub district: String,
    pub settlement: String,
    pub street: String,
    pub house: String,
    pub building: String,
    pub flat: String,
}

/// A valid address in Belarus: settlement and house at least; a village may have no streets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub postal_code: Option<PostalCode>,
    pub region: String,
    pub district: String,
    pub settlement: String,
    pub street: String,
    pub house: String,
    pub building: String,
    pub flat: String,
}

impl AddressForm {
    /// Reads the address; faults are named `settlement`, `postal_code` …
    ///
    /// # Errors
    /// All that is wrong, field by field.
    pub fn validate(&self) -> Result<Address, Faults> {
        let mut faults = Faults::new();
        let part = TextRule::line(ADDRESS_PART_LENGTH);
        let number = TextRule::number(20);
        let address = Address {
            postal_code: read_parsed(
                "postal_code",
                &self.postal_code,
                false,
                PostalCode::parse,
                &mut faults,
            ),
            region: read_text("region", &self.region, part.optional(), &mut faults),
            district: read_text("district", &self.district, part.optional(), &mut faults),
            settlement: read_text("settlement", &self.settlement, part, &mut faults),
            street: read_text("street", &self.street, part.optional(), &mut faults),
            house: read_text("house", &self.house, number, &mut faults),
            building: read_text("building", &self.building, number.optional(), &mut faults),
            flat: read_text("flat", &self.flat, number.optional(), &mut faults),
        };
        if faults.is_empty() {
            Ok(address)
        } else {
            Err(faults)
        }
    }
}

impl Address {
    /// The address in one line, as it is written on an envelope.
    #[must_use]
    pub fn line(&self) -> String {
        let house = match self.building.as_str() {
            "" => self.house.clone(),
            building => format!("{}/{building}", self.house),
        };
        let house = match self.flat.as_str() {
            "" => house,
            flat => format!("{house}-{flat}"),
        };
        let postal_code = self.postal_code.as_ref().map_or("", PostalCode::as_str);
        [
            postal_code,
            &self.region,
            &self.district,
            &self.settlement,
            &self.street,
            &house,
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
    }

    /// The address as a form to be changed.
    #[must_use]
    pub fn form(&self) -> AddressForm {
        AddressForm {
            postal_code: self
                .postal_code
                .as_ref()
                .map_or_else(String::new, |code| code.as_str().to_owned()),
            region: self.region.clone(),
            district: self.district.clone(),
            settlement: self.settlement.clone(),
            street: self.street.clone(),
            house: self.house.clone(),
            building: self.building.clone(),
            flat: self.flat.clone(),
        }
    }
}

/// The applicant's data as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplicantForm {
    pub surname: String,
    pub name: String,
    /// May be empty: not everybody has one.
    pub patronymic: String,
    /// A legal entity's full name.
    pub organisation_name: String,
    /// An entrepreneur's or legal entity's.
    pub unp: String,
    /// Surname, name and patronymic of the legal entity's head or authorised person.
    pub head_name: String,
    /// Place of residence or stay, or location.
    pub address: AddressForm,
}

/// The applicant's valid data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ApplicantProfile {
    /// Law, art. 12.2.
    Person {
        surname: String,
        name: String,
        patronymic: String,
        address: Address,
    },
    /// As a citizen, with the taxpayer's number.
    Entrepreneur {
        surname: String,
        name: String,
        patronymic: String,
        unp: TaxpayerNumber,
        address: Address,
    },
    /// Law, art. 12.3.
    LegalEntity {
        organisation_name: String,
        unp: TaxpayerNumber,
        head_name: String,
        address: Address,
    },
}

impl ApplicantForm {
    /// Reads the data of an applicant of this kind; faults of the address are named `address/settlement` …
    ///
    /// # Errors
    /// All that is wrong, field by field.
    pub fn validate(&self, kind: ApplicantKind) -> Result<ApplicantProfile, Faults> {
        let mut faults = Faults::new();
        let line = TextRule::line(NAME_LENGTH);
        let person = |faults: &mut Faults| {
            (
                read_text("surname", &self.surname, line, faults),
                read_text("name", &self.name, line, faults),
                read_text("patronymic", &self.patronymic, line.optional(), faults),
            )
        };
        let unp = |faults: &mut Faults| {
            read_parsed("unp", &self.unp, true, TaxpayerNumber::parse, faults)
        };
        let address = |faults: &mut Faults| match self.address.validate() {
            Ok(address) => Some(address),
            Err(wrong) => {
                faults.extend(wrong.into_iter().map(|fault| fault.under("address")));
                None
            }
        };
        let profile = match kind {
            ApplicantKind::Person => {
                let (surname, name, patronymic) = person(&mut faults);
                address(&mut faults).map(|address| ApplicantProfile::Person {
                    surname,
                    name,
                    patronymic,
                    address,
                })
            }
            ApplicantKind::Entrepreneur => {
                let (surname, name, patronymic) = person(&mut faults);
                let unp = unp(&mut faults);
                address(&mut faults)
                    .zip(unp)
                    .map(|(address, unp)| ApplicantProfile::Entrepreneur {
                        surname,
                        name,
                        patronymic,
                        unp,
                        address,
                    })
            }
            ApplicantKind::LegalEntity => {
                let organisation_name = read_text(
                    "organisation_name",
                    &self.organisation_name,
                    TextRule::line(ORGANISATION_NAME_LENGTH),
                    &mut faults,
                );
                let unp = unp(&mut faults);
                if unp.as_ref().is_some_and(TaxpayerNumber::has_letters) {
                    faults.push(Fault::new("unp", FaultCode::TaxpayerNumberOfOtherKind));
                }
                let head_name = read_text(
                    "head_name",
                    &self.head_name,
                    TextRule::line(3 * NAME_LENGTH),
                    &mut faults,
                );
                address(&mut faults)
                    .zip(unp)
                    .map(|(address, unp)| ApplicantProfile::LegalEntity {
                        organisation_name,
                        unp,
                        head_name,
                        address,
                    })
            }
        };
        match profile {
            Some(profile) if faults.is_empty() => Ok(profile),
            _ => Err(faults),
        }
    }
}

impl ApplicantProfile {
    /// Who it is.
    #[must_use]
    pub const fn kind(&self) -> ApplicantKind {
        match self {
            Self::Person { .. } => ApplicantKind::Person,
            Self::Entrepreneur { .. } => ApplicantKind::Entrepreneur,
            Self::LegalEntity { .. } => ApplicantKind::LegalEntity,
        }
    }

    /// Surname, name and patronymic, or the organisation's name: as letters are addressed and lists are sorted.
    #[must_use]
    pub fn display_name(&self) -> String {
        match self {
            Self::Person {
                surname,
                name,
                patronymic,
                ..
            }
            | Self::Entrepreneur {
                surname,
                name,
                patronymic,
                ..
            } => [surname.as_str(), name, patronymic]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            Self::LegalEntity {
                organisation_name, ..
            } => organisation_name.clone(),
        }
    }

    /// The surname, from whose first letter the registration index is made; a legal entity has none (REG-03).
    #[must_use]
    pub fn surname(&self) -> Option<&str> {
        match self {
            Self::Person { surname, .. } | Self::Entrepreneur { surname, .. } => Some(surname),
            Self::LegalEntity { .. } => None,
        }
    }

    /// Where the applicant lives or is located.
    #[must_use]
    pub const fn address(&self) -> &Address {
        match self {
            Self::Person { address, .. }
            | Self::Entrepreneur { address, .. }
            | Self::LegalEntity { address, .. } => address,
        }
    }

    /// The data as a form to be changed.
    #[must_use]
    pub fn form(&self) -> ApplicantForm {
        let mut form = ApplicantForm {
            address: self.address().form(),
            ..ApplicantForm::default()
        };
        match self {
            Self::Person {
                surname,
                name,
                patronymic,
                ..
            } => {
                (form.surname, form.name, form.patronymic) =
                    (surname.clone(), name.clone(), patronymic.clone());
            }
            Self::Entrepreneur {
                surname,
                name,
                patronymic,
                unp,
                ..
            } => {
                (form.surname, form.name, form.patronymic) =
                    (surname.clone(), name.clone(), patronymic.clone());
                form.unp = unp.as_str().to_owned();
            }
            Self::LegalEntity {
                organisation_name,
                unp,
                head_name,
                ..
            } => {
                (form.organisation_name, form.head_name) =
                    (organisation_name.clone(), head_name.clone());
                form.unp = unp.as_str().to_owned();
            }
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> AddressForm {
        AddressForm {
            postal_code: "220030".into(),
            settlement: "г. Минск".into(),
            street: "ул. Советская".into(),
            house: "11".into(),
            flat: "5".into(),
            ..AddressForm::default()
        }
    }

    fn fields(faults: Faults) -> Vec<String> {
        faults.into_iter().map(|fault| fault.field).collect()
    }

    // REQ: SUB-01
    #[test]
    fn each_kind_of_applicant_has_its_own_mandatory_fields() {
        let empty = ApplicantForm::default();
        assert_eq!(
            fields(empty.validate(ApplicantKind::Person).unwrap_err()),
            ["surname", "name", "address/settlement", "address/house"]
        );
        assert_eq!(
            fields(empty.validate(ApplicantKind::Entrepreneur).unwrap_err()),
            [
                "surname",
                "name",
                "unp",
                "address/settlement",
                "address/house"
            ]
        );
        assert_eq!(
            fields(empty.validate(ApplicantKind::LegalEntity).unwrap_err()),
            [
                "organisation_name",
                "unp",
                "head_name",
                "address/settlement",
                "address/house"
            ]
        );
    }

    #[test]
    fn a_valid_profile_can_be_shown_stored_and_changed() {
        let form = ApplicantForm {
            surname: " Шаўчэнка ".into(),
            name: "Алена".into(),
            address: address(),
            ..ApplicantForm::default()
        };
        let profile = form.validate(ApplicantKind::Person).unwrap();
        assert_eq!(profile.display_name(), "Шаўчэнка Алена");
        assert_eq!(
            profile.address().line(),
            "220030, г. Минск, ул. Советская, 11-5"
        );
        let stored = serde_json::to_value(&profile).unwrap();
        assert_eq!(
            serde_json::from_value::<ApplicantProfile>(stored).unwrap(),
            profile
        );
        assert_eq!(
            profile.form().validate(ApplicantKind::Person).unwrap(),
            profile
        );
    }

    #[test]
    fn a_legal_entity_has_no_individuals_number() {
        let form = ApplicantForm {
            organisation_name: "ООО «Лён»".into(),
            unp: "MA1953684".into(),
            head_name: "Кот Пётр".into(),
            address: address(),
            ..ApplicantForm::default()
        };
        assert_eq!(
            fields(form.validate(ApplicantKind::LegalEntity).unwrap_err()),
            ["unp"]
        );
        assert!(
            ApplicantForm {
                unp: "200988541".into(),
                ..form
            }
            .validate(ApplicantKind::LegalEntity)
            .is_ok()
        );
    }

    // REQ: SUB-03
    #[test]
    fn names_take_only_our_letters() {
        let form = ApplicantForm {
            surname: "Ivanov".into(),
            name: "Иван".into(),
            address: address(),
            ..ApplicantForm::default()
        };
        let faults = form.validate(ApplicantKind::Person).unwrap_err();
        assert_eq!(
            (faults[0].field.as_str(), faults[0].code),
            ("surname", FaultCode::ForeignCharacters)
        );
    }
}
