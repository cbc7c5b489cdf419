//! Statistical reports (REP-01): the counts, the summaries behind them, who may see them, the files that people asked
//! for, and the schedules that ask by themselves.

pub mod counts;
mod facts;
pub mod files;
pub mod lists;
pub mod rights;
pub mod schedules;
pub mod summaries;

pub use counts::{Count, Source, count};
pub use files::{NewReport, Report, ReportState};
pub use rights::{Granted, Reach};
pub use schedules::{NewSchedule, Schedule};
