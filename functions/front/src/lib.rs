//! The pages: for applicants, officials and operators. Server-rendered, usable without scripts.
//! `router` is all that other crates see.

mod context;
mod menu;
mod pages;
mod router;
#[cfg(test)]
mod tests;

pub use router::router;
