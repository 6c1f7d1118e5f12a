//! Linear scanners for words and phrases, whatever their case.

/// What follows `phrase` at the start of `text`. Case is ignored, a space in the phrase stands for any white space and
/// a straight apostrophe for a curly one too. The phrase must end where a word ends.
#[inline]
pub(crate) fn strip_phrase<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    // Nearly every phrase is ruled out by its first letter.
    let (wanted, found) = (phrase.as_bytes().first()?, text.as_bytes().first()?);
    if wanted.is_ascii_lowercase() && found | 0x20 != *wanted { None } else { strip(text, phrase) }
}

fn strip<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let (bytes, wanted) = (text.as_bytes(), phrase.as_bytes());
    // And nearly every other by the letters up to its first space.
    let same = |at: &usize| wanted[*at].is_ascii_lowercase() && bytes[*at] | 0x20 == wanted[*at];
    let shorter = wanted.len().min(bytes.len());
    let letters = (0..shorter).find(|at| !same(at)).unwrap_or(shorter);
    if wanted.get(letters).is_some_and(u8::is_ascii_lowercase) {
        return None;
    }
    let (mut at, mut next) = (letters, letters);
    while let Some(&letter) = wanted.get(next) {
        let found = *bytes.get(at)?;
        if letter.is_ascii_alphanumeric() {
            if found.to_ascii_lowercase() != letter {
                return None;
            }
            (at, next) = (at + 1, next + 1);
            continue;
        }
        let (wanted, found) = (phrase[next..].chars().next()?, text[at..].chars().next()?);
        let matches = match wanted {
            ' ' => found.is_whitespace(),
            '\'' => matches!(found, '\'' | '’' | '`' | '´'),
            _ => found == wanted || (found.is_uppercase() && found.to_lowercase().eq([wanted])),
        };
        if !matches {
            return None;
        }
        (at, next) = (at + found.len_utf8(), next + wanted.len_utf8());
        if wanted == ' ' {
            at = text.len() - text[at..].trim_start().len();
        }
    }
    let rest = &text[at..];
    let open = phrase.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
    if open { None } else { Some(rest) }
}

/// A phrase of the tables, alone or with what it stands for.
pub(crate) trait Phrase: Copy {
    fn text(&self) -> &'static str;
}

impl Phrase for &'static str {
    fn text(&self) -> &'static str {
        self
    }
}

impl<T: Copy> Phrase for (&'static str, T) {
    fn text(&self) -> &'static str {
        self.0
    }
}

/// The longest of `phrases` at the start of `text`, and what follows it.
pub(crate) fn longest<P: Phrase>(text: &str, phrases: impl Iterator<Item = P>) -> Option<(&str, P)> {
    let mut longest: Option<(&str, P)> = None;
    for phrase in phrases {
        if let Some(rest) = strip_phrase(text, phrase.text())
            && longest.is_none_or(|(longest, _)| rest.len() < longest.len())
        {
            longest = Some((rest, phrase));
        }
    }
    longest
}

/// What follows the longest of `phrases` at the start of `text`.
pub(crate) fn strip_any<'t>(text: &'t str, phrases: &[&'static str]) -> Option<&'t str> {
    longest(text, phrases.iter().copied()).map(|(rest, _)| rest)
}

/// A text that may be a phrase from its first letter to its last.
#[derive(Clone, Copy)]
pub(crate) struct Whole<'t> {
    text: &'t str,
    /// It is ASCII with single spaces, and so exactly as long as any phrase it is the same as.
    plain: bool,
}

impl<'t> Whole<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let spaces = |pair: &[u8]| pair.iter().all(|byte| matches!(byte, b' ' | b'\t'..=b'\r'));
        Self { text, plain: text.is_ascii() && !text.as_bytes().windows(2).any(spaces) }
    }

    /// Whether it is a phrase.
    pub(crate) fn is(self, phrase: &str) -> bool {
        (!self.plain || phrase.len() == self.text.len()) && strip_phrase(self.text, phrase) == Some("")
    }

    /// Whether it is one of the phrases.
    pub(crate) fn is_any(self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.is(phrase))
    }
}

/// Where words begin: after anything that is not a letter or a digit.
pub(crate) fn word_starts(text: &str) -> WordStarts<'_> {
    WordStarts { text, at: 0, inside: false }
}

/// What stands before and behind the first `mark`. Sets up no searcher, which would take longer than most lines do.
pub(crate) fn cut<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let (first, mut windows) = (*mark.as_bytes().first()?, text.as_bytes().windows(mark.len()));
    let at = windows.position(|window| window[0] == first && window == mark.as_bytes())?;
    Some((&text[..at], &text[at + mark.len()..]))
}

