//! The SMPP gateway.

use std::{collections::HashMap, time::Duration};

use rusmpp::{
    CommandStatus,
    pdus::SubmitSm,
    tlvs::TlvValue,
    values::{DataCoding, GsmFeatures, InterfaceVersion, Npi, Ton},
};
use tokio::net::TcpListener;

use crate::sms::{SmppGateway, SmppSettings, SmsProvider, SmsSettings};

use super::{
    outcome, sms,
    smsc::{Act, Smsc},
};

fn settings(address: &str, more: &[(&str, &str)]) -> SmppSettings {
    let mut variables: HashMap<&str, &str> = [
        ("SMS", "smpp"),
        ("SMPP_ADDRESS", address),
        ("SMPP_SYSTEM_ID", "zvarot"),
        ("SMPP_PASSWORD", "secret"),
        ("SMS_SENDER", "Zvarot"),
    ]
    .into();
    variables.extend(more.iter().copied());
    let settings =
        SmsSettings::from_env(&|name| variables.get(name).map(|value| (*value).to_owned()));
    let Ok(SmsSettings::Smpp(mut settings)) = settings else {
        panic!("the settings are right: {settings:?}");
    };
    settings.pauses = vec![Duration::from_millis(1); 2];
    settings
}

fn gateway(smsc: &Smsc, more: &[(&str, &str)]) -> SmppGateway {
    SmppGateway::new(settings(&smsc.address, more)).expect("the settings are right")
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).expect("it is UTF-16")
}

#[tokio::test]
async fn a_short_text_goes_in_one_submission() {
    let smsc = Smsc::start(&[]).await;
    let result = gateway(&smsc, &[]).send(&sms("Код 123456")).await;
    assert_eq!(outcome(&result), "accepted 5F3A");
    let bind = smsc.binds().remove(0);
    assert_eq!(bind.interface_version, InterfaceVersion::Smpp3_4);
    assert_eq!(
        (bind.system_id.as_str(), bind.password.as_str()),
        ("zvarot", "secret")
    );
    let one: SubmitSm = smsc.submissions().remove(0);
    assert_eq!(one.destination_addr.as_str(), "375291234567");
    assert_eq!(
        (one.dest_addr_ton, one.dest_addr_npi),
        (Ton::International, Npi::Isdn)
    );
    assert_eq!(one.source_addr.as_str(), "Zvarot");
    assert_eq!(
        (one.source_addr_ton, one.source_addr_npi),
        (Ton::Alphanumeric, Npi::Unknown)
    );
    assert_eq!(one.data_coding, DataCoding::Ucs2);
    assert_eq!(utf16(&one.short_message().clone().into_vec()), "Код 123456");
    assert_eq!(one.esm_class.gsm_features, GsmFeatures::NotSelected);
}

#[tokio::test]
async fn a_latin_text_goes_in_the_short_alphabet() {
    let smsc = Smsc::start(&[]).await;
    let result = gateway(&smsc, &[("SMS_SENDER", "4040")])
        .send(&sms("Code @ 1"))
        .await;
    assert_eq!(outcome(&result), "accepted 5F3A");
    let one = smsc.submissions().remove(0);
    assert_eq!(one.data_coding, DataCoding::McSpecific);
    assert_eq!(one.source_addr_ton, Ton::NetworkSpecific);
    // @ is zero in GSM 03.38
    assert_eq!(one.short_message().clone().into_vec(), b"Code \0 1");
}

#[tokio::test]
async fn a_long_cyrillic_text_goes_in_numbered_parts_that_join_again() {
    let smsc = Smsc::start(&[]).await;
    let text = "Ваш зварот зарэгістраваны, ў тэрмін да 5 студзеня. ".repeat(4);
    let result = gateway(&smsc, &[]).send(&sms(&text)).await;
    assert_eq!(outcome(&result), "accepted 5F3A");
    let parts = smsc.submissions();
    assert_eq!(parts.len(), 4);
    let mut read = String::new();
    for (index, part) in parts.iter().enumerate() {
        let bytes = part.short_message().clone().into_vec();
        assert!(bytes.len() <= 140);
        assert_eq!(part.esm_class.gsm_features, GsmFeatures::UdhiIndicator);
        assert_eq!(bytes[..3], [5, 0, 3]);
        assert_eq!(bytes[3], parts[0].short_message().clone().into_vec()[3]);
        assert_eq!(usize::from(bytes[4]), 4);
        assert_eq!(usize::from(bytes[5]), index + 1);
        read.push_str(&utf16(&bytes[6..]));
    }
    assert_eq!(read, text);
}

#[tokio::test]
async fn a_long_text_goes_whole_where_the_operator_splits_it() {
    let smsc = Smsc::start(&[]).await;
    let text = "Ваш зварот зарэгістраваны. ".repeat(5);
    let result = gateway(&smsc, &[("SMPP_LONG", "payload")])
        .send(&sms(&text))
        .await;
    assert_eq!(outcome(&result), "accepted 5F3A");
    let parts = smsc.submissions();
    assert_eq!(parts.len(), 1);
    assert!(parts[0].short_message().is_empty());
    let Some(TlvValue::MessagePayload(payload)) = parts[0].tlvs()[0].value() else {
        panic!("{:?}", parts[0].tlvs());
    };
    assert_eq!(utf16(&payload.value.clone().into_vec()), text);
}

