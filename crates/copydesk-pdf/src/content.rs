//! Page content, tidied: the same marks on the page in a third of the bytes.
//!
//! krilla draws each run inside a graphics state of its own, flips the page over and over, writes glyphs as octal
//! numbers and adjustments with all the digits of a float. Here runs share one text object, positions are relative
//! and in hundredths of a point, adjustments whole thousandths of the font size with their rounding carried on, and
//! gray is DeviceGray by the `g` operator. What is not understood is left as it is.

/// How bytes that are no text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strings {
    /// As they are: shortest.
    Binary,
    /// As hexadecimal digits: readable.
    Hex,
}

/// Tidies the content of a page.
pub(crate) fn tidy(content: &[u8], strings: Strings, out: &mut Vec<u8>) {
    let mut writer = Writer { out, strings, text: None, colour: Vec::new(), font: Vec::new() };
    let mut operations = Operations { content, at: 0 };
    let mut group = Vec::new();
    while let Some(operation) = operations.next() {
        if operation.name != b"q" {
            writer.leave_text();
            writer.verbatim(&operation);
            continue;
        }
        group.clear();
        let mut depth = 1;
        while depth > 0 {
            let Some(inner) = operations.next() else { break };
            match inner.name {
                b"q" => depth += 1,
                b"Q" => depth -= 1,
                _ => {}
            }
            if depth > 0 {
                group.push(inner);
            }
        }
        writer.group(&group);
    }
    writer.leave_text();
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

struct Writer<'o, 'c> {
    out: &'o mut Vec<u8>,
    strings: Strings,
    /// Inside a text object: where its last line began, in hundredths of a point.
    text: Option<(i64, i64)>,
    /// The operations that set the colour that is in force.
    colour: Vec<u8>,
    /// The operands of the font that is in force.
    font: Vec<&'c [u8]>,
}

impl<'c> Writer<'_, 'c> {
    fn verbatim(&mut self, operation: &Operation<'_>) {
        if !operation.operands.is_empty() {
            self.out.extend_from_slice(operation.operands);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(operation.name);
        self.out.push(b'\n');
    }

    fn leave_text(&mut self) {
        if self.text.take().is_some() {
            self.out.extend_from_slice(b"ET\n");
        }
    }

    /// Writes what stood between `q` and `Q`.
    fn group(&mut self, group: &[Operation<'c>]) {
        if let Some((flip, rest)) = split_flip(group) {
            if let Some((colour, shown)) = split_text(rest) {
                self.set_colour(&colour);
                self.text_object(flip, shown);
                return;
            }
            if let Some((colour, [x, y, width, height])) = split_rectangle(flip, rest) {
                self.leave_text();
                self.set_colour(&colour);
                for length in [x, y, width, height] {
                    push_hundredths(self.out, length);
                    self.out.push(b' ');
                }
                self.out.extend_from_slice(b"re f\n");
                return;
            }
        }
        self.leave_text();
        self.out.extend_from_slice(b"q\n");
        let mut at = 0;
        while at < group.len() {
            match group.get(at..at + 2).and_then(gray) {
                Some(colour) => {
                    self.out.extend_from_slice(&colour);
                    at += 2;
                }
                None => {
                    self.verbatim(&group[at]);
                    at += 1;
                }
            }
        }
        self.out.extend_from_slice(b"Q\n");
    }

    fn set_colour(&mut self, colour: &[u8]) {
        if self.colour != colour {
            self.out.extend_from_slice(colour);
            self.colour.clear();
            self.colour.extend_from_slice(colour);
        }
    }

    fn text_object(&mut self, flip: Flip, shown: &[Operation<'c>]) {
        if self.text.is_none() {
            self.out.extend_from_slice(b"BT\n");
            self.text = Some((0, 0));
        }
        for operation in shown {
            match operation.name {
                b"Tr" => {}
                b"Tf" => {
                    if self.font != [operation.operands] {
                        self.font = vec![operation.operands];
                        self.verbatim(operation);
                    }
                }
                b"Tm" => self.move_to(flip, operation.operands),
                b"TJ" => self.show(operation.operands),
                b"Tj" => self.show_one(operation.operands),
                _ => self.verbatim(operation),
            }
        }
    }

    fn move_to(&mut self, flip: Flip, matrix: &[u8]) {
        let Some([.., x, y]) = numbers::<6>(matrix) else { return };
        let (x, y) = (hundredths(flip.x + x), hundredths(flip.y - y));
        let (from_x, from_y) = self.text.unwrap_or_default();
        push_hundredths(self.out, x - from_x);
        self.out.push(b' ');
        push_hundredths(self.out, y - from_y);
        self.out.extend_from_slice(b" Td\n");
        self.text = Some((x, y));
    }

    fn show_one(&mut self, string: &[u8]) {
        let start = self.open_string();
        self.push_string(string);
        self.close_string(start);
        self.out.extend_from_slice(b"Tj\n");
    }

    /// Shows glyphs with adjustments between them, in whole thousandths of the font size. What rounding takes from
    /// one is given to the next.
    fn show(&mut self, array: &[u8]) {
        let mut rest = &array[1..array.len().max(2) - 1];
        self.out.push(b'[');
        let mut string = None;
        let mut carry = 0.0;
        while !rest.is_empty() {
            let length = token(rest);
            if rest[0] == b'(' || rest[0] == b'<' {
                if string.is_none() {
                    string = Some(self.open_string());
                }
                self.push_string(&rest[..length]);
            } else if let Some(adjustment) = number(&rest[..length]) {
                let exact = adjustment + carry;
                let whole = exact.round();
                carry = exact - whole;
                if whole != 0.0 {
                    if let Some(start) = string.take() {
                        self.close_string(start);
                    }
                    push_integer(self.out, whole as i64);
                }
            }
            rest = &rest[length..];
            rest = &rest[spaces(rest)..];
        }
        if let Some(start) = string {
            self.close_string(start);
        }
        self.out.extend_from_slice(b"]TJ\n");
    }

    fn open_string(&mut self) -> usize {
        self.out.push(match self.strings {
            Strings::Binary => b'(',
            Strings::Hex => b'<',
        });
        self.out.len()
    }

    fn close_string(&mut self, _start: usize) {
        self.out.push(match self.strings {
            Strings::Binary => b')',
            Strings::Hex => b'>',
        });
    }

    /// Appends the bytes of a string token to the string that is open.
    fn push_string(&mut self, token: &[u8]) {
        self.out.reserve(token.len());
        let out = &mut *self.out;
        match self.strings {
            Strings::Binary => decode_string(token, &mut |byte| match byte {
                b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                b'\r' => out.extend_from_slice(b"\\r"),
                byte => out.push(byte),
            }),
            Strings::Hex => decode_string(token, &mut |byte| {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push(DIGITS[usize::from(byte >> 4)]);
                out.push(DIGITS[usize::from(byte & 15)]);
            }),
        }
    }
}

/// A transform that turns `y` around: `x` and `y` of the page's top left corner.
#[derive(Clone, Copy)]
struct Flip {
    x: f64,
    y: f64,
}

/// The page's flip at the beginning of a group, and the rest.
fn split_flip<'g, 'c>(group: &'g [Operation<'c>]) -> Option<(Flip, &'g [Operation<'c>])> {
    let (first, rest) = group.split_first()?;
    if first.name != b"cm" {
        return None;
    }
    match numbers::<6>(first.operands)? {
        [1.0, 0.0, 0.0, -1.0, x, y] => Some((Flip { x, y }, rest)),
        _ => None,
    }
}

/// The colour of a group that shows text, and what stands in its text object.
fn split_text<'g, 'c>(rest: &'g [Operation<'c>]) -> Option<(Vec<u8>, &'g [Operation<'c>])> {
    let (colour, rest) = split_colour(rest)?;
    let (begin, rest) = rest.split_first()?;
    let (end, shown) = rest.split_last()?;
    if begin.name != b"BT" || end.name != b"ET" {
        return None;
    }
    let known = shown.iter().all(|operation| match operation.name {
        b"Tf" | b"TJ" | b"Tj" | b"BDC" | b"BMC" | b"EMC" => true,
        b"Tr" => operation.operands == b"0",
        b"Tm" => {
            matches!(numbers::<6>(operation.operands), Some([a, 0.0, 0.0, d, _, _]) if a == 1.0 && d == -1.0)
        }
        _ => false,
    });
    known.then_some((colour, shown))
}

