//! The front matter, by the names people use.

use std::collections::BTreeMap;

use copydesk_core::{
    Block, Byline, Copyright, Credit, Dateline, Error, ErrorKind, Feature, Media, Metadata, Moment, Person,
    Place, ReadContext, Rendition, Report, Rights, Status, Value,
};
use copydesk_lines::{Language as Words, known_byline, known_copyright, known_credits, known_dateline};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::plain;
use super::split::{Language, Parts};
use crate::furniture;
use crate::names::field_of;
use crate::parts::{Fields, LineKind, checked, fields};

/// What the front matter says.
#[derive(Default)]
pub(super) struct Front {
    pub(super) metadata: Metadata,
    /// The headline, where it is said for certain; the title may be it too.
    pub(super) headline: Option<String>,
    pub(super) kicker: Option<String>,
    pub(super) decks: Vec<String>,
    /// Lines, or the parts of those the body prints.
    pub(super) bylines: Vec<Part<Byline>>,
    pub(super) credits: Vec<Part<Credit>>,
    pub(super) copyright: Vec<Part<Copyright>>,
    pub(super) dateline: Option<Fields>,
    pub(super) summary: Vec<Block>,
    pub(super) rights: Vec<Rights>,
    pub(super) image: Option<Media>,
    pub(super) entities: Vec<Json>,
}

/// A line, or parts of a line the body prints: the one with this number, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part<T> {
    pub(super) line: Option<usize>,
    pub(super) said: Said<T>,
}

/// What is said of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said<T> {
    /// Its words too: the body does not print it.
    Whole(T),
    /// What its words do not say.
    Parts(Fields),
}

impl<T> Part<T> {
    /// A line the body does not print.
    fn line(value: T) -> Self {
        Self { line: None, said: Said::Whole(value) }
    }

    /// The line, if it is all there.
    pub(super) fn whole(self) -> Option<T> {
        match self.said {
            Said::Whole(value) => Some(value),
            Said::Parts(_) => None,
        }
    }
}

type Map = BTreeMap<String, Value>;

/// Parses the front matter. `None`: there is none, and the text is all body.
///
/// # Errors
/// It is broken, and the caller is not lenient: the error names the line, the column and the key.
pub(super) fn parse(
    text: &str,
    parts: &Parts,
    context: &ReadContext<'_>,
    report: &mut Report,
) -> Result<Option<Front>, Error> {
    let Some((language, range)) = &parts.front else { return Ok(None) };
    let source = &text[range.clone()];
    let map = match parsed(source, *language) {
        Ok(Some(map)) => map,
        // Text between two rules is no front matter.
        Ok(None) => return Ok(None),
        Err((message, offset)) => {
            let place = Place::in_source(text.as_bytes(), range.start + offset);
            if !context.lenient {
                return Err(Error::new(ErrorKind::Malformed, message).at(place));
            }
            report.repaired(Feature::Metadata, place, format!("front matter: {message}"), "text");
            return Ok(None);
        }
    };
    let mut keys =
        Keys { front: Front::default(), fields: serde_json::Map::new(), words: words(&map, context) };
    for (key, value) in map {
        if let Err(message) = keys.take(&key, &value) {
            let place = Place::in_source(text.as_bytes(), range.start + offset_of(source, &key));
            let message = format!("front matter key `{key}`: {message}");
            if !context.lenient {
                return Err(Error::new(ErrorKind::Malformed, message).at(place));
            }
            report.repaired(Feature::Metadata, place, message, "an extra");
            keys.front.metadata.extras.insert(key, value);
        }
    }
    keys.finish(report).map(Some)
}