/// What stands between white space.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let space = |c: char| c.is_whitespace();
        rest = if rest.as_bytes().first()?.is_ascii_graphic() { rest } else { rest.trim_start() };
        let mut end = 0;
        loop {
            match rest.as_bytes().get(end) {
                Some(byte) if byte.is_ascii_graphic() => end += 1,
                Some(byte) if byte.is_ascii() && !space(char::from(*byte)) => end += 1,
                Some(byte) if !byte.is_ascii() && !rest[end..].starts_with(space) => {
                    end += rest[end..].chars().next().map_or(1, char::len_utf8);
                }
                _ => break,
            }
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// The first of the places that `wanted` wants, where a word begins with one of the pairs of letters `pairs` has, or, if
/// `others`, with no ASCII.
#[inline]
pub(crate) fn find_word(
    text: &str,
    (pairs, others): (&[u32; 32], bool),
    mut wanted: impl FnMut(usize) -> bool,
) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = find_pair(text.as_bytes(), from, pairs, others)?;
        if is_outside(text, at) && wanted(at) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// The first byte from `from` on that, behind what is no letter, begins a pair. Looks at eight bytes at a time.
fn find_pair(bytes: &[u8], from: usize, pairs: &[u32; 32], others: bool) -> Option<usize> {
    let others = if others { HIGHEST } else { 0 };
    let letter_before = bytes[..from].last().is_some_and(u8::is_ascii_alphabetic);
    let mut before = if letter_before { 0 } else { 0x80 };
    let mut at = from;
    while at < bytes.len() {
        let eight = match bytes[at..].first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => last_bytes(&bytes[at..]),
        };
        let no_letters = no_letters(eight);
        // A letter, or the first byte of what is no ASCII, behind what is no letter.
        let first_bytes = eight & (eight << 1) & others;
        let mut found = (!no_letters | first_bytes) & (no_letters << 8 | before) & HIGHEST;
        before = no_letters >> 56;
        while found != 0 {
            let start = at + found.trailing_zeros() as usize / 8;
            found &= found - 1;
            // Behind the end stand spaces.
            let first = *bytes.get(start)?;
            let second = bytes.get(start + 1).copied().unwrap_or(0);
            if pairs[usize::from(first & 31)] >> (second & 31) & 1 != 0 || first >= 0x80 {
                return Some(start);
            }
        }
        at += 8;
    }
    None
}

/// Fewer than eight bytes, and spaces.
#[cold]
fn last_bytes(bytes: &[u8]) -> u64 {
    let mut eight = [b' '; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x80 * ONES;

/// The highest bit of each byte that is no ASCII letter.
#[inline]
fn no_letters(eight: u64) -> u64 {
    let small = (eight | (0x20 * ONES)) & !HIGHEST;
    let from_a = small + (0x80 - b'a' as u64) * ONES;
    let behind_z = small + (0x80 - b'z' as u64 - 1) * ONES;
    !(from_a & !behind_z & !eight) & HIGHEST
}

/// Whether a byte is the first of a character and no letter or digit stands before it.
#[inline]
fn is_outside(text: &str, at: usize) -> bool {
    match text.as_bytes()[..at].last() {
        None => text.is_char_boundary(at),
        Some(before) if before.is_ascii() => !before.is_ascii_alphanumeric(),
        Some(_) => text.is_char_boundary(at) && !text[..at].ends_with(char::is_alphanumeric),
    }
}

/// The iterator of [`word_starts`].
#[derive(Clone)]
pub(crate) struct WordStarts<'t> {
    text: &'t str,
    at: usize,
    inside: bool,
}

impl Iterator for WordStarts<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            let start = self.at;
            let (alphanumeric, space) = if byte.is_ascii() {
                self.at += 1;
                (byte.is_ascii_alphanumeric(), matches!(byte, b' ' | b'\t'..=b'\r'))
            } else {
                let c = self.text[start..].chars().next()?;
                self.at += c.len_utf8();
                (c.is_alphanumeric(), c.is_whitespace())
            };
            let starts = !self.inside && !space;
            self.inside = alphanumeric;
            if starts {
                return Some(start);
            }
        }
        None
    }
}

/// Without the white space at both ends, which nearly no line has.
#[inline]
pub fn trim(text: &str) -> &str {
    // Letters and marks of ASCII, and those from ‐ to ‧ such as quotation marks: no space is among them.
    let bytes = text.as_bytes();
    let first = matches!(bytes, [] | [b'!'..=b'~', ..] | [0xE2, 0x80, 0x90..=0xA7, ..]);
    let last = matches!(bytes, [] | [.., b'!'..=b'~'] | [.., 0xE2, 0x80, 0x90..=0xA7]);
    if first && last { text } else { text.trim() }
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

/// Whether `word`, without the marks at its edges, is in a list of lower-case words.
pub(crate) fn is_listed(word: &str, list: &[&str]) -> bool {
    let word = bare(word);
    Whole::new(word).is_any(list)
}

/// Whether a text has a digit.
pub(crate) fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether there are letters and none of them is small.
pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// White space at both ends, and the marks that divide the parts of a line.
pub(crate) fn trim_marks(text: &str) -> &str {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_eight_bytes_at_a_time() {
        let mut pairs = [0; 32];
        pairs[usize::from(b'n' & 31)] = u32::MAX;
        let texts = [
            "not one, “no” and (not) an-nex—nor née [no]n 3n",
            "été n",
            "",
            "n",
            "a n",
            "abcdefgh nop néo ñ -n",
        ];
        for text in texts {
            let begins = |at: usize| text.as_bytes()[at] | 0x20 == b'n';
            let wanted: Vec<_> = word_starts(text).filter(|at| begins(*at)).collect();
            for others in [true, false] {
                let mut found = Vec::new();
                find_word(text, (&pairs, others), |at| {
                    found.extend(begins(at).then_some(at));
                    false
                });
                assert_eq!(wanted, found, "{text}");
            }
        }
    }

    #[test]
    fn phrases_ignore_case_and_kinds_of_space() {
        assert_eq!(strip_phrase("EDITOR’S\u{a0} NOTE: x", "editor's note"), Some(": x"));
        assert_eq!(strip_phrase("Bystander", "by"), None);
        assert_eq!(word_starts("a bc, “d”").collect::<Vec<_>>(), [0, 2, 6, 9]);
    }
}
