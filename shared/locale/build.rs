//! Embeds every `ru/*.ftl` and `be/*.ftl`: adding a file of texts needs no change in code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut code = String::new();
    for (constant, folder) in [("RU", "ru"), ("BE", "be")] {
        let folder = root.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        write_constant(&mut code, constant, &files_of(&folder)?);
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("resources.rs"), code)
}

fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn write_constant(code: &mut String, constant: &str, files: &[PathBuf]) {
    writeln!(
        code,
        "/// File name and contents of each file.\npub const {constant}: &[(&str, &str)] = &["
    )
    .expect("writing to a string cannot fail");
    for file in files {
        let name = file
            .file_name()
            .expect("a listed file has a name")
            .to_string_lossy();
        writeln!(
            code,
            "    ({name:?}, include_str!({:?})),",
            file.to_string_lossy()
        )
        .expect("writing to a string cannot fail");
    }
    code.push_str("];\n");
}
