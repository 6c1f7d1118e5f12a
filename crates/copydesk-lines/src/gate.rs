//! Rules nearly every line out by the word it begins with, before any table is searched.

use copydesk_core::{RelationKind, Work};

use self::first_words::Gate;
use crate::index::{Index, index};
use crate::scan::{Phrase, Whole, bare, find_word, longest};
use crate::tables::{AGENCIES, ALL};
use crate::{Language, Table};

mod first_words;

/// The gate of some fields of every table.
macro_rules! gate {
    ($name:ident: $($field:ident),* $(; pairs $($pairs:ident),*)?) => {
        pub(crate) const $name: Gate = {
            let mut gate = Gate::EMPTY;
            let mut table = 0;
            while table < ALL.len() {
                $(
                    let mut at = 0;
                    while at < ALL[table].$field.len() {
                        gate = gate.with(ALL[table].$field[at]);
                        at += 1;
                    }
                )*
                $($(
                    let mut at = 0;
                    while at < ALL[table].$pairs.len() {
                        gate = gate.with(ALL[table].$pairs[at].0);
                        at += 1;
                    }
                )*)?
                table += 1;
            }
            gate
        };
    };
}

gate!(LINES: copyright, note, photo, embargo, keywords, contacts, published, updated; pairs works);
gate!(ORDERS: embargo, kill, withdrawn, hold);
gate!(NOTICES: note, labels, embargo, kill, withdrawn, hold);
gate!(COPYRIGHT_LINES: copyright, reserved);
gate!(PHOTOS: photo);

/// The gate of the names of agencies.
pub(crate) static AGENCY: Gate = {
    let mut gate = Gate::EMPTY;
    let mut at = 0;
    while at < AGENCIES.len() {
        gate = gate.with(AGENCIES[at]);
        at += 1;
    }
    gate
};

/// A field of the tables, behind its gate and by its index.
pub(crate) struct Words<P: 'static = &'static str> {
    gate: Gate,
    index: Index,
    list: fn(&'static Table) -> &'static [P],
}

impl<P: Phrase> Words<P> {
    /// Whether `text` may begin with one of the phrases, in any language. Never says no wrongly.
    #[inline]
    pub(crate) fn passes(&self, text: &str) -> bool {
        self.gate.passes(text)
    }

    /// What follows the longest of the phrases `text` begins with, in the first table that has one.
    #[inline]
    pub(crate) fn strip<'t>(&self, text: &'t str, language: Language) -> Option<&'t str> {
        if self.gate.passes(text) { self.search(text, language) } else { None }
    }

    fn search<'t>(&self, text: &'t str, language: Language) -> Option<&'t str> {
        let found = |table| longest(text, self.phrases(text, table));
        language.numbers().find_map(found).map(|(rest, _)| rest)
    }

    /// The longest of the phrases `text` begins with, whatever its table, and what follows it.
    pub(crate) fn strip_longest<'t>(&self, text: &'t str, language: Language) -> Option<(&'t str, P)> {
        if !self.gate.passes(text) {
            return None;
        }
        longest(text, language.numbers().flat_map(|table| self.phrases(text, table)))
    }

    /// The phrases of a table that begin with the letter `text` begins with.
    fn phrases(&self, text: &str, table: usize) -> impl Iterator<Item = P> {
        let list = (self.list)(ALL[table]);
        self.index.places(text, table).iter().map(|place| list[usize::from(*place)])
    }

    /// Where the first of the phrases stands in `text`, and what follows it. For phrases that begin with a letter.
    pub(crate) fn find<'t>(&self, text: &'t str, language: Language) -> Option<(usize, &'t str)> {
        let gate = &self.gate;
        let mut rest = None;
        let at = find_word(text, (&gate.seconds, gate.others), |at| {
            let from = &text[at..];
            rest = if gate.passes(from) { self.search(from, language) } else { None };
            rest.is_some()
        })?;
        Some((at, rest?))
    }

    /// Whether `text` begins with one of the phrases.
    #[inline]
    pub(crate) fn begin(&self, text: &str, language: Language) -> bool {
        self.strip(text, language).is_some()
    }

    /// Whether `text` is one of the phrases and nothing else.
    pub(crate) fn are(&self, text: &str, language: Language) -> bool {
        self.whole(text, language.numbers()).is_some()
    }

    /// The phrase that is all of `text`, in the first of some tables that has it.
    pub(crate) fn whole(&self, text: &str, mut tables: impl Iterator<Item = usize>) -> Option<P> {
        if !self.gate.passes(text) {
            return None;
        }
        let whole = Whole::new(text);
        tables.find_map(|table| self.phrases(text, table).find(|phrase| whole.is(phrase.text())))
    }

    /// Whether `word`, without the marks at its edges, is one of the phrases.
    pub(crate) fn hold(&self, word: &str, language: Language) -> bool {
        self.are(bare(word), language)
    }
}

