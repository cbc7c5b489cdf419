//! Processor time of processes, from the kernel's own accounts.

use std::{collections::BTreeMap, fs, time::Duration};

/// The kernel counts in hundredths of a second.
const TICKS: u64 = 100;

/// Processor time used so far by a process and by those of its children that it has waited for.
pub fn of(id: u32) -> Duration {
    let fields = stat(id).unwrap_or_default();
    let ticks: u64 = fields.iter().skip(11).take(4).sum();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// The processes of the PostgreSQL cluster whose data lie in `folder`, each with its time. The postmaster's account holds
/// that of the connections that have ended.
pub fn of_postgres(folder: &std::path::Path) -> BTreeMap<u32, Duration> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|id| fs::read_link(format!("/proc/{id}/cwd")).is_ok_and(|cwd| cwd.starts_with(folder)))
        .map(|id| {
            (id, of(id))
        })
        .collect()
}

/// What a cluster has used between two looks.
pub fn between(before: &BTreeMap<u32, Duration>, after: &BTreeMap<u32, Duration>) -> Duration {
    after.iter().map(|(id, time)| time.saturating_sub(before.get(id).copied().unwrap_or_default())).sum()
}

/// The numbers of `/proc/ID/stat` after the name, from the parent's id on.
fn stat(id: u32) -> Option<Vec<u64>> {
    let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, numbers) = line.rsplit_once(')')?;
    // The state is a letter: it counts as nothing, so that the places stay those of the manual, less two.
    Some(numbers.split_whitespace().map(|number| number.parse().unwrap_or(0)).collect())
}
