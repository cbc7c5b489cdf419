//! What the API promises: its document, its texts, and (through the router) its behaviour.

mod acting;
mod calling;
mod conformance;
mod entering;
mod feed;
mod limits;
mod loads;
mod place;
mod rubbish;
mod versions;
mod webhooks;

use zvarot_domain::{Action, AppealNumber, Fault, FaultCode, Refusal, Status};
use zvarot_locale::{Locale, Texts};

use crate::problem::{ApiError, Problem};

/// One of each.
fn errors() -> Vec<ApiError> {
    vec![
        ApiError::NotFound,
        ApiError::NoToken,
        ApiError::InvalidToken,
        ApiError::NoSuch("number", "api-not-an-appeal-number"),
        ApiError::Wrong("limit".to_owned(), "api-not-a-limit"),
        ApiError::Wrong("after".to_owned(), "api-not-a-cursor"),
        ApiError::Wrong("Idempotency-Key".to_owned(), "api-not-a-key"),
        ApiError::Wrong(String::new(), "api-malformed"),
        ApiError::Wrong("dueOn".to_owned(), "api-wrong-shape"),
        ApiError::Invalid(vec![Fault::new("answer_date", FaultCode::NotADate)]),
        ApiError::InvalidBody(vec![Fault::new("my_field", FaultCode::UnknownField).with("name", "my_field")]),
        ApiError::Refused(Refusal::AlreadyFinal {
            action: Action::Complete,
            status: Status::Answered,
        }),
        ApiError::Conflict,
        ApiError::NotJson,
        ApiError::TooLarge,
        ApiError::TooSlow,
        ApiError::KeyOfOther,
        ApiError::NotUploaded,
        ApiError::TooMany(21),
        ApiError::MethodNotAllowed,
        ApiError::NotTest,
        ApiError::Ended,
        ApiError::Unavailable(anyhow::anyhow!("down")),
        ApiError::Internal(anyhow::anyhow!("broken")),
    ]
}

// REQ: EDM-02
#[test]
fn the_committed_document_is_what_the_handlers_describe() {
    assert_eq!(
        include_str!("../openapi.json"),
        crate::document(),
        "run `cargo xtask openapi` and commit"
    );
}

#[test]
fn the_example_number_is_a_number() {
    assert!("1234567894".parse::<AppealNumber>().is_ok());
    assert!(crate::document().contains("1234567894"));
}

// REQ: REF-03
#[test]
fn every_problem_is_told_in_both_languages() {
    for error in errors() {
        let [russian, belarusian] = [Locale::Ru, Locale::Be].map(|locale| {
            let document = Problem::from(&error).document(Texts::of(locale), "0");
            serde_json::to_string(&document).unwrap()
        });
        assert!(!russian.contains('⟦'), "{russian}");
        assert!(!belarusian.contains('⟦'), "{belarusian}");
        assert_ne!(russian, belarusian);
    }
}
