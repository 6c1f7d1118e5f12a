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

use crate::args::{self, CheckArgs, ConvertArgs, InputArgs, OrderArgs, ReadingArgs, WatchArgs};
use crate::message::UsageError;
use crate::{fonts, settings};

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
        args.from = args.from.take().or_else(|| self.text("from"));
        args.lang = args.lang.take().or_else(|| self.text("lang"));
        args.lenient = args.lenient.or_else(|| self.flag("lenient"));
        prepend(&mut args.limits, keys::limits(&self.entries));
        prepend(&mut args.options, keys::options(&self.entries));
    }

    /// Fills in what the command line leaves open about a conversion.
    pub(crate) fn fill_convert(&self, args: &mut ConvertArgs) {
        self.fill_input(&mut args.input);
        self.fill_order(&mut args.order);
        let names_the_format = args.output.as_deref().is_some_and(settings::is_extension_of_a_format);
        if !names_the_format {
            self.fill_formats(&mut args.order);
        }
        args.jobs = args.jobs.or_else(|| args::jobs(self.values("jobs").first()?).ok());
        args.strict = args.strict.or_else(|| self.flag("strict"));
    }

    /// Fills in what the command line leaves open about a watch.
    pub(crate) fn fill_watch(&self, args: &mut WatchArgs) {
        self.fill_order(&mut args.order);
        self.fill_formats(&mut args.order);
        let seconds = |key| args::seconds(self.values(key).first()?).ok();
        args.poll = args.poll.or_else(|| seconds("watch.poll"));
        args.settle = args.settle.or_else(|| seconds("watch.settle"));
        args.whole_after = args.whole_after.or_else(|| seconds("watch.whole-after"));
        args.log = args.log.or_else(|| args::log_style(self.values("watch.log").first()?).ok());
        args.remember = args.remember.or_else(|| self.values("watch.remember").first()?.parse().ok());
    }

    /// Fills in what the command line leaves open about a check.
    pub(crate) fn fill_check(&self, args: &mut CheckArgs) {
        self.fill_input(&mut args.input);
        self.fill_reading(&mut args.reading);
    }

    fn fill_input(&self, args: &mut InputArgs) {
        for (said, key) in [(&mut args.include, "include"), (&mut args.exclude, "exclude")] {
            if said.is_empty() {
                *said = self.values(key).to_vec();
            }
        }
    }

    fn fill_formats(&self, args: &mut OrderArgs) {
        if args.to.is_empty() {
            args.to = keys::formats(self.values("to"));
        }
    }

    /// Fills in what the command line leaves open about every article.
    fn fill_order(&self, args: &mut OrderArgs) {
        args.pages_flag = fonts::flag(args);
        self.fill_reading(&mut args.reading);
        args.name = args.name.take().or_else(|| self.text("name"));
        args.quiet = args.quiet.or_else(|| self.flag("quiet"));
        args.media = args.media.take().or_else(|| self.text("media").map(PathBuf::from));
        args.publisher = args.publisher.take().or_else(|| self.text("publisher"));
        args.rights = args.rights.take().or_else(|| self.text("rights"));
        if args.fonts.is_empty() {
            args.fonts = self.values("font").iter().map(PathBuf::from).collect();
        }
        args.system_fonts = args.system_fonts.or_else(|| self.flag("system-fonts"));
        args.cmyk_profile = args.cmyk_profile.take().or_else(|| self.text("cmyk-profile").map(PathBuf::from));
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

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::{Args, Command};

    /// The arguments of a conversion, a watch and a check, filled in.
    fn filled(config: &Config) -> String {
        let parse = |line: &str| Args::parse_from(line.split(' ')).command;
        let mut commands = [
            parse("copydesk convert a.txt"),
            parse("copydesk watch in -o out"),
            parse("copydesk check a.txt"),
        ];
        for command in &mut commands {
            if let Command::Convert(args) = command {
                config.fill_convert(args);
            } else if let Command::Watch(args) = command {
                config.fill_watch(args);
            } else if let Command::Check(args) = command {
                config.fill_check(args);
            }
        }
        format!("{commands:?}")
    }

    #[test]
    fn every_key_changes_something() {
        let nothing = filled(&Config::default());
        for key in keys::all() {
            let value = match key.name.as_str() {
                "watch.log" => "json",
                name if name == "jobs" || name.starts_with("watch.") => "3",
                _ => "true",
            };
            let origin = Origin::Environment("COPYDESK".to_owned());
            let entry = Entry { values: vec![value.to_owned()], origin };
            let config = Config { file: None, entries: BTreeMap::from([(key.name.clone(), entry)]) };
            assert_ne!(filled(&config), nothing, "{} changes nothing", key.name);
        }
    }

    #[test]
    fn the_command_line_is_heard_first() {
        let origin = || Origin::Environment("COPYDESK".to_owned());
        let set = |(key, value): (&str, &str)| {
            (key.to_owned(), Entry { values: vec![value.to_owned()], origin: origin() })
        };
        let entries = [("to", "nitf,json"), ("jobs", "3"), ("quiet", "true"), ("include", "*.xml")];
        let config = Config { file: None, entries: entries.into_iter().map(set).collect() };
        let filled = |line: &str| {
            let Command::Convert(mut args) = Args::parse_from(line.split(' ')).command else {
                panic!("no conversion");
            };
            config.fill_convert(&mut args);
            (args.order.to.join(","), args.jobs, args.order.is_quiet(), args.input.include.join(","))
        };
        let told =
            |to: &str, jobs, quiet, include: &str| (to.to_owned(), Some(jobs), quiet, include.to_owned());
        assert_eq!(filled("copydesk convert a.txt -o out/"), told("nitf,json", 3, true, "*.xml"));
        assert_eq!(filled("copydesk convert a.txt -o a.html").0, "", "the extension names the format");
        assert_eq!(
            filled("copydesk convert a.txt -t html --jobs 1 --quiet=false --include *.txt"),
            told("html", 1, false, "*.txt")
        );
    }
}
