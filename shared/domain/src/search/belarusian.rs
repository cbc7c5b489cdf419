//! Stems of Belarusian words (REG-11). PostgreSQL has no stemmer for Belarusian, so its word forms are brought together
//! here, for the index and for what is typed alike. What counts is that the forms of one word get one stem: the stem itself
//! is no word. Endings are taken off piece by piece until none is left, so that a long ending and a short one meet.

/// What the alternations of spelling leave alike: вада and воды, лес and лясы, рука and руцэ, прыняў and прыняла.
fn fold(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(word.len() / 2);
    for (place, letter) in word.chars().enumerate() {
        let folded = match letter {
            'о' => 'а',
            'ё' | 'я' | 'э' => 'е',
            'ю' => 'у',
            'ы' | 'и' => 'і',
            'ў' if place == 0 => 'у',
            'ў' => 'в',
            'ь' | 'ъ' | '\'' => continue,
            'з' if letters.last() == Some(&'д') => continue,
            letter => letter,
        };
        if !(is_consonant(folded) && letters.last() == Some(&folded)) {
            letters.push(folded);
        }
    }
    letters
}

fn is_consonant(letter: char) -> bool {
    letter.is_alphabetic() && !matches!(letter, 'а' | 'е' | 'і' | 'у')
}

/// Consonants that alternate before endings: дарога and дарозе, страха and страсе, рука and руцэ, хата and хаце.
fn fold_last(letters: &mut [char]) {
    if let Some(last) = letters.last_mut() {
        *last = match *last {
            'з' | 'ж' => 'г',
            'с' | 'ш' => 'х',
            'к' | 'ц' | 'ч' => 'т',
            letter => letter,
        };
    }
}

/// A stem keeps so many letters.
const SHORTEST: usize = 3;

/// Vowels of endings, and `й`.
const VOWELS: &str = "аеіуй";
/// Vowel and consonant: cases of nouns, persons and past of verbs, infinitives, `-ак` and `-ец` with their vowel that comes
/// and goes. Written after folding: `т` is also `к`, `ц` and `ч`, `х` is also `с` and `ш`.
const PAIRS: [&str; 19] = [
    "ам", "ем", "ім", "ах", "ех", "іх", "ав", "ев", "ів", "ув", "ал", "ел", "іл", "ул", "ат", "ет", "іт", "ут", "ен",
];
/// Cases of adjectives whose consonant would be taken for the noun's.
const OF_ADJECTIVES: [&str; 2] = ["ага", "ега"];
/// Nouns on `-ога` and `-ага`, folded: their `г` is no ending.
const NOUNS: [&str; 15] = [
    "дарага", "перавага", "увага", "адвага", "зневага", "павага", "перамага", "дапамага", "падмага", "трівага", "падлага",
    "аблага", "залага", "вага", "смага",
];

/// The stem of a word in lower case.
#[must_use]
pub fn stem(word: &str) -> String {
    let reflexive = word.strip_suffix("цца").map(|rest| format!("{rest}ць"));
    let reflexive = reflexive.or_else(|| word.strip_suffix("ся").filter(|rest| rest.chars().count() > 3).map(str::to_owned));
    let mut letters = fold(reflexive.as_deref().unwrap_or(word));
    take_adjective(&mut letters);
    loop {
        fold_last(&mut letters);
        let taken = ending(&letters);
        if taken == 0 {
            break;
        }
        letters.truncate(letters.len() - taken);
    }
    drop_fleeting(&mut letters);
    letters.into_iter().collect()
}

fn ends(letters: &[char], ending: &str) -> bool {
    let length = ending.chars().count();
    letters.len() >= length && letters[letters.len() - length..].iter().copied().eq(ending.chars())
}

fn take_adjective(letters: &mut Vec<char>) {
    let found = OF_ADJECTIVES.iter().any(|ending| ends(letters, ending));
    let noun = NOUNS.iter().any(|noun| letters.iter().copied().eq(noun.chars()));
    if found && !noun && letters.len() >= SHORTEST + 2 {
        letters.truncate(letters.len() - 3);
    }
}

/// How many letters of ending are left.
fn ending(letters: &[char]) -> usize {
    let length = letters.len();
    let Some(last) = letters.last() else { return 0 };
    if length >= SHORTEST + 2 && PAIRS.iter().any(|pair| ends(letters, pair)) {
        return 2;
    }
    if length > SHORTEST && VOWELS.contains(*last) {
        return 1;
    }
    // будынка beside будынак, хлопца beside хлопец
    let after_consonant = length > SHORTEST && is_consonant(letters[length - 2]);
    usize::from(*last == 'т' && after_consonant)
}

/// The vowel that comes and goes: песень and песня.
fn drop_fleeting(letters: &mut Vec<char>) {
    if let [.., before, vowel, last] = letters[..]
        && letters.len() >= 5
        && matches!(vowel, 'а' | 'е')
        && is_consonant(before)
        && is_consonant(last)
    {
        letters.remove(letters.len() - 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms of one word in each line.
    const FORMS: &str = "
        вада вады вадзе ваду вадой воды водам вод
        дарога дарогі дарозе дарогу дарогай дарогам дарог
        рука рукі руцэ руку рукой рукамі
        хата хаты хаце хату хатай хатамі
        школа школы школе школу школай школ школамі
        вуліца вуліцы вуліцу вуліцай вуліц вуліцамі
        будынак будынка будынку будынкам будынкаў будынкі
        горад горада горадзе гарады гарадоў гарадамі
        дом дому доме дамы дамоў дамамі
        рамонт рамонту рамонце рамонтам
        лес лесу лясы лясоў лясамі
        слова словы слоў славамі словам
        прынята прынялі прыняў прыняла прыняць
        просім просіць прашу просяць
        зрабіць зрабіў зрабіла зрабілі зробіць зробяць
        адказ адказу адказы адказам адказаў
        работа работы рабоце работу работай
        арганізацыя арганізацыі арганізацыю арганізацыяй арганізацыям арганізацый
        насельніцтва насельніцтву насельніцтвам насельніцтве
        рашэнне рашэння рашэнню рашэннем рашэнні
        вялікі вялікага вялікаму вялікім вялікая вялікую вялікія вялікіх
        новы новага новаму новым новая новую новыя новых
        дзіцячы дзіцячага дзіцячая дзіцячую дзіцячых
        урад ураду ўрад ўраду
        заяўка заяўкі заяўку заявак
        пошта пошце пошту пошты
        грамадзянін грамадзяніна грамадзяніну
        кватэра кватэры кватэру кватэрай кватэрам кватэр
        дапамога дапамогу дапамогай дапамогі дапамозе
    ";

    // REQ: REG-11
    #[test]
    fn the_forms_of_a_word_have_one_stem() {
        let mut wrong = Vec::new();
        for line in FORMS.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let stems: Vec<String> = line.split(' ').map(stem).collect();
            if stems.iter().any(|other| *other != stems[0]) {
                wrong.push(format!("{line}: {stems:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    // REQ: REG-11
    #[test]
    fn different_words_have_different_stems() {
        let words = "вада дарога рука хата школа вуліца будынак горад дом лес слова адказ работа арганізацыя насельніцтва рашэнне вялікі новы дзіцячы \
                     пошта кватэра аўтобус смецце двор ліхтар дах вадаправод падʼезд тратуар парк бальніца доктар настаўнік пенсія падатак штраф";
        let mut seen = std::collections::BTreeMap::new();
        for word in words.split_whitespace() {
            if let Some(other) = seen.insert(stem(word), word) {
                panic!("{word} and {other} have the stem {}", stem(word));
            }
        }
    }
}
