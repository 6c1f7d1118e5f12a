//! A stream of elements and text: no tree, nothing fetched, every entity bounded.

mod attributes;
mod entities;
mod events;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use copydesk_core::{Error, ErrorKind, Limit, Limits, Place};
use quick_xml::Reader;

use entities::is_reference;
use events::{Event, Kind, behind_marks, quick_reader};

/// How many elements may be open at once, for each level that blocks may nest: what the model calls one level is up to
/// three elements in XML.
const ELEMENTS_A_LEVEL: usize = 3;

/// One piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Token<'t> {
    /// A start tag; an empty element is a start and an end.
    Start(Tag<'t>),
    /// The end of the element that was started last.
    End,
    /// Text, its references resolved. Text with references or CDATA in it comes in one piece.
    Text(Cow<'t, str>),
    /// A comment.
    Comment(&'t str),
    /// The end of the document.
    Done,
}

/// A start tag.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tag<'t> {
    /// The name as written, with its prefix.
    pub name: &'t str,
    /// The attributes, in order, with their prefixes; values resolved.
    pub attributes: Vec<(&'t str, Cow<'t, str>)>,
    /// Where the tag begins, in bytes of the text.
    pub at: usize,
}

/// Something that was mended to go on: an undeclared entity, and in lenient reading whatever is not well-formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// Where, in bytes of the text.
    pub at: usize,
    /// What stands there.
    pub found: String,
    /// What it was read as.
    pub read_as: String,
    /// How often: an entity that is not declared is noted where it stands first.
    pub times: usize,
}

/// How many faults lenient reading mends before it gives up.
const MOST_FAULTS: usize = 1_000;
/// How many different entities may lack their declaration.
const MOST_UNDECLARED: usize = 10_000;

/// Reads a document piece by piece.
///
/// Nothing outside the text is ever opened. Of the internal subset only general entities with a literal value are
/// used.
///
/// ```
/// use copydesk_core::Limits;
/// use copydesk_xml::{Token, XmlReader};
/// let mut xml = XmlReader::new("<p class='a'>x &amp; y</p>", &Limits::default());
/// let Token::Start(tag) = xml.next()? else { panic!() };
/// assert_eq!((tag.name, tag.attribute("class")), ("p", Some("a")));
/// assert_eq!(xml.next()?, Token::Text("x & y".into()));
/// assert_eq!(xml.next()?, Token::End);
/// assert_eq!(xml.next()?, Token::Done);
/// # Ok::<(), copydesk_core::Error>(())
/// ```
pub struct XmlReader<'t> {
    text: &'t str,
    inner: Reader<&'t [u8]>,
    /// Where the text `inner` reads begins in the whole.
    base: usize,
    /// Where what `inner` reads next begins in the whole.
    ahead: usize,
    pending: Option<Event>,
    open: Vec<(&'t str, usize)>,
    /// Elements that end before the next piece: an empty element, or one whose end tag is missing.
    ends: usize,
    entities: BTreeMap<&'t str, &'t str>,
    external: bool,
    expansion_left: usize,
    deepest: usize,
    limits: Limits,
    lenient: bool,
    seen_root: bool,
    at: usize,
    mends: Vec<Mend>,
    /// The mend of each entity that is not declared.
    undeclared: HashMap<&'t str, usize>,
    faults: usize,
    /// The last place that was asked for: its byte, line and column.
    placed: Cell<(usize, u32, u32)>,
}

impl<'t> Tag<'t> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }
}

impl<'t> XmlReader<'t> {
    /// A reader of a whole document.
    pub fn new(text: &'t str, limits: &Limits) -> Self {
        let base = behind_marks(text, 0);
        Self {
            text,
            inner: quick_reader(&text[base..], false),
            base,
            ahead: base,
            pending: None,
            open: Vec::new(),
            ends: 0,
            entities: BTreeMap::new(),
            external: false,
            expansion_left: limits.entity_expansion,
            deepest: limits.nesting * ELEMENTS_A_LEVEL + 40,
            limits: limits.clone(),
            lenient: false,
            seen_root: false,
            at: 0,
            mends: Vec::new(),
            undeclared: HashMap::new(),
            faults: 0,
            placed: Cell::new((0, 1, 1)),
        }
    }

