//! Cleans up after a test that was killed: a small shell process waits for the end of its input, which comes
//! when the test dies in whatever way, then stops what the test has started and removes its data.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Processes are named by id and start time: an id may be given to another one.
const SCRIPT: &str = r#"
data=$1
read -r told && exit 0
same() { [ "$(cut -d ' ' -f 22 "/proc/$1/stat" 2>/dev/null)" = "$2" ]; }
while read -r id started; do same "$id" "$started" && kill -KILL "$id"; done < "$data/processes"
if read -r id started < "$data/supervisor" && same "$id" "$started"; then
    kill -CONT "$id"; kill -TERM "$id"
    left=600; while same "$id" "$started" && [ $left -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
fi
rm -rf "$data"
"#;

/// The waiting process.
pub(crate) struct Guard {
    watcher: Child,
    line: Option<ChildStdin>,
}

impl Guard {
    /// Begins to watch over what is listed in `<data>/processes` and `<data>/supervisor`.
    pub(crate) fn watch(data: &Path) -> Self {
        let mut watcher = Command::new("sh")
            .args(["-c", SCRIPT, "guard"])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // What ends the test's group leaves the guard to do its work.
            .process_group(0)
            .spawn()
            .expect("sh can be started");
        let line = watcher.stdin.take();
        Self { watcher, line }
    }

    /// All has been cleaned up: there is nothing left to watch over.
    pub(crate) fn dismiss(&mut self) {
        if let Some(mut line) = self.line.take() {
            let _ = line.write_all(b"done\n");
        }
        let _ = self.watcher.wait();
    }
}
