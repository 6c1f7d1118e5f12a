//! Whether the eye sees what the article sets apart: not every face has an italic, not every script a bold one, and a
//! headline is bold already.

use std::ops::Range;

use copydesk_core::{Feature, Place};
use unicode_segmentation::UnicodeSegmentation;

use crate::rich::{Piece, Rich};
use crate::setter::Setter;
use crate::shape::{Manner, Shaper, Voice};

/// Text that is set apart, to be looked at when its line is whole.
#[derive(Debug, Clone)]
pub(crate) struct SetApart {
    pub(crate) how: Apart,
    /// Its bytes in the line.
    pub(crate) text: Range<usize>,
    pub(crate) at: Place,
}

/// How text is set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    Emphasis,
    /// Strong emphasis, in a line that is bold or not.
    Strong {
        in_bold: bool,
    },
    SmallCapitals,
}

impl Setter<'_> {
    /// Reports what a line sets apart and the eye does not: its words look like those around them.
    pub(crate) fn report_unshown(&mut self, rich: &mut Rich) {
        for apart in std::mem::take(&mut rich.apart) {
            let Some(word) = self.unshown(rich, &apart).map(str::to_owned) else { continue };
            let feature = match apart.how {
                Apart::Emphasis => Feature::Emphasis,
                Apart::Strong { .. } => Feature::Strong,
                Apart::SmallCapitals => Feature::Class,
            };
            let detail = format!("no font sets `{word}` apart from what stands around it");
            self.report.flattened(feature, apart.at, detail);
        }
    }

    /// The first word that is not seen to be set apart.
    fn unshown<'r>(&mut self, rich: &'r Rich, apart: &SetApart) -> Option<&'r str> {
        let whole = !(has_letters(&rich.text[rich.dateline.min(apart.text.start)..apart.text.start])
            || has_letters(&rich.text[apart.text.end..]));
        let mut start = 0;
        for piece in &rich.pieces {
            let (from, to) = (start.max(apart.text.start), piece.end.min(apart.text.end));
            start = piece.end;
            let words = rich.text.get(from..to).unwrap_or_default().split_whitespace();
            let mut words = words.filter(|word| has_letters(word));
            if let Some(word) = words.find(|word| !shows(self.shaper, word, piece, apart.how, whole)) {
                return Some(word);
            }
        }
        None
    }
}

/// Whether a word looks otherwise than it would if it were not set apart. `whole`: all of its line is.
fn shows(shaper: &mut Shaper, word: &str, piece: &Piece, how: Apart, whole: bool) -> bool {
    let voice = piece.style.voice;
    match how {
        Apart::Emphasis => {
            let plain = Voice { italic: !voice.italic, emphasised: !voice.emphasised, ..voice };
            differs(shaper, word, piece, (voice, plain))
        }
        Apart::Strong { in_bold } => {
            let strong = Voice { emphasised: false, ..voice };
            let plain = Voice { bold: false, ..strong };
            // In a bold line nothing is stronger than the rest, unless there is no rest.
            (!in_bold || whole) && differs(shaper, word, piece, (strong, plain))
        }
        Apart::SmallCapitals => {
            let mut glyphs = |small_capitals| {
                let voice = Voice { small_capitals, ..voice };
                let word = shaper.shape(word, manner(piece, voice));
                shaper.word(word).glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
            };
            !word.chars().any(char::is_lowercase) || glyphs(true) != glyphs(false)
        }
    }
}

/// Whether each letter of a word is taken from another face in the one voice than in the other. A letter that no font
/// has is reported as missing.
fn differs(shaper: &mut Shaper, word: &str, piece: &Piece, (voice, other): (Voice, Voice)) -> bool {
    word.graphemes(true).filter(|cluster| has_letters(cluster)).all(|cluster| {
        let face = shaper.face_of(cluster, manner(piece, voice));
        face.is_none() || face != shaper.face_of(cluster, manner(piece, other))
    })
}

fn manner(piece: &Piece, voice: Voice) -> Manner {
    Manner { voice, language: piece.language, script: harfrust::Script::COMMON, right_to_left: false }
}

/// Letters and figures; what is none of them looks alike in every face.
fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
