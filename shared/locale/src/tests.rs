//! What must hold for every text in both languages, and how values are written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeZone, Utc};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::texts::resources::{BE, RU};
use crate::{Locale, Texts, Value};

/// What the same key must have alike in both languages, and its words.
#[derive(Default)]
struct Message {
    variables: BTreeSet<String>,
    words: String,
}

fn messages(files: &[(&str, &str)]) -> BTreeMap<String, Message> {
    let mut all = BTreeMap::new();
    for (file, source) in files {
        let resource = fluent_syntax::parser::parse(*source)
            .unwrap_or_else(|(_, errors)| panic!("{file}: {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut read = Message::default();
            let pattern = message
                .value
                .unwrap_or_else(|| panic!("{file}: {} has no text", message.id.name));
            read_pattern(&pattern, &mut read);
            let twice = all.insert(message.id.name.to_owned(), read);
            assert!(
                twice.is_none(),
                "{file}: {} is there twice",
                message.id.name
            );
        }
    }
    all
}

fn read_pattern(pattern: &Pattern<&str>, into: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.words.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, into),
        }
    }
}

fn read_expression(expression: &Expression<&str>, into: &mut Message) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, into),
        Expression::Select { selector, variants } => {
            read_inline(selector, into);
            for variant in variants {
                read_pattern(&variant.value, into);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, into: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.variables.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } => into.words.push_str(value),
        InlineExpression::Placeable { expression } => read_expression(expression, into),
        _ => {}
    }
}

// REQ: REF-03
#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let (russian, belarusian) = (messages(RU), messages(BE));
    for (key, message) in &russian {
        let other = belarusian.get(key);
        let other = other.unwrap_or_else(|| panic!("{key} is missing in Belarusian"));
        assert_eq!(message.variables, other.variables, "variables of {key}");
    }
    for key in belarusian.keys() {
        assert!(russian.contains_key(key), "{key} is missing in Russian");
    }
}

#[test]
fn no_text_is_empty() {
    for (key, message) in messages(RU).iter().chain(&messages(BE)) {
        let has_variable = !message.variables.is_empty();
        assert!(has_variable || !message.words.trim().is_empty(), "{key}");
    }
}

// REQ: REF-03
#[test]
fn texts_use_their_own_alphabet() {
    for (key, message) in messages(BE) {
        // The name of each language is written in that language.
        if key == "language-ru" {
            continue;
        }
        let foreign = message.words.to_lowercase();
        let foreign = foreign.chars().find(|letter| "ищъ".contains(*letter));
        assert_eq!(
            foreign, None,
            "{key}: «{}» is not Belarusian",
            message.words
        );
    }
    for (key, message) in messages(RU) {
        if key == "language-be" {
            continue;
        }
        let foreign = message.words.to_lowercase();
        let foreign = foreign.chars().find(|letter| "іў".contains(*letter));
        assert_eq!(foreign, None, "{key}: «{}» is not Russian", message.words);
    }
}

#[test]
fn no_word_mixes_latin_and_cyrillic() {
    for (key, message) in messages(RU).iter().chain(&messages(BE)) {
        for word in message.words.split(|letter: char| !letter.is_alphabetic()) {
            let latin = word.chars().any(|letter| letter.is_ascii_alphabetic());
            let cyrillic = !word.is_ascii();
            assert!(!(latin && cyrillic), "{key}: «{word}» mixes alphabets");
        }
    }
}

