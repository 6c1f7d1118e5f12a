//! Which files that have arrived are whole. Pure: looks at a folder go in, with the time by the clock.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Milliseconds since 1970.
pub(super) type Millis = u64;

/// What a look at a file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Its size, in bytes.
    pub(super) size: u64,
    /// When it was last changed.
    pub(super) modified: Millis,
}

/// The files that wait in the folder.
#[derive(Debug)]
pub(super) struct Arrivals {
    quiet: Millis,
    same_clock: bool,
    waiting: BTreeMap<PathBuf, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    look: Look,
    /// Since when it has not changed.
    since: Millis,
    /// When it was first seen.
    first: Millis,
    /// How often a later look found it changed.
    changes: u32,
    /// Not to be taken before.
    not_before: Millis,
}

impl Arrivals {
    /// A file is whole once it has not changed for `quiet`. Whether that can be told by its date alone depends on
    /// whether files are dated by this machine's clock, `same_clock`; a server's may be wrong.
    pub(super) fn new(quiet: Millis, same_clock: bool) -> Self {
        Self { quiet, same_clock, waiting: BTreeMap::new() }
    }

    /// Takes in all files of the folder, as they are at the time `now`. Those that are gone are forgotten.
    pub(super) fn look(&mut self, now: Millis, files: BTreeMap<PathBuf, Look>) {
        self.waiting.retain(|path, _| files.contains_key(path));
        for (path, look) in files {
            match self.waiting.get_mut(&path) {
                Some(waiting) if waiting.look == look => {}
                Some(waiting) => {
                    waiting.look = look;
                    waiting.since = now;
                    waiting.changes += 1;
                }
                None => {
                    let since = if self.same_clock { look.modified.min(now) } else { now };
                    self.waiting.insert(path, Waiting { look, since, first: now, changes: 0, not_before: 0 });
                }
            }
        }
    }

    /// The files that are whole, the oldest first.
    pub(super) fn ready(&self, now: Millis) -> Vec<PathBuf> {
        let mut ready: Vec<(Millis, &PathBuf)> = self
            .waiting
            .iter()
            .filter(|(_, waiting)| self.due_of(waiting) <= now)
            .map(|(path, waiting)| (waiting.look.modified, path))
            .collect();
        ready.sort();
        ready.into_iter().map(|(_, path)| path.clone()).collect()
    }

    /// Whether a file has not changed for long enough; one that is not there is not.
    pub(super) fn is_whole(&self, path: &Path, now: Millis) -> bool {
        self.waiting.get(path).is_some_and(|waiting| waiting.since.saturating_add(self.quiet) <= now)
    }

    /// When the next file will be whole if it does not change.
    pub(super) fn due(&self, concerns: impl Fn(&Path) -> bool) -> Option<Millis> {
        self.waiting.iter().filter(|(path, _)| concerns(path)).map(|(_, waiting)| self.due_of(waiting)).min()
    }

    /// Whether every file that `concerns` asks about keeps changing: there is no use in waiting for them.
    pub(super) fn all_grow(&self, concerns: impl Fn(&Path) -> bool) -> bool {
        self.waiting.iter().filter(|(path, _)| concerns(path)).all(|(_, waiting)| waiting.changes > 1)
    }

    /// When a file was first seen.
    pub(super) fn first_seen(&self, path: &Path) -> Option<Millis> {
        self.waiting.get(path).map(|waiting| waiting.first)
    }

    /// Leaves a file until a time.
    pub(super) fn put_off(&mut self, path: &Path, until: Millis) {
        if let Some(waiting) = self.waiting.get_mut(path) {
            waiting.not_before = until;
        }
    }

    /// A file has left the folder.
    pub(super) fn left(&mut self, path: &Path) {
        self.waiting.remove(path);
    }

    /// The paths that wait.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.waiting.keys().map(PathBuf::as_path)
    }

    fn due_of(&self, waiting: &Waiting) -> Millis {
        waiting.since.saturating_add(self.quiet).max(waiting.not_before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, u64, Millis)]) -> BTreeMap<PathBuf, Look> {
        list.iter()
            .map(|(path, size, modified)| (PathBuf::from(path), Look { size: *size, modified: *modified }))
            .collect()
    }

    fn ready(arrivals: &Arrivals, now: Millis) -> String {
        arrivals.ready(now).iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_growing_file_is_left() {
        let mut arrivals = Arrivals::new(1_000, true);
        arrivals.look(10_000, files(&[("a", 10, 9_900)]));
        assert_eq!((ready(&arrivals, 10_000), arrivals.due(|_| true)), (String::new(), Some(10_900)));
        arrivals.look(10_900, files(&[("a", 20, 10_800)]));
        assert_eq!(ready(&arrivals, 10_900), "", "it grew meanwhile");
        arrivals.look(11_000, files(&[("a", 20, 10_850)]));
        assert!(arrivals.all_grow(|_| true));
        arrivals.look(12_000, files(&[("a", 20, 10_850)]));
        assert_eq!(ready(&arrivals, 12_000), "a");
        arrivals.look(12_000, files(&[]));
        assert_eq!(ready(&arrivals, 12_000), "", "it is gone");
    }

    #[test]
    fn what_was_moved_in_whole_is_taken_at_once_the_oldest_first() {
        let mut arrivals = Arrivals::new(1_000, true);
        arrivals.look(10_000, files(&[("a", 1, 5_000), ("b", 1, 4_000), ("later", 1, 99_000)]));
        assert_eq!(ready(&arrivals, 10_000), "b a");
        assert_eq!(ready(&arrivals, 11_000), "b a later", "a date to come does not keep a file for ever");
    }

    #[test]
    fn the_clock_of_a_server_is_not_believed() {
        let mut arrivals = Arrivals::new(1_000, false);
        arrivals.look(10_000, files(&[("a", 1, 5_000)]));
        assert_eq!(ready(&arrivals, 10_500), "");
        assert_eq!(ready(&arrivals, 11_000), "a");
    }

    #[test]
    fn a_file_that_is_put_off_waits() {
        let mut arrivals = Arrivals::new(1_000, true);
        arrivals.look(10_000, files(&[("a", 1, 5_000)]));
        arrivals.put_off(Path::new("a"), 12_000);
        assert!(arrivals.is_whole(Path::new("a"), 10_000));
        assert_eq!((ready(&arrivals, 11_000), ready(&arrivals, 12_000)), (String::new(), "a".to_owned()));
        assert_eq!(arrivals.first_seen(Path::new("a")), Some(10_000));
    }
}
