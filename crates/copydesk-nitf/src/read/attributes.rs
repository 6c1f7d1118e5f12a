//! Attributes of an element, and what is kept as extras because the model has no field for it.

use copydesk_core::{Attributes, Audience, Direction, Extras, Value};
use copydesk_xml::Tag;

use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    /// Keeps something as an extra of the article; what comes again makes a list.
    pub(super) fn keep(&mut self, key: &str, value: Value) {
        keep_in(&mut self.article.metadata.extras, key, value);
    }

    /// Keeps a whole element as an extra of the article.
    pub(super) fn keep_element(&mut self, tag: &Tag<'t>, prefix: &str) -> Result<()> {
        let name = self.name(tag);
        let key = if name.contains(':') { name.to_owned() } else { format!("nitf:{prefix}{name}") };
        let value = self.element(tag)?;
        if !is_blank(&value) {
            self.keep(&key, value);
        }
        Ok(())
    }

    /// Keeps the attributes of an element the model has no node for.
    pub(super) fn keep_attributes(&mut self, tag: &Tag<'t>, element: &str) {
        self.keep_others(tag, element, &[]);
    }

    /// The same, but for those that are read elsewhere.
    pub(super) fn keep_others(&mut self, tag: &Tag<'t>, element: &str, said: &[&str]) {
        for (name, value) in &tag.attributes {
            if said.contains(name) {
                continue;
            }
            if value.is_empty() || name.starts_with("xmlns") || (self.own && name.starts_with("cd:")) {
                continue;
            }
            self.keep(&format!("nitf:{element}.{name}"), Value::from(&**value));
        }
    }

    /// Id, class, language, direction and extras of an element; attributes in `said` are read elsewhere.
    pub(super) fn attributes(&mut self, tag: &Tag<'t>, said: &[&str]) -> Option<Box<Attributes>> {
        if tag.attributes.is_empty() {
            return None;
        }
        let mut attributes = Attributes::default();
        for (name, value) in &tag.attributes {
            if said.contains(name) || name.starts_with("xmlns") || (value.is_empty() && !self.own) {
                continue;
            }
            match *name {
                "id" => attributes.id = Some(value.to_string()),
                "class" => attributes.class = value.split_ascii_whitespace().map(str::to_owned).collect(),
                "xml:lang" => attributes.language = Some(value.to_string()),
                "dir" if direction(value).is_some() => attributes.direction = direction(value),
                name if self.own && name.starts_with("cd:") => {
                    self.own_attribute(name, value, &mut attributes)
                }
                name => {
                    let key = if name.contains(':') { name.to_owned() } else { format!("nitf:{name}") };
                    attributes.extras.insert(key, Value::from(&**value));
                }
            }
        }
        attributes.boxed()
    }

    fn own_attribute(&mut self, name: &str, value: &str, attributes: &mut Attributes) {
        match name {
            "cd:id" => attributes.id = Some(value.to_owned()),
            "cd:class" => attributes.class = value.split(' ').map(str::to_owned).collect(),
            "cd:lang" => attributes.language = Some(value.to_owned()),
            "cd:dir" => attributes.direction = direction(value),
            "cd:audience" => attributes.audience = Audience::Internal,
            "cd:n" => attributes.extras.extend(self.nodes.remove(value).unwrap_or_default()),
            _ => {}
        }
    }

    /// The extras of an element whose only attributes of interest are its own.
    pub(super) fn extras(&mut self, tag: &Tag<'t>, said: &[&str]) -> Extras {
        let mut said = said.to_vec();
        said.push("cd:at");
        match self.attributes(tag, &said) {
            Some(attributes) => {
                let Attributes { id, class, language, direction, audience: _, mut extras } = *attributes;
                for (key, value) in [
                    ("nitf:id", id),
                    ("nitf:class", (!class.is_empty()).then(|| class.join(" "))),
                    ("nitf:lang", language),
                    ("nitf:dir", direction.map(|direction| direction.name().to_owned())),
                ] {
                    if let Some(value) = value {
                        extras.insert(key.to_owned(), Value::Text(value));
                    }
                }
                extras
            }
            None => Extras::new(),
        }
    }
}

/// Adds an extra; a second one of the name makes a list.
pub(super) fn keep_in(extras: &mut Extras, key: &str, value: Value) {
    match extras.get_mut(key) {
        None => {
            extras.insert(key.to_owned(), value);
        }
        Some(Value::List(values)) => values.push(value),
        Some(known) => {
            let first = std::mem::take(known);
            *known = Value::List(vec![first, value]);
        }
    }
}

pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(values) => values.is_empty(),
        Value::Map(values) => values.is_empty(),
        Value::Bool(_) | Value::Integer(_) | Value::Number(_) => false,
    }
}

pub(super) fn direction(value: &str) -> Option<Direction> {
    match value {
        "ltr" => Some(Direction::Ltr),
        "rtl" => Some(Direction::Rtl),
        _ => None,
    }
}
