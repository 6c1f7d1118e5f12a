//! Credit lines: who did what besides the byline.

use std::ops::Range;

use copydesk_core::{Credit, Work};

use crate::Language;
use crate::gate;
use crate::names::{is_agency, is_login, is_name, is_organisation, job};
use crate::rare::{self, Rare};
use crate::scan::{is_capitals, offset_in, strip_phrase, trim, trim_marks, word_starts};

/// A credit line is never longer than this, in bytes.
const LONGEST: usize = 4_000;

/// Thanks for help are never longer than this, in bytes.
const LONGEST_THANKS: usize = 300;
/// How far from the end of a line its thanks may begin, in words.
const CONTRIBUTED_WORDS: usize = 12;

/// A credit line: what it says, and what had to be mended to read it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CreditLine {
    /// The credits, each with the whole line as printed.
    pub credits: Vec<Credit>,
    /// The faults of the line.
    pub mends: Vec<Mend>,
}

/// A fault in a line, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// Where in the line it is, in bytes.
    pub at: Range<usize>,
    /// What stands there.
    pub found: String,
    /// What it was read as.
    pub read_as: String,
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
    CreditLine {
        credits: vec![Credit { names, printed: printed.to_owned(), ..Credit::default() }],
        mends: Vec::new(),
    }
}

/// A role and where it stands in the line: from its first letter to the first of its names.
#[derive(Debug, Clone, PartialEq)]
struct Role {
    start: usize,
    names_start: usize,
    role: String,
    work: Work,
    affiliation: Option<String>,
    glued: bool,
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
    if let Some(credit) = photograph(body, printed, language).filter(|_| in_parentheses) {
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
        credits.push(Credit { names, printed: printed.to_owned(), ..Credit::default() });
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
            names,
            affiliation: role.affiliation,
            printed: printed.to_owned(),
            ..Credit::default()
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
        names,
        affiliation: Some(agency.to_owned()),
        printed: printed.to_owned(),
        ..Credit::default()
    })
}

/// A missing space: the word with it and the word without.
fn unglue(printed: &str, body: &str, start: usize) -> Mend {
    let offset = offset_in(printed, body) + start;
    let word_start = printed[..offset].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word_start = printed.ceil_char_boundary(word_start);
    let word_end = printed[offset..].find(char::is_whitespace).map_or(printed.len(), |at| offset + at);
    let found = printed[word_start..word_end].to_owned();
    let read_as = format!("{} {}", &printed[word_start..offset], &printed[offset..word_end]);
    Mend { at: word_start..word_end, found, read_as }
}

/// What stands in the parentheses around a line; too many or too few of them are mended.
fn inside_parentheses<'a>(printed: &'a str, mends: &mut Vec<Mend>) -> &'a str {
    let (open, close) = match printed.chars().next() {
        Some('(') => ('(', ')'),
        Some('[') => ('[', ']'),
        _ => return strip_loose_close(printed, mends),
    };
    let opened = printed.len() - printed.trim_start_matches(open).len();
    let inner = &printed[opened..];
    let bare = inner.trim_end_matches(|c: char| c == close || c == '.' || c.is_whitespace());
    let tail = &inner[bare.len()..];
    let inside = bare.matches(open).count().saturating_sub(bare.matches(close).count());
    let closed = tail.matches(close).count();
    let wanted = opened + inside;
    if closed != wanted || opened > 1 {
        let at = printed.len() - tail.len();
        let read_as = if inside > 0 && closed >= inside {
            close.to_string().repeat(inside + 1)
        } else {
            close.to_string()
        };
        if tail.trim_end_matches('.') != read_as {
            let (at, found) =
                if tail.is_empty() { (printed.len()..printed.len(), "") } else { (at..printed.len(), tail) };
            mends.push(Mend { at, found: found.to_owned(), read_as });
        }
    }
    // Parentheses that belong to the names stay with them.
    let keep = tail
        .char_indices()
        .filter(|(_, c)| *c == close)
        .take(inside)
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &inner[..bare.len() + keep]
}

/// A line that begins without a parenthesis and ends with one.
fn strip_loose_close<'a>(printed: &'a str, mends: &mut Vec<Mend>) -> &'a str {
    let bare = printed.trim_end_matches([')', '.']);
    let loose = printed[bare.len()..].matches(')').count();
    let opened = bare.matches('(').count().saturating_sub(bare.matches(')').count());
    if loose > opened {
        mends.push(Mend {
            at: bare.len()..printed.len(),
            found: printed[bare.len()..].to_owned(),
            read_as: String::new(),
        });
        return bare;
    }
    printed
}

