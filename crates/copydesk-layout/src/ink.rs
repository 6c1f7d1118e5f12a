//! Lines to glyphs: justification, visual order, runs, underlines, link areas.

use crate::breaker::Line;
use crate::page::{Colour, Item, Layout, Mark, Position, Rect, Run, Target};
use crate::pen::{Bars, Pen};
use crate::rich::{LinkTarget, Rich};
use crate::shape::{Shaper, WordId};
use crate::token::{Token, TokenKind, Tokens};

/// How a line stands between its edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// At both.
    Justified,
    /// Where the paragraph begins.
    Start,
    /// In the middle.
    Centre,
    /// Where the paragraph ends.
    End,
}

/// Where a line is put. Lengths are points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) baseline: f32,
    pub(crate) align: Align,
    /// Marks at the edges of a line hang over them a little, so that the edges look straight.
    pub(crate) optical: bool,
}

/// What has been set so far: the text and glyphs of the layout, and items that have no place on a page yet.
#[derive(Default)]
pub(crate) struct Ink {
    pub(crate) layout: Layout,
    /// Items, each relative to the upper left corner of its slab.
    pub(crate) items: Vec<Item>,
}

/// A token on its line.
struct Element {
    kind: ElementKind,
    level: u8,
    width: f32,
    /// What justification adds: behind a space; in a word that stands with others without spaces, behind its letters.
    extra: f32,
    /// How many letters such a word has.
    letters: u16,
    piece: usize,
    /// Where its text begins in the layout's text.
    base: u32,
}

#[derive(Clone, Copy)]
enum ElementKind {
    Word {
        word: WordId,
        gap: bool,
    },
    Space(WordId),
    /// The hyphen a line is broken with: one glyph for one U+00AD.
    Hyphen(WordId),
    Picture(usize),
}

/// How far a space may be stretched before a line is left ragged, in widths of the space.
const WIDEST_SPACE: f32 = 2.6;
/// How much may stand between two letters of a script without spaces before a line is left ragged, in widths of a space.
const WIDEST_GAP: f32 = 3.5;

impl Ink {
    /// Sets one line of a paragraph.
    pub(crate) fn line(
        &mut self,
        shaper: &mut Shaper,
        rich: &Rich,
        tokens: &Tokens,
        line: &Line,
        spot: Spot,
    ) {
        let mut elements = self.elements(shaper, rich, &tokens.list[line.tokens.clone()], line.hyphen);
        let natural: f32 = elements.iter().map(|element| element.width).sum();
        let (before, after) = match spot.optical && !tokens.right_to_left {
            true => self.overhang(shaper, rich, &elements, spot.align),
            false => (0.0, 0.0),
        };
        let missing = spot.width + before + after - natural;
        let justified = spot.align == Align::Justified && (!line.last || missing < 0.0);
        let spread = if justified || missing < 0.0 { spread(&mut elements, missing) } else { 0.0 };
        let left = missing - spread;
        let x = spot.x - before
            + match (spot.align, tokens.right_to_left) {
                (Align::Centre, _) => left / 2.0,
                (Align::Justified | Align::Start, false) | (Align::End, true) => 0.0,
                (Align::Justified | Align::Start, true) | (Align::End, false) => left,
            };
        self.trailing_space(rich, &tokens.list[line.trailing.clone()], shaper, &mut elements);
        let order = visual_order(&elements, u8::from(tokens.right_to_left));
        self.draw(shaper, rich, &elements, &order, (x, spot.baseline));
    }

