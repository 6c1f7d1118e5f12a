//! One error for the whole workspace: there is no output.

use std::error::Error as StdError;
use std::fmt;

use crate::Place;

/// Why there is no output.
///
/// Displays as one lower-case clause that does not repeat its source: `malformed nitf at line 3, column 7: …`.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    format: Option<&'static str>,
    place: Option<Place>,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The input is broken.
    Malformed,
    /// The input, or what is asked, is sound, and this program cannot do it.
    Unsupported,
    /// A [limit](crate::Limits) was reached.
    Limit,
    /// A file, a font or a picture could not be had.
    Resource,
    /// An option has a value it cannot have.
    Usage,
    /// This program is at fault.
    Internal,
}

impl Error {
    /// An error without a place.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, format: None, place: None, message: message.into(), source: None }
    }

    /// Names the format that was read or written.
    #[must_use]
    pub fn in_format(mut self, format: &'static str) -> Self {
        self.format = Some(format);
        self
    }

    /// Names the place in the input or the article.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Names what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whose fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The place, if known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What is wrong, without kind, format and place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ErrorKind::Malformed => "malformed",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::Limit => "limit reached",
            ErrorKind::Resource => "not available",
            ErrorKind::Usage => "bad option",
            ErrorKind::Internal => "internal error",
        };
        f.write_str(what)?;
        if let Some(format) = self.format {
            write!(f, " in {format}")?;
        }
        if let Some(place) = &self.place {
            write!(f, " at {place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
