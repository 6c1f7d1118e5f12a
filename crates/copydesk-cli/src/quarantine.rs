//! `--quarantine`: inputs that failed are copied into a folder, each with its error beside it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::names::{Taken, safe_path};
use crate::save::{copy, save};

/// The folder of inputs that failed.
#[derive(Debug)]
pub(crate) struct Quarantine {
    folder: PathBuf,
    taken: Taken,
}

impl Quarantine {
    /// A quarantine in a folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), taken: Taken::default() }
    }

    /// Copies an input there, and what is wrong with it. `bytes` are its content where it is no file of its own.
    pub(crate) fn put(
        &mut self,
        input: &Path,
        mirrored: &Path,
        bytes: Option<&[u8]>,
        errors: &str,
    ) -> io::Result<()> {
        let place = self.place(mirrored);
        match bytes {
            Some(bytes) => save(&place, bytes)?,
            // It may be gone, or it is what cannot be read: then the error says so.
            None => {
                if input.is_file() && File::open(input).is_ok() {
                    copy(input, &place)?;
                }
            }
        }
        let mut beside = place.into_os_string();
        beside.push(".error.txt");
        save(Path::new(&beside), errors.as_bytes())
    }

    fn place(&mut self, mirrored: &Path) -> PathBuf {
        let plain = self.folder.join(safe_path(mirrored));
        let (mut place, mut count) = (plain.clone(), 1);
        while !self.taken.take(&place) {
            count += 1;
            let stem = plain.file_stem().unwrap_or_default().to_string_lossy();
            let tail =
                plain.extension().map(|tail| format!(".{}", tail.to_string_lossy())).unwrap_or_default();
            place = plain.with_file_name(format!("{stem}_{count}{tail}"));
        }
        place
    }
}
