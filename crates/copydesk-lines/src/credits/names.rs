//! The names of a credit line, without the places beside them.

use crate::Language;
use crate::gate;
use crate::jobs::job;
use crate::names::{is_login, is_name};
use crate::organisations::is_organisation;
use crate::scan::{cut, offset_in, strip_phrase, trim_marks, word_starts};

/// The names in a list, and whether each of them is one.
pub(super) fn names(text: &str, language: Language) -> (Vec<String>, bool) {
    let mut names = Vec::new();
    let (mut all, mut placed) = (true, false);
    for part in split_names(text, language) {
        let part = trim_marks(part).trim_end_matches(|c: char| c == '.' && !part.ends_with("r.")).trim();
        if part.is_empty() {
            continue;
        }
        let name = without_place(part, language);
        // `Jane Doe in Columbus, Ohio`.
        let behind_place = std::mem::replace(&mut placed, name.len() < part.len());
        if behind_place && !part.contains(' ') && is_name(part) {
            placed = true;
            continue;
        }
        let known =
            is_name(name) || is_organisation(name, language) || (is_login(name) && name.contains(['_', '.']));
        if known {
            names.push(name.to_owned());
        } else if job(name, language).is_some() && !names.is_empty() {
            // A job said of the name before; the printed line keeps it.
        } else {
            all = false;
            names.push(name.to_owned());
        }
    }
    (names, all)
}

/// The parts between commas and words that join names, but not those in parentheses.
fn split_names(text: &str, language: Language) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut at, mut spaced) = (0, 0_u32, 0, false);
    while let Some(byte) = text.as_bytes().get(at) {
        // Nearly every byte stands inside a word.
        if byte.is_ascii_alphanumeric() && !spaced {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let mut next = at + c.len_utf8();
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ',' | ';' | '|' | '/' => {
                parts.push(&text[start..at]);
                start = next;
            }
            _ if spaced => {
                let rest = gate::AND.strip(&text[at..], language);
                let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
                if let Some(rest) = rest {
                    parts.push(&text[start..at]);
                    (start, next) = (offset_in(text, rest), offset_in(text, rest));
                }
            }
            _ => {}
        }
        spaced = text[..next].ends_with(char::is_whitespace);
        at = next;
    }
    parts.push(&text[start..]);
    parts
}

/// `Jane Doe in London`, `Jane Doe (London)`: the name alone.
fn without_place(part: &str, language: Language) -> &str {
    let part = cut(part, " (").map_or(part, |(name, _)| name).trim();
    for at in part.match_indices(char::is_whitespace).map(|(at, space)| at + space.len()) {
        let place = gate::AT.strip(&part[at..], language);
        let spaced = |rest: &&str| rest.starts_with(char::is_whitespace);
        let particle =
            || ["da", "de", "van", "von", "di"].iter().any(|word| strip_phrase(&part[at..], word).is_some());
        if let Some(place) = place.filter(spaced).filter(|_| !particle()) {
            let name = part[..at].trim();
            let named = is_name(name) || is_organisation(name, language);
            let proper = place.trim().chars().next().is_some_and(|c| !c.is_lowercase());
            if named && (proper || is_organisation(place, language)) {
                return name;
            }
        }
    }
    part
}

pub(super) fn first_name(text: &str, language: Language) -> &str {
    let and = |at: &usize| gate::AND.begin(&text[*at..], language);
    let end = word_starts(text).skip(1).find(and).unwrap_or(text.len());
    let place = |at: &usize| gate::AT.begin(&text[*at..], language);
    let end = word_starts(&text[..end]).skip(1).find(place).unwrap_or(end);
    text[..end].split([',', ';']).next().unwrap_or("").trim()
}
