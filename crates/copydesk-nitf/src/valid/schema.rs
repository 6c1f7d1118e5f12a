//! The schemas of NITF as tables: `nitf-3-6.txt` whole, of the other versions the lines that differ from it.
//!
//! A line `name = model` is an element; `#text` before its model lets text stand in it, and the line under it has its
//! attributes: `!` required, `:TYPE` or `:(a|b)` what it may hold, `='…'` its only value, `@name` a group of
//! attributes, `@other` any attribute of another namespace. `%name = model` is a group of elements. The test `schema`
//! makes these tables from the IPTC's schemas and compares.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::model::Model;
use crate::Version;

/// What a version of NITF allows.
pub(super) struct Schema {
    elements: HashMap<&'static str, Element>,
}

/// What may stand in an element.
pub(super) struct Element {
    /// Text may stand in it.
    pub(super) mixed: bool,
    pub(super) model: Model,
    pub(super) attributes: Vec<Attribute>,
    /// It may carry any attribute of another namespace.
    pub(super) open: bool,
}

/// An attribute, and what it may hold.
#[derive(Clone)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) kind: Kind,
}

/// What an attribute may hold.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Token,
    Tokens,
    Id,
    /// The name of an unparsed entity, which no document without a DTD has.
    Entity,
    /// One of the words that stand here divided by `|`.
    OneOf(&'static str),
    Fixed(&'static str),
    Language,
}

impl Schema {
    /// The schema of a version.
    pub(super) fn of(version: Version) -> &'static Self {
        static SCHEMAS: [OnceLock<Schema>; 4] = [const { OnceLock::new() }; 4];
        let (index, differs) = match version {
            Version::V33 => (0, include_str!("nitf-3-3.txt")),
            Version::V34 => (1, include_str!("nitf-3-4.txt")),
            Version::V35 => (2, include_str!("nitf-3-5.txt")),
            Version::V36 => (3, ""),
        };
        SCHEMAS[index].get_or_init(|| Self::read(&[include_str!("nitf-3-6.txt"), differs]))
    }

    /// An element by its name.
    pub(super) fn element(&self, name: &str) -> Option<&Element> {
        self.elements.get(name)
    }

    /// Reads tables; a later line of a name counts.
    fn read(tables: &[&'static str]) -> Self {
        let mut lines: HashMap<&'static str, (&'static str, &'static str)> = HashMap::new();
        let mut name = "";
        for line in tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with("//")) {
            match line.strip_prefix("    ") {
                Some(attributes) => lines.entry(name).or_default().1 = attributes,
                None => {
                    let (found, model) = line.split_once(" =").unwrap_or((line, ""));
                    name = found;
                    lines.insert(name, (model, ""));
                }
            }
        }
        let group = |name: &str| lines.iter().find(|(known, _)| known.strip_prefix('%') == Some(name));
        let model = |name: &str| group(name).map_or("", |(_, (model, _))| *model);
        let mut elements = HashMap::new();
        for (name, (content, attributes)) in &lines {
            if name.starts_with(['%', '@']) {
                continue;
            }
            let content = content.trim_start();
            let (mixed, content) = match content.strip_prefix("#text") {
                Some(content) => (true, content),
                None => (false, content),
            };
            let mut element =
                Element { mixed, model: Model::read(content, &model), attributes: Vec::new(), open: false };
            element.add_attributes(attributes, &lines);
            elements.insert(*name, element);
        }
        Self { elements }
    }
}

impl Element {
    fn add_attributes(
        &mut self,
        text: &'static str,
        lines: &HashMap<&'static str, (&'static str, &'static str)>,
    ) {
        let mut rest = text.trim();
        while !rest.is_empty() {
            let end = rest.find([' ', '!', ':', '=']).unwrap_or(rest.len());
            // The `:` of `xml:lang` is part of its name.
            let end = if rest.starts_with("xml:lang") { 8 } else { end };
            let (name, after) = rest.split_at(end);
            if name == "@other" {
                self.open = true;
                rest = after.trim_start();
                continue;
            }
            if name.starts_with('@') {
                self.add_attributes(lines.get(name).map_or("", |(_, attributes)| attributes), lines);
                rest = after.trim_start();
                continue;
            }
            let (required, after) = match after.strip_prefix('!') {
                Some(after) => (true, after),
                None => (false, after),
            };
            let (kind, after) = kind(name, after);
            self.attributes.push(Attribute { name, required, kind });
            rest = after.trim_start();
        }
    }
}

/// What an attribute may hold, and what stands after that in the line.
fn kind(name: &str, after: &'static str) -> (Kind, &'static str) {
    if let Some(fixed) = after.strip_prefix("='") {
        let (value, after) = fixed.split_once('\'').unwrap_or((fixed, ""));
        return (Kind::Fixed(value), after);
    }
    let Some(named) = after.strip_prefix(':') else {
        return (if name == "xml:lang" { Kind::Language } else { Kind::Text }, after);
    };
    let (named, after) = named.split_at(named.find(' ').unwrap_or(named.len()));
    let kind = match named {
        "NMTOKEN" => Kind::Token,
        "NMTOKENS" => Kind::Tokens,
        "ID" => Kind::Id,
        "ENTITY" => Kind::Entity,
        values => Kind::OneOf(values.trim_start_matches('(').trim_end_matches(')')),
    };
    (kind, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_has_every_element_a_model_names() {
        for version in [Version::V33, Version::V34, Version::V35, Version::V36] {
            let schema = Schema::of(version);
            assert!(schema.elements.len() >= 132);
            for (name, element) in &schema.elements {
                for child in element.model.names() {
                    assert!(schema.element(child).is_some(), "`{child}` in `{name}`");
                }
            }
            let meta = schema.element("meta").unwrap();
            assert!(meta.model.is_empty() && meta.attributes.iter().any(|said| said.required));
            assert_eq!(meta.open, version == Version::V36);
        }
    }
}