    /// Goes on where the document is not well-formed, as far as it makes sense, and notes what was mended.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.lenient = true;
        self.inner = quick_reader(&self.text[self.base..], true);
        self
    }

    /// Where the last piece began, in bytes of the text.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The line and column of a byte of the text.
    pub fn place(&self, at: usize) -> Place {
        let at = at.min(self.text.len());
        // Places are mostly asked for in order: counting goes on from the last, so that many of them stay cheap.
        let (from, mut line, mut column) = match self.placed.get() {
            known if known.0 <= at => known,
            _ => (0, 1, 1),
        };
        for byte in &self.text.as_bytes()[from..at] {
            match byte {
                b'\n' => (line, column) = (line + 1, 1),
                byte if byte & 0xC0 != 0x80 => column += 1,
                _ => {}
            }
        }
        if at >= self.placed.get().0 {
            self.placed.set((at, line, column));
        }
        Place::Source { line, column }
    }

    /// Whether the element that was started last ends next.
    pub fn at_end(&self) -> bool {
        let is_end = |event: Event| matches!(event.kind, Kind::End | Kind::Done);
        let follows = || self.text.as_bytes()[self.ahead..].starts_with(b"</");
        self.ends > 0 || self.pending.map_or_else(follows, is_end)
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// What was mended since this was asked last.
    pub fn take_mends(&mut self) -> Vec<Mend> {
        self.undeclared.clear();
        std::mem::take(&mut self.mends)
    }

    /// Reads the next piece.
    ///
    /// # Errors
    /// The document is not well-formed, or goes beyond a limit; line, column and element are named.
    #[expect(clippy::should_implement_trait, reason = "it fails, and it ends with a piece of its own")]
    pub fn next(&mut self) -> Result<Token<'t>, Error> {
        if self.ends > 0 {
            self.ends -= 1;
            self.open.pop();
            return Ok(Token::End);
        }
        loop {
            let event = self.event()?;
            let Event { kind, from, to } = event;
            self.at = from;
            match kind {
                Kind::Start(name) | Kind::Empty(name) => {
                    if let Some(tag) = self.start(event, name)? {
                        return Ok(Token::Start(tag));
                    }
                }
                Kind::End => {
                    if self.end(from, to)? {
                        return Ok(Token::End);
                    }
                }
                Kind::Text | Kind::CData | Kind::Reference => {
                    let text = self.run(event)?;
                    if !self.open.is_empty() {
                        return Ok(Token::Text(text));
                    }
                    if !text.trim_ascii().is_empty() {
                        let cut: String = text.trim_ascii().chars().take(40).collect();
                        self.fault(from, "text outside the root element", &cut, "nothing")?;
                    }
                }
                Kind::Comment => {
                    let comment = self.inside(from, to, 4, 3);
                    match character_of_comment(comment).filter(|_| !self.open.is_empty()) {
                        Some(character) => {
                            let character = character.to_string();
                            self.undeclared(comment, from, &self.text[from..to], &format!("`{character}`"))?;
                            return Ok(Token::Text(character.into()));
                        }
                        None => return Ok(Token::Comment(comment)),
                    }
                }
                Kind::DocumentType => self.document_type(from, to),
                Kind::Instruction => {}
                Kind::Done => return self.done(),
            }
        }
    }

    /// Skips to the end of the element that was started last.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn skip(&mut self) -> Result<(), Error> {
        let depth = self.open.len();
        while self.open.len() >= depth && depth > 0 {
            if self.next()? == Token::Done {
                break;
            }
        }
        Ok(())
    }

    /// An error at a byte of the text, naming the element it stands in.
    pub fn error(&self, kind: ErrorKind, at: usize, message: &str) -> Error {
        let inside = self.open.last().map_or(String::new(), |(name, _)| format!(", in element `{name}`"));
        Error::new(kind, format!("{message}{inside}")).at(self.place(at))
    }

    /// The error of reaching a limit at a byte of the text, naming the element it stands in.
    pub fn reached(&self, limits: &Limits, limit: Limit, at: usize) -> Error {
        self.error(ErrorKind::Limit, at, &limits.exceeded(limit))
    }

    /// An error; in lenient reading a mend.
    fn fault(&mut self, at: usize, message: &str, found: &str, read_as: &str) -> Result<(), Error> {
        if !self.lenient {
            return Err(self.error(ErrorKind::Malformed, at, message));
        }
        self.faults += 1;
        if self.faults > MOST_FAULTS {
            return Err(self.error(ErrorKind::Limit, at, "too much of the document is broken"));
        }
        let found = format!("{message}: {found}");
        self.mends.push(Mend { at, found, read_as: read_as.to_owned(), times: 1 });
        Ok(())
    }

    /// A mend of an entity that is not declared; noted once, however often it stands.
    fn undeclared(&mut self, name: &'t str, at: usize, found: &str, read_as: &str) -> Result<(), Error> {
        if let Some(mend) = self.undeclared.get(name).and_then(|known| self.mends.get_mut(*known)) {
            mend.times += 1;
            return Ok(());
        }
        if self.undeclared.len() == MOST_UNDECLARED {
            return Err(self.error(ErrorKind::Limit, at, "too many entities are not declared"));
        }
        self.undeclared.insert(name, self.mends.len());
        self.mends.push(Mend { at, found: found.to_owned(), read_as: read_as.to_owned(), times: 1 });
        Ok(())
    }

    fn inside(&self, from: usize, to: usize, before: usize, after: usize) -> &'t str {
        self.text.get(from + before..to.saturating_sub(after)).unwrap_or_default()
    }

    /// A start tag; `None` where it is none.
    fn start(&mut self, event: Event, name: usize) -> Result<Option<Tag<'t>>, Error> {
        let Event { kind, from, to } = event;
        let empty = matches!(kind, Kind::Empty(_));
        let inside = self.inside(from, to, 1, if empty { 2 } else { 1 });
        let (name, rest) = inside.split_at_checked(name).unwrap_or((inside, ""));
        if !is_tag_name(name) {
            self.fault(from, "`<` does not begin a tag", &excerpt(&self.text[from..]), "text")?;
            let to = self.restart(from + 1);
            self.pending = Some(Event { kind: Kind::Text, from, to });
            return Ok(None);
        }
        if self.open.is_empty() && self.seen_root {
            self.fault(from, "a second root element", name, "more of the document")?;
        }
        if self.open.len() >= self.deepest {
            return Err(self.reached(&self.limits, Limit::Nesting, from));
        }
        self.seen_root = true;
        let attributes = if rest.is_empty() { Vec::new() } else { self.attributes(rest, name)? };
        self.open.push((name, from));
        self.ends += usize::from(empty);
        Ok(Some(Tag { name, attributes, at: from }))
    }

    /// An end tag. Gives whether an element ends here.
    fn end(&mut self, from: usize, to: usize) -> Result<bool, Error> {
        let name = self.inside(from, to, 2, 1).trim_ascii_end();
        if self.open.last().is_some_and(|(open, _)| *open == name) {
            self.open.pop();
            return Ok(true);
        }
        let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) else {
            let message = format!("`</{name}>` ends nothing");
            self.fault(from, &message, name, "nothing")?;
            return Ok(false);
        };
        let (open, started) = self.open[self.open.len() - 1];
        let mut message = format!("`</{name}>` where `</{open}>` should be");
        if !self.lenient {
            message.push_str(&format!(" ({open} began at {})", self.place(started)));
        }
        self.fault(from, &message, name, "the end of both")?;
        self.ends += self.open.len() - 1 - at;
        self.open.pop();
        Ok(true)
    }

    /// Text up to the next tag or comment.
    fn run(&mut self, first: Event) -> Result<Cow<'t, str>, Error> {
        let Event { kind, from, to } = first;
        // What is not well-formed may go on as text.
        if kind == Kind::Text && !self.lenient && self.is_tag(to) {
            return Ok(line_ends(&self.text[from..to]));
        }
        let rest = &self.text.as_bytes()[to..];
        let more = memchr::memchr(b'<', rest).unwrap_or(rest.len());
        let mut text = String::with_capacity(to - from + more);
        self.piece(first, &mut text)?;
        loop {
            let event = self.event()?;
            if !event.kind.is_text() {
                self.pending = Some(event);
                return Ok(Cow::Owned(text));
            }
            self.piece(event, &mut text)?;
        }
    }

    /// Whether a tag stands at a byte of the text.
    fn is_tag(&self, at: usize) -> bool {
        matches!(self.text.as_bytes().get(at..at + 2), Some([b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z']))
    }

    fn piece(&mut self, event: Event, out: &mut String) -> Result<(), Error> {
        let Event { kind, from, to } = event;
        if kind == Kind::Reference {
            let name = self.inside(from, to, 1, 1);
            if is_reference(name) {
                return self.reference(name, from, 0, out);
            }
            self.fault(from, "`&` does not begin a reference", name, "itself")?;
            out.push_str(&self.text[from..to]);
        } else {
            let text = if kind == Kind::CData { self.inside(from, to, 9, 3) } else { &self.text[from..to] };
            out.push_str(&line_ends(text));
        }
        Ok(())
    }

    fn done(&mut self) -> Result<Token<'t>, Error> {
        if let Some((name, at)) = self.open.last().copied() {
            let message = format!("the document ends before `</{name}>`");
            let place = if self.lenient { self.text.len() } else { at };
            self.fault(place, &message, "the end of the document", "the end of each open element")?;
            let end = self.text.len();
            self.pending = Some(Event { kind: Kind::Done, from: end, to: end });
            self.ends = self.open.len() - 1;
            self.open.pop();
            return Ok(Token::End);
        }
        if !self.seen_root {
            return Err(self.error(ErrorKind::Malformed, self.text.len(), "there is no element"));
        }
        Ok(Token::Done)
    }
}

/// What a name may hold in nearly every document.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        plain[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'-' | b'_' | b':');
        byte += 1;
    }
    plain
};

