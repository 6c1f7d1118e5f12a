//! One input on its way: its articles are judged and written, one by one, and what becomes of the input is decided.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use copydesk::{Article, Error, ErrorKind, Format, Hold};

use super::folders::{self, Folders, WITHDRAWN};
use super::index::{Facts, Index, Judgement, Record, Seconds};
use super::journal::Journal;
use super::pictures;
use super::withdraw::withdraw;
use crate::archive::{self, Kind};
use crate::digest;
use crate::media::Pictures;
use crate::names::{self, Template};
use crate::order::Order;
use crate::patterns::Patterns;
use crate::pipeline::{Event, Failure, Found, Pipeline, Undone, Written, refusal};
use crate::report::{Entry, Lists, Proof, Status, chain};
use crate::save::{ends_the_run, save_by};
use crate::source::Source;

/// What an item needs of the watch.
pub(super) struct Bench<'a> {
    pub(super) order: &'a Order,
    pub(super) folders: &'a Folders,
    pub(super) template: Option<&'a Template>,
    pub(super) index: &'a mut Index,
    pub(super) journal: &'a mut Journal,
    /// The time by the clock of the watch.
    pub(super) now: Seconds,
    /// Whether a picture that is not there may still come, asked with its path.
    pub(super) may_come: &'a dyn Fn(&Path) -> bool,
}

/// What became of an item.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// A picture is awaited: nothing was decided.
    pub(super) awaits: Option<PathBuf>,
    /// Something that concerns every item keeps it from being done.
    pub(super) blocked: Option<String>,
    /// What failed.
    pub(super) failures: Vec<String>,
    /// It waits: until a time, or until someone lifts the hold.
    pub(super) held: Option<Option<Seconds>>,
    /// The articles in it, by id and version.
    pub(super) articles: Vec<String>,
    /// Their keys.
    pub(super) keys: BTreeSet<String>,
    /// Outputs, below the folder of outputs.
    pub(super) outputs: Vec<String>,
    /// Losses.
    pub(super) losses: usize,
    /// What else there is to say.
    pub(super) notes: Vec<String>,
    /// Outputs that were withdrawn: article, names, reason.
    pub(super) withdrawn: Vec<(String, Vec<String>, String)>,
    /// Articles that were killed.
    pub(super) killed: BTreeSet<String>,
    /// Pictures that are used, below the watched folder.
    pub(super) pictures: BTreeSet<PathBuf>,
    /// The lines of the report.
    pub(super) report: Vec<u8>,
}

/// What has arrived.
pub(super) enum Arrived {
    /// A file of articles, and its bytes.
    File(Vec<u8>),
    /// An archive of such files.
    Archive(Kind),
}

/// An input being done.
struct Item<'a, 'b> {
    bench: &'a mut Bench<'b>,
    /// The file of articles: the input itself, or one of an archive.
    source: Rc<Source>,
    /// Where pictures arrive that the article refers to; none where they come with it.
    folder: Option<PathBuf>,
    proof: Proof,
    outcome: Outcome,
    article: Option<Current>,
}

/// The article that is being written.
struct Current {
    facts: Facts,
    judgement: Judgement,
    outputs: BTreeSet<String>,
    held: bool,
}

/// Converts an input that is whole. `below` is its path below the watched folder.
pub(super) fn run(bench: &mut Bench<'_>, below: &Path, arrived: Arrived) -> Outcome {
    let proof =
        Proof { copydesk: env!("CARGO_PKG_VERSION"), options: bench.order.hash(), ..Proof::default() };
    let nothing = Rc::new(Source::named(below));
    let order = bench.order;
    let mut item =
        Item { bench, source: nothing, folder: None, proof, outcome: Outcome::default(), article: None };
    let mut pipeline = Pipeline::new(order);
    match arrived {
        Arrived::File(bytes) => item.file(&mut pipeline, below, &bytes),
        Arrived::Archive(kind) => item.archive(&mut pipeline, below, kind),
    }
    item.outcome
}

