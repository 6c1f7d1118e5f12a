//! Lists: numbers and bullets that hang, terms and what they mean.

use copydesk_core::{DefinitionList, Direction, Feature, List, ListItem, Step};

use crate::blocks::inset;
use crate::galley::{Slab, keep};
use crate::ink::Align;
use crate::inlines::push_node;
use crate::page::{Node, Numbering, Role};
use crate::rich::Rich;
use crate::setter::{Frame, Setter};

impl Setter<'_> {
    pub(crate) fn list(&mut self, list: &List, frame: Frame, parent: &mut Node) {
        let numbering = if list.ordered { Numbering::Decimal } else { Numbering::Bullets };
        let mut node = Node::new(Role::List(numbering));
        let first = u64::from(list.start.unwrap_or(1));
        let last = first + list.items.len() as u64;
        let digits = if list.ordered { last.to_string().len() as f32 * 0.58 + 0.75 } else { 1.0 };
        let indent = (frame.style.size * digits).min(frame.width * 0.3);
        self.trail.enter(Step::Field("items"));
        for (index, item) in list.items.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            let label = if list.ordered { format!("{}.", first + index as u64) } else { "•".to_owned() };
            self.list_item(item, &label, indent, frame, &mut node);
            self.trail.leave();
        }
        self.trail.leave();
        self.flush = false;
        push_node(parent, node);
    }

    fn list_item(&mut self, item: &ListItem, label: &str, indent: f32, frame: Frame, list: &mut Node) {
        if self.withholds(item.attributes.as_deref(), Feature::List) {
            return;
        }
        self.attributes(item.attributes.as_deref(), |_| false);
        let mut node = Node::new(Role::ListItem);
        let mut label_node = Node::new(Role::Label);
        let mut body = Node::new(Role::ListBody);
        let inner = inset(frame, indent);
        let mark = self.mark_in(&mut label_node);
        let mut rich = Rich { direction: frame.direction, ..Rich::default() };
        rich.push(label, self.piece(frame, mark));
        let from = self.slabs.len();
        self.flush = true;
        self.within(Step::Field("content"), |setter| {
            setter.blocks(
                &item.content,
                Frame { indent: 0.0, gap: 0.0, align: frame.align.ragged(), ..inner },
                &mut body,
            );
        });
        if self.slabs.len() == from {
            // An empty item still has its number.
            self.slabs.push(Slab { height: frame.leading, snap: frame.snap, ..Slab::default() });
        }
        self.hang(&rich, frame, indent, from);
        self.flush = true;
        node.push(label_node);
        push_node(&mut node, body);
        list.push(node);
    }

    /// Puts a label beside the first line of what was set since `from`.
    pub(crate) fn hang(&mut self, label: &Rich, frame: Frame, indent: f32, from: usize) {
        let right = frame.direction == Some(Direction::Rtl);
        let place = Frame {
            left: if right { frame.left + frame.width - indent } else { frame.left },
            width: indent,
            align: Align::Start,
            ..frame
        };
        let kept = std::mem::take(&mut self.slabs);
        self.paragraph(label, place, 0.0);
        let label = std::mem::replace(&mut self.slabs, kept);
        let (Some(label), Some(line)) = (label.first(), self.slabs.get(from)) else { return };
        // The items of both: the line's own stand before the label's, since they were set first.
        let line_items = self.ink.items[line.items.clone()].to_vec();
        let label_items = self.ink.items[label.items.clone()].to_vec();
        let start = self.ink.items.len();
        self.ink.items.extend(label_items);
        self.ink.items.extend(line_items);
        self.slabs[from].items = start..self.ink.items.len();
    }

    pub(crate) fn definition_list(&mut self, list: &DefinitionList, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::List(Numbering::Unmarked));
        self.trail.enter(Step::Field("items"));
        for (index, item) in list.items.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            let mut entry = Node::new(Role::ListItem);
            self.trail.enter(Step::Field("terms"));
            for (index, term) in item.terms.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                self.attributes(term.attributes.as_deref(), |_| false);
                let mut bold = frame;
                bold.style.voice.bold = true;
                bold.align = frame.align.ragged();
                let mut label = Node::new(Role::Label);
                let from = self.slabs.len();
                self.flush = true;
                let rich = self
                    .within(Step::Field("content"), |setter| setter.rich(&term.content, bold, &mut label));
                self.within(Step::Field("content"), |setter| {
                    setter.set_paragraph(rich, label, bold, &mut entry)
                });
                keep(&mut self.slabs[from..]);
                self.trail.leave();
            }
            self.trail.leave();
            self.trail.enter(Step::Field("descriptions"));
            let inner = Frame { align: frame.align.ragged(), ..inset(frame, frame.style.size * 1.2) };
            for (index, description) in item.descriptions.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                if !self.withholds(description.attributes.as_deref(), Feature::DefinitionList) {
                    self.attributes(description.attributes.as_deref(), |_| false);
                    let mut body = Node::new(Role::ListBody);
                    self.flush = true;
                    self.within(Step::Field("content"), |setter| {
                        setter.blocks(&description.content, inner, &mut body);
                    });
                    push_node(&mut entry, body);
                }
                self.trail.leave();
            }
            self.trail.leave();
            push_node(&mut node, entry);
            self.trail.leave();
        }
        self.trail.leave();
        self.flush = false;
        push_node(parent, node);
    }
}
