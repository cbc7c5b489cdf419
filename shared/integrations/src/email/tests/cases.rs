//! What each answer, silence and break at each step means.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{net::TcpListener, sync::Notify};
use zvarot_testkit::relay::{Act, Relay, Script};

use crate::{
    SendError,
    email::{Handed, Mailer},
};

use super::letters::{TO, letter, settings};

fn mailer(relay: &Relay) -> Mailer {
    Mailer::new(settings(relay.port)).expect("the settings are right")
}

/// Sends one letter by the script; counts how often "handing over" was asked for.
async fn send(script: Script) -> (Result<Handed, SendError>, usize, Relay) {
    let relay = Relay::start(script).await;
    let asked = AtomicUsize::new(0);
    let result = mailer(&relay)
        .send(TO, async || {
            asked.fetch_add(1, Ordering::Relaxed);
            Ok(Some(letter()))
        })
        .await;
    (result, asked.into_inner(), relay)
}

fn outcome(result: &Result<Handed, SendError>) -> String {
    match result {
        Ok(Handed::Accepted { .. }) => "accepted".into(),
        Ok(Handed::Withheld) => "withheld".into(),
        Err(SendError::Retry(reason)) => format!("retry {reason}"),
        Err(SendError::Refused(reason)) => format!("refused {reason}"),
        Err(SendError::Unknown(reason)) => format!("unknown {reason}"),
        Err(SendError::NotRecorded(_)) => "not recorded".into(),
    }
}

#[tokio::test]
async fn a_letter_is_accepted_and_the_reply_kept_without_the_address() {
    let (result, asked, relay) = send(Script::default()).await;
    let Ok(Handed::Accepted { reference }) = result else {
        panic!("{result:?}");
    };
    assert_eq!(reference, "2.0.0 queued as 4X1zYk for");
    assert_eq!(asked, 1);
    assert_eq!(relay.texts().len(), 1);
    let commands = relay.commands();
    assert!(
        commands[1].starts_with("MAIL FROM:<no-reply@zvarot.by>"),
        "{commands:?}"
    );
    assert!(
        commands[2].starts_with("RCPT TO:<somebody@example.by>"),
        "{commands:?}"
    );
}

// REQ: NOT-02
#[tokio::test]
async fn each_refusal_says_whether_to_try_again() {
    let say = Act::Say;
    let base = Script::default;
    let cases: [(Script, &str, usize); 14] = [
        (
            Script {
                greeting: say("554 no"),
                ..base()
            },
            "retry connect: 554",
            0,
        ),
        (
            Script {
                greeting: say("421 4.3.2 later"),
                ..base()
            },
            "retry connect: 421 4.3.2",
            0,
        ),
        (
            Script {
                hello: say("502 no"),
                ..base()
            },
            "retry connect: 502",
            0,
        ),
        (
            Script {
                mail: say("451 4.3.0 later"),
                ..base()
            },
            "retry MAIL: 451 4.3.0",
            0,
        ),
        (
            Script {
                mail: say("550 5.7.1 not you"),
                ..base()
            },
            "retry MAIL: 550 5.7.1",
            0,
        ),
        (
            Script {
                rcpt: say("450 4.2.1 later"),
                ..base()
            },
            "retry RCPT: 450 4.2.1",
            0,
        ),
        (
            Script {
                rcpt: say("550 5.1.1 <somebody@example.by> unknown"),
                ..base()
            },
            "refused RCPT: 550 5.1.1",
            0,
        ),
        (
            Script {
                rcpt: say("550 <somebody@example.by>"),
                ..base()
            },
            "refused RCPT: 550",
            0,
        ),
        (
            Script {
                data: say("451 later"),
                ..base()
            },
            "retry DATA: 451",
            1,
        ),
        (
            Script {
                data: say("554 no"),
                ..base()
            },
            "refused DATA: 554",
            1,
        ),
        (
            Script {
                dot: say("452 4.3.1 disk full"),
                ..base()
            },
            "retry text: 452 4.3.1",
            1,
        ),
        (
            Script {
                dot: say("421 4.3.2 going down"),
                ..base()
            },
            "retry text: 421 4.3.2",
            1,
        ),
        (
            Script {
                dot: say("554 5.7.1 spam: somebody@example.by"),
                ..base()
            },
            "refused text: 554 5.7.1",
            1,
        ),
        (
            Script {
                dot: say("354 what?"),
                ..base()
            },
            "unknown text: an answer that was not asked for",
            1,
        ),
    ];
    for (script, expected, expected_asked) in cases {
        let (result, asked, _relay) = send(script).await;
        assert_eq!(outcome(&result), expected);
        assert_eq!(asked, expected_asked, "{expected}");
    }
}

