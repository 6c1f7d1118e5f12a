//! What stands before the end of a dateline, divided into place, day and source.

use copydesk_core::Dateline;

use super::place::{is_place, without_full_stop};
use super::source::{agency_before, bare_source, enclosed_source, is_source};
use crate::Language;
use crate::date::date_at_end;
use crate::gate;

/// Divides the text before a dash; `None` where what should be the place cannot be one.
pub(super) fn parts(head: &str, language: Language) -> Option<Dateline> {
    let dateline = split(head.trim(), language);
    let sound = dateline.place.as_deref().is_none_or(is_place);
    let something = dateline.place.is_some() || (dateline.date.is_some() && dateline.source.is_some());
    (sound && something).then_some(dateline)
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

pub(super) fn trim_end(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    // `(EFE).`
    text.strip_suffix(").").map_or(text, |_| &text[..text.len() - 1])
}
