//! Footnotes: numbered in the order they are referred to, set for the foot of a column.

use copydesk_core::{Audience, Block, Feature, Footnote, Inlines, Step};

use crate::blocks::inset;
use crate::galley::{Anchor, Slab};
use crate::page::{Node, Role};
use crate::rich::Rich;
use crate::setter::{Frame, Setter};

impl Setter<'_> {
    pub(crate) fn footnote(&mut self, footnote: &Footnote, frame: Frame, parent: &mut Node) {
        let Some(index) = self.note_numbers.get(&footnote.id).copied() else { return };
        if !self.notes[index].slabs.is_empty() {
            let at = self.trail.field("id");
            self.report.flattened(
                Feature::Footnote,
                at,
                "several footnotes have this id; all stand together",
            );
        }
        let number = self.notes[index].number;
        let mut quiet = self.quiet_frame(self.column_frame());
        quiet.style = frame.style;
        quiet.style.size = frame.style.size * 0.82;
        quiet.leading = quiet.style.size * 1.26;
        quiet.language = frame.language;
        quiet.direction = frame.direction;
        let indent = quiet.style.size * (0.7 + 0.55 * number.to_string().len() as f32);
        let mut node = Node::new(Role::Footnote);
        let mut label_node = Node::new(Role::Label);
        let mark = self.mark_in(&mut label_node);
        let mut label = Rich { direction: frame.direction, ..Rich::default() };
        label.push(&number.to_string(), self.piece(quiet, mark));
        node.push(label_node);
        let galley = std::mem::take(&mut self.slabs);
        let flush = std::mem::replace(&mut self.flush, true);
        let inner = Frame { across: true, ..inset(quiet, indent) };
        self.within(Step::Field("content"), |setter| setter.blocks(&footnote.content, inner, &mut node));
        if self.slabs.is_empty() {
            self.slabs.push(Slab { height: quiet.leading, ..Slab::default() });
        }
        self.hang(&label, quiet, indent, 0);
        if let Some(first) = self.slabs.first_mut() {
            first.anchor = Some(Anchor::Note(index));
        }
        let mut slabs = std::mem::replace(&mut self.slabs, galley);
        self.flush = flush;
        self.notes[index].slabs.append(&mut slabs);
        parent.push(node);
    }

    /// Gives every public footnote its number, in the order it is first referred to, then the others.
    pub(crate) fn number_notes(&mut self, parts: &[&[Block]]) {
        let mut ids: Vec<&str> = Vec::new();
        let mut referred: Vec<&str> = Vec::new();
        for blocks in parts {
            collect_notes(blocks, &mut ids, &mut referred, self.limits.nesting * 2);
        }
        let known: std::collections::HashSet<&str> = ids.iter().copied().collect();
        for id in referred.into_iter().chain(ids.iter().copied()) {
            if known.contains(id) && !self.note_numbers.contains_key(id) {
                self.note_numbers.insert(id.to_owned(), self.notes.len());
                let number = self.notes.len() + 1;
                self.notes.push(crate::setter::Note { number, ..Default::default() });
            }
        }
    }
}

fn collect_notes<'a>(blocks: &'a [Block], ids: &mut Vec<&'a str>, referred: &mut Vec<&'a str>, depth: usize) {
    if depth == 0 {
        return;
    }
    for block in blocks {
        if block.audience() == Audience::Internal {
            continue;
        }
        if let Block::Footnote(footnote) = block {
            ids.push(&footnote.id);
        }
        for inlines in copydesk_core::child_inlines(block) {
            collect_references(inlines, referred, depth);
        }
        for blocks in copydesk_core::child_blocks(block) {
            collect_notes(blocks, ids, referred, depth - 1);
        }
    }
}

fn collect_references<'a>(inlines: &'a Inlines, referred: &mut Vec<&'a str>, depth: usize) {
    if depth == 0 {
        return;
    }
    for inline in inlines {
        if let copydesk_core::Inline::FootnoteReference(reference) = inline {
            referred.push(&reference.id);
        }
        if let Some(content) = inline.content() {
            collect_references(content, referred, depth - 1);
        }
    }
}
