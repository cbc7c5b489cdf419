//! Whom a complaint is about (BEY-05; law, art. 10): whether the words that name the employee name this official.

use crate::publication::{Name, words};

/// How the words that say whom a complaint is about name a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Somebody else, or nobody.
    No,
    /// The surname is the same; the rest is left out, is initials or another's.
    Perhaps,
    /// Surname, name and, where the person has one, patronymic.
    InFull,
}

/// How `against`, in any case and order and with a position («Иванова Ивана Ивановича, мастера ЖЭУ»), names the person whose
/// surname comes first in `person`.
#[must_use]
pub fn named(against: &str, person: &str) -> Named {
    let said: Vec<Name> = words(against).map(Name::new).filter(Name::is_word).collect();
    let is_said = |name: &Name| said.iter().any(|word| name.is(word));
    let mut own = words(person).map(Name::new).filter(Name::is_word);
    if !own.next().is_some_and(|surname| is_said(&surname)) {
        return Named::No;
    }
    let rest: Vec<Name> = own.collect();
    if !rest.is_empty() && rest.iter().all(is_said) { Named::InFull } else { Named::Perhaps }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: BEY-05
    #[test]
    fn the_official_complained_about_is_known_by_the_whole_name() {
        for (against, person, expected) in [
            ("Иванов Иван Иванович, мастер ЖЭУ", "Иванов Иван Иванович", Named::InFull),
            ("на мастера Иванова Ивана Ивановича", "Иванов Иван Иванович", Named::InFull),
            ("Иван Иванович Иванов", "Иванов Иван Иванович", Named::InFull),
            ("Купава Мария, делопроизводитель", "Купава Мария", Named::InFull),
            ("Іваноў Іван Іванавіч", "Иванов Иван Иванович", Named::InFull),
            ("на Іванова Івана Іванавіча", "Иванов Иван Иванович", Named::InFull),
            ("Сёмин Петр Ильич", "Семин Пётр Ильич", Named::InFull),
            ("Ли Анна Петровна", "Ли Анна Петровна", Named::InFull),
            ("Иванов И.И.", "Иванов Иван Иванович", Named::Perhaps),
            ("мастер Иванов", "Иванов Иван Иванович", Named::Perhaps),
            ("Иванов Петр Ильич", "Иванов Иван Иванович", Named::Perhaps),
            ("Иванов Иван Иванович", "Новик А. С.", Named::No),
            ("мастер Иван Иванович", "Петров Иван Иванович", Named::No),
            ("", "Иванов Иван Иванович", Named::No),
            ("мастер", "", Named::No),
        ] {
            assert_eq!(named(against, person), expected, "{against} / {person}");
        }
    }
}
