//! `down`: stops everything of one system, also what a killed supervisor left.

use std::path::Path;

use anyhow::Result;
use zvarot_machine::processes::Records;

pub fn run(data: &Path) -> Result<()> {
    let data = std::path::absolute(data)?;
    let stopped = Records::of(&data).stop_everything();
    if stopped.is_empty() {
        println!("Nothing runs for {}", data.display());
    } else {
        println!("Stopped: {}", stopped.join(", "));
    }
    Ok(())
}
