//! Finding the parts of a printed line: a name in a byline, a role in a credit line.

use std::ops::Range;

/// A part of a printed line, and the element that marks it.
pub(super) struct Part<'a> {
    pub(super) element: &'static str,
    pub(super) text: &'a str,
    /// The value of the element's `norm`.
    pub(super) norm: Option<String>,
}

/// Where each part stands in the line, each after the one before it. `None` for those that are not there.
pub(super) fn locate(line: &str, parts: &[Part<'_>]) -> Vec<Option<Range<usize>>> {
    let mut from = 0;
    let mut found = Vec::with_capacity(parts.len());
    for part in parts {
        let range = find_words(&line[from..], part.text).map(|at| from + at..from + at + part.text.len());
        if let Some(range) = &range {
            from = range.end;
        }
        found.push(range);
    }
    found
}

/// Finds `text` where it is not a part of a longer word; anywhere, if nowhere so.
fn find_words(line: &str, text: &str) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    let is_whole = |at: &usize| {
        let before = line[..*at].chars().next_back();
        let after = line[*at + text.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    line.match_indices(text).map(|(at, _)| at).find(is_whole).or_else(|| line.find(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_in_order_and_whole() {
        let part = |text| Part { element: "person", text, norm: None };
        assert_eq!(locate("Annals by Ann", &[part("Ann")]), [Some(10..13)]);
        assert_eq!(locate("By Jo, Al", &[part("Al"), part("Jo")]), [Some(7..9), None]);
    }
}
