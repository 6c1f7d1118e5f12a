//! The parser's messages, in words for people.

use serde_json::error::Category;

/// The parser's message without its position and, for an unknown key, with the nearest known one.
pub(crate) fn message(cause: &serde_json::Error) -> String {
    let text = cause.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    match cause.classify() {
        Category::Eof => "the input ends in the middle of an article".to_owned(),
        Category::Io | Category::Syntax => text.to_owned(),
        Category::Data => {
            let mut names = text.split('`').skip(1).step_by(2);
            match (text.split_once(' '), names.next()) {
                (Some(("unknown", what)), Some(unknown)) => {
                    unknown_name(what.split(' ').next().unwrap_or("name"), unknown, names)
                }
                _ => text.to_owned(),
            }
        }
    }
}

/// The message of a name that is not known, with the nearest that is.
fn unknown_name<'a>(what: &str, unknown: &str, known: impl Iterator<Item = &'a str>) -> String {
    let what = if what == "field" { "key" } else { what };
    let known: Vec<&str> = known.collect();
    match nearest(unknown, known.iter().copied()) {
        Some(name) => format!("there is no {what} `{unknown}`; did you mean `{name}`?"),
        None => format!("there is no {what} `{unknown}`; there are: {}", known.join(", ")),
    }
}

/// The name nearest to one that is not known, where it is near enough to be meant.
pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::osa_distance(name, unknown), name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 3)
        .map(|(_, name)| name)
}
