//! `prepare`: writes `.sqlx` beside each crate with checked queries, so that everybody
//! else builds without a database. Run it after changing a query or a migration.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::commands::{cargo, root, show};
use crate::install;
use crate::progress::step;
use crate::scratch::Scratch;

const MACROS: [&str; 3] = ["query!(", "query_as!(", "query_scalar!("];

pub fn run(check: bool) -> Result<()> {
    install::postgresql()?;
    step("starting a database for this run");
    let database = Scratch::start()?;
    step("applying the migrations");
    database.apply(&migrations()?)?;
    let mut stale = Vec::new();
    for package in packages_with_queries()? {
        let described = describe(&package, &database.url()?)?;
        let folder = package.join(".sqlx");
        if contents(&folder)? == described {
            continue;
        }
        if check {
            stale.push(folder.display().to_string());
        } else {
            replace(&folder, &described)?;
        }
    }
    if !stale.is_empty() {
        bail!("not up to date: {}. Run `cargo xtask prepare` and commit", stale.join(", "));
    }
    step(if check { "all descriptions are up to date" } else { "done" });
    Ok(())
}

fn migrations() -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("migrations"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    Ok(files)
}

/// The folders of crates whose sources use the checked macros.
fn packages_with_queries() -> Result<Vec<PathBuf>> {
    let root = root();
    let mut packages = Vec::new();
    for parent in ["shared", "functions", "infra", "."] {
        for entry in fs::read_dir(root.join(parent))?.flatten() {
            let folder = entry.path();
            if folder.join("Cargo.toml").exists() && any_source(&folder.join("src"), &uses_macros)? {
                packages.push(folder);
            }
        }
    }
    packages.sort();
    Ok(packages)
}

fn uses_macros(source: &str) -> bool {
    MACROS.iter().any(|name| source.contains(&format!("sqlx::{name}")) || source.contains(&format!(" {name}")))
}

fn any_source(folder: &Path, test: &dyn Fn(&str) -> bool) -> Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let found = if path.is_dir() {
            any_source(&path, test)?
        } else {
            path.extension().is_some_and(|extension| extension == "rs") && test(&fs::read_to_string(&path)?)
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Compiles the crate against the database and gives what the macros wrote, by file name.
fn describe(package: &Path, database: &str) -> Result<BTreeMap<String, String>> {
    let manifest = fs::read_to_string(package.join("Cargo.toml"))?;
    let name = manifest
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .map(|name| name.trim_matches('"').to_owned())
        .with_context(|| format!("no name in the manifest in {}", package.display()))?;
    step(&format!("compiling the queries of {name}"));
    let written = package.join(".sqlx-new");
    let _ = fs::remove_dir_all(&written);
    fs::create_dir_all(&written)?;
    // The macros run only when the crate is compiled anew.
    let sources = ["src/lib.rs", "src/main.rs"].map(|path| package.join(path));
    for path in sources.iter().filter(|path| path.exists()) {
        fs::File::options().append(true).open(path)?.set_modified(std::time::SystemTime::now())?;
    }
    let compiled = show(
        cargo()
            .args(["check", "--all-targets", "--package", &name])
            .env("DATABASE_URL", database)
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &written),
    );
    let described = contents(&written);
    fs::remove_dir_all(&written)?;
    compiled?;
    described
}

fn contents(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut contents = BTreeMap::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)?.flatten() {
            contents.insert(entry.file_name().to_string_lossy().into_owned(), fs::read_to_string(entry.path())?);
        }
    }
    Ok(contents)
}

fn replace(folder: &Path, described: &BTreeMap<String, String>) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    if described.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    for (name, content) in described {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}
