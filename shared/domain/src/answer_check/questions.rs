//! Questions of an appeal that an answer does not speak of. A question is a numbered point, or, where there are none, a
//! sentence with a question mark; it counts as unanswered only if not one of its words is in the answer in any form.

use std::collections::HashSet;

/// Words shorter than this say little.
const SHORTEST_WORD: usize = 5;
/// Words are compared by so many first letters: endings differ.
const ROOT: usize = 5;
/// A question with fewer words of its own cannot be recognised.
const FEWEST_WORDS: usize = 2;
/// Characters of a question that are shown.
const SHOWN: usize = 120;

/// Words of all questions and answers alike.
const COMMON: [&str; 24] = [
    "прошу", "просим", "прашу", "просім", "сообщить", "сообщите", "паведаміць", "паведаміце", "какой", "какие", "какая", "почему", "когда",
    "когда-нибудь", "скажите", "скажыце", "может", "можно", "можна", "будет", "будут", "является", "которые", "которая",
];

/// The questions of `content` that nothing in `answer` speaks of, their beginnings in one line.
#[must_use]
pub fn unanswered(content: &str, answer: &str) -> Vec<String> {
    let spoken: HashSet<String> = roots(answer).collect();
    let numbered: HashSet<u32> = answer.lines().filter_map(|line| point(line).map(|(number, _)| number)).collect();
    let mut left = Vec::new();
    for (number, question) in questions(content) {
        if number.is_some_and(|number| numbered.contains(&number)) {
            continue;
        }
        let own: HashSet<String> = roots(&question).collect();
        if own.len() >= FEWEST_WORDS && own.is_disjoint(&spoken) {
            left.push(beginning(&question));
        }
    }
    left
}

/// The questions; those of a list with their numbers.
fn questions(content: &str) -> Vec<(Option<u32>, String)> {
    let points = points(content);
    if points.len() >= 2 {
        return points.into_iter().map(|(number, text)| (Some(number), text)).collect();
    }
    let mut sentences = Vec::new();
    let mut rest = content;
    while let Some(end) = rest.find(['?', '!', '\n']).into_iter().chain(rest.find(". ")).min() {
        let (sentence, after) = rest.split_at(end);
        if after.starts_with('?') {
            sentences.push((None, sentence.trim().to_owned()));
        }
        rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    sentences
}

/// The points of a list numbered from one; lines without a number go on with the point before.
fn points(content: &str) -> Vec<(u32, String)> {
    let mut points: Vec<(u32, String)> = Vec::new();
    for line in content.lines() {
        let expected = points.last().map_or(1, |(number, _)| number + 1);
        match point(line) {
            Some((number, text)) if number == expected => points.push((number, text.to_owned())),
            // After an empty line the list is over.
            _ if line.trim().is_empty() && points.len() >= 2 => break,
            _ => {
                if let Some((_, text)) = points.last_mut() {
                    text.push(' ');
                    text.push_str(line.trim());
                }
            }
        }
    }
    points
}

/// `2. Текст` or `2) Текст`.
fn point(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits).filter(|_| (1..=2).contains(&digits))?.parse().ok()?;
    let text = line.get(digits..)?.strip_prefix(['.', ')'])?;
    let text = text.strip_prefix(char::is_whitespace)?.trim();
    (!text.is_empty()).then_some((number, text))
}

fn roots(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphabetic() && letter != '-' && letter != '\'');
    words.filter_map(|word| {
        let word = word.to_lowercase().replace('ё', "е");
        let says = word.chars().count() >= SHORTEST_WORD && !COMMON.contains(&word.as_str());
        says.then(|| word.chars().take(ROOT).collect())
    })
}

fn beginning(question: &str) -> String {
    let words = question.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN {
        return words;
    }
    words.chars().take(SHOWN).chain(['…']).collect()
}
