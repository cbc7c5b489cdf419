//! A folder or file for each flow of pages; templates lie beside their handlers.

pub mod design;
pub mod home;
pub mod session;
