//! Datelines: where, when and by which agency a story was filed.

use copydesk_core::jiff::civil;
use copydesk_core::{Dateline, Moment};

use crate::Language;
use crate::gate;
use crate::names::{is_agency, is_organisation};
use crate::scan::{has_digit, is_capitals, strip_phrase};

/// A dateline is never longer than this, in bytes.
const LONGEST: usize = 160;

/// Reads the dateline a paragraph begins with: `ALMATY, Jan 10 (Reuters) - …`. Gives it and the offset of the text
/// that follows. `None` if the paragraph begins with none.
///
/// A place with a date or a source is a dateline before any dash; a bare place only in capitals, before a dash or a
/// colon, with a sentence following.
pub fn dateline(paragraph: &str, language: Language) -> Option<(Dateline, usize)> {
    let start = paragraph.len() - paragraph.trim_start().len();
    let window = &paragraph[start..paragraph.floor_char_boundary(paragraph.len().min(start + LONGEST))];
    let (mut dateline, rest) = source_first(window, language)
        .or_else(|| before_a_mark(window, language))
        .or_else(|| full_stops(window, language))?;
    dateline.printed = window[..rest].trim().to_owned();
    Some((dateline, skip_space(paragraph, start + rest)))
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

/// The agency behind the dash, and how long it is: `MILLBROOK, Ore.--(BUSINESS WIRE)--`, `МОСКВА, 4 мая - РИА Новости.`
fn late_source(text: &str, kind: Ending) -> Option<(&str, usize)> {
    if kind != Ending::Dash {
        return None;
    }
    let body = text.trim_start();
    let (source, rest) = match body.strip_prefix('(') {
        Some(inside) => inside.split_once(')').filter(|(_, rest)| rest.trim_start().starts_with(is_dash))?,
        None => body.split_once(". ")?,
    };
    let rest = rest.trim_start().trim_start_matches(is_dash);
    let named =
        source.len() <= 40 && is_agency(source) && source.chars().next().is_some_and(char::is_uppercase);
    named.then(|| (source.trim(), text.len() - rest.len()))
}

/// A place in capitals before a full stop, with a day and an agency before others or without: `КИЇВ. 4 травня. УНН. …`,
/// `MUSTERSTADT. Der …`. Where datelines end so.
fn full_stops(window: &str, language: Language) -> Option<(Dateline, usize)> {
    const LONGEST_PLACE: usize = 60;
    // Nearly no paragraph begins with two capitals.
    let small = window.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    if small || !language.tables().any(|table| table.full_stops) {
        return None;
    }
    let (place, rest) = window.split_once(". ").filter(|(place, _)| place.len() <= LONGEST_PLACE)?;
    let shouted = is_capitals(place.split(',').next().unwrap_or(""));
    if !(shouted && is_place(place) && is_bare_place(place)) {
        return None;
    }
    let mut dateline = Dateline { place: Some(place.trim().to_owned()), ..Dateline::default() };
    let mut rest = rest.trim_start();
    if let Some((day, after)) = rest.split_once(". ")
        && let Some(moment) = (day.len() <= LONGEST_PLACE).then(|| date(day, language)).flatten()
    {
        (dateline.date, dateline.moment) = (Some(day.to_owned()), moment);
        rest = after.trim_start();
    }
    if let Some((source, after)) = rest.split_once(". ").filter(|(source, _)| is_agency(source)) {
        dateline.source = Some(source.to_owned());
        rest = after.trim_start();
    }
    dateline.printed = window[..window.len() - rest.len()].trim().to_owned();
    let goes_on = rest.split_whitespace().take(3).count() == 3;
    (goes_on && is_believable(&dateline, Ending::FullStop, rest, language))
        .then(|| (dateline, window.len() - rest.len()))
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

/// What ends a dateline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Dash,
    Colon,
    /// A dateline whose source is the last thing in it: `New Delhi, Jan 10 (PTI) The …`.
    Parenthesis,
    FullStop,
}

#[derive(Debug, Clone, Copy)]
struct End {
    at: usize,
    after: usize,
    kind: Ending,
}

fn skip_space(paragraph: &str, at: usize) -> usize {
    paragraph.len() - paragraph[at..].trim_start().len()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '−')
}

