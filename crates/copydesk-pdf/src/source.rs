//! The file krilla wrote, read object by object.
//!
//! krilla's files are regular, and nothing else is read here: a classic cross-reference table, each stream's length
//! first in its dictionary, no updates.

use std::collections::BTreeMap;

use crate::content::Ink;

/// A file as krilla wrote it.
pub(crate) struct Source<'a> {
    pub(crate) header: &'a [u8],
    /// The objects by their numbers; 0 is none.
    pub(crate) bodies: Vec<Option<Body<'a>>>,
    pub(crate) root: usize,
    pub(crate) info: Option<usize>,
}

pub(crate) enum Body<'a> {
    Plain(&'a [u8]),
    /// The dictionary without its length and delimiters, and the data.
    Stream(&'a [u8], &'a [u8]),
}

impl<'a> Source<'a> {
    pub(crate) fn read(file: &'a [u8]) -> Option<Self> {
        let end = find_last(file, b"startxref\n")?;
        let (table, _) = leading_number(&file[end + 10..])?;
        let rest = file.get(table..end)?.strip_prefix(b"xref\n0 ")?;
        let (count, length) = leading_number(rest)?;
        let entries = rest.get(length + 1..)?;
        let mut bodies = vec![None];
        let mut first = file.len();
        for number in 1..count {
            let entry = entries.get(number * 20..number * 20 + 20)?;
            if entry[17] != b'n' {
                bodies.push(None);
                continue;
            }
            let (offset, _) = leading_number(entry)?;
            first = first.min(offset);
            bodies.push(Some(Body::read(file.get(offset..)?)?));
        }
        let trailer = entries.get(count * 20..)?;
        let root = reference_after(trailer, b"/Root ")?;
        Some(Self { header: &file[..first], bodies, root, info: reference_after(trailer, b"/Info ") })
    }

    /// The objects that have to do with what is ours on each page, by their numbers.
    pub(crate) fn pages<'i>(&self, inks: &'i [Ink]) -> Option<BTreeMap<usize, PagePart<'i>>> {
        let mut parts = BTreeMap::new();
        let mut inks = inks.iter();
        for (number, body) in self.plain().filter(|(_, body)| body.starts_with(b"<</Type/Page/")) {
            let ink = inks.next()?;
            parts.insert(reference_after(body, b"/Contents ")?, PagePart::Content(ink));
            // An empty dictionary stands in the page itself.
            let resources = reference_after(body, b"/Resources ").unwrap_or(number);
            parts.insert(resources, PagePart::Resources(ink));
        }
        inks.next().is_none().then_some(parts)
    }

    pub(crate) fn plain(&self) -> impl Iterator<Item = (usize, &'a [u8])> {
        self.bodies.iter().enumerate().filter_map(|(number, body)| match body {
            Some(Body::Plain(body)) => Some((number, *body)),
            Some(Body::Stream(..)) | None => None,
        })
    }
}

/// What an object is to a page.
#[derive(Clone, Copy)]
pub(crate) enum PagePart<'a> {
    Content(&'a Ink),
    /// Where its fonts are named.
    Resources(&'a Ink),
}

impl<'a> Body<'a> {
    /// Reads `7 0 obj … endobj`.
    fn read(object: &'a [u8]) -> Option<Self> {
        let start = find(object, b" obj\n")? + 5;
        let body = &object[start..];
        if let Some(rest) = body.strip_prefix(b"<</Length ") {
            let (length, digits) = leading_number(rest)?;
            let end = find(rest, b">>\nstream\n")?;
            let data = rest.get(end + 10..end + 10 + length)?;
            return Some(Self::Stream(&rest[digits..end], data));
        }
        Some(Self::Plain(&body[..find(body, b"\nendobj")?]))
    }
}

pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

pub(crate) fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, wanted)
}

/// A number at the beginning, and how many digits it has.
pub(crate) fn leading_number(bytes: &[u8]) -> Option<(usize, usize)> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?;
    Some((number, digits))
}

pub(crate) fn reference_after(bytes: &[u8], key: &[u8]) -> Option<usize> {
    let at = find(bytes, key)? + key.len();
    leading_number(&bytes[at..]).map(|found| found.0)
}
