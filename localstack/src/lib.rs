//! The whole system on one machine: servers of the embedded stack, the supervisor
//! that keeps them alive, and the settings that everything else is told about them.

// The compiler looks through every function at once here.
#![recursion_limit = "256"]

pub mod antivirus;
pub mod emulator;
pub mod exchange;
pub mod functions;
pub mod infrastructure;
pub mod mail;
pub mod settings;
pub mod sms;
pub mod storage;
pub mod supervise;
pub mod system;
