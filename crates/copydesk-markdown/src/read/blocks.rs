//! Events to blocks.

use copydesk_core::{
    Attributes, Block, Cell, Code, CrossHead, Definition, DefinitionList, Error, Feature, Footnote,
    FootnoteReference, Inline, Inlines, Limit, Limits, Link, List, ListItem, Media, Note, NoteKind, Place,
    Preformatted, Quotation, ReadContext, Rendition, Report, Row, Rule, Span, Table, Value,
};
use copydesk_markup::{Element, Node, Reading, blocks_of, inlines_of, is_unsafe_address};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::frame::{BlockKind, Blocks, Frame, InlineKind, Marked, push_node_text, push_text};
use super::places::Places;

/// The story as it was read: its blocks, and the lines that are marked.
pub(super) struct Story {
    pub(super) blocks: Blocks,
    pub(super) marked: Vec<Marked>,
}

/// Reads the body, which begins at `start`.
pub(super) fn read(
    text: &str,
    start: usize,
    smart: bool,
    context: &ReadContext<'_>,
    report: &mut Report,
) -> Result<Story, Error> {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT;
    if smart {
        options |= Options::ENABLE_SMART_PUNCTUATION;
    }
    let mut builder = Builder {
        frames: vec![Frame::Blocks(BlockKind::Story, Blocks::default())],
        depth: 0,
        limits: &context.limits,
        places: Places::new(text),
        offset: start,
        report,
        marked: Vec::new(),
        html: None,
    };
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        builder.offset = start + range.start;
        builder.event(event)?;
    }
    Ok(builder.finish())
}

