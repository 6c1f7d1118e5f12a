//! The blocks of the body, in the model's order.

use copydesk_core::{
    Audience, Block, Container, CrossHead, Direction, Feature, Inlines, Paragraph, Step, UnknownBlock,
};

use crate::galley::{Anchor, Cut, Slab, keep};
use crate::ink::Align;
use crate::inlines::push_node;
use crate::page::{Mark, Node, OutlineEntry, Position, Role};
use crate::rich::Rich;
use crate::setter::{Frame, Inset, Setter};
use crate::shape::Family;

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
        self.attributes(attributes, |class| crate::classes::is_followed_by_block(block, class));
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

/// No inset.
pub(crate) const NO_INSET: Inset = Inset { indent: 0.0, lines: 0, by: 0.0 };
