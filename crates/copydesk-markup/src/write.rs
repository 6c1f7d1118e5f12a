//! Blocks and inlines as HTML that is read back as the same.
//!
//! No line of what is written is blank, and every tag is one that CommonMark takes for raw HTML: the HTML can stand in
//! Markdown as it is.

mod media;
mod tag;

use copydesk_core::{
    Alignment, Block, Cell, Definition, Entity, EntityKind, Feature, Inline, Inlines, List, ListItem,
    NoteKind, Place, Report, Row, Step, Table, Trail, single_paragraph,
};

use crate::attributes::is_unsafe_address;
use crate::blocks::is_lone_code;
use crate::inlines::entity_kind;
use media::{figure, inline_image};
use tag::Tag;
pub use tag::escape_text;

/// Where HTML is written to.
pub struct HtmlOutput<'a> {
    /// The HTML so far.
    pub html: &'a mut String,
    /// What it does not carry.
    pub report: &'a mut Report,
    /// Where in the article the writer is.
    pub trail: &'a mut Trail,
    /// What is added to the level of a cross-head: 1 where `h1` is the headline.
    pub heading_offset: u8,
}

/// Writes blocks. What HTML cannot carry is reported: addresses that run a program.
pub fn blocks_to_html(blocks: &[Block], out: &mut HtmlOutput<'_>) {
    for (at, block) in blocks.iter().enumerate() {
        out.inside(Step::Index(at), |out| out.block(block));
    }
}

/// Writes running text.
pub fn inlines_to_html(inlines: &Inlines, out: &mut HtmlOutput<'_>) {
    for (at, inline) in inlines.iter().enumerate() {
        out.inside(Step::Index(at), |out| out.inline(inline));
    }
}

/// The place of the run an inline stands in: where the inline goes, its words join those beside it.
pub fn around(trail: &Trail) -> Place {
    let path = trail.to_string();
    let end = if path.ends_with(']') { path.rfind('[').unwrap_or(path.len()) } else { path.len() };
    Place::path(&path[..end])
}

/// The start tag and the end tag of an inline that holds inlines; empty where its content stands alone. Nothing for
/// those that hold none, and for links, whose address may not be one to follow.
pub fn inline_tags(inline: &Inline) -> Option<(String, &'static str)> {
    let (tag, end) = match inline {
        Inline::Text(_)
        | Inline::Break
        | Inline::Code(_)
        | Inline::Image(_)
        | Inline::FootnoteReference(_) => {
            return None;
        }
        Inline::Emphasis(_) => (Tag::new("em"), "</em>"),
        Inline::Strong(_) => (Tag::new("strong"), "</strong>"),
        Inline::Underline(_) => (Tag::new("u"), "</u>"),
        Inline::Strike(_) => (Tag::new("s"), "</s>"),
        Inline::Sub(_) => (Tag::new("sub"), "</sub>"),
        Inline::Sup(_) => (Tag::new("sup"), "</sup>"),
        Inline::Quote(_) => (Tag::new("q"), "</q>"),
        Inline::Span(span) => {
            if span.attributes.is_none() {
                return Some((String::new(), ""));
            }
            (Tag::new("span"), "</span>")
        }
        Inline::Link(link) => {
            if is_unsafe_address(&link.target) {
                return None;
            }
            let tag = Tag::new("a").with("href", &link.target).with_some("title", link.title.as_deref());
            (tag, "</a>")
        }
        Inline::Entity(entity) => (entity_tag(entity), "</span>"),
        Inline::Unknown(unknown) => match own_element(&unknown.name) {
            Some(end) => (Tag::new(&unknown.name), end),
            None => (Tag::new("span").with("data-element", &unknown.name), "</span>"),
        },
    };
    Some((tag.attributes(inline.attributes()).finish(), end))
}

fn entity_tag(entity: &Entity) -> Tag {
    let kind = match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Date => "date",
        EntityKind::Money => "money",
        EntityKind::Number => "number",
        EntityKind::Event => "event",
    };
    debug_assert_eq!(entity_kind(kind), Some(entity.kind), "kinds are read as they are written");
    Tag::new("span")
        .with("data-entity", kind)
        .with_some("data-value", entity.value.as_deref())
        .with_some("data-scheme", entity.scheme.as_deref())
}

/// The end tag of an unknown inline that HTML has an element for.
fn own_element(name: &str) -> Option<&'static str> {
    Some(match name {
        "abbr" => "</abbr>",
        "bdi" => "</bdi>",
        "bdo" => "</bdo>",
        "cite" => "</cite>",
        "dfn" => "</dfn>",
        "ins" => "</ins>",
        "kbd" => "</kbd>",
        "mark" => "</mark>",
        "samp" => "</samp>",
        "small" => "</small>",
        "var" => "</var>",
        _ => return None,
    })
}

