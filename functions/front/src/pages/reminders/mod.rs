//! Reminders of terms (CTL-09): the list of a day, and the ladders that say when there are any.

mod day;
mod ladders;

pub use day::page as day;
pub use ladders::{page as ladders, submit as set_ladders};
