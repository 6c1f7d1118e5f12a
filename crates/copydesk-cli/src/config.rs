//! What `copydesk.toml` and the environment say, under the words of the command line.
//!
//! Configuration is nothing but defaults for the command line: what it sets is put in place of what the command line
//! leaves open, before anything else sees it. The command line is heard first, then the environment, then the file.

mod environment;
mod file;
mod find;
mod keys;
mod show;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::args::{ConvertArgs, OrderArgs, ReadingArgs};
use crate::message::UsageError;

pub(crate) use show::run;

/// Every value that is set besides the command line, by its key.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The file it was read from, if there is one.
    pub(crate) file: Option<PathBuf>,
    entries: BTreeMap<String, Entry>,
}

/// A value, and where it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    values: Vec<String>,
    origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A variable of the environment.
    Environment(String),
    /// A line and column of the file, from 1.
    File { path: PathBuf, line: usize, column: usize },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => f.write_str(name),
            Self::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
        }
    }
}

impl Config {
    /// Reads what holds for these inputs: the file that `--config` or `COPYDESK_CONFIG` names, else the one found upward
    /// from the inputs, and the environment.
    pub(crate) fn load(args: &ReadingArgs, inputs: &[PathBuf]) -> Result<Self, UsageError> {
        if args.no_config {
            return Ok(Self::default());
        }
        let environment = environment::read()?;
        let named = args.config.clone().or(environment.config);
        let found = match &named {
            Some(path) => Some(path.clone()),
            None => find::upward(inputs)?,
        };
        let mut entries = match &found {
            Some(path) => file::read(path, named.is_some())?,
            None => BTreeMap::new(),
        };
        entries.extend(environment.entries);
        keys::check_values(&entries)?;
        Ok(Self { file: found, entries })
    }

    /// Fills in what the command line leaves open about reading.
    pub(crate) fn fill_reading(&self, args: &mut ReadingArgs) {
        args.lang = args.lang.take().or_else(|| self.text("lang"));
        args.lenient = args.lenient.or_else(|| self.flag("lenient"));
        prepend(&mut args.limits, keys::limits(&self.entries));
        prepend(&mut args.options, keys::options(&self.entries));
    }

    /// Fills in what the command line leaves open about a conversion.
    pub(crate) fn fill_convert(&self, args: &mut ConvertArgs) {
        self.fill_order(&mut args.order);
        args.strict = args.strict.or_else(|| self.flag("strict"));
    }

    /// Fills in what the command line leaves open about every article.
    pub(crate) fn fill_order(&self, args: &mut OrderArgs) {
        self.fill_reading(&mut args.reading);
        args.media = args.media.take().or_else(|| self.text("media").map(PathBuf::from));
        args.publisher = args.publisher.take().or_else(|| self.text("publisher"));
        args.rights = args.rights.take().or_else(|| self.text("rights"));
        if args.fonts.is_empty() {
            args.fonts = self.values("font").iter().map(PathBuf::from).collect();
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.values(key).first().cloned()
    }

    fn flag(&self, key: &str) -> Option<bool> {
        self.values(key).first().map(|value| value == "true")
    }

    fn values(&self, key: &str) -> &[String] {
        self.entries.get(key).map_or(&[], |entry| &entry.values)
    }
}

/// What is said last holds, so that the command line overrides what is put before it.
fn prepend(said: &mut Vec<String>, defaults: Vec<String>) {
    said.splice(0..0, defaults);
}

/// `@FILE` and the paths of files and folders, made absolute, so that they mean the same wherever the command runs.
/// A file that was found, not named, may only speak of what lies in its own folder: who may put a file into a folder of
/// articles must not be able to have other files read.
fn path_from(base: &Path, path: &str, trusted: bool) -> Result<PathBuf, String> {
    let full = base.join(path);
    let full = full.canonicalize().map_err(|error| format!("{} cannot be read: {error}", full.display()))?;
    let inside = base.canonicalize().is_ok_and(|base| full.starts_with(base));
    if trusted || inside {
        return Ok(full);
    }
    Err(format!("`{path}` lies outside {}; a configuration named with --config may say this", base.display()))
}