/// The places where a dateline may end: the first dash or colon outside parentheses, and each parenthesis before it.
fn endings(window: &str) -> Vec<End> {
    let mut ends = Vec::new();
    let mut depth = 0_u32;
    // No letter is among them, and nearly all is letters.
    let is_mark = |byte: u8| {
        byte < b'a' && matches!(byte, b'(' | b')' | b'/' | b'=' | b'-' | b'_' | b':') || byte == 0xE2
    };
    for (at, _) in window.bytes().enumerate().filter(|(_, byte)| is_mark(*byte)) {
        let mut chars = window[at..].chars();
        let Some(c) = chars.next() else { break };
        let next = chars.next();
        let previous = window[..at].chars().next_back().unwrap_or('\n');
        let spaced = previous.is_whitespace() || matches!(previous, ')' | '.' | '/');
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                ends.push(End { at: at + 1, after: at + 1, kind: Ending::Parenthesis });
            }
            _ if depth > 0 => {}
            '/' if next.is_none_or(char::is_whitespace) || next == Some('.') => {
                let after = at + 1 + usize::from(next == Some('.'));
                ends.push(End { at: at + 1, after, kind: Ending::Parenthesis });
            }
            // `LIEGE 12/11 (BELGA) = …`.
            '=' if previous == ' ' && next == Some(' ') && !ends.is_empty() => {
                return with_dash(ends, window, at, at + 1);
            }
            '—' | '―' => return with_dash(ends, window, at, at + c.len_utf8()),
            '-' | '–' | '_' | '−' if spaced => return with_dash(ends, window, at, at + c.len_utf8()),
            '-' if next == Some('-') => return with_dash(ends, window, at, at + 1),
            ':' if next.is_some_and(char::is_whitespace) => {
                ends.push(End { at, after: at + 1, kind: Ending::Colon });
                return ends;
            }
            _ => {}
        }
    }
    ends
}

/// Adds a dash, with those that follow it: `--`.
fn with_dash(mut ends: Vec<End>, window: &str, at: usize, after: usize) -> Vec<End> {
    let more = window[after..].len() - window[after..].trim_start_matches(is_dash).len();
    // The same place once with the dash, rather than with the parenthesis before it.
    ends.retain(|end| {
        !window[end.after..at].trim_matches(|c: char| c.is_whitespace() || c == '.').is_empty()
    });
    ends.push(End { at, after: after + more, kind: Ending::Dash });
    ends
}

/// `(ANSA) - ROMA, 3 MAR - …`, `AGI - Brescia, 4 mag. - …`.
fn source_first(window: &str, language: Language) -> Option<(Dateline, usize)> {
    let (source, after) = match window.strip_prefix('(') {
        Some(inside) => inside.split_once(')').filter(|(source, _)| is_source(source, language))?,
        None if !gate::AGENCY.passes(window) => return None,
        None => window.split_once(" - ").filter(|(source, _)| is_agency(source))?,
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

fn is_source(text: &str, language: Language) -> bool {
    let text = text.trim();
    if is_agency(text) || is_organisation(text, language) {
        return true;
    }
    let short = !text.is_empty() && text.chars().count() <= 24 && text.split_whitespace().count() <= 3;
    short
        && text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '/' | '-' | '.' | '&'))
        && text
            .split_whitespace()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase) || text == word)
}

