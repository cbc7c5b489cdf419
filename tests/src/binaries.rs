//! Where the programs are that the tests start. They are built before: by `cargo xtask test`, or by
//! `cargo build --workspace --bins`.

use std::path::PathBuf;

/// A variable of the test run itself.
#[must_use]
pub fn setting(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "settings of the test run, not of the system")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The program `name`: in `ZVAROT_BINARIES`, or where cargo puts what it builds.
///
/// # Panics
/// When it is not built; a test that cannot run has not passed.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let workspace = workspace();
    let folder = setting("ZVAROT_BINARIES").map_or_else(
        || {
            let target = setting("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), |target| workspace.join(target));
            target.join("debug")
        },
        |folder| workspace.join(folder),
    );
    let program = folder.join(name);
    assert!(
        program.is_file(),
        "{} is not built: run `cargo xtask test`, or `cargo build --workspace --bins` before the tests \
         (ZVAROT_BINARIES names another folder of programs)",
        program.display()
    );
    program
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the tests lie in the workspace").to_owned()
}
