//! Many inputs on many threads, with everything in the order of the inputs.
//!
//! One thread walks the inputs into a bounded queue; workers take them from there, and hand in what came out. A turn
//! goes round: pieces are put in their places in the order of the inputs, by whichever worker has its turn, so what a run
//! writes does not depend on how many workers there are. Who is far ahead waits.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::desk::Desk;
use crate::interrupt;
use crate::journal::{self, Earlier, Record};
use crate::pieces::{End, Origin, Piece, Plan, Takes};
use crate::pipeline::{Pipeline, Unwritten};
use crate::source::Source;
use crate::store::Store;

/// How many inputs wait for a worker.
const QUEUE: usize = 256;
/// How many bytes of inputs wait for a worker, unless one alone has more.
const QUEUE_BYTES: usize = 16 << 20;
/// How many inputs that are done wait for their turn.
const AHEAD: usize = 128;
/// How many bytes of what is done wait for their turn.
const AHEAD_BYTES: usize = 8 << 20;
/// How much comes out of one input before it is handed in while the rest is yet to come.
const CHUNK: usize = 2 << 20;
/// How many articles of one input are given to another worker at a time.
const SHARE: usize = 16;
/// Room for what nests as deep as the limits allow, as the first thread of a program has it.
const STACK: usize = 16 << 20;

/// An input on its way to a worker.
struct Task {
    number: u64,
    source: Source,
    /// Where the journal has what an earlier run did with it.
    earlier: Option<u64>,
}

/// Articles of an input that one worker reads, for another to write.
struct Share {
    turn: Turn,
    origin: Arc<Origin>,
    articles: Vec<Unwritten>,
}

/// The number of an input, and of a part of what comes out of it.
type Turn = (u64, u32);

/// What no worker has taken yet.
struct Queue {
    state: Mutex<Waiting>,
    /// There is work.
    work: Condvar,
    /// There is room for more.
    room: Condvar,
}

#[derive(Default)]
struct Waiting {
    tasks: VecDeque<Task>,
    bytes: usize,
    shares: VecDeque<Share>,
    /// Workers that wait, and workers that do not.
    idle: usize,
    busy: usize,
    /// The walk waits for room. It is woken when there is plenty: to wake a thread costs as much as a small article.
    walk_waits: bool,
    closed: bool,
}

/// What a worker does next.
enum Work {
    Task(Task),
    Share(Share),
}

/// What came out of an input.
enum Made {
    /// Some of it.
    Part(PathBuf, Vec<Piece>),
    /// The last of it.
    Last(Vec<Piece>, Box<End>),
    /// An earlier run has done it.
    Earlier(Box<(Record, Source)>),
}

impl Made {
    /// How much memory it takes.
    fn held(&self) -> usize {
        match self {
            Self::Part(_, pieces) | Self::Last(pieces, _) => pieces.iter().map(Piece::held).sum(),
            Self::Earlier(earlier) => earlier.0.held(),
        }
    }
}

/// Whose turn it is.
struct Turns<'a> {
    plan: &'a Plan<'a>,
    state: Mutex<State<'a>>,
    changed: Condvar,
    /// The journal of an earlier run.
    journal: Option<PathBuf>,
}

struct State<'a> {
    next: Turn,
    early: BTreeMap<Turn, (usize, Made)>,
    held: usize,
    /// Workers that wait for their turn.
    waiting: usize,
    desk: Desk<'a>,
}

/// Hands out every input of a walk to a closure.
pub(crate) type Walking<'a, E> = dyn FnMut(&mut dyn FnMut(Source) -> ControlFlow<()>) -> Result<(), E> + 'a;

/// Converts every input that `walk` hands out, on `jobs` threads. Returns the desk, and how the walk ended.
pub(crate) fn run<'a, E>(
    plan: &'a Plan<'a>,
    desk: Desk<'a>,
    earlier: Option<Earlier>,
    jobs: usize,
    walk: &mut Walking<'_, E>,
) -> (Desk<'a>, Result<(), E>) {
    let state = State { next: (0, 0), early: BTreeMap::new(), held: 0, waiting: 0, desk };
    let journal = earlier.as_ref().map(|earlier| earlier.path().to_owned());
    let turns = Turns { plan, state: Mutex::new(state), changed: Condvar::new(), journal };
    let mut resume = Resume::new(earlier, &turns);
    let walked = if jobs < 2 {
        let mut worker = Worker::new(&turns, None);
        walk(&mut |source| resume.dispatch(source, &mut |task| worker.task(task))).map(|()| {
            let _ = resume.end(&mut |task| worker.task(task));
        })
    } else {
        on_threads(&turns, resume, jobs, walk)
    };
    (turns.state.into_inner().unwrap_or_else(PoisonError::into_inner).desk, walked)
}