/// The colour and the box of a group that fills a rectangle, in hundredths of a point, from the bottom left.
fn split_rectangle(flip: Flip, rest: &[Operation<'_>]) -> Option<(Vec<u8>, [i64; 4])> {
    let (colour, rest) = split_colour(rest)?;
    let [start, a, b, c, close, fill] = rest else { return None };
    let names = [start.name, a.name, b.name, c.name, close.name, fill.name];
    if names != [b"m", b"l", b"l", b"l", b"h", b"f"] as [&[u8]; 6] {
        return None;
    }
    let point = |operation: &Operation<'_>| {
        let [x, y] = numbers::<2>(operation.operands)?;
        Some((hundredths(flip.x + x), hundredths(flip.y - y)))
    };
    let (start, a, b, c) = (point(start)?, point(a)?, point(b)?, point(c)?);
    let upright = start.1 == a.1 && a.0 == b.0 && b.1 == c.1 && c.0 == start.0;
    upright.then_some((colour, [start.0, b.1, a.0 - start.0, start.1 - b.1]))
}

/// The colour at the beginning, as the operations that set it, and the rest.
fn split_colour<'g, 'c>(rest: &'g [Operation<'c>]) -> Option<(Vec<u8>, &'g [Operation<'c>])> {
    let [space, colour, ..] = rest else { return None };
    if space.name != b"cs" || colour.name != b"scn" {
        return match space.name {
            b"g" | b"rg" => Some((joined(&[*space]), &rest[1..])),
            _ => None,
        };
    }
    let colour = gray(&rest[..2]).unwrap_or_else(|| joined(&rest[..2]));
    Some((colour, &rest[2..]))
}

