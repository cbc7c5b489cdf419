//! The line under TLS, with certificates made for the test.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use zvarot_testkit::relay::{Act, Relay, Script, Security};

use crate::{
    SendError,
    email::{Encryption, MailSettings, Mailer},
};

use super::letters::{TO, letter, settings};

/// An acceptor for `localhost` and the PEM of the root to trust.
fn certificate() -> (TlsAcceptor, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("it can be made");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("it is a key");
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("they belong together");
    (TlsAcceptor::from(Arc::new(config)), cert.pem())
}

fn secured(port: u16, encryption: Encryption, root: Option<String>) -> MailSettings {
    MailSettings {
        host: "localhost".into(),
        encryption,
        trusted_root: root,
        credentials: Some(("robot".into(), "secret".to_owned().into())),
        ..settings(port)
    }
}

#[tokio::test]
async fn a_letter_goes_under_tls_and_signed_in() {
    for encryption in [Encryption::Tls, Encryption::StartTls] {
        let (acceptor, root) = certificate();
        let security = match encryption {
            Encryption::Tls => Security::Wrapped(acceptor),
            _ => Security::Upgrade(acceptor),
        };
        let relay = Relay::start_with(Script::default(), security).await;
        let mailer = Mailer::new(secured(relay.port, encryption, Some(root))).expect("it is right");
        mailer
            .send(TO, async || Ok(Some(letter())))
            .await
            .expect("it is accepted");
        assert!(relay.secure());
        // \0robot\0secret
        assert!(
            relay
                .commands()
                .contains(&"AUTH PLAIN AHJvYm90AHNlY3JldA==".to_owned())
        );
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_relay_that_cannot_prove_its_name() {
    let (acceptor, _) = certificate();
    let (_, other_root) = certificate();
    let relay = Relay::start_with(Script::default(), Security::Wrapped(acceptor)).await;
    for root in [None, Some(other_root)] {
        let mailer = Mailer::new(secured(relay.port, Encryption::Tls, root)).expect("it is right");
        let result = mailer.send(TO, async || Ok(Some(letter()))).await;
        assert!(matches!(result, Err(SendError::Retry(_))), "{result:?}");
    }
    assert!(relay.commands().is_empty());
}

#[tokio::test]
async fn a_relay_that_does_not_offer_tls_gets_no_password() {
    let relay = Relay::start(Script::default()).await;
    let mailer = Mailer::new(secured(relay.port, Encryption::StartTls, None)).expect("it is right");
    let result = mailer.send(TO, async || Ok(Some(letter()))).await;
    assert!(matches!(result, Err(SendError::Retry(_))), "{result:?}");
    let commands = relay.commands();
    assert!(
        !commands
            .iter()
            .any(|command| command.starts_with("AUTH") || command.starts_with("MAIL"))
    );
}

#[tokio::test]
async fn a_wrong_password_of_ours_does_not_fail_the_letter() {
    let (acceptor, root) = certificate();
    let script = Script {
        auth: Act::Say("535 5.7.8 wrong"),
        ..Script::default()
    };
    let relay = Relay::start_with(script, Security::Wrapped(acceptor)).await;
    let mailer =
        Mailer::new(secured(relay.port, Encryption::Tls, Some(root))).expect("it is right");
    let result = mailer.send(TO, async || Ok(Some(letter()))).await;
    let Err(SendError::Retry(reason)) = result else {
        panic!("{result:?}");
    };
    assert_eq!(reason, "AUTH: 535 5.7.8");
}

#[test]
fn a_root_that_is_none_is_told_at_the_start() {
    let broken = secured(1, Encryption::Tls, Some("not a certificate".into()));
    assert_eq!(
        Mailer::new(broken).err().map(|error| error.variable),
        Some("SMTP_CA")
    );
}
