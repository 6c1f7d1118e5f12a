//! Front matter in the style most of it has: on each line a key, a scalar or both, and lists and maps by indentation.
//!
//! It is a small part of YAML, read at once. Whatever else stands there is left to the library, and so is every fault; what is
//! read here, the library reads the same.

use std::collections::BTreeMap;

use copydesk_core::Value;

type Map = BTreeMap<String, Value>;

/// How deep maps and lists may nest here.
const DEPTH: usize = 16;
/// How long the source may be, in bytes: far below the limits that the library has on lines, keys and events.
const LONGEST: usize = 32 << 10;
/// How long a key may be, in bytes.
const LONGEST_KEY: usize = 100;
/// Words that are no text to some version of YAML, in small letters.
const WORDS: [&str; 12] =
    ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];

/// The map that a source is, if all of it is plain.
pub(super) fn parsed(source: &str) -> Option<Map> {
    if source.len() > LONGEST {
        return None;
    }
    let mut lines = Lines { rest: source, line: None, depth: 0 };
    lines.advance();
    let map = lines.map(0)?;
    (lines.line.is_none() && !map.is_empty()).then_some(map)
}

struct Lines<'a> {
    /// What is behind the line.
    rest: &'a str,
    /// How far the line is indented, and what stands in it. Behind a dash is a line of its own.
    line: Option<(usize, &'a str)>,
    depth: usize,
}

impl<'a> Lines<'a> {
    fn advance(&mut self) {
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        let text = line.trim_start_matches(' ');
        // Only the last line may be empty: where a scalar might go on, an empty line has a meaning.
        self.line = (!self.rest.is_empty()).then_some((line.len() - text.len(), text));
        self.rest = rest;
    }

    /// The map whose keys are indented so far.
    fn map(&mut self, indent: usize) -> Option<Map> {
        let mut map = Map::new();
        while let Some((at, text)) = self.line.filter(|(at, _)| *at >= indent) {
            let (key, value) = entry(text).filter(|_| at == indent)?;
            self.advance();
            let value = if value.is_empty() { self.nested(indent)? } else { scalar(value)? };
            if map.insert(key.to_owned(), value).is_some() {
                return None;
            }
        }
        Some(map)
    }

    /// What stands below a key that is indented so far.
    fn nested(&mut self, indent: usize) -> Option<Value> {
        let (at, text) = self.line.filter(|_| self.depth < DEPTH)?;
        self.depth += 1;
        let value = match text.starts_with("- ") {
            true if at >= indent => Value::List(self.list(at)?),
            false if at > indent => Value::Map(self.map(at)?),
            _ => return None,
        };
        self.depth -= 1;
        Some(value)
    }

    /// The list whose dashes are indented so far.
    fn list(&mut self, indent: usize) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        while let Some((at, text)) = self.line.filter(|(at, _)| *at >= indent) {
            let Some(item) = text.strip_prefix("- ") else { break };
            if at > indent {
                return None;
            }
            items.push(if entry(item).is_some() {
                self.line = Some((at + 2, item));
                Value::Map(self.map(at + 2)?)
            } else {
                self.advance();
                scalar(item)?
            });
        }
        Some(items)
    }
}

/// A key and what stands behind it on its line.
fn entry(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_key = key.len() <= LONGEST_KEY
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !is_word(key);
    let value = if value.is_empty() { value } else { value.strip_prefix(' ').filter(|it| !it.is_empty())? };
    is_key.then_some((key, value))
}

fn scalar(text: &str) -> Option<Value> {
    let is_text = match text.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let quote = char::from(*quote);
            let inner = text[1..].strip_suffix(quote)?;
            let is_whole = inner.chars().all(|c| c != quote && (is_sound(c) || matches!(c, ':' | '#')));
            return is_whole.then(|| Value::Text(inner.to_owned()));
        }
        b'0'..=b'9' if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let is_number = text.len() < 16 && (text == "0" || !text.starts_with('0'));
            return if is_number { text.parse().ok().map(Value::Integer) } else { None };
        }
        b'0'..=b'9' => is_date(text),
        _ => is_plain(text),
    };
    is_text.then(|| Value::Text(text.to_owned()))
}

/// `2024-03-12` and `2024-03-12T08:30:00Z`.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let is_day = digits(0..4) && digits(5..7) && digits(8..10) && bytes[4] == b'-' && bytes[7] == b'-';
    let is_time = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z');
    is_day
        && match &bytes[10..] {
            [] => true,
            [b'T', time @ ..] => time.iter().all(is_time) && !text.ends_with(':'),
            _ => false,
        }
}

