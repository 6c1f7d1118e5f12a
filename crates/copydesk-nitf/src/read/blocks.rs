//! The blocks of the body.

use std::borrow::Cow;
use std::mem::take;

use copydesk_core::{
    Attributes, Audience, Block, Container, CrossHead, Definition, DefinitionList, Feature, Footnote, Inline,
    Inlines, List, ListItem, Note, NoteKind, Paragraph, Preformatted, Quotation, Rule, Span, UnknownBlock,
    UnknownInline, Value,
};
use copydesk_xml::{Tag, Token};

use super::inlines::is_inline;
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
    /// Ends the paragraph that text without one makes.
    fn flush(&mut self) {
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
        let flow = self.flow()?;
        if flow.bare && !self.own {
            self.repaired(Feature::Paragraph, at, format!("text in `{element}` itself"), "a paragraph");
        }
        Ok(flow.blocks)
    }

    /// The blocks of an element that may hold text: a list item, a cell, a caption.
    pub(super) fn mixed(&mut self) -> Result<Vec<Block>> {
        Ok(self.flow()?.blocks)
    }

    fn flow(&mut self) -> Result<Flow> {
        let mut flow = self.open_flow()?;
        flow.flush();
        Ok(flow)
    }

    /// The content of an element; the running text at its end is not a paragraph yet.
    fn open_flow(&mut self) -> Result<Flow> {
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
                        self.push_running(&mut flow.run, text);
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

    /// An element among blocks or in the text between them.
    fn flow_element(&mut self, tag: Tag<'t>, flow: &mut Flow) -> Result<()> {
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
        let stands_apart = name == "copyrite" && !flow.is_in_text();
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
    fn unknown(&mut self, tag: Tag<'t>, flow: &mut Flow) -> Result<()> {
        let attributes = self.attributes(&tag, &[]);
        let name = self.name(&tag).to_owned();
        let mut inside = self.open_flow()?;
        if inside.blocks.is_empty() && flow.is_in_text() && !stands_alone(&name) {
            let unknown = UnknownInline { name, content: inside.run, attributes };
            flow.run.push(Inline::Unknown(Box::new(unknown)));
            return Ok(());
        }
        flow.flush();
        inside.flush();
        flow.blocks.push(Block::Unknown(UnknownBlock { name, content: inside.blocks, attributes }));
        Ok(())
    }

    /// An element that is a block, whatever it stands in.
    pub(super) fn block_element(&mut self, tag: Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        match self.name(&tag) {
            "p" => self.paragraph(&tag, out)?,
            "hl1" | "hl2" | "hl3" | "hl4" | "hl5" | "hl6" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let cross_head = self.cross_head(&tag)?;
                out.push(Block::CrossHead(cross_head));
            }
            "ul" | "ol" => {
                let list = self.list(&tag)?;
                out.push(Block::List(list));
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
                out.push(Block::Quotation(quotation));
            }
            "pre" => self.pre(&tag, out)?,
            "table" => {
                let table = self.table(&tag)?;
                out.push(Block::Table(Box::new(table)));
            }
            "nitf-table" => self.nitf_table(&tag, out)?,
            "media" => self.media(&tag, out)?,
            "img" => {
                let figure = self.html_image(&tag)?;
                out.push(Block::Figure(Box::new(figure)));
            }
            "fn" => {
                let footnote = self.footnote(&tag)?;
                out.push(Block::Footnote(footnote));
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
        let lede = tag.attribute("lede").is_some_and(|lede| matches!(lede.trim(), "true" | "yes" | "1"));
        let mut attributes = self.attributes(tag, &["lede"]);
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
                        let mut flow = Flow { run: Inlines::from("x"), ..Flow::default() };
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

    fn list(&mut self, tag: &Tag<'t>) -> Result<List> {
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

    fn definition_list(&mut self, tag: &Tag<'t>) -> Result<DefinitionList> {
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
                    if is_term {
                        let content = self.inline_content()?;
                        item.terms.push(Span { content, attributes });
                    } else {
                        let content = self.mixed()?;
                        item.descriptions.push(ListItem { content, attributes });
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

    fn quotation(&mut self, tag: &Tag<'t>) -> Result<Quotation> {
        let attributes = self.attributes(tag, &[]);
        let mut credit = Inlines::new();
        let mut flow = Flow::default();
        loop {
            match self.xml.next()? {
                Token::Start(tag) if self.name(&tag) == "credit" => {
                    flow.flush();
                    if !credit.is_empty() {
                        credit.push(Inline::Break);
                    }
                    self.keep_attributes(&tag, "credit");
                    let content = self.inline_content()?;
                    credit.0.extend(content);
                }
                Token::Start(tag) => self.flow_element(tag, &mut flow)?,
                Token::Text(text) => {
                    if !flow.run.is_empty() || !text.trim_ascii().is_empty() {
                        self.push_running(&mut flow.run, text);
                    }
                }
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

    fn footnote(&mut self, tag: &Tag<'t>) -> Result<Footnote> {
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
                Token::Text(text) => {
                    if !flow.run.is_empty() || !text.trim_ascii().is_empty() {
                        self.push_running(&mut flow.run, text);
                    }
                }
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
                Token::Text(text) => {
                    if !flow.run.is_empty() || !text.trim_ascii().is_empty() {
                        self.push_running(&mut flow.run, text);
                    }
                }
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
            None => vec![Block::Note(Note { kind, heading, content, attributes })],
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
                Token::Text(text) => {
                    if !flow.run.is_empty() || !text.trim_ascii().is_empty() {
                        self.push_running(&mut flow.run, text);
                    }
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        flow.flush();
        content.append(&mut flow.blocks);
        Ok(())
    }

    /// `block` and the like; one that this crate wrote for an unknown element is that again.
    fn container(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let name = self.name(tag);
        let unknown = tag.attribute("cd:unknown").filter(|_| self.own).map(str::to_owned);
        let attributes = self.attributes(tag, &["cd:unknown"]);
        let content = self.blocks(name)?;
        out.push(match unknown {
            Some(name) => Block::Unknown(UnknownBlock { name, content, attributes }),
            None => Block::Container(Container { content, attributes: keep_name(name, attributes) }),
        });
        Ok(())
    }

    /// HTML that stands escaped where markup should: once, or twice.
    fn escaped_html(&self, text: &str) -> Option<String> {
        if self.own {
            return None;
        }
        let mark = memchr::memchr2(b'<', b'&', text.as_bytes())?;
        if memchr::memchr(b'<', &text.as_bytes()[mark..]).is_some() && has_html(text, "<") {
            return Some(text.to_owned());
        }
        if text[mark..].contains("&lt;") && has_html(text, "&lt;") {
            let once =
                text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            return Some(once);
        }
        None
    }

    fn html_blocks(&mut self, html: &str, at: usize) -> Result<Vec<Block>> {
        let place = self.place(at);
        self.report.repaired(Feature::Markup, place.clone(), "HTML that stands escaped", "blocks");
        copydesk_markup::fragment(html, &self.context.limits, &place, &mut self.report)
    }
}

/// Text that is no part of the document as it stands: only in such text, with its references resolved, can HTML be.
#[expect(clippy::ptr_arg, reason = "whether it is owned is what is asked")]
fn owned<'a>(text: &'a Cow<'_, str>) -> Option<&'a str> {
    if let Cow::Owned(text) = text { Some(text) } else { None }
}

/// Running text that ends here, as the content of a paragraph.
fn ended(run: &mut Inlines) -> Inlines {
    let mut content = take(run);
    if let Some(Inline::Text(text)) = content.first_mut()
        && text.starts_with(' ')
    {
        text.remove(0);
    }
    if let Some(Inline::Text(text)) = content.last_mut()
        && text.ends_with(' ')
    {
        text.pop();
    }
    content.0.shrink_to_fit();
    content
}

/// Whether running text is nothing but white space and line breaks, styled or not.
fn says_nothing(content: &Inlines) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim_ascii().is_empty(),
        Inline::Break => true,
        Inline::Emphasis(span)
        | Inline::Strong(span)
        | Inline::Underline(span)
        | Inline::Strike(span)
        | Inline::Sub(span)
        | Inline::Sup(span)
        | Inline::Span(span)
        | Inline::Quote(span) => says_nothing(&span.content),
        Inline::Link(_)
        | Inline::Code(_)
        | Inline::Image(_)
        | Inline::FootnoteReference(_)
        | Inline::Entity(_)
        | Inline::Unknown(_) => false,
    })
}

/// An element of HTML that is only a container keeps its name if it says anything else at all.
fn keep_name(name: &str, attributes: Option<Box<Attributes>>) -> Option<Box<Attributes>> {
    let mut attributes = attributes?;
    if !matches!(name, "block" | "div") {
        attributes.extras.insert("nitf:element".to_owned(), Value::from(name));
    }
    Some(attributes)
}

/// Whether a text holds tags of HTML; `open` is how it spells `<`.
fn has_html(text: &str, open: &str) -> bool {
    const TAGS: &[&str] = &[
        "p",
        "br",
        "div",
        "span",
        "b",
        "i",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "img",
        "hr",
        "pre",
        "section",
        "article",
        "figure",
        "iframe",
        "u",
        "sup",
        "sub",
        "font",
        "h5",
        "h6",
    ];
    let last_close = text.rfind(if open == "<" { ">" } else { "&gt;" });
    text.match_indices(open).any(|(at, _)| {
        let rest = &text[at + open.len()..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).take(11).collect();
        let after = rest[name.len()..].chars().next();
        let close = if open == "<" { after == Some('>') } else { rest[name.len()..].starts_with("&gt;") };
        (close || after.is_some_and(|c| c.is_whitespace() || c == '/'))
            && TAGS.contains(&name.to_ascii_lowercase().as_str())
            && (close || last_close.is_some_and(|close| close > at))
    })
}

/// Whether an element that may begin a `block` stands alone, whatever is beside it.
fn stands_alone(name: &str) -> bool {
    matches!(name, "tobject" | "key-list" | "byline" | "dateline" | "copyrite" | "abstract" | "datasource")
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
