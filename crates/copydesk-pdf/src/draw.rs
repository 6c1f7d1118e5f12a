//! Placed pages to PDF pages.

use std::num::NonZeroU32;
use std::ops::Range;

use copydesk_core::is_safe_to_follow;
use copydesk_layout::page::{
    Artifact, Colour, ContentId, Item, Layout, Mark, Page, PictureId, Rect, Run, Target,
};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::color::{luma, rgb};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::paint::{Fill, Paint};
use krilla::surface::Surface;
use krilla::tagging::{Artifact as PdfArtifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, geom};

use crate::content::{Ink, Pen, Strings};
use crate::fonts::{DocumentFont, whole_characters};
use crate::pictures::Album;
use crate::press::Press;
use crate::text::short;

/// What was drawn, for the structure tree.
#[derive(Default)]
pub(crate) struct Drawn {
    /// What stands for each content on the pages, by its id.
    pub(crate) contents: Vec<Vec<Identifier>>,
    /// Where a content's picture is, if it is one: its page and box.
    pub(crate) boxes: Vec<(ContentId, usize, geom::Rect)>,
}

/// What the pages are drawn with.
pub(crate) struct Brush<'a, 'f> {
    pub(crate) layout: &'a Layout,
    /// The text of the glyphs, fit for a PDF.
    pub(crate) text: &'f str,
    /// A range of `text` for glyphs that have none.
    pub(crate) blank: Range<usize>,
    /// By the layout's font ids.
    pub(crate) fonts: &'f mut [DocumentFont<'a>],
    pub(crate) album: &'f Album,
    pub(crate) press: Press,
    pub(crate) strings: Strings,
}

/// Who draws an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// We do: text and rectangles.
    Ours,
    /// krilla does: pictures, and glyphs in colours.
    Theirs,
}

impl Brush<'_, '_> {
    /// Draws every page: what is ours on each, and what stands for what.
    pub(crate) fn draw(&mut self, document: &mut Document) -> (Drawn, Vec<Ink>) {
        let mut drawn = Drawn::default();
        let layout = self.layout;
        let pages = layout.pages.iter().enumerate();
        let inks = pages.map(|page| self.page(document, page, &mut drawn)).collect();
        (drawn, inks)
    }

    fn page(&mut self, document: &mut Document, (index, page): (usize, &Page), drawn: &mut Drawn) -> Ink {
        let mut pdf_page = document.start_page_with(self.settings(page));
        let mut surface = pdf_page.surface();
        let mut pen = Pen::new(self.strings, self.press.origin(page));
        let mut open: Option<Mark> = None;
        for item in &page.items {
            let Some(mark) = item_mark(item) else { continue };
            let hand = self.hand(item);
            // Within a mark, what is krilla's stands behind what is ours.
            let lone = matches!(item, Item::Missing { .. }) || hand == Hand::Theirs;
            if lone || open != Some(mark) {
                if open.is_some() {
                    surface.end_tagged();
                }
                drawn.start(&mut surface, mark, self.actual_text(item));
                pen.mark();
                open = Some(mark);
            }
            match hand {
                Hand::Ours => self.ours(&mut pen, item),
                Hand::Theirs => self.theirs(&mut surface, item),
            }
            if let Item::Picture { rect, mark: Mark::Content(content), .. } = item
                && let Some(rect) = self.press.rect(rect)
            {
                drawn.boxes.push((*content, index, rect));
            }
            if lone {
                surface.end_tagged();
                open = None;
            }
        }
        if open.is_some() {
            surface.end_tagged();
        }
        let marks = self.press.crop_marks(page);
        if !marks.is_empty() {
            surface.start_tagged(ContentTag::Artifact(PdfArtifact::with_kind(ArtifactType::Page)));
            pen.mark();
            marks.iter().for_each(|mark| pen.fill(mark, Colour::BLACK));
            surface.end_tagged();
        }
        surface.finish();
        for item in &page.items {
            if let Some((content, annotation)) = self.link(item) {
                let identifier = pdf_page.add_tagged_annotation(annotation);
                drawn.of(content).push(identifier);
            }
        }
        pdf_page.finish();
        pen.finish()
    }

