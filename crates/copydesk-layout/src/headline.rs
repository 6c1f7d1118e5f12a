//! Headline and decks: as large as their length lets them be, in lines of about one width, broken by sense.

use copydesk_core::{Inlines, Step};

use crate::breaker::{Ending, Line};
use crate::galley::{Anchor, Slab};
use crate::inlines::push_node;
use crate::page::{Node, OutlineEntry, Position, Role};
use crate::rich::Rich;
use crate::setter::{Frame, Inset, Setter};
use crate::shape::Family;
use crate::token::{After, TokenKind, Tokens, tokenise};

impl Setter<'_> {
    /// The headline: as large as its length lets it be, in lines of about one width, broken by sense.
    pub(crate) fn headline(&mut self, headline: &Inlines, frame: Frame, parent: &mut Node) {
        let mut style = frame.style;
        style.voice.family = Family::Headline;
        style.voice.bold = true;
        let set = &self.theme.headline;
        style.size = set.largest;
        let mut inner = Frame {
            style,
            align: self.headline_align(),
            hyphens: false,
            snap: false,
            leading: set.largest * set.leading,
            ..frame
        };
        let mut node = Node::new(Role::Headline);
        self.trail.enter(Step::Field("headline"));
        let mut rich = self.rich(headline, inner, &mut node);
        if !rich.is_blank() {
            let (scale, tokens, lines) = self.sized(&mut rich, frame.width, set.largest);
            inner.style.size = set.largest * scale;
            inner.leading = inner.style.size * set.leading;
            let first = self.slabs.len();
            self.push_lines(&rich, &tokens, &lines, inner, Inset::default());
            let title = crate::blocks::one_line(headline);
            let outline = &mut self.ink.layout.outline;
            outline.push(OutlineEntry { depth: 0, title, position: Position::default() });
            self.slabs[first].anchor = Some(Anchor::Outline(outline.len() - 1));
            self.slabs.push(Slab { height: self.theme.text.leading * 0.45, ..Slab::default() });
            push_node(parent, node);
        }
        self.trail.leave();
    }

    /// Finds the size of a headline, scales its text to it, and breaks it.
    fn sized(&mut self, rich: &mut Rich, width: f32, largest: f32) -> (f32, Tokens, Vec<Line>) {
        let set = &self.theme.headline;
        let least = (set.smallest / largest).min(1.0);
        let lines = usize::from(set.lines.max(1));
        let tokens = tokenise(rich, self.breaks, self.shaper);
        self.report_missing(rich, &tokens);
        let words = words(&tokens, rich);
        // Few lines in large type, then more lines, then smaller type.
        let mut chosen = least;
        'found: for (most, from, to) in [(lines.min(2), 1.0, 0.8), (lines, 0.86, least)] {
            let mut scale = from;
            while scale >= to.max(least) {
                if count_lines(&words, width / scale).is_some_and(|count| count <= most) {
                    chosen = scale;
                    break 'found;
                }
                scale -= 0.02;
            }
        }
        for piece in &mut rich.pieces {
            piece.style.size *= chosen;
            piece.style.rise *= chosen;
        }
        let mut tokens = tokenise(rich, self.breaks, self.shaper);
        if tokens.list.iter().any(|token| token.width > width) {
            crate::hyphen::split_wide(&mut tokens, rich, self.shaper, width);
        }
        let words = self::words(&tokens, rich);
        let count = count_lines(&words, width).unwrap_or(1);
        let lines = balanced(&words, width, count);
        (chosen, tokens, lines)
    }

    pub(crate) fn decks(&mut self, decks: &[Inlines], frame: Frame, parent: &mut Node) {
        let mut inner = frame;
        inner.style.size = self.theme.text.size * 1.32;
        inner.leading = inner.style.size * 1.28;
        inner.align = self.headline_align();
        inner.hyphens = false;
        inner.snap = false;
        self.trail.enter(Step::Field("decks"));
        for (index, deck) in decks.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            let mut node = Node::new(Role::Paragraph);
            let mut rich = self.rich(deck, inner, &mut node);
            if !rich.is_blank() {
                let (_, tokens, lines) = self.balanced_paragraph(&mut rich, inner.width);
                self.push_lines(&rich, &tokens, &lines, inner, Inset::default());
                self.slabs.push(Slab { height: self.theme.text.leading * 0.35, ..Slab::default() });
                push_node(parent, node);
            }
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn balanced_paragraph(&mut self, rich: &mut Rich, width: f32) -> (f32, Tokens, Vec<Line>) {
        let mut tokens = tokenise(rich, self.breaks, self.shaper);
        self.report_missing(rich, &tokens);
        if tokens.list.iter().any(|token| token.width > width) {
            crate::hyphen::split_wide(&mut tokens, rich, self.shaper, width);
        }
        let words = words(&tokens, rich);
        let count = count_lines(&words, width).unwrap_or(1);
        let lines = balanced(&words, width, count);
        (1.0, tokens, lines)
    }
}

