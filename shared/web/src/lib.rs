//! What every HTTP function shares: who visits and in which language, sessions, forms, errors as pages
//! or JSON, the layout and its parts, static files, rate limits. `layer` puts it around a router.

mod address;
mod assets;
mod csrf;
mod error;
mod form;
mod headers;
mod language;
mod page;
mod pagination;
mod rate_limit;
mod session;
mod visit;
mod web;

pub use address::trusted_proxies;
pub use assets::{asset, serve as serve_asset};
pub use error::{PageError, method_not_allowed, not_found};
pub use form::{Choice, FormState, fault_text, FormValues, FormWithFiles, PostedFile, ProtectedForm};
pub use language::{own_path, switch as switch_language};
pub use page::{MenuLink, Page, show, show_failed, tone_of_status};
pub use pagination::{After, Position};
pub use rate_limit::Limit;
pub use session::{
    Applicant, Official, Operator, SignedIn, begin_session, end_every_session, end_session,
};
pub use visit::{Visit, layer};
pub use web::{LocalStack, Style, Web, WebConfig};
