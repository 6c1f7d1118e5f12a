//! What looks like the name of a person, or a login.

use crate::scan::{is_listed, words_of};

/// Parts of names that are written small.
pub(crate) const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "delle", "dello", "dei", "degli", "di", "du", "des",
    "la", "le", "les", "lo", "van", "von", "vom", "der", "den", "dem", "ten", "ter", "te", "zu", "zum",
    "zur", "und", "af", "av", "bin", "ibn", "bint", "al", "el", "ul", "ud", "ben", "y", "e", "i", "d", "l",
    "t", "s", "st", "ap", "ter", "in", "op", "jr", "sr", "nic", "mac", "ó",
];

/// How long the longest of [`NEVER`] is, in bytes.
const LONGEST_NEVER: usize = 5;

/// Words that are in no name, whatever their case, but as its first.
const NEVER: &[&str] =
    &["the", "and", "or", "is", "are", "was", "to", "at", "on", "not", "that", "which", "who"];

/// Whether `text` is the name of a person, or could be: capitalised words and the small parts of names.
pub(crate) fn is_name(text: &str) -> bool {
    let mut words = 0;
    let mut proper = 0;
    for word in words_of(text) {
        words += 1;
        if words > 7 {
            return false;
        }
        // Nearly every word is letters of ASCII alone, and the first of them a capital.
        let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
        if plain && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.len() > LONGEST_NEVER {
            proper += 1;
            continue;
        }
        let marks = |c: char| matches!(c, '“' | '”' | '"' | '\'' | '‘' | '’' | '(' | ')' | '«' | '»');
        let core = if plain { word } else { word.trim_matches(marks) };
        if core.is_empty() || !(plain || core.chars().all(is_name_char)) {
            return false;
        }
        let first = core.chars().next().unwrap_or(' ');
        if !first.is_alphabetic() {
            return false;
        }
        if first.is_lowercase() {
            let small = core.trim_end_matches('.');
            // `al-Assad`, `d'Estaing`, `mcCoy`: small, then a capital.
            let inner = core.chars().any(char::is_uppercase);
            if !inner && !PARTICLES.contains(&small) {
                return false;
            }
            proper += usize::from(inner);
        } else {
            if words > 1 && is_listed(core, NEVER) {
                return false;
            }
            proper += 1;
        }
    }
    proper > 0 && !ends_a_sentence(text)
}

/// A full stop after a word that is no initial and no shortened title.
fn ends_a_sentence(text: &str) -> bool {
    let Some(before) = text.trim_end().strip_suffix('.') else { return false };
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or("");
    last.chars().count() > 3
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '-' | '‐' | '‑' | '\'' | '’' | '‘' | '`' | '.' | '·') || is_mark(c)
}

/// Marks that combine with the letter before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{64B}'..='\u{65F}')
}

/// Whether `text` is a login: one word of letters, digits, dots, dashes and underscores.
pub(crate) fn is_login(text: &str) -> bool {
    text.chars().count() <= 40
        && text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
        && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_prose() {
        for name in [
            "Jane Doe",
            "JANE DOE",
            "J. R. van der Berg",
            "Ursula von der Leyen",
            "Seán Ó Riada",
            "Bashar al-Assad",
            "李明",
            "Martin Luther King Jr.",
        ] {
            assert!(is_name(name), "{name}");
        }
        for prose in [
            "popular demand",
            "Jane said",
            "the numbers",
            "The Who And",
            "2030",
            "Jane Doe wins 3",
            "It was Monday.",
        ] {
            assert!(!is_name(prose), "{prose}");
        }
    }
}
