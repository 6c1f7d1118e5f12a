//! The blocks of the body.

use copydesk_core::{
    Attributes, Block, Container, CrossHead, Feature, Inlines, Paragraph, Preformatted, Quotation, Rule,
    UnknownBlock, Value,
};
use copydesk_xml::{Tag, Token};

use super::escaped::owned;
use super::flow::Flow;
use super::inlines::is_inline;
use super::silent::is_silent;
use super::text::{add_line, ended, says_nothing};
use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    /// An element that is a block, whatever it stands in.
    pub(super) fn block_element(&mut self, tag: Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let (name, at, from) = (self.name(&tag), tag.at, out.len());
        self.any_block(tag, out)?;
        for block in out.get(from..).unwrap_or_default() {
            if let Some(attributes) = block.attributes().filter(|_| is_silent(block)) {
                self.unsaid(name, at, attributes);
            }
        }
        Ok(())
    }

    fn any_block(&mut self, tag: Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        match self.name(&tag) {
            "p" => self.paragraph(&tag, out)?,
            "hl1" | "hl2" | "hl3" | "hl4" | "hl5" | "hl6" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let cross_head = self.cross_head(&tag)?;
                out.push(Block::CrossHead(Box::new(cross_head)));
            }
            "hedline" | "headline" => self.hedline_in_story(&tag, out)?,
            "ul" | "ol" => {
                let list = self.list(&tag)?;
                out.push(Block::List(Box::new(list)));
            }
            "li" => {
                self.repaired(Feature::List, tag.at, "`li` outside a list", "what it holds");
                self.keep_attributes(&tag, "li");
                out.append(&mut self.mixed()?);
            }
            "dl" => {
                let list = self.definition_list(&tag)?;
                out.push(Block::DefinitionList(list));
            }
            "bq" | "blockquote" => {
                let quotation = self.quotation(&tag)?;
                out.push(Block::Quotation(Box::new(quotation)));
            }
            "pre" => self.pre(&tag, out)?,
            "table" => self.table(&tag, out)?,
            "nitf-table" => self.nitf_table(&tag, out)?,
            "media" => self.media(&tag, out)?,
            "img" => {
                let figure = self.html_image(&tag)?;
                out.push(Block::Figure(Box::new(figure)));
            }
            "fn" => {
                let footnote = self.footnote(&tag)?;
                out.push(Block::Footnote(Box::new(footnote)));
            }
            "hr" => {
                let attributes = self.attributes(&tag, &[]);
                out.push(Block::Rule(Rule { attributes }));
                self.xml.skip()?;
            }
            "note" => out.append(&mut self.note(&tag)?),
            "block" | "div" | "section" | "article" | "body.content" => self.container(&tag, out)?,
            _ => {
                let mut flow = Flow::default();
                if is_inline(self.name(&tag)) {
                    self.inline(tag, &mut flow.run)?;
                } else {
                    self.unknown(tag, &mut flow)?;
                }
                flow.flush();
                out.append(&mut flow.blocks);
            }
        }
        Ok(())
    }

    /// A paragraph. Blocks in it stand after what comes before them, and the rest is a paragraph of its own.
    fn paragraph(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        self.descend()?;
        let says = |name| tag.attribute(name).is_some_and(|says| matches!(says.trim(), "true" | "yes" | "1"));
        let leads = !self.own && says("lead");
        let mut attributes = self.attributes(tag, if leads { &["lede", "lead"] } else { &["lede"] });
        let is_lead =
            || attributes.as_deref().is_some_and(|said| said.has_class("lead") || said.has_class("lede"));
        let lede = says("lede") || leads || (!self.own && is_lead());
        let mut run = Inlines::new();
        let mut split = |run: &mut Inlines, out: &mut Vec<Block>| {
            let content = ended(run);
            if !says_nothing(&content) {
                out.push(Block::Paragraph(Paragraph { content, lede, attributes: attributes.take() }));
            }
        };
        loop {
            match self.xml.next()? {
                Token::Start(inner) => {
                    let name = self.name(&inner);
                    if is_inline(name) || (self.own && name == "cd:image") {
                        self.inline(inner, &mut run)?;
                    } else if !is_block(name) {
                        let mut flow = Flow::in_text();
                        self.unknown(inner, &mut flow)?;
                        if !flow.blocks.is_empty() {
                            // It holds blocks.
                            split(&mut run, out);
                            out.extend(flow.blocks.into_iter().skip(1));
                        }
                        run.0.extend(flow.run.0.into_iter().skip(1));
                    } else {
                        self.repaired(
                            Feature::Paragraph,
                            inner.at,
                            format!("`{name}` in a paragraph"),
                            "a block after it",
                        );
                        split(&mut run, out);
                        self.block_element(inner, out)?;
                    }
                }
                Token::Text(text) => {
                    if let Some(html) = owned(&text).and_then(|text| self.escaped_html(text)) {
                        split(&mut run, out);
                        let at = self.xml.position();
                        out.append(&mut self.html_blocks(&html, at)?);
                    } else {
                        self.push_running(&mut run, text);
                    }
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        split(&mut run, out);
        if let Some(attributes) = attributes {
            self.unsaid("p", tag.at, &attributes);
        }
        self.ascend();
        Ok(())
    }

    fn cross_head(&mut self, tag: &Tag<'t>) -> Result<CrossHead> {
        let level = match self.name(tag).as_bytes() {
            [.., digit @ b'3'..=b'6'] => digit - b'1',
            _ => 1,
        };
        let own = tag.attribute("cd:level").filter(|_| self.own).and_then(|level| level.parse().ok());
        let attributes = self.attributes(tag, &["cd:level", "cd:part"]);
        let content = self.inline_content()?;
        Ok(CrossHead { level: own.unwrap_or(level), content, attributes })
    }

    /// A headline inside the story stands above a part of it.
    fn hedline_in_story(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let name = self.name(tag);
        self.repaired(Feature::CrossHead, tag.at, format!("`{name}` in the story"), "a cross-head");
        self.keep_attributes(tag, name);
        let mut run = Inlines::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if is_block(self.name(&tag)) => self.block_element(tag, out)?,
                Token::Start(tag) => self.inline(tag, &mut run)?,
                Token::Text(text) => self.push_running(&mut run, text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        let content = ended(&mut run);
        if !says_nothing(&content) {
            out.push(Block::CrossHead(Box::new(CrossHead { level: 1, content, attributes: None })));
        }
        Ok(())
    }

    fn quotation(&mut self, tag: &Tag<'t>) -> Result<Quotation> {
        let attributes = self.attributes(tag, &[]);
        let mut credit = Inlines::new();
        let mut flow = Flow::default();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if self.name(&tag) == "credit" => {
                    flow.flush();
                    self.keep_attributes(&tag, "credit");
                    let line = self.inline_content()?;
                    add_line(&mut credit, line);
                }
                Token::Start(tag) => self.flow_element(tag, &mut flow)?,
                Token::Text(text) => self.flow_text(text, &mut flow),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        flow.flush();
        Ok(Quotation { content: flow.blocks, credit, attributes })
    }

    /// Text as typed; HTML that some put there escaped is blocks.
    fn pre(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let content = self.inline_content()?;
        if let Some(html) = content.as_text().and_then(|text| self.escaped_html(text)) {
            let mut blocks = self.html_blocks(&html, tag.at)?;
            if attributes.is_some() {
                blocks = vec![Block::Container(Container { content: blocks, attributes })];
            }
            out.append(&mut blocks);
        } else {
            out.push(Block::Preformatted(Preformatted { content, attributes }));
        }
        Ok(())
    }

    /// `block` and the like; one that this crate wrote for an unknown element is that again.
    fn container(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let name = self.name(tag);
        let unknown = tag.attribute("cd:unknown").filter(|_| self.own).map(str::to_owned);
        let attributes = self.attributes(tag, &["cd:unknown"]);
        let content = self.blocks(name)?;
        out.push(match unknown {
            Some(name) => Block::Unknown(Box::new(UnknownBlock { name, content, attributes })),
            None => Block::Container(Container { content, attributes: keep_name(name, attributes) }),
        });
        Ok(())
    }
}

/// An element of HTML that is only a container keeps its name if it says anything else at all.
fn keep_name(name: &str, attributes: Option<Box<Attributes>>) -> Option<Box<Attributes>> {
    let mut attributes = attributes?;
    if !matches!(name, "block" | "div") {
        attributes.extras.insert("nitf:element".to_owned(), Value::from(name));
    }
    Some(attributes)
}

/// Whether an element is a block, of NITF or of the HTML that is found in it.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "hl1"
            | "hl2"
            | "hl3"
            | "hl4"
            | "hl5"
            | "hl6"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hedline"
            | "headline"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "bq"
            | "blockquote"
            | "pre"
            | "table"
            | "nitf-table"
            | "media"
            | "fn"
            | "hr"
            | "note"
            | "block"
            | "div"
            | "section"
            | "article"
            | "body.content"
    )
}
