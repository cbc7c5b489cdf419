use proptest::prelude::*;

use super::*;
use crate::Param;

fn codes(faults: &[Fault]) -> Vec<FaultCode> {
    faults.iter().map(|fault| fault.code).collect()
}

// REQ: SUB-03
#[test]
fn both_languages_with_their_signs_are_ours() {
    for text in [
        "Съешь же ещё этих мягких французских булок, да выпей чаю. Ёж! ЁЛКА?",
        "Шыпшына, ёд і дзьмухавец; сям'я, сям’я, сямʼя — пад’езд, аб'ява. Ў Мінску",
        "«Заявление» № 5 от 01.02.2026 г. – п. 3 § 2; 100 % (сто), 25 м², минус 5 °",
        "ул. Ленина, д. 5/2, кв. 17; \"дом\" [1] {2} @ # $ & * + = ~ ^ |",
        "Первая строка\r\nвторая\tс отступом\u{a0}и неразрывным пробелом",
        "",
    ] {
        assert_eq!(offenders(text), [], "{text}");
    }
}

// REQ: SUB-03
#[test]
fn what_does_not_belong_is_found_where_it_is() {
    let text = "Прошу OK, ї\0 👍 中";
    let found: Vec<_> = offenders(text)
        .into_iter()
        .map(|offender| (offender.character, offender.position, offender.offence))
        .collect();
    assert_eq!(
        found,
        [
            ('O', 6, Offence::Foreign),
            ('K', 7, Offence::Foreign),
            ('ї', 10, Offence::Foreign),
            ('\0', 11, Offence::Control),
            ('👍', 13, Offence::Emoji),
            ('中', 15, Offence::Foreign),
        ]
    );
}

// REQ: SUB-03
#[test]
fn a_look_alike_is_corrected_only_where_the_word_becomes_cyrillic() {
    let cases = [
        ("мoлокo", Some("молоко")),           // Latin o
        ("Bода и Cоль", Some("Вода и Соль")), // capital look-alikes
        ("пiва", Some("піва")),               // Latin i in a Belarusian word
        ("ĸот", None),                        // a kra is no look-alike that we vouch for
        ("Иванов c сыном, a также", Some("Иванов с сыном, а также")),
        ("Microsoft", None), // a foreign word stays what it is
        ("Zвезда", None),    // Z has no Cyrillic twin: correcting the rest helps nobody
        ("CCCP", None),      // all Latin: may be meant
        ("COVID-19", None),
        ("Windows и мoре", Some("Windows и море")),
        ("Νеман", None),        // Greek Ν: no twin among capital letters of ours
        ("Οрша", Some("Орша")), // Greek Ο
        ("обычный текст", None),
    ];
    for (text, expected) in cases {
        assert_eq!(corrected(text).as_deref(), expected, "{text}");
    }
}

// REQ: SUB-03
#[test]
fn strict_refuses_and_warn_marks_but_never_lets_controls_or_emoji_in() {
    let strict = examine("content", "Прoшу Word", Strictness::Strict);
    assert_eq!(codes(&strict.faults), [FaultCode::ForeignCharacters]);
    let params = &strict.faults[0].params;
    assert_eq!(params["count"], Param::Number(5));
    assert_eq!(params["correctable"], Param::Number(1));
    assert_eq!(params["positions"], Param::Text("2,6,7,8,9".into()));
    assert_eq!(params["characters"], Param::Text("o W r d".into()));
    assert!(strict.marks.is_empty());

    let warn = examine("content", "Прoшу Word \u{7} 🙂", Strictness::Warn);
    assert_eq!(
        codes(&warn.faults),
        [FaultCode::ControlCharacters, FaultCode::Emoji]
    );
    assert_eq!(codes(&warn.marks), [FaultCode::ForeignCharacters]);
    assert_eq!(
        examine("content", "Прошу", Strictness::Strict),
        Findings::default()
    );
}

// REQ: SUB-03
#[test]
fn signs_that_turn_the_direction_of_writing_are_refused() {
    for sign in [
        '\u{202e}', '\u{2066}', '\u{200f}', '\u{2028}', '\u{1b}', '\u{85}',
    ] {
        let found = offenders(&format!("дом{sign}а"));
        assert_eq!(found.len(), 1, "{}", sign.escape_unicode());
        assert_eq!((found[0].position, found[0].offence), (3, Offence::Control));
    }
}

#[test]
fn tidying_keeps_what_is_seen() {
    assert_eq!(
        clean("  Иван\t\n Иванович\u{a0} ", Lines::One),
        "Иван Иванович"
    );
    assert_eq!(
        clean("\u{feff}Пер\u{ad}вая\r\nвторая\rтретья\n", Lines::Many),
        "Первая\nвторая\nтретья"
    );
    assert_eq!(
        clean("и\u{306}од, еще\u{308}, у\u{306}", Lines::One),
        "йод, ещё, ў"
    );
    assert_eq!(offenders("и\u{306}од"), []);
    assert_eq!(offenders("о\u{301}").len(), 1);
    assert_eq!(
        clean("два  пробела\n\n\nтри", Lines::Many),
        "два  пробела\n\n\nтри"
    );
}

#[test]
fn the_language_is_told_by_the_letters_that_one_alphabet_alone_has() {
    assert_eq!(
        language("Прошу устранить нарушение", Locale::Be),
        Locale::Ru
    );
    assert_eq!(
        language("Прашу ліквідаваць парушэнне ў двары", Locale::Ru),
        Locale::Be
    );
    assert_eq!(language("Дом", Locale::Be), Locale::Be);
}

proptest! {
    #[test]
    fn positions_point_at_the_characters_named(text in any::<String>()) {
        let characters: Vec<char> = text.chars().collect();
        let found = offenders(&text);
        for pair in found.windows(2) {
            prop_assert!(pair[0].position < pair[1].position);
        }
        for offender in found {
            prop_assert_eq!(characters[offender.position], offender.character);
        }
    }

    #[test]
    fn a_correction_leaves_fewer_offenders_and_nothing_more_to_correct(text in "[а-яa-zA-Z ,1]{0,40}") {
        if let Some(better) = corrected(&text) {
            prop_assert!(offenders(&better).len() < offenders(&text).len());
            prop_assert_eq!(corrected(&better), None);
            prop_assert_eq!(better.chars().count(), text.chars().count());
        }
    }

    #[test]
    fn tidying_twice_changes_nothing_more(text in any::<String>()) {
        for lines in [Lines::One, Lines::Many] {
            let once = clean(&text, lines);
            prop_assert_eq!(clean(&once, lines), once);
        }
    }
}
