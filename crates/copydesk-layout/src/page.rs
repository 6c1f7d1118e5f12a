//! Placed pages: the plain boundary between the layout and the file that is written from it.
//!
//! Lengths are points, 72 to the inch. A page's origin is its top left corner; `x` grows to the right and `y` grows
//! **downward**. The layout says what stands where and what it means; how that becomes bytes is the writer's affair.
//!
//! Text and glyphs of the whole document stand in two long buffers, [`Layout::text`] and [`Layout::glyphs`]; runs and
//! glyphs are ranges in them. That keeps a page at a handful of allocations.
//!
//! What is drawn and what it means meet in [`ContentId`]: an item on a page carries one, and exactly one
//! [`Node`] of the structure tree has it as a child. An item that means nothing (a running head, a column rule, a bullet
//! that the structure tells anyway) is an [artifact](Mark::Artifact).
//!
//! ```
//! use copydesk_layout::page::{Child, Colour, ContentId, Item, Layout, Mark, Node, Page, Rect, Role};
//!
//! let mut layout = Layout { title: "Storm".to_owned(), language: "en".to_owned(), ..Layout::default() };
//! let mut page = Page::new(595.28, 841.89, 1);
//! let rule = Rect { x: 42.0, y: 60.0, width: 511.0, height: 0.5 };
//! page.items.push(Item::Fill { rect: rule, colour: Colour::BLACK, mark: Mark::DECORATION });
//! layout.pages.push(page);
//! layout.structure.push(Node::new(Role::Paragraph).with(ContentId(0)));
//! ```

use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use copydesk_core::{Direction, Media, Report, Trail};

/// A document, laid out.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The title, plain, on one line.
    pub title: String,
    /// The main language, as a BCP 47 tag; `und` where it is not known.
    pub language: String,
    /// The direction of the document as a whole.
    pub direction: Option<Direction>,
    /// The pages, in order. At least one.
    pub pages: Vec<Page>,
    /// The fonts; a [`FontId`] counts from 0 here. Only fonts that runs use are embedded.
    pub fonts: Vec<FontFile>,
    /// The text of all runs: what the glyphs stand for, in logical order within a run.
    pub text: String,
    /// The glyphs of all runs: in visual order, from left to right, within a run.
    pub glyphs: Vec<Glyph>,
    /// What stands at the top of the structure, in reading order. The document itself is above them.
    pub structure: Vec<Node>,
    /// The outline, in reading order.
    pub outline: Vec<OutlineEntry>,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its width, trimmed, in points.
    pub width: f32,
    /// Its height, trimmed, in points.
    pub height: f32,
    /// Its number, as a reader sees it: the page label.
    pub number: u32,
    /// What stands on it, in paint order. Items of one [`ContentId`] should follow one another.
    pub items: Vec<Item>,
}

/// A thing on a page.
#[derive(Debug, Clone)]
pub enum Item {
    /// Glyphs on one baseline.
    Run(Run),
    /// A filled rectangle: a rule, a tint.
    Fill {
        /// Where.
        rect: Rect,
        /// In which colour.
        colour: Colour,
        /// What it means.
        mark: Mark,
    },
    /// A picture, stretched to fill a rectangle: keep its proportions.
    Picture {
        /// Where.
        rect: Rect,
        /// Which.
        picture: PictureId,
        /// What it means.
        mark: Mark,
    },
    /// An area that leads somewhere when it is clicked. One for each line of a link's text.
    Link {
        /// Where.
        rect: Rect,
        /// To what.
        target: Target,
        /// A direct child of a [`Role::Link`] node. The text of the link may have the same id or its own.
        content: ContentId,
        /// What the link is, in words: its title or its text.
        description: String,
    },
    /// A character that no font has, to be drawn as a box, with the character behind it.
    Missing {
        /// The box, its lower edge on the baseline.
        rect: Rect,
        /// The characters it stands for, in [`Layout::text`].
        text: Range<u32>,
        /// In which colour.
        colour: Colour,
        /// What it means.
        mark: Mark,
    },
}

