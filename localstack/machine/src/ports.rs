//! The ports of one system. Several systems run side by side: `--port` moves all
//! of them by the same distance.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, bail};

use crate::processes::everyone;

const FRONT: u16 = 8080;
/// Distances wrap here, so that the highest port (9090) stays below 65536
/// and none falls among those reserved for root.
const SPAN: i32 = 56_000;

/// Where each server of one system listens on 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    pub front: u16,
    pub api: u16,
    pub metrics: u16,
    pub storage: u16,
    pub postgres: u16,
    pub smtp: u16,
    pub mail_page: u16,
    pub sms: u16,
    pub smpp: u16,
    pub antivirus: u16,
    /// The router of СМДО and its page.
    pub router: u16,
    /// LocalStack's one port, used with `--stack localstack` only.
    pub localstack: u16,
}

impl Ports {
    /// The ports that belong to a front on `front`; 8080 gives the usual ones.
    ///
    /// # Errors
    /// When `front` is reserved or has no neighbour for the API.
    pub fn from_front(front: u16) -> Result<Self> {
        if !(1024..u16::MAX).contains(&front) {
            bail!("--port must be between 1024 and 65534");
        }
        let distance = (i32::from(front) - i32::from(FRONT)).rem_euclid(SPAN);
        let distance = u16::try_from(distance).expect("less than SPAN");
        Ok(Self {
            front,
            api: front + 1,
            metrics: 9090 + distance,
            storage: 9000 + distance,
            postgres: 5440 + distance,
            smtp: 1025 + distance,
            mail_page: 1080 + distance,
            sms: 1081 + distance,
            smpp: 2775 + distance,
            antivirus: 3310 + distance,
            router: 1180 + distance,
            localstack: 4566 + distance,
        })
    }
}

/// Refuses with the name of the holder when one of `wanted` (name, port) is taken.
///
/// # Errors
/// Names each port that is taken, what wants it and what holds it.
pub fn require_free(wanted: &[(&str, u16)]) -> Result<()> {
    let taken: Vec<String> = wanted
        .iter()
        .filter(|(_, port)| !is_free(*port))
        .map(|(name, port)| {
            let holder = holder(*port).unwrap_or_else(|| "another user's process".to_owned());
            format!("  port {port}, wanted for {name}, is taken by {holder}")
        })
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    bail!(
        "these ports are not free:\n{}\nStop what holds them, or choose others with --port (for example --port 18080).",
        taken.join("\n")
    )
}

/// Whether a server could listen on `port` now.
#[must_use]
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// A port that is free now, chosen by the system.
///
/// # Errors
/// When the system has none.
pub fn any_free() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The process that listens on `port`, as `name (process id)`; `None` when it cannot be seen.
#[must_use]
pub fn holder(port: u16) -> Option<String> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .flat_map(|table| listening_sockets(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let id = everyone().find(|id| holds_any(*id, &sockets))?;
    let name = fs::read_to_string(format!("/proc/{id}/comm")).ok()?;
    Some(format!("{} (process {id})", name.trim()))
}

fn listening_sockets(table: &str, port: u16) -> Vec<String> {
    let suffix = format!(":{port:04X}");
    table
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let listens = fields.get(1)?.ends_with(&suffix) && *fields.get(3)? == "0A";
            listens.then(|| fields.get(9).map(ToString::to_string)).flatten()
        })
        .collect()
}

fn holds_any(id: i32, sockets: &[String]) -> bool {
    fs::read_dir(format!("/proc/{id}/fd"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| fs::read_link(entry.path()).ok())
        .any(|target| sockets.iter().any(|socket| target.to_str() == Some(socket)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ports_move_by_the_same_distance() {
        let usual = Ports::from_front(8080).unwrap();
        assert_eq!((usual.api, usual.metrics, usual.storage, usual.postgres), (8081, 9090, 9000, 5440));
        assert_eq!((usual.smtp, usual.mail_page, usual.sms, usual.smpp), (1025, 1080, 1081, 2775));
        let moved = Ports::from_front(18080).unwrap();
        assert_eq!((moved.api, moved.storage, moved.smtp), (18081, 19000, 11025));
    }

    #[test]
    fn no_front_leads_to_a_reserved_port() {
        for front in 1024..u16::MAX {
            let ports = Ports::from_front(front).unwrap();
            assert!(ports.smtp >= 1024, "{front}");
        }
        assert!(Ports::from_front(80).is_err());
        assert!(Ports::from_front(65535).is_err());
    }

    #[test]
    fn a_taken_port_is_named_with_its_holder() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let refusal = require_free(&[("the pages", port)]).unwrap_err().to_string();
        assert!(refusal.contains(&format!("port {port}, wanted for the pages, is taken by")));
        assert!(refusal.contains(&format!("(process {})", std::process::id())), "{refusal}");
        drop(listener);
        require_free(&[("the pages", port)]).unwrap();
    }
}
