//! What the command line sets, checked before anything is read.

use std::path::Path;

use copydesk::jiff::{Timestamp, tz::Offset};
use copydesk::pdf::{PdfOptions, PdfWriter};
use copydesk::{Article, Format, Limit, Limits, Moment, ReadContext, Reader, Writer};

use crate::args::ReadingArgs;
use crate::digest;
use crate::message::UsageError;

/// How deep `--limit nesting` may go: what every reader and writer is sure to have room for.
const DEEPEST: u64 = 200;

/// How inputs are read, checked.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The format of the inputs, where it is given.
    pub(crate) from: Option<String>,
    /// The limits.
    pub(crate) limits: Limits,
    /// The time to judge embargoes by.
    pub(crate) now: Moment,
    language: Option<String>,
    lenient: bool,
    options: Vec<FormatOption>,
    /// How PDF is written, but for the options that are set by their names.
    pages: PdfOptions,
}

/// `-O markdown.width=72`
#[derive(Debug)]
struct FormatOption {
    format: &'static str,
    name: String,
    value: String,
}

impl Settings {
    /// Checks what is said about reading.
    pub(crate) fn new(args: &ReadingArgs) -> Result<Self, UsageError> {
        let options =
            args.options.iter().map(|option| FormatOption::new(option)).collect::<Result<_, _>>()?;
        let settings = Self {
            from: args.from.clone(),
            limits: limits(&args.limits)?,
            now: args.now.unwrap_or_else(clock),
            language: args.lang.as_deref().map(language).transpose()?,
            lenient: args.lenient == Some(true),
            options,
            pages: PdfOptions::default(),
        };
        if let Some(name) = &settings.from {
            settings.prepare_reader(reader(name)?.as_mut())?;
        }
        Ok(settings)
    }

    /// The language, where the command line names one.
    pub(crate) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// All that is set but the time, in words that differ where it does.
    pub(crate) fn said(&self) -> String {
        let Self { from, limits, language, lenient, options, pages, .. } = self;
        let PdfOptions { fonts, inks, finder, .. } = pages;
        let fonts: Vec<String> = fonts.iter().map(|font| digest::sha256((*font.0).as_ref())).collect();
        let inks = inks.as_ref().map(|inks| digest::sha256(inks.bytes()));
        let pages = format!("{fonts:?} {inks:?} {finder:?}");
        format!("{from:?} {limits:?} {language:?} {lenient} {options:?} {pages}")
    }

    /// The context of a reader, in this language.
    pub(crate) fn read_context<'a>(&self, language: Option<&'a str>) -> ReadContext<'a> {
        ReadContext {
            limits: self.limits.clone(),
            lenient: self.lenient,
            language,
            now: Some(self.now),
            trace: None,
        }
    }

    /// Sets the options of a reader.
    pub(crate) fn prepare_reader(&self, reader: &mut dyn Reader) -> Result<(), UsageError> {
        let format = reader.format();
        for option in self.options.iter().filter(|option| option.format == format.name) {
            if format.reader_options.iter().any(|known| known.name == option.name) {
                reader.set_option(&option.name, &option.value).map_err(|error| option.refused(&error))?;
            }
        }
        Ok(())
    }

    /// Sets options of PDF over those that were set before.
    pub(crate) fn use_options(&mut self, options: impl Iterator<Item = (&'static str, String)>) {
        let format = copydesk::pdf::FORMAT.name;
        self.options.extend(options.map(|(name, value)| FormatOption {
            format,
            name: name.to_owned(),
            value,
        }));
    }

    /// Writes PDF so, but for the options that are set by their names.
    pub(crate) fn use_pages(&mut self, pages: PdfOptions) {
        self.pages = pages;
    }

    /// The writer of a format by its name, with the fonts and options that are set.
    pub(crate) fn writer(&self, name: &str) -> Result<Box<dyn Writer>, UsageError> {
        let mut writer = writer(name)?;
        if writer.format().name == copydesk::pdf::FORMAT.name {
            writer = Box::new(PdfWriter::new(self.pages.clone()));
        }
        self.prepare_writer(writer.as_mut())?;
        Ok(writer)
    }

    /// Sets the options of a writer.
    fn prepare_writer(&self, writer: &mut dyn Writer) -> Result<(), UsageError> {
        let format = writer.format();
        for option in self.options.iter().filter(|option| option.format == format.name) {
            if format.writer_options.iter().any(|known| known.name == option.name) {
                writer.set_option(&option.name, &option.value).map_err(|error| option.refused(&error))?;
            }
        }
        Ok(())
    }

    /// Fills in the language, where the article names none.
    pub(crate) fn apply(&self, article: &mut Article) {
        if article.metadata.language.is_none() {
            article.metadata.language.clone_from(&self.language);
        }
    }
}

