//! Notes, fact boxes and footnotes.

use copydesk_core::{Audience, Block, Feature, Footnote, Inlines, Note, NoteKind, Value};
use copydesk_xml::{Tag, Token};

use super::flow::Flow;
use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    pub(super) fn footnote(&mut self, tag: &Tag<'t>) -> Result<Footnote> {
        let own = tag.attribute("cd:footnote").filter(|_| self.own).map(str::to_owned);
        let mut attributes = self.attributes(tag, &["cd:footnote"]);
        let id = match own {
            Some(id) => id,
            None => {
                let id = attributes.as_mut().and_then(|attributes| attributes.id.take());
                attributes = attributes.and_then(|attributes| attributes.boxed());
                id.unwrap_or_default()
            }
        };
        let mut content = Vec::new();
        let mut flow = Flow::default();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => match self.name(&tag) {
                    "body.content" | "fn-value" => {
                        flow.flush();
                        self.keep_attributes(&tag, "fn.body.content");
                        content.append(&mut flow.blocks);
                        content.append(&mut self.mixed()?);
                    }
                    "fn-label" => {
                        let label = self.text_content()?;
                        let attributes = attributes.get_or_insert_default();
                        attributes.extras.insert("nitf:fn-label".to_owned(), Value::Text(label));
                    }
                    _ => self.flow_element(tag, &mut flow)?,
                },
                Token::Text(text) => self.flow_text(text, &mut flow),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        flow.flush();
        content.append(&mut flow.blocks);
        Ok(Footnote { id, content, attributes })
    }

    /// A note; what this crate wrapped in one comes out of it.
    pub(super) fn note(&mut self, tag: &Tag<'t>) -> Result<Vec<Block>> {
        let wrap = if self.own { tag.attribute("cd:wrap").map(str::to_owned) } else { None };
        let mut attributes = self.attributes(tag, &["cd:wrap", "cd:kind", "cd:of"]);
        let kind = match tag.attribute("cd:kind") {
            Some("fact-box") if self.own => NoteKind::FactBox,
            _ => NoteKind::Note,
        };
        let is_internal = tag.attribute("type") == Some("npa");
        if is_internal && let Some(attributes) = &mut attributes {
            attributes.extras.remove("nitf:type");
            attributes.audience = Audience::Internal;
        }
        let mut heading = Inlines::new();
        let mut content = Vec::new();
        let mut flow = Flow::default();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if self.name(&tag) == "body.content" => {
                    flow.flush();
                    content.append(&mut flow.blocks);
                    self.keep_attributes(&tag, "note.body.content");
                    self.note_content(&mut heading, &mut content)?;
                }
                Token::Start(tag) => self.flow_element(tag, &mut flow)?,
                Token::Text(text) => self.flow_text(text, &mut flow),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        flow.flush();
        if !flow.blocks.is_empty() && !self.own {
            self.repaired(Feature::Note, tag.at, "a note without `body.content`", "a note");
        }
        content.append(&mut flow.blocks);
        Ok(match wrap.as_deref() {
            Some("internal") => content.into_iter().map(Block::internal).collect(),
            Some(_) => content,
            None => vec![Block::Note(Box::new(Note { kind, heading, content, attributes }))],
        })
    }

    fn note_content(&mut self, heading: &mut Inlines, content: &mut Vec<Block>) -> Result<()> {
        let mut flow = Flow::default();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if self.own && tag.attribute("cd:part") == Some("heading") => {
                    *heading = self.inline_content()?;
                }
                Token::Start(tag) => self.flow_element(tag, &mut flow)?,
                Token::Text(text) => self.flow_text(text, &mut flow),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        flow.flush();
        content.append(&mut flow.blocks);
        Ok(())
    }
}
