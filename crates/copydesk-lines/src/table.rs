//! What a language table holds, and how tables are chosen.

use copydesk_core::{RelationKind, Work};

use crate::tables::{ALL, TABLES};

/// The words of one language that lines are known by. All in lower case; a space stands for any white space, a
/// straight apostrophe for a curly one too. In whatever order they stand, the longest one is found.
#[derive(Debug)]
pub(crate) struct Table {
    /// The language, as a BCP 47 tag.
    pub(crate) tag: &'static str,
    /// A dateline may end with a full stop: `MUSTERSTADT. Der …`.
    pub(crate) full_stops: bool,
    /// What a byline begins with: `by`.
    pub(crate) by: &'static [&'static str],
    /// What stands between a role and its names in a credit: `by`.
    pub(crate) credited: &'static [&'static str],
    /// What joins the last name to the others: `and`.
    pub(crate) and: &'static [&'static str],
    /// What stands before a place: `in`.
    pub(crate) at: &'static [&'static str],
    /// What stands before the one the work was done for: `for`, `special to`.
    pub(crate) on_behalf: &'static [&'static str],
    /// The work a credit names, and its kind.
    pub(crate) works: &'static [(&'static str, Work)],
    /// What ends a line that thanks for help: `contributed to this report`.
    pub(crate) contributed: &'static [&'static str],
    /// Words that show a job: `writer`.
    pub(crate) jobs: &'static [&'static str],
    /// The same for several people: `writers`.
    pub(crate) jobs_of_many: &'static [&'static str],
    /// Words that show an organisation: `newspaper`.
    pub(crate) organisations: &'static [&'static str],
    /// Articles, which may stand before an organisation: `the`.
    pub(crate) articles: &'static [&'static str],
    /// The names of the months, long and short.
    pub(crate) months: &'static [(&'static str, i8)],
    /// What stands between the place and the day of a dateline: `le`.
    pub(crate) before_day: &'static [&'static str],
    /// What stands before the place of a dateline: `dal nostro inviato`.
    pub(crate) sent: &'static [&'static str],
    /// The names of the days of the week, long and short.
    pub(crate) weekdays: &'static [&'static str],
    /// What a copyright notice begins with: `copyright`.
    pub(crate) copyright: &'static [&'static str],
    /// What ends the holder in a copyright notice: `all rights reserved`.
    pub(crate) reserved: &'static [&'static str],
    /// What an embargo line begins with.
    pub(crate) embargo: &'static [&'static str],
    /// What a line begins with that kills a story.
    pub(crate) kill: &'static [&'static str],
    /// What a line begins with that withdraws a story.
    pub(crate) withdrawn: &'static [&'static str],
    /// What a line begins with that holds a story back.
    pub(crate) hold: &'static [&'static str],
    /// What says, anywhere in a line, that what follows is not for publication.
    pub(crate) not_for_publication: &'static [&'static str],
    /// What a note to editors begins with.
    pub(crate) note: &'static [&'static str],
    /// What stands before a deck: `subhead`.
    pub(crate) decks: &'static [&'static str],
    /// What stands before or around a headline, and what it says of the story.
    pub(crate) lead_ins: &'static [(&'static str, RelationKind)],
    /// Lines that end a story.
    pub(crate) ends: &'static [&'static str],
    /// Lines that say the story goes on in another take.
    pub(crate) more: &'static [&'static str],
    /// Headings of what an agency tells its customers below a story.
    pub(crate) notebook: &'static [&'static str],
    /// What a photograph's caption or credit begins with.
    pub(crate) photo: &'static [&'static str],
    /// What, behind words that forbid publication, says that they do so for a time: `before`.
    pub(crate) until: &'static [&'static str],
    /// Words beside an hour: `hrs`.
    pub(crate) hours: &'static [&'static str],
    /// What stands before the time a story was first shown.
    pub(crate) published: &'static [&'static str],
    /// What stands before the time a story was last changed.
    pub(crate) updated: &'static [&'static str],
    /// What stands before keywords.
    pub(crate) keywords: &'static [&'static str],
    /// What a line begins with that says where more can be had: `for more information`.
    pub(crate) contacts: &'static [&'static str],
    /// What such a line holds: `can be reached`.
    pub(crate) reached: &'static [&'static str],
    /// Lines that say what kind of message this is: `press release`.
    pub(crate) releases: &'static [&'static str],
    /// What stands before the company or the office a release is from, behind it: `source`.
    pub(crate) sources: &'static [&'static str],
    /// The same, above it: `news provided by`.
    pub(crate) provided: &'static [&'static str],
    /// What, in a note to editors, orders them not to use a story: `please kill`.
    pub(crate) orders: &'static [&'static str],
    /// Labels that stand before a colon or dash like a place, and are none: `update`.
    pub(crate) labels: &'static [&'static str],
    /// The sections of a paper or a site, which stand above headlines: `local news`.
    pub(crate) sections: &'static [&'static str],
    /// Given names, but for those that are words or places too: they tell a name from the rest of a headline.
    pub(crate) given_names: &'static [&'static str],
}

