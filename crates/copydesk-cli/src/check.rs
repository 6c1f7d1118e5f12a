//! `copydesk check`: whether nothing is lost, proved file by file.

use std::ops::ControlFlow;

use copydesk::{Article, Converted, Error, ErrorKind, ReadContext, Reader, WriteContext, Writer, read_one};
use serde::Serialize;

use crate::args::CheckArgs;
use crate::message::UsageError;
use crate::panic::caught;
use crate::settings::{self, Settings};
use crate::shell::print;
use crate::source::Source;
use crate::summary::counted;
use crate::walk::Walk;
use crate::{Outcome, interrupt};

pub(crate) mod findings;
mod words;

use findings::Finding;
use words::Words;

/// What the check of one file gave.
#[derive(Debug, Serialize)]
struct Checked {
    input: String,
    from: Option<&'static str>,
    articles: usize,
    /// Why it is none of the formats that are read.
    foreign: Option<String>,
    /// What is wrong with it, where it was read all the same, as `--lenient` does.
    broken: Option<String>,
    words: Option<Words>,
    again: Vec<Again>,
    findings: Vec<Found>,
    exceptions: Vec<String>,
}

/// What an editor would want to know of one of its articles.
#[derive(Debug, Serialize)]
struct Found {
    article: usize,
    #[serde(flatten)]
    finding: Finding,
}

/// An article, written in a format and read again.
#[derive(Debug, Serialize)]
struct Again {
    article: usize,
    to: &'static str,
    written: bool,
    /// Whether what was written is valid; nothing where no schema of the format is known.
    valid: Option<bool>,
    /// What makes it invalid.
    invalid: Vec<String>,
    same: bool,
    losses: usize,
}

/// What the check of all files gave.
#[derive(Debug, Default)]
struct Totals {
    files: usize,
    foreign: usize,
    broken: usize,
    unread: usize,
    articles: usize,
    words: Words,
    unaccounted: usize,
    written: usize,
    valid: usize,
    invalid: usize,
    same: usize,
    explained: usize,
    findings: usize,
    exceptions: usize,
}

/// Runs `copydesk check`.
pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, UsageError> {
    let settings = Settings::new(&args.reading)?;
    let mut writers: Vec<Box<dyn Writer>> = Vec::new();
    for name in &args.to {
        writers.push(settings.writer(name.trim())?);
        settings::reader(name.trim())?;
    }
    interrupt::listen();
    check_all(args, &settings, &mut writers)
}

