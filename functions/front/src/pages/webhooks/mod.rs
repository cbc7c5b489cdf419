//! Webhooks (EDM-07): an organisation's addresses for events, what was sent there, and sending it again.

mod list;
mod one;

pub use list::{page as list, submit as subscribe};
pub use one::{change, page as one, replay, replay_since, rotate};
use zvarot_store::webhooks::Webhook;

/// How an address stands, as a tag: the key of its text and its colour.
fn state(webhook: &Webhook) -> (&'static str, &'static str) {
    match webhook.state.as_str() {
        "paused" => ("webhook-paused", "calm"),
        "disabled" => ("webhook-disabled", "bad"),
        _ if webhook.failing_since.is_some() => ("webhook-failing", "warn"),
        _ => ("webhook-active", "good"),
    }
}
