//! JPEG: the segments up to the end marker, and nothing but known companions after it.

use image::codecs::jpeg::JpegDecoder;
use memchr::memchr;
use zvarot_domain::FileFault;

use super::{picture, polyglot, u16_be};

/// Each scan of a progressive picture is one pass over all its pixels; cameras and programs use up to twelve.
const SCANS_AT_MOST: u32 = 100;
/// A progressive picture is kept whole as coefficients while it is decoded, several bytes a pixel more.
const PROGRESSIVE_PIXELS_AT_MOST: u64 = 40_000_000;

/// The preview, or why the file is refused.
pub fn check(bytes: &[u8]) -> Result<Option<Vec<u8>>, FileFault> {
    polyglot::refuse(bytes)?;
    let end = walk(bytes)?;
    check_rest(bytes, end)?;
    picture::preview(bytes, picture::DECODED_AT_MOST, JpegDecoder::new)
}

/// Walks the segments, checking the dimensions before anything is decoded; returns where the picture ends.
fn walk(bytes: &[u8]) -> Result<usize, FileFault> {
    let mut at = 2;
    let mut scans = 0;
    let mut framed = false;
    loop {
        let (marker, after) = next_marker(bytes, at).ok_or(FileFault::Unreadable)?;
        match marker {
            0xd9 if framed && scans > 0 => return Ok(after),
            0xd8 | 0xd9 => return Err(FileFault::Unreadable),
            // markers without a body
            0x01 | 0xd0..=0xd7 => at = after,
            _ => {
                let length = usize::from(u16_be(bytes, after).ok_or(FileFault::Unreadable)?);
                let body = bytes
                    .get(after + 2..after + length.max(2))
                    .ok_or(FileFault::Unreadable)?;
                if matches!(marker, 0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc)) {
                    check_frame(marker, body)?;
                    framed = true;
                }
                at = after + length.max(2);
                if marker == 0xda {
                    scans += 1;
                    if scans > SCANS_AT_MOST {
                        return Err(FileFault::PixelBomb);
                    }
                    at = skip_scan(bytes, at).ok_or(FileFault::Unreadable)?;
                }
            }
        }
    }
}

fn check_frame(marker: u8, body: &[u8]) -> Result<(), FileFault> {
    let height = u64::from(u16_be(body, 1).ok_or(FileFault::Unreadable)?);
    let width = u64::from(u16_be(body, 3).ok_or(FileFault::Unreadable)?);
    picture::check_dimensions(width, height)?;
    let progressive = matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce);
    if progressive && width * height > PROGRESSIVE_PIXELS_AT_MOST {
        Err(FileFault::PixelBomb)
    } else {
        Ok(())
    }
}

/// The marker at `at` (fill bytes may precede it) and where it ends.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    if *bytes.get(at)? != 0xff {
        return None;
    }
    let after = at
        + bytes
            .get(at..)?
            .iter()
            .take_while(|byte| **byte == 0xff)
            .count();
    Some((*bytes.get(after)?, after + 1))
}

/// The end of the coded data that starts at `at`: the next marker that is neither a stuffed byte nor a restart.
fn skip_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr(0xff, bytes.get(at..)?)?;
        match bytes.get(found + 1)? {
            0 | 0xd0..=0xd7 => at = found + 2,
            0xff => at = found + 1,
            _ => return Some(found),
        }
    }
}

/// Telephones write a second picture (brightness map, depth), a short film or their own record behind the first one.
fn check_rest(bytes: &[u8], end: usize) -> Result<(), FileFault> {
    let rest = &bytes[end..];
    let start = rest
        .iter()
        .position(|byte| !matches!(byte, 0 | 0xff))
        .unwrap_or(rest.len());
    let picture = rest
        .get(start.saturating_sub(1)..)
        .is_some_and(|rest| rest.starts_with(b"\xff\xd8\xff"));
    let film = rest
        .get(start..)
        .is_some_and(|rest| rest.get(4..8) == Some(b"ftyp"))
        || rest.get(4..8) == Some(b"ftyp");
    let samsung = rest.ends_with(b"SEFT");
    if polyglot::is_padding(rest) || picture || film || samsung {
        Ok(())
    } else {
        Err(FileFault::Polyglot)
    }
}
