//! RTF: groups that close, and what they hold besides text.

use zvarot_domain::{FileFault, FileFlag};

use super::{Flags, polyglot};

/// Collects the flags, or says why the file is refused.
pub fn check(bytes: &[u8], flags: &mut Flags) -> Result<(), FileFault> {
    polyglot::refuse(bytes)?;
    if !bytes.starts_with(b"{\\rtf1") {
        return Err(FileFault::Unreadable);
    }
    let end = walk(bytes, flags).ok_or(FileFault::Unreadable)?;
    if polyglot::is_padding(&bytes[end..]) {
        Ok(())
    } else {
        Err(FileFault::Polyglot)
    }
}

/// Walks the groups; returns where the outermost one closes, `None` if it does not.
fn walk(bytes: &[u8], flags: &mut Flags) -> Option<usize> {
    let mut depth = 0u32;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            b'\\' => at = control(bytes, at, flags)?,
            _ => {}
        }
    }
    None
}

/// Reads the control word or symbol behind a backslash; returns where it ends, with the raw bytes of `\bin`.
fn control(bytes: &[u8], at: usize, flags: &mut Flags) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let letters = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    if letters == 0 {
        // an escaped character such as a brace
        return Some(at + 1);
    }
    let word = &rest[..letters];
    let digits = rest[letters..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit() || **byte == b'-')
        .count();
    let mut end = at + letters + digits;
    match word {
        b"bin" => {
            let count = std::str::from_utf8(&rest[letters..letters + digits]).ok()?;
            // one space ends the word, then come raw bytes
            end = end
                .checked_add(1)?
                .checked_add(count.parse().unwrap_or(0))?;
        }
        b"objdata" | b"objocx" | b"objemb" | b"object" => flags.extend([FileFlag::EmbeddedFiles]),
        b"objautlink" | b"objlink" | b"objupdate" => {
            flags.extend([FileFlag::EmbeddedFiles, FileFlag::ExternalContent]);
        }
        b"template" if is_remote(&rest[letters..]) => flags.extend([FileFlag::ExternalContent]),
        _ => {}
    }
    Some(end)
}

/// Whether the group's text up to its end names an address on the network and not a local template.
fn is_remote(rest: &[u8]) -> bool {
    let text = rest.split(|byte| *byte == b'}').next().unwrap_or_default();
    let text = text[..text.len().min(2048)].to_ascii_lowercase();
    let text = text.trim_ascii();
    [b"http".as_slice(), b"ftp", b"file:", b"\\\\\\\\"]
        .iter()
        .any(|start| text.starts_with(start))
}
