//! End to end: the whole system as real processes, used by its pages alone, and what it withstands.

mod edms;
mod faults;
mod loads;
mod posted;
mod reports;
mod rubbish;
mod sessions;
mod whole_way;
