//! Ctrl-C: what is half written is removed, and the run ends with 130.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Held while something is done that must be whole or not at all.
static WHOLE: Mutex<()> = Mutex::new(());
static HALF_WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on, Ctrl-C removes what is half written and ends the program.
pub(crate) fn listen() {
    // Without a handler the program still ends; only a temporary file may stay.
    let _ = ctrlc::set_handler(|| {
        let _whole = WHOLE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths = HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths.drain(..) {
            remove(&path);
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

/// Runs `work`, which Ctrl-C does not end in its midst.
pub(crate) fn whole<T>(work: impl FnOnce() -> T) -> T {
    let _whole = WHOLE.lock().unwrap_or_else(PoisonError::into_inner);
    work()
}

/// Removes a file or a folder, though other threads may write into that yet.
fn remove(path: &Path) {
    for _ in 0..20 {
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        if removed.is_ok() || !path.exists() {
            return;
        }
    }
}
