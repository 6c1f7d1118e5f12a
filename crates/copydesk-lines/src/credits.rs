//! Credit lines: who did what besides the byline.

use copydesk_core::{Credit, Work};

use self::mend::{inside_parentheses, unglue};
use self::names::names;
use self::role::{roles, work_at};
use self::thanks::{contributed, may_thank};
use crate::Language;
use crate::gate;
use crate::organisations::is_agency;
use crate::scan::{is_capitals, trim, trim_marks};

mod mend;
mod names;
mod role;
#[cfg(test)]
mod tests;
mod thanks;

pub use self::mend::Mend;
pub(crate) use self::role::role_before;

/// A credit line is never longer than this, in bytes.
const LONGEST: usize = 4_000;

/// A credit line: what it says, and what had to be mended to read it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CreditLine {
    /// The credits, each with the whole line as printed.
    pub credits: Vec<Credit>,
    /// The faults of the line.
    pub mends: Vec<Mend>,
}

/// Reads a line that may be a credit line: `(Reporting by Jane Doe; Editing by John Roe)`. `None` if it is none: if it
/// does not begin with a role, or any of its names is none.
pub fn credits(line: &str, language: Language) -> Option<CreditLine> {
    if line.len() > LONGEST {
        return None;
    }
    read(line, language).filter(|(_, sound)| *sound).map(|(line, _)| line)
}

/// Whether a line may be a credit line in any language: it stands in parentheses, begins with a role, or ends with
/// thanks. Never says no wrongly.
pub fn may_be_credits(line: &str) -> bool {
    let line = trim(line);
    line.starts_with(['(', '[']) || gate::WORKS.passes(line) || may_thank(line)
}

/// Whether a line in parentheses begins with a role and what stands before its names: `(Reporting by …`.
pub fn begins_with_role(line: &str, language: Language) -> bool {
    let inside = trim(line).strip_prefix(['(', '[']);
    inside.is_some_and(|inside| role_before(inside, language).is_some())
}

/// Reads a text that is known to be a credit line. What shows no role becomes the names of a credit without one.
pub fn known_credits(text: &str, language: Language) -> CreditLine {
    let short = if text.len() <= LONGEST { read(text, language) } else { None };
    if let Some((line, _)) = short {
        return line;
    }
    let printed = trim(text);
    if printed.is_empty() {
        return CreditLine::default();
    }
    let names = vec![inside_parentheses(printed, &mut Vec::new()).trim().to_owned()];
    CreditLine { credits: vec![credit_of(names, printed)], mends: Vec::new() }
}

#[inline]
fn credit_of(names: Vec<String>, printed: &str) -> Credit {
    Credit { names, printed: printed.to_owned(), ..Credit::default() }
}

/// The credits, and whether every part of the line was understood.
fn read(line: &str, language: Language) -> Option<(CreditLine, bool)> {
    let printed = trim(line);
    let in_parentheses = printed.starts_with(['(', '[']);
    let mut mends = Vec::new();
    let body = inside_parentheses(printed, &mut mends);
    if let Some(credit) = contributed(body, printed, language) {
        return Some((CreditLine { credits: vec![credit], mends }, true));
    }
    if in_parentheses && let Some(credit) = photograph(body, printed, language) {
        return Some((CreditLine { credits: vec![credit], mends }, true));
    }
    // Without parentheses a credit line begins with a role.
    if !in_parentheses && work_at(body.trim_start(), language).is_none() {
        return None;
    }
    let roles = roles(body, language, in_parentheses);
    let first = roles.first()?;
    let before = trim_marks(&body[..first.start]);
    let mut credits = Vec::new();
    let mut sound = true;
    if !before.is_empty() {
        // `(Jane Doe, editing by John Roe)`: names whose role goes without saying, only in parentheses.
        let before = gate::BY.strip(before, language).unwrap_or(before);
        let (names, all) = names(before, language);
        sound &= in_parentheses && all && !names.is_empty();
        credits.push(credit_of(names, printed));
    }
    let mut roles = roles.into_iter().peekable();
    while let Some(role) = roles.next() {
        let end = roles.peek().map_or(body.len(), |next| next.start);
        let (names, all) = names(&body[role.names_start..end], language);
        sound &= all && !names.is_empty();
        if role.glued {
            mends.push(unglue(printed, body, role.start));
        }
        credits.push(Credit {
            role: Some(role.role),
            work: role.work,
            affiliation: role.affiliation,
            ..credit_of(names, printed)
        });
    }
    mends.sort_by_key(|mend| mend.at.start);
    Some((CreditLine { credits, mends }, sound))
}

/// `AP Photo/Jane Doe, File`: the agency, what it is, and who took it.
fn photograph(body: &str, printed: &str, language: Language) -> Option<Credit> {
    let (agency, rest) =
        body.split_once(' ').filter(|(agency, _)| is_capitals(agency) && is_agency(agency))?;
    let (who, _) = gate::PHOTO
        .strip(rest, language)?
        .strip_prefix('/')
        .map(|who| who.split_once(',').unwrap_or((who, "")))?;
    let (names, all) = names(who, language);
    let role = &body[..body.find('/')?];
    (all && !names.is_empty()).then(|| Credit {
        role: Some(role.to_owned()),
        work: Work::Photography,
        affiliation: Some(agency.to_owned()),
        ..credit_of(names, printed)
    })
}
