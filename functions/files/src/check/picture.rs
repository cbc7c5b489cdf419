//! Decoding of pictures within fixed memory, and their previews.

use std::io::Cursor;
use std::sync::Mutex;

use image::codecs::jpeg::JpegEncoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, Limits, Rgb, RgbImage};
use zvarot_domain::FileFault;

/// A3 at 600 dots an inch has 70 million pixels, a telephone's largest picture 108 million at 15 MB only rarely.
pub const PIXELS_AT_MOST: u64 = 100_000_000;
/// Bytes that one decoded picture may take: as many pixels as are permitted, in three colours.
pub const DECODED_AT_MOST: u64 = 320 * 1024 * 1024;
/// Bytes that a decoder may take beside the picture.
const WORKING_AT_MOST: u64 = 64 * 1024 * 1024;
/// The longer side of a preview in pixels.
const PREVIEW_SIDE: u32 = 1024;
const PREVIEW_QUALITY: u8 = 80;

/// One large picture in memory at a time, however many files are checked beside each other.
static DECODING: Mutex<()> = Mutex::new(());

/// Refuses dimensions that cannot be shown; before anything is decoded.
pub fn check_dimensions(width: u64, height: u64) -> Result<(), FileFault> {
    if width == 0 || height == 0 {
        return Err(FileFault::Unreadable);
    }
    if width.saturating_mul(height) > PIXELS_AT_MOST {
        Err(FileFault::PixelBomb)
    } else {
        Ok(())
    }
}

/// Decodes the picture to its end and makes its preview: upright, small, nothing but pixels (BEY-12).
/// `None` where the picture is valid but of a rare kind, or takes more than `decoded_at_most` bytes decoded.
pub fn preview<'a, D: ImageDecoder>(
    bytes: &'a [u8],
    decoded_at_most: u64,
    open: impl FnOnce(Cursor<&'a [u8]>) -> Result<D, ImageError>,
) -> Result<Option<Vec<u8>>, FileFault> {
    let _one_at_a_time = DECODING
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let made = open(Cursor::new(bytes)).and_then(|decoder| {
        if decoder.total_bytes() > decoded_at_most {
            return Ok(None);
        }
        encode(&shrink(decoder)?).map(Some)
    });
    match made {
        Ok(preview) => Ok(preview),
        Err(ImageError::Unsupported(_)) => Ok(None),
        Err(ImageError::Limits(_)) => Err(FileFault::PixelBomb),
        Err(_) => Err(FileFault::Unreadable),
    }
}

fn shrink(mut decoder: impl ImageDecoder) -> Result<DynamicImage, ImageError> {
    let decoded = decoder.total_bytes();
    let mut limits = Limits::default();
    limits.max_alloc = Some(decoded + WORKING_AT_MOST);
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let picture = DynamicImage::from_decoder(decoder)?;
    let fits = picture.width() <= PREVIEW_SIDE && picture.height() <= PREVIEW_SIDE;
    let mut small = if fits {
        picture
    } else {
        picture.thumbnail(PREVIEW_SIDE, PREVIEW_SIDE)
    };
    small.apply_orientation(orientation);
    Ok(small)
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, PREVIEW_QUALITY).encode_image(&on_white(picture))?;
    Ok(bytes)
}

/// JPEG has no transparency; black text on nothing must stay readable.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let pixels = picture.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let blend = |colour: u8| {
            let alpha = u16::from(alpha);
            let mixed = (u16::from(colour) * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([blend(red), blend(green), blend(blue)])
    })
}
