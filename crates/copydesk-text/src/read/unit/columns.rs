//! Lines that are made of columns, and tables of them.

use std::borrow::Cow;
use std::ops::Range;

use copydesk_lines::any_pair;

use super::layout::{NARROW, WIDEST};
use super::{Unit, UnitKind, ends_sentence, is_heading};
use crate::read::line::Line;

/// Of each line with another right before or behind it, whether it is made of columns.
pub(super) fn columns(lines: &[Line<'_>]) -> Vec<bool> {
    let mut columns = vec![false; lines.len()];
    let mut before: Option<usize> = None;
    // Of those before: whether it has been looked at.
    let mut known = false;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            (before, known) = (None, false);
            continue;
        }
        if let Some(before) = before.replace(at) {
            if !known {
                columns[before] = is_tabular(&lines[before]);
            }
            columns[at] = is_tabular(line);
            known = true;
        }
    }
    columns
}

/// Whether a line is made of columns: bars, tabs, gaps inside it, semicolons without spaces.
fn is_tabular(line: &Line<'_>) -> bool {
    let body = line.trimmed();
    if line.text.len() > 400 || !may_be_tabular(body.as_bytes()) {
        return false;
    }
    let bars = memchr::memchr_iter(b'|', body.as_bytes()).count();
    if bars >= 2 || memchr::memchr(b'\t', body.as_bytes()).is_some() || dots(body) {
        return true;
    }
    let tight = |at: &usize| body.as_bytes().get(at + 1) != Some(&b' ');
    memchr::memchr_iter(b';', body.as_bytes()).filter(tight).count() >= 4 || gaps(body)
}

/// Nearly every line has neither bars, tabs or semicolons nor two spaces or dots in a row.
fn may_be_tabular(bytes: &[u8]) -> bool {
    any_pair(bytes, |byte, next| {
        let twice = (byte == next) & ((byte == b' ') | (byte == b'.'));
        (byte == b'|') | (byte == b'\t') | (byte == b';') | twice
    })
}

/// Whether two lines in turn have columns divided by bars or semicolons, as no running text has.
pub(super) fn has_divided_lines(block: &[Line<'_>], columns: &[bool]) -> bool {
    let divided = |(line, columns): &(&Line<'_>, &bool)| {
        let count = |mark| memchr::memchr_iter(mark, line.text.as_bytes()).count();
        **columns && (count(b';') >= 4 || count(b'|') >= 2)
    };
    let pairs = block.iter().zip(columns);
    pairs.clone().zip(pairs.skip(1)).any(|(line, next)| divided(&line) && divided(&next))
}

/// How many lines of running text stand above the first columns: those up to it, where one of them is as long as lines of
/// text are.
pub(super) fn text_above(block: &[Line<'_>], columns: &[bool]) -> usize {
    let above = columns.iter().position(|columns| *columns).unwrap_or(0);
    let running = block[..above].iter().any(|line| line.trimmed().len() >= NARROW);
    if running { above } else { 0 }
}

/// Dots that lead from one column to the next.
fn dots(body: &str) -> bool {
    memchr::memchr_iter(b'.', body.as_bytes()).any(|at| body.as_bytes()[at..].starts_with(b"....."))
}

/// A gap of three spaces, or two of two, that is not the gap after a sentence.
fn gaps(body: &str) -> bool {
    let (mut wide, mut double) = (0, 0);
    let mut run = 0;
    let mut before = ' ';
    for c in body.chars() {
        if c == ' ' {
            run += 1;
        } else {
            if run >= 3 {
                wide += 1;
            } else if run == 2 && !matches!(before, '.' | '!' | '?' | ':' | '"' | '”' | ',') {
                double += 1;
            }
            run = 0;
            before = c;
        }
    }
    wide >= 1 || double >= 2
}

/// A line that is a paragraph by itself.
pub(super) fn is_long((line, columns): (&Line<'_>, &bool)) -> bool {
    line.text.len() > WIDEST && !columns
}

/// Divides a block into runs of lines that are columns and runs that are not. A short line between columns is one of them.
pub(super) fn parts(block: &[Line<'_>], columns: &[bool], start: usize) -> Vec<(bool, Range<usize>)> {
    let mut parts: Vec<(bool, Range<usize>)> = Vec::new();
    let mut after_columns = false;
    for (at, line) in block.iter().enumerate() {
        let next = columns.get(at + 1).is_some_and(|next| *next);
        let between =
            || after_columns && next && !is_long((line, &columns[at])) && !is_heading(line.trimmed());
        let belongs = columns[at] || between();
        after_columns = belongs;
        match parts.last_mut() {
            Some((known, range)) if *known == belongs => range.end = start + at + 1,
            _ => parts.push((belongs, start + at..start + at + 1)),
        }
    }
    parts
}

pub(super) fn preformatted<'t>(lines: &[Line<'t>], range: Range<usize>) -> Unit<'t> {
    let text: Vec<&str> = lines[range.clone()].iter().map(|line| line.text.trim_end()).collect();
    Unit { lines: range, text: Cow::Owned(text.join("\n")), kind: UnitKind::Preformatted, apart: false }
}

/// A row that blank lines divide from its table: `Gold      1,234.50      +1.20`.
fn row_apart<'t>(lines: &[Line<'t>], units: &mut [Unit<'t>]) {
    let is_table = |unit: Option<&Unit<'t>>| unit.is_some_and(|unit| unit.kind == UnitKind::Preformatted);
    for at in 0..units.len() {
        let unit = &units[at];
        let beside = is_table(units.get(at + 1)) || is_table(at.checked_sub(1).map(|before| &units[before]));
        if unit.kind != UnitKind::Text || unit.lines.len() != 1 || !beside {
            continue;
        }
        let line = &lines[unit.lines.start];
        let cells = line.trimmed().split("   ").filter(|cell| !cell.trim().is_empty()).count();
        if cells >= 3 && !ends_sentence(line.text) {
            units[at] = Unit { apart: unit.apart, ..preformatted(lines, unit.lines.clone()) };
        }
    }
}

/// Tables divided by blank lines are one.
pub(super) fn merge_preformatted<'t>(lines: &[Line<'t>], units: &mut Vec<Unit<'t>>) {
    if !units.iter().any(|unit| unit.kind == UnitKind::Preformatted) {
        return;
    }
    row_apart(lines, units);
    let mut merged: Vec<Unit<'t>> = Vec::with_capacity(units.len());
    for unit in units.drain(..) {
        match merged.last_mut() {
            Some(last) if last.kind == UnitKind::Preformatted && unit.kind == UnitKind::Preformatted => {
                let text = last.text.to_mut();
                for line in &lines[last.lines.end..unit.lines.end] {
                    text.push('\n');
                    text.push_str(line.text.trim_end());
                }
                last.lines.end = unit.lines.end;
            }
            _ => merged.push(unit),
        }
    }
    *units = merged;
}
