//! Where outputs go.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::io::{ErrorKind, IsTerminal as _};
use std::path::{Path, PathBuf};

use copydesk::Format;

use crate::archive::Counts;
use crate::message::UsageError;
use crate::names::{self, Template};
use crate::pipeline::Found;
use crate::source::{Source, is_standard};
use crate::walk::Walk;

/// Where outputs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Standard output: one article of one format, or any number as JSON.
    Standard,
    /// One file, where one output is due; a folder of that name, should an input turn out to hold several articles.
    File(PathBuf),
    /// One file that holds all outputs.
    Container(PathBuf, Container),
    /// A folder.
    Folder(PathBuf),
    /// Beside each input.
    Beside,
}

/// A file that holds all outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// JSON Lines: an article a line.
    Lines,
    /// A tar archive.
    Tar,
    /// A tar archive under Zstandard.
    TarZstandard,
    /// A zip archive.
    Zip,
}

impl Destination {
    /// Where the outputs of the inputs in `formats` go.
    pub(crate) fn new(
        output: Option<&Path>,
        walk: &Walk,
        formats: &[&'static Format],
    ) -> Result<Self, UsageError> {
        let inputs = walk.named();
        let from_standard = inputs.iter().any(|input| is_standard(input));
        let several = inputs.len() * formats.len() > 1 || walk.is_open_ended();
        let only_json = formats.iter().all(|format| format.name == "json");
        let standard = || {
            if !several || (only_json && formats.len() == 1) {
                to_standard(formats[0])
            } else {
                Err(UsageError::new("standard output takes one output; -o FOLDER/ takes several"))
            }
        };
        match output {
            None if from_standard && inputs.len() == 1 => standard(),
            None if from_standard => {
                Err(UsageError::new("say with -o FOLDER/ where to write what standard input gives"))
            }
            None => Ok(Self::Beside),
            Some(path) if is_standard(path) => standard(),
            Some(path) if ends_in_slash(path) || path.is_dir() => Ok(Self::Folder(path.to_owned())),
            Some(path) => match container(path) {
                Some(Container::Lines) if !only_json => Err(UsageError(format!(
                    "{}: JSON Lines hold articles as json, and nothing else; -t json",
                    path.display()
                ))),
                Some(container) => Ok(Self::Container(path.to_owned(), container)),
                None if several && path.exists() => Err(UsageError(format!(
                    "{} is a file; several outputs are due, and they need a folder: -o FOLDER/",
                    path.display()
                ))),
                None if several => Ok(Self::Folder(path.to_owned())),
                None => Ok(Self::File(path.to_owned())),
            },
        }
    }

    /// The path of an output, before it is known whether that is taken; `None` for standard output. In a container, the
    /// name it has there.
    pub(crate) fn plain(
        &self,
        template: Option<&Template>,
        source: &Source,
        found: Found<'_>,
        format: &Format,
    ) -> Option<PathBuf> {
        let below = || names::plain(template, source, found, format);
        match self {
            Self::Standard => None,
            Self::File(path) if !found.several => Some(path.clone()),
            Self::File(folder) | Self::Folder(folder) => Some(folder.join(below())),
            Self::Container(..) => Some(below()),
            Self::Beside => Some(source.base.join(below())),
        }
    }
}

/// The files that no output may replace.
#[derive(Debug)]
pub(crate) struct Inputs<'a> {
    walk: &'a Walk,
    /// Those that are named, once an output would replace something.
    known: OnceCell<HashSet<&'a Path>>,
}

impl<'a> Inputs<'a> {
    /// The inputs of a walk.
    pub(crate) fn new(walk: &'a Walk) -> Self {
        Self { walk, known: OnceCell::new() }
    }

    /// What was counted on the walk.
    pub(crate) fn counts(&self) -> &Counts {
        self.walk.counts()
    }

    /// Checks what the names of outputs will be where that is known beforehand.
    pub(crate) fn check_outputs(
        &self,
        destination: &Destination,
        formats: &[&'static Format],
    ) -> Result<(), UsageError> {
        match destination {
            Destination::Standard => Ok(()),
            Destination::File(path) | Destination::Container(path, _) => self.check(path).map(drop),
            Destination::Folder(folder) if is_vacant(folder) => Ok(()),
            Destination::Folder(folder) => self.check_each(formats, |input, format| {
                let name = Path::new(input.file_name().unwrap_or_default());
                folder.join(names::renamed(name, "", format))
            }),
            Destination::Beside => {
                self.check_each(formats, |input, format| names::renamed(input, "", format))
            }
        }
    }

    fn check_each(
        &self,
        formats: &[&'static Format],
        output: impl Fn(&Path, &Format) -> PathBuf,
    ) -> Result<(), UsageError> {
        for input in self.walk.named().iter().filter(|input| input.is_file()) {
            formats.iter().try_for_each(|format| self.check(&output(input, format)).map(drop))?;
        }
        Ok(())
    }

    /// Checks that a file may be written: it is no input. Gives whether there is something by that name.
    pub(crate) fn check(&self, path: &Path) -> Result<bool, UsageError> {
        if path.symlink_metadata().is_err() {
            return Ok(false);
        }
        let known = || self.known.get_or_init(|| self.walk.resolved().iter().map(PathBuf::as_path).collect());
        let named = path.canonicalize().is_ok_and(|path| known().contains(path.as_path()));
        if named || self.walk.covers(path) {
            return Err(UsageError(format!(
                "{} is an input and would be overwritten; -o names another place",
                path.display()
            )));
        }
        Ok(true)
    }
}

/// Whether there is nothing in a folder, or no folder.
fn is_vacant(folder: &Path) -> bool {
    match folder.read_dir() {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

fn container(path: &Path) -> Option<Container> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    [
        (".jsonl", Container::Lines),
        (".ndjson", Container::Lines),
        (".tar", Container::Tar),
        (".tar.zst", Container::TarZstandard),
        (".tzst", Container::TarZstandard),
        (".zip", Container::Zip),
    ]
    .into_iter()
    .find_map(|(ending, container)| name.ends_with(ending).then_some(container))
}

fn to_standard(format: &Format) -> Result<Destination, UsageError> {
    if format.binary && std::io::stdout().is_terminal() {
        let extension = format.extensions[0];
        return Err(UsageError(format!(
            "{} is no text for a terminal; write it to a file: -o article.{extension}",
            format.title
        )));
    }
    Ok(Destination::Standard)
}

fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|byte| std::path::is_separator(char::from(*byte)))
}