fn check_all(
    args: &CheckArgs,
    settings: &Settings,
    writers: &mut [Box<dyn Writer>],
) -> Result<Outcome, UsageError> {
    let mut totals = Totals::default();
    let walk = Walk::new(&args.input, &settings.limits)?;
    let mut printed = Ok(());
    walk.run(&mut |source| {
        let checked = check(source, settings, writers);
        totals.add(&checked);
        printed = if args.json { as_json(&checked) } else { as_text(&checked) }.map(drop);
        if printed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    printed?;
    if !args.json {
        print(totals.line().as_bytes())?;
    }
    Ok(Outcome { failed: totals.exceptions > 0, ..Outcome::default() })
}

fn check(mut source: Source, settings: &Settings, writers: &mut [Box<dyn Writer>]) -> Checked {
    let mut checked = Checked {
        input: source.path.display().to_string(),
        from: None,
        articles: 0,
        foreign: None,
        broken: None,
        words: None,
        again: Vec::new(),
        findings: Vec::new(),
        exceptions: Vec::new(),
    };
    let (bytes, read) = match read(&mut source, settings, &mut checked) {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::Unsupported => {
            checked.foreign = Some(place_and_message(&error));
            return checked;
        }
        Err(error) => {
            checked.exceptions.push(format!("not read: {}", place_and_message(&error)));
            return checked;
        }
    };
    checked.articles = read.len();
    if let Some(from) = checked.from {
        checked.words = words::account(from, &bytes, &read);
    }
    if let Some(words) = &checked.words {
        checked.exceptions.extend(words.gone.iter().map(|piece| format!("gone: {piece}")));
    }
    for (index, article) in read.iter().enumerate() {
        let named =
            |text: String| if read.len() > 1 { format!("article {}: {text}", index + 1) } else { text };
        let found = findings::of(&article.output, settings.now);
        checked.findings.extend(found.into_iter().map(|finding| Found { article: index + 1, finding }));
        for writer in writers.iter_mut() {
            let (again, exception) = write_and_read(&article.output, writer.as_mut(), settings);
            let invalid = again.invalid.iter().map(|fault| format!("invalid as {}: {fault}", again.to));
            checked.exceptions.extend(invalid.chain(exception).map(&named));
            checked.again.push(Again { article: index + 1, ..again });
        }
    }
    checked
}

/// Reads every article of a file; each that cannot be read is an exception. A file that is broken is read as far as it
/// makes sense, and what is wrong with it is told.
fn read(
    source: &mut Source,
    settings: &Settings,
    checked: &mut Checked,
) -> Result<(Vec<u8>, Vec<Converted<Article>>), Error> {
    let bytes = source.take_bytes(settings)?;
    let reader = source.reader(&bytes, settings)?;
    checked.from = Some(reader.format().name);
    let mut context = settings.read_context(settings.language());
    context.lenient = false;
    let found = match articles(reader.as_ref(), &bytes, &context) {
        Err(error) if error.kind() == ErrorKind::Malformed => {
            context.lenient = true;
            let Ok(found) = articles(reader.as_ref(), &bytes, &context) else { return Err(error) };
            checked.broken = Some(place_and_message(&error));
            found
        }
        found => found?,
    };
    let mut read = Vec::new();
    for article in found {
        match article {
            Ok(article) => read.push(article),
            Err(error) => checked.exceptions.push(format!("not read: {}", place_and_message(&error))),
        }
    }
    if read.is_empty() && checked.exceptions.is_empty() {
        checked.exceptions.push("not read: the input holds no article".to_owned());
    }
    Ok((bytes, read))
}

fn articles(
    reader: &dyn Reader,
    bytes: &[u8],
    context: &ReadContext<'_>,
) -> Result<Vec<Result<Converted<Article>, Error>>, Error> {
    let mut found = Vec::new();
    caught(|| {
        reader.read(bytes, context, &mut |article| {
            found.push(article);
            ControlFlow::Continue(())
        })
    })?;
    Ok(found)
}

/// Writes an article, validates it, and reads it back. It is an exception where that fails, or gives another article though nothing
/// was reported.
fn write_and_read(
    article: &Article,
    writer: &mut dyn Writer,
    settings: &Settings,
) -> (Again, Option<String>) {
    let to = writer.format().name;
    let mut again =
        Again { article: 0, to, written: false, valid: None, invalid: Vec::new(), same: false, losses: 0 };
    let context = WriteContext { limits: settings.limits.clone(), ..WriteContext::default() };
    let mut bytes = Vec::new();
    let report = match caught(|| writer.write(article, &context, &mut bytes)) {
        Ok(report) => report,
        Err(error) => return (again, Some(format!("not written as {to}: {}", place_and_message(&error)))),
    };
    again.written = true;
    again.losses = report.losses.len() + report.withheld.len() + report.assumed.len();
    if let Some(faults) = faults(to, &bytes) {
        again.valid = Some(faults.is_empty());
        again.invalid = faults;
    }
    let Ok(reader) = settings::reader(to) else { return (again, None) };
    match caught(|| read_one(reader.as_ref(), &bytes, &settings.read_context(None))) {
        Ok(back) => {
            again.same = back.output == *article;
            let unexplained = !again.same && again.losses == 0;
            (again, unexplained.then(|| format!("reads back otherwise from {to}, and no loss was reported")))
        }
        Err(error) => (again, Some(format!("does not read back from {to}: {}", place_and_message(&error)))),
    }
}

/// What is not valid in an output; nothing where no schema of the format is known.
fn faults(format: &str, output: &[u8]) -> Option<Vec<String>> {
    match format {
        "nitf" => Some(match copydesk::nitf::validate(output) {
            Ok(faults) => faults.iter().map(ToString::to_string).collect(),
            Err(error) => vec![place_and_message(&error)],
        }),
        _ => None,
    }
}

fn place_and_message(error: &Error) -> String {
    match error.place() {
        Some(place) => format!("{place}: {}", error.message()),
        None => error.message().to_owned(),
    }
}

fn as_json(checked: &Checked) -> Result<Outcome, UsageError> {
    let mut line = serde_json::to_vec(checked).map_err(|error| UsageError(error.to_string()))?;
    line.push(b'\n');
    print(&line)
}

fn as_text(checked: &Checked) -> Result<Outcome, UsageError> {
    let mut text = String::new();
    let mut push =
        |kind: &str, message: &str| text.push_str(&format!("{}: {kind}: {message}\n", checked.input));
    for exception in &checked.exceptions {
        push("exception", exception);
    }
    if let Some(why) = &checked.foreign {
        push("not read", &format!("no format that is read: {why}"));
    }
    if let Some(fault) = &checked.broken {
        push("broken", &format!("{fault}; read as far as it makes sense, as --lenient does"));
    }
    if checked.articles > 0 {
        push("read", &verdict(checked));
    }
    for piece in checked.words.iter().flat_map(|words| &words.only_in_extras) {
        push("only in extras", piece);
    }
    for piece in checked.words.iter().flat_map(|words| &words.only_in_report) {
        push("only in the report", piece);
    }
    for Found { article, finding } in &checked.findings {
        let several = checked.articles > 1;
        push("finding", &if several { format!("article {article}: {finding}") } else { finding.to_string() });
    }
    print(text.as_bytes())
}

/// What became of a file that was read, in one line.
fn verdict(checked: &Checked) -> String {
    let mut parts = vec![counted(checked.articles, "article")];
    parts.extend(checked.words.as_ref().map(Words::line));
    for again in &checked.again {
        let of = if checked.articles > 1 { format!("article {} ", again.article) } else { String::new() };
        let written = match (again.written, again.valid) {
            (false, _) => "not written",
            (true, None) => "written",
            (true, Some(true)) => "valid",
            (true, Some(false)) => "invalid",
        };
        let same = match (again.same, again.losses) {
            (true, _) => "the same when read again",
            (false, 0) => "another when read again",
            (false, _) => "the same but for reported losses",
        };
        parts.push(format!("{of}as {}: {written}, {same}", again.to));
    }
    parts.join("; ")
}

impl Totals {
    fn add(&mut self, checked: &Checked) {
        self.files += 1;
        self.foreign += usize::from(checked.foreign.is_some());
        self.broken += usize::from(checked.broken.is_some());
        self.unread += usize::from(checked.articles == 0 && checked.foreign.is_none());
        self.articles += checked.articles;
        match &checked.words {
            Some(words) => self.words.add(words),
            None => self.unaccounted += usize::from(checked.articles > 0),
        }
        for again in &checked.again {
            self.written += usize::from(again.written);
            self.valid += usize::from(again.valid == Some(true));
            self.invalid += usize::from(again.valid == Some(false));
            self.same += usize::from(again.same);
            self.explained += usize::from(again.written && !again.same && again.losses > 0);
        }
        self.findings += checked.findings.len();
        self.exceptions += checked.exceptions.len();
    }

    /// The one line to trust.
    fn line(&self) -> String {
        let Self {
            foreign,
            broken,
            unread,
            words,
            unaccounted,
            written,
            valid,
            invalid,
            same,
            explained,
            ..
        } = self;
        let unaccounted = match unaccounted {
            0 => String::new(),
            count => format!(" ({} not counted word by word)", counted(*count, "file")),
        };
        format!(
            "{}: {foreign} in no format that is read, {broken} broken and read leniently, {unread} not read; {}; {}{unaccounted}; \
             {}: {valid} valid, {invalid} invalid, {same} the same when read again, {explained} the same but for reported losses; {}; {}\n",
            counted(self.files, "file"),
            counted(self.articles, "article"),
            words.line(),
            counted(*written, "output"),
            counted(self.findings, "finding"),
            counted(self.exceptions, "exception"),
        )
    }
}

#[cfg(test)]
mod tests;
