//! Lines to units: what stands together as one paragraph, list item or table, whatever the wire does to lines.

use std::borrow::Cow;
use std::ops::Range;

use copydesk_lines::{self as recognise, Language};

use crate::tongue::Tongue;

use crate::line::Line;

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

/// How the lines of a story are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The width lines are wrapped at, if they are.
    width: Option<usize>,
    /// A new paragraph is indented, the lines that follow are not.
    indented: bool,
    /// There are too few lines to be sure of the width.
    unsure: bool,
}

/// How many lines the layout is found out from.
const LAYOUT_LINES: usize = 2_000;
/// Lines longer than this are not wrapped by anyone.
const WIDEST: usize = 130;
/// Lines shorter than this may be broken on purpose, unless no next word would have fitted.
const NARROW: usize = 45;
/// Lines shorter than this are broken on purpose.
const NARROWEST: usize = 20;

impl Layout {
    /// Finds out from the lines themselves.
    pub(crate) fn of(lines: &[Line<'_>]) -> Self {
        let mut lengths: Vec<(usize, usize)> = Vec::new();
        let (mut starts, mut after_sentence, mut continued) = (0_usize, 0_usize, 0_usize);
        for pair in lines[..lines.len().min(LAYOUT_LINES)].windows(2) {
            if pair[0].is_blank()
                || pair[1].is_blank()
                || is_tabular(pair[0].text)
                || is_tabular(pair[1].text)
            {
                continue;
            }
            let (indent, next) = (pair[0].indent(), pair[1].indent());
            if next >= indent + 2 {
                starts += 1;
                after_sentence += usize::from(ends_sentence(pair[0].trimmed()));
            } else {
                continued += usize::from(next <= 1);
                lengths.push((length(pair[0].text.trim_end()), first_word(pair[1].trimmed())));
            }
        }
        let indented = starts >= 2 && continued >= 1 && after_sentence * 2 >= starts;
        Self { width: width(&mut lengths), indented, unsure: lengths.len() < 3 }
    }

    /// Whether `next` goes on with the paragraph of `line`.
    fn joins(self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let (text, following) = (line.text.trim_end(), next.trimmed());
        if self.indented {
            return next.indent() < 2 || next.indent() < line.indent();
        }
        if next.indent() >= line.indent() + 2 && ends_sentence(text) {
            return false;
        }
        let small = following.starts_with(char::is_lowercase);
        let open = !ends_sentence(text) && !text.ends_with(':');
        if small && open {
            return true;
        }
        let Some(width) = self.width else { return false };
        if self.unsure && !open {
            return false;
        }
        let length = length(text);
        let word = first_word(following);
        length + 1 + word > width || (open && length * 10 >= width * 7)
    }
}

/// The width lines are wrapped at, from the length of each line that is not the last of its paragraph and of the word
/// that did not fit in it.
fn width(lengths: &mut [(usize, usize)]) -> Option<usize> {
    lengths.sort_unstable();
    let (width, _) = *lengths.get(lengths.len().saturating_sub(1) * 9 / 10)?;
    let full = lengths.iter().filter(|(length, word)| length + 1 + word > width).count();
    let wrapped = width >= NARROW || (lengths.len() >= 4 && full * 10 >= lengths.len() * 9);
    ((NARROWEST..=WIDEST).contains(&width) && wrapped).then_some(width)
}

fn first_word(text: &str) -> usize {
    text.split(' ').next().map_or(0, length)
}

fn length(text: &str) -> usize {
    if text.len() > 4 * WIDEST { text.len() } else { text.chars().count() }
}

/// Whether a text ends as sentences do.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '“' | '<')
    });
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟'])
}

