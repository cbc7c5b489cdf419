//! `openapi`: writes the API's document beside its crate, as its handlers describe it.

use std::fs;

use anyhow::{Result, bail};

use crate::commands::{cargo, quietly, root};
use crate::progress::step;

const DOCUMENT: &str = "functions/api/openapi.json";

pub fn run(check: bool) -> Result<()> {
    step("building the API");
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "zvarot-api", "--", "openapi"]);
    let document = quietly(&mut command)?;
    let path = root().join(DOCUMENT);
    if fs::read_to_string(&path).is_ok_and(|committed| committed == document) {
        step("the document is up to date");
        return Ok(());
    }
    if check {
        bail!("{DOCUMENT} is not what the handlers describe. Run `cargo xtask openapi` and commit");
    }
    fs::write(&path, document)?;
    step(&format!("written: {DOCUMENT}"));
    Ok(())
}
