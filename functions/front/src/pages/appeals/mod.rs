//! The applicant's appeals: beginning one, its draft, the list, the card, the receipt, withdrawal (SUB-02 to SUB-11).

pub mod again;
pub mod card;
pub mod documents;
pub mod draft;
mod draft_form;
pub mod list;
pub mod new;
pub mod receipt;
pub mod reply;
pub mod withdraw;

use zvarot_domain::AppealNumber;
use zvarot_web::PageError;

/// The number in a path; one that is no number is no page.
pub fn number(path: &str) -> Result<AppealNumber, PageError> {
    path.parse().map_err(|_| PageError::NotFound)
}
