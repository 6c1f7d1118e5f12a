//! The people of a byline, part by part, and what it says of them: job, organisation, place, contact.

use copydesk_core::{Person, Value};

use super::split::{
    Divider, next_part, split_at_agency, split_at_place, split_behind_job, split_on_behalf, strip_and,
};
use crate::Language;
use crate::contacts::is_contact;
use crate::credits::role_before;
use crate::date::is_date;
use crate::jobs::{Job, job};
use crate::names::{is_login, is_name};
use crate::organisations::{is_acronym, is_agency, is_organisation};
use crate::scan::{first_paren_group, is_capitals, trim_marks};

/// The people of a byline as far as it has been read.
pub(super) struct Parser {
    language: Language,
    pub(super) people: Vec<Person>,
    /// What cannot be told leaves no one; otherwise it is a person or a job.
    pub(super) strict: bool,
    /// All of it was understood.
    pub(super) sound: bool,
    /// Bars stand between its parts.
    pub(super) divided: bool,
    /// The first person of whom nothing has been said yet.
    pending: usize,
}

impl Parser {
    pub(super) fn new(people: Vec<Person>, language: Language) -> Self {
        Self { language, people, strict: true, sound: true, divided: false, pending: 0 }
    }

    /// Reads all that stands behind the word a byline begins with.
    pub(super) fn read(&mut self, body: &str) {
        let mut rest = body;
        let mut divider = Divider::Start;
        loop {
            let (part, next) = next_part(rest, self.language);
            self.part(part, divider);
            match next {
                Some((next_divider, next_rest)) => (divider, rest) = (next_divider, next_rest),
                None => return,
            }
        }
    }

    fn part(&mut self, part: &str, divider: Divider) {
        let part = part.trim();
        let part = strip_and(part, self.language).unwrap_or(part);
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
        let mut words = String::with_capacity(part.len());
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
        if self.takes_several(words, divider) || self.takes_of_those_before(words, divider) {
            return;
        }
        // `by jdoe | Nov 12, 2023`.
        let login = divider == Divider::Start && is_login(words) && self.divided;
        if login
            || is_name(words)
            || (is_organisation(words, self.language) && job(words, self.language).is_none())
        {
            if self.people.is_empty() {
                self.pending = 0;
            }
            return self.people.push(named(words));
        }
        self.sound = false;
        if !self.strict {
            if !self.people.is_empty() && divider != Divider::And {
                self.role(words, Job::OfOne);
            } else {
                self.people.push(named(words));
            }
        }
    }

    /// Takes a name and what stands beside it: a job, a place, an organisation. Gives whether it did.
    fn takes_several(&mut self, words: &str, divider: Divider) -> bool {
        // `Compiled by Jane Doe`.
        if let Some((role, names)) = role_before(words, self.language)
            .filter(|(_, name)| is_name(name) && !is_organisation(name, self.language))
        {
            let role = Some(role.to_owned());
            self.people.push(Person { name: names.to_owned(), role, ..Person::default() });
            return true;
        }
        let of_another = divider == Divider::Comma && !self.people.is_empty();
        if let Some((what, name)) = split_behind_job(words, self.language).filter(|_| !of_another) {
            let described = self.people.len();
            self.people.push(named(name));
            self.pending = described;
            self.role(what, Job::OfOne);
            return true;
        }
        if let Some((name, place)) = split_at_place(words, self.language) {
            self.words(name, divider);
            self.place(place);
            return true;
        }
        // `University of Harlow` names no one it is on behalf of.
        let whole =
            !self.people.is_empty() && divider != Divider::And && is_organisation(words, self.language);
        if let Some((name, other)) =
            split_on_behalf(words, !self.people.is_empty(), self.language).filter(|_| !whole)
        {
            if !name.is_empty() {
                self.words(name, divider);
            }
            self.affiliation(other);
            return true;
        }
        if let Some((name, agency)) = split_at_agency(words) {
            self.words(name, divider);
            self.affiliation(agency);
            return true;
        }
        false
    }

    /// Takes what is said of the people before. Gives whether it did.
    fn takes_of_those_before(&mut self, words: &str, divider: Divider) -> bool {
        if self.people.is_empty() {
            return false;
        }
        // `By jdoe | Nov 12, 2023`: the printed line keeps the day.
        if is_date(words, self.language) {
            return true;
        }
        let starts_a_person =
            divider == Divider::And && is_name(words) && job(words, self.language).is_none();
        if (!starts_a_person || is_agency(words)) && self.says_what_they_are(words) {
            return true;
        }
        // `Jane Doe, Reporter - Harlow`.
        let described =
            self.people.last().is_some_and(|last| last.role.is_some() || last.affiliation.is_some());
        let placed = divider == Divider::Other && described && !words.contains(' ') && is_name(words);
        if placed {
            self.place(words);
        }
        placed
    }

    /// A job or an organisation, said of the people before. Gives whether it is one.
    pub(super) fn says_what_they_are(&mut self, words: &str) -> bool {
        if self.people.is_empty() {
            return false;
        }
        if let Some(job) = job(words, self.language) {
            self.role(words, job);
            return true;
        }
        let shouted = self.people.last().is_some_and(|person| is_capitals(&person.name));
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

    pub(super) fn contact(&mut self, contact: &str) {
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

pub(super) fn named(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}
