//! `bench`: measures the release build beside its ceilings and prints a table.

use anyhow::Result;

use crate::commands::{cargo, command, root, show};
use crate::install;
use crate::progress::step;

/// The programs that are measured.
const MEASURED: [&str; 10] =
    ["zvarot-localstack", "zvarot-admin", "zvarot-front", "zvarot-api", "zvarot-files", "zvarot-notify", "zvarot-reports", "zvarot-load",
     "zvarot-exchange", "zvarot-clock"];

pub fn run(measures: &[String]) -> Result<()> {
    step("looking for what the measurement needs");
    install::postgresql()?;
    install::scanner()?;
    install::npm_packages("localstack", "the mail server")?;
    step("building for release (the first time takes many minutes)");
    let mut build = cargo();
    build.args(["build", "--release", "--package", "zvarot-tests", "--bin", "bench"]);
    for package in MEASURED {
        build.args(["--package", package]);
    }
    show(build.args(["--bins"]))?;
    step("measuring");
    let programs = root().join("target/release");
    let mut bench = command(programs.join("bench"));
    show(bench.args(measures).env("ZVAROT_BINARIES", programs))?;
    if !measures.is_empty() {
        return Ok(());
    }
    step("measuring in the browser on a slow line");
    install::browser()?;
    install::npm_packages("tests/browser", "the browser tests' packages")?;
    show(command("node").arg("tests/browser/loading.mjs"))
}
