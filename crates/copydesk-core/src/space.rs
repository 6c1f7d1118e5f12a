//! White space as running text has it: single spaces.

use std::borrow::Cow;

/// How many bytes are looked at together. No branch leaves such a step, so that the compiler can take them at once.
const STEP: usize = 32;

/// Text with its white space (space, tab, line end, form feed) as single spaces, and none at its start where white
/// space, a line break or nothing stands before it. Other spaces stay. Text that is so already is not copied.
///
/// ```
/// use copydesk_core::single_spaced;
/// assert_eq!(single_spaced("\n  one\r\n  line ", true), "one line ");
/// ```
pub fn single_spaced(text: &str, after_space: bool) -> Cow<'_, str> {
    let mut rest = if after_space { text.trim_start_matches(is_space) } else { text };
    let Some(mut at) = uneven(rest) else { return Cow::Borrowed(rest) };
    let words = rest.trim_end_matches(is_space).len();
    let mut out = String::with_capacity(rest.len().min(words + 1));
    loop {
        out.push_str(rest[..at].trim_end_matches(' '));
        out.push(' ');
        rest = rest[at..].trim_start_matches(is_space);
        match uneven(rest) {
            Some(next) => at = next,
            None => {
                out.push_str(rest);
                return Cow::Owned(out);
            }
        }
    }
}

pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

/// Whether white space in a text is single spaces.
pub(crate) fn is_single_spaced(text: &str) -> bool {
    // Two bytes no higher than a space, or one lower than any character of print. The lowest are all that is kept, and no
    // branch leaves the loop: see [`STEP`].
    let bytes = text.as_bytes();
    let first = bytes.first().map_or(u8::MAX, |first| *first);
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let lowest =
        pairs.fold((u8::MAX, first), |(pair, one), (byte, next)| (pair.min(*byte.max(next)), one.min(*next)));
    lowest.0 > b' ' && lowest.1 >= b' ' || uneven(text).is_none()
}

/// The first white space that is no space, or a space that another follows.
fn uneven(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(step) = bytes.get(from..=from + STEP) {
        // One byte more than white space, the vertical tab, is looked at again below.
        let found = (0..STEP).fold(false, |found, at| {
            found | (step[at].wrapping_sub(b'\t') < 5) | ((step[at] == b' ') & (step[at + 1] == b' '))
        });
        if found {
            break;
        }
        from += STEP;
    }
    let is_uneven = |at: &usize| match bytes[*at] {
        b' ' => bytes.get(at + 1) == Some(&b' '),
        byte => matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0C'),
    };
    (from..bytes.len()).find(is_uneven)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, one character after the other.
    fn plainly(text: &str, mut at_space: bool) -> String {
        let mut out = String::new();
        for c in text.chars() {
            if !is_space(c) {
                out.push(c);
            } else if !at_space {
                out.push(' ');
            }
            at_space = is_space(c);
        }
        out
    }

    #[test]
    fn white_space_is_single_spaces_wherever_it_stands() {
        let words = "one two\u{a0}three four\u{b}five six seven \u{e9}ight";
        for space in ["", " ", "  ", "\n", " \n", "\n ", "\r\n\t", "\x0C", " \t "] {
            for at in (0..=words.len()).filter(|at| words.is_char_boundary(*at)) {
                for other in (at..=words.len()).filter(|at| words.is_char_boundary(*at)) {
                    let text = [&words[..at], space, &words[at..other], space, &words[other..]].concat();
                    for after_space in [true, false] {
                        let found = single_spaced(&text, after_space);
                        assert_eq!(found, plainly(&text, after_space), "{text:?}");
                        assert!(is_single_spaced(&found));
                    }
                }
            }
        }
    }
}
