//! What a letter looks like on the wire.

use chrono::{TimeZone, Utc};
use uuid::Uuid;
use zvarot_domain::Locale;
use zvarot_testkit::relay::{Act, Relay, Script};

use crate::{
    SendError,
    email::{Attachment, Email, MailSettings, Mailer},
};

pub fn settings(port: u16) -> MailSettings {
    MailSettings::from_env(&|name| match name {
        "SMTP_URL" => Some(format!("smtp://127.0.0.1:{port}")),
        "MAIL_FROM" => Some("Зварот <no-reply@zvarot.by>".into()),
        _ => None,
    })
    .expect("the settings are right")
}

pub const TO: &str = "somebody@example.by";

pub fn letter() -> Email {
    Email {
        attachments: Vec::new(),
        subject: "Ваш зварот зарэгістраваны".into(),
        text: "Добры дзень!\n.\n.кропка ў пачатку\n".into(),
        html: "<!DOCTYPE html><p>Добры дзень!</p>".into(),
        message_id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
        locale: Locale::Be,
        at: Utc
            .with_ymd_and_hms(2026, 11, 23, 6, 30, 0)
            .single()
            .expect("it exists"),
    }
}

async fn sent(letter: &Email) -> String {
    let relay = Relay::start(Script::default()).await;
    let mailer = Mailer::new(settings(relay.port)).expect("the settings are right");
    mailer
        .send(TO, async || Ok(Some(letter.clone())))
        .await
        .expect("it is accepted");
    relay.texts().remove(0)
}

#[tokio::test]
async fn a_letter_has_our_id_our_time_and_both_parts() {
    let text = sent(&letter()).await;
    for line in [
        "Message-ID: <01900000-0000-7000-8000-000000000001@zvarot.by>",
        "Auto-Submitted: auto-generated",
        "Content-Language: be",
        "Date: Mon, 23 Nov 2026 06:30:00 +0000",
        "To: somebody@example.by",
        "MIME-Version: 1.0",
    ] {
        assert!(
            text.lines().any(|found| found == line),
            "{line} is not in\n{text}"
        );
    }
    assert!(text.contains("Content-Type: multipart/alternative"));
    assert!(text.contains("Content-Type: text/plain; charset=utf-8"));
    assert!(text.contains("Content-Type: text/html; charset=utf-8"));
    assert!(text.is_ascii(), "any relay must be able to take it");
    assert!(
        text.lines().all(|line| line.len() <= 998),
        "RFC 5321 allows no longer line"
    );
}

#[tokio::test]
async fn files_arrive_as_they_are_whatever_is_in_them() {
    let bytes = b"{\\rtf1\n.\nMAIL FROM:<x@y>\n}".to_vec();
    let mut with_file = letter();
    with_file.attachments = vec![Attachment { name: "Акт.rtf".into(), content_type: "application/rtf".into(), bytes }];
    let text = sent(&with_file).await;
    let part = text.split("Content-Type: application/rtf").nth(1).expect("there is the file");
    assert!(part.contains("Content-Transfer-Encoding: base64"), "{text}");
    assert!(part.contains("e1xydGYxCi4KTUFJTCBGUk9NOjx4QHk+Cn0="), "{text}");
    assert!(!text.contains("MAIL FROM"), "{text}");
}

#[tokio::test]
async fn a_second_try_is_the_same_letter() {
    let id = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("Message-ID"))
            .map(str::to_owned)
    };
    assert_eq!(id(&sent(&letter()).await), id(&sent(&letter()).await));
}

#[tokio::test]
async fn a_line_of_one_dot_ends_nothing() {
    let mut letter = letter();
    letter.text = "first\r\n.\r\nRCPT TO:<other@example.by>\r\n".into();
    letter.html = "first\r\n.\r\nlast".into();
    let text = sent(&letter).await;
    assert!(text.contains("last"), "{text}");
}

#[tokio::test]
async fn nothing_given_becomes_a_header() {
    let mut wicked = letter();
    wicked.subject = "Привет\r\nBcc: other@example.by\n\u{0}\u{7f}X-Own: 1".into();
    let text = sent(&wicked).await;
    let (headers, _) = text.split_once("\r\n\r\n").expect("headers end");
    assert!(
        !headers
            .lines()
            .any(|line| line.starts_with("Bcc") || line.starts_with("X-Own"))
    );

    for to in [
        "a@example.by\r\nBcc: b@example.by",
        "a@example.by>, <b@example.by",
        "a@example.by\r\nRCPT TO:<b@example.by>",
        "a@[127.0.0.1]",
        "a b@example.by",
        "nobody",
        "",
    ] {
        let relay = Relay::start(Script::default()).await;
        let mailer = Mailer::new(settings(relay.port)).expect("the settings are right");
        let result = mailer.send(to, async || Ok(Some(letter()))).await;
        assert!(
            matches!(result, Err(SendError::Refused(_))),
            "{to:?}: {result:?}"
        );
        assert!(relay.commands().is_empty(), "{to:?}");
    }
}

#[tokio::test]
async fn a_domain_in_national_letters_is_reached() {
    let relay = Relay::start(Script::default()).await;
    let mailer = Mailer::new(settings(relay.port)).expect("the settings are right");
    mailer
        .send("ivan@пошта.бел", async || Ok(Some(letter())))
        .await
        .expect("it is accepted");
    let commands = relay.commands();
    assert!(
        commands
            .iter()
            .any(|command| command.starts_with("RCPT TO:<ivan@xn--")
                && command.ends_with(".xn--90ais>")),
        "{commands:?}"
    );
}

#[tokio::test]
async fn a_mailbox_in_national_letters_needs_a_relay_that_takes_them() {
    let to = "іван@пошта.бел";
    let relay = Relay::start(Script::default()).await;
    let mailer = Mailer::new(settings(relay.port)).expect("the settings are right");
    let result = mailer.send(to, async || Ok(Some(letter()))).await;
    assert!(matches!(result, Err(SendError::Refused(_))), "{result:?}");

    let relay = Relay::start(Script {
        hello: Act::Say("250-relay.test\r\n250-8BITMIME\r\n250 SMTPUTF8"),
        ..Script::default()
    })
    .await;
    let mailer = Mailer::new(settings(relay.port)).expect("the settings are right");
    mailer
        .send(to, async || Ok(Some(letter())))
        .await
        .expect("it is accepted");
    assert!(
        relay
            .commands()
            .iter()
            .any(|command| command.ends_with("SMTPUTF8"))
    );
}
