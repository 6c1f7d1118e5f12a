//! What the front matter says of a line beyond what the line itself says. Reader and writer go by the same rules: the
//! writer writes parts only where [`apply`] gives back what they were taken from.
//!
//! A part names its `line`, counted from 1, and holds the fields in which the article differs from what the line says
//! by itself; `null` where the article has nothing. What is said of one person of a byline stands in a part with their
//! `name`, what is said of one credit of a line with its `role` or, where that is not enough, its number as `credit`.

use copydesk_core::{Byline, Copyright, Credit, Dateline, Feature};
use copydesk_lines::{
    CreditLine, Language, Mend, copyright, credits, known_byline, known_copyright, known_credits,
    known_dateline,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::furniture;

/// Fields of a part, by their names in the article's JSON.
pub(crate) type Fields = Map<String, Value>;

/// What a line says, and what was wrong in it.
pub(crate) struct Reading<T> {
    pub(crate) said: Vec<T>,
    pub(crate) mends: Vec<Mend>,
}

impl<T> Reading<T> {
    fn one(value: T) -> Self {
        Self { said: vec![value], mends: Vec::new() }
    }
}

impl<T: LineKind> Reading<T> {
    /// The same, of just this line.
    fn of_line(mut self, line: &str) -> Self {
        self.said.iter_mut().for_each(|said| said.set_line(line));
        self
    }
}

impl From<CreditLine> for Reading<Credit> {
    fn from(line: CreditLine) -> Self {
        Self { said: line.credits, mends: line.mends }
    }
}

/// Everything that differs between bylines, credits and copyright notices.
pub(crate) trait LineKind: Sized + Clone + PartialEq + Serialize + DeserializeOwned {
    /// What it is called in a report.
    const FEATURE: Feature;
    /// The field that holds the line as printed.
    const WORDS: &'static str;

    /// What a line says if nothing else shows what it is.
    fn read_plain(line: &str, language: Language) -> Option<Reading<Self>>;
    /// What a line says that is known for what it is.
    fn read_known(line: &str, language: Language) -> Reading<Self>;
    /// Says what line it is of.
    fn set_line(&mut self, line: &str);
    /// The parts in which `said` differs from what the line says. `None`: no parts can say it.
    fn differences(read: &[Self], said: &[Self]) -> Option<Vec<Fields>>;
    /// What a line says together with parts. Gives the parts too that found nothing they could be of.
    fn apply(read: Vec<Self>, parts: Vec<Fields>, line: &str) -> (Vec<Self>, Vec<Fields>);
    /// Whether the fields of a part are such.
    fn check(part: &Fields) -> Result<(), String>;
}

impl LineKind for Byline {
    const FEATURE: Feature = Feature::Byline;
    const WORDS: &'static str = "printed";

    fn read_plain(line: &str, language: Language) -> Option<Reading<Self>> {
        furniture::byline(line, language).map(|byline| Reading::one(byline).of_line(line))
    }

    fn read_known(line: &str, language: Language) -> Reading<Self> {
        Reading::one(known_byline(line, language)).of_line(line)
    }

    fn set_line(&mut self, line: &str) {
        line.clone_into(&mut self.printed);
    }

    fn differences(read: &[Self], said: &[Self]) -> Option<Vec<Fields>> {
        let ([read], [said]) = (read, said) else { return None };
        let mut whole = differing(read, said);
        whole.remove(Self::WORDS);
        let same_people = read.people.len() == said.people.len()
            && read.people.iter().zip(&said.people).all(|(read, said)| is_same(&read.name, &said.name));
        let mut parts = Vec::new();
        if same_people {
            whole.remove("people");
            for (read, said) in read.people.iter().zip(&said.people).filter(|(read, said)| read != said) {
                let mut part = differing(read, said);
                part.insert("name".to_owned(), Value::from(said.name.as_str()));
                parts.push(part);
            }
        } else if said.people.is_empty() {
            whole.insert("people".to_owned(), Value::Array(Vec::new()));
        }
        if !whole.is_empty() {
            parts.insert(0, whole);
        }
        Some(parts)
    }

    fn apply(mut read: Vec<Self>, parts: Vec<Fields>, line: &str) -> (Vec<Self>, Vec<Fields>) {
        let mut left = Vec::new();
        let Some(byline) = read.first_mut() else { return (read, parts) };
        let (people, whole): (Vec<Fields>, Vec<Fields>) =
            parts.into_iter().partition(|part| part.contains_key("name"));
        for mut part in whole {
            let names = part.get("people").and_then(Value::as_array).map(|people| names_of(people, "name"));
            if names.is_some_and(|names| !are_in(line, &names)) {
                left.extend(
                    part.remove("people").map(|people| Map::from_iter([("people".to_owned(), people)])),
                );
            }
            *byline = with(byline, part);
        }
        let mut taken = vec![false; byline.people.len()];
        for part in people {
            let name = part.get("name").and_then(Value::as_str).unwrap_or_default();
            let found = [is_same, is_akin].iter().find_map(|alike| {
                (0..taken.len()).find(|at| !taken[*at] && alike(&byline.people[*at].name, name))
            });
            let Some(at) = found else {
                left.push(part);
                continue;
            };
            taken[at] = true;
            let read = &byline.people[at];
            let part = if is_same(&read.name, name) { part } else { without(part, &["name"]) };
            byline.people[at] = with(read, part);
        }
        (read, left)
    }

    fn check(part: &Fields) -> Result<(), String> {
        if part.contains_key("name") {
            return checked::<copydesk_core::Person>(part);
        }
        checked::<Self>(part)
    }
}

impl LineKind for Credit {
    const FEATURE: Feature = Feature::Credit;
    const WORDS: &'static str = "printed";

    fn read_plain(line: &str, language: Language) -> Option<Reading<Self>> {
        credits(line, language).map(|credits| Reading::from(credits).of_line(line))
    }

    fn read_known(line: &str, language: Language) -> Reading<Self> {
        Reading::from(known_credits(line, language)).of_line(line)
    }

    fn set_line(&mut self, line: &str) {
        line.clone_into(&mut self.printed);
    }

    fn differences(read: &[Self], said: &[Self]) -> Option<Vec<Fields>> {
        if read.len() != said.len() {
            // All of them, each with its names.
            return Some(said.iter().map(|credit| without(fields(credit), &[Self::WORDS])).collect());
        }
        let mut parts = Vec::new();
        for (at, (one, other)) in read.iter().zip(said).enumerate().filter(|(_, (one, other))| one != other) {
            let mut part = without(differing(one, other), &[Self::WORDS]);
            let role = one.role.as_ref().filter(|role| {
                one.role == other.role
                    && read.iter().filter(|credit| credit.role.as_ref() == Some(role)).count() == 1
            });
            match role {
                Some(role) if !part.contains_key("names") => {
                    part.insert("role".to_owned(), Value::from(role.as_str()));
                }
                _ => {
                    part.insert("credit".to_owned(), Value::from(at + 1));
                }
            }
            parts.push(part);
        }
        Some(parts)
    }

    fn apply(mut read: Vec<Self>, parts: Vec<Fields>, line: &str) -> (Vec<Self>, Vec<Fields>) {
        let all = |part: &Fields| part.contains_key("names") && !part.contains_key("credit");
        if !parts.is_empty() && parts.iter().all(all) {
            let names: Vec<String> = parts
                .iter()
                .filter_map(|part| part.get("names")?.as_array())
                .flat_map(|names| texts_of(names))
                .collect();
            if !are_in(line, &names) {
                return (read, parts);
            }
            let mut said: Vec<Self> = parts.into_iter().map(|part| with(&Self::default(), part)).collect();
            said.iter_mut().for_each(|credit| credit.set_line(line));
            return (said, Vec::new());
        }
        let mut left = Vec::new();
        for part in parts {
            let number = part.get("credit").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
            let at = match number {
                Some(number) => number.checked_sub(1).filter(|at| *at < read.len()),
                None => {
                    let role = part.get("role").and_then(Value::as_str);
                    read.iter().position(|credit| credit.role.as_deref() == role)
                }
            };
            let names = part.get("names").and_then(Value::as_array).map(|names| texts_of(names));
            let Some(at) = at.filter(|_| names.is_none_or(|names| are_in(line, &names))) else {
                left.push(part);
                continue;
            };
            read[at] = with(&read[at], without(part, &["credit"]));
        }
        (read, left)
    }

    fn check(part: &Fields) -> Result<(), String> {
        checked::<Self>(&without(part.clone(), &["credit"]))
    }
}

impl LineKind for Copyright {
    const FEATURE: Feature = Feature::Copyright;
    const WORDS: &'static str = "notice";

    fn read_plain(line: &str, language: Language) -> Option<Reading<Self>> {
        copyright(line, language).map(|copyright| Reading::one(copyright).of_line(line))
    }

    fn read_known(line: &str, language: Language) -> Reading<Self> {
        Reading::one(known_copyright(line, language)).of_line(line)
    }

    fn set_line(&mut self, line: &str) {
        line.clone_into(&mut self.notice);
    }

    fn differences(read: &[Self], said: &[Self]) -> Option<Vec<Fields>> {
        let ([read], [said]) = (read, said) else { return None };
        let part = without(differing(read, said), &[Self::WORDS]);
        Some(if part.is_empty() { Vec::new() } else { vec![part] })
    }

    fn apply(mut read: Vec<Self>, parts: Vec<Fields>, line: &str) -> (Vec<Self>, Vec<Fields>) {
        let mut left = Vec::new();
        let Some(copyright) = read.first_mut() else { return (read, parts) };
        for mut part in parts {
            let holder = part.get("holder").and_then(Value::as_str).map(str::to_owned);
            if holder.is_some_and(|holder| !are_in(line, &[holder])) {
                left.extend(
                    part.remove("holder").map(|holder| Map::from_iter([("holder".to_owned(), holder)])),
                );
            }
            *copyright = with(copyright, part);
        }
        (read, left)
    }

    fn check(part: &Fields) -> Result<(), String> {
        checked::<Self>(part)
    }
}

/// A line that is known to be a dateline.
pub(crate) fn known_dateline_of(line: &str, language: Language) -> Dateline {
    Dateline { printed: line.to_owned(), ..known_dateline(line, language) }
}

/// A dateline and what the front matter says of it beyond its line. Gives what does not go with the line, too.
pub(crate) fn apply_to_dateline(read: &Dateline, mut parts: Fields) -> (Dateline, Fields) {
    let mut left = Fields::new();
    for key in ["place", "date", "source"] {
        let said = parts.get(key).and_then(Value::as_str).map(str::to_owned);
        if said.is_some_and(|said| !are_in(&read.printed, &[said])) {
            left.extend(parts.remove_entry(key));
        }
    }
    (with(read, parts), left)
}

/// The fields of a part of the article.
pub(crate) fn fields(part: &impl Serialize) -> Fields {
    match serde_json::to_value(part) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// The fields in which `said` is not as `read`.
pub(crate) fn differing<T: Serialize>(read: &T, said: &T) -> Fields {
    let (read, said) = (fields(read), fields(said));
    let gone = read.keys().filter(|key| !said.contains_key(*key)).map(|key| (key.clone(), Value::Null));
    let other = said.iter().filter(|(key, value)| read.get(*key) != Some(value));
    other.map(|(key, value)| (key.clone(), value.clone())).chain(gone).collect()
}

/// The same with these fields; `null` takes one away.
pub(crate) fn with<T: Clone + Serialize + DeserializeOwned>(part: &T, changes: Fields) -> T {
    let mut all = fields(part);
    for (key, value) in changes {
        if value.is_null() {
            all.remove(&key);
        } else {
            all.insert(key, value);
        }
    }
    // The fields were checked when they were read.
    serde_json::from_value(Value::Object(all)).unwrap_or_else(|_| part.clone())
}

/// Whether fields are those of such a part.
pub(crate) fn checked<T: DeserializeOwned>(part: &Fields) -> Result<(), String> {
    let said: Fields = part
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    serde_json::from_value::<T>(Value::Object(said)).map(drop).map_err(|error| error.to_string())
}

pub(crate) fn without(mut part: Fields, keys: &[&str]) -> Fields {
    for key in keys {
        part.remove(*key);
    }
    part
}

fn names_of(people: &[Value], key: &str) -> Vec<String> {
    people.iter().filter_map(|person| person.get(key)?.as_str()).map(str::to_owned).collect()
}

fn texts_of(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether a line names all of them: if it does not, it was written anew since.
pub(crate) fn are_in(line: &str, names: &[String]) -> bool {
    let line = line.to_lowercase();
    names.iter().all(|name| line.contains(&name.to_lowercase()))
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// Whether one name may be the other, mended: they share a word.
fn is_akin(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one.split_whitespace()
        .any(|word| word.chars().count() > 2 && other.split_whitespace().any(|also| also == word))
}
