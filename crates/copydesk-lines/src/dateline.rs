//! Datelines: where, when and by which agency a story was filed.

use copydesk_core::Dateline;

use self::ending::{Ending, endings, is_dash};
use self::parts::{parts, split};
use self::place::{is_bare_place, is_place, is_small_place};
use self::source::{is_source, late_source};
use crate::Language;
use crate::date::date;
use crate::gate;
use crate::organisations::is_agency;
use crate::scan::{cut, has_digit, is_capitals};

mod ending;
mod parts;
mod place;
mod source;
#[cfg(test)]
mod tests;

/// A dateline is never longer than this, in bytes.
const LONGEST: usize = 160;

/// Reads the dateline a paragraph begins with: `ALMATY, Jan 10 (Reuters) - …`. Gives it and the offset of the text
/// that follows. `None` if the paragraph begins with none.
///
/// A place with a date or a source is a dateline before any dash; a bare place only in capitals, before a dash or a
/// colon, with a sentence following.
pub fn dateline(paragraph: &str, language: Language) -> Option<(Dateline, usize)> {
    let indent = paragraph.len() - paragraph.trim_start().len();
    // `****LONDON, April 7 - …`: news that has just come in.
    let start = paragraph.len() - paragraph[indent..].trim_start_matches('*').len();
    let window = &paragraph[start..paragraph.floor_char_boundary(paragraph.len().min(start + LONGEST))];
    let (mut dateline, rest) = source_first(window, language)
        .or_else(|| before_a_mark(window, language))
        .or_else(|| full_stops(window, language))?;
    dateline.printed = paragraph[indent..start + rest].trim().to_owned();
    Some((dateline, skip_space(paragraph, start + rest)))
}

/// Reads a text that is known to be a dateline: `Almaty, Jan 10 (Reuters)`. What is neither date nor source is the
/// place.
pub fn known_dateline(text: &str, language: Language) -> Dateline {
    let printed = text.trim();
    let bare =
        printed.trim_end_matches(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, ':' | '_' | '='));
    let mut dateline = if printed.len() <= LONGEST { split(bare, language) } else { Dateline::default() };
    if dateline.place.is_none() && dateline.date.is_none() && dateline.source.is_none() && !bare.is_empty() {
        dateline.place = Some(bare.to_owned());
    }
    dateline.printed = printed.to_owned();
    dateline
}

/// Reads a line that is a place and a whole day, and nothing else: `Luxembourg, 4 May 2024`.
pub fn place_and_day(line: &str, language: Language) -> Option<Dateline> {
    const LONGEST_LINE: usize = 60;
    let line = line.trim();
    if line.len() > LONGEST_LINE || !line.contains(',') || !has_digit(line) {
        return None;
    }
    let whole = |dateline: &Dateline| {
        dateline.moment.is_some() && dateline.place.is_some() && dateline.source.is_none()
    };
    let dateline = parts(line.trim_end_matches(':'), language).filter(whole)?;
    Some(Dateline { printed: line.to_owned(), ..dateline })
}

/// Whether a line can be nothing but a place: `WASHINGTON`, `Harlow, Ohio`.
pub fn is_place_line(line: &str) -> bool {
    const LONGEST_LINE: usize = 40;
    let line = line.trim();
    line.len() <= LONGEST_LINE
        && !has_digit(line)
        && line.starts_with(char::is_uppercase)
        && line.split(' ').count() <= 4
        && line.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '-' | '\'' | '’' | '.'))
        && is_place(line)
}

/// The first dateline that ends in a dash, a colon or parentheses, and the offset of what follows it.
fn before_a_mark(window: &str, language: Language) -> Option<(Dateline, usize)> {
    for end in endings(window) {
        let Some(mut dateline) = parts(&window[..end.at], language) else {
            if end.kind == Ending::Parenthesis {
                continue;
            }
            return None;
        };
        // `(ANI): …`.
        let mut after =
            end.after + usize::from(end.kind == Ending::Parenthesis && window[end.after..].starts_with(": "));
        if let Some((source, length)) =
            late_source(&window[after..], end.kind).filter(|_| dateline.source.is_none())
        {
            dateline.source = Some(source.to_owned());
            after += length;
        }
        dateline.printed = window[..after].trim().to_owned();
        if is_believable(&dateline, end.kind, &window[after..], language) {
            return Some((dateline, after));
        }
        if end.kind != Ending::Parenthesis {
            return None;
        }
    }
    None
}

/// `(ANSA) - ROMA, 3 MAR - …`, `AGI - Brescia, 4 mag. - …`.
fn source_first(window: &str, language: Language) -> Option<(Dateline, usize)> {
    let (source, after) = match window.strip_prefix('(') {
        Some(inside) => inside.split_once(')').filter(|(source, _)| is_source(source, language))?,
        None if !gate::AGENCY.passes(window) => return None,
        None => cut(window, " - ").filter(|(source, _)| is_agency(source))?,
    };
    let body = after.trim_start().trim_start_matches(is_dash).trim_start();
    let offset = window.len() - body.len();
    let end = endings(body).into_iter().find(|end| end.kind == Ending::Dash)?;
    let mut dateline = parts(&body[..end.at], language)?;
    if dateline.source.is_some()
        || (dateline.date.is_none() && !dateline.place.as_deref().is_some_and(is_capitals))
    {
        return None;
    }
    dateline.source = Some(source.trim().to_owned());
    Some((dateline, offset + end.after))
}

