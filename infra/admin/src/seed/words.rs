//! The forms of a place's adjective (Брестский, Брэсцкі) that organisations' names are made with. All of them end
//! in -ский, -цкий (Russian) or -скі, -цкі (Belarusian), so an ending is put for an ending.

/// Endings by the mark that stands in the tables for the form: mark, Russian, Belarusian.
const ENDINGS: [(&str, &str, &str); 9] = [
    ("{m}", "ий", "і"),
    ("{f}", "ая", "ая"),
    ("{n}", "ое", "ае"),
    ("{gen}", "ого", "ага"),
    ("{dat}", "ому", "аму"),
    ("{loc}", "ом", "ім"),
    ("{gen_f}", "ой", "ай"),
    ("{dat_f}", "ой", "ай"),
    ("{loc_f}", "ой", "ай"),
];

/// The adjective of a place, or only its genitive, for places that need no other form.
pub struct Forms<'a> {
    stem: &'a str,
    belarusian: bool,
    genitive: &'a str,
}

impl<'a> Forms<'a> {
    /// From the masculine nominative; `genitive` is given instead where it is all that is needed.
    pub fn new(adjective: &'a str, genitive: &'a str) -> Self {
        let belarusian = adjective.ends_with('і');
        let stem = adjective.trim_end_matches("ий").trim_end_matches('і');
        Self {
            stem,
            belarusian,
            genitive,
        }
    }

    /// Puts the forms where a template has their marks.
    pub fn fill(&self, template: &str) -> String {
        if self.stem.is_empty() {
            return template.replace("{gen}", self.genitive);
        }
        ENDINGS
            .iter()
            .fold(template.to_owned(), |text, (mark, russian, belarusian)| {
                let ending = if self.belarusian { belarusian } else { russian };
                text.replace(mark, &format!("{}{ending}", self.stem))
            })
    }
}