impl Item<'_, '_> {
    fn file(&mut self, pipeline: &mut Pipeline<'_>, below: &Path, bytes: &[u8]) {
        let arrived = folders::as_arrived(below).to_owned();
        let path = self.bench.folders.input.join(below);
        // Pictures stay where they arrived, for whoever else needs them.
        self.folder = self.bench.folders.input.join(&arrived).parent().map(Path::to_owned);
        let pictures = self.folder.clone().map_or(Pictures::Nowhere, Pictures::Folder);
        let source = Source { mirrored: arrived.clone(), pictures, path: arrived, ..Source::named(&path) };
        self.convert(pipeline, source, bytes);
    }

    /// Every file of articles in an archive, as if it had arrived in a folder of the archive's name.
    fn archive(&mut self, pipeline: &mut Pipeline<'_>, below: &Path, kind: Kind) {
        let arrived = folders::as_arrived(below);
        let (input, order) = (self.bench.folders.input.clone(), self.bench.order);
        let patterns = Patterns::default();
        let mut is_empty = true;
        let spot = archive::Spot::of_file(&input.join(below), arrived);
        let counts = archive::Counts::default();
        let limits = &order.settings.limits;
        let _ = archive::inputs(&spot, kind, &patterns, limits, &counts, &mut |mut source| {
            is_empty = false;
            if let Ok(path) = source.path.strip_prefix(&input) {
                source.path = folders::as_arrived(path).to_owned();
            }
            match source.take_bytes(&order.settings) {
                Ok(bytes) => self.convert(pipeline, source, &bytes),
                Err(error) => {
                    self.source = Rc::new(source);
                    self.proof.input_sha256 = None;
                    let _ = self.event(Event::Failed(Failure { number: None, from: None, error }));
                }
            }
            if self.is_ended() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if is_empty {
            self.outcome.failures.push("no article is in the archive".to_owned());
        }
    }

    fn convert(&mut self, pipeline: &mut Pipeline<'_>, source: Source, bytes: &[u8]) {
        let source = Rc::new(source);
        self.source = Rc::clone(&source);
        self.proof.input_sha256 = Some(digest::sha256(bytes));
        pipeline.convert(&source, bytes, &mut |event| self.event(event));
        self.end_of_article();
    }

    fn is_ended(&self) -> bool {
        self.outcome.awaits.is_some() || self.outcome.blocked.is_some()
    }

    fn event(&mut self, event: Event<'_>) -> ControlFlow<()> {
        match event {
            Event::Article(found) => {
                self.end_of_article();
                self.begin(found);
            }
            Event::Output(found, format, result) => self.output(found, format, result),
            Event::Failed(failure) => {
                self.end_of_article();
                let entry = Entry::of_failure(&self.source.path, &failure, self.proof.clone());
                self.outcome.failures.push(chain(&failure.error));
                self.push(&entry);
            }
        }
        if self.is_ended() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// An article was read: it is judged, and what it kills is withdrawn at once.
    fn begin(&mut self, found: Found<'_>) {
        if self.bench.order.formats.iter().any(|format| format.finished) {
            self.pictures(found.article);
        }
        if self.outcome.awaits.is_some() {
            return;
        }
        let name = format!("{}{}", folders::told(&self.source.mirrored), names::number(found));
        let facts = Facts::of(found.article, &name);
        let judgement = match self.bench.index.judge(&facts) {
            // A kill is itself carried by working formats; pages of it are refused by the guard.
            Judgement::Killed(_) if facts.kills.contains(&facts.key) => Judgement::Publish,
            other @ (Judgement::Publish | Judgement::Older(_) | Judgement::Killed(_)) => other,
        };
        let version =
            facts.edition.version.as_ref().map(|version| format!(" v{version}")).unwrap_or_default();
        self.outcome.articles.push(format!("{}{version}", facts.key));
        self.outcome.keys.insert(facts.key.clone());
        match &judgement {
            Judgement::Publish => self.kill(&facts),
            Judgement::Older(newer) => self.note(found, format!("not written: {newer} stands already")),
            Judgement::Killed(why) => self.note(found, format!("not written: {why}")),
        }
        self.article = Some(Current { facts, judgement, outputs: BTreeSet::new(), held: false });
    }

    /// Finds the pictures of an article; one that is not there, and may still come, is awaited.
    fn pictures(&mut self, article: &Article) {
        let Some(folder) = &self.folder else { return };
        let root = self.bench.order.media.as_ref().unwrap_or(folder);
        for renditions in pictures::places(article, root) {
            let below = |path: &Path| path.strip_prefix(&self.bench.folders.input).unwrap_or(path).to_owned();
            let there = renditions.iter().find(|path| path.is_file());
            match there.map_or_else(|| renditions.first(), Some) {
                Some(path) if (self.bench.may_come)(&below(path)) => {
                    self.outcome.awaits = Some(below(path));
                    return;
                }
                Some(path) if path.is_file() && self.bench.order.media.is_none() => {
                    self.outcome.pictures.insert(below(path));
                }
                Some(_) | None => {}
            }
        }
    }

    fn kill(&mut self, facts: &Facts) {
        if let Some(line) = &facts.kills_unnamed {
            let what = if line.is_empty() { "an article" } else { line };
            self.outcome
                .failures
                .push(format!("a kill that names no id: {what}; nothing could be withdrawn for it"));
        }
        for id in &facts.kills {
            let by = if *id == facts.key { "its own notice".to_owned() } else { facts.key.clone() };
            let why = format!("killed by {by} ({})", folders::told(&self.source.path));
            if !self.bench.index.knows(id) {
                self.outcome
                    .notes
                    .push(format!("kills {id}, which has not been seen; it will not be written"));
            }
            self.outcome.killed.insert(id.clone());
            self.record(vec![Record::Killed { key: id.clone(), why, at: self.bench.now }]);
        }
        self.withdraw();
    }

    fn output(&mut self, found: Found<'_>, format: &'static Format, result: Result<Written<'_>, Undone>) {
        let Some(mut article) = self.article.take() else { return };
        let mut entry = Entry::of_output(&self.source.path, found, format.name, self.proof.clone());
        let mut report = found.report.clone();
        let written = match (&article.judgement, result) {
            (Judgement::Older(_) | Judgement::Killed(_), _) => Err(Undone::Refused(Vec::new())),
            (Judgement::Publish, result) => result,
        };
        match written {
            Ok(written) => match self.save(found, format, &article, written.bytes) {
                Ok(name) => {
                    self.outcome.losses += found.report.losses.len() + written.report.losses.len();
                    report.join(written.report);
                    entry.proof.output_sha256 = Some(digest::sha256(written.bytes));
                    entry.proof.bytes = u64::try_from(written.bytes.len()).ok();
                    entry.output = Some(name.clone());
                    self.outcome.outputs.push(name.clone());
                    article.outputs.insert(name);
                }
                Err(error) => (entry.status, entry.error) = (Status::Failed, Some(error)),
            },
            Err(Undone::Refused(holds)) => {
                entry.status = Status::Refused;
                entry.error = Some(match &article.judgement {
                    Judgement::Publish => refusal(&holds),
                    Judgement::Older(newer) => format!("{newer} stands already"),
                    Judgement::Killed(why) => why.clone(),
                });
                if !holds.is_empty() && holds.iter().all(Hold::is_for_now) {
                    article.held = true;
                    self.hold(&holds);
                }
            }
            Err(Undone::Failed(error)) => {
                self.outcome.failures.push(format!("{}: {}", format.name, chain(&error)));
                (entry.status, entry.error) = (Status::Failed, Some(chain(&error)));
            }
        }
        entry.report = Lists::from(report);
        self.push(&entry);
        self.article = Some(article);
    }

    /// An item is held until the last of its holds ends; one whose end is not known is held until someone lifts it.
    fn hold(&mut self, holds: &[Hold]) {
        let end = |hold: &Hold| match hold {
            Hold::Embargoed(Some(until)) => until.timestamp().map(|until| until.as_second()),
            Hold::Embargoed(None) | Hold::Withheld | Hold::Killed | Hold::KillNotice(_) => None,
        };
        let until = holds.iter().map(end).collect::<Option<Vec<_>>>().and_then(|ends| ends.into_iter().max());
        let what: Vec<String> = holds.iter().map(ToString::to_string).collect();
        let what = what.join(", ");
        if !self.outcome.notes.contains(&what) {
            self.outcome.notes.push(what);
        }
        // Of several articles, the one that is free first is published first.
        self.outcome.held = Some(match self.outcome.held {
            Some(Some(other)) => Some(until.map_or(other, |until| until.min(other))),
            Some(None) | None => until,
        });
    }

    /// Puts an output in its place, and has it on disk.
    fn save(
        &mut self,
        found: Found<'_>,
        format: &'static Format,
        article: &Current,
        bytes: &[u8],
    ) -> Result<String, String> {
        let plain = names::plain(self.bench.template, &self.source, found, format);
        let free = |path: &PathBuf| {
            let name = folders::told(path);
            let reserved = name.starts_with(&format!("{WITHDRAWN}/"));
            !reserved
                && !article.outputs.contains(&name)
                && self.bench.index.may_write(&article.facts.key, &name)
        };
        let numbered = (2..).map(|count| names::renamed(&plain, &format!("_{count}"), format));
        let path = std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or_else(|| plain.clone());
        let target = self.bench.folders.output.join(&path);
        let saved =
            save_by(&self.bench.folders.parts, &target, bytes).and_then(|()| File::open(&target)?.sync_all());
        saved.map_err(|error| self.unwritable(&target, &error))?;
        Ok(folders::told(&path))
    }

    fn unwritable(&mut self, target: &Path, error: &io::Error) -> String {
        let text = format!("{} cannot be written: {error}", target.display());
        let place = if ends_the_run(error) { &mut self.outcome.blocked } else { &mut None };
        match place {
            Some(_) => {}
            None if ends_the_run(error) => *place = Some(text.clone()),
            None => self.outcome.failures.push(text.clone()),
        }
        text
    }

    /// Enters what stands now, and withdraws what it replaces.
    fn end_of_article(&mut self) {
        let Some(Current { facts, judgement, outputs, held }) = self.article.take() else { return };
        if judgement != Judgement::Publish || self.outcome.blocked.is_some() {
            return;
        }
        let Facts { key, also, edition, .. } = facts;
        self.record(vec![Record::Published { key, also, edition, outputs, held, at: self.bench.now }]);
        self.withdraw();
    }

    fn record(&mut self, records: Vec<Record>) {
        match self.bench.journal.append(&records) {
            Ok(()) => records.into_iter().for_each(|record| self.bench.index.apply(record)),
            Err(error) => self.outcome.blocked = Some(format!("the journal cannot be written: {error}")),
        }
    }

    fn withdraw(&mut self) {
        match withdraw(self.bench) {
            Ok(withdrawn) => self.outcome.withdrawn.extend(withdrawn),
            Err(error) => self.outcome.blocked = Some(format!("an output cannot be withdrawn: {error}")),
        }
    }

    fn note(&mut self, found: Found<'_>, text: String) {
        self.outcome.notes.push(if found.several {
            format!("article {}: {text}", found.number)
        } else {
            text
        });
    }

    fn push(&mut self, entry: &Entry) {
        match entry.line() {
            Ok(line) => self.outcome.report.extend(line),
            Err(error) => self.outcome.failures.push(error.to_string()),
        }
    }
}

/// Why the bytes of an input cannot be had, and whether that may pass.
pub(super) fn may_pass(error: &Error) -> bool {
    error.kind() == ErrorKind::Resource && error.message().contains("changed while")
}