/// The end of a text where it is sure to have all words that thanks may begin with: most sentences are longer.
fn last_words(text: &str) -> &str {
    let end = &text[text.floor_char_boundary(text.len().saturating_sub(100))..];
    // In a byte, so that the compiler can count many at once.
    let words: u8 = end.bytes().map(|byte| u8::from(byte == b' ')).sum();
    if usize::from(words) > CONTRIBUTED_WORDS { end } else { text }
}

/// Whether a line may end with thanks for help.
fn may_thank(text: &str) -> bool {
    let starts = || text.rmatch_indices(' ').map(|(at, _)| at + 1).take(CONTRIBUTED_WORDS);
    text.len() <= LONGEST_THANKS
        && rare::Contributed::may_stand_in(last_words(text))
        && starts().any(|start| gate::CONTRIBUTED.begin(&text[start..], Language::ANY))
}

/// `Jane Doe in Paris contributed to this report.`
fn contributed(body: &str, printed: &str, language: Language) -> Option<Credit> {
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

fn first_name(text: &str, language: Language) -> &str {
    let and = |at: &usize| gate::AND.begin(&text[*at..], language);
    let end = word_starts(text).skip(1).find(and).unwrap_or(text.len());
    let place = |at: &usize| gate::AT.begin(&text[*at..], language);
    let end = word_starts(&text[..end]).skip(1).find(place).unwrap_or(end);
    text[..end].split([',', ';']).next().unwrap_or("").trim()
}

/// The roles of a line, in order.
fn roles(body: &str, language: Language, in_parentheses: bool) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    let mut search_from = 0;
    for at in role_starts(body) {
        if at < search_from {
            continue;
        }
        if let Some(role) = role_at(body, at, language, in_parentheses) {
            search_from = role.names_start;
            roles.push(role);
        }
    }
    roles
}

/// Where a role may begin: at a word, or at a capital glued to the word before.
fn role_starts(body: &str) -> impl Iterator<Item = usize> + '_ {
    let mut previous = ' ';
    body.char_indices().filter_map(move |(at, c)| {
        // Nearly every character is a small letter behind another.
        let inside = c.is_ascii_lowercase() && previous.is_ascii_alphabetic();
        let word = !inside && c.is_alphabetic() && !previous.is_alphanumeric();
        let glued = !inside && c.is_uppercase() && previous.is_lowercase();
        previous = c;
        (word || glued).then_some(at)
    })
}

fn role_at(body: &str, at: usize, language: Language, in_parentheses: bool) -> Option<Role> {
    let (after_work, work) = work_at(&body[at..], language)?;
    let glued = body[..at].ends_with(char::is_lowercase);
    let before = body[..at].trim_end();
    let after_works = more_work(after_work, language);
    let (role_end, affiliation) = behalf(after_works, language);
    let starts_part =
        before.is_empty() || before.ends_with([',', ';', '.', '/', '(', '|', '-', '–', '—', ':']);
    let names_start = credited(role_end, language).or_else(|| {
        // `(Jane Doe, editing John Roe)`.
        let direct =
            in_parentheses && !is_capitals(body) && starts_part && role_end.starts_with(char::is_whitespace);
        let name = role_end.trim_start();
        (direct && affiliation.is_none() && is_name(first_name(name, language))).then_some(name)
    })?;
    let role = trim_marks(&body[at..offset_in(body, after_works)]).to_owned();
    Some(Role { start: at, names_start: offset_in(body, names_start), role, work, affiliation, glued })
}

/// `Compiled by Jane Doe`: the role and the names.
pub(crate) fn role_before(text: &str, language: Language) -> Option<(&str, &str)> {
    let (after, _) = work_at(text, language)?;
    let names = credited_directly(after.trim_start(), language)?;
    Some((&text[..text.len() - after.len()], names))
}

/// The longest work word at the start of `text`, with what follows it.
fn work_at(text: &str, language: Language) -> Option<(&str, Work)> {
    if !gate::WORKS.passes(text) {
        return None;
    }
    let mut longest: Option<(&str, Work)> = None;
    for table in language.tables() {
        for (word, work) in table.works {
            if let Some(rest) = strip_phrase(text, word)
                && longest.is_none_or(|(longest, _)| rest.len() < longest.len())
            {
                longest = Some((rest, *work));
            }
        }
    }
    longest
}