// REQ: NOT-02
#[tokio::test]
async fn a_line_that_breaks_is_unknown_only_after_the_final_dot() {
    let base = Script::default;
    let closed = "the line closed or spoke no SMTP";
    let cases = [
        (
            Script {
                greeting: Act::Drop,
                ..base()
            },
            format!("retry connect: {closed}"),
        ),
        (
            Script {
                mail: Act::Drop,
                ..base()
            },
            format!("retry MAIL: {closed}"),
        ),
        (
            Script {
                rcpt: Act::Drop,
                ..base()
            },
            format!("retry RCPT: {closed}"),
        ),
        (
            Script {
                data: Act::Drop,
                ..base()
            },
            format!("retry DATA: {closed}"),
        ),
        (
            Script {
                dot: Act::Drop,
                ..base()
            },
            format!("unknown after the final dot: {closed}"),
        ),
        (
            Script {
                dot: Act::Say("nonsense"),
                ..base()
            },
            format!("unknown after the final dot: {closed}"),
        ),
    ];
    for (script, expected) in cases {
        let (result, _, _relay) = send(script).await;
        assert_eq!(outcome(&result), expected);
    }
}

#[tokio::test]
async fn a_line_that_breaks_within_a_long_text_leaves_no_letter() {
    let relay = Relay::start(Script {
        body: Some(Act::Drop),
        ..Script::default()
    })
    .await;
    let mut letter = letter();
    // far more than the buffers between the two hold, so the break comes before the end
    letter.text = "слово ".repeat(4_000_000);
    let result = mailer(&relay).send(TO, async || Ok(Some(letter))).await;
    assert!(outcome(&result).starts_with("retry text: "), "{result:?}");
    assert!(relay.texts().is_empty());
}

#[tokio::test]
async fn silence_is_a_retry_before_the_text_and_unknown_after_it() {
    let never = Arc::new(Notify::new());
    let wait = Act::Wait(never, "250 ok");
    let base = Script::default;
    let cases = [
        (
            Script {
                greeting: wait.clone(),
                ..base()
            },
            "retry connect: no answer in time",
        ),
        (
            Script {
                rcpt: wait.clone(),
                ..base()
            },
            "retry RCPT: no answer in time",
        ),
        (
            Script {
                dot: wait,
                ..base()
            },
            "unknown after the final dot: no answer in time",
        ),
    ];
    for (script, expected) in cases {
        let relay = Relay::start(script).await;
        let mut settings = settings(relay.port);
        let short = Duration::from_millis(300);
        // only the step that stays silent may run into its limit
        if expected.contains("connect") {
            settings.patience.connect = short;
        } else if expected.contains("RCPT") {
            settings.patience.command = short;
        } else {
            settings.patience.text = short;
        }
        let mailer = Mailer::new(settings).expect("the settings are right");
        let result = mailer.send(TO, async || Ok(Some(letter()))).await;
        assert_eq!(outcome(&result), expected);
    }
}

