//! `copydesk convert`.

use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use copydesk::{Error, ErrorKind, Format, Report};

use crate::args::ConvertArgs;
use crate::destination::{Destination, Names};
use crate::message::UsageError;
use crate::order::Order;
use crate::pipeline::{Event, Failure, Found, Pipeline, Undone, Written, refusal};
use crate::report::{Entry, Lists, ReportFile, Status};
use crate::save::{Growing, ends_the_run, save};
use crate::source::{Source, is_standard};
use crate::summary::Summary;
use crate::{Outcome, interrupt};

/// Runs `copydesk convert`.
pub(crate) fn run(args: &ConvertArgs) -> Result<Outcome, UsageError> {
    let mut order = Order::new(args)?;
    let destination = Destination::new(args.output.as_deref(), &args.inputs, &order.formats)?;
    if matches!(destination, Destination::Lines(_)) {
        order.use_one_line();
    }
    let names = Names::new(destination, &args.inputs, &order.formats)?;
    let report = open_report(args, &names)?;
    interrupt::listen();
    let summary = Summary::new(args.inputs.len(), args.quiet);
    let outcome = Outcome::default();
    let mut run = Run {
        strict: args.strict == Some(true),
        names,
        report,
        summary,
        outcome,
        lines: None,
        stopped: false,
    };
    let mut pipeline = Pipeline::new(&order);
    for input in &args.inputs {
        if run.stopped {
            break;
        }
        let mut source = Source::named(input);
        match source.take_bytes(&order.settings) {
            Ok(bytes) => pipeline.convert(&source, &bytes, &mut |event| run.event(input, event)),
            Err(error) => run.failed(input, &Failure { number: None, from: None, error }),
        }
    }
    Ok(run.finish())
}

fn open_report(args: &ConvertArgs, names: &Names) -> Result<ReportFile, UsageError> {
    let path = args.report.as_deref();
    if let Some(path) = path {
        names.check(path)?;
        if is_standard(path) && *names.destination() == Destination::Standard {
            return Err(UsageError::new("standard output takes the article or the report, not both"));
        }
    }
    ReportFile::create(path).map_err(|error| {
        UsageError(format!(
            "the report cannot be written to {}: {error}",
            path.unwrap_or(Path::new("")).display()
        ))
    })
}

/// One run.
struct Run {
    strict: bool,
    names: Names,
    report: ReportFile,
    summary: Summary,
    outcome: Outcome,
    lines: Option<Growing>,
    stopped: bool,
}

impl Run {
    fn event(&mut self, input: &Path, event: Event<'_>) -> ControlFlow<()> {
        match event {
            Event::Article(found) => {
                self.summary.read(input, found.from, found.report);
                if let Some(expiry) = found.expired {
                    self.summary.warning(&format!("{}: expired on {expiry}", input.display()));
                }
            }
            Event::Output(found, format, done) => {
                let done = match done {
                    Ok(written) => self.place(input, found, format, written),
                    Err(Undone::Refused(holds)) => Err(Unplaced::Refused(refusal(&holds))),
                    Err(Undone::Failed(error)) => Err(Unplaced::Failed(error)),
                };
                self.account(input, found, format.name, done);
            }
            Event::Failed(failure) => self.failed(input, &failure),
        }
        if self.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Puts an output in its place, and names it.
    fn place(
        &mut self,
        input: &Path,
        found: Found<'_>,
        format: &Format,
        written: Written<'_>,
    ) -> Result<Done, Unplaced> {
        let Written { bytes, report } = written;
        if *self.names.destination() == Destination::Standard && found.several && format.name != "json" {
            self.stopped = true;
            return Err(Unplaced::Usage(
                "the input holds several articles; -o FOLDER/ takes them".to_owned(),
            ));
        }
        let number = found.several.then_some(found.number);
        let name = self.names.next(input, number, format);
        let Some(name) = name.map_err(|error| Unplaced::Usage(error.0))? else {
            return Ok(Done { output: self.print(bytes)?, report });
        };
        let path = &name.path;
        let saved = match self.names.destination() {
            Destination::Lines(_) => self.append(path, bytes),
            Destination::Standard | Destination::File(_) | Destination::Folder(_) | Destination::Beside => {
                save(path, bytes)
            }
        };
        if let Some(plain) = &name.instead_of {
            let (plain, path) = (plain.display(), path.display());
            self.summary
                .warning(&format!("{plain} is taken by an earlier output of this run; written to {path}"));
        }
        saved.map_err(|cause| {
            self.stopped |= ends_the_run(&cause);
            Unplaced::Failed(
                Error::new(ErrorKind::Resource, format!("{} cannot be written", path.display()))
                    .caused_by(cause),
            )
        })?;
        Ok(Done { output: path.display().to_string(), report })
    }

    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.lines.is_none() {
            self.lines = Some(Growing::begin(path)?);
        }
        self.lines.as_mut().map_or(Ok(()), |lines| lines.write(bytes))
    }

