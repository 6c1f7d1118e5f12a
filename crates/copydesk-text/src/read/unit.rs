//! Lines to units: what stands together as one paragraph, list item or table, whatever the wire does to lines.

use std::borrow::Cow;
use std::ops::Range;

use self::alone::{alone, dateline_below};
use self::columns::{
    columns, has_divided_lines, is_long, merge_preformatted, parts, preformatted, text_above,
};
use self::layout::Layout;
use self::mark::join_marks;
use crate::read::line::Line;
use crate::read::tongue::Tongue;

mod alone;
mod columns;
mod layout;
mod mark;

pub(crate) use self::mark::{Mark, marked};

/// What stands together.
#[derive(Debug, Clone)]
pub(crate) struct Unit<'t> {
    /// Its lines, as indices into the lines of the story.
    pub(crate) lines: Range<usize>,
    /// Its text: lines joined by spaces, or by line feeds where it is preformatted.
    pub(crate) text: Cow<'t, str>,
    /// What it is.
    pub(crate) kind: UnitKind,
    /// A blank line stands before it.
    pub(crate) apart: bool,
}

/// What a unit is, by its shape alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// Running text.
    Text,
    /// Lines whose spaces matter.
    Preformatted,
    /// A list item; the text is without its mark.
    Item(Mark),
    /// A quoted paragraph: `> …`.
    Quoted,
}

/// Puts the lines of a story together.
pub(crate) fn units<'t>(lines: &[Line<'t>], tongue: &Tongue<'_>) -> Vec<Unit<'t>> {
    let columns = columns(lines);
    let layout = Layout::of(lines, &columns);
    let shape = Shape { layout, alone: alone(lines, layout, tongue), columns };
    let dateline = dateline_below(lines, tongue);
    // Nearly every other line is blank.
    let mut units: Vec<Unit<'t>> = Vec::with_capacity(1 + lines.len() / 2);
    let mut at = 0;
    let mut apart = true;
    while at < lines.len() {
        if lines[at].is_blank() {
            apart = true;
            at += 1;
            continue;
        }
        let end = (at..lines.len()).find(|end| lines[*end].is_blank()).unwrap_or(lines.len());
        let first = units.len();
        // A dateline begins a paragraph.
        let begins = dateline.filter(|begins| (at + 1..end).contains(begins)).unwrap_or(end);
        block(lines, at..begins, &shape, &mut units);
        if begins < end {
            block(lines, begins..end, &shape, &mut units);
        }
        if let Some(unit) = units.get_mut(first) {
            unit.apart = apart;
        }
        apart = false;
        at = end;
    }
    merge_preformatted(lines, &mut units);
    join_marks(&mut units);
    units
}

/// What the shape of lines says.
struct Shape {
    layout: Layout,
    /// Of each line, whether it is made of columns; of those between blank lines, nothing.
    columns: Vec<bool>,
    /// Of each line, whether it is never joined to its neighbours.
    alone: Vec<bool>,
}

/// A run of lines without a blank one.
fn block<'t>(lines: &[Line<'t>], range: Range<usize>, shape: &Shape, units: &mut Vec<Unit<'t>>) {
    let (block, columns) = (&lines[range.clone()], &shape.columns[range.clone()]);
    let tabular = columns.iter().filter(|is| **is).count();
    // A table right below paragraphs of one line each is no reason to take them for columns too.
    let long = || block.iter().zip(columns).any(is_long);
    if tabular >= 2 && tabular < block.len() && (long() || has_divided_lines(block, columns)) {
        for (columns, part) in parts(block, columns, range.start) {
            match columns && part.len() >= 2 {
                true => units.push(preformatted(lines, part)),
                false => paragraphs(lines, part, shape, units),
            }
        }
        return;
    }
    let above = if tabular >= 2 { text_above(block, columns) } else { 0 };
    if tabular >= 2 && tabular * 2 > block.len() - above {
        if above > 0 {
            paragraphs(lines, range.start..range.start + above, shape, units);
        }
        return units.push(preformatted(lines, range.start + above..range.end));
    }
    paragraphs(lines, range, shape, units);
}