    fn settings(&self, page: &Page) -> PageSettings {
        let label = PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(page.number));
        self.press.settings(page).with_page_label(label)
    }

    /// The text that an item's marked content carries itself.
    fn actual_text(&self, item: &Item) -> Option<&str> {
        match item {
            Item::Missing { text, .. } => self.text.get(text.start as usize..text.end as usize),
            Item::Run(_) | Item::Fill { .. } | Item::Picture { .. } | Item::Link { .. } => None,
        }
    }

    fn hand(&self, item: &Item) -> Hand {
        match item {
            Item::Picture { .. } => Hand::Theirs,
            Item::Run(run) => match self.fonts.get(usize::from(run.font.0)) {
                Some(DocumentFont::Theirs(_)) => Hand::Theirs,
                Some(DocumentFont::Ours(_) | DocumentFont::Unused) | None => Hand::Ours,
            },
            Item::Fill { .. } | Item::Missing { .. } | Item::Link { .. } => Hand::Ours,
        }
    }

    fn ours(&mut self, pen: &mut Pen, item: &Item) {
        match item {
            Item::Run(run) => {
                let range = run.glyphs.start as usize..run.glyphs.end as usize;
                let glyphs = self.layout.glyphs.get(range);
                let font = self.fonts.get_mut(usize::from(run.font.0));
                if let (Some(glyphs), Some(DocumentFont::Ours(font))) = (glyphs, font) {
                    pen.run(run, glyphs, self.text, font);
                }
            }
            Item::Fill { rect, colour, .. } => pen.fill(rect, *colour),
            Item::Missing { rect, colour, .. } => {
                sides(rect).iter().for_each(|side| pen.fill(side, *colour));
            }
            Item::Picture { .. } | Item::Link { .. } => {}
        }
    }

    fn theirs(&self, surface: &mut Surface<'_>, item: &Item) {
        let shift = self.press.shift();
        if let Some(shift) = &shift {
            surface.push_transform(shift);
        }
        match item {
            Item::Run(run) => self.coloured(surface, run),
            Item::Picture { rect, picture, .. } => self.picture(surface, rect, *picture),
            Item::Fill { .. } | Item::Missing { .. } | Item::Link { .. } => {}
        }
        if shift.is_some() {
            surface.pop();
        }
    }

    fn picture(&self, surface: &mut Surface<'_>, rect: &Rect, picture: PictureId) {
        let (Some((image, turn)), Some(size)) = (self.album.image(picture), Size::from_wh(1.0, 1.0)) else {
            return;
        };
        let place = Transform::from_row(rect.width, 0.0, 0.0, rect.height, clean(rect.x), clean(rect.y));
        surface.push_transform(&place);
        surface.push_transform(&turn);
        surface.draw_image(image, size);
        surface.pop();
        surface.pop();
    }

    /// A run of a font whose glyphs may have colours or pixels.
    fn coloured(&self, surface: &mut Surface<'_>, run: &Run) {
        let Some(DocumentFont::Theirs(font)) = self.fonts.get(usize::from(run.font.0)) else { return };
        let range = run.glyphs.start as usize..run.glyphs.end as usize;
        let Some(placed) = self.layout.glyphs.get(range) else { return };
        if run.size.is_nan() || run.size <= 0.0 {
            return;
        }
        let em = 1.0 / run.size;
        let glyphs: Vec<KrillaGlyph> = placed
            .iter()
            .map(|glyph| {
                let text = whole_characters(self.text, &glyph.text);
                let sound = text.start < text.end && text.end <= self.text.len();
                let text = if sound { text } else { self.blank.clone() };
                let id = GlyphId::new(u32::from(glyph.id));
                let offset = (glyph.x_offset * em, glyph.y_offset * em);
                KrillaGlyph::new(id, glyph.advance * em, offset.0, offset.1, 0.0, text, None)
            })
            .collect();
        surface.set_fill(Some(paint(run.colour)));
        let start = Point::from_xy(clean(run.x), clean(run.baseline));
        surface.draw_glyphs(start, &glyphs, font.clone(), self.text, run.size, false);
    }

    fn link(&self, item: &Item) -> Option<(ContentId, Annotation)> {
        let Item::Link { rect, target, content, description } = item else { return None };
        let target = match target {
            Target::Address(address) if unfit_address(address).is_some() => return None,
            Target::Address(address) => LinkTarget::Action(Action::Link(LinkAction::new(ascii(address)))),
            Target::Place(position) => {
                let page = position.page.min(self.layout.pages.len().checked_sub(1)?);
                let point = self.press.point(position.x, position.y);
                LinkTarget::Destination(XyzDestination::new(page, point).into())
            }
        };
        let annotation = LinkAnnotation::new(self.press.rect(rect)?, target);
        let description = if description.trim().is_empty() { &self.layout.title } else { description };
        Some((*content, Annotation::new_link(annotation, Some(short(description)))))
    }
}

