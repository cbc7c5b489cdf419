//! E-mail addresses: a check of form that lets no sane address fail. Whether one works, the link sent to it tells.

use std::fmt;

use super::checked_text;
use crate::FaultCode;

/// An e-mail address. The domain is in small letters and may be Cyrillic (`імя@пошта.бел` is not possible: the part
/// before the sign is ASCII, as nearly all mail servers demand).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// The longest address that SMTP carries (RFC 5321).
const MAX_LENGTH: usize = 254;
const MAX_LOCAL_LENGTH: usize = 64;

impl EmailAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`FaultCode::NotAnEmail`] if the part before the sign has other than letters, digits and the usual marks, or the
    /// domain has fewer than two labels or an impossible one.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(FaultCode::NotAnEmail)?;
        let domain = domain.to_lowercase();
        let ascii = ascii_domain(&domain).ok_or(FaultCode::NotAnEmail)?;
        if !is_local(local) || local.len() + 1 + ascii.len() > MAX_LENGTH {
            return Err(FaultCode::NotAnEmail);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The part before the sign, and the domain as people read it.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        self.0
            .rsplit_once('@')
            .expect("an address was made with its sign")
    }

    /// The address as others may see it: the first letter, then the domain.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.parts();
        let first: String = local.chars().take(1).collect();
        format!("{first}***@{domain}")
    }

    /// The address as mail servers take it: a Cyrillic domain in its `xn--` form.
    #[must_use]
    pub fn ascii(&self) -> String {
        let (local, domain) = self.parts();
        let domain =
            ascii_domain(domain).expect("the domain was checked when the address was made");
        format!("{local}@{domain}")
    }
}

fn is_local(local: &str) -> bool {
    (1..=MAX_LOCAL_LENGTH).contains(&local.len())
        && local.split('.').all(|part| {
            !part.is_empty()
                && part.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
                })
        })
}

/// The domain in ASCII, if it is a name with at least two labels and not an address of a machine.
fn ascii_domain(domain: &str) -> Option<String> {
    let url::Host::Domain(ascii) = url::Host::parse(domain).ok()? else {
        return None;
    };
    let labels: Vec<&str> = ascii.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_a_name = labels
        .last()
        .is_some_and(|last| last.len() >= 2 && !last.bytes().all(|byte| byte.is_ascii_digit()));
    (labels.len() >= 2 && labels.iter().all(is_label) && last_is_a_name).then_some(ascii)
}

checked_text!(EmailAddress);

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(…)")
    }
}
