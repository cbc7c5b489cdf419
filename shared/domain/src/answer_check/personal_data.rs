//! Personal data in a text: what has the form of a phone number, an e-mail address, an identification number or a full name
//! with a patronymic, unless a text that its reader knows has it too.

use std::collections::HashSet;

use crate::{EmailAddress, IdentificationNumber, Phone, search::name_key};

/// What was found, as it was written, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonalData {
    /// Mobile and foreign ones: landline numbers in letters are offices'.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub identification_numbers: Vec<String>,
    /// Surname, name and patronymic in any case and order.
    pub names: Vec<String>,
}

impl PersonalData {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The personal data of a text that none of the known texts has.
#[must_use]
pub fn personal_data(text: &str, known: &[&str]) -> PersonalData {
    let of_known = |find: fn(&str) -> Vec<(String, String)>| -> HashSet<String> {
        known.iter().flat_map(|text| find(text)).map(|(_, value)| value).collect()
    };
    let foreign = |find: fn(&str) -> Vec<(String, String)>| {
        let mut seen = of_known(find);
        find(text).into_iter().filter_map(|(written, value)| seen.insert(value).then_some(written)).collect()
    };
    PersonalData {
        phones: foreign(personal_phones),
        emails: foreign(personal_emails),
        identification_numbers: foreign(identification_numbers),
        names: foreign_names(text, known),
    }
}

/// Landline numbers are offices'.
fn personal_phones(text: &str) -> Vec<(String, String)> {
    let is_personal = |value: &str| Phone::parse(value).is_ok_and(|phone| phone.is_mobile()) || !value.starts_with("+375");
    phone_numbers(text).into_iter().filter(|(_, value)| is_personal(value)).collect()
}

/// All telephone numbers of a text, each as it is written, with its value.
pub(crate) fn phone_numbers(text: &str) -> Vec<(String, String)> {
    let signs: Vec<char> = text.chars().collect();
    let (mut found, mut place) = (Vec::new(), 0);
    while place < signs.len() {
        let begins = matches!(signs[place], '+' | '(' | '3' | '8') && (place == 0 || !signs[place - 1].is_alphanumeric());
        match begins.then(|| phone_at(&signs[place..])).flatten() {
            Some((length, phone)) => {
                found.push((signs[place..place + length].iter().collect(), phone));
                place += length;
            }
            None => place += 1,
        }
    }
    found
}

/// The longest phone number at the beginning, with how many characters it takes.
fn phone_at(signs: &[char]) -> Option<(usize, String)> {
    let mut found = None;
    for (place, sign) in signs.iter().enumerate() {
        match sign {
            '0'..='9' => {}
            '+' if place == 0 => continue,
            ' ' | '\u{a0}' | '-' | '\u{2011}'..='\u{2013}' | '(' | ')' => continue,
            _ => break,
        }
        if signs.get(place + 1).is_some_and(|next| next.is_alphanumeric()) {
            continue;
        }
        let written: String = signs[..=place].iter().collect();
        if let Ok(phone) = Phone::parse(&written) {
            found = Some((place + 1, phone.as_str().to_owned()));
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| sign.is_whitespace() || ",;:()<>«»\"".contains(sign)).map(|word| word.trim_matches(['.', '!', '?']))
}

/// Of state bodies the address is no one's.
fn personal_emails(text: &str) -> Vec<(String, String)> {
    let is_office = |value: &str| value.ends_with(".gov.by") || value.ends_with("@gov.by");
    email_addresses(text).into_iter().filter(|(_, value)| !is_office(value)).collect()
}

/// All addresses of e-mail of a text, each as it is written, with its value.
pub(crate) fn email_addresses(text: &str) -> Vec<(String, String)> {
    let addresses = words(text).filter_map(|word| Some((word.to_owned(), EmailAddress::parse(word).ok()?)));
    addresses.map(|(word, address)| (word, address.as_str().to_lowercase())).collect()
}

fn identification_numbers(text: &str) -> Vec<(String, String)> {
    let found = words(text).filter_map(|word| Some((word.to_owned(), IdentificationNumber::parse(word).ok()?)));
    found.map(|(word, number)| (word, number.as_str().to_owned())).collect()
}

/// Endings of patronymics in all cases, Russian and Belarusian.
const PATRONYMIC: [&str; 25] = [
    "вич", "вича", "вичу", "вичем", "виче", "вна", "вны", "вне", "вну", "вной", "ична", "ичны", "ичне", "ичну", "ичной", "віч", "віча", "вічу",
    "вічам", "вічы", "ўна", "ўны", "ўне", "ўну", "ўнай",
];
/// Words that stand before a name at the beginning of a sentence: of what is named after people, and of address.
const NO_NAMES: [&str; 16] = [
    "улица", "улице", "улицы", "проспект", "вуліца", "вуліцы", "праспект", "имени", "уважаемая", "уважаемый", "гражданка", "гражданин",
    "паважаная", "паважаны", "грамадзянка", "грамадзянін",
];

/// Three words with capitals in one line, of which the second or the third is a patronymic.
fn foreign_names(text: &str, known: &[&str]) -> Vec<String> {
    let known: Vec<Vec<char>> = known.iter().flat_map(|text| words(text)).map(|word| name_key(word).chars().collect()).collect();
    let is_known = |word: &str| {
        let key: Vec<char> = name_key(word).chars().collect();
        known.iter().any(|other| is_one_name(&key, other))
    };
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut place = 0;
        while place + 3 <= words.len() {
            // A comma or a full stop ends a name.
            let inner = words[place..place + 2].iter().all(|word| word.chars().all(|sign| sign.is_alphabetic() || sign == '-'));
            let own: Vec<&str> =
                words[place..place + 3].iter().map(|word| word.trim_matches(|sign: char| !sign.is_alphabetic())).collect();
            let is_name = inner && own.iter().all(|word| is_capitalised(word)) && own[1..].iter().any(|word| is_patronymic(word));
            if is_name && !own.iter().all(|word| is_known(word)) {
                let name = own.join(" ");
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            place += if is_name { 3 } else { 1 };
        }
    }
    names
}

pub(crate) fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    capital && letters.clone().count() >= 2 && letters.any(char::is_lowercase) && !NO_NAMES.contains(&word.to_lowercase().as_str())
}

pub(crate) fn is_patronymic(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.chars().count() >= 6 && PATRONYMIC.iter().any(|ending| lower.ends_with(ending))
}

/// Whether two keys are one name in two cases: all but the ending is alike.
fn is_one_name(one: &[char], other: &[char]) -> bool {
    let alike = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let shorter = one.len().min(other.len());
    let longer = one.len().max(other.len());
    alike >= 3.max(shorter.saturating_sub(2)) && longer - alike <= 4
}
