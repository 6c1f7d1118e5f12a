//! `copydesk watch`: what arrives in a folder is converted as it arrives.
//!
//! What is decided stands in modules without files or clock: [`arrivals`] says which files are whole, [`index`] what is
//! known of every article. This is the shell around them. An input is finished in steps, each on disk before the next:
//! its outputs; what they are, in the journal; its report; the journal says that it is finished; it is moved. Whenever
//! the process ends between two of them, the next one does the rest, and nothing twice.

mod arrivals;
mod clock;
mod folders;
mod heartbeat;
mod index;
mod item;
mod journal;
mod log;
mod mounts;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::args::WatchArgs;
use crate::message::{self, UsageError};
use crate::names::Template;
use crate::order::Order;
use crate::report::Entry;
use crate::source::Source;
use crate::{digest, pipeline, report, save};

use arrivals::{Arrivals, Millis};
use clock::Clock;
use folders::{DONE, FAILED, Folders, HELD};
use heartbeat::{Beat, Heartbeat};
use index::{Index, Record, Seconds};
use item::Bench;
use journal::Journal;
use log::{Fate, Line};

/// How often a folder is looked at where the system tells of no changes.
const POLL: Millis = 2_000;
/// How often it is looked at all the same where the system does: it may have had too many changes to tell of.
const LOOK: Millis = 60_000;
/// How long an item is left after something kept it from being done.
const AGAIN: Millis = 30_000;
/// How long an item is left whose picture is awaited, or that changed while it was read.
const SOON: Millis = 500;
const DAY: Seconds = 86_400;

static STOP: AtomicBool = AtomicBool::new(false);

/// Runs `copydesk watch`.
pub(crate) fn run(args: &WatchArgs) -> Result<crate::Outcome, UsageError> {
    let folders = Folders::new(&args.folder, &args.output)?;
    let order = Order::new(&args.order, None)?;
    let template = args.order.name.as_deref().map(Template::new).transpose()?;
    let clock = Clock::new(args.order.reading.now);
    let (journal, mut index) = Journal::open(&folders.state(), clock.seconds() - remembered(args))?;
    check_output(&index, &folders)?;
    let (wake, woken) = channel();
    listen(wake.clone());
    let network = mounts::is_on_network(&folders.input);
    let watcher =
        if network || args.poll.is_some() || args.once { None } else { watcher(&folders.input, wake) };
    let poll = args.poll.map(millis_of).or_else(|| watcher.is_none().then_some(POLL)).unwrap_or(LOOK);
    let begun = Record::Begun { output: folders.output.display().to_string() };
    let mut watch = Watch {
        args,
        arrivals: Arrivals::new(millis_of(args.whole_after), !network),
        held: BTreeMap::new(),
        heartbeat: Heartbeat::new(args.heartbeat.as_deref()),
        folders,
        order,
        template,
        clock,
        journal,
        index: Index::default(),
        last_used: 0,
        done: 0,
        failed: 0,
        blocked: None,
    };
    std::mem::swap(&mut watch.index, &mut index);
    watch
        .record(vec![begun])
        .map_err(|error| UsageError(format!("the journal cannot be written: {error}")))?;
    let how = if watcher.is_some() { "as the system tells of changes" } else { "by looking" };
    watch.told(Fate::Watch, format!("{} begun, {how}", watch.folders.input.display()));
    watch.recover();
    watch.run(&woken, poll);
    drop(watcher);
    watch.beat("stopped");
    watch.told(Fate::Watch, format!("{} ended", watch.folders.input.display()));
    let failed = args.once && (watch.failed > 0 || watch.blocked.is_some());
    Ok(crate::Outcome { failed, ..crate::Outcome::default() })
}

fn remembered(args: &WatchArgs) -> Seconds {
    Seconds::from(args.remember) * DAY
}

fn millis_of(time: Duration) -> Millis {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The index speaks of outputs in one folder; another would be taken for it.
fn check_output(index: &Index, folders: &Folders) -> Result<(), UsageError> {
    let now = folders.output.display().to_string();
    match &index.output {
        Some(before) if *before != now && Path::new(before).is_dir() => Err(UsageError(format!(
            "{} was watched with the outputs in {before}, where they still are; {} holds its journal",
            folders.input.display(),
            folders.state().display()
        ))),
        Some(_) | None => Ok(()),
    }
}

/// From now on SIGTERM and Ctrl-C end the watch when the item at hand is finished.
fn listen(wake: Sender<()>) {
    // Without a handler the process ends at once, and the next one recovers.
    let _ = ctrlc::set_handler(move || {
        STOP.store(true, Ordering::Relaxed);
        let _ = wake.send(());
    });
}

/// Has the system tell of changes in the folder; `None` where it does not.
fn watcher(folder: &Path, wake: Sender<()>) -> Option<RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        // To look at a file is no change.
        let counts = match event.map(|event| event.kind) {
            Ok(EventKind::Access(AccessKind::Close(AccessMode::Write))) | Err(_) => true,
            Ok(kind) => !kind.is_access(),
        };
        if counts {
            let _ = wake.send(());
        }
    };
    let watching = notify::recommended_watcher(tell).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    match watching {
        Ok(watcher) => Some(watcher),
        Err(error) => {
            message::warning(&format!("{}: {error}; it is looked at every 2 seconds", folder.display()));
            None
        }
    }
}

