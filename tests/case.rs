//! A case: the files of its folder, what is expected of them, and how they differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use copydesk_core::{Error, ErrorKind, MediaResolver};
use libtest_mimic::Failed;

/// The files a case makes, by name.
pub(crate) type Made = BTreeMap<String, Vec<u8>>;

/// One folder of `cases/`.
pub(crate) struct Case {
    folder: PathBuf,
    /// The name of the input file: `input.xml`, or `article.json` where the case is for writers alone.
    pub(crate) input_name: String,
    /// Its bytes.
    pub(crate) input: Vec<u8>,
    /// What the file `options` says.
    pub(crate) options: Options,
}

/// The file `options`: one `name=value` a line.
#[derive(Default)]
pub(crate) struct Options {
    /// `from=nitf`: the format to read; else content and extension tell.
    pub(crate) from: Option<String>,
    /// `to=markdown,pdf`: the formats to write; else every one.
    pub(crate) to: Option<Vec<String>>,
    /// `lenient=true`: broken input is read as far as it makes sense.
    pub(crate) lenient: bool,
    /// `language=de`: the language the caller names.
    pub(crate) language: Option<String>,
    /// `markdown.width=72`: an option of a reader or writer.
    pub(crate) set: Vec<(String, String, String)>,
}

impl Case {
    pub(crate) fn load(folder: &Path) -> Result<Self, Failed> {
        let names = file_names(folder)?;
        let inputs: Vec<&String> = names.iter().filter(|name| name.starts_with("input.")).collect();
        let input_name = match inputs.as_slice() {
            [] => "article.json".to_owned(),
            [name] => (*name).clone(),
            _ => return Err("there are several inputs".into()),
        };
        let options = match fs::read_to_string(folder.join("options")) {
            Ok(text) => Options::parse(&text)?,
            Err(_) => Options::default(),
        };
        let input = fs::read(folder.join(&input_name)).map_err(|error| format!("{input_name}: {error}"))?;
        Ok(Self { folder: folder.to_owned(), input_name, input, options })
    }

    /// The media of the case, in its folder `media`.
    pub(crate) fn media(&self) -> FolderMedia {
        FolderMedia { root: self.folder.clone() }
    }

    /// Compares what was made with what is in the folder.
    pub(crate) fn compare(&self, made: &Made) -> Result<(), Failed> {
        let mut faults = Vec::new();
        for (name, bytes) in made {
            match fs::read(self.folder.join(name)) {
                Ok(expected) if expected == *bytes => {}
                Ok(expected) => faults.push(difference(name, &expected, bytes)),
                Err(_) => faults.push(format!("{name}: missing")),
            }
        }
        for name in self.expected_files()? {
            if !made.contains_key(&name) {
                faults.push(format!("{name}: nothing makes this file"));
            }
        }
        if faults.is_empty() {
            return Ok(());
        }
        faults
            .push("`UPDATE=1 cargo test --test golden` rewrites what is expected; read the diff".to_owned());
        Err(faults.join("\n").into())
    }

    /// Writes what was made into the folder and removes what nothing makes any more.
    pub(crate) fn update(&self, made: &Made) -> Result<(), Failed> {
        for name in self.expected_files()? {
            let is_ours = name.starts_with("output.") || name.ends_with(".report") || name == "article.json";
            if !made.contains_key(&name) && !is_ours {
                return Err(format!("{name}: nothing makes this file; remove it").into());
            }
            if !made.contains_key(&name) {
                fs::remove_file(self.folder.join(&name))?;
            }
        }
        for (name, bytes) in made {
            fs::write(self.folder.join(name), bytes)?;
        }
        Ok(())
    }

    /// The files of the folder that are neither input nor options nor media.
    fn expected_files(&self) -> Result<BTreeSet<String>, Failed> {
        let mut names = file_names(&self.folder)?;
        names.retain(|name| *name != self.input_name && name != "options" && name != "media");
        if self.input_name == "article.json" {
            names.insert(self.input_name.clone());
        }
        Ok(names)
    }
}

impl Options {
    fn parse(text: &str) -> Result<Self, Failed> {
        let mut options = Self::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, value) = line.split_once('=').ok_or_else(|| format!("options: no `=` in `{line}`"))?;
            match (name, name.split_once('.')) {
                ("from", _) => options.from = Some(value.to_owned()),
                ("to", _) => options.to = Some(value.split(',').map(str::to_owned).collect()),
                ("lenient", _) => options.lenient = value == "true",
                ("language", _) => options.language = Some(value.to_owned()),
                (_, Some((format, option))) => {
                    options.set.push((format.to_owned(), option.to_owned(), value.to_owned()));
                }
                _ => return Err(format!("options: `{name}` is none").into()),
            }
        }
        Ok(options)
    }
}

/// Finds media in a case's own folder.
pub(crate) struct FolderMedia {
    root: PathBuf,
}

impl MediaResolver for FolderMedia {
    fn resolve(&self, source: &str) -> Result<Option<Vec<u8>>, Error> {
        if !source.starts_with("media/") || source.contains("..") {
            return Ok(None);
        }
        match fs::read(self.root.join(source)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::new(ErrorKind::Resource, source.to_owned()).caused_by(error)),
        }
    }
}

fn file_names(folder: &Path) -> Result<BTreeSet<String>, Failed> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        names.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

/// The first lines that differ, with the line before.
fn difference(name: &str, expected: &[u8], found: &[u8]) -> String {
    let (expected, found) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(found));
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(left, right)| left == right).count();
    let mut text = format!("{name}: differs from line {} on", same + 1);
    if same > 0 {
        text += &format!("\n    {}", expected[same - 1]);
    }
    let shown = |lines: &[&str], sign: char| -> String {
        lines.iter().skip(same).take(6).map(|line| format!("\n  {sign} {line}")).collect()
    };
    text + &shown(&expected, '-') + &shown(&found, '+')
}
