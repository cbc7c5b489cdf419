//! The worker on a real database, a real mail relay and a real gateway in this process.

mod announcing;
mod answers;
mod codes;
mod delivering;
mod faults;
mod gathering;
mod texts;
mod together;
mod webhooks;
mod world;
