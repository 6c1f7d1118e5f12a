//! What came out of the inputs, put in its place in their order, by whichever worker has the desk.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};

use super::Collecting;
use crate::desk::Desk;
use crate::interrupt;
use crate::journal::{self, Record};
use crate::pieces::{End, Piece};
use crate::pipeline::Pipeline;
use crate::plan::Plan;
use crate::source::Source;

/// How many inputs that are done wait for their turn.
const AHEAD: usize = 128;
/// How many bytes of what is done wait for their turn.
const AHEAD_BYTES: usize = 8 << 20;

/// The number of an input, and of a part of what comes out of it.
pub(super) type Turn = (u64, u32);

/// What came out of an input.
pub(super) enum Made {
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
pub(super) struct Turns<'a> {
    pub(super) plan: &'a Plan<'a>,
    state: Mutex<State>,
    /// Who has it settles all that has its turn. Nobody waits for it: to write a file takes longer than to hand one in.
    desk: Mutex<Desk<'a>>,
    /// The run was stopped.
    stopped: AtomicBool,
    changed: Condvar,
    /// The journal of an earlier run.
    journal: Option<PathBuf>,
}

#[derive(Default)]
struct State {
    next: Turn,
    early: BTreeMap<Turn, (usize, Made)>,
    held: usize,
    /// Workers that wait for their turn.
    waiting: usize,
}

impl<'a> Turns<'a> {
    /// Turns from the first on.
    pub(super) fn new(plan: &'a Plan<'a>, desk: Desk<'a>, journal: Option<PathBuf>) -> Self {
        Self {
            plan,
            state: Mutex::default(),
            desk: Mutex::new(desk),
            stopped: AtomicBool::new(false),
            changed: Condvar::new(),
            journal,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The desk, waited for.
    pub(super) fn desk(&self) -> MutexGuard<'_, Desk<'a>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The desk, when all is done.
    pub(super) fn into_desk(self) -> Desk<'a> {
        self.desk.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn free_desk(&self) -> Option<MutexGuard<'_, Desk<'a>>> {
        match self.desk.try_lock() {
            Ok(desk) => Some(desk),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Waits while there is too much that is done and has not had its turn. Breaks if the run was stopped.
    pub(super) fn wait_for_room(&self, turn: Turn) -> ControlFlow<()> {
        let full = |state: &mut State| {
            let ahead = state.early.len() >= AHEAD || state.held >= AHEAD_BYTES;
            ahead && state.next != turn && self.flow().is_continue()
        };
        let mut state = self.lock();
        if full(&mut state) {
            state.waiting += 1;
            state = self.changed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        self.flow()
    }

    /// Hands in what came out of an input. Puts in place all that has its turn now, unless another worker is at it: that one
    /// looks again when it is done.
    pub(super) fn hand_in(&self, turn: Turn, made: Made) -> ControlFlow<()> {
        let held = made.held();
        let mut state = self.lock();
        state.early.insert(turn, (held, made));
        state.held += held;
        drop(state);
        while self.lock().has_turn() {
            let Some(mut desk) = self.free_desk() else { break };
            while let Some(made) = self.next() {
                interrupt::whole(|| self.settle(&mut desk, made));
                if desk.is_stopped() {
                    self.stop();
                }
            }
        }
        self.flow()
    }

    /// What has its turn, if that is there. Whoever waits for room hears of it.
    fn next(&self) -> Option<Made> {
        let mut state = self.lock();
        let turn = state.next;
        let (held, made) = state.early.remove(&turn)?;
        state.held -= held;
        state.next = match &made {
            Made::Part(..) => (turn.0, turn.1 + 1),
            Made::Last(..) | Made::Earlier(_) => (turn.0 + 1, 0),
        };
        if state.waiting > 0 {
            self.changed.notify_all();
        }
        Some(made)
    }

    /// Nobody waits any longer.
    fn stop(&self) {
        let _state = self.lock();
        self.stopped.store(true, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// The input that is next is done without a turn.
    pub(super) fn skip_input(&self) {
        self.lock().next.0 += 1;
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

    /// The record at a place in the journal of the earlier run.
    pub(super) fn record(&self, at: u64) -> Option<Record> {
        journal::record(self.journal.as_deref()?, at).ok().flatten()
    }
}

impl State {
    fn has_turn(&self) -> bool {
        self.early.contains_key(&self.next)
    }
}
