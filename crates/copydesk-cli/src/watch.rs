//! `copydesk watch`: what arrives in a folder is converted as it arrives.
//!
//! What is decided stands in modules without files or clock: [`arrivals`] says which files are whole, [`index`] what is
//! known of every article. This is the shell around them. An input is finished in steps, each on disk before the next:
//! its outputs; what they are, in the journal; its report; the journal says that it is finished; it is moved. Whenever
//! the process ends between two of them, the next one does the rest, and nothing twice.

mod arrivals;
mod clock;
mod edition;
mod events;
mod finish;
mod folders;
mod heartbeat;
mod index;
mod item;
mod journal;
mod log;
mod mounts;
mod pictures;
mod tell;
mod withdraw;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::args::WatchArgs;
use crate::message::UsageError;
use crate::names::Template;
use crate::order::Order;
use crate::report::Entry;
use crate::source::{Source, unreadable};
use crate::{archive, digest, pipeline, report};

use arrivals::{Arrivals, Millis};
use clock::Clock;
use folders::{DONE, FAILED, Folders, HELD};
use heartbeat::Heartbeat;
use index::{Index, Record, Seconds};
use item::{Arrived, Bench};
use journal::Journal;
use log::Fate;

/// How often a folder is looked at where the system tells of no changes.
const POLL: Millis = 2_000;
/// How often it is looked at all the same where the system does: it may have had too many changes to tell of.
const LOOK: Millis = 60_000;
/// How long an item is left after something kept it from being done.
const AGAIN: Millis = 30_000;
/// How long an item is left whose picture is awaited, or that changed while it was read.
const SOON: Millis = 500;
const DAY: Seconds = 86_400;

/// Runs `copydesk watch`.
pub(crate) fn run(args: &WatchArgs) -> Result<crate::Outcome, UsageError> {
    let folders = Folders::new(&args.folder, &args.output)?;
    let order = Order::new(&args.order, None)?;
    let template = args.order.name.as_deref().map(Template::new).transpose()?;
    let clock = Clock::new(args.order.reading.now);
    let (journal, mut index) = Journal::open(&folders.state(), clock.seconds() - remembered(args))?;
    check_output(&index, &folders)?;
    folders.clean();
    let (wake, woken) = channel();
    events::listen(wake.clone());
    let network = mounts::is_on_network(&folders.input);
    let watcher = if network || args.poll.is_some() || args.once {
        None
    } else {
        events::watcher(&folders.input, wake)
    };
    let poll = args.poll.map(millis_of).or_else(|| watcher.is_none().then_some(POLL)).unwrap_or(LOOK);
    let begun = Record::Begun { output: folders.output.display().to_string() };
    let mut watch = Watch {
        args,
        arrivals: Arrivals::new(millis_of(args.whole_after()), !network),
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
    watch.folders.clean();
    watch.beat("stopped");
    watch.told(Fate::Watch, format!("{} ended", watch.folders.input.display()));
    let failed = args.once && (watch.failed > 0 || watch.blocked.is_some());
    Ok(crate::Outcome { failed, ..crate::Outcome::default() })
}

fn remembered(args: &WatchArgs) -> Seconds {
    Seconds::from(args.remember()) * DAY
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
        while !events::is_stopped() {
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
            if events::is_stopped() {
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
            if events::is_stopped() {
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
        let pictures = (!self.index.used.is_empty()).then(|| millis_of(self.args.settle()));
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
        let (arrived, sha256) = match self.take(&path) {
            Ok(taken) => taken,
            Err(error) if item::may_pass(&error) || !path.exists() => {
                self.arrivals.put_off(below, clock::machine() + SOON);
                return;
            }
            Err(error) => return self.unreadable(below, error),
        };
        if self.index.unmoved.get(&folders::told(below)).is_some_and(|(known, _)| *known == sha256) {
            self.settle(below);
            return;
        }
        let outcome = self.convert(below, arrived);
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

    /// What has arrived, and its SHA-256.
    fn take(&self, path: &Path) -> Result<(Arrived, String), copydesk::Error> {
        if let Some(kind) = archive::kind(path) {
            let sha256 = digest::sha256_of_file(path).map_err(unreadable)?;
            return Ok((Arrived::Archive(kind), sha256));
        }
        let bytes = Source::named(path).take_bytes(&self.order.settings)?;
        let sha256 = digest::sha256(&bytes);
        Ok((Arrived::File(bytes), sha256))
    }

    fn convert(&mut self, below: &Path, arrived: Arrived) -> item::Outcome {
        self.order.settings.now = self.clock.now();
        let now = clock::machine();
        let waited =
            self.arrivals.first_seen(below).unwrap_or(0).saturating_add(millis_of(self.args.settle())) <= now;
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
        item::run(&mut bench, below, arrived)
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
}
