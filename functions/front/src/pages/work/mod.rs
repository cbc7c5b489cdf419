//! The officials' pages: the list of the organisation's appeals, the card, and what the clerk does with it
//! (REG-01 to REG-10, REV-01). Who may see them stands in the table of permissions, what may be done in the machine.

mod answer;
mod answer_file;
mod assignments;
mod card;
mod clocks;
mod control;
mod correct;
pub mod desk;
mod entered;
mod export;
mod filter;
pub mod frame;
mod history;
mod leave;
pub mod letters;
mod list;
mod message;
pub mod paper;
mod redirect;
mod register;
mod repeat;
mod request;
mod result;
pub mod searches;
mod take_note;
mod term;

pub use answer::{page as answer, submit as submit_answer};
pub use answer_file::{page as answer_file, submit as submit_answer_file};
pub use assignments::{control as controlled, incoming, page as assignment, submit as submit_assignment};
pub use card::page as card;
pub use control::{page as control, submit as submit_control};
pub use correct::{page as correct, submit as submit_correction};
pub use export::submit as export;
pub use leave::{page as leave, submit as submit_leaving};
pub use list::page as list;
pub use message::{page as message, submit as submit_message};
pub use redirect::{page as redirect, submit as submit_redirection};
pub use register::{page as register, submit as submit_registration};
pub use repeat::{page as repeat, submit as submit_repeat};
pub use request::{order, page as request, submit as submit_request, submit_order};
pub use take_note::{page as take_note, submit as submit_note};
pub use term::{page as term, submit as submit_term};