#[tokio::test]
async fn a_slow_relay_is_waited_for() {
    let until = Arc::new(Notify::new());
    let relay = Relay::start(Script {
        dot: Act::Wait(Arc::clone(&until), "250 ok"),
        ..Script::default()
    })
    .await;
    let mailer = mailer(&relay);
    let sending = tokio::spawn(async move { mailer.send(TO, async || Ok(Some(letter()))).await });
    while relay.texts().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!sending.is_finished());
    until.notify_one();
    let result = sending.await.expect("it does not panic");
    assert_eq!(outcome(&result), "accepted");
}

// REQ: NOT-02
#[tokio::test]
async fn the_text_leaves_only_after_handing_over_is_committed() {
    let relay = Relay::start(Script::default()).await;
    let seen = &relay;
    let result = mailer(seen)
        .send(TO, async || {
            // the relay has agreed to the recipient and was not offered the text yet
            let commands = seen.commands();
            assert!(commands.last().expect("there are some").starts_with("RCPT"));
            assert!(seen.texts().is_empty());
            Ok(Some(letter()))
        })
        .await;
    assert_eq!(outcome(&result), "accepted");
}

// REQ: NOT-02
#[tokio::test]
async fn a_letter_withheld_or_not_recorded_is_not_sent() {
    let relay = Relay::start(Script::default()).await;
    let result = mailer(&relay).send(TO, async || Ok(None)).await;
    assert_eq!(outcome(&result), "withheld");
    let result = mailer(&relay)
        .send(TO, async || anyhow::bail!("the database is away"))
        .await;
    assert_eq!(outcome(&result), "not recorded");
    assert!(relay.texts().is_empty());
    assert!(
        !relay
            .commands()
            .iter()
            .any(|command| command.starts_with("DATA"))
    );
}

#[tokio::test]
async fn nobody_listening_is_a_retry() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    drop(listener);
    let mailer = Mailer::new(settings(port)).expect("the settings are right");
    let result = mailer.send(TO, async || Ok(Some(letter()))).await;
    assert!(
        outcome(&result).starts_with("retry connect: "),
        "{result:?}"
    );
}

#[tokio::test]
async fn the_next_letter_goes_on_the_same_line() {
    let relay = Relay::start(Script::default()).await;
    let mailer = mailer(&relay);
    for _ in 0..3 {
        let result = mailer.send(TO, async || Ok(Some(letter()))).await;
        assert_eq!(outcome(&result), "accepted");
    }
    assert_eq!(relay.texts().len(), 3);
    let greeted = relay.commands().iter().filter(|command| command.starts_with("EHLO")).count();
    assert_eq!(greeted, 1);
}

#[tokio::test]
async fn a_relay_that_has_hung_up_meanwhile_is_called_again() {
    let relay = Relay::start(Script::default()).await;
    let mailer = mailer(&relay);
    let first = mailer.send(TO, async || Ok(Some(letter()))).await;
    assert_eq!(outcome(&first), "accepted");
    // It hangs up when a line is used again; it takes new calls all the same.
    relay.follow(Script { again: Some(Act::Drop), ..Script::default() });
    let second = mailer.send(TO, async || Ok(Some(letter()))).await;
    assert_eq!(outcome(&second), "accepted");
    assert_eq!(relay.texts().len(), 2);
    let greeted = relay.commands().iter().filter(|command| command.starts_with("EHLO")).count();
    assert_eq!(greeted, 2);
}

#[tokio::test]
async fn a_line_that_carried_a_refused_letter_carries_no_other() {
    let relay = Relay::start(Script { rcpt: Act::Say("550 5.1.1 unknown"), ..Script::default() }).await;
    let mailer = mailer(&relay);
    let refused = mailer.send(TO, async || Ok(Some(letter()))).await;
    assert!(outcome(&refused).starts_with("refused"));
    relay.follow(Script::default());
    let accepted = mailer.send(TO, async || Ok(Some(letter()))).await;
    assert_eq!(outcome(&accepted), "accepted");
    let greeted = relay.commands().iter().filter(|command| command.starts_with("EHLO")).count();
    assert_eq!(greeted, 2);
}
