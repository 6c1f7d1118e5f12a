//! Where the words of a text begin.

/// Where words begin: after anything that is not a letter or a digit.
pub(crate) fn word_starts(text: &str) -> WordStarts<'_> {
    WordStarts { text, at: 0, inside: false }
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
    fn words_begin_behind_what_is_no_letter() {
        assert_eq!(word_starts("a bc, “d”").collect::<Vec<_>>(), [0, 2, 6, 9]);
    }

    #[test]
    fn words_stand_between_white_space() {
        for text in [
            "",
            " ",
            "a",
            " a  b ",
            "a\u{a0}b\u{2028}c",
            "né\u{b}où\tça\n",
            "日本\u{3000}語",
            "\u{1}a \u{7f}",
        ] {
            let wanted: Vec<_> = text.split_whitespace().collect();
            assert_eq!(words_of(text).collect::<Vec<_>>(), wanted, "{text:?}");
        }
    }
}
