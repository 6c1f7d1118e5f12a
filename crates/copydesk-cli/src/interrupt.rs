//! Ctrl-C: what is half written is removed, and the run ends with 130.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static HALF_WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on, Ctrl-C removes what is half written and ends the program.
pub(crate) fn listen() {
    // Without a handler the program still ends; only a temporary file may stay.
    let _ = ctrlc::set_handler(|| {
        let mut paths = HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths.drain(..) {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(130);
    });
}

/// Runs `create`, which makes the temporary file it names, and remembers it until [`done`].
pub(crate) fn created<T>(create: impl FnOnce() -> std::io::Result<(T, PathBuf)>) -> std::io::Result<T> {
    let mut paths = HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let (made, path) = create()?;
    paths.push(path);
    Ok(made)
}

/// Runs `finish`, which renames or removes the temporary file at `path`.
pub(crate) fn done<T>(path: &Path, finish: impl FnOnce() -> T) -> T {
    let mut paths = HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    paths.retain(|half| half != path);
    finish()
}
