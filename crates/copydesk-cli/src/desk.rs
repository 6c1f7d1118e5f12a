//! Where everything comes together, in the order of the inputs: names, places, report, journal, sums, messages.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::{Error, ErrorKind};

use crate::Outcome;
use crate::destination::{Container, Destination, Inputs};
use crate::journal::{Done, Journal, Record};
use crate::message::in_one_line;
use crate::names::Taken;
use crate::pieces::{End, Output, Piece, ReadArticle, Unmade};
use crate::pipeline::refusal;
use crate::plan::Plan;
use crate::quarantine::Quarantine;
use crate::report::{ReportFile, Status, chain};
use crate::save::ends_the_run;
use crate::source::Source;
use crate::store::{Ready, Spot, Store};
use crate::summary::Summary;
use crate::tally::Tally;

/// Takes pieces in the order of the inputs.
pub(crate) struct Desk<'a> {
    plan: &'a Plan<'a>,
    inputs: Inputs<'a>,
    taken: Taken,
    store: Store,
    report: ReportFile,
    journal: Option<Journal>,
    quarantine: Option<Quarantine>,
    summary: Summary,
    strict: bool,
    total: Tally,
    /// What the input that is being done adds up to, its lines of the report, and what is wrong with it.
    tally: Tally,
    lines: Vec<u8>,
    errors: String,
    /// Bytes of files that were read, and of all there are, as far as that is known.
    files: u64,
    all: &'a AtomicU64,
    stopped: bool,
    broken: bool,
}

/// What a desk is made of.
pub(crate) struct Parts<'a> {
    /// What all threads know.
    pub(crate) plan: &'a Plan<'a>,
    /// The files that no output may replace.
    pub(crate) inputs: Inputs<'a>,
    /// Where outputs are put.
    pub(crate) store: Store,
    /// The report.
    pub(crate) report: ReportFile,
    /// The journal, if one is kept.
    pub(crate) journal: Option<Journal>,
    /// Where inputs that fail are copied.
    pub(crate) quarantine: Option<Quarantine>,
    /// What is told on standard error.
    pub(crate) summary: Summary,
    /// Whether a loss counts.
    pub(crate) strict: bool,
    /// The bytes of all inputs, as far as they are known.
    pub(crate) all: &'a AtomicU64,
}

impl<'a> Desk<'a> {
    /// A desk with nothing on it.
    pub(crate) fn new(parts: Parts<'a>) -> Self {
        let Parts { plan, inputs, store, report, journal, quarantine, summary, strict, all } = parts;
        Self {
            plan,
            inputs,
            taken: Taken::default(),
            store,
            report,
            journal,
            quarantine,
            summary,
            strict,
            total: Tally::default(),
            tally: Tally::default(),
            lines: Vec::new(),
            errors: String::new(),
            files: 0,
            all,
            stopped: false,
            broken: false,
        }
    }

    /// Whether it matters how many bytes there are in all.
    pub(crate) fn wants_total(&self) -> bool {
        self.summary.progress.wants_total()
    }

    /// Where outputs are put.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// How long the container is.
    pub(crate) fn length(&self) -> u64 {
        match &self.store {
            Store::Container(container) => container.length(),
            Store::Standard | Store::Files | Store::Parts(_) => 0,
        }
    }

    /// Whether nothing more is to be done.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Takes pieces of the input that is next.
    pub(crate) fn pieces(&mut self, path: &Path, pieces: Vec<Piece>) {
        for piece in pieces {
            if self.stopped {
                return;
            }
            match piece {
                Piece::Article(article) => self.article(path, article),
                Piece::Output(output) => self.output(path, *output),
                Piece::Failed(failure, entry) => {
                    if failure.error.kind() == ErrorKind::Usage {
                        self.tally.misused += 1;
                    } else {
                        self.count_failure(path, &failure.error);
                    }
                    self.tell_failure(path, failure.number, &failure.error);
                    match entry.map_or(Ok(Vec::new()), |entry| entry.line()) {
                        Ok(line) => self.lines.extend_from_slice(&line),
                        Err(error) => self.check_report(Err(error)),
                    }
                }
            }
        }
        self.write_lines();
    }

    /// The input that is next is done.
    pub(crate) fn end(&mut self, end: End) {
        if self.stopped {
            return;
        }
        self.tally.inputs = 1;
        self.tally.read = end.read;
        if end.is_file {
            self.files += end.read;
        }
        if !self.errors.is_empty() {
            self.set_aside(&end);
        }
        let position = match self.store.end_of_input() {
            Ok(position) => position,
            Err(cause) => return self.stop(&self.plan.place(), &cause),
        };
        let tally = std::mem::take(&mut self.tally);
        self.total.add(&tally);
        let input = end.path.display().to_string();
        let done = Done { input, identity: end.identity, tally, end: position, instead: end.instead };
        self.journalled(|journal, store| {
            if journal.done(&done)? {
                journal.sync(store.written()?)?;
            }
            Ok(())
        });
        self.tell();
    }

