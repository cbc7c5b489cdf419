//! The chart of a report as SVG drawn by the server: bars with names and numbers as text, colours of the stylesheet.

use zvarot_actions::reports::Bar;
use zvarot_locale::Texts;

/// Units of the drawing: its width is 640; a bar with its name above it.
const ROW: usize = 44;
/// What the longest bar takes; its number stands right of it.
const LONGEST: i64 = 540;
/// Signs of a name.
const NAME_LENGTH: usize = 68;

/// A bar, placed.
pub struct ChartBar {
    pub name: String,
    pub amount: String,
    /// Where its name's line stands.
    pub text_y: usize,
    pub y: usize,
    pub width: i64,
    /// Where its number begins.
    pub number_x: i64,
    pub number_y: usize,
}

/// The bars, placed one below the other.
pub fn bars(bars: &[Bar], texts: &Texts) -> Vec<ChartBar> {
    let place = |(place, bar): (usize, &Bar)| {
        let width = (bar.length * LONGEST / 1000).max(2);
        ChartBar {
            name: shortened(&bar.name),
            amount: texts.number(bar.amount),
            text_y: place * ROW + 14,
            y: place * ROW + 20,
            width,
            number_x: width + 8,
            number_y: place * ROW + 33,
        }
    };
    bars.iter().enumerate().map(place).collect()
}

/// The height of so many bars.
pub fn height(bars: usize) -> usize {
    bars * ROW
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_LENGTH {
        return name.to_owned();
    }
    let head: String = name.chars().take(NAME_LENGTH - 1).collect();
    format!("{}…", head.trim_end())
}
