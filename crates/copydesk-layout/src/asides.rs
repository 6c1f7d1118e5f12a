//! What stands apart from the running text: quotations, notes, fact boxes, rules.

use copydesk_core::{Direction, Note, NoteKind, Quotation, Rule, Step};

use crate::blocks::inset;
use crate::galley::{Cut, Section, Slab, keep};
use crate::ink::{Align, rule};
use crate::inlines::push_node;
use crate::page::{Node, Role};
use crate::setter::{Frame, Setter};

impl Setter<'_> {
    pub(crate) fn quotation(&mut self, quotation: &Quotation, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::BlockQuotation);
        let mut inner = inset(frame, frame.style.size * 1.2);
        if frame.direction != Some(Direction::Rtl) {
            inner.width -= frame.style.size * 0.4;
        }
        inner.style.voice.italic = true;
        self.space(frame.leading * 0.5);
        self.flush = true;
        self.within(Step::Field("content"), |setter| setter.blocks(&quotation.content, inner, &mut node));
        self.quotation_credit(quotation, inner, &mut node);
        self.space(frame.leading * 0.5);
        self.flush = false;
        push_node(parent, node);
    }

    fn quotation_credit(&mut self, quotation: &Quotation, frame: Frame, node: &mut Node) {
        if quotation.credit.is_empty() {
            return;
        }
        let mut credit = self.quiet_frame(frame);
        credit.align = Align::End;
        let mut line = Node::new(Role::Paragraph);
        let rich =
            self.within(Step::Field("credit"), |setter| setter.rich(&quotation.credit, credit, &mut line));
        if let Some(last) = self.slabs.last_mut() {
            last.after = Cut::Never;
        }
        self.flush = true;
        self.within(Step::Field("credit"), |setter| setter.paragraph(&rich, credit, 0.0));
        push_node(node, line);
    }

    /// Words of the story again, large, between two rules. The whole fills lines of the grid.
    pub(crate) fn pull_quote(&mut self, quotation: &Quotation, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::BlockQuotation);
        let mut inner = frame;
        inner.style.size = frame.style.size * 1.45;
        inner.style.colour = self.theme.colours.accent;
        inner.style.voice.italic = true;
        inner.leading = inner.style.size * 1.24;
        inner.align = frame.align.ragged();
        (inner.hyphens, inner.snap, inner.indent) = (false, false, 0.0);
        self.space(0.0);
        let gap = self.slabs.len() - 1;
        let first = self.slabs.len();
        self.bar(inner, 1.2, frame.leading * 0.35, Cut::Never);
        self.flush = true;
        self.within(Step::Field("content"), |setter| setter.blocks(&quotation.content, inner, &mut node));
        self.quotation_credit(quotation, Frame { style: frame.style, ..inner }, &mut node);
        self.bar(inner, 1.2, frame.leading * 0.45, Cut::Free);
        let set = crate::galley::height(&self.slabs[first..]);
        let whole = ((set + frame.leading * 0.9) / frame.leading).ceil() * frame.leading;
        self.slabs[gap].height = self.slabs[gap].height.max((whole - set) * 0.5);
        if set < self.theme.text_height() * 0.4 {
            keep(&mut self.slabs[first..]);
        }
        self.slabs.push(Slab { height: (whole - set) * 0.5, ..Slab::default() });
        self.flush = false;
        push_node(parent, node);
    }

    pub(crate) fn note(&mut self, note: &Note, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::Aside);
        let size = match note.kind {
            NoteKind::Note => frame.style.size * 0.92,
            NoteKind::FactBox => frame.style.size * 0.9,
        };
        let mut inner = frame;
        inner.style = self.furniture(size.max(5.0), self.theme.colours.text);
        inner.leading = (size * 1.32).min(frame.leading);
        inner.align = Align::Start;
        inner.hyphens = false;
        inner.snap = false;
        inner.indent = 0.0;
        inner.gap = inner.leading * 0.35;
        let (thick, thin) = match note.kind {
            NoteKind::Note => (0.5, 0.5),
            NoteKind::FactBox => (2.0, 0.5),
        };
        self.space(frame.leading * 0.9);
        self.bar(frame, thick, inner.leading * 0.55, Cut::Never);
        self.flush = true;
        if !note.heading.is_empty() {
            let mut bold = inner;
            bold.style.voice.bold = true;
            let mut line = Node::new(Role::Paragraph);
            let from = self.slabs.len();
            let rich =
                self.within(Step::Field("heading"), |setter| setter.rich(&note.heading, bold, &mut line));
            self.within(Step::Field("heading"), |setter| setter.set_paragraph(rich, line, bold, &mut node));
            keep(&mut self.slabs[from..]);
        }
        self.within(Step::Field("content"), |setter| setter.blocks(&note.content, inner, &mut node));
        if let Some(last) = self.slabs.last_mut() {
            last.after = Cut::Never;
        }
        self.bar(frame, thin, inner.leading * 0.45, Cut::Free);
        self.space(frame.leading * 0.6);
        self.flush = true;
        push_node(parent, node);
    }

    /// A rule across the frame, with space below it (or above, for the last of two).
    pub(crate) fn bar(&mut self, frame: Frame, thickness: f32, space: f32, after: Cut) {
        let start = self.ink.items.len();
        let y = if after == Cut::Never { 0.0 } else { space };
        self.ink.items.push(rule(frame.left, y, frame.width, thickness, self.theme.colours.text));
        let items = start..self.ink.items.len();
        self.slabs.push(Slab { height: space + thickness, items, after, ..Slab::default() });
    }

    pub(crate) fn rule(&mut self, _: &Rule, frame: Frame) {
        let start = self.ink.items.len();
        let width = frame.width * 0.3;
        let x = frame.left + (frame.width - width) / 2.0;
        self.ink.items.push(rule(x, frame.leading / 2.0, width, 0.5, self.theme.colours.rule));
        let items = start..self.ink.items.len();
        self.slabs.push(Slab { height: frame.leading, items, snap: frame.snap, ..Slab::default() });
        self.flush = true;
    }

    /// Sets something across the page, between two balanced stretches of columns, or where it stands.
    pub(crate) fn aside(&mut self, across: bool, frame: Frame, work: impl FnOnce(&mut Self, Frame)) {
        if !across {
            work(self, frame);
            return;
        }
        let before = std::mem::take(&mut self.slabs);
        if !before.is_empty() {
            self.sections.push(Section::Columns(before));
        }
        let width = self.theme.text_width();
        work(self, Frame { left: 0.0, width, across: true, ..frame });
        let set = std::mem::take(&mut self.slabs);
        self.sections.push(Section::Full(set));
    }
}
