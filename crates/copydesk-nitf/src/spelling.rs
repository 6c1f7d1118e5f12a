//! How names of elements and words in a line are spelled: what reading, writing and the check know alike.

/// The name of an element that some systems write in capitals: `P`, `EM`.
pub(crate) fn in_small_letters(name: &str) -> &str {
    const KNOWN: &[&str] = &[
        "p",
        "em",
        "a",
        "br",
        "q",
        "b",
        "i",
        "u",
        "s",
        "strong",
        "strike",
        "span",
        "sub",
        "sup",
        "code",
        "hl1",
        "hl2",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "bq",
        "blockquote",
        "pre",
        "hr",
        "div",
        "block",
        "img",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
    ];
    KNOWN.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or(name)
}

/// What a line is that some systems write into `hedline` for paper and web: `head` of `printhead` and of `webhead`.
pub(crate) fn house_kind(name: &str) -> Option<&str> {
    name.strip_prefix("print").or_else(|| name.strip_prefix("web"))
}

/// Whether a character belongs to words that spaces divide, and not to a script that writes words without spaces.
pub(crate) fn is_of_word(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || c.is_ascii_digit()
}
