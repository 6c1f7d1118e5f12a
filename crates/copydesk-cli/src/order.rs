//! What a run is asked for, checked before anything is read.

use std::path::{Path, PathBuf};

use copydesk::{Article, Error, Format, Hold, Moment, Report, Writer};

use crate::args::OrderArgs;
use crate::digest;
use crate::fonts;
use crate::house::House;
use crate::message::{self, UsageError};
use crate::settings::{self, Settings};

/// What a run is asked for. Shared by all threads.
#[derive(Debug)]
pub(crate) struct Order {
    /// How inputs are read and formats written.
    pub(crate) settings: Settings,
    /// The formats to write.
    pub(crate) formats: Vec<&'static Format>,
    /// The folder of pictures, where it is named.
    pub(crate) media: Option<PathBuf>,
    house: House,
    fields: Vec<(String, String)>,
    date: Option<Moment>,
    allow_embargoed: bool,
    allow_killed: bool,
    one_line: bool,
    told: String,
}

impl Order {
    /// Checks what is asked for; the output names the format where nothing else does.
    pub(crate) fn new(args: &OrderArgs, output: Option<&Path>) -> Result<Self, UsageError> {
        let mut settings = Settings::new(&args.reading)?;
        settings.use_options(fonts::options(args));
        let fields = fields(&args.set)?;
        let formats = formats(args, output)?;
        if formats.iter().any(|format| format.name == copydesk::pdf::FORMAT.name) {
            settings.use_pages(fonts::pages(args, settings.limits.media_bytes)?);
        } else if let (Some(flag), false) = (args.pages_flag, args.is_quiet()) {
            message::note(&format!("{flag} is for pdf, which is not asked for; it changes nothing"));
        }
        for format in &formats {
            settings.writer(format.name)?;
        }
        Ok(Self {
            settings,
            formats,
            media: args.media.clone(),
            house: House::new(args),
            fields,
            date: args.date,
            allow_embargoed: args.allow_embargoed,
            allow_killed: args.allow_killed,
            one_line: false,
            told: told(args),
        })
    }

    /// The hash of all that has a part in what is written: formats, options, fields, fonts, limits.
    pub(crate) fn hash(&self) -> String {
        let Self { settings, media, one_line, told, .. } = self;
        let formats: Vec<&str> = self.formats.iter().map(|format| format.name).collect();
        let said = settings.said();
        digest::sha256(format!("{formats:?}\n{said}\n{media:?}\n{one_line}\n{told}").as_bytes())
    }

    /// From now on JSON is written as one line an article.
    pub(crate) fn use_one_line(&mut self) {
        self.one_line = true;
    }

    /// Writers of the formats, in their order: one set for each thread.
    pub(crate) fn writers(&self) -> Vec<Box<dyn Writer>> {
        self.formats.iter().filter_map(|format| self.writer(format).ok()).collect()
    }

    fn writer(&self, format: &Format) -> Result<Box<dyn Writer>, UsageError> {
        let mut writer = self.settings.writer(format.name)?;
        if self.one_line {
            writer.set_option("layout", "compact").map_err(|error| UsageError::new(error.message()))?;
        }
        Ok(writer)
    }

    /// Fills in and sets what the command line says.
    pub(crate) fn apply(&self, article: &mut Article, report: &mut Report) -> Result<(), Error> {
        self.settings.apply(article);
        self.house.fill_in(article, report);
        let metadata = &mut article.metadata;
        if metadata.issued.is_none() && metadata.modified.is_none() {
            metadata.issued = self.date;
        }
        self.fields.iter().try_for_each(|(key, value)| copydesk::json::set_field(article, key, value))
    }

    /// Whether finished pages are written in spite of a hold.
    pub(crate) fn allows(&self, hold: &Hold) -> bool {
        if hold.is_for_now() { self.allow_embargoed } else { self.allow_killed }
    }
}

/// What the command line says of every article, in words that differ where it does.
fn told(args: &OrderArgs) -> String {
    let OrderArgs { set, date, publisher, rights, name, allow_embargoed, allow_killed, reading, .. } = args;
    let now = reading.now;
    format!("{set:?} {date:?} {publisher:?} {rights:?} {name:?} {allow_embargoed} {allow_killed} {now:?}")
}

/// The formats to write: those that are named, else the one of the output's extension.
fn formats(args: &OrderArgs, output: Option<&Path>) -> Result<Vec<&'static Format>, UsageError> {
    let mut formats: Vec<&'static Format> = Vec::new();
    for name in &args.to {
        let format = settings::writer(name.trim())?.format();
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    if formats.is_empty() {
        formats.push(format_by_extension(output)?);
    }
    Ok(formats)
}

fn format_by_extension(output: Option<&Path>) -> Result<&'static Format, UsageError> {
    let extension = output.and_then(Path::extension).and_then(|extension| extension.to_str());
    let wanted = extension.map(str::to_ascii_lowercase);
    let known = |format: &Format| wanted.as_deref().is_some_and(|wanted| format.extensions.contains(&wanted));
    let found = copydesk::writers().into_iter().map(|writer| writer.format()).find(|format| known(format));
    found.ok_or_else(|| {
        UsageError(match extension {
            Some(extension) => format!("no format is written as .{extension}; -t FORMAT names one"),
            None => "say what to write: -t FORMAT, or -o FILE with its extension".to_owned(),
        })
    })
}

/// Finds faults in `--set` before anything is read. An index may fit some article, so it is not judged here.
fn fields(fields: &[String]) -> Result<Vec<(String, String)>, UsageError> {
    let split = |field: &String| {
        let (key, value) = field.split_once('=').ok_or_else(|| {
            UsageError(format!("--set takes KEY=VALUE, as in --set metadata.language=en; not `{field}`"))
        })?;
        if !key.contains('[') {
            copydesk::json::set_field(&mut Article::default(), key, value)
                .map_err(|error| UsageError(format!("--set {field}: {}", error.message())))?;
        }
        Ok((key.to_owned(), value.to_owned()))
    };
    fields.iter().map(split).collect()
}
