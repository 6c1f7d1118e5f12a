//! Safe XML in and out: decoding, limits, escaping.
//!
//! In: [`decode`] turns bytes into text, [`XmlReader`] gives elements and text one by one, without a tree. Nothing is
//! ever fetched; entities expand within [`Limits`](copydesk_core::Limits); errors name line, column and element.
//! [`Lines`] tells line and column of as many places as a report speaks of.
//!
//! Out: [`XmlWriter`] writes elements, attributes and text; [`escape_text`] and [`escape_attribute`] do the escaping
//! alone. Characters that XML 1.0 forbids (clause 2.2) are removed, and the writer says which.
//!
//! ```
//! use copydesk_xml::{Layout, XmlWriter};
//! let mut out = Vec::new();
//! let mut xml = XmlWriter::new(&mut out, Layout::Compact);
//! xml.start("p").attribute("class", "lede & more").text("1 < 2\u{1}").end();
//! assert_eq!(xml.take_removed(), ['\u{1}']);
//! assert_eq!(out, b"<p class=\"lede &amp; more\">1 &lt; 2</p>");
//! ```

mod decode;
mod escape;
mod lines;
mod names;
mod read;
mod write;

pub use decode::{Decoded, decode};
pub use lines::Lines;
pub use names::named_character;
pub use read::{Mend, Tag, Token, XmlReader};

pub use encoding_rs::Encoding;
pub use escape::{escape_attribute, escape_text, is_name, is_name_token, is_xml_char};
pub use write::{Layout, XmlWriter, encode, encoding_named};