/// Glyphs of one font and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The font.
    pub font: FontId,
    /// Its size, in points.
    pub size: f32,
    /// Where the first glyph's origin is, from the left, in points.
    pub x: f32,
    /// The baseline, from the top, in points.
    pub baseline: f32,
    /// The colour.
    pub colour: Colour,
    /// The glyphs, in [`Layout::glyphs`].
    pub glyphs: Range<u32>,
    /// What it means.
    pub mark: Mark,
}

/// One glyph. The next one's origin is `advance` to the right of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its id in the font. Never 0, the font's sign for "no such character": that is an [`Item::Missing`].
    pub id: u16,
    /// How far the next glyph is, in points: the font's advance, kerning, and what justification adds.
    pub advance: f32,
    /// How far it is moved to the right without moving the next one, in points.
    pub x_offset: f32,
    /// How far it is moved **up**, in points, as shapers have it.
    pub y_offset: f32,
    /// The characters it stands for, in [`Layout::text`]: those of its cluster. Glyphs of one cluster have the same
    /// range. A space at the end of a line is a glyph too. The hyphen a line is broken with stands for a U+00AD that is
    /// put into the text for it.
    pub text: Range<u32>,
}

/// A rectangle, in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width, more than 0.
    pub width: f32,
    /// Its height, more than 0.
    pub height: f32,
}

/// A colour. Text is gray, so that a press prints it with one ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// 0 is black, 255 white.
    Gray(u8),
    /// Red, green and blue, as sRGB.
    Rgb(u8, u8, u8),
}

/// What an item means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Part of the text: the node that has this child says what.
    Content(ContentId),
    /// Nothing.
    Artifact(Artifact),
}

/// Why an item means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Artifact {
    /// It is in the running head.
    Header,
    /// It is in the running foot.
    Footer,
    /// It is the page's number.
    PageNumber,
    /// It is a rule, a tint, an ornament.
    Decoration,
}

/// A piece of content: what is drawn for one child of a node. Counted from 0; each is the child of exactly one node.
/// Its items may stand on several lines, columns and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub u32);

/// A font in [`Layout::fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);

/// A picture, as [`Pictures::load`] named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureId(pub u32);

/// The bytes of a font file.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A font.
#[derive(Clone)]
pub struct FontFile {
    /// The file. Keep the same `Arc` from article to article: a writer knows a font by it.
    pub data: FontBytes,
    /// Which font of a collection; else 0.
    pub index: u32,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An address.
    Address(String),
    /// A place in this document: a footnote, say.
    Place(Position),
}

/// A place on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Position {
    /// The page, counted from 0.
    pub page: usize,
    /// From the left, in points.
    pub x: f32,
    /// From the top, in points: the upper edge of what is to be seen.
    pub y: f32,
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// How deep: 0 for the headline, 1 for a cross-head below it, and so on.
    pub depth: usize,
    /// Its text, plain, on one line.
    pub title: String,
    /// Where it leads.
    pub position: Position,
}

