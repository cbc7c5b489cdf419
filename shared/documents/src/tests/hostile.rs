//! Whatever a person writes stays text: it is neither run as markup, nor lost, nor does it stop a document.

use zvarot_domain::Locale;

use super::printed::words;
use super::samples;
use crate::*;

const MARKUP: &str = "#panic(\"x\") #let a = 1 $x^2$ [link] *bold* _it_ `raw` <label> @ref // note /* c */ \\ ~ = Heading";

fn answered(text: &str) -> String {
    let mut answer = samples::answer(Locale::Ru);
    answer.text = text.to_owned();
    words(&answer_pdf(&answer, Locale::Ru).unwrap())
}

/// Without line ends and spaces: where lines break is not the matter here.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

// REQ: REV-10
#[test]
fn markup_stays_literal() {
    assert!(
        dense(&answered(MARKUP)).contains(&dense(MARKUP)),
        "{}",
        answered(MARKUP)
    );
}

// REQ: REG-10
#[test]
fn markup_stays_literal_in_every_field_of_a_card() {
    let mut card = samples::appeal(Locale::Ru);
    let text = MARKUP.to_owned();
    card.organisation = text.clone();
    card.topic = text.clone();
    card.applicant.name = text.clone();
    card.applicant.address = text.clone();
    card.content = text.clone();
    card.files[0].name = text.clone();
    card.history[0].what = text.clone();
    card.resolutions[0].text = text.clone();
    card.directed[0].to = text;
    let said = dense(&words(&appeal_pdf(&card, Locale::Ru).unwrap()));
    assert_eq!(said.matches("#panic(\"x\")").count(), 9);
}

#[test]
fn strange_signs_are_shown_and_stop_nothing() {
    let said = dense(&answered(
        "нуль\0 рад 😀🫠 漢字 עברית العربية ไทย \u{202E}abc\u{FEFF} \u{E000} \u{1F468}\u{200D}\u{1F469}",
    ));
    for shown in [
        "нуль\u{FFFD}",
        "[U+1FAE0]",
        "[U+6F22]",
        "abc",
        "[U+E000]",
        "[U+1F468][U+1F469]",
    ] {
        assert!(said.contains(shown), "{shown} is not in {said}");
    }
}

#[test]
fn piles_of_marks_stop_nothing() {
    let marks: String = ('\u{300}'..='\u{36F}').collect();
    for base in ["а", "☺", "漢", "ع"] {
        answered(&format!("{base}{marks} конец"));
    }
}

#[test]
fn a_word_without_end_stays_on_the_page() {
    let word = "Щ".repeat(50_000);
    let said = answered(&word);
    assert_eq!(said.matches('Щ').count(), 50_000);
    assert!(
        said.lines().all(|line| line.chars().count() < 80),
        "each line fits"
    );
}

#[test]
fn a_hundred_kilobytes_of_text_print() {
    let text = "Прошу принять меры по ремонту кровли. ".repeat(1_500);
    let mut said = dense(&answered(&text));
    // Hyphens at line ends and page numbers stand inside words.
    said.retain(|sign| sign.is_alphabetic());
    assert_eq!(said.matches("ремонтукровли").count(), 1_500);
}

#[test]
fn more_than_any_letter_is_refused() {
    let mut answer = samples::answer(Locale::Ru);
    answer.text = "ы ".repeat(LARGEST_DOCUMENT);
    let refused = answer_pdf(&answer, Locale::Ru);
    assert!(matches!(refused, Err(DocumentError::TooLarge { .. })));
}

#[test]
fn an_address_longer_than_a_code_holds_is_refused() {
    let mut receipt = samples::receipt(Locale::Ru);
    receipt.status_url = "a".repeat(5000);
    assert!(matches!(
        receipt_pdf(&receipt, Locale::Ru),
        Err(DocumentError::QrCode(_))
    ));
}
