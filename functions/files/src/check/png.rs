//! PNG: the chunks up to the last one, and nothing after it.

use image::codecs::png::PngDecoder;
use zvarot_domain::FileFault;

use super::{picture, polyglot, u32_be};

/// The preview, or why the file is refused.
pub fn check(bytes: &[u8]) -> Result<Option<Vec<u8>>, FileFault> {
    polyglot::refuse(bytes)?;
    if bytes.get(12..16) != Some(b"IHDR") {
        return Err(FileFault::Unreadable);
    }
    let side = |at| {
        u32_be(bytes, at)
            .map(u64::from)
            .ok_or(FileFault::Unreadable)
    };
    picture::check_dimensions(side(16)?, side(20)?)?;
    let end = walk(bytes).ok_or(FileFault::Unreadable)?;
    if !polyglot::is_padding(&bytes[end..]) {
        return Err(FileFault::Polyglot);
    }
    picture::preview(bytes, picture::DECODED_AT_MOST, PngDecoder::new)
}

/// Where the chunk IEND ends.
fn walk(bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let length = usize::try_from(u32_be(bytes, at)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let after = at.checked_add(12)?.checked_add(length)?;
        if after > bytes.len() {
            return None;
        }
        if kind == b"IEND" {
            return Some(after);
        }
        at = after;
    }
}
