//! Texts of appeals in both languages, made of sentences by subject, with the words that the search has of them: those are
//! put together here, since making them of each text again would take the database longer than writing all the rest.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
};

use anyhow::Context as _;
use rand::{RngExt as _, rngs::StdRng};
use serde::Deserialize;
use zvarot_domain::{
    Locale,
    search::{Indexed, name_keys},
};

use super::chance::{happens, one_of};
use crate::seed::table;

#[derive(Debug, Deserialize)]
struct Line {
    theme: String,
    sentence: String,
}

#[derive(Debug, Deserialize)]
struct Slot {
    slot: String,
    word: String,
}

/// What texts of one language are made of.
#[derive(Debug, Default)]
pub struct Language {
    openings: Vec<String>,
    closings: Vec<String>,
    /// The sentences of each subject.
    subjects: Vec<Vec<String>>,
    months: Vec<String>,
    pub streets: Vec<String>,
    pub villages: Vec<String>,
}

/// What officials write, and how names and addresses begin.
#[derive(Debug, Deserialize)]
struct Phrase {
    name: String,
    text: String,
}

/// Both languages: Russian, Belarusian.
pub struct Words {
    pub languages: [Language; 2],
    phrases: HashMap<String, String>,
    /// The Russian stem of each word that sentences may hold; None: it is not searched by.
    stems: HashMap<String, Option<String>>,
}

/// A text with what the search has of it.
pub struct Text {
    pub content: String,
    /// As a tsvector is written.
    pub words: String,
}

impl Words {
    /// Reads the sentences.
    ///
    /// # Errors
    /// A table beside this crate that does not fit.
    pub fn read() -> anyhow::Result<Self> {
        let russian = language(
            include_str!("../../data/samples/texts_ru.csv"),
            include_str!("../../data/samples/slots_ru.csv"),
        )?;
        let belarusian = language(
            include_str!("../../data/samples/texts_be.csv"),
            include_str!("../../data/samples/slots_be.csv"),
        )?;
        let phrases: Vec<Phrase> = table(include_str!("../../data/samples/phrases.csv"))?;
        let phrases = phrases.into_iter().map(|phrase| (phrase.name, phrase.text)).collect();
        Ok(Self { languages: [russian, belarusian], phrases, stems: HashMap::new() })
    }

    /// A phrase of this name; nothing where there is none.
    #[must_use]
    pub fn phrase(&self, name: &str) -> &str {
        self.phrases.get(name).map_or("", String::as_str)
    }

    /// The same with its place filled in.
    #[must_use]
    pub fn phrase_with(&self, name: &str, value: &str) -> String {
        self.phrase(name).replace("{}", value)
    }

    /// Every word that a Russian text may hold, as the search reads it.
    #[must_use]
    pub fn russian_words(&self) -> Vec<String> {
        let of = &self.languages[0];
        let sentences = of.openings.iter().chain(&of.closings).chain(of.subjects.iter().flatten());
        let all = sentences.chain(&of.months).chain(&of.streets).chain(&of.villages);
        let words: BTreeSet<String> = all.flat_map(|text| tokens(text)).collect();
        words.into_iter().collect()
    }

    /// Takes the stems that the database has of [`Self::russian_words`].
    pub fn learn(&mut self, words: Vec<String>, stems: Vec<Option<String>>) {
        self.stems = words.into_iter().zip(stems).collect();
    }

    /// How many subjects there are.
    #[must_use]
    pub fn subjects(&self) -> usize {
        self.languages[0].subjects.len()
    }

