//! What can be the place of a dateline.

/// The small words of a place.
const SMALL: &[&str] = &[
    "de", "do", "da", "del", "la", "le", "les", "el", "of", "the", "and", "am", "an", "der", "den", "bei",
    "im", "in", "sur", "sous", "en", "upon", "on", "ob", "di", "e", "y", "et", "und", "near", "aboard", "au",
    "aux", "aan", "los", "las", "dos", "das", "du", "d", "l", "auf", "vor", "zu", "op",
];
/// What stands before a day in a sentence, besides them.
const BEFORE: &[&str] = &[
    "by", "at", "since", "until", "from", "for", "as", "after", "before", "early", "late", "last", "next",
    "bis", "seit", "ab", "depuis", "desde", "dal", "dopo", "até", "vanaf", "sinds", "this", "that", "it",
    "he", "she",
];

/// Up to three words without capitals, as in copy all in small letters: `panama city`, `La paz`.
pub(super) fn is_small_place(text: &str) -> bool {
    let words = || text.split(' ');
    let plain = |word: &str| {
        word.len() >= 2 && word.chars().all(|c| c.is_alphabetic() || c == '-') && !BEFORE.contains(&word)
    };
    let first = words().next().unwrap_or("").to_lowercase();
    words().count() <= 3
        && words().all(plain)
        && words().any(|word| word.starts_with(char::is_lowercase) && !SMALL.contains(&word))
        && !matches!(
            first.as_str(),
            "in" | "on" | "am" | "im" | "an" | "near" | "en" | "op" | "the" | "der" | "le" | "el"
        )
}

/// Words a place is made of: capitalised, with small ones between.
pub(super) fn is_place(text: &str) -> bool {
    let mut words = 0;
    let mut proper = 0;
    if text.starts_with(['[', '(']) {
        return false;
    }
    for word in text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')' | '[' | ']'))
        .filter(|word| !word.is_empty())
    {
        words += 1;
        let plain = word.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‘' | '–') || c.is_ascii_digit()
        });
        let first = word.chars().next().unwrap_or(' ');
        if !plain || words > 9 || first.is_ascii_digit() {
            return false;
        }
        let capital = first.is_alphabetic() && !first.is_lowercase();
        let joined = first.is_lowercase() && word.chars().any(char::is_uppercase);
        if capital || joined {
            proper += 1;
        } else if !SMALL.contains(&word.trim_end_matches(['\'', '’'])) {
            return false;
        }
    }
    proper > 0
}

/// A place in capitals that is no abbreviation: `KUALA LUMPUR`, not `NASA`.
pub(super) fn is_bare_place(place: &str) -> bool {
    let first = place.split(',').next().unwrap_or("");
    let words: Vec<&str> = first.split_whitespace().collect();
    words.len() <= 4 && (first.chars().filter(|c| c.is_alphabetic()).count() >= 4) && place.len() <= 60
}

/// `MOSCOW.`, but `MILLBROOK, Ore.` and `Washington D.C.`
pub(super) fn without_full_stop(place: &str) -> &str {
    let whole = |place: &&str| place.chars().count() >= 4 && !place.contains(['.', ',', ' ']);
    place.strip_suffix('.').filter(whole).unwrap_or(place)
}
