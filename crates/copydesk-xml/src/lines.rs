//! Lines and columns of many places in one text.

use copydesk_core::Place;

/// Bytes between two places that are remembered.
const STEP: usize = 4096;

/// Finds the line and column of bytes of a text. Few bytes are counted twice, however many places are asked for, in
/// whatever order, and however long the lines are.
///
/// ```
/// use copydesk_core::Place;
/// let mut lines = copydesk_xml::Lines::new("é\nab");
/// assert_eq!(lines.place(4), Place::Source { line: 2, column: 2 });
/// ```
pub struct Lines<'t> {
    text: &'t str,
    /// Line and column of byte 0, of byte [`STEP`], and so on, as far as they were needed.
    known: Vec<(u32, u32)>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, known: vec![(1, 1)] }
    }

    /// The line and column of a byte; past the end, of the end.
    pub fn place(&mut self, at: usize) -> Place {
        let bytes = self.text.as_bytes();
        let at = at.min(bytes.len());
        let step = at / STEP;
        while self.known.len() <= step {
            let (last, from) = (self.known[self.known.len() - 1], (self.known.len() - 1) * STEP);
            self.known.push(further(last, &bytes[from..from + STEP]));
        }
        let (line, column) = further(self.known[step], &bytes[step * STEP..at]);
        Place::Source { line, column }
    }
}

/// The line and column after some bytes.
fn further((line, column): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let characters = |bytes: &[u8]| count(bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count());
    match memchr::memrchr(b'\n', bytes) {
        None => (line, column.saturating_add(characters(bytes))),
        Some(last) => {
            let feeds = count(memchr::memchr_iter(b'\n', bytes).count());
            (line.saturating_add(feeds), characters(&bytes[last + 1..]).saturating_add(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_count_from_the_start() {
        let text = "Zürich\n, “ and more on a line, \n\n".repeat(700);
        let mut lines = Lines::new(&text);
        let ends = (0..=text.len()).rev().filter(|at| text.is_char_boundary(*at));
        for at in ends.step_by(97).chain([0, STEP - 1, STEP, STEP + 1, text.len(), text.len() + 9]) {
            assert_eq!(lines.place(at), Place::in_source(text.as_bytes(), at), "{at}");
        }
    }
}
