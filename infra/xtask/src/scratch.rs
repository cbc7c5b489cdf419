//! A PostgreSQL cluster for one run of a task: private, fast, gone afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use zvarot_machine::ports::any_free;
use zvarot_machine::postgres::Cluster;
use zvarot_machine::processes::Process;

use crate::commands::built;

const PREFIX: &str = "scratch-";

/// The cluster; dropping it stops it and removes its data.
pub struct Scratch {
    folder: PathBuf,
    cluster: Cluster,
    server: Child,
}

impl Scratch {
    /// Starts a cluster under `target`.
    pub fn start() -> Result<Self> {
        let parent = built("scratch")?;
        remove_abandoned(&parent);
        let folder = parent.join(format!("{PREFIX}{}", std::process::id()));
        let cluster = Cluster::new(&folder, any_free()?, false)?;
        cluster.prepare()?;
        let log = fs::File::create(parent.join("postgres.log"))?;
        let server = cluster
            .server()
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .context("starting PostgreSQL")?;
        let scratch = Self { folder, cluster, server };
        scratch.cluster.wait_ready(Duration::from_secs(60))?;
        scratch.cluster.ensure_database()?;
        Ok(scratch)
    }

    /// Its database, empty at first.
    pub fn url(&self) -> Result<String> {
        self.cluster.url()
    }

    /// Runs SQL files in their order.
    pub fn apply(&self, files: &[PathBuf]) -> Result<()> {
        self.cluster.apply(files)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Its data are thrown away: no need for a good end.
        let _ = self.server.kill();
        let _ = self.server.wait();
        self.cluster.clear_leftovers();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Clusters of runs that were killed.
fn remove_abandoned(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = name.strip_prefix(PREFIX).and_then(|id| id.parse().ok()) else { continue };
        if Process::find(id).is_some() {
            continue;
        }
        if let Ok(cluster) = Cluster::new(&entry.path(), 1, false) {
            cluster.clear_leftovers();
        }
        let _ = fs::remove_dir_all(entry.path());
    }
}
