//! Webhooks (EDM-07): to which addresses an organisation may have events sent, and how patiently.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use chrono::TimeDelta;
use url::{Host, Url};

use crate::{EventKind, FaultCode, retry};

/// Without any success for so long an address is disabled, and its administrators are told.
pub const DISABLED_AFTER: TimeDelta = TimeDelta::days(3);
/// A message is tried for so long.
pub const TRIED_FOR: TimeDelta = TimeDelta::days(1);
/// After a new secret was made, messages are signed by the one before as well for so long.
pub const SECRETS_OVERLAP: TimeDelta = TimeDelta::days(1);
/// Messages that one address is sent at the same time.
pub const AT_ONCE: i64 = 2;
/// Addresses that an organisation may have.
pub const MOST: usize = 10;
/// Characters of an address at most.
const URL_LENGTH: usize = 500;

/// What an event is called in a message: `appeal.registered`.
#[must_use]
pub fn event_type(kind: EventKind) -> String {
    format!("appeal.{kind}")
}

/// The wait after the `failures`-th failure of an address in a row before anything is sent there again, in seconds.
#[must_use]
pub fn pause(failures: u32) -> i64 {
    let last = retry::WEBHOOK_PAUSES[retry::WEBHOOK_PAUSES.len() - 1];
    retry::delay(&retry::WEBHOOK_PAUSES, failures).unwrap_or(last)
}

/// An address that events may be sent to, as far as it can be judged without asking where its name leads.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointUrl(Url);

impl EndpointUrl {
    /// Reads an address. `private`: http and addresses that are not public are allowed (local stack, closed networks).
    ///
    /// # Errors
    /// `NotAnEndpoint`: no https address, or one with a password in it; `PrivateAddress`.
    pub fn parse(text: &str, private: bool) -> Result<Self, FaultCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FaultCode::Required);
        }
        let url = Url::parse(text).map_err(|_| FaultCode::NotAnEndpoint)?;
        let scheme = match url.scheme() {
            "https" => true,
            "http" => private,
            _ => false,
        };
        let secret = !url.username().is_empty() || url.password().is_some();
        let named = url.host_str().is_some_and(|host| !host.is_empty());
        if !scheme || secret || !named || url.fragment().is_some() || text.len() > URL_LENGTH {
            return Err(FaultCode::NotAnEndpoint);
        }
        let url = Self(url);
        if !private && url.address().is_some_and(|address| !is_public(address)) {
            return Err(FaultCode::PrivateAddress);
        }
        let local = url.host().trim_end_matches('.').to_ascii_lowercase();
        if !private && (local == "localhost" || local.ends_with(".localhost")) {
            return Err(FaultCode::PrivateAddress);
        }
        Ok(url)
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host: a name, or an address without brackets.
    #[must_use]
    pub fn host(&self) -> String {
        match self.0.host() {
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(host) => host.to_string(),
            None => String::new(),
        }
    }

    /// The address, where the host is one and no name.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }
}

impl fmt::Debug for EndpointUrl {
    /// The path may hold a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EndpointUrl({}:{})", self.host(), self.port())
    }
}

/// Whether an address belongs to the public internet: not to this machine, its network, a cloud's metadata service or
/// a range that leads back to one of them. What is not surely public is not.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let number = u32::from(address);
    let within = |network: [u8; 4], bits: u32| {
        number >> (32 - bits) == u32::from(Ipv4Addr::from(network)) >> (32 - bits)
    };
    // IANA's registry of special-purpose addresses, and Azure's wire server.
    let special = [
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        ([224, 0, 0, 0], 3),
        ([168, 63, 129, 16], 32),
    ];
    !special.into_iter().any(|(network, bits)| within(network, bits))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Another spelling of an IPv4 address is judged as that one.
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    let parts = address.segments();
    let global = parts[0] & 0xe000 == 0x2000;
    let special = (parts[0] == 0x2001 && parts[1] < 0x0200) // Teredo and other protocols
        || (parts[0] == 0x2001 && parts[1] == 0x0db8) // documentation
        || parts[0] == 0x2002 // 6to4 holds an IPv4 address
        || parts[0] & 0xfff0 == 0x3ff0; // documentation
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: EDM-07
    #[test]
    fn only_addresses_of_the_public_internet_are_called() {
        let private = [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "169.254.170.2",
            "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "198.19.255.255", "203.0.113.9",
            "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1",
            "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "100::1", "2001::1", "2001:db8::1",
            "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "ff02::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let public = ["8.8.8.8", "93.125.0.1", "100.63.0.1", "172.32.0.1", "192.169.0.1", "198.20.0.1", "223.255.255.255", "2a0a:7d80::1", "2606:4700::1111", "::ffff:8.8.8.8"];
        for address in public {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    // REQ: EDM-07
    #[test]
    fn an_endpoint_is_an_https_address_outside() {
        let code = |text: &str| EndpointUrl::parse(text, false).map(|url| url.as_str().to_owned());
        assert_eq!(code(" https://edms.example/hook?x=1 "), Ok("https://edms.example/hook?x=1".to_owned()));
        assert_eq!(code(""), Err(FaultCode::Required));
        for text in ["http://edms.example/", "ftp://edms.example/", "edms.example", "https://user@edms.example/", "https://user:word@edms.example/", "https://edms.example/#part", "javascript:alert(1)", "file:///etc/passwd", "gopher://edms.example/"] {
            assert_eq!(code(text), Err(FaultCode::NotAnEndpoint), "{text}");
        }
        // Numbers are addresses however they are spelt.
        for text in ["https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest/meta-data/", "https://localhost/", "https://LOCALHOST./", "https://a.localhost:8443/"] {
            assert_eq!(code(text), Err(FaultCode::PrivateAddress), "{text}");
        }
        let local = EndpointUrl::parse("http://127.0.0.1:9000/hook", true).unwrap();
        assert_eq!((local.port(), local.address()), (9000, Some("127.0.0.1".parse().unwrap())));
        assert_eq!(format!("{local:?}"), "EndpointUrl(127.0.0.1:9000)");
    }

    // REQ: EDM-07
    #[test]
    fn a_message_is_tried_for_a_day_and_an_address_is_spared_while_it_fails() {
        let tried: i64 = retry::WEBHOOKS.iter().sum();
        assert!((TimeDelta::hours(23)..=TimeDelta::hours(25)).contains(&TimeDelta::seconds(tried)), "{tried}");
        assert!(retry::WEBHOOKS.is_sorted() && retry::WEBHOOK_PAUSES.is_sorted());
        assert_eq!((pause(1), pause(100)), (0, 300));
    }
}
