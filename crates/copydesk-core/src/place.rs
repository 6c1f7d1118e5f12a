//! Where in a source or in an article something is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a source, or a path in an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A position in the source, both counted from 1; the column counts characters.
    Source {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A path that resolves in the article's JSON: `body[3].caption[0].content`. Empty: the article.
    Path(String),
}

impl Place {
    /// The position of a byte offset in a text. Offsets past the end are the end.
    pub fn in_source(text: &[u8], offset: usize) -> Self {
        let before = &text[..offset.min(text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + before[line_start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        Self::Source {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// A path known in advance.
    pub fn path(path: impl Into<String>) -> Self {
        Self::Path(path.into())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source { line, column } => write!(f, "line {line}, column {column}"),
            Self::Path(path) if path.is_empty() => f.write_str("the article"),
            Self::Path(path) => f.write_str(path),
        }
    }
}

/// The way from the article to where a writer is, kept cheaply and spelled out only when it is asked for.
///
/// ```
/// use copydesk_core::{Place, Step, Trail};
/// let mut trail = Trail::default();
/// trail.enter(Step::Field("body"));
/// trail.enter(Step::Index(3));
/// assert_eq!(trail.place(), Place::path("body[3]"));
/// trail.leave();
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    steps: Vec<Step>,
}

/// One step on a [`Trail`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Into a field, by its name in JSON.
    Field(&'static str),
    /// Into an element of an array, counted from 0.
    Index(usize),
}

impl Trail {
    /// Takes a step down.
    pub fn enter(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Takes the last step back.
    pub fn leave(&mut self) {
        self.steps.pop();
    }

    /// How many steps from the article.
    pub fn depth(&self) -> usize {
        self.steps.len()
    }

    /// The place.
    pub fn place(&self) -> Place {
        Place::Path(self.to_string())
    }

    /// The place of a field here.
    pub fn field(&self, name: &str) -> Place {
        let mut path = self.to_string();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        Place::Path(path)
    }
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            match step {
                Step::Field(name) if index == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(at) => write!(f, "[{at}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        assert_eq!(Place::in_source("a\nčč!".as_bytes(), 6), Place::Source { line: 2, column: 3 });
        assert_eq!(Place::in_source(b"", 9), Place::Source { line: 1, column: 1 });
    }
}