/// Whether a line is made of columns: bars, tabs, gaps inside it, semicolons without spaces.
pub(crate) fn is_tabular(text: &str) -> bool {
    if text.len() > 400 {
        return false;
    }
    let body = recognise::trim(text);
    let bars = memchr::memchr_iter(b'|', body.as_bytes()).count();
    if bars >= 2 || memchr::memchr(b'\t', body.as_bytes()).is_some() || dots(body) {
        return true;
    }
    let tight = |at: &usize| body.as_bytes().get(at + 1) != Some(&b' ');
    memchr::memchr_iter(b';', body.as_bytes()).filter(tight).count() >= 4 || gaps(body)
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

/// Puts the lines of a story together.
pub(crate) fn units<'t>(lines: &[Line<'t>], layout: Layout, tongue: &Tongue<'_>) -> Vec<Unit<'t>> {
    let alone = alone(lines, tongue);
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
        block(lines, at..begins, (layout, &alone), &mut units);
        if begins < end {
            block(lines, begins..end, (layout, &alone), &mut units);
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

/// `*` on a line of its own, and the item behind a blank line, as some wires print them.
fn join_marks(units: &mut Vec<Unit<'_>>) {
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

/// How many lines before the body may stand alone without blank lines around them.
const FRONT_LINES: usize = 40;

/// How many lines after the body may.
const LAST_LINES: usize = 12;

/// How many lines below the first may be names and what they are, or begin with a dateline, without blank lines around.
const SIGNED_LINES: usize = 6;

/// `Jane Doe, Professor of History`.
fn is_signed(text: &str, tongue: &Tongue<'_>) -> bool {
    text.contains(',') && tongue.find(|language| recognise::signed(text, language)).is_some()
}

/// The line among the first that begins with a dateline, right below another: it begins a paragraph.
fn dateline_below(lines: &[Line<'_>], tongue: &Tongue<'_>) -> Option<usize> {
    let first = lines.iter().position(|line| !line.is_blank())?;
    let sourced = |language, text| {
        recognise::dateline(text, language)
            .is_some_and(|(dateline, _)| dateline.source.is_some())
            .then_some(())
    };
    (first + 1..lines.len().min(first + 1 + SIGNED_LINES)).find(|at| {
        let text = lines[*at].trimmed();
        let head = &text.as_bytes()[..text.len().min(NARROW * 2)];
        !lines[*at - 1].is_blank()
            && memchr::memchr2(b')', b'/', head).is_some()
            && tongue.find(|language| sourced(language, text)).is_some()
    })
}

/// Which lines are never joined to their neighbours: of the first, bylines, orders, notes to editors; of the last, the
/// agency's name, end marks, copyright.
fn alone(lines: &[Line<'_>], tongue: &Tongue<'_>) -> Vec<bool> {
    let mut alone = vec![false; lines.len()];
    let blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(Line::is_blank);
    // Between blank lines a line stands alone anyway.
    let joined = |at: usize| !blank(at.checked_sub(1)) || !blank(Some(at + 1));
    let mut after_blank = true;
    let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(0);
    let wrapped = !lines.iter().take(FRONT_LINES).any(|line| line.text.len() > WIDEST);
    for (at, line) in lines.iter().enumerate().take(FRONT_LINES) {
        if line.is_blank() || !joined(at) {
            after_blank = line.is_blank();
            continue;
        }
        let text = line.trimmed();
        // Right below a headline that was not wrapped, `by` may be small.
        let below = at == first + 1 && (!wrapped || lines[first].text.len() < NARROW);
        let capital = below || !text.starts_with(char::is_lowercase);
        let after_alone = at.checked_sub(1).is_some_and(|before| alone[before]);
        alone[at] = text.len() < 400
            && (after_blank || capital || after_alone)
            && (tongue.find(|language| recognise::byline(text, language)).is_some()
                || recognise::notice(text, Language::ANY).is_some()
                || (text.starts_with('(') && text.ends_with(')'))
                || recognise::stamp(text, Language::ANY).is_some()
                || (at <= first + SIGNED_LINES && is_signed(text, tongue))
                || tongue.is(|language| recognise::is_note(text, language).is_some()));
        after_blank = false;
    }
    let last = lines.iter().enumerate().rev().filter(|(_, line)| !line.is_blank()).take(LAST_LINES);
    for (at, line) in last {
        let text = line.trimmed();
        if !joined(at) && text.len() < 100 {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| lines.get(at)).filter(|before| !before.is_blank());
        let goes_on = before.is_some_and(|before| {
            before.text.len() >= NARROW && !before.trimmed().ends_with(')') && !ends_sentence(before.text)
        });
        let closes = !goes_on
            && (crate::story::closes_story(text)
                || crate::story::is_small_end(text)
                || (before.is_none_or(|before| !before.trimmed().ends_with([',', ';']))
                    && text.starts_with('(') == text.ends_with(')')
                    && crate::story::is_credited(text))
                || recognise::is_note(text, Language::ANY).is_some());
        alone[at] |= closes;
        if !closes {
            break;
        }
    }
    alone
}

/// A run of lines without a blank one.
fn block<'t>(
    lines: &[Line<'t>],
    range: Range<usize>,
    (layout, alone): (Layout, &[bool]),
    units: &mut Vec<Unit<'t>>,
) {
    let block = &lines[range.clone()];
    let tabular = match block {
        [_] => 0,
        block => block.iter().filter(|line| is_tabular(line.text)).count(),
    };
    // A table right below paragraphs of one line each is no reason to take them for columns too.
    if tabular >= 2 && tabular < block.len() && block.iter().any(is_long) {
        for (columns, part) in parts(block, range.start) {
            match columns && part.len() >= 2 {
                true => units.push(preformatted(lines, part)),
                false => paragraphs(lines, part, (layout, alone), units),
            }
        }
        return;
    }
    if tabular * 2 > block.len() && tabular >= 2 {
        return units.push(preformatted(lines, range));
    }
    paragraphs(lines, range, (layout, alone), units);
}

/// A line that is a paragraph by itself.
fn is_long(line: &Line<'_>) -> bool {
    line.text.len() > WIDEST && !is_tabular(line.text)
}

/// Divides a block into runs of lines that are columns and runs that are not. A short line between columns is one of them.
fn parts(block: &[Line<'_>], start: usize) -> Vec<(bool, Range<usize>)> {
    let mut parts: Vec<(bool, Range<usize>)> = Vec::new();
    let mut after_columns = false;
    for (at, line) in block.iter().enumerate() {
        let next = block.get(at + 1).is_some_and(|next| is_tabular(next.text));
        let columns = is_tabular(line.text) || (after_columns && next && !is_long(line));
        after_columns = columns;
        match parts.last_mut() {
            Some((known, range)) if *known == columns => range.end = start + at + 1,
            _ => parts.push((columns, start + at..start + at + 1)),
        }
    }
    parts
}

/// The paragraphs, items and quotations of a run of lines.
fn paragraphs<'t>(
    lines: &[Line<'t>],
    range: Range<usize>,
    (layout, alone): (Layout, &[bool]),
    units: &mut Vec<Unit<'t>>,
) {
    let mut at = range.start;
    while at < range.end {
        let (kind, body) = marked(lines[at].trimmed());
        let mut end = at + 1;
        let stands = |at: usize| alone.get(at).copied().unwrap_or(false);
        while end < range.end
            && !stands(end - 1)
            && !stands(end)
            && continues(&lines[end - 1], &lines[end], kind, layout)
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

fn continues(line: &Line<'_>, next: &Line<'_>, kind: UnitKind, layout: Layout) -> bool {
    let (next_kind, _) = marked(next.trimmed());
    if is_heading(line.trimmed()) || is_heading(next.trimmed()) || is_address(next.trimmed()) {
        return false;
    }
    match kind {
        UnitKind::Item(_) => next_kind == UnitKind::Text && (next.indent() > 0 || layout.joins(line, next)),
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
        && text.contains('@')
        && !text.contains(char::is_whitespace)
        && !text.starts_with(['(', '<'])
}

/// `# Heading`.
fn is_heading(text: &str) -> bool {
    text.starts_with('#') && text.trim_start_matches('#').starts_with(' ')
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
            (UnitKind::Item(Mark::Bullet), recognise::trim(rest))
        }
        '-' | '–' if spaced && !rest.trim_start().starts_with(['-', '–']) => {
            (UnitKind::Item(Mark::Dash), recognise::trim(rest))
        }
        '>' if spaced => (UnitKind::Quoted, recognise::trim(rest)),
        '0'..='9' => numbered(text).unwrap_or((UnitKind::Text, text)),
        _ => (UnitKind::Text, text),
    }
}

fn numbered(text: &str) -> Option<(UnitKind, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u32 = text[..digits].parse().ok().filter(|_| digits <= 3)?;
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
        .then(|| (UnitKind::Item(Mark::Number(number)), recognise::trim(rest)))
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
    let letters = before.ends_with(char::is_alphabetic) && next.starts_with(char::is_alphabetic);
    let dashes = before.ends_with('-') && before.trim_end_matches('-').ends_with(char::is_alphanumeric);
    (letters && !JOINING.contains(&word)) || dashes
}

fn preformatted<'t>(lines: &[Line<'t>], range: Range<usize>) -> Unit<'t> {
    let text: Vec<&str> = lines[range.clone()].iter().map(|line| line.text.trim_end()).collect();
    Unit { lines: range, text: Cow::Owned(text.join("\n")), kind: UnitKind::Preformatted, apart: false }
}

/// Tables divided by blank lines are one.
fn merge_preformatted<'t>(lines: &[Line<'t>], units: &mut Vec<Unit<'t>>) {
    if !units.iter().any(|unit| unit.kind == UnitKind::Preformatted) {
        return;
    }
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
