//! Safe XML in and out: decoding, limits, escaping.
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

mod escape;
mod write;

pub use encoding_rs::Encoding;
pub use escape::{escape_attribute, escape_text, is_name, is_name_token, is_xml_char};
pub use write::{Layout, XmlWriter, encode, encoding_named};