    /// Gives the tokens of a line their text, and joins the fragments of a word again.
    fn elements(&mut self, shaper: &mut Shaper, rich: &Rich, tokens: &[Token], hyphen: bool) -> Vec<Element> {
        let mut elements = Vec::with_capacity(tokens.len() + 2);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let style = rich.pieces[token.piece].style;
            let base = self.layout.text.len() as u32;
            let (kind, width) = match token.kind {
                TokenKind::Ideograph(word) => {
                    self.layout.text.push_str(&rich.text[token.text.clone()]);
                    (ElementKind::Word { word, gap: true }, token.width)
                }
                TokenKind::Word(_) => {
                    let mut text = token.text.clone();
                    while let Some(next) = tokens.get(at)
                        && next.kind == token.kind
                        && next.text.start == text.end
                        && next.piece == token.piece
                    {
                        text.end = next.text.end;
                        at += 1;
                    }
                    let text = &rich.text[text];
                    self.layout.text.push_str(text);
                    let word = shaper.shape(text, token.manner);
                    (ElementKind::Word { word, gap: false }, shaper.word(word).width * style.size)
                }
                TokenKind::Space(word) => {
                    self.layout.text.push(' ');
                    (ElementKind::Space(word), token.width)
                }
                TokenKind::Picture(object) => {
                    self.layout.text.push('\u{FFFC}');
                    (ElementKind::Picture(object), token.width)
                }
                TokenKind::NewLine => continue,
            };
            let letters = match kind {
                ElementKind::Word { word, gap: true } => shaper.word(word).letters(),
                ElementKind::Word { .. }
                | ElementKind::Space(_)
                | ElementKind::Hyphen(_)
                | ElementKind::Picture(_) => 0,
            };
            let (level, piece) = (token.level, token.piece);
            elements.push(Element { kind, level, width, extra: 0.0, letters, piece, base });
        }
        if hyphen && let Some(last) = tokens.last() {
            self.push_hyphen(shaper, rich, last, &mut elements);
        }
        elements
    }

    fn push_hyphen(&mut self, shaper: &mut Shaper, rich: &Rich, last: &Token, elements: &mut Vec<Element>) {
        let word = shaper.shape("-", last.manner);
        let base = self.layout.text.len() as u32;
        // A soft hyphen of the text stands at the end of its word; it has no glyph of its own.
        self.layout.text.push('\u{AD}');
        elements.push(Element {
            kind: ElementKind::Hyphen(word),
            level: last.level,
            width: shaper.word(word).width * rich.pieces[last.piece].style.size,
            extra: 0.0,
            letters: 0,
            piece: last.piece,
            base,
        });
    }

    /// How far the first and the last mark of a line hang over its edges.
    fn overhang(&self, shaper: &Shaper, rich: &Rich, elements: &[Element], align: Align) -> (f32, f32) {
        let (Some(first), Some(last)) = (elements.first(), elements.last()) else { return (0.0, 0.0) };
        let mark = |element: &Element, at_end: bool| -> Option<(char, f32)> {
            let (ElementKind::Word { word, .. } | ElementKind::Hyphen(word)) = element.kind else {
                return None;
            };
            let glyphs = &shaper.word(word).glyphs;
            let glyph = if at_end { glyphs.last() } else { glyphs.first() }?;
            let character = match element.kind {
                ElementKind::Hyphen(_) => '-',
                ElementKind::Word { .. } | ElementKind::Space(_) | ElementKind::Picture(_) => {
                    self.layout.text.get((element.base + glyph.text.start) as usize..)?.chars().next()?
                }
            };
            Some((character, glyph.advance * rich.pieces[element.piece].style.size))
        };
        let before = match align {
            Align::Justified | Align::Start => {
                mark(first, false).map_or(0.0, |(mark, width)| width * hangs_before(mark))
            }
            Align::Centre | Align::End => 0.0,
        };
        let after = match align {
            Align::Justified | Align::End => {
                mark(last, true).map_or(0.0, |(mark, width)| width * hangs_after(mark))
            }
            Align::Centre | Align::Start => 0.0,
        };
        (before, after)
    }

    /// The space a line ends with takes no room, and is there for who copies the text.
    fn trailing_space(
        &mut self,
        rich: &Rich,
        tokens: &[Token],
        shaper: &Shaper,
        elements: &mut Vec<Element>,
    ) {
        let space = tokens.iter().find_map(|token| match token.kind {
            TokenKind::Space(word) => Some((word, token.piece)),
            TokenKind::Word(_) | TokenKind::Ideograph(_) | TokenKind::Picture(_) | TokenKind::NewLine => None,
        });
        let (Some((word, piece)), Some(last)) = (space, elements.last()) else { return };
        if shaper.word(word).parts.is_empty() || piece >= rich.pieces.len() {
            return;
        }
        let base = self.layout.text.len() as u32;
        self.layout.text.push(' ');
        let level = last.level;
        let kind = ElementKind::Space(word);
        elements.push(Element { kind, level, width: 0.0, extra: 0.0, letters: 0, piece, base });
    }

    fn draw(
        &mut self,
        shaper: &Shaper,
        rich: &Rich,
        elements: &[Element],
        order: &[usize],
        from: (f32, f32),
    ) {
        let (mut x, baseline) = from;
        let mut open: Option<Run> = None;
        let mut bars = Bars::default();
        let mut links: Vec<(usize, f32, f32)> = Vec::new();
        for &at in order {
            let element = &elements[at];
            let piece = &rich.pieces[element.piece];
            let style = piece.style;
            let width = element.width + element.extra;
            match element.kind {
                ElementKind::Word { word, .. } | ElementKind::Space(word) | ElementKind::Hyphen(word) => {
                    let mut pen = Pen {
                        ink: self,
                        open: &mut open,
                        x,
                        baseline,
                        mark: piece.mark,
                        style,
                        base: element.base,
                        gap: 0.0,
                        gaps: 0,
                    };
                    let gaps = if element.extra > 0.0 { element.letters } else { 0 };
                    pen.word(shaper, word, (width, gaps), matches!(element.kind, ElementKind::Space(_)));
                    if let (ElementKind::Hyphen(_), Some(last)) =
                        (element.kind, self.layout.glyphs.last_mut())
                    {
                        last.text.end = last.text.start + '\u{AD}'.len_utf8() as u32;
                    }
                }
                ElementKind::Picture(object) => {
                    self.close(&mut open);
                    let object = rich.objects[object];
                    let rect =
                        Rect { x, y: baseline - object.height, width: object.width, height: object.height };
                    self.items.push(Item::Picture { rect, picture: object.picture, mark: piece.mark });
                }
            }
            if width > 0.0 {
                bars.add(style, x, x + width);
                if let Some(link) = piece.link {
                    match links.last_mut() {
                        Some((last, _, end)) if *last == link && (*end - x).abs() < 0.1 => *end = x + width,
                        _ => links.push((link, x, x + width)),
                    }
                }
            }
            x += width;
        }
        self.close(&mut open);
        for (style, start, end) in bars.list {
            let at = if style.strike { -0.26 } else { 0.13 };
            let thickness = (style.size * 0.05).max(0.3);
            let rect = Rect {
                x: start,
                y: baseline - style.rise + style.size * at,
                width: end - start,
                height: thickness,
            };
            self.items.push(Item::Fill { rect, colour: style.colour, mark: Mark::DECORATION });
        }
        for (link, start, end) in links {
            self.link(rich, link, (start, end, baseline));
        }
    }

    fn link(&mut self, rich: &Rich, link: usize, (start, end, baseline): (f32, f32, f32)) {
        let used = &rich.links[link];
        let size =
            rich.pieces.iter().find(|piece| piece.link == Some(link)).map_or(10.0, |piece| piece.style.size);
        let rect =
            Rect { x: start, y: baseline - size * 0.95, width: (end - start).max(1.0), height: size * 1.25 };
        let target = match &used.target {
            LinkTarget::Known(target) => target.clone(),
            LinkTarget::Note(note) => Target::Place(unplaced(*note)),
        };
        self.items.push(Item::Link {
            rect,
            target,
            content: used.content,
            description: used.description.clone(),
        });
    }

    pub(crate) fn close(&mut self, open: &mut Option<Run>) {
        if let Some(mut run) = open.take() {
            run.glyphs.end = self.layout.glyphs.len() as u32;
            if run.glyphs.start < run.glyphs.end {
                self.items.push(Item::Run(run));
            }
        }
    }
}

