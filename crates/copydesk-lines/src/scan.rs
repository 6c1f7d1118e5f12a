//! Linear scanners: what stands at the ends of a text, which letters it has, where its words begin, which phrase it begins with.

mod phrase;
mod words;

pub(crate) use self::phrase::{Phrase, Whole, is_listed, longest, strip_any, strip_phrase};
pub(crate) use self::words::{find_word, word_starts, words_of};

/// Without the white space at both ends, which nearly no line has.
#[inline]
pub fn trim(text: &str) -> &str {
    // Letters and marks of ASCII, and those from ‐ to ‧ such as quotation marks: no space is among them.
    let bytes = text.as_bytes();
    let first = matches!(bytes, [] | [b'!'..=b'~', ..] | [0xE2, 0x80, 0x90..=0xA7, ..]);
    let last = matches!(bytes, [] | [.., b'!'..=b'~'] | [.., 0xE2, 0x80, 0x90..=0xA7]);
    if first && last { text } else { trim_others(text) }
}

/// The same, where one end is neither: letters of two bytes and « and » are no space either.
#[inline(never)]
fn trim_others(text: &str) -> &str {
    // Indented lines.
    let text = text.trim_ascii();
    let bytes = text.as_bytes();
    let first = matches!(bytes, [b'!'..=b'~' | 0xC3..=0xDF, ..] | [0xC2, 0xA1..=0xBF, ..] | [0xE2, 0x80, 0x90..=0xA7, ..]);
    let last = matches!(
        bytes,
        [.., b'!'..=b'~'] | [.., 0xC3..=0xDF, _] | [.., 0xC2, 0xA1..=0xBF] | [.., 0xE2, 0x80, 0x90..=0xA7]
    );
    if first && last { text } else { text.trim() }
}

/// Whether any byte and the one behind it are what `is` wants; behind the last stands a space. Sixteen bytes are looked at
/// together, if `is` has no branch.
#[inline]
pub fn any_pair(bytes: &[u8], is: impl Fn(u8, u8) -> bool) -> bool {
    const STEP: usize = 16;
    let any = |step: &[u8; STEP], next: &[u8; STEP]| {
        let mut any = false;
        for at in 0..STEP {
            any |= is(step[at], next[at]);
        }
        any
    };
    let pair_at = |at: usize| Some((bytes.get(at..)?.first_chunk()?, bytes.get(at + 1..)?.first_chunk()?));
    let mut at = 0;
    while let Some((step, next)) = pair_at(at) {
        if any(step, next) {
            return true;
        }
        at += STEP;
    }
    // The last step begins amid the one before.
    if let Some((step, next)) = bytes.len().checked_sub(STEP + 1).and_then(pair_at) {
        return any(step, next) || is(next[STEP - 1], b' ');
    }
    let (mut step, mut next) = ([b' '; STEP], [b' '; STEP]);
    step[..bytes.len()].copy_from_slice(bytes);
    next[..STEP - 1].copy_from_slice(&step[1..]);
    (0..bytes.len()).any(|at| is(step[at], next[at]))
}

/// What `strip` leaves of a text, which is all of it where it begins with an ASCII letter or digit, as nearly every line does.
#[inline]
pub(crate) fn opened<'t>(text: &'t str, strip: impl FnOnce(&'t str) -> &'t str) -> &'t str {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) { text } else { strip(text) }
}

/// What stands in the parentheses around a whole text.
pub(crate) fn enclosed(text: &str) -> Option<&str> {
    text.strip_prefix('(')?.strip_suffix(')')
}

/// Without all that is neither letter nor digit at both ends.
pub(crate) fn bare(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_mark = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let start = bytes.iter().take_while(|byte| is_mark(byte)).count();
    let end = bytes.len() - bytes[start..].iter().rev().take_while(|byte| is_mark(byte)).count();
    let text = &text[start..end];
    match (bytes.get(start), bytes[..end].last()) {
        (Some(first), Some(last)) if first.is_ascii() && last.is_ascii() => text,
        // Quotation marks and dashes need no table of characters.
        _ => text.trim_matches(|c: char| matches!(c, '\u{2010}'..='\u{2027}') || !c.is_alphanumeric()),
    }
}

/// Whether a text has a digit.
pub(crate) fn has_digit(text: &str) -> bool {
    // No branch leaves the loop, so that the compiler can take many bytes at once.
    text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit())
}

/// Whether there are letters and none of them is small.
pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// White space at both ends, and the marks that divide the parts of a line.
pub(crate) fn trim_marks(text: &str) -> &str {
    let plain = |end: Option<&u8>| end.is_some_and(u8::is_ascii_alphanumeric);
    if plain(text.as_bytes().first()) && plain(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '|' | '/' | '-' | '–' | '—' | '_' | '•' | '·' | '=')
    })
}

/// The byte offset of `part` in `whole`, of which it is a slice.
pub(crate) fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// What stands before, in and after the first parentheses.
pub(crate) fn first_paren_group(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('(')?;
    let close = open + text[open..].find(')')?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

/// What stands before and behind the first `mark`. Sets up no searcher, which would take longer than most lines do.
pub(crate) fn cut<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let (first, mut windows) = (*mark.as_bytes().first()?, text.as_bytes().windows(mark.len()));
    let at = windows.position(|window| window[0] == first && window == mark.as_bytes())?;
    Some((&text[..at], &text[at + mark.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_trimmed_as_the_library_trims_them() {
        for c in (0..0x3100).chain(0xFE00..=0x1F000).filter_map(char::from_u32) {
            for text in [format!("{c}a b{c}"), format!(" {c} "), format!("“{c}”"), format!("{c}«")] {
                assert_eq!(trim(&text), text.trim(), "{text:?}");
            }
        }
        assert_eq!(trim(""), "");
    }

    #[test]
    fn a_pair_is_found_wherever_it_stands() {
        let is = |byte: u8, next: u8| (byte == b';') & (next == b' ');
        for length in 0..70 {
            assert!(!any_pair(&vec![b'e'; length], is));
            for at in 0..length {
                let mut text = vec![b'e'; length];
                text[at] = b';';
                assert_eq!(any_pair(&text, is), at + 1 == length, "{at} of {length}");
                if let Some(next) = text.get_mut(at + 1) {
                    *next = b' ';
                    assert!(any_pair(&text, is), "{at} of {length}");
                }
            }
        }
    }

    #[test]
    fn a_text_is_cut_at_the_first_mark() {
        for text in ["", ".", ". ", "a. b. c", "a.b. c", "é. ü", "a.", "no mark"] {
            assert_eq!(cut(text, ". "), text.split_once(". "), "{text}");
        }
    }
}
