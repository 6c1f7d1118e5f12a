//! The text of an HTML or XHTML page, as a reader of the page finds it.

/// Elements whose content is no text of the page.
const SILENT: &[&str] = &["head", "script", "style", "template"];

/// The text between the tags of a page: no head, scripts or styles, and character references read.
pub fn text(page: &str) -> String {
    let mut text = String::new();
    let mut silent: Option<&str> = None;
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        if silent.is_none() {
            push_decoded(&rest[..open], &mut text);
        }
        rest = &rest[open..];
        let end = if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { end_of_tag(rest) };
        let Some(end) = end else { return text };
        let name = rest[1..].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("");
        match silent {
            Some(element) if name == format!("/{element}") => silent = None,
            Some(_) => {}
            None => silent = SILENT.iter().copied().find(|element| *element == name),
        }
        text.push('\n');
        rest = &rest[end..];
    }
    push_decoded(rest, &mut text);
    text
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

fn push_decoded(piece: &str, text: &mut String) {
    let mut rest = piece;
    while let Some(start) = rest.find('&') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(';').map_or(rest.len(), |at| at + 1);
        let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
        let name = rest[1..end].trim_end_matches(';');
        let decoded = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            "shy" => Some('\u{ad}'),
            _ => match name.strip_prefix("#x") {
                Some(digits) => number(digits, 16),
                None => name.strip_prefix('#').and_then(|digits| number(digits, 10)),
            },
        };
        match decoded {
            Some(c) => text.push(c),
            None => text.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
}
