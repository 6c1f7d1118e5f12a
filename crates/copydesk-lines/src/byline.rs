//! Bylines: who wrote it.

use copydesk_core::{Byline, Person, Value};

use crate::Language;
use crate::gate;
use crate::names::{Job, is_acronym, is_agency, is_contact, is_login, is_name, is_organisation, job};
use crate::scan::{enclosed, first_paren_group, strip_phrase, trim, trim_marks, word_starts};

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
    byline_after(trim_end_marks(strip_by(inside, language)?), printed, language)
}

/// Reads what follows the word a byline begins with.
pub(crate) fn byline_after(body: &str, printed: &str, language: Language) -> Option<Byline> {
    let divided = body.contains(" | ");
    let mut parser = Parser { language, people: Vec::new(), strict: true, sound: true, divided, pending: 0 };
    if is_login(body) && !is_job_or_place(body, language) {
        let person = if is_organisation(body, language) { body } else { body.trim_end_matches('.') };
        return Some(Byline {
            printed: printed.to_owned(),
            people: vec![named(person)],
            ..Byline::default()
        });
    }
    if is_one_organisation(body, language) {
        return Some(Byline { printed: printed.to_owned(), people: vec![named(body)], ..Byline::default() });
    }
    // `dpa correspondents`: an agency's own, without a name.
    let anonymous = body.split_once(' ').is_some_and(|(agency, _)| is_agency(agency))
        && job(body, language) == Some(Job::OfMany);
    if anonymous && body.split(' ').count() <= 3 {
        return Some(Byline { printed: printed.to_owned(), people: vec![named(body)], ..Byline::default() });
    }
    parser.read(body);
    (parser.sound && !parser.people.is_empty()).then(|| Byline {
        printed: printed.to_owned(),
        people: parser.people,
        ..Byline::default()
    })
}

