//! Many inputs on many threads, with everything in the order of the inputs.
//!
//! One thread walks the inputs into a bounded queue; workers take them from there, and hand in what came out. A turn
//! goes round: pieces are put in their places in the order of the inputs, by whichever worker has its turn, so what a run
//! writes does not depend on how many workers there are. Who is far ahead waits.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::desk::Desk;
use crate::interrupt;
use crate::journal::{self, Earlier, Record};
use crate::pieces::{End, Piece, Plan};
use crate::pipeline::Pipeline;
use crate::source::Source;
use crate::store::Store;

/// How many inputs wait for a worker.
const QUEUE: usize = 64;
/// How many bytes of inputs wait for a worker, unless one alone has more.
const QUEUE_BYTES: usize = 16 << 20;
/// How many inputs that are done wait for their turn.
const AHEAD: usize = 256;
/// How many bytes of what is done wait for their turn.
const AHEAD_BYTES: usize = 24 << 20;
/// How much comes out of one input before it waits for its turn in the midst of it.
const CHUNK: usize = 4 << 20;
/// Room for what nests as deep as the limits allow, as the first thread of a program has it.
const STACK: usize = 16 << 20;

/// An input on its way to a worker.
struct Task {
    number: u64,
    source: Source,
    /// Where the journal has what an earlier run did with it.
    earlier: Option<u64>,
}

/// The tasks that no worker has taken yet.
struct Queue {
    state: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    tasks: VecDeque<Task>,
    bytes: usize,
    closed: bool,
}

/// What came out of an input as a whole.
enum Whole {
    /// It was converted; pieces that were not taken yet.
    Made(Vec<Piece>, Box<End>),
    /// An earlier run has done it.
    Earlier(Box<(Record, Source)>),
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
    next: u64,
    early: BTreeMap<u64, (usize, Whole)>,
    held: usize,
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
    let state = State { next: 0, early: BTreeMap::new(), held: 0, desk };
    let journal = earlier.as_ref().map(|earlier| earlier.path().to_owned());
    let turns = Turns { plan, state: Mutex::new(state), changed: Condvar::new(), journal };
    let mut resume = Resume::new(earlier, &turns);
    let walked = if jobs < 2 {
        let mut worker = Worker::new(&turns);
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
    let queue = Queue { state: Mutex::default(), changed: Condvar::new() };
    std::thread::scope(|scope| {
        let work = || {
            let mut worker = Worker::new(turns);
            while let Some(task) = queue.pop() {
                if worker.task(task).is_break() {
                    queue.close();
                }
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
    pipeline: Pipeline<'a>,
}

impl<'t, 'a> Worker<'t, 'a> {
    fn new(turns: &'t Turns<'a>) -> Self {
        Self { turns, pipeline: Pipeline::new(turns.plan.order) }
    }

    fn task(&mut self, task: Task) -> ControlFlow<()> {
        let Task { number, source, earlier } = task;
        if self.turns.wait_for_room(number) {
            return ControlFlow::Break(());
        }
        if let Some(record) = earlier.and_then(|at| self.turns.record(at))
            && record.is_up_to_date(&source, true)
        {
            return self.hand_in(number, Whole::Earlier(Box::new((record, source))));
        }
        let whole = self.convert(number, source, earlier.is_some());
        self.hand_in(number, whole)
    }

    fn convert(&mut self, number: u64, source: Source, instead: bool) -> Whole {
        let turns = self.turns;
        let path = source.path.clone();
        let (mut pieces, mut held) = (Vec::new(), 0);
        let end = turns.plan.convert(&mut self.pipeline, source, &mut |piece| {
            held += piece.held();
            pieces.push(piece);
            if held < CHUNK {
                return ControlFlow::Continue(());
            }
            held = 0;
            turns.hand_in_part(number, &path, std::mem::take(&mut pieces))
        });
        Whole::Made(pieces, Box::new(End { instead, ..end }))
    }

    /// Hands in what came out of an input, and puts in place all that has its turn now.
    fn hand_in(&mut self, number: u64, whole: Whole) -> ControlFlow<()> {
        let held = match &whole {
            Whole::Made(pieces, _) => pieces.iter().map(Piece::held).sum(),
            Whole::Earlier(earlier) => earlier.0.held(),
        };
        let mut state = self.turns.lock();
        state.early.insert(number, (held, whole));
        state.held += held;
        while let Some((held, whole)) = {
            let next = state.next;
            state.early.remove(&next)
        } {
            state.held -= held;
            interrupt::whole(|| self.settle(&mut state, whole));
            state.next += 1;
        }
        self.turns.changed.notify_all();
        if state.desk.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn settle(&mut self, state: &mut State<'a>, whole: Whole) {
        match whole {
            Whole::Made(pieces, end) => {
                state.desk.pieces(&end.path, pieces);
                state.desk.end(*end);
            }
            Whole::Earlier(earlier) => {
                let (record, source) = *earlier;
                if state.desk.replay(&record, &source) {
                    return;
                }
                // Another input has taken its name meanwhile.
                let path = source.path.clone();
                let desk = &mut state.desk;
                let end = self.turns.plan.convert(&mut self.pipeline, source, &mut |piece| {
                    desk.pieces(&path, vec![piece]);
                    ControlFlow::Continue(())
                });
                state.desk.end(End { instead: true, ..end });
            }
        }
    }
}

impl<'a> Turns<'a> {
    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while there is too much that is done and has not had its turn. True if the run was stopped.
    fn wait_for_room(&self, number: u64) -> bool {
        let full = |state: &mut State<'_>| {
            let ahead = state.early.len() >= AHEAD || state.held >= AHEAD_BYTES;
            ahead && state.next != number && !state.desk.is_stopped()
        };
        let state = self.changed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        state.desk.is_stopped()
    }

    /// Waits for the turn of an input, and puts pieces of it in place.
    fn hand_in_part(&self, number: u64, path: &std::path::Path, pieces: Vec<Piece>) -> ControlFlow<()> {
        let others = |state: &mut State<'_>| state.next != number && !state.desk.is_stopped();
        let mut state = self.changed.wait_while(self.lock(), others).unwrap_or_else(PoisonError::into_inner);
        if !state.desk.is_stopped() {
            interrupt::whole(|| state.desk.pieces(path, pieces));
        }
        if state.desk.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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
        let full =
            |state: &mut Waiting| !state.closed && (state.tasks.len() >= QUEUE || state.bytes >= QUEUE_BYTES);
        let mut state = self.changed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return ControlFlow::Break(());
        }
        state.bytes += task.source.held();
        state.tasks.push_back(task);
        drop(state);
        self.changed.notify_all();
        ControlFlow::Continue(())
    }

    fn pop(&self) -> Option<Task> {
        let empty = |state: &mut Waiting| !state.closed && state.tasks.is_empty();
        let mut state = self.changed.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
        let task = state.tasks.pop_front()?;
        state.bytes -= task.source.held();
        drop(state);
        self.changed.notify_all();
        Some(task)
    }

    /// Nothing more comes.
    fn close_when_empty(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Nothing more is wanted.
    fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.tasks.clear();
        self.changed.notify_all();
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
            state.next += 1;
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
