//! Linear scanners for words and phrases, whatever their case.

/// What follows `phrase` at the start of `text`. Case is ignored, a space in the phrase stands for any white space and
/// a straight apostrophe for a curly one too. The phrase must end where a word ends.
pub(crate) fn strip_phrase<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    // Nearly every phrase is ruled out by its first letter.
    match (phrase.as_bytes().first(), text.as_bytes().first()) {
        (Some(wanted @ b'a'..=b'z'), Some(found)) if found | 0x20 != *wanted => return None,
        (Some(_), None) => return None,
        _ => {}
    }
    let mut rest = text;
    for wanted in phrase.chars() {
        let found = rest.chars().next()?;
        let matches = match wanted {
            ' ' => found.is_whitespace(),
            '\'' => matches!(found, '\'' | '’' | '`' | '´'),
            _ if wanted.is_ascii() => found.eq_ignore_ascii_case(&wanted),
            _ => found == wanted || (found.is_uppercase() && found.to_lowercase().eq([wanted])),
        };
        if !matches {
            return None;
        }
        rest = &rest[found.len_utf8()..];
        if wanted == ' ' {
            rest = rest.trim_start();
        }
    }
    let open = phrase.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
    if open { None } else { Some(rest) }
}

/// The longest of `phrases` at the start of `text`, and what follows it.
pub(crate) fn strip_any<'a>(text: &'a str, phrases: &[&str]) -> Option<&'a str> {
    phrases.iter().filter_map(|phrase| strip_phrase(text, phrase)).min_by_key(|rest| rest.len())
}

/// Where words begin: after anything that is not a letter or a digit.
pub(crate) fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let starts = !inside && !c.is_whitespace();
        inside = c.is_alphanumeric();
        starts.then_some(at)
    })
}

/// Whether `word`, without the marks at its edges, is in a list of lower-case words.
pub(crate) fn is_listed(word: &str, list: &[&str]) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    list.iter().any(|listed| strip_phrase(word, listed) == Some(""))
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
    fn phrases_ignore_case_and_kinds_of_space() {
        assert_eq!(strip_phrase("EDITOR’S\u{a0} NOTE: x", "editor's note"), Some(": x"));
        assert_eq!(strip_phrase("Bystander", "by"), None);
        assert_eq!(word_starts("a bc, “d”").collect::<Vec<_>>(), [0, 2, 6, 9]);
    }
}
