//! The log: one line an item, for people or for programs.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::args::LogStyle;
use crate::message::harmless;
use crate::summary::counted;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fate {
    /// Everything is written, or rightly is not.
    Done,
    /// It could not be converted, or not all of it.
    Failed,
    /// It waits until it may be published.
    Held,
    /// Something is in the way of all items; it is tried again.
    Delayed,
    /// Outputs were withdrawn.
    Withdrawn,
    /// The watch has begun, or has ended.
    Watch,
}

/// A line of the log.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    /// When, by the clock.
    pub(super) time: String,
    /// What became of it.
    pub(super) event: Fate,
    /// The input, below the watched folder; of outputs that were withdrawn, the article's id.
    pub(super) item: String,
    /// Where the input is now, below the watched folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) moved_to: Option<String>,
    /// The articles in it, by id and version.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) articles: Vec<String>,
    /// What was written or withdrawn, below the folder of outputs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) outputs: Vec<String>,
    /// How many losses the report lists.
    pub(super) losses: usize,
    /// What else there is to say: why it failed, until when it is held, what is newer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

impl Line {
    /// A line with nothing but an event and an item.
    pub(super) fn new(time: String, event: Fate, item: impl Into<String>) -> Self {
        let item = item.into();
        Self {
            time,
            event,
            item,
            moved_to: None,
            articles: Vec::new(),
            outputs: Vec::new(),
            losses: 0,
            notes: Vec::new(),
        }
    }

    /// Prints it. A log that nobody reads any more stops no feed.
    pub(super) fn print(&self, style: LogStyle) {
        let mut line = match style {
            LogStyle::Json => serde_json::to_string(self).unwrap_or_default(),
            LogStyle::Text => self.text(),
        };
        line.push('\n');
        let mut stdout = io::stdout().lock();
        let _ = stdout.write_all(line.as_bytes()).and_then(|()| stdout.flush());
    }

    fn text(&self) -> String {
        let event = match self.event {
            Fate::Done => "done",
            Fate::Failed => "failed",
            Fate::Held => "held",
            Fate::Delayed => "delayed",
            Fate::Withdrawn => "withdrawn",
            Fate::Watch => "watch",
        };
        let mut text = format!("{} {event} {}", self.time, self.item);
        if !self.articles.is_empty() {
            text.push_str(&format!(" [{}]", self.articles.join(", ")));
        }
        if !self.outputs.is_empty() {
            text.push_str(&format!(" → {}", self.outputs.join(", ")));
        }
        if self.losses > 0 {
            text.push_str(&format!("; {}", counted(self.losses, "loss")));
        }
        for note in &self.notes {
            text.push_str(&format!("; {note}"));
        }
        // A line stays one, whatever an article is called.
        harmless(&text.replace(['\n', '\r'], " ")).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one() {
        let mut line = Line::new("2026-01-02T03:04:05Z".to_owned(), Fate::Done, "a\nb.xml");
        line.outputs = vec!["a.pdf".to_owned()];
        line.losses = 2;
        assert_eq!(line.text(), "2026-01-02T03:04:05Z done a b.xml → a.pdf; 2 losses");
        let json = serde_json::to_string(&line).unwrap();
        assert!(
            json.starts_with("{\"time\":\"2026-01-02T03:04:05Z\",\"event\":\"done\",\"item\":\"a\\nb.xml\""),
            "{json}"
        );
    }
}
