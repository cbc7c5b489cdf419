//! Reads what the repository says about itself. The tests of this crate hold the files under `infra/`, the licences and
//! the directions of dependencies to what is promised of them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use regex::Regex;
use serde_json::Value;

/// The functions, as their folders are called.
pub const FUNCTIONS: [&str; 8] = ["front", "api", "files", "notify", "reports", "load", "exchange", "clock"];

/// The variables whose value is a secret.
pub const SECRETS: [&str; 13] = [
    "SMDO_KEY",
    "SMDO_SECRET",
    "DATABASE_URL",
    "SECRET_KEY",
    "SMTP_URL",
    "SMTP_CA",
    "SMS_HTTP_TOKEN",
    "SMPP_SYSTEM_ID",
    "SMPP_PASSWORD",
    "STORAGE_ACCESS_KEY_ID",
    "STORAGE_SECRET_ACCESS_KEY",
    "SQS_ACCESS_KEY_ID",
    "SQS_SECRET_ACCESS_KEY",
];

/// The repository's root.
///
/// # Panics
/// Never: this crate lies two folders deep.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("this crate lies two folders deep")
        .to_owned()
}

/// A file of the repository.
///
/// # Panics
/// It cannot be read.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder whose names end so, sorted, as paths from the root.
pub fn files_below(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && name != "node_modules" && name != ".venv" {
                folders.push(path);
            } else if path.is_file() && name.ends_with(ending) {
                let path = path.strip_prefix(root()).unwrap_or(&path);
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// What cargo says, as text.
///
/// # Panics
/// It fails.
pub fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The workspace's own packages, as cargo describes them.
///
/// # Panics
/// Cargo fails.
pub fn packages() -> Vec<Value> {
    let text = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&text).expect("metadata is JSON");
    metadata["packages"].as_array().cloned().unwrap_or_default()
}

/// The variables that the programs read, by the look-ups in their sources; what only tests name does not count.
///
/// # Panics
/// A source cannot be read.
pub fn variables_read() -> BTreeSet<String> {
    // A name of several words, or one of the few of one word, as an argument of any function (not of a macro).
    let direct = r#"\w(?:::<\w+>)?\(\s*(?:&?\w+,\s*)?"([A-Z][A-Z0-9]*_[A-Z0-9_]+|LOG|SMS|UPLOADS|DOORBELL|ANTIVIRUS)""#;
    let pattern = Regex::new(direct).expect("a regular expression");
    let mut found = BTreeSet::new();
    for folder in ["functions", "shared", "infra/admin"] {
        for path in files_below(folder, ".rs") {
            let is_test = path.contains("/tests") || path.contains("shared/testkit");
            if is_test {
                continue;
            }
            let source = read(&path);
            let code = source
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            found.extend(pattern.captures_iter(code).map(|found| found[1].to_owned()));
        }
    }
    // Set by Lambda itself (how the place is recognised) and by cargo for what is done while building.
    for other in ["AWS_LAMBDA_RUNTIME_API", "CARGO_MANIFEST_DIR", "OUT_DIR"] {
        found.remove(other);
    }
    found
}

/// The variables of the table in `infra/README.md`.
///
/// # Panics
/// It cannot be read.
pub fn variables_documented() -> BTreeSet<String> {
    let pattern = Regex::new(r"(?m)^\| `([A-Z][A-Z0-9_]+)`").expect("a regular expression");
    let text = read("infra/README.md");
    pattern
        .captures_iter(&text)
        .map(|found| found[1].to_owned())
        .collect()
}
