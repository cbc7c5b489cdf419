//! The chart of a report as SVG drawn by the server: bars with names and numbers as text, colours of the stylesheet.
//! Lengths are parts of the width, so that the writing has its size on any screen.

use zvarot_actions::reports::Bar;
use zvarot_locale::Texts;

/// Pixels: a line of a name, a bar, the space below it.
const LINE: usize = 20;
const BAR: usize = 18;
const SPACE: usize = 10;
/// Percent of the width that the longest bar takes; its number stands right of it.
const LONGEST: i64 = 80;
/// Signs of a line of a name, which fit on a telephone.
const LINE_LENGTH: usize = 38;

/// A bar, placed.
pub struct ChartBar {
    /// One line of the name or two, each with its base line.
    pub name: Vec<(String, usize)>,
    pub amount: String,
    pub y: usize,
    /// Percent of the width, with one decimal place.
    pub width: String,
    pub number_y: usize,
}

/// The bars, placed one below the other, and the height of all in pixels.
pub fn bars(bars: &[Bar], texts: &Texts) -> (Vec<ChartBar>, usize) {
    let mut top = 0;
    let placed = bars.iter().map(|bar| {
        let name: Vec<_> = lines(&bar.name)
            .into_iter()
            .enumerate()
            .map(|(line, text)| (text, top + line * LINE + 15))
            .collect();
        let y = top + name.len() * LINE;
        top = y + BAR + SPACE;
        let tenths = (bar.length * LONGEST / 100).max(4);
        ChartBar {
            name,
            amount: texts.number(bar.amount),
            y,
            width: format!("{}.{}", tenths / 10, tenths % 10),
            number_y: y + 14,
        }
    });
    let placed = placed.collect();
    (placed, top)
}

/// The name in one line or two, cut where it is longer still.
fn lines(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let full = lines.len() == 2;
        let last = lines.last_mut().expect("there is always a line");
        let length = last.chars().count() + 1 + word.chars().count();
        if last.is_empty() {
            last.push_str(word);
        } else if length <= LINE_LENGTH {
            last.push(' ');
            last.push_str(word);
        } else if full {
            last.push_str(" …");
            break;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_takes_two_lines_and_ends_there() {
        assert_eq!(lines("Жалоба"), ["Жалоба"]);
        let name = "07 Жилищный фонд и жилищно-коммунальное хозяйство";
        assert_eq!(lines(name), ["07 Жилищный фонд и", "жилищно-коммунальное хозяйство"]);
        let long = lines(&name.repeat(3));
        assert_eq!(long.len(), 2);
        assert!(long[1].ends_with('…'), "{long:?}");
    }

    #[test]
    fn bars_follow_one_another_without_overlapping() {
        let bar = |name: &str, length| Bar { name: name.to_owned(), amount: length, length };
        let long = "Обращения, которые поступили из других организаций по подведомственности";
        let (bars, height) = bars(&[bar("Жалоба", 1000), bar(long, 500), bar("Предложение", 0)], Texts::of(zvarot_domain::Locale::Ru));
        assert_eq!(bars.iter().map(|bar| bar.width.as_str()).collect::<Vec<_>>(), ["80.0", "40.0", "0.4"]);
        for pair in bars.windows(2) {
            assert!(pair[1].name[0].1 > pair[0].y + BAR, "the name stands below the bar before it");
        }
        assert!(height > bars[2].y + BAR);
    }
}