impl FormatOption {
    /// Reads `FORMAT.OPTION=VALUE`; format and option must be known.
    fn new(text: &str) -> Result<Self, UsageError> {
        let parts = text.split_once('=').and_then(|(key, value)| Some((key.split_once('.')?, value)));
        let Some(((format, name), value)) = parts else {
            return Err(UsageError(format!(
                "-O takes FORMAT.OPTION=VALUE, as in -O json.layout=compact; not `{text}`"
            )));
        };
        let (reader, writer) = (copydesk::reader(format), copydesk::writer(format));
        let known: Vec<_> = reader.iter().flat_map(|reader| reader.format().reader_options).collect();
        let known: Vec<_> =
            writer.iter().flat_map(|writer| writer.format().writer_options).chain(known).collect();
        let found = reader
            .iter()
            .map(|reader| reader.format())
            .chain(writer.iter().map(|writer| writer.format()))
            .next();
        let Some(found) = found else { return Err(unknown_format(format)) };
        if known.iter().all(|option| option.name != name) {
            let names: Vec<&str> = known.iter().map(|option| option.name).collect();
            let message = match names.is_empty() {
                true => format!("-O {text}: {} has no options", found.name),
                false => {
                    format!("-O {text}: {} has no option `{name}`; it has: {}", found.name, names.join(", "))
                }
            };
            return Err(UsageError(message));
        }
        Ok(Self { format: found.name, name: name.to_owned(), value: value_or_file(text, value)? })
    }

    fn refused(&self, error: &copydesk::Error) -> UsageError {
        UsageError(format!("-O {}.{}={}: {}", self.format, self.name, self.value, error.message()))
    }
}

/// The value of an option; `@FILE` stands for what the file holds.
pub(crate) fn value_or_file(option: &str, value: &str) -> Result<String, UsageError> {
    match value.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|error| UsageError(format!("-O {option}: {file} cannot be read: {error}"))),
        None => Ok(value.to_owned()),
    }
}

/// Whether the extension of a file is that of a format that is written.
pub(crate) fn is_extension_of_a_format(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    let names = |format: &Format| extension.as_deref().is_some_and(|it| format.extensions.contains(&it));
    copydesk::writers().iter().any(|writer| names(writer.format()))
}

/// The reader of a format, by name.
pub(crate) fn reader(name: &str) -> Result<Box<dyn Reader>, UsageError> {
    copydesk::reader(name).ok_or_else(|| match copydesk::writer(name) {
        Some(writer) => UsageError(format!("{} is written, but not read", writer.format().name)),
        None => unknown_format(name),
    })
}

/// The writer of a format, by name.
pub(crate) fn writer(name: &str) -> Result<Box<dyn Writer>, UsageError> {
    copydesk::writer(name).ok_or_else(|| match copydesk::reader(name) {
        Some(reader) => UsageError(format!("{} is read, but not written", reader.format().name)),
        None => unknown_format(name),
    })
}

/// The error of a format nobody knows, naming the nearest.
fn unknown_format(name: &str) -> UsageError {
    let (readers, writers) = (copydesk::readers(), copydesk::writers());
    let formats =
        readers.iter().map(|reader| reader.format()).chain(writers.iter().map(|writer| writer.format()));
    let mut known: Vec<&str> = formats.map(|format| format.name).collect();
    known.sort_unstable();
    known.dedup();
    let nearest = known.iter().find(|known| strsim::osa_distance(known, name) <= 2);
    UsageError(match nearest {
        Some(nearest) => format!("there is no format `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no format `{name}`; there are: {}", known.join(", ")),
    })
}

/// A language tag, by its shape: letters, then letters and digits, in parts of eight at the most.
pub(crate) fn language(tag: &str) -> Result<String, UsageError> {
    let part =
        |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = tag.split('-').next().unwrap_or_default();
    if tag.split('-').all(part) && first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        Ok(tag.to_owned())
    } else {
        Err(UsageError(format!("--lang takes a tag such as en or pt-BR, not `{tag}`")))
    }
}

pub(crate) fn limits(texts: &[String]) -> Result<Limits, UsageError> {
    let mut limits = Limits::default();
    for text in texts {
        let bad = || UsageError(format!("--limit takes NAME=NUMBER, as in --limit nesting=50; not `{text}`"));
        let (name, number) = text.split_once('=').ok_or_else(bad)?;
        let number: u64 = number.parse().map_err(|_| bad())?;
        let limit = Limit::named(name).ok_or_else(|| {
            let known: Vec<&str> = Limit::ALL.iter().map(|limit| limit.name()).collect();
            UsageError(format!("there is no limit `{name}`; there are: {}", known.join(", ")))
        })?;
        if limit == Limit::Nesting && number > DEEPEST {
            return Err(UsageError(format!("--limit nesting is {DEEPEST} at the most")));
        }
        limits.set(limit, number);
    }
    Ok(limits)
}

fn clock() -> Moment {
    Moment::Zoned(Offset::UTC.to_datetime(Timestamp::now()), Offset::UTC)
}
