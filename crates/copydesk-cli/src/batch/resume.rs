//! Going on where an earlier run was interrupted.

use std::ops::ControlFlow;

use super::Task;
use super::turns::Turns;
use crate::journal::{Earlier, Record};
use crate::source::Source;
use crate::store::Store;

/// What an earlier run has done: of outputs in a folder each input may be taken from it; of a container the beginning, as
/// far as nothing has changed.
pub(super) struct Resume<'t, 'a> {
    turns: &'t Turns<'a>,
    earlier: Option<Earlier>,
    number: u64,
    in_container: bool,
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
    pub(super) fn new(earlier: Option<Earlier>, turns: &'t Turns<'a>) -> Self {
        let in_container = matches!(turns.desk().store(), Store::Container(_));
        let beginning = earlier.as_ref().filter(|_| in_container).map(|earlier| Beginning {
            at: earlier.start(),
            whole: (0, earlier.start()),
            behind: Vec::new(),
        });
        Self { turns, earlier, number: 0, in_container, beginning }
    }

    /// Hands an input to a worker, or takes it from the earlier run.
    pub(super) fn dispatch(
        &mut self,
        source: Source,
        push: &mut dyn FnMut(Task) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if let Some(beginning) = &mut self.beginning {
            let length = self.turns.desk().length();
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
        let earlier = self.earlier.as_mut().filter(|_| !self.in_container);
        let earlier = earlier.and_then(|earlier| earlier.take(&source.path.display().to_string()));
        self.push(source, earlier, push)
    }

    /// No input is left.
    pub(super) fn end(&mut self, push: &mut dyn FnMut(Task) -> ControlFlow<()>) -> ControlFlow<()> {
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
        let mut desk = self.turns.desk();
        for (source, record) in beginning.behind.drain(..) {
            desk.replay(&record, &source);
            self.turns.skip_input();
            self.number += 1;
        }
    }

    /// From here on everything is done anew.
    fn end_of_beginning(&mut self, push: &mut dyn FnMut(Task) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(Beginning { whole: (container, journal), behind, .. }) = self.beginning.take() else {
            return ControlFlow::Continue(());
        };
        self.turns.desk().cut(container, journal);
        behind.into_iter().try_for_each(|(source, _)| self.push(source, None, push))
    }
}
