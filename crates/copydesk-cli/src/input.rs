//! Getting at an input: its bytes, its format, its name.

use std::fs::File;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use copydesk::{Error, ErrorKind, Reader};

use crate::message;
use crate::settings::{self, Settings};

/// Whether an input or output is the standard one: `-`.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of an input, no more than the limit.
pub(crate) fn bytes(input: &Path, settings: &Settings) -> Result<Vec<u8>, Error> {
    let limit = settings.limits.bytes;
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if is_standard(input) {
        if std::io::stdin().is_terminal() {
            message::note("reading from the terminal; end with Ctrl-D");
        }
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else if input.is_dir() {
        return Err(Error::new(ErrorKind::Resource, "this is a folder; name the files in it"));
    } else {
        File::open(input).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|cause| Error::new(ErrorKind::Resource, "cannot be read").caused_by(cause))?;
    if bytes.len() > limit {
        return Err(Error::new(ErrorKind::Limit, format!("the input has more than {limit} bytes")));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Error::new(ErrorKind::Malformed, "the input is empty"));
    }
    Ok(bytes)
}

/// The reader of an input: the one that was asked for, else by its content and extension.
pub(crate) fn reader(input: &Path, bytes: &[u8], settings: &Settings) -> Result<Box<dyn Reader>, Error> {
    let mut reader = match &settings.from {
        Some(name) => settings::reader(name).map_err(|error| Error::new(ErrorKind::Usage, error.0))?,
        None => {
            let extension = input.extension().and_then(|extension| extension.to_str());
            copydesk::recognise(bytes, extension).ok_or_else(|| {
                Error::new(ErrorKind::Unsupported, "its format is not known; -f FORMAT names it")
            })?
        }
    };
    settings.prepare_reader(reader.as_mut()).map_err(|error| Error::new(ErrorKind::Usage, error.0))?;
    Ok(reader)
}

/// The folder an input lies in; standard input lies in none.
pub(crate) fn folder(input: &Path) -> Option<PathBuf> {
    if is_standard(input) { None } else { input.parent().map(Path::to_owned) }
}
