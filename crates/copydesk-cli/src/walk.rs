//! The inputs one after the other: files, all of a folder, all of an archive, all that a list names.
//!
//! The order is that of the command line, and within a folder that of the names, so it is the same every time. No more
//! than the names of one folder, and of those above it, are held at a time.

use std::ffi::OsString;
use std::fs::{File, FileType, Metadata};
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use copydesk::Limits;

use crate::archive::{self, Counts, Spot};
use crate::args::InputArgs;
use crate::message::UsageError;
use crate::patterns::{Patterns, is_hidden};
use crate::resolve::Resolver;
use crate::source::{Content, Source, Stamp, is_standard, unreadable};

/// What is walked, checked.
#[derive(Debug)]
pub(crate) struct Walk {
    inputs: Vec<PathBuf>,
    list: Option<PathBuf>,
    patterns: Patterns,
    limits: Limits,
    /// What the run itself writes, which is no input: as it was named, and as the file system knows it.
    written: Vec<PathBuf>,
    own: OnceLock<Vec<PathBuf>>,
    counts: Counts,
    /// What was found out about the inputs that are named.
    resolved: OnceLock<Vec<PathBuf>>,
    open_ended: OnceLock<bool>,
}

/// Takes one input after the other.
pub(crate) type Take<'a> = dyn FnMut(Source) -> ControlFlow<()> + 'a;

impl Walk {
    /// A walk over what the command line names.
    pub(crate) fn new(args: &InputArgs, limits: &Limits) -> Result<Self, UsageError> {
        Ok(Self {
            inputs: args.inputs.clone(),
            list: args.files_from.clone(),
            patterns: Patterns::new(&args.include, &args.exclude)?,
            limits: limits.clone(),
            written: Vec::new(),
            own: OnceLock::new(),
            counts: Counts::default(),
            resolved: OnceLock::new(),
            open_ended: OnceLock::new(),
        })
    }

    /// Leaves out a file or folder that the run itself writes, unless inputs that are named lie in it.
    pub(crate) fn leave_out(&mut self, path: &Path) {
        self.written.push(path.to_owned());
    }

    /// What is left out. It is found out when a folder is looked into: many files may be named, and each costs a look.
    fn own(&self) -> &[PathBuf] {
        let holds_input = |own: &PathBuf| self.resolved().iter().any(|input| input.starts_with(own));
        self.own.get_or_init(|| {
            let written = self.written.iter().filter_map(|path| resolved(path));
            written.filter(|own| !holds_input(own)).collect()
        })
    }

    /// Those that are named by themselves and are there, as the file system knows them.
    pub(crate) fn resolved(&self) -> &[PathBuf] {
        let mut resolver = Resolver::default();
        self.resolved.get_or_init(|| self.inputs.iter().filter_map(|input| resolver.path(input)).collect())
    }

    /// Whether the inputs are more than the files that are named: a folder, an archive or a list is among them.
    pub(crate) fn is_open_ended(&self) -> bool {
        let holds_more = |input: &PathBuf| input.is_dir() || archive::kind(input).is_some();
        *self.open_ended.get_or_init(|| self.list.is_some() || self.inputs.iter().any(holds_more))
    }

    /// The inputs that are named by themselves.
    pub(crate) fn named(&self) -> &[PathBuf] {
        &self.inputs
    }

    /// Whether a file that is there is an input by lying in a folder that is one.
    pub(crate) fn covers(&self, file: &Path) -> bool {
        let Some(file) = resolved(file) else { return false };
        !self.is_own(&file)
            && self.inputs.iter().filter(|input| input.is_dir()).any(|folder| {
                let Ok(folder) = folder.canonicalize() else { return false };
                let below = file.strip_prefix(&folder);
                below.is_ok_and(|below| !is_hidden(below) && self.patterns.takes(below))
            })
    }

