//! A look at a change of a calendar before it is made: what it is, and how many terms of open appeals it would move.

use askama::Template;
use zvarot_web::{Page, Visit};

/// What is about to be done.
pub struct Look {
    /// Where the form goes.
    pub action: &'static str,
    /// Where nothing is done.
    pub back: String,
    /// The key of the heading.
    pub title: &'static str,
    /// It in words.
    pub lines: Vec<String>,
    /// The fields, as they were typed.
    pub kept: Vec<(&'static str, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "look.html")]
pub struct LookPage {
    page: Page,
    look: Look,
    moved: String,
}

impl LookPage {
    /// Of so many terms that would move.
    pub fn new(visit: &Visit, look: Look, moved: i64) -> Self {
        let moved = visit.texts().with("calendar-would-move", &[("count", moved)]);
        Self { page: Page::new(visit), look, moved }
    }
}