fn on_threads<'a, E>(
    turns: &Turns<'a>,
    mut resume: Resume<'_, 'a>,
    jobs: usize,
    walk: &mut Walking<'_, E>,
) -> Result<(), E> {
    let queue = Queue { state: Mutex::default(), work: Condvar::new(), room: Condvar::new() };
    std::thread::scope(|scope| {
        let work = || {
            let mut worker = Worker::new(turns, Some(&queue));
            let mut work = queue.next();
            while let Some(next) = work {
                let flow = match next {
                    Work::Task(task) => worker.task(task),
                    Work::Share(share) => worker.share(share),
                };
                if flow.is_break() {
                    queue.close();
                }
                work = queue.done_and_next();
            }
        };
        for _ in 0..jobs {
            // A thread fewer is no fault as long as there is one.
            let _ = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        let walked = walk(&mut |source| resume.dispatch(source, &mut |task| queue.push(task))).map(|()| {
            let _ = resume.end(&mut |task| queue.push(task));
        });
        queue.close_when_empty();
        walked
    })
}

/// One worker, with writers of its own.
struct Worker<'t, 'a> {
    turns: &'t Turns<'a>,
    /// Where other workers look for work, if there are any.
    queue: Option<&'t Queue>,
    pipeline: Pipeline<'a>,
}

impl<'t, 'a> Worker<'t, 'a> {
    fn new(turns: &'t Turns<'a>, queue: Option<&'t Queue>) -> Self {
        Self { turns, queue, pipeline: Pipeline::new(turns.plan.order) }
    }

    /// Converts an input, or finds that an earlier run has done it.
    fn task(&mut self, task: Task) -> ControlFlow<()> {
        let Task { number, source, earlier } = task;
        let turn = (number, 0);
        self.turns.wait_for_room(turn)?;
        if let Some(record) = earlier.and_then(|at| self.turns.record(at))
            && record.is_up_to_date(&source, true)
        {
            return self.turns.hand_in(turn, Made::Earlier(Box::new((record, source))));
        }
        let path = source.path.clone();
        let mut making = Making::new(self.turns, self.queue, turn, path);
        let end = self.turns.plan.convert(&mut self.pipeline, source, &mut making);
        making.give_share();
        let Making { turn, pieces, .. } = making;
        self.turns.hand_in(turn, Made::Last(pieces, Box::new(End { instead: earlier.is_some(), ..end })))
    }

    /// Writes articles that another worker has read.
    fn share(&mut self, share: Share) -> ControlFlow<()> {
        let Share { turn, origin, articles } = share;
        self.turns.wait_for_room(turn)?;
        let path = origin.source.path.clone();
        let mut pieces = Collecting(Vec::new());
        self.turns.plan.write_shared(&mut self.pipeline, &origin, articles, &mut pieces);
        self.turns.hand_in(turn, Made::Part(path, pieces.0))
    }
}

/// An input on its way through one worker, which gives some of its articles to others that have nothing to do.
struct Making<'t, 'a> {
    turns: &'t Turns<'a>,
    queue: Option<&'t Queue>,
    turn: Turn,
    path: PathBuf,
    pieces: Vec<Piece>,
    held: usize,
    share: Option<Share>,
}

impl<'t, 'a> Making<'t, 'a> {
    fn new(turns: &'t Turns<'a>, queue: Option<&'t Queue>, turn: Turn, path: PathBuf) -> Self {
        Self { turns, queue, turn, path, pieces: Vec::new(), held: 0, share: None }
    }

    /// Hands in what there is so far.
    fn hand_in_part(&mut self) -> ControlFlow<()> {
        let turn = self.turn;
        self.turn.1 += 1;
        self.held = 0;
        self.turns.wait_for_room(turn)?;
        self.turns.hand_in(turn, Made::Part(self.path.clone(), std::mem::take(&mut self.pieces)))
    }

    /// Gives away the articles that were collected for another worker.
    fn give_share(&mut self) {
        if let (Some(share), Some(queue)) = (self.share.take(), self.queue) {
            queue.give(share);
        }
    }
}

impl Takes for Making<'_, '_> {
    fn piece(&mut self, piece: Piece) -> ControlFlow<()> {
        self.give_share();
        self.held += piece.held();
        self.pieces.push(piece);
        if self.held < CHUNK { ControlFlow::Continue(()) } else { self.hand_in_part() }
    }

    fn share(&mut self, origin: &Arc<Origin>, article: Unwritten) -> Option<Unwritten> {
        if self.share.is_none() {
            if !self.queue.is_some_and(Queue::has_idle) {
                return Some(article);
            }
            if !self.pieces.is_empty() && self.hand_in_part().is_break() {
                return Some(article);
            }
            let articles = Vec::with_capacity(SHARE);
            self.share = Some(Share { turn: self.turn, origin: Arc::clone(origin), articles });
            self.turn.1 += 1;
        }
        let articles = self.share.as_mut().map(|share| &mut share.articles)?;
        articles.push(article);
        if articles.len() == SHARE {
            self.give_share();
        }
        None
    }
}

/// Pieces of articles that are not shared once more.
struct Collecting(Vec<Piece>);

impl Takes for Collecting {
    fn piece(&mut self, piece: Piece) -> ControlFlow<()> {
        self.0.push(piece);
        ControlFlow::Continue(())
    }

    fn share(&mut self, _: &Arc<Origin>, article: Unwritten) -> Option<Unwritten> {
        Some(article)
    }
}

impl<'a> Turns<'a> {
    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while there is too much that is done and has not had its turn. Breaks if the run was stopped.
    fn wait_for_room(&self, turn: Turn) -> ControlFlow<()> {
        let full = |state: &mut State<'_>| {
            let ahead = state.early.len() >= AHEAD || state.held >= AHEAD_BYTES;
            ahead && state.next != turn && !state.desk.is_stopped()
        };
        let mut state = self.lock();
        if full(&mut state) {
            state.waiting += 1;
            state = self.changed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        state.desk.flow()
    }

    /// Hands in what came out of an input, and puts in place all that has its turn now.
    fn hand_in(&self, turn: Turn, made: Made) -> ControlFlow<()> {
        let held = made.held();
        let mut state = self.lock();
        state.early.insert(turn, (held, made));
        state.held += held;
        while let Some((held, made)) = {
            let next = state.next;
            state.early.remove(&next)
        } {
            state.held -= held;
            state.next = match &made {
                Made::Part(..) => (state.next.0, state.next.1 + 1),
                Made::Last(..) | Made::Earlier(_) => (state.next.0 + 1, 0),
            };
            interrupt::whole(|| self.settle(&mut state.desk, made));
        }
        if state.waiting > 0 {
            self.changed.notify_all();
        }
        state.desk.flow()
    }

    fn settle(&self, desk: &mut Desk<'a>, made: Made) {
        match made {
            Made::Part(path, pieces) => desk.pieces(&path, pieces),
            Made::Last(pieces, end) => {
                desk.pieces(&end.path, pieces);
                desk.end(*end);
            }
            Made::Earlier(earlier) => {
                let (record, source) = *earlier;
                if desk.replay(&record, &source) {
                    return;
                }
                // Another input has taken its name meanwhile.
                let path = source.path.clone();
                let mut pieces = Collecting(Vec::new());
                let end = self.plan.convert(&mut Pipeline::new(self.plan.order), source, &mut pieces);
                desk.pieces(&path, pieces.0);
                desk.end(End { instead: true, ..end });
            }
        }
    }

    fn record(&self, at: u64) -> Option<Record> {
        journal::record(self.journal.as_deref()?, at).ok().flatten()
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, task: Task) -> ControlFlow<()> {
        let mut state = self.lock();
        if state.is_full() {
            state.walk_waits = true;
            let waits = |state: &mut Waiting| state.walk_waits && !state.closed;
            state = self.room.wait_while(state, waits).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return ControlFlow::Break(());
        }
        state.bytes += task.source.held();
        state.tasks.push_back(task);
        if state.idle > 0 {
            self.work.notify_one();
        }
        ControlFlow::Continue(())
    }

    /// Waits for work. None if there will be no more.
    fn next(&self) -> Option<Work> {
        self.take(self.lock())
    }

    /// The same, when a worker is done with what it had.
    fn done_and_next(&self) -> Option<Work> {
        let mut state = self.lock();
        state.busy -= 1;
        if state.busy == 0 && state.closed {
            self.work.notify_all();
        }
        self.take(state)
    }

    /// Shares come first: who gave them counts on an idle worker, and others may wait for their turn.
    fn take(&self, mut state: MutexGuard<'_, Waiting>) -> Option<Work> {
        state.idle += 1;
        let over = |state: &Waiting| state.closed && state.busy == 0;
        let nothing = |state: &mut Waiting| state.shares.is_empty() && state.tasks.is_empty() && !over(state);
        let mut state = self.work.wait_while(state, nothing).unwrap_or_else(PoisonError::into_inner);
        state.idle -= 1;
        let share = state.shares.pop_front().map(Work::Share);
        let work = share.or_else(|| state.tasks.pop_front().map(Work::Task))?;
        if let Work::Task(task) = &work {
            state.bytes -= task.source.held();
        }
        state.busy += 1;
        if state.walk_waits && state.has_plenty_of_room() {
            state.walk_waits = false;
            self.room.notify_one();
        }
        Some(work)
    }

    /// Whether a worker has nothing to do, and no share waits for it.
    fn has_idle(&self) -> bool {
        let state = self.lock();
        state.idle > state.shares.len() + state.tasks.len()
    }

    fn give(&self, share: Share) {
        self.lock().shares.push_back(share);
        self.work.notify_one();
    }

    /// Nothing more comes.
    fn close_when_empty(&self) {
        self.lock().closed = true;
        self.work.notify_all();
    }

    /// Nothing more is wanted.
    fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.tasks.clear();
        state.shares.clear();
        self.work.notify_all();
        self.room.notify_all();
    }
}

