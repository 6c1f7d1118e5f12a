//! Escaping: as little as is always right.

/// What stands around a text, as far as it matters for escaping.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Around {
    /// It stands in a cell of a table, or in a paragraph of several lines: a `|` might make a table.
    pub(crate) in_cell: bool,
    /// It stands in a heading.
    pub(crate) in_heading: bool,
    /// It stands in the text of a link or an image.
    pub(crate) in_link: bool,
    /// Pandoc reads it too.
    pub(crate) for_pandoc: bool,
}

/// Appends a text. `at_start`: it begins a line; `at_end`: nothing follows it in its block.
pub(crate) fn push_text(text: &str, around: Around, line: Line, out: &mut String) {
    let bytes = text.as_bytes();
    let mut start = 0;
    if line.at_start {
        start = push_line_start(text, line.is_first, out);
        if around.for_pandoc && start == 0 {
            start = push_fancy_number(text, out);
        }
    }
    if line.after_bracket && text.starts_with(['(', '[', ':', '{']) {
        out.push('\\');
        out.push_str(&text[..1]);
        start = 1;
    }
    let mut copied = start;
    let mut at = start;
    while let Some(found) = next_special(&bytes[at..]) {
        at += found;
        let before = if at == 0 { None } else { Some(bytes[at - 1]) };
        match escape(bytes, at, before, around, line.at_end) {
            Escape::None => {}
            Escape::Backslash => {
                out.push_str(&text[copied..at]);
                out.push('\\');
                copied = at;
            }
            Escape::Number => {
                out.push_str(&text[copied..at]);
                out.push_str(&format!("&#{};", bytes[at]));
                copied = at + 1;
            }
        }
        at += 1;
    }
    out.push_str(&text[copied..]);
}

/// Where a text stands in its line and block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// It begins a line.
    pub(crate) at_start: bool,
    /// That line is the first of its block.
    pub(crate) is_first: bool,
    /// Nothing follows it in its block.
    pub(crate) at_end: bool,
    /// It follows a closing bracket that is not text.
    pub(crate) after_bracket: bool,
}

enum Escape {
    None,
    Backslash,
    /// A reference by number, for what a backslash does not help.
    Number,
}

fn next_special(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| SPECIAL[usize::from(*byte)])
}

/// Bytes that may need to be escaped anywhere in a line.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let list = b"\\*_`[]<&~^|!${}#@\x01\x02\x03\x04\x05\x06\x07\x08\x0B\x0E\x0F\x1B";
    let mut at = 0;
    while at < list.len() {
        table[list[at] as usize] = true;
        at += 1;
    }
    table
};

fn escape(bytes: &[u8], at: usize, before: Option<u8>, around: Around, at_end: bool) -> Escape {
    let next = bytes.get(at + 1).copied();
    let is_space = |byte: Option<u8>| byte == Some(b' ');
    let open_end = next.is_none() && !at_end;
    let needed = match bytes[at] {
        b'\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next < b' '),
        b'*' | b'~' | b'^' => !(is_space(before) && is_space(next)),
        b'_' => !(is_space(before) && is_space(next) || is_word(before) && is_word(next)),
        b'`' => true,
        b'[' => {
            around.in_link
                || matches!(next, Some(b'^' | b'@' | b'!'))
                || next.is_none()
                || before == Some(b'!')
        }
        b']' => around.in_link || matches!(next, Some(b'(' | b'[' | b':' | b'{')) || open_end,
        b'!' => open_end || next == Some(b'['),
        b'<' => next != Some(b' '),
        b'&' => begins_reference(&bytes[at..]),
        b'|' => around.in_cell,
        b'{' | b'}' => around.in_heading,
        b'#' => around.in_heading,
        b'$' => {
            !next.is_some_and(|next| next.is_ascii_digit() || next == b' ')
                || !is_space(before) && is_space(next)
        }
        b'@' => around.for_pandoc && !is_word(before) && is_word(next),
        _ => return Escape::Number,
    };
    if needed { Escape::Backslash } else { Escape::None }
}

/// A letter or digit; any byte beyond ASCII is not taken for one, since it may be a mark.
fn is_word(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric())
}

/// Whether `&…` is a character reference.
fn begins_reference(bytes: &[u8]) -> bool {
    const LONGEST: usize = 40;
    let name = bytes[1..].iter().take(LONGEST);
    let length = name.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    length > 0 && bytes.get(1 + length) == Some(&b';')
}

