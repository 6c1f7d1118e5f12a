//! What sums a story up before it: decks, key points, a teaser.

use copydesk_core::{Block, Feature, List, ListItem};
use copydesk_lines as recognise;

use super::{LONGEST_HEADLINE, without_mark};
use crate::read::story::end::is_said_around;
use crate::read::story::{FRONT_UNITS, LAST_UNITS, Story};
use crate::read::unit::{Mark, Unit, UnitKind, ends_sentence};

impl<'t> Story<'_, 't> {
    /// `Utl.: …`, below the headline.
    pub(super) fn deck(&mut self, unit: &Unit<'t>) -> bool {
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
        self.repaired(unit, Feature::Deck, text[..start].trim(), "the beginning of a deck");
        self.article.decks.push(without_mark(&text[start..]).into());
        true
    }

    /// A deck stands between headline and byline.
    pub(super) fn is_deck(&self, at: usize) -> bool {
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

    /// A list between the headline and a byline or dateline sums the story up; gives the index of the unit behind it.
    pub(super) fn key_points(&mut self, at: usize) -> Option<usize> {
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

    /// What stands between the headline and a paragraph with a dateline sums the story up.
    pub(super) fn teaser(&mut self, at: usize) -> usize {
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