fn parsed(source: &str, language: Language) -> Result<Option<Map>, (String, usize)> {
    match language {
        Language::Yaml => match plain::parsed(source) {
            Some(map) => Ok(Some(map)),
            None => parsed_yaml(source),
        },
        Language::Toml => match toml::from_str::<toml::Table>(source) {
            Ok(table) => Ok(Some(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let key = key_before(source, at).map_or(String::new(), |key| format!(" (at key `{key}`)"));
                Err((format!("{}{key}", error.message()), at))
            }
        },
    }
}

pub(super) fn parsed_yaml(source: &str) -> Result<Option<Map>, (String, usize)> {
    let mut options = serde_saphyr::Options::default();
    options.strict_booleans = true;
    options.leading_zero_numbers_as_strings = true;
    options.underscored_numbers_as_strings = true;
    options.with_snippet = false;
    match serde_saphyr::from_str_with_options::<Value>(source, options) {
        Ok(Value::Map(map)) => Ok(Some(map)),
        Ok(Value::Null) => Ok(Some(Map::new())),
        Ok(_) => Ok(None),
        Err(error) => {
            let at = error.location().map_or(0, |at| {
                let line = usize::try_from(at.line()).unwrap_or(1);
                let column = usize::try_from(at.column()).unwrap_or(1);
                offset_at(source, line, column)
            });
            let message = error.to_string();
            let message = message.lines().next().unwrap_or("cannot be parsed").to_owned();
            let key = key_before(source, at).map_or(String::new(), |key| format!(" (at key `{key}`)"));
            Err((format!("{message}{key}"), at))
        }
    }
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Integer(number),
        toml::Value::Float(number) if number.is_finite() => Value::Number(number),
        toml::Value::Float(number) => Value::Text(number.to_string()),
        toml::Value::Boolean(value) => Value::Bool(value),
        toml::Value::Datetime(time) => Value::Text(time.to_string()),
        toml::Value::Array(items) => Value::List(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

fn offset_at(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    let inside: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    (start + inside).min(source.len())
}

/// Where a key of the top stands.
fn offset_of(source: &str, key: &str) -> usize {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'']);
        if let Some(rest) = bare.strip_prefix(key)
            && rest.trim_start_matches(['"', '\'', ' ']).starts_with([':', '='])
        {
            return at;
        }
        at += line.len();
    }
    0
}

/// The key of the top that stands at or before an offset.
fn key_before(source: &str, offset: usize) -> Option<&str> {
    let mut found = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if at > offset {
            break;
        }
        if line.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '\'') {
            found = line.split([':', '=']).next().map(|key| key.trim().trim_matches(['"', '\''])).or(found);
        }
        at += line.len();
    }
    found
}

/// The language the lines of the front matter are in.
fn words(map: &Map, context: &ReadContext<'_>) -> Words {
    let named =
        map.iter().find(|(key, _)| field_of(key) == Some("language")).and_then(|(_, value)| value.as_text());
    furniture::language(context.language.or(named))
}

struct Keys {
    front: Front,
    /// The fields of the metadata, as JSON.
    fields: serde_json::Map<String, Json>,
    words: Words,
}

impl Keys {
    fn take(&mut self, key: &str, value: &Value) -> Result<(), String> {
        let json = serde_json::to_value(value).map_err(|error| error.to_string())?;
        if let Some(field) = field_of(key) {
            return self.field(key, field, value, json);
        }
        match key {
            "headline" => self.front.headline = Some(text(&json)?),
            "kicker" => self.front.kicker = Some(text(&json)?),
            "subtitle" | "deck" | "decks" => self.front.decks.extend(texts(&json)?),
            "author" | "authors" => self.authors(&json)?,
            "byline" | "bylines" => self.bylines(&json)?,
            "credits" => self.credits(&json)?,
            "copyright" => self.copyright(&json)?,
            "dateline" => {
                self.front.dateline = Some(match json {
                    Json::String(printed) => fields(&known_dateline(&printed, self.words)),
                    Json::Object(mut map) => {
                        map.remove("line");
                        checked::<Dateline>(&map)?;
                        map
                    }
                    _ => return Err("a text or a map of its parts".to_owned()),
                });
            }
            "abstract" | "description" | "summary" => self.summary(key, &json)?,
            "rights" => self.rights(&json)?,
            "license" => {
                let license = Some(text(&json)?);
                self.front.rights.push(Rights { license, ..Rights::default() });
            }
            "draft" => match &json {
                Json::Bool(true) => self.front.metadata.status = Status::Withheld,
                Json::Bool(false) | Json::Null => {}
                Json::String(text) if matches!(text.as_str(), "yes" | "on") => {
                    self.front.metadata.status = Status::Withheld;
                }
                Json::String(text) if matches!(text.as_str(), "no" | "off") => {}
                _ => return Err("true or false".to_owned()),
            },
            "image" => self.image(key, value, &json),
            "entities" => match json {
                Json::Array(items) => self.front.entities.extend(items),
                _ => return Err("a list of entities".to_owned()),
            },
            "extras" => match value {
                Value::Map(map) => self.front.metadata.extras.extend(map.clone()),
                _ => {
                    self.front.metadata.extras.insert(key.to_owned(), value.clone());
                }
            },
            _ => {
                self.front.metadata.extras.insert(key.to_owned(), value.clone());
            }
        }
        Ok(())
    }

