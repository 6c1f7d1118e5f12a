//! `--quarantine`: inputs that failed are copied into a folder, each with its error beside it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::names::{Taken, safe_path};

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
        let place = self.claim(mirrored);
        match bytes {
            Some(mut bytes) => whole(&place, &mut bytes)?,
            // It may be gone, or it is what cannot be read: then the error says so.
            None if input.is_file() => {
                if let Ok(mut file) = File::open(input) {
                    whole(&place, &mut file)?;
                }
            }
            None => {}
        }
        let mut beside = place.into_os_string();
        beside.push(".error.txt");
        whole(Path::new(&beside), &mut errors.as_bytes())
    }

    /// The place of an input; each is given once.
    pub(crate) fn claim(&mut self, mirrored: &Path) -> PathBuf {
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

/// Writes a whole file: beside its place first, under a name that is the same each time, so that a run that was killed
/// leaves nothing that the next does not put right.
fn whole(place: &Path, content: &mut dyn Read) -> io::Result<()> {
    let part = place.with_file_name(".copydesk-part");
    std::fs::create_dir_all(place.parent().unwrap_or(Path::new("")))?;
    io::copy(content, &mut File::create(&part)?)?;
    std::fs::rename(part, place)
}
