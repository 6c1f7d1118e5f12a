//! Lists, and lists of terms.

use copydesk_core::{Block, Definition, DefinitionList, Feature, List, ListItem, Span};
use copydesk_xml::{Tag, Token};

use super::flow::Flow;
use super::silent::is_silent;
use super::text::says_nothing;
use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    pub(super) fn list(&mut self, tag: &Tag<'t>) -> Result<List> {
        let ordered = self.name(tag) == "ol";
        let start = if ordered { tag.attribute("seqnum").or(tag.attribute("start")) } else { None };
        let start: Option<u32> = start.and_then(|start| start.trim().parse().ok());
        let said: &[&str] = if start.is_some() { &["seqnum", "start"] } else { &[] };
        let attributes = self.attributes(tag, said);
        let mut items: Vec<ListItem> = Vec::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if self.name(&tag) == "li" => {
                    let attributes = self.attributes(&tag, &[]);
                    let content = self.mixed()?;
                    items.push(ListItem { content, attributes });
                }
                Token::Start(tag) => {
                    self.repaired(Feature::List, tag.at, format!("`{}` in a list", tag.name), "an item");
                    let mut flow = Flow::default();
                    self.flow_element(tag, &mut flow)?;
                    flow.flush();
                    items.push(ListItem { content: flow.blocks, attributes: None });
                }
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Text(text) => {
                    self.repaired(Feature::List, self.xml.position(), "text in a list itself", "an item");
                    let content = vec![Block::paragraph(text.into_owned())];
                    items.push(ListItem { content, attributes: None });
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        Ok(List { ordered, start, items, attributes })
    }

    pub(super) fn definition_list(&mut self, tag: &Tag<'t>) -> Result<DefinitionList> {
        let attributes = self.attributes(tag, &[]);
        let mut items: Vec<Definition> = Vec::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let is_term = self.name(&tag) == "dt";
                    let starts = self.own && tag.attribute("cd:entry").is_some();
                    let described = items.last().is_some_and(|item| !item.descriptions.is_empty());
                    if items.is_empty() || starts || (is_term && described) {
                        items.push(Definition::default());
                    }
                    let attributes = self.attributes(&tag, &["cd:entry"]);
                    let Some(item) = items.last_mut() else { continue };
                    let silent = if is_term {
                        let content = self.inline_content()?;
                        item.terms.push(Span { content, attributes });
                        item.terms
                            .last()
                            .filter(|term| says_nothing(&term.content))
                            .map(|term| &term.attributes)
                    } else {
                        let content = self.mixed()?;
                        item.descriptions.push(ListItem { content, attributes });
                        let silent = |item: &&ListItem| item.content.iter().all(is_silent);
                        item.descriptions.last().filter(silent).map(|item| &item.attributes)
                    };
                    if let Some(Some(attributes)) = silent {
                        self.unsaid(self.name(&tag), tag.at, attributes);
                    }
                }
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Text(text) => {
                    if items.is_empty() {
                        items.push(Definition::default());
                    }
                    let content = vec![Block::paragraph(text.into_owned())];
                    if let Some(item) = items.last_mut() {
                        item.descriptions.push(ListItem { content, attributes: None });
                    }
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        Ok(DefinitionList { items, attributes })
    }
}
