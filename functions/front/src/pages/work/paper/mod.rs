//! Entering what came on paper or was said at a reception (REG-02): drafts of cards, and the card's form.

mod fields;
mod form;
mod list;

pub use fields::LABELS;
pub use form::{autosave, page as form, remove, submit};
pub use list::{begin, page as list};

use zvarot_domain::DraftId;

/// Where a draft is written.
fn path(id: DraftId) -> String {
    format!("/work/paper/{id}")
}
