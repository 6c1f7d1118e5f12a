//! Lines that say whether a story may be printed: embargo, kill, hold, withdrawal, not for publication.

use copydesk_core::jiff::civil;
use copydesk_core::jiff::tz::Offset;
use copydesk_core::{Embargo, Moment};

use crate::Language;
use crate::dateline::{day_number, month_number, year_number};
use crate::gate;
use crate::rare::{self, Rare};
use crate::scan::{bare, has_digit, is_capitals, strip_any, trim};

/// Such a line is never longer than this, in bytes.
const LONGEST: usize = 240;

/// What a line says of whether its story may be printed.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// Not before a time.
    Embargo(Embargo),
    /// Not any more: it is killed.
    Kill,
    /// Not any more: it is withdrawn.
    Withdrawn,
    /// Not for now.
    Hold,
    /// Not what follows.
    NotForPublication,
}

/// Reads a line that may say whether the story may be printed. Every language is tried, its own first: such a line must
/// not be missed.
///
/// A killing, withdrawing or holding word must stand alone, before a colon or dash, or in a line of capitals, so that
/// no sentence is taken for an order.
pub fn notice(line: &str, language: Language) -> Option<Notice> {
    let printed = trim(line);
    if printed.len() > LONGEST {
        return None;
    }
    let whole = bare(printed);
    let order = if gate::NOTICES.passes(whole) { order(whole, printed, language) } else { None };
    order.or_else(|| not_for_publication(whole, printed, language))
}

/// The order a line is or says behind a label: `ACHTUNG: Sperrfrist …`.
fn order(whole: &str, printed: &str, language: Language) -> Option<Notice> {
    let note = gate::NOTE.strip(whole, Language::ANY).or_else(|| label(whole));
    if let Some(order) = note.map(bare).filter(|order| !order.is_empty()) {
        let notice = order_at(order, printed, language);
        if notice.is_some() || gate::DO_NOT_USE.find(order, Language::ANY).is_some() {
            return Some(notice.unwrap_or(Notice::Kill));
        }
    }
    order_at(whole, printed, language)
}

/// What follows the label a line begins with. A single letter is one only before a mark: `A: …`.
fn label(line: &str) -> Option<&str> {
    let marked = |rest: &str| rest.trim_start().starts_with([':', '-', '–', '—', '.']);
    let letter = line.get(1..).filter(|rest| !rest.starts_with(char::is_alphanumeric));
    if letter.is_some_and(|rest| !marked(rest)) {
        return None;
    }
    gate::LABELS.strip(line, Language::ANY)
}

/// A sentence before the story that says it is under embargo: `This report is embargoed until …`.
pub fn embargo_sentence(line: &str, language: Language) -> Option<Embargo> {
    let printed = trim(line);
    let short = printed.len() <= LONGEST && has_digit(printed);
    let (_, rest) = if short { gate::EMBARGO.find(printed, Language::ANY)? } else { return None };
    let limited = gate::UNTIL.find(rest, Language::ANY).is_some();
    let before = printed.len() - rest.len();
    let ends = gate::UNTIL.find(printed, Language::ANY).is_some_and(|(at, _)| at < before);
    (limited || ends).then(|| Embargo { until: time(rest, language), printed: Some(printed.to_owned()) })
}

/// The order a line begins with.
fn order_at(bare: &str, printed: &str, language: Language) -> Option<Notice> {
    let orders = gate::ORDERS.passes(bare);
    if !orders {
        return None;
    }
    for table in language.every_table() {
        if let Some(rest) = strip_any(bare, table.embargo).filter(|rest| is_embargo(bare, rest)) {
            return Some(Notice::Embargo(Embargo {
                until: time(rest, language),
                printed: Some(printed.to_owned()),
            }));
        }
        if is_order(bare, table.kill) || is_shouted(bare, table.kill) {
            return Some(Notice::Kill);
        }
        if is_order(bare, table.withdrawn) {
            return Some(Notice::Withdrawn);
        }
        if is_order(bare, table.hold) {
            return Some(Notice::Hold);
        }
    }
    None
}

/// Words that forbid publication, anywhere in a line; with a time behind them they are an embargo.
fn not_for_publication(bare: &str, printed: &str, language: Language) -> Option<Notice> {
    if !rare::NotForPublication::may_stand_in(bare) {
        return None;
    }
    let (_, rest) = gate::NOT_FOR_PUBLICATION.find(bare, Language::ANY)?;
    let limited = gate::UNTIL.find(rest, Language::ANY).is_some();
    if limited && has_digit(rest) {
        let until = time(rest, language);
        return Some(Notice::Embargo(Embargo { until, printed: Some(printed.to_owned()) }));
    }
    Some(Notice::NotForPublication)
}