impl Drawn {
    /// What stands for a content so far.
    fn of(&mut self, content: ContentId) -> &mut Vec<Identifier> {
        let index = content.0 as usize;
        if index >= self.contents.len() {
            self.contents.resize_with(index + 1, Vec::new);
        }
        &mut self.contents[index]
    }

    fn start(&mut self, surface: &mut Surface<'_>, mark: Mark, actual_text: Option<&str>) {
        match mark {
            Mark::Content(content) => {
                let span = SpanTag::empty().with_actual_text(actual_text);
                let identifier = surface.start_tagged(ContentTag::Span(span));
                self.of(content).push(identifier);
            }
            Mark::Artifact(artifact) => {
                let kind = match artifact {
                    Artifact::Header => ArtifactType::Header,
                    Artifact::Footer => ArtifactType::Footer,
                    Artifact::PageNumber => ArtifactType::PageNumber,
                    Artifact::Decoration => ArtifactType::Layout,
                };
                surface.start_tagged(ContentTag::Artifact(PdfArtifact::with_kind(kind)));
            }
        }
    }
}

/// What an item means; `None` for a link, which is no paint.
fn item_mark(item: &Item) -> Option<Mark> {
    match item {
        Item::Run(run) => Some(run.mark),
        Item::Fill { mark, .. } | Item::Picture { mark, .. } | Item::Missing { mark, .. } => Some(*mark),
        Item::Link { .. } => None,
    }
}

/// Why a page does not lead to an address: it is not safe, or longer than a string may be (ISO 19005-2, 6.1.13).
pub(crate) fn unfit_address(address: &str) -> Option<&'static str> {
    if !is_safe_to_follow(address) {
        return Some("the scheme of an address is not one that is safe to follow; its words are there");
    }
    (ascii(address).len() > 32_000).then_some("an address is too long for a PDF; its words are there")
}

/// An address in ASCII: what is not becomes percent signs and digits (ISO 32000-1, 12.6.4.7).
fn ascii(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.trim().bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Rounded to hundredths of a point, a fortieth of what an eye can tell, so that the file has no long numbers.
pub(crate) fn clean(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn paint(colour: Colour) -> Fill {
    let paint: Paint = match colour {
        Colour::Gray(gray) => luma::Color::new(gray).into(),
        Colour::Rgb(red, green, blue) => rgb::Color::new(red, green, blue).into(),
    };
    Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// The four sides of an empty box.
fn sides(rect: &Rect) -> [Rect; 4] {
    let line = (rect.height * 0.06).max(0.3);
    let (left, top) = (rect.x + line, rect.y);
    let (width, height) = ((rect.width - 2.0 * line).max(line), rect.height.max(line));
    [
        Rect { x: left, y: top, width, height: line },
        Rect { x: left, y: top + height - line, width, height: line },
        Rect { x: left, y: top, width: line, height },
        Rect { x: left + width - line, y: top, width: line, height },
    ]
}
