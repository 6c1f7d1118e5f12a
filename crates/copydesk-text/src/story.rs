//! Units to an article: which of them is the headline, a byline, the body, a credit.

use std::cell::OnceCell;

use copydesk_core::{
    Article, Block, Byline, Converted, CrossHead, Dateline, Feature, List, ListItem, Media, Place, Quotation,
    ReadContext, Relation, RelationKind, Report, Rule, Status,
};
use copydesk_lines::{self as recognise, Language, Notice};

use crate::line::Line;
use crate::tongue::Tongue;
use crate::unit::{Layout, Mark, Unit, UnitKind, ends_sentence, units};

/// A headline or deck is never longer than this, in bytes.
const LONGEST_HEADLINE: usize = 400;
/// Rules and end marks are never longer than this, in bytes.
const LONGEST_MARK: usize = 600;
/// How many units there may be before the body.
const FRONT_UNITS: usize = 64;
/// How near the end of a story thanks for help may stand, in units.
const LAST_UNITS: usize = 10;
/// A cross-head is never longer than this, in characters.
const LONGEST_CROSS_HEAD: usize = 70;

/// Reads the lines of one story. `article` holds what a header has said already.
pub(crate) fn read_story(
    lines: &[Line<'_>],
    article: Article,
    tongue: &Tongue<'_>,
    context: &ReadContext<'_>,
) -> Converted<Article> {
    let layout = Layout::of(lines);
    let units = units(lines, layout, tongue);
    let front = std::iter::repeat_with(Known::default).take(units.len().min(FRONT_UNITS)).collect();
    let (units, report) = (units.as_slice(), Report::default());
    let mut story = Story { lines, units, front, tongue, context, article, report, internal: false };
    let body = story.front();
    story.body(body);
    story.article.normalise();
    Converted { output: story.article, report: story.report }
}

/// What has been found out about a unit before the body: it is asked for more than once.
#[derive(Default)]
struct Known {
    dateline: OnceCell<Option<(Dateline, usize)>>,
    byline: OnceCell<Option<Byline>>,
}

struct Story<'r, 't> {
    lines: &'r [Line<'t>],
    units: &'r [Unit<'t>],
    /// Of the first units.
    front: Vec<Known>,
    tongue: &'r Tongue<'r>,
    context: &'r ReadContext<'r>,
    article: Article,
    report: Report,
    /// What follows is not for publication.
    internal: bool,
}

impl<'r, 't> Story<'r, 't> {
    /// Reads what stands before the body. Gives the index of the first unit of the body.
    fn front(&mut self) -> usize {
        let mut at = 0;
        while let Some(unit) = self.units.get(at) {
            if self.internal || unit.kind != UnitKind::Text || self.starts_body(at) {
                break;
            }
            at = match self.front_unit(at, unit) {
                Some(next) => next,
                None => break,
            };
        }
        self.teaser(at)
    }

    /// The dateline a unit begins with, where it stands before or at the start of the body.
    fn dateline_at(&self, at: usize) -> Option<&(Dateline, usize)> {
        let text: &str = &self.units.get(at)?.text;
        let dateline = &self.front.get(at)?.dateline;
        dateline.get_or_init(|| self.tongue.find(|language| recognise::dateline(text, language))).as_ref()
    }

    /// The byline a unit is, where it stands before the body.
    fn byline_at(&self, at: usize) -> Option<&Byline> {
        let text: &str = &self.units.get(at)?.text;
        let byline = &self.front.get(at)?.byline;
        byline.get_or_init(|| self.tongue.find(|language| recognise::byline(text, language))).as_ref()
    }

    /// A dateline begins the body. Where no headline has been found, a bare place does only before a long sentence.
    fn starts_body(&self, at: usize) -> bool {
        let Some((dateline, rest)) = self.dateline_at(at) else { return false };
        let bare = dateline.date.is_none() && dateline.source.is_none();
        !bare || !self.article.headline.is_empty() || self.units[at].text.len() - rest > 100
    }

