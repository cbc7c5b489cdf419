//! № в СО: the one number of an appeal for all forms (SUB-08), shown as `123-456-789-0`.
//! Nine digits are a keyed permutation of a plain sequence: nothing is shared or locked to hand one
//! out, none repeats, and from one's own number nobody can tell another's or how many there are.
//! The tenth digit is Damm's check: it catches every wrong digit and every two neighbours swapped.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many appeals can be numbered: two hundred years at five million a year.
pub const CAPACITY: u64 = 1_000_000_000;

/// The unique number of an appeal in the system: ten digits, the last one a check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppealNumber(u64);

/// The sequence has passed [`CAPACITY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sequence of appeal numbers is used up")]
pub struct NumbersUsedUp;

/// The text is not a number of an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Something else than ten digits, spaces and dashes.
    #[error("an appeal's number has ten digits")]
    Format,
    /// Ten digits, but not as they were given out: one is mistyped or two are swapped.
    #[error("the check digit of the appeal's number does not match")]
    CheckDigit,
}

impl AppealNumber {
    /// The number of the appeal that drew `sequence` (from 0). One key, never changed, for the life of the system:
    /// under another key numbers would repeat.
    ///
    /// # Errors
    /// [`NumbersUsedUp`] from a thousand million on.
    pub fn from_sequence(sequence: u64, key: &[u8; 16]) -> Result<Self, NumbersUsedUp> {
        if sequence >= CAPACITY {
            return Err(NumbersUsedUp);
        }
        // Cycle walking: the permutation is of 2³⁰ values; a result outside the thousand million is permuted
        // again until it falls inside. As it is a bijection, so is the walk; 1.07 steps on average.
        let mut value = permute(sequence, key);
        while value >= CAPACITY {
            value = permute(value, key);
        }
        Ok(Self(value * 10 + u64::from(damm(value))))
    }

    /// The ten digits as a number: what the database holds.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0.cast_signed()
    }

    /// The number of such a value.
    ///
    /// # Errors
    /// [`NumberError`] if it has more than ten digits or its check digit does not match.
    pub fn from_i64(value: i64) -> Result<Self, NumberError> {
        let value = u64::try_from(value).map_err(|_| NumberError::Format)?;
        if value >= CAPACITY * 10 {
            return Err(NumberError::Format);
        }
        if u64::from(damm(value / 10)) != value % 10 {
            return Err(NumberError::CheckDigit);
        }
        Ok(Self(value))
    }

    /// The ten digits without dashes: what JSON holds.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:010}", self.0)
    }
}

/// Half of the permuted block, in bits: two halves make 2³⁰, the first power of four above the capacity.
const HALF_BITS: u32 = 15;
const HALF_MASK: u64 = (1 << HALF_BITS) - 1;
/// Luby and Rackoff need four rounds against an adversary who sees few values; ten leave a margin on a block this small.
const ROUNDS: u64 = 10;

/// A balanced Feistel network over 30 bits with SipHash as the keyed round function.
fn permute(value: u64, key: &[u8; 16]) -> u64 {
    let (mut left, mut right) = (value >> HALF_BITS, value & HALF_MASK);
    for round in 0..ROUNDS {
        let mixed = left ^ (sip_hash(key, (round << HALF_BITS) | right) & HALF_MASK);
        (left, right) = (right, mixed);
    }
    (left << HALF_BITS) | right
}

/// SipHash-2-4 of one 8-byte word: a pseudo-random function under a 128-bit key (Aumasson and Bernstein, 2012).
fn sip_hash(key: &[u8; 16], message: u64) -> u64 {
    let (low, high) = key.split_at(8);
    let word = |bytes: &[u8]| {
        bytes
            .iter()
            .rev()
            .fold(0_u64, |word, byte| (word << 8) | u64::from(*byte))
    };
    let (k0, k1) = (word(low), word(high));
    let mut state = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    // The last block holds the message's length in bytes in its top byte.
    for block in [message, 8 << 56] {
        state[3] ^= block;
        sip_round(&mut state);
        sip_round(&mut state);
        state[0] ^= block;
    }
    state[2] ^= 0xff;
    for _ in 0..4 {
        sip_round(&mut state);
    }
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn sip_round(state: &mut [u64; 4]) {
    let [mut a, mut b, mut c, mut d] = *state;
    a = a.wrapping_add(b);
    b = b.rotate_left(13) ^ a;
    a = a.rotate_left(32);
    c = c.wrapping_add(d);
    d = d.rotate_left(16) ^ c;
    a = a.wrapping_add(d);
    d = d.rotate_left(21) ^ a;
    c = c.wrapping_add(b);
    b = b.rotate_left(17) ^ c;
    c = c.rotate_left(32);
    *state = [a, b, c, d];
}

/// Damm's totally anti-symmetric quasigroup of order ten (H. M. Damm, 2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The check digit of the nine digits of `value`.
fn damm(value: u64) -> u8 {
    format!("{value:09}").bytes().fold(0, |interim, digit| {
        DAMM[usize::from(interim)][usize::from(digit - b'0')]
    })
}

impl FromStr for AppealNumber {
    type Err = NumberError;

    /// Reads a number as people write it: spaces and dashes of all kinds are passed over.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let mut value = 0_u64;
        let mut count = 0;
        for character in text.chars() {
            if character.is_whitespace()
                || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
            {
                continue;
            }
            let digit = character.to_digit(10).ok_or(NumberError::Format)?;
            count += 1;
            if count > 10 {
                return Err(NumberError::Format);
            }
            value = value * 10 + u64::from(digit);
        }
        if count != 10 {
            return Err(NumberError::Format);
        }
        Self::from_i64(value.cast_signed())
    }
}

