//! EPUB 3.3: the accessible book.
//!
//! [`EpubWriter`] writes one article as a book that EPUBCheck passes without a warning. What stands inside is the
//! markup of `copydesk-html` in its XHTML spelling; this crate adds the package around it.
#![doc = include_str!("../MAPPING.md")]

mod accessibility;
mod archive;
mod book;
mod cover;
mod metadata;
mod navigation;
mod package;
mod people;
mod pictures;
#[cfg(test)]
mod tests;
mod words;
mod write;

use copydesk_core::{Format, OptionInfo};

pub use write::EpubWriter;

/// The stylesheet of a book: no fixed colours or fonts, so that night mode and the reader's own fonts work.
pub const STYLESHEET: &str = include_str!("book.css");

/// EPUB.
pub static FORMAT: Format = Format {
    name: "epub",
    aliases: &[],
    title: "EPUB",
    extensions: &["epub"],
    media_type: "application/epub+zip",
    binary: true,
    finished: true,
    reader_options: &[],
    writer_options: &[
        OptionInfo {
            name: "alias",
            values: "a login and a name: `jdoe=Jane Doe`",
            default: "none",
            about: "name the person behind a login in a byline; may be given several times",
        },
        OptionInfo {
            name: "cover",
            values: "the path of a picture beside the article",
            default: "none",
            about: "the cover's picture; without one the cover is drawn from the headline",
        },
        OptionInfo {
            name: "stylesheet",
            values: "CSS",
            default: "one without fixed colours or fonts",
            about: "the stylesheet of the book",
        },
    ],
};