/// The share of a mark that stands outside the line it begins.
fn hangs_before(mark: char) -> f32 {
    match mark {
        '“' | '”' | '„' | '"' | '‘' | '’' | '‚' | '\'' => 0.7,
        '«' | '‹' | '»' | '›' | '-' | '–' | '•' => 0.5,
        '—' | '(' | '[' => 0.2,
        _ => 0.0,
    }
}

/// The share of a mark that stands outside the line it ends.
fn hangs_after(mark: char) -> f32 {
    match mark {
        '.' | ',' | '-' | '“' | '”' | '"' | '‘' | '’' | '\'' => 0.7,
        '«' | '‹' | '»' | '›' | '–' | ':' | ';' => 0.5,
        '—' | ')' | ']' | '!' | '?' => 0.2,
        _ => 0.0,
    }
}

/// A place that stands for the footnote until the footnote has one.
fn unplaced(note: usize) -> Position {
    Position { page: usize::MAX - note, x: 0.0, y: 0.0 }
}

/// The footnote a place stands for, if it does.
pub(crate) fn note_of(position: Position) -> Option<usize> {
    (position.page > usize::MAX / 2).then(|| usize::MAX - position.page)
}

/// Gives what is missing to the full line to its spaces, and to what stands between letters where there are no spaces.
/// Returns what was given.
fn spread(elements: &mut [Element], missing: f32) -> f32 {
    let spaces: f32 = elements.iter().filter(|element| is_space(element)).map(|element| element.width).sum();
    let count = elements.iter().filter(|element| is_space(element)).count();
    // Behind the last letter of the line there is no gap.
    if let Some(last) = elements.last_mut() {
        last.letters = last.letters.saturating_sub(1);
    }
    let gaps: u32 = elements.iter().map(|element| u32::from(element.letters)).sum();
    if spaces <= 0.0 && gaps == 0 {
        return 0.0;
    }
    let unit = if count > 0 { spaces / count as f32 } else { 1.0 };
    // A gap takes a quarter of what a space takes, and is never closed.
    let weight = spaces + if missing > 0.0 { gaps as f32 * unit * 0.25 } else { 0.0 };
    if weight <= 0.0 {
        return 0.0;
    }
    let share = (missing / weight).max(-0.5);
    if count > 0 && share > if gaps == 0 { WIDEST_SPACE } else { WIDEST_GAP } {
        return 0.0;
    }
    let mut given = 0.0;
    for element in elements {
        element.extra = match element.kind {
            ElementKind::Space(_) => share * element.width,
            _ if share > 0.0 => share * unit * 0.25 * f32::from(element.letters),
            ElementKind::Word { .. } | ElementKind::Hyphen(_) | ElementKind::Picture(_) => 0.0,
        };
        given += element.extra;
    }
    given
}