impl Waiting {
    fn is_full(&self) -> bool {
        !self.closed && (self.tasks.len() >= QUEUE || self.bytes >= QUEUE_BYTES)
    }

    fn has_plenty_of_room(&self) -> bool {
        self.tasks.len() <= QUEUE / 2 && self.bytes <= QUEUE_BYTES / 2
    }
}

/// What an earlier run has done: of outputs in a folder each input may be taken from it; of a container the beginning, as
/// far as nothing has changed.
struct Resume<'t, 'a> {
    turns: &'t Turns<'a>,
    earlier: Option<Earlier>,
    number: u64,
    beginning: Option<Beginning>,
}

/// The beginning of a container.
struct Beginning {
    /// Where the next record is.
    at: u64,
    /// What is certain: a place in the container, and one in the journal.
    whole: (u64, u64),
    /// Inputs that are up to date, behind that place.
    behind: Vec<(Source, Record)>,
}

impl<'t, 'a> Resume<'t, 'a> {
    fn new(earlier: Option<Earlier>, turns: &'t Turns<'a>) -> Self {
        let in_container = matches!(turns.lock().desk.store(), Store::Container(_));
        let beginning = earlier.as_ref().filter(|_| in_container).map(|earlier| Beginning {
            at: earlier.start(),
            whole: (0, earlier.start()),
            behind: Vec::new(),
        });
        Self { turns, earlier, number: 0, beginning }
    }

