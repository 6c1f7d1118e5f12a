//! How many words a text has.

/// How many bytes are looked at together: few enough for their words to be counted in a byte.
const STRETCH: usize = 128;

/// How many words there are between white space, as Unicode knows it. White space beyond ASCII is rare, so most text is
/// counted byte by byte; no branch leaves a stretch, so that the compiler takes many bytes at once.
pub(crate) fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    if (0..bytes.len()).step_by(STRETCH).any(|start| has_wide_space(text, start)) {
        return text.split_whitespace().count();
    }
    let Some(first) = bytes.first() else { return 0 };
    let begins = |before: u8, byte: u8| u8::from(is_space(before) & !is_space(byte));
    let pairs = bytes.chunks(STRETCH).zip(bytes[1..].chunks(STRETCH));
    let words = pairs.map(|(before, bytes)| -> usize {
        let words: u8 = before.iter().zip(bytes).map(|(before, byte)| begins(*before, *byte)).sum();
        words.into()
    });
    words.sum::<usize>() + usize::from(!is_space(*first))
}

fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

/// Whether white space beyond ASCII begins in the stretch from `start` on.
fn has_wide_space(text: &str, start: usize) -> bool {
    let stretch = &text.as_bytes()[start..text.len().min(start + STRETCH)];
    // All white space beyond ASCII begins with one of four bytes.
    let leads = |byte: u8| (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3);
    if stretch.iter().fold(0, |found, byte| found | u8::from(leads(*byte))) == 0 {
        return false;
    }
    let is_wide = |at: usize| text[at..].chars().next().is_some_and(char::is_whitespace);
    stretch.iter().enumerate().any(|(at, byte)| leads(*byte) && is_wide(start + at))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn words_are_counted_as_unicode_divides_them() {
        for text in [
            "",
            " ",
            "a",
            " a b\tc\r\n",
            "a\u{b}b\u{c}c",
            "día a\u{a0}b",
            "日本\u{3000}語",
            "a\u{1f}b\u{85}c",
            "’’ é",
            "a word of many letters and then\u{2003}another, and a third one behind it, and a fourth\u{205f}",
            "un mot\u{202f}: ‘deux’ et “trois”, et ainsi de suite jusqu’à la fin de la ligne, et plus loin\u{1680}encore",
        ] {
            assert_eq!(count(text), text.split_whitespace().count(), "{text:?}");
        }
    }
}