/// The paragraphs, items and quotations of a run of lines.
fn paragraphs<'t>(lines: &[Line<'t>], range: Range<usize>, shape: &Shape, units: &mut Vec<Unit<'t>>) {
    let mut at = range.start;
    while at < range.end {
        let (kind, body) = marked(lines[at].trimmed());
        let mut end = at + 1;
        while end < range.end
            && !shape.alone[end - 1]
            && !shape.alone[end]
            && continues((&lines[at], &lines[end - 1]), &lines[end], kind, shape.layout)
        {
            end += 1;
        }
        units.push(Unit {
            lines: at..end,
            text: joined(body, &lines[at + 1..end], kind),
            kind,
            apart: false,
        });
        at = end;
    }
}

/// Whether `next` goes on with the unit that begins with `first` and has come to `line`.
fn continues((first, line): (&Line<'_>, &Line<'_>), next: &Line<'_>, kind: UnitKind, layout: Layout) -> bool {
    let (next_kind, _) = marked(next.trimmed());
    if is_heading(line.trimmed()) || is_heading(next.trimmed()) || is_address(next.trimmed()) {
        return false;
    }
    match kind {
        UnitKind::Item(_) => {
            let deep = if layout.indented { first.indent() + 2 } else { 1 };
            next_kind == UnitKind::Text && (next.indent() >= deep || layout.joins(line, next))
        }
        UnitKind::Quoted => next_kind == UnitKind::Quoted,
        UnitKind::Text | UnitKind::Preformatted => {
            let marked = matches!(next_kind, UnitKind::Item(Mark::Bullet) | UnitKind::Quoted);
            !marked && layout.joins(line, next) && !(next_kind != UnitKind::Text && ends_sentence(line.text))
        }
    }
}

/// An address of mail that stands on a line of its own.
fn is_address(text: &str) -> bool {
    text.len() <= 80
        && memchr::memchr(b'@', text.as_bytes()).is_some()
        && !text.contains(char::is_whitespace)
        && !text.starts_with(['(', '<'])
}

/// `# Heading`.
fn is_heading(text: &str) -> bool {
    text.starts_with('#') && text.trim_start_matches('#').starts_with(' ')
}

/// The lines of a paragraph as one.
fn joined<'t>(first: &'t str, more: &[Line<'t>], kind: UnitKind) -> Cow<'t, str> {
    if more.is_empty() {
        return Cow::Borrowed(first);
    }
    let mut text =
        String::with_capacity(first.len() + more.iter().map(|line| line.text.len() + 1).sum::<usize>());
    text.push_str(first);
    for line in more {
        let body = if kind == UnitKind::Quoted { marked(line.trimmed()).1 } else { line.trimmed() };
        if !breaks_a_word(&text, body) {
            text.push(' ');
        }
        text.push_str(body);
    }
    Cow::Owned(text)
}

/// Whether the line was broken after the hyphen of a compound: `export-` before `driven`. `mid-` before `and` was not.
fn breaks_a_word(text: &str, next: &str) -> bool {
    const JOINING: &[&str] = &[
        "and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "ed", "en", "of", "bzw", "sowie",
    ];
    let Some(before) = text.strip_suffix(['-', '\u{2010}']) else { return false };
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let both = |is: fn(char) -> bool| before.ends_with(is) && next.starts_with(is);
    // `97-` before `12/32`.
    let letters = both(char::is_alphabetic) || both(|c| c.is_ascii_digit());
    let dashes = before.ends_with('-') && before.trim_end_matches('-').ends_with(char::is_alphanumeric);
    (letters && !JOINING.contains(&word)) || dashes
}

/// Whether a text ends as sentences do.
pub(crate) fn ends_sentence(text: &str) -> bool {
    if text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '”' | '’' | '\'' | '»' | '«' | '›' | '‹' | ')' | ']' | '“' | '<')
    });
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟'])
}
