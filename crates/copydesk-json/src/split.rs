//! Where each article of an input begins and ends, and how deep it nests: one pass, no recursion, before anything is
//! parsed.

use std::ops::Range;

/// The articles of an input, one by one.
#[derive(Debug)]
pub(crate) struct Documents<'a> {
    input: &'a [u8],
    at: usize,
    level: Level,
    lines: bool,
}

/// One article, still unparsed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// How deep its objects and arrays nest.
    pub(crate) depth: usize,
}

/// The input cannot be divided any further.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SplitError {
    /// Where.
    pub(crate) offset: usize,
    /// What is wrong.
    pub(crate) message: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Level {
    Top,
    ArrayStart,
    ArrayNext,
    Done,
}

impl<'a> Documents<'a> {
    /// Divides the input from `start` on.
    pub(crate) fn new(input: &'a [u8], start: usize) -> Self {
        Self { input, at: start, level: Level::Top, lines: is_lines(&input[start..]) }
    }

    fn byte(&self) -> Option<u8> {
        self.input.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        // A record separator may stand before each text (RFC 7464).
        while self.byte().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x1E)) {
            self.at += 1;
        }
    }

    fn fail(&mut self, message: &'static str) -> Option<Result<Document, SplitError>> {
        self.level = Level::Done;
        Some(Err(SplitError { offset: self.at, message }))
    }

    /// The value that begins here. A value that is not closed ends with the input or, in JSON Lines, its line.
    fn document(&mut self) -> Option<Result<Document, SplitError>> {
        let start = self.at;
        let (mut depth, mut deepest) = (0_usize, 0_usize);
        while let Some(byte) = self.byte() {
            self.at += 1;
            match byte {
                b'{' | b'[' => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => self.skip_string(),
                b'\n' if self.lines && self.byte() == Some(b'{') => depth = 0,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        Some(Ok(Document { range: start..self.at, depth: deepest }))
    }

    fn skip_string(&mut self) {
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.at += 2,
                b'\n' if self.lines => return,
                _ => self.at += 1,
            }
        }
        self.at = self.input.len();
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, SplitError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.skip_space();
            match (self.level, self.byte()) {
                (Level::Done, _) | (Level::Top, None) => return None,
                (Level::Top, Some(b'[')) => {
                    self.at += 1;
                    self.level = Level::ArrayStart;
                }
                (Level::Top, Some(b'{')) => return self.document(),
                (Level::Top, Some(_)) => return self.fail("expected an article, which begins with `{`"),
                (Level::ArrayStart | Level::ArrayNext, None) => {
                    return self.fail("the array is not closed; it ends with `]`");
                }
                (Level::ArrayStart | Level::ArrayNext, Some(b']')) => {
                    self.at += 1;
                    self.level = Level::Top;
                }
                (Level::ArrayNext, Some(b',')) => {
                    self.at += 1;
                    self.skip_space();
                    if self.byte() != Some(b'{') {
                        return self.fail("expected an article after the comma");
                    }
                    return self.document();
                }
                (Level::ArrayNext, Some(_)) => {
                    return self.fail("expected a comma or the array's end after an article");
                }
                (Level::ArrayStart, Some(b'{')) => {
                    self.level = Level::ArrayNext;
                    return self.document();
                }
                (Level::ArrayStart, Some(_)) => {
                    return self.fail("expected an article, which begins with `{`");
                }
            }
        }
    }
}

/// Whether each line is an article: then a broken line does not swallow the next.
fn is_lines(input: &[u8]) -> bool {
    let mut lines =
        input.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    first.starts_with(b"{") && second.starts_with(b"{") && !first.ends_with(b"[") && !first.ends_with(b",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(input: &str) -> Vec<Result<&str, &'static str>> {
        Documents::new(input.as_bytes(), 0)
            .map(|piece| piece.map(|document| &input[document.range]).map_err(|error| error.message))
            .collect()
    }

    #[test]
    fn arrays_and_documents_in_a_row_are_divided() {
        assert_eq!(
            pieces(r#"[{"a":"]}"}, {"b":{}}] {"c":"\"}"}"#),
            [Ok(r#"{"a":"]}"}"#), Ok(r#"{"b":{}}"#), Ok(r#"{"c":"\"}"}"#)]
        );
        assert_eq!(pieces(" \n"), []);
        assert_eq!(pieces("[]"), []);
    }

    #[test]
    fn a_broken_line_does_not_swallow_the_next() {
        assert_eq!(
            pieces("{\"a\":1}\n{\"b\":\"\n{\"c\":3}\n"),
            [Ok("{\"a\":1}"), Ok("{\"b\":\"\n"), Ok("{\"c\":3}")]
        );
    }

    #[test]
    fn what_cannot_be_divided_is_an_error_once() {
        for input in ["hello", "[{},", "[{} {}]", "[1]", "[{}", "{} x"] {
            let found = pieces(input);
            assert!(found.last().is_some_and(Result::is_err), "{input}: {found:?}");
            assert_eq!(found.iter().filter(|piece| piece.is_err()).count(), 1, "{input}");
        }
    }

    #[test]
    fn depth_is_counted_without_recursion() {
        let deep = format!("{}{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
        let found: Vec<_> = Documents::new(deep.as_bytes(), 0).collect();
        assert_eq!(found, [Ok(Document { range: 0..deep.len(), depth: 10_000 })]);
    }
}