    /// Reads one unit before the body; gives the index of the next one, or nothing where the body begins.
    fn front_unit(&mut self, at: usize, unit: &Unit<'t>) -> Option<usize> {
        let text: &str = &unit.text;
        if self.notice(unit) || self.note(unit) || self.mark(unit) {
            return Some(at + 1);
        }
        if self.whole_lead_in(unit) {
            return Some(at + 1);
        }
        if let Some(byline) = self.byline_at(at).cloned() {
            return Some(self.byline(at, byline));
        }
        if self.article.headline.is_empty() && self.article.bylines.is_empty() && self.is_headline(at) {
            self.headline(unit);
            return Some(at + 1);
        }
        if !self.article.headline.is_empty() && self.article.bylines.is_empty() && self.is_deck(at) {
            self.trace(unit, || format!("decks[{}]", self.article.decks.len()), "deck before the byline");
            self.article.decks.push(text.into());
            return Some(at + 1);
        }
        if !self.article.headline.is_empty() && self.copyright(unit) {
            return Some(at + 1);
        }
        None
    }

    /// A headline is short and no sentence; where a byline or a dateline follows, it may be one.
    fn is_headline(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let text: &str = &unit.text;
        if text.len() > LONGEST_HEADLINE
            || self.tongue.find(|language| recognise::caption(text, language)).is_some()
        {
            return false;
        }
        if at + 1 == self.units.len() {
            return !ends_sentence(text);
        }
        let ends_plainly =
            !ends_sentence(text) && !text.ends_with(':') || text.ends_with("...") || text.ends_with('…');
        let asks = text.trim_end_matches(['"', '”', '’', '\'']).ends_with(['?', '!']) && text.len() <= 150;
        let followed = self.byline_at(at + 1).is_some() || self.starts_body(at + 1);
        followed || ((ends_plainly || asks) && text.len() <= 300)
    }

    fn headline(&mut self, unit: &Unit<'t>) {
        let text: &str = &unit.text;
        let mut start = 0;
        while let Some(lead_in) = self.tongue.find(|language| recognise::lead_in(&text[start..], language)) {
            if lead_in.length == 0 || start + lead_in.length >= text.len() {
                break;
            }
            let printed = text[start..start + lead_in.length].trim().to_owned();
            self.relation(unit, lead_in.kind, printed, "words before the headline");
            start += lead_in.length;
        }
        self.trace(unit, || "headline".to_owned(), "first line");
        self.article.headline = text[start..].trim().into();
    }

    fn relation(&mut self, unit: &Unit<'t>, kind: RelationKind, printed: String, rule: &'static str) {
        self.trace(unit, || format!("metadata.relations[{}]", self.article.metadata.relations.len()), rule);
        let relation = Relation { kind, printed: Some(printed), ..Relation::default() };
        self.article.metadata.relations.push(relation);
    }

    /// `(Berichtigung: …)`: a line that is nothing but what stands around a headline.
    fn whole_lead_in(&mut self, unit: &Unit<'t>) -> bool {
        let text = unit.text.trim();
        let whole = text.starts_with('(') && text.ends_with(')');
        match self.tongue.find(|language| recognise::lead_in(text, language)).filter(|_| whole) {
            Some(lead_in) => {
                self.relation(unit, lead_in.kind, text.to_owned(), "line around the headline");
                true
            }
            None => false,
        }
    }

    /// Reads a byline and the lines below that say what its people are; gives the index of the next unit.
    fn byline(&mut self, at: usize, mut byline: Byline) -> usize {
        let index = self.article.bylines.len();
        self.trace(&self.units[at], || format!("bylines[{index}]"), "byline");
        let mut next = at + 1;
        while let Some(unit) = self.units.get(next).filter(|unit| !unit.apart && unit.kind == UnitKind::Text)
        {
            if self.starts_body(next)
                || !self.tongue.is(|language| recognise::continue_byline(&mut byline, &unit.text, language))
            {
                break;
            }
            byline.printed.push('\n');
            byline.printed.push_str(unit.text.trim());
            self.trace(unit, || format!("bylines[{index}]"), "line below the byline");
            next += 1;
        }
        self.article.bylines.push(byline);
        next
    }

