//! Thanks for help at the end of a line: `Jane Doe in Paris contributed to this report.`

use copydesk_core::{Credit, Work};

use super::names::{first_name, names};
use crate::Language;
use crate::gate;
use crate::jobs::job;
use crate::names::is_name;
use crate::rare::{self, Rare};
use crate::scan::{trim_marks, word_starts};

/// Thanks for help are never longer than this, in bytes.
const LONGEST_THANKS: usize = 300;

/// How far from the end of a line its thanks may begin, in words.
const CONTRIBUTED_WORDS: usize = 12;

/// Whether a line may end with thanks for help.
pub(super) fn may_thank(text: &str) -> bool {
    let starts = || text.rmatch_indices(' ').map(|(at, _)| at + 1).take(CONTRIBUTED_WORDS);
    text.len() <= LONGEST_THANKS
        && rare::Contributed::may_stand_in(last_words(text))
        && starts().any(|start| gate::CONTRIBUTED.begin(&text[start..], Language::ANY))
}

/// The end of a text where it is sure to have all words that thanks may begin with: most sentences are longer.
fn last_words(text: &str) -> &str {
    let end = &text[text.floor_char_boundary(text.len().saturating_sub(100))..];
    // In a byte, so that the compiler can count many at once.
    let words: u8 = end.bytes().map(|byte| u8::from(byte == b' ')).sum();
    if usize::from(words) > CONTRIBUTED_WORDS { end } else { text }
}

/// `Jane Doe in Paris contributed to this report.`
pub(super) fn contributed(body: &str, printed: &str, language: Language) -> Option<Credit> {
    let bare = body.trim_end_matches(['.', ' ']);
    if bare.len() > LONGEST_THANKS || !rare::Contributed::may_stand_in(bare) {
        return None;
    }
    let starts = bare.rmatch_indices(' ').map(|(at, _)| at + 1).take(CONTRIBUTED_WORDS);
    let (at, role) = starts
        .filter_map(|at| {
            let rest = gate::CONTRIBUTED.strip(&bare[at..], language)?;
            (rest.split_whitespace().count() <= 4).then(|| (at, &bare[at..]))
        })
        .last()?;
    let before = trim_marks(&bare[..at]);
    // `Doe reported from Paris. Jane Roe in London contributed.`
    let before = before
        .rsplit_once(". ")
        .filter(|(first, _)| last_word_is_long(first))
        .map_or(before, |(_, last)| last);
    // `Associated Press writers Jane Doe and John Roe`: what they are stands before the names.
    let described = word_starts(before).find_map(|start| {
        let (what, rest) = before.split_at(start);
        let last = what.split_whitespace().last()?;
        let known = job(last, language).is_some() && is_name(first_name(rest, language));
        known.then_some((what.trim(), rest))
    });
    let (affiliation, who) = match described {
        Some((what, rest)) => (Some(what.to_owned()), rest),
        None => (None, before),
    };
    let (names, all) = names(who, language);
    (all && !names.is_empty()).then(|| Credit {
        role: Some(role.to_owned()),
        work: Work::Reporting,
        names,
        affiliation,
        printed: printed.to_owned(),
        ..Credit::default()
    })
}

fn last_word_is_long(text: &str) -> bool {
    text.rsplit(' ').next().is_some_and(|word| word.chars().count() > 3 && !word.contains('.'))
}
