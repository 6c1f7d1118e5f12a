//! What a run does with each input, known to all threads: it is converted, and what comes out is made ready.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::{Format, Report};

use crate::destination::Destination;
use crate::digest;
use crate::journal::Identity;
use crate::message::in_one_line;
use crate::names::Template;
use crate::order::Order;
use crate::pieces::{End, Origin, Output, Piece, ReadArticle, Takes, Unmade};
use crate::pipeline::{Event, Failure, Found, Outlet, Pipeline, Undone, Unwritten, Written, refusal};
use crate::report::{Entry, Proof, Status, place_line};
use crate::source::{Content, Source};
use crate::store::{Prepare, Ready};
use crate::tally::Tally;

/// What all threads know of a run.
pub(crate) struct Plan<'a> {
    /// What is asked for.
    pub(crate) order: &'a Order,
    /// Where outputs go.
    pub(crate) destination: Destination,
    /// How they are called.
    pub(crate) template: Option<Template>,
    /// How they are made ready.
    pub(crate) prepare: Prepare,
    /// What is written down of each output.
    pub(crate) record: Kept,
    /// Whether each input is told about by itself, for there are only a few.
    pub(crate) in_detail: bool,
    /// Whether inputs that fail are copied.
    pub(crate) quarantined: bool,
    /// The hash of the options.
    pub(crate) options: String,
}

/// What is written down of each output, for the report or a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Nothing: nobody reads it.
    Nothing,
    /// Its name and size, for a journal to find it again.
    Place,
    /// Its line of the report.
    Report,
}

/// Turns events into pieces.
struct Maker<'a> {
    plan: &'a Plan<'a>,
    origin: &'a Arc<Origin>,
    takes: &'a mut dyn Takes,
    /// Something failed, or may have on another thread.
    failed: bool,
}

impl Outlet for Maker<'_> {
    fn event(&mut self, event: Event<'_>) -> ControlFlow<()> {
        let piece = self.plan.piece(&self.origin.source, self.origin.sha256.as_deref(), event);
        self.failed |= piece.is_failure();
        self.takes.piece(piece)
    }

    fn share(&mut self, article: Unwritten) -> Option<Unwritten> {
        let article = self.takes.share(self.origin, article);
        self.failed |= article.is_none();
        article
    }
}

