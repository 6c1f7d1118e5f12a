//! The blocks an article's body is made of.

use serde::{Deserialize, Serialize};

use crate::{Attributes, Audience, Feature, Inlines, Media, Span, is_default};

/// One block of the body.
///
/// Exhaustive on purpose: a writer names every variant, and the compiler finds the one that does not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A heading inside the story.
    CrossHead(Box<CrossHead>),
    /// An ordered or unordered list.
    List(Box<List>),
    /// A list of terms and what they mean.
    DefinitionList(DefinitionList),
    /// A quotation set apart from the text.
    Quotation(Box<Quotation>),
    /// Text whose spaces and line ends stand as typed: wire tables, racing cards, verse.
    Preformatted(Preformatted),
    /// A table.
    Table(Box<Table>),
    /// A photograph, graphic, sound or film, with caption and credit.
    Figure(Box<Media>),
    /// A footnote; [references](crate::Inline::FootnoteReference) name it by its id.
    Footnote(Box<Footnote>),
    /// A rule across the column.
    Rule(Rule),
    /// A note or a fact box.
    Note(Box<Note>),
    /// Blocks that belong together.
    Container(Container),
    /// Something the model has no word for.
    Unknown(Box<UnknownBlock>),
}

macro_rules! block_struct {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// Its id, class, language, direction, audience and extras.
            #[serde(skip_serializing_if = "is_default")]
            pub attributes: Option<Box<Attributes>>,
        }
    };
}

block_struct! {
    /// A paragraph.
    Paragraph {
        /// Its text.
        content: Inlines,
        /// It is the lede: the paragraph that tells the story in a sentence.
        #[serde(skip_serializing_if = "is_default")]
        lede: bool,
    }
}
block_struct! {
    /// A heading inside the story.
    CrossHead {
        /// Its rank: 1 for the highest below the headline, up to 6. 0 is read as 1.
        level: u8,
        /// Its text.
        content: Inlines,
    }
}
block_struct! {
    /// A list.
    List {
        /// Its items are numbered.
        #[serde(skip_serializing_if = "is_default")]
        ordered: bool,
        /// The number of the first item of an ordered list, where that is not 1.
        #[serde(skip_serializing_if = "is_default")]
        start: Option<u32>,
        /// Its items.
        items: Vec<ListItem>,
    }
}
block_struct! {
    /// An item of a list, or what a definition says of its terms.
    ListItem {
        /// What it holds.
        content: Vec<Block>,
    }
}
block_struct! {
    /// A list of terms and what they mean.
    DefinitionList {
        /// Its entries.
        items: Vec<Definition>,
    }
}
/// An entry of a definition list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Definition {
    /// The terms.
    pub terms: Vec<Span>,
    /// What they mean.
    pub descriptions: Vec<ListItem>,
}
block_struct! {
    /// A quotation set apart from the text.
    Quotation {
        /// What is quoted.
        content: Vec<Block>,
        /// Who said it, and where.
        #[serde(skip_serializing_if = "is_default")]
        credit: Inlines,
    }
}
block_struct! {
    /// Text whose spaces and line ends stand as typed.
    Preformatted {
        /// The text, its lines divided by line feeds.
        content: Inlines,
    }
}
block_struct! {
    /// A table.
    Table {
        /// What it shows.
        #[serde(skip_serializing_if = "is_default")]
        caption: Inlines,
        /// How each column is aligned; may be shorter than the rows are.
        #[serde(skip_serializing_if = "is_default")]
        columns: Vec<Alignment>,
        /// The rows at its head, repeated on each page.
        #[serde(skip_serializing_if = "is_default")]
        head: Vec<Row>,
        /// Its rows.
        body: Vec<Row>,
        /// The rows at its foot.
        #[serde(skip_serializing_if = "is_default")]
        foot: Vec<Row>,
    }
}
block_struct! {
    /// A row of a table.
    Row {
        /// Its cells, from the start of the line to its end.
        cells: Vec<Cell>,
    }
}
block_struct! {
    /// A cell of a table.
    Cell {
        /// It names its row or column.
        #[serde(skip_serializing_if = "is_default")]
        header: bool,
        /// How many columns it spans; 0 is read as 1.
        #[serde(skip_serializing_if = "is_one")]
        column_span: u16,
        /// How many rows it spans; 0 is read as 1.
        #[serde(skip_serializing_if = "is_one")]
        row_span: u16,
        /// How it is aligned, where it differs from its column.
        #[serde(skip_serializing_if = "is_default")]
        alignment: Alignment,
        /// What it holds: a single plain paragraph for most.
        content: Vec<Block>,
    }
}
block_struct! {
    /// A footnote.
    Footnote {
        /// What references call it.
        id: String,
        /// Its text.
        content: Vec<Block>,
    }
}
block_struct! {
    /// A rule across the column.
    Rule {}
}
block_struct! {
    /// A note or a fact box.
    Note {
        /// Which of the two.
        kind: NoteKind,
        /// Its heading.
        #[serde(skip_serializing_if = "is_default")]
        heading: Inlines,
        /// What it holds.
        content: Vec<Block>,
    }
}
block_struct! {
    /// Blocks that belong together; the class says why.
    Container {
        /// What it holds.
        content: Vec<Block>,
    }
}
block_struct! {
    /// A block the model has no word for. Its own attributes stand in `attributes.extras`.
    UnknownBlock {
        /// The element's name in its format.
        name: String,
        /// What it holds.
        content: Vec<Block>,
    }
}

