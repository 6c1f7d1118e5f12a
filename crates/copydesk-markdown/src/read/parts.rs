//! Lines of the body and the parts of them that the front matter holds, put together.

use copydesk_core::{Byline, Copyright, Credit, Feature, Place, Report};
use copydesk_lines::{Language, known_byline, known_copyright, known_credits};

use super::front::Part;
use crate::furniture;

/// A line of the body.
pub(super) struct BodyLine {
    pub(super) text: String,
    pub(super) place: Place,
}

/// Everything that differs between bylines, credits and copyright notices.
pub(super) trait LineKind: Sized + Clone {
    const FEATURE: Feature;
    /// What a line says by itself.
    fn read(line: &BodyLine, language: Language, report: &mut Report) -> Vec<Self>;
    /// What must stand in a line for parts to be of it.
    fn names(&self) -> Vec<&str>;
    fn set_line(&mut self, line: &str);
}

impl LineKind for Byline {
    const FEATURE: Feature = Feature::Byline;

    fn read(line: &BodyLine, language: Language, _report: &mut Report) -> Vec<Self> {
        vec![furniture::byline(&line.text, language).unwrap_or_else(|| known_byline(&line.text, language))]
    }
    fn names(&self) -> Vec<&str> {
        self.people.iter().map(|person| person.name.as_str()).collect()
    }
    fn set_line(&mut self, line: &str) {
        line.clone_into(&mut self.printed);
    }
}

impl LineKind for Credit {
    const FEATURE: Feature = Feature::Credit;

    fn read(line: &BodyLine, language: Language, report: &mut Report) -> Vec<Self> {
        let read = copydesk_lines::credits(&line.text, language)
            .unwrap_or_else(|| known_credits(&line.text, language));
        for mend in read.mends {
            report.repaired(Feature::Credit, line.place.clone(), mend.found, mend.read_as);
        }
        read.credits
    }
    fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
    fn set_line(&mut self, line: &str) {
        line.clone_into(&mut self.printed);
    }
}

impl LineKind for Copyright {
    const FEATURE: Feature = Feature::Copyright;

    fn read(line: &BodyLine, language: Language, _report: &mut Report) -> Vec<Self> {
        vec![
            furniture::copyright(&line.text, language)
                .unwrap_or_else(|| known_copyright(&line.text, language)),
        ]
    }
    fn names(&self) -> Vec<&str> {
        self.holder.as_deref().into_iter().collect()
    }
    fn set_line(&mut self, line: &str) {
        line.clone_into(&mut self.notice);
    }
}

/// Lines and parts in order: parts take the place of what their line says by itself, unless the line was edited since
/// and no longer names what they name.
pub(super) fn merge<T: LineKind>(
    lines: Vec<BodyLine>,
    parts: Vec<Part<T>>,
    language: Language,
    report: &mut Report,
) -> Vec<T> {
    let mut found = Vec::new();
    let mut lines = lines.into_iter();
    let mut parts = parts.into_iter().peekable();
    // Lines that nobody numbered stand first.
    while let Some(part) = parts.next_if(|part| part.line.is_none()) {
        found.push(part.value);
    }
    for number in 1.. {
        let mut group = Vec::new();
        while let Some(part) = parts.next_if(|part| part.line.is_none_or(|line| line <= number)) {
            group.push(part);
        }
        if group.iter().any(|part| part.whole) {
            found.extend(group.into_iter().map(|part| part.value));
            continue;
        }
        match lines.next() {
            Some(line) => found.extend(one_line(&line, group, language, report)),
            None => {
                found.extend(group.into_iter().chain(parts).map(|part| part.value));
                return found;
            }
        }
    }
    found
}

fn one_line<T: LineKind>(
    line: &BodyLine,
    group: Vec<Part<T>>,
    language: Language,
    report: &mut Report,
) -> Vec<T> {
    if group.is_empty() {
        return T::read(line, language, report);
    }
    let names: Vec<&str> = group.iter().flat_map(|part| part.value.names()).collect();
    if !crate::write::all_in(&line.text, names.into_iter()) {
        let place = line.place.clone();
        report.repaired(
            T::FEATURE,
            place,
            "parts in the front matter that the line does not name",
            "the line alone",
        );
        return T::read(line, language, report);
    }
    group
        .into_iter()
        .map(|mut part| {
            part.value.set_line(&line.text);
            part.value
        })
        .collect()
}