/// Divides the text before a dash; `None` where what should be the place cannot be one.
fn parts(head: &str, language: Language) -> Option<Dateline> {
    let dateline = split(head.trim(), language);
    let sound = dateline.place.as_deref().is_none_or(is_place);
    let something = dateline.place.is_some() || (dateline.date.is_some() && dateline.source.is_some());
    (sound && something).then_some(dateline)
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

/// Takes source and date off the end; the place remains.
fn split(head: &str, language: Language) -> Dateline {
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
    }
    let place = rest.trim_matches(|c: char| c.is_whitespace() || c == ',');
    let (source, place) = agency_before(place).filter(|_| dateline.source.is_none()).unwrap_or(("", place));
    if !source.is_empty() {
        dateline.source = Some(source.to_owned());
    }
    if !place.is_empty() {
        dateline.place = Some(without_full_stop(place).to_owned());
    }
    dateline
}

/// `Sion, le` before the day.
fn without_preposition(place: &str, language: Language) -> &str {
    let last = place.rsplit_once(',').filter(|(_, last)| gate::BEFORE_DAY.are(last.trim(), language));
    last.map_or(place, |(place, _)| place.trim_end())
}

/// `ACN Lleida.` before a dash.
fn agency_before(place: &str) -> Option<(&str, &str)> {
    place.split_once(' ').filter(|(source, place)| {
        place.ends_with('.')
            && source.len() <= 8
            && is_capitals(source)
            && !is_capitals(place)
            && is_agency(source)
    })
}

/// `MOSCOW.`, but `MILLBROOK, Ore.` and `Washington D.C.`
fn without_full_stop(place: &str) -> &str {
    let whole = |place: &&str| place.chars().count() >= 4 && !place.contains(['.', ',', ' ']);
    place.strip_suffix('.').filter(whole).unwrap_or(place)
}

fn trim_end(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    // `(EFE).`
    text.strip_suffix(").").map_or(text, |_| &text[..text.len() - 1])
}

/// `… (Reuters)` and `… /PRNewswire/`.
fn enclosed_source(text: &str) -> Option<(&str, &str)> {
    if let Some(open) = text.strip_suffix(')').and_then(|text| text.rfind('(')) {
        return Some((&text[..open], &text[open + 1..text.len() - 1]));
    }
    let inner = text.trim_end_matches('.').strip_suffix('/')?;
    let open = inner.rfind(" /")?;
    Some((&inner[..open], &inner[open + 2..]))
}

/// `… Oct 12 AAP`, `… March 20, Reuter`.
fn bare_source(text: &str, language: Language) -> Option<(&str, &str)> {
    let at = text.rfind(|c: char| c == ',' || c.is_whitespace())?;
    let (before, source) =
        (&text[..at], text[at..].trim_start_matches(|c: char| c == ',' || c.is_whitespace()));
    (is_agency(source) && date_at_end(trim_end(before), language).is_some()).then_some((before, source))
}

/// Where the date at the end of `text` begins, and the day where it is whole.
fn date_at_end(text: &str, language: Language) -> Option<(usize, Option<Moment>)> {
    let begins = |at: &usize| *at == 0 || text[..*at].ends_with(|c: char| c.is_whitespace() || c == ',');
    // The last six, the first of them first.
    let count = crate::scan::word_starts(text).filter(begins).count();
    let mut starts = crate::scan::word_starts(text).filter(begins).skip(count.saturating_sub(6));
    starts.find_map(|at| Some((at, date(&text[at..], language)?)))
}

/// Reads a text that is a date and nothing else. The day, where year, month and day are there.
fn date(text: &str, language: Language) -> Option<Option<Moment>> {
    let mut day: Option<i8> = None;
    let mut month: Option<i8> = None;
    let mut year: Option<i16> = None;
    let mut weekday = false;
    // `4.05.2024`.
    if let Some(day) = crate::status::numeric_date(text.trim()) {
        return Some(Some(Moment::Date(day)));
    }
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let bare = word.trim_end_matches(['.', 'º', 'ª']);
        if let Some(number) = month_number(bare, language).filter(|_| month.is_none()) {
            month = Some(number);
        } else if let Some((number, of)) = day_of_month(bare).filter(|_| day.is_none() && month.is_none()) {
            (day, month) = (Some(number), Some(of));
        } else if let Some(number) = day_number(bare).filter(|_| day.is_none()) {
            day = Some(number);
        } else if let Some(number) = year_number(bare).filter(|_| year.is_none()) {
            year = Some(number);
        } else if !weekday && gate::WEEKDAYS.hold(bare, language) {
            weekday = true;
        } else if !(day.is_some() && matches!(bare, "de" | "del" | "of")
            || day.is_none() && month.is_none() && weekday && bare == "den")
        {
            return None;
        }
    }
    if month.is_none() && !weekday
        || month.is_some() && day.is_none()
        || month.is_none() && (day.is_some() || year.is_some())
    {
        return None;
    }
    let whole = (|| Some(Moment::Date(civil::Date::new(year?, month?, day?).ok()?)))();
    Some(whole)
}

