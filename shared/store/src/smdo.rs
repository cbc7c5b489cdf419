//! The exchange by СМДО: who takes part, what goes out step by step, what comes in, and what pages show of both
//! (SMD-01 to SMD-04). Every step is written only where the one before it still stands.

mod incoming;
mod lists;
mod old;
mod packages;
mod subscriptions;
mod words;

pub use incoming::*;
pub use lists::*;
pub use old::*;
pub use packages::*;
pub use subscriptions::*;
pub use words::*;
