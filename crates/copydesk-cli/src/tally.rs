//! What the inputs of a run add up to.

use std::collections::BTreeMap;

use copydesk::{Effect, ErrorKind, Feature, Loss};
use serde::{Deserialize, Serialize};

/// Sums of one input, or of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Tally {
    /// Inputs.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) inputs: u64,
    /// Bytes of inputs.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) read: u64,
    /// Articles that were read.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) articles: u64,
    /// Outputs that are written.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) outputs: u64,
    /// Bytes of outputs.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) written: u64,
    /// Outputs that were refused.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) refused: u64,
    /// What was asked for made no sense of an input.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) misused: u64,
    /// Inputs, articles and outputs that failed, by cause.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) failures: BTreeMap<String, Count>,
    /// Losses, by format, effect and feature.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) losses: Vec<LossCount>,
}

/// How many of a kind there were, and which was the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Count {
    /// How many.
    pub(crate) count: u64,
    /// The first, in words.
    pub(crate) first: String,
}

/// Losses of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LossCount {
    /// The format that was read or written.
    pub(crate) format: String,
    /// All of it, or its structure.
    pub(crate) effect: Effect,
    /// What.
    pub(crate) feature: Feature,
    /// How many, and the first.
    #[serde(flatten)]
    pub(crate) count: Count,
}

impl Tally {
    /// Counts losses in reading or writing a format; `title` says of what.
    pub(crate) fn lost(&mut self, format: &str, title: &dyn Fn() -> String, losses: &[Loss]) {
        for loss in losses {
            let first = || format!("{} at {}: {}", title(), loss.at, loss.detail);
            self.add_losses(format, loss.effect, loss.feature, 1, first);
        }
    }

    /// Counts a failure.
    pub(crate) fn failed(&mut self, kind: ErrorKind, first: impl FnOnce() -> String) {
        self.add_failures(cause(kind), 1, first);
    }

    /// Whether anything failed.
    pub(crate) fn has_failures(&self) -> bool {
        !self.failures.is_empty()
    }

    /// How many failures there were.
    pub(crate) fn failure_count(&self) -> u64 {
        self.failures.values().map(|failures| failures.count).sum()
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: &Self) {
        self.inputs += other.inputs;
        self.read += other.read;
        self.articles += other.articles;
        self.outputs += other.outputs;
        self.written += other.written;
        self.refused += other.refused;
        self.misused += other.misused;
        for (cause, Count { count, first }) in &other.failures {
            self.add_failures(cause, *count, || first.clone());
        }
        for LossCount { format, effect, feature, count: Count { count, first } } in &other.losses {
            self.add_losses(format, *effect, *feature, *count, || first.clone());
        }
    }

    fn add_failures(&mut self, cause: &str, count: u64, first: impl FnOnce() -> String) {
        match self.failures.get_mut(cause) {
            Some(failures) => failures.count += count,
            None => {
                self.failures.insert(cause.to_owned(), Count { count, first: first() });
            }
        }
    }

    fn add_losses(
        &mut self,
        format: &str,
        effect: Effect,
        feature: Feature,
        count: u64,
        first: impl FnOnce() -> String,
    ) {
        let key = |losses: &LossCount| (losses.effect, losses.feature);
        let order =
            |losses: &LossCount| losses.format.as_str().cmp(format).then(key(losses).cmp(&(effect, feature)));
        match self.losses.binary_search_by(order) {
            Ok(at) => self.losses[at].count.count += count,
            Err(at) => {
                let count = Count { count, first: first() };
                self.losses.insert(at, LossCount { format: format.to_owned(), effect, feature, count });
            }
        }
    }
}

/// Whose fault a failure is, in words.
fn cause(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Malformed => "the input is broken",
        ErrorKind::Unsupported => "not supported",
        ErrorKind::Limit => "a limit was reached",
        ErrorKind::Resource => "a file could not be had or written",
        ErrorKind::Usage => "an option does not fit",
        ErrorKind::Internal => "a fault of copydesk",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this shape")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk::{Place, Report};

    #[test]
    fn sums_do_not_depend_on_how_they_are_put_together() {
        let mut report = Report::default();
        report.dropped(Feature::Class, Place::path("body[0]"), "there are no classes");
        report.flattened(Feature::Table, Place::path("body[1]"), "rows as lines");
        let tally = |name: &str| {
            let mut tally = Tally { inputs: 1, outputs: 2, ..Tally::default() };
            tally.lost("nitf", &|| name.to_owned(), &report.losses);
            tally.failed(ErrorKind::Malformed, || name.to_owned());
            tally
        };
        let mut all = Tally::default();
        all.add(&tally("a"));
        all.add(&tally("b"));
        assert_eq!((all.inputs, all.outputs, all.failure_count()), (2, 4, 2));
        assert_eq!(all.losses.len(), 2);
        assert_eq!(
            all.losses[0].count,
            Count { count: 2, first: "a at body[0]: there are no classes".into() }
        );
        let json = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), all);
    }
}
