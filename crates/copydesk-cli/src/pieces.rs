//! What comes out of one input, ready to be put in its place and reported: the work of many threads.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use copydesk::{Error, Format, Hold, Report};

use crate::journal::Identity;
use crate::pipeline::{Failure, Unwritten};
use crate::report::Entry;
use crate::source::Source;
use crate::store::Ready;
use crate::tally::Tally;

/// An input that is being converted, as all threads that convert a part of it know it.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The input; its bytes are taken.
    pub(crate) source: Source,
    /// The SHA-256 of its bytes, if anybody asks.
    pub(crate) sha256: Option<String>,
}

/// Takes pieces, and may have other threads make some of them.
pub(crate) trait Takes {
    /// Takes a piece.
    fn piece(&mut self, piece: Piece) -> ControlFlow<()>;

    /// Takes one of several articles for another thread to write; `Some` if it does not.
    fn share(&mut self, origin: &Arc<Origin>, article: Unwritten) -> Option<Unwritten>;
}

/// A piece of what comes out of an input.
#[derive(Debug)]
pub(crate) enum Piece {
    /// An article was read.
    Article(ReadArticle),
    /// An output, or why there is none.
    Output(Box<Output>),
    /// The input, or an article of it, could not be read.
    Failed(Failure, Option<Box<Entry>>),
}

/// An article that was read.
#[derive(Debug)]
pub(crate) struct ReadArticle {
    /// The format it was read as.
    pub(crate) from: &'static str,
    /// What the reader reported, where it is told in detail.
    pub(crate) report: Report,
    /// What it adds to the sums.
    pub(crate) tally: Tally,
    /// What the desk should know besides.
    pub(crate) warnings: Vec<String>,
}

/// An output, or why there is none.
#[derive(Debug)]
pub(crate) struct Output {
    /// Its line of the report, so far, if there is one.
    pub(crate) entry: Option<Entry>,
    /// What is written down of it, if it gets the name it should have.
    pub(crate) line: Vec<u8>,
    /// The number of its article in the input.
    pub(crate) number: usize,
    /// Where it is put, for people.
    pub(crate) shown: String,
    /// Its format.
    pub(crate) format: &'static Format,
    /// Whether its input holds several articles.
    pub(crate) several: bool,
    /// What the writer reported, where it is told in detail.
    pub(crate) report: Report,
    /// Its losses.
    pub(crate) tally: Tally,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// When the article was last changed, in seconds since 1970.
    pub(crate) modified: u64,
    /// The name it should have, and the output itself.
    pub(crate) made: Result<(Option<PathBuf>, Ready), Unmade>,
}

/// Why there is no output.
#[derive(Debug)]
pub(crate) enum Unmade {
    /// It must not be published.
    Refused(Vec<Hold>),
    /// What was asked for makes no sense of the input.
    Misused(String),
    /// It could not be written as that format.
    Failed(Error),
    /// It could not be put where it should be, and no other could.
    Stopped(PathBuf, std::io::Error),
}

/// What is known of an input when all of it has come out.
#[derive(Debug)]
pub(crate) struct End {
    /// The input.
    pub(crate) path: PathBuf,
    /// Its path below the folder of outputs.
    pub(crate) mirrored: PathBuf,
    /// What it was; nothing where it could not be read, or nobody asks.
    pub(crate) identity: Option<Identity>,
    /// Its bytes, where it failed and is no file of its own.
    pub(crate) bytes: Option<Vec<u8>>,
    /// How many bytes were read of it.
    pub(crate) read: u64,
    /// Whether it is a file of its own.
    pub(crate) is_file: bool,
    /// It is done anew, in place of what an earlier run did.
    pub(crate) instead: bool,
}

impl Piece {
    /// How much memory it takes, about.
    pub(crate) fn held(&self) -> usize {
        match self {
            Self::Article(_) | Self::Failed(..) => 500,
            Self::Output(output) => {
                500 + output.line.len() * 2 + output.made.as_ref().map_or(0, |(_, ready)| ready.held())
            }
        }
    }

    /// Whether something failed.
    pub(crate) fn is_failure(&self) -> bool {
        match self {
            Self::Article(_) => false,
            Self::Output(output) => matches!(output.made, Err(Unmade::Failed(_))),
            Self::Failed(..) => true,
        }
    }
}
