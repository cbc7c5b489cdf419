//! Checks what was uploaded and keeps what is clean: queue `files`.

pub mod check;
