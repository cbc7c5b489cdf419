//! The clock function: what must happen because time has passed.
//!
//! Every task takes no input, finds its work by a query and may run at any time, twice.

mod clean_up;
mod exchange;
mod index;
mod letters;
mod measure;
mod recompute;
mod remind;
mod reports;
mod sweep;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use zvarot_objects::Objects;
use zvarot_platform::schedule::Task;

/// All periodic tasks.
pub fn tasks(objects: Objects) -> Vec<Arc<dyn Task>> {
    vec![
        Arc::new(sweep::Sweep),
        Arc::new(index::Index),
        Arc::new(letters::Letters),
        Arc::new(recompute::Recompute),
        Arc::new(clean_up::CleanUp { objects: objects.clone() }),
        Arc::new(exchange::OldPackages { objects: objects.clone() }),
        Arc::new(reports::Summaries),
        Arc::new(reports::Scheduled),
        Arc::new(reports::Outlived { objects }),
        Arc::new(measure::Measure),
        Arc::new(remind::Remind),
    ]
}