/// What a note is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// A note: to the reader or, if its audience is internal, to the desk.
    #[default]
    Note,
    /// A fact box beside the story.
    FactBox,
}

/// How text is aligned in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// Nothing is said.
    #[default]
    Unset,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right, as numbers are.
    Right,
}

impl Block {
    /// A paragraph without attributes.
    pub fn paragraph(content: impl Into<Inlines>) -> Self {
        Self::Paragraph(Paragraph { content: content.into(), ..Paragraph::default() })
    }

    /// A cross-head without attributes. Level 1 is the highest below the headline.
    pub fn cross_head(level: u8, content: impl Into<Inlines>) -> Self {
        Self::CrossHead(Box::new(CrossHead { level, content: content.into(), attributes: None }))
    }

    /// Its id, class, language, direction, audience and extras, if it has any.
    pub fn attributes(&self) -> Option<&Attributes> {
        match self {
            Self::Paragraph(block) => block.attributes.as_deref(),
            Self::CrossHead(block) => block.attributes.as_deref(),
            Self::List(block) => block.attributes.as_deref(),
            Self::DefinitionList(block) => block.attributes.as_deref(),
            Self::Quotation(block) => block.attributes.as_deref(),
            Self::Preformatted(block) => block.attributes.as_deref(),
            Self::Table(block) => block.attributes.as_deref(),
            Self::Figure(block) => block.attributes.as_deref(),
            Self::Footnote(block) => block.attributes.as_deref(),
            Self::Rule(block) => block.attributes.as_deref(),
            Self::Note(block) => block.attributes.as_deref(),
            Self::Container(block) => block.attributes.as_deref(),
            Self::Unknown(block) => block.attributes.as_deref(),
        }
    }

    /// Where its attributes stand, to change.
    pub fn attributes_mut(&mut self) -> &mut Option<Box<Attributes>> {
        match self {
            Self::Paragraph(block) => &mut block.attributes,
            Self::CrossHead(block) => &mut block.attributes,
            Self::List(block) => &mut block.attributes,
            Self::DefinitionList(block) => &mut block.attributes,
            Self::Quotation(block) => &mut block.attributes,
            Self::Preformatted(block) => &mut block.attributes,
            Self::Table(block) => &mut block.attributes,
            Self::Figure(block) => &mut block.attributes,
            Self::Footnote(block) => &mut block.attributes,
            Self::Rule(block) => &mut block.attributes,
            Self::Note(block) => &mut block.attributes,
            Self::Container(block) => &mut block.attributes,
            Self::Unknown(block) => &mut block.attributes,
        }
    }

    /// What a report calls it.
    pub fn feature(&self) -> Feature {
        match self {
            Self::Paragraph(_) => Feature::Paragraph,
            Self::CrossHead(_) => Feature::CrossHead,
            Self::List(_) => Feature::List,
            Self::DefinitionList(_) => Feature::DefinitionList,
            Self::Quotation(_) => Feature::Quotation,
            Self::Preformatted(_) => Feature::Preformatted,
            Self::Table(_) => Feature::Table,
            Self::Figure(_) => Feature::Figure,
            Self::Footnote(_) => Feature::Footnote,
            Self::Rule(_) => Feature::Rule,
            Self::Note(_) => Feature::Note,
            Self::Container(_) => Feature::Container,
            Self::Unknown(_) => Feature::UnknownBlock,
        }
    }

    /// Whom it is for.
    pub fn audience(&self) -> Audience {
        self.attributes().map_or(Audience::Public, |attributes| attributes.audience)
    }

    /// The same block, for the desk only.
    #[must_use]
    pub fn internal(mut self) -> Self {
        self.attributes_mut().get_or_insert_default().audience = Audience::Internal;
        self
    }
}

impl CrossHead {
    /// The level within 1 to 6.
    pub fn rank(&self) -> u8 {
        self.level.clamp(1, 6)
    }
}

impl Cell {
    /// A cell of plain text.
    pub fn text(text: impl Into<Inlines>) -> Self {
        Self { content: vec![Block::paragraph(text)], ..Self::default() }
    }

    /// Its inlines, where it holds nothing but one plain paragraph, or nothing at all.
    pub fn as_inlines(&self) -> Option<&Inlines> {
        single_paragraph(&self.content)
    }
}

/// The inlines of blocks that are nothing but one plain paragraph, or nothing at all.
pub fn single_paragraph(blocks: &[Block]) -> Option<&Inlines> {
    static NONE: Inlines = Inlines::new();
    match blocks {
        [] => Some(&NONE),
        [Block::Paragraph(Paragraph { content, lede: false, attributes: None })] => Some(content),
        _ => None,
    }
}

fn is_one(span: &u16) -> bool {
    *span <= 1
}

/// A body is a row of these, most of them paragraphs: one that is rare is boxed rather than let grow every other.
const _: () = assert!(size_of::<Block>() == size_of::<Paragraph>());