/// `Reporting and writing by`: further work in the same role.
fn more_work(text: &str, language: Language) -> &str {
    let mut rest = text;
    for _ in 0..4 {
        let next = rest.trim_start_matches([',', ' ']);
        let next = gate::AND.strip(next, language).unwrap_or(next).trim_start();
        match work_at(next, language) {
            Some((after, _)) if next.len() < rest.len() => rest = after,
            _ => return rest,
        }
    }
    rest
}

/// `Additions for FISM News by`: for whom.
fn behalf(text: &str, language: Language) -> (&str, Option<String>) {
    let next = text.trim_start();
    let Some(rest) = gate::ON_BEHALF.strip(next, language) else {
        return (text, None);
    };
    let credited_at =
        word_starts(rest).take(12).find(|at| *at > 0 && gate::CREDITED.begin(&rest[*at..], language));
    match credited_at {
        Some(at) if !rest[..at].contains([';', ',']) && rest.starts_with(char::is_whitespace) => {
            let whom = rest[..at].trim();
            (&rest[at..], (!whom.is_empty()).then(|| whom.to_owned()))
        }
        _ => (text, None),
    }
}

/// What follows the `by` of a role, or its colon.
fn credited(text: &str, language: Language) -> Option<&str> {
    let next = text.trim_start();
    if let Some(rest) = next.strip_prefix(':') {
        return Some(rest.trim_start());
    }
    if let Some(rest) = credited_directly(next, language) {
        return Some(rest);
    }
    // `Reporting in London by Jane Doe`.
    let place = gate::AT.strip(next, language)?;
    if !place.starts_with(char::is_whitespace) {
        return None;
    }
    let at = word_starts(place).take(6).find(|at| credited_directly(&place[*at..], language).is_some())?;
    if place[..at].contains([',', ';', '.']) { None } else { credited_directly(&place[at..], language) }
}

/// What follows the `by` at the start of `text`.
fn credited_directly(text: &str, language: Language) -> Option<&str> {
    let rest = gate::CREDITED.strip(text, language)?;
    let elided = text[..text.len() - rest.len()].ends_with(['\'', '’']);
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    (rest.starts_with(char::is_whitespace) || elided).then(|| rest.trim_start())
}

/// The names in a list, and whether each of them is one.
fn names(text: &str, language: Language) -> (Vec<String>, bool) {
    let mut names = Vec::new();
    let (mut all, mut placed) = (true, false);
    for part in split_names(text, language) {
        let part = trim_marks(part).trim_end_matches(|c: char| c == '.' && !part.ends_with("r.")).trim();
        if part.is_empty() {
            continue;
        }
        let name = without_place(part, language);
        // `Jane Doe in Columbus, Ohio`.
        let behind_place = std::mem::replace(&mut placed, name.len() < part.len());
        if behind_place && !part.contains(' ') && is_name(part) {
            placed = true;
            continue;
        }
        let known =
            is_name(name) || is_organisation(name, language) || (is_login(name) && name.contains(['_', '.']));
        if known {
            names.push(name.to_owned());
        } else if job(name, language).is_some() && !names.is_empty() {
            // A job said of the name before; the printed line keeps it.
        } else {
            all = false;
            names.push(name.to_owned());
        }
    }
    (names, all)
}

fn split_names(text: &str, language: Language) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut skip_to) = (0, 0_u32, 0);
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        if at < skip_to {
            previous = c;
            continue;
        }
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ',' | ';' | '|' | '/' => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ if previous.is_whitespace() => {
                let rest = gate::AND.strip(&text[at..], language);
                if let Some(rest) =
                    rest.filter(|rest| rest.starts_with(char::is_whitespace) || rest.is_empty())
                {
                    parts.push(&text[start..at]);
                    start = offset_in(text, rest);
                    skip_to = start;
                }
            }
            _ => {}
        }
        previous = c;
    }
    parts.push(&text[start..]);
    parts
}

