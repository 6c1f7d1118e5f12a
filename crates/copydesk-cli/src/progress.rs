//! How far a run is: a bar on a terminal, a line now and then elsewhere.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::message;
use crate::summary::grouped_digits;
use crate::tally::Tally;

/// How often a line is printed where there is no terminal.
const NOW_AND_THEN: Duration = Duration::from_secs(10);
/// How often the bar is drawn.
const OFTEN: Duration = Duration::from_millis(100);

/// Tells how far a run is.
#[derive(Debug)]
pub(crate) struct Progress {
    kind: Kind,
    started: Instant,
    told: Instant,
}

#[derive(Debug)]
enum Kind {
    None,
    Lines,
    Bar(ProgressBar),
}

impl Progress {
    /// Progress of a run over many inputs; of one over a few, or a quiet one, none is told.
    pub(crate) fn new(told: bool) -> Self {
        let kind = match told {
            false => Kind::None,
            true if !std::io::stderr().is_terminal() => Kind::Lines,
            true => {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                bar.set_style(style("{wide_msg}"));
                Kind::Bar(bar)
            }
        };
        let now = Instant::now();
        // A bar is there at once; lines are for runs that take long.
        let told = if matches!(kind, Kind::Bar(_)) { now.checked_sub(OFTEN).unwrap_or(now) } else { now };
        Self { kind, started: now, told }
    }

    /// Whether it matters how much there is to do in all.
    pub(crate) fn wants_total(&self) -> bool {
        matches!(self.kind, Kind::Bar(_))
    }

    /// Tells how far the run is, if it is time to: of `total` bytes so many are read. The total is 0 until it is known.
    pub(crate) fn tell(&mut self, tally: &Tally, read: u64, total: &AtomicU64) {
        let after = match self.kind {
            Kind::None => return,
            Kind::Lines => NOW_AND_THEN,
            Kind::Bar(_) => OFTEN,
        };
        let now = Instant::now();
        if now - self.told < after {
            return;
        }
        self.told = now;
        let mut text = self.text(tally);
        match &self.kind {
            Kind::None => {}
            Kind::Lines => message::note(&text),
            Kind::Bar(bar) => {
                let total = total.load(Ordering::Relaxed);
                if total > 0 {
                    if bar.length().is_none() {
                        bar.set_style(style("{bar:12} {wide_msg}"));
                    }
                    text = format!("{:>3}%  {text}", (read.min(total) * 100).checked_div(total).unwrap_or(0));
                    text.push_str(&left(now - self.started, read, total));
                    bar.update(|state| {
                        state.set_len(total.max(read));
                        state.set_pos(read);
                    });
                }
                bar.set_message(text);
            }
        }
    }

    fn text(&self, tally: &Tally) -> String {
        let mut text = format!("{} {}", grouped_digits(tally.inputs), noun(tally.inputs));
        let failures = tally.failure_count();
        if failures > 0 {
            text.push_str(&format!(", {} failed", grouped_digits(failures)));
        }
        text.push_str(&format!(", {}/s", self.rate(tally.inputs)));
        text
    }

    /// How many of something came in a second, so far.
    pub(crate) fn rate(&self, count: u64) -> String {
        let millis = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        grouped_digits(count.saturating_mul(1000) / millis)
    }

    /// Prints beside the bar.
    pub(crate) fn aside(&self, print: impl FnOnce()) {
        match &self.kind {
            Kind::Bar(bar) => bar.suspend(print),
            Kind::None | Kind::Lines => print(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Kind::Bar(bar) = &self.kind {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// `, 3 min left`: what is left takes as long as what was read did.
fn left(elapsed: Duration, read: u64, total: u64) -> String {
    if read == 0 || elapsed < Duration::from_secs(1) {
        return String::new();
    }
    let left = elapsed.as_secs_f64() * total.saturating_sub(read) as f64 / read as f64;
    match left.round() {
        seconds if seconds < 90.0 => format!(", {seconds} s left"),
        seconds if seconds < 5400.0 => format!(", {} min left", (seconds / 60.0).round()),
        seconds => format!(", {} h left", (seconds / 3600.0).round()),
    }
}

fn noun(count: u64) -> &'static str {
    if count == 1 { "input" } else { "inputs" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_for_people() {
        let left = |seconds, read, total| left(Duration::from_secs(seconds), read, total);
        assert_eq!((left(0, 1, 9), left(9, 0, 9)), (String::new(), String::new()));
        assert_eq!(left(10, 100, 300), ", 20 s left");
        assert_eq!(left(10, 1, 31), ", 5 min left");
        assert_eq!(left(100, 1, 1_000), ", 28 h left");
        assert_eq!(left(10, 300, 300), ", 0 s left");
    }
}
