//! Where outputs go, and how they are called.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use copydesk::Format;

use crate::message::UsageError;
use crate::source::is_standard;

/// Where outputs go.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Standard output: one article of one format, or any number as JSON.
    Standard,
    /// One file, where one output is due; a folder of that name, should an input turn out to hold several articles.
    File(PathBuf),
    /// One file for all articles, one a line: JSON Lines.
    Lines(PathBuf),
    /// A folder.
    Folder(PathBuf),
    /// Beside each input.
    Beside,
}

/// Names outputs. No output is called like an input or like an earlier output of the run.
#[derive(Debug)]
pub(crate) struct Names {
    destination: Destination,
    inputs: HashSet<PathBuf>,
    taken: HashSet<PathBuf>,
}

/// The name of an output.
#[derive(Debug)]
pub(crate) struct Name {
    /// Where it goes.
    pub(crate) path: PathBuf,
    /// The name it would have had, were that not taken by an earlier output of the run.
    pub(crate) instead_of: Option<PathBuf>,
}

impl Destination {
    /// Where the outputs of `inputs` in `formats` go.
    pub(crate) fn new(
        output: Option<&Path>,
        inputs: &[PathBuf],
        formats: &[&'static Format],
    ) -> Result<Self, UsageError> {
        let from_standard = inputs.iter().any(|input| is_standard(input));
        let several = inputs.len() * formats.len() > 1;
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
            Some(path) if only_json && has_extension(path, &["jsonl", "ndjson"]) => {
                Ok(Self::Lines(path.to_owned()))
            }
            Some(path) if several && path.exists() => Err(UsageError(format!(
                "{} is a file; several outputs are due, and they need a folder: -o FOLDER/",
                path.display()
            ))),
            Some(path) if several => Ok(Self::Folder(path.to_owned())),
            Some(path) => Ok(Self::File(path.to_owned())),
        }
    }
}

impl Names {
    /// Checks that no output would be called like an input.
    pub(crate) fn new(
        destination: Destination,
        inputs: &[PathBuf],
        formats: &[&'static Format],
    ) -> Result<Self, UsageError> {
        let known = inputs.iter().filter_map(|input| input.canonicalize().ok()).collect();
        let names = Self { destination, inputs: known, taken: HashSet::new() };
        for input in inputs {
            for format in formats {
                if let Some(path) = names.plain(input, None, format) {
                    names.check(&path)?;
                }
            }
        }
        Ok(names)
    }

    /// Where outputs go.
    pub(crate) fn destination(&self) -> &Destination {
        &self.destination
    }

    /// Whether a file may be written: it is no input.
    pub(crate) fn check(&self, path: &Path) -> Result<(), UsageError> {
        if path.canonicalize().is_ok_and(|path| self.inputs.contains(&path)) {
            return Err(UsageError(format!(
                "{} is an input and would be overwritten; -o names another place",
                path.display()
            )));
        }
        Ok(())
    }

    /// The file for an article of an input: `None` for standard output. The article has a number where the input
    /// holds several.
    pub(crate) fn next(
        &mut self,
        input: &Path,
        number: Option<usize>,
        format: &Format,
    ) -> Result<Option<Name>, UsageError> {
        let Some(plain) = self.plain(input, number, format) else { return Ok(None) };
        if let (Destination::File(file), Some(_)) = (&self.destination, number)
            && file.is_file()
        {
            let file = file.display();
            return Err(UsageError(format!(
                "{file} is a file; the input holds several articles: -o FOLDER/"
            )));
        }
        if matches!(self.destination, Destination::Lines(_)) {
            return Ok(Some(Name { path: plain, instead_of: None }));
        }
        let mut path = plain.clone();
        let mut count = 1;
        while !self.taken.insert(path.clone()) {
            count += 1;
            path = plain.with_file_name(file_name(&plain, &format!("_{count}"), format.extensions[0]));
        }
        self.check(&path)?;
        let instead_of = (path != plain).then_some(plain);
        Ok(Some(Name { path, instead_of }))
    }

    fn plain(&self, input: &Path, number: Option<usize>, format: &Format) -> Option<PathBuf> {
        let suffix = number.map(|number| format!("-{number}")).unwrap_or_default();
        let name = file_name(input, &suffix, format.extensions[0]);
        match (&self.destination, number) {
            (Destination::Standard, _) => None,
            (Destination::Lines(path), _) | (Destination::File(path), None) => Some(path.clone()),
            (Destination::File(folder) | Destination::Folder(folder), _) => Some(folder.join(name)),
            (Destination::Beside, _) => Some(input.with_file_name(name)),
        }
    }
}

/// The name of an output: the input's without its extension, a suffix, and the format's extension.
fn file_name(input: &Path, suffix: &str, extension: &str) -> OsString {
    let stem = if is_standard(input) { None } else { input.file_stem() };
    let mut name = stem.map_or_else(|| OsString::from("article"), OsString::from);
    name.push(suffix);
    name.push(".");
    name.push(extension);
    name
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

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|found| extensions.contains(&found))
}