/// A place in capitals before a full stop, with a day and an agency before others or without: `КИЇВ. 4 травня. УНН. …`,
/// `MUSTERSTADT. Der …`. Where datelines end so.
fn full_stops(window: &str, language: Language) -> Option<(Dateline, usize)> {
    const LONGEST_PLACE: usize = 60;
    // Nearly no paragraph begins with two capitals; no place begins with a quotation mark.
    let small = window.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    let quoted = window.starts_with(['“', '”', '„', '«', '»', '"', '—', '–']);
    if small || quoted || !language.tables().any(|table| table.full_stops) {
        return None;
    }
    let (place, rest) = cut(window, ". ").filter(|(place, _)| place.len() <= LONGEST_PLACE)?;
    let shouted = is_capitals(place.split(',').next().unwrap_or(""));
    if !(shouted && is_place(place) && is_bare_place(place)) {
        return None;
    }
    let mut dateline = Dateline { place: Some(place.trim().to_owned()), ..Dateline::default() };
    let mut rest = rest.trim_start();
    if let Some((day, after)) = cut(rest, ". ")
        && let Some(moment) = (day.len() <= LONGEST_PLACE).then(|| date(day, language)).flatten()
    {
        (dateline.date, dateline.moment) = (Some(day.to_owned()), moment);
        rest = after.trim_start();
    }
    if let Some((source, after)) = cut(rest, ". ").filter(|(source, _)| is_agency(source)) {
        dateline.source = Some(source.to_owned());
        rest = after.trim_start();
    }
    dateline.printed = window[..window.len() - rest.len()].trim().to_owned();
    let goes_on = rest.split_whitespace().take(3).count() == 3;
    (goes_on && is_believable(&dateline, Ending::FullStop, rest, language))
        .then(|| (dateline, window.len() - rest.len()))
}

/// Whether what was read is a dateline, by what follows it.
fn is_believable(dateline: &Dateline, kind: Ending, rest: &str, language: Language) -> bool {
    if is_label(dateline) {
        return false;
    }
    let place = dateline.place.as_deref().unwrap_or("");
    let follows = rest.trim_start();
    let shouted = is_capitals(follows);
    let sentence =
        !shouted && follows.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let capitals = is_capitals(place.split(',').next().unwrap_or(""));
    let dated = dateline.date.is_some();
    let sourced = dateline.source.is_some();
    let agency = || dateline.source.as_deref().is_some_and(|source| is_source(source, language));
    // `ats afp`: a story of two agencies.
    let known = || {
        let agencies = |source: &str| is_agency(source) || source.split(' ').all(is_agency);
        dateline.source.as_deref().is_some_and(agencies)
    };
    match kind {
        Ending::Dash if is_headline(dateline, follows) => false,
        Ending::Dash => {
            dated && (sentence || capitals || sourced || follows.is_empty() || is_in_small(dateline))
                || sourced && agency() && (capitals || known() || sentence)
                || capitals && (sentence || follows.is_empty()) && is_bare_place(place)
        }
        // `Trondheim (NTB): …`.
        Ending::Colon => {
            let one_word = !place.is_empty() && !place.contains(char::is_whitespace);
            sentence
                && (capitals && (dated || known() || is_bare_place(place)) || known() && (dated || one_word))
        }
        // `Sion (ats) Le …`.
        Ending::Parenthesis => {
            let small = || {
                dateline
                    .source
                    .as_deref()
                    .is_some_and(|source| source == source.to_lowercase() || source.contains('-'))
            };
            sourced
                && (dated && agency() || known() && (capitals || small()))
                && (sentence || follows.is_empty())
        }
        Ending::FullStop => sentence,
    }
}

/// Whether a label, a note, an order, a slug or a lead-in stands where the place would.
fn is_label(dateline: &Dateline) -> bool {
    let place = dateline.place.as_deref().unwrap_or("");
    [&gate::LABELS, &gate::RELEASES, &gate::NOTE, &gate::KILL, &gate::WITHDRAWN, &gate::HOLD]
        .iter()
        .any(|words| words.are(place, Language::ANY))
        || ["BC-", "AM-", "PM-"].iter().any(|service| place.starts_with(service))
        || crate::lead_in(&dateline.printed, Language::ANY).is_some()
}

/// `HARLOW SEEKS TENDERS BY MAY 8 - MAYOR`: a headline in capitals, with the day it tells of.
fn is_headline(dateline: &Dateline, follows: &str) -> bool {
    let (Some(place), Some(_), None) = (&dateline.place, &dateline.date, &dateline.source) else {
        return false;
    };
    let words = |text: &str| text.split_whitespace().take(5).count();
    dateline.printed.get(place.len()..).is_some_and(|rest| rest.starts_with(' '))
        && (words(follows) <= 4 || words(place) >= 4)
        && !follows.is_empty()
        && !follows.ends_with('.')
        && is_capitals(place)
        && is_capitals(follows)
}

/// `panama city, april 29 - a bridge …`, `Caracas, march 13 - a bridge …`.
fn is_in_small(dateline: &Dateline) -> bool {
    let (place, date) =
        (dateline.place.as_deref().unwrap_or(""), dateline.date.as_deref().unwrap_or_default());
    let one_word = || !place.contains(' ') && date.starts_with(|c: char| c.is_ascii_lowercase());
    has_digit(date) && dateline.printed.starts_with(place) && (is_small_place(place) || one_word())
}

fn skip_space(paragraph: &str, at: usize) -> usize {
    paragraph.len() - paragraph[at..].trim_start().len()
}