impl fmt::Display for AppealNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(
            formatter,
            "{}-{}-{}-{}",
            &digits[..3],
            &digits[3..6],
            &digits[6..9],
            &digits[9..]
        )
    }
}

impl fmt::Debug for AppealNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for AppealNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}

impl<'de> Deserialize<'de> for AppealNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const KEY: &[u8; 16] = b"sixteen byte key";

    fn number(sequence: u64) -> AppealNumber {
        AppealNumber::from_sequence(sequence, KEY).unwrap()
    }

    #[test]
    fn sip_hash_is_the_published_function() {
        // Reference vectors of SipHash-2-4: key 00..0f, message 00..07.
        let key: [u8; 16] = std::array::from_fn(|index| u8::try_from(index).unwrap());
        assert_eq!(sip_hash(&key, 0x0706_0504_0302_0100), 0x93f5_f579_9a93_2462);
    }

    #[test]
    fn damm_is_the_published_table() {
        assert_eq!(damm(572), 4);
        for (row, digits) in DAMM.iter().enumerate() {
            assert_eq!(digits.iter().collect::<HashSet<_>>().len(), 10);
            assert_eq!(digits[row], 0);
        }
    }

    // REQ: SUB-08
    #[test]
    fn a_run_of_the_sequence_gives_distinct_numbers_that_do_not_follow_each_other() {
        let numbers: Vec<_> = (0..50_000).map(number).collect();
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
        let neighbours = numbers
            .windows(2)
            .filter(|pair| pair[0].0.abs_diff(pair[1].0) < 1000)
            .count();
        assert!(
            neighbours < 5,
            "{neighbours} neighbours in the sequence are neighbours in the number"
        );
        assert_ne!(
            number(7),
            AppealNumber::from_sequence(7, b"another key.....").unwrap()
        );
    }

    // REQ: SUB-08
    #[test]
    fn the_permutation_can_be_undone_so_no_two_sequences_share_a_number() {
        let undo = |value: u64| {
            let (mut left, mut right) = (value >> HALF_BITS, value & HALF_MASK);
            for round in (0..ROUNDS).rev() {
                let before = right ^ (sip_hash(KEY, (round << HALF_BITS) | left) & HALF_MASK);
                (left, right) = (before, left);
            }
            (left << HALF_BITS) | right
        };
        for value in (0..1 << 30).step_by(104_729) {
            assert_eq!(undo(permute(value, KEY)), value);
        }
    }

    #[test]
    fn the_sequence_has_an_end() {
        assert!(AppealNumber::from_sequence(CAPACITY - 1, KEY).is_ok());
        assert_eq!(
            AppealNumber::from_sequence(CAPACITY, KEY),
            Err(NumbersUsedUp)
        );
    }

    proptest! {
        #[test]
        fn a_number_reads_back_as_it_is_shown_stored_and_typed(sequence in 0..CAPACITY) {
            let number = number(sequence);
            let shown = number.to_string();
            prop_assert_eq!(shown.len(), 13);
            prop_assert_eq!(shown.parse::<AppealNumber>().unwrap(), number);
            prop_assert_eq!(number.digits().parse::<AppealNumber>().unwrap(), number);
            prop_assert_eq!(format!(" {} ", shown.replace('-', " – ")).parse::<AppealNumber>().unwrap(), number);
            prop_assert_eq!(AppealNumber::from_i64(number.as_i64()).unwrap(), number);
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<AppealNumber>(&json).unwrap(), number);
        }

        #[test]
        fn one_wrong_digit_or_two_swapped_neighbours_are_always_noticed(
            sequence in 0..CAPACITY, place in 0_usize..10, shift in 1_u8..10,
        ) {
            let digits = number(sequence).digits().into_bytes();
            let mut mistyped = digits.clone();
            mistyped[place] = b'0' + (mistyped[place] - b'0' + shift) % 10;
            let parsed = String::from_utf8(mistyped).unwrap().parse::<AppealNumber>();
            prop_assert_eq!(parsed, Err(NumberError::CheckDigit));
            let mut swapped = digits.clone();
            swapped.swap(place, (place + 1).min(9));
            if swapped != digits {
                let parsed = String::from_utf8(swapped).unwrap().parse::<AppealNumber>();
                prop_assert_eq!(parsed, Err(NumberError::CheckDigit));
            }
        }

        #[test]
        fn anything_else_is_refused_without_panic(text in any::<String>()) {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if digits != 10 {
                prop_assert_eq!(text.parse::<AppealNumber>(), Err(NumberError::Format));
            }
        }
    }
}
