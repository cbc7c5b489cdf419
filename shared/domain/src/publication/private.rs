//! What a published text must not give away (BEY-01): who wrote and who is complained about, where they live, how they are
//! reached. That is refused always; what only looks like personal data may be an official's, if the publisher says so.

use super::{forms::Name, names};
use crate::{
    answer_check::{email_addresses, personal_data, phone_numbers},
    applicant::{Address, ApplicantProfile},
};

/// Words between a street and a house that belong together at most.
const NEAR: usize = 6;
/// Words of an address that are no name of a place.
const PLACES: [&str; 44] = [
    "улица", "ул", "проспект", "просп", "пр", "переулок", "пер", "площадь", "пл", "бульвар", "бул", "тракт", "шоссе", "проезд", "набережная", "микрорайон",
    "мкр", "дом", "имени", "лет", "года", "деревня", "дер", "поселок", "посёлок", "агрогородок", "город", "гп", "аг", "район", "область", "сельсовет",
    "вуліца", "вул", "праспект", "завулак", "плошча", "шаша", "вёска", "пасёлак", "аграгарадок", "горад", "корпус", "квартира",
];
/// Beginnings of words that say who somebody is at work, not what the name is.
const POSITIONS: [&str; 33] = [
    "мастер", "майст", "инспектор", "інспектар", "начальник", "начальнік", "директор", "дырэктар", "врач", "урач", "завед", "загадчы", "председат",
    "старшын", "специалист", "спецыяліст", "бухгалтер", "бухгалтар", "главн", "галоўн", "заместител", "намеснік", "управляющ", "секретар", "сакратар",
    "инженер", "інжынер", "сотрудник", "супрацоўнік", "работник", "работнік", "руководител", "кіраўнік",
];

/// What must not be given away of an appeal, and what everybody may know.
#[derive(Default)]
pub struct Private {
    pub(super) names: Vec<Name>,
    pub(super) homes: Vec<Home>,
    /// Texts with telephone numbers and addresses of e-mail that are the applicants'.
    contacts: String,
    /// Texts whose names, telephone numbers and addresses are everybody's: the organisation's own contacts.
    public: String,
}

pub(super) struct Home {
    pub(super) street: Vec<Name>,
    house: String,
}

impl Private {
    /// Whoever wrote: all words of the names, the head of a legal entity, the home.
    pub fn add_applicant(&mut self, profile: &ApplicantProfile) {
        let form = profile.form();
        self.add_name(&[form.surname, form.name, form.patronymic, form.head_name].join(" "));
        self.homes.extend(home(profile.address()));
    }

    /// A telephone number or an address of e-mail of whoever wrote.
    pub fn add_contact(&mut self, contact: &str) {
        self.contacts.extend([contact, "\n"]);
    }

    /// Whoever is complained about, in whichever words: the position is not taken for a name.
    pub fn add_employee(&mut self, typed: &str) {
        let is_position = |word: &&str| POSITIONS.iter().any(|position| word.to_lowercase().starts_with(position));
        let words: Vec<&str> = names::words(typed).filter(|word| !is_position(word)).collect();
        // An abbreviation, «ЖЭУ», is no name; without any capitals all words may be.
        let is_name = |word: &&&str| word.starts_with(char::is_uppercase) && (word.chars().count() > 4 || word.chars().any(char::is_lowercase));
        let names: Vec<&str> = words.iter().filter(is_name).copied().collect();
        self.add_name(&if names.is_empty() { words } else { names }.join(" "));
    }

    /// What the organisation itself has made known: its contacts.
    pub fn allow(&mut self, text: &str) {
        self.public.extend([text, "\n"]);
    }

    /// Whoever is named by these words, all of them.
    pub fn add_name(&mut self, name: &str) {
        self.names.extend(names::words(name).map(Name::new).filter(Name::is_word));
    }