/// A colour of one component: gray, and nothing else krilla writes.
fn gray(pair: &[Operation<'_>]) -> Option<Vec<u8>> {
    let [space, colour] = pair else { return None };
    if space.name != b"cs" || colour.name != b"scn" {
        return None;
    }
    let [gray] = numbers::<1>(colour.operands)?;
    let mut set = Vec::new();
    push_thousandths(&mut set, (gray * 1000.0).round() as i64);
    set.extend_from_slice(b" g\n");
    Some(set)
}

fn joined(operations: &[Operation<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for operation in operations {
        bytes.extend_from_slice(operation.operands);
        bytes.push(b' ');
        bytes.extend_from_slice(operation.name);
        bytes.push(b'\n');
    }
    bytes
}

/// Exactly so many numbers.
fn numbers<const COUNT: usize>(operands: &[u8]) -> Option<[f64; COUNT]> {
    let mut found = [0.0; COUNT];
    let mut words = operands.split(|byte| is_space(*byte)).filter(|word| !word.is_empty());
    for place in &mut found {
        *place = number(words.next()?)?;
    }
    words.next().is_none().then_some(found)
}

/// A number as PDF has them (ISO 32000-1, 7.3.3): a sign, digits, a point, digits. Digits past the fifteenth are beyond
/// what a length can mean.
fn number(word: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (negative, digits) = match word.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, word),
    };
    let (mut value, mut taken, mut decimals, mut point) = (0_u64, 0_usize, 0_usize, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' if taken < 15 => {
                value = value * 10 + u64::from(byte - b'0');
                taken += usize::from(value > 0);
                decimals += usize::from(point);
            }
            b'0'..=b'9' if point => {}
            b'.' if !point => point = true,
            // Not as ISO 32000-1 has it, and a number all the same.
            _ => return std::str::from_utf8(word).ok()?.parse().ok().filter(|value: &f64| value.is_finite()),
        }
    }
    if digits.is_empty() || digits == b"." {
        return None;
    }
    let value = value as f64 / POWERS.get(decimals).copied().unwrap_or(f64::INFINITY);
    Some(if negative { -value } else { value })
}

fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}

fn push_integer(out: &mut Vec<u8>, number: i64) {
    use std::io::Write;
    // Writing to a vector cannot fail.
    let _ = write!(out, "{number}");
}

fn push_hundredths(out: &mut Vec<u8>, number: i64) {
    push_decimal(out, number, 100);
}

fn push_thousandths(out: &mut Vec<u8>, number: i64) {
    push_decimal(out, number, 1000);
}

/// A number of parts, without idle zeros: 1250 hundredths are `12.5`.
fn push_decimal(out: &mut Vec<u8>, number: i64, parts: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let (whole, mut fraction) = (number.abs() / parts, number.abs() % parts);
    if whole != 0 || fraction == 0 {
        push_integer(out, whole);
    }
    if fraction != 0 {
        out.push(b'.');
        let mut place = parts / 10;
        while fraction != 0 {
            out.push(b'0' + u8::try_from(fraction / place).unwrap_or(0));
            fraction %= place;
            place /= 10;
        }
    }
}

