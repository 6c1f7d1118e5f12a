//! Rules nearly every paragraph out by a few letters in a row, before phrases that may stand anywhere are searched in it.

use crate::Table;
use crate::tables::ALL;

/// How many bytes are looked at together. No branch leaves such a step, so that the compiler can take them at once.
const STEP: usize = 16;
/// A step, and what the first three letters that begin at its end go on with.
const WINDOW: usize = STEP + 2;

/// A list of letters of which every phrase of a field has some in it, and hardly any sentence has.
pub(crate) trait Rare {
    /// In lower case. The first three of each rule nearly every sentence out.
    const LETTERS: &'static [&'static [u8]];

    /// Whether a text may hold one of the phrases, in any language. Never says no wrongly.
    fn may_stand_in(text: &str) -> bool {
        let bytes = text.as_bytes();
        let Some(last) = bytes.last_chunk() else {
            let mut short = [b' '; WINDOW];
            short[..bytes.len()].copy_from_slice(bytes);
            return Self::may_begin_in(&short) && Self::begin_in(&short);
        };
        let mut at = 0;
        while let Some(window) = bytes[at..].first_chunk() {
            if Self::may_begin_in(window) && Self::begin_in(&bytes[at..]) {
                return true;
            }
            at += STEP;
        }
        Self::may_begin_in(last) && Self::begin_in(&bytes[bytes.len() - WINDOW..])
    }

    /// Whether the first three of any letters stand in a window, whatever their case.
    #[inline]
    fn may_begin_in(window: &[u8; WINDOW]) -> bool {
        (0..STEP).fold(false, |found, at| {
            Self::LETTERS.iter().fold(found, |found, letters| found | three_stand_at(window, at, letters))
        })
    }

    /// The first of any letters, one bit for each letter of the alphabet.
    const FIRSTS: u32 = firsts(Self::LETTERS);

    /// Whether any letters begin in the first step of a text.
    #[cold]
    fn begin_in(bytes: &[u8]) -> bool {
        let begin = |letters: &[u8], text: &[u8]| {
            text[0] | 0x20 == letters[0]
                && text.get(..letters.len()).is_some_and(|found| found.eq_ignore_ascii_case(letters))
        };
        (0..STEP.min(bytes.len())).any(|at| {
            let text = &bytes[at..];
            Self::FIRSTS >> (text[0] & 31) & 1 != 0
                && Self::LETTERS.iter().any(|letters| begin(letters, text))
        })
    }
}

const fn firsts(letters: &[&[u8]]) -> u32 {
    let (mut firsts, mut at) = (0, 0);
    while at < letters.len() {
        firsts |= 1 << (letters[at][0] & 31);
        at += 1;
    }
    firsts
}

#[inline]
fn three_stand_at(window: &[u8; WINDOW], at: usize, letters: &[u8]) -> bool {
    // Both cases of a letter have the same bits but one.
    let is = |next: usize| window[at + next] | 0x20 == letters[next];
    is(0) & is(1) & is(2)
}

/// What forbids publication.
pub(crate) struct NotForPublication;

impl Rare for NotForPublication {
    const LETTERS: &[&[u8]] =
        &[b"blica", b"blie", b"ntern", b"lease", b"nly", b"dcast", b"ntlich", b"daktion", b"dact"];
}

/// What thanks for help.
pub(crate) struct Contributed;

impl Rare for Contributed {
    const LETTERS: &[&[u8]] = &[b"ibu", b"labor", b"igetragen", b"tikel"];
}

/// A phrase without any of the letters would never be found: no table with one compiles.
const _: () = {
    let mut at = 0;
    while at < ALL.len() {
        let Table { not_for_publication, contributed, .. } = ALL[at];
        all_have(not_for_publication, NotForPublication::LETTERS);
        all_have(contributed, Contributed::LETTERS);
        at += 1;
    }
};

const fn all_have(phrases: &[&str], letters: &[&[u8]]) {
    let mut at = 0;
    while at < phrases.len() {
        assert!(has_any(phrases[at].as_bytes(), letters), "a phrase without rare letters");
        at += 1;
    }
}

const fn has_any(mut phrase: &[u8], letters: &[&[u8]]) -> bool {
    while let [_, rest @ ..] = phrase {
        let mut next = 0;
        while next < letters.len() {
            if begins_with(phrase, letters[next]) {
                return true;
            }
            next += 1;
        }
        phrase = rest;
    }
    false
}

const fn begins_with(text: &[u8], letters: &[u8]) -> bool {
    let mut at = 0;
    while at < letters.len() && at < text.len() && text[at] == letters[at] {
        at += 1;
    }
    at == letters.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_are_found_wherever_they_stand() {
        for length in 0..3 * WINDOW {
            for at in 0..=length {
                let text = ["e".repeat(at), "NoT for puBLIcation".into(), "e".repeat(length - at)].concat();
                assert!(NotForPublication::may_stand_in(&text), "{text}");
                assert!(!NotForPublication::may_stand_in(&text.replace("BLIca", "BLIsh")), "{text}");
            }
            assert!(!NotForPublication::may_stand_in(&"e".repeat(length)));
        }
        assert!(NotForPublication::may_stand_in("dact") && !NotForPublication::may_stand_in("dac"));
    }
}
