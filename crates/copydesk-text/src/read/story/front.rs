//! What stands before the body: headline, decks, bylines, slugs, times.

use copydesk_lines as recognise;

use super::Story;
use crate::read::unit::{Unit, UnitKind};

mod above;
mod authors;
mod headline;
mod summary;

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
        let read = self.notice(unit)
            || self.embargo_sentence(unit)
            || self.whole_lead_in(unit)
            || self.note(unit)
            || self.mark(unit)
            || self.release(unit)
            || self.slug_line(at)
            || self.stamp(unit)
            || self.label(at, unit)
            || self.caption_above(unit)
            || self.deck(unit)
            || self.photograph_above(unit)
            || self.filed(at);
        if read {
            return Some(at + 1);
        }
        if let Some(next) = self.provided(at, unit) {
            return Some(next);
        }
        if let Some(next) = self.contacts(at).or_else(|| self.authors(at, unit)) {
            return Some(next);
        }
        let headed = !self.article.headline.is_empty();
        let bylined = !self.article.bylines.is_empty();
        if !headed && if bylined { self.is_headline_below(at) } else { self.is_headline(at) } {
            self.headline(unit);
        } else if headed && !bylined && self.is_deck(at) {
            self.trace(unit, || format!("decks[{}]", self.article.decks.len()), "deck before the byline");
            self.article.decks.push(without_mark(&unit.text).into());
        } else if !(headed && (self.copyright(unit) || self.agency_below(at, unit))) {
            return None;
        }
        Some(at + 1)
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
}

/// Without the sign a wire puts behind a headline.
fn without_mark(text: &str) -> &str {
    let text = recognise::trim(text);
    text.strip_suffix(" =").map_or(text, str::trim_end)
}
