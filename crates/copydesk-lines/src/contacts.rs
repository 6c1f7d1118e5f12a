//! Addresses, handles and telephone numbers, and the lines that say who can be reached there.

use crate::Language;
use crate::gate;
use crate::organisations::is_domain;
use crate::scan::{opened, trim};

/// A line with contacts or an address of the web is never longer than this, in bytes.
const LONGEST_CONTACT: usize = 240;

/// A telephone number has at least so many digits.
const DIGITS: usize = 6;

/// And at most so many, with what is dialled before it and behind it.
const MOST_DIGITS: usize = 18;

/// Whom a line with contacts is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contacts {
    /// Anyone: `For more information visit www.example.com`.
    Readers,
    /// Newsrooms: `((jane.doe@example.com; +44 20 7946 0000))`.
    Newsrooms,
}

/// Whether a line says where more can be had or who can be reached, and holds an address, a handle or a number to do so.
///
/// It begins as such lines do, says that someone can be reached, or is nothing but addresses and numbers.
pub fn contacts(line: &str, language: Language) -> Option<Contacts> {
    let printed = trim(line);
    if printed.len() > LONGEST_CONTACT {
        return None;
    }
    let newsroom = printed.starts_with("((") && printed.ends_with("))");
    let is_mark = |c: char| matches!(c, '(' | ')' | '[' | ']' | '*' | '-' | '–' | '—' | '•' | ' ');
    let bare = opened(printed, |text| text.trim_start_matches(is_mark)).trim_end_matches(is_mark);
    let rest = gate::CONTACTS.strip_longest(bare, language).map(|(rest, _)| rest);
    let heading = rest.is_some_and(|rest| rest.trim() == ":") && bare.len() <= 60;
    if !holds_contact(bare) {
        return heading.then_some(Contacts::Readers);
    }
    let reached = || gate::REACHED.find(bare, language).is_some();
    let told = newsroom || rest.is_some() || (only_contacts(bare) && is_dialled(printed)) || reached();
    told.then_some(if newsroom { Contacts::Newsrooms } else { Contacts::Readers })
}

/// Whether a line begins what tells how to reach someone, and the address or number may stand below it: `Contacts`,
/// `CONTACT: Jane Doe`.
pub fn begins_contacts(line: &str, language: Language) -> bool {
    const LONGEST_HEADING: usize = 60;
    let line = trim(line);
    line.len() <= LONGEST_HEADING
        && gate::CONTACTS.strip_longest(line, language).is_some_and(|(rest, _)| {
            let rest = rest.trim();
            rest.is_empty() || rest.starts_with(':') && !rest.ends_with(['.', '!', '?'])
        })
}

/// Whether a line holds an address, a handle or a telephone number.
pub fn holds_contact(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !may_hold_contact(bytes) {
        return false;
    }
    // A full stop with a letter on both sides: the name of a site has one.
    let dotted =
        |at: usize| at > 0 && bytes[at - 1] != b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    let dotted = memchr::memchr_iter(b'.', bytes).any(dotted);
    let address = memchr::memchr2(b'@', b'/', bytes).is_some() || (dotted && text.contains("www."));
    (address && words(text).any(|word| is_contact(word) && !is_dated(word)))
        || (has_digits(text) && is_number_among(text))
        || (dotted && words(text).any(is_web_name))
}

/// Whether there is a sign of an address, a full stop before a small letter, or digits enough for a number. Nearly every
/// line is ruled out so, many bytes at once.
fn may_hold_contact(bytes: &[u8]) -> bool {
    const STEP: usize = 16;
    // So that no count of digits overflows; no line is so long.
    if bytes.len() > STEP * usize::from(u8::MAX) {
        return true;
    }
    // Of the bytes that stand at the same place of each step, so that the compiler can take a step at once.
    let (mut signs, mut digits) = ([false; STEP], [0_u8; STEP]);
    let mut look = |step: &[u8; STEP], next: &[u8; STEP]| {
        for at in 0..STEP {
            let full_stop = (step[at] == b'.') & next[at].is_ascii_lowercase();
            signs[at] |= (step[at] == b'@') | (step[at] == b'/') | full_stop;
            digits[at] += u8::from(step[at].is_ascii_digit());
        }
    };
    let mut rest = bytes;
    while let (Some(step), Some(next)) = (rest.first_chunk(), rest.get(1..).and_then(<[u8]>::first_chunk)) {
        look(step, next);
        rest = &rest[STEP..];
    }
    let (mut step, mut next) = ([b' '; STEP], [b' '; STEP]);
    step[..rest.len()].copy_from_slice(rest);
    next[..STEP - 1].copy_from_slice(&step[1..]);
    look(&step, &next);
    signs.contains(&true) || digits.iter().map(|digits| usize::from(*digits)).sum::<usize>() >= DIGITS
}

