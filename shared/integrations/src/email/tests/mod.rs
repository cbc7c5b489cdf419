//! The conversation against a real server in this process that can fail at each step.

mod cases;
mod letters;
mod settings;
mod tls;