/// The start tag and the end tag of a block whose blocks stand between them, for those that are such: notes without
/// a heading, containers, unknown blocks, footnotes.
pub fn opening_tag(block: &Block) -> Option<(String, &'static str)> {
    let (tag, end) = match block {
        Block::Footnote(note) => {
            (Tag::new("aside").with("role", "doc-footnote").with("data-footnote", &note.id), "</aside>")
        }
        Block::Note(note) => {
            let kind = match note.kind {
                NoteKind::Note => "note",
                NoteKind::FactBox => "fact-box",
            };
            (Tag::new("aside").first_class(kind), "</aside>")
        }
        Block::Container(_) => (Tag::new("div"), "</div>"),
        Block::Unknown(unknown) => (Tag::new("div").with("data-element", &unknown.name), "</div>"),
        Block::Quotation(_) => (Tag::new("blockquote"), "</blockquote>"),
        Block::Paragraph(_)
        | Block::CrossHead(_)
        | Block::List(_)
        | Block::DefinitionList(_)
        | Block::Preformatted(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Rule(_) => return None,
    };
    Some((tag.attributes(block.attributes()).finish(), end))
}

impl HtmlOutput<'_> {
    /// Writes one block; the trail already leads to it.
    pub fn block(&mut self, block: &Block) {
        let attributes = block.attributes();
        match block {
            Block::Paragraph(paragraph) => {
                let mut tag = Tag::new("p");
                if paragraph.lede {
                    tag = tag.first_class("lede");
                } else if attributes
                    .is_some_and(|said| said.class.first().is_some_and(|class| class == "lede"))
                {
                    tag = tag.with("data-lede", "false");
                }
                self.element(tag.attributes(attributes), &paragraph.content, "</p>");
            }
            Block::CrossHead(cross_head) => self.cross_head(cross_head),
            Block::List(list) => self.list(list),
            Block::DefinitionList(list) => {
                self.open(Tag::new("dl").attributes(attributes));
                self.indexed("items", &list.items, Self::definition);
                self.html.push_str("</dl>");
            }
            Block::Preformatted(preformatted) => {
                self.open(Tag::new("pre").attributes(attributes));
                if is_lone_code(&preformatted.content) {
                    self.lone_code(&preformatted.content);
                } else {
                    self.field("content", &preformatted.content);
                }
                self.html.push_str("</pre>");
            }
            Block::Table(table) => self.table(table),
            Block::Figure(media) => figure(media, self),
            Block::Rule(_) => self.open(Tag::new("hr").attributes(attributes)),
            Block::Quotation(quotation) => {
                self.open(Tag::new("blockquote").attributes(attributes));
                self.blocks("content", &quotation.content);
                if !quotation.credit.is_empty() {
                    self.html.push_str("<footer>");
                    self.field("credit", &quotation.credit);
                    self.html.push_str("</footer>");
                }
                self.html.push_str("</blockquote>");
            }
            Block::Footnote(_) | Block::Note(_) | Block::Container(_) | Block::Unknown(_) => {
                self.group(block)
            }
        }
    }

    fn group(&mut self, block: &Block) {
        let Some((start, end)) = opening_tag(block) else { return };
        self.html.push_str(&start);
        if let Block::Note(note) = block
            && !note.heading.is_empty()
        {
            self.html.push_str("<header>");
            self.field("heading", &note.heading);
            self.html.push_str("</header>");
        }
        for content in copydesk_core::child_blocks(block) {
            self.blocks("content", content);
        }
        self.html.push_str(end);
    }

    fn cross_head(&mut self, cross_head: &copydesk_core::CrossHead) {
        let level = cross_head.rank() + self.heading_offset;
        let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(1, 6)) - 1];
        let mut tag = Tag::new(name);
        if level > 6 {
            tag = tag.with("data-level", &level.to_string());
        }
        self.element(tag.attributes(cross_head.attributes.as_deref()), &cross_head.content, "");
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }

    fn list(&mut self, list: &List) {
        let name = if list.ordered { "ol" } else { "ul" };
        let start = list.start.map(|start| start.to_string());
        self.open(Tag::new(name).with_some("start", start.as_deref()).attributes(list.attributes.as_deref()));
        self.indexed("items", &list.items, |out, item| out.item("li", item, "</li>"));
        self.html.push_str(if list.ordered { "</ol>" } else { "</ul>" });
    }

    fn item(&mut self, name: &str, item: &ListItem, end: &str) {
        self.open(Tag::new(name).attributes(item.attributes.as_deref()));
        self.short_blocks(&item.content);
        self.html.push_str(end);
    }

    fn definition(&mut self, definition: &Definition) {
        let unclear = definition.terms.is_empty() || definition.descriptions.is_empty();
        if unclear {
            self.html.push_str("<div>");
        }
        self.indexed("terms", &definition.terms, |out, term| {
            out.element(Tag::new("dt").attributes(term.attributes.as_deref()), &term.content, "</dt>");
        });
        self.indexed("descriptions", &definition.descriptions, |out, item| out.item("dd", item, "</dd>"));
        if unclear {
            self.html.push_str("</div>");
        }
    }

    fn table(&mut self, table: &Table) {
        self.open(Tag::new("table").attributes(table.attributes.as_deref()));
        if !table.caption.is_empty() {
            self.html.push_str("<caption>");
            self.field("caption", &table.caption);
            self.html.push_str("</caption>");
        }
        if !table.columns.is_empty() {
            self.html.push_str("<colgroup>");
            for column in &table.columns {
                self.open(Tag::new("col").with_some("align", alignment(*column)));
            }
            self.html.push_str("</colgroup>");
        }
        self.rows("head", &table.head, ["<thead>", "</thead>"]);
        self.rows("body", &table.body, ["<tbody>", "</tbody>"]);
        self.rows("foot", &table.foot, ["<tfoot>", "</tfoot>"]);
        self.html.push_str("</table>");
    }

    fn rows(&mut self, field: &'static str, rows: &[Row], tags: [&str; 2]) {
        if rows.is_empty() {
            return;
        }
        self.html.push_str(tags[0]);
        self.indexed(field, rows, |out, row| {
            out.html.push('\n');
            out.open(Tag::new("tr").attributes(row.attributes.as_deref()));
            out.indexed("cells", &row.cells, Self::cell);
            out.html.push_str("</tr>");
        });
        self.html.push_str(tags[1]);
    }

    fn cell(&mut self, cell: &Cell) {
        let span = |count: u16| (count > 1).then(|| count.to_string());
        let tag = Tag::new(if cell.header { "th" } else { "td" })
            .with_some("colspan", span(cell.column_span).as_deref())
            .with_some("rowspan", span(cell.row_span).as_deref())
            .with_some("align", alignment(cell.alignment));
        self.open(tag.attributes(cell.attributes.as_deref()));
        self.short_blocks(&cell.content);
        self.html.push_str(if cell.header { "</th>" } else { "</td>" });
    }

    /// Writes one inline; the trail already leads to it.
    pub fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => escape_text(text, self.html),
            Inline::Break => self.html.push_str("<br>"),
            Inline::Code(code) => {
                self.open(Tag::new("code").attributes(code.attributes.as_deref()));
                escape_text(&code.text, self.html);
                self.html.push_str("</code>");
            }
            Inline::Image(media) => inline_image(media, self),
            Inline::FootnoteReference(reference) => {
                self.open(Tag::new("a").with("role", "doc-noteref").with("data-footnote", &reference.id));
                self.html.push_str("</a>");
            }
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Link(_)
            | Inline::Quote(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => self.holder(inline),
        }
    }

    fn holder(&mut self, inline: &Inline) {
        let tags = inline_tags(inline);
        if tags.is_none() {
            self.report.flattened(Feature::Link, around(self.trail), "the address runs a program");
        }
        let (start, end) = tags.unwrap_or_default();
        self.html.push_str(&start);
        if let Some(content) = inline.content() {
            self.field("content", content);
        }
        self.html.push_str(end);
    }

    /// One code is all a preformatted block holds: marked, so that it is not taken for the block's own.
    fn lone_code(&mut self, content: &Inlines) {
        for inline in content {
            if let Inline::Code(code) = inline {
                self.open(Tag::new("code").with("data-inline", "").attributes(code.attributes.as_deref()));
                escape_text(&code.text, self.html);
                self.html.push_str("</code>");
            }
        }
    }

    /// The content of a cell or an item: a single plain paragraph without its tags.
    fn short_blocks(&mut self, blocks: &[Block]) {
        match single_paragraph(blocks) {
            Some(inlines) if !holds_lone_image(inlines) && !inlines.is_empty() => {
                self.trail.enter(Step::Field("content"));
                self.trail.enter(Step::Index(0));
                self.field("content", inlines);
                self.trail.leave();
                self.trail.leave();
            }
            _ => self.blocks("content", blocks),
        }
    }

    fn element(&mut self, tag: Tag, content: &Inlines, end: &str) {
        self.open(tag);
        self.field("content", content);
        self.html.push_str(end);
    }

    fn open(&mut self, tag: Tag) {
        self.html.push_str(&tag.finish());
    }

    fn field(&mut self, name: &'static str, inlines: &Inlines) {
        self.inside(Step::Field(name), |out| inlines_to_html(inlines, out));
    }

    fn blocks(&mut self, name: &'static str, blocks: &[Block]) {
        self.inside(Step::Field(name), |out| blocks_to_html(blocks, out));
    }

    fn indexed<T>(&mut self, field: &'static str, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.trail.enter(Step::Field(field));
        for (at, item) in items.iter().enumerate() {
            self.trail.enter(Step::Index(at));
            each(self, item);
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn inside(&mut self, step: Step, write: impl FnOnce(&mut Self)) {
        self.trail.enter(step);
        write(self);
        self.trail.leave();
    }
}

/// An image that is all a paragraph holds would be read as a figure.
fn holds_lone_image(inlines: &Inlines) -> bool {
    matches!(inlines.as_slice(), [Inline::Image(_)])
}

fn alignment(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::Unset => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    }
}
