//! Every good file passes, every lie and every bomb is refused with its own reason, nothing panics.

mod documents;
mod pictures;

use proptest::prelude::*;
use zvarot_domain::attachment::FILE_SIZE_AT_MOST;
use zvarot_domain::{FileFault, FileFlag, FileFormat};

use super::samples::{self, jpeg, package, pdf, png};
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
