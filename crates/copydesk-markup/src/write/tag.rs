//! Start tags.

use copydesk_core::{Attributes, Audience, Direction, Extras, Value};

use crate::attributes::{PREFIX, is_event_handler};

/// Attributes the reader makes something of on any element: an extra of such a name is not written as one of them.
const TAKEN: &[&str] = &[
    "class",
    "data-audience",
    "data-bytes",
    "data-class",
    "data-credit",
    "data-element",
    "data-entity",
    "data-extras",
    "data-footnote",
    "data-inline",
    "data-kind",
    "data-lede",
    "data-level",
    "data-media",
    "data-role",
    "data-scheme",
    "data-value",
    "dir",
    "id",
    "lang",
    "xml:lang",
];

/// The same, on one element.
fn taken_on(element: &str) -> &'static [&'static str] {
    match element {
        "a" => &["href", "name", "title"],
        "img" | "audio" | "video" | "source" => {
            &["alt", "aria-label", "controls", "data", "height", "src", "title", "type", "width"]
        }
        "td" | "th" | "col" => &["align", "colspan", "rowspan", "span", "style"],
        "ol" => &["start"],
        "aside" => &["role"],
        _ => &[],
    }
}

/// A start tag under way.
pub(super) struct Tag {
    text: String,
    element: usize,
    class: Option<&'static str>,
}

impl Tag {
    pub(super) fn new(name: &str) -> Self {
        Self { text: format!("<{name}"), element: name.len(), class: None }
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        escape_value(value, &mut self.text);
        self.text.push('"');
        self
    }

    pub(super) fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The class that says what the element is; it stands before the article's own.
    pub(super) fn first_class(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }

    pub(super) fn attributes(mut self, attributes: Option<&Attributes>) -> Self {
        let first = self.class.take();
        let Some(said) = attributes else {
            return self.with_some("class", first);
        };
        self = self.with_some("id", said.id.as_deref()).classes(first, &said.class);
        self = self.with_some("lang", said.language.as_deref());
        self = match said.direction {
            Some(Direction::Ltr) => self.with("dir", "ltr"),
            Some(Direction::Rtl) => self.with("dir", "rtl"),
            None => self,
        };
        self = match said.audience {
            Audience::Internal => self.with("data-audience", "internal"),
            Audience::Public => self,
        };
        self.extras(&said.extras)
    }

    fn classes(self, first: Option<&str>, classes: &[String]) -> Self {
        let odd = |class: &String| class.is_empty() || class.contains(|c: char| c.is_ascii_whitespace());
        if classes.iter().any(odd) {
            let json = serde_json::to_string(classes).unwrap_or_default();
            return self.with_some("class", first).with("data-class", &json);
        }
        let all: Vec<&str> = first.into_iter().chain(classes.iter().map(String::as_str)).collect();
        if all.is_empty() { self } else { self.with("class", &all.join(" ")) }
    }

    /// Extras that were attributes of HTML are so again; all others stand together in one.
    pub(super) fn extras(mut self, extras: &Extras) -> Self {
        let mut others = Extras::new();
        for (key, value) in extras {
            match (attribute_name(&self.text[1..=self.element], key), value) {
                (Some(name), Value::Text(text)) => self = self.with(name, text),
                _ => {
                    others.insert(key.clone(), value.clone());
                }
            }
        }
        if others.is_empty() {
            return self;
        }
        let json = serde_json::to_string(&others).unwrap_or_default();
        self.with("data-extras", &json)
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push('>');
        self.text
    }
}

/// The name of the attribute an extra was, if it can be one again.
fn attribute_name<'k>(element: &str, key: &'k str) -> Option<&'k str> {
    let name = key.strip_prefix(PREFIX)?;
    let first = name.bytes().next()?;
    let sound = first.is_ascii_lowercase()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.:".contains(&byte));
    let free =
        TAKEN.binary_search(&name).is_err() && !taken_on(element).contains(&name) && !is_event_handler(name);
    (sound && free).then_some(name)
}

/// Escapes text for HTML. Line ends are escaped, so that no line of the HTML is blank.
pub fn escape_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
}

fn escape_value(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn taken_names_are_sorted() {
        assert!(super::TAKEN.is_sorted());
    }
}
