//! Forms: a body read with bounds, opened only after the CSRF check, and given back to the page with
//! the typed values and the faults of its fields.

mod body;
mod multipart;
mod protected;
mod state;
mod values;

use body::Limits;
pub use multipart::{FormWithFiles, PostedFile};
pub use protected::ProtectedForm;
pub use state::{Choice, FormState, fault_text};
pub use values::FormValues;
