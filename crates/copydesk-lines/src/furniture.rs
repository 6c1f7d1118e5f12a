//! Lines a desk puts around a story besides bylines and credits: slugs, times, keywords, contacts, initials.

use copydesk_core::Moment;

use crate::Language;
use crate::gate;
use crate::names::{is_agency, is_contact, is_domain};
use crate::scan::{has_digit, is_capitals, opened, trim};

/// A line with contacts or an address of the web is never longer than this, in bytes.
const LONGEST_CONTACT: usize = 240;

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
    let rest = gate::CONTACTS.strip_longest(bare, language);
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
        && gate::CONTACTS.strip_longest(line, language).is_some_and(|rest| {
            let rest = rest.trim();
            rest.is_empty() || rest.starts_with(':') && !rest.ends_with(['.', '!', '?'])
        })
}

/// As many digits as a telephone number has, and no letter between them.
fn has_digits(text: &str) -> bool {
    // Counted in bytes, so that the compiler can take many at once.
    let count = |part: &[u8]| part.iter().fold(0_u8, |count, byte| count + u8::from(byte.is_ascii_digit()));
    let digits: usize = text.as_bytes().chunks(255).map(|part| usize::from(count(part))).sum();
    let divides = |byte: &u8| byte.is_ascii_alphabetic() | matches!(byte, b',' | b';' | b':' | b'@');
    let any = |part: &[u8], is: fn(&u8) -> bool| part.iter().fold(false, |any, byte| any | is(byte));
    let mut run = 0;
    digits >= 6
        && text.as_bytes().chunks(16).any(|part| {
            // Most parts are words alone.
            if !any(part, u8::is_ascii_digit) {
                run = if any(part, divides) { 0 } else { run };
                return false;
            }
            part.iter().any(|byte| {
                run = if divides(byte) { 0 } else { run + u8::from(byte.is_ascii_digit()) };
                run >= 6
            })
        })
}

/// Words without the marks at their edges.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let marks = |c: char| {
        matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | '<' | '>' | '"' | '\'' | '“' | '”' | '|' | '/')
    };
    text.split_whitespace().map(move |word| word.trim_matches(marks)).filter(|word| !word.is_empty())
}

/// Whether a line holds an address, a handle or a telephone number.
pub fn holds_contact(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A full stop with a letter on both sides: the name of a site has one.
    let dotted =
        |at: usize| at > 0 && bytes[at - 1] != b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    let dotted = memchr::memchr_iter(b'.', bytes).any(dotted);
    let address = memchr::memchr2(b'@', b'/', bytes).is_some() || (dotted && text.contains("www."));
    (address && words(text).any(|word| is_contact(word) && !is_dated(word)))
        || (has_digits(text) && is_number_among(text))
        || (dotted && words(text).any(is_web_name))
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
    line.contains(['@', '('])
        || words(line).any(is_web_name)
        || line.contains("www.")
        || line.contains("://")
        || number.starts_with(['+', '0'])
        || number.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count() >= 3
}

/// The keywords of a line that lists them: `Keywords: RAIL/SHARES`.
pub fn keywords(line: &str, language: Language) -> Option<Vec<String>> {
    let rest = gate::KEYWORDS.strip(trim(line), language)?.trim_start().strip_prefix([':', '-'])?;
    let words: Vec<String> = rest
        .split([',', ';', '|'])
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty() && rest.len() <= 400).then_some(words)
}

/// What a line says the time of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stamp {
    /// When the story was first shown.
    Published(Option<Moment>),
    /// When it was last changed.
    Updated(Option<Moment>),
}

/// Reads a line that says when a story was shown or changed: `Published 12 November 2023`. The time where it is whole.
pub fn stamp(line: &str, language: Language) -> Option<Stamp> {
    let printed = trim(line);
    if printed.len() > 80 || !has_digit(printed) {
        return None;
    }
    let updated = gate::UPDATED.strip(printed, language);
    let Some(rest) = updated.or_else(|| gate::PUBLISHED.strip(printed, language)) else {
        return bare_stamp(printed, language);
    };
    let rest = rest.trim_start_matches([':', ' ']);
    let time = crate::time::time(rest, language);
    // Only a date and a time, no sentence.
    let plain = rest.split(|c: char| !c.is_alphanumeric()).all(|word| {
        word.is_empty()
            || word.chars().any(|c| c.is_ascii_digit())
            || crate::date::month_number(word, language).is_some()
            || gate::WEEKDAYS.hold(word, language)
            || gate::HOURS.hold(word, language)
            || word.chars().count() <= 4
    });
    plain.then_some(if updated.is_some() { Stamp::Updated(time) } else { Stamp::Published(time) })
}

