//! Lines that say whether a story may be printed: embargo, kill, hold, withdrawal, not for publication.

use copydesk_core::Embargo;

use crate::Language;
use crate::gate;
use crate::rare::{self, Rare};
use crate::scan::{bare, has_digit, is_capitals, strip_any, trim};
use crate::time::time;

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
fn is_order(bare: &str, phrases: &[&'static str]) -> bool {
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
fn is_shouted(bare: &str, phrases: &[&'static str]) -> bool {
    strip_any(bare, phrases).is_some() && is_capitals(bare) && bare.split_whitespace().count() <= 8
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