    /// Takes what an earlier run has done of the input that is next. False, and nothing is taken, if a name it used is
    /// taken by another input now.
    pub(crate) fn replay(&mut self, record: &Record, source: &Source) -> bool {
        let names: Vec<PathBuf> = record.outputs().filter_map(|(output, _)| self.name(&output)).collect();
        if names.iter().any(|name| self.taken.has(name)) {
            return false;
        }
        for name in names {
            self.taken.take(&name);
        }
        if let Some(quarantine) = self.quarantine.as_mut().filter(|_| record.done.tally.has_failures()) {
            quarantine.claim(&source.mirrored);
        }
        for piece in &record.report {
            self.lines.extend_from_slice(piece.get().as_bytes());
            self.lines.push(b'\n');
        }
        let lines = std::mem::take(&mut self.lines);
        let pushed = self.report.push(&lines);
        self.check_report(pushed);
        self.total.add(&record.done.tally);
        self.files += record.done.tally.read;
        self.tell();
        true
    }

    /// Goes on from where a container and its journal are whole.
    pub(crate) fn cut(&mut self, container: u64, journal: u64) {
        let cut = match &mut self.store {
            Store::Container(store) => store.cut(container),
            Store::Standard | Store::Files | Store::Parts(_) => Ok(()),
        };
        if let Err(cause) = cut {
            return self.stop(&self.plan.place(), &cause);
        }
        self.journalled(|kept, _| kept.cut(journal));
    }

    /// The run is over. `complete` if every input was seen.
    pub(crate) fn finish(mut self, complete: bool, passed_over: u64) -> Outcome {
        if complete && !self.stopped {
            match self.store.finish() {
                Ok(()) => {
                    if let Some(journal) = self.journal {
                        journal.remove();
                    }
                }
                Err(cause) => {
                    self.broken = true;
                    self.summary.stopped(&self.plan.place(), &cause, self.journal.is_some());
                }
            }
        } else {
            self.store.leave();
        }
        self.summary.finish(&self.total, passed_over);
        Outcome {
            usage: self.total.misused + self.tally.misused > 0,
            failed: self.broken || self.total.has_failures() || self.tally.has_failures(),
            refused: self.total.refused + self.tally.refused > 0,
            lost: self.strict && !(self.total.losses.is_empty() && self.tally.losses.is_empty()),
        }
    }

    fn article(&mut self, path: &Path, article: ReadArticle) {
        self.tally.add(&article.tally);
        self.summary.read(path, article.from, &article.report);
        for warning in &article.warnings {
            self.summary.warning(&format!("{}: {warning}", in_one_line(path)));
        }
    }

    fn output(&mut self, path: &Path, mut output: Output) {
        let made = std::mem::replace(&mut output.made, Err(Unmade::Refused(Vec::new())));
        let placed = made.and_then(|(plain, ready)| self.place(&mut output, plain, &ready));
        match placed {
            Ok(()) => {
                self.tally.outputs += 1;
                self.tally.written += output.size;
                self.tally.add(&output.tally);
                self.summary.written(path, &output.shown, output.format.name, &output.report);
            }
            Err(Unmade::Refused(holds)) => {
                self.tally.refused += 1;
                self.summary.refused(path, &format!("{} ({})", refusal(&holds), output.format.name));
            }
            Err(Unmade::Misused(why)) => {
                self.tally.misused += 1;
                self.stopped |= self.plan.destination == Destination::Standard;
                self.summary.refused(path, &why);
                self.undo(&mut output, why);
            }
            Err(Unmade::Failed(error)) => {
                let number = output.several.then_some(output.number);
                self.count_failure(path, &error);
                self.tell_failure(path, number, &error);
                self.undo(&mut output, chain(&error));
            }
            Err(Unmade::Stopped(place, cause)) => {
                self.stop(&place, &cause);
                let why = format!("{} cannot be written: {cause}", in_one_line(&place));
                self.undo(&mut output, why);
                // It stands in the report, and not in the journal: it is to be done yet.
                let _ = self.report.push(&output.line);
                return;
            }
        }
        self.lines.extend_from_slice(&output.line);
    }

    /// There is no output after all.
    fn undo(&self, output: &mut Output, why: String) {
        if let Some(entry) = &mut output.entry {
            (entry.status, entry.error, entry.output) = (Status::Failed, Some(why), None);
            (entry.proof.bytes, entry.proof.output_sha256) = (None, None);
        }
        output.line = self.plan.line(output, false);
    }