    /// A field of the metadata. What comes second under another name is an extra, but lists are joined.
    fn field(&mut self, key: &str, field: &str, value: &Value, json: Json) -> Result<(), String> {
        if json.is_null() {
            self.front.metadata.extras.insert(key.to_owned(), Value::Null);
            return Ok(());
        }
        let Some(coerced) = coerced(field, &json)? else {
            self.front.metadata.extras.insert(key.to_owned(), value.clone());
            return Ok(());
        };
        if !coerced.is_string() || !is_sound_as_text(field) {
            from_json::<Metadata>(json!({ field: coerced }))?;
        }
        match (self.fields.get_mut(field), coerced) {
            (None, coerced) => {
                self.fields.insert(field.to_owned(), coerced);
            }
            (Some(Json::Array(all)), Json::Array(more)) => all.extend(more),
            (Some(_), _) => {
                self.front.metadata.extras.insert(key.to_owned(), value.clone());
            }
        }
        Ok(())
    }

    fn authors(&mut self, json: &Json) -> Result<(), String> {
        let items = match json {
            Json::Array(items) => items.clone(),
            other => vec![other.clone()],
        };
        let people = items.iter().map(person).collect::<Result<Vec<_>, _>>()?;
        if !people.is_empty() {
            self.front.bylines.push(Part::line(Byline { people, ..Byline::default() }));
        }
        Ok(())
    }

    fn bylines(&mut self, json: &Json) -> Result<(), String> {
        for item in listed(json) {
            let part = match &item {
                Json::String(printed) => Part::line(known_byline(printed, self.words)),
                _ => part(item)?,
            };
            self.front.bylines.push(part);
        }
        Ok(())
    }

    fn credits(&mut self, json: &Json) -> Result<(), String> {
        for item in listed(json) {
            if let Json::String(printed) = &item {
                let credits = known_credits(printed, self.words).credits;
                self.front.credits.extend(credits.into_iter().map(Part::line));
            } else {
                self.front.credits.push(part(item)?);
            }
        }
        Ok(())
    }

    fn copyright(&mut self, json: &Json) -> Result<(), String> {
        for item in listed(json) {
            let part = match &item {
                Json::String(notice) => Part::line(known_copyright(notice, self.words)),
                Json::Number(year) => {
                    let value = Copyright {
                        years: year.as_i64().and_then(|year| i16::try_from(year).ok()).into_iter().collect(),
                        notice: year.to_string(),
                        ..Copyright::default()
                    };
                    Part::line(value)
                }
                _ => part(item)?,
            };
            self.front.copyright.push(part);
        }
        Ok(())
    }

    fn summary(&mut self, key: &str, json: &Json) -> Result<(), String> {
        let text = text(json)?;
        if !self.front.summary.is_empty() {
            self.front.metadata.extras.insert(key.to_owned(), Value::Text(text));
            return Ok(());
        }
        // Only what is white space to the model is none: U+2028 is a character.
        let paragraphs = text.split("\n\n").filter(|text| !text.trim_ascii().is_empty());
        self.front.summary = paragraphs.map(Block::paragraph).collect();
        Ok(())
    }

    fn rights(&mut self, json: &Json) -> Result<(), String> {
        for item in listed(json) {
            self.front.rights.push(match item {
                Json::String(terms) => Rights { terms: Some(terms), ..Rights::default() },
                other => from_json(other)?,
            });
        }
        Ok(())
    }

    fn image(&mut self, key: &str, value: &Value, json: &Json) {
        let source = match json {
            Json::String(source) => Some(source.as_str()),
            Json::Object(map) => ["src", "url", "path", "feature"]
                .iter()
                .find_map(|name| map.get(*name))
                .and_then(Json::as_str),
            _ => None,
        };
        let Some(source) = source.filter(|source| !source.is_empty()) else {
            self.front.metadata.extras.insert(key.to_owned(), value.clone());
            return;
        };
        let said = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        let caption = said("caption").map(Block::paragraph);
        self.front.image = Some(Media {
            renditions: vec![Rendition { source: Some(source.to_owned()), ..Rendition::default() }],
            alternative: said("alt"),
            caption: caption.into_iter().collect(),
            ..Media::default()
        });
    }

    fn finish(self, report: &mut Report) -> Result<Front, Error> {
        let Self { mut front, fields, .. } = self;
        let (extras, status) = (std::mem::take(&mut front.metadata.extras), front.metadata.status);
        for key in ["date", "lastmod", "modified"] {
            if let Some(Value::Text(found)) = extras.get(key) {
                report.repaired(
                    Feature::Metadata,
                    Place::path("metadata.extras"),
                    found,
                    "an extra; it is no date",
                );
            }
        }
        let internal = |message: String| Error::new(ErrorKind::Internal, message);
        let mut metadata: Metadata = from_json(Json::Object(fields)).map_err(internal)?;
        metadata.extras.extend(extras);
        if metadata.status == Status::Usable {
            metadata.status = status;
        }
        front.metadata = metadata;
        Ok(front)
    }
}

