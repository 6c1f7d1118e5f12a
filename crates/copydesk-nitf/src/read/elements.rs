//! Elements kept as values, and what this crate writes in its own namespace.

use std::collections::BTreeMap;

use copydesk_core::{Extras, Value};
use copydesk_xml::{Tag, Token};
use memchr::memmem;

use super::{Reading, Result, squeeze};

impl<'t> Reading<'t, '_> {
    /// A whole element as a value: its text where it is nothing but text, else a map of `@name` for each attribute and,
    /// if it holds anything, `content`.
    pub(super) fn element(&mut self, tag: &Tag<'t>) -> Result<Value> {
        let mut map = BTreeMap::new();
        for (name, value) in &tag.attributes {
            if !name.starts_with("xmlns") {
                map.insert(format!("@{name}"), Value::from(&**value));
            }
        }
        let mut content = Vec::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let value = self.element(&tag)?;
                    content.push(Value::Map(BTreeMap::from([(self.name(&tag).to_owned(), value)])));
                }
                Token::Text(text) => {
                    let text = squeeze(&text);
                    if !text.is_empty() {
                        content.push(Value::Text(text));
                    }
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        match (map.is_empty(), content.as_slice()) {
            (true, []) => return Ok(Value::Text(String::new())),
            (true, [Value::Text(_)]) => return Ok(content.remove(0)),
            (_, []) => {}
            _ => {
                map.insert("content".to_owned(), Value::List(content));
            }
        }
        Ok(Value::Map(map))
    }

    /// The text of an element, of all that is in it; white space as it stands. Attributes of elements in it are kept as
    /// extras of the article.
    pub(super) fn raw_text(&mut self) -> Result<String> {
        let mut text = String::new();
        let mut depth = 0;
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    depth += 1;
                    if !self.own {
                        self.keep_attributes(&tag, self.name(&tag));
                    }
                }
                Token::Text(piece) => self.push_str(&mut text, &piece),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done if depth == 0 => return Ok(text),
                Token::Done => return Ok(text),
                Token::End => depth -= 1,
            }
        }
    }

    /// The text of an element, white space as single spaces; as it stands where this crate wrote it.
    pub(super) fn text_content(&mut self) -> Result<String> {
        let text = self.raw_text()?;
        Ok(if self.own { text } else { squeeze(&text) })
    }

    /// The extras this crate writes at the end of the body, read before the elements they belong to.
    pub(super) fn find_nodes(&mut self, from: usize) -> Result<()> {
        let text = &self.text[from..];
        let end = self.ends.from(from).map_or(text.len(), |end| end - from);
        let Some(start) = self.marks.from(from).map(|start| start - from).filter(|start| *start < end) else {
            return Ok(());
        };
        let mut limits = self.context.limits.clone();
        limits.nesting *= 4;
        let mut at = start;
        while let Some(next) = memmem::find(&text.as_bytes()[at..end], b"<cd:node ") {
            let node = &text[at + next..end];
            let close = memmem::find(node.as_bytes(), b"</cd:node>").map_or(node.len(), |close| close + 10);
            let mut xml = copydesk_xml::XmlReader::new(&node[..close], &limits);
            if let Token::Start(tag) = xml.next()?
                && let Some((_, std::borrow::Cow::Borrowed(number))) = tag.attributes.first()
            {
                std::mem::swap(&mut self.xml, &mut xml);
                let extras = self.own_extras();
                std::mem::swap(&mut self.xml, &mut xml);
                self.nodes.insert(*number, extras?);
            }
            at += next + close;
        }
        Ok(())
    }

    /// `cd:extra` children, to the end of the element that was started last.
    pub(super) fn own_extras(&mut self) -> Result<Extras> {
        let mut extras = Extras::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let (name, value) = self.named_extra(&tag)?;
                    extras.insert(name, value);
                }
                Token::End | Token::Done => return Ok(extras),
                Token::Text(_) | Token::Comment(_) => {}
            }
        }
    }

    /// One `cd:extra`, with its name.
    pub(super) fn named_extra(&mut self, tag: &Tag<'t>) -> Result<(String, Value)> {
        let name = tag.attribute("name").unwrap_or_default().to_owned();
        Ok((name, self.own_extra(tag)?))
    }

    /// The value of one `cd:extra`.
    fn own_extra(&mut self, tag: &Tag<'t>) -> Result<Value> {
        let text = tag.attribute("value").unwrap_or_default();
        let value = match tag.attribute("type") {
            None => Value::from(text),
            Some("null") => Value::Null,
            Some("boolean") => Value::Bool(text == "true"),
            Some("integer") => text.parse().map_or_else(|_| Value::from(text), Value::Integer),
            Some("number") => text.parse().map_or_else(|_| Value::from(text), Value::Number),
            Some("map") => return Ok(Value::Map(self.own_extras()?)),
            Some(_) => return self.own_list(),
        };
        self.xml.skip()?;
        Ok(value)
    }

    fn own_list(&mut self) -> Result<Value> {
        let mut values = Vec::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => values.push(self.own_extra(&tag)?),
                Token::End | Token::Done => return Ok(Value::List(values)),
                Token::Text(_) | Token::Comment(_) => {}
            }
        }
    }
}

/// Finds a word in a text, further on each time: no part of the text is looked through twice.
pub(super) struct Finder<'t> {
    text: &'t str,
    word: &'static str,
    next: Option<usize>,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str, word: &'static str) -> Self {
        Self { text, word, next: Some(0) }
    }

    /// Where the word stands first at or after a byte that lies beyond those asked for before.
    fn from(&mut self, from: usize) -> Option<usize> {
        let known = self.next?;
        if known < from || known == 0 {
            let rest = &self.text.as_bytes()[from..];
            self.next = memmem::find(rest, self.word.as_bytes()).map(|at| from + at);
        }
        self.next
    }
}
