//! What stands behind a story: credits, copyright, keywords, the agency, end marks.

use copydesk_core::{Block, Credit, Feature, Rule};
use copydesk_lines::{self as recognise, CreditLine, Language, Signature};

use super::{LAST_UNITS, Story};
use crate::read::unit::{Unit, UnitKind, ends_sentence};

/// Rules and end marks are never longer than this, in bytes.
const LONGEST_MARK: usize = 600;

/// The first of the units that only close a story: agency, initials, end marks, credits, copyright, contacts.
pub(super) fn tail(units: &[Unit<'_>]) -> usize {
    let closes = |unit: &&Unit<'_>| {
        let text = recognise::trim(&unit.text);
        unit.kind == UnitKind::Text && (closes_story(text) || is_said_around(text) || is_small_end(text))
    };
    units.len() - units.iter().rev().take(LAST_UNITS).take_while(closes).count()
}

/// Whether a line is one of those that close a story, in any language, and never a part of a paragraph.
pub(crate) fn closes_story(text: &str) -> bool {
    (text.len() < 400 && recognise::is_copyright(text, Language::ANY))
        || recognise::is_sign_off(text)
        || recognise::is_initials(text)
        || recognise::is_code_line(text)
        || recognise::is_end(text, Language::ANY)
        || recognise::is_more(text, Language::ANY)
        || recognise::issuer(text, Language::ANY).is_some()
        || (text.len() < 60 && recognise::contacts(text, Language::ANY).is_some())
}

/// Whether a paragraph is what a desk says around a story.
pub(super) fn is_said_around(text: &str) -> bool {
    recognise::is_rule(text)
        || (text.starts_with('(') && text.ends_with(')'))
        || recognise::contacts(text, Language::ANY).is_some()
        || recognise::keywords(text, Language::ANY).is_some()
        || recognise::stamp(text, Language::ANY).is_some()
        || recognise::is_note(text, Language::ANY).is_some()
        || is_credited(text)
}

/// Whether a line says who did what.
fn is_credited(text: &str) -> bool {
    recognise::may_be_credits(text) && recognise::credits(text, Language::ANY).is_some()
}

/// `end` alone on the last line, in small letters.
pub(crate) fn is_small_end(text: &str) -> bool {
    text.len() <= 12 && recognise::is_end(&text.to_uppercase(), Language::ANY)
}

