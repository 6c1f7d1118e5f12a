//! How the lines of a story are broken: where they are wrapped, what begins a paragraph.

use copydesk_lines::Language;

use super::ends_sentence;
use crate::read::line::Line;

/// How the lines of a story are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// The width lines are wrapped at, if they are.
    width: Option<usize>,
    /// A new paragraph is indented, the lines that follow are not.
    pub(super) indented: bool,
    /// Lines that follow are not indented.
    flush: bool,
    /// There are too few lines to be sure of the width.
    unsure: bool,
    /// Blank lines stand between paragraphs.
    apart: bool,
}

/// How many lines the layout is found out from.
const LAYOUT_LINES: usize = 2_000;

/// Lines longer than this are not wrapped by anyone.
pub(super) const WIDEST: usize = 130;

/// Lines shorter than this may be broken on purpose, unless no next word would have fitted.
pub(super) const NARROW: usize = 45;

/// Where so many blocks of lines stand apart, blank lines divide paragraphs.
const APART: usize = 4;

/// Lines shorter than this are broken on purpose.
const NARROWEST: usize = 20;

impl Layout {
    /// Finds out from the lines themselves.
    pub(super) fn of(lines: &[Line<'_>], columns: &[bool]) -> Self {
        let mut lengths: Vec<(usize, usize)> = Vec::new();
        let (mut starts, mut after_sentence, mut continued) = (0_usize, 0_usize, 0_usize);
        let (mut level, mut hanging, mut blocks) = (0_usize, 0_usize, 0_usize);
        let mut broken = Broken::default();
        for (at, pair) in lines[..lines.len().min(LAYOUT_LINES)].windows(2).enumerate() {
            let (above, line) = (&pair[0], &pair[1]);
            blocks += usize::from(above.is_blank() && !line.is_blank());
            if above.is_blank() || line.is_blank() || columns[at] || columns[at + 1] {
                continue;
            }
            let (indent, next) = (above.indent(), line.indent());
            let (text, below) = (above.indented(), line.trimmed());
            let ends = ends_sentence(text);
            if next >= indent + 2 {
                starts += 1;
                after_sentence += usize::from(ends);
            } else {
                let small = below.starts_with(char::is_lowercase);
                continued += usize::from(next <= 1);
                hanging += usize::from(indent >= 2 && next <= 1 && text.len() >= NARROW && !ends);
                level += usize::from(indent >= 2 && next >= 2 && !small);
                let length = length(text);
                lengths.push((length, first_word(below)));
                // A heading or an item with its mark is never wrapped into what is below.
                if small || ends || !(text.starts_with('#') || below.starts_with(['-', '*', '•', '–'])) {
                    broken.note(ends, length, small);
                }
            }
        }
        // Entries of one line each, and a paragraph among them: `Net 1,234 vs 567`.
        let entries = hanging >= 1 && level >= 2 && level + 2 * continued > lengths.len();
        let indented = entries || (starts >= 2 && continued >= 1 && after_sentence * 2 >= starts);
        let flush = continued * 2 > lengths.len();
        let width = if broken.on_purpose() { None } else { width(&mut lengths) };
        Self { width, indented, flush, unsure: lengths.len() < 3, apart: blocks >= APART }
    }

    /// Whether `next` goes on with the paragraph of `line`.
    pub(super) fn joins(self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let (text, following) = (line.indented(), next.trimmed());
        if self.indented {
            return next.indent() < 2 || next.indent() + 1 < line.indent();
        }
        let deep = if self.flush { 2 } else { line.indent() + 2 };
        let ends = ends_sentence(text) && !ends_in_initial(text);
        if next.indent() >= deep && ends {
            return false;
        }
        let small = following.starts_with(char::is_lowercase);
        let open = !ends && !text.ends_with(':');
        if small && open {
            return true;
        }
        let goes_on = || open && goes_on(text, following);
        let Some(width) = self.width else { return goes_on() };
        let length = length(text);
        if self.unsure && !open && !(self.apart && length >= NARROW) {
            return false;
        }
        let word = first_word(following);
        length + 1 + word + width / 32 > width || (open && length * 10 >= width * 7) || goes_on()
    }
}

/// `Payable to holders of record April` before `20`, `Shr loss six cts vs profit` before `22 cts`: whatever the width.
fn goes_on(text: &str, following: &str) -> bool {
    let last = || text.rsplit(' ').next().unwrap_or("");
    following.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && text.as_bytes().last().is_some_and(u8::is_ascii_alphabetic)
        && (copydesk_lines::month(last(), Language::ANY).is_some()
            || ["vs loss", "vs profit"].iter().any(|end| {
                text.len()
                    .checked_sub(end.len())
                    .and_then(|at| text.get(at..))
                    .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
            }))
}

/// `… president Charles W.`, `… writedown on U.S.`: no sentence need end there.
fn ends_in_initial(text: &str) -> bool {
    let initial = text.as_bytes().last_chunk::<3>();
    initial.is_some_and(|[before, letter, stop]| {
        *stop == b'.' && letter.is_ascii_uppercase() && matches!(before, b' ' | b'.')
    })
}

/// How lines that have another right below them end.
#[derive(Default)]
struct Broken {
    /// Those that end as sentences do.
    sentences: usize,
    /// Of the others, those with a small letter behind them, and those without.
    small: usize,
    capital: usize,
    /// The shortest and the longest of these.
    shortest: Option<usize>,
    longest: usize,
}

impl Broken {
    /// A line: whether a sentence ends with it, how long it is, whether the next begins with a small letter.
    fn note(&mut self, ends: bool, length: usize, small: bool) {
        match (ends, small) {
            (true, _) => {
                self.sentences += 1;
                return;
            }
            (false, true) => self.small += 1,
            (false, false) => self.capital += 1,
        }
        self.shortest = Some(self.shortest.map_or(length, |shortest| shortest.min(length)));
        self.longest = self.longest.max(length);
    }

    /// Lines were not wrapped: nearly each ends a sentence, or is a short entry of its own, `Net 1,234 vs 567`.
    fn on_purpose(&self) -> bool {
        let open = self.small + self.capital;
        let uneven = self.shortest.unwrap_or(0) * 10 < self.longest * 7;
        (self.sentences >= 3 && self.sentences >= open * 3)
            || (self.capital >= 2 && self.capital >= self.small * 3 && uneven)
    }
}

/// The width lines are wrapped at, from the length of each line that is not the last of its paragraph and of the word
/// that did not fit in it.
fn width(lengths: &mut [(usize, usize)]) -> Option<usize> {
    let most = lengths.len() * 9 / 10;
    match lengths.len() {
        0 => return None,
        1..10 => lengths.sort_unstable(),
        10.. => _ = lengths.select_nth_unstable(most),
    }
    let (mut width, _) = lengths[most];
    // One line that stands out of a few was not wrapped.
    if let Some((second, _)) = lengths.len().checked_sub(2).map(|at| lengths[at])
        && (NARROW..width * 3 / 4).contains(&second)
        && lengths.len() < 10
    {
        width = second;
    }
    let full = lengths.iter().filter(|(length, word)| length + 1 + word > width).count();
    let wrapped = width >= NARROW || (lengths.len() >= 4 && full * 10 >= lengths.len() * 9);
    ((NARROWEST..=WIDEST).contains(&width) && wrapped).then_some(width)
}

fn first_word(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte != b' ').filter(|byte| byte & 0xC0 != 0x80).count()
}

fn length(text: &str) -> usize {
    if text.len() > 4 * WIDEST || text.is_ascii() { text.len() } else { text.chars().count() }
}
