//! What stands before the body: headline, decks, bylines, slugs, times.

use copydesk_core::{Block, Byline, Concept, Feature, List, ListItem, Publication};
use copydesk_lines::{self as recognise, Language, Stamp};

use super::end::is_said_around;
use super::{FRONT_UNITS, LAST_UNITS, Story};
use crate::unit::{Mark, Unit, UnitKind, ends_sentence};

/// What stands above a headline is never longer than this, in bytes.
const LONGEST_LABEL: usize = 80;
/// A headline or deck is never longer than this, in bytes.
const LONGEST_HEADLINE: usize = 400;

impl<'t> Story<'_, 't> {
    /// Reads what stands before the body. Gives the index of the first unit of the body.
    pub(super) fn front(&mut self) -> usize {
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
        if self.label(at, unit)
            || self.caption_above(unit)
            || self.deck(unit)
            || self.photograph_above(unit)
            || self.filed(at)
        {
            return Some(at + 1);
        }
        if let Some(next) = self.contacts(at) {
            return Some(next);
        }
        if let Some(byline) = self.take_byline(at) {
            return Some(self.byline(at, byline));
        }
        if self.is_signature(at)
            && let Some(byline) = self.signature_at(at).map(|signature| signature.byline.clone())
        {
            self.report.repaired(
                Feature::Byline,
                self.place(unit, 0),
                recognise::trim(text),
                "a byline without its first word",
            );
            return Some(self.byline(at, byline));
        }
        let bylined = !self.article.bylines.is_empty();
        if self.article.headline.is_empty()
            && if bylined { self.is_headline_below(at) } else { self.is_headline(at) }
        {
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

    /// A headline below the byline: a short line, and a sentence or a dateline behind it.
    fn is_headline_below(&self, at: usize) -> bool {
        let text = recognise::trim(&self.units[at].text);
        let Some(next) = self.units.get(at + 1).filter(|next| next.apart && next.kind == UnitKind::Text)
        else {
            return false;
        };
        let plain = text.len() <= 150
            && text.starts_with(char::is_uppercase)
            && text.contains(' ')
            && !text.ends_with([':', ',', ';', '-', '–', '—'])
            && !ends_sentence(text);
        plain
            && next.text.len() > text.len()
            && (ends_sentence(&next.text) || self.starts_body(at + 1))
            && self.is_headline(at)
    }

    /// What stands above a headline and is none: the agency, the section, the paper, the company a release is from.
    fn label(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let above = self.article.headline.is_empty() && self.article.bylines.is_empty();
        if !above || text.len() > LONGEST_LABEL {
            return false;
        }
        let metadata = &self.article.metadata;
        if recognise::is_sign_off(text) && metadata.source.is_none() && at + 1 < self.units.len() {
            self.trace(unit, || "metadata.source".to_owned(), "agency above the story");
            self.agency(unit, 0, text);
            return true;
        }
        if !self.headline_follows(at + 1) {
            return false;
        }
        if self.article.kicker.is_empty() && self.tongue.is(|language| recognise::is_section(text, language))
        {
            self.trace(unit, || "kicker".to_owned(), "section above the headline");
            self.article.kicker = text.into();
            return true;
        }
        let below: &str = &self.units[at + 1].text;
        if self.article.kicker.is_empty() && recognise::is_topic(text, below) {
            self.trace(unit, || "kicker".to_owned(), "topic above the headline");
            self.report.repaired(Feature::Kicker, self.place(unit, 0), text, "what the headline is about");
            self.article.kicker = text.into();
            return true;
        }
        let known = || self.units[at + 1..].iter().any(|unit| unit.text.contains(text));
        if below.len() > text.len()
            && metadata.publication.is_none()
            && self.tongue.is(|language| recognise::is_masthead(text, known, language))
        {
            self.trace(unit, || "metadata.publication".to_owned(), "name above the headline");
            self.report.repaired(
                Feature::Publication,
                self.place(unit, 0),
                text,
                "where the story was published",
            );
            self.article.metadata.publication =
                Some(Publication { name: Some(text.to_owned()), ..Publication::default() });
            return true;
        }
        if metadata.source.is_none() && recognise::is_company(text) {
            self.trace(unit, || "metadata.source".to_owned(), "company above the headline");
            self.report.repaired(Feature::Source, self.place(unit, 0), text, "whom the story is from");
            self.article.metadata.source = Some(text.to_owned());
            return true;
        }
        false
    }

    /// `Utl.: …`, below the headline.
    fn deck(&mut self, unit: &Unit<'t>) -> bool {
        let text: &str = &unit.text;
        let Some(start) =
            self.tongue.find(|language| recognise::deck(text, language).map(|deck| text.len() - deck.len()))
        else {
            return false;
        };
        if self.article.headline.is_empty() || text.len() > LONGEST_HEADLINE {
            return false;
        }
        self.trace(unit, || format!("decks[{}]", self.article.decks.len()), "word before the deck");
        self.report.repaired(
            Feature::Deck,
            self.place(unit, 0),
            text[..start].trim(),
            "the beginning of a deck",
        );
        self.article.decks.push(without_mark(&text[start..]).into());
        true
    }

    /// `Luxembourg, 4 May 2024` on a line of its own, above the headline or the body.
    fn filed(&mut self, at: usize) -> bool {
        let unit = &self.units[at];
        let above = self.article.headline.is_empty() && self.headline_follows(at + 1);
        let below = !self.article.headline.is_empty()
            && self
                .units
                .get(at + 1)
                .is_some_and(|next| next.kind == UnitKind::Text && ends_sentence(&next.text));
        if self.article.dateline.is_some() || !(above || below) {
            return false;
        }
        let Some(dateline) = self.tongue.find(|language| recognise::place_and_day(&unit.text, language))
        else {
            return false;
        };
        self.trace(unit, || "dateline".to_owned(), "place and day on a line of their own");
        self.report.repaired(
            Feature::Dateline,
            self.place(unit, 0),
            recognise::trim(&unit.text),
            "a dateline",
        );
        self.article.dateline = Some(dateline);
        true
    }

    /// `(AP Photo/Jane Doe)` between the headline and the story.
    fn photograph_above(&mut self, unit: &Unit<'t>) -> bool {
        !self.article.headline.is_empty() && unit.text.starts_with('(') && self.credits(unit)
    }

    /// A caption between the headline and the story.
    fn caption_above(&mut self, unit: &Unit<'t>) -> bool {
        if self.article.headline.is_empty() {
            return false;
        }
        let Some(block) = self.figure(unit) else { return false };
        self.trace(unit, || "body".to_owned(), "caption above the story");
        self.held.push(block);
        true
    }

    /// Whether names stand where a byline does: right before the body, or with what the people are.
    fn is_signature(&self, at: usize) -> bool {
        let headline = self.article.headline.plain_text();
        if headline.is_empty() || !self.article.bylines.is_empty() {
            return false;
        }
        let Some(signature) = self.signature_at(at) else { return false };
        let title_case = recognise::is_title_case(&headline);
        // In a headline whose words all begin with capitals, names do not stand out.
        let plain =
            !title_case || signature.byline.people.iter().all(|person| person.name.split(' ').count() == 2);
        signature.said && (signature.named || !title_case)
            || signature.named && plain && self.story_follows(at + 1, &signature.byline)
    }

    /// Whether the body begins at an index, or a line that says when it was shown or what its authors are.
    fn story_follows(&self, at: usize, byline: &Byline) -> bool {
        let Some(unit) = self.units.get(at).filter(|unit| unit.kind == UnitKind::Text) else { return false };
        let says_what =
            |language| recognise::continue_byline(&mut byline.clone(), &unit.text, language).then_some(());
        let sentence = ends_sentence(&unit.text) && unit.text.split_whitespace().count() >= 5;
        self.starts_body(at)
            || sentence
            || recognise::stamp(&unit.text, Language::ANY).is_some()
            || self.tongue.find(says_what).is_some()
    }

    /// What kind of message it is, before the headline.
    fn release(&mut self, unit: &Unit<'t>) -> bool {
        let kind = recognise::trim(&unit.text);
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
        let text = recognise::trim(&unit.text);
        let first = self.article.headline.is_empty()
            && self.article.bylines.is_empty()
            && self.article.metadata.slug_line.is_none();
        if !first || !self.is_slug(text) {
            return false;
        }
        // `1 POLITICS Bridge`, the byline, the headline.
        let bylined = text.starts_with(|c: char| c.is_ascii_digit())
            && self.byline_at(at + 1).is_some()
            && at + 2 < self.units.len()
            && self.is_headline_below(at + 2);
        if !bylined && !self.headline_follows(at + 1) {
            return false;
        }
        self.trace(unit, || "metadata.slug_line".to_owned(), "slug above the headline");
        self.article.metadata.slug_line = Some(text.to_owned());
        true
    }

    /// Whether a line that may be a headline, or a note above it, stands at an index.
    fn headline_follows(&self, at: usize) -> bool {
        let Some(next) = self.units.get(at).filter(|next| next.kind == UnitKind::Text) else { return false };
        let note = self.tongue.is(|language| recognise::is_note(&next.text, language).is_some());
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
    pub(super) fn stamp(&mut self, unit: &Unit<'t>) -> bool {
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
        self.report.repaired(
            feature,
            at,
            recognise::trim(&unit.text),
            "the time the story was shown or changed",
        );
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
        self.article.summary.push(Block::List(Box::new(list)));
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

    /// `(Berichtigung: …)`: a line that is nothing but what stands around a headline.
    fn whole_lead_in(&mut self, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
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
            // `Jane Doe, Professor of History`, one below the other.
            let another =
                self.signature_at(next).filter(|signature| signature.said && unit.text.contains(','));
            if let Some(another) = another.filter(|_| !byline.people.is_empty()) {
                byline.people.extend(another.byline.people.iter().cloned());
            } else if self.starts_body(next)
                || self
                    .tongue
                    .find(|language| {
                        recognise::continue_byline(&mut byline, &unit.text, language).then_some(())
                    })
                    .is_none()
            {
                break;
            }
            byline.printed.push('\n');
            byline.printed.push_str(recognise::trim(&unit.text));
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
            if self.byline_at(next).is_some() || self.is_signature(next) {
                // On the last line it signs the story.
                let story = |behind: &Unit<'_>| !is_said_around(recognise::trim(&behind.text));
                return self.units[next + 1..].iter().take(LAST_UNITS).any(story);
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
}

/// Without the sign a wire puts behind a headline.
fn without_mark(text: &str) -> &str {
    let text = recognise::trim(text);
    text.strip_suffix(" =").map_or(text, str::trim_end)
}
