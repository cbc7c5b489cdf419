//! Small files of every format, made as programs make them.

use std::io::{Cursor, Write};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const WORD_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
pub const SECRET: &[u8] = b"GPS 53.9045N 27.5615E Ivanov";

pub fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let shade = |value: u32| u8::try_from(value % 256).expect("below 256");
        Rgb([shade(x), shade(y), shade(x ^ y)])
    })
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// With camera data as telephones write them: turned by a quarter, with a place.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let plain = encode(&picture(width, height).into(), ImageFormat::Jpeg);
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(SECRET);
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encode(&picture(width, height).into(), ImageFormat::Png)
}

/// Nothing but transparent pixels.
pub fn clear_png() -> Vec<u8> {
    encode(
        &RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])).into(),
        ImageFormat::Png,
    )
}

pub fn tiff(width: u32, height: u32) -> Vec<u8> {
    encode(&picture(width, height).into(), ImageFormat::Tiff)
}

pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("started");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

pub fn types(part: &str, kind: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"{part}\" ContentType=\"{kind}\"/></Types>"
    )
    .into_bytes()
}

pub const DOCUMENT: &[u8] =
    b"<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body/></w:document>";

/// A document with further parts beside the necessary ones.
pub fn docx_with(others: &[(&str, &[u8])]) -> Vec<u8> {
    let types = types("/word/document.xml", WORD_TYPE);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", &types),
        ("word/document.xml", DOCUMENT),
    ];
    parts.extend_from_slice(others);
    package(&parts)
}

pub fn docx() -> Vec<u8> {
    docx_with(&[])
}

pub fn xlsx() -> Vec<u8> {
    let types = types(
        "/xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    );
    package(&[
        ("[Content_Types].xml", &types),
        (
            "xl/workbook.xml",
            b"<workbook xmlns=\"s\"><sheets/></workbook>",
        ),
    ])
}

/// An OLE2 file of the given streams; their storages are made.
pub fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("created");
    for (name, bytes) in streams {
        let folder = std::path::Path::new(name).parent().expect("a path");
        container.create_storage_all(folder).expect("created");
        container
            .create_stream(name)
            .expect("created")
            .write_all(bytes)
            .expect("written");
    }
    container.flush().expect("flushed");
    container.into_inner().into_inner()
}

pub fn word_header(encrypted: bool) -> Vec<u8> {
    let mut header = vec![0u8; 1024];
    header[..2].copy_from_slice(&[0xec, 0xa5]);
    header[11] = u8::from(encrypted);
    header
}

pub fn doc() -> Vec<u8> {
    ole(&[("/WordDocument", &word_header(false))])
}

/// A workbook's records: begin, those given, end.
pub fn workbook(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, body) in [
        &[(0x0809, [0u8; 16].as_slice())],
        records,
        &[(0x000a, b"".as_slice())],
    ]
    .concat()
    {
        bytes.extend(kind.to_le_bytes());
        bytes.extend(u16::try_from(body.len()).expect("short").to_le_bytes());
        bytes.extend(body);
    }
    bytes
}

pub fn xls() -> Vec<u8> {
    ole(&[(
        "/Workbook",
        &workbook(&[(0x0085, b"\0\0\0\0\0\0\x05\0Sheet")]),
    )])
}

pub fn rtf() -> Vec<u8> {
    br"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Times;}}{\*\template Normal.dotm}\f0 \'c7\'e0\'ff\'e2\'eb\'e5\'ed\'e8\'e5 \{x\}\par}".to_vec()
}

/// A document whose catalogue has further entries.
pub fn pdf_with(catalogue: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R{catalogue}>>\nendobj\n\
         2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n\
         4 0 obj\n<</Length 20>>\nstream\n(text /Launch in it)\nendstream\nendobj\n\
         trailer\n<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
    )
    .replace("(text /Launch in it)", "BT (text) Tj ET     ")
    .into_bytes()
}

pub fn pdf() -> Vec<u8> {
    pdf_with("")
}

/// A document all of whose objects lie packed in an object stream.
pub fn packed_pdf(objects: &[u8], dictionary: &str) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(objects).expect("packed");
    let packed = packer.finish().expect("packed");
    let head = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/ObjStm{dictionary}/Length {}>>\nstream\r\n",
        packed.len()
    );
    [
        head.as_bytes(),
        &packed,
        b"\nendstream\nendobj\nstartxref\n9\n%%EOF",
    ]
    .concat()
}

pub const PACKED_OBJECTS: &[u8] = b"2 0 3 40 <</Type /Catalog /Pages 3 0 R>> <</Type /Page>>";

/// One good file of each format with its name.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("photo.jpg", jpeg(40, 20)),
        ("photo.JPEG", jpeg(8, 8)),
        ("scan.png", png(30, 20)),
        ("clear.png", clear_png()),
        ("scan.tif", tiff(20, 30)),
        ("scan.tiff", tiff(2, 3)),
        ("letter.pdf", pdf()),
        (
            "packed.pdf",
            packed_pdf(PACKED_OBJECTS, "/Filter/FlateDecode"),
        ),
        ("letter.doc", doc()),
        ("letter.docx", docx()),
        ("table.xls", xls()),
        ("table.xlsx", xlsx()),
        ("letter.rtf", rtf()),
    ]
}
