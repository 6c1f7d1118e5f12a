//! Glyphs, boxes and bars of a line, one after the other.

use std::ops::Range;

use crate::ink::Ink;
use crate::page::{FontId, Glyph, Item, Mark, Rect, Run};
use crate::shape::{Shaper, WordId};
use crate::word::{BOX_WIDTH, Part, ShapedGlyph};

pub(crate) struct Pen<'a> {
    pub(crate) ink: &'a mut Ink,
    pub(crate) open: &'a mut Option<Run>,
    pub(crate) x: f32,
    pub(crate) baseline: f32,
    pub(crate) mark: Mark,
    pub(crate) style: crate::rich::Style,
    pub(crate) base: u32,
    /// What is added behind each letter of the word, and behind how many more.
    pub(crate) gap: f32,
    pub(crate) gaps: u16,
}

impl Pen<'_> {
    /// Draws a word or a space. What is missing to `width` is given to its first `gaps` letters, else to its last glyph.
    pub(crate) fn word(&mut self, shaper: &Shaper, word: WordId, (width, gaps): (f32, u16), space: bool) {
        let word = shaper.word(word);
        let end = self.x + width;
        let natural = word.width * self.style.size;
        self.gap = if gaps > 0 { (width - natural) / f32::from(gaps) } else { 0.0 };
        self.gaps = gaps;
        for part in &word.parts {
            match part {
                Part::Glyphs { face, glyphs } => {
                    self.open_run(FontId(face.0));
                    let glyphs = &word.glyphs[glyphs.start as usize..glyphs.end as usize];
                    self.glyphs(glyphs);
                }
                Part::Missing(text) => self.missing(text),
            }
        }
        if let (Some(_), Some(last)) = (&self.open, self.ink.layout.glyphs.last_mut()) {
            let left = end - self.x;
            if space || left.abs() > 1e-4 {
                last.advance += left;
            }
        }
    }

    fn open_run(&mut self, font: FontId) {
        let fits = self.open.as_ref().is_some_and(|run| {
            run.font == font
                && run.size == self.style.size
                && run.colour == self.style.colour
                && run.mark == self.mark
                && run.baseline == self.baseline - self.style.rise
        });
        if !fits {
            self.ink.close(self.open);
            let start = self.ink.layout.glyphs.len() as u32;
            *self.open = Some(Run {
                font,
                size: self.style.size,
                x: self.x,
                baseline: self.baseline - self.style.rise,
                colour: self.style.colour,
                glyphs: start..start,
                mark: self.mark,
            });
        }
    }

    fn glyphs(&mut self, glyphs: &[ShapedGlyph]) {
        let size = self.style.size;
        for glyph in glyphs {
            let mut advance = glyph.advance * size;
            if self.gaps > 0 && glyph.advance > 0.0 {
                self.gaps -= 1;
                advance += self.gap;
            }
            self.ink.layout.glyphs.push(Glyph {
                id: glyph.id,
                advance,
                x_offset: glyph.x_offset * size,
                y_offset: glyph.y_offset * size,
                text: self.base + glyph.text.start..self.base + glyph.text.end,
            });
            self.x += advance;
        }
    }

    fn missing(&mut self, text: &Range<u32>) {
        self.ink.close(self.open);
        let size = self.style.size;
        let rect = Rect {
            x: self.x + size * 0.06,
            y: self.baseline - self.style.rise - size * 0.7,
            width: size * (BOX_WIDTH - 0.12),
            height: size * 0.7,
        };
        self.ink.items.push(Item::Missing {
            rect,
            text: self.base + text.start..self.base + text.end,
            colour: self.style.colour,
            mark: self.mark,
        });
        self.x += size * BOX_WIDTH;
    }
}

/// Lines below and through the text.
#[derive(Default)]
pub(crate) struct Bars {
    pub(crate) list: Vec<(crate::rich::Style, f32, f32)>,
}

impl Bars {
    pub(crate) fn add(&mut self, style: crate::rich::Style, start: f32, end: f32) {
        for strike in [false, true] {
            if !(if strike { style.strike } else { style.underline }) {
                continue;
            }
            let style = crate::rich::Style { strike, underline: !strike, ..style };
            match self.list.iter_mut().rev().find(|(other, ..)| *other == style) {
                Some((_, _, last)) if (*last - start).abs() < 0.1 => *last = end,
                _ => self.list.push((style, start, end)),
            }
        }
    }
}
