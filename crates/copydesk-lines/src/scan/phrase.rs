//! Phrases at the start of a text, whatever their case.

use super::bare;

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

/// Whether `word`, without the marks at its edges, is in a list of lower-case words.
pub(crate) fn is_listed(word: &str, list: &[&str]) -> bool {
    let word = bare(word);
    Whole::new(word).is_any(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_ignore_case_and_kinds_of_space() {
        assert_eq!(strip_phrase("EDITOR’S\u{a0} NOTE: x", "editor's note"), Some(": x"));
        assert_eq!(strip_phrase("Bystander", "by"), None);
    }
}
