//! The body: paragraphs, cross-heads, lists, captions, tables.

use copydesk_core::{Block, Feature, List, ListItem, Media, Quotation};
use copydesk_lines as recognise;

use super::{LAST_UNITS, Story};
use crate::read::unit::{Mark, Unit, UnitKind, ends_sentence};

/// A cross-head is never longer than this, in characters.
const LONGEST_CROSS_HEAD: usize = 70;
/// The longest line without the end of a sentence, in bytes, that may be an entry of a table or a list.
const LONGEST_ENTRY: usize = 100;

impl<'t> Story<'_, 't> {
    pub(super) fn body(&mut self, from: usize) {
        let mut at = from;
        let mut first = true;
        self.article.body.reserve(self.units.len().saturating_sub(from));
        while let Some(unit) = self.units.get(at) {
            at = match unit.kind {
                UnitKind::Text => self.text(at, unit, first),
                UnitKind::Preformatted => {
                    self.preformatted(unit);
                    at + 1
                }
                UnitKind::Item(mark) => self.list(at, mark),
                UnitKind::Quoted => self.quotation(at),
            };
            first = false;
        }
    }

    /// Reads one unit of running text, or a block of contacts; gives the index of the next one.
    fn text(&mut self, at: usize, unit: &Unit<'t>, first: bool) -> usize {
        if self.internal {
            if !self.heading(unit) {
                self.paragraph(unit, "after a line that says so");
            }
            return at + 1;
        }
        if (first && self.dateline(at, unit)) || self.notice(unit) || self.mark(unit) {
            return at + 1;
        }
        let around = at + LAST_UNITS >= self.units.len() || recognise::may_be_furniture(&unit.text);
        if around && (self.credits(unit) || self.copyright(unit) || self.note(unit) || self.caption(unit)) {
            return at + 1;
        }
        if around && let Some(next) = self.contacts(at) {
            return next;
        }
        if around && (self.keywords(unit) || self.issuer(unit) || self.ends_before_notes(at, unit)) {
            return at + 1;
        }
        let closes = at >= self.tail || at + 1 == self.units.len();
        if self.heading(unit) || (closes && self.closing(at, unit)) || self.cross_head(at, unit) {
            return at + 1;
        }
        if !(at + 1 >= self.tail && self.last_paragraph(unit)) {
            self.paragraph(unit, "paragraph");
        }
        at + 1
    }

    /// The first paragraph, if it begins with a dateline: the dateline moves out of it.
    fn dateline(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        if self.article.dateline.is_some() {
            return false;
        }
        let Some((dateline, rest)) = self.take_dateline(at) else { return false };
        if dateline.printed.ends_with('.') && dateline.source.is_none() {
            self.repaired(unit, Feature::Dateline, &dateline.printed, "a dateline before a full stop");
        }
        self.trace(unit, || "dateline".to_owned(), "place before a dash");
        self.article.dateline = Some(dateline);
        let text = unit.text[rest..].trim();
        if !text.is_empty() {
            self.push(unit, Block::paragraph(text), "paragraph after the dateline");
        }
        true
    }

    /// `[PHOTO: …]`, `Photo: …`: a picture of which the copy has only the words.
    pub(super) fn figure(&mut self, unit: &Unit<'t>) -> Option<Block> {
        let text = recognise::trim(&unit.text);
        if !recognise::may_be_caption(text) {
            return None;
        }
        let start = self.tongue.find(|language| recognise::caption(text, language))?;
        let enclosed = text.starts_with(['[', '(']);
        let words = text[start..].trim_end_matches(|c| enclosed && matches!(c, ']' | ')')).trim();
        if words.is_empty() {
            return None;
        }
        if !text.starts_with("[PHOTO: ") {
            self.repaired(unit, Feature::Caption, text, "a caption");
        }
        let media = Media { caption: vec![Block::paragraph(words)], ..Media::default() };
        Some(Block::Figure(Box::new(media)))
    }

    fn caption(&mut self, unit: &Unit<'t>) -> bool {
        let Some(block) = self.figure(unit) else { return false };
        self.push(unit, block, "caption");
        true
    }

    /// `## Heading`, as some agencies write them.
    fn heading(&mut self, unit: &Unit<'t>) -> bool {
        if !recognise::trim(&unit.text).starts_with('#') {
            return false;
        }
        let text = recognise::trim(&unit.text);
        let level = text.len() - text.trim_start_matches('#').len();
        let heading = text[level..].trim();
        if !(1..=6).contains(&level) || heading.is_empty() || !text[level..].starts_with(' ') {
            return false;
        }
        let level = u8::try_from(level).unwrap_or(1);
        self.internal |= self.tongue.is(|language| recognise::is_notebook(heading, language));
        self.push(unit, Block::cross_head(level, heading), "heading with its mark");
        true
    }

    /// A short line alone between paragraphs, without the end of a sentence.
    fn cross_head(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let Some(next) = self.units.get(at + 1).filter(|_| text.len() <= 4 * LONGEST_CROSS_HEAD) else {
            return false;
        };
        // Where the first words of a story are a question, others below are asked too, and head nothing.
        if !may_be_cross_head(text) || text.ends_with('?') && self.asks() {
            return false;
        }
        // Behind another short line without an end it is an entry: `Net 1,234 vs 567`, `Revs 8,901 vs 234`.
        let ended = |unit: &Unit<'_>| unit.text.len() > LONGEST_ENTRY || ends_sentence(&unit.text);
        let before = || match self.article.body.last() {
            Some(Block::Paragraph(_)) => at.checked_sub(1).is_some_and(|at| ended(&self.units[at])),
            Some(Block::List(_)) => true,
            _ => false,
        };
        let after = next.kind == UnitKind::Text && next.text.len() > text.len() && ends_sentence(&next.text);
        // `… a day. PTI ABC`: a sentence, and more.
        let sentence = || text.match_indices(". ").any(|(at, _)| text[..at].ends_with(char::is_lowercase));
        if !(after && unit.apart && next.apart && unit.lines.len() == 1 && before() && !sentence()) {
            return false;
        }
        self.repaired(unit, Feature::CrossHead, text, "a cross-head");
        self.push(unit, Block::cross_head(1, text), "short line between paragraphs");
        true
    }

    /// Whether the story begins with a short question, as an interview does.
    fn asks(&self) -> bool {
        let Some(Block::Paragraph(first)) = self.article.body.first() else { return false };
        let text = first.content.plain_text();
        let question = text.trim_end().strip_suffix('?').filter(|text| text.len() <= 2 * LONGEST_CROSS_HEAD);
        question.is_some_and(|text| !text.contains(['?', '!']) && !text.contains(". "))
    }

    fn preformatted(&mut self, unit: &Unit<'t>) {
        let content = unit.text.as_ref().into();
        let block = copydesk_core::Preformatted { content, attributes: None };
        self.push(unit, Block::Preformatted(block), "lines made of columns");
    }

    /// A run of items with the same kind of mark; gives the index of the next unit.
    fn list(&mut self, at: usize, mark: Mark) -> usize {
        let same = |unit: &Unit<'_>, index: usize| match (mark, unit.kind) {
            (Mark::Number(first), UnitKind::Item(Mark::Number(number))) => {
                u32::try_from(index).is_ok_and(|index| first.checked_add(index) == Some(number))
            }
            (Mark::Bullet, UnitKind::Item(Mark::Bullet)) | (Mark::Dash, UnitKind::Item(Mark::Dash)) => true,
            (_, UnitKind::Item(_) | UnitKind::Text | UnitKind::Preformatted | UnitKind::Quoted) => false,
        };
        let count =
            self.units[at..].iter().enumerate().take_while(|(index, unit)| same(unit, *index)).count();
        let items = &self.units[at..at + count];
        if count == 1 && mark != Mark::Bullet {
            self.unmarked(at);
            return at + 1;
        }
        if mark == Mark::Dash && self.is_spoken(items) {
            (at..at + count).for_each(|at| self.unmarked(at));
            return at + count;
        }
        let index = self.article.body.len();
        for (number, item) in items.iter().enumerate() {
            self.trace(item, || format!("body[{index}].items[{number}]"), "marked line");
        }
        let item = |unit: &Unit<'_>| ListItem {
            content: vec![Block::paragraph(unit.text.as_ref())],
            attributes: None,
        };
        let (ordered, start) = match mark {
            Mark::Number(start) => (true, (start != 1).then_some(start)),
            Mark::Bullet | Mark::Dash => (false, None),
        };
        let list = List { ordered, start, items: items.iter().map(item).collect(), attributes: None };
        self.article.body.push(if self.internal {
            Block::List(Box::new(list)).internal()
        } else {
            Block::List(Box::new(list))
        });
        at + count
    }

    /// `– Det er helt absurd, sier hun.`: whole sentences behind long dashes are what people say.
    fn is_spoken(&self, items: &[Unit<'_>]) -> bool {
        const LONG: usize = 90;
        let dashed = |unit: &Unit<'_>| self.lines[unit.lines.start].trimmed().starts_with('–');
        items.iter().all(|unit| dashed(unit) && ends_sentence(&unit.text))
            && items.iter().any(|unit| unit.text.len() >= LONG)
    }

    /// A lone marked line is a paragraph, with its mark.
    fn unmarked(&mut self, at: usize) {
        let unit = &self.units[at];
        let first = self.lines[unit.lines.start].trimmed();
        let mark = &first[..first.len() - crate::read::unit::marked(first).1.len()];
        let text = format!("{mark}{}", unit.text);
        self.push(unit, Block::paragraph(text), "paragraph");
    }

    fn quotation(&mut self, at: usize) -> usize {
        let count = self.units[at..].iter().take_while(|unit| unit.kind == UnitKind::Quoted).count();
        let quoted = &self.units[at..at + count];
        let index = self.article.body.len();
        for unit in quoted {
            self.trace(unit, || format!("body[{index}]"), "quoted line");
        }
        let content = quoted.iter().map(|unit| Block::paragraph(unit.text.as_ref())).collect();
        let block = Block::Quotation(Box::new(Quotation { content, ..Quotation::default() }));
        self.article.body.push(if self.internal { block.internal() } else { block });
        at + count
    }
}

/// A few words that begin like a line of their own and do not end like a sentence.
fn may_be_cross_head(text: &str) -> bool {
    let plain = |c: char| !matches!(c, '.' | '!' | ':' | ';' | ',' | '…' | '"' | '”' | '»' | '-' | '–' | '—');
    let short = text.ends_with(plain) && text.chars().count() <= LONGEST_CROSS_HEAD;
    // `Q: Why so late?`
    let spoken = || text.chars().nth(1).is_some_and(|second| matches!(second, ':' | '.'));
    let opens = |c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"'‘«¿¡".contains(c);
    // `Loan losses 13.8 mln vs 12.0 mln`: an entry of a table.
    let decimals = || {
        let bytes = text.as_bytes();
        let decimal = |at: &[u8]| at[0].is_ascii_digit() && at[1] == b'.' && at[2].is_ascii_digit();
        bytes.windows(3).filter(|at| decimal(at)).count() >= 2
    };
    short && !spoken() && text.starts_with(opens) && text.contains(char::is_alphabetic) && !decimals()
}
