//! Names of entries, no two alike even where case does not count.

use std::collections::{HashMap, HashSet};

use zvarot_domain::FileName;

/// The names given so far, in lower case.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The last number tried for a name, so that thousands of equal names stay cheap.
    numbers: HashMap<String, usize>,
}

impl Names {
    /// A safe form of `wanted` that was not given before.
    pub fn give(&mut self, wanted: &str) -> String {
        let name = FileName::from_untrusted(wanted);
        if self.taken.insert(name.as_str().to_lowercase()) {
            return name.to_string();
        }
        loop {
            let last = self
                .numbers
                .entry(name.as_str().to_lowercase())
                .or_insert(1);
            *last += 1;
            let numbered = name.numbered(*last).to_string();
            if self.taken.insert(numbered.to_lowercase()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_equal_names_whatever_their_case() {
        let mut names = Names::default();
        let wanted = [
            "фото.jpg",
            "ФОТО.jpg",
            "фото (2).jpg",
            "a/фото.jpg",
            "..",
            "\0",
        ];
        let given: Vec<String> = wanted.into_iter().map(|name| names.give(name)).collect();
        let expected = [
            "фото.jpg",
            "ФОТО (2).jpg",
            "фото (2) (2).jpg",
            "фото (3).jpg",
            "file",
            "file (2)",
        ];
        assert_eq!(given, expected);
    }
}
