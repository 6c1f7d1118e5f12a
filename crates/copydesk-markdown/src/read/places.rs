//! Places in a source, asked for in order.

use copydesk_core::Place;

/// Turns offsets into lines and columns. Going forward costs no more than the way from the last one.
pub(super) struct Places<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0, line: 1, column: 1 }
    }

    pub(super) fn at(&mut self, offset: usize) -> Place {
        if offset < self.offset {
            return Place::Source { line: self.line, column: self.column };
        }
        for byte in &self.text.as_bytes()[self.offset..offset.min(self.text.len())] {
            if *byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if byte & 0xC0 != 0x80 {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = offset.min(self.text.len());
        Place::Source { line: self.line, column: self.column }
    }
}
