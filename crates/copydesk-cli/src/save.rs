//! Writing a file whole or not at all.

use std::fs::{File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::interrupt;

/// How the names of unfinished files begin and end.
const PREFIX: &str = ".copydesk-";
const SUFFIX: &str = ".part";

/// A file that is being written beside its place, and takes it when it is whole.
#[derive(Debug)]
pub(crate) struct Growing {
    file: NamedTempFile,
    target: PathBuf,
}

impl Growing {
    /// Begins a file that will stand at `target`. Missing folders are made; a link is followed.
    pub(crate) fn begin(target: &Path) -> io::Result<Self> {
        Self::begin_in(None, target)
    }

    /// The same, in a folder for parts.
    fn begin_in(parts: Option<&Path>, target: &Path) -> io::Result<Self> {
        let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(folder)?;
        if let Some(parts) = parts {
            std::fs::create_dir_all(parts)?;
        }
        let folder = parts.unwrap_or(folder);
        let mut builder = Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        open_to_others(&mut builder);
        let file = interrupt::created(|| {
            let file = builder.tempfile_in(folder)?;
            let path = file.path().to_owned();
            Ok((file, path))
        })?;
        Ok(Self { file, target })
    }

    /// Appends bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { file, target } = self;
        let path = file.path().to_owned();
        interrupt::done(&path, || file.persist(target).map(drop).map_err(|error| error.error))
    }
}

/// Writes a whole file: beside its place first, then renamed. What is no common file (a pipe, a device) is written to
/// directly.
pub(crate) fn save(target: &Path, bytes: &[u8]) -> io::Result<()> {
    if target.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return File::options().write(true).open(target)?.write_all(bytes);
    }
    if target.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut growing = Growing::begin(target)?;
    growing.write(bytes)?;
    growing.finish()
}

/// The same, by way of a folder for parts, so that whoever begins anew finds what a killed process left. A target on
/// another file system is written beside its place.
pub(crate) fn save_by(parts: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    if target.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return save(target, bytes);
    }
    let mut growing = Growing::begin_in(Some(parts), target)?;
    growing.write(bytes)?;
    match growing.finish() {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => save(target, bytes),
        done => done,
    }
}

/// Whether a file is one that a killed process left.
pub(crate) fn is_part(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Whether no further output can be written either: the disk is full, or nothing may be written there.
pub(crate) fn ends_the_run(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::FileTooLarge
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::PermissionDenied
    )
}

/// A temporary file is private; what it becomes has the permissions of any new file.
#[cfg(unix)]
fn open_to_others(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn open_to_others(_: &mut Builder<'_, '_>) {}
