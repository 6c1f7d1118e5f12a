//! References to characters and entities, and the declarations of entities.

use copydesk_core::{Error, Limit};

use super::XmlReader;
use crate::names::named_character;

/// How deep declared entities may refer to one another.
const ENTITY_DEPTH: usize = 16;

impl<'t> XmlReader<'t> {
    /// Resolves `#8217`, `amp`, a declared entity or a name of HTML.
    pub(super) fn reference(
        &mut self,
        name: &'t str,
        at: usize,
        depth: usize,
        out: &mut String,
    ) -> Result<(), Error> {
        if let Some(c) = self.character(name, at)? {
            out.push(c);
            return Ok(());
        }
        if let Some(value) = self.entities.get(name).copied() {
            return self.expand(value, at, depth, out);
        }
        let whole = format!("&{name};");
        if let Some(c) = named_character(name) {
            out.push(c);
            return self.undeclared(name, at, &whole, c.encode_utf8(&mut [0; 4]));
        }
        let message = format!("the entity `{name}` is not declared");
        if self.external {
            self.undeclared(name, at, &message, &whole)?;
        } else {
            self.fault(at, &message, &whole, "itself")?;
        }
        out.push_str(&whole);
        Ok(())
    }

    pub(super) fn character(&mut self, name: &str, at: usize) -> Result<Option<char>, Error> {
        let Some(number) = name.strip_prefix('#') else { return Ok(predefined(name)) };
        let code = match number.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        match code.ok().and_then(char::from_u32) {
            Some(c) => Ok(Some(c)),
            None => {
                self.fault(at, "a reference to no character", name, "U+FFFD")?;
                Ok(Some('\u{FFFD}'))
            }
        }
    }

    pub(super) fn expand(
        &mut self,
        value: &'t str,
        at: usize,
        depth: usize,
        out: &mut String,
    ) -> Result<(), Error> {
        let left = self.expansion_left.checked_sub(value.len());
        self.expansion_left = match left {
            Some(left) if depth < ENTITY_DEPTH => left,
            _ => return Err(self.reached(&self.limits, Limit::EntityExpansion, at)),
        };
        let mut rest = value;
        while let Some(amp) = memchr::memchr(b'&', rest.as_bytes()) {
            out.push_str(&rest[..amp]);
            rest = &rest[amp + 1..];
            match memchr::memchr(b';', rest.as_bytes()) {
                Some(end) if is_reference(&rest[..end]) => {
                    self.reference(&rest[..end], at, depth + 1, out)?;
                    rest = &rest[end + 1..];
                }
                _ => out.push('&'),
            }
        }
        out.push_str(rest);
        Ok(())
    }

    /// Keeps the general entities the internal subset declares with a literal value.
    pub(super) fn document_type(&mut self, from: usize, to: usize) {
        let text = &self.text[from..to];
        let subset = text.find('[');
        let head = &text[..subset.unwrap_or(text.len())];
        self.external = head.contains("SYSTEM") || head.contains("PUBLIC");
        let mut rest = subset.map_or("", |at| &text[at..]);
        while let Some(at) = rest.find("<!ENTITY") {
            rest = &rest[at + 8..];
            let declaration = rest.trim_ascii_start();
            let end = declaration.find(|c: char| c.is_ascii_whitespace()).unwrap_or(declaration.len());
            let (name, value) = declaration.split_at(end);
            let value = value.trim_ascii_start();
            if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
                && let Some(end) = value[1..].find(quote)
            {
                // The first declaration of a name counts (XML 1.0, clause 4.2).
                self.entities.entry(name).or_insert(&value[1..=end]);
                rest = &value[end + 2..];
            }
        }
    }
}

pub(super) fn is_reference(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '#' | '_' | '-' | '.' | ':'))
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}
