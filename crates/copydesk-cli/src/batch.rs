//! Many inputs on many threads, with everything in the order of the inputs.
//!
//! One thread walks the inputs into a bounded queue; workers take them from there, and hand in what came out. Pieces are put
//! in their places in the order of the inputs, by whichever worker finds the desk free, so what a run writes does not
//! depend on how many workers there are. Who is far ahead waits.

mod queue;
mod resume;
mod turns;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use crate::desk::Desk;
use crate::journal::Earlier;
use crate::pieces::{End, Origin, Piece, Takes};
use crate::pipeline::{Pipeline, Unwritten};
use crate::plan::Plan;
use crate::source::Source;
use queue::{Queue, Work};
use resume::Resume;
use turns::{Made, Turn, Turns};

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
    let journal = earlier.as_ref().map(|earlier| earlier.path().to_owned());
    let turns = Turns::new(plan, desk, journal);
    let mut resume = Resume::new(earlier, &turns);
    let walked = if jobs < 2 {
        let mut worker = Worker::new(&turns, None);
        walk(&mut |source| resume.dispatch(source, &mut |task| worker.task(task))).map(|()| {
            let _ = resume.end(&mut |task| worker.task(task));
        })
    } else {
        on_threads(&turns, resume, jobs, walk)
    };
    (turns.into_desk(), walked)
}

fn on_threads<'a, E>(
    turns: &Turns<'a>,
    mut resume: Resume<'_, 'a>,
    jobs: usize,
    walk: &mut Walking<'_, E>,
) -> Result<(), E> {
    let queue = Queue::default();
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
