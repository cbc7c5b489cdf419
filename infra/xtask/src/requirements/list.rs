//! The list of requirements: Markdown tables with rows `| ID | text | source |`.

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub struct Requirement {
    pub id: String,
    pub text: String,
}

/// The rows whose first cell is an id, in their order.
pub fn parse(markdown: &str) -> Vec<Requirement> {
    markdown.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Requirement> {
    let mut cells = line.trim().strip_prefix('|')?.split('|').map(str::trim);
    let id = cells.next()?.trim_matches(['*', '`']);
    is_id(id).then(|| Requirement { id: id.to_owned(), text: cells.next().unwrap_or_default().to_owned() })
}

/// `SUB-04`, `REG-06a`.
pub fn is_id(word: &str) -> bool {
    let Some((group, number)) = word.split_once('-') else { return false };
    let digits = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    !group.is_empty()
        && group.starts_with(|letter: char| letter.is_ascii_uppercase())
        && group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && number.len() - digits.len() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_with_an_id_count() {
        let text = "# Requirements\n| id | requirement | source |\n|---|---|---|\n\
                    | SUB-01 | An applicant is a person. | R4.2 |\n| **REG-06a** | A second clock. | art. 10 |\n\
                    | not-1 | x |\nSUB-02 is explained here\n|BEY-15|Tight||\n";
        let found: Vec<(String, String)> = parse(text).into_iter().map(|row| (row.id, row.text)).collect();
        let expected = [
            ("SUB-01", "An applicant is a person."),
            ("REG-06a", "A second clock."),
            ("BEY-15", "Tight"),
        ];
        assert_eq!(found, expected.map(|(id, text)| (id.to_owned(), text.to_owned())));
    }
}
