//! What happened, summed up on standard error.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::IsTerminal as _;
use std::path::Path;

use copydesk::{Effect, Error, Feature, Loss, Place, Report};

use crate::message;

/// From how many inputs on losses are summed up once, at the end.
const MANY: usize = 20;
/// How many kinds of loss are told of one output.
const KINDS: usize = 12;
/// How many places are told of one kind of loss.
const PLACES: usize = 3;

/// Sums up losses: for each output of a few inputs, at the end for many.
#[derive(Debug)]
pub(crate) struct Summary {
    quiet: bool,
    many: bool,
    terminal: bool,
    assumed: BTreeSet<String>,
    totals: BTreeMap<(&'static str, Effect, Feature), Total>,
}

#[derive(Debug)]
struct Total {
    count: usize,
    first: String,
}

impl Summary {
    /// A summary of a run over so many inputs.
    pub(crate) fn new(inputs: usize, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { quiet, many: inputs > MANY, terminal, assumed: BTreeSet::new(), totals: BTreeMap::new() }
    }

    /// An input, an article or an output failed. Said even if the run is quiet.
    pub(crate) fn failed(&self, input: &Path, number: Option<usize>, error: &Error) {
        message::error(&message::explain(input, number, error));
    }

    /// An output was refused. Said even if the run is quiet.
    pub(crate) fn refused(&self, input: &Path, why: &str) {
        message::error(&format!("{}: {why}", message::display(input)));
    }

    /// Something the user should know.
    pub(crate) fn warning(&self, text: &str) {
        if !self.quiet {
            message::warning(text);
        }
    }

    /// What reading an article gave.
    pub(crate) fn read(&mut self, input: &Path, from: &'static str, report: &Report) {
        let name = message::display(input);
        self.assumed.clear();
        self.losses(&format!("{name}, read as {from}"), from, &report.losses);
        if !self.quiet && !self.many && !report.repairs.is_empty() {
            let count = counted(report.repairs.len(), "repair");
            message::note(&format!("{name}: read with {count}; `copydesk inspect` shows what was mended"));
        }
    }

    /// What writing an output gave.
    pub(crate) fn written(&mut self, input: &Path, output: &str, to: &'static str, report: &Report) {
        let title = format!("{} → {output}", message::display(input));
        self.losses(&title, to, &report.losses);
        if self.quiet || self.many {
            return;
        }
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

    /// The totals of a run over many inputs.
    pub(crate) fn finish(&self) {
        if self.totals.is_empty() || self.quiet {
            return;
        }
        message::warning("not everything could be carried");
        for ((format, effect, feature), Total { count, first }) in &self.totals {
            message::detail(&format!(
                "{format}: {feature} {effect}, {}; first: {first}",
                counted(*count, "time")
            ));
        }
    }

    fn losses(&mut self, title: &str, format: &'static str, losses: &[Loss]) {
        if self.quiet || losses.is_empty() {
            return;
        }
        if self.many {
            for loss in losses {
                let first = || Total { count: 0, first: format!("{title} at {}: {}", loss.at, loss.detail) };
                self.totals.entry((format, loss.effect, loss.feature)).or_insert_with(first).count += 1;
            }
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
}
