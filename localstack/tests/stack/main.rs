//! The servers of the local stack, as programs meet them.

mod sms;
mod storage;
