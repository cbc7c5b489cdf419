//! What the end-to-end tests stand on: the whole system as real processes that can be killed one by one
//! ([`System`]), and people who use it by its pages alone, without scripts ([`Person`]).

mod binaries;
mod clients;
mod exchange;
mod form;
mod guard;
mod html;
mod inbox;
mod page;
mod people;
mod person;
mod queues;
mod samples;
mod slots;
mod system;
mod waiting;
mod ways;

pub use binaries::{program, setting};
pub use clients::{ApiClient, Call};
pub use exchange::Office;
pub use form::{Form, Upload};
pub use inbox::{Letter, Sms, letters, messages, set_sms_gateway};
pub use page::Page;
pub use people::{Account, PASSWORD};
pub use person::Person;
pub use queues::Queue;
pub use samples::{eicar, picture, pixel_bomb, rtf, zip_bomb};
pub use system::{Builder, Function, Part, Stack, System};
pub use waiting::{until, wait_for};
pub use ways::{Appeal, Receipt, filled};
