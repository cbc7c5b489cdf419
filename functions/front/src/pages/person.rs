//! The fields of an applicant's own data, which sign-up, profile and the appeal's card have alike.

use zvarot_domain::applicant::{AddressForm, ApplicantForm};
use zvarot_web::FormValues;

/// The names of the fields, in the order of the pages, for the summary of faults.
pub const LABELS: &[(&str, &str)] = &[
    ("surname", "person-surname"),
    ("name", "person-name"),
    ("patronymic", "person-patronymic"),
    ("organisation_name", "person-organisation-name"),
    ("unp", "person-unp"),
    ("head_name", "person-head-name"),
    ("organisation_id", "draft-organisation"),
    ("topic", "draft-topic"),
    ("kind", "new-kind"),
    ("content", "draft-content"),
    ("against_employee", "draft-against-employee"),
    ("against_unp", "draft-against-unp"),
    ("files", "draft-files"),
    ("answer_way", "draft-answer-way"),
    ("address/settlement", "address-settlement"),
    ("address/street", "address-street"),
    ("address/house", "address-house"),
    ("address/building", "address-building"),
    ("address/flat", "address-flat"),
    ("address/postal_code", "address-postal-code"),
    ("address/district", "address-district"),
    ("address/region", "address-region"),
    ("collective", "draft-collective-title"),
    ("participants_count", "draft-participants"),
    ("phone", "person-phone"),
    ("email", "person-email"),
    ("login", "sign-in-login"),
    ("who", "forgotten-who"),
    ("password_old", "change-password-old"),
    ("password", "sign-in-password"),
    ("password_again", "sign-up-password-again"),
    ("consent", "sign-up-consent-label"),
    ("code", "activate-code"),
];

/// The data out of a posted form. Fields of an address are named as their faults are: `address/house`.
pub fn read(values: &FormValues) -> ApplicantForm {
    let text = |name: &str| values.get(name).to_owned();
    ApplicantForm {
        surname: text("surname"),
        name: text("name"),
        patronymic: text("patronymic"),
        organisation_name: text("organisation_name"),
        unp: text("unp"),
        head_name: text("head_name"),
        address: read_address(values),
    }
}

/// The address out of a posted form.
pub fn read_address(values: &FormValues) -> AddressForm {
    let text = |name: &str| values.get(&format!("address/{name}")).to_owned();
    AddressForm {
        postal_code: text("postal_code"),
        region: text("region"),
        district: text("district"),
        settlement: text("settlement"),
        street: text("street"),
        house: text("house"),
        building: text("building"),
        flat: text("flat"),
    }
}

/// The data as a form shows them.
pub fn write(form: &ApplicantForm) -> FormValues {
    let values = FormValues::default()
        .with("surname", &*form.surname)
        .with("name", &*form.name)
        .with("patronymic", &*form.patronymic)
        .with("organisation_name", &*form.organisation_name)
        .with("unp", &*form.unp)
        .with("head_name", &*form.head_name);
    write_address(values, &form.address)
}

/// The address as a form shows it, added to `values`.
pub fn write_address(values: FormValues, address: &AddressForm) -> FormValues {
    values
        .with("address/postal_code", &*address.postal_code)
        .with("address/region", &*address.region)
        .with("address/district", &*address.district)
        .with("address/settlement", &*address.settlement)
        .with("address/street", &*address.street)
        .with("address/house", &*address.house)
        .with("address/building", &*address.building)
        .with("address/flat", &*address.flat)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-01
    #[test]
    fn no_field_is_lost_between_the_form_and_the_page() {
        let text = |name: &str| name.to_owned();
        let form = ApplicantForm {
            surname: text("a"),
            name: text("b"),
            patronymic: text("c"),
            organisation_name: text("d"),
            unp: text("e"),
            head_name: text("f"),
            address: AddressForm {
                postal_code: text("g"),
                region: text("h"),
                district: text("i"),
                settlement: text("j"),
                street: text("k"),
                house: text("l"),
                building: text("m"),
                flat: text("n"),
            },
        };
        assert_eq!(read(&write(&form)), form);
    }
}
