//! Words of texts, as they are indexed and as they are typed into the search field.

use std::fmt::Write as _;

use super::{belarusian, names};

/// Words of a text that are indexed; what stands behind them in a longer one is not found.
const INDEXED_WORDS: usize = 15_000;
/// Longer ones are no words.
const LONGEST_WORD: usize = 60;
/// Words of what was typed that count.
const TYPED_WORDS: usize = 20;

/// What of an appeal is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    /// The text for PostgreSQL's Russian stemmer; empty where no Russian is written.
    pub russian: String,
    /// The stems of Belarusian words with their places, as a tsvector is written.
    pub belarusian: String,
    /// The keys of the words of the applicant's name.
    pub names: Vec<String>,
}

impl Indexed {
    /// Of the texts of an appeal and its applicant's name. In which of the two languages a text is, its letters say; one
    /// that does not say it is taken for both.
    #[must_use]
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>, applicant: &str) -> Self {
        let text = texts.into_iter().collect::<Vec<_>>().join("\n");
        let has = |letters: &str| text.chars().any(|letter| letters.contains(letter));
        let (is_belarusian, is_russian) = (has("іІўЎ"), has("иИщЩъЪ"));
        Self {
            russian: if is_russian || !is_belarusian { without_yo(&text) } else { String::new() },
            belarusian: if is_belarusian || !is_russian { vector(&text) } else { String::new() },
            names: names::name_keys(applicant),
        }
    }

    /// The names as a tsvector is written.
    #[must_use]
    pub fn names_vector(&self) -> String {
        self.names.iter().map(|key| format!("'@{key}'")).collect::<Vec<_>>().join(" ")
    }
}

/// Russian texts are written with ё and without, and searched alike.
fn without_yo(text: &str) -> String {
    text.replace('ё', "е").replace('Ё', "Е").replace('\0', " ")
}

/// The words of a text in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let apostrophe = |letter: char| matches!(letter, '\'' | '’' | 'ʼ');
    text.split(move |letter: char| !letter.is_alphanumeric() && !apostrophe(letter))
        .map(move |word| word.chars().filter(|letter| !apostrophe(*letter)).collect::<String>().to_lowercase())
        .filter(|word| !word.is_empty() && word.chars().count() <= LONGEST_WORD)
}

fn lexeme(word: &str) -> String {
    format!("'~{}'", belarusian::stem(word))
}

fn vector(text: &str) -> String {
    let mut vector = String::new();
    for (place, word) in words(text).take(INDEXED_WORDS).enumerate() {
        let _ = write!(vector, "{}:{} ", lexeme(&word), place + 1);
    }
    vector
}

/// A part of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    /// In quotes: these words in this order.
    Phrase(Vec<String>),
}

/// What was typed to search for: words, all of which are wanted, and phrases in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed(Vec<Part>);

impl Typed {
    /// None: there is no word in it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let even = text.replace(['«', '»', '“', '”', '„'], "\"");
        let mut parts = Vec::new();
        for (place, piece) in even.split('"').enumerate() {
            let words = words(piece).take(TYPED_WORDS);
            if place % 2 == 1 {
                let phrase: Vec<String> = words.collect();
                parts.extend((!phrase.is_empty()).then_some(Part::Phrase(phrase)));
            } else {
                parts.extend(words.map(Part::Word));
            }
        }
        parts.truncate(TYPED_WORDS);
        (!parts.is_empty()).then_some(Self(parts))
    }

    /// For `websearch_to_tsquery`, which makes Russian stems of it.
    #[must_use]
    pub fn russian(&self) -> String {
        let parts = self.0.iter().map(|part| match part {
            // In quotes a word cannot be taken for an operator.
            Part::Word(word) => format!("\"{word}\""),
            Part::Phrase(words) => format!("\"{}\"", words.join(" ")),
        });
        without_yo(&parts.collect::<Vec<_>>().join(" "))
    }

    /// As a tsquery of Belarusian stems is written.
    #[must_use]
    pub fn belarusian(&self) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Word(word) => lexeme(word),
            Part::Phrase(words) => {
                let words: Vec<String> = words.iter().map(|word| lexeme(word)).collect();
                format!("({})", words.join(" <-> "))
            }
        });
        parts.collect::<Vec<_>>().join(" & ")
    }

    /// The words as keys of names; none where a phrase is among them, since a name is typed without quotes.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let keys = self.0.iter().map(|part| match part {
            Part::Word(word) => Some(names::name_key(word)),
            Part::Phrase(_) => None,
        });
        keys.collect::<Option<Vec<String>>>().unwrap_or_default()
    }
}

/// How a typed registration index may stand in the journal: as typed, in capitals, with one in the beginning.
#[must_use]
pub fn index_spellings(typed: &str) -> [String; 3] {
    let mut letters = typed.chars();
    let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
    [typed.to_owned(), typed.to_uppercase(), title.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REG-11
    #[test]
    fn a_text_is_indexed_in_the_language_of_its_letters() {
        let russian = Indexed::new(["Прошу починить крышу: её залило"], "Купава Мария");
        assert_eq!(russian.russian, "Прошу починить крышу: ее залило");
        assert!(russian.belarusian.is_empty());
        assert_eq!(russian.names, ["купава", "марие"]);
        let belarusian = Indexed::new(["Прашу адрамантаваць дарогі ў вёсцы"], "");
        assert!(belarusian.russian.is_empty());
        assert!(belarusian.belarusian.contains(&format!("'~{}':3", belarusian::stem("дарога"))), "{}", belarusian.belarusian);
        let either = Indexed::new(["Дом 5"], "");
        assert!(!either.russian.is_empty() && !either.belarusian.is_empty());
    }

    // REQ: REG-11
    #[test]
    fn what_was_typed_becomes_words_and_phrases() {
        let typed = Typed::read(" Ёлка «зелёный двор» or' ) ").expect("words");
        assert_eq!(typed.russian(), "\"елка\" \"зеленый двор\" \"or\"");
        assert_eq!(typed.belarusian().matches("<->").count(), 1);
        assert!(typed.names().is_empty());
        assert_eq!(Typed::read(" - ' \" "), None);
        assert_eq!(Typed::read("Кавалёў").map(|typed| typed.names()), Some(vec!["кавалев".to_owned()]));
    }
}
