//! The virus scanner of the local stack: ClamAV's `clamd` on 127.0.0.1 with a signature
//! database of one test signature, EICAR. Production takes the real databases from
//! freshclam; they need about 1 GB of memory, too much for a demonstration.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use zvarot_machine::privileges::{RunAs, find_program};

/// The user that Debian's package makes for the scanner.
const USER: &str = "clamav";
/// Larger than the largest file an appeal may have (15 MiB), in bytes.
const LARGEST: &str = "32M";

/// The EICAR test file (68 bytes) by its digest and by its text, as found inside other files.
const DIGESTS: &str = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n";
const PATTERNS: &str = "Eicar-Test-Signature:0:*:58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a\n";

/// Writes the scanner's settings and signatures under `directory` and gives its command.
///
/// # Errors
/// When `clamd` is not installed or `directory` cannot be used by its user.
pub fn command(directory: &Path, port: u16) -> Result<Command> {
    let program = find_program("clamd")
        .context("clamd is not installed (Debian: apt-get install clamav-daemon)")?;
    let run_as = RunAs::owner_of(directory, USER)?;
    let directory = directory.canonicalize()?;
    let database = directory.join("database");
    let temporary = directory.join("temporary");
    for folder in [&database, &temporary] {
        fs::create_dir_all(folder)?;
        run_as.give(folder)?;
    }
    let settings = format!(
        "Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {}\nTemporaryDirectory {}\n\
         StreamMaxLength {LARGEST}\nMaxFileSize {LARGEST}\nMaxScanSize 128M\nMaxThreads 4\nLogTime yes\n\
         AlertExceedsMax yes\nAlertEncrypted no\nSelfCheck 0\n",
        database.display(),
        temporary.display(),
    );
    let settings_file = directory.join("clamd.conf");
    for (path, content) in [
        (database.join("test.hdb"), DIGESTS),
        (database.join("test.ndb"), PATTERNS),
        (settings_file.clone(), settings.as_str()),
    ] {
        fs::write(&path, content)
            .and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(0o644)))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    let mut command = run_as.command(program);
    command.arg("--config-file").arg(settings_file);
    Ok(command)
}
