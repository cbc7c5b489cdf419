//! The scanner against the real daemon, and against a false one that answers badly.

mod broken;
mod daemon;
mod real;
mod settings;

/// The test file every antivirus knows (eicar.org), put together so that no antivirus takes this source for it.
fn eicar() -> Vec<u8> {
    [
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR",
        "-STANDARD-ANTIVIRUS-",
        "TEST-FILE!$H+H*",
    ]
    .concat()
    .into_bytes()
}