    /// A text about a subject by an applicant of this name.
    ///
    /// # Errors
    /// A word that was not learnt.
    pub fn text(&self, lot: &mut StdRng, locale: Locale, subject: usize, name: &str) -> anyhow::Result<Text> {
        let of = &self.languages[usize::from(locale == Locale::Be)];
        let mut sentences: Vec<&String> = Vec::new();
        for _ in 0..lot.random_range(1..3) {
            sentences.push(one_of(lot, &of.openings));
        }
        for _ in 0..lot.random_range(3..9) {
            // Now and then people speak of something else too.
            let own = if happens(lot, 85) { &of.subjects[subject] } else { one_of(lot, &of.subjects) };
            sentences.push(one_of(lot, own));
        }
        for _ in 0..lot.random_range(1..3) {
            sentences.push(one_of(lot, &of.closings));
        }
        let mut content = String::new();
        for sentence in sentences {
            if !content.is_empty() {
                content.push(' ');
            }
            of.fill(lot, sentence, &mut content);
        }
        let mut words = match locale {
            Locale::Ru => self.russian_vector(&content)?,
            Locale::Be => Indexed::new([content.as_str()], "").belarusian,
        };
        for key in name_keys(name) {
            let _ = write!(words, " '@{key}'");
        }
        Ok(Text { content, words })
    }

    /// What a company is called.
    pub fn name_of_company(&self, lot: &mut StdRng) -> String {
        let of = &self.languages[0];
        let name = format!("{}-{}", one_of(lot, &of.villages), one_of(lot, &of.streets).to_lowercase());
        self.phrase_with("company", &name)
    }

    fn russian_vector(&self, content: &str) -> anyhow::Result<String> {
        let mut vector = String::new();
        for (place, word) in (1..).zip(tokens(content)) {
            let number = word.bytes().all(|byte| byte.is_ascii_digit());
            let stem = if number {
                Some(&word)
            } else {
                self.stems.get(&word).with_context(|| format!("the stem of {word} is not known"))?.as_ref()
            };
            if let Some(stem) = stem {
                let _ = write!(vector, "'{stem}':{place} ");
            }
        }
        Ok(vector)
    }
}

impl Language {
    /// Writes a sentence with its places filled in.
    fn fill(&self, lot: &mut StdRng, sentence: &str, content: &mut String) {
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            content.push_str(before);
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            let _ = match slot {
                "street" => write!(content, "{}", one_of(lot, &self.streets)),
                "village" => write!(content, "{}", one_of(lot, &self.villages)),
                "month" => write!(content, "{}", one_of(lot, &self.months)),
                "number" => write!(content, "{}", lot.random_range(1..180)),
                // A number that hardly any other text has.
                _ => write!(content, "{}", lot.random_range(100_000..1_000_000)),
            };
            rest = after;
        }
        content.push_str(rest);
    }
}

fn language(texts: &str, slots: &str) -> anyhow::Result<Language> {
    let mut language = Language::default();
    let mut themes: Vec<String> = Vec::new();
    for line in table::<Line>(texts)? {
        match line.theme.as_str() {
            "open" => language.openings.push(line.sentence),
            "close" => language.closings.push(line.sentence),
            theme => {
                if themes.last().is_none_or(|last| last != theme) {
                    themes.push(theme.to_owned());
                    language.subjects.push(Vec::new());
                }
                let last = language.subjects.last_mut();
                last.context("a subject has begun")?.push(line.sentence);
            }
        }
    }
    for slot in table::<Slot>(slots)? {
        match slot.slot.as_str() {
            "street" => language.streets.push(slot.word),
            "village" => language.villages.push(slot.word),
            _ => language.months.push(slot.word),
        }
    }
    Ok(language)
}

/// The words of a text as the full-text search takes them apart; the sentences have nothing but words, numbers and spaces.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.to_lowercase().replace('ё', "е"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_subjects_and_places_to_fill_in() {
        let words = Words::read().unwrap();
        let [russian, belarusian] = &words.languages;
        assert_eq!(russian.subjects.len(), belarusian.subjects.len());
        assert_eq!((russian.streets.len(), russian.villages.len()), (belarusian.streets.len(), belarusian.villages.len()));
        assert!(russian.subjects.len() >= 12 && russian.months.len() == 12);
        let both = russian.subjects.iter().flatten().zip(belarusian.subjects.iter().flatten());
        for (one, other) in both {
            assert_eq!(one.matches('{').count(), other.matches('{').count(), "{one} / {other}");
        }
    }
}
