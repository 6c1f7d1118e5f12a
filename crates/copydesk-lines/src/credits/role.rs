//! The roles of a credit line: `Reporting by`, `Additions for FISM News by`, `Editing:`.

use copydesk_core::Work;

use super::names::first_name;
use crate::Language;
use crate::gate;
use crate::names::is_name;
use crate::scan::{is_capitals, offset_in, trim_marks, word_starts};

/// A role and where it stands in the line: from its first letter to the first of its names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Role {
    pub(super) start: usize,
    pub(super) names_start: usize,
    pub(super) role: String,
    pub(super) work: Work,
    pub(super) affiliation: Option<String>,
    pub(super) glued: bool,
}

/// The roles of a line, in order.
pub(super) fn roles(body: &str, language: Language, in_parentheses: bool) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    let mut search_from = 0;
    for at in role_starts(body) {
        if at < search_from {
            continue;
        }
        if let Some(role) = role_at(body, at, language, in_parentheses) {
            search_from = role.names_start;
            roles.push(role);
        }
    }
    roles
}

/// Where a role may begin: at a word, or at a capital glued to the word before.
fn role_starts(body: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = body.as_bytes();
    let inside = |at: usize| at > 0 && bytes[at].is_ascii_lowercase() && bytes[at - 1].is_ascii_alphabetic();
    let letter = |at: usize| bytes[at].is_ascii_alphabetic() || bytes[at] >= 0xC0;
    // Nearly every byte is a small letter behind another.
    (0..bytes.len()).filter(move |at| letter(*at) && !inside(*at)).filter(|at| {
        let Some(first) = body[*at..].chars().next() else { return false };
        let before = body[..*at].chars().next_back().unwrap_or(' ');
        let word = first.is_alphabetic() && !before.is_alphanumeric();
        word || (first.is_uppercase() && before.is_lowercase())
    })
}

fn role_at(body: &str, at: usize, language: Language, in_parentheses: bool) -> Option<Role> {
    let (after_work, work) = work_at(&body[at..], language)?;
    let glued = body[..at].ends_with(char::is_lowercase);
    let before = body[..at].trim_end();
    let after_works = more_work(after_work, language);
    let (role_end, affiliation) = behalf(after_works, language);
    let starts_part =
        before.is_empty() || before.ends_with([',', ';', '.', '/', '(', '|', '-', '–', '—', ':']);
    let names_start = credited(role_end, language).or_else(|| {
        // `(Jane Doe, editing John Roe)`.
        let direct =
            in_parentheses && !is_capitals(body) && starts_part && role_end.starts_with(char::is_whitespace);
        let name = role_end.trim_start();
        (direct && affiliation.is_none() && is_name(first_name(name, language))).then_some(name)
    })?;
    let role = trim_marks(&body[at..offset_in(body, after_works)]).to_owned();
    Some(Role { start: at, names_start: offset_in(body, names_start), role, work, affiliation, glued })
}

/// `Compiled by Jane Doe`: the role and the names.
pub(crate) fn role_before(text: &str, language: Language) -> Option<(&str, &str)> {
    let (after, _) = work_at(text, language)?;
    let names = credited_directly(after.trim_start(), language)?;
    Some((&text[..text.len() - after.len()], names))
}

/// The longest work word at the start of `text`, with what follows it.
pub(super) fn work_at(text: &str, language: Language) -> Option<(&str, Work)> {
    gate::WORKS.strip_longest(text, language).map(|(rest, (_, work))| (rest, work))
}

/// `Reporting and writing by`: further work in the same role.
fn more_work(text: &str, language: Language) -> &str {
    let mut rest = text;
    for _ in 0..4 {
        let next = rest.trim_start_matches([',', ' ']);
        let next = gate::AND.strip(next, language).unwrap_or(next).trim_start();
        match work_at(next, language) {
            Some((after, _)) if next.len() < rest.len() => rest = after,
            _ => return rest,
        }
    }
    rest
}

/// `Additions for FISM News by`: for whom.
fn behalf(text: &str, language: Language) -> (&str, Option<String>) {
    let next = text.trim_start();
    let Some(rest) = gate::ON_BEHALF.strip(next, language) else {
        return (text, None);
    };
    let credited_at =
        word_starts(rest).take(12).find(|at| *at > 0 && gate::CREDITED.begin(&rest[*at..], language));
    match credited_at {
        Some(at) if !rest[..at].contains([';', ',']) && rest.starts_with(char::is_whitespace) => {
            let whom = rest[..at].trim();
            (&rest[at..], (!whom.is_empty()).then(|| whom.to_owned()))
        }
        _ => (text, None),
    }
}

/// What follows the `by` of a role, or its colon.
fn credited(text: &str, language: Language) -> Option<&str> {
    let next = text.trim_start();
    if let Some(rest) = next.strip_prefix(':') {
        return Some(rest.trim_start());
    }
    if let Some(rest) = credited_directly(next, language) {
        return Some(rest);
    }
    // `Reporting in London by Jane Doe`.
    let place = gate::AT.strip(next, language)?;
    if !place.starts_with(char::is_whitespace) {
        return None;
    }
    let at = word_starts(place).take(6).find(|at| credited_directly(&place[*at..], language).is_some())?;
    if place[..at].contains([',', ';', '.']) { None } else { credited_directly(&place[at..], language) }
}

/// What follows the `by` at the start of `text`.
fn credited_directly(text: &str, language: Language) -> Option<&str> {
    let rest = gate::CREDITED.strip(text, language)?;
    let elided = text[..text.len() - rest.len()].ends_with(['\'', '’']);
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    (rest.starts_with(char::is_whitespace) || elided).then(|| rest.trim_start())
}
