//! What a watch says: lines of the log, and the heartbeat.

use super::folders::{self, DONE, HELD};
use super::heartbeat::Beat;
use super::log::{Fate, Line};
use super::{Watch, clock, item};
use crate::args::LogStyle;
use crate::message;
use std::path::Path;

impl Watch<'_> {
    /// Something keeps everything from being done: it is said once, and tried again.
    pub(super) fn block(&mut self, why: String) {
        if self.blocked.as_ref() != Some(&why) {
            let mut line = Line::new(self.time(), Fate::Delayed, self.folders.input.display().to_string());
            line.notes.push(why.clone());
            self.print(&line);
            message::error(&why);
            self.blocked = Some(why);
        }
    }

    pub(super) fn line(&self, place: &str, below: &Path, outcome: &item::Outcome) -> Line {
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

    pub(super) fn tell_of_withdrawn(&self, outcome: &item::Outcome) {
        for (key, outputs, why) in &outcome.withdrawn {
            let mut line = Line::new(self.time(), Fate::Withdrawn, key.clone());
            line.outputs.clone_from(outputs);
            line.notes.push(why.clone());
            self.print(&line);
        }
    }

    pub(super) fn told(&self, event: Fate, text: String) {
        self.print(&Line::new(self.time(), event, text));
    }

    pub(super) fn print(&self, line: &Line) {
        if !self.args.order.is_quiet() || matches!(line.event, Fate::Failed | Fate::Delayed) {
            line.print(self.args.log.unwrap_or(LogStyle::Text));
        }
    }

    fn time(&self) -> String {
        clock::told(self.clock.seconds())
    }

    pub(super) fn beat(&mut self, state: &'static str) {
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