    /// A deck stands between headline and byline.
    fn is_deck(&self, at: usize) -> bool {
        let text: &str = &self.units[at].text;
        if text.len() > LONGEST_HEADLINE {
            return false;
        }
        for (next, unit) in self.units.iter().enumerate().skip(at + 1).take(3) {
            if unit.kind != UnitKind::Text || unit.text.len() > LONGEST_HEADLINE || self.starts_body(next) {
                return false;
            }
            if self.byline_at(next).is_some() {
                return true;
            }
        }
        false
    }

    /// What stands between the headline and a paragraph with a dateline sums the story up.
    fn teaser(&mut self, at: usize) -> usize {
        let (Some(unit), Some(next)) = (self.units.get(at), self.units.get(at + 1)) else { return at };
        let text: &str = &unit.text;
        let sums_up = !self.article.headline.is_empty()
            && !self.internal
            && unit.kind == UnitKind::Text
            && next.kind == UnitKind::Text
            && text.len() <= LONGEST_HEADLINE
            && !self.starts_body(at)
            && self.starts_body(at + 1);
        if !sums_up {
            return at;
        }
        if ends_sentence(text) {
            self.trace(unit, || "abstract[0]".to_owned(), "sentence before the dateline");
            self.article.summary.push(Block::paragraph(text));
        } else {
            self.trace(unit, || format!("decks[{}]", self.article.decks.len()), "line before the dateline");
            self.article.decks.push(text.into());
        }
        at + 1
    }

