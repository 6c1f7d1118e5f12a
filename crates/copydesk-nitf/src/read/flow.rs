//! Blocks as they gather: paragraphs, other blocks, and the text that stands between them without either.

use std::borrow::Cow;

use copydesk_core::{Block, Feature, Inline, Inlines, UnknownBlock, UnknownInline};
use copydesk_xml::{Tag, Token};

use super::blocks::is_block;
use super::escaped::owned;
use super::inlines::is_inline;
use super::text::{ended, says_nothing};
use super::{Reading, Result};

/// Blocks as they gather, and the running text that is to become the next paragraph.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) blocks: Vec<Block>,
    pub(super) run: Inlines,
    /// Text stood where a paragraph should.
    bare: bool,
}

impl Flow {
    /// Text stands here already: one letter, to be taken away again.
    pub(super) fn in_text() -> Self {
        Self { run: Inlines::from("x"), ..Self::default() }
    }

    /// Ends the paragraph that text without one makes.
    pub(super) fn flush(&mut self) {
        let content = ended(&mut self.run);
        if !says_nothing(&content) {
            self.bare = true;
            if self.blocks.is_empty() {
                // Most cells and items are one paragraph: no room is kept for more.
                self.blocks.reserve_exact(1);
            }
            self.blocks.push(Block::paragraph(content));
        }
    }

    fn is_in_text(&self) -> bool {
        self.run.iter().any(|inline| !matches!(inline, Inline::Text(text) if text.trim_ascii().is_empty()))
    }
}

impl<'t> Reading<'t, '_> {
    /// The blocks of an element, to its end. Text without a paragraph makes one, and is reported.
    pub(super) fn blocks(&mut self, element: &str) -> Result<Vec<Block>> {
        let at = self.xml.position();
        let flow = self.flow(true)?;
        if flow.bare && !self.own {
            self.repaired(Feature::Paragraph, at, format!("text in `{element}` itself"), "a paragraph");
        }
        Ok(flow.blocks)
    }

    /// The blocks of an element that may hold text: a list item, a cell, a caption.
    pub(super) fn mixed(&mut self) -> Result<Vec<Block>> {
        Ok(self.flow(false)?.blocks)
    }

    /// The blocks of an element. In some a blank line divides text without paragraphs.
    fn flow(&mut self, divided: bool) -> Result<Flow> {
        let mut flow = self.open_flow(divided)?;
        flow.flush();
        Ok(flow)
    }

    /// The content of an element; the running text at its end is not a paragraph yet.
    fn open_flow(&mut self, divided: bool) -> Result<Flow> {
        self.descend()?;
        let mut flow = Flow::default();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => self.flow_element(tag, &mut flow)?,
                Token::Text(text) => {
                    if let Some(html) = owned(&text).and_then(|text| self.escaped_html(text)) {
                        flow.flush();
                        let at = self.xml.position();
                        flow.blocks.append(&mut self.html_blocks(&html, at)?);
                    } else if !flow.run.is_empty() || !text.trim_ascii().is_empty() {
                        self.at_start = false;
                        if divided && !self.own {
                            self.divided_text(&text, &mut flow);
                        } else {
                            self.push_running(&mut flow.run, text);
                        }
                    }
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        flow.blocks.shrink_to_fit();
        self.ascend();
        Ok(flow)
    }

    /// Text that blank lines divide into paragraphs.
    fn divided_text(&mut self, text: &str, flow: &mut Flow) {
        let mut begins = true;
        for line in text.split_inclusive('\n') {
            if !begins && line.trim_ascii().is_empty() && line.ends_with('\n') {
                flow.flush();
            } else {
                self.push_running(&mut flow.run, Cow::Owned(line.to_owned()));
            }
            begins = false;
        }
    }

    /// Text among blocks: white space is none, unless more stands before it.
    pub(super) fn flow_text(&mut self, text: Cow<'t, str>, flow: &mut Flow) {
        if !flow.run.is_empty() || !text.trim_ascii().is_empty() {
            self.push_running(&mut flow.run, text);
        }
    }

    /// An element among blocks or in the text between them.
    pub(super) fn flow_element(&mut self, tag: Tag<'t>, flow: &mut Flow) -> Result<()> {
        let name = self.name(&tag);
        let is_open = match name {
            "byline" => self.article.bylines.is_empty(),
            "dateline" => self.article.dateline.is_none(),
            _ => false,
        };
        if is_open && self.at_start && !self.own {
            return self.line_of_block(&tag);
        }
        self.at_start &= matches!(name, "block" | "div" | "section" | "article" | "body.content");
        let stands_apart = name == "copyrite" && !self.own && !flow.is_in_text();
        if !stands_apart && (is_inline(name) || (self.own && matches!(name, "cd:image"))) {
            if name == "img" && !flow.is_in_text() {
                let figure = self.html_image(&tag)?;
                flow.flush();
                flow.blocks.push(Block::Figure(Box::new(figure)));
                return Ok(());
            }
            return self.inline(tag, &mut flow.run);
        }
        if is_block(name) {
            flow.flush();
            return self.block_element(tag, &mut flow.blocks);
        }
        self.unknown(tag, flow)
    }

    /// A byline or dateline before anything of the story: the article's, where it has none.
    fn line_of_block(&mut self, tag: &Tag<'t>) -> Result<()> {
        let name = self.name(tag);
        if name == "byline" {
            self.byline(tag)?;
        } else {
            self.dateline(tag)?;
        }
        self.repaired(Feature::Paragraph, tag.at, format!("`{name}` in the body"), format!("the {name}"));
        Ok(())
    }

    /// An element the schema does not have: in a line of text a part of it, else a block.
    pub(super) fn unknown(&mut self, tag: Tag<'t>, flow: &mut Flow) -> Result<()> {
        let attributes = self.attributes(&tag, &[]);
        let name = self.name(&tag).to_owned();
        let mut inside = self.open_flow(false)?;
        if inside.blocks.is_empty() && flow.is_in_text() && !stands_alone(&name) {
            let unknown = UnknownInline { name, content: inside.run, attributes };
            flow.run.push(Inline::Unknown(Box::new(unknown)));
            return Ok(());
        }
        flow.flush();
        inside.flush();
        flow.blocks.push(Block::Unknown(Box::new(UnknownBlock { name, content: inside.blocks, attributes })));
        Ok(())
    }
}

/// Whether an element that may begin a `block` stands alone, whatever is beside it.
fn stands_alone(name: &str) -> bool {
    matches!(name, "tobject" | "key-list" | "byline" | "dateline" | "copyrite" | "abstract" | "datasource")
}
