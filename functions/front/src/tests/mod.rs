//! The pages' router on a real database and a real storage, with different people signed in.

mod assignments;
mod calendar;
mod concluding;
mod desk_privacy;
mod drafts;
mod forms;
mod workload;
mod locks;
mod merging;
mod messages;
mod paper;
mod passwords;
mod personal;
mod privacy;
mod queries;
mod questions;
mod resolutions;
mod roles;
mod rubbish;
mod search;
mod similar;
mod stopped;
mod templates;
mod warnings;
mod world;
