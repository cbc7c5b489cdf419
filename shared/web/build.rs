//! Prepares `static/`: squeezes style and scripts, joins each folder of scripts into one file, gives
//! every file a name with its digest, compresses it once here instead of at each request.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("static");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::from("&[\n");
    for path in sorted(&root)? {
        println!("cargo::rerun-if-changed={}", path.display());
        let (name, bytes) = if path.is_dir() {
            (format!("{}.js", stem(&path)), joined(&path)?)
        } else {
            (file_name(&path), fs::read(&path)?)
        };
        write_asset(&mut code, &out, &name, &squeezed(&name, bytes))?;
    }
    code.push(']');
    fs::write(out.join("assets.rs"), code)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn joined(folder: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for path in sorted(folder)? {
        println!("cargo::rerun-if-changed={}", path.display());
        bytes.extend(fs::read(path)?);
    }
    Ok(bytes)
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().expect("a listed file has a name");
    name.to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().expect("a listed file has a name");
    stem.to_string_lossy().into_owned()
}

/// Without indentation and whole-line comments. Nothing cleverer: what is left is what was written.
fn squeezed(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    if !name.ends_with(".js") && !name.ends_with(".css") {
        return bytes;
    }
    let text = String::from_utf8(bytes).expect("style and scripts are UTF-8");
    let mut kept = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        let comment = line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
        if !line.is_empty() && !comment {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.into_bytes()
}

fn write_asset(code: &mut String, out: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let digest = Sha256::digest(bytes);
    let digest: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (stem, extension) = name.rsplit_once('.').expect("a file here has an extension");
    let served = format!("{stem}-{digest}.{extension}");
    fs::write(out.join(&served), bytes)?;

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(out.join(format!("{served}.gz")), gzip.finish()?)?;

    let mut brotli = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &settings)?;
    fs::write(out.join(format!("{served}.br")), brotli)?;

    let include =
        |suffix: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{served}{suffix}\"))");
    writeln!(
        code,
        "Asset {{ name: {name:?}, path: \"/static/{served}\", plain: {}, gzip: {}, brotli: {} }},",
        include(""),
        include(".gz"),
        include(".br"),
    )
    .expect("writing to a string cannot fail");
    Ok(())
}
