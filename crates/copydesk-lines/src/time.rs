//! Times a text names: `0001 GMT Monday Jan 10, 2022`, `10. Januar 2022, 12.00 Uhr MEZ`.

use copydesk_core::Moment;
use copydesk_core::jiff::civil;
use copydesk_core::jiff::tz::Offset;

use crate::Language;
use crate::date::{day_number, month_number, numeric_date, year_number};
use crate::gate;

/// The time a text names, if it names one that is sure: a day with its year, and a time whose zone is known. Without a
/// zone it is local; without day or year it is not known.
pub(crate) fn time(text: &str, language: Language) -> Option<Moment> {
    let mut parts = Parts::default();
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';'))
        .filter(|word| !word.is_empty())
        .collect();
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1).copied().unwrap_or("");
        let previous = index.checked_sub(1).map_or("", |before| words[before]);
        parts.take(word.trim_end_matches('.'), (previous, next), language);
    }
    if parts.unsure {
        return None;
    }
    let date = parts.whole_date.or_else(|| civil::Date::new(parts.year?, parts.month?, parts.day?).ok())?;
    let Some((hour, minute)) = parts.time else { return Some(Moment::Date(date)) };
    let time = date.at(hour, minute, 0, 0);
    Some(match parts.offset {
        Some(offset) => Moment::Zoned(time, offset),
        None => Moment::Local(time),
    })
}

#[derive(Default)]
struct Parts {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    whole_date: Option<civil::Date>,
    time: Option<(i8, i8)>,
    offset: Option<Offset>,
    /// Two numbers may be the day.
    unsure: bool,
}

impl Parts {
    fn take(&mut self, word: &str, (previous, next): (&str, &str), language: Language) {
        let beside_hour = gate::HOURS.hold(previous, Language::ANY) || gate::HOURS.hold(next, Language::ANY);
        if let Some(Moment::Zoned(time, offset)) = word.parse().ok().filter(|_| word.len() > 10) {
            (self.whole_date, self.time, self.offset) =
                (Some(time.date()), Some((time.hour(), time.minute())), Some(offset));
        } else if let Some(date) = numeric_date(word) {
            self.whole_date = Some(date);
        } else if let Some(month) = month_number(word, language).filter(|_| self.month.is_none()) {
            self.month = Some(month);
        } else if let Some(offset) = zone(word) {
            self.offset = Some(offset);
        } else if let Some(time) =
            clock(word, next).or_else(|| hour(word).filter(|_| beside_hour)).filter(|_| self.time.is_none())
        {
            self.time = Some(time);
        } else if let Some(year) = year_number(word).filter(|_| self.year.is_none()) {
            self.year = Some(year);
        } else if let Some(day) = day_number(word) {
            self.unsure |= self.day.is_some();
            self.day = Some(day);
        }
    }
}

/// `12` beside `ore`, and `0001`, which is no year.
fn hour(word: &str) -> Option<(i8, i8)> {
    let hour: i8 = word.parse().ok().filter(|_| word.len() <= 2)?;
    (0..24).contains(&hour).then_some((hour, 0))
}

/// `00:01`, `12.00`, `6h00`, `0001` before a zone, `6am`, `6` before `Uhr`, `a.m.` or `p.m.`.
fn clock(word: &str, next: &str) -> Option<(i8, i8)> {
    let lower = word.to_lowercase();
    let (body, glued) = ["a.m", "p.m", "am", "pm"]
        .iter()
        .find_map(|half| lower.strip_suffix(half).filter(|body| !body.is_empty()).map(|body| (body, *half)))
        .unwrap_or((lower.as_str(), ""));
    let next = next.to_lowercase();
    let half = if glued.is_empty() { next.trim_end_matches('.') } else { glued };
    let divided = body.split_once([':', 'h', '.', 'u']).filter(|(hours, _)| hours.len() <= 2);
    let (hour, minute): (i8, i8) = match divided {
        Some((hours, "")) => (hours.parse().ok()?, 0),
        Some((hours, minutes)) => (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?),
        None if body.len() == 4
            && (body.starts_with('0')
                || zone(&next.to_uppercase()).is_some()
                || matches!(next.as_str(), "uhr" | "hours" | "hrs")) =>
        {
            (body.get(..2)?.parse().ok()?, body.get(2..)?.parse().ok()?)
        }
        None if body.len() <= 2 && matches!(half, "am" | "pm" | "a.m" | "p.m" | "uhr" | "heures" | "uur") => {
            (body.parse().ok()?, 0)
        }
        None => return None,
    };
    let hour = match half {
        "pm" | "p.m" if hour < 12 => hour + 12,
        "am" | "a.m" if hour == 12 => 0,
        _ => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// Zones whose short name means one offset on every wire. `EST` is New York or Sydney, and so unknown.
fn zone(word: &str) -> Option<Offset> {
    let hours = match word.trim_end_matches('.') {
        "GMT" | "UTC" | "Z" | "UT" => 0,
        "CET" | "MEZ" | "BST" | "HNEC" => 1,
        "CEST" | "MESZ" | "EET" => 2,
        "AEST" => 10,
        "AEDT" => 11,
        "NZST" => 12,
        _ => {
            let digits = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")).unwrap_or(word);
            let sign = if digits.starts_with('-') { -1 } else { 1 };
            let number: i8 = digits.strip_prefix(['+', '-']).filter(|rest| rest.len() <= 2)?.parse().ok()?;
            sign * number.min(14)
        }
    };
    Some(Offset::constant(hours))
}
