//! YAML as front matter needs it: block style, and every scalar so that YAML 1.1 and 1.2 read the same value.

use serde_json::Value;

/// The order of keys inside a value; all others follow, sorted.
const ORDER: &[&str] = &[
    "line",
    "text",
    "occurrence",
    "kind",
    "name",
    "role",
    "names",
    "people",
    "value",
    "code",
    "scheme",
    "printed",
    "place",
    "date",
];

/// Appends `key: value` in block style.
pub(crate) fn push_entry(key: &str, value: &Value, out: &mut String) {
    push_pair(key, value, 0, out);
}

fn push_pair(key: &str, value: &Value, indent: usize, out: &mut String) {
    push_text(key, out);
    out.push(':');
    push_value(value, indent, out);
}

/// What follows a colon or a dash, to the end of the line and the lines below.
fn push_value(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                push_line(indent, out);
                out.push('-');
                push_item(item, indent + 2, out);
            }
            if indent == 0 {
                out.push('\n');
            }
        }
        Value::Object(map) if !map.is_empty() => {
            for key in ordered(map) {
                push_line(indent + 2, out);
                push_pair(key, &map[key], indent + 2, out);
            }
            if indent == 0 {
                out.push('\n');
            }
        }
        Value::Array(_)
        | Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_) => {
            out.push(' ');
            push_scalar(value, out);
            if indent == 0 {
                out.push('\n');
            }
        }
    }
}

/// An item of a list: a map begins on the line of the dash.
fn push_item(item: &Value, indent: usize, out: &mut String) {
    match item {
        Value::Object(map) if !map.is_empty() => {
            for (at, key) in ordered(map).into_iter().enumerate() {
                if at == 0 {
                    out.push(' ');
                } else {
                    push_line(indent, out);
                }
                push_pair(key, &map[key], indent, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                if at == 0 {
                    out.push(' ');
                } else {
                    push_line(indent, out);
                }
                out.push('-');
                push_item(item, indent + 2, out);
            }
        }
        Value::Array(_)
        | Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_) => {
            out.push(' ');
            push_scalar(item, out);
        }
    }
}

fn push_line(indent: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn ordered(map: &serde_json::Map<String, Value>) -> Vec<&String> {
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort_by_key(|key| {
        (ORDER.iter().position(|known| known == key).unwrap_or(ORDER.len()), key.as_str())
    });
    keys
}

fn push_scalar(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => push_number(&number.to_string(), out),
        Value::String(text) => push_text(text, out),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

/// A number with an exponent needs a point and a sign to be one in YAML 1.1.
fn push_number(text: &str, out: &mut String) {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
        return out.push_str(text);
    };
    out.push_str(digits);
    if !digits.contains('.') {
        out.push_str(".0");
    }
    out.push('e');
    if !exponent.starts_with(['-', '+']) {
        out.push('+');
    }
    out.push_str(exponent);
}

/// Text without quotes where no reader of YAML could take it for anything else; else in double quotes.
fn push_text(text: &str, out: &mut String) {
    if is_plain(text) {
        return out.push_str(text);
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) => {
                let code = u32::from(c);
                if code > 0xFFFF {
                    out.push_str(&format!("\\U{code:08X}"));
                } else {
                    out.push_str(&format!("\\u{code:04X}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Characters YAML calls not printable, and those it takes for line ends (YAML 1.1, 4.1.2 and 4.2).
fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let inner = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | ',' | '’' | '\'' | '(' | ')' | ';')
    };
    // `2 of 3` is text; `2`, `1e3` and `2024-03-04` might be something else.
    let words = || text.contains(' ') && text.contains(|c: char| c.is_alphabetic());
    (first.is_alphabetic() || first.is_ascii_digit() && words())
        && text.chars().all(inner)
        && !text.ends_with(' ')
        && !text.chars().any(needs_escape)
        && !is_word_of_yaml(text)
        && text.len() <= 1_000
}

/// Words that are not text in one YAML or another.
fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    text.len() <= 5 && WORDS.contains(&text.to_ascii_lowercase().as_str())
}
