//! Rules nearly every line out by the word it begins with, before any table is searched.

use crate::names::AGENCIES;
use crate::scan::{strip_any, word_starts_with};
use crate::tables::ALL;
use crate::{Language, Table};

/// How many slots a gate has, as a power of two.
const SLOT_BITS: u32 = 12;
/// How many letters of the first word decide.
const LETTERS: usize = 4;

/// The first words of a list of phrases, as a set of slots.
pub(crate) struct Gate {
    slots: [u64; 1 << (SLOT_BITS - 6)],
    /// The bytes a phrase may begin with, whatever its case.
    firsts: [bool; 256],
}

impl Gate {
    const EMPTY: Self = Self { slots: [0; 1 << (SLOT_BITS - 6)], firsts: [false; 256] };

    /// Adds a phrase in lower case.
    const fn with(mut self, phrase: &str) -> Self {
        let Some(slot) = slot(phrase.as_bytes()) else { return self };
        self.slots[slot / 64] |= 1 << (slot % 64);
        let first = phrase.as_bytes()[0];
        if first.is_ascii() {
            self.firsts[first.to_ascii_lowercase() as usize] = true;
            self.firsts[first.to_ascii_uppercase() as usize] = true;
        } else {
            // The capital of a letter that is not ASCII may begin with another byte.
            let mut byte = 0x80;
            while byte < 256 {
                self.firsts[byte] = true;
                byte += 1;
            }
        }
        self
    }

    /// Whether `text` may begin with one of the phrases. Never says no wrongly.
    #[inline]
    pub(crate) fn passes(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        if bytes.is_empty() || !self.firsts[bytes[0] as usize] {
            return false;
        }
        slot(bytes).is_some_and(|slot| self.slots[slot / 64] & (1 << (slot % 64)) != 0)
    }
}

/// The slot of the word a text begins with: its first letters, whatever their case, up to the first that is not ASCII.
/// No phrase is empty or begins with a mark such as “ or –.
#[inline]
const fn slot(bytes: &[u8]) -> Option<usize> {
    if bytes.is_empty() {
        return None;
    }
    if !bytes[0].is_ascii() {
        // Letters of two bytes share one slot, those of more another; “ and – are no letters.
        return match bytes[0] {
            0xE2 if bytes.len() > 1 && bytes[1] == 0x80 => None,
            0xE0.. => Some(1),
            _ => Some(0),
        };
    }
    let mut key = 0_u32;
    let mut at = 0;
    while at < LETTERS && at < bytes.len() && bytes[at].is_ascii_alphabetic() {
        key = key << 5 | (bytes[at] & 31) as u32;
        at += 1;
    }
    // A sign stands for itself.
    let key = if at == 0 { 1 << 20 | bytes[0] as u32 } else { key };
    Some((key.wrapping_mul(0x9E37_79B1) >> (32 - SLOT_BITS)) as usize)
}

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

gate!(LEAD_INS: ; pairs lead_ins);
gate!(MONTHS: ; pairs months);
gate!(WORKS: ; pairs works);
gate!(LINES: copyright, note, photo, embargo, keywords, contacts, published, updated; pairs works);
gate!(ORDERS: embargo, kill, withdrawn, hold);
gate!(COPYRIGHT_LINES: copyright, reserved);

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

/// A field of the tables, behind its gate.
pub(crate) struct Words {
    gate: Gate,
    list: fn(&'static Table) -> &'static [&'static str],
}

impl Words {
    /// What follows the longest of the phrases `text` begins with, in the first table that has one.
    #[inline]
    pub(crate) fn strip<'t>(&self, text: &'t str, language: Language) -> Option<&'t str> {
        if self.gate.passes(text) { self.search(text, language) } else { None }
    }

    fn search<'t>(&self, text: &'t str, language: Language) -> Option<&'t str> {
        language.tables().find_map(|table| strip_any(text, (self.list)(table)))
    }

    /// Where in `text` a word begins with which one of the phrases may begin. Never misses one.
    #[inline]
    pub(crate) fn starts<'w>(&'w self, text: &'w str) -> impl Iterator<Item = usize> + 'w {
        word_starts_with(text, &self.gate.firsts).filter(|at| self.gate.passes(&text[*at..]))
    }

    /// What follows the first of the phrases that stands in `text`.
    pub(crate) fn find<'t>(&self, text: &'t str, language: Language) -> Option<&'t str> {
        self.starts(text).find_map(|at| self.search(&text[at..], language))
    }

    /// Whether `text` begins with one of the phrases.
    #[inline]
    pub(crate) fn begin(&self, text: &str, language: Language) -> bool {
        self.strip(text, language).is_some()
    }

    /// Whether `text` is one of the phrases and nothing else.
    pub(crate) fn are(&self, text: &str, language: Language) -> bool {
        self.gate.passes(text)
            && language.tables().any(|table| strip_any(text, (self.list)(table)) == Some(""))
    }

    /// Whether `word`, without the marks at its edges, is one of the phrases.
    pub(crate) fn hold(&self, word: &str, language: Language) -> bool {
        self.are(word.trim_matches(|c: char| !c.is_alphanumeric()), language)
    }
}

/// A field of every table, with its gate.
macro_rules! words {
    ($($name:ident: $field:ident),* $(,)?) => {
        $(pub(crate) static $name: Words = {
            gate!(GATE: $field);
            Words { gate: GATE, list: |table| table.$field }
        };)*
    };
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
    WEEKDAYS: weekdays,
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

    #[test]
    fn a_gate_lets_every_phrase_through() {
        for table in ALL {
            for phrase in table.by {
                assert!(
                    BY.are(phrase, Language::ANY) && BY.are(&phrase.to_uppercase(), Language::ANY),
                    "{phrase}"
                );
            }
            for (phrase, _) in table.works {
                assert!(WORKS.passes(phrase) && WORKS.passes(&phrase.to_uppercase()), "{phrase}");
            }
            for phrase in table.note {
                assert!(
                    NOTE.are(phrase, Language::ANY) && NOTE.are(&phrase.to_uppercase(), Language::ANY),
                    "{phrase}"
                );
            }
        }
        assert!(
            !BY.begin("The mayor", Language::ANY) && !BY.begin("", Language::ANY) && !WORKS.passes("He said")
        );
    }
}
