//! `requirements`: which tests prove which requirement. A test cites a requirement in a
//! comment, `// REQ: SUB-04, BEY-15`; only comments of tests count, and each citation
//! promises that the test fails when the requirement breaks.

mod citations;
mod list;

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::commands::root;

pub fn run(list: Option<PathBuf>) -> Result<()> {
    let path = list.unwrap_or_else(|| root().join("../shared/spec/requirements.md"));
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("reading the list {} (another one: --list FILE)", path.display()))?;
    let requirements = list::parse(&text);
    let citations = citations::scan(&root())?;
    print!("{}", report(&requirements, &citations));
    Ok(())
}

fn report(requirements: &[list::Requirement], citations: &[citations::Citation]) -> String {
    let mut report = String::new();
    let mut without = Vec::new();
    for requirement in requirements {
        report += &format!("{}  {}\n", requirement.id, shortened(&requirement.text));
        let citing: Vec<_> = citations.iter().filter(|citation| citation.id == requirement.id).collect();
        for citation in &citing {
            report += &format!("    {}:{} {}\n", citation.file, citation.line, citation.test);
        }
        if citing.is_empty() {
            without.push(requirement);
        }
    }
    report += &format!("\nWithout a test: {} of {}\n", without.len(), requirements.len());
    for requirement in without {
        report += &format!("  {}  {}\n", requirement.id, shortened(&requirement.text));
    }
    let unknown: Vec<_> = citations
        .iter()
        .filter(|citation| !requirements.iter().any(|requirement| requirement.id == citation.id))
        .collect();
    if !unknown.is_empty() {
        report += "\nCited but not in the list:\n";
        for citation in unknown {
            report += &format!("  {}  {}:{} {}\n", citation.id, citation.file, citation.line, citation.test);
        }
    }
    report
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 110;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_tests_and_those_without_are_listed() {
        let requirements = list::parse("| SUB-01 | One | card |\n| SUB-02 | Two | card |\n");
        let citation = |id: &str| citations::Citation {
            id: id.into(),
            file: "tests/a.rs".into(),
            line: 7,
            test: "it_holds".into(),
        };
        let report = report(&requirements, &[citation("SUB-02"), citation("SUB-99")]);
        assert_eq!(
            report,
            "SUB-01  One\nSUB-02  Two\n    tests/a.rs:7 it_holds\n\nWithout a test: 1 of 2\n  SUB-01  One\n\
             \nCited but not in the list:\n  SUB-99  tests/a.rs:7 it_holds\n"
        );
    }
}