/// A value in the shape its field has; `None` where it is to be kept as an extra.
fn coerced(field: &str, json: &Json) -> Result<Option<Json>, String> {
    Ok(Some(match field {
        "title" | "slug_line" | "language" | "id" | "provider" | "version" | "source" | "distributor" => {
            Json::String(text(json)?)
        }
        "issued" | "modified" | "created" | "release" | "expiry" => return moment(json),
        "embargo" => match json {
            Json::Object(_) => json.clone(),
            other => match moment(other)? {
                Some(until) => json!({ "until": until }),
                None => json!({ "printed": text(other)? }),
            },
        },
        "status" => match json.as_str() {
            Some("usable" | "withheld" | "cancelled") => json.clone(),
            Some("draft") => Json::from("withheld"),
            _ => return Ok(None),
        },
        "direction" => match json.as_str() {
            Some("ltr" | "rtl") => json.clone(),
            _ => return Ok(None),
        },
        "keywords" => Json::from(match json {
            Json::String(text) => {
                text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
            }
            other => texts(other)?,
        }),
        "editor_notes" => Json::from(texts(json)?),
        "other_ids" => Json::Array(wrapped(json, "value")),
        "subjects" | "genres" | "places" | "people" | "organisations" | "events" => {
            Json::Array(wrapped(json, "name"))
        }
        "series" | "publication" => match json {
            Json::Array(items) if items.len() == 1 && items[0].is_string() => json!({ "name": items[0] }),
            Json::String(name) => json!({ "name": name }),
            Json::Object(_) => json.clone(),
            _ => return Ok(None),
        },
        _ => json.clone(),
    }))
}

/// Whether a field takes every text that [`coerced`] gives for it.
fn is_sound_as_text(field: &str) -> bool {
    let texts =
        ["title", "slug_line", "language", "id", "provider", "version", "source", "distributor", "status"];
    texts.contains(&field)
        || matches!(field, "issued" | "modified" | "created" | "release" | "expiry" | "direction")
}

/// Plain texts in a list as maps with one key.
fn wrapped(json: &Json, key: &str) -> Vec<Json> {
    let wrap = |item: Json| match item {
        Json::String(_) => json!({ key: item }),
        Json::Number(number) => json!({ key: number.to_string() }),
        other => other,
    };
    listed(json).into_iter().map(wrap).collect()
}

fn listed(json: &Json) -> Vec<Json> {
    match json {
        Json::Array(items) => items.clone(),
        other => vec![other.clone()],
    }
}

fn moment(json: &Json) -> Result<Option<Json>, String> {
    let text = text(json)?;
    Ok(text.trim().parse::<Moment>().ok().map(|moment| Json::String(moment.to_string())))
}

/// A scalar as text.
fn text(json: &Json) -> Result<String, String> {
    match json {
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        Json::Null => Ok(String::new()),
        Json::Array(_) | Json::Object(_) => Err("a text is expected, not a list or a map".to_owned()),
    }
}

fn texts(json: &Json) -> Result<Vec<String>, String> {
    listed(json).iter().map(text).collect()
}

/// An author: a name, or a map with one.
fn person(json: &Json) -> Result<Person, String> {
    let Json::Object(map) = json else {
        return Ok(Person { name: text(json)?, ..Person::default() });
    };
    if let Ok(person) = from_json::<Person>(json.clone()) {
        return Ok(person);
    }
    let mut person = Person::default();
    for (key, value) in map {
        match (key.as_str(), value) {
            ("name", value) => person.name = text(value)?,
            ("role" | "title" | "job", Json::String(role)) => person.role = Some(role.clone()),
            ("affiliation" | "organization" | "organisation" | "institute", Json::String(affiliation)) => {
                person.affiliation = Some(affiliation.clone());
            }
            ("email" | "url" | "link" | "twitter" | "contact" | "phone", Json::String(contact)) => {
                person.contacts.push(contact.clone());
            }
            (key, value) => {
                person.extras.insert(key.to_owned(), from_json(value.clone())?);
            }
        }
    }
    Ok(person)
}

/// A line or its parts from a map; `line` says which.
fn part<T: LineKind>(mut json: Json) -> Result<Part<T>, String> {
    let Json::Object(map) = &mut json else { return Err("a text or a map of its parts".to_owned()) };
    let line = map.remove("line").and_then(|line| line.as_u64()).and_then(|line| usize::try_from(line).ok());
    if map.contains_key(T::WORDS) || line.is_none() {
        return Ok(Part { line, said: Said::Whole(from_json(json)?) });
    }
    let fields = std::mem::take(map);
    T::check(&fields)?;
    Ok(Part { line, said: Said::Parts(fields) })
}

fn from_json<T: DeserializeOwned>(json: Json) -> Result<T, String> {
    serde_json::from_value(json).map_err(|error| error.to_string())
}
