//! A small writer of escaped XML.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::escape::{escape_attribute, escape_text, is_xml_char};

/// Whether elements stand on lines of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// No white space but that of the text.
    #[default]
    Compact,
    /// Each element on its own line, two spaces further in than the one around it, except where text stands beside
    /// elements or [`start_mixed`](XmlWriter::start_mixed) says it may.
    Pretty,
}

/// Writes XML into a buffer of UTF-8: elements, attributes and text, escaped.
///
/// Names are trusted: they come from a format's own tables or have been checked with [`is_name`](crate::is_name).
/// Everything else is escaped; characters that XML forbids are left out and kept for
/// [`take_removed`](Self::take_removed).
pub struct XmlWriter<'o> {
    out: &'o mut Vec<u8>,
    layout: Layout,
    open: Vec<Open>,
    /// The last start tag still lacks its `>`.
    in_tag: bool,
    removed: Vec<char>,
}

/// An element that is not closed yet.
struct Open {
    /// Where its name stands in the output.
    name: Range<usize>,
    /// White space counts in it.
    mixed: bool,
    /// Something stands in it.
    filled: bool,
}

impl<'o> XmlWriter<'o> {
    /// A writer that appends to `out`.
    pub fn new(out: &'o mut Vec<u8>, layout: Layout) -> Self {
        Self { out, layout, open: Vec::new(), in_tag: false, removed: Vec::new() }
    }

    /// Writes the XML declaration, naming the encoding the text will be in.
    pub fn declaration(&mut self, encoding: &str) -> &mut Self {
        self.out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"");
        self.out.extend_from_slice(encoding.as_bytes());
        self.out.extend_from_slice(b"\"?>\n");
        self
    }

    /// Writes markup as it stands: a document type, a part that is known to be sound.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.close_tag();
        self.out.extend_from_slice(markup.as_bytes());
        self
    }

    /// Starts an element.
    pub fn start(&mut self, name: &str) -> &mut Self {
        self.open(name, false)
    }

    /// Starts an element in which white space counts: nothing in it is put on a line of its own.
    pub fn start_mixed(&mut self, name: &str) -> &mut Self {
        self.open(name, true)
    }

    /// Writes an attribute of the element just started.
    pub fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        debug_assert!(self.in_tag, "an attribute follows a start tag");
        self.out.push(b' ');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        if escape_attribute(value, self.out) {
            self.note_removed(value);
        }
        self.out.push(b'"');
        self
    }

    /// Writes an attribute if there is a value for it.
    pub fn attribute_if(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.attribute(name, value);
        }
        self
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        self.close_tag();
        if let Some(open) = self.open.last_mut() {
            open.mixed = true;
            open.filled = true;
        }
        if escape_text(text, self.out) {
            self.note_removed(text);
        }
        self
    }

    /// Ends the element that was started last.
    pub fn end(&mut self) -> &mut Self {
        let Some(Open { name, mixed, filled }) = self.open.pop() else { return self };
        if self.in_tag {
            self.in_tag = false;
            self.out.extend_from_slice(b"/>");
        } else {
            if filled && !mixed && !self.is_mixed() {
                self.line();
            }
            self.out.extend_from_slice(b"</");
            self.out.extend_from_within(name);
            self.out.push(b'>');
        }
        if self.open.is_empty() && self.layout == Layout::Pretty {
            self.out.push(b'\n');
        }
        self
    }

    /// Ends the element that was started last, with an end tag even if nothing stands in it.
    pub fn end_with_tag(&mut self) -> &mut Self {
        self.close_tag();
        self.end()
    }

    /// Writes an element that holds nothing but text.
    pub fn element(&mut self, name: &str, text: &str) -> &mut Self {
        self.start_mixed(name).text(text).end()
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The characters that were left out since this was asked last, in order.
    pub fn take_removed(&mut self) -> Vec<char> {
        std::mem::take(&mut self.removed)
    }

    fn open(&mut self, name: &str, mixed: bool) -> &mut Self {
        self.close_tag();
        if !self.is_mixed() && !self.open.is_empty() {
            self.line();
        }
        if let Some(parent) = self.open.last_mut() {
            parent.filled = true;
        }
        self.out.push(b'<');
        let start = self.out.len();
        self.out.extend_from_slice(name.as_bytes());
        let mixed = mixed || self.is_mixed();
        self.open.push(Open { name: start..self.out.len(), mixed, filled: false });
        self.in_tag = true;
        self
    }

    fn is_mixed(&self) -> bool {
        self.open.last().is_some_and(|open| open.mixed)
    }

    fn close_tag(&mut self) {
        if self.in_tag {
            self.in_tag = false;
            self.out.push(b'>');
        }
    }

    fn line(&mut self) {
        if self.layout == Layout::Pretty {
            self.out.push(b'\n');
            self.out.resize(self.out.len() + 2 * self.open.len(), b' ');
        }
    }

    fn note_removed(&mut self, text: &str) {
        self.removed.extend(text.chars().filter(|c| !is_xml_char(*c)));
    }
}

/// The encoding a label names, where a document may be written in it: `utf-8`, `utf-16le`, `iso-8859-1`.
pub fn encoding_named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// A document written as UTF-8, from byte `start` of `out` on, put into another encoding. Characters the encoding
/// lacks become character references, UTF-16 gets a byte order mark.
pub fn encode(out: &mut Vec<u8>, start: usize, encoding: &'static Encoding) {
    if encoding == UTF_8 {
        return;
    }
    let text = String::from_utf8_lossy(&out[start..]).into_owned();
    out.truncate(start);
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let big = encoding == UTF_16BE;
        for unit in std::iter::once(0xFEFF).chain(text.encode_utf16()) {
            out.extend_from_slice(&if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
    } else {
        out.extend_from_slice(&encoding.encode(&text).0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(layout: Layout, write: impl Fn(&mut XmlWriter<'_>)) -> String {
        let mut out = Vec::new();
        write(&mut XmlWriter::new(&mut out, layout));
        String::from_utf8(out).unwrap()
    }

    fn sample(xml: &mut XmlWriter<'_>) {
        xml.start("a").start_mixed("p").start("em").text("x").end().start("br").end().end();
        xml.start("ul").start("li").end_with_tag().end().end();
    }

    #[test]
    fn pretty_leaves_mixed_content_alone() {
        assert_eq!(
            written(Layout::Pretty, sample),
            "<a>\n  <p><em>x</em><br/></p>\n  <ul>\n    <li></li>\n  </ul>\n</a>\n"
        );
        assert_eq!(written(Layout::Compact, sample), "<a><p><em>x</em><br/></p><ul><li></li></ul></a>");
    }

    #[test]
    fn other_encodings_use_references() {
        let mut out = b"head".to_vec();
        out.extend_from_slice("é–…日".as_bytes());
        encode(&mut out, 4, encoding_rs::WINDOWS_1252);
        assert_eq!(out, b"head\xE9\x96\x85&#26085;");
        let mut out = "é".as_bytes().to_vec();
        encode(&mut out, 0, UTF_16BE);
        assert_eq!(out, [0xFE, 0xFF, 0x00, 0xE9]);
    }
}
