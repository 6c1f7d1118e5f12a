//! Setting paragraphs: styled text to lines in a galley.

use std::collections::{BTreeSet, HashMap};

use copydesk_core::{Attributes, Direction, Feature, Limits, Place, Report, Step, Trail};

use crate::breaker::{Effort, Ending, Line, Measure, break_lines};
use crate::galley::{Cut, Section, Slab, forbid_widows};
use crate::hyphen::{self, Which};
use crate::ink::{Align, Ink, Spot};
use crate::page::{Child, Colour, ContentId, Mark, Node, Pictures};
use crate::rich::{Piece, Rich, Style};
use crate::shape::{Family, LanguageId, Shaper, Voice};
use crate::theme::Theme;
use crate::token::{Breaks, TokenKind, Tokens, tokenise};
use crate::word::Part;

/// Where and how blocks are set. Lengths are points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    /// From the left edge of the column.
    pub(crate) left: f32,
    pub(crate) width: f32,
    pub(crate) style: Style,
    /// From baseline to baseline.
    pub(crate) leading: f32,
    pub(crate) align: Align,
    pub(crate) hyphens: bool,
    /// The indent of a paragraph that follows another.
    pub(crate) indent: f32,
    /// The space between two paragraphs.
    pub(crate) gap: f32,
    /// Paragraphs begin on the grid.
    pub(crate) snap: bool,
    pub(crate) language: LanguageId,
    pub(crate) direction: Option<Direction>,
    /// It crosses all columns: nothing in it may ask for more room.
    pub(crate) across: bool,
}

/// A footnote.
#[derive(Debug, Default)]
pub(crate) struct Note {
    /// The number it is called by.
    pub(crate) number: usize,
    /// Its lines, at the foot of a column.
    pub(crate) slabs: Vec<Slab>,
}

/// What a setter works with.
pub(crate) struct Tools<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) shaper: &'a mut Shaper,
    pub(crate) breaks: &'a Breaks,
}

/// Sets an article.
pub(crate) struct Setter<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) shaper: &'a mut Shaper,
    pub(crate) breaks: &'a Breaks,
    pub(crate) pictures: &'a mut dyn Pictures,
    pub(crate) report: &'a mut Report,
    pub(crate) limits: &'a Limits,
    pub(crate) trail: Trail,
    pub(crate) ink: Ink,
    /// The galley that is being filled.
    pub(crate) slabs: Vec<Slab>,
    pub(crate) sections: Vec<Section>,
    pub(crate) notes: Vec<Note>,
    pub(crate) note_numbers: HashMap<String, usize>,
    /// The heads of the tables, to be repeated.
    pub(crate) heads: Vec<Vec<Slab>>,
    /// The next paragraph is not indented.
    pub(crate) flush: bool,
    /// The next paragraph ends the story: it is given the end mark.
    pub(crate) ends: bool,
    /// The next paragraph begins the story.
    pub(crate) begins: bool,
    /// How many figures there are so far.
    pub(crate) floats: usize,
    /// How deep the blocks and inlines are nested.
    pub(crate) depth: usize,
    /// They are nested deeper than the limit.
    pub(crate) too_deep: bool,
    pub(crate) reported: BTreeSet<(char, Place)>,
    pub(crate) contents: u32,
}

impl<'a> Setter<'a> {
    /// A setter that has set nothing yet.
    pub(crate) fn new(
        tools: Tools<'a>,
        pictures: &'a mut dyn Pictures,
        report: &'a mut Report,
        limits: &'a Limits,
    ) -> Self {
        Self {
            theme: tools.theme,
            shaper: tools.shaper,
            breaks: tools.breaks,
            pictures,
            report,
            limits,
            trail: Trail::default(),
            ink: Ink::default(),
            slabs: Vec::new(),
            sections: Vec::new(),
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            heads: Vec::new(),
            flush: true,
            ends: false,
            begins: false,
            floats: 0,
            depth: 0,
            too_deep: false,
            reported: BTreeSet::new(),
            contents: 0,
        }
    }
}