fn is_space(element: &Element) -> bool {
    matches!(element.kind, ElementKind::Space(_))
}

/// Rule L2 of UAX 9: the order from left to right.
fn visual_order(elements: &[Element], base: u8) -> Vec<usize> {
    let mut order: Vec<usize> = (0..elements.len()).collect();
    // Rule L1: spaces at the end of the line have the level of the paragraph.
    let words = elements.iter().rposition(|element| !is_space(element)).map_or(0, |last| last + 1);
    let level = |at: usize| if at < words { elements[at].level } else { base };
    let highest = (0..elements.len()).map(level).max().unwrap_or(0);
    for turn in (1..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            if level(order[at]) < turn {
                at += 1;
                continue;
            }
            let start = at;
            while at < order.len() && level(order[at]) >= turn {
                at += 1;
            }
            order[start..at].reverse();
        }
    }
    order
}

impl Align {
    /// The same, but never justified.
    pub(crate) fn ragged(self) -> Self {
        if self == Self::Justified { Self::Start } else { self }
    }
}

/// A filled rectangle that means nothing.
pub(crate) fn rule(x: f32, y: f32, width: f32, height: f32, colour: Colour) -> Item {
    Item::Fill { rect: Rect { x, y, width, height }, colour, mark: Mark::DECORATION }
}
