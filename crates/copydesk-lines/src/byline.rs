//! Bylines: who wrote it.

use copydesk_core::{Byline, Person};

use self::people::{Parser, named};
use self::split::split_at_agency;
use crate::Language;
use crate::contacts::is_contact;
use crate::ends::is_initials;
use crate::gate;
use crate::jobs::{Job, job};
use crate::names::{is_login, is_name};
use crate::organisations::{is_agency, is_organisation};
use crate::scan::{cut, enclosed, trim, word_starts};

mod people;
mod split;
#[cfg(test)]
mod tests;

/// A byline is never longer than this, in bytes.
const LONGEST: usize = 400;

/// Reads a line that may be a byline: `By JANE DOE and John Roe, Staff Writer`. `None` if it is none.
///
/// The line begins with one of the words bylines begin with, and all that follows is names, jobs, organisations,
/// places and contacts, or a single login.
pub fn byline(line: &str, language: Language) -> Option<Byline> {
    let printed = trim(line);
    if printed.len() > LONGEST {
        return None;
    }
    let inside = enclosed(printed).unwrap_or(printed);
    let body = trim_end_marks(strip_by(inside, language)?);
    // `By abc/de/fg`.
    let initials = || is_initials(body) && !body.contains(char::is_uppercase);
    byline_after(body, printed, language)
        .or_else(|| initials().then(|| byline_of(vec![named(body)], printed)))
}

/// Reads what follows the word a byline begins with.
pub(crate) fn byline_after(body: &str, printed: &str, language: Language) -> Option<Byline> {
    if is_login(body) && !is_job_or_place(body, language) {
        let person = if is_organisation(body, language) { body } else { body.trim_end_matches('.') };
        return Some(byline_of(vec![named(person)], printed));
    }
    if is_one_organisation(body, language) {
        return Some(byline_of(vec![named(body)], printed));
    }
    // `dpa correspondents`: an agency's own, without a name.
    let anonymous = body.split_once(' ').is_some_and(|(agency, _)| is_agency(agency))
        && job(body, language) == Some(Job::OfMany);
    if anonymous && body.split(' ').count() <= 3 {
        return Some(byline_of(vec![named(body)], printed));
    }
    let mut parser = Parser::new(Vec::new(), language);
    parser.divided = cut(body, " | ").is_some();
    parser.read(body);
    (parser.sound && !parser.people.is_empty()).then(|| byline_of(parser.people, printed))
}

/// Reads a text that is known to be a byline, with or without its `By`. Gives people wherever there are any words.
pub fn known_byline(text: &str, language: Language) -> Byline {
    let printed = trim(text);
    if printed.len() > LONGEST {
        return byline_of(vec![named(printed)], printed);
    }
    let body = trim_end_marks(strip_by(printed, language).unwrap_or(printed));
    if body.is_empty() {
        return byline_of(Vec::new(), printed);
    }
    if is_login(body) || is_one_organisation(body, language) {
        return byline_of(vec![named(body)], printed);
    }
    let mut parser = Parser::new(Vec::new(), language);
    parser.strict = false;
    parser.read(body);
    if parser.people.is_empty() {
        parser.people.push(named(body));
    }
    byline_of(parser.people, printed)
}

fn byline_of(people: Vec<Person>, printed: &str) -> Byline {
    Byline { printed: printed.to_owned(), people, ..Byline::default() }
}

/// Reads a line that follows a byline and says of its people what they are: `Staff Writer`, `Associated Press`.
/// Gives whether it did.
pub fn continue_byline(byline: &mut Byline, line: &str, language: Language) -> bool {
    let line = trim_end_marks(trim(line));
    let line = enclosed(line).unwrap_or(line);
    let small = line.chars().next().is_some_and(char::is_lowercase);
    if byline.people.is_empty() || line.is_empty() || line.len() > 80 || (small && !is_agency(line)) {
        return false;
    }
    let mut parser = Parser::new(std::mem::take(&mut byline.people), language);
    let did = if is_contact(line) {
        parser.contact(line);
        true
    } else {
        parser.says_what_they_are(line)
    };
    byline.people = parser.people;
    did
}

/// An organisation and no people: `By JANE DOE and JOHN ROE Associated Press` names both.
fn is_one_organisation(body: &str, language: Language) -> bool {
    let people = || {
        let and = |at: &usize| gate::AND.begin(&body[*at..], language);
        let first = word_starts(body).skip(1).find(and).map(|at| body[..at].trim());
        first.is_some_and(|first| is_name(first) && !is_organisation(first, language))
            || split_at_agency(body).is_some_and(|(name, _)| !is_organisation(name, language))
    };
    let divided =
        || body.contains([',', '|']) || [" - ", " – ", " — "].iter().any(|dash| body.contains(dash));
    is_organisation(body, language) && !divided() && !people()
}

/// What follows the word a byline begins with.
fn strip_by(text: &str, language: Language) -> Option<&str> {
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '*' | '•'));
    let rest = gate::BY.strip(text, language)?;
    let after = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    // `By-pass`, `by, for`: no byline.
    (after.len() < rest.len() || rest.is_empty()).then_some(after)
}

/// The marks a wire puts at the end of a byline.
pub(crate) fn trim_end_marks(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['=', '<', '|', ':', ',']).trim_end();
    match text.strip_suffix('.') {
        Some(before) if before.rsplit([' ', '.']).next().is_some_and(|word| word.chars().count() > 3) => {
            before
        }
        _ => text,
    }
}

fn is_job_or_place(word: &str, language: Language) -> bool {
    language.tables().any(|table| table.articles.contains(&word) || table.at.contains(&word))
}
