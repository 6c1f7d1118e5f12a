//! Extras: as attributes of the schema where it has them, else as elements of our namespace.

use copydesk_core::{Extras, Feature, Value};

use super::Writing;
use crate::native::takes_attribute;

/// The extras of one element, written at the end of the body.
pub(super) struct Node<'a> {
    number: String,
    extras: Vec<(&'a str, &'a Value)>,
}

impl<'a> Writing<'a, '_> {
    /// The extras of a node, on the start tag just written.
    pub(super) fn node_extras(&mut self, element: &str, extras: &'a Extras, said: &[&str]) {
        self.node_extras_beside(element, extras, said, &[]);
    }

    /// The same, where the attributes in `taken` say something else.
    pub(super) fn node_extras_beside(
        &mut self,
        element: &str,
        extras: &'a Extras,
        said: &[&str],
        taken: &[&str],
    ) {
        let mut rest = Vec::new();
        for (key, value) in extras {
            if said.contains(&key.as_str()) {
                continue;
            }
            match (key.strip_prefix("nitf:"), value) {
                (Some(name), Value::Text(text))
                    if takes_attribute(element, name, text) && !taken.contains(&name) =>
                {
                    self.attribute(name, text);
                }
                _ => rest.push((key.as_str(), value)),
            }
        }
        if rest.is_empty() {
            return;
        }
        if self.foreign {
            let number = (self.nodes.len() + 1).to_string();
            self.xml.attribute("cd:n", &number);
            self.nodes.push(Node { number, extras: rest });
        } else {
            for _ in rest {
                self.no_place(Feature::Extra, "extras");
            }
        }
    }

    /// Writes what was left for the end of the body.
    pub(super) fn flush_nodes(&mut self) {
        for Node { number, extras } in std::mem::take(&mut self.nodes) {
            self.xml.start("cd:node").attribute("of", &number);
            for (key, value) in extras {
                self.extra(Some(key), value);
            }
            self.xml.end();
        }
    }

    /// One extra, as an element; its name is missing in a list.
    pub(super) fn extra(&mut self, name: Option<&str>, value: &Value) {
        self.xml.start("cd:extra");
        self.attribute_if("name", name);
        match value {
            Value::Null => self.attribute("type", "null"),
            Value::Bool(value) => self.typed("boolean", if *value { "true" } else { "false" }),
            Value::Integer(value) => self.typed("integer", &value.to_string()),
            Value::Number(value) => self.typed("number", &value.to_string()),
            Value::Text(text) => self.attribute("value", text),
            Value::List(values) => {
                self.attribute("type", "list");
                for value in values {
                    self.extra(None, value);
                }
            }
            Value::Map(values) => {
                self.attribute("type", "map");
                for (name, value) in values {
                    self.extra(Some(name), value);
                }
            }
        }
        self.xml.end();
    }

    fn typed(&mut self, kind: &str, value: &str) {
        self.attribute("type", kind);
        self.attribute("value", value);
    }
}
