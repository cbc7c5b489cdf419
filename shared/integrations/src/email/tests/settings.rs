//! What the variables may hold.

use secrecy::ExposeSecret;

use crate::email::{Encryption, MailSettings};

fn read(url: &str) -> Result<MailSettings, String> {
    MailSettings::from_env(&|name| match name {
        "SMTP_URL" => Some(url.to_owned()),
        "MAIL_FROM" => Some("no-reply@zvarot.by".into()),
        _ => None,
    })
    .map_err(|error| error.to_string())
}

#[test]
fn every_kind_of_line_is_understood() {
    let cases = [
        ("smtp://mail.local", "mail.local", 25, Encryption::None),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Encryption::None),
        ("smtp://[::1]:1025", "::1", 1025, Encryption::None),
        (
            "smtp+starttls://mail.gov.by",
            "mail.gov.by",
            587,
            Encryption::StartTls,
        ),
        ("smtps://mail.gov.by", "mail.gov.by", 465, Encryption::Tls),
    ];
    for (url, host, port, encryption) in cases {
        let settings = read(url).expect(url);
        assert_eq!(
            (settings.host.as_str(), settings.port, settings.encryption),
            (host, port, encryption)
        );
        assert!(settings.credentials.is_none());
    }
}

#[test]
fn the_password_is_decoded_and_never_shown() {
    let settings = read("smtps://robot%40gov.by:s%3Acr%2Fet@mail.gov.by").expect("it is right");
    let shown = format!("{settings:?}");
    let (user, password) = settings.credentials.expect("there are some");
    assert_eq!(user, "robot@gov.by");
    assert_eq!(password.expose_secret(), "s:cr/et");
    assert!(!shown.contains("s:cr/et"));
}

#[test]
fn wrong_settings_say_what_would_be_right() {
    for url in [
        "",
        "mail.gov.by:25",
        "http://mail.gov.by",
        "smtps://",
        "smtps://robot@mail.gov.by",
    ] {
        let error = read(url).expect_err(url);
        assert!(error.starts_with("SMTP_URL: "), "{error}");
    }
    let error = read("smtp://robot:secret@mail.gov.by").expect_err("in the clear");
    assert!(
        error.contains("smtps://") && !error.contains("secret@"),
        "{error}"
    );
    assert!(read("smtp://robot:secret@127.0.0.1").is_ok());

    let missing = MailSettings::from_env(&|_| None).expect_err("nothing is set");
    assert_eq!(missing.variable, "SMTP_URL");
    let no_sender =
        MailSettings::from_env(&|name| (name == "SMTP_URL").then(|| "smtps://a.by".into()));
    assert_eq!(no_sender.expect_err("no sender").variable, "MAIL_FROM");
}
