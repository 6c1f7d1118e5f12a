//! Bylines and the people in them.

use copydesk_core::{Byline, Person, Value};
use copydesk_lines as lines;
use copydesk_xml::{Tag, Token};

use super::body_head::MOST_COMPARED;
use super::{Reading, Result, keep_in, squeeze};
use crate::spelling::is_of_word;

impl<'t> Reading<'t, '_> {
    pub(super) fn byline(&mut self, tag: &Tag<'t>) -> Result<()> {
        let at = tag.at;
        let mut byline = Byline {
            repeated: self.own && tag.attribute("cd:repeated").is_some(),
            extras: self.extras(tag, &["cd:repeated", "cd:printed"]),
            ..Byline::default()
        };
        let mut after_part = false;
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    self.byline_part(&tag, &mut byline)?;
                    after_part = is_part(self.name(&tag));
                }
                Token::Text(text) => {
                    if after_part && !self.own && joins(&byline.printed, &text) {
                        byline.printed.push(' ');
                    }
                    after_part = false;
                    self.push_str(&mut byline.printed, &text);
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        if self.own {
            if tag.attribute("cd:printed").is_some() {
                byline.printed.clear();
            }
            self.article.bylines.push(byline);
            return Ok(());
        }
        byline.printed = squeeze(&byline.printed);
        if byline.printed.is_empty() && byline.people.is_empty() {
            for (key, value) in byline.extras {
                self.keep(&key.replacen("nitf:", "nitf:byline.", 1), value);
            }
            return Ok(());
        }
        if tag.attribute("class") == Some("normalized_byline") {
            self.normalised_byline(byline);
            return Ok(());
        }
        if byline.people.is_empty() && !is_sentence(&byline.printed) {
            byline.people = lines::known_byline(&byline.printed, self.language).people;
        }
        let index = self.article.bylines.len();
        self.context.trace(at..self.xml.position(), || format!("bylines[{index}]"), "byline");
        self.article.bylines.push(byline);
        Ok(())
    }

    fn byline_part(&mut self, tag: &Tag<'t>, byline: &mut Byline) -> Result<()> {
        let (before, people) = (byline.printed.len(), byline.people.len());
        self.byline_element(tag, byline)?;
        if self.own {
            return Ok(());
        }
        let (printed, part) = byline.printed.split_at(before);
        let is_title = self.name(tag) == "byttl" || (self.name(tag) == "person" && people > 0);
        let title_joins = || {
            is_title && printed.ends_with(char::is_alphanumeric) && part.starts_with(char::is_alphanumeric)
        };
        if title_joins() || (joins(printed, part) && is_part(self.name(tag))) {
            // `Jane Doe<byttl>Editor</byttl>`: what divides them is left to a style.
            byline.printed.insert_str(before, if is_title { ", " } else { " " });
        } else if is_title && joins(printed.trim_ascii_end(), part.trim_ascii_start()) {
            // The same, each in a line of its own.
            let words = printed.trim_ascii_end().len();
            if printed[words..].contains('\n') {
                byline.printed.replace_range(words..before, ", ");
            }
        }
        Ok(())
    }

    fn byline_element(&mut self, tag: &Tag<'t>, byline: &mut Byline) -> Result<()> {
        match self.name(tag) {
            "person" => {
                let mut person = Person::default();
                self.person(tag, &mut person, &mut byline.printed)?;
                if !self.own {
                    self.without_by(&mut person);
                    if let Some(mut several) = self.several(&person) {
                        byline.people.append(&mut several);
                        return Ok(());
                    }
                }
                if !person.name.is_empty() || self.own {
                    byline.people.push(person);
                } else {
                    for (key, value) in person.extras {
                        self.keep(&key.replacen("nitf:", "nitf:byline.person.", 1), value);
                    }
                }
            }
            "byttl" => {
                self.keep_attributes(tag, "byttl");
                let from = byline.printed.len();
                let mut org = None;
                self.titled(&mut byline.printed, &mut org)?;
                let title = byline.printed[from..].to_owned();
                if self.own {
                    if let Some(person) = byline.people.last_mut() {
                        person.role = Some(title);
                    }
                    return Ok(());
                }
                self.give_title(byline, squeeze(&title), org, from);
            }
            "virtloc" => {
                let text = self.raw_text()?;
                byline.printed.push_str(&text);
                if let Some(person) = byline.people.last_mut() {
                    person.contacts.push(squeeze(&text));
                }
                self.keep_attributes(tag, "byline.virtloc");
            }
            "org" => {
                let text = self.raw_text()?;
                byline.printed.push_str(&text);
                match byline.people.last_mut() {
                    Some(person) if person.affiliation.is_none() => person.affiliation = Some(squeeze(&text)),
                    _ => keep_in(&mut byline.extras, "nitf:org", Value::Text(squeeze(&text))),
                }
                self.keep_attributes(tag, "byline.org");
            }
            name => {
                if name == "br" {
                    byline.printed.push(' ');
                }
                let text = self.raw_text()?;
                if name == "location" && !text.trim().is_empty() {
                    keep_in(&mut byline.extras, "nitf:location", Value::Text(squeeze(&text)));
                }
                byline.printed.push_str(&text);
                self.keep_attributes(tag, &format!("byline.{name}"));
            }
        }
        Ok(())
    }

    /// `<person>By Jane Doe</person>`: the word before the name is none of it.
    fn without_by(&self, person: &mut Person) {
        let Some((by, name)) = person.name.split_once(' ') else { return };
        let read = lines::byline(&person.name, self.language);
        if read.is_some_and(|read| read.people.iter().any(|known| name.starts_with(&known.name)))
            && lines::byline(name, self.language).is_none()
            && by.chars().all(char::is_alphabetic)
        {
            person.name = name.trim().to_owned();
        }
    }

    /// `<person>Ann Lee and Bo Ek</person>`: each of the people, where it is nothing but their names.
    fn several(&self, person: &Person) -> Option<Vec<Person>> {
        let is_plain = person.role.is_none() && person.extras.is_empty() && person.name.contains(' ');
        let read = lines::byline(&format!("By {}", person.name), self.language).filter(|_| is_plain)?;
        let is_name = |person: &Person| *person == Person { name: person.name.clone(), ..Person::default() };
        (read.people.len() > 1 && read.people.iter().all(is_name)).then_some(read.people)
    }

    /// The title in a byline: the job of the person before it, or of the one the text before it names.
    fn give_title(&mut self, byline: &mut Byline, title: String, org: Option<String>, from: usize) {
        if title.is_empty() {
            return;
        }
        if byline.people.is_empty() {
            let before = squeeze(&byline.printed[..from]);
            let before = before.trim_end_matches([',', ' ']);
            if !before.is_empty() {
                byline.people = lines::known_byline(before, self.language).people;
            }
        }
        let Some(person) = byline.people.last_mut() else {
            keep_in(&mut byline.extras, "nitf:byttl", Value::Text(title));
            return;
        };
        match org {
            Some(org) if org == title => person.affiliation = Some(org),
            org => {
                person.affiliation = person.affiliation.take().or(org);
                if person.role.is_none() {
                    person.role = Some(title);
                } else {
                    keep_in(&mut person.extras, "nitf:byttl", Value::Text(title));
                }
            }
        }
    }

    /// The text of `byttl`, and the organisation in it.
    fn titled(&mut self, printed: &mut String, org: &mut Option<String>) -> Result<()> {
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let text = self.raw_text()?;
                    printed.push_str(&text);
                    let text = squeeze(&text);
                    if self.name(&tag) == "org" && !text.is_empty() {
                        *org = Some(text);
                    }
                    self.keep_attributes(&tag, &format!("byttl.{}", self.name(&tag)));
                }
                Token::Text(text) => self.push_str(printed, &text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => return Ok(()),
            }
        }
    }

    /// A person: the name from its parts or its text, a function as the job.
    fn person(&mut self, tag: &Tag<'t>, person: &mut Person, printed: &mut String) -> Result<()> {
        person.extras = self.extras(tag, &[]);
        let begins = printed.len();
        let (mut text, mut parts) = (String::new(), String::new());
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let name = self.name(&tag);
                    let piece = self.raw_text()?;
                    if !self.own && name.starts_with("name.") && joins(&printed[begins..], &piece) {
                        printed.push(' ');
                    }
                    printed.push_str(&piece);
                    match name {
                        "function" if !piece.trim().is_empty() => person.role = Some(squeeze(&piece)),
                        "function" => {}
                        "name.given" | "name.family" => {
                            parts.push_str(&piece);
                            parts.push(' ');
                        }
                        _ => text.push_str(&piece),
                    }
                    for (attribute, value) in &tag.attributes {
                        if !value.is_empty() && !attribute.starts_with("xmlns") {
                            person.extras.insert(format!("nitf:{name}.{attribute}"), Value::from(&**value));
                        }
                    }
                }
                Token::Text(piece) => {
                    let from = text.len();
                    self.push_str(&mut text, &piece);
                    printed.push_str(&text[from..]);
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        person.name = match (self.own, parts.trim().is_empty()) {
            (true, _) => text,
            (false, true) => squeeze(&text),
            (false, false) => squeeze(&format!("{parts}{text}")),
        };
        Ok(())
    }

    /// The same people as the byline before, family name first.
    fn normalised_byline(&mut self, byline: Byline) {
        let names: Vec<(String, String)> = byline
            .printed
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| {
                let read = match name.split_once(',') {
                    Some((family, given)) => squeeze(&format!("{given} {family}")),
                    None => name.to_owned(),
                };
                (name.to_owned(), read)
            })
            .collect();
        if self.article.bylines.is_empty() {
            self.article.bylines.push(Byline::default());
        }
        let Some(printed) = self.article.bylines.last_mut() else { return };
        for (index, (normalised, name)) in names.into_iter().enumerate() {
            let same = |person: &Person| person.name.to_lowercase() == name.to_lowercase();
            let at = printed
                .people
                .iter()
                .take(MOST_COMPARED)
                .position(same)
                .or((index < printed.people.len()).then_some(index));
            let person = match at {
                Some(at) => &mut printed.people[at],
                None => {
                    printed.people.push(Person { name: name.clone(), ..Person::default() });
                    printed.people.last_mut().expect("one was just added")
                }
            };
            if person.name.is_empty() {
                person.name = name;
            }
            person.extras.insert("nitf:normalized_byline".to_owned(), Value::Text(normalised));
        }
    }

    /// The people of a byline, as this crate writes them beside it.
    pub(super) fn byline_people(&mut self, tag: &Tag<'t>) -> Result<()> {
        let of: Option<usize> = tag.attribute("of").and_then(|of| of.parse().ok());
        let mut people = Vec::new();
        self.children("cd:byline", |reading, tag| {
            let text = |name: &str| tag.attribute(name).map(str::to_owned);
            let mut person = Person {
                name: text("name").unwrap_or_default(),
                role: text("role"),
                affiliation: text("affiliation"),
                ..Person::default()
            };
            reading.children("cd:person", |reading, tag| {
                if tag.name == "cd:contact" {
                    person.contacts.push(tag.attribute("value").unwrap_or_default().to_owned());
                    return reading.xml.skip();
                }
                let (name, value) = reading.named_extra(&tag)?;
                person.extras.insert(name, value);
                Ok(())
            })?;
            people.push(person);
            Ok(())
        })?;
        if let Some(byline) = of.and_then(|of| self.article.bylines.get_mut(of)) {
            byline.people = people;
        }
        Ok(())
    }
}

/// Whether two pieces of a line would become one word, in a script that has spaces between words.
pub(super) fn joins(before: &str, after: &str) -> bool {
    before.ends_with(is_of_word) && after.starts_with(is_of_word)
}

/// Whether an element of a byline holds words of its own.
fn is_part(name: &str) -> bool {
    matches!(name, "person" | "byttl" | "org" | "location" | "virtloc" | "bytag")
}

/// Whether a line reads as a sentence rather than as names: some agencies put a deck where the byline belongs.
fn is_sentence(line: &str) -> bool {
    const WORDS: usize = 6;
    let words = || line.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let small = words().filter(|word| word.starts_with(char::is_lowercase)).count();
    words().count() >= WORDS && small * 2 > words().count()
}