/// Reads a text that is known to be a byline, with or without its `By`. Gives people wherever there are any words.
pub fn known_byline(text: &str, language: Language) -> Byline {
    let printed = trim(text);
    if printed.len() > LONGEST {
        let people = vec![named(printed)];
        return Byline { printed: printed.to_owned(), people, ..Byline::default() };
    }
    let body = trim_end_marks(strip_by(printed, language).unwrap_or(printed));
    if body.is_empty() {
        return Byline { printed: printed.to_owned(), ..Byline::default() };
    }
    if is_login(body) || is_one_organisation(body, language) {
        return Byline { printed: printed.to_owned(), people: vec![named(body)], ..Byline::default() };
    }
    let mut parser =
        Parser { language, people: Vec::new(), strict: false, sound: true, divided: false, pending: 0 };
    parser.read(body);
    if parser.people.is_empty() {
        parser.people.push(named(body));
    }
    Byline { printed: printed.to_owned(), people: parser.people, ..Byline::default() }
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
    let people = std::mem::take(&mut byline.people);
    let mut parser = Parser { language, people, strict: true, sound: true, divided: false, pending: 0 };
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

/// `JANE DOE Associated Press`: a name of two words or more, and the agency behind it.
fn split_at_agency(text: &str) -> Option<(&str, &str)> {
    let at = word_starts(text).skip(2).find(|at| text[..*at].ends_with(' ') && is_agency(&text[*at..]))?;
    let (name, agency) = (text[..at].trim(), &text[at..]);
    (is_name(name) && name.contains(' ')).then_some((name, agency))
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

/// Where the words of a part begin, but for the first; there is one space between them.
fn behind_spaces(words: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b' ', words.as_bytes()).map(|at| at + 1)
}

fn named(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn is_job_or_place(word: &str, language: Language) -> bool {
    language.tables().any(|table| table.articles.contains(&word) || table.at.contains(&word))
}

/// What divides two parts of a byline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Divider {
    Start,
    Comma,
    And,
    Other,
}

struct Parser {
    language: Language,
    people: Vec<Person>,
    strict: bool,
    sound: bool,
    /// Bars stand between its parts.
    divided: bool,
    /// The first person of whom nothing has been said yet.
    pending: usize,
}

impl Parser {
    fn read(&mut self, body: &str) {
        let mut rest = body;
        let mut divider = Divider::Start;
        loop {
            let (part, next) = self.next_part(rest);
            self.part(part, divider);
            match next {
                Some((next_divider, next_rest)) => (divider, rest) = (next_divider, next_rest),
                None => return,
            }
        }
    }

    /// The text up to the next divider, the divider, and what follows it.
    fn next_part<'t>(&self, text: &'t str) -> (&'t str, Option<(Divider, &'t str)>) {
        let mut depth = 0_u32;
        let mut previous = ' ';
        for (at, c) in text.char_indices() {
            let rest = &text[at + c.len_utf8()..];
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                ',' | ';' => return (&text[..at], Some((Divider::Comma, rest))),
                '|' | '•' | '·' | '—' | '\n' => return (&text[..at], Some((Divider::Other, rest))),
                '/' if !is_contact_around(text, at) => return (&text[..at], Some((Divider::Other, rest))),
                '-' | '–' if previous.is_whitespace() && rest.starts_with(char::is_whitespace) => {
                    return (&text[..at], Some((Divider::Other, rest)));
                }
                _ if previous.is_whitespace() && at > 0 => {
                    if let Some(rest) = self.strip_and(&text[at..]) {
                        return (&text[..at], Some((Divider::And, rest)));
                    }
                }
                _ => {}
            }
            previous = c;
        }
        (text, None)
    }

    fn strip_and<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = gate::AND.strip(text, self.language)?;
        // `José y Castro` and `Maria e Silva` are rare; `Foo & Bar` is not: both read as two people.
        rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
    }

    fn part(&mut self, part: &str, divider: Divider) {
        let part = part.trim();
        let part = self.strip_and(part).unwrap_or(part);
        if let Some((before, inside, after)) = first_paren_group(part) {
            self.part(before, divider);
            if !inside.trim().is_empty() && !self.says_what_they_are(inside.trim()) {
                if is_contact(inside) { self.contact(inside.trim()) } else { self.place(inside.trim()) }
            }
            return self.part(after, Divider::Other);
        }
        let part = trim_marks(part);
        if part.is_empty() {
            return;
        }
        let mut words = String::new();
        for word in part.split_whitespace() {
            let bare = word.trim_end_matches([',', ';']);
            if is_contact(bare) {
                self.flush(&mut words, divider);
                self.contact(bare);
            } else {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(word);
            }
        }
        self.flush(&mut words, divider);
    }

    fn flush(&mut self, words: &mut String, divider: Divider) {
        let words = std::mem::take(words);
        if is_contact(&words) {
            self.contact(&words);
        } else if !words.is_empty() {
            self.words(&words, divider);
        }
    }

    fn words(&mut self, words: &str, divider: Divider) {
        // `Compiled by Jane Doe`.
        if let Some((role, names)) = crate::credits::role_before(words, self.language)
            .filter(|(_, name)| is_name(name) && !is_organisation(name, self.language))
        {
            let role = Some(role.to_owned());
            return self.people.push(Person { name: names.to_owned(), role, ..Person::default() });
        }
        let of_another = divider == Divider::Comma && !self.people.is_empty();
        if let Some((what, name)) = self.split_behind_job(words).filter(|_| !of_another) {
            let described = self.people.len();
            self.people.push(named(name));
            self.pending = described;
            self.role(what, Job::OfOne);
            return;
        }
        if let Some((name, place)) = self.split_at_place(words) {
            self.words(name, divider);
            return self.place(place);
        }
        // `University of Harlow` names no one it is on behalf of.
        let whole =
            !self.people.is_empty() && divider != Divider::And && is_organisation(words, self.language);
        if let Some((name, other)) = self.split_on_behalf(words).filter(|_| !whole) {
            if !name.is_empty() {
                self.words(name, divider);
            }
            return self.affiliation(other);
        }
        if let Some((name, agency)) = split_at_agency(words) {
            self.words(name, divider);
            return self.affiliation(agency);
        }
        let follows = !self.people.is_empty();
        // `By jdoe | Nov 12, 2023`: the printed line keeps the day.
        if follows && crate::date::is_date(words, self.language) {
            return;
        }
        let starts_a_person =
            divider == Divider::And && is_name(words) && job(words, self.language).is_none();
        if follows && (!starts_a_person || is_agency(words)) && self.says_what_they_are(words) {
            return;
        }
        // `Jane Doe, Reporter - Harlow`.
        let described =
            self.people.last().is_some_and(|last| last.role.is_some() || last.affiliation.is_some());
        if divider == Divider::Other && described && !words.contains(' ') && is_name(words) {
            return self.place(words);
        }
        // `by jdoe | Nov 12, 2023`.
        let login = divider == Divider::Start && is_login(words) && self.divided;
        if login
            || is_name(words)
            || (is_organisation(words, self.language) && job(words, self.language).is_none())
        {
            self.pending = if self.people.is_empty() { 0 } else { self.pending };
            return self.people.push(named(words));
        }
        self.sound = false;
        if !self.strict {
            if follows && divider != Divider::And {
                self.role(words, Job::OfOne);
            } else {
                self.people.push(named(words));
            }
        }
    }

    /// `AP Business Writer Jane Doe`, `our correspondent Jane Doe`: a job and a name of two to four words.
    fn split_behind_job<'t>(&self, words: &'t str) -> Option<(&'t str, &'t str)> {
        if words.starts_with(char::is_lowercase) && !gate::ARTICLES.begin(words, self.language) {
            return None;
        }
        let (what, name) = behind_spaces(words).map(|at| words.split_at(at)).find(|(what, name)| {
            what.split_whitespace().next_back().is_some_and(|last| gate::JOBS.hold(last, self.language))
                && name.starts_with(char::is_uppercase)
                && (2..=4).contains(&name.split(' ').count())
                && is_name(name)
                && job(name, self.language).is_none()
                && !is_organisation(name, self.language)
        })?;
        Some((what.trim_end(), name))
    }

    /// `Jane Doe in London`.
    fn split_at_place<'t>(&self, words: &'t str) -> Option<(&'t str, &'t str)> {
        for at in behind_spaces(words) {
            let place = gate::AT.strip(&words[at..], self.language);
            let Some(place) = place.filter(|rest| rest.starts_with(char::is_whitespace)) else { continue };
            let (name, place) = (words[..at].trim(), place.trim());
            let place = gate::ARTICLES.strip(place, self.language).map_or(place, str::trim_start);
            let particle = words[at..].starts_with(['d', 'D']) || strip_phrase(&words[at..], "da").is_some();
            if !particle && is_name(name) && is_name(place) {
                return Some((name, place));
            }
        }
        None
    }

    /// `Jane Doe for The Gazette`, `Special to The Gazette`.
    fn split_on_behalf<'t>(&self, words: &'t str) -> Option<(&'t str, &'t str)> {
        for at in std::iter::once(0).chain(behind_spaces(words)) {
            let other = gate::ON_BEHALF.strip(&words[at..], self.language);
            let Some(other) = other.filter(|rest| rest.starts_with(char::is_whitespace)) else { continue };
            let (name, other) = (words[..at].trim(), other.trim());
            let starts_well = !other.starts_with(char::is_lowercase) || is_organisation(other, self.language);
            let allowed = name.is_empty() && !self.people.is_empty()
                || is_name(name)
                || (!self.people.is_empty()
                    && job(name, self.language).is_some()
                    && is_organisation(other, self.language));
            if allowed && starts_well && !other.is_empty() {
                return Some((name, other));
            }
        }
        None
    }

    /// A job or an organisation, said of the people before. Gives whether it is one.
    fn says_what_they_are(&mut self, words: &str) -> bool {
        if self.people.is_empty() {
            return false;
        }
        if let Some(job) = job(words, self.language) {
            self.role(words, job);
            return true;
        }
        let shouted = self.people.last().is_some_and(|person| crate::scan::is_capitals(&person.name));
        if is_organisation(words, self.language) || (is_acronym(words) && !shouted) {
            self.affiliation(words);
            return true;
        }
        false
    }

    fn role(&mut self, words: &str, job: Job) {
        let (agency, role) = match words.split_once(char::is_whitespace) {
            Some((first, rest)) if is_agency(first) => (Some(first), rest.trim_start()),
            _ => (None, words),
        };
        let last = self.people.len().saturating_sub(1);
        let from = if job == Job::OfMany { self.pending.min(last) } else { last };
        for person in &mut self.people[from..] {
            match &mut person.role {
                Some(known) => {
                    known.push_str(", ");
                    known.push_str(role);
                }
                unknown => *unknown = Some(role.to_owned()),
            }
        }
        if let Some(agency) = agency {
            self.affiliation(agency);
        }
    }

    /// Of every person of whom no organisation has been named yet.
    fn affiliation(&mut self, words: &str) {
        let Some(last) = self.people.len().checked_sub(1) else {
            return self.people.push(named(words));
        };
        let pending = self.pending.min(last);
        for person in &mut self.people[pending..] {
            match &mut person.affiliation {
                Some(known) if known == words => {}
                Some(known) => {
                    known.push_str(", ");
                    known.push_str(words);
                }
                unknown => *unknown = Some(words.to_owned()),
            }
        }
        self.pending = self.people.len();
    }

    fn contact(&mut self, contact: &str) {
        if let Some(person) = self.people.last_mut() {
            person.contacts.push(contact.to_owned());
        } else {
            self.people.push(Person { contacts: vec![contact.to_owned()], ..Person::default() });
            self.sound = false;
        }
    }

    fn place(&mut self, place: &str) {
        if let Some(person) = self.people.last_mut() {
            person.extras.insert("place".to_owned(), Value::from(place));
        }
    }
}

