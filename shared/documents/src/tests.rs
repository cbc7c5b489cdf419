//! Every document in both languages, with ordinary and hostile data, read back from its bytes.

mod hostile;
pub(crate) mod printed;
mod samples;