#[test]
fn dates_and_times_are_written_in_words() {
    let date = NaiveDate::from_ymd_opt(2026, 4, 20).unwrap();
    let moment = Utc.with_ymd_and_hms(2026, 4, 20, 21, 5, 0).unwrap();
    let (ru, be) = (Texts::of(Locale::Ru), Texts::of(Locale::Be));
    assert_eq!(ru.date(date), "20 апреля 2026 г.");
    assert_eq!(be.date(date), "20 красавіка 2026 г.");
    assert_eq!(ru.date_with_weekday(date), "понедельник, 20 апреля 2026 г.");
    assert_eq!(
        be.date_with_weekday(date),
        "панядзелак, 20 красавіка 2026 г."
    );
    assert_eq!(ru.date_short(date), "20.04.2026");
    let week: Vec<_> = date.iter_days().take(7).collect();
    let until = |texts: &Texts| -> Vec<String> {
        let days = week.iter().map(|day| texts.date_after_until(*day));
        days.map(|day| day.split(',').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(
        until(ru).join(" "),
        "понедельника вторника среды четверга пятницы субботы воскресенья"
    );
    assert_eq!(
        until(be).join(" "),
        "панядзелка аўторка серады чацвярга пятніцы суботы нядзелі"
    );
    assert_eq!(be.date_after_until(date), "панядзелка, 20 красавіка 2026 г.");
    // Five past midnight of the next day in Minsk.
    assert_eq!(ru.moment(moment), "21 апреля 2026 г., 00:05");
    assert_eq!(ru.moment_short(moment), "21.04.2026, 00:05");
    assert_eq!(be.time(moment), "00:05");
}

#[test]
fn sizes_numbers_and_phones_are_written_as_people_write_them() {
    let ru = Texts::of(Locale::Ru);
    let be = Texts::of(Locale::Be);
    for (bytes, written) in [
        (0, "0 байт"),
        (1, "1 байт"),
        (512, "512 байт"),
        (1024, "1 КБ"),
        (2_516_583, "2,4 МБ"),
        (15 * 1024 * 1024, "15 МБ"),
    ] {
        assert_eq!(ru.size(bytes).replace('\u{a0}', " "), written);
    }
    assert_eq!(be.size(2), "2 байты");
    assert_eq!(ru.number(9999), "9999");
    assert_eq!(ru.number(1_250_000), "1\u{a0}250\u{a0}000");
    assert_eq!(ru.number(-12_500), "\u{2212}12\u{a0}500");
    let phone = ru.phone("+375291234567");
    assert_eq!(phone, "+375\u{a0}29\u{a0}123\u{2011}45\u{2011}67");
    assert_eq!(ru.phone("+48123456789"), "+48123456789");
}

#[test]
fn plural_forms_follow_each_language() {
    let ru = Texts::of(Locale::Ru);
    for (count, written) in [
        (1, "1 байт"),
        (3, "3 байта"),
        (11, "11 байт"),
        (21, "21 байт"),
    ] {
        assert_eq!(ru.with("size-bytes", &[("count", count)]), written);
    }
    let be = Texts::of(Locale::Be);
    for (count, written) in [(1, "1 байт"), (3, "3 байты"), (11, "11 байтаў")] {
        assert_eq!(be.with("size-bytes", &[("count", count)]), written);
    }
}

#[test]
fn what_is_missing_is_seen() {
    let ru = Texts::of(Locale::Ru);
    assert_eq!(ru.get("no-such-key"), "⟦no-such-key⟧");
    assert!(!ru.has("no-such-key"));
    assert!(ru.get("date-long").starts_with('⟦'));
    let mixed = [
        ("day", Value::from(1)),
        ("month", Value::from(1)),
        ("year", Value::from("2026")),
    ];
    assert_eq!(ru.with("date-long", &mixed), "1 января 2026 г.");
}

#[test]
fn a_dictionary_name_without_a_translation_falls_back_to_russian() {
    assert_eq!(Texts::of(Locale::Be).choose("Минск", "Мінск"), "Мінск");
    assert_eq!(Texts::of(Locale::Be).choose("Минск", ""), "Минск");
    assert_eq!(Texts::of(Locale::Ru).choose("Минск", "Мінск"), "Минск");
}

#[test]
fn a_sentence_that_ends_with_a_day_has_one_full_stop() {
    // «8 декабря 2026 г.» has its own; a sentence goes on after it, or says «08.12.2026».
    let written = ["{ $due_on }.", "{ $register_by }.", "{ $day }.", "{ $from }.", "{ $to }.", "{ $dated }.", "{ $registered_on }."];
    for (file, source) in RU.iter().chain(BE.iter()) {
        for line in source.lines() {
            assert!(!written.iter().any(|end| line.contains(end)), "{file}: {line}");
        }
    }
    let date = NaiveDate::from_ymd_opt(2026, 12, 8).unwrap();
    for locale in Locale::ALL {
        assert!(Texts::of(locale).date(date).ends_with("г."), "{locale:?}");
    }
}
