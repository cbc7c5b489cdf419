//! People in a text by the form of what is written: «Мария Ивановна», «Иванов И. И.», «И.И. Иванов». Streets and squares that
//! are named after people are none.

use super::forms::Name;
use crate::answer_check::{is_capitalised, is_patronymic};

/// Words after which a name is that of a place or an institution, and beginnings of such words.
const NAMED_AFTER: [&str; 9] = ["ул", "вул", "пр", "пер", "пл", "бул", "имени", "им", "імя"];
const BEGINNINGS: [&str; 16] = [
    "улиц", "вуліц", "просп", "праспект", "переул", "завул", "площ", "плошч", "бульвар", "парк", "сквер", "школ", "театр", "тэатр", "станц", "музе",
];
/// Endings of surnames in all cases: one initial beside such a word is a person's.
const SURNAMES: [&str; 35] = [
    "ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина", "ына", "ову", "еву", "ину", "овой", "евой", "иной", "ым", "ский", "ская", "ского", "ской",
    "скому", "цкий", "цкая", "вич", "енко", "юк", "чук", "аў", "еў", "оў", "ёў", "скі", "цкі", "віч",
];

/// The words of a text; an apostrophe stands inside of a word, a hyphen between two.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '\'' | '’' | 'ʼ');
    text.split(move |letter: char| !is_letter(letter)).filter(|word| word.chars().any(char::is_alphanumeric))
}

struct Token<'a> {
    text: &'a str,
    /// Where it begins and ends.
    from: usize,
    until: usize,
}

impl Token<'_> {
    fn is_initial(&self, line: &str) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && line[self.until..].starts_with('.')
    }

    fn is_surname(&self) -> bool {
        self.text.chars().count() >= 3 && is_capitalised(self.text)
    }

    fn has_surnames_ending(&self) -> bool {
        let lower = self.text.to_lowercase();
        self.is_surname() && lower.chars().count() >= 4 && SURNAMES.iter().any(|ending| lower.ends_with(ending))
    }
}

/// The people of a text, as they are written, but for those that a known text names.
pub(super) fn people(text: &str, known: &[&str]) -> Vec<String> {
    let known: Vec<Name> = known.iter().flat_map(|text| words(text)).map(Name::new).collect();
    let is_known = |name: &str| {
        let mut long = words(name).filter(|word| word.chars().count() > 1).map(Name::new);
        long.all(|word| known.iter().any(|other| other.is(&word)))
    };
    let mut people: Vec<String> = text.lines().flat_map(people_of_line).collect();
    people.retain(|name| !is_known(name));
    people
}

fn people_of_line(line: &str) -> Vec<String> {
    let tokens: Vec<Token<'_>> = words(line)
        .map(|text| {
            let from = text.as_ptr() as usize - line.as_ptr() as usize;
            Token { text, from, until: from + text.len() }
        })
        .collect();
    let (mut found, mut place) = (Vec::new(), 0);
    while place < tokens.len() {
        let length = if is_place(&tokens[..place], line) { 0 } else { person_at(line, &tokens[place..]) };
        if length > 0 {
            let last = &tokens[place + length - 1];
            let dot = usize::from(last.is_initial(line));
            found.push(line[tokens[place].from..last.until + dot].to_owned());
        }
        place += length.max(1);
    }
    found
}

/// How many tokens of a person's name begin here; 0: none.
fn person_at(line: &str, tokens: &[Token<'_>]) -> usize {
    // What stands between the parts of one name: nothing but spaces and the full stops of initials.
    let joined = |count: usize| {
        tokens.len() >= count
            && tokens[..count].windows(2).all(|pair| {
                let between = &line[pair[0].until..pair[1].from];
                let between = if pair[0].is_initial(line) { &between[1..] } else { between };
                between.chars().all(|sign| sign == ' ' || sign == '\u{a0}')
            })
    };
    let initial = |place: usize| tokens[place].is_initial(line);
    // «Пишет И. И. Иванов»: the initials are those of what follows.
    let others = joined(4) && tokens[3].has_surnames_ending() && !tokens[0].has_surnames_ending();
    if joined(3) && !others && (tokens[0].is_surname() && initial(1) && initial(2) || initial(0) && initial(1) && tokens[2].is_surname()) {
        return 3;
    }
    if !joined(2) {
        return 0;
    }
    let full = is_capitalised(tokens[0].text) && is_capitalised(tokens[1].text) && is_patronymic(tokens[1].text);
    let short = tokens[0].has_surnames_ending() && initial(1) || initial(0) && tokens[1].has_surnames_ending();
    if full || short { 2 } else { 0 }
}

/// Whether what follows these words is the name of a street or of an institution.
fn is_place(before: &[Token<'_>], line: &str) -> bool {
    // «ул. имени Я. Коласа»: initials stand between.
    let word = before.iter().rev().find(|token| !token.is_initial(line));
    word.is_some_and(|word| {
        let lower = word.text.to_lowercase();
        NAMED_AFTER.contains(&lower.as_str()) || BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
    })
}
