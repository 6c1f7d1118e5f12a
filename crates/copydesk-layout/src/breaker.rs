//! Tokens to lines: the whole paragraph at once, after Knuth and Plass, "Breaking Paragraphs into Lines" (1981).

use std::ops::Range;

use crate::token::{After, Token, TokenKind};

/// The space lines are broken for. Lengths are points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// The width of a line.
    pub(crate) width: f32,
    /// How much less the first line has.
    pub(crate) indent: f32,
    /// How many lines at the beginning are narrower, and by how much.
    pub(crate) inset: (usize, f32),
    /// The size of the text, which says what is short.
    pub(crate) size: f32,
    /// Lines are stretched to the measure.
    pub(crate) justified: bool,
}

/// How hard it is tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Effort {
    /// Only good lines.
    Strict,
    /// Lines that are passable.
    Fair,
    /// Lines that are loose, and better than a last line of one word.
    Loose,
    /// Any lines at all.
    Any,
}

/// The share of the measure that a single word must fill to end a paragraph on a line of its own.
const WIDE_WORD: f32 = 0.5;
/// The share of the measure that a last line must fill to begin within a word; less than the second is never right.
const WIDE_REST: f32 = 0.85;
const SHORT_REST: f32 = 0.4;
/// What it costs to end a paragraph with a line of one word, or with the second part of a word. More than any line
/// that is passable, so that the paragraph ends so only where this effort finds no other way.
const STUB: f64 = 1e8;

/// One line: its tokens, without the space it ends with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) tokens: Range<usize>,
    /// Spaces after it that are not drawn.
    pub(crate) trailing: Range<usize>,
    /// It ends with a hyphen that is not in the text.
    pub(crate) hyphen: bool,
    /// It is the last of its paragraph, or stands before a forced break.
    pub(crate) last: bool,
    /// How badly it ends its paragraph.
    pub(crate) ending: Ending,
}

/// How a paragraph ends, from good to bad.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// Well, or it does not end here.
    #[default]
    Good,
    /// The last line begins within a word, and is not nearly full.
    Rest,
    /// The last line is one short word.
    Word,
}

/// How many lines running may end with a hyphen.
const MOST_HYPHENS: u8 = 2;

/// A place where a line may end. Sums run from the beginning of the paragraph.
struct Point {
    /// The line ends before this token.
    end: usize,
    /// The next begins with this one.
    next: usize,
    at_end: Sum,
    at_next: Sum,
    after: After,
}

/// What is to be broken, and how.
struct Task<'a> {
    points: &'a [Point],
    measure: Measure,
    effort: Effort,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    width: f32,
    stretch: f32,
    shrink: f32,
    /// Words that have ended.
    words: u32,
}

#[derive(Clone, Copy)]
struct Node {
    point: usize,
    previous: usize,
    line: usize,
    demerits: f64,
    hyphens: u8,
    fitness: u8,
}

/// Breaks a paragraph. `None`: it cannot be done with this effort; [`Effort::Any`] always can.
pub(crate) fn break_lines(
    tokens: &[Token],
    hyphen: f32,
    measure: Measure,
    effort: Effort,
) -> Option<Vec<Line>> {
    if tokens.is_empty() {
        return Some(Vec::new());
    }
    let points = points(tokens, measure);
    let task = Task { points: &points, measure, effort };
    let mut nodes =
        vec![Node { point: 0, previous: usize::MAX, line: 0, demerits: 0.0, hyphens: 0, fitness: 1 }];
    let mut active = vec![0usize];
    for at in 1..points.len() {
        let mut best: [Option<Node>; MOST_HYPHENS as usize + 1] = [None; MOST_HYPHENS as usize + 1];
        let forced = at + 1 == points.len() || points[at].after == After::NewLine;
        let mut last_removed = None;
        active.retain(|&index| {
            let node = nodes[index];
            let (ratio, fits) = ratio(&points, node, at, hyphen, measure);
            if !fits {
                last_removed = Some(index);
                return false;
            }
            if let Some(next) = candidate(&task, node, index, at, ratio) {
                let slot = &mut best[usize::from(next.hyphens)];
                if slot.is_none_or(|old| next.demerits < old.demerits) {
                    *slot = Some(next);
                }
            }
            !forced
        });
        if active.is_empty() && best.iter().all(Option::is_none) {
            // No line can end here and none can go on: the last that could is ended here all the same.
            let index = last_removed.or_else(|| (effort == Effort::Any).then_some(nodes.len() - 1))?;
            if effort != Effort::Any {
                return None;
            }
            let node = nodes[index];
            best[0] = Some(Node {
                point: at,
                previous: index,
                line: node.line + 1,
                demerits: node.demerits + 1e16,
                hyphens: 0,
                fitness: 1,
            });
        }
        for node in best.into_iter().flatten() {
            active.push(nodes.len());
            nodes.push(node);
        }
    }
    let last = active
        .into_iter()
        .filter(|index| nodes[*index].point + 1 == points.len())
        .min_by(|a, b| nodes[*a].demerits.total_cmp(&nodes[*b].demerits))?;
    Some(lines(&task, &nodes, last, tokens.len()))
}