    fn print(&mut self, bytes: &[u8]) -> Result<String, Unplaced> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            // Whoever read it has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.stopped = true,
            Err(cause) => {
                self.stopped = true;
                let error = Error::new(ErrorKind::Resource, "standard output cannot be written");
                return Err(Unplaced::Failed(error.caused_by(cause)));
            }
            Ok(()) => {}
        }
        Ok("-".to_owned())
    }

    /// Reports an output, one way or the other.
    fn account(&mut self, input: &Path, found: Found<'_>, to: &'static str, done: Result<Done, Unplaced>) {
        let mut entry = Entry {
            input: input.display().to_string(),
            article: Some(found.number),
            from: Some(found.from),
            to: Some(to),
            output: None,
            status: Status::Ok,
            report: Lists::default(),
            relations: &found.article.metadata.relations,
            error: None,
        };
        let mut report = Report::default();
        match done {
            Ok(done) => {
                self.summary.written(input, &done.output, to, &done.report);
                self.outcome.lost |=
                    self.strict && !(found.report.losses.is_empty() && done.report.losses.is_empty());
                entry.output = Some(done.output);
                report = done.report;
            }
            Err(Unplaced::Refused(why)) => {
                self.outcome.refused = true;
                self.summary.refused(input, &format!("{why} ({to})"));
                (entry.status, entry.error) = (Status::Refused, Some(why));
            }
            Err(Unplaced::Usage(why)) => {
                self.outcome.usage = true;
                self.summary.refused(input, &why);
                (entry.status, entry.error) = (Status::Failed, Some(why));
            }
            Err(Unplaced::Failed(error)) => {
                self.outcome.failed = true;
                self.summary.failed(input, found.several.then_some(found.number), &error);
                (entry.status, entry.error) = (Status::Failed, Some(chain(&error)));
            }
        }
        if self.report.is_wanted() {
            let mut joined = found.report.clone();
            joined.join(report);
            entry.report = joined.into();
        }
        let pushed = self.report.push(&entry);
        self.check_report(pushed);
    }

    /// An input or one of its articles could not be read.
    fn failed(&mut self, input: &Path, failure: &Failure) {
        let Failure { number, from, error } = failure;
        if error.kind() == ErrorKind::Usage {
            self.outcome.usage = true;
        } else {
            self.outcome.failed = true;
        }
        self.summary.failed(input, *number, error);
        let pushed = self.report.push(&Entry {
            input: input.display().to_string(),
            article: *number,
            from: *from,
            to: None,
            output: None,
            status: Status::Failed,
            report: Lists::default(),
            relations: &[],
            error: Some(chain(error)),
        });
        self.check_report(pushed);
    }

    fn check_report(&mut self, pushed: io::Result<()>) {
        if let Err(error) = pushed {
            self.summary.refused(Path::new("--report"), &format!("the report cannot be written: {error}"));
            self.outcome.failed = true;
            self.stopped = true;
        }
    }

    fn finish(mut self) -> Outcome {
        if let Some(lines) = self.lines.take()
            && let Err(error) = lines.finish()
        {
            self.summary.refused(Path::new("--output"), &format!("it cannot be written: {error}"));
            self.outcome.failed = true;
        }
        self.summary.finish();
        self.outcome
    }
}

/// An output that is in its place.
struct Done {
    output: String,
    report: Report,
}

/// Why no output is in its place.
enum Unplaced {
    Refused(String),
    Usage(String),
    Failed(Error),
}

/// An error and its causes, in one line.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
