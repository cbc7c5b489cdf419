//! Names of applicants, found although typed with a mistake or in the other language: Ковалёв, Кавалёў, Ковалев.

/// What a word of a name is compared by: the same for the Russian and the Belarusian spelling of most names.
#[must_use]
pub fn name_key(word: &str) -> String {
    let lower = word.to_lowercase().replace("шч", "щ").replace("дз", "д");
    let mut key = String::with_capacity(lower.len());
    for letter in lower.chars() {
        let folded = match letter {
            'о' => 'а',
            'ё' | 'э' | 'я' => 'е',
            'і' | 'ы' | 'й' | 'i' => 'и',
            'ў' => 'в',
            'ю' => 'у',
            'ц' => 'т',
            'ь' | 'ъ' => continue,
            letter if letter.is_alphanumeric() => letter,
            _ => continue,
        };
        if !key.ends_with(folded) {
            key.push(folded);
        }
    }
    key
}

/// The keys of the words of a name, each once. Single letters (initials) say nothing.
#[must_use]
pub fn name_keys(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '.' | ',' | '«' | '»' | '"' | '(' | ')' | '/'));
    let mut keys: Vec<String> = words.map(name_key).filter(|key| key.chars().nth(1).is_some()).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// Whether a key may be what was meant by a typed one: begins with it, or differs by one letter, from six letters on by
/// two. Letters left out, put in, taken for others or swapped.
#[must_use]
pub fn look_alike(typed: &str, key: &str) -> bool {
    let length = typed.chars().count();
    if length >= 3 && key.starts_with(typed) {
        return true;
    }
    let allowed = match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    distance(typed, key) <= allowed
}

/// Optimal string alignment distance.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let width = other.len() + 1;
    let mut before = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = vec![row + 1; width];
        for (column, other_letter) in other.iter().enumerate() {
            let change = usize::from(letter != other_letter);
            let mut least = (last[column] + change).min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *other_letter {
                least = least.min(before[column - 1] + 1);
            }
            next[column + 1] = least;
        }
        before = std::mem::replace(&mut last, next);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REG-11
    #[test]
    fn both_spellings_of_a_name_have_one_key() {
        for (russian, belarusian) in [
            ("Ковалёв", "Кавалёў"),
            ("Иванов", "Іваноў"),
            ("Сергей", "Сяргей"),
            ("Татьяна", "Таццяна"),
            ("Дмитрий", "Дзмітрый"),
            ("Щербаков", "Шчарбакоў"),
            ("Наталья", "Наталля"),
        ] {
            let (one, other) = (name_key(russian), name_key(belarusian));
            assert!(look_alike(&one, &other), "{russian} {belarusian}: {one} {other}");
        }
    }

    // REQ: REG-11
    #[test]
    fn a_mistyped_surname_looks_like_the_right_one_and_others_do_not() {
        let alike = |typed: &str, right: &str| look_alike(&name_key(typed), &name_key(right));
        for (typed, right) in [("Купова", "Купава"), ("Кпава", "Купава"), ("Шевцвоа", "Шевцова"), ("Ромоновский", "Романовский"), ("Роман", "Романовский")] {
            assert!(alike(typed, right), "{typed} {right}");
        }
        for (typed, other) in [("Купава", "Кутас"), ("Кот", "Лис"), ("Иванов", "Петров"), ("Ан", "Анна")] {
            assert!(!alike(typed, other), "{typed} {other}");
        }
    }

    #[test]
    fn the_words_of_a_name_are_keys_and_initials_are_not() {
        assert_eq!(name_keys("ООО «Ромашка-плюс», А. Б."), ["плус", "рамашка"]);
    }
}
