//! What looks like a job.

use crate::Language;
use crate::gate;

/// Whose job it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// One person's.
    OfOne,
    /// Several people's.
    OfMany,
}

/// Whether `text` is a job, and whether it is the job of several people.
pub(crate) fn job(text: &str, language: Language) -> Option<Job> {
    if text.chars().count() > 80 || text.split_whitespace().count() > 8 {
        return None;
    }
    let words = || text.split(|c: char| c.is_whitespace() || matches!(c, '.' | '/'));
    if words().any(|word| gate::JOBS_OF_MANY.hold(word, language)) {
        Some(Job::OfMany)
    } else if words().any(|word| gate::JOBS.hold(word, language)) {
        Some(Job::OfOne)
    } else {
        None
    }
}
