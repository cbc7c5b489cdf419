//! Random tokens and hashes of what is not kept in plain.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Fresh random bytes from the operating system's generator.
pub fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    rand::random()
}

/// The hash under which a long random token is kept: it needs no key and no salt, since it cannot be guessed.
pub fn hash_token(token: &[u8]) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// What tells two states of something apart, for whoever changes it to say which was seen.
pub fn fingerprint(state: &serde_json::Value) -> String {
    let digest = Sha256::digest(state.to_string());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The hash under which a short code is kept: keyed, since six digits can be tried out by whoever steals the table.
pub fn hash_code(secret: &SecretString, purpose: &str, target: &str, code: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .expect("HMAC takes a key of any length");
    for part in [purpose, target, code] {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Compares in a time that does not depend on the content.
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(one, other).into()
}

/// A code of six digits for an SMS.
pub fn six_digits() -> String {
    format!("{:06}", rand::random_range(0..1_000_000_u32))
}
