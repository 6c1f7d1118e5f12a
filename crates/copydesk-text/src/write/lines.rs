//! Lines made for what no printed line says, and what printed lines say.

use copydesk_core::{Metadata, Person, Status};
use copydesk_lines::{Language, Notice, notice};

/// The line before what is not for publication, where the article has none of its own.
pub(super) const INTERNAL_MARK: &str = "*** NOT FOR PUBLICATION ***";

/// The line of a byline that has only people: `By Jane Doe and John Roe`.
pub(super) fn byline_of(people: &[Person]) -> String {
    let names: Vec<&str> =
        people.iter().map(|person| person.name.as_str()).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] => String::new(),
        [name] => format!("By {name}"),
        [first @ .., last] => format!("By {} and {last}", first.join(", ")),
    }
}

/// The line that says a status, where the article has none of its own.
pub(super) fn status_line(status: Status) -> Option<&'static str> {
    match status {
        Status::Usable => None,
        Status::Withheld => Some("HOLD"),
        Status::Cancelled => Some("WITHDRAWN"),
    }
}

/// Whether a printed line says the status of the article itself. A line that kills speaks of another.
pub(super) fn says_status(metadata: &Metadata) -> bool {
    let wanted = match metadata.status {
        Status::Usable => return true,
        Status::Withheld => Notice::Hold,
        Status::Cancelled => Notice::Withdrawn,
    };
    let mut printed = metadata.relations.iter().filter_map(|relation| relation.printed.as_deref());
    printed.any(|line| notice(line, Language::ANY).as_ref() == Some(&wanted))
}

/// Whether words that say what the story does stand on the line of the headline.
pub(super) fn joins_headline(printed: &str) -> bool {
    !printed.starts_with('(') && notice(printed, Language::ANY).is_none()
}