    fn body(&mut self, from: usize) {
        let mut at = from;
        let mut first = true;
        while let Some(unit) = self.units.get(at) {
            at = match unit.kind {
                UnitKind::Text => {
                    self.text(at, unit, first);
                    at + 1
                }
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

    fn text(&mut self, at: usize, unit: &Unit<'t>, first: bool) {
        if self.internal {
            if self.heading(unit) {
                return;
            }
            return self.paragraph(unit, "after a line that says so");
        }
        if first && self.dateline(at, unit) {
            return;
        }
        if self.notice(unit) || self.mark(unit) {
            return;
        }
        let around = at + LAST_UNITS >= self.units.len() || recognise::may_be_furniture(&unit.text);
        if around && (self.credits(unit) || self.copyright(unit) || self.note(unit) || self.caption(unit)) {
            return;
        }
        if self.heading(unit) || self.sign_off(at, unit) || self.cross_head(at, unit) {
            return;
        }
        self.paragraph(unit, "paragraph");
    }

    fn paragraph(&mut self, unit: &Unit<'t>, rule: &'static str) {
        self.push(unit, Block::paragraph(unit.text.as_ref()), rule);
    }

    fn push(&mut self, unit: &Unit<'t>, block: Block, rule: &'static str) {
        self.trace(unit, || format!("body[{}]", self.article.body.len()), rule);
        self.article.body.push(if self.internal { block.internal() } else { block });
    }

    /// The first paragraph, if it begins with a dateline: the dateline moves out of it.
    fn dateline(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let Some((dateline, rest)) = self.dateline_at(at).cloned() else { return false };
        self.trace(unit, || "dateline".to_owned(), "place before a dash");
        self.article.dateline = Some(dateline);
        let text = unit.text[rest..].trim();
        if !text.is_empty() {
            self.push(unit, Block::paragraph(text), "paragraph after the dateline");
        }
        true
    }

    /// Lines that say whether the story may be printed.
    fn notice(&mut self, unit: &Unit<'t>) -> bool {
        let Some(notice) = recognise::notice(&unit.text, Language::ANY) else { return false };
        let before_body = self.article.body.is_empty();
        match notice {
            Notice::NotForPublication => {
                self.internal = true;
                self.paragraph(unit, "what follows is not for publication");
            }
            Notice::Embargo(embargo) => {
                self.trace(unit, || "metadata.embargo".to_owned(), "embargo line");
                self.article.metadata.embargo = Some(embargo);
            }
            // A message kills what was sent before it, never itself: it is a kill notice, and usable as that.
            Notice::Kill if before_body => {
                self.relation(
                    unit,
                    RelationKind::Kills,
                    unit.text.trim().to_owned(),
                    "line that kills a story",
                );
            }
            Notice::Withdrawn if before_body => self.status(unit, Status::Cancelled),
            Notice::Hold if before_body => self.status(unit, Status::Withheld),
            Notice::Kill | Notice::Withdrawn | Notice::Hold => return false,
        }
        true
    }

    fn status(&mut self, unit: &Unit<'t>, status: Status) {
        self.trace(unit, || "metadata.status".to_owned(), "line that forbids publication");
        self.article.metadata.status = status;
        let printed = unit.text.trim().to_owned();
        self.relation(unit, RelationKind::Related, printed, "line that forbids publication");
    }

    fn note(&mut self, unit: &Unit<'t>) -> bool {
        if self.tongue.find(|language| recognise::is_note(&unit.text, language)).is_none() {
            return false;
        }
        self.trace(
            unit,
            || format!("metadata.editor_notes[{}]", self.article.metadata.editor_notes.len()),
            "note to editors",
        );
        self.article.metadata.editor_notes.push(unit.text.trim().to_owned());
        true
    }

    /// Rules and end marks.
    fn mark(&mut self, unit: &Unit<'t>) -> bool {
        let text: &str = &unit.text;
        if text.len() > LONGEST_MARK {
            return false;
        }
        if self.tongue.is(|language| recognise::is_end(text, language))
            || self.tongue.is(|language| recognise::is_more(text, language))
        {
            self.trace(unit, String::new, "end mark");
            let at = self.place(unit, 0);
            self.report.repaired(Feature::Markup, at, text.trim(), "the end of the story");
            return true;
        }
        if recognise::is_rule(text) && !self.article.body.is_empty() {
            self.push(unit, Block::Rule(Rule::default()), "rule");
            return true;
        }
        false
    }

    fn credits(&mut self, unit: &Unit<'t>) -> bool {
        if !recognise::may_be_credits(&unit.text) {
            return false;
        }
        let Some(line) = self.tongue.find(|language| recognise::credits(&unit.text, language)) else {
            return false;
        };
        let first = self.article.credits.len();
        self.trace(unit, || format!("credits[{first}]"), "credit line");
        for mend in line.mends {
            let at = self.place(unit, mend.at.start);
            self.report.repaired(Feature::Credit, at, mend.found, mend.read_as);
        }
        self.article.credits.extend(line.credits);
        true
    }

    fn copyright(&mut self, unit: &Unit<'t>) -> bool {
        let Some(notice) = self.tongue.find(|language| recognise::copyright(&unit.text, language)) else {
            return false;
        };
        self.trace(unit, || format!("copyright[{}]", self.article.copyright.len()), "copyright line");
        self.article.copyright.push(notice);
        true
    }

    /// `[PHOTO: …]`, `Photo: …`: a picture of which the copy has only the words.
    fn caption(&mut self, unit: &Unit<'t>) -> bool {
        let text = unit.text.trim();
        let Some(start) = self.tongue.find(|language| recognise::caption(text, language)) else {
            return false;
        };
        let enclosed = text.starts_with(['[', '(']);
        let words = text[start..].trim_end_matches(|c| enclosed && matches!(c, ']' | ')')).trim();
        if words.is_empty() {
            return false;
        }
        if !text.starts_with("[PHOTO: ") {
            let place = self.place(unit, 0);
            self.report.repaired(Feature::Caption, place, text, "a caption");
        }
        let media = Media { caption: vec![Block::paragraph(words)], ..Media::default() };
        self.push(unit, Block::Figure(Box::new(media)), "caption");
        true
    }

    /// `## Heading`, as some agencies write them.
    fn heading(&mut self, unit: &Unit<'t>) -> bool {
        let text = unit.text.trim();
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

    /// An agency alone on the last line: `Reuter`, `AAP RTV`.
    fn sign_off(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let last = at + 1 == self.units.len();
        let text = unit.text.trim();
        if !last || self.article.body.is_empty() {
            return false;
        }
        if recognise::is_desk_code(text) {
            self.internal = true;
            self.paragraph(unit, "codes of the desk on the last line");
            return true;
        }
        if !recognise::is_sign_off(text) {
            return false;
        }
        self.trace(unit, || "metadata.source".to_owned(), "agency on the last line");
        self.article.metadata.source = Some(text.to_owned());
        true
    }

    /// A short line alone between paragraphs, without the end of a sentence.
    fn cross_head(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = unit.text.trim();
        let Some(next) = self.units.get(at + 1).filter(|_| text.len() <= 4 * LONGEST_CROSS_HEAD) else {
            return false;
        };
        let plain =
            |c: char| !matches!(c, '.' | '!' | ':' | ';' | ',' | '…' | '"' | '”' | '»' | '-' | '–' | '—');
        let short = text.chars().count() <= LONGEST_CROSS_HEAD && text.ends_with(plain);
        let opens = text
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || "“\"'‘«¿¡".contains(c));
        let letters = text.chars().any(char::is_alphabetic);
        let before =
            matches!(self.article.body.last(), None | Some(Block::Paragraph(_)) | Some(Block::List(_)));
        let after = next.kind == UnitKind::Text && next.text.len() > text.len() && ends_sentence(&next.text);
        if !(short
            && opens
            && letters
            && before
            && after
            && unit.apart
            && next.apart
            && unit.lines.len() == 1)
        {
            return false;
        }
        let place = self.place(unit, 0);
        self.report.repaired(Feature::CrossHead, place, text, "a cross-head");
        self.push(
            unit,
            Block::CrossHead(CrossHead { level: 1, content: text.into(), attributes: None }),
            "short line between paragraphs",
        );
        true
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
        self.article.body.push(if self.internal { Block::List(list).internal() } else { Block::List(list) });
        at + count
    }

    /// A lone marked line is a paragraph, with its mark.
    fn unmarked(&mut self, at: usize) {
        let unit = &self.units[at];
        let first = self.lines[unit.lines.start].trimmed();
        let mark = &first[..first.len() - crate::unit::marked(first).1.len()];
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
        let block = Block::Quotation(Quotation { content, ..Quotation::default() });
        self.article.body.push(if self.internal { block.internal() } else { block });
        at + count
    }

    /// Notes what became of the lines of a unit.
    fn trace(&self, unit: &Unit<'_>, path: impl FnOnce() -> String, rule: &'static str) {
        let (Some(first), Some(last)) =
            (self.lines.get(unit.lines.start), self.lines.get(unit.lines.end - 1))
        else {
            return;
        };
        self.context.trace(first.start..last.range().end, path, rule);
    }

    /// The position of a byte of a unit's text in the source.
    fn place(&self, unit: &Unit<'_>, offset: usize) -> Place {
        let mut rest = offset;
        for line in &self.lines[unit.lines.clone()] {
            let lead = line.text.len() - line.text.trim_start().len();
            let length = line.trimmed().len();
            if rest <= length {
                return line.place(lead + rest);
            }
            rest -= length + 1;
        }
        self.lines.get(unit.lines.start).map_or(Place::Source { line: 1, column: 1 }, |line| line.place(0))
    }
}
