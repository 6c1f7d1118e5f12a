//! The heartbeat: a file that says that the watch lives, and how it is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arrivals::Millis;

/// How long the file is left as it is at the most.
pub(super) const BEAT: Millis = 10_000;

/// What the file says.
#[derive(Debug, Serialize)]
pub(super) struct Beat<'a> {
    /// When, by the clock.
    pub(super) time: String,
    /// `watching` or `stopped`.
    pub(super) state: &'static str,
    /// The process.
    pub(super) process: u32,
    /// How many files wait in the folder.
    pub(super) waiting: usize,
    /// How many inputs are held.
    pub(super) held: usize,
    /// How many inputs were done since the watch began.
    pub(super) done: usize,
    /// How many failed.
    pub(super) failed: usize,
    /// What keeps everything from being done, if something does.
    pub(super) blocked: Option<&'a str>,
}

/// The file, if one is asked for.
#[derive(Debug)]
pub(super) struct Heartbeat {
    path: Option<PathBuf>,
    last: Millis,
}

impl Heartbeat {
    /// A heartbeat in this file.
    pub(super) fn new(path: Option<&Path>) -> Self {
        Self { path: path.map(Path::to_owned), last: 0 }
    }

    /// Whether it is time.
    pub(super) fn is_due(&self, now: Millis) -> bool {
        self.path.is_some() && now.saturating_sub(self.last) >= BEAT
    }

    /// Writes the file. That it cannot be written is what a heartbeat is for to be seen.
    pub(super) fn beat(&mut self, now: Millis, beat: &Beat<'_>) {
        let Some(path) = &self.path else { return };
        self.last = now;
        if let Ok(mut bytes) = serde_json::to_vec(beat) {
            bytes.push(b'\n');
            // Always the same name, so that a killed process leaves one file at the most, and the next one uses it.
            let mut part = OsString::from(".");
            part.push(path.file_name().unwrap_or_default());
            let part = path.with_file_name(part).with_added_extension("part");
            let _ = std::fs::write(&part, &bytes).and_then(|()| std::fs::rename(&part, path));
        }
    }
}
