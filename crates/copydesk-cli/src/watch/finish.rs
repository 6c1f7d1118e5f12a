//! How an input is finished, step by step, and what an earlier process did not come to is done.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::arrivals::Millis;
use super::folders::{self, DONE, FAILED, HELD};
use super::index::{Record, Seconds};
use super::item::{self, Bench};
use super::withdraw::withdraw;
use super::{AGAIN, Held, Watch, clock, millis_of};
use crate::{digest, save};

impl Watch<'_> {
    /// All is written: moves the input, with its report, to its place, and says so.
    pub(super) fn finish(&mut self, below: &Path, sha256: &str, place: &str, outcome: item::Outcome) {
        let mut line = self.line(place, below, &outcome);
        let stays = place == HELD && below.starts_with(HELD);
        let target = match stays {
            true => below.to_owned(),
            false => self.folders.target(place, folders::as_arrived(below)),
        };
        if place == HELD {
            // What is held past its time waits for someone, not for the clock.
            let until = outcome.held.flatten().filter(|until| *until > self.clock.seconds());
            let held = Held { until, keys: outcome.keys.clone(), pictures: outcome.pictures.clone() };
            let known = self.held.insert(target.clone(), held).is_some();
            if stays {
                if !known {
                    self.print(&line);
                }
                return;
            }
        }
        let used = outcome.pictures.iter().filter(|_| place != HELD);
        let used = used.map(|picture| Record::Used { picture: folders::told(picture) });
        let finished = Record::Finished {
            input: folders::told(below),
            sha256: sha256.to_owned(),
            target: folders::told(&target),
        };
        let records = used.chain([finished]).collect();
        let report =
            if outcome.report.is_empty() { failures_as_lines(&outcome) } else { outcome.report.clone() };
        if let Err(error) = save::save(&self.report_of(below), &report).and_then(|()| self.record(records)) {
            self.arrivals.put_off(below, clock::machine() + AGAIN);
            self.block(format!("the journal cannot be written: {error}"));
            return;
        }
        if !outcome.pictures.is_empty() {
            self.last_used = clock::machine();
        }
        line.moved_to = Some(folders::told(&target));
        self.settle(below);
        self.print(&line);
        match place {
            DONE => self.done += 1,
            FAILED => self.failed += 1,
            _ => {}
        }
        // What waits of an article that was killed, or has a newer version, need not wait any longer.
        let touched: BTreeSet<&String> = outcome.keys.iter().chain(&outcome.killed).collect();
        for (path, held) in &mut self.held {
            if place != HELD && path != below && held.keys.iter().any(|key| touched.contains(key)) {
                held.until = Some(Seconds::MIN);
            }
        }
    }

    /// Where the report of an input is until the input is moved.
    fn report_of(&self, below: &Path) -> PathBuf {
        self.folders.state().join("reports").join(name_of(&folders::told(below)))
    }

    /// Moves an input that is finished, and its report.
    pub(super) fn settle(&mut self, below: &Path) {
        let input = folders::told(below);
        let Some((_, target)) = self.index.unmoved.get(&input).cloned() else { return };
        let target = PathBuf::from(target);
        match self.move_away(below, &target) {
            Ok(()) => self.arrivals.left(below),
            Err(error) => {
                self.arrivals.put_off(below, clock::machine() + AGAIN);
                self.block(format!("{input} cannot be moved to {}: {error}", target.display()));
            }
        }
    }

    fn move_away(&mut self, below: &Path, target: &Path) -> io::Result<()> {
        self.folders.shift(below, target)?;
        let report = self.report_of(below);
        folders::shift(&report, &self.folders.input.join(folders::with_report(target)))?;
        if below.starts_with(HELD) {
            self.held.remove(below);
            let _ = std::fs::remove_file(self.folders.input.join(folders::with_report(below)));
        }
        self.record(vec![Record::Moved { input: folders::told(below) }])
    }

    /// Moves pictures that no article needs any longer, a while after the last that did.
    pub(super) fn pictures(&mut self, now: Millis) {
        let articles_wait = self.arrivals.paths().any(|path| !folders::is_picture(path));
        let recent = self.last_used.saturating_add(millis_of(self.args.settle())) > now && !self.args.once;
        if articles_wait || recent {
            return;
        }
        for picture in self.index.used.clone() {
            let path = PathBuf::from(&picture);
            if self.held.values().any(|held| held.pictures.contains(&path)) {
                continue;
            }
            let target = self.folders.target(DONE, &path);
            match self.folders.shift(&path, &target) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => continue,
                _ => {}
            }
            if let Err(error) = self.record(vec![Record::Moved { input: picture }]) {
                return self.block(format!("the journal cannot be written: {error}"));
            }
        }
    }

    /// Finishes what an earlier process did not come to.
    pub(super) fn recover(&mut self) {
        for (input, (sha256, target)) in self.index.unmoved.clone() {
            let (below, target) = (PathBuf::from(&input), PathBuf::from(target));
            let (from, to) = (self.folders.input.join(&below), self.folders.input.join(&target));
            let same =
                std::fs::read(&from).is_ok_and(|bytes| sha256.is_empty() || digest::sha256(&bytes) == sha256);
            let done = if same && !to.exists() {
                self.move_away(&below, &target)
            } else {
                // It was moved; what has the name now is another file.
                let report = self.report_of(&below);
                if to.exists() && report.exists() {
                    let _ = folders::shift(&report, &self.folders.input.join(folders::with_report(&target)));
                }
                self.record(vec![Record::Moved { input }])
            };
            if let Err(error) = done {
                self.block(format!("{} cannot be moved: {error}", below.display()));
            }
        }
        let mut bench = Bench {
            order: &self.order,
            folders: &self.folders,
            template: self.template.as_ref(),
            index: &mut self.index,
            journal: &mut self.journal,
            now: self.clock.seconds(),
            may_come: &|_| false,
        };
        match withdraw(&mut bench) {
            Ok(withdrawn) => {
                let outcome = item::Outcome { withdrawn, ..item::Outcome::default() };
                self.tell_of_withdrawn(&outcome);
            }
            Err(error) => self.block(format!("an output cannot be withdrawn: {error}")),
        }
    }

    pub(super) fn record(&mut self, records: Vec<Record>) -> io::Result<()> {
        self.journal.append(&records)?;
        records.into_iter().for_each(|record| self.index.apply(record));
        Ok(())
    }
}

/// A file name for a report that waits, the same for the same input.
fn name_of(input: &str) -> String {
    format!("{}.jsonl", digest::sha256(input.as_bytes()))
}

/// The report of an input that could not even be read.
fn failures_as_lines(outcome: &item::Outcome) -> Vec<u8> {
    let line =
        |failure: &String| format!("{}\n", serde_json::json!({ "status": "failed", "error": failure }));
    outcome.failures.iter().map(line).collect::<String>().into_bytes()
}
