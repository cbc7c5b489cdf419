//! Documents: bombs, disguises, what is flagged, passwords.

use zvarot_domain::{FileFault, FileFlag};

use super::super::samples::{self, docx_with, ole, package, packed_pdf, pdf, pdf_with, workbook};
use super::{fault, flags, join};

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