    /// Hands an input to a worker, or takes it from the earlier run.
    fn dispatch(&mut self, source: Source, push: &mut dyn FnMut(Task) -> ControlFlow<()>) -> ControlFlow<()> {
        if let Some(beginning) = &mut self.beginning {
            let length = self.turns.lock().desk.length();
            let record = self.turns.record(beginning.at).filter(|record| {
                record.done.end.is_none_or(|end| end <= length) && record.is_up_to_date(&source, false)
            });
            match record {
                Some(record) => {
                    beginning.at = record.next;
                    let end = record.done.end;
                    beginning.behind.push((source, record));
                    if let Some(end) = end {
                        beginning.whole = (end, beginning.at);
                        self.take_over();
                    }
                    return ControlFlow::Continue(());
                }
                None => self.end_of_beginning(push)?,
            }
        }
        let name = source.path.display().to_string();
        let in_container = matches!(self.turns.lock().desk.store(), Store::Container(_));
        let earlier = self.earlier.as_mut().filter(|_| !in_container).and_then(|earlier| earlier.take(&name));
        self.push(source, earlier, push)
    }

    /// No input is left.
    fn end(&mut self, push: &mut dyn FnMut(Task) -> ControlFlow<()>) -> ControlFlow<()> {
        if self.beginning.is_some() { self.end_of_beginning(push) } else { ControlFlow::Continue(()) }
    }

    fn push(
        &mut self,
        source: Source,
        earlier: Option<u64>,
        push: &mut dyn FnMut(Task) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let number = self.number;
        self.number += 1;
        push(Task { number, source, earlier })
    }

    /// Takes over what is certain to be in the container.
    fn take_over(&mut self) {
        let Some(beginning) = &mut self.beginning else { return };
        let mut state = self.turns.lock();
        for (source, record) in beginning.behind.drain(..) {
            state.desk.replay(&record, &source);
            state.next.0 += 1;
            self.number += 1;
        }
    }

    /// From here on everything is done anew.
    fn end_of_beginning(&mut self, push: &mut dyn FnMut(Task) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(Beginning { whole: (container, journal), behind, .. }) = self.beginning.take() else {
            return ControlFlow::Continue(());
        };
        self.turns.lock().desk.cut(container, journal);
        behind.into_iter().try_for_each(|(source, _)| self.push(source, None, push))
    }
}
