//! Pictures: what telephones write, bombs, previews.

use std::io::Cursor;

use image::ImageReader;
use zvarot_domain::FileFault;

use super::super::samples::{self, jpeg, png, tiff};
use super::{checked, fault, join};

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
fn a_scan_too_large_to_be_decoded_is_accepted_without_a_preview() {
    // 9000 × 9000 white pixels of one byte a colour in one packed strip that is never unpacked
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    let entries: [(u16, u16, u32, u32); 9] = [
        (256, 4, 1, 9000),
        (257, 4, 1, 9000),
        (258, 3, 3, 122),
        (259, 3, 1, 5),
        (262, 3, 1, 2),
        (273, 4, 1, 128),
        (277, 3, 1, 3),
        (278, 4, 1, 9000),
        (279, 4, 1, 4),
    ];
    bytes.extend(9u16.to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend([8, 0, 8, 0, 8, 0]);
    bytes.extend([0x80, 0, 0, 0]);
    assert_eq!(checked(&bytes, "a.tif").preview, None);
}
