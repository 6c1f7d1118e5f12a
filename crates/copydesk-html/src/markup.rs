//! Markup as text: tags, attributes and escaped text, in HTML or XHTML spelling.

use std::ops::Range;

/// Which of the two spellings of one language is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Syntax {
    /// HTML: `<br>`, `lang`.
    #[default]
    Html,
    /// XHTML, as EPUB asks for it: `<br/>`, `lang` and `xml:lang`, `epub:type`.
    Xhtml,
}

/// Text under construction. A start tag stays open for attributes until something follows it.
#[derive(Debug, Clone, Default)]
pub struct Markup {
    text: String,
    syntax: Syntax,
    open: bool,
    forbidden: Vec<char>,
}

/// What a byte asks for: nothing, an entity, or a closer look at the character it begins.
const PLAIN: u8 = 0;
const ENTITY: u8 = 1;
const LOOK: u8 = 2;

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'&' | b'<' | b'>' | b'"' | b'\t' | b'\n' => ENTITY,
            // C0 and DEL; the lead bytes of C1 controls and of noncharacters.
            0..=0x1F | 0x7F | 0xC2 | 0xEF | 0xF0..=0xF4 => LOOK,
            _ => PLAIN,
        };
        byte += 1;
    }
    classes
}

/// How many bytes are looked at together.
const STRETCH: usize = 32;

/// Whether no byte asks for anything. No branch leaves the loop, so that the compiler takes many bytes at once.
fn is_plain(bytes: &[u8; STRETCH]) -> bool {
    !bytes.iter().fold(false, |found, byte| found | asks(*byte))
}

/// Whether a byte asks for something, as [`CLASSES`] has it.
fn asks(byte: u8) -> bool {
    (byte < b' ')
        | (byte == b'"')
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == 0x7F)
        | (byte == 0xC2)
        | (byte >= 0xEF)
}

impl Markup {
    /// Nothing yet.
    pub fn new(syntax: Syntax) -> Self {
        Self::with_capacity(syntax, 8 * 1024)
    }

    /// Nothing yet, with room for so many bytes.
    pub fn with_capacity(syntax: Syntax, bytes: usize) -> Self {
        Self::in_room(syntax, String::new(), bytes)
    }

    /// Nothing yet, in the room of a text that is used again, with room for so many bytes.
    pub(crate) fn in_room(syntax: Syntax, mut text: String, bytes: usize) -> Self {
        text.clear();
        text.reserve(bytes);
        Self { text, syntax, open: false, forbidden: Vec::new() }
    }

    /// The spelling.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Begins an element.
    pub fn start(&mut self, name: &str) -> &mut Self {
        self.settle();
        self.text.push('<');
        self.text.push_str(name);
        self.open = true;
        self
    }

    /// Adds an attribute to the element just begun.
    pub fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        debug_assert!(self.open, "an attribute follows a start tag");
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        self.push_escaped(value, true);
        self.text.push('"');
        self
    }

    /// Adds an attribute that only XHTML has: `epub:type`.
    pub fn xhtml_attribute(&mut self, name: &str, value: &str) -> &mut Self {
        if self.syntax == Syntax::Xhtml {
            self.attribute(name, value);
        }
        self
    }

    /// Adds an attribute that only the HTML page needs: `tabindex`.
    pub fn html_attribute(&mut self, name: &str, value: &str) -> &mut Self {
        if self.syntax == Syntax::Html {
            self.attribute(name, value);
        }
        self
    }

    /// Ends an element.
    pub fn end(&mut self, name: &str) -> &mut Self {
        self.settle();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self
    }

    /// Ends an element that never holds anything: `br`, `img`, `meta`.
    pub fn end_void(&mut self) -> &mut Self {
        self.text.push_str(if self.syntax == Syntax::Xhtml { "/>" } else { ">" });
        self.open = false;
        self
    }

    /// Adds text, escaped. Characters that neither HTML nor XML can hold are left out and noted.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.settle();
        self.push_escaped(text, false);
        self
    }

    /// Adds a line end, for people who read the source.
    pub fn line(&mut self) -> &mut Self {
        self.settle();
        self.text.push('\n');
        self
    }

    /// Adds markup as it is.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.settle();
        self.text.push_str(markup);
        self
    }

    /// The characters left out since this was last asked.
    pub fn take_forbidden(&mut self) -> Vec<char> {
        std::mem::take(&mut self.forbidden)
    }

    /// Whether any character was left out.
    pub fn has_forbidden(&self) -> bool {
        !self.forbidden.is_empty()
    }

    /// How much there is, in bytes.
    pub fn length(&mut self) -> usize {
        self.settle();
        self.text.len()
    }

    /// Takes away what was written since the text was `length` bytes long.
    pub fn split_off(&mut self, length: usize) -> String {
        self.settle();
        self.text.split_off(length)
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        self.settle();
        self.text
    }

    fn settle(&mut self) {
        if self.open {
            self.text.push('>');
            self.open = false;
        }
    }

    fn push_escaped(&mut self, text: &str, in_attribute: bool) {
        let mut copied = 0;
        let mut at = 0;
        let bytes = text.as_bytes();
        while at < bytes.len() {
            if bytes[at..].first_chunk().is_some_and(is_plain) {
                at += STRETCH;
                continue;
            }
            let end = bytes.len().min(at + STRETCH);
            at = self.push_stretch(text, at..end, &mut copied, in_attribute);
        }
        self.text.push_str(&text[copied..]);
    }

    /// Escapes what begins in a stretch of a text that is written up to `copied`, and gives the place behind it.
    fn push_stretch(
        &mut self,
        text: &str,
        stretch: Range<usize>,
        copied: &mut usize,
        in_attribute: bool,
    ) -> usize {
        let bytes = text.as_bytes();
        let mut at = stretch.start;
        while at < stretch.end {
            let class = CLASSES[usize::from(bytes[at])];
            if class == PLAIN {
                at += 1;
                continue;
            }
            let (length, entity) = if class == ENTITY {
                (1, entity(bytes[at], in_attribute))
            } else {
                let c = text[at..].chars().next().unwrap_or('\0');
                (c.len_utf8(), self.judge(c))
            };
            if let Some(entity) = entity {
                self.text.push_str(&text[*copied..at]);
                self.text.push_str(entity);
                *copied = at + length;
            }
            at += length;
        }
        at
    }

    /// What stands for a character that may not be written as it is; `None`: it may.
    fn judge(&mut self, c: char) -> Option<&'static str> {
        match c {
            '\r' => Some("\n"),
            _ if is_forbidden(c) => {
                self.forbidden.push(c);
                Some("")
            }
            _ => None,
        }
    }
}

