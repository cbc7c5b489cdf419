//! What happens because time has passed, in a real database with a clock that stands.

mod cleaning;
mod reminding;
mod reports;
mod schedulers;
mod sweeping;
mod world;
