//! Placed pages to PDF pages.

use std::num::NonZeroU32;
use std::ops::Range;

use copydesk_core::is_safe_to_follow;
use copydesk_layout::page::{Artifact, Colour, ContentId, Item, Layout, Mark, Page, Rect, Run, Target};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::color::{luma, rgb};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::paint::{Fill, Paint};
use krilla::surface::Surface;
use krilla::tagging::{Artifact as PdfArtifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, geom};

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
pub(crate) struct Brush<'a> {
    pub(crate) layout: &'a Layout,
    /// The text of the glyphs, fit for a PDF.
    pub(crate) text: &'a str,
    /// A range of `text` for glyphs that have none.
    pub(crate) blank: Range<usize>,
    /// By the layout's font ids; `None` where no run uses the font.
    pub(crate) fonts: &'a [Option<Font>],
    pub(crate) album: &'a Album,
    pub(crate) press: Press,
}

impl Brush<'_> {
    /// Draws every page.
    pub(crate) fn draw(&self, document: &mut Document) -> Drawn {
        let mut drawn = Drawn::default();
        let mut glyphs = Vec::new();
        for (index, page) in self.layout.pages.iter().enumerate() {
            self.page(document, (index, page), &mut glyphs, &mut drawn);
        }
        drawn
    }

    fn page(
        &self,
        document: &mut Document,
        (index, page): (usize, &Page),
        glyphs: &mut Vec<KrillaGlyph>,
        drawn: &mut Drawn,
    ) {
        let mut pdf_page = document.start_page_with(self.settings(page));
        let mut surface = pdf_page.surface();
        if let Some(transform) = self.press.shift() {
            surface.push_transform(&transform);
        }
        let mut open: Option<Mark> = None;
        for item in &page.items {
            let Some(mark) = item_mark(item) else { continue };
            let lone = matches!(item, Item::Missing { .. });
            if lone || open != Some(mark) {
                if open.is_some() {
                    surface.end_tagged();
                }
                drawn.start(&mut surface, mark, self.actual_text(item));
                open = Some(mark);
            }
            self.item(&mut surface, item, glyphs);
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
        if self.press.shift().is_some() {
            surface.pop();
        }
        self.press.crop_marks(&mut surface, page);
        surface.finish();
        for item in &page.items {
            if let Some((content, annotation)) = self.link(item) {
                let identifier = pdf_page.add_tagged_annotation(annotation);
                drawn.of(content).push(identifier);
            }
        }
        pdf_page.finish();
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

    fn item(&self, surface: &mut Surface<'_>, item: &Item, glyphs: &mut Vec<KrillaGlyph>) {
        match item {
            Item::Run(run) => self.run(surface, run, glyphs),
            Item::Fill { rect, colour, .. } => fill_rect(surface, rect, *colour),
            Item::Missing { rect, colour, .. } => missing(surface, rect, *colour),
            Item::Picture { rect, picture, .. } => {
                if let Some((image, turn)) = self.album.image(*picture) {
                    let Some(size) = Size::from_wh(1.0, 1.0) else { return };
                    let place =
                        Transform::from_row(rect.width, 0.0, 0.0, rect.height, clean(rect.x), clean(rect.y));
                    surface.push_transform(&place);
                    surface.push_transform(&turn);
                    surface.draw_image(image, size);
                    surface.pop();
                    surface.pop();
                }
            }
            Item::Link { .. } => {}
        }
    }

    fn run(&self, surface: &mut Surface<'_>, run: &Run, glyphs: &mut Vec<KrillaGlyph>) {
        let Some(Some(font)) = self.fonts.get(usize::from(run.font.0)) else { return };
        let range = run.glyphs.start as usize..run.glyphs.end as usize;
        let Some(placed) = self.layout.glyphs.get(range) else { return };
        glyphs.clear();
        if run.size.is_nan() || run.size <= 0.0 {
            return;
        }
        let em = 1.0 / run.size;
        // Where a font counts in thousandths, so do advances: the file has short numbers then. What rounding takes from
        // one glyph is given to the next.
        let thousandths = font.units_per_em() == 1000.0;
        let mut carry = 0.0;
        for glyph in placed {
            let mut advance = glyph.advance * em;
            if thousandths {
                let exact = advance * 1000.0 + carry;
                carry = exact - exact.round();
                advance = exact.round() / 1000.0;
            }
            let text = whole_characters(self.text, &glyph.text);
            let sound = text.start < text.end && text.end <= self.text.len();
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(u32::from(glyph.id)),
                advance,
                glyph.x_offset * em,
                glyph.y_offset * em,
                0.0,
                if sound { text } else { self.blank.clone() },
                None,
            ));
        }
        surface.set_fill(Some(paint(run.colour)));
        let start = Point::from_xy(clean(run.x), clean(run.baseline));
        surface.draw_glyphs(start, glyphs, font.clone(), self.text, run.size, false);
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

/// A range of text, grown to whole characters.
pub(crate) fn whole_characters(text: &str, range: &Range<u32>) -> Range<usize> {
    text.floor_char_boundary(range.start as usize)..text.ceil_char_boundary(range.end as usize)
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

pub(crate) fn paint(colour: Colour) -> Fill {
    let paint: Paint = match colour {
        Colour::Gray(gray) => luma::Color::new(gray).into(),
        Colour::Rgb(red, green, blue) => rgb::Color::new(red, green, blue).into(),
    };
    Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }
}

pub(crate) fn fill_rect(surface: &mut Surface<'_>, rect: &Rect, colour: Colour) {
    let (x, y) = (clean(rect.x), clean(rect.y));
    let Some(rect) = geom::Rect::from_xywh(x, y, clean(rect.width).max(0.01), clean(rect.height).max(0.01))
    else {
        return;
    };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    if let Some(path) = path.finish() {
        surface.set_fill(Some(paint(colour)));
        surface.draw_path(&path);
    }
}

/// An empty box: four sides.
fn missing(surface: &mut Surface<'_>, rect: &Rect, colour: Colour) {
    let line = (rect.height * 0.06).max(0.3);
    let (left, top) = (rect.x + line, rect.y);
    let (width, height) = ((rect.width - 2.0 * line).max(line), rect.height.max(line));
    for (x, y, width, height) in [
        (left, top, width, line),
        (left, top + height - line, width, line),
        (left, top, line, height),
        (left + width - line, top, line, height),
    ] {
        fill_rect(surface, &Rect { x, y, width, height }, colour);
    }
}