/// Hands out the bytes of a literal or hexadecimal string (ISO 32000-1, 7.3.4).
fn decode_string(token: &[u8], sink: &mut impl FnMut(u8)) {
    let inner = &token[1..token.len().max(2) - 1];
    if token[0] == b'<' {
        let mut digits = inner.iter().filter_map(|byte| char::from(*byte).to_digit(16));
        while let Some(high) = digits.next() {
            let low = digits.next().unwrap_or(0);
            sink(u8::try_from(high * 16 + low).unwrap_or(0));
        }
        return;
    }
    let mut at = 0;
    while let Some(byte) = inner.get(at).copied() {
        at += 1;
        if byte != b'\\' {
            sink(byte);
            continue;
        }
        let Some(escaped) = inner.get(at).copied() else { return };
        at += 1;
        match escaped {
            b'n' => sink(b'\n'),
            b'r' => sink(b'\r'),
            b't' => sink(b'\t'),
            b'b' => sink(8),
            b'f' => sink(12),
            b'0'..=b'7' => {
                let mut value = u16::from(escaped - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = inner.get(at).copied() else { break };
                    value = value * 8 + u16::from(digit - b'0');
                    at += 1;
                }
                sink((value & 0xFF) as u8);
            }
            b'\n' => {}
            byte => sink(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(content: &str) -> String {
        let mut out = Vec::new();
        tidy(content.as_bytes(), Strings::Hex, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn runs_share_a_text_object() {
        let run = |y: f32, string: &str| {
            format!(
                "q\n1 0 0 -1 0 842 cm\n/c0 cs\n0 scn\nBT\n0 Tr\n/f0 10 Tf\n1 0 0 -1 60 {y} Tm\n{string}\nET\nQ\n"
            )
        };
        let content = format!(
            "/Span<</MCID 0>>BDC\n{}{}EMC\n",
            run(60.0, r"[(\000\001)0.0012207031(\000\002) -27.6(\000\()-27.6(\000\003)] TJ"),
            run(72.5, r"(\000\004)Tj")
        );
        assert_eq!(
            tidied(&content),
            "/Span<</MCID 0>> BDC\n0 g\nBT\n/f0 10 Tf\n60 782 Td\n[<00010002>-28<0028>-27<0003>]TJ\n0 -12.5 Td\n<0004>Tj\nET\nEMC\n"
        );
    }

    #[test]
    fn rectangles_are_rectangles() {
        let content = "q\n1 0 0 -1 0 842 cm\n/c0 cs\n0.3529412 scn\n60 40 m\n460 40 l\n460 40.5 l\n60 40.5 l\nh\nf\nQ\n";
        assert_eq!(tidied(content), ".353 g\n60 801.5 400 .5 re f\n");
    }

    #[test]
    fn what_is_not_understood_stays() {
        let content = "q\n2 0 0 2 0 0 cm\n/c1 cs\n1 0 0 scn\n/x0 Do\nQ\n";
        assert_eq!(tidied(content), "q\n2 0 0 2 0 0 cm\n/c1 cs\n1 0 0 scn\n/x0 Do\nQ\n");
        let nested = "/Span<</MCID 8/ActualText<FEFFD835DD4F>>> BDC\nEMC\n";
        assert_eq!(tidied(nested), nested);
        for broken in ["q", "q\nBT", "(", "[", "<<", "q 1 0 cm Q", "\\", "[(] TJ"] {
            tidied(broken);
        }
    }

    #[test]
    fn strings_are_decoded_and_written_again() {
        let mut bytes = Vec::new();
        decode_string(br"(a\(\)\\\101\n\7x)", &mut |byte| bytes.push(byte));
        assert_eq!(bytes, b"a()\\A\n\x07x");
        let mut out = Vec::new();
        tidy(b"q\n1 0 0 -1 0 9 cm\n/c0 cs\n0 scn\nBT\n(\\000\\050)Tj\nET\nQ\n", Strings::Binary, &mut out);
        assert!(out.windows(6).any(|window| window == b"(\0\\()T"), "{out:?}");
    }

    #[test]
    fn numbers_are_read() {
        for (word, value) in [
            ("0", 0.0),
            ("-27.6", -27.6),
            (".5", 0.5),
            ("+3.", 3.0),
            ("0.0012207031", 0.0012207031),
            ("841.89", 841.89),
        ] {
            assert!((number(word.as_bytes()).unwrap() - value).abs() < 1e-9, "{word}");
        }
        for wrong in ["", "-", ".", "1.2.3", "NaN", "inf", "12x"] {
            assert_eq!(number(wrong.as_bytes()), None, "{wrong}");
        }
        let long = format!("0.{}", "3".repeat(40));
        assert!((number(long.as_bytes()).unwrap() - 1.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn decimals_have_no_idle_zeros() {
        for (number, written) in [(0, "0"), (5, ".05"), (-1250, "-12.5"), (300, "3"), (101, "1.01")] {
            let mut out = Vec::new();
            push_hundredths(&mut out, number);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
