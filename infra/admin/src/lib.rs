//! What operators do from the command line. Each command has its own file under [`commands`];
//! the data of a new system are under [`seed`], those of load tests under [`samples`].

pub mod commands;
mod database;
pub mod samples;
pub mod seed;
