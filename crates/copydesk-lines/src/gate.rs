//! Rules nearly every line out by its first two letters, before any table is searched.

use crate::tables::ALL;

/// The first two letters of a list of phrases, as bits.
#[derive(Clone, Copy)]
pub(crate) struct Gate {
    rows: [u32; 32],
}

impl Gate {
    const EMPTY: Self = Self { rows: [0; 32] };

    /// Adds a phrase in lower case. A letter beyond ASCII opens all it could stand for.
    const fn with(mut self, phrase: &str) -> Self {
        let bytes = phrase.as_bytes();
        if bytes[0].is_ascii_alphabetic() {
            let row = (bytes[0] & 31) as usize;
            let two_letters = bytes.len() > 1 && bytes[1].is_ascii_alphabetic();
            self.rows[row] |= if two_letters { 1 << (bytes[1] & 31) } else { u32::MAX };
        }
        self
    }

    /// Whether `text` may begin with one of the phrases. Never says no wrongly.
    pub(crate) fn passes(&self, text: &str) -> bool {
        match *text.as_bytes() {
            [] => false,
            [first, ..] if !first.is_ascii_alphabetic() => {
                !first.is_ascii_digit() && !first.is_ascii_whitespace()
            }
            [first, second, ..] if second.is_ascii_alphabetic() => {
                self.rows[(first & 31) as usize] & (1 << (second & 31)) != 0
            }
            // A phrase of one letter, or one whose second letter is no letter of ASCII.
            [first, ..] => self.rows[(first & 31) as usize] != 0,
        }
    }
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

gate!(BY: by);
gate!(WORKS: ; pairs works);
gate!(LEAD_INS: ; pairs lead_ins);
gate!(CONTRIBUTED: contributed);
gate!(COPYRIGHT: copyright, reserved);
gate!(RESERVED: reserved);
gate!(LINES: copyright, note, photo, embargo; pairs works);
gate!(ORDERS: embargo, kill, withdrawn, hold);
gate!(NOT_FOR_PUBLICATION: not_for_publication);
gate!(NOTE: note);
gate!(PHOTO: photo);
gate!(ENDS: ends);
gate!(MORE: more);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_lets_every_phrase_through() {
        for table in ALL {
            for phrase in table.by {
                assert!(BY.passes(phrase) && BY.passes(&phrase.to_uppercase()), "{phrase}");
            }
            for (phrase, _) in table.works {
                assert!(WORKS.passes(phrase) && WORKS.passes(&phrase.to_uppercase()), "{phrase}");
            }
            for phrase in table.note {
                assert!(NOTE.passes(phrase) && NOTE.passes(&phrase.to_uppercase()), "{phrase}");
            }
        }
        assert!(!BY.passes("The mayor") && !BY.passes("") && !WORKS.passes("He said"));
    }
}
