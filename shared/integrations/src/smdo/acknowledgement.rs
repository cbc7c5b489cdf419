//! What an acknowledgement means. Its codes are overloaded: 1, 2 and 3 are faults of the envelope's structure in an
//! acknowledgement of receipt (`ack_type` 1), and refusals in one of registration (`ack_type` 2); so both are read together.

use super::{Acknowledgement, ROUTER};

/// What became of our message, by what its receiver or the router says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AckMeaning {
    /// The router has it (100) or passed it on (101): nothing yet of the receiver.
    OnItsWay,
    /// The receiver's system has it.
    Delivered,
    /// Registered there, with the number and the date as given.
    Registered,
    /// Not registered: not subject to registration (1), refused (2), the signature is not trusted (3).
    Refused(i64),
    /// Not taken: a fault of structure, signature or route, by its code.
    Failed(i64),
    /// A user's own word (`ack_type` 4), or one that is reserved: kept and shown, changes nothing.
    Told,
}

/// Reads `ack_type` and `errorcode` together. `from` is the sender's code: only the router itself speaks of routes.
#[must_use]
pub fn meaning(acknowledgement: &Acknowledgement, from: &str) -> AckMeaning {
    let results = acknowledgement.ack_result.iter();
    // Several results: the first that is not "well" counts.
    let code = results.map(|result| result.errorcode).find(|code| *code != 0).unwrap_or(0);
    match (acknowledgement.ack_type, code) {
        (100 | 101, 0) if from == ROUTER => AckMeaning::OnItsWay,
        (100..=105, code) if from == ROUTER => {
            AckMeaning::Failed(if code == 0 { acknowledgement.ack_type } else { code })
        }
        (1, 0) => AckMeaning::Delivered,
        (1, code) => AckMeaning::Failed(code),
        (2, 0) => AckMeaning::Registered,
        (2, code @ 1..=3) => AckMeaning::Refused(code),
        (2, code) => AckMeaning::Failed(code),
        _ => AckMeaning::Told,
    }
}
