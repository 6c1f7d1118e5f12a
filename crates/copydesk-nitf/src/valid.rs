//! Whether a document is valid NITF.

mod model;
mod schema;

use std::collections::HashSet;
use std::fmt;

use copydesk_core::{Error, Limits, Place};
use copydesk_xml::{Lines, Tag, Token, XmlReader, decode, is_name, is_name_token};

use crate::Version;
use model::State;
use schema::{Attribute, Element, Kind, Schema};

/// How many faults of a document are told.
const MOST_TOLD: usize = 100;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Something a schema does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: line and column.
    pub at: Place,
    /// The element.
    pub element: String,
    /// What is wrong with it: one clause.
    pub why: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`: {}", self.at, self.element, self.why)
    }
}

/// Validates a document against the schema of the version it names (NITF 3.3 to 3.6; any other is held to 3.6). Gives
/// what the schema does not allow, in order; a document without faults is valid.
///
/// The verdict is that of libxml2's `xmllint --schema`, but that it finds two faults more: ids and tokens with letters
/// that not every edition of XML 1.0 takes, and a `revision-history` or `media-producer` after elements of another
/// namespace.
///
/// # Errors
/// The document is not well-formed, or goes beyond a limit.
///
/// ```
/// let faults = copydesk_nitf::validate(b"<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><head/></nitf>")?;
/// assert_eq!(faults[0].to_string(), "line 1, column 1: `nitf`: it ends before `body`");
/// # Ok::<(), copydesk_core::Error>(())
/// ```
pub fn validate(document: &[u8]) -> Result<Vec<Fault>, Error> {
    let decoded = decode(document);
    let limits = Limits { nesting: 10_000, ..Limits::default() };
    let mut xml = XmlReader::new(&decoded.text, &limits);
    let mut validating = Validating::new(&decoded.text);
    loop {
        match xml.next()? {
            Token::Start(tag) => validating.start(&tag),
            Token::Text(text) => validating.text(&text),
            Token::End => validating.end(),
            Token::Comment(_) => {}
            Token::Done => return Ok(validating.faults),
        }
    }
}

/// The document so far.
struct Validating<'t> {
    schema: &'static Schema,
    /// The namespace of that schema.
    namespace: &'static str,
    lines: Lines<'t>,
    open: Vec<Open<'t>>,
    /// The prefixes in force, the innermost last: how many elements were open, prefix, namespace.
    prefixes: Vec<(usize, &'t str, String)>,
    ids: HashSet<String>,
    faults: Vec<Fault>,
}

/// An element that has not ended.
struct Open<'t> {
    name: &'t str,
    at: usize,
    /// What may stand in it; anything in an element of another namespace, and in one that is not known.
    element: Option<&'static Element>,
    state: State,
    /// Its children have gone astray; one fault is enough.
    astray: bool,
}

