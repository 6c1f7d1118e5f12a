//! The agency a dateline names, wherever it stands in it.

use super::ending::{Ending, is_dash};
use super::parts::trim_end;
use crate::Language;
use crate::date::date_at_end;
use crate::organisations::{is_agency, is_organisation};
use crate::scan::{cut, is_capitals};

/// An agency behind the dash of a dateline is never longer than this, in bytes.
const LONGEST_SOURCE: usize = 40;

/// Whether a text can be the source of a dateline: an agency, an organisation, or a few words that begin with capitals.
pub(super) fn is_source(text: &str, language: Language) -> bool {
    let text = text.trim();
    if is_organisation(text, language) || (text.contains(' ') && text.split(' ').all(is_agency)) {
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

/// `… (Reuters)` and `… /PRNewswire/`.
pub(super) fn enclosed_source(text: &str) -> Option<(&str, &str)> {
    if let Some(open) = text.strip_suffix(')').and_then(|text| text.rfind('(')) {
        return Some((&text[..open], &text[open + 1..text.len() - 1]));
    }
    let inner = text.trim_end_matches('.').strip_suffix('/')?;
    let open = inner.rfind(" /")?;
    Some((&inner[..open], &inner[open + 2..]))
}

/// `… Oct 12 AAP`, `… March 20, Reuter`.
pub(super) fn bare_source(text: &str, language: Language) -> Option<(&str, &str)> {
    let at = text.rfind(|c: char| c == ',' || c.is_whitespace())?;
    let (before, source) =
        (&text[..at], text[at..].trim_start_matches(|c: char| c == ',' || c.is_whitespace()));
    (is_agency(source) && date_at_end(trim_end(before), language).is_some()).then_some((before, source))
}

/// `ACN Lleida.` before a dash.
pub(super) fn agency_before(place: &str) -> Option<(&str, &str)> {
    place.split_once(' ').filter(|(source, place)| {
        place.ends_with('.')
            && source.len() <= 8
            && is_capitals(source)
            && !is_capitals(place)
            && is_agency(source)
    })
}

/// The agency behind the dash, and how long it is: `MILLBROOK, Ore.--(BUSINESS WIRE)--`, `МОСКВА, 4 мая - РИА Новости.`
pub(super) fn late_source(text: &str, kind: Ending) -> Option<(&str, usize)> {
    if kind != Ending::Dash {
        return None;
    }
    let body = text.trim_start();
    let (source, rest) = match body.strip_prefix('(') {
        Some(inside) => inside.split_once(')').filter(|(_, rest)| rest.trim_start().starts_with(is_dash))?,
        None => {
            let (source, _) = cut(&body[..body.floor_char_boundary(LONGEST_SOURCE + 2)], ". ")?;
            (source, &body[source.len() + 2..])
        }
    };
    let rest = rest.trim_start().trim_start_matches(is_dash);
    let named = source.len() <= LONGEST_SOURCE
        && is_agency(source)
        && source.chars().next().is_some_and(char::is_uppercase);
    named.then(|| (source.trim(), text.len() - rest.len()))
}
