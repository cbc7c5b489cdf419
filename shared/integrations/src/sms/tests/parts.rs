//! A table of texts and what they cost.

use crate::sms::{
    Alphabet::{Gsm7, Ucs2},
    Segments,
    parts::Encoded,
    segments,
};

#[test]
fn texts_cost_what_the_operator_counts() {
    let cases = [
        (String::new(), Gsm7, 0, 0),
        ("Code 123456".into(), Gsm7, 11, 1),
        ("a".repeat(160), Gsm7, 160, 1),
        ("a".repeat(161), Gsm7, 161, 2),
        ("a".repeat(306), Gsm7, 306, 2),
        ("a".repeat(307), Gsm7, 307, 3),
        // the extension table takes two
        ("€".repeat(80), Gsm7, 160, 1),
        ("€".repeat(81), Gsm7, 162, 2),
        ("я".repeat(70), Ucs2, 70, 1),
        ("ў".repeat(71), Ucs2, 71, 2),
        ("я".repeat(134), Ucs2, 134, 2),
        ("я".repeat(135), Ucs2, 135, 3),
        // outside the first plane: two units each
        ("🙂".repeat(35), Ucs2, 70, 1),
        ("🙂".repeat(36), Ucs2, 72, 2),
    ];
    for (text, alphabet, units, parts) in cases {
        assert_eq!(
            segments(&text),
            Segments {
                alphabet,
                units,
                parts
            },
            "{text}"
        );
    }
}

#[test]
fn no_character_is_torn_between_parts() {
    let euros = Encoded::new(&"€".repeat(120));
    for part in euros.split() {
        assert!(part.len() <= 153 && part.len() % 2 == 0);
    }
    let smiles = Encoded::new(&format!("я{}", "🙂".repeat(80)));
    let mut read = String::new();
    for part in smiles.split() {
        assert!(part.len() <= 134);
        let units: Vec<u16> = part
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        read.push_str(&String::from_utf16(&units).expect("each part stands alone"));
    }
    assert_eq!(read, format!("я{}", "🙂".repeat(80)));
}
