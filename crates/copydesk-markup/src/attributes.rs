//! An element's attributes, taken one by one; what is left becomes extras.

use std::collections::BTreeMap;

use copydesk_core::{Attributes, Audience, Direction, Extras, Feature, Value};

use crate::Reading;

/// The prefix of extras that are attributes of HTML.
pub(crate) const PREFIX: &str = "html:";

/// The attributes of an element that nothing has been made of yet.
pub(crate) struct Bag {
    attributes: Vec<(String, String)>,
}

impl Bag {
    pub(crate) fn new(attributes: Vec<(String, String)>) -> Self {
        Self { attributes }
    }

    /// Takes an attribute out.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(at).1)
    }

    /// Puts an attribute in, unless it is there.
    pub(crate) fn put(&mut self, name: &str, value: String) {
        if !self.has(name) {
            self.attributes.push((name.to_owned(), value));
        }
    }

    /// Whether an attribute is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(key, _)| key == name)
    }

    /// What is left, as it was.
    pub(crate) fn into_rest(self) -> Vec<(String, String)> {
        self.attributes
    }

    /// Takes an attribute out if it makes sense; else it stays.
    pub(crate) fn take_as<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let at = self.attributes.iter().position(|(key, _)| key == name)?;
        let value = read(&self.attributes[at].1)?;
        self.attributes.remove(at);
        Some(value)
    }

    /// Takes the first class out if it is `name`.
    pub(crate) fn take_first_class(&mut self, name: &str) -> bool {
        let Some((_, classes)) = self.attributes.iter_mut().find(|(key, _)| key == "class") else {
            return false;
        };
        let mut words = classes.split_ascii_whitespace();
        if words.next() != Some(name) {
            return false;
        }
        *classes = words.collect::<Vec<_>>().join(" ");
        true
    }

    /// The rest, as attributes of the model.
    pub(crate) fn finish(mut self, reading: &mut Reading<'_>) -> Option<Box<Attributes>> {
        if self.attributes.is_empty() {
            return None;
        }
        let id = self.take("id");
        let classes = self.take_as("data-class", |json| serde_json::from_str::<Vec<String>>(json).ok());
        let class = classes.unwrap_or_else(|| {
            self.take("class").map_or_else(Vec::new, |classes| {
                classes.split_ascii_whitespace().map(str::to_owned).collect()
            })
        });
        let language = self.take("lang").or_else(|| self.take("xml:lang"));
        let direction = self.take_as("dir", |direction| match direction {
            "ltr" => Some(Direction::Ltr),
            "rtl" => Some(Direction::Rtl),
            _ => None,
        });
        let audience = self
            .take_as("data-audience", |audience| (audience == "internal").then_some(Audience::Internal))
            .unwrap_or_default();
        let extras = self.extras(reading);
        Attributes { id, class, language, direction, audience, extras }.boxed()
    }

    /// The rest, as extras.
    pub(crate) fn extras(mut self, reading: &mut Reading<'_>) -> Extras {
        let nested =
            self.take_as("data-extras", |json| serde_json::from_str::<BTreeMap<String, Value>>(json).ok());
        let mut extras = nested.unwrap_or_default();
        for (name, value) in self.attributes {
            if is_event_handler(&name) {
                let detail = format!("event handler `{name}`; programs are not kept");
                reading.report.dropped(Feature::Extra, reading.at.clone(), detail);
            } else {
                extras.insert(format!("{PREFIX}{name}"), Value::Text(value));
            }
        }
        extras
    }
}

/// Whether an attribute holds a program.
pub(crate) fn is_event_handler(name: &str) -> bool {
    name.len() > 2 && name.starts_with("on") && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether an address runs a program when it is followed: `javascript:`, `vbscript:`, and `data:` but for pictures.
///
/// Spaces and control characters, which browsers skip, do not hide it.
pub fn is_unsafe_address(address: &str) -> bool {
    // Nearly every address is ruled out by its first letter.
    let first = address.bytes().find(|byte| *byte > b' ');
    if !first.is_some_and(|first| matches!(first | 0x20, b'j' | b'v' | b'd')) {
        return false;
    }
    let start: String =
        address.chars().filter(|c| *c > ' ').take(16).map(|c| c.to_ascii_lowercase()).collect();
    start.starts_with("javascript:")
        || start.starts_with("vbscript:")
        || (start.starts_with("data:") && !start.starts_with("data:image/"))
}

#[cfg(test)]
mod tests {
    use super::is_unsafe_address;

    #[test]
    fn programs_do_not_hide() {
        for address in ["javascript:x()", " JaVa\tScript:x()", "\u{1}vbscript:x", "data:text/html,<p>"] {
            assert!(is_unsafe_address(address), "{address}");
        }
        for address in ["https://example.org/javascript:", "data:image/png;base64,AA==", "#top", ""] {
            assert!(!is_unsafe_address(address), "{address}");
        }
    }
}
