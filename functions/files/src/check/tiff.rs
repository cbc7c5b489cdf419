//! TIFF: the chain of pages, each with dimensions that can be shown. The first page becomes the preview.

use std::collections::BTreeSet;

use image::codecs::tiff::TiffDecoder;
use zvarot_domain::FileFault;

use super::{picture, polyglot, u16_be, u16_le, u32_be, u32_le};

const PAGES_AT_MOST: usize = 500;
/// The decoder holds a page a second time while it unpacks it. A sheet of A4 in colour at 600 dots an inch is 100 MB.
const DECODED_AT_MOST: u64 = 160 * 1024 * 1024;
const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;

/// The preview, or why the file is refused.
pub fn check(bytes: &[u8]) -> Result<Option<Vec<u8>>, FileFault> {
    polyglot::refuse(bytes)?;
    let numbers = Numbers {
        bytes,
        little: bytes.starts_with(b"II"),
    };
    let mut seen = BTreeSet::new();
    let mut at = numbers.long(4).ok_or(FileFault::Unreadable)?;
    while at != 0 {
        // a chain that returns to a page it has passed never ends
        if seen.len() == PAGES_AT_MOST || !seen.insert(at) {
            return Err(FileFault::PixelBomb);
        }
        at = check_page(&numbers, at)?;
    }
    if seen.is_empty() {
        return Err(FileFault::Unreadable);
    }
    picture::preview(bytes, DECODED_AT_MOST, TiffDecoder::new)
}

/// Checks the page whose directory is at `at`; returns where the next one's is, 0 for none.
fn check_page(numbers: &Numbers<'_>, at: u32) -> Result<u32, FileFault> {
    let at = usize::try_from(at).map_err(|_| FileFault::Unreadable)?;
    let entries = usize::from(numbers.short(at).ok_or(FileFault::Unreadable)?);
    let (mut width, mut height) = (None, None);
    for entry in (0..entries).map(|index| at + 2 + index * 12) {
        match numbers.short(entry).ok_or(FileFault::Unreadable)? {
            WIDTH => width = numbers.value(entry),
            HEIGHT => height = numbers.value(entry),
            _ => {}
        }
    }
    let (Some(width), Some(height)) = (width, height) else {
        return Err(FileFault::Unreadable);
    };
    picture::check_dimensions(width, height)?;
    numbers
        .long(at + 2 + entries * 12)
        .ok_or(FileFault::Unreadable)
}

struct Numbers<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Numbers<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        if self.little {
            u16_le(self.bytes, at)
        } else {
            u16_be(self.bytes, at)
        }
    }

    fn long(&self, at: usize) -> Option<u32> {
        if self.little {
            u32_le(self.bytes, at)
        } else {
            u32_be(self.bytes, at)
        }
    }

    /// The number that a directory's entry holds in itself: of type SHORT (3) or LONG (4).
    fn value(&self, entry: usize) -> Option<u64> {
        match self.short(entry + 2)? {
            3 => self.short(entry + 8).map(u64::from),
            4 => self.long(entry + 8).map(u64::from),
            _ => None,
        }
    }
}
