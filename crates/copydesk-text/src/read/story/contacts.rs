//! Where more can be had and who can be reached, above a story or behind it.

use copydesk_core::Block;
use copydesk_lines::{self as recognise, Contacts, Language};

use super::{Story, contact_paragraph};
use crate::read::unit::{Unit, UnitKind, ends_sentence};

/// How many units may follow a heading of contacts.
const CONTACT_UNITS: usize = 10;
/// A line among contacts is never longer than this, in bytes.
const LONGEST_CONTACT: usize = 90;

impl Story<'_, '_> {
    /// Where more can be had and who can be reached; what is for newsrooms alone is internal. Gives the index of the unit
    /// behind it.
    pub(super) fn contacts(&mut self, at: usize) -> Option<usize> {
        let text: &str = &self.units[at].text;
        let end = self.end_of_contacts(at);
        // `CONTACT: Jane Doe`, and below it how to reach her.
        let heading = || end > at + 1 && recognise::begins_contacts(text, Language::ANY);
        let contacts =
            recognise::contacts(text, Language::ANY).or_else(|| heading().then_some(Contacts::Readers))?;
        let end = if heading() || text.trim().ends_with(':') { end } else { at + 1 };
        let before = self.article.body.is_empty();
        for unit in &self.units[at..end] {
            let block = Block::Paragraph(contact_paragraph(&unit.text));
            match contacts {
                Contacts::Readers if before => {
                    self.trace(unit, || "body".to_owned(), "contacts above the story");
                    self.held.push(block);
                }
                Contacts::Readers => self.push(unit, block, "line with contacts"),
                Contacts::Newsrooms => self.push(unit, block.internal(), "line with contacts for newsrooms"),
            }
        }
        Some(end)
    }

    /// Below `Media contact:` stand names, jobs, companies, numbers and addresses: up to the last number or address.
    fn end_of_contacts(&self, at: usize) -> usize {
        let text = recognise::trim(&self.units[at].text);
        if !(text.ends_with(':') || recognise::begins_contacts(text, Language::ANY)) {
            return at + 1;
        }
        let may_belong = |unit: &&Unit<'_>| {
            let text = recognise::trim(&unit.text);
            let plain = text.len() <= 40 || (text.len() <= LONGEST_CONTACT && !ends_sentence(text));
            let closes = recognise::is_rule(text)
                || recognise::is_end(text, Language::ANY)
                || recognise::is_copyright(text, Language::ANY);
            unit.kind == UnitKind::Text && plain && !closes
        };
        let run = self.units[at + 1..].iter().take(CONTACT_UNITS).take_while(may_belong).count();
        let reaches = |unit: &Unit<'_>| {
            recognise::contacts(&unit.text, Language::ANY).is_some() || recognise::holds_contact(&unit.text)
        };
        let last = self.units[at + 1..at + 1 + run].iter().rposition(reaches);
        last.map_or(at + 1, |last| at + last + 2)
    }
}
