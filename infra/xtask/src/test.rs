//! `test`: everything, from a clean checkout: Rust tests on a database of their own, then the browser's.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::commands::{cargo, command, quietly, root, show};
use crate::install;
use crate::progress::step;
use crate::scratch::Scratch;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

pub fn run() -> Result<()> {
    step("looking for what the tests need");
    install::postgresql()?;
    install::scanner()?;
    install::npm_packages("localstack", "the mail server")?;
    // Without Python 3.12 the suites on LocalStack cannot run; they fail then and say why.
    if let Err(reason) = install::localstack() {
        step(&format!("LocalStack cannot be installed, its suites will fail: {reason:#}"));
    }
    install::aws_tools()?;
    install::schemathesis()?;
    let browser_tests = root().join("tests/browser/package.json").exists();
    if browser_tests {
        install::browser()?;
        install::pdf_reader()?;
        install::npm_packages("tests/browser", "the browser tests' packages")?;
    }
    step("building (the first time takes some minutes)");
    show(cargo().args(["build", "--workspace", "--bins"]))?;
    step("starting a database for this run");
    let database = Scratch::start()?;
    let mut tally = rust_tests(&database.url()?)?;
    if browser_tests {
        step("running the browser's tests");
        let mut npm = command("npm");
        npm.args(["test", "--prefix", "tests/browser"]).env("DATABASE_URL", database.url()?);
        tally = tally.and(counted(&mut npm, browser_line)?);
    }
    drop(database);
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        bail!("some tests failed");
    }
    if tally.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

fn rust_tests(database: &str) -> Result<Tally> {
    let has_nextest = quietly(cargo().args(["nextest", "--version"])).is_ok();
    step(if has_nextest { "running the tests" } else { "running the tests (without cargo-nextest, which would be faster)" });
    let mut tests = cargo();
    let read: fn(&str) -> Option<Tally> = if has_nextest {
        tests.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        nextest_line
    } else {
        tests.args(["test", "--workspace", "--no-fail-fast"]);
        libtest_line
    };
    counted(tests.env("DATABASE_URL", database), read)
}

impl Tally {
    fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// How long is waited for more output of a program that has ended: what it left running may hold its output open.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Runs it with its output shown and adds up the lines that tell numbers. A program that
/// fails without telling of a failed test counts as one.
fn counted(command: &mut Command, read: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let (output, input) = std::io::pipe()?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(input.try_clone()?)
        .stderr(input)
        .spawn()
        .with_context(|| format!("starting {}", command.get_program().to_string_lossy()))?;
    // The command holds the writing ends open until it gets others.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (lines, heard) = mpsc::channel();
    thread::spawn(move || {
        let all = BufReader::new(output).split(b'\n').map_while(Result::ok);
        all.map(|line| lines.send(line)).take_while(Result::is_ok).for_each(drop);
    });
    let mut tally = Tally::default();
    let mut ended = None;
    loop {
        match heard.recv_timeout(LAST_WORDS) {
            Ok(line) => {
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                tally = read(&line).map_or(tally, |told| tally.and(told));
            }
            Err(RecvTimeoutError::Timeout) if ended.is_none() => ended = child.try_wait()?,
            Err(_) => break,
        }
    }
    let status = ended.map_or_else(|| child.wait(), Ok)?;
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// `     Summary [   5.2s] 9 tests run: 8 passed (1 slow), 1 failed, 2 skipped`
fn nextest_line(line: &str) -> Option<Tally> {
    let (_, told) = line.trim().strip_prefix("Summary [")?.split_once("run:")?;
    let number = |word: &str| {
        told.split([',', '(']).map(str::trim).find_map(|part| part.strip_suffix(word)?.trim().parse::<u64>().ok())
    };
    let failed = ["failed", "timed out", "exec failed"].into_iter().filter_map(number).sum();
    Some(Tally { passed: number("passed").unwrap_or(0), failed })
}

/// `test result: FAILED. 3 passed; 1 failed; 0 ignored; …`
fn libtest_line(line: &str) -> Option<Tally> {
    let (_, told) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| told.split("; ").find_map(|part| part.strip_suffix(word)?.trim().parse().ok());
    Some(Tally { passed: number("passed")?, failed: number("failed")? })
}

/// The closing lines of `node --test`: `# pass 5` or `ℹ pass 5`, and the same with `fail`.
fn browser_line(line: &str) -> Option<Tally> {
    let told = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    let (word, number) = told.trim().split_once(' ')?;
    let number = number.parse().ok()?;
    match word {
        "pass" => Some(Tally { passed: number, failed: 0 }),
        "fail" => Some(Tally { passed: 0, failed: number }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_read_from_the_closing_lines() {
        let told = |passed, failed| Some(Tally { passed, failed });
        assert_eq!(nextest_line("     Summary [   5.209s] 9 tests run: 9 passed, 0 skipped"), told(9, 0));
        assert_eq!(
            nextest_line("     Summary [   1.0s] 12 tests run: 8 passed (2 slow, 1 flaky), 3 failed, 1 timed out, 4 skipped"),
            told(8, 4)
        );
        assert_eq!(nextest_line("        PASS [   0.009s] (1/9) a b"), None);
        assert_eq!(libtest_line("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out"), told(3, 1));
        assert_eq!(browser_line("# pass 5"), told(5, 0));
        assert_eq!(browser_line("ℹ fail 2"), told(0, 2));
        assert_eq!(browser_line("ℹ tests 7"), None);
    }

    #[test]
    fn a_program_that_breaks_off_counts_as_failed() {
        let mut breaks = Command::new("sh");
        breaks.args(["-c", "echo '# pass 3'; exit 1"]);
        assert_eq!(counted(&mut breaks, browser_line).unwrap(), Tally { passed: 3, failed: 1 });
    }

    #[test]
    fn what_a_program_leaves_running_is_not_waited_for() {
        let mut leaves = Command::new("sh");
        leaves.args(["-c", "sleep 60 & echo '# pass 2'"]);
        assert_eq!(counted(&mut leaves, browser_line).unwrap(), Tally { passed: 2, failed: 0 });
    }
}
