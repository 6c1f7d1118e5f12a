//! Figures: the picture, its caption and its credit, never cut and never cropped.

use copydesk_core::{Feature, Media, Step};

use crate::galley::{Cut, Section, Slab};
use crate::ink::Align;
use crate::inlines::push_node;
use crate::page::{Item, Mark, Node, Picture, Rect, Role};
use crate::setter::{Frame, Setter};

/// A picture is not enlarged beyond this many pixels to the inch.
const COARSEST: f32 = 100.0;
/// The share of a page's height that a picture may take.
const TALLEST: f32 = 0.62;

impl Setter<'_> {
    pub(crate) fn figure(&mut self, media: &Media, frame: Frame, parent: &mut Node) {
        if let Some(title) = media.title.as_deref().filter(|title| !title.trim().is_empty())
            && media.alternative.is_some()
        {
            let at = self.trail.field("title");
            self.report.dropped(Feature::MediaTitle, at, format!("`{}` is not printed", title.trim()));
        }
        let picture = self.pictures.load(media, &self.trail, self.report);
        let across = picture.as_ref().is_some_and(|picture| self.is_lead(picture, frame));
        let mut node = Node::new(Role::Group);
        self.aside(across, frame, |setter, frame| {
            setter.figure_here(media, picture.as_ref(), frame, &mut node)
        });
        // The story begins below its lead picture.
        self.flush |= across;
        push_node(parent, node);
    }

    /// A wide picture before the first line of the story stands across the page.
    fn is_lead(&self, picture: &Picture, frame: Frame) -> bool {
        let wide = picture.width as f32 >= 1.15 * picture.height as f32;
        let fine = picture.width as f32 * 72.0 / COARSEST >= self.theme.text_width() * 0.8;
        let first = self.slabs.is_empty()
            && !self.sections.iter().any(|section| matches!(section, Section::Columns(_)));
        !frame.across && wide && fine && first
    }

    fn figure_here(&mut self, media: &Media, picture: Option<&Picture>, frame: Frame, node: &mut Node) {
        let gap = frame.leading * 0.5;
        self.slabs.push(Slab::gap(gap));
        let from = self.slabs.len();
        let mut inner = frame;
        if let Some(picture) = picture {
            let (width, height) = self.size(picture, frame);
            let rect = Rect { x: frame.left + (frame.width - width) / 2.0, y: 0.0, width, height };
            let mark = if picture.alternative.is_empty() {
                Mark::DECORATION
            } else {
                let mut figure = Node::new(Role::Figure { alternative: picture.alternative.clone() });
                let mark = Mark::Content(self.new_mark_in(&mut figure));
                node.push(figure);
                mark
            };
            let start = self.ink.items.len();
            self.ink.items.push(Item::Picture { rect, picture: picture.id, mark });
            let items = start..self.ink.items.len();
            self.slabs.push(Slab { height: height + 3.5, items, after: Cut::Never, ..Slab::default() });
            inner.left = rect.x.min(frame.left + frame.width * 0.25);
            inner.width = frame.width - 2.0 * (inner.left - frame.left);
        }
        self.caption(media, inner, node);
        for slab in self.slabs[from..].iter_mut().rev().skip(1) {
            slab.after = Cut::Never;
        }
        self.slabs.push(Slab::gap(gap));
        self.floats += 1;
        for slab in &mut self.slabs[from - 1..] {
            slab.float = self.floats;
        }
        self.flush = self.slabs.is_empty() && frame.across;
    }

    /// As wide as the frame, unless that is too coarse or too tall.
    fn size(&self, picture: &Picture, frame: Frame) -> (f32, f32) {
        let (pixels_wide, pixels_high) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let tallest = self.theme.text_height() * if frame.across { TALLEST * 0.8 } else { TALLEST };
        let widest = frame.width.min(pixels_wide * 72.0 / COARSEST).max(1.0);
        let scale = (widest / pixels_wide).min(tallest / pixels_high);
        ((pixels_wide * scale).max(0.5), (pixels_high * scale).max(0.5))
    }

    fn caption(&mut self, media: &Media, frame: Frame, parent: &mut Node) {
        let mut quiet = self.quiet_frame(frame);
        quiet.style.colour = self.theme.colours.text;
        quiet.align = Align::Start;
        if !media.caption.is_empty() {
            let mut node = Node::new(Role::Caption);
            self.flush = true;
            self.within(Step::Field("caption"), |setter| setter.blocks(&media.caption, quiet, &mut node));
            push_node(parent, node);
        }
        if !media.credit.is_empty() {
            let mut small = quiet;
            small.style.size = (quiet.style.size * 0.86).max(5.0).min(quiet.style.size);
            small.style.colour = self.theme.colours.quiet;
            small.leading = small.style.size * 1.3;
            let mut node = Node::new(Role::Paragraph);
            let rich =
                self.within(Step::Field("credit"), |setter| setter.rich(&media.credit, small, &mut node));
            if !rich.is_blank() {
                self.within(Step::Field("credit"), |setter| setter.paragraph(&rich, small, 0.0));
                push_node(parent, node);
            }
        }
    }
}
