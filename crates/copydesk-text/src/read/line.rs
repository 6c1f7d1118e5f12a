//! The lines of a text, and where they stand.

use std::ops::Range;

use copydesk_core::Place;
use copydesk_lines as recognise;

/// One line, without its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// Its text, with the spaces at both ends.
    pub(crate) text: &'t str,
    /// Without them: it is asked for again and again.
    trimmed: &'t str,
    /// Where it begins in the decoded source, in bytes.
    pub(crate) start: usize,
    /// How long it is in the decoded source, in bytes.
    pub(crate) length: usize,
    /// Its number, from 1.
    pub(crate) number: u32,
}

impl<'t> Line<'t> {
    fn new(text: &'t str, start: usize, length: usize, number: u32) -> Self {
        Self { text, trimmed: recognise::trim(text), start, length, number }
    }

    #[inline]
    pub(crate) fn is_blank(&self) -> bool {
        self.trimmed.is_empty()
    }

    /// The text without the spaces at both ends. No-break spaces are kept inside, not at the ends of a line.
    #[inline]
    pub(crate) fn trimmed(&self) -> &'t str {
        self.trimmed
    }

    /// The text without the spaces at its end.
    #[inline]
    pub(crate) fn indented(&self) -> &'t str {
        if self.trimmed.len() == self.text.len() { self.text } else { self.text.trim_end() }
    }

    /// How far it is indented, in columns; a tab is eight.
    #[inline]
    pub(crate) fn indent(&self) -> usize {
        if self.trimmed.len() == self.text.len() { 0 } else { self.columns_before() }
    }

    fn columns_before(&self) -> usize {
        let mut columns = 0;
        for c in self.text.chars() {
            match c {
                ' ' | '\u{a0}' => columns += 1,
                '\t' => columns = (columns / 8 + 1) * 8,
                _ => break,
            }
        }
        columns
    }

    /// What stands from the byte `at` on.
    pub(crate) fn after(&self, at: usize) -> Self {
        Self::new(&self.text[at..], self.start + at, self.length - at, self.number)
    }

    /// What stands before the byte `at`.
    pub(crate) fn before(&self, at: usize) -> Self {
        Self::new(&self.text[..at], self.start, at, self.number)
    }

    /// The same line, with what its codes stand for.
    pub(crate) fn with_text<'u>(&self, text: &'u str) -> Line<'u> {
        Line::new(text, self.start, self.length, self.number)
    }

    /// Its bytes in the source.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.length
    }

    /// The position of the byte `offset` of its text.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let column = 1 + self.text[..offset].chars().count();
        Place::Source { line: self.number, column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}

/// Divides a text into lines at LF, CR LF and CR.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    // Nearly no text has a carriage return; one sign is found sooner than two.
    let returns = memchr::memchr(b'\r', bytes).is_some();
    let end_in =
        |bytes| if returns { memchr::memchr2(b'\n', b'\r', bytes) } else { memchr::memchr(b'\n', bytes) };
    let mut lines = Vec::with_capacity(8 + text.len() / 100);
    let mut start = 0;
    let mut number = 1;
    while let Some(first) = bytes.get(start) {
        // Half of all lines are blank.
        let blank = matches!(first, b'\n' | b'\r');
        let end = if blank { Some(0) } else { end_in(&bytes[start..]) };
        let length = end.unwrap_or(bytes.len() - start);
        lines.push(Line::new(&text[start..start + length], start, length, number));
        number += 1;
        let end = start + length;
        let pair = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
        start += length + if pair { 2 } else { 1 };
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end() {
        let found: Vec<_> = lines("a\r\nb\n\rc\rd").iter().map(|line| (line.text, line.start)).collect();
        assert_eq!(found, [("a", 0), ("b", 3), ("", 5), ("c", 6), ("d", 8)]);
        assert_eq!(lines("é x")[0].place(3), Place::Source { line: 1, column: 3 });
    }
}
