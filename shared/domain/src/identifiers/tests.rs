use proptest::prelude::*;

use super::*;
use crate::FaultCode;

#[derive(serde::Deserialize)]
struct Row {
    kind: String,
    value: String,
    valid: bool,
    why: String,
}

/// The table of `testdata/identifiers.csv`: a lawyer can add a row.
// REQ: REG-08
// REQ: SUB-02
#[test]
fn the_table_of_identifiers_holds() {
    let mut reader =
        csv::Reader::from_reader(include_str!("../../testdata/identifiers.csv").as_bytes());
    let mut rows = 0;
    for row in reader.deserialize() {
        let Row {
            kind,
            value,
            valid,
            why,
        } = row.unwrap();
        let found = match kind.as_str() {
            "unp" => TaxpayerNumber::parse(&value).is_ok(),
            "identification_number" => {
                let number = IdentificationNumber::parse(&value).unwrap();
                number.warning().is_none()
            }
            "phone" => Phone::parse(&value).is_ok(),
            "postal_code" => PostalCode::parse(&value).is_ok(),
            other => panic!("the table has a kind that is not known: {other}"),
        };
        assert_eq!(found, valid, "{kind} {value}: {why}");
        rows += 1;
    }
    assert!(rows >= 16);
}

#[test]
fn a_taxpayers_number_is_read_as_typed_and_kept_in_latin() {
    assert_eq!(
        TaxpayerNumber::parse("ма 1953684").unwrap().as_str(),
        "MA1953684"
    );
    assert_eq!(
        TaxpayerNumber::parse(" УНП 200988541 ").unwrap().as_str(),
        "200988541"
    );
    assert!(TaxpayerNumber::parse("MA1953684").unwrap().has_letters());
    assert!(!TaxpayerNumber::parse("200988541").unwrap().has_letters());
    for wrong in [
        "",
        "MAA953684",
        "XA1953684",
        "MX1953684",
        "20098854I",
        "2009885411",
        "200988541\0",
    ] {
        assert_eq!(
            TaxpayerNumber::parse(wrong),
            Err(FaultCode::NotATaxpayerNumber),
            "{wrong}"
        );
    }
}

#[test]
fn a_wrong_check_digit_of_a_personal_number_is_a_warning_and_a_wrong_form_a_fault() {
    let number = IdentificationNumber::parse("3110573a001pb4").unwrap();
    assert_eq!(number.warning(), Some(IdentificationWarning::CheckDigit));
    assert_eq!(
        IdentificationNumber::parse("3110573А001РВ3")
            .unwrap()
            .as_str(),
        "3110573A001PB3"
    );
    assert_eq!(format!("{number:?}"), "IdentificationNumber(…)");
    for wrong in [
        "",
        "7110573A001PB3",
        "3110573Z001PB3",
        "3110573A001PB",
        "3110573A00IPB3",
        "3110573A0011B3",
    ] {
        assert_eq!(
            IdentificationNumber::parse(wrong),
            Err(FaultCode::NotAnIdentificationNumber),
            "{wrong}"
        );
    }
}

// REQ: ORG-06
#[test]
fn telephones_are_stored_in_one_form_and_mobile_ones_are_known() {
    let cases = [
        ("80291234567", "+375291234567", true),
        ("8 (017) 327-47-06", "+375173274706", false),
        ("375 44 555 66 77", "+375445556677", true),
        ("029 123-45-67", "+375291234567", true),
        ("+375 (25) 9.999.999", "+375259999999", true),
        ("+375 (25) 999-99-99", "+375259999999", true),
        ("+7 495 123-45-67", "+74951234567", false),
        ("+48 22 123 45 67", "+48221234567", false),
    ];
    for (typed, stored, mobile) in cases {
        let phone = Phone::parse(typed).unwrap();
        assert_eq!(
            (phone.as_str(), phone.is_mobile()),
            (stored, mobile),
            "{typed}"
        );
    }
    for wrong in [
        "",
        "112",
        "+375",
        "+37529123456",
        "+3752912345678",
        "89161234567",
        "+375 29 123 45 6a",
        "+375290123456",
        "+0123456789",
        "١٢٣٤٥٦٧٨٩",
    ] {
        assert_eq!(Phone::parse(wrong), Err(FaultCode::NotAPhone), "{wrong}");
    }
    let phone = Phone::parse("+375291234567").unwrap();
    assert_eq!(phone.to_string(), "+375 29 123-45-67");
    assert_eq!(phone.masked(), "+375 … 67");
}

#[test]
fn an_address_of_mail_is_checked_for_its_form_only() {
    let right = [
        ("ivan@example.by", "ivan@example.by"),
        (
            "  Ivan.Petrov+appeals@Mail.Example.BY ",
            "Ivan.Petrov+appeals@mail.example.by",
        ),
        ("ivan@пошта.бел", "ivan@xn--80a1acn3a.xn--90ais"),
        ("o'neil@example.co", "o'neil@example.co"),
    ];
    for (typed, ascii) in right {
        let address = EmailAddress::parse(typed).unwrap();
        assert_eq!(address.ascii(), ascii);
        assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
    }
    let long = format!("{}@example.by", "a".repeat(65));
    for wrong in [
        "",
        "ivan",
        "@example.by",
        "ivan@",
        "ivan@localhost",
        "ivan@example..by",
        "ivan@.by",
        "iv an@example.by",
        "иван@example.by",
        ".ivan@example.by",
        "ivan.@example.by",
        "iv..an@example.by",
        "ivan@exa mple.by",
        "ivan@127.0.0.1",
        "ivan@[::1]",
        "ivan@example.b",
        "ivan@-example.by",
        "a@b@example.by",
        "ivan@example.by\nBcc: x@y.zz",
        "ivan\0@example.by",
        &long,
        "ivan@example.by>",
    ] {
        assert_eq!(
            EmailAddress::parse(wrong),
            Err(FaultCode::NotAnEmail),
            "{wrong:?}"
        );
    }
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_accepted_again_as_stored_and_as_shown(text in any::<String>(), digits in "[0-9]{9}") {
        for text in [text, format!("+375{digits}"), format!("8 0{digits}"), digits] {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(&Phone::parse(phone.as_str()).unwrap(), &phone);
                prop_assert_eq!(Phone::parse(&phone.to_string()).unwrap(), phone);
            }
            if let Ok(number) = TaxpayerNumber::parse(&text) {
                prop_assert_eq!(TaxpayerNumber::parse(number.as_str()).unwrap(), number);
            }
            let _ = EmailAddress::parse(&text);
            let _ = IdentificationNumber::parse(&text);
            let _ = PostalCode::parse(&text);
        }
    }

    #[test]
    fn one_wrong_digit_of_a_taxpayers_number_is_noticed(digits in "[1-7][0-9]{7}", place in 1_usize..8, shift in 1_u8..10) {
        for last in 0..10 {
            let Ok(number) = TaxpayerNumber::parse(&format!("{digits}{last}")) else { continue };
            let mut wrong = number.as_str().as_bytes().to_vec();
            wrong[place] = b'0' + (wrong[place] - b'0' + shift) % 10;
            prop_assert!(TaxpayerNumber::parse(std::str::from_utf8(&wrong).unwrap()).is_err());
        }
    }
}
