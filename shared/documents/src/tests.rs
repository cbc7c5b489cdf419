//! Every document in both languages, with ordinary and hostile data, read back from its bytes.

mod hostile;
mod printed;
mod samples;
