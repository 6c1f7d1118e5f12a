//! Bylines, with the lines below that say what their people are, and names that stand where a byline does.

use copydesk_core::{Byline, Dateline, Feature};
use copydesk_lines::{self as recognise, Language};

use crate::read::story::Story;
use crate::read::unit::{Unit, UnitKind, ends_sentence};

impl<'t> Story<'_, 't> {
    /// Reads who wrote the story, with a word that says so or without; gives the index of the next unit.
    pub(super) fn authors(&mut self, at: usize, unit: &Unit<'t>) -> Option<usize> {
        if let Some(byline) = self.take_byline(at) {
            return Some(self.byline(at, byline));
        }
        let signature = if self.is_signature(at) { self.signature_at(at) } else { None };
        let byline = signature?.byline.clone();
        let text = recognise::trim(&unit.text);
        self.repaired(unit, Feature::Byline, text, "a byline without its first word");
        Some(self.byline(at, byline))
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
            let text = recognise::trim(&unit.text);
            // `Jane Doe, Professor of History`, one below the other.
            let another =
                self.signature_at(next).filter(|signature| signature.said && unit.text.contains(','));
            if let Some(another) = another.filter(|_| !byline.people.is_empty()) {
                byline.people.extend(another.byline.people.iter().cloned());
                byline.printed.push('\n');
                byline.printed.push_str(text);
            } else if self.starts_body(next) || !self.tongue.continue_byline(&mut byline, text) {
                break;
            }
            self.trace(unit, || format!("bylines[{index}]"), "line below the byline");
            next += 1;
        }
        self.article.bylines.push(byline);
        next + usize::from(self.place_below(next))
    }

    /// `WASHINGTON`, `Harlow, Ohio` on the line below the byline.
    fn place_below(&mut self, at: usize) -> bool {
        let Some(unit) = self.units.get(at).filter(|unit| unit.kind == UnitKind::Text && !unit.apart) else {
            return false;
        };
        let text = recognise::trim(&unit.text);
        if self.article.dateline.is_some() || !recognise::is_place_line(text) {
            return false;
        }
        let below = &self.units[at + 1..];
        let shouted = !text.contains(char::is_lowercase);
        let sure = shouted || text.contains(',') || below.iter().any(|unit| unit.text.contains(text));
        let story = below.first().is_some_and(|next| {
            next.apart
                && next.kind == UnitKind::Text
                && ends_sentence(&next.text)
                && !self.starts_body(at + 1)
        });
        if !(sure && story) {
            return false;
        }
        self.trace(unit, || "dateline".to_owned(), "place below the byline");
        self.repaired(unit, Feature::Dateline, text, "a dateline");
        let place = Some(text.to_owned());
        self.article.dateline = Some(Dateline { place, printed: text.to_owned(), ..Dateline::default() });
        true
    }

    /// Whether names stand where a byline does: right before the body, or with what the people are.
    pub(super) fn is_signature(&self, at: usize) -> bool {
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
        let sentence = ends_sentence(&unit.text) && unit.text.split_whitespace().count() >= 5;
        self.starts_body(at)
            || sentence
            || recognise::stamp(&unit.text, Language::ANY).is_some()
            || self.tongue.continue_byline(&mut byline.clone(), &unit.text)
    }
}
