//! Passwords: Argon2id, hashed off the async threads; an unknown login costs the same time as a wrong password.

use std::sync::OnceLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{ActionError, Result};

/// The shortest password accepted; strength is then judged by guessability, not by kinds of characters.
pub const MINIMUM_LENGTH: usize = 10;

/// Whether it takes long enough to guess, knowing the person's own data.
pub fn is_strong(password: &SecretString, own_words: &[&str]) -> bool {
    let password = password.expose_secret();
    password.chars().count() >= MINIMUM_LENGTH
        && zxcvbn::zxcvbn(password, own_words).score() >= zxcvbn::Score::Three
}

/// Hashes a password (Argon2id, the crate's recommended cost). Takes tens of milliseconds of a core.
pub async fn hash(password: SecretString) -> Result<String> {
    run(move || {
        Argon2::default()
            .hash_password(password.expose_secret().as_bytes())
            .map(|hash| hash.to_string())
            .map_err(ActionError::internal)
    })
    .await?
}

/// Whether the password belongs to the hash; without a hash (unknown login) it takes the same time and is false.
pub async fn verify(password: SecretString, hash: Option<String>) -> Result<bool> {
    run(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| dummy_hash().to_owned());
        let matches = PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.expose_secret().as_bytes(), &hash)
                .is_ok()
        });
        known && matches
    })
    .await
}

/// A hash of nothing anybody knows, made once.
fn dummy_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let password: [u8; 16] = crate::secrets::random();
        Argon2::default()
            .hash_password(&password)
            .map(|hash| hash.to_string())
            .unwrap_or_default()
    })
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(ActionError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: IDN-01
    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_fits() {
        let password = SecretString::from("надежный пароль 7");
        let hash = hash(password.clone()).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            verify(password.clone(), Some(hash.clone()))
                .await
                .expect("verified")
        );
        assert!(
            !verify("другой пароль 8".into(), Some(hash))
                .await
                .expect("verified")
        );
        assert!(!verify(password, None).await.expect("verified"));
    }

    #[test]
    fn a_guessable_password_is_refused() {
        assert!(!is_strong(&"1234567890".into(), &[]));
        assert!(!is_strong(&"ivanova1985".into(), &["ivanova"]));
        assert!(!is_strong(&"коротк9".into(), &[]));
        assert!(is_strong(&"лодка-семь-зонтов".into(), &[]));
    }
}
