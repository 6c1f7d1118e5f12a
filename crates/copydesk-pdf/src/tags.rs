//! The structure of the document, as PDF tags, and its outline.

use std::num::NonZeroU16;

use copydesk_layout::page::{Child, ContentId, Layout, Node, Numbering, OutlineEntry, Role, Scope, Spans};
use krilla::destination::XyzDestination;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{
    BBox, ListNumbering, Node as TagNode, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use crate::draw::Drawn;
use crate::press::Press;
use crate::text::{language_tag, short};

/// Builds the structure tree. Content no node claims ends up in a paragraph at the end: nothing drawn is left untagged.
pub(crate) fn tree(layout: &Layout, drawn: Drawn) -> TagTree {
    let mut builder = Builder { layout, drawn, rank: 0 };
    let mut tree = TagTree::new().with_lang(language_tag(&layout.language));
    for node in &layout.structure {
        tree.push(builder.group(node));
    }
    let rest: Vec<TagNode> =
        std::mem::take(&mut builder.drawn.contents).into_iter().flatten().map(TagNode::Leaf).collect();
    if !rest.is_empty() {
        tree.push(TagGroup::with_children(Tag::P, rest));
    }
    tree
}

struct Builder<'a> {
    layout: &'a Layout,
    drawn: Drawn,
    /// The level of the last heading.
    rank: u8,
}

impl Builder<'_> {
    fn group(&mut self, node: &Node) -> TagGroup {
        let mut kind = self.kind(node);
        let tag = kind.as_any_mut();
        if let Some(language) = node.language.as_deref().and_then(language_tag) {
            tag.set_lang(Some(language));
        }
        if let Some(text) = &node.actual_text {
            tag.set_actual_text(Some(short(text)));
        }
        let mut group = TagGroup::new(kind);
        for child in &node.children {
            match child {
                Child::Node(node) => group.push(self.group(node)),
                Child::Content(content) => {
                    for identifier in self.take(*content) {
                        group.push(identifier);
                    }
                }
            }
        }
        group
    }

    fn take(&mut self, content: ContentId) -> Vec<krilla::tagging::Identifier> {
        self.drawn.contents.get_mut(content.0 as usize).map(std::mem::take).unwrap_or_default()
    }

    fn kind(&mut self, node: &Node) -> TagKind {
        match &node.role {
            Role::Headline => self.heading(0, &self.layout.title),
            Role::Heading { rank, title } => self.heading(*rank, title),
            Role::Paragraph => Tag::P.into(),
            Role::Group => Tag::Div.into(),
            Role::Section | Role::Aside => Tag::Section.into(),
            Role::List(numbering) => Tag::L(match numbering {
                Numbering::Bullets => ListNumbering::Disc,
                Numbering::Decimal => ListNumbering::Decimal,
                Numbering::Unmarked => ListNumbering::None,
            })
            .into(),
            Role::ListItem => Tag::LI.into(),
            Role::Label => Tag::Lbl.into(),
            Role::ListBody => Tag::LBody.into(),
            Role::Table => Tag::Table.into(),
            Role::TableHead => Tag::THead.into(),
            Role::TableBody => Tag::TBody.into(),
            Role::TableFoot => Tag::TFoot.into(),
            Role::Row => Tag::TR.into(),
            Role::HeaderCell(scope, Spans { columns, rows }) => Tag::TH(match scope {
                Scope::Column => TableHeaderScope::Column,
                Scope::Row => TableHeaderScope::Row,
                Scope::Both => TableHeaderScope::Both,
            })
            .with_col_span((columns.get() > 1).then_some(*columns))
            .with_row_span((rows.get() > 1).then_some(*rows))
            .into(),
            Role::Cell(Spans { columns, rows }) => Tag::TD
                .with_col_span((columns.get() > 1).then_some(*columns))
                .with_row_span((rows.get() > 1).then_some(*rows))
                .into(),
            Role::Figure { alternative } => {
                let alternative = if alternative.trim().is_empty() { "Image" } else { alternative };
                Tag::Figure(Some(short(alternative))).with_bbox(self.figure_box(node)).into()
            }
            Role::Caption => Tag::Caption.into(),
            Role::BlockQuotation => Tag::BlockQuote.into(),
            Role::Quotation => Tag::InlineQuote.into(),
            Role::Footnote => Tag::Note.into(),
            Role::Reference => Tag::Reference.into(),
            Role::Link => Tag::Link.into(),
            Role::Span => Tag::Span.into(),
            Role::Emphasis => Tag::Em.into(),
            Role::Strong => Tag::Strong.into(),
            Role::Code => Tag::Code.into(),
        }
    }

    /// A heading, one level below the last at most: ISO 14289-1, 7.4.2.
    fn heading(&mut self, rank: u8, title: &str) -> TagKind {
        let level = rank.saturating_add(1).min(self.rank.saturating_add(1));
        self.rank = level;
        let title = if title.trim().is_empty() { &self.layout.title } else { title };
        let level = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        Tag::Hn(level, Some(short(title))).into()
    }

    /// Where a figure is, if it is one picture.
    fn figure_box(&self, node: &Node) -> Option<BBox> {
        let contents: Vec<ContentId> = node
            .children
            .iter()
            .filter_map(|child| match child {
                Child::Content(content) => Some(*content),
                Child::Node(_) => None,
            })
            .collect();
        let mut found = self.drawn.boxes.iter().filter(|(content, ..)| contents.contains(content));
        match (found.next(), found.next()) {
            (Some((_, page, rect)), None) => Some(BBox::new(*page, *rect)),
            _ => None,
        }
    }
}

/// Builds the outline.
pub(crate) fn outline(layout: &Layout, press: Press) -> Outline {
    let mut outline = Outline::new();
    let mut entries = layout.outline.iter().peekable();
    while let Some(entry) = entries.next() {
        outline.push_child(outline_node(layout, press, entry, &mut entries));
    }
    if layout.outline.is_empty() {
        let top = XyzDestination::new(0, press.point(0.0, 0.0));
        outline.push_child(OutlineNode::new(short(&layout.title), top));
    }
    outline
}

/// An entry, with the deeper ones that follow it. Depth is bounded by the ranks of headings.
fn outline_node(
    layout: &Layout,
    press: Press,
    entry: &OutlineEntry,
    rest: &mut std::iter::Peekable<std::slice::Iter<'_, OutlineEntry>>,
) -> OutlineNode {
    let page = entry.position.page.min(layout.pages.len().saturating_sub(1));
    let place = XyzDestination::new(page, press.point(entry.position.x, entry.position.y));
    let mut node = OutlineNode::new(short(&entry.title), place).with_open(true);
    while let Some(next) = rest.peek().copied() {
        if next.depth <= entry.depth {
            break;
        }
        rest.next();
        node.push_child(outline_node(layout, press, next, rest));
    }
    node
}
