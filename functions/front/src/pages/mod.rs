//! A folder or file for each flow of pages; templates lie beside their handlers.

pub mod activate;
pub mod appeals;
pub mod design;
mod drafting;
pub mod exchange;
pub mod files;
pub mod home;
pub mod keys;
pub mod loads;
pub mod messages;
pub mod notices;
pub mod operator;
pub mod password;
mod person;
mod pickers;
pub mod profile;
pub mod reminders;
pub mod reports;
pub mod session;
pub mod signin;
pub mod signup;
pub mod status;
pub mod suggest;
pub mod templates;
pub mod uploads;
pub mod webhooks;
pub mod work;
