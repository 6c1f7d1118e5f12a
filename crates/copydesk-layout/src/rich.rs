//! Styled text on its way to lines.

use copydesk_core::Direction;

use crate::page::{Colour, ContentId, Mark, PictureId, Target};
use crate::shape::{LanguageId, Voice};
use crate::shown::SetApart;

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) voice: Voice,
    /// The size, in points.
    pub(crate) size: f32,
    pub(crate) colour: Colour,
    /// How far above the baseline, in points.
    pub(crate) rise: f32,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
}

/// Text with its styles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rich {
    pub(crate) text: String,
    /// One after the other; each begins where the one before it ends.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) links: Vec<LinkUse>,
    pub(crate) objects: Vec<Object>,
    /// Where a footnote is referred to: the byte, and which.
    pub(crate) notes: Vec<(usize, usize)>,
    /// The direction of the paragraph; `None`: that of its first letter.
    pub(crate) direction: Option<Direction>,
    /// Spaces stand as typed.
    pub(crate) fixed: bool,
    /// The bytes at its start that are the dateline, which runs into the first paragraph.
    pub(crate) dateline: usize,
    /// What is set apart in it, until it was looked at.
    pub(crate) apart: Vec<SetApart>,
}

/// A stretch of text of one style.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// The byte it ends before.
    pub(crate) end: usize,
    pub(crate) style: Style,
    pub(crate) mark: Mark,
    pub(crate) language: LanguageId,
    /// The link it belongs to.
    pub(crate) link: Option<usize>,
    /// The picture it is, if it is one: then its text is one U+FFFC.
    pub(crate) object: Option<usize>,
}

/// A link in the text.
#[derive(Debug, Clone)]
pub(crate) struct LinkUse {
    pub(crate) content: ContentId,
    pub(crate) target: LinkTarget,
    pub(crate) description: String,
}

/// Where a link leads.
#[derive(Debug, Clone)]
pub(crate) enum LinkTarget {
    Known(Target),
    /// To a footnote, which may not have its place yet.
    Note(usize),
}

/// A picture in the line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Object {
    pub(crate) picture: PictureId,
    /// In points.
    pub(crate) width: f32,
    /// In points.
    pub(crate) height: f32,
}

impl Rich {
    /// Text of one style.
    pub(crate) fn plain(text: &str, style: Style, mark: Mark, language: LanguageId) -> Self {
        let mut rich = Self::default();
        rich.push(text, Piece { end: 0, style, mark, language, link: None, object: None });
        rich
    }

    /// Appends text; `piece` says how it is set, and its end is put right.
    pub(crate) fn push(&mut self, text: &str, piece: Piece) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        match self.pieces.last_mut() {
            Some(last) if last.same_as(&piece) => last.end = end,
            _ => self.pieces.push(Piece { end, ..piece }),
        }
    }

    /// The same in another size.
    pub(crate) fn scaled(&self, scale: f32) -> Self {
        let mut scaled = self.clone();
        for piece in &mut scaled.pieces {
            piece.style.size *= scale;
            piece.style.rise *= scale;
        }
        for object in &mut scaled.objects {
            object.width *= scale;
            object.height *= scale;
        }
        scaled
    }

    /// Whether nothing of it would be seen.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.chars().all(|character| character.is_whitespace() && character != '\u{FFFC}')
    }
}

impl Piece {
    fn same_as(&self, other: &Self) -> bool {
        self.style == other.style
            && self.mark == other.mark
            && self.language == other.language
            && self.link == other.link
            && self.object.is_none()
            && other.object.is_none()
    }
}
