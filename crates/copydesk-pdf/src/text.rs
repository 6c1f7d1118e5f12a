//! Text as a PDF takes it.

use std::borrow::Cow;
use std::ops::Range;

/// How many characters of a title, a description or an address are written. PDF/A holds a string to 32,767 bytes
/// (ISO 19005-2, 6.1.13), two or four of them for each character.
const LONGEST: usize = 8_000;

/// The text of a document's glyphs, without what PDF/A and PDF/UA forbid, and a range of it for glyphs that stand for
/// nothing.
///
/// What is forbidden is [replaced](replacement) by as many bytes as it has.
pub(crate) fn glyph_text(text: &str, blank: bool) -> (Cow<'_, str>, Range<usize>) {
    let sound = !text.chars().any(is_forbidden);
    if sound && !blank {
        return (Cow::Borrowed(text), 0..0);
    }
    let mut clean = String::with_capacity(text.len() + 3);
    for character in text.chars() {
        match character {
            character if !is_forbidden(character) => clean.push(character),
            character => {
                let shown = replacement(character);
                clean.push(shown);
                clean.extend(std::iter::repeat_n(' ', character.len_utf8() - shown.len_utf8()));
            }
        }
    }
    let start = clean.len();
    clean.push('\u{200B}');
    let end = clean.len();
    (Cow::Owned(clean), start..end)
}

/// Whether no glyph may stand for a character: ISO 19005-2, 6.2.11.7; ISO 14289-1, 7.21.7.
pub(crate) fn is_forbidden(character: char) -> bool {
    matches!(character, '\0' | '\u{FEFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// What is read instead of a forbidden character: U+2060 for U+FEFF, which means the same, a space for NUL, else U+FFFD.
pub(crate) fn replacement(forbidden: char) -> char {
    match forbidden {
        '\0' => ' ',
        '\u{FEFF}' => '\u{2060}',
        _ => '\u{FFFD}',
    }
}

/// The beginning of a text that is too long for a PDF string. NUL, which may not stand in one, is U+FFFD: a title of
/// nothing else would be none.
pub(crate) fn short(text: &str) -> String {
    text.chars()
        .take(LONGEST)
        .map(|character| if character == '\0' { '\u{FFFD}' } else { character })
        .collect()
}

/// A language tag in the form the standards check: `en_US` becomes `en-US`; what is no tag at all is left out.
pub(crate) fn language_tag(language: &str) -> Option<String> {
    let tag = language.trim().replace('_', "-");
    let part =
        |part: &str| !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let primary = tag.split('-').next().unwrap_or_default();
    (tag.split('-').all(part) && primary.bytes().all(|b| b.is_ascii_alphabetic())).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_keep_their_length() {
        let text = "a\u{E001}b\u{F0001}c\0d\u{FEFF}e";
        let (clean, blank) = glyph_text(text, false);
        assert_eq!(&clean[..text.len()], "a\u{FFFD}b\u{FFFD} c d\u{2060}e");
        assert_eq!(&clean[blank], "\u{200B}");
        assert!(matches!(glyph_text("plain", false).0, Cow::Borrowed("plain")));
    }

    #[test]
    fn language_tags_are_mended_or_left_out() {
        assert_eq!(language_tag("en_US").as_deref(), Some("en-US"));
        assert_eq!(language_tag("zh-Hant-TW").as_deref(), Some("zh-Hant-TW"));
        for wrong in ["", "english language", "12", "e!"] {
            assert_eq!(language_tag(wrong), None, "{wrong}");
        }
    }
}
