//! Units to an article: which of them is the headline, a byline, the body, a credit.

use std::cell::OnceCell;

use copydesk_core::{
    Article, Attributes, Block, Byline, Concept, Converted, Credit, CrossHead, Dateline, Feature, List,
    ListItem, Media, Paragraph, Place, Quotation, ReadContext, Relation, RelationKind, Report, Rule, Status,
};
use copydesk_lines::{self as recognise, Contacts, Language, Notice, Stamp};

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
/// The class of a paragraph with contacts.
pub(crate) const CONTACT: &str = "contact";
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
    let tail = tail(units);
    let mut story = Story { lines, units, front, tail, tongue, context, article, report, internal: false };
    let body = story.front();
    story.body(body);
    story.article.normalise();
    Converted { output: story.article, report: story.report }
}

/// The first of the units that only close a story: agency, initials, end marks, credits, copyright, contacts.
fn tail(units: &[Unit<'_>]) -> usize {
    let closes = |unit: &&Unit<'_>| {
        let text = unit.text.trim();
        unit.kind == UnitKind::Text && (closes_story(text) || is_said_around(text) || is_small_end(text))
    };
    units.len() - units.iter().rev().take(LAST_UNITS).take_while(closes).count()
}

/// Whether a line is one of those that close a story, in any language, and never a part of a paragraph.
pub(crate) fn closes_story(text: &str) -> bool {
    recognise::is_sign_off(text)
        || recognise::is_initials(text)
        || recognise::is_code_line(text)
        || recognise::is_end(text, Language::ANY)
        || recognise::is_more(text, Language::ANY)
        || (text.len() < 400 && recognise::copyright(text, Language::ANY).is_some())
        || (text.len() < 60 && recognise::contacts(text, Language::ANY).is_some())
}

/// Whether a paragraph is what a desk says around a story.
fn is_said_around(text: &str) -> bool {
    recognise::is_rule(text)
        || (text.starts_with('(') && text.ends_with(')'))
        || recognise::contacts(text, Language::ANY).is_some()
        || recognise::keywords(text, Language::ANY).is_some()
        || recognise::is_note(text, Language::ANY).is_some()
        || (recognise::may_be_credits(text) && recognise::credits(text, Language::ANY).is_some())
}

/// What has been found out about a unit before the body: it is asked for more than once.
#[derive(Default)]
struct Known {
    dateline: OnceCell<Option<(Dateline, usize)>>,
    byline: OnceCell<Option<Byline>>,
}

/// A paragraph of the class that lines with contacts have.
pub(crate) fn contact_paragraph(text: &str) -> Paragraph {
    let attributes = Attributes { class: vec![CONTACT.to_owned()], ..Attributes::default() };
    Paragraph { content: text.trim().into(), attributes: Some(Box::new(attributes)), ..Paragraph::default() }
}

/// Without the sign a wire puts behind a headline.
fn without_mark(text: &str) -> &str {
    text.trim().strip_suffix(" =").map_or(text.trim(), str::trim_end)
}

/// `(ANSA).`, `==Kyodo`: the agency without the marks around it.
fn bare_agency(text: &str) -> &str {
    text.trim().trim_matches(['(', ')', '.', '=', '-', '–', '—', '_', ' '])
}

/// `end` alone on the last line, in small letters.
pub(crate) fn is_small_end(text: &str) -> bool {
    text.len() <= 12 && recognise::is_end(&text.to_uppercase(), Language::ANY)
}

