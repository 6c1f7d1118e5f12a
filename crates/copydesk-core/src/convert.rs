//! The two traits every format stands behind, and what they are given.

use std::cell::RefCell;
use std::ops::{ControlFlow, Range};

use crate::{Article, Error, ErrorKind, Limits, MediaResolver, Moment, NoMedia, Report};

/// A format: what it is called and how it is known. Defined once, in its crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// Its name on the command line: `markdown`.
    pub name: &'static str,
    /// Other names it answers to: `md`.
    pub aliases: &'static [&'static str],
    /// Its name for people: `Markdown`.
    pub title: &'static str,
    /// Its file extensions, without the dot; the first is the one written.
    pub extensions: &'static [&'static str],
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes are not text.
    pub binary: bool,
    /// It is a finished page for the public: internal text is withheld, and embargoes are kept.
    pub finished: bool,
    /// The options of its reader.
    pub reader_options: &'static [OptionInfo],
    /// The options of its writer.
    pub writer_options: &'static [OptionInfo],
}

/// What an option is, for help and lists. The reader or writer itself holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionInfo {
    /// Its name: `width`.
    pub name: &'static str,
    /// The values it takes, in words: `a number of characters, or 0 for no wrapping`.
    pub values: &'static str,
    /// The value it has if nothing is said.
    pub default: &'static str,
    /// What it does: one clause.
    pub about: &'static str,
}

/// An output, and what to report of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Converted<T> {
    /// The output.
    pub output: T,
    /// What to report of it.
    pub report: Report,
}

/// Where a reader puts the articles it finds, one by one; a bad one does not lose its neighbours.
/// [`ControlFlow::Break`] asks the reader to stop.
pub type Sink<'a> = dyn FnMut(Result<Converted<Article>, Error>) -> ControlFlow<()> + 'a;

/// Reads a format. Every article it hands out is in [normal form](Article::normalise).
pub trait Reader {
    /// The format it reads.
    fn format(&self) -> &'static Format;

    /// Whether `input` looks like this format, by its content alone. Cheap: looks at the beginning.
    fn recognises(&self, _input: &[u8]) -> bool {
        false
    }

    /// Sets an option by name.
    ///
    /// # Errors
    /// There is no such option, or it cannot have that value ([`ErrorKind::Usage`]).
    fn set_option(&mut self, name: &str, _value: &str) -> Result<(), Error> {
        Err(unknown_option(self.format(), name, self.format().reader_options))
    }

    /// Reads every article of `input` and hands each to `sink`.
    ///
    /// # Errors
    /// The input as a whole cannot be read, or not past some place. What is wrong with one article among several goes
    /// to the sink.
    fn read(&self, input: &[u8], context: &ReadContext<'_>, sink: &mut Sink<'_>) -> Result<(), Error>;
}

/// Writes a format. Built from its options, it may be kept and used again; what it writes never depends on what it
/// wrote before.
pub trait Writer {
    /// The format it writes.
    fn format(&self) -> &'static Format;

    /// Sets an option by name.
    ///
    /// # Errors
    /// There is no such option, or it cannot have that value ([`ErrorKind::Usage`]).
    fn set_option(&mut self, name: &str, _value: &str) -> Result<(), Error> {
        Err(unknown_option(self.format(), name, self.format().writer_options))
    }

    /// Appends the article to `output` and reports what it does not carry.
    ///
    /// # Errors
    /// There is no output; what was appended is to be thrown away.
    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error>;
}

/// What a reader is given besides the bytes.
#[derive(Clone, Default)]
pub struct ReadContext<'a> {
    /// The limits.
    pub limits: Limits,
    /// Broken input is read as far as it makes sense, and what was skipped is reported.
    pub lenient: bool,
    /// The language, where the caller knows it better than the input: a BCP 47 tag. It chooses the language tables;
    /// the article keeps what the source says.
    pub language: Option<&'a str>,
    /// The time by the caller's clock, for rules that need one. The library itself has no clock.
    pub now: Option<Moment>,
    /// Where to note which part of the source became what.
    pub trace: Option<&'a RefCell<Vec<TraceEntry>>>,
}

/// One note of a reader on what it did: from which part of the source, into which place, by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEntry {
    /// The bytes of the source, after decoding to UTF-8.
    pub source: Range<usize>,
    /// The path in the article: `bylines[0]`.
    pub path: String,
    /// The rule, in a word or two: `byline after headline`.
    pub rule: &'static str,
}

/// What a writer is given besides the article.
#[derive(Clone)]
pub struct WriteContext<'a> {
    /// The limits.
    pub limits: Limits,
    /// Finds the media the article refers to.
    pub media: &'a dyn MediaResolver,
    /// What every id a writer makes begins with, so that several articles can stand in one book.
    pub id_prefix: &'a str,
    /// What is to be seen on every page, because the article must not be published as it is: `NOT FOR PUBLICATION:
    /// killed`. For [finished](Format::finished) formats; the others write the article alone.
    pub stamp: Option<&'a str>,
}

impl ReadContext<'_> {
    /// Notes what became of a part of the source. Costs nothing where nobody asks.
    pub fn trace(&self, source: Range<usize>, path: impl FnOnce() -> String, rule: &'static str) {
        if let Some(trace) = self.trace {
            trace.borrow_mut().push(TraceEntry { source, path: path(), rule });
        }
    }
}

impl Default for WriteContext<'_> {
    fn default() -> Self {
        Self { limits: Limits::default(), media: &NoMedia, id_prefix: "a1-", stamp: None }
    }
}

impl Format {
    /// Whether `name` is its name or one of its aliases.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

impl<T> Converted<T> {
    /// An output with nothing to report.
    pub fn clean(output: T) -> Self {
        Self { output, report: Report::default() }
    }
}

/// The error of an option that does not exist, naming those that do.
pub fn unknown_option(format: &Format, name: &str, options: &[OptionInfo]) -> Error {
    let known: Vec<&str> = options.iter().map(|option| option.name).collect();
    let message = if known.is_empty() {
        format!("there is no option `{name}`; {} has none here", format.name)
    } else {
        format!("there is no option `{name}`; there are: {}", known.join(", "))
    };
    Error::new(ErrorKind::Usage, message).in_format(format.name)
}

/// The error of an option's value, saying what it may be.
pub fn bad_option_value(format: &Format, name: &str, value: &str, expected: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("option `{name}` cannot be `{value}`; it takes {expected}"))
        .in_format(format.name)
}

/// Reads an input that holds one article. Several are an error.
///
/// # Errors
/// The input cannot be read, or holds no article, or more than one.
pub fn read_one(
    reader: &dyn Reader,
    input: &[u8],
    context: &ReadContext<'_>,
) -> Result<Converted<Article>, Error> {
    let mut found = Vec::new();
    reader.read(input, context, &mut |article| {
        found.push(article);
        if found.len() > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let error = |message| Err(Error::new(ErrorKind::Unsupported, message).in_format(reader.format().name));
    match (found.pop(), found.pop()) {
        (Some(article), None) => article,
        (None, _) => error("the input holds no article"),
        (Some(_), Some(_)) => error("the input holds several articles; read them through a sink"),
    }
}
