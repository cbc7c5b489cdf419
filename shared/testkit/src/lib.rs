//! Help for tests: servers in process, test data, the whole application.

pub mod relay;
pub mod statements;
pub mod storage;
