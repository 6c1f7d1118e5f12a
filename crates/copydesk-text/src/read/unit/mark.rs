//! The marks of list items and quotations.

use copydesk_lines::trim;

use super::{Unit, UnitKind, ends_sentence};

/// The mark of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `*`, `•`.
    Bullet,
    /// `-`, `–`: a bullet only among others.
    Dash,
    /// `1.`, `1)`.
    Number(u32),
}

/// The mark a line begins with, and the text after it.
pub(crate) fn marked(text: &str) -> (UnitKind, &str) {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return (UnitKind::Text, text);
    }
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    let rest = chars.as_str();
    let spaced = rest.starts_with([' ', '\t', '\u{a0}']) && !rest.trim().is_empty();
    match first {
        '*' | '•' | '●' | '▪' | '‣' | '◦' if spaced && !rest.trim_start().starts_with(['*', '•']) => {
            (UnitKind::Item(Mark::Bullet), trim(rest))
        }
        '-' | '–' if spaced && !rest.trim_start().starts_with(['-', '–']) => {
            (UnitKind::Item(Mark::Dash), trim(rest))
        }
        '>' if spaced => (UnitKind::Quoted, trim(rest)),
        '0'..='9' => numbered(text).unwrap_or((UnitKind::Text, text)),
        _ => (UnitKind::Text, text),
    }
}

fn numbered(text: &str) -> Option<(UnitKind, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u32 = text[..digits].parse().ok().filter(|_| digits <= 3)?;
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
        .then(|| (UnitKind::Item(Mark::Number(number)), trim(rest)))
}

/// `*` on a line of its own, and the item behind a blank line, as some wires print them.
pub(super) fn join_marks(units: &mut Vec<Unit<'_>>) {
    let is_mark = |unit: &Unit<'_>| unit.kind == UnitKind::Text && matches!(unit.text.as_ref(), "*" | "•");
    if !units.iter().any(is_mark) {
        return;
    }
    let mut joined: Vec<Unit<'_>> = Vec::with_capacity(units.len());
    for mut unit in units.drain(..) {
        if unit.kind == UnitKind::Text
            && !ends_sentence(&unit.text)
            && !is_mark(&unit)
            && let Some(mark) = joined.pop_if(|last| is_mark(last))
        {
            unit.lines.start = mark.lines.start;
            unit.kind = UnitKind::Item(Mark::Bullet);
        }
        joined.push(unit);
    }
    *units = joined;
}