/// A text without quotes: it begins with a letter, and nothing in it has a meaning.
fn is_plain(text: &str) -> bool {
    let mut behind_colon = false;
    for c in text.chars() {
        if behind_colon && c == ' ' || !(is_sound(c) || c == ':') {
            return false;
        }
        behind_colon = c == ':';
    }
    text.starts_with(char::is_alphabetic) && !behind_colon && !text.ends_with(' ') && !is_word(text)
}

/// Characters that mean nothing inside a scalar, quoted or not.
fn is_sound(c: char) -> bool {
    match c {
        ' ' | ',' | '.' | ';' | '(' | ')' | '/' | '-' | '_' | '+' | '&' | '%' | '!' | '?' | '=' | '@'
        | '$' => true,
        '‘' | '’' | '“' | '”' | '„' | '«' | '»' | '–' | '—' | '…' => true,
        _ => c.is_alphanumeric(),
    }
}

fn is_word(text: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parsed;
    use crate::read::front::parsed_yaml;

    /// Keys and scalars, plain and not, and what may stand between them.
    const PIECES: &[&str] = &[
        "title",
        "lang",
        "a",
        "yes",
        "null",
        "Line",
        "é",
        "x y",
        "0",
        "7",
        "-1",
        "012",
        "1_000",
        "1e3",
        "0x1F",
        "2024-03-12",
        "2024-03-12T08:30:00Z",
        "2024-03-12 08:30",
        "08:30:00",
        "3.5",
        "1.",
        ".5",
        "True",
        "off",
        "NaN",
        ".inf",
        "Infinity",
        "~",
        "Harbour bridge opens, at last",
        "It's",
        "a #b",
        "a#b",
        "#b",
        "a:b",
        "http://a.example/b?c=d&e",
        "a: b",
        "a:",
        "a -b",
        "- b",
        "-",
        "\"\"",
        "''",
        "\"q\"",
        "\" a: #b \"",
        "'it''s'",
        "' s '",
        "\"a\\n\"",
        "\"a",
        "a\"b",
        "*a",
        "&a b",
        "!a",
        "!!str a",
        "| ",
        ">",
        "|",
        "[a]",
        "{a: b}",
        "[",
        "%a",
        "@a",
        "`a",
        "?",
        "? a",
        "<<",
        "=",
        "a  b",
        "a ",
        "…",
        "“q”",
        "日本",
        "—",
        "\u{feff}",
        "\u{2028}",
        "\u{85}",
        "\u{a0}",
        "\t",
        "a\tb",
        "---",
        "...",
        "\r",
        "v1.2.3",
        "Ünï (c) 50% + $1!",
    ];

    fn line() -> impl Strategy<Value = String> {
        let piece = || prop::sample::select(PIECES);
        let key = prop::sample::select(
            &["title", "lang", "date", "id", "line", "a_b", "a-b", "yes", "é", "a b"][..],
        );
        let indent = prop::sample::select(&["", "", "", "  ", "  ", "    ", " "][..]);
        let dash = prop::sample::select(&["", "", "", "- ", "- ", "-  "][..]);
        let between = prop::sample::select(&[": ", ": ", ": ", ":", ":", ":  ", ""][..]);
        let plain = prop_oneof![3 => piece().prop_map(str::to_owned), 1 => "[a-zA-Z0-9 .,:#'\"é-]{0,12}"];
        prop_oneof![
            4 => (indent.clone(), dash.clone(), key.clone(), between, plain.clone())
                .prop_map(|(indent, dash, key, between, text)| format!("{indent}{dash}{key}{between}{text}")),
            2 => (indent.clone(), dash.clone(), key).prop_map(|(indent, dash, key)| format!("{indent}{dash}{key}:")),
            2 => (indent, dash, plain).prop_map(|(indent, dash, text)| format!("{indent}{dash}{text}")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn what_is_plain_is_read_as_the_library_reads_it(
            lines in prop::collection::vec(line(), 1..7),
            end in prop::sample::select(&["\n", "", "\n\n", "\r\n"][..]),
        ) {
            let source = lines.join("\n") + end;
            if let Some(map) = parsed(&source) {
                prop_assert_eq!(Ok(Some(map)), parsed_yaml(&source), "{:?}", source);
            }
        }
    }

    #[test]
    fn each_scalar_that_is_plain_is_read_as_the_library_reads_it() {
        let mut plain = 0;
        for piece in PIECES {
            for source in [
                format!("a: {piece}\n"),
                format!("a:\n- {piece}\n- b\n"),
                format!("a:\n  b: {piece}\n  c: d\ne: f"),
                format!("a:\n  - b: {piece}\n    c: d\n  - {piece}\n"),
                format!("{piece}: a\n"),
                format!("a: b\n  {piece}\n"),
            ] {
                if let Some(map) = parsed(&source) {
                    plain += 1;
                    assert_eq!(Ok(Some(map)), parsed_yaml(&source), "{source:?}");
                }
            }
        }
        assert!(plain > 80, "{plain}");
    }
}
