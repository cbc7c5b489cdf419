//! What the local stack asks of the machine it runs on: PostgreSQL's programs,
//! users to run servers as, free ports, and the processes an earlier run left.
//! Light on purpose: `cargo xtask` is the first thing compiled on a fresh machine.

pub mod http;
pub mod ports;
pub mod postgres;
pub mod privileges;
pub mod processes;
pub mod secrets;
