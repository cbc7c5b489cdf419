//! Ports for systems that run side by side: a slot is a set of ports, held by a lock on a file that goes with
//! the process, so tests in many processes never collide.

use std::fs::{self, File};
use std::path::PathBuf;

use zvarot_machine::ports::{Ports, is_free};

/// Below the ports that the machine gives to clients, above the usual ones.
const FIRST_FRONT: u16 = 30_080;
/// The ports of neighbouring slots interleave: two that differ by an odd distance never meet, and the least even
/// distance between two ports of one system is 56.
const SLOTS: u16 = 27;

/// A set of ports of one's own.
pub(crate) struct Slot {
    pub(crate) ports: Ports,
    _lock: File,
}

impl Slot {
    /// Takes a slot whose ports are all free.
    ///
    /// # Panics
    /// When all are taken.
    pub(crate) fn take() -> Self {
        let folder = folder();
        fs::create_dir_all(&folder).expect("the folder of locks can be made");
        for number in 0..SLOTS {
            let lock = File::create(folder.join(format!("slot-{number}"))).expect("a lock file can be made");
            if lock.try_lock().is_err() {
                continue;
            }
            let ports = Ports::from_front(FIRST_FRONT + 2 * number).expect("the front's port is in range");
            if all(&ports).into_iter().all(is_free) {
                return Self { ports, _lock: lock };
            }
        }
        panic!("all {SLOTS} sets of ports are taken; look for systems left running in {}", folder.display());
    }
}

/// Where locks and data of the tests are.
pub(crate) fn folder() -> PathBuf {
    std::env::temp_dir().join("zvarot-tests")
}

fn all(ports: &Ports) -> [u16; 12] {
    [
        ports.front,
        ports.api,
        ports.metrics,
        ports.storage,
        ports.postgres,
        ports.smtp,
        ports.mail_page,
        ports.sms,
        ports.smpp,
        ports.antivirus,
        ports.localstack,
        ports.router,
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_port_belongs_to_two_slots() {
        let ports: Vec<u16> =
            (0..SLOTS).flat_map(|number| all(&Ports::from_front(FIRST_FRONT + 2 * number).unwrap())).collect();
        assert_eq!(ports.iter().collect::<BTreeSet<_>>().len(), ports.len());
    }

    #[test]
    fn two_at_once_get_different_slots() {
        let (one, other) = (Slot::take(), Slot::take());
        assert_ne!(one.ports.front, other.ports.front);
    }
}
