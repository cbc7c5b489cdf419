//! Tells whether a content sets out its essence by links alone, which the law forbids (art. 25, part 2).

/// So many words beside the links are taken for an essence; «см. по ссылке» is none.
const WORDS_OF_AN_ESSENCE: usize = 4;

/// Whether the text has links and hardly a word beside them.
pub(super) fn nothing_else(text: &str) -> bool {
    let (links, rest): (Vec<&str>, Vec<&str>) =
        text.split_whitespace().partition(|word| is_link(word));
    let words = rest
        .iter()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    !links.is_empty() && words < WORDS_OF_AN_ESSENCE
}

/// Endings of addresses that people write without `www`. «г.Минск» must not be taken for one.
const ENDINGS: [&str; 12] = [
    "by", "бел", "ru", "рф", "su", "com", "net", "org", "info", "eu", "me", "gov",
];

fn is_link(word: &str) -> bool {
    let word = word
        .trim_matches(|character: char| !character.is_alphanumeric())
        .to_lowercase();
    if word.contains("://") || word.starts_with("www.") {
        return true;
    }
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    !host.contains('@')
        && host
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_without_an_essence_are_told_from_texts_with_links() {
        for text in [
            "https://example.by/1",
            "см. https://example.by/1 и http://example.by/2",
            "Подробно по ссылке: www.example.com",
            "example.by/жалоба",
            "президент.бел",
        ] {
            assert!(nothing_else(text), "{text}");
        }
        for text in [
            "",
            "Прошу отремонтировать дорогу",
            "Ремонт",
            "Прошу принять меры по объявлению на сайте example.by/1",
            "Пишите на ivan@example.by",
            "г.Минск ул.Ленина д.5",
        ] {
            assert!(!nothing_else(text), "{text}");
        }
    }
}
