//! Lines of the body and the parts of them that the front matter holds, put together.

use copydesk_core::{Place, Report};
use copydesk_lines::Language;

use super::front::{Part, Said};
use super::places::Places;
use crate::parts::{Fields, LineKind, Reading};

/// A line of the body.
pub(super) struct BodyLine<T> {
    pub(super) text: String,
    /// Where in the source it stands.
    pub(super) offset: usize,
    /// What it says, where it is known for what it is by that alone.
    pub(super) read: Option<Reading<T>>,
}

/// Lines and parts in order: what the front matter says of a line is added to what the line says by itself.
pub(super) fn merge<T: LineKind>(
    lines: Vec<BodyLine<T>>,
    parts: Vec<Part<T>>,
    language: Language,
    source: &str,
    report: &mut Report,
) -> Vec<T> {
    let mut found = Vec::new();
    let mut lines = lines.into_iter();
    let mut parts = parts.into_iter().peekable();
    // Lines that nobody numbered stand first.
    while let Some(part) = parts.next_if(|part| part.line.is_none()) {
        found.extend(part.whole());
    }
    for number in 1.. {
        let mut whole = Vec::new();
        let mut said = Vec::new();
        while let Some(part) = parts.next_if(|part| part.line.is_none_or(|line| line <= number)) {
            match part.said {
                Said::Whole(value) => whole.push(value),
                Said::Parts(fields) => said.push(fields),
            }
        }
        if !whole.is_empty() {
            found.extend(whole);
            continue;
        }
        match lines.next() {
            Some(line) => found.extend(one_line(line, said, language, source, report)),
            None => {
                let place = Place::path("");
                said.iter().for_each(|fields| is_stale::<T>(fields, &place, report));
                for part in parts {
                    match part.said {
                        Said::Whole(value) => found.push(value),
                        Said::Parts(fields) => is_stale::<T>(&fields, &place, report),
                    }
                }
                return found;
            }
        }
    }
    found
}

fn one_line<T: LineKind>(
    line: BodyLine<T>,
    parts: Vec<Fields>,
    language: Language,
    source: &str,
    report: &mut Report,
) -> Vec<T> {
    let read = line.read.unwrap_or_else(|| T::read_known(&line.text, language));
    let place = || Places::new(source).at(line.offset);
    for mend in read.mends {
        report.repaired(T::FEATURE, place(), mend.found, mend.read_as);
    }
    if parts.is_empty() {
        return read.said;
    }
    let (said, left) = T::apply(read.said, parts, &line.text);
    left.iter().for_each(|fields| is_stale::<T>(fields, &place(), report));
    said
}

/// Reports what the front matter says of a line that no longer says so.
fn is_stale<T: LineKind>(fields: &Fields, place: &Place, report: &mut Report) {
    let detail = match fields.get("name").or_else(|| fields.get("role")).and_then(serde_json::Value::as_str) {
        Some(name) => format!("what the front matter says of `{name}`, whom no line names"),
        None => {
            let keys: Vec<&str> = fields.keys().map(String::as_str).collect();
            format!("`{}` in the front matter, which does not go with the line", keys.join("`, `"))
        }
    };
    report.dropped(T::FEATURE, place.clone(), detail);
}