/// `Jane Doe in London`, `Jane Doe (London)`: the name alone.
fn without_place(part: &str, language: Language) -> &str {
    let name = part.find('(').and_then(|_| part.split_once(" ("));
    let part = name.map_or(part, |(name, _)| name).trim();
    for at in word_starts(part).skip(1) {
        let place = gate::AT.strip(&part[at..], language);
        let spaced =
            |rest: &&str| rest.starts_with(char::is_whitespace) && part[..at].ends_with(char::is_whitespace);
        let particle =
            || ["da", "de", "van", "von", "di"].iter().any(|word| strip_phrase(&part[at..], word).is_some());
        if let Some(place) = place.filter(spaced).filter(|_| !particle()) {
            let name = part[..at].trim();
            let named = is_name(name) || is_organisation(name, language);
            let proper = place.trim().chars().next().is_some_and(|c| !c.is_lowercase());
            if named && (proper || is_organisation(place, language)) {
                return name;
            }
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(String, Vec<String>)> {
        let line = credits(line, Language::ANY).unwrap_or_else(|| panic!("no credits: {line}"));
        line.credits.into_iter().map(|credit| (credit.role.unwrap_or_default(), credit.names)).collect()
    }

    fn credit(role: &str, names: &[&str]) -> (String, Vec<String>) {
        (role.to_owned(), names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_faulty_line_is_read_and_its_faults_are_named() {
        let printed = "(Reporting by Ann Poe, Tom RoeWriting by Jane Doe, Editing by Max Lee; Additions for ABC News by Eve Ray))";
        let line = credits(printed, Language::of("en")).unwrap();
        let roles: Vec<_> = line
            .credits
            .iter()
            .map(|credit| (credit.role.as_deref().unwrap(), credit.work, credit.names.len()))
            .collect();
        assert_eq!(
            roles,
            [
                ("Reporting", Work::Reporting, 2),
                ("Writing", Work::Writing, 1),
                ("Editing", Work::Editing, 1),
                ("Additions", Work::Other, 1)
            ]
        );
        assert_eq!(line.credits[3].affiliation.as_deref(), Some("ABC News"));
        assert_eq!(line.credits[0].names, ["Ann Poe", "Tom Roe"]);
        assert!(line.credits.iter().all(|credit| credit.printed == printed));
        let mends: Vec<_> =
            line.mends.iter().map(|mend| (mend.found.as_str(), mend.read_as.as_str())).collect();
        assert_eq!(mends, [("RoeWriting", "Roe Writing"), ("))", ")")]);
    }

    #[test]
    fn credits_of_many_spellings() {
        assert_eq!(
            read("Reporting by Jane Doe in London and John Roe in Paris; editing by Ann Poe"),
            [credit("Reporting", &["Jane Doe", "John Roe"]), credit("editing", &["Ann Poe"])]
        );
        assert_eq!(
            read("(Reporting and writing by Jane Doe, additional reporting by Gdynia Newsroom)"),
            [
                credit("Reporting and writing", &["Jane Doe"]),
                credit("additional reporting", &["Gdynia Newsroom"])
            ]
        );
        assert_eq!(
            read("(Bericht von Jana Muster, redigiert von Max Beispiel)"),
            [credit("Bericht", &["Jana Muster"]), credit("redigiert", &["Max Beispiel"])]
        );
        assert_eq!(
            read("(Reportage de Jeanne Dupont, édité par Luc Martin)"),
            [credit("Reportage", &["Jeanne Dupont"]), credit("édité", &["Luc Martin"])]
        );
        assert_eq!(
            read("(Reporte de Ana Pérez; editado en español por Luis Gil)"),
            [credit("Reporte", &["Ana Pérez"]), credit("editado en español", &["Luis Gil"])]
        );
        assert_eq!(
            read("(Maria Rossi, editing Carlo Bianchi)"),
            [credit("", &["Maria Rossi"]), credit("editing", &["Carlo Bianchi"])]
        );
        assert_eq!(read("(Jane Doe, édité par Luc Martin)")[0], credit("", &["Jane Doe"]));
        assert_eq!(
            read("Writing: Jane Doe; Editing: John Roe"),
            [credit("Writing", &["Jane Doe"]), credit("Editing", &["John Roe"])]
        );
        assert_eq!(
            read("Jane Doe in Paris contributed to this report."),
            [credit("contributed to this report", &["Jane Doe"])]
        );
    }

    #[test]
    fn parentheses_of_names_are_no_fault() {
        let line =
            credits("(Reporting by Jane Doe (London); editing by John Roe (Paris))", Language::of("en"))
                .unwrap();
        assert_eq!(line.mends, []);
        assert_eq!(line.credits[1].names, ["John Roe"]);
    }

    #[test]
    fn prose_is_no_credit_line() {
        for line in [
            "Reporting by the BBC showed that prices rose.",
            "The report was written by a panel of judges.",
            "(He was speaking at a meeting)",
            "Editing by hand takes time.",
            "",
            "Photo sharing by phone is popular",
        ] {
            assert_eq!(credits(line, Language::of("en")), None, "{line}");
        }
    }
}
