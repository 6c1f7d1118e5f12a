//! What is open while the events of a document come in.

use copydesk_core::{Alignment, Attributes, Block, Definition, Inline, Inlines, ListItem, Row};
use copydesk_markup::{Element, Node};

use crate::furniture::Line;

/// Something that is open.
pub(super) enum Frame {
    /// Blocks.
    Blocks(BlockKind, Blocks),
    /// Running text.
    Inlines(InlineKind, Inlines),
    /// The items of a list; the number of the first of an ordered one.
    List(Option<u64>, Vec<ListItem>),
    /// The entries of a definition list.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Vec<Alignment>, Vec<Row>, Vec<Row>),
    /// A row of a table, of header cells or not.
    Row(bool, Row),
    /// The text of a code block and what stands after its fence.
    Code(String, String),
    /// An element of HTML; one without a name stands for an HTML block.
    Html(Element),
}

/// Blocks, and which of them are Markdown's own.
#[derive(Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    /// For each block: it was written as Markdown, not as HTML.
    pub(super) native: Vec<bool>,
    /// For each block: where it begins. Only kept for the story itself.
    pub(super) offsets: Vec<usize>,
}

#[derive(Clone, PartialEq)]
pub(super) enum BlockKind {
    Story,
    /// A quotation; the class of a note that is written as one.
    Quotation(Option<&'static str>),
    Item,
    Footnote(String),
    Description,
}

pub(super) enum InlineKind {
    Paragraph,
    /// Text in a tight item: a paragraph without its own event.
    Implicit,
    Heading(u8, Option<Box<Attributes>>),
    Cell,
    Term,
    Emphasis,
    Strong,
    Strike,
    Sub,
    Sup,
    Link(String, Option<String>),
    Image(String, Option<String>),
}

/// A marked line around the story, or the abstract.
pub(super) struct Marked {
    /// How many blocks of the story stand before it.
    pub(super) position: usize,
    pub(super) offset: usize,
    pub(super) line: Line,
    pub(super) nodes: Vec<Node>,
}

impl Blocks {
    /// The blocks, without room for more: most items hold one.
    pub(super) fn shrunk(mut self) -> Vec<Block> {
        self.blocks.shrink_to_fit();
        self.blocks
    }
}

impl Frame {
    /// Whether it counts for how deep blocks and inlines nest.
    pub(super) fn is_level(&self) -> bool {
        match self {
            Self::Blocks(kind, _) => {
                !matches!(kind, BlockKind::Story | BlockKind::Item | BlockKind::Description)
            }
            Self::Inlines(kind, _) => {
                !matches!(kind, InlineKind::Cell | InlineKind::Term | InlineKind::Implicit)
            }
            Self::List(..) | Self::Definitions(_) | Self::Table(..) | Self::Code(..) => true,
            Self::Row(..) => false,
            Self::Html(element) => !element.name.is_empty(),
        }
    }
}

/// Appends text, to the text before it if there is one.
pub(super) fn push_text(inlines: &mut Inlines, text: &str) {
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        last.push_str(text);
    } else {
        if inlines.is_empty() {
            // Most runs are one text: no room is kept for more.
            inlines.reserve_exact(1);
        }
        inlines.push(Inline::Text(text.to_owned()));
    }
}

pub(super) fn push_node_text(nodes: &mut Vec<Node>, text: &str) {
    if let Some(Node::Text(last)) = nodes.last_mut() {
        last.push_str(text);
    } else {
        nodes.push(Node::Text(text.to_owned()));
    }
}