// REQ: NOT-02
#[tokio::test]
async fn each_status_says_whether_to_try_again() {
    use CommandStatus as Is;
    let cases = [
        (
            Is::EsmeRthrottled,
            "retry submit: EsmeRthrottled (0x00000058)",
        ),
        (Is::EsmeRmsgqful, "retry submit: EsmeRmsgqful (0x00000014)"),
        (Is::EsmeRsyserr, "retry submit: EsmeRsyserr (0x00000008)"),
        (
            Is::EsmeRinvdstadr,
            "refused submit: EsmeRinvdstadr (0x0000000B)",
        ),
        (
            Is::EsmeRsubmitfail,
            "refused submit: EsmeRsubmitfail (0x00000045)",
        ),
        (
            Is::Other(0x0000_0400),
            "refused submit: Other(1024) (0x00000400)",
        ),
    ];
    for (status, expected) in cases {
        let smsc = Smsc::start(&[Act::Answer(status)]).await;
        let gateway = gateway(&smsc, &[]);
        assert_eq!(outcome(&gateway.send(&sms("text")).await), expected);
        // the line is good: the next message needs no new bind
        assert_eq!(outcome(&gateway.send(&sms("text")).await), "accepted 5F3A");
        assert_eq!(smsc.binds().len(), 1);
    }
}

// REQ: NOT-02
#[tokio::test]
async fn silence_or_a_break_after_the_text_left_is_unknown() {
    let smsc = Smsc::start(&[Act::Drop]).await;
    let result = gateway(&smsc, &[]).send(&sms("text")).await;
    assert_eq!(outcome(&result), "unknown submit: the line closed");

    let smsc = Smsc::start(&[Act::Silence]).await;
    let result = gateway(&smsc, &[("SMPP_TIMEOUT", "1")])
        .send(&sms("text"))
        .await;
    assert_eq!(outcome(&result), "unknown submit: no answer in time");
}

// REQ: NOT-02
#[tokio::test]
async fn a_text_taken_in_part_is_completed_but_never_begun_again() {
    let ok = Act::Answer(CommandStatus::EsmeRok);
    let slower = Act::Answer(CommandStatus::EsmeRthrottled);
    let text = "я".repeat(100);

    let smsc = Smsc::start(&[ok, slower, slower]).await;
    let result = gateway(&smsc, &[]).send(&sms(&text)).await;
    assert_eq!(outcome(&result), "accepted 5F3A");

    let smsc = Smsc::start(&[ok, slower, slower, slower]).await;
    let result = gateway(&smsc, &[]).send(&sms(&text)).await;
    assert_eq!(
        outcome(&result),
        "unknown only a part of the text was taken: submit: EsmeRthrottled (0x00000058)"
    );

    // nothing was taken yet: the whole message may come again
    let smsc = Smsc::start(&[slower]).await;
    let result = gateway(&smsc, &[]).send(&sms(&text)).await;
    assert_eq!(
        outcome(&result),
        "retry submit: EsmeRthrottled (0x00000058)"
    );
}

#[tokio::test]
async fn a_line_that_died_is_opened_again_before_a_text_is_on_it() {
    let smsc = Smsc::short_lived().await;
    let gateway = gateway(&smsc, &[]);
    for _ in 0..3 {
        assert_eq!(outcome(&gateway.send(&sms("text")).await), "accepted 5F3A");
    }
    assert_eq!(smsc.binds().len(), 3);
    assert_eq!(smsc.submissions().len(), 3);
}

#[tokio::test]
async fn a_refused_bind_or_nobody_listening_is_a_retry() {
    let smsc = Smsc::refusing(CommandStatus::EsmeRbindfail).await;
    let result = gateway(&smsc, &[]).send(&sms("text")).await;
    assert_eq!(outcome(&result), "retry bind: EsmeRbindfail (0x0000000D)");

    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    drop(listener);
    let gateway = SmppGateway::new(settings(&address, &[])).expect("the settings are right");
    let result = outcome(&gateway.send(&sms("text")).await);
    assert!(result.starts_with("retry connect: "), "{result}");
}

#[tokio::test]
async fn receipts_are_confirmed_so_that_the_line_goes_on() {
    let smsc = Smsc::with_receipt().await;
    let gateway = gateway(&smsc, &[]);
    assert_eq!(outcome(&gateway.send(&sms("text")).await), "accepted 5F3A");
    while smsc.receipts_confirmed() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn many_messages_share_the_line() {
    let smsc = Smsc::start(&[]).await;
    let gateway = std::sync::Arc::new(gateway(&smsc, &[]));
    let sending: Vec<_> = (0..50)
        .map(|number| {
            let gateway = std::sync::Arc::clone(&gateway);
            tokio::spawn(async move { gateway.send(&sms(&format!("text {number}"))).await })
        })
        .collect();
    for one in sending {
        assert_eq!(
            outcome(&one.await.expect("it does not panic")),
            "accepted 5F3A"
        );
    }
    assert_eq!(smsc.binds().len(), 1);
    assert_eq!(smsc.submissions().len(), 50);
}

#[tokio::test]
async fn a_text_without_end_is_refused() {
    let smsc = Smsc::start(&[]).await;
    for text in ["", &"я".repeat(1_000)] {
        let result = outcome(&gateway(&smsc, &[]).send(&sms(text)).await);
        assert!(result.starts_with("refused a text of "), "{result}");
    }
    assert!(smsc.binds().is_empty());
}
