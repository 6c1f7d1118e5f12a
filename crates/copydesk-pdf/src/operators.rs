//! What krilla drew on a page, joined with what is ours.
//!
//! krilla opens and closes every mark on a page, and draws the pictures; text and rectangles are ours ([`Ink`]), and stand
//! right behind the operator that opens their mark.

use crate::content::Ink;

/// Joins a page's content: krilla's, and ours. `None`: krilla opened other marks than were asked for.
pub(crate) fn join(content: &[u8], ink: &Ink, out: &mut Vec<u8>) -> Option<()> {
    let mut parts = ink.parts();
    let mut depth = 0;
    for operation in (Operations { content, at: 0 }) {
        if !operation.operands.is_empty() {
            out.extend_from_slice(operation.operands);
            out.push(b' ');
        }
        out.extend_from_slice(operation.name);
        out.push(b'\n');
        match operation.name {
            b"BDC" | b"BMC" => {
                if depth == 0 {
                    out.extend_from_slice(parts.next()?);
                }
                depth += 1;
            }
            b"EMC" => depth -= 1,
            _ => {}
        }
    }
    parts.next().is_none().then_some(())
}

/// An operator and the bytes of its operands.
#[derive(Clone, Copy)]
struct Operation<'a> {
    operands: &'a [u8],
    name: &'a [u8],
}

/// Reads a content stream operation by operation.
struct Operations<'a> {
    content: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Operations<'a> {
    type Item = Operation<'a>;

    fn next(&mut self) -> Option<Operation<'a>> {
        self.at += spaces(&self.content[self.at..]);
        let start = self.at;
        while self.at < self.content.len() {
            let rest = &self.content[self.at..];
            let length = token(rest);
            if rest[0].is_ascii_alphabetic() || matches!(rest[0], b'\'' | b'"') {
                let operands = self.content[start..self.at].trim_ascii_end();
                let name = &rest[..length];
                self.at += length;
                return Some(Operation { operands, name });
            }
            self.at += length;
            self.at += spaces(&self.content[self.at..]);
        }
        None
    }
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_space(**byte)).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\0' | 0x0C)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'/')
}

/// The length of the token at the beginning: a whole string, array or dictionary, a name, a number, an operator.
fn token(bytes: &[u8]) -> usize {
    match bytes[0] {
        b'(' => string(bytes),
        b'[' => array(bytes),
        b'<' if bytes.get(1) == Some(&b'<') => nested(bytes, b"<<", b">>"),
        b'<' => bytes.iter().position(|byte| *byte == b'>').map_or(bytes.len(), |end| end + 1),
        _ => {
            let ends = |byte: &u8| is_space(*byte) || is_delimiter(*byte);
            1 + bytes[1..].iter().position(ends).unwrap_or(bytes.len() - 1)
        }
    }
}

/// The length of a literal string, with its parentheses.
fn string(bytes: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The length of an array.
fn array(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'(' => at += string(&bytes[at..]),
            b']' => return at + 1,
            b'[' | b'<' => return nested(bytes, b"[", b"]"),
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The length of an array or dictionary.
fn nested(bytes: &[u8], open: &[u8], close: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest[0] == b'(' {
            at += string(rest);
        } else if rest.starts_with(open) {
            depth += 1;
            at += open.len();
        } else if rest[0] == b'<' && !rest.starts_with(b"<<") {
            at += token(rest);
        } else if rest.starts_with(close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(content: &str, parts: &[&str]) -> Option<String> {
        let mut out = Vec::new();
        join(content.as_bytes(), &Ink::of(parts), &mut out)?;
        String::from_utf8(out).ok()
    }

    #[test]
    fn what_is_ours_stands_in_its_mark() {
        let content = "/Span<</MCID 0>>BDC\nEMC\n/Artifact BMC\nq\n2 0 0 2 0 0 cm\n/x0 Do\nQ\nEMC\n";
        assert_eq!(
            joined(content, &["0 g\n", "1 2 3 4 re f\n"]).unwrap(),
            "/Span<</MCID 0>> BDC\n0 g\nEMC\n/Artifact BMC\n1 2 3 4 re f\nq\n2 0 0 2 0 0 cm\n/x0 Do\nQ\nEMC\n"
        );
        let nested =
            "/Span<</MCID 8/ActualText<FEFFD835DD4F>>> BDC\n/Span <</ActualText(EMC)>> BDC\nEMC\nEMC\n";
        assert_eq!(joined(nested, &[""]).unwrap(), nested);
    }

    #[test]
    fn other_marks_than_ours_are_noticed() {
        assert_eq!(joined("/Artifact BMC\nEMC\n", &[]), None);
        assert_eq!(joined("/Artifact BMC\nEMC\n", &["", ""]), None);
        for broken in ["q", "(", "[", "<<", "\\", "[(] TJ", "EMC EMC"] {
            joined(broken, &[]);
        }
    }
}
