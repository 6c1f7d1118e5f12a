//! Counting lines and columns once, however many errors there are.

use copydesk_core::Place;

/// A position that moves forward through the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    offset: usize,
    line: u32,
    column: u32,
}

impl Position {
    /// The beginning.
    pub(crate) fn start() -> Self {
        Self { offset: 0, line: 1, column: 1 }
    }

    /// Moves on to `offset`. Never moves back.
    pub(crate) fn advance(&mut self, input: &[u8], offset: usize) {
        let offset = offset.min(input.len());
        for byte in input.get(self.offset..offset).unwrap_or_default() {
            if *byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if *byte & 0xC0 != 0x80 {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = self.offset.max(offset);
    }

    /// The place of an offset at or behind this one.
    pub(crate) fn place_of(mut self, input: &[u8], offset: usize) -> Place {
        self.advance(input, offset);
        Place::Source { line: self.line, column: self.column }
    }
}
