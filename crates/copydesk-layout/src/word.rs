//! Shaped words.

use std::ops::Range;

use harfrust::Buffer;
use unicode_segmentation::UnicodeSegmentation;

use crate::book::{FaceId, is_ignorable};

/// A shaped word. Lengths are ems.
#[derive(Debug, Default)]
pub(crate) struct Word {
    pub(crate) width: f32,
    /// In visual order.
    pub(crate) parts: Vec<Part>,
    pub(crate) glyphs: Vec<ShapedGlyph>,
}

/// A stretch of a word from one font.
#[derive(Debug)]
pub(crate) enum Part {
    Glyphs {
        face: FaceId,
        glyphs: Range<u32>,
    },
    /// Characters no font has, as bytes of the word.
    Missing(Range<u32>),
}

/// A glyph. Lengths are ems.
#[derive(Debug, Clone)]
pub(crate) struct ShapedGlyph {
    pub(crate) id: u16,
    pub(crate) advance: f32,
    pub(crate) x_offset: f32,
    pub(crate) y_offset: f32,
    /// The bytes of the word it stands for.
    pub(crate) text: Range<u32>,
}

/// The width of the box that stands for a missing character, in ems.
pub(crate) const BOX_WIDTH: f32 = 0.62;

impl Word {
    /// How many of its glyphs take room: letters, without the marks on them.
    pub(crate) fn letters(&self) -> u16 {
        let letters = self.glyphs.iter().filter(|glyph| glyph.advance > 0.0).count();
        u16::try_from(letters).unwrap_or(u16::MAX)
    }

    /// The width of the glyphs of the first `bytes` bytes, as if the word were cut there. Left to right only.
    pub(crate) fn width_before(&self, bytes: u32) -> f32 {
        let mut width = 0.0;
        for part in &self.parts {
            match part {
                Part::Glyphs { glyphs, .. } => {
                    for glyph in &self.glyphs[glyphs.start as usize..glyphs.end as usize] {
                        if glyph.text.end <= bytes {
                            width += glyph.advance;
                        } else if glyph.text.start < bytes {
                            // A ligature across the cut: its share.
                            let length = (glyph.text.end - glyph.text.start) as f32;
                            width += glyph.advance * (bytes - glyph.text.start) as f32 / length;
                        }
                    }
                }
                Part::Missing(text) => {
                    if text.end <= bytes {
                        width += BOX_WIDTH;
                    }
                }
            }
        }
        width
    }
}

pub(crate) fn push_missing(text: &str, range: &Range<usize>, word: &mut Word) {
    for (start, cluster) in text[range.clone()].grapheme_indices(true) {
        if cluster.chars().all(is_ignorable) {
            continue;
        }
        let start = (range.start + start) as u32;
        word.parts.push(Part::Missing(start..start + cluster.len() as u32));
        word.width += BOX_WIDTH;
    }
}

pub(crate) fn push_glyphs(buffer: &Buffer, range: &Range<usize>, face: FaceId, units: f32, word: &mut Word) {
    let infos = buffer.glyph_infos();
    let mut starts: Vec<u32> = infos.iter().map(|info| info.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let first = word.glyphs.len() as u32;
    let mut begun = first;
    for (info, position) in infos.iter().zip(buffer.glyph_positions()) {
        let next = starts.partition_point(|start| *start <= info.cluster);
        let end = starts.get(next).copied().unwrap_or(range.end as u32);
        let start = if next == 1 { range.start as u32 } else { info.cluster };
        if info.glyph_id == 0 || info.glyph_id > u32::from(u16::MAX) {
            let here = word.glyphs.len() as u32;
            if here > begun {
                word.parts.push(Part::Glyphs { face, glyphs: begun..here });
            }
            begun = here;
            word.parts.push(Part::Missing(start..end));
            word.width += BOX_WIDTH;
            continue;
        }
        let em = |units_given: i32| units_given as f32 / units;
        word.width += em(position.x_advance);
        word.glyphs.push(ShapedGlyph {
            id: info.glyph_id as u16,
            advance: em(position.x_advance),
            x_offset: em(position.x_offset),
            y_offset: em(position.y_offset),
            text: start..end,
        });
    }
    let here = word.glyphs.len() as u32;
    if here > begun {
        word.parts.push(Part::Glyphs { face, glyphs: begun..here });
    }
}
