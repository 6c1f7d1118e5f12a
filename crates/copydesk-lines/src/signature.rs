//! Bylines without the word they begin with: `Jane Doe, Staff Writer`, `Jane Doe`.

use copydesk_core::Byline;

use crate::Language;
use crate::byline::{byline_after, trim_end_marks};
use crate::gate;
use crate::jobs::job;
use crate::names::is_name;
use crate::organisations::is_organisation;
use crate::scan::is_capitals;

/// A line that is a byline by its shape alone is never longer than this, in bytes.
const LONGEST: usize = 100;

/// A byline without the word it begins with, and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The byline.
    pub byline: Byline,
    /// Each name begins with a given name.
    pub named: bool,
    /// It says what its people are: a job, a paper, an agency, an address.
    pub said: bool,
}

/// Reads a line that names people and perhaps says what they are, and nothing else. `None` if it is none; where it stands
/// decides whether it is a byline.
pub fn signature(line: &str, language: Language) -> Option<Signature> {
    let printed = line.trim();
    let body = trim_end_marks(printed);
    let first = body.split([' ', ',']).next()?;
    let starts_well = first.chars().next().is_some_and(char::is_uppercase);
    if printed.len() > LONGEST || !starts_well || body.ends_with(['.', '!', '?']) {
        return None;
    }
    let byline = byline_after(body, printed, language)?;
    let people = &byline.people;
    let person = |name: &str| {
        (2..=4).contains(&name.split_whitespace().count())
            && is_name(name)
            && !is_organisation(name, language)
            && job(name, language).is_none()
    };
    if !people.iter().all(|person_| person(&person_.name)) {
        return None;
    }
    let named = people.iter().all(|person| begins_with_given_name(&person.name));
    let said = people
        .iter()
        .any(|person| person.role.is_some() || person.affiliation.is_some() || !person.contacts.is_empty());
    Some(Signature { named, said, byline })
}

/// The same, where the line begins with a given name and says what its people are; nearly every line is ruled out by its
/// first word.
pub fn signed(line: &str, language: Language) -> Option<Signature> {
    let begins = line.len() <= LONGEST && begins_with_given_name(line);
    let found = if begins { signature(line, language) } else { None };
    found.filter(|signature| signature.named && signature.said)
}

/// Given names travel: those of every language are known in each.
fn begins_with_given_name(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or("");
    gate::GIVEN_NAMES.are(first, Language::ANY)
}

/// Whether most words of a headline begin with capitals, so that those of a name do not stand out in it.
pub fn is_title_case(headline: &str) -> bool {
    let words = headline.split_whitespace().filter(|word| word.chars().count() > 3);
    let (mut all, mut capital) = (0, 0);
    for word in words {
        all += 1;
        capital += usize::from(word.chars().next().is_some_and(|c| !c.is_lowercase()));
    }
    is_capitals(headline) || (all >= 2 && capital * 4 > all * 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_alone_and_with_what_they_are() {
        let of = |line| {
            let signature = signature(line, Language::ANY).unwrap_or_else(|| panic!("none: {line}"));
            let names: Vec<_> = signature.byline.people.iter().map(|person| person.name.clone()).collect();
            (names.join("; "), signature.named, signature.said)
        };
        assert_eq!(of("Jane Doe"), ("Jane Doe".into(), true, false));
        assert_eq!(of("JANE DOE and John Roe"), ("JANE DOE; John Roe".into(), true, false));
        assert_eq!(of("Jane Doe, Staff Writer"), ("Jane Doe".into(), true, true));
        assert_eq!(of("Jane Doe | The Harlow Courier"), ("Jane Doe".into(), true, true));
        assert_eq!(of("Zelda Quux, dpa"), ("Zelda Quux".into(), false, true));
        assert_eq!(of("Maria Rossi"), ("Maria Rossi".into(), true, false));
        for line in [
            "River bridge closes",
            "Jane Doe said so.",
            "The Courier",
            "Reuters",
            "Jane",
            "Staff Writer",
            "Jane Doe wins",
        ] {
            assert_eq!(signature(line, Language::ANY), None, "{line}");
        }
        assert!(!of("Schwere Unwetter").1 && !of("Third Pier Cracked").1);
    }

    #[test]
    fn title_case_is_told() {
        assert!(is_title_case("River Bridge Closes After Crack") && is_title_case("BRIDGE CLOSES"));
        assert!(
            !is_title_case("River bridge closes after crack") && !is_title_case("Brücke nach Riss gesperrt")
        );
    }
}
