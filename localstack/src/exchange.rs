//! The router of СМДО of the local stack: the simulator of `zvarot-router` on a port of its own. Its page shows what
//! organisations' systems have got, and lets one answer in their place.

use tokio::net::TcpListener;
use zvarot_router::{Behaviour, Simulator};

/// Serves it until the process ends. Organisations register and answer when somebody does it by hand.
///
/// # Errors
/// When the port cannot be served.
pub async fn serve(listener: TcpListener, key: &str, secret: &str) -> std::io::Result<()> {
    let simulator = Simulator::new(key, secret);
    simulator.set(Behaviour { registers: false, ..Behaviour::default() });
    axum::serve(listener, simulator.router()).await
}
