//! The JSON API for electronic document management systems and other programs of organisations: OAuth 2.0 client
//! credentials, problem documents (RFC 9457), rate limits, an OpenAPI document. `router` is all that others need.

mod access;
mod acting;
mod appeals;
mod applicants;
mod body;
mod changes;
mod conformance;
mod context;
mod create;
mod dictionaries;
mod docs;
mod document;
mod examples;
mod files;
mod journal;
mod loads;
mod names;
mod problem;
mod questions;
mod quota;
mod room;
mod router;
#[cfg(test)]
mod tests;
mod token;
mod versions;
mod webhooks;

pub use context::at_own_address;
pub use document::document;
pub use router::router;