/// `Tuesday, November 12, 2023`, `12.11.2023 – 10:37`: a line that is a whole date, and perhaps a time, and nothing else.
fn bare_stamp(line: &str, language: Language) -> Option<Stamp> {
    let is_time = |word: &str| {
        word.is_empty()
            || crate::date::month_number(word, language).is_some()
            || gate::WEEKDAYS.hold(word, language)
            || gate::HOURS.hold(word, language)
            || matches!(
                word,
                "a.m" | "p.m" | "am" | "pm" | "AM" | "PM" | "de" | "del" | "GMT" | "UTC" | "CET" | "MEZ"
            )
            || word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '/' | '-' | 'h'))
    };
    let marks = |c: char| matches!(c, '.' | '(' | ')' | '–' | '—' | '-');
    let divides = |c: char| c.is_whitespace() || matches!(c, ',' | '|');
    let plain = line.len() <= 60 && line.split(divides).all(|word| is_time(word.trim_matches(marks)));
    // Without a year there is no time, and a score of a match is no date.
    crate::time::time(line, language).filter(|_| plain).map(|time| Stamp::Published(Some(time)))
}

/// Whether a line says what kind of message it begins: `FOR IMMEDIATE RELEASE`, `MEDIA RELEASE PR12345`.
pub fn is_release(line: &str, language: Language) -> bool {
    gate::RELEASES.strip(trim(line), language).is_some_and(|rest| {
        let rest = rest.trim_matches([':', '-', '–', '.', ' ']);
        // `No 45/24`.
        let number = rest.rsplit(' ').next().unwrap_or("");
        let sign = rest[..rest.len() - number.len()].trim();
        rest.is_empty() || (sign.chars().count() <= 3 && has_digit(number))
    })
}

/// Whether a line is the initials of those who worked on a story: `jdm/abc/def`, `ABC // DEF`, `(Schluss) abc/def`.
pub fn is_initials(line: &str) -> bool {
    let line = trim(line);
    if line.len() > 40 {
        return false;
    }
    let bare = match line.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((word, rest)) if gate::ENDS.are(word, Language::ANY) || gate::MORE.are(word, Language::ANY) => {
            rest.trim()
        }
        _ => line,
    };
    if is_agency(bare) {
        return false;
    }
    let ends = |mark: &str| gate::ENDS.are(mark, Language::ANY);
    // `burs-cm/dw`: from several bureaus.
    let bureaus = bare.split_once('-').filter(|(bureaus, rest)| bureaus.len() <= 4 && !rest.contains('-'));
    let (bureaus, rest) = bureaus.unwrap_or(("", bare));
    let marks = std::iter::once(bureaus).chain(rest.split('/'));
    let mut marks = marks.map(str::trim).filter(|mark| !mark.is_empty());
    let count = marks.clone().count();
    let alike = |mark: &str| {
        (1..=4).contains(&mark.len())
            && mark.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && mark.bytes().any(|byte| byte.is_ascii_alphabetic())
            && (is_capitals(mark) || !mark[1..].contains(|c: char| c.is_ascii_uppercase()))
    };
    (2..=6).contains(&count) && bare.contains('/') && marks.all(|mark| alike(mark) && !ends(mark))
}

/// `1 POLITICS Bridge`: a number, the desk in capitals, and the story.
fn is_catchline(line: &str) -> bool {
    let mut words = line.split(' ');
    let number =
        words.next().is_some_and(|word| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let desk = words
        .next()
        .is_some_and(|word| word.len() >= 3 && is_capitals(word) && word.chars().all(char::is_alphabetic));
    let capital = |word: &str| word.starts_with(char::is_uppercase) || word.starts_with('(');
    number
        && desk
        && line.len() <= 60
        && line.contains(char::is_lowercase)
        && words.clone().next().is_some()
        && words.all(capital)
}

/// `Brücke/Österreich/Graz`, `Wetter/Bayern/`: words with strokes and no spaces between them.
fn is_stroked(line: &str) -> bool {
    let strokes = line.matches('/').count();
    let capital = |part: &str| part.starts_with(char::is_uppercase) && part.chars().count() >= 3;
    (strokes >= 2 || line.ends_with('/'))
        && line.len() <= 80
        && line.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))
        && line.trim_end_matches('/').split('/').all(capital)
}

