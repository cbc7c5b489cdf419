//! What ordinary documents say and which standards they declare, read from the finished bytes.

use lopdf::{Dictionary, Document, Object};
use zvarot_domain::Locale;

use super::samples;
use crate::*;

fn everything() -> Vec<(&'static str, Locale, Vec<u8>)> {
    let documents = |locale| {
        [
            (
                "answer",
                locale,
                answer_pdf(&samples::answer(locale), locale).unwrap(),
            ),
            (
                "receipt",
                locale,
                receipt_pdf(&samples::receipt(locale), locale).unwrap(),
            ),
            (
                "appeal",
                locale,
                appeal_pdf(&samples::appeal(locale), locale).unwrap(),
            ),
        ]
    };
    Locale::ALL.into_iter().flat_map(documents).collect()
}

/// The words of all pages as a reader copies them.
pub fn words(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text: String = document.extract_text(&pages).unwrap();
    // Lines that were broken after a hyphen stay broken: only runs of spaces are evened.
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().unwrap()
}

fn metadata(document: &Document) -> String {
    let id = catalog(document)
        .get(b"Metadata")
        .and_then(Object::as_reference)
        .unwrap();
    let stream = document.get_object(id).and_then(Object::as_stream).unwrap();
    String::from_utf8(stream.get_plain_content().unwrap_or(stream.content.clone())).unwrap()
}

// REQ: REV-10
// REQ: REG-10
// REQ: BEY-15
#[test]
fn documents_are_tagged_archival_pdf_in_their_language() {
    for (name, locale, pdf) in everything() {
        let document = Document::load_mem(&pdf).unwrap();
        let catalog = catalog(&document);
        let language = catalog.get(b"Lang").and_then(Object::as_str).unwrap();
        assert!(
            language.starts_with(locale.code().as_bytes()),
            "{name}: {language:?}"
        );
        assert!(catalog.has(b"StructTreeRoot"), "{name} is tagged");
        let marked = catalog
            .get(b"MarkInfo")
            .and_then(Object::as_dict)
            .and_then(|info| info.get(b"Marked"));
        assert_eq!(marked.and_then(Object::as_bool).ok(), Some(true), "{name}");
        let metadata = metadata(&document);
        for mark in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "123-456-789-0",
        ] {
            assert!(metadata.contains(mark), "{name}: no {mark} in {metadata}");
        }
    }
}

#[test]
fn documents_say_what_they_must() {
    for (name, locale, pdf) in everything() {
        insta::assert_snapshot!(format!("{name}_{}", locale.code()), words(&pdf));
    }
}

// REQ: BEY-15
#[test]
fn a_receipt_is_one_page() {
    for locale in Locale::ALL {
        let mut receipt = samples::receipt(locale);
        receipt.organisation = "Очень длинное название организации ".repeat(20);
        receipt.topic = "Очень длинная тема ".repeat(40);
        receipt.files = vec![samples::files().remove(0); 5];
        for file in &mut receipt.files {
            file.name = format!("{}.pdf", "Длинное имя файла ".repeat(15));
        }
        let pdf = receipt_pdf(&receipt, locale).unwrap();
        assert_eq!(Document::load_mem(&pdf).unwrap().get_pages().len(), 1);
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let print = || answer_pdf(&samples::answer(Locale::Be), Locale::Be).unwrap();
    assert_eq!(print(), print());
}

#[test]
fn a_long_answer_fills_numbered_pages() {
    let mut answer = samples::answer(Locale::Be);
    answer.text = answer.text.repeat(12);
    let pdf = answer_pdf(&answer, Locale::Be).unwrap();
    let document = Document::load_mem(&pdf).unwrap();
    let pages = document.get_pages().len();
    assert!(pages >= 5, "{pages}");
    let last = document
        .extract_text(&[u32::try_from(pages).unwrap()])
        .unwrap();
    assert!(last.contains(&pages.to_string()), "{last}");
}

#[test]
fn a_card_with_little_in_it_prints() {
    let card = AppealDocument {
        number: "123-456-789-0".into(),
        ..AppealDocument::default()
    };
    let said = words(&appeal_pdf(&card, Locale::Ru).unwrap());
    assert!(said.contains("Файлы не приложены"), "{said}");
}
