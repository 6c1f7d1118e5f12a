//! Where the words of a source went: each into the article, into an extra, into the report, or nowhere.

mod article;
mod places;
mod source;
mod words;

use std::fmt;

use copydesk_core::{Article, Converted, Error, Place};
use copydesk_xml::{Lines, decode};

use places::Places;
use source::source_texts;

/// What became of the words of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// How many words and values the source has.
    pub words: usize,
    /// Found only in extras: what the model has no field for.
    pub in_extras: Vec<Piece>,
    /// Found only in the report.
    pub reported: Vec<Piece>,
    /// Found nowhere. There should be none.
    pub gone: Vec<Piece>,
}

/// Words of a source, and where they stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The element, or `element@attribute`.
    pub element: String,
    /// Where it begins.
    pub at: Place,
    /// The words.
    pub words: String,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of `{}` at {}", self.words, self.element, self.at)
    }
}

/// Accounts for the words of a source: the text of each element and the values of its attributes, read once more and
/// independently of the reader, are looked for in the part of the articles where their role says, then in extras, then
/// in the report.
///
/// A source that is not well-formed is read leniently.
///
/// # Errors
/// The source is no XML at all.
pub fn account(source: &[u8], read: &[Converted<Article>]) -> Result<Account, Error> {
    let decoded = decode(source);
    let mut places = Places::of(read);
    let mut lines = Lines::new(&decoded.text);
    let mut account = Account::default();
    for text in source_texts(&decoded.text)? {
        places.look(&text, &mut account, || lines.place(text.at));
    }
    Ok(account)
}
