//! Attributes of a start tag.

use std::borrow::Cow;
use std::collections::HashSet;

use copydesk_core::Error;

use super::entities::is_reference;
use super::{XmlReader, excerpt, is_plain_name, is_tag_name};

impl<'t> XmlReader<'t> {
    pub(super) fn attributes(
        &mut self,
        text: &'t str,
        element: &str,
    ) -> Result<Vec<(&'t str, Cow<'t, str>)>, Error> {
        let mut found: Vec<(&'t str, Cow<'t, str>)> = Vec::new();
        let mut rest = text.trim_ascii_start();
        let mut names = None;
        while !rest.is_empty() {
            let at = rest.as_ptr() as usize - self.text.as_ptr() as usize;
            let Some((name, raw, after)) = attribute(rest) else {
                let message = format!("an attribute of `{element}` is broken");
                self.fault(at, &message, &excerpt(rest), "nothing")?;
                // On to the next word.
                let skipped = rest.trim_start_matches(|c: char| !c.is_ascii_whitespace());
                rest = skipped.trim_ascii_start();
                continue;
            };
            rest = after.trim_ascii_start();
            // A tag of very many attributes must not be compared each with each.
            let twice = if found.len() < 16 {
                found.iter().any(|(known, _)| *known == name)
            } else {
                let known = || found.iter().map(|(known, _)| *known).collect::<HashSet<_>>();
                !names.get_or_insert_with(known).insert(name)
            };
            if twice {
                let message = format!("`{element}` has the attribute `{name}` twice");
                self.fault(at, &message, raw, "nothing")?;
                continue;
            }
            // No branch leaves this loop, so that the compiler can take many bytes at once.
            if !raw.bytes().fold(false, |found, byte| found | (byte < b' ') | matches!(byte, b'&' | b'<')) {
                found.push((name, Cow::Borrowed(raw)));
                continue;
            }
            if let Some(bad) = memchr::memchr(b'<', raw.as_bytes()) {
                let message = format!("`<` in the attribute `{name}` of `{element}`");
                let at = raw.as_ptr() as usize - self.text.as_ptr() as usize + bad;
                self.fault(at, &message, "<", "itself")?;
            }
            let value = self.value(raw)?;
            found.push((name, value));
        }
        Ok(found)
    }

    /// An attribute's value: references resolved, white space as spaces (XML 1.0, clause 3.3.3).
    pub(super) fn value(&mut self, raw: &'t str) -> Result<Cow<'t, str>, Error> {
        let at = raw.as_ptr() as usize - self.text.as_ptr() as usize;
        let mut value = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(amp) = memchr::memchr(b'&', rest.as_bytes()) {
            push_spaced(&rest[..amp], &mut value);
            let here = at + (raw.len() - rest.len()) + amp;
            rest = &rest[amp + 1..];
            match memchr::memchr(b';', rest.as_bytes()) {
                Some(end) if is_reference(&rest[..end]) => {
                    self.reference(&rest[..end], here, 0, &mut value)?;
                    rest = &rest[end + 1..];
                }
                _ => {
                    self.fault(here, "`&` does not begin a reference", &excerpt(rest), "itself")?;
                    value.push('&');
                }
            }
        }
        push_spaced(rest, &mut value);
        Ok(Cow::Owned(value))
    }
}

/// Divides `name="value" more` into name, value and the rest.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let equals = memchr::memchr(b'=', text.as_bytes())?;
    let (name, rest) = (text[..equals].trim_ascii_end(), text[equals + 1..].trim_ascii_start());
    let quote = *rest.as_bytes().first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let end = 1 + memchr::memchr(quote, &rest.as_bytes()[1..])?;
    let is_name = || is_tag_name(name) && !name.contains(|c: char| c.is_ascii_whitespace());
    (is_plain_name(name) || is_name()).then(|| (name, &rest[1..end], &rest[end + 1..]))
}

fn push_spaced(text: &str, out: &mut String) {
    let text = text.replace("\r\n", " ");
    out.extend(text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
}
