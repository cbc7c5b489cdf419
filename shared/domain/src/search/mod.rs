//! Searching an organisation's appeals (REG-11): what is indexed of an appeal, what typed words mean, which names look
//! alike, and the filter of a list. Both languages of appeals have word forms; infra/decisions says how they are met.

mod belarusian;
mod filter;
mod names;
mod text;

pub use belarusian::stem as belarusian_stem;
pub use filter::{Days, DeadlineState, FRESH_DAYS, Filter, LISTED_AT_MOST, ListOrder, Order, SOON_DAYS, Shelf};
pub use names::{look_alike, name_key, name_keys};
pub use text::{Indexed, Typed, index_spellings};
