//! Where a part of a byline ends, and where in it a job, a place or an organisation stands beside the name.

use crate::Language;
use crate::contacts::is_contact;
use crate::gate;
use crate::jobs::job;
use crate::names::is_name;
use crate::organisations::{is_agency, is_organisation};
use crate::scan::{strip_phrase, word_starts};

/// What divides two parts of a byline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Divider {
    Start,
    Comma,
    And,
    Other,
}

/// The text up to the next divider, the divider, and what follows it.
pub(super) fn next_part(text: &str, language: Language) -> (&str, Option<(Divider, &str)>) {
    let mut depth = 0_u32;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ',' | ';' => return (&text[..at], Some((Divider::Comma, rest))),
            '|' | '•' | '·' | '—' | '\n' => return (&text[..at], Some((Divider::Other, rest))),
            '/' if !is_contact_around(text, at) => return (&text[..at], Some((Divider::Other, rest))),
            '-' | '–' if previous.is_whitespace() && rest.starts_with(char::is_whitespace) => {
                return (&text[..at], Some((Divider::Other, rest)));
            }
            _ if previous.is_whitespace() && at > 0 => {
                if let Some(rest) = strip_and(&text[at..], language) {
                    return (&text[..at], Some((Divider::And, rest)));
                }
            }
            _ => {}
        }
        previous = c;
    }
    (text, None)
}

pub(super) fn strip_and(text: &str, language: Language) -> Option<&str> {
    let rest = gate::AND.strip(text, language)?;
    // `José y Castro` and `Maria e Silva` are rare; `Foo & Bar` is not: both read as two people.
    rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
}

/// Whether the slash at `at` is part of an address or of an agency pair.
fn is_contact_around(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let start = text.ceil_char_boundary(start);
    let end = text[at..].find(|c: char| c.is_whitespace() || c == ',').map_or(text.len(), |space| at + space);
    let word = &text[start..end];
    is_contact(word) || is_agency(word) || word.chars().filter(char::is_ascii_digit).count() > 3
}

/// `AP Business Writer Jane Doe`, `our correspondent Jane Doe`: a job and a name of two to four words.
pub(super) fn split_behind_job(words: &str, language: Language) -> Option<(&str, &str)> {
    if words.starts_with(char::is_lowercase) && !gate::ARTICLES.begin(words, language) {
        return None;
    }
    let (what, name) = behind_spaces(words).map(|at| words.split_at(at)).find(|(what, name)| {
        what.split_whitespace().next_back().is_some_and(|last| gate::JOBS.hold(last, language))
            && name.starts_with(char::is_uppercase)
            && (2..=4).contains(&name.split(' ').count())
            && is_name(name)
            && job(name, language).is_none()
            && !is_organisation(name, language)
    })?;
    Some((what.trim_end(), name))
}

/// `Jane Doe in London`.
pub(super) fn split_at_place(words: &str, language: Language) -> Option<(&str, &str)> {
    for at in behind_spaces(words) {
        let place = gate::AT.strip(&words[at..], language);
        let Some(place) = place.filter(|rest| rest.starts_with(char::is_whitespace)) else { continue };
        let (name, place) = (words[..at].trim(), place.trim());
        let place = gate::ARTICLES.strip(place, language).map_or(place, str::trim_start);
        let particle = words[at..].starts_with(['d', 'D']) || strip_phrase(&words[at..], "da").is_some();
        if !particle && is_name(name) && is_name(place) {
            return Some((name, place));
        }
    }
    None
}

/// `Jane Doe for The Gazette`, `Special to The Gazette`.
pub(super) fn split_on_behalf(words: &str, people: bool, language: Language) -> Option<(&str, &str)> {
    for at in std::iter::once(0).chain(behind_spaces(words)) {
        let other = gate::ON_BEHALF.strip(&words[at..], language);
        let Some(other) = other.filter(|rest| rest.starts_with(char::is_whitespace)) else { continue };
        let (name, other) = (words[..at].trim(), other.trim());
        let starts_well = !other.starts_with(char::is_lowercase) || is_organisation(other, language);
        let allowed = name.is_empty() && people
            || is_name(name)
            || (people && job(name, language).is_some() && is_organisation(other, language));
        if allowed && starts_well && !other.is_empty() {
            return Some((name, other));
        }
    }
    None
}

/// `JANE DOE Associated Press`, `Jane Doe of The Associated Press`, `Jane Doe (Lusa)`: a name of two words or more, and
/// the agency behind it.
pub(super) fn split_at_agency(text: &str) -> Option<(&str, &str)> {
    let whole = text.strip_suffix(')').filter(|inside| inside.contains('(')).unwrap_or(text);
    let begins = |at: &usize| whole[..*at].ends_with(if whole.len() < text.len() { '(' } else { ' ' });
    let at = word_starts(whole).skip(2).find(|at| begins(at) && is_agency(&whole[*at..]))?;
    let (name, agency) = (whole[..at].trim_end_matches([' ', '(']), &whole[at..]);
    let name = name.strip_suffix(" of").unwrap_or(name).trim();
    (is_name(name) && name.contains(' ')).then_some((name, agency))
}

/// Where the words of a part begin, but for the first; there is one space between them.
fn behind_spaces(words: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b' ', words.as_bytes()).map(|at| at + 1)
}