struct Story<'r, 't> {
    lines: &'r [Line<'t>],
    units: &'r [Unit<'t>],
    /// Of the first units.
    front: Vec<Known>,
    /// The first unit that only closes the story.
    tail: usize,
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
            if self.internal || self.starts_body(at) {
                break;
            }
            if let Some(next) = self.key_points(at) {
                at = next;
                continue;
            }
            if unit.kind != UnitKind::Text {
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
        if self.notice(unit) || self.embargo_sentence(unit) || self.whole_lead_in(unit) {
            return Some(at + 1);
        }
        if self.note(unit) || self.mark(unit) || self.release(unit) || self.slug_line(at) || self.stamp(unit)
        {
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
            self.article.decks.push(without_mark(text).into());
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

    /// What kind of message it is, before the headline.
    fn release(&mut self, unit: &Unit<'t>) -> bool {
        let kind = unit.text.trim();
        if !self.article.headline.is_empty()
            || !self.tongue.is(|language| recognise::is_release(kind, language))
        {
            return false;
        }
        self.trace(unit, || "metadata.genres".to_owned(), "line that says what kind of message it is");
        self.article.metadata.genres.push(Concept::named(kind));
        true
    }

    /// The slug a story goes by, above its headline.
    fn slug_line(&mut self, at: usize) -> bool {
        let unit = &self.units[at];
        let text = unit.text.trim();
        let first = self.article.headline.is_empty()
            && self.article.bylines.is_empty()
            && self.article.metadata.slug_line.is_none();
        if !first || !self.is_slug(text) || !self.headline_follows(at + 1) {
            return false;
        }
        self.trace(unit, || "metadata.slug_line".to_owned(), "slug above the headline");
        self.article.metadata.slug_line = Some(text.to_owned());
        true
    }

    /// Whether a line that may be a headline, or a note above it, stands at an index.
    fn headline_follows(&self, at: usize) -> bool {
        let Some(next) = self.units.get(at).filter(|next| next.kind == UnitKind::Text) else { return false };
        let note = self.tongue.find(|language| recognise::is_note(&next.text, language)).is_some();
        let short = next.text.len() <= LONGEST_HEADLINE && !ends_sentence(&next.text);
        note || (short && self.byline_at(at).is_none() && !self.starts_body(at))
    }

    /// `BC-US--Bridge Closing`, `BRIDGE-CLOSING`, `RIADAS SUR (Ampliación)`.
    fn is_slug(&self, text: &str) -> bool {
        let updated = |open: usize| {
            text.ends_with(')')
                && !text[..open].contains(char::is_lowercase)
                && self.tongue.find(|language| recognise::lead_in(&text[open..], language)).is_some()
        };
        recognise::is_slug_line(text) || text.rfind('(').is_some_and(|open| open > 0 && updated(open))
    }

    /// `Published 12 November 2023`, before the body.
    fn stamp(&mut self, unit: &Unit<'t>) -> bool {
        let Some(stamp) = recognise::stamp(&unit.text, Language::ANY) else { return false };
        let metadata = &mut self.article.metadata;
        let (slot, time, feature, path) = match stamp {
            Stamp::Published(time) => (&mut metadata.issued, time, Feature::Issued, "metadata.issued"),
            Stamp::Updated(time) => (&mut metadata.modified, time, Feature::Modified, "metadata.modified"),
        };
        if slot.is_some() || time.is_none() {
            return self.editor_note(unit, "line that says a time");
        }
        *slot = time;
        self.trace(unit, || path.to_owned(), "line that says a time");
        let at = self.place(unit, 0);
        self.report.repaired(feature, at, unit.text.trim(), "the time the story was shown or changed");
        true
    }

    /// A sentence before the story that says it is under embargo.
    fn embargo_sentence(&mut self, unit: &Unit<'t>) -> bool {
        let Some(embargo) = recognise::embargo_sentence(&unit.text, Language::ANY) else { return false };
        self.trace(unit, || "metadata.embargo".to_owned(), "sentence that says an embargo");
        self.article.metadata.embargo = Some(embargo);
        true
    }

    /// A list between the headline and a byline or dateline sums the story up; gives the index of the unit behind it.
    fn key_points(&mut self, at: usize) -> Option<usize> {
        let listed = |unit: &&Unit<'_>| matches!(unit.kind, UnitKind::Item(Mark::Bullet | Mark::Dash));
        let count = self.units[at..].iter().take(FRONT_UNITS).take_while(listed).count();
        if count == 0 || self.article.headline.is_empty() || !self.article.summary.is_empty() {
            return None;
        }
        let behind = at + count;
        let begins = |at: usize| self.byline_at(at).is_some() || self.starts_body(at);
        if !(behind..behind + 4).any(begins) {
            return None;
        }
        let items = self.units[at..behind]
            .iter()
            .map(|unit| ListItem { content: vec![Block::paragraph(unit.text.as_ref())], attributes: None });
        let list = List { items: items.collect(), ..List::default() };
        for (number, unit) in self.units[at..behind].iter().enumerate() {
            self.trace(unit, || format!("abstract[0].items[{number}]"), "list above the story");
        }
        self.article.summary.push(Block::List(list));
        Some(behind)
    }

    fn headline(&mut self, unit: &Unit<'t>) {
        let text: &str = without_mark(&unit.text);
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
        // An agency alone says so even below a blank line.
        let below = |unit: &&Unit<'_>| {
            unit.kind == UnitKind::Text && (!unit.apart || recognise::is_sign_off(&unit.text))
        };
        while let Some(unit) = self.units.get(next).filter(below) {
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
            self.article.decks.push(without_mark(text).into());
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
        if around && (self.contacts(unit) || self.keywords(unit)) {
            return;
        }
        if self.heading(unit) || (at >= self.tail && self.closing(at, unit)) || self.cross_head(at, unit) {
            return;
        }
        if at + 1 >= self.tail && self.last_paragraph(unit) {
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
        let killed =
            self.article.metadata.relations.iter().any(|relation| relation.kind == RelationKind::Kills);
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
            // Once is enough: what explains the kill is the text of the notice.
            Notice::Kill if killed && unit.text.contains(char::is_lowercase) => return false,
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
        self.tongue.find(|language| recognise::is_note(&unit.text, language)).is_some()
            && self.editor_note(unit, "note to editors")
    }

    fn editor_note(&mut self, unit: &Unit<'t>, rule: &'static str) -> bool {
        self.trace(
            unit,
            || format!("metadata.editor_notes[{}]", self.article.metadata.editor_notes.len()),
            rule,
        );
        self.article.metadata.editor_notes.push(unit.text.trim().to_owned());
        true
    }

    /// Where more can be had and who can be reached; what is for newsrooms alone is internal.
    fn contacts(&mut self, unit: &Unit<'t>) -> bool {
        let Some(contacts) = recognise::contacts(&unit.text, Language::ANY) else { return false };
        let block = Block::Paragraph(contact_paragraph(&unit.text));
        match contacts {
            Contacts::Readers => self.push(unit, block, "line with contacts"),
            Contacts::Newsrooms => self.push(unit, block.internal(), "line with contacts for newsrooms"),
        }
        true
    }

    fn keywords(&mut self, unit: &Unit<'t>) -> bool {
        let Some(keywords) = recognise::keywords(&unit.text, Language::ANY) else { return false };
        self.trace(unit, || "metadata.keywords".to_owned(), "line of keywords");
        self.article.metadata.keywords.extend(keywords);
        true
    }

    /// `… a day. Enditem`, `… dijo la alcaldesa. EFE`: the end or the agency behind the last sentence.
    fn last_paragraph(&mut self, unit: &Unit<'t>) -> bool {
        let cut = |language| recognise::sign_off_at_end(&unit.text, language);
        let Some(cut) = self.tongue.find(cut) else { return false };
        let (text, mark) = unit.text.split_at(cut);
        let at = self.place(unit, cut);
        if recognise::is_sign_off(mark) {
            let agency = bare_agency(mark);
            if self.article.metadata.source.as_deref().is_some_and(|known| known != agency) {
                return false;
            }
            self.report.repaired(Feature::Source, at, mark, "the agency, behind the story");
            self.article.metadata.source = Some(agency.to_owned());
        } else {
            self.report.repaired(Feature::Markup, at, mark, "the end of the story");
        }
        self.push(unit, Block::paragraph(text.trim()), "paragraph, and the mark behind it");
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

    /// Lines behind the story: codes of the desk, the agency, initials, `end`.
    fn closing(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = unit.text.trim();
        if self.article.body.is_empty() {
            return false;
        }
        if recognise::is_code_line(text) {
            self.push(unit, Block::paragraph(text).internal(), "codes of the desk behind the story");
            return true;
        }
        let last = at + 1 == self.units.len();
        if last && is_small_end(text) {
            self.trace(unit, String::new, "end mark");
            let at = self.place(unit, 0);
            self.report.repaired(Feature::Markup, at, text, "the end of the story");
            return true;
        }
        if recognise::is_initials(text) {
            self.trace(unit, || format!("credits[{}]", self.article.credits.len()), "initials");
            self.article.credits.push(Credit { printed: text.to_owned(), ..Credit::default() });
            return true;
        }
        let agency = bare_agency(text);
        let unknown = self.article.metadata.source.as_deref().is_none_or(|known| known == agency);
        if recognise::is_sign_off(text) && unknown {
            self.trace(unit, || "metadata.source".to_owned(), "agency on the last line");
            self.article.metadata.source = Some(agency.to_owned());
            return true;
        }
        false
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
        // `… a day. PTI ABC`: a sentence, and more.
        let sentence = text.match_indices(". ").any(|(at, _)| text[..at].ends_with(char::is_lowercase));
        if !(short
            && !sentence
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