/// Whether the slash at `at` is part of an address or of an agency pair.
fn is_contact_around(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let start = text.ceil_char_boundary(start);
    let end = text[at..].find(|c: char| c.is_whitespace() || c == ',').map_or(text.len(), |space| at + space);
    let word = &text[start..end];
    is_contact(word) || is_agency(word) || word.chars().filter(char::is_ascii_digit).count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(line: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let byline = byline(line, Language::ANY).unwrap_or_else(|| panic!("no byline: {line}"));
        byline.people.into_iter().map(|person| (person.name, person.role, person.affiliation)).collect()
    }

    fn plain(name: &str) -> (String, Option<String>, Option<String>) {
        (name.to_owned(), None, None)
    }

    fn of(name: &str, affiliation: &str) -> (String, Option<String>, Option<String>) {
        (name.to_owned(), None, Some(affiliation.to_owned()))
    }

    #[test]
    fn bylines_of_every_language() {
        assert_eq!(people("by mcardinal"), [plain("mcardinal")]);
        assert_eq!(people("By JANE DOE and JOHN ROE"), [plain("JANE DOE"), plain("JOHN ROE")]);
        assert_eq!(
            people("By Jane Doe, John Roe and Ann Poe"),
            [plain("Jane Doe"), plain("John Roe"), plain("Ann Poe")]
        );
        assert_eq!(
            people("Von Jana Muster und Max Beispiel, dpa"),
            [of("Jana Muster", "dpa"), of("Max Beispiel", "dpa")]
        );
        assert_eq!(people("Par François Müller"), [plain("François Müller")]);
        assert_eq!(people("Por Juan Pérez"), [plain("Juan Pérez")]);
        assert_eq!(people("Di Maria Rossi"), [plain("Maria Rossi")]);
        assert_eq!(people("Door Jan de Vries"), [plain("Jan de Vries")]);
        assert_eq!(people("By Jane Doe, Reuters"), [of("Jane Doe", "Reuters")]);
        assert_eq!(
            people("By Jane Doe, The San Diego Union-Tribune ="),
            [of("Jane Doe", "The San Diego Union-Tribune")]
        );
        assert_eq!(people("By the Associated Press"), [plain("the Associated Press")]);
    }

    #[test]
    fn jobs_are_of_who_stands_before() {
        let both = people("By JANE DOE and John Roe, Staff Writer");
        assert_eq!(both, [plain("JANE DOE"), ("John Roe".into(), Some("Staff Writer".into()), None)]);
        let both = people("By Jane Doe and John Roe, Staff Writers");
        assert!(both.iter().all(|(_, role, _)| role.as_deref() == Some("Staff Writers")));
        let one = people("By Jane Doe, AP Business Writer");
        assert_eq!(one, [("Jane Doe".into(), Some("Business Writer".into()), Some("AP".into()))]);
        assert_eq!(people("By Jane Doe for The Gazette"), [of("Jane Doe", "The Gazette")]);
    }

    #[test]
    fn contacts_and_places_are_kept_apart() {
        let byline = byline("By Jane Doe in London, jane@example.com", Language::of("en")).unwrap();
        assert_eq!(byline.people[0].name, "Jane Doe");
        assert_eq!(byline.people[0].contacts, ["jane@example.com"]);
        assert_eq!(byline.people[0].extras["place"].as_text(), Some("London"));
    }

    #[test]
    fn jobs_before_names_and_marks_around_them() {
        let one = people("By AP Business Writer Jane Doe");
        assert_eq!(one, [("Jane Doe".into(), Some("Business Writer".into()), Some("AP".into()))]);
        let one = people("Door onze verslaggever Jan de Vries");
        assert_eq!(one[0].0, "Jan de Vries");
        let both = people("By Chief Sports Writer Jane Doe and John Roe in Harlow");
        assert_eq!((both[0].0.as_str(), both[1].0.as_str()), ("Jane Doe", "John Roe"));
        assert_eq!(people("(By Jane Doe)"), [plain("Jane Doe")]);
        assert_eq!(people("By Jane Doe at the County Ground"), [plain("Jane Doe")]);
        assert_eq!(people("Por Ana Pires – Repórter da Agência Brasil - Brasília")[0].0, "Ana Pires");
        assert_eq!(people("By Staff Writer"), [plain("Staff Writer")]);
    }

    #[test]
    fn prose_is_no_byline() {
        for line in [
            "By popular demand, the band returns",
            "By 2030, half of all cars will be electric",
            "Bystanders watched",
            "by and large it went well",
            "By the time Jane Doe arrived, it was over.",
            "Von der Leyen gewinnt die Wahl",
            "Di Maria scores twice",
            "By",
        ] {
            assert_eq!(byline(line, Language::of("en")), None, "{line}");
        }
    }

    #[test]
    fn a_known_byline_always_gives_people() {
        let person = &known_byline("JANE DOE", Language::of("en")).people[0];
        assert_eq!(person.name, "JANE DOE");
        assert_eq!(known_byline("our man in the know", Language::of("en")).people.len(), 1);
        assert!(known_byline("  ", Language::ANY).people.is_empty());
    }

    #[test]
    fn the_line_below_says_what_they_are() {
        let mut byline = byline("By JANE DOE and ANN POE", Language::of("en")).unwrap();
        assert!(continue_byline(&mut byline, "Associated Press", Language::of("en")));
        assert!(byline.people.iter().all(|person| person.affiliation.as_deref() == Some("Associated Press")));
        assert!(!continue_byline(&mut byline, "The minister said on Monday", Language::of("en")));
    }
}
