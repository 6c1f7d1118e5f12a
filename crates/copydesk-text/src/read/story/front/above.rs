//! What stands above a headline or around it and is none: agency, section, paper, slug, kind of message, time, place and day.

use copydesk_core::{Concept, Feature, Publication};
use copydesk_lines::{self as recognise, Language, Stamp};

use crate::read::story::Story;
use crate::read::unit::{Unit, UnitKind, ends_sentence};

/// What stands above a headline is never longer than this, in bytes.
const LONGEST_LABEL: usize = 80;

/// The name of an agency alone below a headline is never longer than this, in bytes.
const LONGEST_AGENCY: usize = 24;

impl<'t> Story<'_, 't> {
    /// What stands above a headline and is none: the agency, the section, the paper, the company a release is from.
    pub(super) fn label(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let above = self.article.headline.is_empty() && self.article.bylines.is_empty();
        if !above || text.len() > LONGEST_LABEL {
            return false;
        }
        let source = &self.article.metadata.source;
        if recognise::is_sign_off(text) && source.is_none() && at + 1 < self.units.len() {
            self.trace(unit, || "metadata.source".to_owned(), "agency above the story");
            self.agency(unit, 0, text);
            return true;
        }
        if at + 1 < self.units.len() && self.issuer(unit) {
            return true;
        }
        self.headline_follows(at + 1)
            && (self.kicker(at, unit, text) || self.masthead(at, unit, text) || self.company(unit, text))
    }

    /// The agency alone between headline and story.
    pub(super) fn agency_below(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let alone = text.len() <= LONGEST_AGENCY
            && unit.apart
            && self.article.metadata.source.is_none()
            && self.units.get(at + 1).is_some_and(|next| next.apart && ends_sentence(&next.text))
            && recognise::is_sign_off(text);
        if alone {
            self.trace(unit, || "metadata.source".to_owned(), "agency above the story");
            self.agency(unit, 0, text);
        }
        alone
    }

    /// The section of a paper, or what the headline below is about.
    fn kicker(&mut self, at: usize, unit: &Unit<'t>, text: &str) -> bool {
        if !self.article.kicker.is_empty() {
            return false;
        }
        if self.tongue.is(|language| recognise::is_section(text, language)) {
            self.trace(unit, || "kicker".to_owned(), "section above the headline");
        } else if recognise::is_topic(text, &self.units[at + 1].text) {
            self.trace(unit, || "kicker".to_owned(), "topic above the headline");
            self.repaired(unit, Feature::Kicker, text, "what the headline is about");
        } else {
            return false;
        }
        self.article.kicker = text.into();
        true
    }

    /// The paper or the site a story was published in.
    fn masthead(&mut self, at: usize, unit: &Unit<'t>, text: &str) -> bool {
        let below = &self.units[at + 1..];
        let known = || below.iter().any(|unit| unit.text.contains(text));
        let named = below[0].text.len() > text.len()
            && self.article.metadata.publication.is_none()
            && self.tongue.is(|language| recognise::is_masthead(text, known, language));
        if named {
            self.trace(unit, || "metadata.publication".to_owned(), "name above the headline");
            self.repaired(unit, Feature::Publication, text, "where the story was published");
            let publication = Publication { name: Some(text.to_owned()), ..Publication::default() };
            self.article.metadata.publication = Some(publication);
        }
        named
    }

    /// The company a release is from.
    fn company(&mut self, unit: &Unit<'t>, text: &str) -> bool {
        let named = self.article.metadata.source.is_none() && recognise::is_company(text);
        if named {
            self.trace(unit, || "metadata.source".to_owned(), "company above the headline");
            self.repaired(unit, Feature::Source, text, "whom the story is from");
            self.article.metadata.source = Some(text.to_owned());
        }
        named
    }

    /// `News provided by`, and the company there or on the next line; gives the index of the unit behind it.
    #[inline]
    pub(super) fn provided(&mut self, at: usize, unit: &Unit<'t>) -> Option<usize> {
        let rest = recognise::provided_by(&unit.text, Language::ANY)?;
        self.provided_by(at, unit, rest)
    }

    fn provided_by(&mut self, at: usize, unit: &Unit<'t>, rest: &str) -> Option<usize> {
        let below =
            self.units.get(at + 1).filter(|below| rest.is_empty() && below.text.len() <= LONGEST_LABEL);
        let name = below.map_or(rest, |below| recognise::trim(&below.text)).to_owned();
        if name.is_empty() || self.article.metadata.source.is_some() {
            return None;
        }
        for unit in std::iter::once(unit).chain(below) {
            self.trace(unit, || "metadata.source".to_owned(), "line that says whom the story is from");
        }
        self.repaired(unit, Feature::Source, recognise::trim(&unit.text), "whom the story is from");
        self.article.metadata.source = Some(name);
        Some(at + 1 + usize::from(below.is_some()))
    }

    /// What kind of message it is, before the headline.
    pub(super) fn release(&mut self, unit: &Unit<'t>) -> bool {
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
    pub(super) fn slug_line(&mut self, at: usize) -> bool {
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
    pub(in crate::read::story) fn stamp(&mut self, unit: &Unit<'t>) -> bool {
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
        self.repaired(unit, feature, recognise::trim(&unit.text), "the time the story was shown or changed");
        true
    }

    /// `Luxembourg, 4 May 2024` on a line of its own, above the headline or the body.
    pub(super) fn filed(&mut self, at: usize) -> bool {
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
        self.repaired(unit, Feature::Dateline, recognise::trim(&unit.text), "a dateline");
        self.article.dateline = Some(dateline);
        true
    }
}
