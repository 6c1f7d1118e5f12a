//! What no worker has taken yet.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{Share, Task};

/// How many inputs wait for a worker.
const QUEUE: usize = 256;
/// How many bytes of inputs wait for a worker, unless one alone has more.
const QUEUE_BYTES: usize = 16 << 20;

/// Inputs that wait for a worker, and articles that one has read for others to write.
#[derive(Default)]
pub(super) struct Queue {
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
#[expect(clippy::large_enum_variant, reason = "it is taken apart at once")]
pub(super) enum Work {
    Task(Task),
    Share(Share),
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, task: Task) -> ControlFlow<()> {
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
    pub(super) fn next(&self) -> Option<Work> {
        self.take(self.lock())
    }

    /// The same, when a worker is done with what it had.
    pub(super) fn done_and_next(&self) -> Option<Work> {
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
    pub(super) fn has_idle(&self) -> bool {
        let state = self.lock();
        state.idle > state.shares.len() + state.tasks.len()
    }

    pub(super) fn give(&self, share: Share) {
        self.lock().shares.push_back(share);
        self.work.notify_one();
    }

    /// Nothing more comes.
    pub(super) fn close_when_empty(&self) {
        self.lock().closed = true;
        self.work.notify_all();
    }

    /// Nothing more is wanted.
    pub(super) fn close(&self) {
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
