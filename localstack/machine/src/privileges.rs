//! Starting a server as a user that is not root. PostgreSQL refuses root, and a
//! scanner that reads hostile files should not have root's rights either.
//! A data directory under a closed home (as `/root`) is reached by one capability,
//! to pass through directories; nothing in the file system is opened to others.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::unistd::{Uid, User, geteuid};

const REACH: [&str; 2] = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];

/// Who a server runs as: the current user, or another one when that is root.
#[derive(Debug, Clone)]
pub struct RunAs {
    user: Option<User>,
    reach: bool,
}

impl RunAs {
    /// Whoever runs this, or `name` when that is root. `folder` is made where it is
    /// missing, given to that user with mode 700, and checked to be reachable.
    ///
    /// # Errors
    /// When the user does not exist or cannot come to `folder`; the text says what to do.
    pub fn owner_of(folder: &Path, name: &str) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        if geteuid() != Uid::from_raw(0) {
            return Ok(Self { user: None, reach: false });
        }
        let user = User::from_name(name)?.with_context(|| format!("there is no user {name} on this machine"))?;
        chown(folder, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
            .and_then(|()| fs::set_permissions(folder, fs::Permissions::from_mode(0o700)))
            .with_context(|| format!("giving {} to {name}", folder.display()))?;
        for reach in [false, true] {
            let candidate = Self { user: Some(user.clone()), reach };
            if candidate.comes_to(folder) {
                return Ok(candidate);
            }
        }
        bail!(
            "the user {name} cannot come to {}: choose a data directory whose parents others may pass, \
             for example --data-dir /var/lib/zvarot",
            folder.display()
        )
    }

    fn comes_to(&self, folder: &Path) -> bool {
        // Not `test -r`: the system leaves the capability out when it is asked in advance.
        self.command("ls")
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// A command that runs `program` as that user. The process id is the program's own.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let Some(user) = &self.user else {
            return Command::new(program);
        };
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={}", user.uid))
            .arg(format!("--regid={}", user.gid))
            .arg("--init-groups");
        if self.reach {
            command.args(REACH);
        }
        command.arg(program).env("HOME", &user.dir).env("USER", &user.name);
        command
    }

    /// Hands `path` over to that user.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn give(&self, path: &Path) -> Result<()> {
        let Some(user) = &self.user else {
            return Ok(());
        };
        chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
            .with_context(|| format!("giving {} to {}", path.display(), user.name))
    }
}

/// The program `name` in the folders where Debian and administrators put programs.
#[must_use]
pub fn find_program(name: &str) -> Option<PathBuf> {
    ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"]
        .into_iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0))
}
