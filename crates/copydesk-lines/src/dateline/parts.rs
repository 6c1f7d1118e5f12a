//! What stands before the end of a dateline, divided into place, day and source.

use copydesk_core::Dateline;

use super::place::{is_place, is_small_place, without_full_stop};
use super::source::{agency_before, bare_source, enclosed_source, is_source};
use crate::Language;
use crate::date::date_at_end;
use crate::gate;
use crate::scan::has_digit;

/// Divides the text before a dash; `None` where what should be the place cannot be one.
pub(super) fn parts(head: &str, language: Language) -> Option<Dateline> {
    let head = head.trim();
    let dateline = split(head, language);
    let sound =
        dateline.place.as_deref().is_none_or(|place| is_place(place) || is_in_small(head, place, &dateline));
    let something = dateline.place.is_some() || (dateline.date.is_some() && dateline.source.is_some());
    (sound && something).then_some(dateline)
}

/// `panama city, april 29`: only a place and a day with a comma between them are sure without a capital.
fn is_in_small(head: &str, place: &str, dateline: &Dateline) -> bool {
    let dated = dateline.date.as_deref().is_some_and(has_digit);
    dated && head.get(place.len()..).is_some_and(|rest| rest.starts_with(", ")) && is_small_place(place)
}

/// Takes source and date off the end; the place remains.
pub(super) fn split(head: &str, language: Language) -> Dateline {
    let mut dateline = Dateline::default();
    let mut rest = trim_end(head);
    if let Some((before, source)) = enclosed_source(rest)
        && is_source(source, language)
    {
        dateline.source = Some(source.trim().to_owned());
        rest = trim_end(before);
    }
    if dateline.source.is_none()
        && let Some((before, source)) = bare_source(rest, language)
    {
        dateline.source = Some(source.to_owned());
        rest = trim_end(before);
    }
    if let Some((at, moment)) = date_at_end(rest, language) {
        dateline.date = Some(rest[at..].trim().trim_end_matches(',').to_owned());
        dateline.moment = moment;
        rest = without_preposition(trim_end(&rest[..at]), language);
    } else if let Some((before, date)) = misprinted(rest, language) {
        dateline.date = Some(date.to_owned());
        rest = trim_end(before);
    }
    let place = rest.trim_matches(|c: char| c.is_whitespace() || c == ',');
    let place = gate::SENT.strip(place, language).map_or(place, str::trim_start);
    let (source, place) = agency_before(place).filter(|_| dateline.source.is_none()).unwrap_or(("", place));
    if !source.is_empty() {
        dateline.source = Some(source.to_owned());
    }
    if !place.is_empty() {
        dateline.place = Some(without_full_stop(place).to_owned());
    }
    dateline
}

/// `HARLOW, Ohio, Macrh 31`, `HARLOW, March 2O`: behind a place in capitals, what is a day but for one letter.
fn misprinted(text: &str, language: Language) -> Option<(&str, &str)> {
    let shouted =
        text.as_bytes().first_chunk::<2>().is_some_and(|two| two.iter().all(u8::is_ascii_uppercase));
    let (before, last) = text.rsplit_once(", ").filter(|_| shouted)?;
    let (name, day) = last.split_once(' ')?;
    let number = (1..=3).contains(&day.len()) && has_digit(day);
    let plain = (3..=10).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    let mut months = language.tables().flat_map(|table| table.months);
    let near = number && plain && capital && months.any(|(month, _)| is_misprint(name, month));
    near.then_some((before, last))
}

/// Whether a word is another but for a letter more, less or other, or two that changed places.
fn is_misprint(word: &str, of: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a.eq_ignore_ascii_case(b);
    let from_start = word.bytes().zip(of.bytes()).take_while(same).count();
    let from_end = word.bytes().rev().zip(of.bytes().rev()).take_while(same).count();
    let shorter = word.len().min(of.len());
    let kept = (from_start + from_end).min(shorter);
    match word.len().abs_diff(of.len()) {
        0 if kept + 2 == shorter => {
            let (w, o) = (&word.as_bytes()[from_start..], &of.as_bytes()[from_start..]);
            same(&(w[0], o[1])) && same(&(w[1], o[0]))
        }
        0 => kept + 1 >= shorter && shorter >= 4 || kept == shorter,
        1 => kept == shorter && of.len() >= 4,
        _ => false,
    }
}

/// `Sion, le` before the day.
fn without_preposition(place: &str, language: Language) -> &str {
    let last = place.rsplit_once(',').filter(|(_, last)| gate::BEFORE_DAY.are(last.trim(), language));
    last.map_or(place, |(place, _)| place.trim_end())
}

pub(super) fn trim_end(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    // `(EFE).`
    text.strip_suffix(").").map_or(text, |_| &text[..text.len() - 1])
}
