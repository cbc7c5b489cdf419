//! The embedded fonts: Liberation Serif (the metrics of the Times that Belarusian letters are typed in) and Mono,
//! and DejaVu Sans for every sign they lack. Output files carry only the glyphs used.

use typst::foundations::Bytes;
use typst::text::Font;

/// Every embedded font file, in the order in which a missing glyph is looked for.
const FILES: [&[u8]; 5] = [
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationMono-Regular.ttf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
];

/// Parses the embedded fonts.
pub(crate) fn load() -> Vec<Font> {
    FILES
        .into_iter()
        .map(|file| Font::new(Bytes::new(file), 0).expect("embedded fonts are valid"))
        .collect()
}

/// Whether the text face itself draws the character.
pub(crate) fn is_in_text_face(fonts: &[Font], character: char) -> bool {
    fonts[..3]
        .iter()
        .all(|font| font.info().coverage.contains(u32::from(character)))
}

/// Whether the text face or the fallback draws the character.
pub(crate) fn is_drawable(fonts: &[Font], character: char) -> bool {
    is_in_text_face(fonts, character)
        || fonts
            .last()
            .is_some_and(|font| font.info().coverage.contains(u32::from(character)))
}
