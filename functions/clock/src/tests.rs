//! What happens because time has passed, in a real database with a clock that stands.

mod answers;
mod cleaning;
mod reminding;
mod reports;
mod schedulers;
mod sweeping;
mod world;
