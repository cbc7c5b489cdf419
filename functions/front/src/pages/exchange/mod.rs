//! The pages of the exchange by СМДО (SMD-01, SMD-02): the organisation's packages and its consent; for the chief
//! administrator the packages of all organisations.

mod list;
mod package;
mod subscription;
mod summary;

pub use list::page as list;
pub use package::{incoming, look_anew, one as package, send_anew};
pub use subscription::{page as subscription, submit as submit_subscription};
pub use summary::{Summary, summary};
use zvarot_domain::{IncomingState, PackageState};
use zvarot_locale::Texts;

/// The colour of a state.
fn tone(state: PackageState) -> &'static str {
    match state {
        PackageState::Registered => "good",
        PackageState::Failed | PackageState::Refused => "bad",
        PackageState::Silent => "warn",
        PackageState::Delivered => "calm",
        _ => "",
    }
}

fn incoming_tone(state: IncomingState) -> &'static str {
    match state {
        IncomingState::Completed => "good",
        IncomingState::Faulty | IncomingState::Failed => "bad",
        IncomingState::Refused | IncomingState::Offered => "warn",
        _ => "",
    }
}

fn state_text(state: PackageState, texts: &Texts) -> String {
    texts.get(&format!("exchange-state-{}", state.code())).into_owned()
}

/// What went wrong, in the reader's language: the worker notes it in words of its own; what the other side said stays as
/// it came.
fn trouble_text(noted: &str, texts: &Texts) -> String {
    if let Some(status) = noted.strip_prefix("refused: HTTP ") {
        return texts.with("exchange-trouble-refused", &[("status", status)]);
    }
    let key = match noted {
        _ if noted.starts_with("no answer") => "exchange-trouble-unanswered",
        "the router does not know the package" => "exchange-trouble-unknown",
        _ if noted.starts_with("larger than ") => "exchange-trouble-too-large",
        "an object is not in the storage" => "exchange-trouble-storage",
        _ if noted.starts_with("storage: ") => "exchange-trouble-storage",
        "a file of the answer is still being checked" => "exchange-trouble-checking",
        "the registration has not come yet" => "exchange-trouble-registration",
        "begun too many times without an end" => "exchange-trouble-endless",
        _ if noted.starts_with("database ") => "exchange-trouble-database",
        _ => return noted.to_owned(),
    };
    texts.get(key).into_owned()
}

fn incoming_text(state: IncomingState, texts: &Texts) -> String {
    texts.get(&format!("exchange-incoming-{}", state.code())).into_owned()
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;

    use super::*;

    // REQ: SMD-02
    #[test]
    fn troubles_are_told_in_the_readers_language_and_the_receivers_words_as_they_came() {
        let be = Texts::of(Locale::Be);
        assert_eq!(trouble_text("refused: HTTP 503", be), "Маршрутызатар СМДА адмовіў: код 503");
        for noted in ["no answer: timed out", "the router does not know the package", "larger than 10 bytes", "storage: refused", "database error 22021",
            "begun too many times without an end", "a file of the answer is still being checked", "the registration has not come yet"] {
            let told = trouble_text(noted, be);
            assert!(told != noted && !told.contains('⟦'), "{told}");
        }
        assert_eq!(trouble_text("Отказ в регистрации", be), "Отказ в регистрации");
    }

    // REQ: SMD-02
    #[test]
    fn every_state_has_words_in_both_languages() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            let outgoing = PackageState::ALL.map(|state| state_text(state, texts));
            let incoming = IncomingState::ALL.map(|state| incoming_text(state, texts));
            for text in outgoing.iter().chain(&incoming) {
                assert!(!text.contains('⟦'), "{text}");
            }
        }
    }
}