impl<'t> Validating<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            schema: Schema::of(Version::V36),
            namespace: Version::V36.namespace(),
            lines: Lines::new(text),
            open: Vec::new(),
            prefixes: Vec::new(),
            ids: HashSet::new(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, at: usize, element: &str, why: String) {
        if self.faults.len() < MOST_TOLD {
            let at = self.lines.place(at);
            self.faults.push(Fault { at, element: element.to_owned(), why });
        }
    }

    fn start(&mut self, tag: &Tag<'t>) {
        if self.open.is_empty()
            && let Some(version) = version_of(tag)
        {
            (self.schema, self.namespace) = (Schema::of(version), version.namespace());
        }
        let depth = self.open.len();
        for (name, value) in &tag.attributes {
            if let Some(prefix) = prefix_declared(name) {
                self.prefixes.push((depth, prefix, value.to_string()));
            }
        }
        let (prefix, local) = tag.name.split_once(':').unwrap_or(("", tag.name));
        let namespace = self.namespace_of(prefix);
        let ours = (namespace == self.namespace).then_some(local);
        let known = self.stands(tag, ours, namespace.is_empty());
        let schema = self.schema;
        let element = ours.and_then(|name| schema.element(name)).filter(|_| known);
        self.attributes(tag, element);
        self.open.push(Open { name: tag.name, at: tag.at, element, state: State::Start, astray: !known });
    }

    /// Whether an element may stand where it does; if so, it is looked into.
    fn stands(&mut self, tag: &Tag<'t>, ours: Option<&str>, bare: bool) -> bool {
        let declared = ours.is_some_and(|name| self.schema.element(name).is_some());
        let Some(around) = self.open.last_mut() else {
            if !declared {
                self.fault(tag.at, tag.name, "the schema has no such element".to_owned());
            }
            return declared;
        };
        // What is in an element of another namespace is judged as far as it is known.
        let Some(element) = around.element else { return !around.astray };
        if around.astray {
            return declared;
        }
        let next = if bare { None } else { element.model.after(&around.state, ours) };
        if let Some(next) = next {
            around.state = next;
            return true;
        }
        around.astray = true;
        let why = format!(
            "it may not stand here in `{}`{}",
            around.name,
            list(&element.model.expected(&around.state))
        );
        self.fault(tag.at, tag.name, why);
        false
    }

    fn text(&mut self, text: &str) {
        let Some(Open { name, at, element: Some(element), .. }) = self.open.last() else { return };
        let (name, at) = (*name, *at);
        let is_white = text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        if !element.mixed && element.model.is_empty() {
            self.fault(at, name, "nothing may stand in it, not even white space".to_owned());
        } else if !element.mixed && !is_white {
            self.fault(at, name, "text may not stand in it".to_owned());
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let depth = self.open.len();
        self.prefixes.retain(|(of, ..)| *of < depth);
        if let Some(element) = open.element
            && !open.astray
            && !element.model.may_end(&open.state)
        {
            let expected = element.model.expected(&open.state);
            let why = format!("it ends before {}", names(&expected));
            self.fault(open.at, open.name, why);
        }
    }

    fn attributes(&mut self, tag: &Tag<'t>, element: Option<&'static Element>) {
        for (name, value) in &tag.attributes {
            if prefix_declared(name).is_some() {
                continue;
            }
            let known =
                element.and_then(|element| element.attributes.iter().find(|known| known.name == *name));
            let why = match known {
                Some(Attribute { kind, .. }) => self.value_fault(*kind, value),
                None => self.foreign_fault(name, value, element),
            };
            if let Some(why) = why {
                self.fault(tag.at, tag.name, format!("the attribute `{name}` {why}"));
            }
        }
        for known in element.iter().flat_map(|element| &element.attributes).filter(|known| known.required) {
            if tag.attribute(known.name).is_none() {
                self.fault(tag.at, tag.name, format!("the attribute `{}` is missing", known.name));
            }
        }
    }

    /// What is wrong with an attribute the schema does not list.
    fn foreign_fault(&mut self, name: &str, value: &str, element: Option<&Element>) -> Option<String> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let namespace = if prefix.is_empty() { "" } else { self.namespace_of(prefix) };
        if namespace == INSTANCE && matches!(local, "schemaLocation" | "noNamespaceSchemaLocation") {
            return None;
        }
        let allowed = element.is_none_or(|element| {
            element.open && !namespace.is_empty() && namespace != self.namespace && namespace != INSTANCE
        });
        if !allowed {
            return Some("is not one of its attributes".to_owned());
        }
        match (namespace, local) {
            (XML, "lang") => self.value_fault(Kind::Language, value),
            (XML, "space") => self.value_fault(Kind::OneOf("default|preserve"), value),
            (XML, "id") => self.value_fault(Kind::Id, value),
            _ => None,
        }
    }

    fn value_fault(&mut self, kind: Kind, value: &str) -> Option<String> {
        let token = value.trim_matches(' ');
        let sound = match kind {
            Kind::Text => true,
            Kind::Token => is_qualified(token, is_name_token),
            // An empty list is taken, as libxml2 takes it.
            Kind::Tokens => token
                .split(' ')
                .filter(|token| !token.is_empty())
                .all(|token| is_qualified(token, is_name_token)),
            Kind::Id if self.ids.contains(token) => {
                return Some(format!("is the id of another element: {token:?}"));
            }
            Kind::Id => is_name(token) && self.ids.insert(token.to_owned()),
            Kind::Entity => return Some(format!("names no unparsed entity: {value:?}")),
            Kind::OneOf(values) => values.split('|').any(|known| known == value),
            Kind::Fixed(fixed) => value == fixed,
            Kind::Language => value.is_empty() || is_language(token),
        };
        let what = match kind {
            Kind::Text | Kind::Entity => "text".to_owned(),
            Kind::Token => "a name token".to_owned(),
            Kind::Tokens => "name tokens".to_owned(),
            Kind::Id => "an id".to_owned(),
            Kind::OneOf(values) => format!("one of {}", values.replace('|', ", ")),
            Kind::Fixed(fixed) => format!("{fixed:?}"),
            Kind::Language => "a language".to_owned(),
        };
        (!sound).then(|| format!("is {value:?}, and must be {what}"))
    }

    fn namespace_of(&self, prefix: &str) -> &str {
        if prefix == "xml" {
            return XML;
        }
        self.prefixes
            .iter()
            .rev()
            .find(|(_, known, _)| *known == prefix)
            .map_or("", |(_, _, namespace)| namespace)
    }
}

/// The version a root element names.
fn version_of(tag: &Tag<'_>) -> Option<Version> {
    let named = tag.attribute("version").unwrap_or_default();
    let all = [Version::V33, Version::V34, Version::V35, Version::V36];
    let by_number = all.into_iter().find(|version| named == version.public_id());
    let by_namespace = || {
        let namespaces = || tag.attributes.iter().filter(|(name, _)| prefix_declared(name).is_some());
        all.into_iter().rev().find(|version| namespaces().any(|(_, value)| *value == version.namespace()))
    };
    by_number.or_else(by_namespace)
}

fn prefix_declared(attribute: &str) -> Option<&str> {
    match attribute.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}

/// Whether a token is sound, colons in it or not.
fn is_qualified(token: &str, is_sound: fn(&str) -> bool) -> bool {
    !token.is_empty() && token.split(':').all(|part| part.is_empty() || is_sound(part))
}

/// A language tag (XML Schema, clause 3.3.3 of part 2).
fn is_language(tag: &str) -> bool {
    let is_part = |part: &str, first: bool| {
        (1..=8).contains(&part.len())
            && part
                .bytes()
                .all(|byte| if first { byte.is_ascii_alphabetic() } else { byte.is_ascii_alphanumeric() })
    };
    tag.split('-').enumerate().all(|(index, part)| is_part(part, index == 0))
}

fn list(expected: &[&str]) -> String {
    if expected.is_empty() { String::new() } else { format!("; {} may", names(expected)) }
}

fn names(expected: &[&str]) -> String {
    let quoted: Vec<String> = expected.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "an element of another namespace".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
