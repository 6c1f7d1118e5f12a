//! How many words a text has.

/// How many bytes are looked at together. No branch leaves such a stretch, so that the compiler can take them at once.
const STRETCH: usize = 64;

/// How many words there are between white space, as Unicode knows it. White space beyond ASCII is rare, so most text is
/// counted byte by byte.
pub(crate) fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else { return 0 };
    if has_wide_space(text) {
        return text.split_whitespace().count();
    }
    let (before, before_rest) = bytes[..bytes.len() - 1].as_chunks::<STRETCH>();
    let (after, after_rest) = bytes[1..].as_chunks::<STRETCH>();
    let in_stretch = |(before, after): (&[u8; STRETCH], &[u8; STRETCH])| -> usize {
        let begin: u8 = before.iter().zip(after).map(|(before, after)| begins(*before, *after)).sum();
        begin.into()
    };
    let in_rest =
        before_rest.iter().zip(after_rest).map(|(before, after)| usize::from(begins(*before, *after)));
    usize::from(!is_space(*first))
        + before.iter().zip(after).map(in_stretch).sum::<usize>()
        + in_rest.sum::<usize>()
}

/// 1 where a word begins between two bytes.
fn begins(before: u8, after: u8) -> u8 {
    u8::from(is_space(before) & !is_space(after))
}

fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

/// Whether there is white space beyond ASCII.
fn has_wide_space(text: &str) -> bool {
    // All of it begins with one of four bytes.
    let leads = |byte: u8| (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3);
    let bytes = text.as_bytes();
    let is_wide = |at: usize| leads(bytes[at]) && text[at..].chars().next().is_some_and(char::is_whitespace);
    let (stretches, rest) = bytes.as_chunks::<STRETCH>();
    let in_stretch = |(number, stretch): (usize, &[u8; STRETCH])| {
        stretch.iter().fold(0, |found, byte| found | u8::from(leads(*byte))) != 0
            && (number * STRETCH..(number + 1) * STRETCH).any(is_wide)
    };
    stretches.iter().enumerate().any(in_stretch) || (bytes.len() - rest.len()..bytes.len()).any(is_wide)
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
