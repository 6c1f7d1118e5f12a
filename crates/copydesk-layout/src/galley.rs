//! Galleys: what has been set and waits for its place on a page.

use std::ops::Range;

/// A stretch of a galley that is never cut: a line, a row of a table, a picture, a space. Lengths are points.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slab {
    pub(crate) height: f32,
    /// Its items in [`Ink::items`](crate::ink::Ink::items).
    pub(crate) items: Range<usize>,
    /// What may happen after it.
    pub(crate) after: Cut,
    /// It is nothing but space, and falls away at the top of a column.
    pub(crate) gap: bool,
    /// It begins on the baseline grid.
    pub(crate) snap: bool,
    /// The footnotes it refers to for the first time.
    pub(crate) notes: Vec<usize>,
    pub(crate) anchor: Option<Anchor>,
    /// The figure it is part of, counted from 1: a figure may move to the top of the next column. 0: none.
    pub(crate) float: usize,
    /// Rows to be repeated where a column begins with this slab: the head of its table.
    pub(crate) repeats: Option<usize>,
}

/// Whether a column may end after a slab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It may.
    #[default]
    Free,
    /// Better not: the line ends with a hyphen.
    Discouraged,
    /// Not unless there is no other way: a widow, an orphan, a heading above its text.
    Never,
}

/// What wants to know where a slab ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// An entry of the outline.
    Outline(usize),
    /// A footnote.
    Note(usize),
}

/// What follows one another down the pages.
#[derive(Debug)]
pub(crate) enum Section {
    /// In columns, which are balanced where the section ends.
    Columns(Vec<Slab>),
    /// Across the page.
    Full(Vec<Slab>),
}

impl Slab {
    /// Space.
    pub(crate) fn gap(height: f32) -> Self {
        Self { height, gap: true, ..Self::default() }
    }
}

/// Forbids the cuts that would leave a single line of a paragraph: after its first, before its last.
pub(crate) fn forbid_widows(lines: &mut [Slab]) {
    let count = lines.len();
    if count < 2 {
        return;
    }
    lines[0].after = Cut::Never;
    lines[count - 2].after = Cut::Never;
}

/// Keeps slabs together.
pub(crate) fn keep(slabs: &mut [Slab]) {
    for slab in slabs {
        slab.after = Cut::Never;
    }
}

/// The height of slabs one below the other.
pub(crate) fn height(slabs: &[Slab]) -> f32 {
    slabs.iter().map(|slab| slab.height).sum()
}