    /// Puts an output in its place, under a name that is free.
    fn place(&mut self, output: &mut Output, plain: Option<PathBuf>, ready: &Ready) -> Result<(), Unmade> {
        let Some(plain) = plain else { return self.print(ready) };
        let is_lines = matches!(self.plan.destination, Destination::Container(_, Container::Lines));
        let is_container = matches!(self.plan.destination, Destination::Container(..));
        let path = if is_lines { plain.clone() } else { self.taken.claim(&plain, output.format) };
        if let Err(cause) = self.put(&path, is_container, output.modified, ready)? {
            let gone = matches!(&self.plan.destination, Destination::Folder(folder) if !folder.is_dir());
            if is_container || gone || ends_the_run(&cause) {
                return Err(Unmade::Stopped(self.plan.place(), cause));
            }
            let error = Error::new(ErrorKind::Resource, format!("{} cannot be written", in_one_line(&path)));
            return Err(Unmade::Failed(error.caused_by(cause)));
        }
        if path != plain {
            let (plain, path) = (self.plan.shown(Some(&plain)), self.plan.shown(Some(&path)));
            self.summary
                .warning(&format!("{plain} is taken by an earlier output of this run; written to {path}"));
            if let Some(entry) = &mut output.entry {
                entry.output = Some(path.clone());
            }
            output.shown = path;
            output.line = self.plan.line(output, true);
        }
        Ok(())
    }

    /// Puts an output where nothing is, or where what is there may be replaced.
    fn put(
        &mut self,
        path: &Path,
        is_container: bool,
        modified: u64,
        ready: &Ready,
    ) -> Result<io::Result<()>, Unmade> {
        match self.store.put_new(path, ready) {
            Ok(false) => {}
            done => return Ok(done.map(drop)),
        }
        let taken = !is_container && self.inputs.check(path).map_err(|error| Unmade::Misused(error.0))?;
        Ok(self.store.put(&Spot { path, is_free: !taken, modified }, ready))
    }

    fn print(&mut self, ready: &Ready) -> Result<(), Unmade> {
        match self.store.put(&Spot { path: Path::new("-"), is_free: false, modified: 0 }, ready) {
            // Whoever read it has read enough.
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => self.stopped = true,
            Err(cause) => return Err(Unmade::Stopped(PathBuf::from("standard output"), cause)),
            Ok(()) => {}
        }
        Ok(())
    }

    /// The name in [`Taken`] of an output that stands in the report of an earlier run.
    fn name(&self, output: &str) -> Option<PathBuf> {
        match &self.plan.destination {
            Destination::Container(_, Container::Lines) | Destination::Standard => None,
            Destination::Container(container, _) => {
                Path::new(output).strip_prefix(container).ok().map(Path::to_owned)
            }
            Destination::File(_) | Destination::Folder(_) | Destination::Beside => {
                Some(PathBuf::from(output))
            }
        }
    }

    fn count_failure(&mut self, path: &Path, error: &Error) {
        self.tally.failed(error.kind(), || format!("{}: {}", in_one_line(path), error.message()));
    }

    fn tell_failure(&mut self, path: &Path, number: Option<usize>, error: &Error) {
        let explained = self.summary.failed(path, number, error);
        if self.quarantine.is_some() {
            self.errors.push_str(&explained);
            self.errors.push('\n');
        }
    }

    fn set_aside(&mut self, end: &End) {
        let errors = std::mem::take(&mut self.errors);
        let Some(quarantine) = &mut self.quarantine else { return };
        let put = quarantine.put(&end.path, &end.mirrored, end.bytes.as_deref(), &errors);
        if let Err(cause) = put {
            self.stop(Path::new("--quarantine"), &cause);
        }
    }

    fn write_lines(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let pushed = self.report.push(&lines);
        self.check_report(pushed);
        self.journalled(|journal, _| {
            journal.pieces(&lines);
            Ok(())
        });
        self.lines = lines;
        self.lines.clear();
    }

    fn journalled(&mut self, work: impl FnOnce(&mut Journal, &mut Store) -> io::Result<()>) {
        let Some(journal) = &mut self.journal else { return };
        if let Err(cause) = work(journal, &mut self.store) {
            self.stop(&self.plan.place(), &cause);
        }
    }

    fn check_report(&mut self, pushed: io::Result<()>) {
        if let Err(cause) = pushed {
            self.stop(Path::new("--report"), &cause);
        }
    }

    fn stop(&mut self, place: &Path, cause: &io::Error) {
        if !self.stopped {
            self.summary.stopped(place, cause, self.journal.is_some());
        }
        self.stopped = true;
        self.broken = true;
    }

    fn tell(&mut self) {
        let unpacked = self.inputs.counts().read.load(Ordering::Relaxed);
        self.summary.progress.tell(&self.total, self.files + unpacked, self.all);
    }
}
