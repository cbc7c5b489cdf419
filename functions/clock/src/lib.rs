//! The clock function: what must happen because time has passed.
//!
//! Every task takes no input, finds its work by a query and may run at any time, twice.

mod clean_up;
mod measure;
mod remind;
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
        Arc::new(clean_up::CleanUp { objects }),
        Arc::new(measure::Measure),
        Arc::new(remind::Remind),
    ]
}
