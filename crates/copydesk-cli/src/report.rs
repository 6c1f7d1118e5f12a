//! The report file: JSON Lines, one object for each input, article and output.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use copydesk::{Assumed, Loss, Relation, Repair, Report, Withheld};
use serde::Serialize;

use crate::source::is_standard;

/// What became of one output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// It is written.
    Ok,
    /// There is none; the error says why.
    Failed,
    /// It must not be published; the error says why.
    Refused,
}

/// One line of the report file.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    /// The input, as it was named; `-` is standard input.
    pub(crate) input: String,
    /// The article's number in its input, from 1; `null` where the input as a whole failed.
    pub(crate) article: Option<usize>,
    /// The format it was read as, where that is known.
    pub(crate) from: Option<&'a str>,
    /// The format it was written as, if it came to that.
    pub(crate) to: Option<&'a str>,
    /// The file that was written; `-` is standard output.
    pub(crate) output: Option<String>,
    /// What became of it.
    pub(crate) status: Status,
    /// What the reader and the writer report, one after the other.
    #[serde(flatten)]
    pub(crate) report: Lists,
    /// Which other articles it kills, corrects or replaces.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) relations: &'a [Relation],
    /// Why there is no output.
    pub(crate) error: Option<String>,
}

/// The lists of a report, all of them written, in the order of the contract.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Lists {
    losses: Vec<Loss>,
    withheld: Vec<Withheld>,
    repairs: Vec<Repair>,
    assumed: Vec<Assumed>,
}

/// The report file, if one is asked for.
#[derive(Debug)]
pub(crate) enum ReportFile {
    /// None is.
    None,
    /// Standard output.
    Standard,
    /// A file, written as the run goes on.
    File(File),
}

impl From<Report> for Lists {
    fn from(report: Report) -> Self {
        let Report { losses, withheld, repairs, assumed } = report;
        Self { losses, withheld, repairs, assumed }
    }
}

impl ReportFile {
    /// Begins the report file.
    pub(crate) fn create(path: Option<&Path>) -> io::Result<Self> {
        Ok(match path {
            None => Self::None,
            Some(path) if is_standard(path) => Self::Standard,
            Some(path) => Self::File(File::create(path)?),
        })
    }

    /// Whether anybody reads it.
    pub(crate) fn is_wanted(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Appends a line.
    pub(crate) fn push(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        if !self.is_wanted() {
            return Ok(());
        }
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        match self {
            Self::None => Ok(()),
            Self::Standard => io::stdout().lock().write_all(&line),
            Self::File(file) => file.write_all(&line),
        }
    }
}