pub(crate) fn month_number(word: &str, language: Language) -> Option<i8> {
    if !gate::MONTHS.passes(word) {
        return None;
    }
    let in_table = |table: &'static crate::Table| {
        table.months.iter().find(|(name, _)| strip_phrase(word, name) == Some("")).map(|(_, number)| *number)
    };
    language.every_table().find_map(in_table)
}

/// `12/11`: the day first, as where datelines have numbers for months.
fn day_of_month(word: &str) -> Option<(i8, i8)> {
    let (day, month) = word.split_once('/')?;
    let month = day_number(month).filter(|month| *month <= 12)?;
    Some((day_number(day)?, month))
}

/// Whether a text is a date, or the year of one.
pub(crate) fn is_date(text: &str, language: Language) -> bool {
    let text = text.trim();
    text.len() <= 40 && has_digit(text) && (date(text, language).is_some() || year_number(text).is_some())
}

pub(crate) fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    let ordinal = &word[digits.len()..];
    let number: i8 = digits.parse().ok()?;
    ((1..=31).contains(&number)
        && digits.len() <= 2
        && matches!(ordinal, "" | "st" | "nd" | "rd" | "th" | "er"))
    .then_some(number)
}

pub(crate) fn year_number(word: &str) -> Option<i16> {
    let number: i16 = word.parse().ok()?;
    (word.len() == 4 && (1600..=2200).contains(&number)).then_some(number)
}

/// Words a place is made of: capitalised, with small ones between.
fn is_place(text: &str) -> bool {
    const SMALL: &[&str] = &[
        "de", "do", "da", "del", "la", "le", "les", "el", "of", "the", "and", "am", "an", "der", "den",
        "bei", "im", "in", "sur", "sous", "en", "upon", "on", "ob", "di", "e", "y", "et", "und", "near",
        "aboard", "au", "aux", "aan", "los", "las", "dos", "das", "du", "d", "l", "auf", "vor", "zu", "op",
    ];
    let mut words = 0;
    let mut proper = 0;
    if text.starts_with(['[', '(']) {
        return false;
    }
    for word in text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')' | '[' | ']'))
        .filter(|word| !word.is_empty())
    {
        words += 1;
        let plain = word.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‘' | '–') || c.is_ascii_digit()
        });
        let first = word.chars().next().unwrap_or(' ');
        if !plain || words > 9 || first.is_ascii_digit() {
            return false;
        }
        let capital = first.is_alphabetic() && !first.is_lowercase();
        let joined = first.is_lowercase() && word.chars().any(char::is_uppercase);
        if capital || joined {
            proper += 1;
        } else if !SMALL.contains(&word.trim_end_matches(['\'', '’'])) {
            return false;
        }
    }
    proper > 0
}

