//! How the lines of a story are broken: where they are wrapped, what begins a paragraph.

use super::columns::is_tabular;
use super::ends_sentence;
use crate::read::line::Line;

/// How the lines of a story are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The width lines are wrapped at, if they are.
    width: Option<usize>,
    /// A new paragraph is indented, the lines that follow are not.
    indented: bool,
    /// There are too few lines to be sure of the width.
    unsure: bool,
}

/// How many lines the layout is found out from.
const LAYOUT_LINES: usize = 2_000;

/// Lines longer than this are not wrapped by anyone.
pub(super) const WIDEST: usize = 130;

/// Lines shorter than this may be broken on purpose, unless no next word would have fitted.
pub(super) const NARROW: usize = 45;

/// Lines shorter than this are broken on purpose.
const NARROWEST: usize = 20;

impl Layout {
    /// Finds out from the lines themselves.
    pub(crate) fn of(lines: &[Line<'_>]) -> Self {
        let mut lengths: Vec<(usize, usize)> = Vec::new();
        let (mut starts, mut after_sentence, mut continued) = (0_usize, 0_usize, 0_usize);
        for pair in lines[..lines.len().min(LAYOUT_LINES)].windows(2) {
            if pair[0].is_blank()
                || pair[1].is_blank()
                || is_tabular(pair[0].text)
                || is_tabular(pair[1].text)
            {
                continue;
            }
            let (indent, next) = (pair[0].indent(), pair[1].indent());
            if next >= indent + 2 {
                starts += 1;
                after_sentence += usize::from(ends_sentence(pair[0].trimmed()));
            } else {
                continued += usize::from(next <= 1);
                lengths.push((length(pair[0].text.trim_end()), first_word(pair[1].trimmed())));
            }
        }
        let indented = starts >= 2 && continued >= 1 && after_sentence * 2 >= starts;
        Self { width: width(&mut lengths), indented, unsure: lengths.len() < 3 }
    }

    /// Whether `next` goes on with the paragraph of `line`.
    pub(super) fn joins(self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let (text, following) = (line.text.trim_end(), next.trimmed());
        if self.indented {
            return next.indent() < 2 || next.indent() < line.indent();
        }
        if next.indent() >= line.indent() + 2 && ends_sentence(text) {
            return false;
        }
        let small = following.starts_with(char::is_lowercase);
        let open = !ends_sentence(text) && !text.ends_with(':');
        if small && open {
            return true;
        }
        let Some(width) = self.width else { return false };
        if self.unsure && !open {
            return false;
        }
        let length = length(text);
        let word = first_word(following);
        length + 1 + word > width || (open && length * 10 >= width * 7)
    }
}

/// The width lines are wrapped at, from the length of each line that is not the last of its paragraph and of the word
/// that did not fit in it.
fn width(lengths: &mut [(usize, usize)]) -> Option<usize> {
    lengths.sort_unstable();
    let (width, _) = *lengths.get(lengths.len().saturating_sub(1) * 9 / 10)?;
    let full = lengths.iter().filter(|(length, word)| length + 1 + word > width).count();
    let wrapped = width >= NARROW || (lengths.len() >= 4 && full * 10 >= lengths.len() * 9);
    ((NARROWEST..=WIDEST).contains(&width) && wrapped).then_some(width)
}

fn first_word(text: &str) -> usize {
    text.split(' ').next().map_or(0, length)
}

fn length(text: &str) -> usize {
    if text.len() > 4 * WIDEST { text.len() } else { text.chars().count() }
}
