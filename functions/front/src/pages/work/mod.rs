//! The officials' pages: the list of the organisation's appeals, the card, and what the clerk does with it
//! (REG-01 to REG-10, REV-01). Who may see them stands in the table of permissions, what may be done in the machine.

mod answer;
mod card;
mod clocks;
mod correct;
mod entered;
mod export;
mod frame;
mod history;
mod list;
mod register;
mod term;

pub use answer::{page as answer, submit as submit_answer};
pub use card::page as card;
pub use correct::{page as correct, submit as submit_correction};
pub use export::submit as export;
pub use list::page as list;
pub use register::{page as register, submit as submit_registration};
pub use term::{page as term, submit as submit_term};
