//! The folders of a watch: what waits, and where it goes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::arrivals::{Look, Millis};
use crate::digest;
use crate::message::UsageError;
use crate::patterns::{self, has_extension, is_hidden};
use crate::save::is_part;

/// Where inputs go that are finished.
pub(super) const DONE: &str = "done";
/// Where inputs go that could not be converted.
pub(super) const FAILED: &str = "failed";
/// Where inputs wait until they may be published.
pub(super) const HELD: &str = "held";
/// Where outputs go that must not stand any longer.
pub(super) const WITHDRAWN: &str = "withdrawn";
/// What the report of an input is called, behind the input's name.
pub(super) const REPORT: &str = ".report.jsonl";

/// Endings of files that are still being brought.
const UNFINISHED: [&str; 7] = ["part", "partial", "filepart", "tmp", "temp", "crdownload", "swp"];
/// The watched folder and the folder of outputs.
#[derive(Debug)]
pub(super) struct Folders {
    /// The watched folder.
    pub(super) input: PathBuf,
    /// The folder of outputs.
    pub(super) output: PathBuf,
    /// Where outputs are before they are whole: a folder for each watch, for several may write into one folder.
    pub(super) parts: PathBuf,
}

impl Folders {
    /// Checks the folders and makes those that are missing.
    pub(super) fn new(input: &Path, output: &Path) -> Result<Self, UsageError> {
        let at = |path: &Path, error: io::Error| UsageError(format!("{}: {error}", path.display()));
        for folder in [input, output] {
            std::fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        }
        let input = input.canonicalize().map_err(|error| at(input, error))?;
        let output = output.canonicalize().map_err(|error| at(output, error))?;
        if output.starts_with(&input) {
            let (output, input) = (output.display(), input.display());
            return Err(UsageError(format!("{output} lies in {input}: what is written there would arrive")));
        }
        let parts = output.join(format!(".copydesk-parts-{:016x}", digest::short(input.as_os_str())));
        Ok(Self { input, output, parts })
    }

    /// Removes what a process that was killed left unfinished. The journal's lock must be held.
    pub(super) fn clean(&self) {
        // What cannot be removed is in nobody's way.
        let _ = std::fs::remove_dir_all(&self.parts);
        for folder in [self.state(), self.state().join("reports")] {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if is_part(&entry.file_name().to_string_lossy()) {
                    let _ = std::fs::remove_file(entry.path());
                }
            }
        }
    }

    /// Where the journal is.
    pub(super) fn state(&self) -> PathBuf {
        self.input.join(".copydesk")
    }

    /// All files that wait in the folder, by their paths below it. Hidden files and such as are still being brought are
    /// not seen.
    pub(super) fn look(&self) -> io::Result<BTreeMap<PathBuf, Look>> {
        let mut files = BTreeMap::new();
        walk(&self.input, Path::new(""), &mut |below, look| {
            files.insert(below, look);
        })?;
        files.retain(|path, _| !is_away(path));
        Ok(files)
    }

    /// The files in `held`, by their paths below the watched folder.
    pub(super) fn held(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        match walk(&self.input.join(HELD), Path::new(HELD), &mut |below, _| files.push(below)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let is_report = |path: &PathBuf| path.as_os_str().to_string_lossy().ends_with(REPORT);
        files.retain(|path| !is_report(path));
        files.sort();
        Ok(files)
    }

    /// A path below the watched folder where a file that is called `below` may go in the folder `place`: none that is
    /// there is replaced.
    pub(super) fn target(&self, place: &str, below: &Path) -> PathBuf {
        let plain = Path::new(place).join(below);
        let stem = plain.file_stem().unwrap_or_default().to_os_string();
        let mut target = plain.clone();
        let mut count = 1;
        while self.input.join(&target).symlink_metadata().is_ok()
            || self.input.join(with_report(&target)).exists()
        {
            count += 1;
            let mut name = stem.clone();
            name.push(format!("_{count}"));
            if let Some(extension) = plain.extension() {
                name.push(".");
                name.push(extension);
            }
            target = plain.with_file_name(name);
        }
        target
    }

    /// Moves a file below the watched folder to another place in it. Folders that are empty then, stay.
    pub(super) fn shift(&self, from: &Path, to: &Path) -> io::Result<()> {
        shift(&self.input.join(from), &self.input.join(to))
    }
}

/// Moves a file; missing folders are made.
pub(super) fn shift(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::rename(from, to)
}

/// The path of the report of an input.
pub(super) fn with_report(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(REPORT);
    PathBuf::from(name)
}

/// A path as it arrived: without `held`.
pub(super) fn as_arrived(path: &Path) -> &Path {
    path.strip_prefix(HELD).unwrap_or(path)
}

/// Whether a file is a picture or a recording, by its name.
pub(super) fn is_picture(path: &Path) -> bool {
    patterns::is_picture(path) || patterns::is_recording(path)
}

/// A path below a folder as the journal and people see it.
pub(super) fn told(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Whether a path lies in one of the folders that finished inputs go to.
fn is_away(path: &Path) -> bool {
    let first = path.components().next().map(|part| part.as_os_str());
    path.components().count() > 1 && [DONE, FAILED, HELD].iter().any(|away| first == Some((*away).as_ref()))
}

fn walk(folder: &Path, below: &Path, see: &mut dyn FnMut(PathBuf, Look)) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let unfinished =
            has_extension(Path::new(&name), &UNFINISHED) || name.to_string_lossy().ends_with('~');
        if is_hidden(Path::new(&name)) || unfinished {
            continue;
        }
        // What went away meanwhile is not seen; a link is seen as itself, and never followed.
        let Ok(metadata) = entry.path().symlink_metadata() else { continue };
        let below = below.join(&name);
        if metadata.is_dir() {
            match walk(&entry.path(), &below, see) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => continue,
            }
        }
        if metadata.is_file() || metadata.is_symlink() {
            let modified = metadata.modified().map(millis).unwrap_or_default();
            see(below, Look { size: metadata.len(), modified });
        }
    }
    Ok(())
}

/// A time by the clock.
pub(super) fn millis(time: SystemTime) -> Millis {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_arrived_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let (input, output) = (root.path().join("in"), root.path().join("out"));
        let folders = Folders::new(&input, &output).unwrap();
        for name in [
            "a.txt",
            "sport/b.xml",
            "done/c.txt",
            "held/d.txt",
            "held/d.txt.report.jsonl",
            "failed/e.txt",
            ".copydesk/x",
            "f.txt.part",
            "g.txt~",
            "done.txt",
        ] {
            let path = input.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let seen: Vec<String> = folders.look().unwrap().keys().map(|path| told(path)).collect();
        assert_eq!(seen, ["a.txt", "done.txt", "sport/b.xml"]);
        assert_eq!(folders.held().unwrap(), [PathBuf::from("held/d.txt")]);
        assert_eq!(told(&folders.target(DONE, Path::new("c.txt"))), "done/c_2.txt");
        assert_eq!(told(&folders.target(DONE, Path::new("sport/b.xml"))), "done/sport/b.xml");
        assert!(Folders::new(&input, &input.join("out")).unwrap_err().0.contains("would arrive"));
    }
}