/// Whether `text` is an address, a handle or a telephone number.
pub(crate) fn is_contact(text: &str) -> bool {
    let text = trim(text);
    // A name, or nothing.
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let one_word = !text.contains(char::is_whitespace);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let phone = (DIGITS..=MOST_DIGITS).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '/' | ' ' | '.' | '\u{a0}'));
    phone
        || (one_word && text.contains('@') && text.len() > 2)
        || (one_word
            && (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")))
}

/// `example.com`, but not a file or an abbreviation.
fn is_web_name(word: &str) -> bool {
    is_domain(word)
        && [".com", ".org", ".net", ".edu", ".gov", ".info", ".co.uk", ".eu"]
            .iter()
            .any(|end| word.ends_with(end))
}

/// A telephone number written with spaces: `+44 20 7946 0000`, `(555) 010-0123`.
fn is_number_among(text: &str) -> bool {
    text.split(|c: char| c.is_alphabetic() || matches!(c, ',' | ';' | ':' | '@')).any(|run| {
        let run = run.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '|'));
        run.len() >= 7 && !is_dated(run) && is_contact(run)
    })
}

/// As many digits as a telephone number has, and no letter between them.
fn has_digits(text: &str) -> bool {
    let divides = |byte: &u8| byte.is_ascii_alphabetic() | matches!(byte, b',' | b';' | b':' | b'@');
    let any = |part: &[u8], is: fn(&u8) -> bool| part.iter().fold(false, |any, byte| any | is(byte));
    let mut run = 0;
    text.as_bytes().chunks(16).any(|part| {
        // Most parts are words alone.
        if !any(part, u8::is_ascii_digit) {
            run = if any(part, divides) { 0 } else { run };
            return false;
        }
        part.iter().any(|byte| {
            run = if divides(byte) { 0 } else { run + usize::from(byte.is_ascii_digit()) };
            run >= DIGITS
        })
    })
}

/// `22.1.2025`, `2025-01-22`.
fn is_dated(run: &str) -> bool {
    run.len() <= 10 && run.matches(['.', '/', '-']).count() == 2 && !run.starts_with('+')
}

/// Addresses, numbers, and short words that name them: `Tel. +49 30 1234567, info@example.com`.
fn only_contacts(text: &str) -> bool {
    let mut left = 0;
    words(text).all(|word| {
        let number =
            word.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '/' | '(' | ')'));
        let named = word.len() <= 7 && word.chars().all(char::is_alphabetic);
        if !(number || word == "–" || is_contact(word) || is_web_name(word)) {
            left += if named { 1 } else { 3 };
        }
        left <= 2
    })
}

/// Whether numbers look like those of telephones: `020 7946 0000`, `555-010-0123`, but not `ISSN 2465 - 1222`.
fn is_dialled(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | ':' | ' ' | '('));
    let groups = || number.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    // `4111 7391 4096 7428`: places on a map.
    if groups().count() >= 4 && groups().all(|group| group.len() == 4) && !number.starts_with(['+', '0']) {
        return false;
    }
    line.contains(['@', '('])
        || words(line).any(is_web_name)
        || line.contains("www.")
        || line.contains("://")
        || number.starts_with(['+', '0'])
        || groups().count() >= 3
}

/// Words without the marks at their edges.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let marks = |c: char| {
        matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | '<' | '>' | '"' | '\'' | '“' | '”' | '|' | '/')
    };
    text.split_whitespace().map(move |word| word.trim_matches(marks)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_told_from_prose() {
        for line in [
            "For more information visit www.example.com",
            "Contact Jane Doe at jane@example.com.",
            "Jane Doe can be reached at jane@example.com or 555-010-0123.",
            "Media Contact:",
            "(555) 010-0123",
            "www.example.com",
            "Tel. +49 30 1234567",
            "Kontakt: Jana Muster, +49 30 1234567",
            "Pour plus d'informations : https://example.org/presse",
            "Follow Jane Doe on Twitter at @janedoe.",
        ] {
            assert_eq!(contacts(line, Language::ANY), Some(Contacts::Readers), "{line}");
        }
        assert_eq!(
            contacts("((jane@example.com; +44 20 7946 0000))", Language::ANY),
            Some(Contacts::Newsrooms)
        );
        for line in [
            "Contact was lost at 10:37 on Monday.",
            "He wrote to info@example.com and never heard back from the company that had promised it.",
            "Follow the money, says the minister",
            "The bridge carries 40,000 cars a day.",
            "More information is expected on Tuesday.",
            "It cost 1,234,567 dollars in 2023.",
            "4111 7391 4096 7428 4098 7428 4098 7430",
            "4111 7391 4096 7428",
            "(Stand: 22.1.2025)",
        ] {
            assert_eq!(contacts(line, Language::ANY), None, "{line}");
        }
    }

    #[test]
    fn contacts_are_found_wherever_they_stand() {
        for contact in
            ["jane@example.com", "www.example.com", "example.org", "555-010-0123", "https://example.com/"]
        {
            for before in 0..40 {
                for after in [0, 1, 15, 16, 17, 40] {
                    let line = format!("{} {contact} {}", "a".repeat(before), "z".repeat(after));
                    assert!(holds_contact(&line), "{line}");
                }
            }
        }
        let long = format!("{} jane@example.com", "a ".repeat(5_000));
        assert!(holds_contact(&long) && !holds_contact(&"1a ".repeat(2_000)));
    }
}