/// A watch.
struct Watch<'a> {
    args: &'a WatchArgs,
    folders: Folders,
    order: Order,
    template: Option<Template>,
    clock: Clock,
    journal: Journal,
    index: Index,
    arrivals: Arrivals,
    held: BTreeMap<PathBuf, Held>,
    heartbeat: Heartbeat,
    /// When a picture was last used.
    last_used: Millis,
    done: usize,
    failed: usize,
    blocked: Option<String>,
}

/// An input that waits in `held`.
struct Held {
    /// When it may be published; unknown where someone has to say so.
    until: Option<Seconds>,
    /// The articles in it.
    keys: BTreeSet<String>,
    /// The pictures it needs, where they arrived.
    pictures: BTreeSet<PathBuf>,
}

impl Watch<'_> {
    fn run(&mut self, woken: &Receiver<()>, poll: Millis) {
        while !STOP.load(Ordering::Relaxed) {
            self.round();
            if self.args.once && self.is_idle() {
                break;
            }
            if self.heartbeat.is_due(clock::machine()) {
                self.beat("watching");
            }
            match woken.recv_timeout(Duration::from_millis(self.wait(poll))) {
                Ok(()) => while woken.try_recv().is_ok() {},
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(Duration::from_millis(SOON)),
            }
        }
    }

    /// Looks at the folder once and does what there is to do.
    fn round(&mut self) {
        let looked = self.folders.look().and_then(|files| Ok((files, self.folders.held()?)));
        let (files, held) = match looked {
            Ok(looked) => looked,
            Err(error) => {
                self.block(format!("{} cannot be read: {error}", self.folders.input.display()));
                return;
            }
        };
        let now = clock::machine();
        self.held.retain(|path, _| held.contains(path));
        self.arrivals.look(now, files);
        for path in self.arrivals.ready(now).into_iter().filter(|path| !folders::is_picture(path)) {
            if STOP.load(Ordering::Relaxed) {
                return;
            }
            self.item(&path);
        }
        let time = self.clock.seconds();
        let due = |path: &PathBuf| {
            self.held.get(path).is_none_or(|held| held.until.is_some_and(|until| until <= time))
        };
        let due: Vec<PathBuf> = held.into_iter().filter(due).collect();
        for path in due {
            if STOP.load(Ordering::Relaxed) {
                return;
            }
            self.item(&path);
        }
        self.pictures(clock::machine());
        let since = self.clock.seconds() - remembered(self.args);
        if let Err(error) = self.journal.tidy(&self.index, since) {
            self.block(format!("the journal cannot be written: {error}"));
        }
    }

    /// Whether nothing is left to do but to wait for a time or a file.
    fn is_idle(&self) -> bool {
        let article = |path: &Path| !folders::is_picture(path);
        let now = self.clock.seconds();
        let released = self.held.values().any(|held| held.until.is_some_and(|until| until <= now));
        self.blocked.is_some() || self.arrivals.all_grow(article) && !released
    }

    /// How long to wait before the next look.
    fn wait(&self, poll: Millis) -> Millis {
        let now = clock::machine();
        let whole = self.arrivals.due(|path| !folders::is_picture(path)).map(|due| due.saturating_sub(now));
        let released = self.held.values().filter_map(|held| self.clock.until(held.until?)).min();
        let pictures = (!self.index.used.is_empty()).then(|| millis_of(self.args.settle));
        let beat = self.args.heartbeat.as_ref().map(|_| heartbeat::BEAT);
        [whole, released, pictures, beat].into_iter().flatten().fold(poll, Millis::min).max(10)
    }

    /// Does one input: `below` is its path below the watched folder, `held/` or not.
    fn item(&mut self, below: &Path) {
        let path = self.folders.input.join(below);
        let Ok(before) = path.symlink_metadata() else { return };
        if before.is_symlink() {
            self.finish(
                below,
                "",
                FAILED,
                item::Outcome {
                    failures: vec!["a link is not followed".to_owned()],
                    ..item::Outcome::default()
                },
            );
            return;
        }
        let bytes = match Source::named(&path).take_bytes(&self.order.settings) {
            Ok(bytes) => bytes,
            Err(error) if item::may_pass(&error) || !path.exists() => {
                self.arrivals.put_off(below, clock::machine() + SOON);
                return;
            }
            Err(error) => return self.unreadable(below, error),
        };
        let sha256 = digest::sha256(&bytes);
        if self.index.unmoved.get(&folders::told(below)).is_some_and(|(known, _)| *known == sha256) {
            self.settle(below);
            return;
        }
        let outcome = self.convert(below, &bytes);
        let same = path.symlink_metadata().is_ok_and(|after| {
            after.len() == before.len() && after.modified().ok() == before.modified().ok()
        });
        self.tell_of_withdrawn(&outcome);
        if let Some(why) = &outcome.blocked {
            self.arrivals.put_off(below, clock::machine() + AGAIN);
            self.block(why.clone());
            return;
        }
        if outcome.awaits.is_some() || !same {
            self.arrivals.put_off(below, clock::machine() + SOON);
            return;
        }
        self.blocked = None;
        let place = match (outcome.held, outcome.failures.is_empty()) {
            (Some(_), _) => HELD,
            (None, true) => DONE,
            (None, false) => FAILED,
        };
        self.finish(below, &sha256, place, outcome);
    }

    fn convert(&mut self, below: &Path, bytes: &[u8]) -> item::Outcome {
        self.order.settings.now = self.clock.now();
        let now = clock::machine();
        let waited =
            self.arrivals.first_seen(below).unwrap_or(0).saturating_add(millis_of(self.args.settle)) <= now;
        let (arrivals, input) = (&self.arrivals, &self.folders.input);
        // A picture may come as long as its article has not waited for long enough, and is coming until it is whole.
        let may_come = |picture: &Path| {
            let there = input.join(picture).exists();
            !waited
                && !below.starts_with(HELD)
                && (!there || !arrivals.is_whole(picture, now) && picture.is_relative())
        };
        let mut bench = Bench {
            order: &self.order,
            folders: &self.folders,
            template: self.template.as_ref(),
            index: &mut self.index,
            journal: &mut self.journal,
            now: self.clock.seconds(),
            may_come: &may_come,
        };
        item::run(&mut bench, below, bytes)
    }

    fn unreadable(&mut self, below: &Path, error: copydesk::Error) {
        let failure = pipeline::Failure { number: None, from: None, error };
        let text = report::chain(&failure.error);
        let proof = report::Proof {
            copydesk: env!("CARGO_PKG_VERSION"),
            options: self.order.hash(),
            ..Default::default()
        };
        let line = Entry::of_failure(folders::as_arrived(below), &failure, proof).line().unwrap_or_default();
        let outcome = item::Outcome { failures: vec![text], report: line, ..item::Outcome::default() };
        self.finish(below, "", FAILED, outcome);
    }

    /// All is written: moves the input, with its report, to its place, and says so.
    fn finish(&mut self, below: &Path, sha256: &str, place: &str, outcome: item::Outcome) {
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
    fn settle(&mut self, below: &Path) {
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
    fn pictures(&mut self, now: Millis) {
        let articles_wait = self.arrivals.paths().any(|path| !folders::is_picture(path));
        let recent = self.last_used.saturating_add(millis_of(self.args.settle)) > now && !self.args.once;
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
    fn recover(&mut self) {
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
        match item::withdraw(&mut bench) {
            Ok(withdrawn) => {
                let outcome = item::Outcome { withdrawn, ..item::Outcome::default() };
                self.tell_of_withdrawn(&outcome);
            }
            Err(error) => self.block(format!("an output cannot be withdrawn: {error}")),
        }
    }

    fn record(&mut self, records: Vec<Record>) -> io::Result<()> {
        self.journal.append(&records)?;
        records.into_iter().for_each(|record| self.index.apply(record));
        Ok(())
    }

    /// Something keeps everything from being done: it is said once, and tried again.
    fn block(&mut self, why: String) {
        if self.blocked.as_ref() != Some(&why) {
            let mut line = Line::new(self.time(), Fate::Delayed, self.folders.input.display().to_string());
            line.notes.push(why.clone());
            self.print(&line);
            message::error(&why);
            self.blocked = Some(why);
        }
    }

    fn line(&self, place: &str, below: &Path, outcome: &item::Outcome) -> Line {
        let fate = match place {
            DONE => Fate::Done,
            HELD => Fate::Held,
            _ => Fate::Failed,
        };
        let mut line = Line::new(self.time(), fate, folders::told(folders::as_arrived(below)));
        line.articles.clone_from(&outcome.articles);
        line.outputs.clone_from(&outcome.outputs);
        line.losses = outcome.losses;
        line.notes = outcome.failures.iter().chain(&outcome.notes).cloned().collect();
        line
    }

    fn tell_of_withdrawn(&self, outcome: &item::Outcome) {
        for (key, outputs, why) in &outcome.withdrawn {
            let mut line = Line::new(self.time(), Fate::Withdrawn, key.clone());
            line.outputs.clone_from(outputs);
            line.notes.push(why.clone());
            self.print(&line);
        }
    }

    fn told(&self, event: Fate, text: String) {
        self.print(&Line::new(self.time(), event, text));
    }

    fn print(&self, line: &Line) {
        if !self.args.order.quiet || matches!(line.event, Fate::Failed | Fate::Delayed) {
            line.print(self.args.log);
        }
    }

    fn time(&self) -> String {
        clock::told(self.clock.seconds())
    }

    fn beat(&mut self, state: &'static str) {
        let beat = Beat {
            time: clock::told(self.clock.seconds()),
            state,
            process: std::process::id(),
            waiting: self.arrivals.paths().count(),
            held: self.held.len(),
            done: self.done,
            failed: self.failed,
            blocked: self.blocked.as_deref(),
        };
        self.heartbeat.beat(clock::machine(), &beat);
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