fn points(tokens: &[Token], measure: Measure) -> Vec<Point> {
    let start =
        Point { end: 0, next: 0, at_end: Sum::default(), at_next: Sum::default(), after: After::Break };
    let mut points = vec![start];
    let mut sum = Sum::default();
    let mut before_space = Sum::default();
    let mut end = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Space(_) => {
                // A space no line ends at joins what it stands between.
                sum.words += u32::from(token.after != After::Nothing);
                sum.width += token.width;
                sum.stretch += if measure.justified { token.width * 0.55 } else { 0.0 };
                sum.shrink += if measure.justified { token.width * 0.28 } else { 0.0 };
            }
            TokenKind::Ideograph(_) => {
                // Each stands for a word: what is written without spaces may end with one.
                sum.words += 1;
                sum.width += token.width;
                before_space = sum;
                end = index + 1;
                if measure.justified {
                    sum.stretch += measure.size * 0.06;
                }
            }
            TokenKind::Word(_) | TokenKind::Picture(_) => {
                sum.width += token.width;
                before_space = sum;
                end = index + 1;
            }
            TokenKind::NewLine => {}
        }
        let last = index + 1 == tokens.len();
        if token.after == After::Nothing && !last {
            continue;
        }
        points.push(Point {
            end,
            next: index + 1,
            at_end: before_space,
            at_next: sum,
            after: if last { After::NewLine } else { token.after },
        });
        before_space = sum;
        end = index + 1;
    }
    points
}

/// How much the spaces of a line would be stretched (positive) or shrunk, and whether the line fits at all.
fn ratio(points: &[Point], from: Node, to: usize, hyphen: f32, measure: Measure) -> (f32, bool) {
    let (start, end) = (&points[from.point].at_next, &points[to]);
    let mut room = measure.width;
    if from.line == 0 {
        room -= measure.indent;
    }
    if from.line < measure.inset.0 {
        room -= measure.inset.1;
    }
    let width = end.at_end.width - start.width + if end.after == After::Hyphen { hyphen } else { 0.0 };
    let missing = room - width;
    if missing < 0.0 {
        let shrink = end.at_end.shrink - start.shrink;
        let ratio = if shrink > 0.0 { missing / shrink } else { -100.0 };
        // A hair over is no harm.
        return (ratio, ratio >= -1.0 || missing > -0.02);
    }
    let stretch = end.at_end.stretch - start.stretch;
    let stretch = if measure.justified { stretch } else { measure.size * 4.0 };
    (if stretch > 0.0 { missing / stretch } else { 100.0 }, true)
}

fn candidate(task: &Task<'_>, node: Node, index: usize, at: usize, ratio: f32) -> Option<Node> {
    let Task { points, measure, effort } = *task;
    let point = &points[at];
    let ends = point.after == After::NewLine;
    let tolerance = match effort {
        Effort::Strict => 1.25,
        Effort::Fair => 2.6,
        Effort::Loose => 3.3,
        Effort::Any => f32::INFINITY,
    };
    let ratio = if ends { ratio.min(0.0) } else { ratio };
    if ratio > tolerance {
        return None;
    }
    let badness = (100.0 * f64::from(ratio.abs()).powi(3)).min(1e7);
    let mut demerits = (10.0 + badness) * (10.0 + badness);
    let hyphens = match point.after {
        After::Hyphen => {
            demerits += 3600.0 + 4000.0 * f64::from(node.hyphens);
            node.hyphens + 1
        }
        After::Emergency => {
            demerits += 1e9;
            0
        }
        After::Nothing | After::Break | After::NewLine => 0,
    };
    if hyphens > MOST_HYPHENS {
        return None;
    }
    if ends && node.line > 0 {
        // No last line of one word, none that begins within a word, and none shorter than an indent.
        let within_a_word = points[node.point].after == After::Hyphen;
        let width = point.at_end.width - points[node.point].at_next.width;
        let never = within_a_word && width < measure.width * SHORT_REST;
        demerits += match (ending(task, node.point, at), effort) {
            (Ending::Good, _) => 0.0,
            (Ending::Rest | Ending::Word, Effort::Any) if never => STUB * 1e4,
            (Ending::Rest | Ending::Word, _) if never => return None,
            (Ending::Rest, _) => STUB * 0.5,
            (Ending::Word, _) => STUB,
        };
        if within_a_word {
            demerits += 1e6;
        }
        if width < measure.size * 2.5 {
            demerits += 12_000.0;
        }
    }
    let fitness = match ratio {
        ratio if ratio < -0.5 => 0,
        ratio if ratio <= 0.5 => 1,
        ratio if ratio <= 1.0 => 2,
        _ => 3u8,
    };
    if fitness.abs_diff(node.fitness) > 1 {
        demerits += 3000.0;
    }
    Some(Node {
        point: at,
        previous: index,
        line: node.line + 1,
        demerits: node.demerits + demerits,
        hyphens,
        fitness,
    })
}

/// How badly a line would end its paragraph.
fn ending(task: &Task<'_>, from: usize, to: usize) -> Ending {
    let (start, end) = (&task.points[from], &task.points[to]);
    if from == 0 || start.after == After::NewLine || end.after != After::NewLine {
        return Ending::Good;
    }
    let width = end.at_end.width - start.at_next.width;
    let one_word = end.at_end.words == start.at_next.words;
    let filled = width / task.measure.width;
    match start.after == After::Hyphen {
        _ if one_word && filled < WIDE_WORD => Ending::Word,
        true if filled < WIDE_REST => Ending::Rest,
        true | false => Ending::Good,
    }
}

fn lines(task: &Task<'_>, nodes: &[Node], last: usize, tokens: usize) -> Vec<Line> {
    let points = task.points;
    let mut lines = Vec::with_capacity(nodes[last].line);
    let mut at = last;
    while nodes[at].previous != usize::MAX {
        let (from, to) = (&points[nodes[nodes[at].previous].point], &points[nodes[at].point]);
        lines.push(Line {
            tokens: from.next..to.end.max(from.next),
            trailing: to.end.max(from.next)..to.next.min(tokens),
            hyphen: to.after == After::Hyphen,
            last: to.after == After::NewLine,
            ending: ending(task, nodes[nodes[at].previous].point, nodes[at].point),
        });
        at = nodes[at].previous;
    }
    lines.reverse();
    lines
}