    /// What in a text is or looks like somebody's personal data, as it is written. `official`: what the publisher says that
    /// everybody may know.
    pub(super) fn found_in(&self, text: &str, official: &str) -> Vec<String> {
        let public = [self.public.as_str(), official];
        let data = personal_data(text, &public);
        let mut found: Vec<String> = self.contacts_in(text);
        let mut add = |one: String| {
            if !found.iter().any(|known| known.contains(&one)) {
                found.push(one);
            }
        };
        [data.phones, data.emails, data.identification_numbers, data.names].into_iter().flatten().for_each(&mut add);
        names::people(text, &public).into_iter().for_each(&mut add);
        let capitalised = names::words(text).filter(|word| word.starts_with(char::is_uppercase));
        capitalised.filter(|word| self.is_named(word)).map(str::to_owned).for_each(&mut add);
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        self.homes.iter().filter_map(|home| home.found_in(&words)).for_each(&mut add);
        words.windows(2).filter(|pair| is_flat(pair[0]) && begins_with_digit(pair[1])).map(|pair| pair.join(" ")).for_each(&mut add);
        found
    }

    fn is_named(&self, word: &str) -> bool {
        let word = Name::new(word);
        self.names.iter().any(|name| name.is(&word))
    }

    /// The applicants' own telephone numbers, landline ones too, and addresses.
    fn contacts_in(&self, text: &str) -> Vec<String> {
        let of = |find: fn(&str) -> Vec<(String, String)>| {
            let own: Vec<String> = find(&self.contacts).into_iter().map(|(_, value)| value).collect();
            find(text).into_iter().filter(move |(_, value)| own.contains(value)).map(|(written, _)| written)
        };
        of(phone_numbers).chain(of(email_addresses)).collect()
    }
}

impl Home {
    /// The street with the house near it, on either side.
    fn found_in(&self, words: &[&str]) -> Option<String> {
        let is_street = |word: &&str| {
            let word = Name::new(word);
            self.street.iter().any(|name| name.is(&word))
        };
        let streets = words.iter().enumerate().filter(|(_, word)| is_street(word));
        streets.into_iter().find_map(|(place, street)| {
            let from = place.saturating_sub(NEAR);
            let until = (place + NEAR + 1).min(words.len());
            let house = words[from..until].iter().find(|word| word.to_lowercase() == self.house)?;
            Some(format!("{street} {house}"))
        })
    }
}

/// None: the address says no house.
fn home(address: &Address) -> Option<Home> {
    let (street, house) = match (address.street.as_str(), address.house.as_str()) {
        // In one line.
        (_, "") => last_parts(&address.settlement)?,
        ("", house) => (address.settlement.clone(), house.to_owned()),
        (street, house) => (street.to_owned(), house.to_owned()),
    };
    let house = house.split(|letter: char| !letter.is_alphanumeric()).find(|part| begins_with_digit(part))?.to_lowercase();
    let street = names::words(&street).filter(|word| word.chars().count() >= 3 && !PLACES.contains(&word.to_lowercase().as_str()));
    Some(Home { street: street.map(Name::new).collect(), house })
}

/// The street and the house of «220030, г. Минск, ул. Советская, 11-5».
fn last_parts(line: &str) -> Option<(String, String)> {
    let mut before = "";
    for part in line.split(',') {
        let house = part.split(|letter: char| !letter.is_alphanumeric()).find(|word| begins_with_digit(word) && word.chars().count() <= 4);
        if let Some(house) = house {
            let street = part.split(house).next().unwrap_or_default();
            let street = if names::words(street).any(|word| word.chars().count() >= 3 && !PLACES.contains(&word.to_lowercase().as_str())) { street } else { before };
            return Some((street.to_owned(), house.to_owned()));
        }
        before = part;
    }
    None
}

/// «кв. 12», «квартира 12», «в квартире 12»; Belarusian «кватэра».
fn is_flat(word: &str) -> bool {
    let word = word.to_lowercase();
    word == "кв" || (word.starts_with("квартир") || word.starts_with("кватэр")) && word.chars().count() <= 10
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}
