//! `copydesk convert`.

use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use copydesk::{
    Article, Block, Converted, Error, ErrorKind, Hold, Note, Report, WriteContext, Writer, expired, holds,
};

use crate::args::ConvertArgs;
use crate::destination::{Destination, Names};
use crate::media::FolderMedia;
use crate::message::{self, UsageError};
use crate::panic::caught;
use crate::report::{Entry, Lists, ReportFile, Status};
use crate::save::{Growing, ends_the_run, save};
use crate::settings::{self, Settings};
use crate::summary::Summary;
use crate::{Outcome, fonts, house, input, interrupt};

/// Runs `copydesk convert`.
pub(crate) fn run(args: &ConvertArgs) -> Result<Outcome, UsageError> {
    let mut settings = Settings::new(&args.reading)?;
    check_fields(&args.set)?;
    let mut writers = writers(args, &mut settings)?;
    let destination = Destination::new(args.output.as_deref(), &args.inputs, &writers)?;
    if let (Destination::Lines(_), [writer]) = (&destination, writers.as_mut_slice()) {
        writer.set_option("layout", "compact").map_err(|error| UsageError::new(error.message()))?;
    }
    let names = Names::new(destination, &args.inputs, &writers)?;
    let report = open_report(args, &names)?;
    interrupt::listen();
    let summary = Summary::new(args.inputs.len(), args.quiet);
    let outcome = Outcome::default();
    let mut run = Run {
        args,
        settings,
        writers,
        names,
        report,
        summary,
        outcome,
        lines: None,
        buffer: Vec::new(),
        stopped: false,
    };
    for input in &args.inputs {
        if run.stopped {
            break;
        }
        run.input(input);
    }
    Ok(run.finish())
}

/// The writers that are asked for, with their options. Fonts are read only if one of them sets type.
fn writers(args: &ConvertArgs, settings: &mut Settings) -> Result<Vec<Box<dyn Writer>>, UsageError> {
    let mut names: Vec<&'static str> = Vec::new();
    for name in &args.to {
        let name = settings::writer(name.trim())?.format().name;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push(writer_by_extension(args.output.as_deref())?.format().name);
    }
    if names.contains(&copydesk::pdf::FORMAT.name) {
        settings.use_fonts(fonts::read(&args.fonts, settings.limits.media_bytes)?);
    } else if !args.fonts.is_empty() && !args.quiet {
        message::note("--font is for pdf, which is not asked for; it changes nothing");
    }
    names.into_iter().map(|name| settings.writer(name)).collect()
}

fn writer_by_extension(output: Option<&Path>) -> Result<Box<dyn Writer>, UsageError> {
    let extension = output.and_then(Path::extension).and_then(|extension| extension.to_str());
    let wanted = extension.map(str::to_ascii_lowercase);
    let known = |writer: &dyn Writer| {
        wanted.as_deref().is_some_and(|wanted| writer.format().extensions.contains(&wanted))
    };
    copydesk::writers().into_iter().find(|writer| known(writer.as_ref())).ok_or_else(|| {
        UsageError(match extension {
            Some(extension) => format!("no format is written as .{extension}; -t FORMAT names one"),
            None => "say what to write: -t FORMAT, or -o FILE with its extension".to_owned(),
        })
    })
}

/// Finds faults in `--set` before anything is read. An index may fit some article, so it is not judged here.
fn check_fields(fields: &[String]) -> Result<(), UsageError> {
    for field in fields {
        let (key, value) = split_field(field)?;
        if !key.contains('[') {
            copydesk::json::set_field(&mut Article::default(), key, value)
                .map_err(|error| UsageError(format!("--set {field}: {}", error.message())))?;
        }
    }
    Ok(())
}

fn split_field(field: &str) -> Result<(&str, &str), UsageError> {
    field.split_once('=').ok_or_else(|| {
        UsageError(format!("--set takes KEY=VALUE, as in --set metadata.language=en; not `{field}`"))
    })
}