impl Table {
    /// No words. A language of which only some are known names these and takes the rest from here.
    pub(crate) const EMPTY: Self = Self {
        tag: "",
        full_stops: true,
        by: &[],
        credited: &[],
        and: &[],
        at: &[],
        on_behalf: &[],
        works: &[],
        contributed: &[],
        jobs: &[],
        jobs_of_many: &[],
        organisations: &[],
        articles: &[],
        months: &[],
        before_day: &[],
        sent: &[],
        weekdays: &[],
        copyright: &[],
        reserved: &[],
        embargo: &[],
        kill: &[],
        withdrawn: &[],
        hold: &[],
        not_for_publication: &[],
        note: &[],
        decks: &[],
        lead_ins: &[],
        ends: &[],
        more: &[],
        notebook: &[],
        photo: &[],
        until: &[],
        hours: &[],
        published: &[],
        updated: &[],
        keywords: &[],
        contacts: &[],
        reached: &[],
        releases: &[],
        sources: &[],
        provided: &[],
        orders: &[],
        labels: &[],
        sections: &[],
        given_names: &[],
    };
}

/// Which tables a line is read with.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    /// Their numbers, in the order to try them.
    tables: &'static [u8],
}

impl Default for Language {
    fn default() -> Self {
        Self::ANY
    }
}

/// The number of every table.
static EVERY: [u8; TABLES] = {
    let (mut numbers, mut at) = ([0; TABLES], 0);
    while at < TABLES {
        numbers[at] = at as u8;
        at += 1;
    }
    numbers
};

/// Each table, followed by the English one.
static WITH_ENGLISH: [[u8; 2]; TABLES] = {
    let (mut pairs, mut at) = ([[0; 2]; TABLES], 0);
    while at < TABLES {
        pairs[at][0] = at as u8;
        at += 1;
    }
    pairs
};

impl Language {
    /// Any language: every table is tried.
    pub const ANY: Self = Self { tables: &EVERY };

    /// English alone: the language used on every wire.
    pub const ENGLISH: Self = Self { tables: &[0] };

    /// The language of a BCP 47 tag: its table, then the English one, which is used on every wire. A tag without a
    /// table, or with one of a few words alone, is [any](Self::ANY) language.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        let known = |table: &&Table| table.tag.eq_ignore_ascii_case(primary) && !table.jobs.is_empty();
        match ALL.iter().position(known) {
            None => Self::ANY,
            Some(0) => Self::ENGLISH,
            Some(at) => Self { tables: &WITH_ENGLISH[at] },
        }
    }

    /// Its tag, where it is one of the languages there are tables for.
    pub fn tag(self) -> Option<&'static str> {
        (self.tables.len() < TABLES).then(|| ALL[usize::from(self.tables[0])].tag)
    }

    /// The numbers of the tables to try, in order.
    pub(crate) fn numbers(self) -> impl Iterator<Item = usize> + Clone {
        self.tables.iter().map(|number| usize::from(*number))
    }

    /// The tables to try, in order.
    pub(crate) fn tables(self) -> impl Iterator<Item = &'static Table> + Clone {
        self.numbers().map(|number| ALL[number])
    }

    /// Every table, its own first: for what must never be missed, whatever the language.
    pub(crate) fn every_table(self) -> impl Iterator<Item = &'static Table> + Clone {
        self.every_number().map(|number| ALL[number])
    }

    /// The numbers of these.
    pub(crate) fn every_number(self) -> impl Iterator<Item = usize> + Clone {
        let rest = if self.tag().is_some() { TABLES } else { 0 };
        self.numbers().chain(0..rest)
    }
}
