//! Whether a word of a text is a name in some case, in either language: «Шевченко» and «Шаўчэнка», «Павел» and «Паўла».

use crate::search::name_key;

/// Endings that declension gives and takes, of both languages.
const ENDINGS: [&str; 50] = [
    "", "а", "у", "ом", "ам", "ем", "е", "и", "ы", "о", "я", "ю", "й", "ь", "ей", "ой", "ай", "яй", "ый", "ий", "ая", "яя", "ою", "ею", "аю", "яю",
    "ую", "юю", "ого", "его", "ага", "яга", "ому", "ему", "аму", "яму", "ым", "им", "ых", "их", "ыми", "ими", "ами", "ями", "ах", "ях", "ья", "ью",
    "ьем", "і",
];
/// What declension changes in Belarusian besides the ending: «Сарока» – «Сароцы».
const CHANGES: [(&str, &str); 3] = [("ка", "цы"), ("га", "зе"), ("ха", "се")];
/// Letters of a beginning that two words must have in common, unless one is a whole name.
const STEM: usize = 3;
/// Letters of a key, which folds those that sound alike, at least: short ones would be those of other words.
const KEY_LENGTH: usize = 4;

/// A name in the two ways in which it is compared.
pub(crate) struct Name {
    plain: Vec<char>,
    key: Vec<char>,
}

impl Name {
    pub(crate) fn new(word: &str) -> Self {
        let plain = word.to_lowercase().replace('ё', "е");
        Self { plain: plain.chars().filter(|letter| letter.is_alphanumeric()).collect(), key: key(word) }
    }

    /// Nobody is known by a single letter.
    pub(crate) fn is_word(&self) -> bool {
        self.plain.len() >= 2 && self.plain.iter().any(|letter| letter.is_alphabetic())
    }

    /// Whether a word is this name in some case and spelling.
    pub(crate) fn is(&self, word: &Self) -> bool {
        let declined = |name: &[char], word: &[char], endings: fn(&str) -> String| {
            let alike = name.iter().zip(word).take_while(|(one, other)| one == other).count();
            let rest = |letters: &[char]| letters[alike..].iter().collect::<String>();
            (alike >= STEM || alike == name.len()) && is_case(&rest(name), &rest(word), endings)
        };
        let long = self.key.len() >= KEY_LENGTH && word.key.len() >= KEY_LENGTH;
        declined(&self.plain, &word.plain, str::to_owned) || long && declined(&self.key, &word.key, name_key)
    }
}

/// Whether two endings are those of one word. `fold`: how the words were folded.
fn is_case(one: &str, other: &str, fold: fn(&str) -> String) -> bool {
    let is_ending = |rest: &str| ENDINGS.iter().any(|ending| fold(ending) == rest);
    let changed = |(was, is): &(&str, &str)| fold(was) == one && fold(is) == other || fold(was) == other && fold(is) == one;
    is_ending(one) && is_ending(other) || loses_vowel(one, other, &is_ending) || loses_vowel(other, one, &is_ending) || CHANGES.iter().any(changed)
}

/// «Павел» – «Павла», «Кравец» – «Кравца».
fn loses_vowel(whole: &str, shorter: &str, is_ending: &impl Fn(&str) -> bool) -> bool {
    let mut letters = whole.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('е' | 'о' | 'а' | 'э'), Some(consonant), None) => shorter.strip_prefix(consonant).is_some_and(is_ending),
        _ => false,
    }
}

/// As names are found, and hardened consonants besides, after which Belarusian writes «а» and «э» for the Russian «е», and
/// «-цк-» for «-тск-».
fn key(word: &str) -> Vec<char> {
    let folded = name_key(word).replace("тск", "тк");
    let mut key: Vec<char> = Vec::new();
    for letter in folded.chars() {
        let hardened = letter == 'е' && matches!(key.last(), Some('ж' | 'ш' | 'ч' | 'р' | 'щ'));
        key.push(if hardened { 'а' } else { letter });
    }
    key
}
