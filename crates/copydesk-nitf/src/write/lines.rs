//! Finding the parts of a printed line: a name in a byline, a role in a credit line.

use std::ops::Range;

use crate::spelling::is_of_word;

/// A part of a printed line, and the element that marks it.
pub(super) struct Part<'a> {
    pub(super) element: &'static str,
    pub(super) text: &'a str,
    /// The value of the element's `norm`.
    pub(super) norm: Option<String>,
}

/// Where each part stands in the line, each after the one before it. `None` for those that are not there, or, where only
/// `whole` words may be marked, only inside of one.
pub(super) fn locate(line: &str, parts: &[Part<'_>], whole: bool) -> Vec<Option<Range<usize>>> {
    let mut from = 0;
    let mut found = Vec::with_capacity(parts.len());
    for part in parts {
        let found_at = find_words(&line[from..], part.text, whole);
        let range = found_at.map(|at| from + at..from + at + part.text.len());
        if let Some(range) = &range {
            from = range.end;
        }
        found.push(range);
    }
    found
}

/// Finds `text` where it is not a part of a longer word; anywhere, if nowhere so. Of `whole` words that holds in a script
/// that writes words without spaces.
fn find_words(line: &str, text: &str, whole: bool) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    let is_whole = |at: &usize| {
        let before = line[..*at].chars().next_back();
        let after = line[*at + text.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let is_inside = |at: &usize| {
        let (before, after) = (&line[..*at], &line[*at + text.len()..]);
        (before.ends_with(is_of_word) && text.starts_with(is_of_word))
            || (after.starts_with(is_of_word) && text.ends_with(is_of_word))
    };
    let mut places = line.match_indices(text).map(|(at, _)| at);
    places.clone().find(is_whole).or_else(|| places.find(|at| !whole || !is_inside(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_in_order_and_whole() {
        let part = |text| Part { element: "person", text, norm: None };
        assert_eq!(locate("Annals by Ann", &[part("Ann")], true), [Some(10..13)]);
        assert_eq!(locate("By Jo, Al", &[part("Al"), part("Jo")], true), [Some(7..9), None]);
        assert_eq!(locate("harbour", &[part("a")], true), [None]);
        assert_eq!(locate("harbour", &[part("a")], false), [Some(1..2)]);
        assert_eq!(locate("記者田中", &[part("田中")], true), [Some(6..12)]);
    }
}