/// Whether a text is surely a name: what every agency uses.
fn is_plain_name(name: &str) -> bool {
    name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && name.bytes().all(|byte| PLAIN[usize::from(byte)])
}

/// Whether a text may be the name of an element: a plain name, and more.
fn is_tag_name(name: &str) -> bool {
    if is_plain_name(name) {
        return true;
    }
    let is_start = |c: char| c.is_alphabetic() || matches!(c, '_' | ':') || !c.is_ascii();
    name.chars().next().is_some_and(is_start)
        && !name.contains(['<', '>', '&', '"', '\'', '=', '/', '!', '?', ',', ';', '(', ')'])
}

/// Line ends as line feeds (XML 1.0, clause 2.11).
fn line_ends(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The character a comment names in place of which it stands: some systems write `<!-- 2019(unknown) -->` for what their
/// own character set lacks.
fn character_of_comment(comment: &str) -> Option<char> {
    let code = comment.trim_ascii().strip_suffix("(unknown)")?.trim_ascii();
    let is_code = (2..=6).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let character = char::from_u32(u32::from_str_radix(code, 16).ok().filter(|_| is_code)?)?;
    (!character.is_control()).then_some(character)
}

fn excerpt(text: &str) -> String {
    text.chars().take(30).collect()
}

#[cfg(test)]
mod tests;
