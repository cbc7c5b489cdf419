//! Whoever installs the system is bound by nobody's conditions but attribution: `.deny.toml` says the same to cargo-deny,
//! which not everybody has.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use zvarot_checks::{cargo, read};

/// Every crate that is built for one of the targets we ship for, tests included, with its licence.
fn crates() -> BTreeMap<String, String> {
    let text = cargo(&[
        "tree",
        "--workspace",
        "--locked",
        "--edges=normal,build,dev",
        "--target=x86_64-unknown-linux-gnu",
        "--target=aarch64-unknown-linux-gnu",
        "--prefix=none",
        "--format={p}|{l}",
    ]);
    let crates: BTreeMap<String, String> = text
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(name, licence)| {
            let name = name.split(' ').next().unwrap_or_default();
            (name.to_owned(), licence.trim_end_matches(" (*)").to_owned())
        })
        .collect();
    assert!(crates.len() > 200, "cargo tree lists them all");
    crates
}

/// The words of a list in `.deny.toml`.
fn list(pattern: &str) -> BTreeSet<String> {
    let text = read(".deny.toml");
    let list = Regex::new(pattern).expect("a regular expression");
    let list = list.captures(&text).expect("the list is there")[1].to_owned();
    let quoted = Regex::new("\"([^\"]+)\"").expect("a regular expression");
    quoted
        .captures_iter(&list)
        .map(|word| word[1].to_owned())
        .collect()
}

/// Whether an SPDX expression can be satisfied with allowed licences alone.
fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // Older manifests write "MIT/Apache-2.0".
    let text = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut tokens = text.split_whitespace().peekable();
    let satisfied = either(&mut tokens, allowed);
    satisfied && tokens.next().is_none()
}

type Tokens<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(tokens: &mut Tokens<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut satisfied = both(tokens, allowed);
    while tokens.next_if_eq(&"OR").is_some() {
        satisfied |= both(tokens, allowed);
    }
    satisfied
}

fn both(tokens: &mut Tokens<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut satisfied = one(tokens, allowed);
    while tokens.next_if_eq(&"AND").is_some() {
        satisfied &= one(tokens, allowed);
    }
    satisfied
}

fn one(tokens: &mut Tokens<'_>, allowed: &BTreeSet<String>) -> bool {
    if tokens.next_if_eq(&"(").is_some() {
        let satisfied = either(tokens, allowed);
        return tokens.next_if_eq(&")").is_some() && satisfied;
    }
    let mut licence = tokens.next().unwrap_or_default().to_owned();
    if tokens.next_if_eq(&"WITH").is_some() {
        licence = format!("{licence} WITH {}", tokens.next().unwrap_or_default());
    }
    allowed.contains(&licence)
}

#[test]
fn an_expression_is_read_as_spdx_says() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"];
    let allowed = allowed.map(str::to_owned).into();
    for good in [
        "MIT",
        "GPL-3.0-only OR MIT",
        "MIT/Unlicense",
        "(MIT OR GPL-2.0-only) AND Apache-2.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
    ] {
        assert!(satisfied(good, &allowed), "{good}");
    }
    for bad in [
        "",
        "AGPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT OR Apache-2.0",
        "GPL-2.0-only WITH Bison",
    ] {
        assert!(!satisfied(bad, &allowed), "{bad}");
    }
}

#[test]
fn every_licence_is_a_permissive_one() {
    let allowed = list(r"(?s)\nallow = \[(.*?)\]");
    let copyleft = ["GPL", "MPL", "EPL", "CDDL", "EUPL", "SSPL", "BUSL"];
    for licence in &allowed {
        assert!(
            !copyleft.iter().any(|word| licence.contains(word)),
            "{licence}"
        );
    }
    let exceptions = exceptions();
    for (name, licence) in crates() {
        let excepted = exceptions
            .get(&name)
            .is_some_and(|excepted| *excepted == licence);
        assert!(
            excepted || satisfied(&licence, &allowed),
            "{name}: {licence:?}"
        );
    }
}

/// `{ allow = ["…"], crate = "…" }`: single crates, argued for there.
fn exceptions() -> BTreeMap<String, String> {
    let text = read(".deny.toml");
    let one = Regex::new(r#"\{[^}]*?allow = \["([^"]+)"\][^}]*?crate = "([^"@]+)"|\{[^}]*?crate = "([^"@]+)"[^}]*?allow = \["([^"]+)"\]"#)
        .expect("a regular expression");
    one.captures_iter(&text)
        .map(|found| match (found.get(1), found.get(2)) {
            (Some(licence), Some(name)) => (name.as_str().to_owned(), licence.as_str().to_owned()),
            _ => (found[3].to_owned(), found[4].to_owned()),
        })
        .inspect(|(name, licence)| {
            assert!(!licence.contains("GPL"), "{name}: {licence}");
        })
        .collect()
}

#[test]
fn there_is_one_library_for_tls() {
    let crates = crates();
    for banned in ["openssl", "openssl-sys", "native-tls", "ring"] {
        assert!(
            !crates.contains_key(banned),
            "{banned} came in: see cargo tree -i {banned}"
        );
    }
    assert!(crates.contains_key("aws-lc-rs"));
}
