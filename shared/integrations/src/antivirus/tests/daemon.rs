//! A ClamAV daemon of our own with a database of one signature.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;
use tokio::time::sleep;

use crate::antivirus::Clamd;

/// The daemon's own limit on a stream; the largest permitted file of an appeal is 15 MB.
pub const LIMIT: usize = 16 * 1024 * 1024;

pub struct Daemon {
    process: Child,
    pub clamd: Clamd,
    _directory: TempDir,
}

impl Daemon {
    /// Fails where Debian's package `clamav-daemon` is not installed: a missing antivirus is not a passed test.
    pub async fn start() -> Self {
        let directory = TempDir::new().expect("a temporary directory can be made");
        let home = directory.path();
        // MD5, length, name of the EICAR file
        let signature = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n";
        fs::create_dir(home.join("database")).expect("it is ours");
        fs::write(home.join("database/own.hdb"), signature).expect("it is ours");
        let port = free_port();
        let configuration = format!(
            "Foreground yes\nTCPAddr 127.0.0.1\nTCPSocket {port}\nDatabaseDirectory {home}/database\n\
             TemporaryDirectory {home}\nStreamMaxLength {LIMIT}\nMaxThreads 2\nSelfCheck 0\n",
            home = home.display(),
        );
        fs::write(home.join("clamd.conf"), configuration).expect("it is ours");
        let process = Command::new(program())
            .arg("--config-file")
            .arg(home.join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("clamd is installed (Debian: apt-get install clamav-daemon)");
        let mut daemon = Self {
            process,
            clamd: Clamd::new(&format!("127.0.0.1:{port}")),
            _directory: directory,
        };
        daemon.wait().await;
        daemon
    }

    async fn wait(&mut self) {
        for _ in 0..1200 {
            if self.clamd.ping().await.is_ok() {
                return;
            }
            let ended = self.process.try_wait().expect("it is our child");
            assert!(ended.is_none(), "clamd ended at once: {ended:?}");
            sleep(Duration::from_millis(50)).await;
        }
        panic!("clamd did not become ready in a minute");
    }

    pub fn kill(&mut self) {
        self.process.kill().expect("it is our child");
        self.process.wait().expect("it is our child");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}

/// Debian puts daemons where a person's PATH often does not look.
fn program() -> &'static str {
    let places = ["/usr/sbin/clamd", "/usr/local/sbin/clamd"];
    let found = places.into_iter().find(|place| Path::new(place).exists());
    found.unwrap_or("clamd")
}
