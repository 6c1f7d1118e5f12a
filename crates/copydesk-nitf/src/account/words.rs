//! Dividing text into words.

use copydesk_xml::named_character;

/// Words in one case, without what divides them: `re-elected` is two.
pub(super) fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text in which HTML stands escaped, once or twice.
pub(super) fn without_tags(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match after.find('>').filter(|_| is_tag) {
            Some(close) => {
                out.push(' ');
                rest = &after[close + 1..];
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    if out.is_empty() {
        return rest.to_owned();
    }
    out.push_str(rest);
    // Where tags stand escaped, so do references.
    for _ in 0..2 {
        out = referred(&out);
    }
    out
}

/// The text with its references resolved: `&amp;`, `&nbsp;`, `&#233;`.
pub(super) fn referred(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(amp) = rest.find('&') {
        out.push_str(&rest[..amp]);
        rest = &rest[amp + 1..];
        let name = rest.split_once(';').map(|(name, _)| name).filter(|name| name.len() < 12);
        let number = name.and_then(|name| name.strip_prefix('#'));
        let code = number.and_then(|digits| match digits.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        });
        match name {
            Some("amp") => out.push('&'),
            Some(name) => match code.and_then(char::from_u32).or_else(|| named_character(name)) {
                Some(c) => out.push(c),
                None => out.push_str(&format!("&{name};")),
            },
            None => {
                out.push('&');
                continue;
            }
        }
        rest = &rest[name.map_or(0, str::len) + 1..];
    }
    out.push_str(rest);
    out
}
