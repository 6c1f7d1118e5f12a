//! The report file: JSON Lines, one object for each input, article and output.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use copydesk::{Assumed, Error, Loss, Relation, Repair, Report, Withheld};
use serde::Serialize;

use crate::pipeline::{Failure, Found};
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
pub(crate) struct Entry {
    /// The input, as it was named; `-` is standard input.
    pub(crate) input: String,
    /// The article's number in its input, from 1; `null` where the input as a whole failed.
    pub(crate) article: Option<usize>,
    /// The format it was read as, where that is known.
    pub(crate) from: Option<&'static str>,
    /// The format it was written as, if it came to that.
    pub(crate) to: Option<&'static str>,
    /// The file that was written; `-` is standard output.
    pub(crate) output: Option<String>,
    /// What became of it.
    pub(crate) status: Status,
    /// What the reader and the writer report, one after the other.
    #[serde(flatten)]
    pub(crate) report: Lists,
    /// What the desk should know besides: that the article has expired, that its headline is not what it seems.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) warnings: Vec<String>,
    /// The article's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// The article's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
    /// Which other articles it kills, corrects, replaces or brings up to date.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) relations: Vec<Relation>,
    /// Why there is no output.
    pub(crate) error: Option<String>,
    /// What proves what was done.
    #[serde(flatten)]
    pub(crate) proof: Proof,
}

/// The lists of a report, all of them written, in the order of the contract.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Lists {
    losses: Vec<Loss>,
    withheld: Vec<Withheld>,
    repairs: Vec<Repair>,
    assumed: Vec<Assumed>,
}

/// What proves what was done to which input.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Proof {
    /// The SHA-256 of the input; `null` where it could not be read.
    pub(crate) input_sha256: Option<String>,
    /// The SHA-256 of the output.
    pub(crate) output_sha256: Option<String>,
    /// The size of the output, in bytes.
    pub(crate) bytes: Option<u64>,
    /// The version of this program.
    pub(crate) copydesk: &'static str,
    /// A hash of the options: that of all runs with the same formats, options, fields, fonts and limits.
    pub(crate) options: String,
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

impl Entry {
    /// The line of an article in one format; what became of it is filled in.
    pub(crate) fn of_output(input: &Path, found: Found<'_>, to: &'static str, proof: Proof) -> Self {
        let metadata = &found.article.metadata;
        Self {
            input: input.display().to_string(),
            article: Some(found.number),
            from: Some(found.from),
            to: Some(to),
            output: None,
            status: Status::Ok,
            report: Lists::default(),
            warnings: found.warnings(),
            id: metadata.id.clone(),
            version: metadata.version.clone(),
            relations: metadata.relations.clone(),
            error: None,
            proof,
        }
    }

    /// The line of an input, or an article of it, that could not be read.
    pub(crate) fn of_failure(input: &Path, failure: &Failure, proof: Proof) -> Self {
        Self {
            input: input.display().to_string(),
            article: failure.number,
            from: failure.from,
            to: None,
            output: None,
            status: Status::Failed,
            report: Lists::default(),
            warnings: Vec::new(),
            id: None,
            version: None,
            relations: Vec::new(),
            error: Some(chain(&failure.error)),
            proof,
        }
    }

    /// The line of the file.
    pub(crate) fn line(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }
}

/// The line of a journal where no report is asked for: where an output is, and its size.
pub(crate) fn place_line(output: &str, bytes: u64) -> io::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Placed<'a> {
        output: &'a str,
        bytes: u64,
    }
    let mut line = serde_json::to_vec(&Placed { output, bytes })?;
    line.push(b'\n');
    Ok(line)
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

    /// Appends lines.
    pub(crate) fn push(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::None => Ok(()),
            Self::Standard => io::stdout().lock().write_all(lines),
            Self::File(file) => file.write_all(lines),
        }
    }
}

/// An error and its causes, in one line.
pub(crate) fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