impl Plan<'_> {
    /// Converts one input. Pieces are handed on as they come.
    pub(crate) fn convert(
        &self,
        pipeline: &mut Pipeline<'_>,
        mut source: Source,
        takes: &mut dyn Takes,
    ) -> End {
        let is_file = matches!(source.content, Content::File(_));
        let is_unpacked = matches!(source.content, Content::Unpacked(_));
        let bytes = source.take_bytes(&self.order.settings);
        let mut end = End {
            identity: None,
            bytes: None,
            read: 0,
            is_file,
            instead: false,
            path: source.path.clone(),
            mirrored: source.mirrored.clone(),
        };
        match bytes {
            Ok(bytes) => {
                end.read = bytes.len() as u64;
                if self.record != Kept::Nothing {
                    let proved = self.record == Kept::Report;
                    end.identity = Some(Identity::new(&bytes, source.changed, proved));
                }
                let sha256 = end.identity.as_ref().and_then(|identity| identity.sha256.clone());
                let origin = Arc::new(Origin { source, sha256 });
                let mut maker = Maker { plan: self, origin: &origin, takes, failed: false };
                pipeline.convert_shared(&origin.source, &bytes, &mut maker);
                if maker.failed && is_unpacked && self.quarantined {
                    end.bytes = Some(bytes);
                }
            }
            Err(error) => {
                let failure = Failure { number: None, from: None, error };
                let _ = takes.piece(self.failed(&source.path, None, failure));
            }
        }
        end
    }

    /// Writes articles of an input that another thread has read.
    pub(crate) fn write_shared(
        &self,
        pipeline: &mut Pipeline<'_>,
        origin: &Arc<Origin>,
        articles: Vec<Unwritten>,
        takes: &mut dyn Takes,
    ) {
        let mut maker = Maker { plan: self, origin, takes, failed: false };
        pipeline.write_shared(&origin.source, articles, &mut maker);
    }

    fn proof(&self, sha256: Option<&str>) -> Proof {
        Proof {
            input_sha256: sha256.map(str::to_owned),
            copydesk: env!("CARGO_PKG_VERSION"),
            options: self.options.clone(),
            ..Proof::default()
        }
    }

    fn piece(&self, source: &Source, sha256: Option<&str>, event: Event<'_>) -> Piece {
        match event {
            Event::Article(found) => self.article(source, found),
            Event::Output(found, format, done) => {
                Piece::Output(self.output(source, sha256, found, format, done))
            }
            Event::Failed(failure) => self.failed(&source.path, sha256, failure),
        }
    }

    fn failed(&self, path: &Path, sha256: Option<&str>, failure: Failure) -> Piece {
        let reported = self.record == Kept::Report;
        let entry = reported.then(|| Box::new(Entry::of_failure(path, &failure, self.proof(sha256))));
        Piece::Failed(failure, entry)
    }

    fn article(&self, source: &Source, found: Found<'_>) -> Piece {
        let mut tally = Tally { articles: 1, ..Tally::default() };
        let title = || format!("{}, read as {}", in_one_line(&source.path), found.from);
        tally.lost(found.from, &title, &found.report.losses);
        let report = if self.in_detail { found.report.clone() } else { Report::default() };
        Piece::Article(ReadArticle { from: found.from, report, tally, warnings: found.warnings() })
    }

    fn output(
        &self,
        source: &Source,
        sha256: Option<&str>,
        found: Found<'_>,
        format: &'static Format,
        done: Result<Written<'_>, Undone>,
    ) -> Box<Output> {
        let reported = self.record == Kept::Report;
        let entry = reported.then(|| Entry::of_output(&source.path, found, format.name, self.proof(sha256)));
        let mut output = Output {
            entry,
            line: Vec::new(),
            number: found.number,
            shown: String::new(),
            format,
            several: found.several,
            report: Report::default(),
            tally: Tally::default(),
            size: 0,
            modified: modified(found),
            made: Err(Unmade::Refused(Vec::new())),
        };
        let mut told = Report::default();
        output.made = match done {
            Ok(Written { bytes, report }) => {
                output.size = bytes.len() as u64;
                let plain = self.destination.plain(self.template.as_ref(), source, found, format);
                output.shown = self.shown(plain.as_deref());
                let title = || format!("{} → {}", in_one_line(&source.path), output.shown);
                output.tally.lost(format.name, &title, &report.losses);
                if let Some(entry) = &mut output.entry {
                    entry.proof.bytes = Some(output.size);
                    entry.proof.output_sha256 = Some(digest::sha256(bytes));
                    entry.output = Some(output.shown.clone());
                }
                if self.in_detail {
                    output.report = report.clone();
                }
                told = report;
                self.make(bytes, found, format, plain)
            }
            Err(Undone::Refused(holds)) => {
                if let Some(entry) = &mut output.entry {
                    (entry.status, entry.error) = (Status::Refused, Some(refusal(&holds)));
                }
                Err(Unmade::Refused(holds))
            }
            Err(Undone::Failed(error)) => Err(Unmade::Failed(error)),
        };
        if let Some(entry) = &mut output.entry {
            let mut report = found.report.clone();
            report.join(told);
            entry.report = report.into();
        }
        output.line = self.line(&output, output.made.is_ok());
        Box::new(output)
    }

    /// What is written down of an output, made or not.
    pub(crate) fn line(&self, output: &Output, is_made: bool) -> Vec<u8> {
        let line = match self.record {
            Kept::Report => output.entry.as_ref().and_then(|entry| entry.line().ok()),
            Kept::Place if is_made => place_line(&output.shown, output.size).ok(),
            Kept::Place | Kept::Nothing => None,
        };
        line.unwrap_or_default()
    }

    fn make(
        &self,
        bytes: &mut Vec<u8>,
        found: Found<'_>,
        format: &Format,
        plain: Option<PathBuf>,
    ) -> Result<(Option<PathBuf>, Ready), Unmade> {
        if found.several
            && let Some(why) = self.takes_one(format)
        {
            return Err(Unmade::Misused(why));
        }
        match self.prepare.ready(bytes) {
            Ok(ready) => Ok((plain, ready)),
            Err(cause) => Err(Unmade::Stopped(self.place(), cause)),
        }
    }

    /// Why outputs cannot go where one was to go, if they cannot.
    fn takes_one(&self, format: &Format) -> Option<String> {
        match &self.destination {
            Destination::Standard if format.name != "json" => {
                Some("the input holds several articles; -o FOLDER/ takes them".to_owned())
            }
            Destination::File(file) if file.is_file() => {
                Some(format!("{} is a file; the input holds several articles: -o FOLDER/", in_one_line(file)))
            }
            Destination::Standard
            | Destination::File(_)
            | Destination::Folder(_)
            | Destination::Container(..)
            | Destination::Beside => None,
        }
    }

    /// What the outputs go to, for people.
    pub(crate) fn place(&self) -> PathBuf {
        match &self.destination {
            Destination::File(path) | Destination::Folder(path) | Destination::Container(path, _) => {
                path.clone()
            }
            Destination::Standard => PathBuf::from("-"),
            Destination::Beside => PathBuf::from("."),
        }
    }

    /// An output as the report names it.
    pub(crate) fn shown(&self, path: Option<&Path>) -> String {
        match (&self.destination, path) {
            (_, None) => "-".to_owned(),
            (Destination::Container(container, crate::destination::Container::Lines), Some(_)) => {
                container.display().to_string()
            }
            (Destination::Container(container, _), Some(path)) => container.join(path).display().to_string(),
            (_, Some(path)) => path.display().to_string(),
        }
    }
}

/// When the article was last changed, in seconds since 1970; 0 where it does not say.
fn modified(found: Found<'_>) -> u64 {
    let metadata = &found.article.metadata;
    let moment = metadata.modified.or(metadata.issued).or(metadata.created);
    let seconds = moment.and_then(|moment| moment.timestamp_or_utc()).map(|time| time.as_second());
    seconds.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0)
}
