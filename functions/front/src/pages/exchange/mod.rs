//! The pages of the exchange by СМДО (SMD-01, SMD-02): the organisation's packages and its consent; for the chief
//! administrator the packages of all organisations.

mod list;
mod package;
mod subscription;
mod summary;

pub use list::page as list;
pub use package::{incoming, one as package, send_anew};
pub use subscription::{page as subscription, submit as submit_subscription};
pub use summary::{Summary, summary};
use zvarot_domain::{IncomingState, PackageState};
use zvarot_locale::Texts;

/// The colour of a state.
fn tone(state: PackageState) -> &'static str {
    match state {
        PackageState::Registered => "good",
        PackageState::Failed | PackageState::Refused => "bad",
        PackageState::Delivered => "calm",
        _ => "",
    }
}

fn incoming_tone(state: IncomingState) -> &'static str {
    match state {
        IncomingState::Completed => "good",
        IncomingState::Faulty => "bad",
        IncomingState::Refused | IncomingState::Offered => "warn",
        _ => "",
    }
}

fn state_text(state: PackageState, texts: &Texts) -> String {
    texts.get(&format!("exchange-state-{}", state.code())).into_owned()
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
