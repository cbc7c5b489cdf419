//! LocalStack without Docker, from its own Python environment: S3 and SQS on one port.
//! It forgets everything when it dies; the hooks in `init/ready.d` make bucket and
//! queues anew at every start, and the system rings again for all that waits.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use zvarot_machine::http;

use crate::settings::{BUCKET, Settings};

/// The command that serves S3 and SQS. `programs` is the folder with `.venv` and `init`.
///
/// # Errors
/// When the Python environment is not installed there.
pub fn command(programs: &Path, settings: &Settings) -> Result<Command> {
    let environment = programs.join(".venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        bail!("LocalStack is not installed in {}: run `cargo xtask up --stack localstack`", environment.display());
    }
    let root = settings.data.join("localstack");
    lay_hooks(&programs.join("init/ready.d"), &root.join("etc/localstack/init/ready.d"))?;
    let mut path = OsString::from(environment.join("bin"));
    path.push(":/usr/local/bin:/usr/bin:/bin");
    let mut command = Command::new(python);
    command
        .args(["-m", "localstack.runtime.main"])
        .current_dir(&root)
        .env("PATH", path)
        .env("GATEWAY_LISTEN", format!("127.0.0.1:{}", settings.ports.localstack))
        .env("FILESYSTEM_ROOT", &root)
        // Inside a container of any kind it would look for its folders elsewhere.
        .env("OVERRIDE_IN_DOCKER", "0")
        .env("LS_LOG", "warn")
        // Addresses of queues that need no name service.
        .env("SQS_ENDPOINT_STRATEGY", "path")
        .env("LOCALSTACK_HOST", format!("127.0.0.1:{}", settings.ports.localstack))
        .env("SERVICES", "s3,sqs")
        .env("EAGER_SERVICE_LOADING", "1")
        .env("DISABLE_EVENTS", "1")
        .env("SKIP_SSL_CERT_DOWNLOAD", "1")
        .env("DNS_ADDRESS", "0")
        .env("S3_SKIP_SIGNATURE_VALIDATION", "0")
        .env("STORAGE_BUCKET", BUCKET)
        .env("STORAGE_ORIGINS", settings.origins().join(","))
        .env("SQS_PREFIX", "zvarot-")
        .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", settings.ports.localstack));
    Ok(command)
}

fn lay_hooks(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name())).context("laying a hook")?;
    }
    Ok(())
}

/// Whether the hooks have run, all of them well.
#[must_use]
pub fn is_ready(port: u16) -> bool {
    let Some((200, body)) = http::get(port, "/_localstack/init/ready") else { return false };
    let Some(start) = body.find('{') else { return false };
    let Some(end) = body.rfind('}') else { return false };
    let Ok(report) = serde_json::from_str::<serde_json::Value>(&body[start..=end]) else { return false };
    let all_well = report["scripts"]
        .as_array()
        .is_some_and(|scripts| !scripts.is_empty() && scripts.iter().all(|script| script["state"] == "SUCCESSFUL"));
    report["completed"] == true && all_well
}
