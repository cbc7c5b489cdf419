//! Files to attach: good ones of any size, all different, and harmful ones.

use std::io::{Cursor, Write as _};

use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};

/// A text file of a word processor (RTF), of exactly `size` bytes; another one for each `seed`.
#[must_use]
pub fn rtf(seed: u64, size: usize) -> Vec<u8> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut file = format!("{{\\rtf1\\ansi {seed:016x} ").into_bytes();
    while file.len() + 1 < size {
        file.push(random.random_range(b'a'..=b'z'));
    }
    file.truncate(size.saturating_sub(1));
    file.push(b'}');
    file
}

/// A small PNG; another one for each `seed`.
///
/// # Panics
/// Never: it fits in memory.
#[must_use]
pub fn picture(seed: u64) -> Vec<u8> {
    let mut random = SmallRng::seed_from_u64(seed);
    let pixels = image::RgbImage::from_fn(32, 32, |_, _| image::Rgb(random.random()));
    let mut file = Cursor::new(Vec::new());
    pixels.write_to(&mut file, image::ImageFormat::Png).expect("a small picture fits in memory");
    file.into_inner()
}

/// A PNG of a few kilobytes that asks for 40 000 × 40 000 pixels.
#[must_use]
pub fn pixel_bomb() -> Vec<u8> {
    let mut file = picture(1);
    // Width and height stand in the header, their checksum after it.
    file[16..24].copy_from_slice(&[0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40]);
    let checksum = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&checksum.to_be_bytes());
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// A `.docx` of some hundred kilobytes whose text unpacks to 600 MB.
///
/// # Panics
/// Never: it fits in memory.
#[must_use]
pub fn zip_bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    for (name, text) in [("[Content_Types].xml", types), ("_rels/.rels", relations)] {
        archive.start_file(name, options).expect("an archive in memory");
        archive.write_all(text.as_bytes()).expect("an archive in memory");
    }
    archive.start_file("word/document.xml", options).expect("an archive in memory");
    let blank = vec![b' '; 1024 * 1024];
    for _ in 0..600 {
        archive.write_all(&blank).expect("an archive in memory");
    }
    archive.finish().expect("an archive in memory").into_inner()
}

/// The harmless test virus inside a text file that is otherwise good; put together here so that no scanner stumbles
/// over this source.
#[must_use]
pub fn eicar() -> Vec<u8> {
    let virus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    // As text of a field that is not shown: braces of the text would end the group.
    let escaped = virus.as_bytes();
    [b"{\\rtf1\\ansi {\\*\\bin68 ", escaped, b"}}"].concat()
}
