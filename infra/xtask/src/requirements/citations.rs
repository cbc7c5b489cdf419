//! Finds the tests that cite requirements, in Rust and in JavaScript. A citation counts
//! when it stands above a test or inside one; the same words elsewhere (a function's
//! description) do not.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::list::is_id;

/// One requirement cited by one test.
#[derive(Debug, PartialEq, Eq)]
pub struct Citation {
    pub id: String,
    /// From the repository's root.
    pub file: String,
    /// The line of the comment, from 1.
    pub line: usize,
    pub test: String,
}

const SKIPPED: [&str; 3] = ["target", "node_modules", "fixtures"];

/// All citations under `root`, by file and line.
pub fn scan(root: &Path) -> Result<Vec<Citation>> {
    let mut citations = Vec::new();
    walk(root, root, &mut citations)?;
    citations.sort_by(|left, right| (&left.file, left.line).cmp(&(&right.file, right.line)));
    Ok(citations)
}

fn walk(root: &Path, folder: &Path, citations: &mut Vec<Citation>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || SKIPPED.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, citations)?;
            continue;
        }
        let find: fn(&[&str], usize) -> Option<String> = match path.extension().and_then(|kind| kind.to_str()) {
            Some("rs") => rust_test,
            Some("js" | "mjs" | "cjs" | "ts") => script_test,
            _ => continue,
        };
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let file = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
        citations.extend(in_file(&text, &file, find));
    }
    Ok(())
}

fn in_file(text: &str, file: &str, find: fn(&[&str], usize) -> Option<String>) -> Vec<Citation> {
    let lines: Vec<&str> = text.lines().collect();
    let mut citations = Vec::new();
    for index in 0..lines.len() {
        let Some(ids) = cited(lines[index]) else { continue };
        let Some(test) = find(&lines, index) else { continue };
        citations.extend(ids.into_iter().map(|id| Citation {
            id,
            file: file.to_owned(),
            line: index + 1,
            test: test.clone(),
        }));
    }
    citations
}

/// The ids in a comment line with `REQ:`; other words between them are allowed.
fn cited(line: &str) -> Option<Vec<String>> {
    let comment = line.trim_start().strip_prefix("//")?;
    let (_, after) = comment.split_once("REQ:")?;
    let words = after.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    let ids: Vec<String> = words.filter(|word| is_id(word)).map(str::to_owned).collect();
    (!ids.is_empty()).then_some(ids)
}

fn rust_test(lines: &[&str], comment: usize) -> Option<String> {
    above_rust_test(lines, comment).or_else(|| inside_rust_test(lines, comment))
}

/// Only comments and attributes may stand between the citation and the test.
fn above_rust_test(lines: &[&str], comment: usize) -> Option<String> {
    let mut is_test = has_test_attribute(&lines[..comment]);
    let mut in_attribute = false;
    for line in lines[comment + 1..].iter().map(|line| line.trim()) {
        if line.starts_with("#[") || in_attribute {
            is_test |= is_test_attribute(line);
            in_attribute = !line.ends_with(']');
        } else if let Some(name) = function_name(line) {
            return is_test.then_some(name);
        } else if !(line.starts_with("//") || line.is_empty()) {
            return None;
        }
    }
    None
}

fn inside_rust_test(lines: &[&str], comment: usize) -> Option<String> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let function = (0..comment).rev().find(|index| {
        function_name(lines[*index].trim()).is_some() && depth(lines[*index]) < depth(lines[comment])
    })?;
    let is_test = has_test_attribute(&lines[..function]);
    is_test.then(|| function_name(lines[function].trim())).flatten()
}

/// Whether the attributes that end these lines make the next item a test.
fn has_test_attribute(lines: &[&str]) -> bool {
    let ends = |line: &str| line.is_empty() || line.ends_with(['{', '}', ';', ',']) && !line.starts_with("//");
    let attributes = lines.iter().rev().map(|line| line.trim()).take_while(|line| !ends(line));
    attributes.into_iter().any(is_test_attribute)
}

/// `#[test]`, `#[tokio::test(…)]`, `#[sqlx::test]`, `#[test_case(…)]`.
fn is_test_attribute(line: &str) -> bool {
    let Some(attribute) = line.strip_prefix("#[") else { return false };
    let path: String = attribute.chars().take_while(|letter| letter.is_alphanumeric() || matches!(letter, ':' | '_')).collect();
    matches!(path.rsplit("::").next(), Some("test" | "test_case" | "rstest"))
}

fn function_name(line: &str) -> Option<String> {
    let rest = ["pub(crate) ", "pub ", "async ", "const "]
        .iter()
        .fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
    let name = rest.strip_prefix("fn ")?;
    Some(name.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect())
}

/// `test('name', …)`, `it("name", …)`, `t.test(…)`: the next one below the comment, or the nearest above.
fn script_test(lines: &[&str], comment: usize) -> Option<String> {
    let below = lines[comment + 1..]
        .iter()
        .map(|line| line.trim())
        .find(|line| !(line.is_empty() || line.starts_with("//")))
        .and_then(script_name);
    below.or_else(|| lines[..comment].iter().rev().find_map(|line| script_name(line.trim())))
}

fn script_name(line: &str) -> Option<String> {
    let line = line.strip_prefix("await ").unwrap_or(line);
    let (call, rest) = line.split_once('(')?;
    if !matches!(call.rsplit('.').next(), Some("test" | "it")) {
        return None;
    }
    let quote = rest.chars().next().filter(|letter| matches!(letter, '\'' | '"' | '`'))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, find: fn(&[&str], usize) -> Option<String>) -> Vec<(String, usize, String)> {
        in_file(text, "f", find).into_iter().map(|one| (one.id, one.line, one.test)).collect()
    }

    #[test]
    fn a_rust_test_is_cited_above_or_inside() {
        let text = "    // REQ: SUB-04, SUB-11 (drafts) and REG-06a\n    #[tokio::test(\n        flavor = \"x\"\n    )]\n    \
                    async fn files_are_checked() {\n        // REQ: SEC-01\n        assert!(is_checked());\n    }\n\
                    #[test]\n// REQ: NOT-01\nfn told() {}\n";
        let expected = [
            ("SUB-04", 1, "files_are_checked"),
            ("SUB-11", 1, "files_are_checked"),
            ("REG-06a", 1, "files_are_checked"),
            ("SEC-01", 6, "files_are_checked"),
            ("NOT-01", 10, "told"),
        ];
        assert_eq!(found(text, rust_test), expected.map(|(id, line, test)| (id.to_owned(), line, test.to_owned())));
    }

    #[test]
    fn a_description_or_a_string_is_no_citation() {
        let text = "/// The limit. REQ: REG-04\npub fn limit() {}\n\
                    #[test]\nfn t() {\n    let x = \"// REQ: SUB-01\";\n}\n\
                    // REQ: SUB-02\nstruct NoTest;\n#[expect(unused, reason = \"test\")]\n// REQ: SUB-03\nfn helper() {}\n";
        assert_eq!(found(text, rust_test), []);
    }

    #[test]
    fn browser_tests_count_too() {
        let text = "// REQ: BEY-16\ntest('the page at 360 px', async () => {\n  // REQ: IDN-01\n  await page.go();\n});\n";
        let expected = [("BEY-16", 1, "the page at 360 px"), ("IDN-01", 3, "the page at 360 px")];
        assert_eq!(found(text, script_test), expected.map(|(id, line, test)| (id.to_owned(), line, test.to_owned())));
    }
}