/// Whether the first line of a story is the slug it goes by: `BC-US--Bridge Closing, 1st Ld-Writethru`, `BRIDGE-CLOSING`,
/// `1 POLITICS Bridge`, `Brücke/Österreich/Graz`.
pub fn is_slug_line(line: &str) -> bool {
    let line = trim(line);
    if line.starts_with(|c: char| c.is_ascii_digit()) && is_catchline(line)
        || line.contains('/') && is_stroked(line)
    {
        return true;
    }
    let service = ["BC-", "AM-", "PM-"].iter().any(|start| line.starts_with(start));
    let word = !line.contains(char::is_whitespace) && line.len() <= 40;
    let joined = line.contains(['-', '/']) && !line.contains("--") && !line.ends_with(['-', '/', '.']);
    (service && line.len() <= 80)
        || (word
            && joined
            && is_capitals(line)
            && line.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'))
            && line
                .split(['-', '/'])
                .all(|part| part.chars().count() >= 2 || part.chars().all(|c| c.is_ascii_digit())))
}

/// Where, at the end of the last paragraph, the mark of the end or the name of the agency begins: `… a day. Enditem`,
/// `… dijo. EFE`, `… bourgmestre. (Belga)`.
pub fn sign_off_at_end(paragraph: &str, language: Language) -> Option<usize> {
    let text = paragraph.trim_end();
    let window = text.floor_char_boundary(text.len().saturating_sub(30));
    // The full stop of `(Belga).` and of `EFE.` is none of the sentence.
    let start = text[window..]
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '"' | '”' | '»'))
        .map(|(at, c)| window + at + c.len_utf8())
        .find(|start| *start < text.len())?;
    let tail = text[start..].trim();
    let apart = text[start..].starts_with(char::is_whitespace);
    let bare = tail.trim_matches(['(', ')', '.']);
    let ends = bare.len() >= 4
        && gate::ENDS.are(bare, language)
        && bare.chars().next().is_some_and(char::is_uppercase);
    (apart
        && !tail.is_empty()
        && (ends
            || (crate::is_sign_off(tail) && !bare.contains(char::is_lowercase))
            || (tail.starts_with('(') && is_agency(bare))))
    .then(|| start + text[start..].len() - text[start..].trim_start().len())
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
            "(Stand: 22.1.2025)",
        ] {
            assert_eq!(contacts(line, Language::ANY), None, "{line}");
        }
    }

    #[test]
    fn stamps_keywords_and_kinds() {
        let day = |line| match stamp(line, Language::ANY) {
            Some(Stamp::Published(time) | Stamp::Updated(time)) => time.map(|time| time.to_string()),
            None => panic!("no stamp: {line}"),
        };
        assert_eq!(day("Published 12 November 2023").as_deref(), Some("2023-11-12"));
        assert_eq!(day("Mis à jour le 12 novembre 2023 à 10h30").as_deref(), Some("2023-11-12T10:30:00"));
        assert_eq!(day("Updated: Nov. 12, 2023 10:30 GMT").as_deref(), Some("2023-11-12T10:30:00Z"));
        assert_eq!(stamp("Published in 12 volumes, the work is out of print", Language::ANY), None);
        assert_eq!(keywords("Keywords: RAIL/SHARES", Language::ANY), Some(vec!["RAIL/SHARES".to_owned()]));
        assert!(
            is_release("FOR IMMEDIATE RELEASE", Language::ANY)
                && is_release("MEDIA RELEASE PR123", Language::ANY)
        );
        assert!(!is_release("Press release law is changed", Language::ANY));
    }

    #[test]
    fn initials_slugs_and_last_words() {
        for line in [
            "jdm/abc/def",
            "ABC // DEF",
            "(Schluss) abc/def",
            "cdu/jmp/rl",
            "burs-cm/dw",
            "Red/Cm",
            "Lusa/Fim",
        ] {
            assert!(is_initials(line) || crate::is_sign_off(line), "{line}");
        }
        assert!(!is_initials("and/or else") && !is_initials("AC/DC Live at 5") && !is_initials("12/11"));
        assert!(is_slug_line("BC-US--Bridge Closing, 1st Ld-Writethru") && is_slug_line("BRIDGE-CLOSING"));
        assert!(is_slug_line("1 POLITICS Bridge Substitute") && is_slug_line("Brücke/Österreich/Graz"));
        assert!(!is_slug_line("2 DEAD in crash") && !is_slug_line("5 THINGS"));
        assert!(!is_slug_line("BRIDGE CLOSES") && !is_slug_line("Self-made") && !is_slug_line("E-MAIL"));
        let cut = |text: &'static str| sign_off_at_end(text, Language::ANY).map(|at| &text[at..]);
        assert_eq!(cut("It carries 40,000 cars a day. Enditem"), Some("Enditem"));
        assert_eq!(cut("dijo la alcaldesa, Rosa Lara. EFE"), Some("EFE"));
        assert_eq!(cut("a dit la bourgmestre. (Belga)"), Some("(Belga)"));
        assert_eq!(cut("She told Reuters."), None);
        assert_eq!(cut("He works for U.S. Steel"), None);
    }
}