    /// What was counted so far.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Adds up the bytes of all inputs, unless `stop` comes first. Where a list names some, nobody knows.
    pub(crate) fn weigh(&self, total: &AtomicU64, stop: &AtomicBool) {
        if self.list.is_some() {
            return;
        }
        let mut bytes = 0;
        let mut folders: Vec<(PathBuf, PathBuf)> = Vec::new();
        for input in &self.inputs {
            match input.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push((input.clone(), PathBuf::new())),
                Ok(metadata) => bytes += metadata.len(),
                Err(_) => {}
            }
        }
        while let Some((folder, below)) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (name, path) = (entry.file_name(), entry.path());
                let below = below.join(&name);
                let Ok(metadata) = path.symlink_metadata() else { continue };
                if is_hidden(Path::new(&name)) || !self.patterns.enters(&below) {
                    continue;
                }
                if metadata.is_dir() {
                    folders.push((path, below));
                } else if metadata.is_file()
                    && (archive::kind(&path).is_some() || self.patterns.takes(&below))
                {
                    bytes += metadata.len();
                }
            }
        }
        total.store(bytes, Ordering::Relaxed);
    }

    /// Hands out every input.
    ///
    /// # Errors
    /// The list of inputs cannot be read.
    pub(crate) fn run(&self, take: &mut Take<'_>) -> Result<(), UsageError> {
        for input in &self.inputs {
            let mirrored = input.file_name().map(PathBuf::from).unwrap_or_default();
            if self.input(input, &mirrored, take).is_break() {
                return Ok(());
            }
        }
        match &self.list {
            Some(list) => self.list(list, take).map_err(|error| {
                UsageError(format!("--files-from {}: cannot be read: {error}", list.display()))
            }),
            None => Ok(()),
        }
    }

    fn input(&self, path: &Path, mirrored: &Path, take: &mut Take<'_>) -> ControlFlow<()> {
        if is_standard(path) {
            return take(Source::named(path));
        }
        let found = path.metadata().ok();
        if found.as_ref().is_some_and(Metadata::is_dir) {
            return self.folder(path, Path::new(""), take);
        }
        self.file(path, mirrored, Path::new(""), found.as_ref().and_then(Stamp::of), take)
    }

    /// A file that is an input, or an archive of them.
    fn file(
        &self,
        path: &Path,
        mirrored: &Path,
        below: &Path,
        found: Option<Stamp>,
        take: &mut Take<'_>,
    ) -> ControlFlow<()> {
        match archive::kind(path) {
            Some(kind) => {
                let below = below.to_owned();
                let spot = Spot { archive: below.clone(), below, ..Spot::of_file(path, mirrored) };
                archive::inputs(&spot, kind, &self.patterns, &self.limits, &self.counts, take)
            }
            None => take(Source {
                base: base(path, mirrored),
                mirrored: mirrored.to_owned(),
                content: Content::File(found),
                ..Source::named(path)
            }),
        }
    }

    /// Everything at or below a folder, in the order of the names.
    fn folder(&self, folder: &Path, below: &Path, take: &mut Take<'_>) -> ControlFlow<()> {
        let entries = match entries(folder) {
            Ok(entries) => entries,
            Err(cause) => return take(Source::lost(folder, unreadable(cause))),
        };
        for (name, kind) in entries {
            let (path, below) = (folder.join(&name), below.join(&name));
            if is_hidden(Path::new(&name)) || !self.patterns.enters(&below) {
                continue;
            }
            // A link to a folder may lead around in a circle.
            let is_file = match kind {
                Some(kind) if kind.is_symlink() => path.is_file(),
                Some(kind) if kind.is_dir() => {
                    if !self.is_own_path(&path) {
                        self.folder(&path, &below, take)?;
                    }
                    continue;
                }
                Some(kind) => kind.is_file(),
                None => true,
            };
            if !is_file || self.is_own_path(&path) {
                continue;
            }
            if archive::kind(&path).is_some() || self.patterns.takes(&below) {
                self.file(&path, &below, &below, None, take)?;
            } else {
                self.counts.passed_over.fetch_add(1, Ordering::Relaxed);
            }
        }
        ControlFlow::Continue(())
    }

    /// The inputs a list names, a line each; where there is a byte of zero, that ends each in place of the line.
    fn list(&self, list: &Path, take: &mut Take<'_>) -> io::Result<()> {
        let mut reader: Box<dyn BufRead> = if is_standard(list) {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(list)?))
        };
        let end = if reader.fill_buf()?.contains(&0) { 0 } else { b'\n' };
        let mut line = Vec::new();
        loop {
            line.clear();
            let most = u64::try_from(self.limits.bytes).unwrap_or(u64::MAX);
            if io::Read::take(&mut reader, most).read_until(end, &mut line)? == 0 {
                return Ok(());
            }
            let name = line.strip_suffix(&[end]).unwrap_or(&line);
            let name = if end == b'\n' { name.strip_suffix(b"\r").unwrap_or(name) } else { name };
            if name.is_empty() {
                continue;
            }
            let path = PathBuf::from(os_string(name));
            if self.input(&path, &inside(&path), take).is_break() {
                return Ok(());
            }
        }
    }

    fn is_own(&self, resolved: &Path) -> bool {
        self.own().iter().any(|own| resolved.starts_with(own))
    }

    /// Whether a file or folder in an input folder is one the run writes.
    fn is_own_path(&self, path: &Path) -> bool {
        let Some(name) = path.file_name() else { return false };
        let own = || self.own().iter().filter(|own| own.file_name() == Some(name));
        own().next().is_some() && path.canonicalize().is_ok_and(|path| own().any(|own| *own == path))
    }
}

/// What stands in a path before its part that is mirrored.
pub(crate) fn base(path: &Path, mirrored: &Path) -> PathBuf {
    path.ancestors().nth(mirrored.components().count()).unwrap_or(Path::new("")).to_owned()
}

/// The names in a folder, sorted, and what each is as far as that is known.
fn entries(folder: &Path) -> io::Result<Vec<(OsString, Option<FileType>)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        entries.push((entry.file_name(), entry.file_type().ok()));
    }
    entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
}

/// The path without what leads out of a folder: `/`, `..`, a drive.
pub(crate) fn inside(path: &Path) -> PathBuf {
    let mut inside = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => inside.push(name),
            Component::ParentDir => {
                inside.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
        }
    }
    inside
}

/// A path as the file system knows it, though its last parts may not be there yet.
pub(crate) fn resolved(path: &Path) -> Option<PathBuf> {
    if let Ok(path) = path.canonicalize() {
        return Some(path);
    }
    let parent = match path.parent()? {
        parent if parent == Path::new("") => Path::new("."),
        parent => parent,
    };
    Some(resolved(parent)?.join(path.file_name()?))
}

#[cfg(unix)]
fn os_string(name: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(name.to_vec())
}

#[cfg(not(unix))]
fn os_string(name: &[u8]) -> OsString {
    String::from_utf8_lossy(name).into_owned().into()
}
