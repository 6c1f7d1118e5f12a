//! Lines that say when a story was shown or changed: `Published 12 November 2023`.

use copydesk_core::Moment;

use crate::Language;
use crate::date::month_number;
use crate::gate;
use crate::scan::{has_digit, trim};
use crate::time::time;

/// What a line says the time of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stamp {
    /// When the story was first shown.
    Published(Option<Moment>),
    /// When it was last changed.
    Updated(Option<Moment>),
}

/// Reads a line that says when a story was shown or changed: `Published 12 November 2023`. The time where it is whole.
pub fn stamp(line: &str, language: Language) -> Option<Stamp> {
    let printed = trim(line);
    if printed.len() > 80 || !has_digit(printed) {
        return None;
    }
    let updated = gate::UPDATED.strip(printed, language);
    let Some(rest) = updated.or_else(|| gate::PUBLISHED.strip(printed, language)) else {
        return bare_stamp(printed, language);
    };
    let rest = rest.trim_start_matches([':', ' ']);
    // Only a date and a time, no sentence.
    let plain = rest.split(|c: char| !c.is_alphanumeric()).all(|word| {
        word.is_empty()
            || word.chars().any(|c| c.is_ascii_digit())
            || month_number(word, language).is_some()
            || gate::WEEKDAYS.hold(word, language)
            || gate::HOURS.hold(word, language)
            || word.chars().count() <= 4
    });
    let said = if updated.is_some() { Stamp::Updated } else { Stamp::Published };
    plain.then(|| said(time(rest, language)))
}

/// `Tuesday, November 12, 2023`, `12.11.2023 – 10:37`: a line that is a whole date, and perhaps a time, and nothing else.
fn bare_stamp(line: &str, language: Language) -> Option<Stamp> {
    let is_time = |word: &str| {
        word.is_empty()
            || month_number(word, language).is_some()
            || gate::WEEKDAYS.hold(word, language)
            || gate::HOURS.hold(word, language)
            || matches!(
                word,
                "a.m"
                    | "p.m"
                    | "am"
                    | "pm"
                    | "AM"
                    | "PM"
                    | "de"
                    | "del"
                    | "GMT"
                    | "UTC"
                    | "CET"
                    | "MEZ"
                    | "ET"
                    | "EST"
                    | "EDT"
                    | "PT"
                    | "BST"
            )
            || word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '/' | '-' | 'h'))
    };
    let marks = |c: char| matches!(c, '.' | '(' | ')' | '–' | '—' | '-');
    let divides = |c: char| c.is_whitespace() || matches!(c, ',' | '|');
    let plain = line.len() <= 60 && line.split(divides).all(|word| is_time(word.trim_matches(marks)));
    // Without a year there is no time, and a score of a match is no date.
    if plain { time(line, language).map(|time| Stamp::Published(Some(time))) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_with_their_times() {
        let day = |line| match stamp(line, Language::ANY) {
            Some(Stamp::Published(time) | Stamp::Updated(time)) => time.map(|time| time.to_string()),
            None => panic!("no stamp: {line}"),
        };
        assert_eq!(day("Published 12 November 2023").as_deref(), Some("2023-11-12"));
        assert_eq!(day("Mis à jour le 12 novembre 2023 à 10h30").as_deref(), Some("2023-11-12T10:30:00"));
        assert_eq!(day("Updated: Nov. 12, 2023 10:30 GMT").as_deref(), Some("2023-11-12T10:30:00Z"));
        assert_eq!(stamp("Published in 12 volumes, the work is out of print", Language::ANY), None);
    }
}