/// A field of every table, with its gate and its index.
macro_rules! words {
    ($($name:ident: $field:ident),* $(,)?) => {
        $(pub(crate) static $name: Words = {
            gate!(GATE: $field);
            Words { gate: GATE, index: index!($field), list: |table| table.$field }
        };)*

        #[cfg(test)]
        static WORDS: &[&Words] = &[$(&$name),*];
    };
}

/// The same, of pairs of a phrase and what it stands for.
macro_rules! pairs {
    ($($name:ident: $field:ident, $what:ty);* $(;)?) => {
        $(pub(crate) static $name: Words<(&'static str, $what)> = {
            gate!(GATE: ; pairs $field);
            Words { gate: GATE, index: index!($field.0), list: |table| table.$field }
        };)*
    };
}

pairs! {
    LEAD_INS: lead_ins, RelationKind;
    MONTHS: months, i8;
    WORKS: works, Work;
}

words! {
    BY: by,
    AND: and,
    AT: at,
    CREDITED: credited,
    ON_BEHALF: on_behalf,
    ARTICLES: articles,
    JOBS: jobs,
    JOBS_OF_MANY: jobs_of_many,
    ORGANISATIONS: organisations,
    BEFORE_DAY: before_day,
    SENT: sent,
    WEEKDAYS: weekdays,
    DECKS: decks,
    CONTRIBUTED: contributed,
    COPYRIGHT: copyright,
    RESERVED: reserved,
    NOT_FOR_PUBLICATION: not_for_publication,
    NOTE: note,
    PHOTO: photo,
    ENDS: ends,
    MORE: more,
    NOTEBOOK: notebook,
    LABELS: labels,
    EMBARGO: embargo,
    UNTIL: until,
    HOURS: hours,
    PUBLISHED: published,
    UPDATED: updated,
    KEYWORDS: keywords,
    CONTACTS: contacts,
    REACHED: reached,
    RELEASES: releases,
    SOURCES: sources,
    PROVIDED: provided,
    DO_NOT_USE: orders,
    KILL: kill,
    WITHDRAWN: withdrawn,
    HOLD: hold,
    SECTIONS: sections,
    GIVEN_NAMES: given_names,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of the phrases is found, in its own table, alone and before others, whatever its case.
    fn finds_every_phrase<P: Phrase>(words: &Words<P>) {
        for (table, list) in ALL.iter().map(|table| (words.list)(table)).enumerate() {
            for phrase in list.iter().map(Phrase::text) {
                for text in [phrase.to_owned(), phrase.to_uppercase()] {
                    // `ß` and `ı` have capitals that are those of other letters.
                    if text.to_lowercase() == phrase {
                        let tables = std::iter::once(table);
                        assert!(words.whole(&text, tables).is_some(), "{text}");
                        let followed = format!("{text} 1");
                        assert!(words.begin(&followed, Language::ANY), "{text}");
                        assert!(words.strip_longest(&followed, Language::ANY).is_some(), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn gates_and_indexes_let_every_phrase_through() {
        for words in WORDS {
            finds_every_phrase(words);
        }
        finds_every_phrase(&LEAD_INS);
        finds_every_phrase(&MONTHS);
        finds_every_phrase(&WORKS);
        assert!(
            !BY.begin("The mayor", Language::ANY) && !BY.begin("", Language::ANY) && !WORKS.passes("He said")
        );
    }
}
