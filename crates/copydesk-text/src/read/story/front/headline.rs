//! Which line is the headline, and what stands before or around it: `UPDATE 1-`, `(Berichtigung: …)`.

use copydesk_core::Concept;
use copydesk_lines::{self as recognise, Language};

use super::{LONGEST_HEADLINE, without_mark};
use crate::read::story::Story;
use crate::read::unit::{Unit, UnitKind, ends_sentence};

impl<'t> Story<'_, 't> {
    /// A headline is short and no sentence; where a byline or a dateline follows, it may be one.
    pub(super) fn is_headline(&self, at: usize) -> bool {
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
    pub(super) fn is_headline_below(&self, at: usize) -> bool {
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

    /// Whether a line that may be a headline, or a note above it, stands at an index.
    pub(super) fn headline_follows(&self, at: usize) -> bool {
        let Some(next) = self.units.get(at).filter(|next| next.kind == UnitKind::Text) else { return false };
        let note = self.tongue.is(|language| recognise::is_note(&next.text, language).is_some());
        let short = next.text.len() <= LONGEST_HEADLINE && !ends_sentence(&next.text);
        let printed = || recognise::is_copyright(&next.text, Language::ANY);
        note || (short && self.byline_at(at).is_none() && !self.starts_body(at) && !printed())
    }

    pub(super) fn headline(&mut self, unit: &Unit<'t>) {
        let text: &str = without_mark(&unit.text);
        let mut start = 0;
        if let Some(behind) = self.tongue.find(|language| recognise::release_before(text, language)) {
            let kind = text[..behind].trim_end_matches([':', '-', '–', '—', ' ']);
            self.trace(unit, || "metadata.genres".to_owned(), "words that say what kind of message it is");
            self.article.metadata.genres.push(Concept::named(kind));
            start = behind;
        }
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
    pub(super) fn whole_lead_in(&mut self, unit: &Unit<'t>) -> bool {
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
}
