//! The faults of a credit line, and how they are mended: too many or too few parentheses, a missing space.

use std::ops::Range;

use crate::scan::offset_in;

/// A fault in a line, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// Where in the line it is, in bytes.
    pub at: Range<usize>,
    /// What stands there.
    pub found: String,
    /// What it was read as.
    pub read_as: String,
}

/// What stands in the parentheses around a line; too many or too few of them are mended.
pub(super) fn inside_parentheses<'a>(printed: &'a str, mends: &mut Vec<Mend>) -> &'a str {
    let (open, close) = match printed.chars().next() {
        Some('(') => ('(', ')'),
        Some('[') => ('[', ']'),
        _ => return strip_loose_close(printed, mends),
    };
    let opened = printed.len() - printed.trim_start_matches(open).len();
    let inner = &printed[opened..];
    let bare = inner.trim_end_matches(|c: char| c == close || c == '.' || c.is_whitespace());
    let tail = &inner[bare.len()..];
    let inside = bare.matches(open).count().saturating_sub(bare.matches(close).count());
    let closed = tail.matches(close).count();
    let wanted = opened + inside;
    if closed != wanted || opened > 1 {
        let at = printed.len() - tail.len();
        let read_as = if inside > 0 && closed >= inside {
            close.to_string().repeat(inside + 1)
        } else {
            close.to_string()
        };
        if tail.trim_end_matches('.') != read_as {
            let (at, found) =
                if tail.is_empty() { (printed.len()..printed.len(), "") } else { (at..printed.len(), tail) };
            mends.push(Mend { at, found: found.to_owned(), read_as });
        }
    }
    // Parentheses that belong to the names stay with them.
    let keep = tail
        .char_indices()
        .filter(|(_, c)| *c == close)
        .take(inside)
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &inner[..bare.len() + keep]
}

/// A line that begins without a parenthesis and ends with one.
fn strip_loose_close<'a>(printed: &'a str, mends: &mut Vec<Mend>) -> &'a str {
    let bare = printed.trim_end_matches([')', '.']);
    let loose = printed[bare.len()..].matches(')').count();
    let opened = bare.matches('(').count().saturating_sub(bare.matches(')').count());
    if loose > opened {
        mends.push(Mend {
            at: bare.len()..printed.len(),
            found: printed[bare.len()..].to_owned(),
            read_as: String::new(),
        });
        return bare;
    }
    printed
}

/// A missing space: the word with it and the word without.
pub(super) fn unglue(printed: &str, body: &str, start: usize) -> Mend {
    let offset = offset_in(printed, body) + start;
    let word_start = printed[..offset].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word_start = printed.ceil_char_boundary(word_start);
    let word_end = printed[offset..].find(char::is_whitespace).map_or(printed.len(), |at| offset + at);
    let found = printed[word_start..word_end].to_owned();
    let read_as = format!("{} {}", &printed[word_start..offset], &printed[offset..word_end]);
    Mend { at: word_start..word_end, found, read_as }
}