/// Escapes what is special only where a line begins, and tells how much of the text it has written.
fn push_line_start(text: &str, is_first: bool, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first().copied() else { return 0 };
    let next = bytes.get(1).copied();
    let ends = |byte: Option<u8>| matches!(byte, None | Some(b' ' | b'\t'));
    let needed = match first {
        b'#' => {
            let count = bytes.iter().take_while(|byte| **byte == b'#').count();
            ends(bytes.get(count).copied())
        }
        b'>' | b'%' => true,
        b'+' => ends(next) || next == Some(b'+'),
        b'-' => ends(next) || next == Some(b'-') || next == Some(b':') || next == Some(b'|'),
        b'=' => !is_first || next == Some(b'='),
        b':' => true,
        b'|' => true,
        b'*' | b'~' => false,
        b'0'..=b'9' => return push_number_start(text, out),
        b' ' | b'\t' => {
            out.push_str(&format!("&#{first};"));
            return 1;
        }
        _ => false,
    };
    if needed {
        out.push('\\');
        out.push(char::from(first));
        return 1;
    }
    if first == b'*' && ends(next) {
        out.push_str("\\*");
        return 1;
    }
    if first == b'_' || first == b'~' {
        out.push('\\');
        out.push(char::from(first));
        return 1;
    }
    0
}

/// `1. ` would begin a list; `2024.` does only at the end of a line or before a space.
fn push_number_start(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = bytes.get(digits + 1).copied();
    if digits <= 9
        && matches!(bytes.get(digits), Some(b'.' | b')'))
        && matches!(after, None | Some(b' ' | b'\t'))
    {
        out.push_str(&text[..digits]);
        out.push('\\');
        out.push(char::from(bytes[digits]));
        return digits + 1;
    }
    0
}

fn push_fancy_number(text: &str, out: &mut String) -> usize {
    let Some(end) = fancy_number_end(text) else { return 0 };
    out.push_str(&text[..end]);
    out.push('\\');
    out.push_str(&text[end..=end]);
    end + 1
}

/// Where the number ends that pandoc would begin a list with, besides those of CommonMark: `(1)`, `a)`, `iv.`, `#.`, `(@)`.
fn fancy_number_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let open = usize::from(bytes.first() == Some(&b'('));
    let is_sign = |byte: &&u8| byte.is_ascii_alphanumeric() || b"#@-_".contains(*byte);
    let end = open + bytes[open..].iter().take_while(is_sign).count();
    let closed = matches!(bytes.get(end), Some(b')')) || open == 0 && bytes.get(end) == Some(&b'.');
    let ends = matches!(bytes.get(end + 1), None | Some(b' '));
    (closed && ends && is_fancy_number(&bytes[open..end])).then_some(end)
}

fn is_fancy_number(number: &[u8]) -> bool {
    let roman = |byte: &u8| b"ivxlcdm".contains(&byte.to_ascii_lowercase());
    match number {
        [] => false,
        [one] => *one != b'_' && *one != b'-',
        [b'@', ..] => true,
        all => all.iter().all(u8::is_ascii_digit) || all.iter().all(roman),
    }
}

/// Appends HTML as pandoc needs it, which reads Markdown between the tags of a block: signs are references there.
pub(super) fn push_html_for_pandoc(html: &str, out: &mut String) {
    let mut verbatim = false;
    for (at, piece) in html.split('<').enumerate() {
        if at > 0 {
            out.push('<');
        }
        let (tag, text) =
            if at == 0 { ("", piece) } else { piece.split_at(piece.find('>').map_or(0, |end| end + 1)) };
        out.push_str(tag);
        verbatim = (verbatim || tag.starts_with("pre")) && !tag.starts_with("/pre");
        if verbatim {
            out.push_str(text);
        } else {
            push_text_for_pandoc(text, out);
        }
    }
}

fn push_text_for_pandoc(text: &str, out: &mut String) {
    let begins_line = |at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
    let number = fancy_number_end(text);
    for (at, c) in text.char_indices() {
        let sign = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '^' | '$' | '@' | '|' => true,
            '#' | '>' | '+' | '-' | ':' | '=' | '%' => begins_line(at),
            '.' | ')' => Some(at) == number,
            _ => false,
        };
        if sign {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.push(c);
        }
    }
}
