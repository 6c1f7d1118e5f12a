//! A book under construction: its chapters and its files. An article makes a book of one chapter; an edition will make
//! one of many.

use copydesk_core::Direction;
use copydesk_html::Content;

use crate::accessibility::Access;

/// What the package document, the contents and the cover are made from.
pub(crate) struct Book<'a> {
    /// The title.
    pub(crate) title: &'a str,
    /// The language, as a BCP 47 tag.
    pub(crate) language: &'a str,
    /// The direction its pages turn in.
    pub(crate) direction: Direction,
    /// The unique id: `urn:uuid:…`.
    pub(crate) identifier: String,
    /// Its chapters, in order.
    pub(crate) chapters: Vec<Chapter>,
    /// Its pictures, sounds and films.
    pub(crate) files: Vec<MediaFile>,
    /// The place of the cover's picture in `files`.
    pub(crate) cover: Option<usize>,
    /// What is stamped on every page, where it must not be published.
    pub(crate) stamp: Option<&'a str>,
    /// What its media ask of a reader.
    pub(crate) access: Access,
}

/// A document of the book.
pub(crate) struct Chapter {
    /// Its file name.
    pub(crate) file: String,
    /// Its title.
    pub(crate) title: String,
    /// Its language, as a BCP 47 tag.
    pub(crate) language: String,
    /// The direction it runs in.
    pub(crate) direction: Direction,
    /// Its markup and headings.
    pub(crate) content: Content,
}

/// A picture, sound or film in the book.
pub(crate) struct MediaFile {
    /// Its file name.
    pub(crate) file: String,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}
