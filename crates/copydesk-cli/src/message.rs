//! Messages on standard error. Colour only where a terminal shows it.

use std::borrow::Cow;
use std::error::Error as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use copydesk::{Error, ErrorKind, Place};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();

/// What was asked makes no sense; nothing was begun.
#[derive(Debug)]
pub(crate) struct UsageError(pub(crate) String);

impl UsageError {
    /// A usage error.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// Prints an error.
pub(crate) fn error(message: &str) {
    anstream::eprintln!("{ERROR}error{ERROR:#}: {}", harmless(message));
}

/// Prints a warning.
pub(crate) fn warning(message: &str) {
    anstream::eprintln!("{WARNING}warning{WARNING:#}: {}", harmless(message));
}

/// Prints a note.
pub(crate) fn note(message: &str) {
    anstream::eprintln!("{NOTE}note{NOTE:#}: {}", harmless(message));
}

/// Prints a line below the last message.
pub(crate) fn detail(message: &str) {
    anstream::eprintln!("  {}", harmless(message));
}

/// An error with its file, line and column, the number of its article where that tells something, its causes, and what
/// to do about it.
pub(crate) fn explain(input: &Path, number: Option<usize>, error: &Error) -> String {
    let mut text = display(input);
    match error.place() {
        Some(Place::Source { line, column }) => text.push_str(&format!(":{line}:{column}: ")),
        Some(Place::Path(path)) if !path.is_empty() => text.push_str(&format!(": {path}: ")),
        Some(Place::Path(_)) | None => text.push_str(": "),
    }
    if let Some(number) = number {
        text.push_str(&format!("article {number}: "));
    }
    text.push_str(error.message());
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    if let Some(advice) = advice(error) {
        text.push_str(&format!("\n  {advice}"));
    }
    text
}

/// What to do about an error, where its kind says so.
fn advice(error: &Error) -> Option<&'static str> {
    match error.kind() {
        ErrorKind::Limit => Some("--limit raises a limit: copydesk convert --help names them"),
        ErrorKind::Internal => Some("this is a fault of copydesk; please report it with the input"),
        ErrorKind::Malformed | ErrorKind::Unsupported | ErrorKind::Resource | ErrorKind::Usage => None,
    }
}

/// A message without what would steer a terminal: names and words of an input are not to be trusted.
pub(crate) fn harmless(message: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if !message.contains(steers) {
        return Cow::Borrowed(message);
    }
    let shown = |c: char| if steers(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(message.chars().map(shown).collect())
}

/// A path for people, in one line; `-` is standard input.
pub(crate) fn display(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { in_one_line(path) }
}

/// A path in one line, so that no name makes a line of its own.
pub(crate) fn in_one_line(path: &Path) -> String {
    path.display().to_string().replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_does_not_steer_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb\u{202e}c\r\nd"), "a\\u{1b}[31mb\\u{202e}c\\u{d}\nd");
        assert!(matches!(harmless("Ünïcode, 日本語\n"), Cow::Borrowed(_)));
        assert_eq!(display(Path::new("a\nerror: b")), "a\\nerror: b");
    }
}
