//! HTML fragments to blocks and back.
//!
//! Bodies of articles often hold HTML: escaped in NITF, in a JSON field, inline in Markdown. [`fragment`] reads such a
//! piece, however broken, into the model's blocks; [`inline_fragment`] into running text. [`blocks_to_html`] writes
//! blocks as HTML that is read back as the same blocks.
//!
//! The tokenizer is html5ever's. The tree is our own and small: tags that HTML closes by rule are closed, misnested
//! styles are put right, nothing is moved elsewhere. What is left out is reported: scripts, styles, comments, event
//! handlers, addresses that run a program.
//!
//! ```
//! use copydesk_core::{Block, Limits, Place, Report};
//! let mut report = Report::default();
//! let place = Place::path("body");
//! let html = "<p>Order &amp; calm<script>track()</script>";
//! let blocks = copydesk_markup::fragment(html, &Limits::default(), &place, &mut report)?;
//! assert_eq!(blocks, [Block::paragraph("Order & calm")]);
//! assert_eq!(report.losses.len(), 1);
//! # Ok::<(), copydesk_core::Error>(())
//! ```
#![doc = include_str!("../MAPPING.md")]

mod attributes;
mod blocks;
mod elements;
mod inlines;
mod media;
mod table;
mod tokens;
mod tree;
mod write;

pub use attributes::is_unsafe_address;
pub use elements::{closes, is_block, is_void};
pub use tokens::{Token, tokens};
pub use tree::{Element, Node};
pub use write::{HtmlOutput, around, blocks_to_html, escape_text, inline_tags, inlines_to_html, opening_tag};

use copydesk_core::{Block, Error, Inlines, Limits, Place, Report};

/// Where reports are made while nodes become blocks: everything in a fragment stands at one place.
pub struct Reading<'a> {
    /// The place of the fragment.
    pub at: &'a Place,
    /// What to report.
    pub report: &'a mut Report,
}

/// Reads an HTML fragment into blocks.
///
/// # Errors
/// Its elements nest deeper than the limit ([`ErrorKind::Limit`](copydesk_core::ErrorKind::Limit)).
pub fn fragment(html: &str, limits: &Limits, at: &Place, report: &mut Report) -> Result<Vec<Block>, Error> {
    let nodes = tree::parse(html, limits, at, report)?;
    Ok(blocks_of(nodes, &mut Reading { at, report }))
}

/// Reads an HTML fragment into running text. Blocks in it are flattened, and reported.
///
/// # Errors
/// Its elements nest deeper than the limit ([`ErrorKind::Limit`](copydesk_core::ErrorKind::Limit)).
pub fn inline_fragment(
    html: &str,
    limits: &Limits,
    at: &Place,
    report: &mut Report,
) -> Result<Inlines, Error> {
    let nodes = tree::parse(html, limits, at, report)?;
    let mut inlines = inlines_of(nodes, &mut Reading { at, report });
    inlines.normalise();
    Ok(inlines)
}

/// Nodes as blocks: runs of inlines become paragraphs.
pub fn blocks_of(nodes: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Block> {
    blocks::flow(nodes, reading)
}

/// Nodes as running text, not yet in normal form: a piece of a line keeps the spaces at its edges.
pub fn inlines_of(nodes: Vec<Node>, reading: &mut Reading<'_>) -> Inlines {
    inlines::phrasing(nodes, reading)
}
