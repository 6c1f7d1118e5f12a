//! The blocks of the body, in the model's order.

use copydesk_core::{
    Audience, Block, Container, CrossHead, DefinitionList, Direction, Feature, Footnote, Inlines, List,
    ListItem, Note, NoteKind, Paragraph, Preformatted, Quotation, Rule, Step, UnknownBlock,
};

use crate::galley::{Anchor, Cut, Section, Slab, keep};
use crate::ink::{Align, rule};
use crate::inlines::push_node;
use crate::page::{Mark, Node, Numbering, OutlineEntry, Position, Role};
use crate::rich::Rich;
use crate::setter::{Frame, Inset, Setter};
use crate::shape::Family;
use crate::token::TokenKind;

impl Setter<'_> {
    /// Sets blocks one below the other.
    pub(crate) fn blocks(&mut self, blocks: &[Block], frame: Frame, parent: &mut Node) {
        if self.deeper() {
            for (index, block) in blocks.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                self.block(block, frame, parent);
                self.trail.leave();
            }
        }
        self.depth -= 1;
    }

    pub(crate) fn block(&mut self, block: &Block, mut frame: Frame, parent: &mut Node) {
        let attributes = block.attributes();
        if block.audience() == Audience::Internal {
            let at = self.trail.place();
            self.report.withheld(block.feature(), at, "internal text is not printed");
            return;
        }
        self.attributes(attributes);
        let children = parent.children.len();
        if let Some(attributes) = attributes {
            if let Some(language) = &attributes.language {
                frame.language = self.shaper.language(language);
            }
            frame.direction = attributes.direction.or(frame.direction);
        }
        match block {
            Block::Quotation(quotation) if crate::classes::is_pull_quote(attributes) => {
                self.pull_quote(quotation, frame, parent);
            }
            Block::Paragraph(paragraph) => self.text_paragraph(paragraph, frame, parent),
            Block::CrossHead(cross_head) => self.cross_head(cross_head, frame, parent),
            Block::List(list) => self.list(list, frame, parent),
            Block::DefinitionList(list) => self.definition_list(list, frame, parent),
            Block::Quotation(quotation) => self.quotation(quotation, frame, parent),
            Block::Preformatted(preformatted) => self.preformatted(preformatted, frame, parent),
            Block::Table(table) => self.table(table, frame, parent),
            Block::Figure(media) => self.figure(media, frame, parent),
            Block::Footnote(footnote) => self.footnote(footnote, frame, parent),
            Block::Rule(rule) => self.rule(rule, frame),
            Block::Note(note) => self.note(note, frame, parent),
            Block::Container(container) => self.container(container, frame, parent),
            Block::Unknown(unknown) => self.unknown(unknown, frame, parent),
        }
        if let Some(language) = attributes.and_then(|attributes| attributes.language.as_ref()) {
            for child in &mut parent.children[children..] {
                if let crate::page::Child::Node(node) = child {
                    node.language.get_or_insert_with(|| language.clone());
                }
            }
        }
    }

    fn text_paragraph(&mut self, paragraph: &Paragraph, frame: Frame, parent: &mut Node) {
        if paragraph.lede {
            let at = self.trail.field("lede");
            self.report.flattened(Feature::Lede, at, "the lede looks like any first paragraph");
        }
        let mut node = Node::new(Role::Paragraph);
        let rich =
            self.within(Step::Field("content"), |setter| setter.rich(&paragraph.content, frame, &mut node));
        self.within(Step::Field("content"), |setter| setter.set_paragraph(rich, node, frame, parent));
    }

    /// A paragraph after another: indented, unless it comes first. The trail stands at its text.
    pub(crate) fn set_paragraph(&mut self, mut rich: Rich, node: Node, frame: Frame, parent: &mut Node) {
        if rich.is_blank() {
            return;
        }
        let indent = if self.flush { 0.0 } else { frame.indent };
        if !self.flush && frame.gap > 0.0 {
            self.space(frame.gap);
        }
        if std::mem::take(&mut self.ends) {
            let mut piece = self.piece(frame, Mark::DECORATION);
            piece.style.size *= 0.8;
            rich.push("\u{A0}■", piece);
        }
        let first = std::mem::take(&mut self.begins);
        if !(first && self.theme.text.drop_cap && self.drop_cap(&mut rich, frame)) {
            self.paragraph(&rich, frame, indent);
        }
        self.flush = false;
        push_node(parent, node);
    }

    /// Sets a paragraph that begins with a letter two lines high. Not where it begins with a quotation mark, a figure,
    /// or a letter of a script that has no capitals.
    fn drop_cap(&mut self, rich: &mut Rich, frame: Frame) -> bool {
        let Some(letter) = rich.text.chars().next().filter(|letter| letter.is_uppercase()) else {
            return false;
        };
        let Some(piece) = rich.pieces.first().copied() else { return false };
        let cluster = unicode_segmentation::UnicodeSegmentation::graphemes(rich.text.as_str(), true).next();
        if cluster.is_none_or(|cluster| cluster.len() != letter.len_utf8() || piece.end < cluster.len()) {
            return false;
        }
        let mut large = Rich { direction: Some(Direction::Ltr), ..Rich::default() };
        let capital = self.shaper.capital_height(piece.style.voice);
        let mut piece = piece;
        let size = piece.style.size + frame.leading / capital;
        piece.style.size = size;
        large.push(&letter.to_string(), piece);
        rich.text.remove(0);
        for piece in &mut rich.pieces {
            piece.end -= letter.len_utf8();
        }
        for (byte, _) in &mut rich.notes {
            *byte -= letter.len_utf8();
        }
        let start = self.ink.items.len();
        let (tokens, lines) = self.lines(&large, Frame { align: Align::Start, ..frame }, NO_INSET);
        let width = tokens.list.iter().map(|token| token.width).sum::<f32>() + frame.style.size * 0.25;
        let baseline = crate::setter::baseline(frame.leading, frame.style.size) + frame.leading;
        if let Some(line) = lines.first() {
            let spot =
                crate::ink::Spot { x: frame.left, width, baseline, align: Align::Start, optical: false };
            self.ink.line(self.shaper, &large, &tokens, line, spot);
        }
        let inset = Inset { indent: 0.0, lines: 2, by: width };
        let first = self.slabs.len();
        let (tokens, lines) = self.lines(rich, frame, inset);
        self.push_lines(rich, &tokens, &lines, frame, inset);
        if self.slabs.len() == first + 1 {
            self.slabs[first].after = Cut::Never;
            self.slabs.push(Slab { height: frame.leading, snap: frame.snap, ..Slab::default() });
        }
        self.slabs[first].items.start = start;
        true
    }

    fn cross_head(&mut self, cross_head: &CrossHead, frame: Frame, parent: &mut Node) {
        let rank = cross_head.rank();
        let mut style = frame.style;
        style.voice.bold = true;
        style.voice.family = if frame.across { style.voice.family } else { Family::Furniture };
        style.size = frame.style.size * [1.22, 1.1, 1.0, 0.95, 0.95, 0.95][usize::from(rank - 1)];
        style.voice.italic = rank > 3;
        let heading = Frame {
            style,
            align: Align::Start,
            hyphens: false,
            leading: frame.leading.max(style.size * 1.02),
            ..frame
        };
        let title = one_line(&cross_head.content);
        let mut node = Node::new(Role::Heading { rank, title: title.clone() });
        let rich = self
            .within(Step::Field("content"), |setter| setter.rich(&cross_head.content, heading, &mut node));
        if rich.is_blank() {
            return;
        }
        let before = self.slabs.len();
        self.slabs.push(Slab::gap(0.0));
        let first = self.slabs.len();
        self.within(Step::Field("content"), |setter| setter.paragraph(&rich, heading, 0.0));
        // A line's space above it; its own lines stand on the grid, a little higher than text would.
        self.slabs[before].height = frame.leading * if frame.snap { 1.0 } else { 0.6 };
        let raised = frame.leading * 0.16;
        for slab in &self.slabs[first..] {
            for item in &mut self.ink.items[slab.items.clone()] {
                crate::flow::shift(item, 0.0, -raised);
            }
        }
        keep(&mut self.slabs[first..]);
        self.outline(usize::from(rank), title, first);
        self.flush = true;
        push_node(parent, node);
    }

    /// Enters a line into the outline; it leads to a slab of the galley.
    pub(crate) fn outline(&mut self, depth: usize, title: String, slab: usize) {
        let outline = &mut self.ink.layout.outline;
        // No level may be left out.
        let depth = outline.last().map_or(0, |last| depth.min(last.depth + 1));
        outline.push(OutlineEntry { depth, title, position: Position::default() });
        let entry = outline.len() - 1;
        if let Some(slab) = self.slabs.get_mut(slab) {
            slab.anchor = Some(Anchor::Outline(entry));
        }
    }

    fn list(&mut self, list: &List, frame: Frame, parent: &mut Node) {
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
        self.attributes(item.attributes.as_deref());
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
    fn hang(&mut self, label: &Rich, frame: Frame, indent: f32, from: usize) {
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

    fn definition_list(&mut self, list: &DefinitionList, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::List(Numbering::Unmarked));
        self.trail.enter(Step::Field("items"));
        for (index, item) in list.items.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            let mut entry = Node::new(Role::ListItem);
            self.trail.enter(Step::Field("terms"));
            for (index, term) in item.terms.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                self.attributes(term.attributes.as_deref());
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
                    self.attributes(description.attributes.as_deref());
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

    fn quotation(&mut self, quotation: &Quotation, frame: Frame, parent: &mut Node) {
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
    fn pull_quote(&mut self, quotation: &Quotation, frame: Frame, parent: &mut Node) {
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

    fn preformatted(&mut self, preformatted: &Preformatted, frame: Frame, parent: &mut Node) {
        let mut fixed = frame;
        fixed.style.voice.family = Family::Fixed;
        fixed.style.voice.tabular = false;
        fixed.style.size = frame.style.size * 0.86;
        fixed.align = Align::Start;
        let mut node = Node::new(Role::Code);
        let text = expand_tabs(&preformatted.content);
        let mut rich = self.within(Step::Field("content"), |setter| setter.rich(&text, fixed, &mut node));
        rich.fixed = true;
        if rich.is_blank() {
            return;
        }
        let widest = self.widest_line(&rich);
        let room = if frame.across { frame.width } else { self.theme.text_width() };
        let least = 5.6;
        let size = fixed.style.size;
        // As it is; else smaller; else across the page; else smaller there; else its lines are broken.
        let across = widest > frame.width && size * frame.width / widest < least && room > frame.width;
        let width = if across { room } else { frame.width };
        let scale = (width / widest.max(1.0) * 0.999).min(1.0).max((least * 0.75 / size).min(1.0));
        let mut paragraph = Node::new(Role::Paragraph);
        paragraph.push(node);
        self.aside(across, frame, |setter, frame| {
            let mut fixed = Frame { width, ..fixed };
            fixed.left = if across { 0.0 } else { frame.left };
            fixed.style.size = size * scale;
            fixed.leading = (fixed.style.size * 1.28).min(frame.leading);
            fixed.snap = false;
            let mut rich = rich;
            for piece in &mut rich.pieces {
                piece.style.size *= scale;
                piece.style.rise *= scale;
            }
            setter.space(frame.leading * 0.4);
            setter.within(Step::Field("content"), |setter| setter.fixed_lines(&rich, fixed));
            setter.space(frame.leading * 0.4);
        });
        self.flush = true;
        push_node(parent, paragraph);
    }

    fn widest_line(&mut self, rich: &Rich) -> f32 {
        let tokens = crate::token::tokenise(rich, self.breaks, self.shaper);
        let mut widest = 0.0f32;
        let mut width = 0.0;
        for token in &tokens.list {
            width = if token.kind == TokenKind::NewLine { 0.0 } else { width + token.width };
            widest = widest.max(width);
        }
        widest
    }

    /// Lines as they stand, each a paragraph of its own, so that empty ones count too.
    fn fixed_lines(&mut self, rich: &Rich, frame: Frame) {
        let first = self.slabs.len();
        self.paragraph(rich, frame, 0.0);
        for slab in &mut self.slabs[first..] {
            if slab.after == Cut::Discouraged {
                slab.after = Cut::Free;
            }
        }
    }

    fn footnote(&mut self, footnote: &Footnote, frame: Frame, parent: &mut Node) {
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

    fn rule(&mut self, _: &Rule, frame: Frame) {
        let start = self.ink.items.len();
        let width = frame.width * 0.3;
        let x = frame.left + (frame.width - width) / 2.0;
        self.ink.items.push(rule(x, frame.leading / 2.0, width, 0.5, self.theme.colours.rule));
        let items = start..self.ink.items.len();
        self.slabs.push(Slab { height: frame.leading, items, snap: frame.snap, ..Slab::default() });
        self.flush = true;
    }

    fn note(&mut self, note: &Note, frame: Frame, parent: &mut Node) {
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

    fn container(&mut self, container: &Container, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::Group);
        self.within(Step::Field("content"), |setter| setter.blocks(&container.content, frame, &mut node));
        push_node(parent, node);
    }

    fn unknown(&mut self, unknown: &UnknownBlock, frame: Frame, parent: &mut Node) {
        let at = self.trail.place();
        let detail = format!("what `{}` holds is set as text", unknown.name);
        self.report.flattened(Feature::UnknownBlock, at, detail);
        let mut node = Node::new(Role::Group);
        self.within(Step::Field("content"), |setter| setter.blocks(&unknown.content, frame, &mut node));
        push_node(parent, node);
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

    /// Whether something is internal; if so, it is counted.
    pub(crate) fn withholds(
        &mut self,
        attributes: Option<&copydesk_core::Attributes>,
        feature: Feature,
    ) -> bool {
        let internal = attributes.is_some_and(|attributes| attributes.audience == Audience::Internal);
        if internal {
            let at = self.trail.place();
            self.report.withheld(feature, at, "internal text is not printed");
        }
        internal
    }

    /// Gives every public footnote its number, in the order it is first referred to, then the others.
    pub(crate) fn number_notes(&mut self, blocks: &[Block]) {
        let mut ids: Vec<&str> = Vec::new();
        let mut referred: Vec<&str> = Vec::new();
        collect_notes(blocks, &mut ids, &mut referred, self.limits.nesting * 2);
        let known: std::collections::HashSet<&str> = ids.iter().copied().collect();
        for id in referred.into_iter().chain(ids.iter().copied()) {
            if known.contains(id) && !self.note_numbers.contains_key(id) {
                self.note_numbers.insert(id.to_owned(), self.notes.len());
                let number = self.notes.len() + 1;
                self.notes.push(crate::setter::Note { number, ..Default::default() });
            }
        }
    }

    /// The frame of a column of the story.
    pub(crate) fn column_frame(&self) -> Frame {
        let theme = self.theme;
        let mut style = self.furniture(theme.text.size, theme.colours.text);
        style.voice.family = Family::Text;
        Frame {
            left: 0.0,
            width: theme.column_width(),
            style,
            leading: theme.text.leading,
            align: if theme.text.justified { Align::Justified } else { Align::Start },
            hyphens: theme.text.hyphens,
            indent: theme.text.indent * theme.text.size,
            gap: if theme.text.indent > 0.0 { 0.0 } else { theme.text.leading * 0.5 },
            snap: theme.text.indent > 0.0,
            language: crate::shape::LanguageId(0),
            direction: None,
            across: theme.column_count() == 1,
        }
    }

    /// Sets text that has no structure of its own: one paragraph.
    pub(crate) fn plain_line(&mut self, text: &str, frame: Frame, parent: &mut Node) {
        let mut node = Node::new(Role::Paragraph);
        let mark: Mark = self.mark_in(&mut node);
        let mut rich = Rich { direction: frame.direction, ..Rich::default() };
        rich.push(text, self.piece(frame, mark));
        if !rich.is_blank() {
            self.paragraph(&rich, frame, 0.0);
            push_node(parent, node);
        }
    }
}

/// The frame without a strip where its lines begin.
pub(crate) fn inset(frame: Frame, by: f32) -> Frame {
    let left = if frame.direction == Some(Direction::Rtl) { frame.left } else { frame.left + by };
    Frame { left, width: (frame.width - by).max(frame.style.size * 2.0), ..frame }
}

/// Inlines as plain text on one line.
pub(crate) fn one_line(inlines: &Inlines) -> String {
    inlines.plain_text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tabs to spaces, by columns of eight.
fn expand_tabs(inlines: &Inlines) -> Inlines {
    let mut inlines = inlines.clone();
    let mut column = 0;
    expand(&mut inlines, &mut column, 0);
    inlines
}

fn expand(inlines: &mut Inlines, column: &mut usize, depth: usize) {
    for inline in &mut inlines.0 {
        if let copydesk_core::Inline::Text(text) = inline {
            let mut out = String::with_capacity(text.len());
            for character in text.chars() {
                match character {
                    '\t' => {
                        let spaces = 8 - *column % 8;
                        out.extend(std::iter::repeat_n(' ', spaces));
                        *column += spaces;
                    }
                    '\n' => {
                        out.push('\n');
                        *column = 0;
                    }
                    other => {
                        out.push(other);
                        *column += 1;
                    }
                }
            }
            *text = out;
        } else if let Some(content) = inline.content_mut()
            && depth < 200
        {
            expand(content, column, depth + 1);
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

/// No inset.
pub(crate) const NO_INSET: Inset = Inset { indent: 0.0, lines: 0, by: 0.0 };
