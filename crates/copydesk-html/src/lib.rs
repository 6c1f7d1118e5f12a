//! One self-contained, accessible HTML page; EPUB's XHTML from the same code.
//!
//! [`HtmlWriter`] writes the page. [`write_article`] writes the `article` element alone, in HTML or XHTML spelling,
//! for whoever puts it into something else.
#![doc = include_str!("../MAPPING.md")]

mod back;
mod block;
mod front;
mod ids;
mod images;
mod inline;
mod json_ld;
mod language;
mod links;
mod markup;
mod media;
mod page;
mod scribe;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod words;
mod write;

use copydesk_core::{Format, OptionInfo};

pub use back::copyright_line;
pub use front::stamp_line;
pub use json_ld::{publisher, report_withheld_and_extras};
pub use language::{direction, direction_of, is_valid as is_valid_language};
pub use links::{Address, address};
pub use markup::{Markup, Syntax, is_forbidden};
pub use media::{
    EmbeddedMedia, LinkedMedia, MediaStore, PlacedMedia, media_type, rendition_place, report_missing, sniffed,
};
pub use page::{description, is_mining, language_of};
pub use scribe::{Beside, Content, Heading, RelativeLinks, Setting, check_nesting, write_article};
pub use template::Template;
pub use write::{Extent, HtmlWriter, Images};

/// The quiet stylesheet a page has if it is given no other.
pub const STYLESHEET: &str = include_str!("article.css");

/// HTML.
pub static FORMAT: Format = Format {
    name: "html",
    aliases: &["htm"],
    title: "HTML",
    extensions: &["html", "htm"],
    media_type: "text/html",
    binary: false,
    finished: true,
    reader_options: &[],
    writer_options: &[
        OptionInfo {
            name: "extent",
            values: "`page` or `fragment`",
            default: "page",
            about: "write a whole page, or the article element alone",
        },
        OptionInfo {
            name: "stylesheet",
            values: "CSS, or nothing for none",
            default: "a quiet one",
            about: "the stylesheet in the page",
        },
        OptionInfo {
            name: "template",
            values: "a minijinja template",
            default: "none",
            about: "fill this template in place of the page",
        },
        OptionInfo {
            name: "images",
            values: "`linked` or `embedded`",
            default: "linked",
            about: "link to pictures, or put them into the page",
        },
        OptionInfo {
            name: "alias",
            values: "a login and a name: `jdoe=Jane Doe`",
            default: "none",
            about: "name the person behind a login in a byline; may be given several times",
        },
    ],
};
