//! Where in the tables the phrases stand that begin with a letter, so that no list is searched from end to end.

use crate::tables::TABLES;

/// One slot for each letter of ASCII, and the first for what begins with anything else.
const SLOTS: usize = 32;

/// The phrases of one field of every table, by their first letter.
pub(crate) struct Index {
    /// Where each phrase stands in its list; sorted by slot, table and place.
    pub(crate) places: &'static [u16],
    /// Where in `places` those of a slot and a table begin.
    pub(crate) starts: &'static [u16; SLOTS * TABLES + 1],
}

impl Index {
    /// Where the phrases of a table stand that may begin `text`.
    #[inline]
    pub(crate) fn places(&self, text: &str, table: usize) -> &'static [u16] {
        let at = slot(text.as_bytes().first().copied().unwrap_or(0)) * TABLES + table;
        &self.places[usize::from(self.starts[at])..usize::from(self.starts[at + 1])]
    }
}

const fn slot(first: u8) -> usize {
    if first.is_ascii_alphabetic() { (first & 31) as usize } else { 0 }
}

/// The `places` of an index, from the first byte of every phrase and the number of phrases in each table.
pub(crate) const fn places<const PHRASES: usize>(
    firsts: &[u8; PHRASES],
    lengths: &[usize; TABLES],
) -> [u16; PHRASES] {
    let mut places = [0; PHRASES];
    let (mut filled, mut wanted) = (0, 0);
    while wanted < SLOTS {
        let (mut table, mut before) = (0, 0);
        while table < TABLES {
            let mut place = 0;
            while place < lengths[table] {
                if slot(firsts[before + place]) == wanted {
                    places[filled] = place as u16;
                    filled += 1;
                }
                place += 1;
            }
            before += lengths[table];
            table += 1;
        }
        wanted += 1;
    }
    places
}

/// The `starts` of an index, from the same.
pub(crate) const fn starts<const PHRASES: usize>(
    firsts: &[u8; PHRASES],
    lengths: &[usize; TABLES],
) -> [u16; SLOTS * TABLES + 1] {
    let mut starts = [0; SLOTS * TABLES + 1];
    let (mut table, mut before) = (0, 0);
    while table < TABLES {
        let mut place = 0;
        while place < lengths[table] {
            starts[slot(firsts[before + place]) * TABLES + table + 1] += 1;
            place += 1;
        }
        before += lengths[table];
        table += 1;
    }
    let mut at = 0;
    while at < SLOTS * TABLES {
        starts[at + 1] += starts[at];
        at += 1;
    }
    starts
}

/// How many phrases there are.
pub(crate) const fn sum(lengths: &[usize; TABLES]) -> usize {
    let (mut sum, mut table) = (0, 0);
    while table < TABLES {
        sum += lengths[table];
        table += 1;
    }
    sum
}

/// The index of a field of every table; `.0` behind it where its phrases are the first of pairs.
macro_rules! index {
    ($field:ident $(. $first:tt)?) => {{
        use $crate::index::{Index, places, starts, sum};
        use $crate::tables::{ALL, TABLES};
        const LENGTHS: [usize; TABLES] = {
            let (mut lengths, mut table) = ([0; TABLES], 0);
            while table < TABLES {
                lengths[table] = ALL[table].$field.len();
                table += 1;
            }
            lengths
        };
        const FIRSTS: [u8; sum(&LENGTHS)] = {
            let mut firsts = [0; sum(&LENGTHS)];
            let (mut filled, mut table) = (0, 0);
            while table < TABLES {
                let mut place = 0;
                while place < LENGTHS[table] {
                    firsts[filled] = ALL[table].$field[place] $(. $first)? .as_bytes()[0];
                    filled += 1;
                    place += 1;
                }
                table += 1;
            }
            firsts
        };
        Index { places: &places(&FIRSTS, &LENGTHS), starts: &starts(&FIRSTS, &LENGTHS) }
    }};
}
pub(crate) use index;