impl<'t> Story<'_, 't> {
    /// Rules and end marks.
    pub(super) fn mark(&mut self, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let begins_sentence =
            || text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '«'));
        if text.len() > LONGEST_MARK || (text.len() > 60 && begins_sentence()) {
            return false;
        }
        if self.tongue.is(|language| recognise::is_end(text, language))
            || self.tongue.is(|language| recognise::is_more(text, language))
        {
            self.end_mark(unit, text);
            return true;
        }
        // Between the parts of a bulletin.
        if matches!(text, "$$" | "&&") {
            self.trace(unit, String::new, "sign between parts");
            let at = self.place(unit, 0);
            self.report.repaired(Feature::Markup, at, text, "the end of a part");
            return true;
        }
        if text == "=" && self.article.body.is_empty() {
            self.trace(unit, String::new, "sign behind the headline");
            self.repaired(unit, Feature::Markup, "=", "the end of the headline");
            return true;
        }
        if recognise::is_rule(text) && !self.article.body.is_empty() {
            self.push(unit, Block::Rule(Rule::default()), "rule");
            return true;
        }
        false
    }

    fn end_mark(&mut self, unit: &Unit<'t>, mark: &str) {
        self.trace(unit, String::new, "end mark");
        self.repaired(unit, Feature::Markup, mark, "the end of the story");
    }

    pub(super) fn credits(&mut self, unit: &Unit<'t>) -> bool {
        if !recognise::may_be_credits(&unit.text) {
            return false;
        }
        let Some(line) = self.tongue.find(|language| recognise::credits(&unit.text, language)) else {
            return false;
        };
        let first = self.article.credits.len();
        self.trace(unit, || format!("credits[{first}]"), "credit line");
        self.credit(unit, 0, line);
        true
    }

    /// Adds what a line says who did; `offset` is where in the unit it begins.
    fn credit(&mut self, unit: &Unit<'t>, offset: usize, line: CreditLine) {
        for mend in line.mends {
            let at = self.place(unit, offset + mend.at.start);
            self.report.repaired(Feature::Credit, at, mend.found, mend.read_as);
        }
        self.article.credits.extend(line.credits);
    }

    pub(super) fn copyright(&mut self, unit: &Unit<'t>) -> bool {
        if !recognise::may_be_copyright(&unit.text) {
            return false;
        }
        let Some(notice) = self.tongue.find(|language| recognise::copyright(&unit.text, language)) else {
            return false;
        };
        self.trace(unit, || format!("copyright[{}]", self.article.copyright.len()), "copyright line");
        self.article.copyright.push(notice);
        true
    }

    /// `SOURCE Harlow Steel Corp.`: the company or the office a release is from.
    #[inline]
    pub(super) fn issuer(&mut self, unit: &Unit<'t>) -> bool {
        recognise::issuer(&unit.text, Language::ANY).is_some_and(|name| self.issued_by(unit, name))
    }

    fn issued_by(&mut self, unit: &Unit<'t>, name: &str) -> bool {
        let source = &self.article.metadata.source;
        if source.as_deref().is_some_and(|known| !known.eq_ignore_ascii_case(name)) {
            return false;
        }
        self.trace(unit, || "metadata.source".to_owned(), "line that says whom the story is from");
        self.repaired(unit, Feature::Source, recognise::trim(&unit.text), "whom the story is from");
        self.article.metadata.source.get_or_insert_with(|| name.to_owned());
        true
    }

    pub(super) fn keywords(&mut self, unit: &Unit<'t>) -> bool {
        let Some(keywords) = recognise::keywords(&unit.text, Language::ANY) else { return false };
        self.trace(unit, || "metadata.keywords".to_owned(), "line of keywords");
        self.article.metadata.keywords.extend(keywords);
        true
    }

    /// Lines behind the story: codes of the desk, the agency, initials, `end`.
    pub(super) fn closing(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        if self.article.body.is_empty() {
            return false;
        }
        if recognise::is_code_line(text) {
            self.push(unit, Block::paragraph(text).internal(), "codes of the desk behind the story");
            return true;
        }
        let last = at + 1 == self.units.len();
        if last && is_small_end(text) {
            self.end_mark(unit, text);
            return true;
        }
        if recognise::is_initials(text) {
            self.trace(unit, || format!("credits[{}]", self.article.credits.len()), "initials");
            self.article.credits.push(Credit { printed: text.to_owned(), ..Credit::default() });
            return true;
        }
        let agency = recognise::agency_of(text);
        let unknown =
            self.article.metadata.source.as_deref().is_none_or(|known| known.eq_ignore_ascii_case(agency));
        if recognise::is_sign_off(text) && unknown {
            self.trace(unit, || "metadata.source".to_owned(), "agency on the last line");
            self.agency(unit, 0, text);
            return true;
        }
        self.stamp(unit) || (last && (self.signed(unit) || self.byline_behind(unit)))
    }

    /// `By Jane Doe` on the last line, where none stands above the story.
    fn byline_behind(&mut self, unit: &Unit<'t>) -> bool {
        let byline = self.tongue.byline(&unit.text);
        let Some(byline) = byline.filter(|_| self.article.bylines.is_empty()) else { return false };
        self.trace(unit, || "bylines[0]".to_owned(), "byline behind the story");
        self.repaired(unit, Feature::Byline, recognise::trim(&unit.text), "a byline behind the story");
        self.article.bylines.push(byline);
        true
    }

    /// The agency a line names; the codes beside it are reported.
    pub(super) fn agency(&mut self, unit: &Unit<'t>, offset: usize, text: &str) {
        let agency = recognise::agency_of(text);
        let known = self.article.metadata.source.as_deref().is_some_and(|known| known != agency);
        let coded = text.trim_matches(|c: char| !c.is_alphanumeric()) != agency;
        if text.contains(char::is_alphanumeric) && (coded || known) {
            let at = self.place(unit, offset);
            self.report.repaired(Feature::Source, at, text, agency);
        }
        self.article.metadata.source.get_or_insert_with(|| agency.to_owned());
    }

    /// Whether the byline above the story names the same people.
    fn is_known(&self, signature: &Signature) -> bool {
        let authors = self.article.authors();
        signature.byline.people.iter().all(|person| authors.contains(&person.name.as_str()))
    }

    /// `Anna Andersson/TT` on the last line.
    fn signed(&mut self, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let signature = self.tongue.find(|language| {
            recognise::signature(text, language)
                .filter(|signature| signature.said && (signature.named || self.is_known(signature)))
        });
        let Some(people) = signature.map(|signature| signature.byline.people) else { return false };
        let agency = people.first().and_then(|person| person.affiliation.clone());
        if !agency.as_deref().is_some_and(recognise::is_sign_off) {
            return false;
        }
        self.trace(
            unit,
            || format!("credits[{}]", self.article.credits.len()),
            "names and agency on the last line",
        );
        let names = people.into_iter().map(|person| person.name).collect();
        let credit = Credit { names, affiliation: agency, printed: text.to_owned(), ..Credit::default() };
        self.article.credits.push(credit);
        true
    }

    /// `Ends`, before notes and contacts.
    pub(super) fn ends_before_notes(&mut self, at: usize, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        let Some(next) = self.units.get(at + 1).filter(|_| is_small_end(text)) else { return false };
        let noted = self.tongue.is(|language| recognise::is_note(&next.text, language).is_some())
            || recognise::contacts(&next.text, Language::ANY).is_some();
        if noted {
            self.end_mark(unit, text);
        }
        noted
    }

    /// `… a day. (Reporting by Jane Doe; Editing by John Roe)`: the credits behind the last sentence.
    fn credits_at_end(&mut self, unit: &Unit<'t>) -> bool {
        let text = recognise::trim(&unit.text);
        if !text.ends_with(')') {
            return false;
        }
        let Some(open) = memchr::memrchr(b'(', text.as_bytes()).filter(|open| *open > 0) else {
            return false;
        };
        let (body, line) = (text[..open].trim_end(), &text[open..]);
        if !(recognise::may_be_credits(line) && ends_sentence(body)) {
            return false;
        }
        let Some(line) = self.tongue.find(|language| recognise::credits(line, language)) else {
            return false;
        };
        self.push(unit, Block::paragraph(body), "paragraph, and the credits behind it");
        self.credit(unit, open, line);
        true
    }

    /// `… a day. Enditem`, `… dijo la alcaldesa. EFE`: the end or the agency behind the last sentence.
    pub(super) fn last_paragraph(&mut self, unit: &Unit<'t>) -> bool {
        if self.credits_at_end(unit) {
            return true;
        }
        let cut = |language| recognise::sign_off_at_end(&unit.text, language);
        let Some(cut) = self.tongue.find(cut) else { return false };
        let (text, mark) = unit.text.split_at(cut);
        let at = self.place(unit, cut);
        if recognise::is_sign_off(mark) {
            let agency = recognise::agency_of(mark);
            let known = self.article.metadata.source.as_deref();
            if known.is_some_and(|known| !known.eq_ignore_ascii_case(agency)) {
                return false;
            }
            self.report.repaired(Feature::Source, at, mark, "the agency, behind the story");
            self.article.metadata.source.get_or_insert_with(|| agency.to_owned());
        } else {
            self.report.repaired(Feature::Markup, at, mark, "the end of the story");
        }
        self.push(unit, Block::paragraph(recognise::trim(text)), "paragraph, and the mark behind it");
        true
    }
}