/// A document under way.
pub(super) struct Builder<'a> {
    pub(super) frames: Vec<Frame>,
    depth: usize,
    limits: &'a Limits,
    places: Places<'a>,
    pub(super) offset: usize,
    pub(super) report: &'a mut Report,
    pub(super) marked: Vec<Marked>,
    /// The HTML block under way: its lines so far.
    html: Option<String>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(tag) => return self.start(tag),
            Event::End(tag) => self.end(tag)?,
            Event::Text(text) => match self.frames.last_mut() {
                Some(Frame::Code(code, _)) => code.push_str(&text),
                _ => self.text(&text)?,
            },
            Event::Code(text) => {
                self.inline(Inline::Code(Box::new(Code { text: text.into_string(), attributes: None })))?;
            }
            Event::Html(html) => match &mut self.html {
                Some(lines) => lines.push_str(&html),
                None => self.html_block(&html)?,
            },
            Event::InlineHtml(html) => self.inline_html(&html)?,
            Event::FootnoteReference(id) => {
                self.inline(Inline::FootnoteReference(Box::new(FootnoteReference { id: id.into_string() })))?;
            }
            Event::SoftBreak => self.text("\n")?,
            Event::HardBreak => self.inline(Inline::Break)?,
            Event::Rule => self.block(Block::Rule(Rule { attributes: None }), true),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " })?,
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text)?,
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), Error> {
        let inlines = |kind| Frame::Inlines(kind, Inlines::new());
        let frame = match tag {
            Tag::Paragraph => inlines(InlineKind::Paragraph),
            Tag::Heading { level, id, classes, attrs } => {
                let attributes = heading_attributes(id, classes, attrs);
                inlines(InlineKind::Heading(level as u8, attributes.boxed()))
            }
            Tag::BlockQuote(kind) => {
                Frame::Blocks(BlockKind::Quotation(kind.map(note_class)), Blocks::default())
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Frame::Code(String::new(), info.into_string()),
            Tag::CodeBlock(CodeBlockKind::Indented) => Frame::Code(String::new(), String::new()),
            Tag::HtmlBlock => {
                self.end_implicit();
                self.html = Some(String::new());
                return Ok(());
            }
            Tag::List(start) => Frame::List(start, Vec::new()),
            Tag::Item => Frame::Blocks(BlockKind::Item, Blocks::default()),
            Tag::FootnoteDefinition(id) => {
                Frame::Blocks(BlockKind::Footnote(id.into_string()), Blocks::default())
            }
            Tag::DefinitionList => Frame::Definitions(Vec::new()),
            Tag::DefinitionListTitle => inlines(InlineKind::Term),
            Tag::DefinitionListDefinition => Frame::Blocks(BlockKind::Description, Blocks::default()),
            Tag::Table(columns) => {
                Frame::Table(columns.into_iter().map(alignment).collect(), Vec::new(), Vec::new())
            }
            Tag::TableHead => Frame::Row(true, Row::default()),
            Tag::TableRow => Frame::Row(false, Row::default()),
            Tag::TableCell => inlines(InlineKind::Cell),
            Tag::Emphasis => inlines(InlineKind::Emphasis),
            Tag::Strong => inlines(InlineKind::Strong),
            Tag::Strikethrough => inlines(InlineKind::Strike),
            Tag::Subscript => inlines(InlineKind::Sub),
            Tag::Superscript => inlines(InlineKind::Sup),
            Tag::Link { link_type, dest_url, title, .. } => {
                let email = link_type == LinkType::Email;
                let target = if email { format!("mailto:{dest_url}") } else { dest_url.into_string() };
                inlines(InlineKind::Link(target, some_text(title.into_string())))
            }
            Tag::Image { dest_url, title, .. } => {
                inlines(InlineKind::Image(dest_url.into_string(), some_text(title.into_string())))
            }
            Tag::MetadataBlock(_) => Frame::Code(String::new(), String::new()),
        };
        match &frame {
            Frame::Inlines(
                InlineKind::Emphasis
                | InlineKind::Strong
                | InlineKind::Strike
                | InlineKind::Sub
                | InlineKind::Sup
                | InlineKind::Link(..)
                | InlineKind::Image(..),
                _,
            ) => self.begin_implicit()?,
            Frame::Inlines(..)
            | Frame::Blocks(..)
            | Frame::List(..)
            | Frame::Definitions(_)
            | Frame::Table(..)
            | Frame::Row(..)
            | Frame::Code(..)
            | Frame::Html(_) => self.end_implicit(),
        }
        self.open(frame)
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Error> {
        if tag == TagEnd::HtmlBlock {
            let html = self.html.take().unwrap_or_default();
            return self.html_block(&html);
        }
        // Whatever HTML is still open inside ends with it.
        while matches!(self.frames.last(), Some(Frame::Html(_) | Frame::Inlines(InlineKind::Implicit, _))) {
            self.close();
        }
        self.close();
        Ok(())
    }

    /// Opens a frame, unless that is too deep.
    pub(super) fn open(&mut self, frame: Frame) -> Result<(), Error> {
        if frame.is_level() {
            self.depth += 1;
            if self.depth > self.limits.nesting {
                let place = self.place();
                return Err(self.limits.reached(Limit::Nesting).in_format(crate::FORMAT.name).at(place));
            }
        }
        self.frames.push(frame);
        Ok(())
    }

    /// A tight item has no paragraphs of its own: text in it opens one.
    fn begin_implicit(&mut self) -> Result<(), Error> {
        if matches!(self.frames.last(), Some(Frame::Blocks(..))) {
            self.open(Frame::Inlines(InlineKind::Implicit, Inlines::new()))?;
        }
        Ok(())
    }

    pub(super) fn end_implicit(&mut self) {
        while self
            .frames
            .iter()
            .rev()
            .find(|frame| !matches!(frame, Frame::Html(_)))
            .is_some_and(|frame| matches!(frame, Frame::Inlines(InlineKind::Implicit, _)))
        {
            self.close();
        }
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), Error> {
        self.begin_implicit()?;
        match self.frames.last_mut() {
            Some(Frame::Inlines(_, inlines)) => push_text(inlines, text),
            Some(Frame::Html(element)) => push_node_text(&mut element.children, text),
            Some(Frame::Code(code, _)) => code.push_str(text),
            Some(
                Frame::Blocks(..)
                | Frame::List(..)
                | Frame::Definitions(_)
                | Frame::Table(..)
                | Frame::Row(..),
            )
            | None => {}
        }
        Ok(())
    }

    pub(super) fn inline(&mut self, inline: Inline) -> Result<(), Error> {
        self.begin_implicit()?;
        match self.frames.last_mut() {
            Some(Frame::Inlines(_, inlines)) => inlines.push(inline),
            Some(Frame::Html(element)) => element.children.push(Node::Inline(inline)),
            Some(
                Frame::Code(..)
                | Frame::Blocks(..)
                | Frame::List(..)
                | Frame::Definitions(_)
                | Frame::Table(..)
                | Frame::Row(..),
            )
            | None => {}
        }
        Ok(())
    }

    /// Adds a block to what is open.
    pub(super) fn block(&mut self, block: Block, native: bool) {
        self.end_implicit();
        let offset = self.offset;
        match self.frames.last_mut() {
            Some(Frame::Blocks(kind, blocks)) => {
                blocks.blocks.push(block);
                blocks.native.push(native);
                if *kind == BlockKind::Story {
                    blocks.offsets.push(offset);
                }
            }
            Some(Frame::Html(element)) => element.children.push(Node::Block(block)),
            Some(Frame::Inlines(_, inlines)) => {
                let mut reading = Reading { at: &Place::path(""), report: self.report };
                inlines.0.extend(inlines_of(vec![Node::Block(block)], &mut reading));
            }
            Some(
                Frame::Code(..) | Frame::List(..) | Frame::Definitions(_) | Frame::Table(..) | Frame::Row(..),
            )
            | None => {}
        }
    }

    /// Closes the last frame and hands what it holds to the one before.
    pub(super) fn close(&mut self) {
        if self.frames.len() <= 1 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        if frame.is_level() {
            self.depth -= 1;
        }
        match frame {
            Frame::Blocks(kind, blocks) => self.close_blocks(kind, blocks),
            Frame::Inlines(kind, inlines) => self.close_inlines(kind, inlines),
            Frame::List(start, items) => {
                let start_number =
                    start.and_then(|start| u32::try_from(start).ok()).filter(|start| *start != 1);
                let list = List { ordered: start.is_some(), start: start_number, items, attributes: None };
                self.block(Block::List(Box::new(list)), true);
            }
            Frame::Definitions(items) => {
                self.block(Block::DefinitionList(DefinitionList { items, attributes: None }), true);
            }
            Frame::Table(columns, head, body) => {
                let table = Table { columns, head, body, ..Table::default() };
                self.block(Block::Table(Box::new(table)), true);
            }
            Frame::Row(header, row) => {
                if let Some(Frame::Table(_, head, body)) = self.frames.last_mut() {
                    if header { head.push(row) } else { body.push(row) }
                }
            }
            Frame::Code(text, info) => self.close_code(text, &info),
            Frame::Html(element) => self.close_element(element),
        }
    }

    fn close_blocks(&mut self, kind: BlockKind, mut blocks: Blocks) {
        match kind {
            BlockKind::Story => {}
            BlockKind::Quotation(Some(class)) => {
                let mut attributes = Attributes::default();
                if class != "note" {
                    attributes.class.push(class.to_owned());
                }
                let note = Note {
                    kind: NoteKind::Note,
                    content: blocks.blocks,
                    attributes: attributes.boxed(),
                    ..Note::default()
                };
                self.block(Block::Note(Box::new(note)), true);
            }
            BlockKind::Quotation(None) => {
                let credit = take_credit(&mut blocks);
                let quotation = Quotation { content: blocks.blocks, credit, attributes: None };
                self.block(Block::Quotation(Box::new(quotation)), true);
            }
            BlockKind::Item => {
                if let Some(Frame::List(_, items)) = self.frames.last_mut() {
                    items.push(ListItem { content: blocks.shrunk(), attributes: None });
                }
            }
            BlockKind::Footnote(id) => {
                self.block(
                    Block::Footnote(Box::new(Footnote { id, content: blocks.shrunk(), attributes: None })),
                    true,
                );
            }
            BlockKind::Description => {
                let description = ListItem { content: blocks.shrunk(), attributes: None };
                if let Some(Frame::Definitions(items)) = self.frames.last_mut() {
                    match items.last_mut() {
                        Some(last) => last.descriptions.push(description),
                        None => items.push(Definition { terms: Vec::new(), descriptions: vec![description] }),
                    }
                }
            }
        }
    }

    fn close_inlines(&mut self, kind: InlineKind, mut content: Inlines) {
        let span = |content| Span { content, attributes: None };
        let inline = match kind {
            InlineKind::Paragraph | InlineKind::Implicit => return self.paragraph(content),
            InlineKind::Heading(level, attributes) => {
                content.normalise();
                let heading = CrossHead { level, content, attributes };
                return self.block(Block::CrossHead(Box::new(heading)), true);
            }
            InlineKind::Cell => {
                content.normalise();
                if let Some(Frame::Row(header, row)) = self.frames.last_mut() {
                    let blocks =
                        if content.is_empty() { Vec::new() } else { vec![Block::paragraph(content)] };
                    let cell = Cell {
                        header: *header,
                        column_span: 1,
                        row_span: 1,
                        content: blocks,
                        ..Cell::default()
                    };
                    row.cells.push(cell);
                }
                return;
            }
            InlineKind::Term => {
                if let Some(Frame::Definitions(items)) = self.frames.last_mut() {
                    match items.last_mut() {
                        Some(last) if last.descriptions.is_empty() => last.terms.push(span(content)),
                        // Most have one description: no room is kept for more.
                        _ => items.push(Definition {
                            terms: vec![span(content)],
                            descriptions: Vec::with_capacity(1),
                        }),
                    }
                }
                return;
            }
            InlineKind::Emphasis => Inline::Emphasis(Box::new(span(content))),
            InlineKind::Strong => Inline::Strong(Box::new(span(content))),
            InlineKind::Strike => Inline::Strike(Box::new(span(content))),
            InlineKind::Sub => Inline::Sub(Box::new(span(content))),
            InlineKind::Sup => Inline::Sup(Box::new(span(content))),
            InlineKind::Link(target, title) => {
                if is_unsafe_address(&target) {
                    let place = self.place();
                    self.report.flattened(Feature::Link, place, "the address runs a program");
                    return self.spread(content);
                }
                Inline::Link(Box::new(Link { target, title, content, attributes: None }))
            }
            InlineKind::Image(source, title) => self.image(source, title, &content),
        };
        // Nothing nests deeper here than where the style began.
        let _ = self.inline(inline);
    }

    fn spread(&mut self, content: Inlines) {
        for inline in content {
            let _ = self.inline(inline);
        }
    }

    fn image(&mut self, source: String, title: Option<String>, alternative: &Inlines) -> Inline {
        let text = alternative.plain_text();
        let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let unsafe_source = is_unsafe_address(&source);
        if unsafe_source {
            let place = self.place();
            self.report.dropped(Feature::Rendition, place, "the address runs a program");
        }
        let rendition = Rendition { source: (!unsafe_source).then_some(source), ..Rendition::default() };
        Inline::Image(Box::new(Media {
            renditions: vec![rendition],
            alternative: some_text(text),
            title,
            ..Media::default()
        }))
    }

    /// A paragraph; an image alone is a figure, with its caption and credit on the lines below.
    fn paragraph(&mut self, mut content: Inlines) {
        let figure = figure(&mut content);
        if let Some(media) = figure {
            return self.block(Block::Figure(Box::new(media)), true);
        }
        content.normalise();
        if !content.is_empty() {
            self.block(Block::paragraph(content), true);
        }
    }

    fn close_code(&mut self, mut text: String, info: &str) {
        if text.ends_with('\n') {
            text.pop();
        }
        let mut attributes = Attributes::default();
        if let Some((language, rest)) = split_info(info) {
            attributes.class.push(format!("language-{language}"));
            if !rest.is_empty() {
                attributes.extras.insert("markdown:info".to_owned(), Value::from(rest));
            }
        }
        let block = Preformatted { content: Inlines::from(text), attributes: attributes.boxed() };
        self.block(Block::Preformatted(block), true);
    }

    pub(super) fn place(&mut self) -> Place {
        self.places.at(self.offset)
    }

    fn finish(mut self) -> Story {
        while self.frames.len() > 1 {
            self.close();
        }
        let blocks = match self.frames.pop() {
            Some(Frame::Blocks(_, blocks)) => blocks,
            _ => Blocks::default(),
        };
        Story { blocks, marked: self.marked }
    }

    /// Nodes of a finished element as blocks.
    pub(super) fn blocks_of(&mut self, nodes: Vec<Node>) -> Vec<Block> {
        let at = self.place();
        blocks_of(nodes, &mut Reading { at: &at, report: self.report })
    }

    /// An element as inlines.
    pub(super) fn inlines_of(&mut self, element: Element) -> Inlines {
        let at = self.place();
        inlines_of(vec![Node::Element(element)], &mut Reading { at: &at, report: self.report })
    }
}

fn some_text(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}

fn split_info(info: &str) -> Option<(&str, &str)> {
    let info = info.trim();
    if info.is_empty() {
        return None;
    }
    Some(info.split_once(char::is_whitespace).map_or((info, ""), |(language, rest)| (language, rest.trim())))
}

fn note_class(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

fn alignment(alignment: Alignment) -> copydesk_core::Alignment {
    match alignment {
        Alignment::None => copydesk_core::Alignment::Unset,
        Alignment::Left => copydesk_core::Alignment::Left,
        Alignment::Center => copydesk_core::Alignment::Center,
        Alignment::Right => copydesk_core::Alignment::Right,
    }
}

fn heading_attributes(
    id: Option<pulldown_cmark::CowStr<'_>>,
    classes: Vec<pulldown_cmark::CowStr<'_>>,
    attrs: Vec<(pulldown_cmark::CowStr<'_>, Option<pulldown_cmark::CowStr<'_>>)>,
) -> Attributes {
    let mut attributes = Attributes {
        id: id.map(|id| id.into_string()),
        class: classes.into_iter().map(|class| class.into_string()).collect(),
        ..Attributes::default()
    };
    for (key, value) in attrs {
        let value = value.map(|value| value.into_string()).unwrap_or_default();
        if &*key == "lang" {
            attributes.language = Some(value);
        } else {
            attributes.extras.insert(format!("html:{key}"), Value::Text(value));
        }
    }
    attributes
}

/// The credit of a quotation: its last paragraph, behind a dash.
fn take_credit(blocks: &mut Blocks) -> Inlines {
    let (Some(Block::Paragraph(paragraph)), Some(true)) = (blocks.blocks.last_mut(), blocks.native.last())
    else {
        return Inlines::new();
    };
    let Some(Inline::Text(text)) = paragraph.content.first_mut() else { return Inlines::new() };
    let rest = ["— ", "-- ", "― "].iter().find_map(|dash| text.strip_prefix(dash)).map(str::to_owned);
    let rest = match rest {
        Some(rest) => rest,
        None if text == "—" && paragraph.content.len() > 1 => String::new(),
        None => return Inlines::new(),
    };
    let Some(Inline::Text(text)) = paragraph.content.first_mut() else { return Inlines::new() };
    *text = rest;
    let mut credit = std::mem::take(&mut paragraph.content);
    blocks.blocks.pop();
    credit.normalise();
    credit
}

/// What a figure is read from: an image; a line below it that is emphasised as a whole, its caption; and one more, its
/// credit. A title makes the caption where there is no such line.
fn figure(content: &mut Inlines) -> Option<Media> {
    let mut parts = content.iter().map(|inline| matches!(inline, Inline::Text(text) if text == "\n"));
    match content.as_slice() {
        [Inline::Image(_)] => {}
        [Inline::Image(_), _, Inline::Emphasis(_)] if parts.nth(1) == Some(true) => {}
        [Inline::Image(_), _, Inline::Emphasis(_), Inline::Text(text), ..]
            if parts.nth(1) == Some(true) && text.starts_with('\n') => {}
        _ => return None,
    }
    let mut all = std::mem::take(content).into_iter();
    let Some(Inline::Image(mut media)) = all.next() else { return None };
    if !media.caption.is_empty() || !media.credit.is_empty() {
        return Some(*media);
    }
    if let Some(Inline::Emphasis(caption)) = all.nth(1) {
        let mut caption = caption.content;
        caption.normalise();
        media.caption = vec![Block::paragraph(caption)];
        media.credit = all.collect();
        media.credit.normalise();
    } else if let Some(title) = media.title.take() {
        media.caption = vec![Block::paragraph(title)];
    }
    Some(*media)
}
