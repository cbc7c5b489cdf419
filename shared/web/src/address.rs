//! Whose address a request comes from. `X-Forwarded-For` is what anyone can write: it is believed only
//! as far as known proxies wrote it.

use std::net::{IpAddr, SocketAddr};

use anyhow::Context as _;
use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};
use ipnetwork::IpNetwork;

/// The networks of `TRUSTED_PROXIES`, separated by commas.
///
/// # Errors
/// One of them is no network.
pub fn trusted_proxies(list: Option<String>) -> anyhow::Result<Vec<IpNetwork>> {
    let list = list.unwrap_or_default();
    let networks = list
        .split(',')
        .map(str::trim)
        .filter(|network| !network.is_empty());
    networks
        .map(|network| {
            network
                .parse()
                .context("the variable TRUSTED_PROXIES holds something that is no network")
        })
        .collect()
}

/// The visitor's address, if the entry point told the peer's one (`ConnectInfo`).
pub(crate) fn of(
    extensions: &Extensions,
    headers: &HeaderMap,
    proxies: &[IpNetwork],
) -> Option<IpAddr> {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()?
        .0
        .ip()
        .to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").into_iter();
    let forwarded: Vec<&str> = forwarded
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    Some(behind_proxies(peer, &forwarded, proxies))
}

/// Walks back from the peer through the proxies to the first address that is none of them.
fn behind_proxies(peer: IpAddr, forwarded: &[&str], proxies: &[IpNetwork]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut address = peer;
    for earlier in forwarded.iter().rev() {
        if !trusted(address) {
            break;
        }
        match earlier.trim().parse::<IpAddr>() {
            Ok(earlier) => address = earlier.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("it is an address")
    }

    // REQ: IDN-04
    #[test]
    fn only_known_proxies_are_believed() {
        let proxies = ["10.0.0.0/8".parse().expect("it is a network")];
        let forwarded = ["6.6.6.6", " 93.84.1.2", "10.1.1.1"];
        assert_eq!(
            behind_proxies(ip("10.0.0.1"), &forwarded, &proxies),
            ip("93.84.1.2")
        );
        assert_eq!(
            behind_proxies(ip("93.84.9.9"), &forwarded, &proxies),
            ip("93.84.9.9")
        );
        assert_eq!(
            behind_proxies(ip("10.0.0.1"), &forwarded, &[]),
            ip("10.0.0.1")
        );
        assert_eq!(
            behind_proxies(ip("10.0.0.1"), &["rubbish"], &proxies),
            ip("10.0.0.1")
        );
    }
}
