//! What happened, summed up on standard error.

use std::collections::{BTreeSet, HashMap};
use std::io::IsTerminal as _;
use std::path::Path;

use copydesk::{Error, Loss, Place, Report};

use crate::message;
use crate::progress::Progress;
use crate::tally::{Count, LossCount, Tally};

/// From how many inputs on losses are summed up once, at the end.
pub(crate) const MANY: usize = 20;
/// How many kinds of loss are told of one output.
const KINDS: usize = 12;
/// How many places are told of one kind of loss.
const PLACES: usize = 3;

/// Tells what happened: for each output of a few inputs, at the end for many.
#[derive(Debug)]
pub(crate) struct Summary {
    quiet: bool,
    many: bool,
    terminal: bool,
    assumed: BTreeSet<String>,
    /// How far the run is.
    pub(crate) progress: Progress,
}

impl Summary {
    /// A summary of a run over a few inputs or many.
    pub(crate) fn new(many: bool, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { quiet, many, terminal, assumed: BTreeSet::new(), progress: Progress::new(many && !quiet) }
    }

    /// An input, an article or an output failed. Said even if the run is quiet; returns what is said.
    pub(crate) fn failed(&self, input: &Path, number: Option<usize>, error: &Error) -> String {
        let text = message::explain(input, number, error);
        self.progress.aside(|| message::error(&text));
        text
    }

    /// An output was refused. Said even if the run is quiet.
    pub(crate) fn refused(&self, input: &Path, why: &str) {
        self.progress.aside(|| message::error(&format!("{}: {why}", message::display(input))));
    }

    /// Nothing more can be written.
    pub(crate) fn stopped(&self, place: &Path, cause: &std::io::Error, resumable: bool) {
        let place = message::display(place);
        let advice =
            if resumable { "\n  once that is mended, the same command with --resume goes on" } else { "" };
        self.progress.aside(|| message::error(&format!("{place} cannot be written: {cause}{advice}")));
    }

    /// Something the user should know.
    pub(crate) fn warning(&self, text: &str) {
        if !self.quiet {
            self.progress.aside(|| message::warning(text));
        }
    }

    /// What reading an article gave.
    pub(crate) fn read(&mut self, input: &Path, from: &'static str, report: &Report) {
        if self.quiet || self.many {
            return;
        }
        let name = message::display(input);
        self.assumed.clear();
        losses(&format!("{name}, read as {from}"), &report.losses);
        if !report.repairs.is_empty() {
            let count = counted(report.repairs.len(), "repair");
            message::note(&format!("{name}: read with {count}; `copydesk inspect` shows what was mended"));
        }
    }

    /// What writing an output gave.
    pub(crate) fn written(&mut self, input: &Path, output: &str, to: &'static str, report: &Report) {
        if self.quiet || self.many {
            return;
        }
        let title = format!("{} → {output}", message::display(input));
        losses(&title, &report.losses);
        if report.losses.is_empty() && self.terminal {
            message::note(&title);
        }
        if !report.withheld.is_empty() {
            let count = counted(report.withheld.len(), "internal part");
            message::note(&format!("{output}: {count} left out, as {to} is for the public"));
        }
        for assumed in report.assumed.iter().take(KINDS) {
            // Several outputs of an article assume the same: it is told once.
            let text = format!("{}: assumed {assumed}", message::display(input));
            if self.assumed.insert(text.clone()) {
                message::note(&text);
            }
        }
    }

    /// The sums of a run over many inputs.
    pub(crate) fn finish(&self, tally: &Tally, passed_over: u64) {
        self.progress.end();
        if self.quiet || !self.many {
            return;
        }
        message::note(&format!(
            "{} ({}): {} ({}), {} failed, {} refused; {} inputs a second",
            many(tally.inputs, "input"),
            size(tally.read),
            many(tally.outputs, "output"),
            size(tally.written),
            grouped_digits(tally.failure_count() + tally.misused),
            grouped_digits(tally.refused),
            self.progress.rate(tally.inputs),
        ));
        if passed_over > 0 {
            let files = many(passed_over, "file");
            message::note(&format!(
                "{files} passed over as no article: pictures, styles and the like; --include names others"
            ));
        }
        for (cause, Count { count, first }) in &tally.failures {
            message::detail(&format!("{cause}: {}; first: {first}", many(*count, "time")));
        }
        if !tally.losses.is_empty() {
            message::warning("not everything could be carried");
        }
        for LossCount { format, effect, feature, count: Count { count, first } } in &tally.losses {
            message::detail(&format!(
                "{format}: {feature} {effect}, {}; first: {first}",
                many(*count, "time")
            ));
        }
    }
}

