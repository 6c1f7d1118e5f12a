//! Lines that are never joined to their neighbours, though no blank line stands between them.

use copydesk_lines::{self as recognise, Language};

use super::ends_sentence;
use super::layout::{Layout, NARROW, WIDEST};
use crate::read::line::Line;
use crate::read::story::{closes_story, is_small_end};
use crate::read::tongue::Tongue;

/// How many lines before the body may stand alone without blank lines around them.
const FRONT_LINES: usize = 40;

/// How many lines after the body may.
const LAST_LINES: usize = 12;

/// How many lines below the first may be names and what they are, or begin with a dateline, without blank lines around.
const SIGNED_LINES: usize = 6;

/// Which lines are never joined to their neighbours: of the first, bylines, orders, notes to editors; of the last, the
/// agency's name, end marks, copyright.
pub(super) fn alone(lines: &[Line<'_>], layout: Layout, tongue: &Tongue<'_>) -> Vec<bool> {
    let mut alone = vec![false; lines.len()];
    first_alone(lines, layout, tongue, &mut alone);
    last_alone(lines, tongue, &mut alone);
    alone
}

/// The same of the first lines.
fn first_alone(lines: &[Line<'_>], layout: Layout, tongue: &Tongue<'_>, alone: &mut [bool]) {
    let mut after_blank = true;
    let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(0);
    let wrapped = !lines.iter().take(FRONT_LINES).any(|line| line.text.len() > WIDEST);
    for (at, line) in lines.iter().enumerate().take(FRONT_LINES) {
        if line.is_blank() || !is_joined(lines, at) {
            after_blank = line.is_blank();
            continue;
        }
        let text = line.trimmed();
        // Right below a headline that was not wrapped, `by` may be small.
        let below = at == first + 1 && (!wrapped || lines[first].text.len() < NARROW);
        let capital = below || !text.starts_with(char::is_lowercase);
        let after_alone = at.checked_sub(1).is_some_and(|before| alone[before]);
        // A long line before another that goes on with it: `… and the minister` `(SPD) and the mayor (Greens)`.
        let amid = || at > first + 2 && !after_alone && before(lines, at).is_some_and(goes_on);
        alone[at] = text.len() < 400
            && (after_blank || capital || after_alone)
            && ((tongue.is_byline(text) && !amid())
                || recognise::notice(text, Language::ANY).is_some()
                || (text.starts_with('(') && text.ends_with(')') && !amid())
                || (recognise::stamp(text, Language::ANY).is_some()
                    && !before(lines, at).is_some_and(goes_on))
                || (at <= first + SIGNED_LINES && is_signed(text, tongue))
                || (tongue.is(|language| recognise::is_note(text, language).is_some())
                    && !lines.get(at + 1).is_some_and(|next| goes_on(line) && layout.joins(line, next))));
        after_blank = false;
    }
}

/// The same of the last lines, up to one that does not close the story.
fn last_alone(lines: &[Line<'_>], tongue: &Tongue<'_>, alone: &mut [bool]) {
    let last = lines.iter().enumerate().rev().filter(|(_, line)| !line.is_blank()).take(LAST_LINES);
    let mut last_line = true;
    for (at, line) in last {
        let text = line.trimmed();
        if !is_joined(lines, at) && (text.len() < 100 || recognise::may_be_credits(text)) {
            continue;
        }
        let signs_off = last_line
            && !ends_sentence(text)
            && (recognise::is_sign_off(text) || recognise::is_initials(text));
        last_line = false;
        let before = before(lines, at);
        let closes = signs_off || !before.is_some_and(goes_on) && closes(text, before, tongue);
        alone[at] |= closes;
        if !closes {
            return;
        }
    }
}

/// Whether a line closes a story, and is no part of what stands right before it.
fn closes(text: &str, before: Option<&Line<'_>>, tongue: &Tongue<'_>) -> bool {
    let enclosed = || text.ends_with(')') && recognise::begins_with_role(text, Language::ANY);
    let credited = || {
        recognise::may_be_credits(text)
            && (enclosed() || tongue.find(|language| recognise::credits(text, language)).is_some())
    };
    let listed = || before.is_some_and(|before| before.trimmed().ends_with([',', ';']));
    closes_story(text)
        || is_small_end(text)
        || (!listed() && text.starts_with('(') == text.ends_with(')') && credited())
        || recognise::is_note(text, Language::ANY).is_some()
}

/// Whether a line has another right before or behind it: between blank lines it stands alone anyway.
#[inline]
fn is_joined(lines: &[Line<'_>], at: usize) -> bool {
    before(lines, at).is_some() || lines.get(at + 1).is_some_and(|next| !next.is_blank())
}

#[inline]
fn before<'l, 't>(lines: &'l [Line<'t>], at: usize) -> Option<&'l Line<'t>> {
    at.checked_sub(1).map(|before| &lines[before]).filter(|before| !before.is_blank())
}

/// A long line before another is not the last of its paragraph, unless a sentence ends there.
#[inline]
fn goes_on(line: &Line<'_>) -> bool {
    line.text.len() >= NARROW && !line.trimmed().ends_with(')') && !ends_sentence(line.text)
}

/// The line among the first that begins with a dateline, right below another: it begins a paragraph.
pub(super) fn dateline_below(lines: &[Line<'_>], tongue: &Tongue<'_>) -> Option<usize> {
    let first = lines.iter().position(|line| !line.is_blank())?;
    let sourced = |language, text| {
        recognise::dateline(text, language)
            .is_some_and(|(dateline, _)| dateline.source.is_some())
            .then_some(())
    };
    (first + 1..lines.len().min(first + 1 + SIGNED_LINES)).find(|at| {
        let text = lines[*at].trimmed();
        let head = &text.as_bytes()[..text.len().min(NARROW * 2)];
        !lines[*at - 1].is_blank()
            && memchr::memchr2(b')', b'/', head).is_some()
            && tongue.find(|language| sourced(language, text)).is_some()
    })
}

/// `Jane Doe, Professor of History`.
fn is_signed(text: &str, tongue: &Tongue<'_>) -> bool {
    text.contains(',') && tongue.find(|language| recognise::signed(text, language)).is_some()
}
