//! The language a message is read with, found out only where it matters.

use std::cell::{Cell, OnceCell};

use copydesk_core::{Byline, ReadContext};
use copydesk_lines::{Language, trim};

use crate::read::line::Line;

/// How much text the language tables are chosen by, in bytes.
const SAMPLE_BYTES: usize = 2_000;

/// The tables to read with: of the language the caller names, else of the one the copy is written in.
///
/// The English table, which is used on every wire, comes first. Only a line that some other table knows asks for the
/// language to be detected.
pub(crate) struct Tongue<'a> {
    lines: &'a [Line<'a>],
    known: OnceCell<Language>,
    /// The byline that a line was last found to be, and whether the language was known then.
    byline: Cell<Option<(Byline, bool)>>,
}

impl<'a> Tongue<'a> {
    pub(crate) fn new(lines: &'a [Line<'a>], context: &ReadContext<'_>) -> Self {
        let known = OnceCell::new();
        if let Some(tag) = context.language {
            known.get_or_init(|| Language::of(tag));
        }
        Self { lines, known, byline: Cell::new(None) }
    }

    /// What a recogniser finds with the right tables.
    pub(crate) fn find<T>(&self, recognise: impl Fn(Language) -> Option<T>) -> Option<T> {
        if let Some(known) = self.known.get() {
            return recognise(*known);
        }
        recognise(Language::ENGLISH).or_else(|| {
            recognise(Language::ANY)?;
            recognise(self.language())
        })
    }

    /// Whether a recogniser says yes with the right tables. It must say yes with every table if it does so with one.
    pub(crate) fn is(&self, recognise: impl Fn(Language) -> bool) -> bool {
        match self.known.get() {
            Some(known) => recognise(*known),
            None => recognise(Language::ANY) && (recognise(Language::ENGLISH) || recognise(self.language())),
        }
    }

    /// Whether a line is a byline. If so, what it says is kept: it will be asked for.
    pub(crate) fn is_byline(&self, line: &str) -> bool {
        let Some(byline) = self.byline(line) else { return false };
        self.byline.set(Some((byline, self.known.get().is_some())));
        true
    }

    /// Reads a line that may be a byline.
    pub(crate) fn byline(&self, line: &str) -> Option<Byline> {
        let known = self.known.get().is_some();
        let kept = self.byline.take();
        let is_it = |(byline, then): &(Byline, bool)| byline.printed == trim(line) && *then == known;
        if kept.as_ref().is_some_and(is_it) {
            return kept.map(|(byline, _)| byline);
        }
        self.byline.set(kept);
        self.find(|language| copydesk_lines::byline(line, language))
    }

    /// Reads a line below a byline that says what its people are; gives whether it did.
    pub(crate) fn continue_byline(&self, byline: &mut Byline, line: &str) -> bool {
        // Of several tables that know the line only one may add to the byline.
        let longer = self.find(|language| {
            let mut longer = byline.clone();
            copydesk_lines::continue_byline(&mut longer, line, language).then_some(longer)
        });
        let Some(mut longer) = longer else { return false };
        longer.printed.push('\n');
        longer.printed.push_str(line);
        *byline = longer;
        true
    }

    /// The language.
    pub(crate) fn language(&self) -> Language {
        *self.known.get_or_init(|| {
            copydesk_assume::detect_language(&self.sample()).map_or(Language::ANY, Language::of)
        })
    }

    fn sample(&self) -> String {
        let mut sample = String::new();
        for line in self.lines.iter().filter(|line| !line.is_blank()) {
            if sample.len() >= SAMPLE_BYTES {
                break;
            }
            let end = line.text.floor_char_boundary(SAMPLE_BYTES.min(line.text.len()));
            sample.push_str(line.text[..end].trim());
            sample.push(' ');
        }
        sample
    }
}
