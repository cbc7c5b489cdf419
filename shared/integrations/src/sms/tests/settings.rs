//! What the variables may hold.

use std::collections::HashMap;

use crate::sms::{LongMessages, SmsSettings, provider};

fn read(variables: &[(&str, &str)]) -> Result<SmsSettings, String> {
    let variables: HashMap<_, _> = variables.iter().copied().collect();
    SmsSettings::from_env(&|name| variables.get(name).map(|value| (*value).to_owned()))
        .map_err(|error| error.to_string())
}

const SMPP: [(&str, &str); 5] = [
    ("SMS", "smpp"),
    ("SMPP_ADDRESS", "smsc.local:2775"),
    ("SMPP_SYSTEM_ID", "zvarot"),
    ("SMPP_PASSWORD", "secret"),
    ("SMS_SENDER", "Zvarot"),
];

#[test]
fn each_gateway_is_chosen_by_name() {
    assert!(matches!(read(&[("SMS", "off")]), Ok(SmsSettings::Off)));
    let Ok(SmsSettings::Http(http)) =
        read(&[("SMS", "http"), ("SMS_HTTP_URL", "https://sms.local/send")])
    else {
        panic!("it is right");
    };
    assert!(!http.idempotent);
    let Ok(SmsSettings::Smpp(smpp)) = read(&SMPP) else {
        panic!("it is right");
    };
    assert_eq!(smpp.long, LongMessages::Parts);
    assert!(!format!("{smpp:?}").contains("secret"));
}

#[test]
fn wrong_settings_name_the_variable() {
    let http = ("SMS", "http");
    let url = ("SMS_HTTP_URL", "https://sms.local/send");
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[], "SMS: "),
        (&[("SMS", "pigeon")], "SMS: "),
        (&[http], "SMS_HTTP_URL: "),
        (
            &[http, ("SMS_HTTP_URL", "ftp://sms.local")],
            "SMS_HTTP_URL: ",
        ),
        (&[http, url, ("SMS_HTTP_BODY", "{")], "SMS_HTTP_BODY: "),
        (
            &[http, url, ("SMS_HTTP_BODY", r#"{"phone":"{to}"}"#)],
            "SMS_HTTP_BODY: ",
        ),
        (
            &[http, url, ("SMS_HTTP_IDEMPOTENT", "perhaps")],
            "SMS_HTTP_IDEMPOTENT: ",
        ),
        (&SMPP[..3], "SMPP_PASSWORD: "),
    ];
    for (variables, expected) in cases {
        let error = read(variables).expect_err(expected);
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn what_smpp_cannot_carry_is_told_at_the_start() {
    for (variable, value) in [
        ("SMPP_PASSWORD", "longer than eight"),
        ("SMPP_SYSTEM_ID", "longer than fifteen"),
        ("SMS_SENDER", "longer than eleven"),
        ("SMS_SENDER", "Зварот"),
    ] {
        let mut variables = SMPP.to_vec();
        variables.retain(|(name, _)| *name != variable);
        variables.push((variable, value));
        let error = provider(read(&variables).expect("it reads")).err();
        assert_eq!(error.map(|error| error.variable), Some(variable));
    }
}
