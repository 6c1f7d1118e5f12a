//! What the parser finds, piece by piece; in lenient reading also where it does not go on.

use copydesk_core::Error;
use quick_xml::Reader;

use super::{XmlReader, excerpt};

/// What the parser found, and from where to where in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A start tag, and how long its name is.
    Start(usize),
    /// The tag of an empty element, and how long its name is.
    Empty(usize),
    End,
    Text,
    CData,
    Reference,
    Comment,
    DocumentType,
    /// The XML declaration or a processing instruction.
    Instruction,
    Done,
}

impl Kind {
    fn of(event: &quick_xml::events::Event<'_>) -> Self {
        use quick_xml::events::Event;
        match event {
            Event::Start(tag) => Self::Start(tag.name().as_ref().len()),
            Event::Empty(tag) => Self::Empty(tag.name().as_ref().len()),
            Event::End(_) => Self::End,
            Event::Text(_) => Self::Text,
            Event::CData(_) => Self::CData,
            Event::GeneralRef(_) => Self::Reference,
            Event::Comment(_) => Self::Comment,
            Event::DocType(_) => Self::DocumentType,
            Event::Decl(_) | Event::PI(_) => Self::Instruction,
            Event::Eof => Self::Done,
        }
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::CData | Self::Reference)
    }
}

impl<'t> XmlReader<'t> {
    #[inline]
    pub(super) fn event(&mut self) -> Result<Event, Error> {
        if let Some(event) = self.pending.take() {
            return Ok(event);
        }
        loop {
            let from = self.ahead;
            match self.inner.read_event() {
                Ok(event) => {
                    let kind = Kind::of(&event);
                    self.ahead = self.base + position(&self.inner);
                    return Ok(Event { kind, from, to: self.ahead });
                }
                Err(error) => {
                    if let Some(literal) = self.misled(&error, from)? {
                        return Ok(literal);
                    }
                }
            }
        }
    }

    /// The parser does not go on: the character that misled it is text, and what follows it is tried again.
    #[cold]
    fn misled(&mut self, error: &quick_xml::Error, from: usize) -> Result<Option<Event>, Error> {
        let at = self.base + usize::try_from(self.inner.error_position()).unwrap_or(0);
        let message = error.to_string();
        let message = message.strip_prefix("syntax error: ").unwrap_or(&message);
        let message = message.strip_prefix("ill-formed document: ").unwrap_or(message);
        let at = at.clamp(from, self.text.len());
        self.fault(at, message, &excerpt(&self.text[at..]), "text")?;
        let next = self.text[at..].chars().next().map_or(self.text.len(), |c| at + c.len_utf8());
        let next = self.restart(next);
        Ok((at < self.text.len()).then_some(Event { kind: Kind::Text, from: at, to: next }))
    }

    /// Goes on at a byte, or behind the byte order marks there, which are text. Gives where that is.
    pub(super) fn restart(&mut self, at: usize) -> usize {
        self.base = behind_marks(self.text, at);
        self.ahead = self.base;
        self.inner = quick_reader(&self.text[self.base..], self.lenient);
        self.base
    }
}

/// Where a text goes on behind byte order marks: the parser would take one at its start for nothing, and miscount.
pub(super) fn behind_marks(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches('\u{FEFF}').len()
}

pub(super) fn quick_reader(text: &str, lenient: bool) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = lenient;
    reader
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