fn is_believable(dateline: &Dateline, kind: Ending, rest: &str, language: Language) -> bool {
    let place = dateline.place.as_deref().unwrap_or("");
    let label = [&gate::LABELS, &gate::NOTE, &gate::KILL, &gate::WITHDRAWN, &gate::HOLD]
        .iter()
        .any(|words| words.are(place, Language::ANY));
    let slug = ["BC-", "AM-", "PM-"].iter().any(|service| place.starts_with(service));
    if label || slug || crate::lead_in(&dateline.printed, Language::ANY).is_some() {
        return false;
    }
    let follows = rest.trim_start();
    let shouted = is_capitals(follows);
    let sentence =
        !shouted && follows.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let capitals = is_capitals(place.split(',').next().unwrap_or(""));
    let dated = dateline.date.is_some();
    let sourced = dateline.source.is_some();
    let agency = || dateline.source.as_deref().is_some_and(|source| is_source(source, language));
    let known = || dateline.source.as_deref().is_some_and(is_agency);
    match kind {
        Ending::Dash => {
            dated && (sentence || capitals || sourced)
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

/// A place in capitals that is no abbreviation: `KUALA LUMPUR`, not `NASA`.
fn is_bare_place(place: &str) -> bool {
    let first = place.split(',').next().unwrap_or("");
    let words: Vec<&str> = first.split_whitespace().collect();
    words.len() <= 4 && (first.chars().filter(|c| c.is_alphabetic()).count() >= 4) && place.len() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, [Option<String>; 3], &str) {
        let (dateline, rest) = dateline(text, Language::ANY).unwrap_or_else(|| panic!("no dateline: {text}"));
        (dateline.printed, [dateline.place, dateline.date, dateline.source], &text[rest..])
    }

    fn parts_of(text: &str) -> [Option<String>; 3] {
        read(text).1
    }

    fn some(place: &str, date: &str, source: &str) -> [Option<String>; 3] {
        [place, date, source].map(|text| (!text.is_empty()).then(|| text.to_owned()))
    }

    #[test]
    fn datelines_of_many_agencies() {
        assert_eq!(
            parts_of("ALMATY, Jan 10 (Reuters) - Order is back."),
            some("ALMATY", "Jan 10", "Reuters")
        );
        assert_eq!(parts_of("WASHINGTON (AP) — The president said."), some("WASHINGTON", "", "AP"));
        assert_eq!(parts_of("PARIS, 3 mars (AFP) - Le président a dit."), some("PARIS", "3 mars", "AFP"));
        assert_eq!(parts_of("KUALA LUMPUR: The government said."), some("KUALA LUMPUR", "", ""));
        assert_eq!(parts_of("Musterstadt (dpa/lni) - Ein Baum fiel um."), some("Musterstadt", "", "dpa/lni"));
        assert_eq!(
            parts_of("BUENOS AIRES, Argentina (AP) _ For patients."),
            some("BUENOS AIRES, Argentina", "", "AP")
        );
        assert_eq!(
            parts_of("LONDON, Feb. 1, 2017 /PRNewswire/ -- Four engineers"),
            some("LONDON", "Feb. 1, 2017", "PRNewswire")
        );
        assert_eq!(parts_of("BRISBANE, Oct 12 AAP - Latest betting"), some("BRISBANE", "Oct 12", "AAP"));
        assert_eq!(
            parts_of("MONTREAL, March 20, Reuter - The Seaway"),
            some("MONTREAL", "March 20", "Reuter")
        );
        assert_eq!(parts_of("New York, June 2 - The decision"), some("New York", "June 2", ""));
        assert_eq!(
            parts_of("SAN ANTONIO, TEXAS, March 30 - U.S. refiners"),
            some("SAN ANTONIO, TEXAS", "March 30", "")
        );
        assert_eq!(parts_of("Madrid, 5 ene (EFE).- El presidente"), some("Madrid", "5 ene", "EFE"));
        assert_eq!(parts_of("(ANSA) - ROMA, 3 MAR - Il presidente"), some("ROMA", "3 MAR", "ANSA"));
        assert_eq!(parts_of("New Delhi, Jan 10 (PTI) The minister said"), some("New Delhi", "Jan 10", "PTI"));
        assert_eq!(
            parts_of("MOSCOW, January 10. /TASS/. The minister"),
            some("MOSCOW", "January 10.", "TASS")
        );
        assert_eq!(
            parts_of("Berlin, 10. Januar (Reuters) - Die Regierung"),
            some("Berlin", "10. Januar", "Reuters")
        );
        assert_eq!(parts_of("RIO DE JANEIRO — The mayor said."), some("RIO DE JANEIRO", "", ""));
    }

    #[test]
    fn datelines_with_the_agency_elsewhere_and_full_stops() {
        assert_eq!(
            parts_of("HARLOW, Ohio--(BUSINESS WIRE)--Harlow Steel Corp. opened"),
            some("HARLOW, Ohio", "", "BUSINESS WIRE")
        );
        assert_eq!(parts_of("AGI - Arezzo, 4 mag. - Il ponte resta"), some("Arezzo", "4 mag.", "AGI"));
        assert_eq!(parts_of("ACN Girona.-El pont continua"), some("Girona", "", "ACN"));
        assert_eq!(parts_of("Sitten (sda) Die Brücke bleibt"), some("Sitten", "", "sda"));
        assert_eq!(parts_of("Agra (Uttar Pradesh) [India], May 4 (ANI): The bridge"), {
            some("Agra (Uttar Pradesh) [India]", "May 4", "ANI")
        });
        assert_eq!(parts_of("МОСКВА, 4 мая (ТАСС) - Мост закрыт"), some("МОСКВА", "4 мая", "ТАСС"));
        assert_eq!(parts_of("ТУЛА, 4 мая - РИА Новости. Мост закрыт"), some("ТУЛА", "4 мая", "РИА Новости"));
        assert_eq!(parts_of("Тула. 4 мая. ИНТЕРФАКС - Мост закрыт"), some("Тула", "4 мая.", "ИНТЕРФАКС"));
        assert_eq!(parts_of("КИЇВ. 4 травня. УНН. Міст закрито сьогодні"), some("КИЇВ", "4 травня", "УНН"));
        assert_eq!(parts_of("ΑΘΗΝΑ - Η γέφυρα έκλεισε"), some("ΑΘΗΝΑ", "", ""));
        assert_eq!(parts_of("MUSTERSTADT. Die Brücke bleibt gesperrt"), some("MUSTERSTADT", "", ""));
        assert_eq!(parts_of("Sion, le 4 mai 2024 - Le pont reste"), some("Sion", "4 mai 2024", ""));
        let english = Language::of("en");
        for text in
            ["ENOUGH. That was all he said", "Jane Doe (ABC) The minister said", "Er kam. Die Brücke war da"]
        {
            assert_eq!(dateline(text, english), None, "{text}");
        }
    }

    #[test]
    fn the_dash_is_printed_and_a_whole_date_is_a_moment() {
        let (printed, _, rest) = read("LONDON, Feb. 1, 2017 /PRNewswire/ -- Four engineers");
        assert_eq!((printed.as_str(), rest), ("LONDON, Feb. 1, 2017 /PRNewswire/ --", "Four engineers"));
        let (dateline, _) =
            dateline("LONDON, Feb. 1, 2017 /PRNewswire/ -- Four", Language::of("en")).unwrap();
        assert_eq!(dateline.moment.map(|moment| moment.to_string()).as_deref(), Some("2017-02-01"));
    }

    #[test]
    fn prose_has_no_dateline() {
        for text in [
            "The minister - a lawyer - said so.",
            "NASA - the agency - said",
            "UPDATE: The road is open.",
            "Jane Doe (Labour) said on Monday.",
            "In May 2022 - a hot month - it rained.",
            "",
            "A: Yes.",
            "On Monday, May 5 - the day of the vote - it rained",
        ] {
            assert_eq!(dateline(text, Language::of("en")), None, "{text}");
        }
    }

    #[test]
    fn a_known_dateline_needs_no_dash() {
        let dateline = known_dateline("Almaty, Jan 10 (Reuters)", Language::of("en"));
        assert_eq!([dateline.place, dateline.date, dateline.source], some("Almaty", "Jan 10", "Reuters"));
        assert_eq!(known_dateline("somewhere", Language::ANY).place.as_deref(), Some("somewhere"));
    }
}
