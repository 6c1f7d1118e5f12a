//! Lines that say whether a story may be printed, and notes to editors.

use copydesk_core::{RelationKind, Status};
use copydesk_lines::{self as recognise, Language, Notice};

use super::Story;
use crate::read::unit::Unit;

impl<'t> Story<'_, 't> {
    /// Lines that say whether the story may be printed.
    pub(super) fn notice(&mut self, unit: &Unit<'t>) -> bool {
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
                    recognise::trim(&unit.text).to_owned(),
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
        let printed = recognise::trim(&unit.text).to_owned();
        self.relation(unit, RelationKind::Related, printed, "line that forbids publication");
    }

    /// A sentence before the story that says it is under embargo.
    pub(super) fn embargo_sentence(&mut self, unit: &Unit<'t>) -> bool {
        let Some(embargo) = recognise::embargo_sentence(&unit.text, Language::ANY) else { return false };
        self.trace(unit, || "metadata.embargo".to_owned(), "sentence that says an embargo");
        self.article.metadata.embargo = Some(embargo);
        true
    }

    pub(super) fn note(&mut self, unit: &Unit<'t>) -> bool {
        self.tongue.is(|language| recognise::is_note(&unit.text, language).is_some())
            && self.editor_note(unit, "note to editors")
    }

    pub(super) fn editor_note(&mut self, unit: &Unit<'t>, rule: &'static str) -> bool {
        self.trace(
            unit,
            || format!("metadata.editor_notes[{}]", self.article.metadata.editor_notes.len()),
            rule,
        );
        self.article.metadata.editor_notes.push(recognise::trim(&unit.text).to_owned());
        true
    }
}
