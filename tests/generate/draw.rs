//! Choices, one after the other. When they run out every choice is 0, the simplest.

use std::slice::Iter;

use copydesk_core::{Attributes, Audience, Direction, Extras, Moment, Value, jiff};

use super::text;

/// Draws from a list of choices.
pub(super) struct Draw<'a> {
    choices: Iter<'a, u16>,
    part: usize,
    ids: usize,
}

impl<'a> Draw<'a> {
    /// Draws from `choices`; ids drawn carry the number of the part and so are unique in the article.
    pub(super) fn new(choices: &'a [u16], part: usize) -> Self {
        Self { choices: choices.iter(), part, ids: 0 }
    }

    /// A number below `limit`; 0 when the choices have run out.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % limit
    }

    /// True once in `times`; false when the choices have run out.
    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of `values`; the first when the choices have run out.
    pub(super) fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// Up to `most` values.
    pub(super) fn several<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| make(self)).collect()
    }

    /// A value, or none.
    pub(super) fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(2) == 1 { Some(make(self)) } else { None }
    }

    /// A line of text, or none.
    pub(super) fn maybe_line(&mut self) -> Option<String> {
        self.maybe(text::line)
    }

    /// An id no other element of the article has.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        let stem = self.pick(&["id", "p", "Überschrift", "a.b", "x:y", "1st", "λ", "id_"]);
        format!("{stem}{}-{}", self.part, self.ids)
    }

    /// Attributes of an inline: most have none.
    pub(super) fn attributes(&mut self) -> Option<Box<Attributes>> {
        if !self.one_in(5) {
            return None;
        }
        let attributes = Attributes {
            id: self.maybe(Self::id),
            class: self.several(2, |draw| draw.pick(&["lead", "big-letter", "Größe", "a:b"]).to_owned()),
            language: self.maybe(|draw| draw.pick(LANGUAGES).to_owned()),
            direction: self.maybe(|draw| draw.pick(&[Direction::Ltr, Direction::Rtl])),
            audience: Audience::Public,
            extras: self.extras(),
        };
        attributes.boxed()
    }

    /// Attributes of a block: the same, and once in a while it is internal.
    pub(super) fn block_attributes(&mut self) -> Option<Box<Attributes>> {
        let attributes = self.attributes();
        if !self.one_in(12) {
            return attributes;
        }
        Attributes { audience: Audience::Internal, ..attributes.map(|said| *said).unwrap_or_default() }
            .boxed()
    }

    /// Open extras: most have none.
    pub(super) fn extras(&mut self) -> Extras {
        if self.one_in(4) { self.map(3) } else { Extras::new() }
    }

    /// Open extras, at least likely.
    pub(super) fn extras_always(&mut self) -> Extras {
        self.map(3)
    }

    fn map(&mut self, depth: usize) -> Extras {
        self.several(3, |draw| (draw.pick(KEYS).to_owned(), draw.value(depth))).into_iter().collect()
    }

    fn value(&mut self, depth: usize) -> Value {
        let kinds = if depth == 0 { 9 } else { 11 };
        match self.below(kinds) {
            0..=3 => Value::Text(text::line(self)),
            4 => Value::Null,
            5 => Value::Bool(self.one_in(2)),
            6 => Value::Integer(self.pick(&[0, 1, -1, 42, 1_000_000, i64::MAX, i64::MIN])),
            7 => Value::Number(self.pick(&[0.5, -0.25, 1.0, 3.25, 1e300, 5e-324, 0.1])),
            8 => Value::Text(self.pick(WORDS_LIKE_VALUES).to_owned()),
            9 => Value::List(self.several(3, |draw| draw.value(depth - 1))),
            _ => Value::Map(self.map(depth - 1)),
        }
    }

    /// A day, a time, or a moment with its offset.
    pub(super) fn moment(&mut self) -> Moment {
        let year = match self.below(12) {
            10 => 1 + self.below(1000),
            11 => 9999,
            recent => 2020 - recent,
        };
        let (month, day) = (1 + self.below(12), 1 + self.below(28));
        let date = jiff::civil::date(i16::try_from(year).unwrap_or(2020), small(month), small(day));
        if self.below(3) == 0 {
            return Moment::Date(date);
        }
        let nanosecond = self.pick(&[0, 0, 0, 250_000_000, 1]);
        let time = date.at(small(self.below(24)), small(self.below(60)), small(self.below(60)), nanosecond);
        if self.below(3) == 0 {
            return Moment::Local(time);
        }
        let minutes = self.pick(&[0, 60, 330, -300, 845, -210, -720, 1559]);
        Moment::Zoned(time, jiff::tz::Offset::from_seconds(minutes * 60).unwrap_or(jiff::tz::Offset::UTC))
    }
}

/// Language tags, plain and not.
pub(super) const LANGUAGES: &[&str] = &[
    "en", "de", "fr-CA", "el", "ru", "ar", "he", "hi", "th", "zh-Hant", "ja", "sr-Latn", "de-1996",
    "x-house", "und",
];

/// Names of extras: with and without a format's prefix, some that a front matter or a head uses itself.
const KEYS: &[&str] = &[
    "note",
    "nitf:rating",
    "html:data-x",
    "title",
    "date",
    "headline",
    "@type",
    "content",
    "a b",
    "1",
    "größe",
    "key: value",
    "#",
    "",
    "null",
];

/// Texts that look like something else to a careless reader of YAML or JSON.
const WORDS_LIKE_VALUES: &[&str] = &[
    "true",
    "No",
    "null",
    "~",
    "1",
    "1.0",
    "0x1F",
    "1e3",
    "2022-01-10",
    "12:30",
    "- a",
    "? b",
    "{a}",
    "[a]",
    "&a",
    "*a",
    "!t",
    "|",
    ">",
    "%",
    "@",
    "`",
    "'",
    "\"",
    "#",
    "a: b",
    "a #b",
    "=",
    "<<",
    "",
    ".inf",
    ".nan",
    "0o7",
    "017",
    "+1",
    "---",
    "...",
];

fn small(number: usize) -> i8 {
    i8::try_from(number).unwrap_or(1)
}