/// Tells of the losses of one output.
fn losses(title: &str, losses: &[Loss]) {
    if losses.is_empty() {
        return;
    }
    message::warning(&format!("{title}: {}", counted(losses.len(), "loss")));
    let groups = grouped(losses);
    for group in groups.iter().take(KINDS) {
        message::detail(&told(group));
    }
    if groups.len() > KINDS {
        let more = counted(groups.len() - KINDS, "more kind");
        message::detail(&format!("and {more}; --report FILE lists all"));
    }
}

/// Losses alike but for their place, in the order of the first of each.
fn grouped(losses: &[Loss]) -> Vec<Vec<&Loss>> {
    let mut groups: Vec<Vec<&Loss>> = Vec::new();
    let mut known = HashMap::new();
    for loss in losses {
        let at = *known.entry((loss.effect, loss.feature, loss.detail.as_str())).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(loss),
            None => groups.push(vec![loss]),
        }
    }
    groups
}

fn told(group: &[&Loss]) -> String {
    let loss = group[0];
    let places: Vec<String> = group.iter().take(PLACES).map(|loss| place(&loss.at)).collect();
    let mut places = places.join(", ");
    if group.len() > PLACES {
        places.push_str(&format!(" and {} more", group.len() - PLACES));
    }
    let times = if group.len() > 1 { format!(" {} times", group.len()) } else { String::new() };
    format!("{} {}{times} at {places}: {}", loss.feature, loss.effect, loss.detail)
}

fn place(place: &Place) -> String {
    match place {
        Place::Source { line, column } => format!("{line}:{column}"),
        Place::Path(path) if path.is_empty() => "the article".to_owned(),
        Place::Path(path) => path.clone(),
    }
}

/// `1 input`, `100,000 inputs`.
fn many(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped_digits(count))
}

/// A number with its digits in threes: `100,000`.
pub(crate) fn grouped_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes for people: `812 bytes`, `5.2 MB`.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let (mut whole, mut tenths, mut unit) = (bytes, 0, 0);
    while whole >= 1000 && unit + 1 < UNITS.len() {
        (tenths, whole) = (whole % 1000 / 100, whole / 1000);
        unit += 1;
    }
    match unit {
        0 => format!("{whole} bytes"),
        _ => format!("{whole}.{tenths} {}", UNITS[unit]),
    }
}

/// `1 loss`, `3 losses`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = match (count, noun.ends_with('s')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::Feature;

    #[test]
    fn like_losses_are_told_once() {
        let mut report = Report::default();
        for index in 0..5 {
            report.dropped(Feature::Class, Place::path(format!("body[{index}]")), "there are no classes");
        }
        report.flattened(Feature::Table, Place::Source { line: 3, column: 1 }, "rows as lines");
        let groups = grouped(&report.losses);
        assert_eq!(groups.len(), 2);
        assert_eq!(
            told(&groups[0]),
            "class dropped 5 times at body[0], body[1], body[2] and 2 more: there are no classes"
        );
        assert_eq!(told(&groups[1]), "table flattened at 3:1: rows as lines");
        assert_eq!((counted(1, "loss"), counted(2, "loss")), ("1 loss".to_owned(), "2 losses".to_owned()));
    }

    #[test]
    fn numbers_are_for_people() {
        assert_eq!((grouped_digits(0), grouped_digits(1_234_567)), ("0".to_owned(), "1,234,567".to_owned()));
        assert_eq!(
            (size(999), size(1_000), size(5_260_000)),
            ("999 bytes".into(), "1.0 kB".into(), "5.2 MB".into())
        );
    }
}