fn entity(byte: u8, in_attribute: bool) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' if in_attribute => Some("&quot;"),
        b'\n' if in_attribute => Some("&#10;"),
        b'\t' if in_attribute => Some("&#9;"),
        _ => None,
    }
}

/// Whether a text holds anything that HTML or XML forbids.
pub(crate) fn has_forbidden(text: &str) -> bool {
    let (stretches, rest) = text.as_bytes().as_chunks();
    let asks = !stretches.iter().all(is_plain) || rest.iter().any(|byte| asks(*byte));
    asks && text.chars().any(is_forbidden)
}

/// Whether HTML or XML forbids a character: controls and noncharacters (HTML, 13.2.3.5; XML 1.0, 2.2).
pub fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0..=0x08 | 0x0B..=0x1F | 0x7F..=0x9F | 0xFDD0..=0xFDEF) && c != '\r'
        || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut markup = Markup::new(Syntax::Html);
        markup.start("p").attribute("title", "a \"b\" <c>\n").text("1 < 2 & \"x\"").end("p");
        assert_eq!(markup.finish(), "<p title=\"a &quot;b&quot; &lt;c&gt;&#10;\">1 &lt; 2 &amp; \"x\"</p>");
    }

    #[test]
    fn each_byte_is_plain_or_not_alone_and_among_many() {
        for byte in 0..=0xF4 {
            let mut among = [b'a'; STRETCH];
            among[20] = byte;
            assert_eq!(is_plain(&among), CLASSES[usize::from(byte)] == PLAIN, "{byte:#x}");
        }
        let long = format!("{0}<{0}é\u{85}{0}&", "a".repeat(31));
        let mut markup = Markup::new(Syntax::Html);
        markup.text(&long);
        assert_eq!(markup.finish(), format!("{0}&lt;{0}é{0}&amp;", "a".repeat(31)));
    }

    #[test]
    fn void_elements_follow_the_syntax() {
        let mut html = Markup::new(Syntax::Html);
        html.start("br").end_void().start("i").xhtml_attribute("epub:type", "x").text("a").end("i");
        assert_eq!(html.finish(), "<br><i>a</i>");
        let mut xhtml = Markup::new(Syntax::Xhtml);
        xhtml.start("br").end_void().start("i").xhtml_attribute("epub:type", "x").text("a").end("i");
        assert_eq!(xhtml.finish(), "<br/><i epub:type=\"x\">a</i>");
    }

    #[test]
    fn forbidden_characters_are_left_out_and_noted() {
        let mut markup = Markup::new(Syntax::Xhtml);
        markup.text("a\u{1}b\u{85}c\u{FFFE}d\u{1FFFF}e\u{A0}é😀\r\n");
        assert_eq!(markup.take_forbidden(), ['\u{1}', '\u{85}', '\u{FFFE}', '\u{1FFFF}']);
        assert_eq!(markup.finish(), "abcde\u{A0}é😀\n\n");
    }
}
