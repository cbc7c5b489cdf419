//! Dependencies point one way: domain ← store ← actions ← functions.

use std::collections::{BTreeMap, BTreeSet};

use zvarot_checks::{FUNCTIONS, packages};

/// Our crates by name (without `zvarot-`) and the ones of ours that each needs to run.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let short = |name: &serde_json::Value| {
        let name = name.as_str().unwrap_or_default();
        name.strip_prefix("zvarot-").map(str::to_owned)
    };
    packages()
        .iter()
        .filter_map(|package| {
            let needed = package["dependencies"].as_array()?.iter();
            let needed = needed.filter(|needed| needed["kind"].is_null());
            let needed = needed.filter_map(|needed| short(&needed["name"])).collect();
            Some((short(&package["name"])?, needed))
        })
        .collect()
}

/// What each crate of `shared/` may need. One that is missing here may need nothing of ours.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("locale", &["domain"]),
    ("store", &["domain"]),
    ("objects", &["domain"]),
    ("integrations", &["domain"]),
    ("documents", &["domain", "locale"]),
    ("actions", &["domain", "store", "locale"]),
    ("web", &["domain", "store", "actions", "objects", "locale"]),
    ("platform", &["domain", "store", "objects"]),
    ("machine", &[]),
    ("router", &["locale"]),
];

#[test]
fn shared_crates_know_only_what_lies_below_them() {
    let dependencies = dependencies();
    for (name, allowed) in ALLOWED {
        for needed in &dependencies[name] {
            assert!(allowed.contains(&needed.as_str()), "{name} needs {needed}");
        }
    }
    let known: Vec<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let others = ["admin", "checks", "localstack", "testkit", "tests"];
    for name in dependencies.keys() {
        let name = name.as_str();
        let has_rule = known.contains(&name) || others.contains(&name) || FUNCTIONS.contains(&name);
        assert!(has_rule, "{name}: say in this test what it may need");
    }
}

#[test]
fn a_function_never_needs_another() {
    let dependencies = dependencies();
    for (name, needed) in &dependencies {
        for function in FUNCTIONS {
            let joins = name == "localstack" || name == "tests" || name == "testkit";
            assert!(
                joins || !needed.contains(function),
                "{name} needs {function}"
            );
        }
    }
    for function in FUNCTIONS {
        assert!(dependencies.contains_key(function), "{function}");
    }
}

#[test]
fn only_what_runs_knows_where_it_runs() {
    for (name, needed) in dependencies() {
        let runs = FUNCTIONS.contains(&name.as_str())
            || ["localstack", "testkit", "admin", "tests"].contains(&name.as_str());
        assert!(
            runs || !needed.contains("platform"),
            "{name} needs platform"
        );
        let tests = ["tests"].contains(&name.as_str());
        assert!(
            tests || !needed.contains("testkit"),
            "{name} needs testkit to run"
        );
    }
}

#[test]
fn the_domain_does_nothing_but_decide() {
    let packages = packages();
    let domain = packages
        .iter()
        .find(|package| package["name"] == "zvarot-domain")
        .expect("it is there");
    let banned = [
        "tokio",
        "sqlx",
        "reqwest",
        "axum",
        "async-trait",
        "futures-util",
        "hyper",
    ];
    for needed in domain["dependencies"].as_array().expect("a list") {
        let name = needed["name"].as_str().expect("a name");
        assert!(
            !needed["kind"].is_null() || !banned.contains(&name),
            "{name}"
        );
    }
}