/// An embargo says until when, or nothing more: a time, a date, a colon. `Embargo talks fail` is a headline.
fn is_embargo(bare: &str, rest: &str) -> bool {
    let phrase = &bare[..bare.len() - rest.len()];
    let several_words = phrase.trim().contains(char::is_whitespace);
    let rest = rest.trim_start();
    rest.is_empty()
        || rest.starts_with([':', '-', '–', '—', ';', ','])
        || rest.starts_with(|c: char| c.is_ascii_digit())
        || (several_words && has_digit(rest))
        || (several_words && rest.len() < 60 && !phrase.contains("for release"))
        || (is_capitals(bare) && has_digit(rest))
}

/// An order stands alone, or before a colon or dash, and shouts or is short.
fn is_order(bare: &str, phrases: &[&str]) -> bool {
    let Some(rest) = strip_any(bare, phrases) else { return false };
    let phrase = &bare[..bare.len() - rest.len()];
    let shouts = is_capitals(phrase);
    let rest = rest.trim_start_matches(' ');
    let several_words = phrase.contains(' ');
    let order = shouts || several_words;
    order && (rest.is_empty() || rest.starts_with([':', '-', '–', '—', '.', '!']))
        || several_words && shouts && is_capitals(bare) && bare.split_whitespace().count() <= 8
        || rest.starts_with(':')
}

/// `KILL ALL VERSIONS`: an order in a short line of capitals.
fn is_shouted(bare: &str, phrases: &[&str]) -> bool {
    strip_any(bare, phrases).is_some() && is_capitals(bare) && bare.split_whitespace().count() <= 8
}

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

/// `2022-01-10`, `10.1.2022`, and `13/01/2022`, but not `10/01/2022`, which is two days.
pub(crate) fn numeric_date(word: &str) -> Option<civil::Date> {
    let divider = ['-', '/', '.'].into_iter().find(|divider| word.matches(*divider).count() == 2)?;
    let numbers: Vec<i16> = word.split(divider).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers[..] else { return None };
    let date = |year, month: i16, day: i16| {
        civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match divider {
        _ if a > 31 => date(a, b, c),
        '.' if c > 31 => date(c, b, a),
        _ if c > 31 && a > 12 => date(c, b, a),
        _ if c > 31 && b > 12 => date(c, a, b),
        _ if c > 31 && a == b => date(c, a, b),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn until(line: &str) -> Option<String> {
        match notice(line, Language::ANY) {
            Some(Notice::Embargo(embargo)) => embargo.until.map(|until| until.to_string()),
            other => panic!("no embargo: {line}: {other:?}"),
        }
    }

    #[test]
    fn embargoes_with_their_times() {
        assert_eq!(
            until("EMBARGOED UNTIL 0001 GMT Monday Jan 10, 2022").as_deref(),
            Some("2022-01-10T00:01:00Z")
        );
        assert_eq!(
            until("Sperrfrist: 10. Januar 2022, 12.00 Uhr MEZ").as_deref(),
            Some("2022-01-10T12:00:00+01:00")
        );
        assert_eq!(
            until("Sous embargo jusqu'au 10 janvier 2022 à 6h00").as_deref(),
            Some("2022-01-10T06:00:00")
        );
        assert_eq!(until("EMBARGO: 13/01/2022 00:01 GMT").as_deref(), Some("2022-01-13T00:01:00Z"));
        assert_eq!(until("EMBARGO: 10/01/2022 00:01 GMT"), None);
        assert_eq!(until("EMBARGOED UNTIL 6 a.m. Monday"), None);
        assert_eq!(until("*** EMBARGOED ***"), None);
        assert_eq!(
            until("Embargada hasta las 12:00 del 10 de enero de 2022").as_deref(),
            Some("2022-01-10T12:00:00")
        );
    }

    #[test]
    fn orders_are_told_from_headlines() {
        assert_eq!(notice("KILL", Language::ANY), Some(Notice::Kill));
        assert_eq!(notice("MANDATORY KILL", Language::ANY), Some(Notice::Kill));
        assert_eq!(notice("NOTICIA ANULADA", Language::ANY), Some(Notice::Kill));
        assert_eq!(notice("ANULADA", Language::ANY), Some(Notice::Kill));
        assert_eq!(notice("WITHDRAWN: Tokyo markets", Language::ANY), Some(Notice::Withdrawn));
        assert_eq!(notice("HOLD", Language::ANY), Some(Notice::Hold));
        for line in [
            "Kill Bill returns to cinemas",
            "Hold the line, says minister",
            "Embargo talks fail in Geneva",
            "Withdrawal from Gaza begins",
            "Oil embargo of 1973 remembered",
            "Fin",
        ] {
            assert_eq!(notice(line, Language::ANY), None, "{line}");
        }
    }

    #[test]
    fn what_follows_is_internal() {
        for line in [
            "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt",
            "* NOT FOR PUBLICATION *",
            "Non destinato alla pubblicazione",
        ] {
            assert_eq!(notice(line, Language::ANY), Some(Notice::NotForPublication), "{line}");
        }
    }
}