/// A node of the structure: what a part of the document is.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Its language as a BCP 47 tag, where it differs from what is around it.
    pub language: Option<String>,
    /// The text to be read instead of what it holds: of a bullet, a drop cap, a box that no font has.
    pub actual_text: Option<String>,
    /// What it holds, in reading order. A node without any is left out.
    pub children: Vec<Child>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Child {
    /// Another node.
    Node(Node),
    /// What is drawn.
    Content(ContentId),
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The headline: the only heading of level 1.
    Headline,
    /// A cross-head. Rank 1 is the highest below the headline.
    Heading {
        /// The rank. No rank may be left out on the way down; the writer mends what does.
        rank: u8,
        /// Its text, plain.
        title: String,
    },
    /// A paragraph, or any line that stands alone: kicker, deck, byline, a line of the colophon.
    Paragraph,
    /// A group without a meaning of its own: a container, a fact box.
    Group,
    /// A section: the colophon, a note with a heading.
    Section,
    /// An aside to the text: an editor's note to the reader, a fact box.
    Aside,
    /// A list of items.
    List(Numbering),
    /// An item: a label and a body, or a body alone.
    ListItem,
    /// The bullet or number of an item; the term of a definition.
    Label,
    /// What an item says.
    ListBody,
    /// A table: rows, or groups of rows; a caption first.
    Table,
    /// The rows at the head of a table.
    TableHead,
    /// The rows between.
    TableBody,
    /// The rows at its foot.
    TableFoot,
    /// A row of cells.
    Row,
    /// A cell that names its row or column.
    HeaderCell(Scope, Spans),
    /// Any other cell.
    Cell(Spans),
    /// A picture.
    Figure {
        /// What it shows, in words. Not empty: decoration is an artifact.
        alternative: String,
    },
    /// The caption of a figure or table.
    Caption,
    /// A quotation set apart.
    BlockQuotation,
    /// A quotation in the line.
    Quotation,
    /// A footnote.
    Footnote,
    /// The mark in the text that stands for a footnote; holds a link to it.
    Reference,
    /// A link: its text, and its [areas](Item::Link).
    Link,
    /// Part of a line that is set apart: another language, a style.
    Span,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Code, or preformatted text.
    Code,
}

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// They are not.
    #[default]
    Bullets,
    /// 1, 2, 3.
    Decimal,
    /// There is neither bullet nor number: definitions.
    Unmarked,
}

/// What a header cell names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The cells below it.
    #[default]
    Column,
    /// The cells beside it.
    Row,
    /// Both.
    Both,
}

/// How many columns and rows a cell spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spans {
    /// Columns.
    pub columns: NonZeroU32,
    /// Rows.
    pub rows: NonZeroU32,
}

/// A picture that can be placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its name for [`Item::Picture`].
    pub id: PictureId,
    /// Its width, in pixels, as it is to be seen (turned upright). More than 0.
    pub width: u32,
    /// Its height, in pixels. More than 0.
    pub height: u32,
    /// What it shows, in words. Empty: it is decoration, and an artifact.
    pub alternative: String,
}

/// Who has the pictures. The layout asks for sizes alone; the writer keeps the bytes.
pub trait Pictures {
    /// The picture of a figure or of an image in the line, or `None` where there is none that can be shown. Why not
    /// is reported here, once; the layout then prints caption and credit alone. `at` is where the media stands.
    fn load(&mut self, media: &Media, at: &Trail, report: &mut Report) -> Option<Picture>;
}

/// No pictures at all; nothing is reported.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPictures;

impl Pictures for NoPictures {
    fn load(&mut self, _: &Media, _: &Trail, _: &mut Report) -> Option<Picture> {
        None
    }
}

impl Page {
    /// An empty page of this width and height, in points.
    pub fn new(width: f32, height: f32, number: u32) -> Self {
        Self { width, height, number, items: Vec::new() }
    }
}

impl Colour {
    /// Black.
    pub const BLACK: Self = Self::Gray(0);
}

impl Mark {
    /// A rule, a tint, an ornament.
    pub const DECORATION: Self = Self::Artifact(Artifact::Decoration);
}

impl Spans {
    /// A cell of one column and one row.
    pub const ONE: Self = Self { columns: NonZeroU32::MIN, rows: NonZeroU32::MIN };
}

impl Default for Spans {
    fn default() -> Self {
        Self::ONE
    }
}

impl Node {
    /// A node without children.
    pub fn new(role: Role) -> Self {
        Self { role, language: None, actual_text: None, children: Vec::new() }
    }

    /// The node with another child.
    #[must_use]
    pub fn with(mut self, child: impl Into<Child>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds a child.
    pub fn push(&mut self, child: impl Into<Child>) {
        self.children.push(child.into());
    }
}

impl From<Node> for Child {
    fn from(node: Node) -> Self {
        Self::Node(node)
    }
}

impl From<ContentId> for Child {
    fn from(content: ContentId) -> Self {
        Self::Content(content)
    }
}

impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontFile")
            .field("bytes", &(*self.data).as_ref().len())
            .field("index", &self.index)
            .finish()
    }
}
