//! Every good file passes, every lie and every bomb is refused with its own reason, nothing panics.

use std::io::Cursor;

use image::ImageReader;
use proptest::prelude::*;
use zvarot_domain::attachment::FILE_SIZE_AT_MOST;
use zvarot_domain::{FileFault, FileFlag, FileFormat};

use super::samples::{
    self, docx_with, jpeg, ole, package, packed_pdf, pdf, pdf_with, png, tiff, workbook,
};
use super::{Checked, check};

fn fault(bytes: &[u8], name: &str) -> Option<FileFault> {
    check(bytes, name, "").err()
}

fn checked(bytes: &[u8], name: &str) -> Checked {
    check(bytes, name, "").unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

fn flags(bytes: &[u8], name: &str) -> Vec<FileFlag> {
    checked(bytes, name).flags.into_iter().collect()
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

// REQ: SUB-04
#[test]
fn a_good_file_of_each_format_passes_without_flags() {
    for (name, bytes) in samples::all() {
        let format = FileFormat::from_file_name(name).expect("accepted");
        let found = check(&bytes, name, format.content_type())
            .unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!((found.format, found.flags.len()), (format, 0), "{name}");
        assert_eq!(found.preview.is_some(), format.is_picture(), "{name}");
    }
}

// REQ: SUB-04
#[test]
fn extension_bytes_and_declared_type_must_agree() {
    for (name, bytes) in samples::all() {
        let own = FileFormat::from_file_name(name).expect("accepted");
        for other in FileFormat::ALL.into_iter().filter(|other| *other != own) {
            let disguised = format!("x.{}", other.extensions()[0]);
            assert_eq!(
                fault(&bytes, &disguised),
                Some(FileFault::WrongType),
                "{name} as {disguised}"
            );
        }
        assert_eq!(
            check(&bytes, name, "text/html"),
            Err(FileFault::WrongType),
            "{name}"
        );
    }
    for name in [
        "virus.exe",
        "letter.docm",
        "page.html",
        "noextension",
        "archive.zip",
    ] {
        assert_eq!(
            fault(&samples::docx(), name),
            Some(FileFault::WrongExtension),
            "{name}"
        );
    }
}

// REQ: SUB-04
#[test]
fn sizes_are_limited_to_the_byte() {
    assert_eq!(fault(b"", "a.pdf"), Some(FileFault::Empty));
    let exact = |length: usize| {
        let fill = vec![b' '; length - pdf().len()];
        join(&[b"%PDF-1.7\n", &fill, &pdf()[9..]])
    };
    let limit = usize::try_from(FILE_SIZE_AT_MOST).expect("fits");
    assert_eq!(fault(&exact(limit), "a.pdf"), None);
    assert_eq!(fault(&exact(limit + 1), "a.pdf"), Some(FileFault::TooLarge));
}

// REQ: SUB-04
#[test]
fn a_file_cut_short_is_broken() {
    for (name, bytes) in samples::all() {
        // the last tenth of so small an OLE2 file is filling
        let most = if name.ends_with(".doc") || name.ends_with(".xls") {
            bytes.len() * 2 / 3
        } else {
            bytes.len() * 9 / 10
        };
        for length in [bytes.len() / 2, most] {
            let found = fault(&bytes[..length], name);
            assert!(found.is_some(), "{name} cut to {length} of {}", bytes.len());
        }
    }
}

#[test]
fn two_formats_in_one_file_are_refused() {
    let archive = package(&[("a.txt", b"text")]);
    for (name, bytes) in samples::all() {
        let appended = join(&[&bytes, &archive]);
        assert_eq!(
            fault(&appended, name),
            Some(FileFault::Polyglot),
            "{name} with an archive behind it"
        );
        let hidden = join(&[&appended, b"\n<!-- a few bytes more -->"]);
        assert!(
            fault(&hidden, name).is_some() || name.contains(".doc") || name.contains(".xls"),
            "{name}"
        );
        let preceded = join(&[b"PK\x03\x04", &bytes]);
        assert!(
            fault(&preceded, name).is_some(),
            "{name} with an archive's start before it"
        );
    }
    let page = b"<html><script>alert(document.cookie)</script> and enough of it to be no padding at all</html>";
    assert_eq!(
        fault(&join(&[&jpeg(8, 8), page]), "a.jpg"),
        Some(FileFault::Polyglot)
    );
    assert_eq!(
        fault(&join(&[&png(8, 8), page]), "a.png"),
        Some(FileFault::Polyglot)
    );
    assert_eq!(
        fault(&join(&[&samples::rtf(), page]), "a.rtf"),
        Some(FileFault::Polyglot)
    );
    let comment = join(&[b"\xff\xfe\0\x1d", b"%PDF-1.7 as a comment here.."]);
    let disguised = join(&[&jpeg(8, 8)[..2], &comment, &jpeg(8, 8)[2..]]);
    assert_eq!(fault(&disguised, "a.jpg"), Some(FileFault::Polyglot));
}

#[test]
fn what_telephones_put_behind_a_picture_is_accepted() {
    let film =
        b"\0\0\0\x18ftypmp42 and then the film itself, longer than what passes for padding ......";
    let record =
        b"\0\0\0\0SEFH and so on, longer than what passes for mere padding, and in the end SEFT";
    for rest in [jpeg(4, 4), film.to_vec(), record.to_vec(), vec![0; 5000]] {
        assert_eq!(fault(&join(&[&jpeg(8, 8), &rest]), "a.jpg"), None);
    }
}

#[test]
fn pictures_of_too_many_pixels_are_refused_before_they_are_decoded() {
    let mut large = png(8, 8);
    large[16..24].copy_from_slice(&[0, 0, 0x7f, 0xff, 0, 0, 0x7f, 0xff]);
    assert_eq!(fault(&large, "a.png"), Some(FileFault::PixelBomb));

    let mut large = jpeg(8, 8);
    let frame = large
        .windows(2)
        .position(|pair| pair == b"\xff\xc0")
        .expect("a frame");
    large[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    assert_eq!(fault(&large, "a.jpg"), Some(FileFault::PixelBomb));
    large[frame + 1] = 0xc2;
    large[frame + 5..frame + 9].copy_from_slice(&[0x1f, 0x40, 0x1f, 0x40]);
    assert_eq!(
        fault(&large, "a.jpg"),
        Some(FileFault::PixelBomb),
        "progressive"
    );

    let small = jpeg(8, 8);
    let scan = small
        .windows(2)
        .position(|pair| pair == b"\xff\xda")
        .expect("a scan");
    let (head, coded) = small.split_at(scan);
    let many = join(&[head, &coded[..coded.len() - 2].repeat(200), b"\xff\xd9"]);
    assert_eq!(fault(&many, "a.jpg"), Some(FileFault::PixelBomb), "scans");
}

#[test]
fn pages_of_a_tiff_are_limited() {
    let page = |next: u32| {
        let mut bytes = b"II*\0\x08\0\0\0\x02\0".to_vec();
        bytes.extend(b"\0\x01\x03\0\x01\0\0\0\x08\0\0\0");
        bytes.extend(b"\x01\x01\x04\0\x01\0\0\0\x08\0\0\0");
        bytes.extend(next.to_le_bytes());
        bytes
    };
    assert_eq!(
        fault(&page(8), "a.tif"),
        Some(FileFault::PixelBomb),
        "a page that follows itself"
    );
    assert_eq!(
        fault(&page(9999), "a.tif"),
        Some(FileFault::Unreadable),
        "a page past the end"
    );
    let mut large = page(0);
    large[30..34].copy_from_slice(&[0, 0, 0, 0x7f]);
    assert_eq!(fault(&large, "a.tif"), Some(FileFault::PixelBomb));
}

// REQ: BEY-12
#[test]
fn a_preview_is_upright_small_and_tells_nothing() {
    let photo = jpeg(3000, 1500);
    assert!(
        photo
            .windows(samples::SECRET.len())
            .any(|part| part == samples::SECRET)
    );
    let preview = checked(&photo, "a.jpg").preview.expect("a preview");
    assert!(
        !preview
            .windows(6)
            .any(|part| part == b"Ivanov" || part == b"Exif\0\0")
    );
    let picture = ImageReader::with_format(Cursor::new(&preview), image::ImageFormat::Jpeg)
        .decode()
        .expect("a JPEG");
    assert_eq!(
        (picture.width(), picture.height()),
        (512, 1024),
        "turned by a quarter"
    );

    let preview = checked(&samples::clear_png(), "a.png")
        .preview
        .expect("a preview");
    let picture = ImageReader::with_format(Cursor::new(&preview), image::ImageFormat::Jpeg)
        .decode()
        .expect("a JPEG");
    assert_eq!(
        picture.to_rgb8().get_pixel(4, 4).0,
        [255, 255, 255],
        "nothing is shown on white"
    );
    assert!(checked(&tiff(2000, 10), "a.tif").preview.is_some());
}

#[test]
fn archive_bombs_are_refused() {
    let zeros = vec![0; 40 * 1024 * 1024];
    assert_eq!(
        fault(&docx_with(&[("word/media/a.bin", &zeros)]), "a.docx"),
        Some(FileFault::ZipBomb),
        "ratio"
    );

    let nested = package(&[("a", &zeros)]);
    assert_eq!(
        fault(&docx_with(&[("word/embeddings/a.docx", &nested)]), "a.docx"),
        Some(FileFault::ZipBomb),
        "nested"
    );

    let mut deep = package(&[("a", b"a")]);
    for _ in 0..3 {
        deep = package(&[("a.zip", &deep)]);
    }
    assert_eq!(
        fault(&docx_with(&[("word/a.zip", &deep)]), "a.docx"),
        Some(FileFault::ZipBomb),
        "depth"
    );

    let names: Vec<String> = (0..10_001).map(|number| format!("word/{number}")).collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .collect();
    assert_eq!(
        fault(&docx_with(&parts), "a.docx"),
        Some(FileFault::ZipBomb),
        "entries"
    );
}

#[test]
fn packages_that_are_not_what_office_writes_are_refused() {
    let wrong = |others: &[(&str, &[u8])]| fault(&docx_with(others), "a.docx");
    for name in [
        "../evil",
        "word/../../evil",
        "/etc/passwd",
        "C:\\evil",
        "word\\..\\evil",
    ] {
        assert_eq!(
            wrong(&[(name, b"x")]),
            Some(FileFault::Unreadable),
            "{name}"
        );
    }
    let entity = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
    assert_eq!(
        wrong(&[("word/styles.xml", entity)]),
        Some(FileFault::Unreadable)
    );
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(entity.iter().flat_map(|byte| [*byte, 0]))
        .collect();
    assert_eq!(
        wrong(&[("word/styles.xml", &wide)]),
        Some(FileFault::Unreadable),
        "in UTF-16"
    );

    assert_eq!(
        fault(&package(&[("a.txt", b"an archive")]), "a.docx"),
        Some(FileFault::WrongType)
    );
    let types = samples::types("/word/document.xml", samples::WORD_TYPE);
    let empty = package(&[("[Content_Types].xml", &types)]);
    assert_eq!(
        fault(&empty, "a.docx"),
        Some(FileFault::WrongType),
        "no main part"
    );
    let other = package(&[
        ("[Content_Types].xml", &types),
        ("word/document.xml", b"<html/>"),
    ]);
    assert_eq!(
        fault(&other, "a.docx"),
        Some(FileFault::WrongType),
        "another root"
    );

    let mut spoilt = samples::docx();
    let at = spoilt
        .windows(4)
        .rposition(|part| part == b"body")
        .unwrap_or(120);
    spoilt[at] ^= 0x55;
    assert!(
        fault(&spoilt, "a.docx").is_some(),
        "a checksum that does not hold"
    );
}

#[test]
fn what_other_programs_write_is_accepted() {
    let types = samples::types("/Word/Document.xml", samples::WORD_TYPE);
    let parts: [(&str, &[u8]); 2] = [
        ("[content_types].xml", &types),
        ("word\\document.xml", samples::DOCUMENT),
    ];
    assert_eq!(
        fault(&package(&parts), "a.docx"),
        None,
        "backslashes and capital letters"
    );
    assert_eq!(
        fault(&join(&[&samples::docx(), b"\0"]), "a.docx"),
        None,
        "a byte behind the end"
    );
    let kind = samples::WORD_TYPE.replace("document.main", "template.main");
    let types = samples::types("/word/document.xml", &kind);
    let template = package(&[
        ("[Content_Types].xml", &types),
        ("word/document.xml", samples::DOCUMENT),
    ]);
    assert_eq!(fault(&template, "a.docx"), None, "a template");
    let mut far_east = samples::word_header(false);
    far_east[..2].copy_from_slice(&[0x98, 0xa6]);
    assert_eq!(
        fault(&ole(&[("/WordDocument", &far_east)]), "a.doc"),
        None,
        "Word 95 of the Far East"
    );
}

#[test]
fn macros_objects_and_links_are_flagged() {
    let word = |name: &str, bytes: &[u8]| flags(&docx_with(&[(name, bytes)]), "a.docx");
    assert_eq!(word("word/vbaProject.bin", b"macros"), [FileFlag::Macros]);
    assert_eq!(
        word("word/embeddings/oleObject1.bin", b"object"),
        [FileFlag::EmbeddedFiles]
    );
    let relation = |kind: &str| {
        format!(
            "<Relationships><Relationship Type=\"x/{kind}\" Target=\"http://x\" TargetMode=\"External\"/></Relationships>"
        )
    };
    let name = "word/_rels/settings.xml.rels";
    assert_eq!(
        word(name, relation("attachedTemplate").as_bytes()),
        [FileFlag::ExternalContent]
    );
    assert_eq!(word(name, relation("hyperlink").as_bytes()), []);

    let types = samples::types(
        "/word/document.xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    );
    let renamed = package(&[
        ("[Content_Types].xml", &types),
        ("word/document.xml", samples::DOCUMENT),
    ]);
    assert_eq!(flags(&renamed, "a.docx"), [FileFlag::Macros]);

    let header = samples::word_header(false);
    let old = |name: &str| flags(&ole(&[("/WordDocument", &header), (name, b"x")]), "a.doc");
    assert_eq!(old("/Macros/VBA/dir"), [FileFlag::Macros]);
    assert_eq!(
        old("/ObjectPool/_12/\u{1}Ole10Native"),
        [FileFlag::EmbeddedFiles]
    );
    let sheet = ole(&[(
        "/Workbook",
        &workbook(&[(0x0085, b"\0\0\0\0\0\x01\x05\0Macro")]),
    )]);
    assert_eq!(flags(&sheet, "a.xls"), [FileFlag::Macros]);

    let object = br"{\rtf1 {\object\objemb{\*\objdata 0105}}}";
    assert_eq!(flags(object, "a.rtf"), [FileFlag::EmbeddedFiles]);
    assert_eq!(
        flags(br"{\rtf1 {\*\template http://x/y.dot}}", "a.rtf"),
        [FileFlag::ExternalContent]
    );
}

#[test]
fn what_a_pdf_starts_is_flagged_however_it_is_written() {
    let expected = [
        (
            "/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
            FileFlag::Scripts,
        ),
        ("/OpenAction<</S/Java#53cript>>", FileFlag::Scripts),
        ("/OpenAction<</S/Launch/F(cmd.exe)>>", FileFlag::Launch),
        ("/Names<</EmbeddedFiles 9 0 R>>", FileFlag::EmbeddedFiles),
        (
            "/X(a \\) string (nested) )/Encrypt 5 0 R",
            FileFlag::Encrypted,
        ),
    ];
    for (entry, flag) in expected {
        assert_eq!(flags(&pdf_with(entry), "a.pdf"), [flag], "{entry}");
    }
    assert_eq!(
        flags(
            &pdf_with("/Title(about /JavaScript#20 and /JS)").replace_name(),
            "a.pdf"
        ),
        []
    );
    let hidden = join(&[samples::PACKED_OBJECTS, b"<</S/JavaScript>>"]);
    assert_eq!(
        flags(&packed_pdf(&hidden, "/Filter/FlateDecode"), "a.pdf"),
        [FileFlag::Scripts]
    );
    assert_eq!(
        fault(
            &packed_pdf(&hidden, "/Filter[/ASCIIHexDecode/FlateDecode]"),
            "a.pdf"
        ),
        Some(FileFault::Unreadable)
    );
    let bomb = join(&[samples::PACKED_OBJECTS, &vec![b' '; 70 * 1024 * 1024]]);
    assert_eq!(
        fault(&packed_pdf(&bomb, "/Filter/FlateDecode"), "a.pdf"),
        Some(FileFault::ZipBomb)
    );
    assert_eq!(
        fault(&join(&[b"\n", &pdf()]), "a.pdf"),
        Some(FileFault::WrongType),
        "something before the header"
    );
}

trait ReplaceName {
    fn replace_name(self) -> Self;
}

impl ReplaceName for Vec<u8> {
    /// Only `/JS` in a string: the longer name counts wherever it stands.
    fn replace_name(self) -> Self {
        String::from_utf8(self)
            .expect("text")
            .replace("/JavaScript#20 and ", "")
            .into_bytes()
    }
}

#[test]
fn files_under_a_password_are_refused() {
    let package = ole(&[("/EncryptedPackage", b"x"), ("/EncryptionInfo", b"x")]);
    for name in ["a.docx", "a.xlsx", "a.doc", "a.xls"] {
        assert_eq!(fault(&package, name), Some(FileFault::Encrypted), "{name}");
    }
    let document = ole(&[("/WordDocument", &samples::word_header(true))]);
    assert_eq!(fault(&document, "a.doc"), Some(FileFault::Encrypted));
    let book = ole(&[("/Workbook", &workbook(&[(0x002f, b"\0\0\0\0\0\0")]))]);
    assert_eq!(fault(&book, "a.xls"), Some(FileFault::Encrypted));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rubbish_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
        for format in FileFormat::ALL {
            let name = format!("x.{}", format.extensions()[0]);
            prop_assert!(check(&bytes, &name, "").is_err());
        }
    }

    #[test]
    fn rubbish_behind_a_right_start_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..4096), keep in 1usize..600) {
        for (name, sample) in samples::all() {
            let start = &sample[..keep.min(sample.len())];
            drop(check(&join(&[start, &bytes]), name, ""));
        }
    }

    #[test]
    fn spoilt_files_are_survived(spots in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..12)) {
        for (name, mut sample) in samples::all() {
            for (at, byte) in &spots {
                let at = usize::try_from(*at).expect("fits") % sample.len();
                sample[at] = *byte;
            }
            drop(check(&sample, name, ""));
        }
    }
}