/// A stretch of tokens that no line ends in.
struct Chunk {
    tokens: std::ops::Range<usize>,
    /// Past the spaces after it.
    next: usize,
    width: f32,
    /// The width of the spaces after it.
    space: f32,
    /// A line should not end with it: an article, a preposition.
    weak: bool,
    ends: bool,
}

fn words(tokens: &Tokens, rich: &Rich) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let (mut start, mut width, mut space) = (0, 0.0, 0.0);
    let mut end = 0;
    for (at, token) in tokens.list.iter().enumerate() {
        match token.kind {
            TokenKind::Space(_) => space += token.width,
            TokenKind::Word(_) | TokenKind::Ideograph(_) | TokenKind::Picture(_) => {
                width += token.width + space;
                space = 0.0;
                end = at + 1;
            }
            TokenKind::NewLine => {}
        }
        let last = at + 1 == tokens.list.len();
        if token.after == After::Nothing && !last {
            continue;
        }
        let text = tokens.list[start..end.max(start)].iter().map(|token| &rich.text[token.text.clone()]);
        let text: String = text.collect();
        let weak = text.chars().count() <= 3 && text.chars().all(char::is_lowercase);
        let ends = last || token.after == After::NewLine;
        chunks.push(Chunk { tokens: start..end.max(start), next: at + 1, width, space, weak, ends });
        (start, end, width, space) = (at + 1, at + 1, 0.0, 0.0);
    }
    chunks
}

/// How many lines chunks take, or `None` where one is too wide.
fn count_lines(chunks: &[Chunk], width: f32) -> Option<usize> {
    let (mut lines, mut used) = (1, 0.0);
    let mut space = 0.0;
    let mut fresh = true;
    for chunk in chunks {
        if chunk.width > width {
            return None;
        }
        if !fresh && used + space + chunk.width > width {
            lines += 1;
            used = chunk.width;
        } else {
            used += if fresh { chunk.width } else { space + chunk.width };
        }
        space = chunk.space;
        fresh = false;
        if chunk.ends && chunk.next < usize::MAX {
            fresh = true;
            used = 0.0;
            lines += 1;
        }
    }
    Some(lines - usize::from(fresh && lines > 1))
}

/// Breaks chunks into so many lines (or more, if need be) of about one width.
fn balanced(chunks: &[Chunk], width: f32, count: usize) -> Vec<Line> {
    let total: f32 = chunks.iter().map(|chunk| chunk.width + chunk.space).sum();
    let ideal = (total / count.max(1) as f32).min(width);
    // The cheapest way to have ended a line before each chunk.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=chunks.len() {
        let mut found = (f32::INFINITY, end - 1);
        let mut used = 0.0;
        for start in (0..end).rev() {
            let chunk = &chunks[start];
            if start + 1 < end && chunk.ends {
                break;
            }
            used += chunk.width + if start + 1 < end { chunk.space } else { 0.0 };
            if used > width && start + 1 < end {
                break;
            }
            let off = (ideal - used) / width;
            let short = if end == chunks.len() { 0.6 } else { 1.0 };
            let mut cost = off * off * short + 0.002;
            if chunks[end - 1].weak && !chunks[end - 1].ends {
                cost += 0.03;
            }
            let cost = best[start].0 + cost;
            if cost < found.0 {
                found = (cost, start);
            }
        }
        best.push(found);
    }
    let mut lines = Vec::new();
    let mut end = chunks.len();
    while end > 0 {
        let start = best[end].1;
        let (first, last) = (&chunks[start], &chunks[end - 1]);
        lines.push(Line {
            tokens: first.tokens.start..last.tokens.end,
            trailing: last.tokens.end..last.next,
            hyphen: false,
            last: true,
            ending: Ending::Good,
        });
        end = start;
    }
    lines.reverse();
    lines
}