impl Setter<'_> {
    /// A new piece of content in a node, or the one the node ends with.
    pub(crate) fn mark_in(&mut self, node: &mut Node) -> Mark {
        if let Some(Child::Content(id)) = node.children.last() {
            return Mark::Content(*id);
        }
        Mark::Content(self.new_mark_in(node))
    }

    pub(crate) fn new_mark_in(&mut self, node: &mut Node) -> ContentId {
        let id = ContentId(self.contents);
        self.contents += 1;
        node.push(id);
        id
    }

    /// A style of the furniture's family.
    pub(crate) fn furniture(&self, size: f32, colour: Colour) -> Style {
        Style {
            voice: Voice {
                family: Family::Furniture,
                bold: false,
                italic: false,
                emphasised: false,
                small_capitals: false,
                tabular: false,
            },
            size,
            colour,
            rise: 0.0,
            underline: false,
            strike: false,
        }
    }

    /// Sets a paragraph into the galley.
    pub(crate) fn paragraph(&mut self, rich: &Rich, frame: Frame, indent: f32) {
        let inset = Inset { indent, ..Inset::default() };
        let (tokens, lines) = self.lines(rich, frame, inset);
        let mut best = (rich.clone(), tokens, lines);
        // A hair larger or smaller, which no eye sees, may save the last line.
        for scale in FITTING {
            let bad = ending(&best.2);
            if bad == Ending::Good {
                break;
            }
            let fitted = rich.scaled(scale);
            let (tokens, lines) = self.lines(&fitted, frame, inset);
            if ending(&lines) < bad {
                best = (fitted, tokens, lines);
            }
        }
        let (rich, tokens, lines) = &best;
        self.push_lines(rich, tokens, lines, frame, inset);
    }

    /// Breaks a paragraph into lines.
    pub(crate) fn lines(&mut self, rich: &Rich, frame: Frame, inset: Inset) -> (Tokens, Vec<Line>) {
        self.shaper.forget();
        let mut tokens = tokenise(rich, self.breaks, self.shaper);
        self.report_missing(rich, &tokens);
        let measure = Measure {
            width: frame.width,
            indent: inset.indent,
            inset: (inset.lines, inset.by),
            size: frame.style.size,
            justified: frame.align == Align::Justified,
        };
        let narrowest = frame.width - inset.indent.max(inset.by);
        if tokens.list.iter().any(|token| token.width > narrowest) {
            hyphen::split_wide(&mut tokens, rich, self.shaper, narrowest.max(frame.style.size));
        }
        // The best so far, of lines that would do but for the last.
        let mut found: Option<(Tokens, Vec<Line>)> = None;
        if let Some(lines) = break_lines(&tokens.list, 0.0, measure, Effort::Strict) {
            if ending(&lines) == Ending::Good {
                return (tokens, lines);
            }
            found = Some((Tokens { list: tokens.list.clone(), ..tokens }, lines));
        }
        let hyphen = match tokens.list.first() {
            Some(first) => {
                let word = self.shaper.shape("-", first.manner);
                self.shaper.word(word).width * frame.style.size
            }
            None => 0.0,
        };
        let tries = [
            (Some(Which::Common), Effort::Strict),
            (None, Effort::Fair),
            (Some(Which::Names), Effort::Strict),
            (None, Effort::Fair),
            (None, Effort::Loose),
        ];
        for (which, effort) in tries {
            if effort == Effort::Loose && found.is_none() {
                break;
            }
            if let (Some(which), true) = (which, frame.hyphens) {
                hyphen::split_hyphenated(&mut tokens, rich, self.shaper, which);
            }
            let Some(lines) = break_lines(&tokens.list, hyphen, measure, effort) else { continue };
            if ending(&lines) == Ending::Good {
                return (tokens, lines);
            }
            if found.as_ref().is_none_or(|(_, best)| ending(&lines) < ending(best)) {
                found = Some((Tokens { list: tokens.list.clone(), ..tokens }, lines));
            }
        }
        if let Some(found) = found {
            return found;
        }
        // Any effort yields lines; one line of everything is the end of all means.
        let lines = break_lines(&tokens.list, hyphen, measure, Effort::Any)
            .unwrap_or_else(|| vec![Line { tokens: 0..tokens.list.len(), last: true, ..Line::default() }]);
        (tokens, lines)
    }

    /// Sets lines into the galley, one slab each.
    pub(crate) fn push_lines(
        &mut self,
        rich: &Rich,
        tokens: &Tokens,
        lines: &[Line],
        frame: Frame,
        inset: Inset,
    ) {
        let first = self.slabs.len();
        let mut notes = rich.notes.iter().peekable();
        for (at, line) in lines.iter().enumerate() {
            let start = self.ink.items.len();
            let less = inset.at(at);
            let spot = Spot {
                x: frame.left + if tokens.right_to_left { 0.0 } else { less },
                width: frame.width - less,
                baseline: baseline(frame.leading, frame.style.size),
                align: frame.align,
                optical: self.theme.text.optical_margins,
            };
            self.ink.line(self.shaper, rich, tokens, line, spot);
            let end = tokens.list.get(line.trailing.end).map_or(usize::MAX, |token| token.text.start);
            let mut called = Vec::new();
            while let Some((_, note)) = notes.next_if(|(byte, _)| *byte < end) {
                called.push(*note);
            }
            self.slabs.push(Slab {
                height: frame.leading,
                items: start..self.ink.items.len(),
                after: if line.hyphen { Cut::Discouraged } else { Cut::Free },
                snap: frame.snap,
                notes: called,
                ..Slab::default()
            });
        }
        forbid_widows(&mut self.slabs[first..]);
    }

    /// Space below what stands, which does not add to space that is there.
    pub(crate) fn space(&mut self, height: f32) {
        match self.slabs.last_mut() {
            Some(last) if last.gap && last.float == 0 => last.height = last.height.max(height),
            Some(last) if last.gap => {
                let more = height - last.height;
                if more > 0.0 {
                    self.slabs.push(Slab::gap(more));
                }
            }
            _ => self.slabs.push(Slab::gap(height)),
        }
    }

    /// Reports what of the attributes of a block or inline is not carried; `follows` tells the classes that the page
    /// follows there.
    pub(crate) fn attributes(&mut self, attributes: Option<&Attributes>, follows: impl Fn(&str) -> bool) {
        let Some(attributes) = attributes else { return };
        let Attributes { id, class, language: _, direction: _, audience: _, extras } = attributes;
        if id.is_some() {
            let at = self.trail.field("attributes.id");
            self.report.dropped(Feature::Id, at, "a page has no ids");
        }
        if class.iter().any(|class| !follows(class)) {
            let at = self.trail.field("attributes.class");
            self.report.dropped(Feature::Class, at, "the theme has no styles for classes");
        }
        self.extras(extras, "attributes.extras");
    }

    pub(crate) fn extras(&mut self, extras: &copydesk_core::Extras, field: &str) {
        for name in extras.keys() {
            let at = self.trail.field(field);
            self.report.dropped(Feature::Extra, at, format!("a page has no place for `{name}`"));
        }
    }

    /// Runs `work` one step further down.
    pub(crate) fn within<T>(&mut self, step: Step, work: impl FnOnce(&mut Self) -> T) -> T {
        self.trail.enter(step);
        let done = work(self);
        self.trail.leave();
        done
    }

    /// Whether it may go one level deeper; the caller takes `depth` back.
    pub(crate) fn deeper(&mut self) -> bool {
        self.depth += 1;
        // Blocks and the inlines in them each have the limit for themselves.
        if self.depth > self.limits.nesting.saturating_mul(2) {
            self.too_deep = true;
        }
        !self.too_deep
    }

    /// Reports the characters that no font has, each once at a place.
    pub(crate) fn report_missing(&mut self, rich: &Rich, tokens: &Tokens) {
        for token in &tokens.list {
            let (TokenKind::Word(word) | TokenKind::Ideograph(word)) = token.kind else { continue };
            for part in &self.shaper.word(word).parts {
                let Part::Missing(range) = part else { continue };
                let text = &rich.text[token.text.clone()];
                let Some(cluster) = text.get(range.start as usize..range.end as usize) else { continue };
                let Some(character) = cluster.chars().next() else { continue };
                let is_dateline = token.text.start < rich.dateline;
                let place = if is_dateline { Place::path("dateline.printed") } else { self.trail.place() };
                if self.reported.insert((character, place.clone())) {
                    let name = unicode_names2::name(character)
                        .map_or_else(|| "a character without a name".to_owned(), |name| name.to_string());
                    let detail =
                        format!("no font has U+{:04X} {name}; a box stands for it", u32::from(character));
                    self.report.flattened(Feature::Glyph, place, detail);
                }
            }
        }
    }

    /// A frame for text that is not the story's: furniture, without indents or hyphens.
    pub(crate) fn quiet_frame(&self, frame: Frame) -> Frame {
        let size = self.theme.furniture.size;
        Frame {
            style: self.furniture(size, self.theme.colours.quiet),
            leading: (size * 1.3).max(1.0),
            align: frame.align.ragged(),
            hyphens: false,
            indent: 0.0,
            gap: 0.0,
            snap: false,
            ..frame
        }
    }

    /// The piece that text of this frame is.
    pub(crate) fn piece(&self, frame: Frame, mark: Mark) -> Piece {
        Piece { end: 0, style: frame.style, mark, language: frame.language, link: None, object: None }
    }
}

/// By how much the size of a paragraph may differ for the sake of its last line.
const FITTING: [f32; 4] = [0.995, 1.005, 0.99, 1.01];

/// How badly a paragraph ends, or a part of it before a forced break.
fn ending(lines: &[Line]) -> Ending {
    lines.iter().map(|line| line.ending).max().unwrap_or_default()
}

/// How much narrower the first lines of a paragraph are.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Inset {
    /// The first line, by this much.
    pub(crate) indent: f32,
    /// This many lines …
    pub(crate) lines: usize,
    /// … by this much.
    pub(crate) by: f32,
}

impl Inset {
    fn at(self, line: usize) -> f32 {
        let indent = if line == 0 { self.indent } else { 0.0 };
        let by = if line < self.lines { self.by } else { 0.0 };
        indent + by
    }
}

/// The baseline of a line, from its top.
pub(crate) fn baseline(leading: f32, size: f32) -> f32 {
    (leading + size * 0.56) / 2.0 + size * 0.07
}