fn open_report(args: &ConvertArgs, names: &Names) -> Result<ReportFile, UsageError> {
    let path = args.report.as_deref();
    if let Some(path) = path {
        names.check(path)?;
        if input::is_standard(path) && *names.destination() == Destination::Standard {
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
struct Run<'a> {
    args: &'a ConvertArgs,
    settings: Settings,
    writers: Vec<Box<dyn Writer>>,
    names: Names,
    report: ReportFile,
    summary: Summary,
    outcome: Outcome,
    lines: Option<Growing>,
    buffer: Vec<u8>,
    stopped: bool,
}

/// One article on its way.
struct Job<'a> {
    input: &'a Path,
    from: &'static str,
    number: usize,
    several: bool,
    media: &'a FolderMedia,
}

impl Run<'_> {
    fn input(&mut self, input: &Path) {
        let mut from = None;
        if let Err(error) = self.read(input, &mut from) {
            self.failed(input, None, from, &error);
        }
    }

    /// Reads an input and writes each article of it. The first is held back until it is known whether there are more,
    /// for only then is it numbered.
    fn read(&mut self, input: &Path, from: &mut Option<&'static str>) -> Result<(), Error> {
        let bytes = input::bytes(input, &self.settings)?;
        let reader = input::reader(input, &bytes, &self.settings)?;
        let name = *from.insert(reader.format().name);
        let folder = self.args.media.clone().or_else(|| input::folder(input));
        let media = FolderMedia::new(folder.as_deref(), self.settings.limits.media_bytes);
        let job = |number, several| Job { input, from: name, number, several, media: &media };
        let language = self.settings.language().map(str::to_owned);
        let context = self.settings.read_context(language.as_deref());
        let (mut count, mut first) = (0, None);
        let read = caught(|| {
            reader.read(&bytes, &context, &mut |found| {
                count += 1;
                match (found, count) {
                    (Ok(article), 1) => first = Some(article),
                    (found, _) => {
                        if let Some(first) = first.take() {
                            self.article(&job(1, true), first);
                        }
                        match found {
                            Ok(article) => self.article(&job(count, true), article),
                            Err(error) => self.failed(input, Some(count), Some(name), &error),
                        }
                    }
                }
                if self.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        });
        if let Some(first) = first {
            self.article(&job(1, false), first);
        }
        read?;
        match count {
            0 => Err(Error::new(ErrorKind::Unsupported, "the input holds no article").in_format(name)),
            _ => Ok(()),
        }
    }

    fn article(&mut self, job: &Job<'_>, read: Converted<Article>) {
        if self.stopped {
            return;
        }
        let Converted { output: mut article, mut report } = read;
        if let Err(error) = self.apply(&mut article, &mut report) {
            self.failed(job.input, Some(job.number), Some(job.from), &error);
            return;
        }
        self.summary.read(job.input, job.from, &report);
        if let Some(expiry) = expired(&article, self.settings.now) {
            self.summary.warning(&format!("{}: expired on {expiry}", job.input.display()));
        }
        for index in 0..self.writers.len() {
            self.output(job, &article, &report, index);
        }
    }

    /// Fills in and sets what the command line says.
    fn apply(&self, article: &mut Article, report: &mut Report) -> Result<(), Error> {
        self.settings.apply(article);
        house::fill_in(article, self.args, report);
        let metadata = &mut article.metadata;
        if metadata.issued.is_none() && metadata.modified.is_none() {
            metadata.issued = self.args.date;
        }
        for field in &self.args.set {
            if let Some((key, value)) = field.split_once('=') {
                copydesk::json::set_field(article, key, value)?;
            }
        }
        Ok(())
    }

    fn output(&mut self, job: &Job<'_>, article: &Article, read: &Report, index: usize) {
        if self.stopped {
            return;
        }
        let format = self.writers[index].format();
        let held = if format.finished { holds(article, Some(self.settings.now)) } else { Vec::new() };
        let forbidden = held.iter().filter(|hold| !self.is_allowed(hold)).collect::<Vec<_>>();
        let done = if forbidden.is_empty() {
            match held.is_empty() {
                true => self.write(job, article, index),
                false => self.write(job, &stamped(article, &held), index),
            }
        } else {
            Err(Undone::Refused(refusal(&forbidden)))
        };
        self.account(job, article, read, format.name, done);
    }

    fn is_allowed(&self, hold: &Hold) -> bool {
        if hold.is_for_now() { self.args.allow_embargoed } else { self.args.allow_killed }
    }

    /// Writes one output and puts it in its place.
    fn write(&mut self, job: &Job<'_>, article: &Article, index: usize) -> Result<Done, Undone> {
        let writer = &mut self.writers[index];
        let format = writer.format();
        let standard = *self.names.destination() == Destination::Standard;
        if standard && job.several && format.name != "json" {
            self.stopped = true;
            return Err(Undone::Usage("the input holds several articles; -o FOLDER/ takes them".to_owned()));
        }
        let prefix = format!("a{}-", job.number);
        let limits = self.settings.limits.clone();
        let context = WriteContext { limits, media: job.media, id_prefix: &prefix };
        self.buffer.clear();
        let buffer = &mut self.buffer;
        let written = caught(|| writer.write(article, &context, buffer));
        if written.as_ref().is_err_and(|error| error.kind() == ErrorKind::Internal)
            && let Ok(fresh) = self.settings.writer(format.name)
        {
            // What a fault leaves of a writer is not to be used again.
            self.writers[index] = fresh;
        }
        let report = written.map_err(Undone::Failed)?;
        let output = self.place(job, index)?;
        Ok(Done { output, report })
    }

    /// Puts the bytes in the buffer in their place, and names it.
    fn place(&mut self, job: &Job<'_>, index: usize) -> Result<String, Undone> {
        let number = job.several.then_some(job.number);
        let name = self.names.next(job.input, number, self.writers[index].format());
        let Some(name) = name.map_err(|error| Undone::Usage(error.0))? else {
            return self.print();
        };
        let path = &name.path;
        let saved = match self.names.destination() {
            Destination::Lines(_) => self.append(path),
            Destination::Standard | Destination::File(_) | Destination::Folder(_) | Destination::Beside => {
                save(path, &self.buffer)
            }
        };
        if let Some(plain) = &name.instead_of {
            let (plain, path) = (plain.display(), path.display());
            self.summary
                .warning(&format!("{plain} is taken by an earlier output of this run; written to {path}"));
        }
        saved.map_err(|cause| {
            self.stopped |= ends_the_run(&cause);
            Undone::Failed(
                Error::new(ErrorKind::Resource, format!("{} cannot be written", path.display()))
                    .caused_by(cause),
            )
        })?;
        Ok(path.display().to_string())
    }

    fn append(&mut self, path: &Path) -> io::Result<()> {
        if self.lines.is_none() {
            self.lines = Some(Growing::begin(path)?);
        }
        self.lines.as_mut().map_or(Ok(()), |lines| lines.write(&self.buffer))
    }

    fn print(&mut self) -> Result<String, Undone> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(&self.buffer).and_then(|()| stdout.flush()) {
            // Whoever read it has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.stopped = true,
            Err(cause) => {
                self.stopped = true;
                let error = Error::new(ErrorKind::Resource, "standard output cannot be written");
                return Err(Undone::Failed(error.caused_by(cause)));
            }
            Ok(()) => {}
        }
        Ok("-".to_owned())
    }

    /// Reports an output, one way or the other.
    fn account(
        &mut self,
        job: &Job<'_>,
        article: &Article,
        read: &Report,
        to: &'static str,
        done: Result<Done, Undone>,
    ) {
        let mut entry = Entry {
            input: job.input.display().to_string(),
            article: Some(job.number),
            from: Some(job.from),
            to: Some(to),
            output: None,
            status: Status::Ok,
            report: Lists::default(),
            relations: &article.metadata.relations,
            error: None,
        };
        let mut report = Report::default();
        match done {
            Ok(done) => {
                self.summary.written(job.input, &done.output, to, &done.report);
                self.outcome.lost |= self.args.strict == Some(true)
                    && !(read.losses.is_empty() && done.report.losses.is_empty());
                entry.output = Some(done.output);
                report = done.report;
            }
            Err(Undone::Refused(why)) => {
                self.outcome.refused = true;
                self.summary.refused(job.input, &format!("{why} ({to})"));
                (entry.status, entry.error) = (Status::Refused, Some(why));
            }
            Err(Undone::Usage(why)) => {
                self.outcome.usage = true;
                self.summary.refused(job.input, &why);
                (entry.status, entry.error) = (Status::Failed, Some(why));
            }
            Err(Undone::Failed(error)) => {
                self.outcome.failed = true;
                self.summary.failed(job.input, job.several.then_some(job.number), &error);
                (entry.status, entry.error) = (Status::Failed, Some(chain(&error)));
            }
        }
        if self.report.is_wanted() {
            let mut joined = read.clone();
            joined.join(report);
            entry.report = joined.into();
        }
        let pushed = self.report.push(&entry);
        self.check_report(pushed);
    }

    /// An input or one of its articles could not be read.
    fn failed(&mut self, input: &Path, number: Option<usize>, from: Option<&'static str>, error: &Error) {
        if error.kind() == ErrorKind::Usage {
            self.outcome.usage = true;
        } else {
            self.outcome.failed = true;
        }
        self.summary.failed(input, number, error);
        let pushed = self.report.push(&Entry {
            input: input.display().to_string(),
            article: number,
            from,
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

/// Why there is no output.
enum Undone {
    Refused(String),
    Usage(String),
    Failed(Error),
}

fn refusal(holds: &[&Hold]) -> String {
    let what: Vec<String> = holds.iter().map(ToString::to_string).collect();
    let flag = |for_now: bool| holds.iter().any(|hold| hold.is_for_now() == for_now);
    let flags = match (flag(true), flag(false)) {
        (true, true) => "--allow-embargoed --allow-killed write",
        (true, false) => "--allow-embargoed writes",
        (false, _) => "--allow-killed writes",
    };
    format!("refused: {}; {flags} it all the same, stamped", what.join(", "))
}

/// The article with what holds it back printed above the story.
fn stamped(article: &Article, holds: &[Hold]) -> Article {
    let mut stamped = article.clone();
    let what: Vec<String> = holds.iter().map(ToString::to_string).collect();
    let note = Note {
        heading: "NOT FOR PUBLICATION".into(),
        content: vec![Block::paragraph(what.join("; "))],
        ..Note::default()
    };
    stamped.body.insert(0, Block::Note(note));
    stamped
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
