//! Passwords: Argon2id, hashed off the async threads; an unknown login costs the same time as a wrong password.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use zvarot_domain::{Fault, FaultCode, Faults};

use crate::{ActionError, Result};

/// The shortest password accepted; strength is then judged by guessability, not by kinds of characters.
pub const MINIMUM_LENGTH: usize = 10;
/// The longest, in bytes: the strength of much longer ones would take long to judge.
const LONGEST: usize = 1000;

/// Whether it takes long enough to guess, knowing the person's own data.
pub fn is_strong(password: &SecretString, own_words: &[&str]) -> bool {
    let password = password.expose_secret();
    password.chars().count() >= MINIMUM_LENGTH
        && zxcvbn::zxcvbn(password, own_words).score() >= zxcvbn::Score::Three
}

/// Checks a password that is to be set, typed twice. Faults of `password` and `password_again`.
pub fn check(
    password: &SecretString,
    again: &SecretString,
    own_words: &[&str],
    faults: &mut Faults,
) {
    let typed = password.expose_secret();
    if typed.is_empty() {
        faults.push(Fault::new("password", FaultCode::Required));
    } else if typed.len() > LONGEST {
        let over = typed.chars().count().saturating_sub(LONGEST / 2);
        let fault = Fault::new("password", FaultCode::TooLong).with("max", LONGEST / 2);
        faults.push(fault.with("over", over));
    } else if !is_strong(password, own_words) {
        let fault = Fault::new("password", FaultCode::PasswordTooWeak);
        faults.push(fault.with("min", MINIMUM_LENGTH));
    } else if typed != again.expose_secret() {
        faults.push(Fault::new("password_again", FaultCode::PasswordsDiffer));
    }
}

/// Hashes a password (Argon2id, the crate's recommended cost). Takes tens of milliseconds of a core.
pub async fn hash(password: SecretString) -> Result<String> {
    run(move |memory| hash_with(memory, password.expose_secret().as_bytes()))
        .await?
        .map_err(ActionError::internal)
}

/// Whether the password belongs to the hash; without a hash (unknown login) it takes the same time and is false.
pub async fn verify(password: SecretString, hash: Option<String>) -> Result<bool> {
    run(move |memory| {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| dummy_hash(memory).to_owned());
        let password = password.expose_secret().as_bytes();
        let matches = verify_with(memory, password, &hash).unwrap_or(false);
        known && matches
    })
    .await
}

/// A hash of nothing anybody knows, made once.
fn dummy_hash(memory: &mut Vec<Block>) -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let password: [u8; 16] = crate::secrets::random();
        hash_with(memory, &password).unwrap_or_default()
    })
}

fn hash_with(memory: &mut Vec<Block>, password: &[u8]) -> password_hash::Result<String> {
    let argon2 = Argon2::default();
    let salt = Salt::new(&crate::secrets::random::<16>())?;
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    compute(&argon2, memory, password, &salt, &mut output)?;
    let hash = PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(salt),
        hash: Some(Output::new(&output)?),
    };
    Ok(hash.to_string())
}

/// The cost and the salt are those of the hash.
fn verify_with(memory: &mut Vec<Block>, password: &[u8], hash: &str) -> password_hash::Result<bool> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
        return Ok(false);
    };
    let algorithm = Algorithm::try_from(hash.algorithm.as_str())?;
    let version = hash.version.map(Version::try_from).transpose()?;
    let argon2 = Argon2::new(algorithm, version.unwrap_or_default(), Params::try_from(&hash)?);
    let mut output = vec![0; expected.len()];
    compute(&argon2, memory, password, &salt, &mut output)?;
    Ok(output.ct_eq(expected.as_bytes()).into())
}

fn compute(
    argon2: &Argon2<'_>,
    memory: &mut Vec<Block>,
    password: &[u8],
    salt: &[u8],
    output: &mut [u8],
) -> password_hash::Result<()> {
    memory.resize(argon2.params().block_count(), Block::default());
    argon2.hash_password_into_with_memory(password, salt, output, memory.as_mut_slice())?;
    Ok(())
}

/// How many are hashed at once. Each takes a core and 19 MB: more at once would be no faster, and whoever sends many
/// sign-ins could fill the memory.
const AT_ONCE: usize = 2;

/// The memory is kept for the next one: blocks of this size given back and taken anew tear the heap apart.
static FREE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());
static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

async fn run<T: Send + 'static>(
    work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
) -> Result<T> {
    let place = PLACES.acquire().await.map_err(ActionError::internal)?;
    let working = move || {
        let _place = place;
        let mut memory = free().pop().unwrap_or_default();
        let result = work(&mut memory);
        free().push(memory);
        result
    };
    tokio::task::spawn_blocking(working)
        .await
        .map_err(ActionError::internal)
}

fn free() -> MutexGuard<'static, Vec<Vec<Block>>> {
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[tokio::test]
    async fn a_hash_of_another_cost_is_verified_by_its_own() {
        let other = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(64, 3, 1, Some(24)).expect("parameters"),
        );
        let hash = argon2::PasswordHasher::hash_password_with_salt(&other, b"\xd1\x8f", b"saltsaltsalt");
        let hash = hash.expect("hashed").to_string();
        assert!(verify("я".into(), Some(hash.clone())).await.expect("verified"));
        assert!(!verify("ты".into(), Some(hash)).await.expect("verified"));
        assert!(!verify("я".into(), Some("rubbish".into())).await.expect("verified"));
        // What is made here is what the crate itself verifies.
        let made = hash_with(&mut Vec::new(), b"password").expect("hashed");
        argon2::PasswordVerifier::<str>::verify_password(&Argon2::default(), b"password", &made)
            .expect("the same");
    }

    #[test]
    fn a_guessable_password_is_refused() {
        assert!(!is_strong(&"1234567890".into(), &[]));
        assert!(!is_strong(&"ivanova1985".into(), &["ivanova"]));
        assert!(!is_strong(&"коротк9".into(), &[]));
        assert!(is_strong(&"лодка-семь-зонтов".into(), &[]));
    }
}
